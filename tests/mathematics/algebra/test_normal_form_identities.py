"""Identities that the normal form proves, and plausible equations that it must not prove."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.mathematics.algebra.proving import findings

HERE = Path(__file__).parent


def rows(name: str) -> list[Any]:
    """The rows of a table as parameters with readable ids."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [pytest.param(row, id=f"{row['f']} ~ {row['g']} on {row['on']}") for row in map(json.loads, lines)]


@pytest.mark.parametrize("row", rows("identities.jsonl"))
def test_an_identity_is_proved_on_every_leaf(row: dict[str, Any]) -> None:
    """The normal form of the difference is zero on every cell and branch."""
    found = findings(row["f"], row["g"], row["on"])
    assert found.proved, found


@pytest.mark.parametrize("row", rows("differences.jsonl"))
def test_a_difference_is_not_proved_equal(row: dict[str, Any]) -> None:
    """An equation that is false on a set of positive measure, or at some integer, stays unproved."""
    found = findings(row["f"], row["g"], row["on"])
    assert found.proved is row.get("equal", False), found
