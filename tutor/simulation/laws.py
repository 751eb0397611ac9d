"""Draws from measures of finite mass, made from the tree of a measure.

Named laws are drawn by NumPy, images by mapping draws of their source, mixtures by their weights. What else the exact
engine can take apart is drawn from its parts: densities by inversion of the distribution function on each cell, atoms
by their weights, Cantor's measure by ternary digits.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import fmpq

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import Bound, End, TooLarge, Unsupported
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.results import NoValue
from tutor.mathematics.balls import precision
from tutor.mathematics.objects.measures import Density, Family, Improper, Measure, is_measure, measure_of
from tutor.mathematics.trees import Budget, OutOfSteps
from tutor.mathematics.trees.build import ONE, mul, num, sign_of_infinity, var
from tutor.mathematics.trees.rewrite import substitute
from tutor.simulation.arrays import Array, Arrays, Effort, NoNumbers, Truths
from tutor.simulation.quadrature import nodes

STEPS = 300_000
"""Steps of the exact engine that taking a measure apart may cost."""
MOST_PARTS, FAMILY, CANTOR_DIGITS = 400, 20_000, 36
_CELL = 1_600


@dataclass(frozen=True, slots=True)
class Sampler:
    """A measure of finite mass as a source of draws: `draw(count)` has the law that is the measure over its mass."""

    mass: float
    draw: Callable[[int], Array]


def sampler(measure: Tree, dice: np.random.Generator, effort: Effort) -> Sampler:
    """A source of draws of a closed core tree. Raises NoNumbers with the reason where it cannot be drawn from."""
    found = _Maker(dice, effort).of(measure, {})
    if not (0 < found.mass < math.inf):
        raise NoNumbers("its mass is not positive and finite, so there is nothing to draw")
    return found


def parts_of(measure: Tree) -> Measure:
    """The exact parts of the measure. Raises NoNumbers."""
    try:
        return measure_of(measure, Budget(STEPS))
    except (Undecided, Improper, Unsupported, TooLarge, NoValue) as silence:
        raise NoNumbers(getattr(silence, "reason", "") or str(silence)) from silence
    except OutOfSteps as silence:
        raise NoNumbers("it takes too long to take apart") from silence


def end_of(bound: Bound) -> float:
    """An end as a float."""
    if isinstance(bound, End):
        return math.inf * bound.value
    try:
        with precision(64):
            return float(bound.ball(64).mid())
    except Unsupported as silence:
        raise NoNumbers("an end without a value") from silence


class _Maker:
    """Makes samplers; names in `env` stand for draws that were made before, element by element."""

    def __init__(self, dice: np.random.Generator, effort: Effort) -> None:
        self.dice, self.effort = dice, effort

    def of(self, node: Tree, env: Mapping[str, Array]) -> Sampler:
        match node.head:
            case "law" if node.value in _LAWS:
                return Sampler(1.0, lambda count: self._law(node, env, count))
            case "atom":
                return Sampler(1.0, lambda count: self._values(node.args[0], env, count))
            case "pushforward":
                return self._image(node, env)
            case "add":
                return self._mixture([self.of(part, env) for part in node.args], bool(env))
            case "mul" if sum(is_measure(part) for part in node.args) == 1:
                return self._multiple(node, env)
            case "sum" if not any(sign_of_infinity(end) for end in node.args[1:]):
                return self._sum(node, env)
        if env.keys() & free_names(node):
            raise NoNumbers("a law that depends on another draw")
        return self._parts(node)

    def _law(self, node: Tree, env: Mapping[str, Array], count: int) -> Array:
        self.effort.spend(10 * count)
        parameters = [self._values(a, env, count) for a in node.args]
        try:
            return np.asarray(_LAWS[node.value](self.dice, count, *parameters), dtype=np.float64)
        except ValueError as refused:
            raise NoNumbers("parameters that the law does not admit") from refused

    def _values(self, node: Tree, env: Mapping[str, Array], count: int) -> Array:
        arrays = Arrays({**env, "": np.zeros(count)}, self.effort)
        return arrays(node)

    def _image(self, node: Tree, env: Mapping[str, Array]) -> Sampler:
        body, source = node.args
        inner = self.of(source, env)
        if body.head in ("pair", "tuple"):
            raise NoNumbers("a law of several coordinates")

        def draw(count: int) -> Array:
            drawn = inner.draw(count)
            self.effort.spend(count)
            here = {**env, node.value: drawn}
            return self.of(body, here).draw(count) if is_measure(body) else self._values(body, here, count)

        return Sampler(inner.mass, draw)

    def _multiple(self, node: Tree, env: Mapping[str, Array]) -> Sampler:
        (measure,) = (part for part in node.args if is_measure(part))
        factor = mul(ONE, *(part for part in node.args if part is not measure))
        if free_names(factor) & env.keys():
            raise NoNumbers("weights that are drawn, too")
        inner, weight = self.of(measure, env), float(self._values(factor, {}, 1)[0])
        return Sampler(weight * inner.mass, inner.draw)

    def _sum(self, node: Tree, env: Mapping[str, Array]) -> Sampler:
        body, low, high = node.args
        if low.head != "num" or high.head != "num" or high.value - low.value >= MOST_PARTS:
            raise NoNumbers("a sum of too many measures")
        terms = [substitute(body, {node.value: num(k)}) for k in _whole(low.value, high.value)]
        return self._mixture([self.of(term, env) for term in terms], bool(env))

    def _mixture(self, parts: Sequence[Sampler], aligned: bool) -> Sampler:
        masses = np.array([part.mass for part in parts])
        if not np.all(np.isfinite(masses)) or np.any(masses < 0):
            raise NoNumbers("a part of negative or infinite mass")
        total = float(masses.sum())
        if total == 0:
            return Sampler(0.0, lambda count: np.zeros(count))

        def draw(count: int) -> Array:
            if aligned:
                chosen = self.dice.choice(len(parts), size=count, p=masses / total)
                self.effort.spend(count * len(parts))
                return np.choose(chosen, [part.draw(count) for part in parts][:32])
            counts = self.dice.multinomial(count, masses / total)
            drawn = [part.draw(int(k)) for part, k in zip(parts, counts, strict=True) if k]
            return self.dice.permutation(np.concatenate(drawn))

        if aligned and len(parts) > 32:
            raise NoNumbers("a mixture of too many laws")
        return Sampler(total, draw)

    # Measures that the exact engine takes apart.

    def _parts(self, node: Tree) -> Sampler:
        try:
            measure = parts_of(node)
        except NoNumbers:
            if node.head != "restrict":
                raise
            return self._kept(node)
        if measure.images:
            raise NoNumbers("an image without a closed form")
        found = [self._cell(density) for density in measure.densities]
        found += [
            Sampler(float(self._values(atom.mass, {}, 1)[0]), self._constant(atom.place)) for atom in measure.atoms
        ]
        found += [self._family(family) for family in measure.families]
        for cylinder in measure.cylinders:
            low, length, mass = (
                float(self._values(t, {}, 1)[0]) for t in (cylinder.low, cylinder.length, cylinder.mass)
            )
            found.append(Sampler(mass, self._dust(low, length)))
        return self._mixture(found, False)

    def _constant(self, place: Tree) -> Callable[[int], Array]:
        return lambda count: self._values(place, {}, count)

    def _dust(self, low: float, length: float) -> Callable[[int], Array]:
        return lambda count: low + length * cantor_draws(self.dice, count)

    def _cell(self, density: Density) -> Sampler:
        """By inversion of the distribution function, which the nodes of the quadrature rule tabulate."""
        rule = nodes(end_of(density.low), end_of(density.high), _CELL)
        heights = Arrays({"x": rule.points}, self.effort)(density.function) * rule.weights
        heights = np.nan_to_num(heights, nan=0.0, posinf=math.inf, neginf=-math.inf)
        if np.any(heights < -1e-12):
            raise NoNumbers("a negative density")
        mass = float(heights.sum())
        if not math.isfinite(mass) or 100 * max(heights[0], heights[-1]) > 0.02 * mass:
            raise NoNumbers("a part of infinite mass, so there is nothing to draw")
        levels = np.concatenate([[0.0], np.cumsum(heights)])
        middles = (levels[1:] + levels[:-1]) / 2

        def draw(count: int) -> Array:
            self.effort.spend(10 * count)
            return np.interp(self.dice.random(count) * mass, middles, rule.points)

        return Sampler(mass, draw)

    def _family(self, family: Family) -> Sampler:
        numbers = np.arange(family.start, family.start + FAMILY, dtype=np.float64)
        arrays = Arrays({"n": numbers}, self.effort)
        masses, places = np.nan_to_num(arrays(family.mass)), np.asarray(arrays(family.place))
        total = float(masses.sum())
        if np.any(masses < 0) or not math.isfinite(total) or masses[-1] * FAMILY > 0.02 * total:
            raise NoNumbers("a series of atoms that does not settle")
        return Sampler(total, lambda count: places[self.dice.choice(FAMILY, size=count, p=masses / total)])

    def _kept(self, node: Tree) -> Sampler:
        """A restriction by keeping the draws that lie in the set."""
        inner = self.of(node.args[0], {})
        first = inner.draw(4_000)
        share = float(np.mean(self._inside(first, node.args[1])))
        if share < 0.02:
            raise NoNumbers("a restriction to a set that is hardly met")

        def draw(count: int) -> Array:
            drawn = inner.draw(int(count / share * 1.2) + 100)
            kept = drawn[self._inside(drawn, node.args[1])]
            return np.asarray(kept[np.arange(count) % len(kept)])

        return Sampler(inner.mass * share, draw)

    def _inside(self, values: Array, set_: Tree) -> Truths:
        return Arrays({"x": values}, self.effort).member(var("x"), set_)


def cantor_draws(dice: np.random.Generator, count: int) -> Array:
    """Draws of Cantor's measure: ternary digits that are 0 or 2."""
    found = np.zeros(count)
    for k in range(1, CANTOR_DIGITS + 1):
        found += 2.0 * dice.integers(0, 2, count) / 3.0**k
    return found


def _whole(low: fmpq, high: fmpq) -> list[int]:
    """The whole numbers from low to high; low is one."""
    return [] if high < low else list(range(int(low.floor()), int(high.floor()) + 1))


_LAWS: dict[str, Callable[..., Any]] = {
    "normal": lambda dice, count, mean, variance: mean + np.sqrt(variance) * dice.standard_normal(count),
    "uniform": lambda dice, count, low, high: low + (high - low) * dice.random(count),
    "exponential": lambda dice, count, rate: dice.standard_exponential(count) / rate,
    "laplace": lambda dice, count, rate: dice.laplace(size=count) / rate,
    "cauchy": lambda dice, count: dice.standard_cauchy(count),
    "bernoulli": lambda dice, count, mass: np.where(dice.random(count) < mass, 1.0, 0.0),
    "Bin": lambda dice, count, size, mass: dice.binomial(size.astype(np.int64), mass),
    "poisson": lambda dice, count, mean: dice.poisson(mean),
    "geometric": lambda dice, count, chance: dice.geometric(chance),
    "cantor": lambda dice, count: cantor_draws(dice, count),
}
