"""Every claim of the table gets the outcome it must have."""

from typing import Any

import pytest

from tests.mathematics.analysis.forall.claims import WORDS, outcome, rows
from tutor.language.tree import Tree
from tutor.mathematics.analysis.forall import Refuted


@pytest.mark.parametrize("row", [pytest.param(row, id=row["case"]) for row in rows()])
def test_a_claim_has_its_outcome(row: dict[str, Any]) -> None:
    """Proved, refuted or open, with the place and the nature of the violation where the table names them."""
    found = outcome(row)
    assert WORDS[type(found)] == row["expect"], found
    if isinstance(found, Refuted):
        if "positive" in row:
            assert found.positive == row["positive"], found
        if "at" in row:
            assert {name: str(found.at(name)) for name in row["at"]} == row["at"]
        for name in row.get("irrational", ()):
            assert isinstance(found.at(name), Tree)
        assert (found.left is None or found.right is None) == row.get("undefined", False)
