"""Every row of every frozen list is judged as labelled, or left undecided; never wrongly."""

from functools import cache
from typing import Any

import pytest

from benchmarks.judging import Outcome, judged
from benchmarks.labels import every_list

LISTS = {name: rows for name, rows in every_list() if not name.startswith("measures_")}
ROWS = {row["id"]: row for rows in LISTS.values() for row in rows}
CERTIFIED = 0.97
"""At least this share of each list is decided by a proof or a counterexample.

Nothing but soundness is asked of `found`, the hard pairs on which a verdict was once wrong.
"""


@cache
def outcome(row_id: str) -> Outcome:
    """The engine's outcome for a row, judged once in each process."""
    return judged(ROWS[row_id])


def _named(row: dict[str, Any]) -> Any:
    return pytest.param(row, id=f"{row['id']}: {row['why']}")


@pytest.mark.parametrize("row", [_named(row) for row in ROWS.values()])
def test_the_verdict_is_as_labelled_or_open(row: dict[str, Any]) -> None:
    """A row is read, and its verdict is the label or `undecided`; a null set is named exactly where one is to blame."""
    found = outcome(row["id"])
    assert found.verdict in (row["expect"], "undecided"), found
    if found.verdict == "incorrect":
        assert (found.almost is not None) == bool(row.get("almost")), found


@pytest.mark.parametrize("name", [name for name in LISTS if name != "found"])
def test_nearly_every_row_is_certified(name: str) -> None:
    """At most three rows in a hundred are left undecided or merely agreed."""
    found = [outcome(row["id"]) for row in LISTS[name]]
    open_rows = [f.row_id for f in found if not f.certified]
    assert len(open_rows) <= (1 - CERTIFIED) * len(found), open_rows
