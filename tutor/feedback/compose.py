"""From a judgement to what the learner reads first; `explain` has the long form.

Nothing is said that the evidence does not carry. The value of a number is never given away: where a counterexample has
no point, only its sign and size are compared. In a graded set neither points nor values are shown.
"""

import re
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal

from tutor.feedback.judged import in_signs, in_words
from tutor.feedback.lines import Line, Lines, Role, prose
from tutor.feedback.words import count, say
from tutor.judge.verdicts import (
    Agreement,
    Counterexample,
    Enumerated,
    Evidence,
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
    """What is known besides the judgement: the author's words on the mistake that was matched, and a diagnosis.

    `kind` is the kind of answer that was asked: equalities with a model are worded differently from claims.
    """

    mistake: str = ""
    diagnosis: str = ""
    graded: bool = False
    kind: str = ""


EQUALITIES = frozenset(("", "number", "tuple", "function", "set", "measure", "law", "decomposition", "density", "cdf"))
"""Kinds whose answer is compared with a model: a counterexample is what yours gives and what it should be."""

_ENTRIES = frozenset(("choice", "table", "order", "modes", "tuple"))
"""Kinds whose labels name entries of the answer; those of the other kinds are statements, which hold or fail."""


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
        return _correct(judgement, known.kind)
    return _incorrect(judgement, known)


def _correct(judgement: Judgement, kind: str) -> Lines:
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
    claims = (_right(label, kind) for label, _ in judgement.rulings if label)
    return (Line(first, Role.RIGHT), *claims, *_by(rulings))


def _right(label: str, kind: str) -> Line:
    key = "verdict.correct.entry" if kind in _ENTRIES else "verdict.correct.claim"
    return Line(say(key, label=label), Role.QUIET)


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
            lines.append(_right(label, known.kind))
        elif ruling.verdict is Verdict.INCORRECT:
            lines += _failed(label, ruling, known.kind)
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


_OPENING = frozenset(("a", "an", "at", "both", "every", "for", "in", "on", "the", "there", "your", "yours"))
"""Words that are written with a capital at the beginning of a sentence; names such as `delta` are not."""


def sentence(diagnosis: str) -> str:
    """A diagnosis as a sentence: a capital letter where it begins with a word, and a full stop."""
    is_word = diagnosis.split(" ", 1)[0] in _OPENING
    opened = diagnosis[0].upper() + diagnosis[1:] if is_word else diagnosis
    return opened if opened.endswith(".") else f"{opened}."


def _failed(label: str, ruling: Ruling, kind: str) -> Lines:
    """A claim that does not hold, and where."""
    if is_choice(ruling) and not ruling.diagnosis:
        key = "verdict.incorrect.choice.claim" if label else "verdict.incorrect.choice"
        return (Line(say(key, label=label), Role.WRONG),)
    if not label:
        return _difference(ruling, kind, labelled=False)
    key = "verdict.incorrect.entry" if kind in _ENTRIES else "verdict.incorrect.claim"
    return (Line(say(key, label=label), Role.WRONG), *_difference(ruling, kind, labelled=True))


def _difference(ruling: Ruling, kind: str, *, labelled: bool) -> Lines:
    """What was established to be wrong, and where and how the two sides differ, as far as that adds anything."""
    evidence = ruling.evidence
    if ruling.diagnosis:
        return (_told(ruling.diagnosis, labelled), *(_beside(evidence, ruling.diagnosis) if kind in EQUALITIES else ()))
    if isinstance(evidence, Proof):
        return (Line(say("verdict.incorrect.refuted", by=evidence.by), _role(labelled)),)
    if not isinstance(evidence, Counterexample):
        return ()
    return _differing(ruling, evidence, kind, labelled)


def _differing(ruling: Ruling, evidence: Counterexample, kind: str, labelled: bool) -> Lines:
    """A counterexample without a diagnosis, and the set on which the sides differ."""
    if kind in EQUALITIES:
        first_line = Line(_first_sentence(evidence, labelled), _role(labelled))
    else:
        first_line = _told(_as_a_claim(evidence), labelled)
    if ruling.almost:
        return (Line(say("verdict.incorrect.almost", almost=ruling.almost), Role.WRONG), first_line)
    if evidence.on and evidence.at and not _set_of(evidence) and kind in EQUALITIES:
        key = "verdict.incorrect.positive" if evidence.positive else "verdict.incorrect.null"
        return (first_line, Line(say(key, on=evidence.on)))
    return (first_line,)


def _role(labelled: bool) -> Role:
    """A line under a label is text; without a label it is the verdict itself."""
    return Role.TEXT if labelled else Role.WRONG


def _told(diagnosis: str, labelled: bool) -> Line:
    """What is wrong, as the sentence under a label or as the verdict itself."""
    whole = sentence(diagnosis) if labelled else sentence(say("verdict.incorrect.diagnosis", diagnosis=diagnosis))
    return Line(in_signs(whole), _role(labelled), aloud=None if "`" in whole else in_words(whole))


def _beside(evidence: Evidence, told: str) -> Lines:
    """The counterexample after a diagnosis, where that does not have both values already."""
    if not isinstance(evidence, Counterexample) or not evidence.at:
        return ()
    if evidence.left in told and evidence.right in told:
        return ()
    return (Line(_at_a_place(evidence, "verdict.incorrect.beside")),)


def _first_sentence(evidence: Counterexample, labelled: bool) -> str:
    if not evidence.at:
        return say(f"verdict.incorrect{_size(evidence)}")
    if (evidence.left, evidence.right) in MEMBERSHIP:
        return say(MEMBERSHIP[evidence.left, evidence.right], at=evidence.at[0][1])
    return _at_a_place(evidence, "verdict.incorrect.beside" if labelled else "verdict.incorrect.at")


def _at_a_place(evidence: Counterexample, key: str) -> str:
    """What yours gives at a point, or as the mass of a set, and what it should be."""
    set_ = _set_of(evidence)
    if set_:
        whose = dict(evidence.at).get("part", "")
        whose = f"your {whose}" if whose else "yours"
        at, left, right = _parameters(evidence), evidence.left, evidence.right
        return sentence(say(f"{key}.mass", whose=whose, set=set_, left=left, right=right, at=at))
    place = _place(evidence)
    if evidence.left == "undefined":
        return say(f"{key}.undefined", at=place, right=evidence.right)
    if evidence.right == "undefined":
        return say(f"{key}.defined", at=place, left=evidence.left)
    return say(key, at=place, left=evidence.left, right=evidence.right)


def _as_a_claim(evidence: Counterexample) -> str:
    """The equality that fails, as the false statement that it makes."""
    set_ = _set_of(evidence)
    if set_:
        return say("verdict.incorrect.masses", set=set_, left=evidence.left, right=evidence.right)
    if (evidence.left, evidence.right) in MEMBERSHIP:
        return say("verdict.incorrect.one-set", at=_place(evidence))
    key = "verdict.incorrect.would.at" if evidence.at else "verdict.incorrect.would"
    return say(key, at=_place(evidence), left=evidence.left, right=evidence.right)


def _place(evidence: Counterexample) -> str:
    return ", ".join(f"{name} = {value}" for name, value in evidence.at)


def _set_of(evidence: Counterexample) -> str:
    """The set whose two masses are the evidence; "" where it is a point."""
    return dict(evidence.at).get("A", "")


def _parameters(evidence: Counterexample) -> str:
    """The values of the parameters beside such a set, as a part of a sentence."""
    values = ", ".join(f"{name} = {value}" for name, value in evidence.at if name not in ("A", "part"))
    return f" for `{values}`" if values else ""


_IN, _OUT = "in the set", "not in the set"
MEMBERSHIP = {(_IN, _OUT): "verdict.incorrect.extra", (_OUT, _IN): "verdict.incorrect.missing"}
"""What a certified point of just one of two sets says."""


def _size(evidence: Counterexample) -> str:
    """Which sentence compares two numbers without giving the right one away; "" where they cannot be compared.

    A printed value is rounded: which of two values is larger is said only where they differ by more than that.
    """
    if evidence.left == "undefined":
        return ".nothing"
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
        return ".close"
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
