"""Integrals, series, suprema and limits with variables in them: closed forms, and what they must not be used for."""

import json
from pathlib import Path

import pytest

from tests.judge.rulings import function_claim, ruling

ROWS = [json.loads(line) for line in Path(__file__).with_name("closed_forms.jsonl").read_text("utf-8").splitlines()]
IDS = [" | ".join(row[k] for k in ("answer", "key", "variables", "equal") if k in row) for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_the_verdict_on_a_closed_form(row: dict[str, str]) -> None:
    """The ruling is the labelled one; a hypothesis that fails leaves the question undecided."""
    found = ruling(function_claim(row))
    assert found.verdict in row["expect"].split("|"), found


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_the_verdict_with_the_closed_form_as_the_key(row: dict[str, str]) -> None:
    """Answer and key may change places."""
    found = ruling(function_claim({**row, "answer": row["key"], "key": row["answer"]}))
    assert found.verdict in row["expect"].split("|"), found
