"""Closed numbers with measures in them, from clouds and quadrature: masses, expectations, distances, norms, limits.

Values are good to about a thousandth; an infinite one is told by its growth as the cut-off moves out.
"""

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from benchmarks.measuring.breakpoints import ends_of
from benchmarks.measuring.clouds import ATOM, CANTOR, DIFFUSE, Cloud, cloud, diffuse, inside, is_measure, law_density
from benchmarks.measuring.floats import Blind, member, value
from benchmarks.oracle import Oracle, Undefined, Unsure, inexact
from tutor.language.tree import Tree, tree

GROWTH = 0.06
"""An integral that grows by more than this share when the cut-off is squared counts as infinite."""

FAR = 2000.0
"""The index at which limits are read off."""


def number(node: Tree, env: dict[str, Any]) -> float:
    """The value of a number tree; `env` holds floats, and clouds for names of measures. Raises Blind."""
    with np.errstate(all="ignore"):
        return _number(node, env)


def _number(node: Tree, env: dict[str, Any]) -> float:
    rule = _RULES.get(node.head)
    if rule is not None:
        return float(rule(node, env))
    if node.head == "call" and node.value in _DISTANCES:
        left, right = (cloud(a, env) for a in node.args)
        return float(_DISTANCES[node.value](left, right))
    if node.head == "call" and node.value in _DIVERGENCES:
        return float(_DIVERGENCES[node.value](*_columns(node.args[0], node.args[1], env)))
    if node.head == "call" and node.value in ("mass", "measure"):
        return _mass(node, env)
    if node.args and node.head not in ("indicator", "piecewise"):
        values = {f"#{place}": _number(a, env) for place, a in enumerate(node.args)}
        flat = tree(node.head, node.value, tuple(tree("var", name) for name in values))
        return _extended(flat, values)
    return float(value(node, env))


def _extended(flat: Tree, values: dict[str, float]) -> float:
    if flat.head == "div" and math.isinf(list(values.values())[1]):
        return 0.0
    return float(value(flat, values))


def _applied(node: Tree, env: dict[str, Any]) -> float:
    measure = env.get(node.value)
    if not isinstance(measure, Cloud):
        raise Blind("apply " + str(node.value))
    return mass_on(measure, node.args[0], env)


def mass_on(measure: Cloud, over: Tree, env: dict[str, Any]) -> float:
    """The mass of a set."""
    return measure.on(inside(measure, over, env)).mass


def _mass(node: Tree, env: dict[str, Any]) -> float:
    if node.value == "measure" or (node.args[0].head == "law" and node.args[0].value == "lebesgue"):
        try:
            length = tree("call", "measure", (node.args[-1],))
            return float(inexact(Oracle(30).at(length, {})))
        except (Unsure, Undefined) as open_case:
            raise Blind(str(open_case)) from None
    measure = cloud(node.args[0], env)
    return measure.mass if len(node.args) == 1 else mass_on(measure, node.args[1], env)


def expectation(measure: Cloud, body: Tree, name: str, env: dict[str, Any]) -> float:
    """The integral of a function of one variable; oo where the far part keeps growing."""
    outer = {k: v for k, v in env.items() if not isinstance(v, Cloud)}
    x = measure.line()
    terms = np.broadcast_to(value(body, {**outer, name: x}), x.shape) * measure.weights
    near = float(np.sum(terms[np.abs(x) < 1e50]))
    further = float(np.sum(terms[np.abs(x) < 1e100]))
    return math.inf if abs(further - near) > GROWTH * abs(near) + 1e-9 else further


def _integral_on(node: Tree, env: dict[str, Any]) -> float:
    body, over = node.args[:2]
    if len(node.args) == 3:
        measure = cloud(node.args[2], env)
        return expectation(measure.on(inside(measure, over, env)), body, node.value, env)
    return integral(body, node.value, over, env)


def _integral(node: Tree, env: dict[str, Any]) -> float:
    body, low, high = node.args
    return integral(body, node.value, tree("interval", (False, False), (low, high)), env)


def integral(body: Tree, name: str, over: Tree, env: dict[str, Any]) -> float:
    """The Lebesgue integral of a function that keeps its sign, or oo."""
    cuts = sorted({-math.inf, 0.0, math.inf, *ends_of(over, env), *ends_of(body, env)})
    total = 0.0
    for low, high in pairwise(cuts):
        middle = _between(low, high)
        if bool(member(np.array([middle]), over, env)[0]):
            total += piece(lambda x: np.broadcast_to(value(body, {**env, name: x}), x.shape), low, high)
    return total


