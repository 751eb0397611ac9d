"""Covers by families of intervals with a total length of at most eps: the points, the lengths, the openness.

What is admitted: families (q_k - r_k, q_k + r_k) that follow the points one by one, also every other one of them, and
single intervals for single points; or one family with finitely many members, the points beyond which lie in one of the
single intervals.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from flint import fmpq

from tutor.judge.bounds import counterexample, undecided
from tutor.judge.claims import Covers, OpenIntervals, Stretch, TotalLength
from tutor.judge.sentences import place_of, place_text
from tutor.judge.serving import Service, gaps
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
    mul,
    num,
    sign_of_infinity,
    sub,
    var,
)

MOST_CHECKED = 60
MOST_ALONE = 12
STEPS, SHIFTS = (1, 2, 3), (0, -1, 1, -2, 2)
"""The number of a point in terms of the number of its interval: 2 n - 1."""


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


def _called(stretch: Stretch) -> str:
    """The interval by its number, or as it is typed."""
    return stretch_text(stretch) if stretch.index is None else f"your interval with the number {stretch.index}"


def _decide_open(claim: OpenIntervals, budget: Budget) -> Ruling:
    points = 0
    for stretch in claim.intervals:
        if any(stretch.closed):
            diagnosis = f"{_called(stretch)} is not an open interval: an end belongs to it"
            return Ruling(Verdict.INCORRECT, Proof("form", (diagnosis,)), diagnosis=diagnosis)
        relation, domain = less(ZERO, length_of(stretch, claim.domain, budget)), numbers_and_eps(stretch, claim.domain)
        outcome = prove(relation, domain, budget)
        if isinstance(outcome, Refuted):
            diagnosis = f"{_called(stretch)} is empty at {place_text(outcome)}"
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
    """The ruling on the covering of the points, whatever the lengths."""
    families = [s for s in claim.intervals if s.index is not None]
    singles = [s for s in claim.intervals if s.index is None]
    index = Variable(claim.index, num(claim.first), INFINITY, low_closed=True, integer=True)
    free = (Variable(claim.arbitrary, MINUS_INFINITY, INFINITY),) if claim.arbitrary else ()
    points = _Points(
        claim.point, claim.index, claim.first, Domain((*claim.domain.variables, index, *free)), claim.arbitrary
    )
    if claim.arbitrary:
        return _any_points(claim, points, budget)
    if not families:
        return _in_one_of(singles, points, budget)
    endless = all(sign_of_infinity(family.last) for family in families)
    if len(families) == 1 and not endless:
        return _with_rest(families[0], singles, points, budget)
    return _one_by_one(families, points, claim.intervals, budget)


# Any sequence of points -----------------------------------------------------------------------------------------------


def _any_points(claim: Covers, points: _Points, budget: Budget) -> Ruling:
    """Points that may be anywhere: each must have an interval that moves with it.

    A number without one is missed: its point may lie far from all others, whose intervals have a finite total length.
    """
    name = str(points.arbitrary)
    moving = [s for s in claim.intervals if name in free_names(s.low) | free_names(s.high)]
    fixed = [s for s in claim.intervals if s not in moving]
    if not moving or any(sign_of_infinity(end) for s in claim.intervals for end in (s.low, s.high)):
        return undecided("intervals that don't depend on the points, or without an end")
    services, proofs = [], list[Outcome]()
    for family in moving:
        domain = numbers_and_eps(family, claim.domain)
        around = replace(domain, variables=(*domain.variables, Variable(name, MINUS_INFINITY, INFINITY)))
        outcomes = _inside(points.point, family.low, family.high, family.closed, around, budget)
        failed = next((o for o in outcomes if isinstance(o, Refuted)), None)
        if failed is not None and len(moving) == 1 and _is_missed(failed, points, fixed, budget):
            return _missed_at(failed, points)
        service = None if failed is not None else _service(family)
        if service is not None:
            services.append(service)
        elif failed is not None or len(moving) > 1:
            return undecided("a family that does not hold its points, or ends with eps, beside another one")
        proofs += outcomes
    left_out = gaps(services, points.first)
    if left_out.numbers or left_out.endless:
        number = f"= {left_out.numbers[0]}" if left_out.numbers else "large enough"
        return _missed(f"some points have no interval of their own, such as that with {points.index} {number}")
    return _ruled(proofs, points)


def _service(family: Stretch) -> Service | None:
    """The numbers of the points that the family belongs to; None where its last number depends on eps."""
    step, shift = family.of
    first = step * first_number(family) + shift
    if sign_of_infinity(family.last):
        return Service(first, step)
    return None if free_names(family.last) else Service(first, step, step * whole(family.last) + shift)


# Points of a formula --------------------------------------------------------------------------------------------------


def _one_by_one(families: Sequence[Stretch], points: _Points, intervals: Sequence[Stretch], budget: Budget) -> Ruling:
    """q_n lies in the interval of the same number, or of the number that counts from the start of the family.

    Beside several families, the number of the point may be twice or three times that of its interval.
    """
    services, failures, proofs, reasons = list[Service](), list[Refuted](), list[Outcome](), list[str]()
    for family in families:
        for service, outcomes in _candidates(family, points, len(families) > 1, budget):
            failures += [o for o in outcomes if isinstance(o, Refuted)]
            reasons += [o.reason for o in outcomes if isinstance(o, Open)]
            if all(isinstance(o, Proved) for o in outcomes):
                services.append(service)
                proofs += outcomes
                break
    left_out = gaps(services, points.first)
    if left_out.endless:
        missed = next((f for f in failures if _is_missed(f, points, intervals, budget)), None)
        if missed is not None:
            return _missed_at(missed, points)
        return undecided(*reasons[:1], "points without an interval of their own")
    return _alone(left_out.numbers, points, intervals, budget) or _ruled(proofs, points)


def _candidates(
    family: Stretch, points: _Points, wider: bool, budget: Budget
) -> Iterator[tuple[Service, Sequence[Outcome]]]:
    """The progressions of numbers that the family may serve, each with what became of its two inequalities."""
    start = first_number(family)
    last = None if sign_of_infinity(family.last) or free_names(family.last) else whole(family.last)
    for shift in dict.fromkeys((0, start - points.first)):
        first = max(start - shift, points.first)
        high = INFINITY if last is None else num(last - shift)
        number = Variable(points.index, num(first), high, True, last is not None, integer=True)
        domain = Domain(tuple(number if v.name == points.index else v for v in points.domain.variables))
        at = {str(family.index): add(var(points.index), num(shift))}
        ends = [substitute(end, at) for end in (family.low, family.high)]
        service = Service(first, 1, None if last is None else last - shift)
        yield service, _inside(points.point, ends[0], ends[1], family.closed, domain, budget)
    for step, shift in product(STEPS, SHIFTS) if wider else ():
        point = substitute(points.point, {points.index: add(mul(num(step), var(str(family.index))), num(shift))})
        eps = Domain(tuple(v for v in points.domain.variables if v.name != points.index))
        domain = numbers_and_eps(family, eps)
        middle = sub(mul(num(2), point), add(family.low, family.high))
        if step * start + shift >= points.first and normal(middle, domain, budget) is ZERO:
            end = None if last is None else step * last + shift
            outcomes = _inside(point, family.low, family.high, family.closed, domain, budget)
            if all(isinstance(o, Proved) for o in outcomes):
                yield Service(step * start + shift, step, end), outcomes


def _alone(numbers: Sequence[int], points: _Points, intervals: Sequence[Stretch], budget: Budget) -> Ruling | None:
    """The ruling where one of a few points lies in no interval, or it stays open; None where each lies in one."""
    if len(numbers) > MOST_ALONE:
        return undecided("many points without an interval of their own")
    eps = Domain(tuple(v for v in points.domain.variables if v.name != points.index))
    for number in numbers:
        point = substitute(points.point, {points.index: num(number)})
        tried = [_inside(point, *ends, eps, budget) for ends in _members(intervals)]
        if any(all(isinstance(o, Proved) for o in outcomes) for outcomes in tried):
            continue
        for failed in (o for outcomes in tried for o in outcomes if isinstance(o, Refuted)):
            here = replace(failed, point=(*failed.point, (points.index, fmpq(number))))
            if _is_missed(here, points, intervals, budget):
                return _missed_at(here, points)
        return undecided(f"whether the point with {points.index} = {number} lies in an interval")
    return None


def _members(intervals: Sequence[Stretch]) -> Iterator[tuple[Tree, Tree, tuple[bool, bool]]]:
    """The single intervals, and the first members of the families."""
    for stretch in intervals:
        if stretch.index is None:
            yield stretch.low, stretch.high, stretch.closed
            continue
        for number in range(first_number(stretch), first_number(stretch) + MOST_ALONE):
            if sign_of_infinity(stretch.last) or (not free_names(stretch.last) and number <= whole(stretch.last)):
                at = {stretch.index: num(number)}
                yield substitute(stretch.low, at), substitute(stretch.high, at), stretch.closed


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
    return _missed_at(failed, points)


def _missed_at(failed: Refuted, points: _Points) -> Ruling:
    """Which point lies in no interval: `for eps = 1 the point 1/3 (n = 3) lies in none of your intervals`."""
    at = {name: num(c) if isinstance(c, fmpq) else c for name, c in failed.point}
    eps = place_text(failed, {v.name for v in points.domain.variables} - {points.index, points.arbitrary})
    n = dict(place_of(failed)).get(points.index)
    if points.arbitrary is None:
        point = tree_text(substitute(points.point, at)) + (f" ({points.index} = {n})" if n else "")
    else:
        point = f"{points.arbitrary}_{n or points.index}"
    sentence = f"{f'for {eps} ' if eps else ''}the point {point} lies in none of your intervals"
    return Ruling(Verdict.INCORRECT, counterexample(failed), diagnosis=sentence)


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
    outcomes = [prove(side, domain, budget) for side in (below, above)]
    return [_with_all_names(o, domain) if isinstance(o, Refuted) else o for o in outcomes]


def _with_all_names(refuted: Refuted, domain: Domain) -> Refuted:
    """The point with some coordinate also for the variables that do not occur in what was refuted."""
    missing = tuple((v.name, _some(v)) for v in domain.variables if v.name not in dict(refuted.point))
    return replace(refuted, point=(*refuted.point, *missing))


def _some(variable: Variable) -> fmpq:
    """A value in the range, the first one of an integer."""
    low, high = (end.value if end.head == "num" else None for end in (variable.low, variable.high))
    if low is None:
        return fmpq(0 if high is None else high - 1)
    if variable.integer:
        return fmpq(low)
    return fmpq(low + 1 if high is None else (low + high) / 2)


def _in_one_of(singles: Sequence[Stretch], points: _Points, budget: Budget) -> Ruling:
    """Every point lies in the only single interval."""
    if len(singles) != 1:
        return undecided("several single intervals and no family")
    (single,) = singles
    outcomes = _inside(points.point, single.low, single.high, single.closed, points.domain, budget)
    failed = next((o for o in outcomes if isinstance(o, Refuted)), None)
    return _ruled(outcomes, points) if failed is None else _missed_at(failed, points)


def _finitely_many(family: Stretch, points: _Points, budget: Budget) -> Ruling:
    """A family that ends and nothing beside it: the next point is in none, unless it is elsewhere by chance."""
    next_ = f"the points with {points.index} > {tree_text(family.last)} have no interval of their own"
    if points.arbitrary is not None:
        return _missed(next_)
    rest = points.beyond(less(family.last, var(points.index)))
    outcome = prove(less(points.point, points.point), rest, budget)
    if isinstance(outcome, Refuted) and _is_missed(outcome, points, (family,), budget):
        return _missed_at(outcome, points)
    return undecided(next_)


def _with_rest(family: Stretch, singles: Sequence[Stretch], points: _Points, budget: Budget) -> Ruling:
    """The first points by the family, those beyond its last number by one of the single intervals."""
    own = _at_shift(family, 0, points, (family, *singles), budget)
    if own.verdict is not Verdict.CORRECT:
        return own
    before = _alone(range(points.first, first_number(family)), points, (family, *singles), budget)
    if before is not None:
        return before
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
            return _missed_at(failed, points)
    return undecided("the points beyond the last number of the family")
