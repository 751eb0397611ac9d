"""Finite sums with symbolic bounds, and convergent geometric series.

The summand is taken apart into terms c·M(k) with c free of k. For each M the first of these applies: free of k;
a power of k (Faulhaber); a power of k times M with M(k+1)/M(k) free of k (geometric); a rational function of k with
rational poles; else the sum stays one opaque kernel, with an upper end without integer constant.

Hypothesis of every closed form: the ends are integers and high - low + 1 >= 0, since an empty sum is 0 while the
closed forms would go on to negative lengths. Bound variables get names by depth and lower end, so that equal sums are
equal kernels whatever the bound variable was called. A case distinction on the bound variable cannot be made by cells
or branches: such a sum stays opaque.
"""

from collections import defaultdict
from math import comb

from flint import fmpq, fmpz, fmpz_mpoly

from tutor.language.tree import Tree, free_names, tree
from tutor.mathematics.algebra.expressions import tree_of
from tutor.mathematics.algebra.integrality import integer_valued
from tutor.mathematics.algebra.kernels import OPAQUE, Kernel, Quotient
from tutor.mathematics.algebra.opaque import opaque_tree
from tutor.mathematics.algebra.outcomes import Need, TooLarge, UndefinedHere, Unsupported
from tutor.mathematics.algebra.points import MINUS_END, PLUS_END, Bound, rational
from tutor.mathematics.algebra.polynomials import constant_term
from tutor.mathematics.algebra.positivity import semidefinite_sign
from tutor.mathematics.algebra.ranges import Range
from tutor.mathematics.algebra.rational_sums import NoClosedForm, poles_and_polynomial, sum_over_poles
from tutor.mathematics.algebra.tower import Tower
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import num, sign_of_infinity, var

MAX_UNROLLED = 60
MAX_DEGREE = 30
MAX_SHIFT = 20


class Ends:
    """The bound variable of a sum with its kernel, and the ends: low, high and above = high + 1."""

    __slots__ = ("above", "high", "kernel", "low", "name")

    def __init__(self, tower: Tower, name: str, kernel: Kernel, low: Quotient, high: Quotient) -> None:
        self.name = name
        self.kernel = kernel
        self.low = low
        self.high = high
        self.above = tower.add(high, tower.one)


def finite_sum(tower: Tower, node: Tree) -> Quotient:
    """The normal form of a `sum`. Raises Unsupported for ends that are not integers."""
    body, low, high = node.args
    terms = explicit_terms(node)
    if terms is not None:
        return tower.sum_of([tower.zero, *(tower.of(term) for term in terms)])
    try:
        return _symbolic_sum(tower, node.value, body, low, high) or opaque_tree(tower, node)
    except Need as need:
        if any(name.startswith("#") for name in free_names(need.tree)):
            return opaque_tree(tower, node)
        raise


def explicit_terms(node: Tree) -> list[Tree] | None:
    """The terms of a sum or product with at most MAX_UNROLLED terms between whole numbers."""
    body, low, high = node.args
    if low.head != "num" or high.head != "num":
        return None
    if low.value.denom() != 1 or high.value.denom() != 1:
        raise Unsupported("ends that are not whole numbers")
    first, last = int(low.value.numer()), int(high.value.numer())
    if last - first >= MAX_UNROLLED:
        return None
    return [substitute(body, {node.value: num(k)}) for k in range(first, last + 1)]


def _symbolic_sum(tower: Tower, name: str, body: Tree, low: Tree, high: Tree) -> Quotient | None:
    first = tower.of(low)
    bound, summand = bound_body(tower, name, body, low)
    if sign_of_infinity(high):
        last = tower.zero
    else:
        last = tower.of(high)
        length = length_of(tower, first, last)
        if length is None:
            return None
        if length <= 0:
            return tower.zero
    ends = Ends(tower, bound, bound_kernel(tower, bound), first, last)
    if sign_of_infinity(high):
        return _series(tower, ends, summand) if sign_of_infinity(high) > 0 else tower.zero
    return sum_of_terms(tower, ends, summand)


