"""The evidence in full, as `why` shows it: rule by rule for a proof, enclosures at the point for a counterexample."""

from tutor.feedback.compose import EQUALITIES, MEMBERSHIP, is_choice, sentence
from tutor.feedback.judged import in_signs, in_words
from tutor.feedback.lines import Line, Lines, Role
from tutor.feedback.tabulations import told
from tutor.feedback.words import count, say
from tutor.judge.verdicts import (
    Agreement,
    Confirmation,
    Counterexample,
    Enumerated,
    Evidence,
    GaveUp,
    Proof,
    Ruling,
    Sampled,
    Tabulated,
    Verdict,
)
from tutor.kinds import Judgement


def explain(judgement: Judgement, answer: str, kind: str = "") -> Lines:
    """Every ruling of the judgement with what it says, its evidence and its numerical confirmation.

    `kind` is the kind of answer that was asked: an equality has a model, another claim has two sides.
    """
    lines = [Line(say("evidence.answer", answer=answer), Role.QUIET)]
    if not judgement.rulings:
        return (*lines, Line(say("evidence.unread")))
    count = len(judgement.rulings)
    for number, (label, ruling) in enumerate(judgement.rulings, start=1):
        if label:
            lines.append(Line(say("evidence.claim", number=number, count=count, label=label), Role.TITLE))
        lines += _ruling(ruling, kind in EQUALITIES)
    return tuple(lines)


def _ruling(ruling: Ruling, has_model: bool) -> Lines:
    lines = [_diagnosis(ruling.diagnosis)] if ruling.diagnosis else []
    if is_choice(ruling):
        return (*lines, Line(say("evidence.chosen" if ruling.verdict is Verdict.CORRECT else "evidence.choice")))
    lines += _evidence(ruling.evidence, ruling.verdict, has_model)
    if ruling.almost:
        lines.append(Line(say("evidence.almost", almost=ruling.almost)))
    if ruling.confirmation is not None:
        lines.append(Line(_confirmation(ruling.confirmation, has_model), Role.QUIET))
    return tuple(lines)


def _evidence(evidence: Evidence, verdict: Verdict, has_model: bool) -> Lines:
    match evidence:
        case Proof(by, steps):
            key = "evidence.proof" if verdict is Verdict.CORRECT else "evidence.refutation"
            numbered = (say("evidence.step", number=n, step=step) for n, step in enumerate(steps, start=1))
            return (Line(say(key, by=by)), *(Line(step, indent=4) for step in numbered))
        case Counterexample():
            return _counterexample(evidence, has_model)
        case Agreement(points, digits):
            return (Line(say("evidence.agreement", points=count(points, "point"), digits=digits)),)
        case GaveUp(tried):
            rungs = (Line(say("evidence.tried", reason=reason), indent=4) for reason in tried)
            return (Line(say("evidence.gave-up")), *rungs)


def _counterexample(evidence: Counterexample, has_model: bool) -> Lines:
    """The enclosures; those of a bare number stay hidden where one of them is the answer."""
    if not evidence.at and has_model:
        return (Line(say("evidence.number")),)
    if (evidence.left, evidence.right) in MEMBERSHIP:
        return (Line(say("evidence.member", at=evidence.at[0][1])),)
    at = ", ".join(f"{name} = {value}" for name, value in evidence.at if name)
    left, right = _MODEL if has_model else _SIDES
    lines = [
        Line(say("evidence.counterexample", at=at) if at else say("evidence.counterexample.nowhere")),
        Line(say(left, left=evidence.left), indent=4),
        Line(say(right, right=evidence.right), indent=4),
    ]
    if evidence.on:
        lines.append(Line(say("evidence.on", on=evidence.on)))
    return tuple(lines)


def _diagnosis(told: str) -> Line:
    return Line(in_signs(sentence(told)), aloud=in_words(sentence(told)))


_MODEL = "evidence.left", "evidence.right"
_SIDES = "evidence.side.left", "evidence.side.right"


def _confirmation(confirmation: Confirmation, has_model: bool) -> str:
    match confirmation:
        case Sampled(points, digits):
            said = "evidence.sampled" if has_model else "evidence.checked"
            return say(said, points=count(points, "point"), digits=digits)
        case Enumerated(cases):
            return say("evidence.enumerated", cases=count(cases, "case"))
        case Tabulated():
            return told(confirmation)
        case _:
            return say("evidence.not-numerical", reason=confirmation.reason)
