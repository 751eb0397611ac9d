"""The labels of the frozen lists hold in the eyes of the oracle, which shares no line with the engine."""

from typing import Any

import pytest

from benchmarks.labels import BLIND, complaint, every_list

SAMPLED = 29
"""Every so many rows; `python -m benchmarks.labels` checks them all."""

ROWS = [row for name, content in every_list() if not name.startswith("measures_known_") for row in content]
"""The `measures_known_*` lists are written in every style of the language, beyond what the oracle of measures reads."""


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in ROWS[::SAMPLED]])
def test_the_oracle_agrees_with_the_label(row: dict[str, Any]) -> None:
    """A correct answer differs from the key at no point, a wrong one does, and on a null set only where so labelled."""
    assert complaint(row) is None


def test_the_blind_rows_exist() -> None:
    """Every row that the oracle is excused from stands in a list."""
    assert set(BLIND) <= {row["id"] for row in ROWS}
