"""Lebesgue measure and integrals for the oracle: sets as lists of intervals up to null sets, quadrature by cells."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

import mpmath
from mpmath import mp

from benchmarks.oracle import SPECIAL, Oracle, Undefined, Unsure, Value, inexact
from benchmarks.switches import GRID, breakpoints
from tutor.language.tree import Tree, tree, walk

Intervals = list[tuple[Any, Any]]
"""Disjoint, in order."""

WINDOW = 60
"""A condition is believed not to switch outside [-60, 60]."""


def length(oracle: Oracle, node: Tree, env: dict[str, Value]) -> Value:
    """The Lebesgue measure of a set of real numbers; endless unions by extrapolation over their first 2^k members."""
    endless = [part for part in walk(node) if part.head in ("big_union", "big_intersection") and _endless(part)]
    if not endless:
        return _total(intervals(oracle, node, env))
    oracle.rough = True
    partial = [_total(intervals(oracle, _cut(node, endless[0], 2**k), env)) for k in range(3, 11)]
    return extrapolated(partial)


def extrapolated(partial: list[Any]) -> Any:
    """The limit of values at N = 8, 16, 32, ..., with an error expansion in powers of 1/N, or infinity."""
    if any(mpmath.isinf(p) for p in partial):
        return mp.inf
    last, before, earlier = partial[-1] - partial[-2], partial[-2] - partial[-3], partial[-3] - partial[-4]
    if abs(last) < mp.mpf(10) ** -25:
        return partial[-1]
    if abs(last) > abs(before) * 0.97 and abs(before) > abs(earlier) * 0.97:
        return mp.inf
    row = partial
    for power in range(1, len(partial)):
        row = [(2**power * b - a) / (2**power - 1) for a, b in pairwise(row)]
    return row[-1]


def _endless(part: Tree) -> bool:
    return any(inner.head == "const" and inner.value == "oo" for inner in walk(part.args[2]))


def _cut(node: Tree, endless: Tree, last: int) -> Tree:
    from flint import fmpq

    if node is endless:
        return tree(node.head, node.value, (*node.args[:2], tree("num", fmpq(last))))
    return tree(node.head, node.value, tuple(_cut(a, endless, last) for a in node.args)) if node.args else node


def _total(parts: Intervals) -> Any:
    return mpmath.fsum(high - low for low, high in parts)


def intervals(oracle: Oracle, node: Tree, env: dict[str, Value], window: tuple[Any, Any] | None = None) -> Intervals:
    """The set, up to a null set, as disjoint intervals."""
    if node.head in ("interval", "pair"):
        low, high = (inexact(oracle.value(a, env)) for a in node.args)
        return [(low, high)] if low < high else []
    if node.head in ("set", "finite", "image"):
        return [(-mp.inf, mp.inf)] if node.value == "R" else []
    if node.head == "union":
        return _merged([part for a in node.args for part in intervals(oracle, a, env, window)])
    if node.head == "intersection":
        return _intersection(oracle, node, env, window)
    if node.head == "minus":
        whole = intervals(oracle, node.args[0], env, window)
        return _common(whole, _outside(intervals(oracle, node.args[1], env, _hull(whole))))
    if node.head == "complement":
        return _outside(intervals(oracle, node.args[0], env, window))
    if node.head in ("big_union", "big_intersection"):
        return _indexed(oracle, node, env, window)
    if node.head == "builder":
        return _built(oracle, node, env, window)
    raise Unsure(node.head)


def _intersection(oracle: Oracle, node: Tree, env: dict[str, Value], window: tuple[Any, Any] | None) -> Intervals:
    plain = [a for a in node.args if a.head != "builder"]
    parts: Intervals = [(-mp.inf, mp.inf)]
    for argument in plain + [a for a in node.args if a.head == "builder"]:
        parts = _common(parts, intervals(oracle, argument, env, _hull(parts)))
    return parts


def _indexed(oracle: Oracle, node: Tree, env: dict[str, Value], window: tuple[Any, Any] | None) -> Intervals:
    low, high = (oracle.nearest_integer(oracle.value(a, env)) for a in node.args[1:])
    members = [intervals(oracle, node.args[0], {**env, node.value: Fraction(k)}, window) for k in range(low, high + 1)]
    if node.head == "big_union":
        return _merged([part for member in members for part in member])
    parts: Intervals = [(-mp.inf, mp.inf)]
    for member in members:
        parts = _common(parts, member)
    return parts


def _built(oracle: Oracle, node: Tree, env: dict[str, Value], window: tuple[Any, Any] | None) -> Intervals:
    low, high = window or (-mp.inf, mp.inf)
    bottom, top = max(low, mp.mpf(-WINDOW)), min(high, mp.mpf(WINDOW))
    inner = _switches(node, env, bottom, top)
    oracle.rough = True  # the ends were found by bisection
    ends = [low, *inner, high]
    samples = [bottom, *inner, top]
    generic = Oracle(oracle.digits)
    generic.generic = True
    parts = []
    for place in range(len(ends) - 1):
        middle = (samples[place] + samples[place + 1]) / 2 + (samples[place + 1] - samples[place]) * mp.mpf("0.0137")
        if generic.member(middle, node, env):
            parts.append((ends[place], ends[place + 1]))
    return _merged(parts)


def _merged(parts: Intervals) -> Intervals:
    result: Intervals = []
    for low, high in sorted(parts):
        if result and low <= result[-1][1]:
            result[-1] = (result[-1][0], max(high, result[-1][1]))
        else:
            result.append((low, high))
    return result


def _common(left: Intervals, right: Intervals) -> Intervals:
    pairs = [(max(a, c), min(b, d)) for a, b in left for c, d in right]
    return sorted((low, high) for low, high in pairs if low < high)


def _outside(parts: Intervals) -> Intervals:
    ends = [-mp.inf, *[end for part in parts for end in part], mp.inf]
    return [(low, high) for low, high in zip(ends[::2], ends[1::2], strict=True) if low < high]


def _hull(parts: Intervals) -> tuple[Any, Any] | None:
    return (parts[0][0], parts[-1][1]) if parts else (mp.mpf(0), mp.mpf(0))


def integral(oracle: Oracle, node: Tree, env: dict[str, Value]) -> Value:
    """A Lebesgue integral by quadrature on each cell; a value to 14 digits."""
    if node.head == "integral":
        low, high = (inexact(oracle.value(a, env)) for a in node.args[1:])
        if low > high:
            return -_over(oracle, node, env, high, low)
        return _over(oracle, node, env, low, high)
    parts = intervals(oracle, node.args[1], env)
    return mpmath.fsum(_over(oracle, node, env, low, high) for low, high in parts)


def _over(oracle: Oracle, node: Tree, env: dict[str, Value], low: Any, high: Any) -> Any:
    oracle.rough = True
    if low == high:
        return mp.mpf(0)
    bottom, top = max(low, mp.mpf(-WINDOW)), min(high, mp.mpf(WINDOW))
    inner = _switches(node, env, bottom, top)
    inside = Oracle(oracle.digits)
    inside.generic = True

    def integrand(x: Any) -> Any:
        inside.steps = 0
        try:
            return inexact(inside.value(node.args[0], {**env, node.value: x}))
        except Undefined:
            return mp.mpf(0)

    with mp.workdps(30):
        whole = range(int(mpmath.ceil(bottom)), int(mpmath.floor(top)) + 1) if top - bottom < 20 else (-4, 0, 4)
        splits = sorted({low, *inner, *[mp.mpf(k) for k in whole if low < k < high], high})
        value, error = mpmath.quad(integrand, splits, error=True)
        if error > mp.mpf(10) ** -13 * (1 + abs(value)):
            raise Unsure("a quadrature that does not settle")
        return value


def _switches(node: Tree, env: dict[str, Value], low: Any, high: Any) -> list[Any]:
    """Breakpoints of the body. Raises Unsure where a finer grid finds more of them: they may have no end."""
    found = breakpoints(node.args[0], node.value, env, low, high, generic=True)
    if len(breakpoints(node.args[0], node.value, env, low, high, 2 * GRID + 7, generic=True)) != len(found):
        raise Unsure("breakpoints without end")
    return [inexact(b) for b in found]


def norm(oracle: Oracle, node: Tree, env: dict[str, Value]) -> Value:
    """The L^p norm of a function over a set, p finite."""
    exponent = oracle.value(node.args[1], env)
    if len(node.args) < 3 or mpmath.isinf(inexact(exponent)):
        raise Unsure("a norm without its set, or an essential supremum")
    power = tree("pow", None, (tree("call", "abs", (node.args[0],)), node.args[1]))
    whole = integral(oracle, tree("integral_on", node.value, (power, node.args[2])), env)
    return mpmath.power(whole, 1 / inexact(exponent))


SPECIAL["measure"] = lambda oracle, node, env: length(oracle, node.args[0], env)
SPECIAL["integral"] = SPECIAL["integral_on"] = integral
SPECIAL["norm"] = norm
