"""A counterexample is shown at a point only where the difference is certified at the point itself.

A difference that is certified on a ball holds at almost every point of it, and its centre may be the exception: an
integer, a jump. Such a centre is moved a little, and where no plain point nearby certifies the difference, the learner
reads that it lies near.
"""

import dataclasses
from collections.abc import Iterator

from flint import fmpq

from tutor.judge.counterexamples import refuted_at
from tutor.judge.meeting import REFUTING, Meeting
from tutor.judge.memberships import generic
from tutor.judge.pair import Pair
from tutor.judge.space import Centre
from tutor.judge.spelling import coordinate, pair_text
from tutor.judge.verdicts import Counterexample, Ruling
from tutor.mathematics.trees import Budget, OutOfSteps

_BITS = 256
_STEPS = 20_000
_MOVES = tuple(fmpq(1, d) for d in (7, -11, 101, -103, 10007, -(2**40 + 15), 2**90 + 27))


def certified_at_its_point(pair: Pair, ruling: Ruling) -> Ruling:
    """The ruling with the values at the point itself, at a point nearby, or near the point."""
    found = ruling.evidence
    if not isinstance(found, Counterexample) or not found.at:
        return ruling
    centre = _centre(pair, found)
    if centre is None:
        return ruling
    apart = dataclasses.replace(pair, budget=Budget(_STEPS))
    try:
        return _certified(apart, ruling, found, centre)
    except OutOfSteps:
        return _near(pair, ruling, found)


def _centre(pair: Pair, found: Counterexample) -> Centre | None:
    """The point where it is one of plain numbers."""
    point = {name: coordinate(text) for name, text in found.at}
    centre = {name: q for name, q in point.items() if q is not None}
    return centre if centre.keys() == {v.name for v in pair.space.variables} else None


def _certified(pair: Pair, ruling: Ruling, found: Counterexample, centre: Centre) -> Ruling:
    exact = _at(pair, centre)
    if exact is not None:
        same = pair_text(exact.left, exact.right) == (found.left, found.right)
        return ruling if same else refuted_at(centre, exact, found.on, found.positive, ruling.almost)
    if not found.positive:
        return ruling
    typical = generic(pair)
    for moved in _moved(pair, centre):
        there = _at(pair, moved)
        if there is not None and typical.meet_around(moved).outcome in REFUTING:
            return refuted_at(moved, there, None, positive=True, almost=ruling.almost)
    return _near(pair, ruling, found)


def _at(pair: Pair, centre: Centre) -> Meeting | None:
    """Both sides at exactly this point of the domain, where they are certified to differ."""
    if not pair.space.contains(centre):
        return None
    meeting = pair.meet(centre, _BITS, almost_everywhere=False)
    return meeting if meeting.outcome in REFUTING else None


def _moved(pair: Pair, centre: Centre) -> Iterator[Centre]:
    """The real coordinates moved a little, each by another amount."""
    for move in _MOVES:
        yield {n: q + move * fmpq(i + 3, 3) if n in pair.space.reals else q for i, (n, q) in enumerate(centre.items())}


def _near(pair: Pair, ruling: Ruling, found: Counterexample) -> Ruling:
    if not found.positive or not pair.space.reals:
        return ruling
    at = tuple((name, f"a number near {text}" if name in pair.space.reals else text) for name, text in found.at)
    return dataclasses.replace(ruling, evidence=dataclasses.replace(found, at=at))
