"""Wasserstein distances on the line: W1 by distribution functions, W2 by quantile functions or an affine map."""

from itertools import pairwise

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import Bound, End, Point, closed
from tutor.mathematics.analysis.cells import order, sign_chart, sorted_points
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.exponential import affine
from tutor.mathematics.analysis.isolated import tree_of
from tutor.mathematics.analysis.results import Result
from tutor.mathematics.objects.measures.comparison import common_cells
from tutor.mathematics.objects.measures.distribution import Quantile, Rise, distribution, quantiles
from tutor.mathematics.objects.measures.divergences import check_laws, log_of_quotient
from tutor.mathematics.objects.measures.integration import integrated
from tutor.mathematics.objects.measures.laws import Improper
from tutor.mathematics.objects.measures.measure import INDEX, VARIABLE, Measure, N, Work, X, signed_spans
from tutor.mathematics.objects.measures.pushforward import pushed, simplified_on
from tutor.mathematics.objects.measures.restriction import restricted
from tutor.mathematics.objects.measures.values import expectation, summed
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    TWO,
    ZERO,
    add,
    call,
    div,
    interval,
    mul,
    num,
    power,
    sign_of_infinity,
    sqrt,
    sub,
)

WHAT = "a Wasserstein distance"


def wasserstein_one(left: Measure, right: Measure, work: Work) -> Result:
    """The integral of |F - G|. Raises Improper for measures that are no laws."""
    check_laws(left, right, WHAT, work)
    point = _distance_to_point(left, right, 1, work)
    if point is not None:
        return point
    if left.families or right.families:
        return _with_families(left, right, work)
    F, G = distribution(left, work), distribution(right, work)  # noqa: N806  (distribution functions)
    return summed([_gap(low, high, f, g, work) for low, high, f, g in _together(F, G)], work)


def _distance_to_point(left: Measure, right: Measure, exponent: int, work: Work) -> Result | None:
    """E |X - a|^p where one of the laws is the point mass at a; None where neither is."""
    for law, other in ((left, right), (right, left)):
        if len(law.atoms) == 1 and law == Measure(atoms=law.atoms):
            gap = sub(VARIABLE, law.atoms[0].place)
            return expectation(other, call("abs", gap) if exponent == 1 else power(gap, num(exponent)), work)
    return None


def _with_families(left: Measure, right: Measure, work: Work) -> Result:
    """Infinitely many jumps against a law on (-oo, M]: beyond M it is E (X - M)^+, below M there are finitely many.

    Two families: see `_in_order`.
    """
    if left.families and right.families:
        return _in_order(left, right, work)
    jumping, other = (left, right) if left.families else (right, left)
    F = distribution(other, work)  # noqa: N806  (a distribution function)
    last = F[-1].low
    if not isinstance(last, Point) or X in free_names(F[-1].function):
        raise Undecided("infinitely many jumps against a law without a largest value")
    top = tree_of(last)
    below = restricted(jumping, interval(MINUS_INFINITY, top, low_closed=False, high_closed=True), work)
    above = restricted(jumping, interval(top, INFINITY, low_closed=False, high_closed=False), work)
    cells = [c for c in _together(distribution(below, work), F) if order(c[1], last) <= 0]
    rest = expectation(above, sub(VARIABLE, top), work)
    return summed([*(_gap(low, high, f, g, work) for low, high, f, g in cells), rest], work)


def _in_order(left: Measure, right: Measure, work: Work) -> Result:
    """|E X - E Y| for two laws on the same places whose ratio of masses is monotone: then one is always larger."""
    if any(m != Measure(families=m.families) or len(m.families) != 1 for m in (left, right)):
        raise Undecided("two laws with infinitely many jumps and other parts")
    f, g = left.families[0], right.families[0]
    if f.place is not g.place or f.place is not INDEX or f.start != g.start:
        raise Undecided("two laws with infinitely many jumps at different places")
    ratio = affine(work.indices.simplified(log_of_quotient(f.mass, g.mass)), N, work.constants)
    if ratio is None:
        raise Undecided("two laws with infinitely many jumps that may cross")
    means = [expectation(m, VARIABLE, work).value for m in (left, right)]
    if not all(isinstance(m, Tree) and not sign_of_infinity(m) for m in means):
        raise Undecided("the means of two laws with infinitely many jumps")
    difference = sub(*means)  # type: ignore[arg-type]
    return Result(work.simple(mul(num(work.constants.sign(difference)), difference)), "difference of means")


def _together(F: list[Rise], G: list[Rise]) -> list[tuple[Bound, Bound, Tree, Tree]]:  # noqa: N803
    points = sorted_points([r.low for r in (*F, *G) if isinstance(r.low, Point)])
    bounds: list[Bound] = [F[0].low, *points, F[-1].high]
    cells = pairwise(bounds)
    return [(low, high, _on(F, low, high), _on(G, low, high)) for low, high in cells]


def _on(rises: list[Rise], low: Bound, high: Bound) -> Tree:
    return next(r.function for r in rises if order(r.low, low) <= 0 <= order(r.high, high))


def _gap(low: Bound, high: Bound, f: Tree, g: Tree, work: Work) -> Result:
    difference = simplified_on(sub(f, g), low, high, work)
    if difference is ZERO:
        return Result(ZERO, "equal distribution functions")
    if X not in free_names(difference):
        size = work.simple(call("abs", difference))
        if isinstance(low, End) or isinstance(high, End):
            return Result(INFINITY, "a gap that does not close")
        return Result(work.simple(mul(size, sub(tree_of(high), tree_of(low)))), "a constant gap")
    return _size(sub(f, g), low, high, work)


