"""Covers by families of intervals with a total length of at most eps: the points, the lengths, the openness.

What is admitted: one family (q_k - r_k, q_k + r_k) that follows the points one by one, or finitely many single
intervals beside a family with finitely many members, the points beyond which lie in one of the single intervals.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpq

from tutor.judge.bounds import counterexample, place_text, undecided
from tutor.judge.claims import Covers, OpenIntervals, Stretch, TotalLength
from tutor.judge.spelling import tree_text
from tutor.judge.stretches import (
    SILENCE,
    first_number,
    length_of,
    normal,
    numbers_and_eps,
    sampled,
    stretch_text,
    whole,
)
from tutor.judge.total_lengths import decide_total
from tutor.judge.verdicts import NotNumerical, Proof, Ruling, Verdict
from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis.constants import Constants
from tutor.mathematics.analysis.forall import Open, Outcome, Proved, Refuted, checked, prove
from tutor.mathematics.trees import Budget, Domain, Variable, substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    ZERO,
    add,
    at_most,
    less,
    num,
    sign_of_infinity,
    sub,
    var,
)

MOST_CHECKED = 60


def decide_about_covers(claim: Covers | TotalLength | OpenIntervals, budget: Budget) -> Ruling:
    """The ruling on one of the three claims that make a cover."""
    try:
        match claim:
            case OpenIntervals():
                return _decide_open(claim, budget)
            case TotalLength():
                return decide_total(claim, budget)
            case Covers():
                return decide_cover(claim, budget)
    except SILENCE as silence:
        return undecided(str(silence))


def _decide_open(claim: OpenIntervals, budget: Budget) -> Ruling:
    points = 0
    for stretch in claim.intervals:
        if any(stretch.closed):
            diagnosis = f"{stretch_text(stretch)} is not an open interval"
            return Ruling(Verdict.INCORRECT, Proof("form", (diagnosis,)), diagnosis=diagnosis)
        relation, domain = less(ZERO, length_of(stretch, claim.domain, budget)), numbers_and_eps(stretch, claim.domain)
        outcome = prove(relation, domain, budget)
        if isinstance(outcome, Refuted):
            diagnosis = f"{stretch_text(stretch)} is empty at {place_text(outcome)}"
            return Ruling(Verdict.INCORRECT, counterexample(outcome), diagnosis=diagnosis)
        if isinstance(outcome, Open):
            return undecided(outcome.reason)
        points += checked(relation, domain, budget)
    return Ruling(Verdict.CORRECT, Proof("every interval is open and has a positive length"), sampled(points))


@dataclass(frozen=True, slots=True)
class _Points:
    """The points q_n, and the domain of eps, n and the arbitrary point."""

    point: Tree
    index: str
    first: int
    domain: Domain
    arbitrary: str | None

    def beyond(self, condition: Tree) -> Domain:
        """The domain where the condition holds besides."""
        return Domain(self.domain.variables, condition)


def decide_cover(claim: Covers, budget: Budget) -> Ruling:
    families = [s for s in claim.intervals if s.index is not None]
    singles = [s for s in claim.intervals if s.index is None]
    index = Variable(claim.index, num(claim.first), INFINITY, low_closed=True, integer=True)
    free = (Variable(claim.arbitrary, MINUS_INFINITY, INFINITY),) if claim.arbitrary else ()
    points = _Points(
        claim.point, claim.index, claim.first, Domain((*claim.domain.variables, index, *free)), claim.arbitrary
    )
    if claim.arbitrary and not any(claim.arbitrary in free_names(end) for s in families for end in (s.low, s.high)):
        return undecided("intervals that don't depend on the points")
    if not families:
        return _in_one_of(singles, points, budget)
    if len(families) != 1:
        return undecided("several families of intervals")
    (family,) = families
    if sign_of_infinity(family.last) and not singles:
        return _one_by_one(family, points, budget)
    return _with_rest(family, singles, points, budget)


def _one_by_one(family: Stretch, points: _Points, budget: Budget) -> Ruling:
    """q_n lies in the interval of the same number, or of the number that counts from the start of the family."""
    # The intervals of an arbitrary sequence have the numbers of their points already.
    shifts = dict.fromkeys((0,) if points.arbitrary else (0, first_number(family) - points.first))
    rulings = [
        _at_shift(family, shift, points, (family,), budget)
        for shift in shifts
        if points.first + shift >= first_number(family)
    ]
    for ruling in rulings:
        if ruling.verdict is Verdict.CORRECT:
            return ruling
    if not rulings:
        return _missed(f"the point with {points.index} = {points.first} has no interval")
    return rulings[0]


def _missed(diagnosis: str) -> Ruling:
    return Ruling(Verdict.INCORRECT, Proof("a point that is missed", (diagnosis,)), diagnosis=diagnosis)


def _at_shift(family: Stretch, shift: int, points: _Points, intervals: Sequence[Stretch], budget: Budget) -> Ruling:
    number = {str(family.index): add(var(points.index), num(shift))}
    low, high = (substitute(end, number) for end in (family.low, family.high))
    outcomes = _inside(points.point, low, high, family.closed, points.domain, budget)
    failed = next((o for o in outcomes if isinstance(o, Refuted)), None)
    if failed is None:
        return _ruled(outcomes, points)
    if points.arbitrary is None and not _is_missed(failed, points, intervals, budget):
        return undecided(f"whether the point at {place_text(failed)} lies in another interval")
    return _missed_at(failed)


def _missed_at(failed: Refuted) -> Ruling:
    diagnosis = f"the point at {place_text(failed)} lies in none of your intervals"
    return Ruling(Verdict.INCORRECT, counterexample(failed), diagnosis=diagnosis)


def _is_missed(failed: Refuted, points: _Points, intervals: Sequence[Stretch], budget: Budget) -> bool:
    """Whether the point of the refutation is certainly in none of the intervals, whatever their numbers.

    (Of an arbitrary sequence the other points, and so their intervals, may lie anywhere else.)
    """
    at = {name: num(c) if isinstance(c, fmpq) else c for name, c in failed.point}
    point = substitute(points.point, at)
    eps = {name: value for name, value in at.items() if name != points.index}
    return all(_avoids(point, stretch, eps, budget) for stretch in intervals)


def _avoids(point: Tree, stretch: Stretch, eps: dict[str, Tree], budget: Budget) -> bool:
    low, high, last = (substitute(t, eps) for t in (stretch.low, stretch.high, stretch.last))
    if stretch.index is None:
        return not _may_hold(point, low, high, stretch.closed, budget)
    first = first_number(stretch)
    end = first + MOST_CHECKED if sign_of_infinity(last) else min(whole(last), first + MOST_CHECKED)
    for n in range(first, end + 1):
        at = {stretch.index: num(n)}
        if _may_hold(point, substitute(low, at), substitute(high, at), stretch.closed, budget):
            return False
    if not sign_of_infinity(last) and whole(last) <= end:
        return True
    tail = Domain((Variable(stretch.index, num(end + 1), INFINITY, low_closed=True, integer=True),))
    sides = (less if stretch.closed[0] else at_most)(point, low), (less if stretch.closed[1] else at_most)(high, point)
    return any(isinstance(prove(side, tail, budget), Proved) for side in sides)


def _may_hold(point: Tree, low: Tree, high: Tree, closed: tuple[bool, bool], budget: Budget) -> bool:
    constants = Constants(budget)
    below, above = constants.compare(low, point), constants.compare(point, high)
    return (below < 0 or (below == 0 and closed[0])) and (above < 0 or (above == 0 and closed[1]))


def _ruled(outcomes: Sequence[Outcome], points: _Points) -> Ruling:
    gap = next((o for o in outcomes if isinstance(o, Open)), None)
    if gap is not None:
        return undecided(gap.reason)
    by = next((o.by for o in outcomes if isinstance(o, Proved)), "form")
    return Ruling(Verdict.CORRECT, Proof(by, ("every point lies in an interval",)), NotNumerical("two inequalities"))


def _inside(
    point: Tree, low: Tree, high: Tree, closed: tuple[bool, bool], domain: Domain, budget: Budget
) -> list[Outcome]:
    """Whether low < point < high everywhere (<= at closed ends)."""
    below = (at_most if closed[0] else less)(ZERO, normal(sub(point, low), domain, budget))
    above = (at_most if closed[1] else less)(ZERO, normal(sub(high, point), domain, budget))
    return [prove(side, domain, budget) for side in (below, above)]


def _in_one_of(singles: Sequence[Stretch], points: _Points, budget: Budget) -> Ruling:
    """Every point lies in the only single interval."""
    if len(singles) != 1:
        return undecided("several single intervals and no family")
    (single,) = singles
    outcomes = _inside(points.point, single.low, single.high, single.closed, points.domain, budget)
    failed = next((o for o in outcomes if isinstance(o, Refuted)), None)
    return _ruled(outcomes, points) if failed is None else _missed_at(failed)


def _finitely_many(family: Stretch, points: _Points, budget: Budget) -> Ruling:
    """A family that ends and nothing beside it: the next point is in none, unless it is elsewhere by chance."""
    next_ = f"the points with {points.index} > {tree_text(family.last)} have no interval of their own"
    if points.arbitrary is not None:
        return _missed(next_)
    rest = points.beyond(less(family.last, var(points.index)))
    outcome = prove(less(points.point, points.point), rest, budget)
    if isinstance(outcome, Refuted) and _is_missed(outcome, points, (family,), budget):
        return _missed_at(outcome)
    return undecided(next_)


def _with_rest(family: Stretch, singles: Sequence[Stretch], points: _Points, budget: Budget) -> Ruling:
    """The first points by the family, those beyond its last number by one of the single intervals."""
    own = _at_shift(family, 0, points, (family, *singles), budget)
    if own.verdict is not Verdict.CORRECT:
        return own
    if first_number(family) > points.first:
        return _missed(f"the point with {points.index} = {points.first} has no interval of the family")
    if sign_of_infinity(family.last):
        return own
    if not singles:
        return _finitely_many(family, points, budget)
    rest = points.beyond(less(family.last, var(points.index)))
    failures: list[Refuted] = []
    for single in singles:
        outcomes = _inside(points.point, single.low, single.high, single.closed, rest, budget)
        if all(isinstance(o, Proved) for o in outcomes):
            return _ruled(outcomes, points)
        failures += [o for o in outcomes if isinstance(o, Refuted)]
    for failed in failures:
        if _is_missed(failed, points, (family, *singles), budget):
            return _missed_at(failed)
    return undecided("the points beyond the last number of the family")
