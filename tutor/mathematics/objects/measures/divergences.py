"""Divergences of two measures: Kullback-Leibler, total variation, Hellinger, Jensen-Shannon.

Each is the integral of a function of the two densities over the cells, plus the sum of that function over the common
atoms and cylinders. Total variation is sup |mu(A) - nu(A)|, half the L^1 distance for laws.
"""

from collections.abc import Callable
from dataclasses import replace

from flint import arb

from tutor.language.tree import Tree
from tutor.mathematics.algebra import Bound
from tutor.mathematics.analysis.cells import partition, sign_chart
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.results import Result
from tutor.mathematics.analysis.rolle import signs
from tutor.mathematics.analysis.series import series
from tutor.mathematics.objects.measures.comparison import Common, common_cells, leaves
from tutor.mathematics.objects.measures.integration import integrated
from tutor.mathematics.objects.measures.laws import Improper
from tutor.mathematics.objects.measures.measure import (
    Family,
    Measure,
    N,
    Work,
    collected,
    scaled,
    signed_spans,
    total,
)
from tutor.mathematics.objects.measures.pushforward import simplified_on
from tutor.mathematics.objects.measures.relations import shift_between, uncovered
from tutor.mathematics.objects.measures.restriction import inside, thirds
from tutor.mathematics.objects.measures.values import index_at, mass, mass_at, summed, times
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import (
    HALF,
    INFINITY,
    MINUS_ONE,
    ONE,
    ZERO,
    add,
    call,
    div,
    mul,
    neg,
    num,
    power,
    sqrt,
    sub,
    var,
)

Masses = list[tuple[Tree, Tree]]


def kullback_leibler(of: Measure, against: Measure, work: Work) -> Result:
    """The integral of log(d of/d against) against the first; oo where it is not absolutely continuous."""
    if uncovered(of, against, work) is not None:
        return Result(INFINITY, "not absolutely continuous")
    found = [_relative_entropy(cell, work) for cell in common_cells(of, against) if cell.left is not ZERO]
    found += [
        Result(work.simple(mul(p, call("log", div(p, q)))), "sum over atoms")
        for p, q in _masses(of, against, work)
        if p is not ZERO
    ]
    for p, q, start in _family_masses(of, against, work):
        found.append(_series(mul(p, _logarithm(work.indices.simplified(div(p, q)))), start, work))
    return summed(found, work)


def _relative_entropy(cell: Common, work: Work) -> Result:
    logarithm = simplified_logarithm(cell.left, cell.right, cell.low, cell.high, work)
    if logarithm is ZERO:
        return Result(ZERO, "equal densities")
    return integrated(mul(cell.left, logarithm), cell.low, cell.high, work)


def simplified_logarithm(left: Tree, right: Tree, low: Bound, high: Bound, work: Work) -> Tree:
    """log(left/right) in normal form, where logarithms of exponentials have gone."""
    typed = sub(_logarithm(left), _logarithm(right))
    try:
        pieces = partition(lambda field: field.as_tree(field.normal(typed)), work.line, low, high)
    except Undecided:
        return typed
    return pieces[0].answer if len(pieces) == 1 and pieces[0].answer is not None else typed


def _logarithm(density: Tree) -> Tree:
    """log of a positive product as a sum; hypothesis: every factor that is taken apart is positive by its shape."""
    if density.head == "call" and density.value == "exp":
        return density.args[0]
    if density.head == "mul":
        apart = [f for f in density.args if _is_positive(f)]
        rest = [f for f in density.args if not _is_positive(f)]
        return add(*(_logarithm(f) for f in apart), *([call("log", mul(*rest))] if rest else []))
    if density.head == "pow" and _is_positive(density.args[0]):
        return mul(density.args[1], _logarithm(density.args[0]))
    return call("log", density)


