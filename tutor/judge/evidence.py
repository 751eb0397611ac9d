"""Rulings that end the ladder: proofs with their numerical confirmation, and giving up with every reason."""

from collections.abc import Iterable, Sequence

from flint import arb

from tutor.judge.meeting import AGREEING, REFUTING, Meeting, Outcome
from tutor.judge.pair import Pair
from tutor.judge.space import Centre
from tutor.judge.verdicts import Confirmation, GaveUp, NotNumerical, Proof, Ruling, Sampled, Verdict

CONFIRMING_POINTS = 24
MOST_DIGITS = 30


class Contradiction(Exception):  # noqa: N818  (an outcome: an engine bug, never a verdict)
    """A symbolic proof and a certified point against each other."""


def gave_up(pair: Pair) -> Ruling:
    """Undecided, with every reason that was noted."""
    return Ruling(Verdict.UNDECIDED, GaveUp(tuple(pair.tried) or ("no rung of the ladder decides this",)))


def proved(
    pair: Pair, by: str, steps: Sequence[str] = (), almost: str | None = None, extra: Iterable[Centre] = ()
) -> Ruling:
    """Correct, by a proof that is confirmed at generic places. Raises Contradiction where a certified point objects.

    `extra` are centres to look at when no generic place has a value. Where both sides are certified undefined at
    every place looked at, there is no agreement and the ruling is undecided.
    """
    confirmation = confirm(pair, extra)
    if confirmation is None:
        pair.note("both sides are undefined wherever they were looked at")
        return gave_up(pair)
    return Ruling(Verdict.CORRECT, Proof(by, tuple(steps)), confirmation, almost)


def confirm(pair: Pair, extra: Iterable[Centre] = ()) -> Confirmation | None:
    """How well both sides agree at generic places; None where both are undefined at all of them."""
    tally = Tally()
    for centre in pair.space.places(CONFIRMING_POINTS):
        tally.count(pair.meet_around(centre), centre)
    for centre in () if tally.points else extra:
        tally.count(pair.meet_around(centre), centre)
    if tally.points:
        return Sampled(tally.points, tally.digits)
    if tally.undefined:
        return None
    return NotNumerical("no point of the domain could be evaluated")


class Tally:
    """Points at which both sides were certified to be close, and the digits to which they all agree."""

    __slots__ = ("digits", "points", "undefined")

    def __init__(self) -> None:
        self.points = 0
        self.digits = MOST_DIGITS
        self.undefined = 0

    def count(self, meeting: Meeting, centre: Centre) -> None:
        """Add one meeting. Raises Contradiction where it refutes."""
        if meeting.outcome in REFUTING:
            raise Contradiction(f"at {centre}: {meeting.left} against {meeting.right}")
        if meeting.outcome in AGREEING:
            self.points += 1
            self.digits = min(self.digits, digits(meeting))
        elif meeting.outcome is Outcome.BOTH_UNDEFINED:
            self.undefined += 1


def digits(meeting: Meeting) -> int:
    """To how many decimal digits, at most 30, the values are certified to agree, relative to values above 1."""
    if not isinstance(meeting.gap, arb):
        return MOST_DIGITS
    size = arb(abs(meeting.left)) if isinstance(meeting.left, arb) else arb(1)
    mantissa, exponent = (arb(abs(meeting.gap)) / size.max(arb(1))).upper().man_exp()
    if mantissa == 0:
        return MOST_DIGITS
    bits = -int(exponent) - int(mantissa.bit_length())
    return max(0, min(MOST_DIGITS, bits * 301 // 1000))
