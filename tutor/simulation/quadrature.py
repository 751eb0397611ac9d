"""Integrals of floats by the double-exponential rule, cut where the function switches.

The rule takes ends that are infinite, or at which the function has a singularity (H. Takahasi and M. Mori, 1974). The
error is estimated by half as many points and by what is left at the ends; it is no certified bound.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tutor.language.tree import BINDERS, Tree, free_names
from tutor.mathematics.trees.build import call, less
from tutor.simulation.arrays import Array, Arrays, Effort

Function = Callable[[Array], Array]

MOST_CUTS = 60
_POINTS, _REACH = 320, {"finite": 3.9, "half": 4.4, "line": 4.0}
_HALVINGS = 60
_NEAR = 150.0
"""Steps within this distance of 0 are looked for evenly."""
_ROUNDING = 5e-8
"""What floats may lose next to a singular end, where differences cancel."""
_SETTLED = 0.02
"""An integral whose estimated error is a larger part of it has not settled."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and how far it may be off."""

    value: float
    error: float

    @property
    def settled(self) -> bool:
        """Whether the value means anything."""
        return math.isfinite(self.value) and self.error <= _SETTLED * max(abs(self.value), 1e-6)

    def __add__(self, other: "Estimate") -> "Estimate":
        return Estimate(self.value + other.value, self.error + other.error)


@dataclass(frozen=True, slots=True)
class Nodes:
    """The points of the rule on an interval, from left to right, with their weights."""

    points: Array
    weights: Array


def nodes(low: float, high: float, count: int = _POINTS) -> Nodes:
    """The rule with 2 count + 1 points between two ends, finite or not."""
    if low == -math.inf and high == math.inf:
        t, h = _grid("line", count)
        inner = math.pi / 2 * np.sinh(t)
        return Nodes(np.sinh(inner), h * math.pi / 2 * np.cosh(t) * np.cosh(inner))
    if high == math.inf or low == -math.inf:
        t, h = _grid("half", count)
        away = np.exp(math.pi / 2 * np.sinh(t))
        weights = h * math.pi / 2 * np.cosh(t) * away
        return Nodes(low + away, weights) if high == math.inf else Nodes((high - away)[::-1], weights[::-1])
    t, h = _grid("finite", count)
    left = 1 / (1 + np.exp(-math.pi * np.sinh(t)))
    right = left[::-1]
    points = np.where(left < 0.5, low + (high - low) * left, high - (high - low) * right)
    return Nodes(points, h * math.pi * np.cosh(t) * left * right * (high - low))


def _grid(kind: str, count: int) -> tuple[Array, float]:
    reach = _REACH[kind]
    return np.linspace(-reach, reach, 2 * count + 1), reach / count


def integrated(function: Function, ends: list[float]) -> Estimate:
    """The integral over the stretch from the first end to the last, one rule between two neighbours."""
    total = Estimate(0.0, 0.0)
    for low, high in pairwise(ends):
        if low < high:
            total = total + _one(function, nodes(low, high))
    return total


def _one(function: Function, rule: Nodes) -> Estimate:
    with np.errstate(all="ignore"):
        terms = function(rule.points) * rule.weights
        # What has no value at single points next to an end is left out, as a null set would be.
        missing = int(np.count_nonzero(np.isnan(terms)))
        terms = np.nan_to_num(terms, nan=0.0, posinf=math.inf, neginf=-math.inf)
        value, coarse = float(terms.sum()), 2 * float(terms[::2].sum())
        left_over = 100 * float(abs(terms[0]) + abs(terms[-1]))
    if not math.isfinite(value) or missing > len(terms) // 4:
        return Estimate(math.nan, math.inf)
    return Estimate(value, abs(value - coarse) + left_over + _ROUNDING * float(np.abs(terms).sum()))


# Switches ------------------------------------------------------------------------------------------------------------


def ends_of(node: Tree, name: str, low: float, high: float, env: Mapping[str, float], effort: Effort) -> list[float]:
    """The two ends, and the places between them where the tree may jump or bend, as far as a fine grid shows them."""
    switches = _switches(node, name)
    if not switches or not low < high:
        return [low, high]
    grid = np.unique(nodes(low, high, 800).points)
    # Of a half line, and of the line, plain steps near 0 are looked at as well.
    start, stop = max(low, -_NEAR), min(high, _NEAR)
    if start < stop:
        grid = np.unique(np.concatenate([grid, np.linspace(start, stop, 3001)[1:-1]]))
    grid = grid[(grid > low) & (grid < high) & np.isfinite(grid)]

    def signature(points: Array) -> Array:
        arrays = Arrays({**env, name: points}, effort)
        return np.stack([arrays.holds(s) if s.head in _CONDITIONS else arrays(s) for s in switches])

    with np.errstate(all="ignore"):
        codes = signature(grid)
        changes = np.flatnonzero(np.any(codes[:, 1:] != codes[:, :-1], axis=0))
        if not 0 < len(changes) <= MOST_CUTS:
            return [low, high]
        cuts = _located(signature, grid[changes], grid[changes + 1], codes[:, changes])
    return [low, *(float(c) for c in np.unique(cuts) if low < c < high), high]


def _located(signature: Function, left: Array, right: Array, code: Array) -> Array:
    for _ in range(_HALVINGS):
        middle = (left + right) / 2
        same = np.all(signature(middle) == code, axis=0)
        left, right = np.where(same, middle, left), np.where(same, right, middle)
    return right


_CONDITIONS = frozenset(["lt", "le", "eq", "ne", "and", "or", "not", "in", "true", "false"])


def _switches(node: Tree, name: str) -> list[Tree]:
    """What changes in steps: conditions, signs and whole parts that depend on the name, outside of binders."""
    found: dict[Tree, None] = {}
    waiting = [node]
    seen: set[Tree] = set()
    while waiting:
        current = waiting.pop()
        if current in seen or name not in free_names(current) or current.head in BINDERS:
            continue
        seen.add(current)
        found |= dict.fromkeys(_switch(current))
        waiting += () if current.head in _CONDITIONS else current.args
    return list(found)


def _switch(node: Tree) -> list[Tree]:
    if node.head in _CONDITIONS:
        return [node]
    if node.head != "call":
        return []
    match node.value:
        case "floor" | "ceil":
            return [node]
        case "frac":
            return [call("floor", *node.args)]
        case "abs" | "sign" | "relu" | "positive_part" | "negative_part" | "heaviside" | "norm1":
            return [call("sign", a) for a in node.args]
        case "max" | "min":
            return [less(a, b) for a, b in pairwise(node.args)]
    return []
