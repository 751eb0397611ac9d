"""From a question and a typed answer to a judgement: state the claims, decide each, look for a known mistake.

This is the one place that joins kinds and judge. It runs in the judging process; see `handle.Worker` and `alone`.
"""

import json
from dataclasses import dataclass, replace
from functools import lru_cache

from tutor.judge.ladder import decide
from tutor.judge.verdicts import Verdict
from tutor.kinds import Asked, FaultReport, Judgement, Misfit, Question, QuestionFault, Stating, ask
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
    mistakes: tuple[tuple[str, Stating], ...]


@lru_cache(maxsize=128)
def _ready(text: str) -> _Ready:
    question = question_from(json.loads(text))
    asked = ask(question)
    return _Ready(asked, tuple((name, _same_as(asked, when)) for name, when in question.mistakes))


def _same_as(asked: Asked, when: str) -> Stating:
    """The question whose right answers are those that make this mistake."""
    try:
        return asked.same_as(when)
    except Fault as fault:
        raise QuestionFault("mistakes", f"in '{when}': {fault.message}", fault.span) from None
    except Misfit as misfit:
        message = f"in '{when}': this is {misfit.found}; {misfit.expected} is asked"
        raise QuestionFault("mistakes", message) from None


def verdict_on(asked: Stating, answer: str, budget: Budget) -> Verdict:
    """The verdict on an answer to a question that is ready."""
    return _judged(asked, answer, budget).verdict


def _judged(asked: Stating, answer: str, budget: Budget) -> Judgement:
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
        if verdict_on(asked, answer, budget) is Verdict.CORRECT:
            return name
    return None


def _report(fault: Fault) -> FaultReport:
    return FaultReport(fault.span, fault.kind.value, fault.message, fault.suggestion, tuple(fault.readings))
