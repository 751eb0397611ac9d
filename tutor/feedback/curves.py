"""Numbers for pictures: the values of a function at the middles of the columns, the part of a set in each column.

Certified evaluation at low precision; a point where there is no value is left blank. Nothing here judges.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flint import arb, fmpq

from tutor.language.tree import Tree
from tutor.mathematics.balls.evaluator import Evaluator
from tutor.mathematics.balls.values import Convention, Infinite, Undefined, Unknown, Value, precision
from tutor.mathematics.trees.budget import Budget, OutOfSteps

T = TypeVar("T")

BITS = 53
STEPS = 200_000
"""Steps that one curve may cost; where they are spent the rest of it stays blank."""


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of the line that is drawn, cut into columns."""

    low: fmpq
    high: fmpq
    columns: int

    @property
    def middles(self) -> tuple[fmpq, ...]:
        """The middle of each column."""
        width = (self.high - self.low) / self.columns
        return tuple(self.low + width * fmpq(2 * k + 1, 2) for k in range(self.columns))


@dataclass(frozen=True, slots=True)
class Curve:
    """A named function and its values, one a column; None where it has none."""

    name: str
    values: tuple[float | None, ...]

    @property
    def present(self) -> tuple[float, ...]:
        """The values there are."""
        return tuple(value for value in self.values if value is not None)


@dataclass(frozen=True, slots=True)
class Strip:
    """A named set, and whether the middle of each column belongs to it."""

    name: str
    inside: tuple[bool, ...]


def curve(name: str, tree: Tree, variable: str, window: Window, others: Mapping[str, int] | None = None) -> Curve:
    """The curve of a core tree in `variable`, with the other names set to whole numbers."""
    budget = Budget(STEPS)
    fixed: dict[str, Value] = {key: fmpq(value) for key, value in (others or {}).items()}
    with precision(BITS):
        values = _each(window.middles, lambda x: _value(Evaluator({**fixed, variable: x}, budget=budget)(tree)), None)
    return Curve(name, tuple(values))


def strip(name: str, set_: Tree, variable: str, window: Window, element: Tree) -> Strip:
    """Which columns a set covers; `element` is the tree of the variable itself."""
    budget = Budget(STEPS)
    with precision(BITS):
        inside = _each(window.middles, lambda x: Evaluator({variable: x}, budget=budget).member(element, set_), False)
    return Strip(name, tuple(inside))


def _each(points: Sequence[fmpq], at: Callable[[fmpq], T], otherwise: T) -> list[T]:
    """The function at each point, or `otherwise` where it has no value."""
    found: list[T] = []
    for point in points:
        try:
            found.append(at(point))
        except (Undefined, Unknown, Convention, Infinite, OutOfSteps):
            found.append(otherwise)
    return found


def _value(value: Value) -> float | None:
    number = float(arb(value).mid()) if isinstance(value, fmpq) else float(value.mid())
    return number if abs(number) < 1e12 else None
