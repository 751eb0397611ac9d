"""Numbers: equality of constants (oo and -oo are values), and decimals that must be correctly rounded."""

from flint import arb, fmpq, fmpz

from tutor.judge.claims import Equal, Rounds
from tutor.judge.counterexamples import refuted_at
from tutor.judge.differences import certain_difference
from tutor.judge.evidence import digits, gave_up
from tutor.judge.meeting import REFUTING, Extended, Meeting, Outcome, compare_values, convention
from tutor.judge.moderation import are_moderate
from tutor.judge.pair import Pair
from tutor.judge.space import space_of
from tutor.judge.verdicts import Agreement, NotNumerical, Proof, Ruling, Sampled, Verdict
from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import Unsupported, zero_constant
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown, Value, precision
from tutor.mathematics.balls.values import absolute
from tutor.mathematics.objects.values import value_of
from tutor.mathematics.trees import Budget
from tutor.mathematics.trees.build import sub

_PRECISIONS = (64, 256)
_LAST = 3400
_TO_REFUTE = 20_000
_NEAR_LAST = arb(2) ** -1000


def decide_numbers(claim: Equal, budget: Budget) -> Ruling:
    """The ruling on equality of two constants."""
    pair = Pair(claim.answer, claim.key, space_of(claim.domain), True, budget)
    unbound = free_names(pair.left) | free_names(pair.right)
    if unbound:
        pair.note("not a variable of the question: " + ", ".join(sorted(unbound)))
        return gave_up(pair)
    try:
        left, right = value_of(pair.left, budget), value_of(pair.right, budget)
    except Unsupported as silence:
        if pair.left is pair.right:
            return Ruling(Verdict.CORRECT, Proof("the same expression"), NotNumerical(silence.reason))
        pair.note(silence.reason)
        return gave_up(pair)
    if isinstance(left, Tree) and isinstance(right, Tree):
        return _decide_constants(pair.over(left, right))
    return _decide_enclosures(pair, left, right)


def _decide_constants(pair: Pair) -> Ruling:
    meeting = Meeting(Outcome.UNKNOWN)
    for bits in _PRECISIONS:
        meeting = pair.meet({}, bits)
        ruling = _from_meeting(pair, meeting)
        if ruling is not None:
            return ruling
    if pair.left is pair.right:
        return Ruling(Verdict.CORRECT, Proof("the same expression"), _confirmation(meeting))
    rule = zero_constant(sub(pair.left, pair.right), pair.budget)
    if rule is not None:
        return Ruling(Verdict.CORRECT, Proof(rule), _confirmation(meeting))
    return _by_many_bits(pair)


def _decide_enclosures(pair: Pair, left: Tree | arb, right: Tree | arb) -> Ruling:
    """At least one side is only enclosed: disjoint enclosures refute; nothing here proves, except the same tree."""
    with precision(_PRECISIONS[-1]):
        meeting = compare_values(*(_enclosed(side, pair.budget) for side in (left, right)))
    if meeting.outcome in REFUTING:
        return refuted_at({}, meeting, None, positive=True)
    if pair.left is pair.right and meeting.outcome is Outcome.CLOSE:
        return Ruling(Verdict.CORRECT, Proof("the same expression"), _confirmation(meeting))
    pair.note("only an enclosure of the value is known")
    return gave_up(pair)


def _enclosed(side: Tree | arb, budget: Budget) -> Extended:
    if isinstance(side, arb):
        return side
    try:
        return Evaluator({}, budget=budget)(side)
    except Infinite as infinite:
        return infinite.sign
    except (Undefined, Unknown, Convention):
        return arb.nan()


def _from_meeting(pair: Pair, meeting: Meeting) -> Ruling | None:
    if meeting.outcome in REFUTING:
        return refuted_at({}, meeting, None, positive=True)
    if meeting.outcome is Outcome.EQUAL:
        return Ruling(Verdict.CORRECT, Proof("exact values"), _confirmation(meeting))
    if meeting.outcome is Outcome.BOTH_UNDEFINED:
        pair.note("both sides are undefined")
        return gave_up(pair)
    if meeting.outcome is Outcome.CONVENTION:
        pair.note(convention(meeting))
        return gave_up(pair)
    return None


def _confirmation(meeting: Meeting) -> Sampled | NotNumerical:
    if meeting.outcome in (Outcome.EQUAL, Outcome.CLOSE):
        return Sampled(1, digits(meeting))
    return NotNumerical("the value could not be computed")


