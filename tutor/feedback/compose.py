"""From a judgement to what the learner reads first; `explain` has the long form.

Nothing is said that the evidence does not carry. The value of a number is never given away: where a counterexample has
no point, only its sign and size are compared. In a graded set neither points nor values are shown.
"""

import re
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal

from tutor.feedback.lines import Line, Lines, Role, prose
from tutor.feedback.words import count, say
from tutor.judge.verdicts import (
    Agreement,
    Counterexample,
    Enumerated,
    Proof,
    Ruling,
    Sampled,
    Verdict,
)
from tutor.kinds import FaultReport, Judgement
from tutor.language import faults
from tutor.language.faults import Fault, FaultKind


@dataclass(frozen=True, slots=True)
class Known:
    """What is known besides the judgement: the author's words on the mistake that was matched, and a diagnosis."""

    mistake: str = ""
    diagnosis: str = ""
    graded: bool = False


def compose(judgement: Judgement, answer: str, known: Known = Known()) -> Lines:
    """The lines that follow an answer."""
    if judgement.verdict is Verdict.UNREADABLE:
        return _unreadable(judgement, answer)
    if judgement.verdict is Verdict.MISFIT:
        sentence = say("verdict.misfit", found=judgement.found, expected=judgement.expected)
        return (Line(sentence, Role.PUZZLED),)
    if known.graded:
        return (Line(say("verdict.recorded"), Role.TEXT),)
    if judgement.verdict is Verdict.UNDECIDED:
        return (Line(say("verdict.undecided"), Role.PUZZLED),)
    if judgement.verdict is Verdict.CORRECT:
        return _correct(judgement)
    return _incorrect(judgement, known)


def read_as(judgement: Judgement) -> Lines:
    """How the answer was understood, shown before the verdict; nothing where it could not be read."""
    if not judgement.read_as:
        return ()
    return (Line(say("session.read-as", reading=f"`{judgement.read_as}`"), Role.QUIET),)


def _correct(judgement: Judgement) -> Lines:
    rulings = [ruling for _, ruling in judgement.rulings]
    almost = [ruling.almost for ruling in rulings if ruling.almost]
    agreed = [ruling.evidence for ruling in rulings if isinstance(ruling.evidence, Agreement)]
    if almost:
        first = say("verdict.correct.almost", almost=" ∪ ".join(dict.fromkeys(almost)))
    elif agreed:
        weakest = min(agreed, key=lambda found: found.digits)
        first = say("verdict.correct.agreed", digits=weakest.digits, points=count(weakest.points, "point"))
    else:
        first = say("verdict.correct")
    labelled = [label for label, _ in judgement.rulings if label]
    claims = tuple(Line(say("verdict.correct.claim", label=label), Role.QUIET) for label in labelled)
    return (Line(first, Role.RIGHT), *claims, *_by(rulings))


def _by(rulings: list[Ruling]) -> Lines:
    """The proof in one line, where there is a single claim and it was proved."""
    if len(rulings) != 1 or not isinstance(rulings[0].evidence, Proof):
        return ()
    return (Line(say("verdict.correct.by", by=rulings[0].evidence.by, confirmed=_confirmed(rulings[0])), Role.QUIET),)


def _confirmed(ruling: Ruling) -> str:
    confirmation = ruling.confirmation
    if isinstance(confirmation, Sampled):
        return say("verdict.confirmed.sampled", points=count(confirmation.points, "point"), digits=confirmation.digits)
    if isinstance(confirmation, Enumerated):
        return say("verdict.confirmed.enumerated", cases=count(confirmation.cases, "case"))
    return ""


def _incorrect(judgement: Judgement, known: Known) -> Lines:
    lines: list[Line] = []
    for label, ruling in judgement.rulings:
        if label and ruling.verdict is Verdict.CORRECT:
            lines.append(Line(say("verdict.correct.claim", label=label), Role.QUIET))
        elif ruling.verdict is Verdict.INCORRECT:
            lines += _failed(label, ruling)
    lines = lines or [Line(say("verdict.incorrect"), Role.WRONG)]
    if known.mistake:
        # Beside the verdict where that is one line; after it where the lines belong together.
        at = 1 if len(judgement.rulings) == 1 and not judgement.rulings[0][1].almost else len(lines)
        return (*lines[:at], *prose(known.mistake), *lines[at:])
    if known.diagnosis:
        lines.append(Line(say(f"diagnosis.{known.diagnosis}")))
    return tuple(lines)


def is_choice(ruling: Ruling) -> bool:
    """Whether the answer was compared with a list of accepted ones, whose listing would give them away."""
    return isinstance(ruling.evidence, Proof) and isinstance(ruling.confirmation, Enumerated)


def _failed(label: str, ruling: Ruling) -> Lines:
    """A claim that does not hold, and where."""
    if is_choice(ruling):
        key = "verdict.incorrect.choice.claim" if label else "verdict.incorrect.choice"
        return (Line(say(key, label=label), Role.WRONG),)
    head = (Line(say("verdict.incorrect.claim", label=label), Role.WRONG),) if label else ()
    return (*head, *_difference(ruling, labelled=bool(label)))


