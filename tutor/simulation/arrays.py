"""Core trees on whole arrays of floats; what has no value is nan.

These numbers are for pictures and tables. Every evaluation is paid for in array elements, so that a tree of any size
and a sum of any length end in good time; what costs too much, or has no rule here, raises NoNumbers.
"""

import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tutor.language.tree import Tree
from tutor.simulation.functions import FUNCTIONS

Array = NDArray[np.float64]
Truths = NDArray[np.bool_]

MOST_TERMS, _FIRST = 400, 60
_CALL = 1_000
"""Array elements that cost as much as one call of NumPy."""
QUADRATURE = 48
"""Points of Gauss's rule for an integral that stands inside a function."""


class NoNumbers(Exception):  # noqa: N818  (an outcome: then there is nothing to show)
    """There are no numbers for this; the reason, in a phrase."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Effort:
    """How many array elements may still be computed."""

    __slots__ = ("left",)

    def __init__(self, elements: float = 8e7) -> None:
        self.left = elements

    def spend(self, elements: float) -> None:
        """Take from the effort. Raises NoNumbers when it is spent."""
        self.left -= elements
        if self.left < 0:
            raise NoNumbers("it takes too long to compute")


class Arrays:
    """The values of trees in one environment of arrays that are all of one shape, each tree evaluated once."""

    __slots__ = ("_known", "effort", "env", "shape")

    def __init__(self, env: Mapping[str, Array | float], effort: Effort) -> None:
        self.env = {name: np.asarray(values, dtype=np.float64) for name, values in env.items()}
        self.effort = effort
        self.shape = np.broadcast_shapes(*(values.shape for values in self.env.values()))
        self._known: dict[Tree, Any] = {}

    def __call__(self, node: Tree) -> Array:
        """The value of a numerical tree at each element. Raises NoNumbers."""
        with np.errstate(all="ignore"):
            return np.broadcast_to(np.asarray(self.value(node), dtype=np.float64), self.shape)

    def holds(self, node: Tree) -> Truths:
        """Whether a condition holds at each element; not where it has no value. Raises NoNumbers."""
        with np.errstate(all="ignore"):
            return np.broadcast_to(np.asarray(self.truth(node), dtype=np.bool_), self.shape)

    def member(self, element: Tree, set_: Tree) -> Truths:
        """Whether each element lies in the set. Raises NoNumbers."""
        with np.errstate(all="ignore"):
            return np.broadcast_to(_member(self, self.value(element), set_), self.shape)

    def value(self, node: Tree) -> Any:
        """As `__call__`, of any shape that broadcasts."""
        known = self._known.get(node)
        if known is None:
            self.effort.spend(math.prod(self.shape) + _CALL)
            rule = _VALUES.get(node.head)
            if rule is None:
                raise NoNumbers(f"'{node.head}' has no rule in floats")
            known = self._known[node] = rule(self, node)
        return known

    def truth(self, node: Tree) -> Any:
        """As `holds`, of any shape that broadcasts."""
        known = self._known.get(node)
        if known is None:
            self.effort.spend(math.prod(self.shape) + _CALL)
            rule = _TRUTHS.get(node.head)
            if rule is None:
                raise NoNumbers(f"'{node.head}' has no rule in floats")
            known = self._known[node] = rule(self, node)
        return known

    def bound(self, name: str, values: Any) -> "Arrays":
        """The same environment with one more name."""
        return Arrays({**self.env, name: np.asarray(values, dtype=np.float64)}, self.effort)


def number(value: Any) -> float:
    """A rational as a float, infinite where it is too large."""
    try:
        return int(value.numer()) / int(value.denom())
    except OverflowError:
        return math.inf if value > 0 else -math.inf


# Values -------------------------------------------------------------------------------------------------------------


def _variable(self: Arrays, node: Tree) -> Any:
    if node.value not in self.env:
        raise NoNumbers(f"'{node.value}' has no value")
    return self.env[node.value]


def _product(self: Arrays, node: Tree) -> Any:
    """1_A g is 0 off A even where g has no value."""
    inside: Any = True
    product: Any = 1.0
    for factor in node.args:
        if factor.head == "indicator":
            inside = np.logical_and(inside, self.truth(factor.args[0]))
        else:
            product = product * self.value(factor)
    return product if inside is True else np.where(inside, product, 0.0)


def _power(self: Arrays, node: Tree) -> Any:
    base, exponent = (self.value(a) for a in node.args)
    found = np.power(base, exponent)
    return np.where((base == 0) & (np.asarray(exponent) < 0), np.nan, found)


def _call(self: Arrays, node: Tree) -> Any:
    rule = FUNCTIONS.get(node.value)
    if rule is None:
        raise NoNumbers(f"'{node.value}' has no rule in floats")
    return rule(*(np.asarray(self.value(a), dtype=np.float64) for a in node.args))


def _piecewise(self: Arrays, node: Tree) -> Any:
    cases = node.args[:-1] if node.value else node.args
    otherwise = self.value(node.args[-1]) if node.value else np.nan
    found: Any = otherwise
    for place in reversed(range(0, len(cases) - 1, 2)):
        found = np.where(self.truth(cases[place + 1]), self.value(cases[place]), found)
    return found


def _series(step: Callable[[Any, Any], Any], start: float) -> Callable[[Arrays, Tree], Any]:
    """A sum or a product of at most MOST_TERMS terms; one without an end breaks off there, if its terms have died."""

    def rule(self: Arrays, node: Tree) -> Any:
        lows, highs = (np.asarray(self.value(end), dtype=np.float64) for end in node.args[1:])
        low, high = float(np.min(lows)), float(np.max(highs))
        if not math.isfinite(low) or (math.isfinite(high) and high - low >= MOST_TERMS):
            raise NoNumbers("a sum with too many terms")
        last = int(high) if math.isfinite(high) else int(low) + MOST_TERMS - 1
        found: Any = start
        term: Any = 0.0
        for k in range(int(low), last + 1):
            term = self.bound(node.value, float(k)).value(node.args[0])
            found = np.where((lows <= k) & (k <= highs), step(found, term), found)
        if not math.isfinite(high) and np.any(np.abs(term) > 1e-12 * np.maximum(1.0, np.abs(found))):
            raise NoNumbers("a sum that needs too many terms")
        return found

    return rule


@cache
def _rule() -> tuple[list[float], list[float]]:
    points, weights = np.polynomial.legendre.leggauss(QUADRATURE)
    return points.tolist(), weights.tolist()


def _integral(self: Arrays, node: Tree) -> Any:
    """Gauss's rule between finite ends, for an integral as a function of its ends or of a parameter."""
    body, low, high = node.args[0], self.value(node.args[1]), self.value(node.args[2])
    if not (np.all(np.isfinite(low)) and np.all(np.isfinite(high))):
        raise NoNumbers("an integral to infinity inside a function")
    points, weights = _rule()
    middle, half = (low + high) / 2, (high - low) / 2
    return sum(
        weight * half * self.bound(node.value, middle + half * point).value(body)
        for point, weight in zip(points, weights, strict=True)
    )


