"""Membership in sets of real numbers, for the oracle."""

from fractions import Fraction
from typing import Any

import mpmath
from mpmath import mp

from benchmarks.oracle import MEMBERSHIP, Oracle, Undefined, Unsure, Value, exact, inexact
from tutor.language.tree import Tree

INDICES = (*range(131), *(2**k for k in range(8, 91)))
"""An endless family is looked at here: at every small index, and at powers of two for families that are monotone."""


def _in_set(oracle: Oracle, value: Value, node: Tree, env: dict[str, Value]) -> bool:
    if not exact(value) and mpmath.isinf(value):
        return False
    if node.value == "R" or oracle.generic:
        return bool(node.value == "R")
    if node.value == "Cantor":
        return in_cantor(oracle.simple(value))
    fraction = oracle.simple(value)
    if not exact(fraction):
        return False
    if node.value == "Q":
        return True
    return bool(fraction.denominator == 1 and (node.value == "Z" or fraction >= 1))


def _in_interval(oracle: Oracle, value: Value, node: Tree, env: dict[str, Value]) -> bool:
    return _between(oracle, value, node, env, node.value)


def _in_pair(oracle: Oracle, value: Value, node: Tree, env: dict[str, Value]) -> bool:
    return _between(oracle, value, node, env, (False, False))


def _between(oracle: Oracle, value: Value, node: Tree, env: dict[str, Value], closed: tuple[bool, bool]) -> bool:
    above, below = (oracle.order(value, oracle.value(end, env)) for end in node.args)
    return (above > 0 or (above == 0 and closed[0])) and (below < 0 or (below == 0 and closed[1]))


def _in_finite(oracle: Oracle, value: Value, node: Tree, env: dict[str, Value]) -> bool:
    return any(oracle.same(value, oracle.value(a, env)) for a in node.args)


def _in_builder(oracle: Oracle, value: Value, node: Tree, env: dict[str, Value]) -> bool:
    try:
        return oracle.holds(node.args[0], {**env, node.value: value})
    except Undefined:
        return False


def _in_image(oracle: Oracle, value: Value, node: Tree, env: dict[str, Value]) -> bool:
    if node.args[1].head != "set" or node.args[1].value not in ("N", "Z"):
        raise Unsure("an image of an interval")
    signs = (1,) if node.args[1].value == "N" else (1, -1)
    indices = (Fraction(s * k) for k in INDICES[2 - len(signs) :] for s in signs)
    return any(oracle.same(value, oracle.value(node.args[0], {**env, node.value: k})) for k in indices)


def _in_union(oracle: Oracle, value: Value, node: Tree, env: dict[str, Value]) -> bool:
    return any(oracle.member(value, a, env) for a in node.args)


def _in_intersection(oracle: Oracle, value: Value, node: Tree, env: dict[str, Value]) -> bool:
    return all(oracle.member(value, a, env) for a in node.args)


def _in_minus(oracle: Oracle, value: Value, node: Tree, env: dict[str, Value]) -> bool:
    return oracle.member(value, node.args[0], env) and not oracle.member(value, node.args[1], env)


def _in_complement(oracle: Oracle, value: Value, node: Tree, env: dict[str, Value]) -> bool:
    return not oracle.member(value, node.args[0], env)


def _in_big_union(oracle: Oracle, value: Value, node: Tree, env: dict[str, Value]) -> bool:
    return any(oracle.member(value, node.args[0], {**env, node.value: k}) for k in _indices(oracle, node, env))


def _in_big_intersection(oracle: Oracle, value: Value, node: Tree, env: dict[str, Value]) -> bool:
    return all(oracle.member(value, node.args[0], {**env, node.value: k}) for k in _indices(oracle, node, env))


def _indices(oracle: Oracle, node: Tree, env: dict[str, Value]) -> list[Fraction]:
    start, last = oracle.nearest_integer(oracle.value(node.args[1], env)), oracle.value(node.args[2], env)
    endless = not exact(last) and mpmath.isinf(last)
    if endless:
        return [Fraction(start + k) for k in INDICES]
    return [Fraction(k) for k in range(start, oracle.nearest_integer(last) + 1)]


def _in_clarke(oracle: Oracle, value: Value, node: Tree, env: dict[str, Value]) -> bool:
    low, high = slopes(oracle, node, env)
    return oracle.order(value, low) >= 0 >= oracle.order(value, high)


def slopes(oracle: Oracle, node: Tree, env: dict[str, Value]) -> tuple[Value, Value]:
    """The ends of Clarke's subdifferential of a piecewise smooth function of one variable at a point."""
    place = inexact(oracle.value(node.args[1], env))
    gap, step = mp.mpf(10) ** -16, mp.mpf(10) ** -21

    def slope(x: Any) -> Value:
        ahead, behind = (inexact(oracle.value(node.args[0], {**env, node.value: x + s})) for s in (step, -step))
        raw = (ahead - behind) / (2 * step)
        near = Fraction(int(mpmath.nint(raw * 10**20)), 10**20).limit_denominator(1000)
        return near if abs(inexact(near) - raw) < 1e-13 else raw

    found = [slope(place - gap), slope(place + gap)]
    found.sort(key=inexact)
    oracle.rough = oracle.rough or not all(map(exact, found))
    return found[0], found[1]


def in_cantor(value: Value) -> bool:
    """Whether a number lies in the ternary Cantor set: exactly for fractions, by its ternary digits otherwise."""
    if exact(value):
        return _fraction_in_cantor(value)
    if not 0 <= value <= 1:
        return False
    rest = value
    for _ in range(int(mp.dps * 1.9)):
        rest *= 3
        digit = int(mpmath.floor(rest))
        rest -= digit
        if digit == 1 and rest > mp.mpf(10) ** -10:
            return False
    raise Unsure("no ternary digit 1 among those known")


def _fraction_in_cantor(value: Fraction) -> bool:
    seen = set()
    while value not in seen:
        if not 0 <= value <= 1 or Fraction(1, 3) < value < Fraction(2, 3):
            return False
        seen.add(value)
        value = 3 * value if value <= Fraction(1, 3) else 3 * value - 2
        if len(seen) > 3000:
            raise Unsure("a long ternary period")
    return True


MEMBERSHIP.update(
    {
        "set": _in_set,
        "interval": _in_interval,
        "pair": _in_pair,
        "finite": _in_finite,
        "builder": _in_builder,
        "image": _in_image,
        "union": _in_union,
        "intersection": _in_intersection,
        "minus": _in_minus,
        "complement": _in_complement,
        "big_union": _in_big_union,
        "big_intersection": _in_big_intersection,
        "clarke": _in_clarke,
    }
)
