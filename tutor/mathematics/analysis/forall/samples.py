"""Points of a box in floats, a fixed scatter on several scales: they refuse hopeless goals and propose signs.

Nothing is decided here: a goal that is refused stays open, a sign that is proposed has to be proved.
"""

import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from tutor.language.tree import Tree
from tutor.mathematics.analysis.forall.floats import floating
from tutor.mathematics.analysis.forall.goals import Box, Goal, intervals

COARSE = 1e-7
ROOM_POINTS, ROOM = 32, 0.01

_FRACTIONS = (0.5, 0.1, 0.9, 0.013, 0.987, 0.3, 0.71, 2e-4, 0.9998)
_STEPS = (1.0, 0.1, 10.0, 0.013, 77.0, 0.37, 2.9, 2e-4, 4.1e3)
_PLACES = (0.31, -0.57, 1.9, -2.3, 11.0, -13.0, 0.043, -0.061, 170.0)


def sample_points(box: Box) -> list[dict[str, float]]:
    """Some points inside the box: all combinations of a few places for two variables, a scatter for more."""
    ends = intervals(box)
    choices = [_places(*ends[v.name]) for v in box]
    return [dict(zip((v.name for v in box), point, strict=True)) for point in _combined(choices)]


def _combined(choices: list[tuple[float, ...]]) -> Iterator[tuple[float, ...]]:
    if len(choices) <= 1:
        yield from product(*choices)
        return
    most = len(_FRACTIONS)
    for i in range(most):
        for j in range(most if len(choices) == 2 else 4):
            yield tuple(places[(i + k * j + k * k * (i // 2)) % most] for k, places in enumerate(choices))


@lru_cache(maxsize=256)
def _places(low: float, high: float) -> tuple[float, ...]:
    if math.isfinite(low) and math.isfinite(high):
        return tuple(low + (high - low) * t for t in _FRACTIONS)
    if math.isfinite(low):
        return tuple(low + t for t in _STEPS)
    if math.isfinite(high):
        return tuple(high - t for t in _STEPS)
    return _PLACES


def fails_somewhere(goal: Goal) -> bool:
    """Whether floats say clearly that the goal is false at one of the sample points."""
    value = floating(goal.function)
    return any(value(point) < -COARSE and _clearly(goal, point) for point in sample_points(goal.box))


def has_room(goal: Goal) -> bool:
    """Whether the function of one bounded variable seems to stay well above 0: then bisection needs few pieces."""
    (variable,) = goal.box
    low, high = intervals(goal.box)[variable.name]
    if not math.isfinite(high - low):
        return False
    value = floating(goal.function)
    found = [value({variable.name: low + (high - low) * k / ROOM_POINTS}) for k in range(1, ROOM_POINTS)]
    return min(found) > ROOM * max(found)


def _clearly(goal: Goal, point: dict[str, float]) -> bool:
    """Whether the negative value is more than rounding: larger than the terms it comes from allow."""
    terms = goal.function.args if goal.function.head == "add" else (goal.function,)
    size = max((abs(v) for t in terms if math.isfinite(v := floating(t)(point))), default=1.0)
    return floating(goal.function)(point) < -COARSE * size


def proposed_sign(function: Tree, box: Box) -> int:
    """1 or -1 where floats show only that sign at the sample points, else 0."""
    value = floating(function)
    found = [v for point in sample_points(box) if math.isfinite(v := value(point))]
    if not found or (min(found) < -COARSE * max(map(abs, found)) and max(found) > COARSE * max(map(abs, found))):
        return 0
    return 1 if sum(v > 0 for v in found) >= sum(v < 0 for v in found) else -1
