"""Witnesses: every claim of a row tried by floats, with the answer put in the place of its name.

A claim with quantifiers is tried on grids, a relation between closed numbers by quadrature and clouds; continuity and
slopes are read off near the breakpoints. What is none of these is not seen.
"""

import itertools
import math
import re
from itertools import pairwise
from typing import Any

import numpy as np

from benchmarks.measuring.breakpoints import ends_of
from benchmarks.measuring.clouds import cloud, diffuse
from benchmarks.measuring.floats import Blind, holds, member, value
from benchmarks.measuring.numbers import number
from benchmarks.measuring.parts import charged
from tutor.language.names import Names
from tutor.language.reading import read
from tutor.language.tree import Tree, tree

INDICES = (*range(1, 101), 1001, 10**4, 10**7, 10**7 + 1)
CLOSE = 3e-3


def right(row: dict[str, Any]) -> bool | None:
    """Whether all claims hold for the answer. Raises Blind for a form that is not known."""
    sort, name = row["sort"].partition(" ")[0], row["name"]
    names = _names(sort, name)
    answer = read(row["answer"], Names({n: s for n, s in names.items() if n != name})).tree
    return all(_claim(text, name, answer, row, names) for text in row["claims"])


def _names(sort: str, name: str) -> dict[str, str]:
    own = {"number": "real", "function": "function", "sequence": "function", "measure": "measure", "set": "set"}[sort]
    return {"x": "real", "n": "integer", name: own}


def _claim(text: str, name: str, answer: Tree, row: dict[str, Any], names: dict[str, str]) -> bool:
    for pattern, rule in _SAID.items():
        if found := re.fullmatch(pattern, text):
            return bool(rule(answer, row, *found.groups()))
    node = _put(read(text, Names(names | ({name: "sequence"} if row["sort"] == "sequence" else {}))).tree, name, answer)
    ranges: list[tuple[str, Any]] = []
    while node.head in ("forall", "almost_every"):
        grid = _grid(node.args[0])
        ranges.append((node.value, grid[grid <= 100] if row["sort"] == "sequence" else grid))
        node = node.args[1]
    return _everywhere(node, ranges) if ranges else _relation(node)


def _put(node: Tree, name: str, answer: Tree) -> Tree:
    """The claim with the answer in it: f(a) and f_n(a) by substitution, mu(A) as a mass, a name as it is."""
    if node.head == "var" and node.value == name:
        return answer
    arguments = tuple(_put(a, name, answer) for a in node.args)
    if node.head != "apply" or node.value != name:
        return tree(node.head, node.value, arguments) if arguments != node.args else node
    if len(arguments) == 1 and arguments[0].head in _SETS:
        return tree("call", "mass", (answer, arguments[0]))
    places = {"x": arguments[-1]} if len(arguments) == 1 and not _indexed(arguments[0]) else {"n": arguments[0]}
    if len(arguments) == 2:
        places = {"n": arguments[0], "x": arguments[1]}
    return _substituted(answer, places)


_SETS = ("interval", "pair", "finite", "set", "union", "minus", "intersection")


def _indexed(node: Tree) -> bool:
    return node.head == "var" and node.value == "n"


def _substituted(node: Tree, places: dict[str, Tree]) -> Tree:
    if node.head == "var":
        return places.get(node.value, node)
    return tree(node.head, node.value, tuple(_substituted(a, places) for a in node.args))


def _grid(over: Tree) -> Any:
    if over.head == "set" and over.value == "N":
        return np.array(INDICES, float)
    return _points(over)[::37]


def _points(over: Tree) -> Any:
    cuts = sorted({-math.inf, 0.0, 1.0, math.inf, *ends_of(over, {})})
    x = np.concatenate([diffuse(a, b, lambda t: np.ones(t.shape)).line() for a, b in pairwise(cuts)])
    return np.unique(x[(np.abs(x) < 1e6) & (np.abs(x) > 1e-100) & member(x, over, {})])


def _everywhere(node: Tree, ranges: list[tuple[str, Any]]) -> bool:
    outer = [r for r in ranges if r[0] != "x"]
    inner = {name: grid for name, grid in ranges if name == "x"}
    for chosen in itertools.product(*[grid for _, grid in outer]):
        env = inner | dict(zip([name for name, _ in outer], chosen, strict=True))
        if not np.all(_nearly(node, env)):
            return False
    return True


