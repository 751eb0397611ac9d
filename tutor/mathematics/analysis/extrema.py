"""Supremum and infimum of a function on an interval by the limits at the ends of its monotone pieces.

On a piece where f' has one sign f is monotone, so its bounds are its one-sided limits there. For the supremum over a
set the values at the points between the pieces count as well; for the essential supremum they don't.
"""

from collections.abc import Sequence

from flint import arb, fmpq

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import Bound, Cell, End, Point
from tutor.mathematics.analysis.cells import Line, sign_chart
from tutor.mathematics.analysis.constants import Constants, Undecided, enclosure
from tutor.mathematics.analysis.germs import limit_from
from tutor.mathematics.analysis.integrals import Part, parts
from tutor.mathematics.analysis.isolated import tree_of
from tutor.mathematics.analysis.results import NoValue, Result
from tutor.mathematics.analysis.rolle import line, signs
from tutor.mathematics.balls import Evaluator, ball, precision
from tutor.mathematics.trees import Budget, substitute
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, neg, num, sign_of_infinity
from tutor.mathematics.trees.calculus import NotSmooth, derivative

BITS = 128
MAX_INDEX = 10_000

Candidate = Tree | arb


def essential_supremum(f: Tree, x: str, spans: Sequence[tuple[Bound, Bound]], budget: Budget) -> Result:
    """The essential supremum of f over intervals. Raises Undecided, NoValue where f is undefined or there are none."""
    on = line(x, budget)
    candidates = [c for low, high in spans for c in _bounds(f, on, low, high)]
    return _largest(candidates, budget)


def supremum(f: Tree, x: str, spans: Sequence[tuple[Bound, Bound]], points: Sequence[Point], budget: Budget) -> Result:
    """The supremum of f over open intervals and single points that belong to the set besides.

    Raises Undecided, NoValue where f is undefined at a point of the set.
    """
    on = line(x, budget)
    candidates: list[Candidate] = [_value(f, x, p, budget) for p in points]
    for low, high in spans:
        candidates += _bounds(f, on, low, high, with_points=True)
    return _largest(candidates, budget)


def supremum_of_sequence(f: Tree, n: str, start: int, budget: Budget) -> Result:
    """sup of f(n) over whole n >= start: at the start, next to a critical point, or in the limit."""
    if n not in free_names(f):
        return Result(Constants(budget).simplified(f), "constant")
    candidates: list[Candidate] = [_value(f, n, Point(rational=fmpq(start)), budget)]
    try:
        critical = signs(derivative(f, n), n, num(start), INFINITY, budget).points
    except NotSmooth as refused:
        raise Undecided("a sequence without a derivative by rule") from refused
    for point in critical:
        place = point.ball(64)
        for whole in (place.lower().floor().unique_fmpz(), place.upper().ceil().unique_fmpz()):
            if whole is None or whole > MAX_INDEX:
                raise Undecided("a critical point far out")
            if whole > start:
                candidates.append(_value(f, n, Point(rational=fmpq(whole)), budget))
    candidates.append(limit_from(f, n, INFINITY, 1, Constants(budget)))
    return _largest(candidates, budget)


def negated(found: Result, budget: Budget) -> Result:
    """-value, for infima: inf f = -sup(-f)."""
    value = found.value
    return Result(Constants(budget).simplified(neg(value)) if isinstance(value, Tree) else -value, found.by)


def _bounds(f: Tree, on: Line, low: Bound, high: Bound, with_points: bool = False) -> list[Candidate]:
    """Limits at the ends of all monotone pieces, and the values between the pieces where asked for."""
    found: list[Candidate] = []
    places = [low, high]
    for part in parts(f, on, low, high, keep_zero=True):
        places += [part.cell.low, part.cell.high]
        found += _bounds_of(part, on)
    if with_points:
        inner = {p for p in places if isinstance(p, Point) and p is not low and p is not high}
        found += [_value(f, on.x, p, on.budget) for p in sorted(inner, key=places.index)]
    return found


def _bounds_of(part: Part, on: Line) -> list[Candidate]:
    if on.x not in free_names(part.function):
        return [Constants(on.budget).simplified(part.function)]
    try:
        slope = derivative(part.function, on.x)
    except NotSmooth as refused:
        raise Undecided("a function without a derivative by rule") from refused
    chart = sign_chart(slope, on, part.cell.low, part.cell.high)
    if None in chart.signs:
        raise Undecided("a derivative that is undefined on a piece")
    ends = [_end_value(part.function, on, part.cell, side) for side in (1, -1)]
    return ends + [_value(part.function, on.x, p, on.budget) for p in chart.points]


def _end_value(f: Tree, on: Line, cell: Cell, side: int) -> Candidate:
    end = cell.low if side > 0 else cell.high
    if isinstance(end, End):
        return limit_from(f, on.x, INFINITY if end.value > 0 else MINUS_INFINITY, side, Constants(on.budget))
    try:
        point = tree_of(end)
    except Undecided:
        return _value(f, on.x, end, on.budget)
    return limit_from(f, on.x, point, side, Constants(on.budget))


def _value(f: Tree, x: str, point: Point, budget: Budget) -> Candidate:
    """f(point), exact where the point has a closed form. Raises Undecided."""
    try:
        value = Constants(budget).simplified(substitute(f, {x: tree_of(point)}))
    except Undecided:
        with precision(BITS):
            return ball(Evaluator({x: point.ball(BITS)})(f))
    enclosure(value)
    return value


def _largest(candidates: Sequence[Candidate], budget: Budget) -> Result:
    if not candidates:
        raise NoValue("the supremum over the empty set")
    constants = Constants(budget)
    best = candidates[0]
    for candidate in candidates[1:]:
        best = _larger(best, candidate, constants)
    return Result(best, f"the largest of {len(candidates)} values at ends and critical points")


def _larger(left: Candidate, right: Candidate, constants: Constants) -> Candidate:
    infinite = [sign_of_infinity(c) if isinstance(c, Tree) else 0 for c in (left, right)]
    if infinite[0] or infinite[1]:
        return left if infinite[0] >= infinite[1] else right
    if isinstance(left, Tree) and isinstance(right, Tree):
        try:
            return left if constants.compare(left, right) >= 0 else right
        except Undecided:
            pass
    with precision(BITS):
        a, b = (enclosure(c, BITS) if isinstance(c, Tree) else c for c in (left, right))
        return left if a > b else right if b > a else a.max(b)