def _is_positive(factor: Tree) -> bool:
    """Whether the factor is certainly positive, by its shape."""
    match factor.head:
        case "num":
            return bool(factor.value > 0)
        case "const":
            return True
        case "mul":
            return all(_is_positive(part) for part in factor.args)
        case "add":
            return all(_is_nonnegative(part) for part in factor.args) and any(_is_positive(p) for p in factor.args)
        case "pow":
            return _is_positive(factor.args[0])
        case "call":
            return factor.value in ("exp", "sigmoid", "cosh", "factorial")
    return False


def _is_nonnegative(term: Tree) -> bool:
    if term.head == "mul":
        return all(_is_nonnegative(part) for part in term.args)
    if term.head == "pow" and term.args[1].head == "num":
        return bool(term.args[1].value.denom() == 1 and term.args[1].value.numer() % 2 == 0) or _is_positive(term)
    return _is_positive(term)


def log_of_quotient(p: Tree, q: Tree) -> Tree:
    return sub(_logarithm(p), _logarithm(q))


def total_variation(left: Measure, right: Measure, work: Work) -> Result:
    """sup |mu(A) - nu(A)|: half the integral of |p - q|, and half the difference of the masses, 0 for two laws."""
    found = [_gap(cell, work) for cell in common_cells(left, right)]
    distance = _with_masses(found, left, right, lambda p, q: call("abs", sub(p, q)), work)
    return times(HALF, summed([distance, _excess(left, right, work)], work), work)


def _excess(left: Measure, right: Measure, work: Work) -> Result:
    """|mu(R) - nu(R)|. Raises Undecided where both are infinite, or a mass is only enclosed and may be the other."""
    values = [mass(measure, work).value for measure in (left, right)]
    infinite = [isinstance(value, Tree) and value is INFINITY for value in values]
    if all(infinite):
        raise Undecided("the distance of two infinite measures")
    if any(infinite):
        return Result(INFINITY, "an infinite mass")
    if all(isinstance(value, Tree) for value in values):
        difference = work.simple(sub(*values))  # type: ignore[arg-type]
        return Result(mul(num(work.constants.sign(difference) or 0), difference), "difference of the masses")
    raise Undecided("two masses that may be different")


def check_laws(left: Measure, right: Measure, what: str, work: Work) -> None:
    """Raises Improper unless both have mass 1, Undecided where that is open."""
    for measure in (left, right):
        found = mass(measure, work).value
        if isinstance(found, arb):
            if found.contains(1):
                raise Undecided("a mass that is only enclosed")
            raise Improper(f"{what} is between laws, measures of mass 1")
        if found is INFINITY or not work.same(found, ONE):
            raise Improper(f"{what} is between laws, measures of mass 1")


def _gap(cell: Common, work: Work) -> Result:
    """The integral of |p - q| as differences of integrals, between the zeros of log p - log q."""
    if ZERO in (cell.left, cell.right):
        return _integral(add(cell.left, cell.right), cell.low, cell.high, work)
    logarithm = simplified_logarithm(cell.left, cell.right, cell.low, cell.high, work)
    chart = sign_chart(logarithm, work.line, cell.low, cell.high)
    found = []
    for low, high, sign in signed_spans(chart, cell.low, cell.high):
        difference = mul(num(sign), sub(cell.left, cell.right))
        found.append(_integral(difference, low, high, work))
    return summed(found, work)


def _integral(function: Tree, low: Bound, high: Bound, work: Work) -> Result:
    return integrated(function, low, high, work)


def hellinger_square(left: Measure, right: Measure, work: Work) -> Result:
    """1 - integral of sqrt(p q), half the integral of (sqrt p - sqrt q)^2. Raises Improper for measures no laws."""
    check_laws(left, right, "Hellinger's distance", work)
    found = [_affinity(cell, work) for cell in common_cells(left, right) if ZERO not in (cell.left, cell.right)]
    affinity = _with_masses(found, left, right, lambda p, q: _root(p, q, work), work)
    return summed([Result(ONE, "laws"), times(MINUS_ONE, affinity, work)], work)


