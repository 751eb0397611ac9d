"""Equality up to a constant on each component of the set where the key is defined."""

import json
from pathlib import Path

import pytest

from tests.judge.rulings import function_claim, ruling

ROWS = [json.loads(line) for line in Path(__file__).with_name("components.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[f"{r['answer']} | {r['key']}" for r in ROWS])
def test_up_to_a_constant(row: dict[str, str]) -> None:
    """Constants may differ between components and nowhere else; a jump inside a component is wrong."""
    found = ruling(function_claim({**row, "equal": "up to a constant"}))
    assert found.verdict in row["expect"].split("|"), found
    if "almost" in row:
        assert found.almost == row["almost"]