def bound_body(tower: Tower, name: str, body: Tree, low: Tree) -> tuple[str, Quotient]:
    """The canonical bound name, and the body over it; what it excludes is recorded without the bound variable."""
    start = rational(low.value) if low.head == "num" else _least(tower, low)
    bound = f"#{tower.depth}>={start}"
    tower.ranges.setdefault(bound, Range(True, start, PLUS_END))
    outer, tower.unexamined = tower.unexamined, {}
    tower.depth += 1
    try:
        value = tower.of(substitute(body, {name: var(bound)}))
    finally:
        tower.depth -= 1
        inner, tower.unexamined = tower.unexamined, outer
        for excluded, polynomial in inner.items():
            if polynomial is None or bound not in tower.names_in(polynomial):
                tower.unexamined[excluded] = polynomial
            else:
                tower.exclude_by_name(f"a term where {excluded} is 0")
    return bound, value


def _least(tower: Tower, low: Tree) -> Bound:
    """1 or 0 where the lower end is proved to be at least that."""
    value = tower.of(low)
    for least in (1, 0):
        difference = tower.subtract(value, tower.constant(least))
        if difference[1] is None and (difference[0].is_zero() or semidefinite_sign(tower, difference[0]) > 0):
            return rational(least)
    return MINUS_END


def bound_kernel(tower: Tower, bound: str) -> Kernel:
    """The kernel of the bound variable."""
    value = tower.of(var(bound))
    kernel = tower.single(value[0])
    assert kernel is not None
    return kernel


def length_of(tower: Tower, first: Quotient, last: Quotient) -> int | None:
    """1 if the number of terms is proved >= 0, -1 if proved <= 0, None if neither. Raises Unsupported."""
    for end in (first, last):
        if end[1] is not None or not integer_valued(tower, end[0]):
            raise Unsupported("ends of a sum that are not integers")
    length = tower.add(tower.subtract(last, first), tower.one)[0]
    if length.is_zero():
        return -1
    sign = semidefinite_sign(tower, length)
    if sign:
        return sign
    try:
        return 1 if tower.sign_of_polynomial(length) >= 0 else -1
    except (Need, Unsupported):
        return None


# Terms.


def sum_of_terms(tower: Tower, ends: Ends, summand: Quotient) -> Quotient:
    outside, inside, groups = _taken_apart(tower, ends, summand)
    total = tower.zero
    is_rational = tower.kernels_in(inside) == [ends.kernel]
    rational_part: dict[tuple[int, ...], Quotient] = {}
    for exponents, coefficient in groups.items():
        term = tower.lowest(tower.term(exponents), inside)
        if not is_rational or any(e and place != ends.kernel.place for place, e in enumerate(exponents)):
            value = _closed(tower, ends, term) or _opaque_sum(tower, ends, term)
            total = tower.add(total, tower.multiply(coefficient, value))
        else:
            rational_part[exponents] = coefficient
    if rational_part:
        total = tower.add(total, _rational(tower, ends, rational_part, inside))
    return tower.divide(total, outside)


def _taken_apart(
    tower: Tower, ends: Ends, summand: Quotient
) -> tuple[Quotient, fmpz_mpoly, dict[tuple[int, ...], Quotient]]:
    """(denominator free of k, denominator in k, coefficient by monomial in the kernels that depend on k)."""
    above, below = summand
    outside, inside = tower.one, tower.ring.one
    if below is not None:
        constant, factors = tower.factor(below)
        outside = tower.constant(constant)
        for factor, multiplicity in factors:
            if ends.name in tower.names_in(factor):
                inside = inside * factor**multiplicity
            else:
                outside = tower.multiply(outside, (factor**multiplicity, None))
    depends = [place for place in range(tower.size) if _depends(tower, place, ends.name)]
    groups: dict[tuple[int, ...], dict[tuple[int, ...], fmpz]] = defaultdict(dict)
    for exponents, coefficient in above.terms():
        varying, free = list(exponents), list(exponents)
        for place, e in enumerate(exponents):
            if e:
                (free if place in depends else varying)[place] = 0
        groups[tuple(varying)][tuple(free)] = coefficient
    from_dict = tower.ring.context.from_dict
    return outside, inside, {varying: (from_dict(free), None) for varying, free in groups.items()}


