"""Claims about measures with parameters: for all values of them, single values and ends of their ranges included."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.judging import judged

ROWS = [json.loads(line) for line in Path(__file__).with_name("parameters.jsonl").read_text("utf-8").splitlines()]
_IDS = [f"{row['kind']}: {row['answer']} ({row['why']})" for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=_IDS)
def test_the_verdict_holds_for_all_parameters(row: dict[str, Any]) -> None:
    """The verdict is the label; what is correct is proved, never merely agreed."""
    found = judged({**row, "id": "1"})
    assert found.verdict == row["expect"], found
    assert found.verdict != "correct" or found.by == "proof"
