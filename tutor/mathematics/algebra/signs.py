"""Signs on the whole cell and branch: from factors, coefficients, roots of polynomials, inverse functions and balls.

Every rule answers for the whole open cell (or point, or branch), or is silent. A sign that changes inside a cell of
one real variable raises Split at the places of change; a sign that is needed and not decided raises Need.
"""

from collections.abc import Iterable, Sequence

from flint import arb, fmpz_mpoly

from tutor.mathematics.algebra.cells import Cell, Split
from tutor.mathematics.algebra.expressions import certified_sign, tree_of_polynomial
from tutor.mathematics.algebra.kernels import COS, EXP, LOG, OPAQUE, ROOT, SIN, VARIABLE, Kernel, Quotient
from tutor.mathematics.algebra.linear import linear
from tutor.mathematics.algebra.nullsets import vanishes_on_null_set
from tutor.mathematics.algebra.outcomes import Need, UndefinedHere, Unsupported
from tutor.mathematics.algebra.points import Point, roots
from tutor.mathematics.algebra.polynomials import univariate
from tutor.mathematics.algebra.positivity import definite_sign, semidefinite_sign
from tutor.mathematics.algebra.powers import exponential, log_absolute, logarithm, shorter
from tutor.mathematics.algebra.sine_zeros import zeros_of
from tutor.mathematics.algebra.subdivision import sign_by_subdivision
from tutor.mathematics.algebra.tower import Tower
from tutor.mathematics.trees.build import div, neg

MAX_NORM_TERMS = 100
MAX_NORM_DEGREE = 60
SAMPLE_PRECISIONS = (128, 1000)
POINT_PRECISIONS = (64, 256, 1024, 4096)


def sign_of_polynomial(tower: Tower, polynomial: fmpz_mpoly) -> int:
    """The sign of a polynomial: 0 if its normal form is zero, else the product of the signs of its factors.

    In several real variables a factor of even multiplicity counts as positive, its null set of zeros excluded; but a
    sign that the branch assumes, zero above all, goes before.
    Raises Need, Split, Unsupported, TooLarge.
    """
    if polynomial.is_zero():
        return 0
    if polynomial.is_constant():
        return 1 if polynomial.leading_coefficient() > 0 else -1
    kernels = tower.kernels_in(polynomial)
    known = _assumed_sign(tower, polynomial)
    if known is None:
        known = _read_sign(tower, polynomial, kernels) or None
    if known is not None:
        return known
    polynomial = shorter(tower, polynomial)
    constant, factors = tower.factor(polynomial)
    sign = 1 if constant > 0 else -1
    for factor, multiplicity in factors:
        if multiplicity % 2:
            sign *= sign_of_irreducible(tower, factor, kernels if factor is polynomial else None)
        else:
            sign *= _sign_of_square(tower, factor)
        if sign == 0:
            return 0
    return sign


def _assumed_sign(tower: Tower, polynomial: fmpz_mpoly) -> int | None:
    if not tower.signs:
        return None
    name, direction = tower.oriented(polynomial)
    assumed = tower.signs.get(name)
    return None if assumed is None else assumed * direction


def _sign_of_square(tower: Tower, factor: fmpz_mpoly) -> int:
    known = _assumed_sign(tower, factor)
    if known is not None:
        return known * known
    if len(tower.reals) > 1 and vanishes_on_null_set(tower, factor):
        tower.exclude(factor)
        return 1
    return sign_of_irreducible(tower, factor) ** 2


