"""Answer pairs from other systems' own tests: `python -m benchmarks.peers PATH` judges such a file.

A line is a JSON object with `id`, `kind`, `explicit_student`, `explicit_teacher` (every product written), `equal` (that
system's label) and `assumptions`. Labels follow the conventions of their systems; where ours differ the row is listed
in `docs/conventions.md`. So a disagreement is printed for somebody to look at, and not counted as an error by itself.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.judging import Outcome, judged
from benchmarks.quantiles import quantiles
from tutor.language.vocabulary import RESERVED

_WORD = re.compile(r"[A-Za-z_]+\d*")
_POSITIVE = re.compile(r"(\w+)\s*(?:is positive|> 0)")
_COUNTS = (
    re.compile(r"sum\([^,]*,\s*\w+\s*,([^()]*)\)"),
    re.compile(r"binomial\(([^()]*)\)"),
    re.compile(r"\(([^()]*)\)!"),
    re.compile(r"(\w+)!"),
)
"""Where a name can only stand for a whole number: ends of sums, binomial coefficients, factorials."""


def as_rows(peer: dict[str, Any]) -> dict[str, Any] | None:
    """The pair as one of our questions; None for a kind that has no counterpart here."""
    key, answer = peer["explicit_teacher"], peer["explicit_student"]
    names = sorted({word for word in _WORD.findall(f"{key} {answer}") if word not in RESERVED})
    row = {"id": peer["id"], "key": key, "answer": answer}
    if peer["kind"] == "set/interval" or (peer["kind"] == "inequality" and len(names) == 1):
        return {**row, "kind": "set", "equal": "set"} if names in ([], ["x"]) else None
    if peer["kind"] == "tuple/list":
        return {**row, "kind": "tuple"} if not names else None
    if peer["kind"] == "inequality":
        row = {**row, "key": f"1[{key}]", "answer": f"1[{answer}]"}
    if not names:
        return {**row, "kind": "number"}
    variables = _variables(names, peer["assumptions"], f"{key} {answer}")
    return {**row, "kind": "function", "variables": variables}


def _variables(names: list[str], assumptions: list[str], written: str) -> dict[str, str]:
    positive = {found[1] for text in assumptions for found in _POSITIVE.finditer(text)}
    counts = {name for place in _COUNTS for found in place.finditer(written) for name in _WORD.findall(found[1])}
    return {name: _range(name in counts, name in positive) for name in names}


def _range(counts: bool, positive: bool) -> str:
    if counts:
        return "integer >= 1"
    return "real in (0,oo)" if positive else "real"


def compared(peer: dict[str, Any]) -> tuple[str, Outcome | None]:
    """How our verdict stands to the label: agrees, differs, undecided, unread, misfit, crash, or no counterpart."""
    row = as_rows(peer)
    if row is None:
        return "no counterpart", None
    judged(row)
    found = judged(row)
    if found.verdict in ("correct", "incorrect"):
        return ("agrees" if (found.verdict == "correct") == peer["equal"] else "differs"), found
    return {"unreadable": "unread"}.get(found.verdict, found.verdict), found


def main() -> None:
    """Judge the file, count by kind, and print every pair that does not simply agree."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m benchmarks.peers PATH")
    counts: dict[str, Counter[str]] = {}
    times = []
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        peer = json.loads(line)
        result, found = compared(peer)
        counts.setdefault(peer["kind"], Counter())[result] += 1
        if found is not None:
            times.append(found.ms)
        if result != "agrees":
            note = f"{found.verdict}: {found.note[:120]}" if found else ""
            print(f"{peer['id']} [{result}; labelled {peer['equal']}] {peer['explicit_student']} | "
                  f"{peer['explicit_teacher']} | {note}")  # fmt: skip
    for kind, count in counts.items():
        print(kind, dict(count))
    print("all", dict(sum(counts.values(), Counter())), quantiles(times))


if __name__ == "__main__":
    main()
