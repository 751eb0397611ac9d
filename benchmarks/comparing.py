"""Two trees compared by the oracle: where do they differ, and on a null set only or on more?

The points are random ones in every cell between breakpoints, simple fractions (members of the Cantor set among them),
well-known irrational numbers, the breakpoints themselves, the ends of the domain, and a range of integers.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any

from mpmath import mp

from benchmarks import functions as _functions  # noqa: F401  (fills the oracle's tables)
from benchmarks import lengths as _lengths  # noqa: F401  (likewise)
from benchmarks import membership as _membership  # noqa: F401  (likewise)
from benchmarks.oracle import Oracle, Undefined, Unsure, Value, exact, inexact
from benchmarks.switches import breakpoints
from tutor.language.tree import Tree, free_names, tree, walk

TROUBLES = (Unsure, OverflowError, MemoryError, ValueError, ZeroDivisionError, TypeError)
"""What mpmath raises where it cannot go on; the point is then left out."""

FRACTIONS = tuple(
    map(
        Fraction,
        [
            "0",
            "1",
            "-1",
            "1/2",
            "-1/2",
            "2",
            "-2",
            "3",
            "-3",
            "1/3",
            "2/3",
            "1/4",
            "3/4",
            "-1/4",
            "3/2",
            "-3/2",
            "5/2",
            "4",
            "-4",
            "5",
            "1/10",
            "37/101",
            "7",
            "1/9",
            "-10",
            "12",
            "101",
            "1/100",
            "99/100",
            "101/100",
            "1/1000000",
            "1/2000",
            "2000001/2000000",
        ],
    )
)

IRRATIONAL: tuple[Callable[[], Any], ...] = (
    *(lambda s=s, n=n: s * mp.sqrt(n) for s in (1, -1) for n in (2, 3, 5)),
    *(
        lambda s=s, q=q: s * mp.pi * q[0] / q[1]
        for s in (1, -1)
        for q in ((1, 1), (1, 2), (1, 3), (1, 4), (1, 6), (2, 1))
    ),
    *(lambda n=n: mp.log(n) for n in (2, 3, mp.mpf(1) / 2)),
    lambda: +mp.e,
    lambda: 1 / mp.e,
    lambda: mp.sqrt(2) / 2,
    lambda: 1 / mp.pi,
)
"""Numbers that answers like to switch at, as functions of the precision in force."""

Point = dict[str, Callable[[], Value]]


@dataclass(frozen=True, slots=True)
class Place:
    """One coordinate of a domain: an interval of reals or of integers."""

    name: str
    low: Value
    high: Value
    low_closed: bool = False
    high_closed: bool = False
    integer: bool = False

    def holds(self, value: Value) -> bool:
        """Whether the coordinate may take the value."""
        below, above = inexact(self.low), inexact(self.high)
        x = inexact(value)
        return (below < x or (self.low_closed and below == x)) and (x < above or (self.high_closed and x == above))

    def window(self, size: int) -> tuple[Value, Value]:
        """A bounded part of the interval."""
        low = (
            self.low if inexact(self.low) > -(10**6) else min(Fraction(-size), Fraction(self._anchor(self.high)) - size)
        )
        high = self.high if inexact(self.high) < 10**6 else max(Fraction(size), Fraction(self._anchor(self.low)) + size)
        return low, high

    @staticmethod
    def _anchor(end: Value) -> int:
        return int(inexact(end)) if abs(inexact(end)) < 10**6 else 0


@dataclass(frozen=True, slots=True)
class Finding:
    """What a comparison saw: nothing, a difference on a null set only, or one on more; and at how many points."""

    differs: str | None
    points: int
    at: dict[str, str] = field(default_factory=dict)
    left: str = ""
    right: str = ""


@dataclass(slots=True)
class Comparison:
    """Compares two number trees over a domain. `condition` cuts the box; a point where it fails is left out.

    A quick comparison looks at random points only, and so sees no null set.
    """

    left: Tree
    right: Tree
    places: tuple[Place, ...] = ()
    condition: Tree | None = None
    seed: int = 1
    digits: int = 60
    many: int = 40
    quick: bool = False

    def find(self) -> Finding:
        """Look at every point; a difference at a random point counts as one on a set of positive measure."""
        seen, null = 0, None
        for point, generic in self.points():
            outcome = self._compare(point)
            if outcome is None:
                continue
            seen += 1
            if outcome == ("", ""):
                continue
            named = {name: mp.nstr(inexact(make()), 12) for name, make in point.items()}
            finding = Finding("positive" if generic else "null", seen, named, *outcome)
            if generic:
                return finding
            if self._around(point):
                return replace(finding, differs="positive")
            null = null or finding
        return null or Finding(None, seen)

    def at(self, point: Point) -> str | None:
        """Whether the sides differ at a point: not, there only ("null"), or at points nearby too ("positive")."""
        if (self._compare(point) or ("", "")) == ("", ""):
            return None
        return "positive" if self._around(point) else "null"

    def points(self) -> Iterator[tuple[Point, bool]]:
        """The points with, for each, whether it is a generic one (on no curve chosen beforehand)."""
        chance = random.Random(self.seed)
        reals = [p for p in self.places if not p.integer]
        if not reals:
            yield from ((point, True) for point in self._integers(chance))
            return
        for _ in range(self.many):
            yield self._random(chance), True
        if self.quick:
            return
        for _ in range(max(1, min(12, self.many // 6)) if len(self.places) > 1 else 1):
            yield from self._along_a_line(chance)
        for _ in range(self.many * 4 if len(self.places) > 1 else 1):
            yield from self._special(chance)

    # --- points -----------------------------------------------------------------------------------------------------

    def _integers(self, chance: random.Random) -> Iterator[Point]:
        ranges = []
        for place in self.places:
            low, high = place.window(30)
            ranges.append([Fraction(k) for k in range(int(mp.ceil(inexact(low))), int(mp.floor(inexact(high))) + 1)])
        if not ranges:
            yield {}
        elif len(ranges) == 1:
            yield from ({self.places[0].name: _always(k)} for k in ranges[0] if self.places[0].holds(k))
        else:
            for _ in range(120):
                chosen = [chance.choice(r[:12]) for r in ranges]
                yield {p.name: _always(k) for p, k in zip(self.places, chosen, strict=True)}

    def _random(self, chance: random.Random) -> Point:
        return {place.name: _always(_random_value(place, chance)) for place in self.places}

    def _along_a_line(self, chance: random.Random) -> Iterator[tuple[Point, bool]]:
        """Breakpoints along one coordinate through a random point, and a random point in each cell between them."""
        base = self._random(chance)
        if len(self.places) > 1 and chance.random() < 0.5:
            base = next(self._special(chance))[0]
        place = chance.choice([p for p in self.places if not p.integer])
        fixed = {name: make() for name, make in base.items()}
        low, high = place.window(chance.choice((3, 12)))
        found: list[Value] = []
        for side in (self.left, self.right):
            found += breakpoints(side, place.name, fixed, low, high)
        if len(self.places) == 1:
            found += [
                c
                for make in self._constants()
                if place.holds(c := make()) and inexact(low) < inexact(c) < inexact(high)
            ]
        found.sort(key=inexact)
        generic = len(self.places) == 1
        for value in found[:60]:
            if place.holds(value):
                yield {**base, place.name: _always(value)}, False
        ends = [low, *found[:60], high]
        for left, right in pairwise(ends):
            width = inexact(right) - inexact(left)
            middle = inexact(left) + width * mp.mpf(chance.random() * 0.9 + 0.05)
            if width > mp.mpf(10) ** -12 and place.holds(middle):
                yield {**base, place.name: _always(middle)}, generic or all(map(_generic, base.values()))

    def _special(self, chance: random.Random) -> Iterator[tuple[Point, bool]]:
        """Simple fractions, well-known irrational numbers and ends of the domain."""
        choices = []
        named = self._constants()
        for place in self.places:
            ends = [e for e in (place.low, place.high) if place.holds(e)]
            candidates: list[Callable[[], Value]] = [_always(f) for f in (*ends, *FRACTIONS) if place.holds(f)]
            if place.integer:
                candidates = [c for c in candidates if exact(c()) and c().denominator == 1]
            else:
                candidates += [c for c in (*IRRATIONAL, *named) if place.holds(c())]
            choices.append(candidates or [_always(_random_value(place, chance))])
        if len(choices) == 1:
            yield from (({self.places[0].name: c}, False) for c in choices[0])
        else:
            yield {p.name: chance.choice(c) for p, c in zip(self.places, choices, strict=True)}, False

    def _constants(self) -> list[Callable[[], Value]]:
        """The constants that stand in the two trees, and their negatives: ends, steps, elements."""
        found: list[Callable[[], Any]] = []
        for node in {n for side in (self.left, self.right) for n in walk(side)}:
            if not free_names(node) and node.head not in ("const",) and _constant(node) is not None:
                found += [partial(_constant, node), partial(_negative, node)]
        return sorted(found, key=lambda make: inexact(make()))[:80]

    def _around(self, point: Point) -> bool:
        """Whether the sides differ at a random point very near as well, so that the difference is no null set's."""
        chance = random.Random(self.seed)
        for size in (-2, -5, -8, -13):
            for _ in range(6 if len(self.places) > 1 else 3):
                moved = {p.name: _moved(point[p.name], p, chance, size) for p in self.places}
                if all(p.holds(moved[p.name]()) for p in self.places) and (self._compare(moved) or ("", "")) != (
                    "",
                    "",
                ):
                    return True
        return False

    # --- one point --------------------------------------------------------------------------------------------------

    def _compare(self, point: Point) -> tuple[str, str] | None:
        """None where nothing can be said, a pair of empty texts where the sides agree, else the two values."""
        first = self._values(point, self.digits)
        if first is None or first.same:
            return None if first is None else ("", "")
        second, third = (self._values(point, factor * self.digits) for factor in (4, 8))
        if second is None or third is None or second.same or third.same or not second.confirms(third):
            return None
        return second.left, second.right

    def _values(self, point: Point, digits: int) -> "_Values | None":
        oracle = Oracle(digits)
        with mp.workdps(digits):
            env = {name: make() for name, make in point.items()}
            if None in env.values():
                return None
            if self.condition is not None and not _inside(oracle, self.condition, env):
                return None
            left, right = _value(oracle, self.left, env), _value(oracle, self.right, env)
            if left is None or right is None:
                return None
            if "undefined" in (left, right):
                return _Values(left == right, _shown(left), _shown(right), None)
            return _Values(oracle.same(left, right), _shown(left), _shown(right), inexact(left) - inexact(right))


