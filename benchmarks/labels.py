"""The labels of the case lists, checked by the oracle: `python -m benchmarks.labels [FILE ...]`.

A row labelled correct must show no difference at any point; one labelled incorrect must show a difference, of the
nature that the label claims: on a null set only, where `almost` is set, and else on a set of positive measure.
"""

import json
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from mpmath import mp

from benchmarks.comparing import Comparison, Finding, Place, compare_sets
from benchmarks.measuring.labels import complaint as measuring_complaint
from benchmarks.oracle import Oracle, Value, inexact
from tutor.language.names import Names
from tutor.language.reading import read
from tutor.language.tree import Tree, tree

CASES = Path(__file__).parent.parent / "tests" / "judge" / "cases"
BLIND = {
    "measures-041": "infinitely many cells; 1 - 1/pi and the sum over k >= 1 of 1/(2k pi) - 1/((2k+1) pi)",
    "measures-042": "the same set",
    "own-measures-085": "every [n, oo) has infinite measure and no point is in all of them",
    "own-measures-086": "the same set",
    "found-030": "at x = 10^-30 the one is erf(1) and the other 1; no point of the oracle is so near to 0",
    "found-031": "the same pair",
    "own-sets-088": "an uncountable set against a countable one; the oracle knows no irrational element",
}
"""Rows that the oracle cannot see through, with the reasoning behind their labels."""

MEASURING = "mu-"
"""How the rows about measures, claims and witnesses are named; `benchmarks.measuring` looks at their labels."""

Row = dict[str, Any]
Reader = Callable[[str, tuple[str, ...]], Tree]
"""From a text and the declared names to a tree."""


def read_tree(text: str, names: tuple[str, ...] = ()) -> Tree:
    """The tree of a text in the answer language. Raises `tutor.language.faults.Fault`."""
    return read(text, Names(dict.fromkeys(names, "real"))).tree


def rows(path: Path) -> list[Row]:
    """The rows of a list."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def every_list() -> Iterator[tuple[str, list[Row]]]:
    """All lists with their names."""
    for path in sorted(CASES.glob("*.jsonl")):
        yield path.stem, rows(path)


def complaint(row: Row, read: Reader = read_tree) -> str | None:
    """What is wrong with the label of a row, or None. A row that the oracle cannot see through is a complaint too."""
    if row["id"].startswith(MEASURING):
        return measuring_complaint(row)
    if row["id"] in BLIND:
        return None
    found = finding(row, read)
    wanted = "correct" if found.differs is None else "incorrect"
    if found.differs == "null":
        wanted = "correct" if row.get("equal") in ("a.e.", "up to null sets") else "almost"
    stated = "almost" if row.get("almost") else row["expect"]
    if found.points == 0:
        return f"{row['id']}: the oracle sees no point"
    if wanted != stated:
        return f"{row['id']}: labelled {stated}, the oracle says {wanted} at {found.at}: {found.left} / {found.right}"
    return None


def finding(row: Row, read: Reader = read_tree) -> Finding:
    """The oracle's comparison of key and answer."""
    names = tuple(row.get("variables") or (("x",) if row["kind"] == "set" else ()))
    key, answer = (read(row[which], names) for which in ("key", "answer"))
    if row["kind"] == "set":
        return compare_sets(answer, key)
    places = tuple(_place(name, text, read) for name, text in (row.get("variables") or {}).items())
    condition = _condition(row, names, read)
    if row.get("decimals"):
        return _rounded(row["answer"], int(row["decimals"]), key)
    if row.get("equal") == "up to a constant":
        return _up_to_a_constant(Comparison(answer, key, places, condition))
    found = Comparison(answer, key, places, condition).find()
    if row["expect"] == "incorrect" and not row.get("almost") and found.differs != "positive":
        return Comparison(answer, key, places, condition, digits=700, many=3).find()
    return found


def _place(name: str, text: str, read: Reader) -> Place:
    sort, _, rest = text.partition(" ")
    whole = sort == "integer"
    operator, _, bound = rest.partition(" ")
    if not rest:
        return Place(name, -mp.inf, mp.inf, integer=whole)
    node = read(bound, ())
    if operator == "in":
        low, high = (Oracle().at(a, {}) for a in node.args)
        closed = node.value if node.head == "interval" else (False, False)
        return Place(name, low, high, closed[0], closed[1], whole)
    end = Oracle().at(node, {})
    if operator in (">", ">="):
        return Place(name, end, mp.inf, operator == ">=", False, whole)
    return Place(name, -mp.inf, end, False, operator == "<=", whole)


def _condition(row: Row, names: tuple[str, ...], read: Reader) -> Tree | None:
    if not row.get("on"):
        return None
    node = read(row["on"], names)
    if node.head in ["lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not", "in"]:
        return node
    return tree("in", None, (tree("var", names[0]), node))


def _rounded(answer: str, digits: int, key: Tree) -> Finding:
    """A decimal answer is right if it is the key rounded to as many digits as it shows, at least `digits`."""
    text = answer.strip().lstrip("-").split("e")[0]
    shown = len(text.replace(".", "").lstrip("0"))
    with mp.workdps(60):
        value, typed = inexact(Oracle().at(key, {})), mp.mpf(answer)
        places = len(text.partition(".")[2])
        exponent = int(answer.partition("e")[2] or 0)
        half = mp.mpf(10) ** (exponent - places) / 2
        good = shown >= digits and abs(value - typed) <= half
    return Finding(None if good else "positive", 1)


def _up_to_a_constant(comparison: Comparison) -> Finding:
    """Differences are taken between neighbouring points of the same component of the domain."""
    values: list[tuple[Any, Any]] = []
    oracle = Oracle()
    with mp.workdps(60):
        for point, _ in comparison.points():
            env = {name: make() for name, make in point.items()}
            if comparison.condition is None or oracle.holds(comparison.condition, env):
                found = Comparison(comparison.left, comparison.right)._values(point, 60)
                if found is None or found.difference is None:
                    if found is not None and not found.same:
                        return Finding("positive", 1, {}, found.left, found.right)
                    continue
                gap = inexact(oracle.at(comparison.left, env)) - inexact(oracle.at(comparison.right, env))
                values.append((inexact(env[comparison.places[0].name]), gap))
        values.sort()
        for (x, a), (y, b) in pairwise(values):
            if _joined(comparison, oracle, x, y) and not oracle.same(a, b):
                return Finding("positive", len(values), {"x": mp.nstr(y, 10)}, mp.nstr(a, 10), mp.nstr(b, 10))
    return Finding(None, len(values))


def _joined(comparison: Comparison, oracle: Oracle, low: Value, high: Value) -> bool:
    """Whether the domain holds everything between two points, as far as a few trials tell."""
    if comparison.condition is None:
        return True
    name = comparison.places[0].name
    simple = [Fraction(k, 2) for k in range(-20, 21)]
    between = [low + (high - low) * k / 7 for k in range(1, 7)] + [s for s in simple if low < inexact(s) < high]
    return all(oracle.holds(comparison.condition, {name: x}) for x in between)


def main() -> None:
    """Check the lists named, or all of them, and say how many labels hold."""
    named = [Path(a) for a in sys.argv[1:]] or sorted(CASES.glob("*.jsonl"))
    for path in named:
        complaints = [c for row in rows(path) if (c := complaint(row))]
        print(f"{path.name}: {len(rows(path))} rows, {len(complaints)} complaints", *complaints, sep="\n  ")


if __name__ == "__main__":
    main()
