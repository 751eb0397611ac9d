"""From a question and a typed answer to a judgement: state the claims, decide each, look for a known mistake.

This is the one place that joins kinds and judge. It runs in the judging process; see `handle.Worker` and `alone`.
"""

import json
from dataclasses import dataclass, replace
from functools import lru_cache

from tutor.judge.ladder import decide
from tutor.judge.verdicts import Verdict
from tutor.kinds import Asked, FaultReport, Judgement, Misfit, Question, QuestionFault, ask
from tutor.language.faults import Fault
from tutor.mathematics.trees.budget import Budget
from tutor.worker.messages import plain_question, question_from

STEPS = 1_500_000
"""The step budget of one answer, all its claims and known mistakes together."""


def judge_answer(question: Question, answer: str, budget: Budget) -> Judgement:
    """Everything that can be known about this answer. Raises QuestionFault when the question cannot be asked."""
    ready = _ready(json.dumps(plain_question(question), sort_keys=True))
    judgement = _judged(ready.asked, answer, budget)
    if judgement.verdict is Verdict.INCORRECT:
        return replace(judgement, mistake=_mistake(ready, answer, budget))
    return judgement


@dataclass(frozen=True, slots=True)
class _Ready:
    """A question made ready, and the questions "did they make this mistake?", each with its id."""

    asked: Asked
    mistakes: tuple[tuple[str, Asked], ...]


@lru_cache(maxsize=128)
def _ready(text: str) -> _Ready:
    question = question_from(json.loads(text))
    mistakes = tuple((name, _ask_mistake(question, given_away)) for name, given_away in question.mistakes)
    return _Ready(ask(question), mistakes)


def _ask_mistake(question: Question, given_away: str) -> Asked:
    """The question whose right answers are those that make this mistake: the same one with another key."""
    fields = {**question.fields, "key": given_away}
    try:
        return ask(Question(question.kind, fields, question.given))
    except QuestionFault as fault:
        raise QuestionFault("mistakes", f"in '{given_away}': {fault.message}", fault.span) from None


def _judged(asked: Asked, answer: str, budget: Budget) -> Judgement:
    try:
        stated = asked.state(answer)
    except Fault as fault:
        return Judgement(Verdict.UNREADABLE, fault=_report(fault))
    except Misfit as misfit:
        return Judgement(Verdict.MISFIT, misfit.read_as, expected=misfit.expected, found=misfit.found)
    rulings = tuple((label, decide(claim, budget)) for label, claim in stated.claims)
    return Judgement(_combined(tuple(r.verdict for _, r in rulings)), stated.read_as, rulings)


def _combined(verdicts: tuple[Verdict, ...]) -> Verdict:
    if Verdict.INCORRECT in verdicts:
        return Verdict.INCORRECT
    return Verdict.UNDECIDED if Verdict.UNDECIDED in verdicts else Verdict.CORRECT


def _mistake(ready: _Ready, answer: str, budget: Budget) -> str | None:
    """The id of the first known mistake that this answer makes, proved as a right answer would be."""
    for name, asked in ready.mistakes:
        if _judged(asked, answer, budget).verdict is Verdict.CORRECT:
            return name
    return None


def _report(fault: Fault) -> FaultReport:
    return FaultReport(fault.span, fault.kind.value, fault.message, fault.suggestion, tuple(fault.readings))