def _size(difference: Tree, low: Bound, high: Bound, work: Work) -> Result:
    """The integral of |difference| between the zeros of the difference."""
    chart = sign_chart(difference, work.line, low, high)
    found = [integrated(mul(num(sign), difference), a, b, work) for a, b, sign in signed_spans(chart, low, high)]
    return summed(found, work)


def wasserstein_two_square(left: Measure, right: Measure, work: Work) -> Result:
    """The square of W2: E (T(X) - X)^2 for the increasing map T that carries one law to the other."""
    check_laws(left, right, WHAT, work)
    point = _distance_to_point(left, right, 2, work)
    if point is not None:
        return point
    map_ = affine_map(left, right, work)
    if map_ is not None:
        return expectation(left, power(sub(map_, VARIABLE), TWO), work)
    enclosed = None
    for one, other in ((left, right), (right, left)):
        try:
            found = _by_map(one, other, work)
        except Undecided:
            continue
        if found.exact:
            return found
        enclosed = found
    if enclosed is not None:
        return enclosed
    try:
        return _by_pulling_back(left, right, work)
    except Undecided:
        return _by_pulling_back(right, left, work)


def affine_map(left: Measure, right: Measure, work: Work) -> Tree | None:
    """The increasing affine map that carries the first law to the second, verified; None where there is none."""
    moments = [_moments(measure, work) for measure in (left, right)]
    if moments[0] is None or moments[1] is None:
        return None
    (mean, variance), (mean_right, variance_right) = moments[0], moments[1]
    if work.constants.sign(variance) <= 0 or work.constants.sign(variance_right) <= 0:
        return None
    slope = work.simple(sqrt(div(variance_right, variance)))
    map_ = add(mul(slope, VARIABLE), work.simple(sub(mean_right, mul(slope, mean))))
    try:
        return map_ if _carries(map_, left, right, work) else None
    except (Undecided, Improper):
        return None


def _moments(measure: Measure, work: Work) -> tuple[Tree, Tree] | None:
    if len(measure.densities) != 1 or measure.atoms or measure.families or measure.cylinders or measure.images:
        return None
    try:
        mean = expectation(measure, VARIABLE, work).value
        square = expectation(measure, power(VARIABLE, TWO), work).value
    except Undecided:
        return None
    if not isinstance(mean, Tree) or not isinstance(square, Tree) or INFINITY in (mean, square):
        return None
    return mean, work.simple(sub(square, power(mean, TWO)))


def _carries(map_: Tree, left: Measure, right: Measure, work: Work) -> bool:
    cells = common_cells(pushed(map_, left, work), right)
    return all(simplified_on(sub(c.left, c.right), c.low, c.high, work) is ZERO for c in cells)


def _by_map(left: Measure, right: Measure, work: Work) -> Result:
    """The first law has one density on one cell: T is the quantile function of the second after F of the first."""
    if left.atoms or left.cylinders or len(left.densities) != 1:
        return _by_quantiles(quantiles(left, work), quantiles(right, work), work)
    (density,) = left.densities
    rise = next(r for r in distribution(left, work) if order(r.low, density.low) == 0)
    found = []
    for step in quantiles(right, work):
        span = _between_levels(rise, step, work)
        if span is not None:
            map_ = simplified_on(substitute(step.function, {X: rise.function}), *span, work)
            cost = mul(power(sub(VARIABLE, map_), TWO), density.function)
            found.append(integrated(cost, *span, work))
    return summed(found, work)


def _by_quantiles(left: list[Quantile], right: list[Quantile], work: Work) -> Result:
    levels = sorted_points([p for q in (*left, *right) for e in (q.low, q.high) if isinstance(p := closed(e), Point)])
    found = []
    for low, high in pairwise(levels):
        pair = [_quantile_on(side, low, high) for side in (left, right)]
        function = power(sub(*pair), TWO)
        found.append(integrated(function, low, high, work))
    return summed(found, work)


def _quantile_on(pieces: list[Quantile], low: Bound, high: Bound) -> Tree:
    return next(q.function for q in pieces if order(closed(q.low), low) <= 0 <= order(closed(q.high), high))


def _by_pulling_back(left: Measure, right: Measure, work: Work) -> Result:
    """The second law has finitely many atoms and the first a density: each atom takes the mass of an interval."""
    steps = quantiles(right, work)
    if left.atoms or left.cylinders or any(X in free_names(step.function) for step in steps):
        raise Undecided("two laws without closed quantile functions")
    found = []
    for rise in distribution(left, work):
        if X not in free_names(rise.function):
            continue
        density = next(d for d in left.densities if order(d.low, rise.low) <= 0 <= order(d.high, rise.high))
        for step in steps:
            span = _between_levels(rise, step, work)
            if span is not None:
                cost = mul(power(sub(VARIABLE, step.function), TWO), density.function)
                found.append(integrated(cost, *span, work))
    return summed(found, work)


def _between_levels(rise: Rise, step: Quantile, work: Work) -> tuple[Bound, Bound] | None:
    """Where on the cell the distribution function lies between the levels of the step."""
    compare = work.constants.compare
    if compare(rise.after, step.low) <= 0 or compare(rise.before, step.high) >= 0:
        return None
    low = rise.low if compare(rise.before, step.low) >= 0 else _crossing(rise, step.low, work)
    high = rise.high if compare(rise.after, step.high) <= 0 else _crossing(rise, step.high, work)
    return low, high


def _crossing(rise: Rise, level: Tree, work: Work) -> Point:
    points = sign_chart(sub(rise.function, level), work.line, rise.low, rise.high).points
    if len(points) != 1:
        raise Undecided("a distribution function that does not cross a level once")
    return points[0]