def _difference(ruling: Ruling, *, labelled: bool) -> Lines:
    """Where and how the two sides differ, as far as the evidence says."""
    evidence = ruling.evidence
    if isinstance(evidence, Proof):
        return (Line(say("verdict.incorrect.refuted", by=evidence.by), Role.WRONG),)
    if not isinstance(evidence, Counterexample):
        return ()
    first = Line(_first_sentence(evidence, labelled), Role.TEXT if labelled else Role.WRONG)
    if ruling.almost:
        return (Line(say("verdict.incorrect.almost", almost=ruling.almost), Role.WRONG), first)
    if evidence.on and evidence.at:
        key = "verdict.incorrect.positive" if evidence.positive else "verdict.incorrect.null"
        return (first, Line(say(key, on=evidence.on)))
    return (first,)


def _first_sentence(evidence: Counterexample, labelled: bool) -> str:
    at = ", ".join(f"{name} = {value}" for name, value in evidence.at)
    if not evidence.at:
        return say(f"verdict.incorrect{_size(evidence)}")
    if labelled:
        return say("verdict.incorrect.at.claim", at=at, left=evidence.left, right=evidence.right)
    if (evidence.left, evidence.right) in _MEMBERSHIP:
        return say(_MEMBERSHIP[evidence.left, evidence.right], at=evidence.at[0][1])
    if evidence.left == "undefined":
        return say("verdict.incorrect.undefined", at=at, right=evidence.right)
    if evidence.right == "undefined":
        return say("verdict.incorrect.defined", at=at, left=evidence.left)
    return say("verdict.incorrect.at", at=at, left=evidence.left, right=evidence.right)


_IN, _OUT = "in the set", "not in the set"
_MEMBERSHIP = {(_IN, _OUT): "verdict.incorrect.extra", (_OUT, _IN): "verdict.incorrect.missing"}
"""What a certified point of just one of two sets says."""


def _size(evidence: Counterexample) -> str:
    """Which sentence compares two numbers without giving the right one away; "" where they cannot be compared.

    A printed value is rounded: which of two values is larger is said only where they differ by more than that.
    """
    left, right = _written(evidence.left), _written(evidence.right)
    if left is None or right is None or left == right:
        return ""
    if left.is_infinite() != right.is_infinite():
        return ".infinite" if left.is_infinite() else ".finite"
    if left == 0:
        return ".zero"
    if right != 0 and left.is_signed() != right.is_signed():
        return ".sign"
    if left.is_finite() and _are_close(left, right):
        return ""
    return ".large" if left > right else ".small"


def _are_close(left: Decimal, right: Decimal) -> bool:
    gap = _WIDE.abs(_WIDE.subtract(left, right))
    return gap <= _WIDE.multiply(_ROUNDED, max(left.copy_abs(), right.copy_abs()))


_NUMBER = re.compile(r"[-−]?(\d+(\.\d*)?([eE][-+]?\d+)?(/\d+)?|oo|∞)")
_ROUNDED = Decimal("1e-8")
_WIDE = Context(prec=40, Emin=MIN_EMIN, Emax=MAX_EMAX)


def number(text: str) -> float | None:
    """The number that a printed enclosure begins with."""
    written = _written(text)
    return None if written is None else float(written)


def _written(text: str) -> Decimal | None:
    found = _NUMBER.match(text.strip().lstrip("[("))
    if not found:
        return None
    written = found.group().replace("−", "-").replace("∞", "oo").replace("oo", "Infinity")
    above, _, below = written.partition("/")
    try:
        return _WIDE.divide(Decimal(above), Decimal(below or 1))
    except ArithmeticError:
        return None


def _unreadable(judgement: Judgement, answer: str) -> Lines:
    fault = judgement.fault
    if fault is None:
        return (Line(say("verdict.unreadable", message=""), Role.PUZZLED),)
    return (*caret(answer, fault.span), *fault_lines(fault))


def fault_lines(fault: FaultReport) -> Lines:
    """What is wrong with the reading, and what to write instead."""
    message = fault.message if fault.message.endswith((".", "?", "!")) else f"{fault.message}."
    lines = [Line(say("verdict.unreadable", message=message), Role.PUZZLED)]
    if fault.readings:
        readings = " / ".join(f"`{reading}`" for reading in fault.readings)
        lines.append(Line(say("verdict.unreadable.readings", readings=readings)))
    elif fault.suggestion and fault.suggestion not in fault.message:
        lines.append(Line(say("verdict.unreadable.suggestion", suggestion=fault.suggestion)))
    return tuple(lines)


def caret(answer: str, span: tuple[int, int]) -> Lines:
    """The typed line with carets under the place; aloud, the place is told instead."""
    start, end = span
    rows = faults.caret(answer, Fault(FaultKind.UNEXPECTED, span, "")).split("\n")
    typed = answer[start:end].strip()
    heard = say("verdict.place", typed=typed, place=start + 1) if typed else ""
    return (Line(rows[0], Role.FIXED, aloud=""), Line(rows[1], Role.FIXED, aloud=heard))