def sign_of_irreducible(tower: Tower, polynomial: fmpz_mpoly, unread: list[Kernel] | None = None) -> int:
    """The sign of a polynomial that is not factored further. Raises Need, Split, Unsupported, TooLarge.

    `unread` are its kernels where neither assumptions nor coefficients told the sign.
    """
    if unread is None:
        known = _assumed_sign(tower, polynomial)
        if known is not None:
            return known
    kernels = tower.kernels_in(polynomial) if unread is None else unread
    known = _read_sign(tower, polynomial, kernels) if unread is None else 0
    if known:
        return known
    sign = _decided_sign(tower, polynomial, kernels)
    if sign is not None:
        return sign
    if tower.at_point:
        raise Unsupported("a sign at a point")
    name, direction = tower.oriented(polynomial)
    node = tree_of_polynomial(tower, polynomial if direction > 0 else -polynomial)
    raise Need(name, node, linear(node), vanishes_on_null_set(tower, polynomial))


def _read_sign(tower: Tower, polynomial: fmpz_mpoly, kernels: list[Kernel]) -> int:
    """The sign that the coefficients prove; in several real variables up to a null set of zeros, which is excluded."""
    known = definite_sign(tower, polynomial, kernels)
    if not known and len(tower.reals) > 1:
        known = semidefinite_sign(tower, polynomial)
        if known and not vanishes_on_null_set(tower, polynomial):
            return 0
        if known:
            tower.exclude(polynomial)
    return known


def require_nonzero(tower: Tower, polynomial: fmpz_mpoly) -> None:
    """Prove that the polynomial has no zero on the cell and branch, or exclude its zeros.

    With one real variable the cell is cut at its zeros where they can be found. Raises UndefinedHere for zero.
    """
    if polynomial.is_zero():
        raise UndefinedHere
    if polynomial.is_constant() or definite_sign(tower, polynomial):
        return
    if len(tower.reals) > 1:
        _exclude_factors(tower, polynomial)
        return
    try:
        if tower.sign_of_polynomial(polynomial) == 0:
            raise UndefinedHere
    except Need:
        _exclude_factors(tower, polynomial)


def _exclude_factors(tower: Tower, polynomial: fmpz_mpoly) -> None:
    for factor, _ in tower.factor(polynomial)[1]:
        if tower.signs.get(tower.oriented(factor)[0]) == 0:
            raise UndefinedHere
        if not tower.signs.get(tower.oriented(factor)[0]) and not definite_sign(tower, factor):
            tower.exclude(factor)


def _decided_sign(tower: Tower, polynomial: fmpz_mpoly, kernels: list[Kernel]) -> int | None:
    names = frozenset[str]().union(*(kernel.names for kernel in kernels))
    if not names:
        return _sign_of_constant(tower, polynomial)
    cell = tower.cell
    if cell is None or len(tower.reals) != 1 or names != {tower.reals[0]}:
        return _by_inverse(tower, polynomial, kernels)
    if cell.point is not None:
        return certified_sign_at(tower, polynomial, cell.point)
    return _sign_on_interval(tower, polynomial, kernels, cell)


def _sign_of_constant(tower: Tower, polynomial: fmpz_mpoly) -> int:
    sign = certified_sign(tower, polynomial, {}, SAMPLE_PRECISIONS)
    if sign is None:
        raise Unsupported("the sign of a constant")
    return sign


def certified_sign_at(tower: Tower, polynomial: fmpz_mpoly, point: Point) -> int | None:
    """The sign at an algebraic or closed point, by balls: never 0, which only the normal form can prove."""
    for bits in POINT_PRECISIONS:
        sign = certified_sign(tower, polynomial, {tower.reals[0]: point.ball(bits)}, (bits,))
        if sign is not None:
            return sign
    return None


def _sign_on_interval(tower: Tower, polynomial: fmpz_mpoly, kernels: list[Kernel], cell: Cell) -> int | None:
    """One real variable: the first rule that speaks."""
    variable = tower.reals[0]
    if len(kernels) == 1 and kernels[0].kind == VARIABLE:
        return _sign_by_roots(tower, polynomial, kernels[0].place, cell)
    sign = _by_linear_root(tower, polynomial, kernels, cell)
    if sign is None and cell.bounded and tower.single(polynomial) and kernels[0].kind in (SIN, COS):
        sign = _by_sine_zeros(tower, polynomial, kernels[0], cell)
    if sign is None and all(kernel.kind in (VARIABLE, ROOT) for kernel in kernels):
        sign = _by_norm(tower, polynomial, cell)
    if sign is None:
        sign = _by_two_terms(tower, polynomial, kernels)
    if sign is None:
        sign = _by_inverse(tower, polynomial, kernels)
    if sign is None and cell.bounded:
        sign = sign_by_subdivision(tower, polynomial, variable, cell)
    return sign


