"""Measures as clouds of weighted points, made from trees: quadrature nodes, exact atoms, Cantor cylinders.

A second opinion on laws. Nodes are those of the tanh-sinh rule on each interval between the ends that the text names,
so that masses and expectations of smooth densities come out to many digits; a distribution function of a diffuse part
is known to about the largest weight, `GRAIN`.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from flint import fmpq

from benchmarks.measuring.breakpoints import ends_of
from benchmarks.measuring.floats import Blind, Env, member, value
from benchmarks.membership import in_cantor
from benchmarks.oracle import Oracle, Undefined, Unsure
from tutor.language.tree import Tree, tree, walk

NODES = 6001
GRAIN = 2e-3
DIFFUSE, ATOM, CANTOR = 0, 1, 2
_LEBESGUE_CUTS = (-60.0, -10.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 10.0, 60.0)
"""Lebesgue measure on the whole line is looked at between the first and the last of these."""

Array = Any
"""An array of floats."""


@dataclass(frozen=True, slots=True)
class Cloud:
    """Points (a row each, on the line or the plane), their weights, and what each stands for."""

    points: Array
    weights: Array
    nature: Array

    @property
    def mass(self) -> float:
        """The total weight."""
        return float(np.sum(self.weights))

    def scaled(self, factor: float) -> "Cloud":
        """Every weight times the factor."""
        return Cloud(self.points, self.weights * factor, self.nature)

    def on(self, inside: Array) -> "Cloud":
        """The points in a mask."""
        return Cloud(self.points[inside], self.weights[inside], self.nature[inside])

    def line(self) -> Array:
        """The points of a measure on the line."""
        if self.points.shape[1] != 1:
            raise Blind("a measure on the plane")
        return self.points[:, 0]

    def marginal(self, axis: int) -> "Cloud":
        """The marginal of a measure on the plane."""
        return Cloud(self.points[:, axis : axis + 1], self.weights, self.nature)


def joined(clouds: list[Cloud]) -> Cloud:
    """The sum of measures."""
    present = [c for c in clouds if len(c.weights)]
    if not present:
        return Cloud(np.zeros((0, 1)), np.zeros(0), np.zeros(0, int))
    return Cloud(*(np.concatenate([getattr(c, part) for c in present]) for part in ("points", "weights", "nature")))


def cloud(node: Tree, env: Mapping[str, Any] | None = None) -> Cloud:
    """The cloud of a measure tree; `env` holds floats for parameters and clouds for measures. Raises Blind."""
    with np.errstate(all="ignore"):
        return _cloud(node, dict(env or {}))


def _cloud(node: Tree, env: dict[str, Any]) -> Cloud:
    head = node.head
    if head == "num" and node.value == 0:
        return joined([])
    named = env.get(node.value) if head == "var" else None
    if isinstance(named, Cloud):
        return named
    if head == "add":
        return joined([_cloud(a, env) for a in node.args])
    if head == "sub":
        return joined([_cloud(node.args[0], env), _cloud(node.args[1], env).scaled(-1)])
    if head in ("mul", "div", "neg"):
        return _scaled(node, env)
    if head not in _RULES:
        raise Blind("measure " + head)
    return _RULES[head](node, env)


def _scaled(node: Tree, env: dict[str, Any]) -> Cloud:
    if node.head == "neg":
        return _cloud(node.args[0], env).scaled(-1)
    if node.head == "div":
        return _cloud(node.args[0], env).scaled(1 / float(value(node.args[1], env)))
    measures = [a for a in node.args if is_measure(a, env)]
    if len(measures) != 1:
        raise Blind("a product without one measure")
    factor = math.prod(float(value(a, env)) for a in node.args if a is not measures[0])
    return _cloud(measures[0], env).scaled(factor)


_MEASURES = ("atom", "law", "density", "restrict", "pushforward", "product")


def is_measure(node: Tree, env: Mapping[str, Any]) -> bool:
    """Whether the tree stands for a measure."""
    if node.head == "var":
        return isinstance(env.get(node.value), Cloud)
    if node.head in ("add", "sub", "mul", "div", "neg", "sum"):
        return any(is_measure(a, env) for a in node.args)
    return node.head in _MEASURES


def _atoms(places: list[Any], weights: list[float]) -> Cloud:
    points = np.array(places, float).reshape(len(places), -1)
    return Cloud(points, np.array(weights, float), np.full(len(places), ATOM))


def _atom(node: Tree, env: dict[str, Any]) -> Cloud:
    place = node.args[0]
    parts = place.args if place.head in ("pair", "tuple") else (place,)
    return _atoms([[float(value(p, env)) for p in parts]], [1.0])


def _series(node: Tree, env: dict[str, Any]) -> Cloud:
    low, high = (float(value(a, env)) for a in node.args[1:])
    last = low + 160 if math.isinf(high) else high
    return joined([_cloud(node.args[0], {**env, node.value: float(k)}) for k in range(round(low), round(last) + 1)])


def diffuse(low: float, high: float, density: Any) -> Cloud:
    """A density on an open interval: tanh-sinh nodes, on a half line after x = e^u, on the line after x = sinh u."""
    if not low < high:
        return joined([])
    if math.isinf(low) and math.isinf(high):
        return joined([diffuse(-math.inf, 0.0, density), diffuse(0.0, math.inf, density)])
    u = np.linspace(-6.0, 6.0, NODES)
    step = 12.0 / (NODES - 1)
    if math.isinf(high) or math.isinf(low):
        t, jacobian = np.exp(math.pi / 2 * np.sinh(u)), math.pi / 2 * np.cosh(u) * np.exp(math.pi / 2 * np.sinh(u))
        x, jacobian = (low + t, jacobian) if math.isinf(high) else (high - t, jacobian)
    else:
        s = math.pi / 2 * np.sinh(u)
        x = np.where(u < 0, low + (high - low) / (1 + np.exp(-2 * s)), high - (high - low) / (1 + np.exp(2 * s)))
        jacobian = (high - low) / 2 * math.pi / 2 * np.cosh(u) / np.cosh(s) ** 2
    weights = np.asarray(density(x), float) * jacobian * step
    keep = np.isfinite(weights) & np.isfinite(x) & (x > low) & (x < high) & (weights != 0)
    return Cloud(x[keep].reshape(-1, 1), weights[keep], np.zeros(int(keep.sum()), int))


def _gauss(mean: float, variance: float) -> Cloud:
    sd = math.sqrt(variance)
    base = diffuse(-math.inf, math.inf, lambda x: np.exp(-x * x / 2) / math.sqrt(2 * math.pi))
    return Cloud(base.points * sd + mean, base.weights, base.nature)


def _law(node: Tree, env: dict[str, Any]) -> Cloud:
    name, p = node.value, [float(value(a, env)) for a in node.args]
    if name == "normal":
        return _gauss(*p)
    if name == "uniform":
        return diffuse(p[0], p[1], lambda x: np.full(x.shape, 1 / (p[1] - p[0])))
    if name == "exponential":
        return diffuse(0.0, math.inf, lambda x: p[0] * np.exp(-p[0] * x))
    if name == "laplace":
        return diffuse(-math.inf, math.inf, lambda x: p[0] / 2 * np.exp(-p[0] * np.abs(x)))
    if name == "cauchy":
        return diffuse(-math.inf, math.inf, lambda x: 1 / (math.pi * (1 + x * x)))
    if name == "lebesgue":
        return joined([diffuse(a, b, lambda x: np.ones(x.shape)) for a, b in pairwise(_LEBESGUE_CUTS)])
    if name == "cantor":
        return _cantor()
    if name in _DISCRETE:
        places, weights = _DISCRETE[name](*p)
        return _atoms(places, weights)
    raise Blind("law " + name)


def _cantor(level: int = 12) -> Cloud:
    points = np.array([0.5])
    for _ in range(level):
        points = np.concatenate([points / 3, points / 3 + 2 / 3])
    return Cloud(np.sort(points).reshape(-1, 1), np.full(2**level, 0.5**level), np.full(2**level, CANTOR))


def _binomial(n: float, p: float) -> tuple[list[int], list[float]]:
    ks = list(range(round(n) + 1))
    return ks, [math.comb(round(n), k) * p**k * (1 - p) ** (round(n) - k) for k in ks]


def _poisson(mean: float) -> tuple[list[int], list[float]]:
    ks = list(range(100))
    return ks, [math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in ks]


def _geometric(p: float) -> tuple[list[int], list[float]]:
    ks = list(range(1, 161))
    return ks, [p * (1 - p) ** (k - 1) for k in ks]


_DISCRETE: dict[str, Any] = {
    "bernoulli": lambda p: ([0, 1], [1 - p, p]),
    "Bin": _binomial,
    "poisson": _poisson,
    "geometric": _geometric,
}


def _density(node: Tree, env: dict[str, Any]) -> Cloud:
    body, over = node.args
    outer = {k: v for k, v in env.items() if not isinstance(v, Cloud)}
    cuts = [0.0, *ends_of(over, outer), *ends_of(body, outer)]
    cuts = sorted({-math.inf, math.inf, *cuts})
    parts = []
    for low, high in pairwise(cuts):
        part = diffuse(low, high, lambda x: np.broadcast_to(value(body, {**outer, node.value: x}), x.shape))
        parts.append(part.on(member(part.line(), over, outer)))
    return joined(parts)


def inside(found: Cloud, over: Tree, env: dict[str, Any]) -> Array:
    """Which points of a cloud on the line lie in a set: exactly for atoms, generically otherwise."""
    outer = {k: v for k, v in env.items() if not isinstance(v, Cloud)}
    x = found.line()
    result = np.array(member(x, over, outer), bool)
    for place in np.nonzero(found.nature == CANTOR)[0]:
        result[place] = bool(_named(over, float(x[place]))) if _special(over) else result[place]
    if _special(over):
        for place in np.nonzero(found.nature == ATOM)[0]:
            result[place] = _exactly(over, float(x[place]))
    return result


def _special(over: Tree) -> bool:
    return any(inner.head in ("set", "image", "big_union") and inner.value != "R" for inner in walk(over))


def _exactly(over: Tree, x: float) -> bool:
    """Membership of an atom: exact where its place is a simple fraction, generic where it is not."""
    point = Fraction(x).limit_denominator(10**6)
    if abs(float(point) - x) > 1e-12:
        return bool(member(np.array([x]), over, {})[0])
    if over.head == "set" and over.value == "Cantor":
        return in_cantor(point)
    try:
        return Oracle().contains(over, point)
    except (Unsure, Undefined) as open_case:
        raise Blind(str(open_case)) from None


def _named(over: Tree, x: float) -> bool:
    """Membership of a generic point of the Cantor set: in Cantor, not in countable sets."""
    if over.head == "set":
        return over.value in ("R", "Cantor")
    if over.head in ("union", "intersection"):
        parts = [_named(a, x) for a in over.args]
        return any(parts) if over.head == "union" else all(parts)
    if over.head == "minus":
        return _named(over.args[0], x) and not _named(over.args[1], x)
    return bool(member(np.array([x]), over, {})[0])


def _restrict(node: Tree, env: dict[str, Any]) -> Cloud:
    base, over = node.args
    if base.head == "law" and base.value == "counting":
        return _counted(over, env)
    if base.head == "law" and base.value == "lebesgue":
        return _density(tree("density", "x", (tree("num", fmpq(1)), over)), env)
    found = _split(base, over, env)
    return found.on(inside(found, over, env))


def _split(base: Tree, over: Tree, env: dict[str, Any]) -> Cloud:
    """The cloud of a measure, with nodes that break at the ends of a set where the measure is a plain law."""
    outer = {k: v for k, v in env.items() if not isinstance(v, Cloud)}
    formula = law_density(base, outer)
    if formula is None:
        return _cloud(base, env)
    cuts = sorted({-math.inf, math.inf, 0.0, *ends_of(over, outer), *formula[1]})
    return joined([diffuse(a, b, formula[0]) for a, b in pairwise(cuts)])


def law_density(node: Tree, env: Env) -> tuple[Any, tuple[float, ...]] | None:
    """The density of a plain continuous law, and its breakpoints."""
    if node.head != "law" or node.value not in ("normal", "uniform", "exponential", "cauchy", "laplace"):
        return None
    p = [float(value(a, env)) for a in node.args]
    if node.value == "normal":
        return lambda x: np.exp(-((x - p[0]) ** 2) / (2 * p[1])) / math.sqrt(2 * math.pi * p[1]), (p[0],)
    if node.value == "cauchy":
        return lambda x: 1 / (math.pi * (1 + x * x)), (0.0,)
    if node.value == "laplace":
        return lambda x: p[0] / 2 * np.exp(-p[0] * np.abs(x)), (0.0,)
    if node.value == "uniform":
        return lambda x: np.where((x > p[0]) & (x < p[1]), 1 / (p[1] - p[0]), 0.0), (p[0], p[1])
    return lambda x: np.where(x > 0, p[0] * np.exp(-p[0] * np.maximum(x, 0)), 0.0), (0.0,)


def _counted(over: Tree, env: dict[str, Any]) -> Cloud:
    if over.head != "finite":
        raise Blind("counting on an infinite set")
    return _atoms([float(value(a, env)) for a in over.args], [1.0] * len(over.args))


def _push(node: Tree, env: dict[str, Any]) -> Cloud:
    image, base = node.args
    source = _cloud(base, env)
    if is_measure(image, env):
        return _mixture(node.value, image, thinned(source), env)
    outer = {k: v for k, v in env.items() if not isinstance(v, Cloud)}
    inner = {**outer, node.value: source.line()}
    parts = image.args if image.head in ("pair", "tuple") else (image,)
    columns = [np.broadcast_to(value(p, inner), source.weights.shape) for p in parts]
    points = np.stack(columns, axis=1)
    return Cloud(points, source.weights, _with_new_atoms(points, source) if len(parts) == 1 else source.nature)


def _with_new_atoms(points: Array, source: Cloud) -> Array:
    """Where a map is constant, a diffuse part becomes an atom."""
    _, inverse, counts = np.unique(np.round(points[:, 0], 12), return_inverse=True, return_counts=True)
    heavy = np.bincount(inverse, source.weights, len(counts)) > 1e-3
    return np.where((heavy & (counts > 50))[inverse], ATOM, source.nature)


def _mixture(name: str, image: Tree, source: Cloud, env: dict[str, Any]) -> Cloud:
    parts = []
    for x, w in zip(source.line(), source.weights, strict=True):
        inner = _cloud(image, {**env, name: float(x)})
        parts.append(thinned(inner).scaled(float(w)))
    return joined(parts)


def thinned(found: Cloud, many: int = 400) -> Cloud:
    """About so many points with the same distribution: neighbours are put together; atoms stay."""
    atoms = found.on(found.nature == ATOM)
    rest = found.on(found.nature != ATOM)
    if len(rest.weights) <= many or rest.points.shape[1] != 1:
        return found
    order = np.argsort(rest.line())
    x, w = rest.line()[order], rest.weights[order]
    place = np.minimum((np.cumsum(w) - w / 2) / np.sum(w) * many, many - 1).astype(int)
    weights = np.bincount(place, w, many)
    means = np.bincount(place, w * x, many) / np.where(weights == 0, 1, weights)
    keep = weights != 0
    return joined([atoms, Cloud(means[keep].reshape(-1, 1), weights[keep], np.zeros(int(keep.sum()), int))])


def _product(node: Tree, env: dict[str, Any]) -> Cloud:
    left, right = (thinned(_cloud(a, env)) for a in node.args)
    i, j = np.meshgrid(np.arange(len(left.weights)), np.arange(len(right.weights)), indexing="ij")
    points = np.concatenate([left.points[i.ravel()], right.points[j.ravel()]], axis=1)
    nature = np.minimum(left.nature[i.ravel()], right.nature[j.ravel()])
    return Cloud(points, left.weights[i.ravel()] * right.weights[j.ravel()], nature)


_RULES: dict[str, Callable[[Tree, dict[str, Any]], Cloud]] = {
    "atom": _atom,
    "law": _law,
    "density": _density,
    "restrict": _restrict,
    "pushforward": _push,
    "product": _product,
    "sum": _series,
}


def distance(left: Cloud, right: Cloud) -> float:
    """The largest difference of the distribution functions (on the plane: along three directions)."""
    if left.points.shape[1] == 2 or right.points.shape[1] == 2:
        directions = (np.array([1.0, 0.0]), np.array([0.0, 1.0]), np.array([0.6, 0.8]))
        return max(distance(_seen(left, d), _seen(right, d)) for d in directions)
    x = np.round(np.concatenate([left.line(), right.line()]), 9)
    w = np.concatenate([left.weights, -right.weights])
    places, inverse = np.unique(x, return_inverse=True)
    steps = np.bincount(inverse, w, len(places))
    return float(np.max(np.abs(np.cumsum(steps)), initial=0.0))


def _seen(found: Cloud, direction: Array) -> Cloud:
    if found.points.shape[1] == 1:
        raise Blind("a measure on the line against one on the plane")
    return Cloud((found.points @ direction).reshape(-1, 1), found.weights, found.nature)