@dataclass(frozen=True, slots=True)
class _Values:
    """What the two sides give at a point, with some number of digits."""

    same: bool
    left: str
    right: str
    difference: Any

    def confirms(self, other: "_Values") -> bool:
        """Whether the difference is the same with other digits, and so no rounding."""
        if self.difference is None or other.difference is None:
            return (self.left, self.right) == (other.left, other.right)
        if mp.isinf(other.difference) or mp.isnan(other.difference):
            return self.left == other.left
        return bool(abs(self.difference - other.difference) <= abs(other.difference) / 1000)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else mp.nstr(inexact(value), 15)


def _value(oracle: Oracle, node: Tree, env: dict[str, Value]) -> Any:
    try:
        return oracle.at(node, env)
    except Undefined:
        return "undefined"
    except TROUBLES:
        return None


def _constant(node: Tree) -> Value | None:
    value = _value(Oracle(max(mp.dps, 60)), node, {})
    return None if value is None or value == "undefined" or mp.isinf(inexact(value)) else value


def _negative(node: Tree) -> Value | None:
    value = _constant(node)
    return None if value is None else -value


def _inside(oracle: Oracle, condition: Tree, env: dict[str, Value]) -> bool:
    try:
        return oracle.holds(condition, env)
    except (Undefined, *TROUBLES):
        return False


