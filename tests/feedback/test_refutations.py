"""The wording of refutations, kind by kind: what went wrong first, established, and never what does not apply.

A row of `refutations.jsonl` has the question, a wrong answer and the lines that follow it; `never` is what must not be
said of it.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tutor.feedback.compose import Known, compose
from tutor.feedback.explain import explain
from tutor.judge.verdicts import Counterexample, Proof, Ruling, Verdict
from tutor.kinds import Judgement, Question, kinds
from tutor.mathematics.trees.budget import Budget
from tutor.worker.judging import STEPS, judge_answer

ROWS = [
    json.loads(line) for line in (Path(__file__).parent / "refutations.jsonl").read_text(encoding="utf-8").splitlines()
]
BOUND = Ruling(
    Verdict.INCORRECT,
    Counterexample((("n", "2"),), "3/2", "5/4"),
    diagnosis="at n = 2, |f| is 3/2, but your g only 5/4",
)


def judged(row: dict[str, Any]) -> Judgement:
    """The judgement on the answer of a row."""
    return judge_answer(Question(row["kind"], row["fields"]), row["answer"], Budget(STEPS))


@pytest.mark.parametrize("row", ROWS, ids=[row["about"] for row in ROWS])
def test_a_wrong_answer_is_told_why(row: dict[str, Any]) -> None:
    """The lines are those of the row, and what does not apply is not said, in `why` neither."""
    judgement = judged(row)
    said = [line.text for line in compose(judgement, row["answer"], Known(kind=row["kind"]))]
    assert judgement.verdict is Verdict.INCORRECT
    assert said == row["lines"]
    why = [line.text for line in explain(judgement, row["answer"], row["kind"])]
    assert "never" not in row or not any(row["never"] in line for line in (*said, *why))


@pytest.mark.parametrize("row", ROWS, ids=[row["about"] for row in ROWS])
def test_a_graded_set_tells_nothing(row: dict[str, Any]) -> None:
    """Neither verdict nor diagnosis: both would give the key away."""
    lines = compose(judged(row), row["answer"], Known(kind=row["kind"], graded=True))
    assert [line.text for line in lines] == ["Recorded."]


def test_every_kind_has_a_row() -> None:
    """A kind whose refutations nobody has read does not belong in the house."""
    assert {row["kind"] for row in ROWS} == set(kinds())


def test_why_begins_with_the_diagnosis() -> None:
    """Then the evidence; the sides of an inequality are not called yours and the model."""
    judgement = Judgement(Verdict.INCORRECT, "5/4", (("|f| <= g", BOUND),))
    lines = [line.text for line in explain(judgement, "5/4", "dominating")]
    assert lines[2:] == [
        "At n = 2, |f| is 3/2, but your g only 5/4.",
        "Counterexample at `n = 2`. Enclosures certified to be apart:",
        "the one side    `3/2`",
        "the other side  `5/4`",
    ]


def test_a_proof_without_a_diagnosis_is_named() -> None:
    """Nothing more is known than the rule that refuted the answer."""
    ruling = Ruling(Verdict.INCORRECT, Proof("the trace"))
    (line,) = compose(Judgement(Verdict.INCORRECT, "x", (("", ruling),)), "x", Known(kind="function"))
    assert line.text == "Not right: refuted by the trace."
