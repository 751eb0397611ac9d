"""Every row of the tables of the answer kinds has a simulation, or a reason why there is none."""

import json
from pathlib import Path
from typing import Any

import pytest

from tutor.judge.verdicts import Verdict
from tutor.kinds import Question, kinds
from tutor.simulation import Nothing, Simulation, simulate

TABLES = Path(__file__).parents[1] / "kinds"
ROWS = 40
"""Rows of each table that are gone through."""

NOT_SAMPLED = {"choice", "table", "order", "tuple"}
"""Kinds whose answers are compared exactly; the tuples of the table have nothing in them to integrate."""


def _rows(kind: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (TABLES / f"{kind}.jsonl").read_text().splitlines()][:ROWS]


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_kind_is_simulated(kind: str) -> None:
    """Some answer of each kind has numbers; those of right answers fit, but where a limit is slow."""
    found = []
    for row in _rows(kind):
        if row["verdict"] not in ("correct", "incorrect"):
            continue
        question = Question(kind, row["fields"], row.get("given", {}))
        one = simulate(question, row["answer"], verdict=Verdict(row["verdict"]))
        found.append(one)
        if isinstance(one, Nothing):
            assert one.reason.endswith(".")
    off = [one for one in found if isinstance(one, Simulation) and one.conclusion.startswith("Some numbers seem")]
    assert len(off) <= len(found) / 20
    if kind in NOT_SAMPLED:
        assert all(isinstance(one, Nothing) for one in found)
    else:
        assert any(isinstance(one, Simulation) for one in found)
