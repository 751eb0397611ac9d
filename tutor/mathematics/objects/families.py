"""Unions and intersections of intervals I_n = <a(n), b(n)> over all n >= n0.

A family is understood by what holds for all n: monotone ends, overlap, or disjointness. Each is decided on the real
half line of n, and at the whole numbers before the last sign change one by one.
"""

from dataclasses import dataclass

from flint import fmpq

from tutor.language.tree import Tree, free_names, tree
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.analysis.isolated import sign_at_rational
from tutor.mathematics.analysis.limits import limit
from tutor.mathematics.analysis.rolle import signs
from tutor.mathematics.trees import Budget, substitute
from tutor.mathematics.trees.build import INFINITY, ONE, add, interval, num, sign_of_infinity, sub, var

MAX_EXPLICIT = 300
"""How many sets of a finite family are written out, and how many whole numbers are checked one by one."""


@dataclass(frozen=True, slots=True)
class Family:
    """The intervals from low(n) to high(n), n = start, start + 1, …"""

    n: str
    low: Tree
    high: Tree
    closed: tuple[bool, bool]
    start: int


def written_out(set_: Tree) -> Tree | None:
    """A finite family as a union or an intersection; None for an infinite one. Raises Undecided for a long one."""
    body, low, high = set_.args
    if sign_of_infinity(high) or low.head != "num" or high.head != "num":
        return None
    first, last = int(low.value.numer()), int(high.value.numer())
    if low.value.denom() != 1 or high.value.denom() != 1 or not 0 <= last - first < MAX_EXPLICIT:
        raise Undecided("the range of a finite family")
    parts = tuple(substitute(body, {set_.value: num(k)}) for k in range(first, last + 1))
    head = "union" if set_.head == "big_union" else "intersection"
    return parts[0] if len(parts) == 1 else tree(head, None, parts)


def family(set_: Tree) -> Family:
    """The infinite family of intervals. Raises Undecided for another shape."""
    body, low, high = set_.args
    if body.head != "interval" or sign_of_infinity(high) <= 0 or low.head != "num" or low.value.denom() != 1:
        raise Undecided("a family that does not consist of intervals from a whole number on")
    return Family(set_.value, body.args[0], body.args[1], body.value, int(low.value.numer()))


def for_all(f: Tree, n: str, start: int, budget: Budget) -> int | None:
    """1 where f(n) >= 0 for all whole n >= start, -1 where f(n) <= 0, 0 where f(n) = 0; None where the signs differ.

    Raises Undecided.
    """
    if n not in free_names(f):
        return Constants(budget).sign(f)
    chart = signs(f, n, num(start), INFINITY, budget)
    if chart.signs[-1] is None:
        raise Undecided("undefined for large n")
    last = start
    if chart.points:
        edge = chart.points[-1].ball(64).ceil().upper().unique_fmpz()
        if edge is None or edge - start > MAX_EXPLICIT:
            raise Undecided("a sign that settles late")
        last = int(edge) + 1
    found = {sign_at_rational(f, n, fmpq(k), budget) for k in range(start, last + 1)} | {chart.signs[-1]}
    return None if {1, -1} <= found else 1 if 1 in found else -1 if -1 in found else 0


