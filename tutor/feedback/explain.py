"""The evidence in full, as `why` shows it: rule by rule for a proof, enclosures at the point for a counterexample."""

from tutor.feedback.compose import is_choice
from tutor.feedback.lines import Line, Lines, Role
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
    Verdict,
)
from tutor.kinds import Judgement


def explain(judgement: Judgement, answer: str) -> Lines:
    """Every ruling of the judgement with its evidence and its numerical confirmation."""
    lines = [Line(say("evidence.answer", answer=answer), Role.QUIET)]
    if not judgement.rulings:
        return (*lines, Line(say("evidence.unread")))
    count = len(judgement.rulings)
    for number, (label, ruling) in enumerate(judgement.rulings, start=1):
        if label:
            lines.append(Line(say("evidence.claim", number=number, count=count, label=label), Role.TITLE))
        lines += _ruling(ruling)
    return tuple(lines)


def _ruling(ruling: Ruling) -> Lines:
    if is_choice(ruling):
        return (Line(say("evidence.chosen" if ruling.verdict is Verdict.CORRECT else "evidence.choice")),)
    lines = list(_evidence(ruling.evidence, ruling.verdict))
    if ruling.almost:
        lines.append(Line(say("evidence.almost", almost=ruling.almost)))
    if ruling.confirmation is not None:
        lines.append(Line(_confirmation(ruling.confirmation), Role.QUIET))
    return tuple(lines)


def _evidence(evidence: Evidence, verdict: Verdict) -> Lines:
    match evidence:
        case Proof(by, steps):
            key = "evidence.proof" if verdict is Verdict.CORRECT else "evidence.refutation"
            numbered = (say("evidence.step", number=n, step=step) for n, step in enumerate(steps, start=1))
            return (Line(say(key, by=by)), *(Line(step, indent=4) for step in numbered))
        case Counterexample():
            return _counterexample(evidence)
        case Agreement(points, digits):
            return (Line(say("evidence.agreement", points=count(points, "point"), digits=digits)),)
        case GaveUp(tried):
            rungs = (Line(say("evidence.tried", reason=reason), indent=4) for reason in tried)
            return (Line(say("evidence.gave-up")), *rungs)


def _counterexample(evidence: Counterexample) -> Lines:
    """The enclosures; those of a bare number stay hidden, for they would be the answer."""
    if not evidence.at:
        return (Line(say("evidence.number")),)
    at = ", ".join(f"{name} = {value}" for name, value in evidence.at)
    lines = [
        Line(say("evidence.counterexample", at=at)),
        Line(say("evidence.left", left=evidence.left), indent=4),
        Line(say("evidence.right", right=evidence.right), indent=4),
    ]
    if evidence.on:
        lines.append(Line(say("evidence.on", on=evidence.on)))
    return tuple(lines)


def _confirmation(confirmation: Confirmation) -> str:
    match confirmation:
        case Sampled(points, digits):
            return say("evidence.sampled", points=count(points, "point"), digits=digits)
        case Enumerated(cases):
            return say("evidence.enumerated", cases=count(cases, "case"))
        case _:
            return say("evidence.not-numerical", reason=confirmation.reason)
