"""The engine as a black box: a row of a list, or any question and answer, to a short outcome."""

import time
from dataclasses import dataclass
from typing import Any

from tutor.judge.verdicts import Agreement, Counterexample, GaveUp, Proof, Ruling
from tutor.kinds import Judgement, Question, QuestionFault
from tutor.mathematics.trees.budget import Budget
from tutor.worker.judging import STEPS, judge_answer

ABOUT_THE_ROW = ("id", "kind", "answer", "given", "expect", "almost", "why", "category")
"""What a row says beside the fields of its question."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one answer. `by` is proof, agreement, counterexample, gave up or fault; `ms` CPU milliseconds."""

    row_id: str
    verdict: str
    by: str
    almost: str | None
    note: str
    ms: float
    at: tuple[tuple[str, str], ...] = ()

    @property
    def certified(self) -> bool:
        """Whether the verdict rests on a proof or a counterexample."""
        return self.by in ("proof", "counterexample")


def question(row: dict[str, Any]) -> Question:
    """The question that a row puts."""
    fields = {name: content for name, content in row.items() if name not in ABOUT_THE_ROW}
    return Question(row["kind"], fields, row.get("given", {}))


def judged(row: dict[str, Any]) -> Outcome:
    """Judge the answer of a row in this process. A crash of the engine is an outcome of its own, `crash`."""
    started = time.process_time()
    try:
        judgement = judge_answer(question(row), row["answer"], Budget(STEPS))
    except QuestionFault as fault:
        return Outcome(
            row.get("id", ""), "unreadable", "fault", None, f"{fault.field}: {fault.message}", _since(started)
        )
    except Exception as bug:  # the caller reports it; a measurement goes on
        return Outcome(row.get("id", ""), "crash", "fault", None, f"{type(bug).__name__}: {bug}", _since(started))
    return outcome(row.get("id", ""), judgement, _since(started))


def outcome(row_id: str, judgement: Judgement, ms: float) -> Outcome:
    """The short form of a judgement."""
    rulings = [ruling for _, ruling in judgement.rulings]
    ruling = next((r for r in rulings if r.verdict is judgement.verdict), None)
    if ruling is None:
        note = judgement.fault.message if judgement.fault else f"expected {judgement.expected}, found {judgement.found}"
        return Outcome(row_id, judgement.verdict.value, "fault", None, note, ms)
    at = ruling.evidence.at if isinstance(ruling.evidence, Counterexample) else ()
    return Outcome(row_id, judgement.verdict.value, _by(ruling), ruling.almost, repr(ruling.evidence), ms, at)


_BY: dict[type, str] = {Proof: "proof", Counterexample: "counterexample", Agreement: "agreement", GaveUp: "gave up"}


def _by(ruling: Ruling) -> str:
    return _BY[type(ruling.evidence)]


def _since(started: float) -> float:
    return (time.process_time() - started) * 1000