def _inside(tower: Tower, points: Iterable[Point], cell: Cell) -> list[Point]:
    return [p for p in points if tower.compare(cell.low, p) < 0 and tower.compare(p, cell.high) < 0]


def _sign_by_roots(tower: Tower, polynomial: fmpz_mpoly, place: int, cell: Cell) -> int:
    """A polynomial in the variable alone: cut at its roots; without one inside, the sign at the sample holds."""
    plain = univariate(polynomial, place)
    tower.budget.spend(30 + plain.degree() ** 2)
    inside = _inside(tower, roots(plain), cell)
    if inside:
        raise Split(inside)
    value = plain(cell.sample)
    return 1 if value > 0 else -1


def _sign_at_sample(tower: Tower, polynomial: fmpz_mpoly, cell: Cell) -> int | None:
    """The sign at the sample: for a polynomial that is continuous on the cell and has no zero in it."""
    return certified_sign(tower, polynomial, {tower.reals[0]: arb(cell.sample)}, SAMPLE_PRECISIONS)


def _by_linear_root(tower: Tower, polynomial: fmpz_mpoly, kernels: Sequence[Kernel], cell: Cell) -> int | None:
    """a·x + b with constants a, b that are not rational: the root is -b/a."""
    variables = [kernel for kernel in kernels if kernel.kind == VARIABLE]
    if not variables or any(kernel.names for kernel in kernels if kernel.kind != VARIABLE):
        return None
    slope, rest = coefficients(tower, polynomial, variables[0]) or (None, None)
    if slope is None or rest is None:
        return None
    if slope.is_constant():
        tower.budget.spend(5)
    elif certified_sign(tower, slope, {}, SAMPLE_PRECISIONS) is None:
        return None
    root = Point(tree=div(neg(tree_of_polynomial(tower, rest)), tree_of_polynomial(tower, slope)))
    inside = _inside(tower, [root], cell)
    if inside:
        raise Split(inside)
    return _sign_at_sample(tower, polynomial, cell)


def _by_sine_zeros(tower: Tower, polynomial: fmpz_mpoly, kernel: Kernel, cell: Cell) -> int | None:
    """A sine or cosine on a bounded cell: cut at its zeros; without one inside, the sign at the sample holds."""
    zeros = zeros_of(tower, kernel, cell)
    if zeros is None:
        return None
    inside = _inside(tower, zeros, cell)
    if inside:
        raise Split(inside)
    return _sign_at_sample(tower, polynomial, cell)


def coefficients(tower: Tower, polynomial: fmpz_mpoly, kernel: Kernel) -> tuple[fmpz_mpoly, fmpz_mpoly] | None:
    """(a, b) with polynomial = a·kernel + b, both free of the kernel; None if it is not of degree 1 in it."""
    place = kernel.place
    if polynomial.degrees()[place] != 1:
        return None
    slope, rest = {}, {}
    for exponents, coefficient in polynomial.terms():
        if exponents[place]:
            slope[(*exponents[:place], 0, *exponents[place + 1 :])] = coefficient
        else:
            rest[exponents] = coefficient
    context = tower.ring.context
    return context.from_dict(slope), context.from_dict(rest)