def _between(low: float, high: float) -> float:
    if math.isinf(low):
        return high - 1.2345 if math.isfinite(high) else 0.12345
    return low + 1.2345 if math.isinf(high) else low + (high - low) * 0.61234


def piece(function: Any, low: float, high: float) -> float:
    """The integral over an interval, told infinite by the growth at its ends."""
    nodes = diffuse(low, high, lambda t: np.ones(t.shape))
    x, terms = nodes.line(), function(nodes.line()) * nodes.weights
    shallow, deep = ((_clear(x, low, -cut) & _clear(x, high, cut)) for cut in (1, 2))
    if np.any(np.isinf(terms[deep])):
        return math.inf
    near, further = (float(np.nansum(terms[mask])) for mask in (shallow, deep))
    size = float(np.nansum(np.abs(terms[shallow])))
    if abs(further - near) > GROWTH * size + 1e-9:
        return math.copysign(math.inf, further - near)
    return further


def _clear(x: Any, end: float, cut: int) -> Any:
    """Which nodes keep away from an end; at 0 and at infinity floats come much nearer than elsewhere."""
    depth = abs(cut)
    if math.isinf(end):
        return np.abs(x) < 10.0 ** (50 * depth)
    return np.abs(x - end) > (10.0 ** (-50 * depth) if end == 0 else 10.0 ** (-7 * depth))


def _limit(node: Tree, env: dict[str, Any]) -> float:
    body, point = node.args
    if point.head != "const":
        raise Blind("a limit at a finite point")
    first, second = (_number(body, {**env, node.value: n}) for n in (FAR, 2 * FAR))
    if second > 1e3 * FAR or (first > 100 and second / first > 1.3):
        return math.inf
    return 2 * second - first if abs(second - first) > 1e-9 else second


def _supremum(node: Tree, env: dict[str, Any]) -> float:
    body, over = node.args
    cuts = sorted({-math.inf, 0.0, math.inf, *ends_of(over, env), *ends_of(body, env)})
    best = -math.inf
    for low, high in pairwise(cuts):
        x = diffuse(low, high, lambda t: np.ones(t.shape)).line()
        x = x[member(x, over, env)]
        found = np.broadcast_to(value(body, {**env, node.value: x}), x.shape)
        best = max(best, float(np.nanmax(found, initial=-math.inf)))
    if node.head == "sup":
        points = np.array([c for c in cuts if math.isfinite(c)])
        points = points[member(points, over, env)]
        found = np.broadcast_to(value(body, {**env, node.value: points}), points.shape)
        best = max(best, float(np.nanmax(found, initial=-math.inf)))
    return math.inf if best > 1e12 else best


def _norm(node: Tree, env: dict[str, Any]) -> float:
    body, exponent, *over = node.args
    p = _number(exponent, env)
    place = over[0] if over else tree("set", "R")
    size = tree("call", "abs", (body,))
    if math.isinf(p):
        return _supremum(tree("ess_sup", node.value, (size, place)), env)
    found = integral(tree("pow", None, (size, exponent)), node.value, place, env)
    return float(found ** (1 / p))


def _columns(left: Tree, right: Tree, env: dict[str, Any]) -> tuple[Any, Any]:
    """The masses of both on common cells: quadrature nodes shared by both densities, atoms, the Cantor part."""
    parts = [spectrum(side, env) for side in (left, right)]
    cuts = sorted({-math.inf, 0.0, math.inf, *parts[0].cuts, *parts[1].cuts})
    nodes = [diffuse(low, high, lambda t: np.ones(t.shape)) for low, high in pairwise(cuts)]
    x, h = (np.concatenate(column) for column in zip(*[(n.line(), n.weights) for n in nodes], strict=True))
    places = sorted({place for part in parts for place in part.atoms})
    if all(part.cantor for part in parts) and parts[0].cantor != parts[1].cantor:
        raise Blind("two Cantor parts")
    columns = []
    for part in parts:
        density = sum((np.broadcast_to(f(x), x.shape) for f in part.densities), np.zeros(x.shape))
        atoms = [part.atoms.get(place, 0.0) for place in places]
        columns.append(np.concatenate([np.nan_to_num(density) * h, atoms, [part.cantor]]))
    return columns[0], columns[1]