def _affinity(cell: Common, work: Work) -> Result:
    """The integral of exp((log p + log q)/2), the exponent in normal form."""
    mean = mul(HALF, add(_logarithm(cell.left), _logarithm(cell.right)))
    function = call("exp", simplified_on(mean, cell.low, cell.high, work))
    return _integral(function, cell.low, cell.high, work)


def jensen_shannon(left: Measure, right: Measure, work: Work) -> Result:
    """Half the sum of the divergences of both from their mean. Raises Improper for measures that are no laws."""
    check_laws(left, right, "the Jensen-Shannon divergence", work)
    middle = scaled(HALF, total([left, right], work), work)
    both = [kullback_leibler(measure, middle, work) for measure in (left, right)]
    return times(HALF, summed(both, work), work)


def _with_masses(
    found: list[Result], left: Measure, right: Measure, form: Callable[[Tree, Tree], Tree], work: Work
) -> Result:
    """What was found on the cells, and the sum over atoms and cylinders."""
    found += [Result(work.simple(form(p, q)), "sum over atoms") for p, q in _masses(left, right, work)]
    found += [_series(form(p, q), start, work) for p, q, start in _family_masses(left, right, work)]
    return summed(found, work)


def _root(p: Tree, q: Tree, work: Work) -> Tree:
    """sqrt(p q) for masses: the root of each factor, where all are positive by their shape."""
    if ZERO in (p, q):
        return ZERO
    factors = work.indices.simplified(mul(p, q))
    parts = factors.args if factors.head == "mul" else (factors,)
    if not all(_is_positive(part) for part in parts):
        return sqrt(mul(p, q))
    return mul(ONE, *(_root_of_factor(part, work) for part in parts))


def _root_of_factor(factor: Tree, work: Work) -> Tree:
    if factor.head == "pow" and factor.args[0].head == "num":
        return power(work.simple(sqrt(factor.args[0])), factor.args[1])
    if factor.head == "pow":
        return power(factor.args[0], mul(HALF, factor.args[1]))
    return sqrt(factor)


def _series(term: Tree, start: int, work: Work) -> Result:
    """The sum over a family; the absolute value of a difference changes its sign at finitely many indices."""
    if any(node.head == "call" and node.value == "abs" for node in (term, *term.args)):
        return _absolute_series(term, start, work)
    return series(term, N, start, work.budget)


def _absolute_series(term: Tree, start: int, work: Work) -> Result:
    factor = mul(ONE, *(part for part in term.args if part.value != "abs")) if term.head == "mul" else ONE
    inner = next(part for part in (term, *term.args) if part.head == "call" and part.value == "abs").args[0]
    if inner.head != "add" or len(inner.args) != 2:
        return series(mul(factor, _size(inner)), N, start, work.budget)
    positive, negative = inner.args[0], neg(inner.args[1])
    chart = signs(log_of_quotient(positive, negative), N, num(start), INFINITY, work.budget)
    first = start + 1
    for point in chart.points:
        place = point.ball(64).upper().ceil().unique_fmpz()
        if place is None or place > start + 400:
            raise Undecided("two families whose masses cross far out")
        first = max(first, int(place) + 1)
    singles = [substitute(term, {N: num(k)}) for k in range(start, first)]
    last = chart.signs[-1]
    if last is None:
        raise Undecided("the sign of a difference of masses")
    rest = times(num(last), series(mul(factor, inner), N, first, work.budget), work) if last else Result(ZERO, "equal")
    return summed([*(Result(work.simple(s), "single atoms") for s in singles), rest], work)


def _size(mass: Tree) -> Tree:
    """The absolute value of a mass p, or of 0 - q, that is positive by its shape."""
    negated = neg(mass)
    if _is_positive(mass):
        return mass
    if _is_positive(negated):
        return negated
    raise Undecided("the sign of a mass")


# Common atoms -------------------------------------------------------------------------------------------------------