def _by_norm(tower: Tower, polynomial: fmpz_mpoly, cell: Cell) -> int | None:
    """Roots over the variable: zeros of the polynomial are among the zeros of its norm, a polynomial in x.

    The norm is the resultant with the relations, which are monic, so it vanishes wherever the polynomial does. The
    radicands have one sign on the cell, so the polynomial is continuous there.
    """
    norm = polynomial
    for kernel in tower.related:
        if norm.degrees()[kernel.place] > 0:
            assert kernel.relation is not None
            tower.budget.spend(20 + len(norm))
            norm = norm.resultant(kernel.relation, kernel.place)
            if norm.is_zero() or len(norm) > MAX_NORM_TERMS or norm.total_degree() > MAX_NORM_DEGREE:
                return None
    if norm.is_constant():
        return _sign_at_sample(tower, polynomial, cell)
    kernel, *others = tower.kernels_in(norm)
    if others or kernel.kind != VARIABLE:
        return None
    inside: list[Point] = []
    for factor, _ in univariate(norm, kernel.place).factor()[1]:
        inside += _inside(tower, roots(factor), cell)
    if inside:
        raise Split(inside)
    return _sign_at_sample(tower, polynomial, cell)


def _by_two_terms(tower: Tower, polynomial: fmpz_mpoly, kernels: list[Kernel]) -> int | None:
    """c·M - d·N with c, d > 0 and monomials M, N in positive exponentials and constants: compare the logarithms."""
    if len(polynomial) != 2 or not all(k.kind == EXP or (k.kind == ROOT and not k.names) for k in kernels):
        return None
    (first, c), (second, d) = polynomial.terms()
    sign = 1 if c > 0 else -1
    left = log_absolute(tower, (tower.term(first, c), None))
    right = log_absolute(tower, (tower.term(second, d), None))
    return sign * tower.sign_of(tower.subtract(left, right))


def _by_inverse(tower: Tower, polynomial: fmpz_mpoly, kernels: list[Kernel]) -> int | None:
    """a·K(u) + b with a strictly increasing kernel K and constants a, b: compare u with the value where K is -b/a."""
    varying = [kernel for kernel in kernels if kernel.names]
    if len(varying) != 1 or varying[0].kind == VARIABLE:
        return None
    slope, rest = coefficients(tower, polynomial, varying[0]) or (None, None)
    if slope is None or rest is None:
        return None
    sign = tower.sign_of_polynomial(slope)
    threshold = tower.negate(tower.lowest(rest, slope))
    rule = _INVERSES.get(varying[0].kind)
    order = rule(tower, varying[0], threshold) if rule else None
    return None if order is None else sign * order


def _above_exponential(tower: Tower, kernel: Kernel, threshold: Quotient) -> int:
    """exp(u) > t for t <= 0, else as u > log t."""
    if tower.sign_of(threshold) <= 0:
        return 1
    return tower.sign_of(tower.subtract(kernel.data, logarithm(tower, threshold)))


def _above_logarithm(tower: Tower, kernel: Kernel, threshold: Quotient) -> int:
    """log|p| > t as |p| > exp t."""
    polynomial = kernel.data if tower.sign_of_polynomial(kernel.data) > 0 else -kernel.data
    return tower.sign_of(tower.subtract((polynomial, None), exponential(tower, threshold)))


def _above_root(tower: Tower, kernel: Kernel, threshold: Quotient) -> int:
    """p^(1/d) > t for t < 0, else as p > t^d."""
    if tower.sign_of(threshold) < 0:
        return 1
    return tower.sign_of(tower.subtract((kernel.data, None), tower.integer_power(threshold, kernel.degree)))


def _above_opaque(tower: Tower, kernel: Kernel, threshold: Quotient) -> int | None:
    """atan, asin and erf have the sign of their argument."""
    node = kernel.data
    if not tower.is_zero(threshold) or node.head != "call" or node.value not in ("atan", "asin", "erf"):
        return None
    return tower.sign_of(tower.of(node.args[0]))


_INVERSES = {EXP: _above_exponential, LOG: _above_logarithm, ROOT: _above_root, OPAQUE: _above_opaque}
