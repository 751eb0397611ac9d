"""Where a tree changes its formula along one variable: found by scanning and bisection, for the oracle.

Each node that may switch (a relation, an absolute value, a floor, a denominator, ...) has a state, an integer or None
where it is undefined. A breakpoint is where the state changes between two neighbours of a grid.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from mpmath import mp

from benchmarks.oracle import Oracle, Undefined, Unsure, Value, exact, inexact
from tutor.language.tree import BINDERS, Tree, free_names

GRID = 90
RELATIONS = frozenset(["lt", "le", "gt", "ge", "eq", "ne"])
STATE_DIGITS = 100
"""Digits of a state: rounding makes x^3 = 0 for small x, and a root makes it large again."""
BY_SIGN = frozenset(["abs", "sign", "relu", "log", "sqrt", "cbrt", "root", "gamma", "acosh"])
BY_FLOOR = frozenset(["floor", "ceil", "frac"])
BY_UNIT = frozenset(["asin", "acos", "atanh", "cantor"])


def breakpoints(
    node: Tree,
    name: str,
    point: dict[str, Value],
    low: Value,
    high: Value,
    grid_size: int = GRID,
    generic: bool = False,
) -> list[Value]:
    """Where some part of the tree switches for `name` strictly between low and high, in order; simple ones exact."""
    oracle = Oracle(STATE_DIGITS)
    oracle.generic = generic
    found: list[Value] = []
    with mp.workdps(STATE_DIGITS):
        grid = _grid(inexact(low), inexact(high), grid_size)
        for part, binding in _switching(node, name):
            states = [_state(oracle, part, {**point, **binding, name: x}) for x in grid]
            for place in range(len(grid) - 1):
                if states[place] != states[place + 1]:
                    found += _bisect(oracle, part, {**point, **binding}, name, grid[place], grid[place + 1])
    return _distinct(found)


def _grid(low: Any, high: Any, size: int) -> list[Any]:
    """Points of the open interval, some very near its ends, and closer together near 0 where the interval is wide."""
    near = (high - low) * mp.mpf(10) ** -13
    points = [low + near, *_evenly(low, high, size), high - near]
    if high - low > 12 and low < 5 and high > -5:
        points += _evenly(max(low, mp.mpf(-5)), min(high, mp.mpf(5)), size)
    return sorted(set(points))


def _evenly(low: Any, high: Any, size: int) -> list[Any]:
    """Points at equal distances, a little off the simple fractions."""
    return [low + (high - low) * (k + mp.mpf("0.5013711")) / size for k in range(size)]


def _switching(
    node: Tree, name: str, binding: dict[str, Value] | None = None
) -> Iterator[tuple[Tree, dict[str, Value]]]:
    """The parts with a state that depends on the name; a bound index is tried at its first few integers."""
    binding = binding or {}
    if name not in free_names(node):
        return
    if node.head in BINDERS:
        yield from _inside_binder(node, name, binding)
        return
    if node.head in RELATIONS or node.head in ("in", "pow", "div") or (node.head == "call" and _switches(node)):
        yield node, binding
    for argument in node.args:
        yield from _switching(argument, name, binding)


def _inside_binder(node: Tree, name: str, binding: dict[str, Value]) -> Iterator[tuple[Tree, dict[str, Value]]]:
    if node.head in ("sum", "prod", "big_union", "big_intersection"):
        for index in range(6):
            yield from _switching(node.args[0], name, {**binding, node.value: Fraction(index)})


def _switches(node: Tree) -> bool:
    return node.value in BY_SIGN | BY_FLOOR | BY_UNIT or node.value in ("max", "min", "tan")


def _state(oracle: Oracle, node: Tree, env: dict[str, Value]) -> int | None:
    oracle.steps = 0
    try:
        return _raw_state(oracle, node, env)
    except (Undefined, Unsure, OverflowError, ValueError, ZeroDivisionError):
        return None


def _raw_state(oracle: Oracle, node: Tree, env: dict[str, Value]) -> int:
    if node.head == "in":
        return int(oracle.holds(node, env))
    if node.head in RELATIONS:
        left, right = (oracle.value(a, env) for a in node.args)
        return _side(left, right)
    if node.head == "pow":
        return _side(oracle.value(node.args[0], env), Fraction(0))
    if node.head == "div":
        return _side(oracle.value(node.args[1], env), Fraction(0))
    values = [oracle.value(a, env) for a in node.args]
    if node.value in BY_FLOOR:
        return int(mp.floor(inexact(values[0])))
    if node.value in ("max", "min"):
        return max(range(len(values)), key=lambda place: inexact(values[place]))
    if node.value in BY_UNIT:
        return _side(values[0], Fraction(-1)) + _side(values[0], Fraction(1)) + _side(values[0], Fraction(0))
    if node.value == "tan":
        return int(mp.floor(inexact(values[0]) / mp.pi + mp.mpf(1) / 2))
    return _side(values[0], Fraction(0))


def _side(left: Value, right: Value) -> int:
    a, b = inexact(left), inexact(right)
    return int(a > b) - int(a < b)


def _bisect(oracle: Oracle, node: Tree, env: dict[str, Value], name: str, low: Any, high: Any) -> list[Value]:
    """The changes of state in (low, high), at most two of them."""
    found = []
    first, last = (_state(oracle, node, {**env, name: x}) for x in (low, high))
    for reference in (first, last):
        left, right = low, high
        for _ in range(130):
            middle = (left + right) / 2
            stays = (_state(oracle, node, {**env, name: middle}) == first) == (reference == first)
            keep_left = stays if reference == first else not stays
            left, right = (middle, right) if keep_left else (left, middle)
        found.append(_snapped((left + right) / 2))
        if abs(inexact(first or 0) - inexact(last or 0)) <= 1:
            break
    return found


def _snapped(value: Any) -> Value:
    """The simple fraction that a bisected number is, or the number itself."""
    near = Fraction(int(mp.nint(value * mp.mpf(10) ** 36)), 10**36).limit_denominator(5000)
    return near if abs(inexact(near) - value) < mp.mpf(10) ** -17 else value


def _distinct(values: list[Value]) -> list[Value]:
    ordered: list[Value] = []
    for value in sorted(values, key=inexact):
        if not ordered or inexact(value) - inexact(ordered[-1]) > mp.mpf(10) ** -17:
            ordered.append(value)
        elif exact(value):
            ordered[-1] = value
    return ordered
