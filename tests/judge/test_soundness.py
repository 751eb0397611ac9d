"""Each soundness rule with a claim that violates its hypothesis: wrong here is wrong for a learner."""

import json
from pathlib import Path

import pytest

from tests.judge.rulings import function_claim, ruling

ROWS = [json.loads(line) for line in Path(__file__).with_name("soundness.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[row["rule"] for row in ROWS])
def test_the_rule_holds(row: dict[str, str]) -> None:
    """The verdict is one of those that the rule allows, and the null set is the one named."""
    found = ruling(function_claim(row))
    assert found.verdict in row["expect"].split("|"), found
    if "almost" in row:
        assert found.almost == row["almost"]


@pytest.mark.parametrize("row", ROWS, ids=[row["rule"] for row in ROWS])
def test_the_rule_holds_with_the_sides_exchanged(row: dict[str, str]) -> None:
    """Equality is symmetric."""
    found = ruling(function_claim({**row, "answer": row["key"], "key": row["answer"]}))
    assert found.verdict in row["expect"].split("|"), found