def _masses(left: Measure, right: Measure, work: Work) -> Masses:
    """The pairs of masses of single atoms and of common cylinders."""
    left, right = aligned(left, right, work)
    places = collected([*left.atoms, *right.atoms], work)
    places += tuple(a for a in left.atoms if not any(work.same(a.place, p.place) for p in places))
    pairs = [(mass_at(left, a.place, work), mass_at(right, a.place, work)) for a in places]
    return pairs + _cylinder_masses(left, right, work)


def aligned(left: Measure, right: Measure, work: Work) -> tuple[Measure, Measure]:
    """Both with their families cut off where neither a single atom nor the start of a family follows. Raises Undecided.

    Families on different places are refused.
    """
    if not (left.families or right.families):
        return left, right
    if max(len(left.families), len(right.families)) > 1:
        raise Undecided("several families of atoms")
    family = (left.families or right.families)[0]
    first = family.start
    for measure in (left, right):
        for other in measure.families:
            shift = shift_between(family.place, other.place, work)
            if shift is None:
                raise Undecided("families of atoms on different places")
            first = max(first, other.start + shift)
        for atom in measure.atoms:
            index = index_at(family, atom.place, work)
            first = max(first, index + 1 if index is not None else first)
    return _cut(left, family, first, work), _cut(right, family, first, work)


def _cut(measure: Measure, family: Family, first: int, work: Work) -> Measure:
    """The family of the measure from the place with this index in the given family on, what is before as atoms."""
    if not measure.families:
        return measure
    own = measure.families[0]
    shift = shift_between(family.place, own.place, work) or 0
    early = [own.atom(k) for k in range(own.start, first - shift)]
    rest = Family(own.place, own.mass, first - shift)
    return replace(measure, atoms=collected([*measure.atoms, *early], work), families=(rest,))


def _cylinder_masses(left: Measure, right: Measure, work: Work) -> Masses:
    if not (left.cylinders or right.cylinders):
        return []
    if not left.cylinders or not right.cylinders:
        return [(c.mass, ZERO) for c in left.cylinders] + [(ZERO, c.mass) for c in right.cylinders]
    # Each side is taken apart first: a cylinder inside another of its own measure has both masses.
    ours, theirs = (leaves(measure.cylinders, work) for measure in (left, right))
    found: Masses = []
    waiting = [(c, theirs) for c in ours]
    while waiting:
        current, others = waiting.pop()
        outer = next((o for o in others if inside(current, o, work)), None)
        if outer is not None:
            share = div(mul(outer.mass, _weight(current, outer, work)), ONE)
            found.append((current.mass, work.simple(share)))
        elif any(inside(o, current, work) for o in others):
            waiting += [(third, others) for third in thirds(current, work)]
        else:
            found.append((current.mass, ZERO))
    return found + _unmatched(found, right, work)


def _weight(inner: object, outer: object, work: Work) -> Tree:
    """The share of the mass of a cylinder in one of its sub-cylinders: 2^-k."""
    ratio = work.simple(div(outer.length, inner.length))  # type: ignore[attr-defined]
    size = 0
    while ratio is not ONE and work.constants.compare(ratio, ONE) > 0:
        ratio = work.simple(mul(num(1), div(ratio, num(3))))
        size += 1
    return power(HALF, num(size)) if size else ONE


def _unmatched(found: Masses, right: Measure, work: Work) -> Masses:
    rest = work.simple(sub(add(ZERO, *(c.mass for c in right.cylinders)), add(ZERO, *(q for _, q in found))))
    return [] if rest is ZERO else [(ZERO, rest)]


def _family_masses(left: Measure, right: Measure, work: Work) -> list[tuple[Tree, Tree, int]]:
    """The masses of both on the places of a family, from one index on; ZERO where a measure has none there."""
    left, right = aligned(left, right, work)
    if not left.families and not right.families:
        return []
    if not (left.families and right.families):
        (family,) = left.families or right.families
        pair = (family.mass, ZERO) if left.families else (ZERO, family.mass)
        return [(*pair, family.start)]
    f, g = left.families[0], right.families[0]
    shift = f.start - g.start
    return [(f.mass, substitute(g.mass, {N: add(var(N), num(-shift))}), f.start)]
