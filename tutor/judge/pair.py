"""The two sides of a claim about functions on their way up the ladder, with everything the rungs share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from flint import fmpq

from tutor.judge.meeting import Meeting, meet
from tutor.judge.space import Centre, Space
from tutor.language.tree import Tree
from tutor.mathematics.algebra import Units
from tutor.mathematics.balls import Value, precision
from tutor.mathematics.trees import Budget

BITS = 128


@cache
def radius_of(bits: int) -> fmpq:
    """2^-bits."""
    return fmpq(1, 2**bits)


@dataclass(slots=True)
class Pair:
    """What the answer (`left`) and the key (`right`) are, where, in which sense, and what was tried so far.

    With `located`, the zeros of a function whose sign is asked for are looked for first, where one real number runs.
    """

    left: Tree
    right: Tree
    space: Space
    everywhere: bool
    budget: Budget
    tried: list[str] = field(default_factory=list)
    units: Units = field(default_factory=Units)
    located: bool = False

    def meet(self, env: Mapping[str, Value], bits: int = BITS, almost_everywhere: bool = True) -> Meeting:
        """Both sides in one environment, at this precision."""
        with precision(bits):
            return meet(self.left, self.right, env, self.budget, almost_everywhere)

    def meet_around(self, centre: Centre, bits: int = BITS, radius: int | None = None) -> Meeting:
        """Both sides on the ball of radius 2^-radius (by default a little more than the precision holds)."""
        size = radius_of(bits - 28 if radius is None else radius)
        with precision(bits):
            return meet(self.left, self.right, self.space.thick(centre, size), self.budget)

    def over(self, left: Tree, right: Tree, space: Space | None = None, everywhere: bool | None = None) -> "Pair":
        """Two other trees, with the same budget."""
        sense = self.everywhere if everywhere is None else everywhere
        return Pair(left, right, space or self.space, sense, self.budget, self.tried, located=self.located)

    @property
    def trees(self) -> tuple[Tree, ...]:
        """Both sides, and the condition of the domain where there is one."""
        condition = self.space.condition
        return (self.left, self.right) if condition is None else (self.left, self.right, condition)

    def note(self, reason: str) -> None:
        """Remember why a rung stayed silent; each reason once."""
        if reason and reason not in self.tried:
            self.tried.append(reason)
