"""The domain of a claim as a place where points can be chosen: generic balls, integers, points on given sets.

A generic place is a ball around a rational centre, inside the domain. Whatever is certified on it holds on a set of
positive measure. The centres come from a fixed seed and spread over four scales, so that the same claim always meets
the same places.
"""

import random
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice, product
from math import prod

from flint import arb, fmpq

from tutor.judge.feasibility import Constraint
from tutor.language.tree import Tree
from tutor.mathematics.algebra import Bound, End, Point, closed
from tutor.mathematics.algebra.linear import linear
from tutor.mathematics.algebra.points import compare_apart, dyadic
from tutor.mathematics.balls import Convention, Evaluator, Undefined, Unknown, Value, precision
from tutor.mathematics.trees import Domain, Variable
from tutor.mathematics.trees.build import sub

Centre = dict[str, fmpq]

RADIUS = fmpq(1, 2**100)
PLACES = 48
_SCALES = (fmpq(3, 5), fmpq(2), fmpq(1, 10), fmpq(9))
_STEPS = (0, 1, 2, 3, 5, 8, 13)


class Space:
    """A domain with its ends as exact points and its places, chosen lazily and kept."""

    __slots__ = ("_more", "_places", "box", "condition", "domain", "high", "integers", "low", "reals", "variables")

    def __init__(self, domain: Domain) -> None:
        self.domain = domain
        self.box = Domain(domain.variables)
        self.variables = domain.variables
        self.reals = tuple(v.name for v in domain.reals)
        self.integers = tuple(v.name for v in domain.integers)
        self.condition = domain.condition
        self.low: dict[str, Bound] = {v.name: closed(v.low) for v in domain.variables}
        self.high: dict[str, Bound] = {v.name: closed(v.high) for v in domain.variables}
        self._places: list[Centre] = []
        self._more = self._generic_places()

    def places(self, count: int) -> list[Centre]:
        """The first `count` centres of generic places; fewer where the domain is hard to hit."""
        missing = count - len(self._places)
        if missing > 0:
            self._places.extend(islice(self._more, missing))
        return self._places[:count]

    def thick(self, centre: Mapping[str, fmpq], radius: fmpq = RADIUS) -> dict[str, Value]:
        """The ball around the centre: real coordinates become balls, integer coordinates stay exact."""
        if not self.integers:
            return {n: arb(q, radius) for n, q in centre.items()}
        return {n: q if n in self.integers else arb(q, radius) for n, q in centre.items()}

    def holds(self, env: Mapping[str, Value], almost_everywhere: bool = True) -> bool:
        """Whether the condition is certified to hold at the point, or almost everywhere on the ball."""
        if self.condition is None:
            return True
        try:
            return Evaluator(env, almost_everywhere).condition(self.condition)
        except (Undefined, Unknown, Convention):
            return False

    def contains(self, centre: Mapping[str, fmpq]) -> bool:
        """Whether the exact point is certified to lie in the domain."""
        in_box = all(self._in_range(v, centre[v.name]) for v in self.variables)
        return in_box and self.holds(centre, almost_everywhere=False)

    def _in_range(self, variable: Variable, q: fmpq) -> bool:
        if variable.integer and q.denom() != 1:
            return False
        above = _side(q, self.low[variable.name])
        below = -_side(q, self.high[variable.name])
        low_closed, high_closed = variable.low_closed or variable.integer, variable.high_closed or variable.integer
        return (above > 0 or (above == 0 and low_closed)) and (below > 0 or (below == 0 and high_closed))

    def integer_places(self, steps: tuple[int, ...] = (0, 1, 2, 5, -1)) -> list[Centre]:
        """A few values of the integer coordinates; one empty choice where there are none."""
        if not self.integers:
            return [{}]
        chosen = []
        for step in steps:
            centre = {n: fmpq(self.least(n) + step + i) for i, n in enumerate(self.integers)}
            if all(self._in_range(v, centre[v.name]) for v in self.domain.integers):
                chosen.append(centre)
        return chosen

    def least(self, name: str) -> int:
        """The least value of an integer coordinate, or 0 where it has none."""
        low = self.low[name]
        if isinstance(low, End):
            return 0
        edge = rational_near(low, 1)
        return -int((-edge.numer()) // edge.denom())

    def all_integer_points(self, most: int) -> list[Centre] | None:
        """Every point of a box of integers with few points; None where there are many, or a condition cuts the box."""
        ends = [(self.low[n], self.high[n]) for n in self.integers]
        finite = all(isinstance(low, Point) and isinstance(high, Point) for low, high in ends)
        if self.reals or self.condition is not None or not finite:
            return None
        ranges = [range(self.least(n), self._greatest(n) + 1) for n in self.integers]
        if prod(len(r) for r in ranges) > most:
            return None
        points = ({n: fmpq(k) for n, k in zip(self.integers, ks, strict=True)} for ks in product(*ranges))
        return [p for p in points if self.contains(p)]

    def _greatest(self, name: str) -> int:
        high = self.high[name]
        assert isinstance(high, Point)
        edge = rational_near(high, -1)
        return int(edge.numer() // edge.denom())

    def constraints(self) -> list[Constraint]:
        """The rational ends and the affine parts of the condition, as far as they are rational: a relaxation."""
        found = []
        for v in self.variables:
            low, high = self.low[v.name], self.high[v.name]
            strict = not v.integer
            if isinstance(low, Point) and low.rational is not None:
                found.append(Constraint({v.name: fmpq(1), "": -low.rational}, strict and not v.low_closed))
            if isinstance(high, Point) and high.rational is not None:
                found.append(Constraint({v.name: fmpq(-1), "": high.rational}, strict and not v.high_closed))
        for part in _conjuncts(self):
            if part.head in ("lt", "le"):
                form = linear(sub(part.args[1], part.args[0]))
                if form is not None:
                    found.append(Constraint(form, part.head == "lt"))
        return found

    def _has_interior(self) -> bool:
        """Whether every real coordinate has room between its ends."""
        return all(compare_apart(self.low[n], self.high[n]) == -1 for n in self.reals)

    def _generic_places(self) -> Iterator[Centre]:
        if not self._has_interior():
            return
        chance = random.Random(12345)
        found = 0
        for attempt in range(PLACES * 40):
            scale = _SCALES[attempt % 4]
            centre = {v.name: self._coordinate(v, chance, scale) for v in self.variables}
            with precision(128):
                # The ends are known to 2^-60 only where they are irrational; a point beyond them refutes nothing.
                in_box = all(self._in_range(v, centre[v.name]) for v in self.variables)
                inside = in_box and self.holds(self.thick(centre))
            if inside:
                found += 1
                yield centre
            if found == PLACES:
                return

    def _coordinate(self, variable: Variable, chance: random.Random, scale: fmpq) -> fmpq:
        low, high = self.low[variable.name], self.high[variable.name]
        if variable.integer:
            step = chance.choice(_STEPS)
            least = self.least(variable.name)
            if isinstance(low, End) and chance.getrandbits(1):
                step = -step
            if isinstance(high, Point):
                step %= max(1, self._greatest(variable.name) - least + 1)
            return fmpq(least + step)
        part = fmpq(chance.getrandbits(40) | 1, 1 << 40)
        if isinstance(low, Point) and isinstance(high, Point):
            a, b = rational_near(low, 1), rational_near(high, -1)
            return a + (b - a) * (part * fmpq(98, 100) + fmpq(1, 100))
        if isinstance(low, Point):
            return rational_near(low, 1) + part * scale * 3
        if isinstance(high, Point):
            return rational_near(high, -1) - part * scale * 3
        return (2 * part - 1) * scale * 2


@lru_cache(maxsize=256)
def space_of(domain: Domain) -> Space:
    """The space of a domain; kept, since many answers are given to one question."""
    return Space(domain)


def rational_near(point: Point, direction: int) -> fmpq:
    """The point if it is rational, else a rational within 2^-60 of it above (direction 1) or below (-1)."""
    if point.rational is not None:
        return point.rational
    with precision(64):
        enclosure = point.ball(64)
        return dyadic((enclosure.upper() if direction > 0 else enclosure.lower()).mid())


def _side(q: fmpq, bound: Bound) -> int:
    """The certified sign of q - bound; 0 also where it could not be told."""
    if isinstance(bound, End):
        return -bound.value
    if bound.rational is not None:
        return int(q > bound.rational) - int(q < bound.rational)
    with precision(256):
        gap = q - bound.ball(256)
        return int(gap > 0) - int(gap < 0)


def _conjuncts(space: Space) -> tuple[Tree, ...]:
    condition = space.condition
    if condition is None:
        return ()
    return condition.args if condition.head == "and" else (condition,)