_CONSTANTS = {"pi": math.pi, "e": math.e, "oo": math.inf}

_VALUES: dict[str, Callable[[Arrays, Tree], Any]] = {
    "num": lambda self, node: number(node.value),
    "const": lambda self, node: _CONSTANTS[node.value],
    "var": _variable,
    "add": lambda self, node: sum((self.value(a) for a in node.args[1:]), self.value(node.args[0])),
    "mul": _product,
    "pow": _power,
    "call": _call,
    "indicator": lambda self, node: np.where(self.truth(node.args[0]), 1.0, 0.0),
    "piecewise": _piecewise,
    "sum": _series(lambda a, b: a + b, 0.0),
    "prod": _series(lambda a, b: a * b, 1.0),
    "integral": _integral,
}


# Conditions and membership -------------------------------------------------------------------------------------------


def _compared(compare: Callable[[Any, Any], Any]) -> Callable[[Arrays, Tree], Any]:
    return lambda self, node: compare(self.value(node.args[0]), self.value(node.args[1]))


def _all(self: Arrays, node: Tree) -> Any:
    return np.logical_and.reduce(np.broadcast_arrays(*(self.truth(a) for a in node.args)))


def _any(self: Arrays, node: Tree) -> Any:
    return np.logical_or.reduce(np.broadcast_arrays(*(self.truth(a) for a in node.args)))


