"""Experiments of lessons: `sample 10^6 of law(relu(Z)), Z ~ N(0,1) as histogram`, with a fixed seed.

A law is drawn from by NumPy, and the function of a random variable is computed on the whole array at once. A value
that is drawn again and again is an atom; its share is told, for a histogram alone would hide it in a bin.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import arb, fmpq
from numpy.typing import NDArray

from tutor.feedback.curves import Curve, Window
from tutor.feedback.lines import Line, Lines, Role
from tutor.feedback.pictures import brief, draw_curves
from tutor.feedback.words import say
from tutor.language.faults import Fault
from tutor.language.names import Names
from tutor.language.reading import read
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.balls.evaluator import Evaluator
from tutor.mathematics.balls.values import Convention, Infinite, Undefined, Unknown
from tutor.mathematics.trees.rewrite import core

Draws = NDArray[np.float64]
SEED, MOST = 20_26, 10**7
_SOURCE = re.compile(r"sample\s+(?P<count>[\d^]+)\s+of\s+(?P<law>.+?)\s+as\s+histogram")
_ATOM = 0.01
"""A value with at least this share of the draws is called an atom."""


class NotSampled(Exception):  # noqa: N818  (an outcome: then only the words of the lesson are shown)
    """This law, or this function, is not one that can be drawn from."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn."""

    law: str
    draws: Draws

    def drawn(self, columns: int, *, plain: bool = False) -> Lines:
        """A histogram, with the mean and the atoms in words."""
        low, high = (float(np.quantile(self.draws, q)) for q in (0.001, 0.999))
        if low == high:
            low, high = low - 0.5, high + 0.5
        heights, _ = np.histogram(self.draws, bins=columns, range=(low, high))
        shares = tuple(float(share) if share else None for share in heights / len(self.draws))
        bars = Curve(say("picture.shares", law=self.law), shares)
        ends = (fmpq(round(low * 1000), 1000), fmpq(round(high * 1000), 1000))
        rows = draw_curves([bars], Window(*ends, columns), plain=plain, filled=True)
        told = Line(say("picture.in-words", words=self._words()), Role.TEXT)
        drawing = tuple(line for line in rows if line.role is not Role.TEXT)
        return (told, *drawing) if plain else (*drawing, told)

    def _words(self) -> str:
        values, counts = np.unique(self.draws, return_counts=True)
        atoms = [
            say("picture.atom", value=brief(float(value)), share=f"{100 * count / len(self.draws):.1f}")
            for value, count in zip(values, counts, strict=True)
            if count >= _ATOM * len(self.draws)
        ]
        mean = say("picture.mean", count=f"{len(self.draws):,}", mean=brief(float(self.draws.mean())))
        return "; ".join((mean, *atoms[:5])) + "."


def sample(source: str) -> Sample | None:
    """The sample that a lesson asks for; None where it is no such experiment."""
    found = _SOURCE.fullmatch(source.strip())
    if found is None:
        return None
    base, _, exponent = found["count"].partition("^")
    if len(found["count"]) > 8 or int(exponent or 1) > 7:
        return None
    count = int(base) ** int(exponent or 1)
    try:
        law = core(read(found["law"], Names(), Sort.MEASURE).tree)
        draws = _draw(law, min(count, MOST), np.random.default_rng(SEED))
    except (Fault, NotSampled):
        return None
    return Sample(found["law"], draws[np.isfinite(draws)])


def _draw(law: Tree, count: int, dice: np.random.Generator) -> Draws:
    if law.head == "law":
        rule = _LAWS.get(law.value)
        if rule is None:
            raise NotSampled
        return rule(dice, count, *(_number(argument) for argument in law.args))
    if law.head == "atom":
        return np.full(count, _number(law.args[0]))
    if law.head == "pushforward":
        name, (body, inner) = law.value, law.args
        with np.errstate(all="ignore"):
            return np.broadcast_to(_values(body, {name: _draw(inner, count, dice)}), (count,)).astype(np.float64)
    if law.head == "add":
        return _mixture(law.args, count, dice)
    raise NotSampled


def _mixture(parts: tuple[Tree, ...], count: int, dice: np.random.Generator) -> Draws:
    """Draws of a weighted sum of laws; the weights must make 1."""
    weighted = [(_number(part.args[0]), part.args[1]) for part in parts if part.head == "mul" and len(part.args) == 2]
    weights = [weight for weight, _ in weighted]
    if len(weighted) != len(parts) or min(weights) < 0 or abs(sum(weights) - 1) > 1e-9:
        raise NotSampled
    chosen = dice.choice(len(weighted), size=count, p=weights)
    columns = [_draw(law, count, dice) for _, law in weighted]
    return np.choose(chosen, columns)


_LAWS: dict[str, Callable[..., Draws]] = {
    "normal": lambda dice, count, mean, variance: dice.normal(mean, variance**0.5, count),
    "uniform": lambda dice, count, low, high: dice.uniform(low, high, count),
    "exponential": lambda dice, count, rate: dice.exponential(1 / rate, count),
    "laplace": lambda dice, count, rate: dice.laplace(0, 1 / rate, count),
    "cauchy": lambda dice, count: dice.standard_cauchy(count),
    "bernoulli": lambda dice, count, mass: dice.binomial(1, mass, count).astype(np.float64),
    "poisson": lambda dice, count, mean: dice.poisson(mean, count).astype(np.float64),
    "geometric": lambda dice, count, chance: dice.geometric(chance, count).astype(np.float64),
}

_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "relu": lambda x: np.maximum(x, 0),
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "softplus": lambda x: np.logaddexp(0, x),
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sign": np.sign,
    "floor": np.floor,
    "ceil": np.ceil,
    "sin": np.sin,
    "cos": np.cos,
    "tanh": np.tanh,
    "max": lambda first, *others: _folded(np.maximum, first, others),
    "min": lambda first, *others: _folded(np.minimum, first, others),
}

_HEADS: dict[str, Callable[..., Any]] = {
    "add": lambda first, *others: _folded(np.add, first, others),
    "mul": lambda first, *others: _folded(np.multiply, first, others),
    "pow": np.power,
    "lt": np.less,
    "le": np.less_equal,
    "eq": np.equal,
    "and": lambda first, *others: _folded(np.logical_and, first, others),
    "or": lambda first, *others: _folded(np.logical_or, first, others),
    "not": np.logical_not,
    "indicator": lambda holds: np.where(holds, 1.0, 0.0),
}


def _values(node: Tree, at: dict[str, Draws]) -> Any:
    """The tree on whole arrays. Raises NotSampled for what has no rule."""
    if node.head == "var" and node.value in at:
        return at[node.value]
    if node.head in ("num", "const"):
        return np.float64(_number(node))
    if node.head == "piecewise":
        return _cases(node, at)
    rule = _FUNCTIONS.get(node.value) if node.head == "call" else _HEADS.get(node.head)
    if rule is None:
        raise NotSampled
    return rule(*(_values(argument, at) for argument in node.args))


def _cases(node: Tree, at: dict[str, Draws]) -> Any:
    values = [_values(argument, at) for argument in node.args]
    otherwise = values.pop() if node.value else np.nan
    return np.select(values[1::2], values[::2], otherwise)


def _folded(rule: Callable[..., Any], first: Any, others: tuple[Any, ...]) -> Any:
    for other in others:
        first = rule(first, other)
    return first


def _number(tree: Tree) -> float:
    try:
        return float(arb(Evaluator({})(tree)).mid())
    except (Undefined, Unknown, Convention, Infinite) as reason:
        raise NotSampled from reason
