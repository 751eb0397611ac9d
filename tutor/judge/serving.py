"""Which points of a list have an interval of their own: families serve progressions of numbers.

A family serves the numbers a n + b where each of its members, with number n, holds the point with number a n + b.
Whether families leave numbers out is arithmetic: up to the first number of the last family one by one, from there on
by the residues modulo the least common multiple of the steps.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from tutor.mathematics.analysis import Undecided

MOST_NUMBERS = 20
FARTHEST = 10_000


@dataclass(frozen=True, slots=True)
class Service:
    """The numbers first, first + step, … up to last, where there is a last."""

    first: int
    step: int = 1
    last: int | None = None

    def serves(self, number: int) -> bool:
        """Whether the number is one of them."""
        inside = number >= self.first and (self.last is None or number <= self.last)
        return inside and (number - self.first) % self.step == 0


@dataclass(frozen=True, slots=True)
class Gaps:
    """The numbers that nothing serves: a few single ones, and whether there are more, without end."""

    numbers: tuple[int, ...]
    endless: bool


def gaps(services: Sequence[Service], first: int) -> Gaps:
    """What the services leave out of the numbers first, first + 1, …; of many single numbers the first few.

    Raises Undecided for services that begin late.
    """
    period = math.lcm(*(service.step for service in services))
    ends = [service.first for service in services] + [s.last + 1 for s in services if s.last is not None]
    horizon = max([first, *ends])
    left_out = (n for n in range(first, min(horizon, first + FARTHEST)) if not any(s.serves(n) for s in services))
    numbers = tuple(islice(left_out, MOST_NUMBERS))
    if len(numbers) < MOST_NUMBERS and horizon - first + period > FARTHEST:
        raise Undecided("families that begin late")
    endless = any(not any(s.serves(n) for s in services) for n in range(horizon, horizon + min(period, FARTHEST)))
    return Gaps(numbers, endless)