_TRUTHS: dict[str, Callable[[Arrays, Tree], Any]] = {
    "true": lambda self, node: True,
    "false": lambda self, node: False,
    "and": _all,
    "or": _any,
    "not": lambda self, node: np.logical_not(self.truth(node.args[0])),
    "in": lambda self, node: _member(self, self.value(node.args[0]), node.args[1]),
    "lt": _compared(np.less),
    "le": _compared(np.less_equal),
    "eq": _compared(np.equal),
    "ne": _compared(np.not_equal),
}


def _member(self: Arrays, values: Any, set_: Tree) -> Any:
    self.effort.spend(np.size(values) + _CALL)
    rule = _MEMBERS.get(set_.head)
    if rule is None:
        raise NoNumbers(f"'{set_.head}' has no rule in floats")
    return rule(self, values, set_)


def _in_interval(self: Arrays, values: Any, set_: Tree) -> Any:
    low, high = (self.value(end) for end in set_.args)
    above = values >= low if set_.value[0] else values > low
    below = values <= high if set_.value[1] else values < high
    return np.logical_and(above, below)


def _in_named(self: Arrays, values: Any, set_: Tree) -> Any:
    """A float stands for almost every real around it, so only whole numbers are met, and no Cantor point."""
    if set_.value == "R":
        return np.isfinite(values)
    whole = values == np.floor(values)
    return {"Z": whole, "N": whole & (values >= 1)}.get(set_.value, np.zeros(np.shape(values), dtype=np.bool_))


def _in_family(join: Callable[[Any, Any], Any], start: bool) -> Callable[[Arrays, Any, Tree], Any]:
    """The union or intersection of at most MOST_TERMS sets; of an endless family the first ones are looked at."""

    def rule(self: Arrays, values: Any, set_: Tree) -> Any:
        low, high = (float(np.max(self.value(end))) for end in set_.args[1:])
        most = MOST_TERMS if math.isfinite(high) else _FIRST
        last = int(min(high, low + most - 1))
        found: Any = np.full(np.shape(values), start)
        for k in range(int(low), last + 1):
            found = join(found, _member(self.bound(set_.value, float(k)), values, set_.args[0]))
        return found

    return rule


_MEMBERS: dict[str, Callable[[Arrays, Any, Tree], Any]] = {
    "set": _in_named,
    "interval": _in_interval,
    "finite": lambda self, values, set_: sum((values == self.value(a) for a in set_.args), values != values),
    "image": lambda self, values, set_: np.zeros(np.shape(values), dtype=np.bool_),
    "builder": lambda self, values, set_: self.bound(set_.value, values).truth(set_.args[0]),
    "union": lambda self, values, set_: np.logical_or.reduce([_member(self, values, a) for a in set_.args]),
    "intersection": lambda self, values, set_: np.logical_and.reduce([_member(self, values, a) for a in set_.args]),
    "minus": lambda self, values, set_: np.logical_and(
        _member(self, values, set_.args[0]), np.logical_not(_member(self, values, set_.args[1]))
    ),
    "complement": lambda self, values, set_: np.logical_not(_member(self, values, set_.args[0])),
    "big_union": _in_family(np.logical_or, False),
    "big_intersection": _in_family(np.logical_and, True),
}