def _by_many_bits(pair: Pair) -> Ruling:
    """The last rungs: many bits, the difference with its cancellations done, agreement, and yet more bits to refute.

    Hypothesis of agreement: all parts of both sides are moderate, so that no difference is too small to be seen.
    """
    meeting = pair.meet({}, _LAST)
    ruling = _from_meeting(pair, meeting)
    if ruling is not None:
        return ruling
    close = meeting.outcome is Outcome.CLOSE and isinstance(meeting.gap, arb) and bool(abs(meeting.gap) < _NEAR_LAST)
    if close and are_moderate((pair.left, pair.right), {}, pair.budget):
        return Ruling(Verdict.CORRECT, Agreement(1, 300))
    defined = meeting.outcome in (Outcome.CLOSE, Outcome.LOOSE)
    gap = certain_difference(pair.left, pair.right, pair.budget) if defined else None
    if gap is not None:
        return refuted_at({}, Meeting(Outcome.DIFFERENT, gap=gap), None, positive=True)
    ruling = _from_meeting(pair, pair.meet({}, _TO_REFUTE)) if defined else None
    if ruling is not None:
        return ruling
    pair.note("neither the normal form nor a root bound decides, and 3,400 bits are not enough")
    return gave_up(pair)


# Rounding -----------------------------------------------------------------------------------------------------------


def decide_rounding(claim: Rounds, budget: Budget) -> Ruling:
    """The ruling on a decimal: within half a unit of its last digit, or of the last digit asked for if that is finer.

    Both neighbours of a tie are accepted. An answer that is not a terminating decimal has to be exactly the key.
    """
    exact = Equal(claim.answer, claim.key)
    decimals = _decimals(claim.answer.value) if claim.answer.head == "num" else None
    if decimals is None:
        return decide_numbers(exact, budget)
    try:
        key = value_of(claim.key, budget)
    except Unsupported:
        return decide_numbers(exact, budget)
    for bits in (*_PRECISIONS, _LAST):
        with precision(bits):
            ruling = _rounded(claim.answer.value, _enclosed(key, budget), decimals, claim.digits)
        if ruling is not None:
            return ruling
    return decide_numbers(exact, budget)


def _rounded(answer: fmpq, key: Extended, decimals: int, digits_asked: int) -> Ruling | None:
    """The ruling where this enclosure of the key decides."""
    if key is None or isinstance(key, int):
        return None
    place = _place(key, digits_asked)
    if place is None:
        return None
    meeting = compare_values(answer, key)
    place = max(decimals, place) if answer != 0 else place
    excess = absolute(answer - key) - fmpq(10) ** -place / 2
    if excess > 0:
        return refuted_at({}, meeting, None, positive=True)
    if excess < 0 or (isinstance(excess, fmpq) and excess == 0):
        step = f"within half a unit of decimal place {place}"
        return Ruling(Verdict.CORRECT, Proof("correct rounding", (step,)), Sampled(1, digits_asked))
    return None


def _decimals(q: fmpq) -> int | None:
    """The decimal place of the last digit that is not 0 (1000 has -3), or None where the decimals don't end."""
    tens, rest = 0, q.numer()
    while rest != 0 and rest % 10 == 0:
        rest, tens = rest // 10, tens + 1
    twos, below = _without(2, q.denom())
    fives, below = _without(5, below)
    return max(twos, fives) - tens if below == 1 else None


def _without(prime: int, number: fmpz) -> tuple[int, fmpz]:
    """How often the prime divides the number, and what is left of it."""
    count = 0
    while number % prime == 0:
        number, count = number // prime, count + 1
    return count, number


def _place(key: Value, significant: int) -> int | None:
    """The decimal place of the key's last significant digit asked for; None for 0 and where it is not certain."""
    magnitude = abs(arb(key)) if isinstance(key, fmpq) else abs(key)
    if not magnitude > 0:
        return None
    guess = (magnitude.log() / arb(10).log()).floor().unique_fmpz()
    if guess is None:
        guess = (magnitude.mid().log() / arb(10).log()).floor().mid().unique_fmpz()
    if guess is None:
        return None
    for power in (int(guess), int(guess) + 1, int(guess) - 1):
        if magnitude >= fmpq(10) ** power and magnitude < fmpq(10) ** (power + 1):
            return significant - 1 - power
    return None