class Facts:
    """What holds for all n of one family, each fact decided once, when it is asked for."""

    def __init__(self, of: Family, budget: Budget) -> None:
        self.of = of
        self.budget = budget
        self.constants = Constants(budget)
        self._trends: dict[Tree, int | None] = {}

    def trend(self, end: Tree) -> int | None:
        """1 where the end never falls, -1 where it never rises, 0 where it is constant, else None."""
        if sign_of_infinity(end):
            return 0
        if end not in self._trends:
            self._trends[end] = self._for_all(sub(self.next(end), end))
        return self._trends[end]

    def next(self, end: Tree) -> Tree:
        """end(n + 1)."""
        return substitute(end, {self.of.n: add(var(self.of.n), ONE)})

    def first(self, end: Tree) -> Tree:
        """end(n0)."""
        return self.constants.simplified(substitute(end, {self.of.n: num(self.of.start)}))

    def last(self, end: Tree) -> Tree:
        """The limit of end(n)."""
        if sign_of_infinity(end):
            return end
        return limit(end, self.of.n, INFINITY, 1, self.budget)

    def nonempty(self) -> bool:
        """Whether low(n) <= high(n) for all n."""
        if sign_of_infinity(self.of.low) or sign_of_infinity(self.of.high):
            return sign_of_infinity(self.of.low) <= 0 <= sign_of_infinity(self.of.high)
        return self._for_all(sub(self.of.high, self.of.low)) in (0, 1)

    def disjoint(self) -> bool:
        """Whether the intervals lie in order along the line, to the right or to the left, overlapping at ends only."""
        low, high = self.of.low, self.of.high
        if sign_of_infinity(low) or sign_of_infinity(high):
            return False
        if self._for_all(sub(self.next(low), high)) in (0, 1):
            return True
        return self._for_all(sub(low, self.next(high))) in (0, 1)

    def chained(self, rising: bool) -> bool:
        """Whether each interval reaches the next one without a gap, not even a point."""
        low, high = self.of.low, self.of.high
        overlap = sub(high, self.next(low)) if rising else sub(self.next(high), low)
        touching = self.of.closed[0] or self.of.closed[1]
        sign = self._for_all(overlap)
        return sign in (0, 1) and (touching or self._strict(overlap))

    def _strict(self, f: Tree) -> bool:
        chart = signs(f, self.of.n, num(self.of.start), INFINITY, self.budget)
        first = sign_at_rational(f, self.of.n, fmpq(self.of.start), self.budget)
        return not chart.points and chart.signs == (1,) and first > 0

    def _for_all(self, f: Tree) -> int | None:
        return for_all(f, self.of.n, self.of.start, self.budget)


def as_interval(set_: Tree, budget: Budget) -> tuple[Tree, str] | None:
    """An infinite union or intersection as one interval, with the rule; None where it is not one by these rules.

    Increasing and decreasing unions and intersections, and chains of overlapping intervals. Raises Undecided.
    """
    of = family(set_)
    facts = Facts(of, budget)
    if not facts.nonempty():
        return None
    low, high = facts.trend(of.low), facts.trend(of.high)
    if low is None or high is None:
        return None
    if set_.head == "big_intersection":
        return _decreasing_intersection(facts, low, high)
    if low >= 0 and high <= 0:
        return interval(facts.first(of.low), facts.first(of.high), *of.closed), "the first set contains all others"
    if low <= 0 <= high:
        return _grown(facts, facts.last(of.low), facts.last(of.high), low == 0, high == 0), "increasing union"
    if low >= 0 and high >= 0 and facts.chained(rising=True):
        return _grown(
            facts, facts.first(of.low), facts.last(of.high), True, high == 0
        ), "chain of overlapping intervals"
    if low <= 0 and high <= 0 and facts.chained(rising=False):
        return _grown(facts, facts.last(of.low), facts.first(of.high), low == 0, True), "chain of overlapping intervals"
    return None


def _grown(facts: Facts, low: Tree, high: Tree, low_attained: bool, high_attained: bool) -> Tree:
    """The union from low to high; an end that is only approached is left out.

    An end that moves weakly, but not always, is approached or attained late; `_settled` tells them apart.
    """
    closed = facts.of.closed
    left = closed[0] and (low_attained or _settled(facts, facts.of.low, low))
    right = closed[1] and (high_attained or _settled(facts, facts.of.high, high))
    return interval(low, high, left, right)


def _settled(facts: Facts, end: Tree, limit_: Tree) -> bool:
    """Whether end(n) reaches its limit for some n; decided by the sign of end(n) - limit for all large n."""
    if sign_of_infinity(limit_):
        return False
    chart = signs(sub(end, limit_), facts.of.n, num(facts.of.start), INFINITY, facts.budget)
    return chart.signs[-1] == 0


def _decreasing_intersection(facts: Facts, low: int, high: int) -> tuple[Tree, str] | None:
    of = facts.of
    if low <= 0 <= high:
        return interval(facts.first(of.low), facts.first(of.high), *of.closed), "the first set lies in all others"
    if not (low >= 0 >= high):
        return None
    left, right = facts.last(of.low), facts.last(of.high)
    # low(n) rises to `left`: where it never gets there, `left` lies in every set, else the end is as it is in the sets.
    attained = [_settled(facts, of.low, left), _settled(facts, of.high, right)]
    closed = [of.closed[i] if attained[i] else True for i in (0, 1)]
    closed = [c and not sign_of_infinity(e) for c, e in zip(closed, (left, right), strict=True)]
    return interval(left, right, *closed), "decreasing intersection"
