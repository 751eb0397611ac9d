"""The ladder on claims about functions, rung by rung: verdicts that must not change."""

import json
from pathlib import Path

import pytest

from tests.judge.rulings import function_claim, ruling

ROWS = [json.loads(line) for line in Path(__file__).with_name("ladder.jsonl").read_text().splitlines()]
IDS = [" | ".join(row[k] for k in ("answer", "key", "variables", "equal", "on") if k in row) for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_the_verdict(row: dict[str, str]) -> None:
    """The ruling is the labelled one, or one of those that are allowed."""
    found = ruling(function_claim(row))
    assert found.verdict in row["expect"].split("|"), found


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_the_verdict_with_the_sides_exchanged(row: dict[str, str]) -> None:
    """Answer and key may change places."""
    found = ruling(function_claim({**row, "answer": row["key"], "key": row["answer"]}))
    assert found.verdict in row["expect"].split("|"), found