@dataclass(slots=True)
class Spectrum:
    """A measure in parts: densities with their breakpoints, atoms by place, the mass of a Cantor part."""

    densities: list[Any] = field(default_factory=list)
    cuts: list[float] = field(default_factory=list)
    atoms: dict[float, float] = field(default_factory=dict)
    cantor: float = 0.0


def spectrum(node: Tree, env: dict[str, Any], weight: float = 1.0, into: Spectrum | None = None) -> Spectrum:
    """The parts of a sum of laws, densities and atoms. Raises Blind for images and restrictions."""
    found = into if into is not None else Spectrum()
    if node.head == "add":
        for term in node.args:
            spectrum(term, env, weight, found)
    elif node.head in ("mul", "div"):
        inner = next(a for a in node.args if is_measure(a, env))
        spectrum(inner, env, weight * cloud(node, env).mass / cloud(inner, env).mass, found)
    elif (formula := law_density(node, env)) is not None:
        found.densities.append(lambda x: weight * formula[0](x))
        found.cuts += formula[1]
    elif node.head == "density":
        body, over = node.args
        found.densities.append(lambda x: weight * np.where(member(x, over, env), value(body, {node.value: x}), 0.0))
        found.cuts += ends_of(over, env) + ends_of(body, env)
    else:
        _discrete(node, env, weight, found)
    return found


def _discrete(node: Tree, env: dict[str, Any], weight: float, into: Spectrum) -> None:
    points = cloud(node, env).scaled(weight)
    if np.any(points.nature == DIFFUSE):
        raise Blind("a density is needed")
    into.cantor += float(np.sum(points.weights[points.nature == CANTOR]))
    atoms = points.on(points.nature == ATOM)
    for place, mass in zip(np.round(atoms.line(), 9), atoms.weights, strict=True):
        into.atoms[float(place)] = into.atoms.get(float(place), 0.0) + float(mass)


def _kullback(p: Any, q: Any) -> float:
    if float(np.sum(p[q <= 0])) > 1e-9:
        return math.inf
    keep = (p > 0) & (q > 0)
    return float(np.sum(p[keep] * np.log(p[keep] / q[keep])))


def _js(p: Any, q: Any) -> float:
    return (_kullback(p, (p + q) / 2) + _kullback(q, (p + q) / 2)) / 2


def _h2(p: Any, q: Any) -> float:
    return 1 - float(np.sum(np.sqrt(np.maximum(p, 0) * np.maximum(q, 0))))


_DIVERGENCES: dict[str, Any] = {
    "KL": _kullback,
    "JS": _js,
    "TV": lambda p, q: float(np.sum(np.abs(p - q))) / 2,
    "H2": _h2,
    "Hellinger": lambda p, q: math.sqrt(max(_h2(p, q), 0)),
}


def _w1(left: Cloud, right: Cloud) -> float:
    x = np.concatenate([left.line(), right.line()])
    w = np.concatenate([left.weights, -right.weights])
    order = np.argsort(x)
    gaps = np.diff(x[order])
    terms = np.abs(np.cumsum(w[order])[:-1]) * gaps
    near, further = (float(np.sum(terms[np.abs(x[order][1:]) < size])) for size in (1e10, 1e20))
    return math.inf if further - near > GROWTH * near + 1e-6 else near


def _w2(left: Cloud, right: Cloud) -> float:
    u = (np.arange(40000) + 0.5) / 40000
    quantiles = []
    for c in (left, right):
        order = np.argsort(c.line())
        share = np.cumsum(c.weights[order])
        quantiles.append(c.line()[order][np.minimum(np.searchsorted(share, u), len(order) - 1)])
    return float(np.sqrt(np.mean((quantiles[0] - quantiles[1]) ** 2)))


_DISTANCES: dict[str, Any] = {"W1": _w1, "W2": _w2}

_RULES: dict[str, Any] = {
    "apply": _applied,
    "integral_on": _integral_on,
    "integral": _integral,
    "limit": _limit,
    "sup": _supremum,
    "ess_sup": _supremum,
    "norm": _norm,
}


def measures_given(given: dict[str, Tree]) -> dict[str, Any]:
    """Clouds for the given measures, floats for given numbers."""
    env: dict[str, Any] = {}
    for name, node in given.items():
        env[name] = cloud(node, env) if is_measure(node, env) else number(node, env)
    return env
