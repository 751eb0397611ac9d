"""Branch and bound, the last rule: pieces of the closed box on which interval arithmetic shows the sign.

An infinite end is reached by t/(1 - t). Slack is needed: where equality is attained, no piece around it is ever small
enough. A piece passes by the range of the function, by the corner in which it is least, or by the mean value form.
"""

import math
from math import inf

from tutor.language.tree import Tree, free_names, size
from tutor.mathematics.analysis.forall.goals import Goal, intervals
from tutor.mathematics.analysis.forall.intervals import Interval, Unbounded, enclosure_on
from tutor.mathematics.analysis.forall.outcomes import Open, Proved
from tutor.mathematics.analysis.forall.procedure import Search
from tutor.mathematics.trees.calculus import NotSmooth, derivative

FIRST_PIECES = 1500
LATER_PIECES = 60
MAX_SPLITS = 50
GRADIENT_FROM = 2

Piece = dict[str, Interval]


def by_bisection(goal: Goal, search: Search, depth: int, most: int | None = None) -> Proved | Open:
    """Cut pieces in two until all pass, or there are too many."""
    ends = intervals(goal.box)
    whole = {name: (low, high) if _finite(low, high) else (0.0, 1.0) for name, (low, high) in ends.items()}
    slopes = _slopes(goal.function, tuple(ends))
    waiting = [(whole, 0)]
    most = most or (FIRST_PIECES if depth == 0 else LATER_PIECES)
    cost = 5 * size(goal.function)
    for count in range(most):
        if not waiting:
            return Proved(f"branch and bound, {count} pieces")
        piece, splits = waiting.pop()
        search.budget.spend(cost)
        place = {name: _place(piece[name], ends[name]) for name in piece}
        passed = _passes(goal, slopes if splits >= GRADIENT_FROM else None, place)
        if passed:
            continue
        if passed is None or splits >= MAX_SPLITS:
            return Open("a piece that stays open")
        waiting += [(half, splits + 1) for half in _halves(piece, whole)]
    return Open(f"branch and bound: more than {most} pieces")


def _finite(low: float, high: float) -> bool:
    return math.isfinite(low) and math.isfinite(high)


def _slopes(function: Tree, names: tuple[str, ...]) -> dict[str, Tree] | None:
    try:
        return {name: derivative(function, name) for name in names if name in free_names(function)}
    except NotSmooth:
        return None


def _place(part: Interval, ends: Interval) -> Interval:
    """The stretch of the variable that the parameters stand for; neighbours share their ends exactly."""
    low, high = ends
    if _finite(low, high):
        return part
    if not math.isfinite(low) and not math.isfinite(high):
        return _across(part[0]), _across(part[1])
    steps = [t / (1 - t) if t < 1 else inf for t in part]
    return (low + steps[0], low + steps[1]) if math.isfinite(low) else (high - steps[1], high - steps[0])


def _across(t: float) -> float:
    return -inf if t <= 0 else inf if t >= 1 else (t - 0.5) / (t * (1 - t))


def _halves(piece: Piece, whole: Piece) -> tuple[Piece, Piece]:
    widest = max(piece, key=lambda name: (piece[name][1] - piece[name][0]) / (whole[name][1] - whole[name][0]))
    low, high = piece[widest]
    middle = (low + high) / 2
    return {**piece, widest: (middle, high)}, {**piece, widest: (low, middle)}


def _passes(goal: Goal, slopes: dict[str, Tree] | None, place: Piece) -> bool | None:
    """Whether the goal certainly holds on the piece; None where it certainly fails somewhere in it."""
    try:
        low, high = enclosure_on(goal.function, place)
        if high < 0:
            return None
        if low > 0 or (low == 0 and not goal.strict):
            return True
        return slopes is not None and all(_finite(*s) for s in place.values()) and _by_slopes(goal, slopes, place)
    except Unbounded:
        return False


def _by_slopes(goal: Goal, slopes: dict[str, Tree], place: Piece) -> bool:
    corner, middle, drop = dict(place), {}, 0.0
    for name, slope in slopes.items():
        low, high = place[name]
        least, most = enclosure_on(slope, place)
        if least >= 0:
            corner[name] = (low, low)
        elif most <= 0:
            corner[name] = (high, high)
        centre = (low + high) / 2
        middle[name] = (centre, centre)
        drop += max(abs(least), abs(most)) * max(high - centre, centre - low)
    lowest = enclosure_on(goal.function, corner)[0]
    if lowest > 0 or (lowest == 0 and not goal.strict):
        return True
    # The sum of a handful of rounded products is off by far less than a part in 10^9.
    return enclosure_on(goal.function, {**place, **middle})[0] - drop * (1 + 1e-9) > 0
