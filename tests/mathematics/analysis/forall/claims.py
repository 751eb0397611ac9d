"""Claims of the table as relations on domains."""

import json
from pathlib import Path
from typing import Any

from tutor.language.names import Names
from tutor.language.reading import read
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.analysis.forall import Open, Outcome, Proved, Refuted, prove
from tutor.mathematics.trees import Budget, Domain, Variable, core
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY

STEPS = 240_000
WORDS = {Proved: "proved", Refuted: "refuted", Open: "open"}


def rows() -> list[dict[str, Any]]:
    """The rows of the table."""
    return [json.loads(line) for line in (Path(__file__).parent / "claims.jsonl").read_text("utf-8").splitlines()]


def outcome(row: dict[str, Any]) -> Outcome:
    """What becomes of the claim."""
    names = Names({name: text.split()[0] for name, text in row["variables"].items()})
    variables = tuple(_variable(name, *text.split(" ", 1)) for name, text in row["variables"].items())
    condition = core(read(row["on"], names, Sort.CONDITION).tree) if "on" in row else None
    relation = core(read(row["relation"], names, Sort.CONDITION).tree)
    return prove(relation, Domain(variables, condition), Budget(STEPS), frozenset(row.get("null", "")))


def _variable(name: str, sort: str, range_: str) -> Variable:
    low, high = (_end(text) for text in range_[1:-1].split(","))
    return Variable(name, low, high, range_[0] == "[", range_[-1] == "]", sort == "integer")


def _end(text: str) -> Tree:
    return {"oo": INFINITY, "-oo": MINUS_INFINITY}.get(text) or core(read(text).tree)
