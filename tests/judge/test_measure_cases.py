"""Every row about measures, claims and witnesses is judged as labelled, or left undecided; never wrongly."""

from collections import Counter
from functools import cache
from typing import Any

import pytest

from benchmarks.judging import Outcome, judged
from benchmarks.labels import every_list

LISTS = {name: rows for name, rows in every_list() if name.startswith("measures_")}
ROWS = {row["id"]: row for rows in LISTS.values() for row in rows}
CERTIFIED, UNDECIDED = 0.95, 0.02
"""At least this share of each list is decided by a proof or a counterexample, at most that share is left open."""

PER_KIND = 20
"""So many rows at least for every kind that the lists are about."""


@cache
def outcome(row_id: str) -> Outcome:
    """The engine's outcome for a row, judged once in each process."""
    return judged(ROWS[row_id])


def _named(row: dict[str, Any]) -> Any:
    return pytest.param(row, id=f"{row['id']}: {row['why']}")


@pytest.mark.parametrize("row", [_named(row) for row in ROWS.values()])
def test_the_verdict_is_as_labelled_or_open(row: dict[str, Any]) -> None:
    """A row is read, and its verdict is the label or `undecided`."""
    found = outcome(row["id"])
    assert found.verdict in (row["expect"], "undecided"), found


@pytest.mark.parametrize("name", LISTS)
def test_nearly_every_row_is_certified(name: str) -> None:
    """At most five rows in a hundred are merely agreed or left open, and at most two left open; one row always may."""
    found = [outcome(row["id"]) for row in LISTS[name]]
    merely = [f.row_id for f in found if not f.certified]
    left_open = [f.row_id for f in found if f.verdict == "undecided"]
    assert len(merely) <= max(1, (1 - CERTIFIED) * len(found)), merely
    assert len(left_open) <= max(1, UNDECIDED * len(found)), left_open


def test_every_kind_has_its_rows() -> None:
    """Every kind has enough rows in the fresh lists, and right and wrong answers in numbers of the same order."""
    fresh = [row for name, rows in LISTS.items() if name.startswith("measures_fresh_") for row in rows]
    counts = Counter((row["kind"], row["expect"]) for row in fresh)
    for kind in {kind for kind, _ in counts}:
        right, wrong = counts[kind, "correct"], counts[kind, "incorrect"]
        assert right + wrong >= PER_KIND, kind
        assert 0.3 <= right / (right + wrong) <= 0.7, kind
