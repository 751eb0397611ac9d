"""Goals in one variable: all zeros, poles and jumps by Rolle's theorem, then the sign on each cell.

Hypothesis: the chart holds on open cells only. So the points between them are looked at one by one, unless the claim
is weak and the function continuous, or null sets don't count. An integer variable needs no sign on a cell without
integers, from which then nothing follows for its ends: |n^2 - 2500| is below 1/2 at n = 50 only.
"""

from collections.abc import Iterator

from flint import fmpq

from tutor.mathematics.algebra import Bound, Cell, End, Point, closed
from tutor.mathematics.analysis.cells import SignChart, cells_between
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.forall.continuity import continuous
from tutor.mathematics.analysis.forall.goals import Goal
from tutor.mathematics.analysis.forall.outcomes import Coordinate, Open, Proved
from tutor.mathematics.analysis.forall.procedure import Search
from tutor.mathematics.analysis.isolated import sign_at, tree_of
from tutor.mathematics.analysis.rolle import signs
from tutor.mathematics.trees import Variable

BITS = 128


def on_a_line(goal: Goal, search: Search, depth: int) -> Proved | Open:
    """The goal in one variable, decided by its sign chart. Raises Undecided where there is none."""
    (variable,) = goal.box
    chart = signs(goal.function, variable.name, variable.low, variable.high, search.budget)
    excused: list[Cell] = []
    for cell, sign in zip(_cells(chart, variable), chart.signs, strict=True):
        if _fails(sign, goal):
            suspect = _suspect(cell, variable)
            if suspect is not None:
                return Open("negative on an interval", ((variable.name, suspect),))
            excused.append(cell)
    for point in (*_points(chart, goal, search), *_ends(excused)):
        if _fails(sign_at(goal.function, variable.name, point, search.budget), goal):
            return Open("fails at a point", _closed_form(variable.name, point))
    return Proved("signs between all zeros")


def _fails(sign: int | None, goal: Goal) -> bool:
    return sign is None or sign < 0 or (sign == 0 and goal.strict)


def _cells(chart: SignChart, variable: Variable) -> list[Cell]:
    return cells_between(closed(variable.low), chart.points, closed(variable.high))


def _suspect(cell: Cell, variable: Variable) -> fmpq | None:
    """A point of the cell that counts: any, or an integer; None where the cell certainly holds no integer."""
    if not variable.integer:
        return cell.sample
    first = _least_integer_above(cell.low)
    if first is None:
        return fmpq(cell.sample.floor())
    return first if isinstance(cell.high, End) or not cell.high.ball(BITS) <= first else None


def _least_integer_above(low: Bound) -> fmpq | None:
    if isinstance(low, End):
        return None
    if low.rational is not None:
        return fmpq(low.rational.floor() + 1)
    whole = low.ball(BITS).floor().unique_fmpz()
    if whole is None:
        raise Undecided("whether a point without a closed form is an integer")
    return fmpq(whole + 1)


def _points(chart: SignChart, goal: Goal, search: Search) -> Iterator[Point]:
    """The points between the cells at which the goal has to be looked at."""
    (variable,) = goal.box
    if variable.name in goal.null or (not goal.strict and continuous(goal.function, goal, search)):
        return
    for point in chart.points:
        if not variable.integer or point.ball(BITS).contains_integer():
            yield point


def _ends(excused: list[Cell]) -> Iterator[Point]:
    """The ends of cells that count only for having no integer: what is asked of them is not implied by continuity."""
    for cell in excused:
        yield from (
            end for end in (cell.low, cell.high) if isinstance(end, Point) and end.ball(BITS).contains_integer()
        )


def _closed_form(name: str, point: Point) -> tuple[tuple[str, Coordinate], ...]:
    if point.rational is not None:
        return ((name, point.rational),)
    try:
        return ((name, tree_of(point)),)
    except Undecided:
        return ()