def _nearly(node: Tree, env: dict[str, Any]) -> Any:
    if node.head == "and":
        return np.logical_and.reduce([_nearly(a, env) for a in node.args])
    if node.head in ("le", "ge"):
        small, large = node.args if node.head == "le" else node.args[::-1]
        most = value(large, env)
        return value(small, env) <= most + 1e-12 * np.abs(most) + 1e-13
    return holds(node, env)


def _relation(node: Tree) -> bool:
    """A relation between closed numbers, oo included."""
    if node.head == "not" or node.head not in ("eq", "lt", "le", "gt", "ge"):
        raise Blind("claim " + node.head)
    left, right_side = (_closed(a) for a in node.args)
    if node.head == "eq":
        return left == right_side or abs(left - right_side) < CLOSE
    smaller = {"lt": left < right_side, "le": left <= right_side, "gt": left > right_side, "ge": left >= right_side}
    return bool(smaller[node.head])


def _closed(node: Tree) -> float:
    if node.head == "sum" and node.args[2].head == "const":
        return 0.0 if _converges(node.args[0], node.value) else math.inf
    return number(node, {})


def _converges(term: Tree, name: str) -> bool:
    """Bertrand's test at an index far out: a_n falls faster than 1/(n ln n)."""
    for n in (1e150, 100.0):
        here, there = (float(value(term, {name: m})) for m in (n, 1.01 * n))
        if here > 0 and there > 0:
            slope = -math.log(there / here) / math.log(1.01)
            excess = (slope - 1) * math.log(n)
            if 0.05 < excess < 0.9:
                raise Blind("a power next to the border")
            return excess > 1.2
    raise Blind("a series without positive terms")


def _continuous(answer: Tree, row: dict[str, Any]) -> bool:
    x = np.array([c for c in {0.0, 1.0, *ends_of(answer, {})} if math.isfinite(c)])
    over = _domain(row)
    x = x[member(x - 1e-9, over, {}) & member(x + 1e-9, over, {})]
    sides = [np.broadcast_to(value(answer, {"x": x + h}), x.shape) for h in (-1e-9, 0.0, 1e-9)]
    return not len(x) or bool(np.max(np.abs(sides[0] - sides[2]) + np.abs(sides[0] - sides[1])) < 1e-3)


def _slopes(answer: Tree, row: dict[str, Any]) -> float:
    over = _domain(row)
    ends = np.array([c for c in {0.0, 1.0, *ends_of(answer, {})} if math.isfinite(c)])
    grid = np.concatenate([ends, ends + 1e-10, ends - 1e-10, np.linspace(-20, 20, 40_001)])
    x = np.unique(grid[member(grid, over, {})])
    found = np.broadcast_to(value(answer, {"x": x}), x.shape)
    return float(np.max(np.abs(np.diff(found)) / np.diff(x)))


def _domain(row: dict[str, Any]) -> Tree:
    return read(row["sort"].partition(" on ")[2], Names({"x": "real"})).tree


def _vanishes(answer: Tree, row: dict[str, Any], place: str) -> bool:
    x = np.array([0.123456, 0.5, 0.87654])
    return bool(np.max(np.abs(np.broadcast_to(value(answer, {"x": x, "n": 1e7}), x.shape))) < 1e-3)


def _dominated(answer: Tree, row: dict[str, Any], other: str) -> bool:
    mine, theirs = cloud(answer), cloud(read(other).tree)
    return mine.on(~charged(mine, theirs)).mass < 1e-2


def _singular(answer: Tree, row: dict[str, Any], other: str) -> bool:
    mine, theirs = cloud(answer), cloud(read(other).tree)
    return mine.on(charged(mine, theirs)).mass < 1e-2


def _outside(answer: Tree, row: dict[str, Any], point: str) -> bool:
    return not bool(member(np.array([float(point)]), answer, {})[0])


_SAID: dict[str, Any] = {
    r"continuous\(f, .+\)": _continuous,
    r"Lipschitz\(f, (\d+), .+\)": lambda a, row, k: _slopes(a, row) <= float(k) * (1 + 1e-4),
    r"not Lipschitz\(f, (\d+), .+\)": lambda a, row, k: _slopes(a, row) > float(k),
    r"f_n -> 0 a.e. on (.+)": _vanishes,
    r"mu << (.+)": _dominated,
    r"mu _\|_ (.+)": _singular,
    r"(\d+) notin A": _outside,
}
