"""Texts to core trees, and membership of numbers in sets by an oracle that is not the engine."""

import json
import math
from pathlib import Path
from typing import Any

from tutor.language.reading import read
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.analysis import Constants, Result, enclosure
from tutor.mathematics.balls import precision
from tutor.mathematics.trees import Budget, core
from tutor.mathematics.trees.build import interval, sign_of_infinity

STEPS = 10**6


def number(text: str) -> Tree:
    """A closed number as a core tree."""
    return core(read(text, sort=Sort.NUMBER).tree)


def set_(text: str) -> Tree:
    """A set as a core tree; a pair is an open interval."""
    return _plain(core(read(text, sort=Sort.SET).tree))


def _plain(node: Tree) -> Tree:
    return interval(*node.args, False, False) if node.head == "pair" else node


def cases(file: Path) -> list[dict[str, Any]]:
    """The rows of a table of cases."""
    return [json.loads(row) for row in file.read_text(encoding="utf-8").splitlines() if row.strip()]


def agrees(found: Result, key: Tree) -> bool | None:
    """Whether a value is the key: exactly, or by a narrow enclosure; None where an enclosure is too wide to say."""
    if isinstance(found.value, Tree):
        if sign_of_infinity(found.value) or sign_of_infinity(key):
            return sign_of_infinity(found.value) == sign_of_infinity(key)
        return Constants(Budget(STEPS)).compare(found.value, key) == 0
    if sign_of_infinity(key):
        return False
    with precision(200):
        gap = found.value - enclosure(key, 200)
        if gap > 0 or gap < 0:
            return False
        return True if found.value.rad() < (1 + abs(found.value.mid())) * 1e-12 else None


FUNCTIONS = {
    "exp": math.exp,
    "log": math.log,
    "sin": math.sin,
    "cos": math.cos,
    "abs": abs,
    "floor": math.floor,
    "sign": lambda u: (u > 0) - (u < 0),
}


def value(node: Tree, x: float) -> float:
    """The value in floating point; raises ValueError or ZeroDivisionError where undefined."""
    match node.head:
        case "num":
            return int(node.value.numer()) / int(node.value.denom())
        case "const":
            return {"pi": math.pi, "e": math.e, "oo": math.inf}[node.value]
        case "var":
            return x
        case "add":
            return math.fsum(value(a, x) for a in node.args)
        case "mul":
            return math.prod(value(a, x) for a in node.args)
        case "pow":
            return math.pow(*(value(a, x) for a in node.args))
        case "call":
            return float(FUNCTIONS[node.value](*(value(a, x) for a in node.args)))
    raise ValueError(node.head)


def holds(condition: Tree, x: float) -> bool:
    """The truth of a condition in floating point, at a point that counts as irrational."""
    match condition.head:
        case "and":
            return all(holds(c, x) for c in condition.args)
        case "or":
            return any(holds(c, x) for c in condition.args)
        case "not":
            return not holds(condition.args[0], x)
        case "in":
            return contains(condition.args[1], value(condition.args[0], x))
    left, right = (value(a, x) for a in condition.args)
    return {"lt": left < right, "le": left <= right, "eq": left == right, "ne": left != right}[condition.head]


def contains(node: Tree, x: float) -> bool:
    """Membership of an irrational number near x."""
    match node.head:
        case "interval":
            return value(node.args[0], 0) < x < value(node.args[1], 0)
        case "union":
            return any(contains(part, x) for part in node.args)
        case "intersection":
            return all(contains(part, x) for part in node.args)
        case "minus":
            return contains(node.args[0], x) and not contains(node.args[1], x)
        case "complement":
            return not contains(node.args[0], x)
        case "builder":
            try:
                return holds(node.args[0], x)
            except (ValueError, ZeroDivisionError):
                return False
        case "set":
            return bool(node.value == "R")
    return False