def _moved(make: Callable[[], Value], place: Place, chance: random.Random, size: int) -> Callable[[], Value]:
    if place.integer:
        return make
    with mp.workdps(60):
        shift = mp.mpf(chance.random() - 0.5) * mp.mpf(10) ** size * mp.sqrt(2)
        return _always(inexact(make()) + shift)


def _always(value: Value) -> Callable[[], Value]:
    return lambda: value


def _generic(make: Callable[[], Value]) -> bool:
    return not exact(make())


def _random_value(place: Place, chance: random.Random) -> Value:
    if place.integer:
        low, high = place.window(20)
        return Fraction(chance.randint(int(mp.ceil(inexact(low))), int(mp.floor(inexact(high)))))
    low, high = place.window(chance.choice((1, 3, 3, 8)))
    with mp.workdps(60):
        share = sum((mp.mpf(chance.random()) * mp.mpf(2) ** (-50 * k) for k in range(4)), mp.mpf(0)) % 1
        return inexact(low) + (inexact(high) - inexact(low)) * share


def same_numbers(left: Tree, right: Tree, digits: int = 60) -> bool | None:
    """Whether two constants agree to the digits; None where the oracle cannot tell."""
    found = Comparison(left, right, digits=digits).find()
    return None if not found.points else found.differs is None


def compare_sets(left: Tree, right: Tree, seed: int = 1, many: int = 120, quick: bool = False) -> Finding:
    """Compare two sets of real numbers by membership, at the same kinds of points."""
    sides = [tree("indicator", None, (tree("in", None, (tree("var", "x"), s)),)) for s in (left, right)]
    line = Place("x", -mp.inf, mp.inf)
    comparison = Comparison(sides[0], sides[1], (line,), seed=seed, many=many, quick=quick)
    return comparison.find()
