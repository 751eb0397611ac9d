"""Every kind has a table of answers, each with the judgement it must get."""

import json
from pathlib import Path
from typing import Any

import pytest

from tutor.kinds import Question, kinds
from tutor.mathematics.trees.budget import Budget
from tutor.worker.judging import STEPS, judge_answer

TABLES = sorted(Path(__file__).parent.glob("*.jsonl"))
ROWS = [
    pytest.param(table.stem, json.loads(line), id=f"{table.stem}: {json.loads(line)['case']}")
    for table in TABLES
    for line in table.read_text(encoding="utf-8").splitlines()
]


def question(kind: str, row: dict[str, Any]) -> Question:
    """The question of one row."""
    mistakes = tuple((name, answer) for name, answer in row.get("mistakes", ()))
    return Question(kind, row["fields"], row.get("given", {}), mistakes)


@pytest.mark.parametrize(("kind", "row"), ROWS)
def test_an_answer_is_judged(kind: str, row: dict[str, Any]) -> None:
    """Verdict, null set, sorts, kind of fault, mistake and verdict on each claim are those of the row, every time."""
    found = judge_answer(question(kind, row), row["answer"], Budget(STEPS))
    assert judge_answer(question(kind, row), row["answer"], Budget(STEPS)) == found
    assert found.verdict == row["verdict"], found
    assert found.mistake == row.get("mistake")
    if "almost" in row:
        assert [ruling.almost for _, ruling in found.rulings] == [row["almost"]]
    if "expected" in row:
        assert (found.expected, found.found) == (row["expected"], row["found"])
    if "fault" in row:
        assert found.fault is not None
        assert found.fault.kind == row["fault"]
    if "labels" in row:
        assert {label: ruling.verdict for label, ruling in found.rulings} == row["labels"]


def test_every_kind_has_a_table() -> None:
    """A kind without a table of cases does not belong in the house."""
    assert {table.stem for table in TABLES} == set(kinds())


@pytest.mark.parametrize(
    ("kind", "row"),
    [row for row in ROWS if "key" in row.values[1]["fields"] and "given" not in row.values[1]],
)
def test_the_key_answers_its_own_question(kind: str, row: dict[str, Any]) -> None:
    """The key, given as the answer, is correct; an answer cannot name what is given."""
    found = judge_answer(question(kind, row), row["fields"]["key"], Budget(STEPS))
    assert found.verdict == "correct", found
