"""Sequences of functions on grids: modes of convergence, domination, rates and exponents, read off at far indices."""

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from benchmarks.comparing import TROUBLES
from benchmarks.measuring.breakpoints import ends_of
from benchmarks.measuring.clouds import cloud, diffuse
from benchmarks.measuring.floats import Blind, member, value
from benchmarks.measuring.numbers import expectation, integral
from benchmarks.oracle import Oracle, inexact
from tutor.language.tree import Tree, free_names, tree

Reader = Callable[..., Tree]

NEAR, FAR, LIMIT = 40.0, 1e7, 1e13
"""Indices at which a sequence is compared with its limit, and one at which the limit is read off."""

INFINITE = 1e12
"""A norm or a measure beyond this counts as infinite."""

EPS = 1e-3
"""For convergence in measure: so small that the heights of the lists are above it."""


def converges(text: str, on: str, tree_of: Reader, limit: str | None = None) -> dict[str, bool]:
    """Which modes hold, by the size of f_n - f at two far indices; without a limit, a far index stands for it."""
    body, over = tree_of(text, x="real", n="integer"), tree_of(on, x="real")
    target = tree_of(limit, x="real") if limit is not None else None
    if "log2" in text:
        raise Blind("a typewriter")
    with np.errstate(all="ignore"):
        near, far, odd = (_sizes(body, over, n, target) for n in (NEAR, FAR, FAR + 1))
    sizes = {name: max(far[name], odd[name]) for name in near}
    return {name: size < 0.3 * near[name] + 1e-12 and size < INFINITE for name, size in sizes.items()}


def _sizes(body: Tree, over: Tree, n: float, target: Tree | None) -> dict[str, float]:
    cuts = sorted({-math.inf, 0.0, math.inf, *ends_of(over, {}), *ends_of(body, {"n": n}), 1 / n, 1.0})
    nodes = [diffuse(a, b, lambda t: np.ones(t.shape)) for a, b in pairwise(cuts)]
    x, h = (np.concatenate(column) for column in zip(*[(c.line(), c.weights) for c in nodes], strict=True))
    keep = member(x, over, {})
    x, h = x[keep], h[keep]
    gap = np.abs(_at(body, x, n) - _limit(body, target, x))
    ends = np.array([0.5, 0.123456, 0.87654, *[c for c in cuts if math.isfinite(c)]])
    ends = ends[member(ends, over, {})]
    generic = ends[:3]
    sizes = {
        "uniformly": float(np.max(gap)),
        "in measure": float(np.sum(h[gap > EPS])),
        "in L^1": float(np.sum(gap * h)),
        "in L^2": float(np.sqrt(np.sum(gap**2 * h))),
    }
    sizes["a.e."] = _pointwise(body, generic, n, target)
    sizes["pointwise"] = _pointwise(body, np.array([e for e in ends if e in (*generic, 0.0, 1.0)]), n, target)
    return sizes


def _at(body: Tree, x: Any, n: float) -> Any:
    return np.broadcast_to(np.nan_to_num(value(body, {"x": x, "n": n})), x.shape)


def _limit(body: Tree, target: Tree | None, x: Any) -> Any:
    return _at(body, x, LIMIT) if target is None else _at(target, x, LIMIT)


def _pointwise(body: Tree, points: Any, n: float, target: Tree | None) -> float:
    """The largest distance at some points and a few neighbouring indices; 1 is the size at the near index."""
    if n == NEAR:
        return 1.0
    limit = _limit(body, target, points)
    return max(float(np.max(np.abs(_at(body, points, n + k) - limit), initial=0.0)) for k in range(7))


def dominated(row: dict[str, Any], tree_of: Reader) -> bool:
    """Whether |f_n| <= g at every node and index tried, and the integral of g is finite."""
    bound = tree_of(row["answer"], x="real", n="integer", t="real")
    if free_names(bound) - {"x"}:
        return False
    over = tree_of(row["on"], x="real")
    if "against" in row:
        base = cloud(tree_of(row["against"]))
        x = base.line()
        finite = math.isfinite(expectation(base, bound, "x", {}))
    else:
        cuts = sorted({-math.inf, 0.0, math.inf, 1.0, *ends_of(over, {}), *ends_of(bound, {})})
        x = np.concatenate([diffuse(a, b, lambda t: np.ones(t.shape)).line() for a, b in pairwise(cuts)])
        x = x[member(x, over, {})]
        finite = math.isfinite(integral(bound, "x", over, {}))
    x = x[(np.abs(x) < 1e6) & (np.abs(x) > 1e-100)]
    if "derivative_in" in row:
        x = x[(np.abs(x) > 1e-3) & (np.abs(x) < 300)]
    limits = np.broadcast_to(value(bound, {"x": x}), x.shape)
    return finite and not any(bool(np.any(_above(f, limits))) for f in _members(row, x, tree_of))


