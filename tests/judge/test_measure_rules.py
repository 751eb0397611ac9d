"""Answers on measures that were once judged wrongly, each with its label derived by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.judging import judged

ROWS = [json.loads(line) for line in Path(__file__).with_name("measure_rules.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row['id']}: {row['why']}") for row in ROWS])
def test_the_verdict_is_as_labelled(row: dict[str, Any]) -> None:
    """The verdict is the label; a row that is open may also be left undecided."""
    found = judged({name: value for name, value in row.items() if name != "open"})
    assert found.verdict == row["expect"] or (row.get("open", False) and found.verdict == "undecided"), found