def _depends(tower: Tower, place: int, name: str) -> bool:
    index = tower.size - 1 - place
    return index < len(tower.kernels) and name in tower.kernels[index].names


def _closed(tower: Tower, ends: Ends, term: Quotient) -> Quotient | None:
    """The sum of one monomial, in closed form."""
    power = _power_in(ends, term)
    if term[1] is None and term[0] == ends.kernel.symbol**power:
        return power_sum(tower, power, ends.low, ends.above)
    ratio = _ratio(tower, ends, term)
    if ratio is None:
        return None
    step = tower.subtract(ratio, tower.one)
    if tower.is_zero(step):
        return None
    polynomial = _geometric_polynomial(tower, ratio, step, power)
    upper = tower.multiply(_value(tower, polynomial, ends.above), _geometric_at(tower, ends, term, ends.above))
    lower = tower.multiply(_value(tower, polynomial, ends.low), _geometric_at(tower, ends, term, ends.low))
    return tower.subtract(upper, lower)


def _power_in(ends: Ends, term: Quotient) -> int:
    """The power of k in the numerator."""
    return max(term[0].degrees()[ends.kernel.place], 0)


def _geometric(ends: Ends, term: Quotient) -> Quotient:
    """The monomial without its power of k."""
    return (term[0] // ends.kernel.symbol ** _power_in(ends, term), term[1])


def _ratio(tower: Tower, ends: Ends, term: Quotient) -> Quotient | None:
    """M(k+1)/M(k) for term = k^power · M, if it is free of k."""
    geometric = _geometric(ends, term)
    below = geometric[1]
    if below is not None and (len(below) > 1 or below.degrees()[ends.kernel.place] > 0):
        return None
    shifted = _geometric_at(tower, ends, term, tower.add((ends.kernel.symbol, None), tower.one))
    ratio = tower.divide(shifted, geometric)
    return None if ends.name in tower.names_of(ratio) else ratio


def _geometric_at(tower: Tower, ends: Ends, term: Quotient, place: Quotient) -> Quotient:
    node = tree_of(tower, _geometric(ends, term))
    return tower.of(substitute(node, {ends.name: tree_of(tower, place)}))


def _geometric_polynomial(tower: Tower, ratio: Quotient, step: Quotient, power: int) -> list[Quotient]:
    """The coefficients of the P with ratio·P(k+1) - P(k) = k^power: then P(k)M(k) telescopes to k^power·M(k)."""
    if power > MAX_DEGREE:
        raise TooLarge("the degree of a summand")
    inverse = tower.invert(step)
    found: dict[int, Quotient] = {}
    for degree in range(power, -1, -1):
        right = tower.one if degree == power else tower.zero
        for higher, coefficient in found.items():
            right = tower.subtract(right, tower.scale(tower.multiply(ratio, coefficient), comb(higher, degree)))
        found[degree] = tower.multiply(right, inverse)
    return [found[degree] for degree in range(power + 1)]


def _value(tower: Tower, polynomial: list[Quotient], at: Quotient) -> Quotient:
    total = tower.zero
    for coefficient in reversed(polynomial):
        total = tower.add(tower.multiply(total, at), coefficient)
    return total


def power_sum(tower: Tower, power: int, low: Quotient, above: Quotient) -> Quotient:
    """The sum of k^power for low <= k < above: Faulhaber's (B(above) - B(low))/(power + 1)."""
    if power > MAX_DEGREE:
        raise TooLarge("the degree of a summand")
    degree = power + 1
    coefficients = [tower.zero] * (degree + 1)
    for i in range(degree + 1):
        coefficients[degree - i] = tower.constant(bernoulli(i) * comb(degree, i))
    difference = tower.subtract(_value(tower, coefficients, above), _value(tower, coefficients, low))
    return tower.scale(difference, fmpq(1, degree))


def bernoulli(n: int) -> fmpq:
    """The n-th Bernoulli number, with B(1) = -1/2."""
    return fmpq.bernoulli(n)


# Rational and opaque sums, series.


def _rational(tower: Tower, ends: Ends, coefficients: dict[tuple[int, ...], Quotient], below: fmpz_mpoly) -> Quotient:
    try:
        return _by_partial_fractions(tower, ends, coefficients, below)
    except NoClosedForm:
        total = tower.zero
    for exponents, coefficient in coefficients.items():
        term = tower.lowest(tower.term(exponents), below)
        total = tower.add(total, tower.multiply(coefficient, _opaque_sum(tower, ends, term)))
    return total


def _by_partial_fractions(
    tower: Tower, ends: Ends, coefficients: dict[tuple[int, ...], Quotient], below: fmpz_mpoly
) -> Quotient:
    place = ends.kernel.place
    by_power = {exponents[place]: coefficient for exponents, coefficient in coefficients.items()}
    polynomial, parts = poles_and_polynomial(tower, by_power, below, place)
    total = sum_over_poles(tower, parts, ends.low, ends.high)
    for power, coefficient in polynomial.items():
        total = tower.add(total, tower.multiply(coefficient, power_sum(tower, power, ends.low, ends.above)))
    return total


def _opaque_sum(tower: Tower, ends: Ends, term: Quotient) -> Quotient:
    """The sum as a kernel: its upper end loses its integer constant where both ends stay at or above low - 1."""
    shift = int(constant_term(ends.high[0], tower.ring))
    base = tower.subtract(ends.high, tower.constant(shift))
    if shift and (abs(shift) > MAX_SHIFT or base[0].is_constant() or not _starts_below(tower, ends.low, base)):
        shift, base = 0, ends.high
    total = _kernel_of_sum(tower, ends, term, base)
    node = tree_of(tower, term)
    for i in range(min(shift, 0) + 1, max(shift, 0) + 1):
        place = tower.add(base, tower.constant(i))
        value = tower.of(substitute(node, {ends.name: tree_of(tower, place)}))
        total = tower.add(total, value) if shift > 0 else tower.subtract(total, value)
    return total


def _starts_below(tower: Tower, low: Quotient, high: Quotient) -> bool:
    """Whether high >= low - 1 is proved."""
    return (length_of(tower, low, high) or -1) > 0 or tower.is_zero(tower.subtract(high, low))


def _kernel_of_sum(tower: Tower, ends: Ends, term: Quotient, high: Quotient) -> Quotient:
    key = f"sum:{tower.name_of(term)}|{tower.name_of(ends.low)}|{tower.name_of(high)}"
    kernel = tower.find(OPAQUE, key)
    if kernel is None:
        parts = (tree_of(tower, term), tree_of(tower, ends.low), tree_of(tower, high))
        names = (tower.names_of(term) | tower.names_of(ends.low)) - {ends.name}
        node = tree("sum", ends.name, parts)
        kernel = tower.adjoin(OPAQUE, key, node, over=high, names=names, analytic=False)
    return (kernel.symbol, None)


def _series(tower: Tower, ends: Ends, summand: Quotient) -> Quotient | None:
    """A series of terms k^j·M(k) with M(k+1)/M(k) = r and |r| < 1: the telescoping sum, its upper end at infinity."""
    outside, inside, groups = _taken_apart(tower, ends, summand)
    place = ends.kernel.place
    total = tower.zero
    for exponents, coefficient in groups.items():
        term = tower.lowest(tower.term(exponents), inside)
        if term[1] is not None and term[1].degrees()[place] > 0:
            return None
        ratio = _ratio(tower, ends, term)
        if ratio is None or not _contracts(tower, ratio):
            return None
        step = tower.subtract(ratio, tower.one)
        polynomial = _geometric_polynomial(tower, ratio, step, _power_in(ends, term))
        first = _geometric_at(tower, ends, term, ends.low)
        value = tower.multiply(_value(tower, polynomial, ends.low), first)
        total = tower.subtract(total, tower.multiply(coefficient, value))
    return tower.divide(total, outside)


def _contracts(tower: Tower, ratio: Quotient) -> bool:
    """Whether |ratio| < 1 is proved."""
    try:
        return tower.sign_of(tower.subtract(tower.one, tower.multiply(ratio, ratio))) > 0
    except (Need, Unsupported, UndefinedHere):
        return False