def _above(found: Any, limits: Any) -> Any:
    return np.isnan(limits) | (np.abs(found) > limits * (1 + 1e-9) + 1e-250)


def _members(row: dict[str, Any], x: Any, tree_of: Reader) -> list[Any]:
    if "derivative_in" in row:
        body = tree_of(row["sequence"], x="real", t="real")
        low, high = (float(value(end, {})) for end in tree_of(row["near"]).args)
        step = 1e-6
        inner = np.linspace(low + 1e-3, high - 1e-3, 41)
        return [
            (value(body, {"x": x, "t": t + step}) - value(body, {"x": x, "t": t - step})) / (2 * step) * 0.999
            for t in inner
        ]
    body = tree_of(row["sequence"], x="real", n="integer")
    first = 2 if "2" in row["variables"]["n"] else 1
    indices = [n for n in (*range(1, 13), 20, 50, 200, 1000, 5000, 10**5) if n >= first]
    return [np.broadcast_to(np.nan_to_num(value(body, {"x": x, "n": float(n)})), x.shape) for n in indices]


EPSILONS = sorted(
    {Fraction(1, k) for k in range(2, 61)} | {Fraction(m, 2**k) for k in range(1, 13) for m in (1, 3, 5, 7)}
)
"""Where N is tried: among them every reciprocal at which a threshold such as ceil(1/eps) is attained."""


def rate_fails(row: dict[str, Any], tree_of: Reader) -> bool:
    """Whether some eps, point and index show that N comes too early; N is computed exactly where it is rational."""
    variables = row["variables"]
    answer = tree_of(row["answer"], eps="real", **{name: "real" for name in variables if name == "x"})
    body, limit = (tree_of(row[name], x="real", n="integer") for name in ("sequence", "limit"))
    top = float(value(tree_of(row["eps"]).args[1], {}))
    points = [Fraction(k, 20) for k in (1, 5, 10, 14, 18, 19)] if "x" in variables else [Fraction(0)]
    return any(_fails_at(answer, body, limit, eps, x, row) for eps in EPSILONS if eps < top for x in points)


def _fails_at(answer: Tree, body: Tree, limit: Tree, eps: Fraction, x: Fraction, row: dict[str, Any]) -> bool:
    try:
        bound = Oracle(30).at(answer, {"eps": eps, "x": x})
    except TROUBLES as trouble:
        raise Blind(str(trouble)) from None
    near = Fraction(round(inexact(bound)))
    bound = near if Oracle(30).same(bound, near) else bound
    first = max(1, math.floor(bound) + 1 if row["after"] == ">" else math.ceil(bound))
    n = np.unique(np.concatenate([first + np.arange(0.0, 40.0), np.floor(first * np.linspace(1, 12, 60))]))
    gap = np.abs(value(body, {"n": n, "x": float(x)}) - value(limit, {"x": float(x)}))
    slack = 1e-11 * float(eps)
    return bool(np.any(gap >= float(eps) - slack if row["strict"] == "yes" else gap > float(eps) + slack))


def exponents_of(text: str, on: str, tree_of: Reader) -> tuple[list[float], list[bool]]:
    """Exponents between which every list distinguishes, and for which of them the function is in L^p."""
    body, over = tree_of(text, x="real"), tree_of(on, x="real")
    powers = [1.0, 1.25, 1.5, 1.75, 2.0, 2.25, 2.5, 2.75, 3.0, 3.25, 4.0, 5.0, 8.0]
    size = tree("call", "abs", (body,))
    truth = []
    for p in powers:
        raised = tree("pow", None, (size, tree("var", "power")))
        truth.append(math.isfinite(integral(raised, "x", over, {"power": p})))
    cuts = sorted({-math.inf, 0.0, math.inf, *ends_of(over, {})})
    x = np.concatenate([diffuse(a, b, lambda t: np.ones(t.shape)).line() for a, b in pairwise(cuts)])
    x = x[member(x, over, {})]
    largest = float(np.nanmax(np.broadcast_to(value(size, {"x": x}), x.shape)))
    return [*powers, math.inf], [*truth, largest < 500]
