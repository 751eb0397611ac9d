"""The named functions of the vocabulary on arrays of floats; nan outside their domains."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np


def _each(function: Callable[[float], float]) -> Callable[[Any], Any]:
    """A function of one float, at every element."""

    def safe(value: float) -> float:
        try:
            return function(value)
        except OverflowError:
            return math.inf
        except ValueError:
            return math.nan

    lifted = np.frompyfunc(safe, 1, 1)
    return lambda u: np.asarray(lifted(u), dtype=np.float64)


erf, erfc, _gamma = _each(math.erf), _each(math.erfc), _each(math.gamma)


def phi_cdf(u: Any) -> Any:
    """The distribution function of the standard normal law."""
    return erfc(-u / math.sqrt(2)) / 2


def cantor(u: Any, digits: int = 40) -> Any:
    """The Cantor function by ternary digits, 0 on the left and 1 on the right of [0, 1]."""
    rest, total, open_ = np.clip(u, 0.0, 1.0), np.zeros(np.shape(u)), np.ones(np.shape(u), dtype=np.bool_)
    for k in range(1, digits + 1):
        rest = rest * 3
        digit = np.minimum(np.floor(rest), 2)
        total = total + np.where(open_ & (digit >= 1), 0.5**k, 0.0)
        open_ = open_ & (digit != 1)
        rest = rest - digit
    return np.where(np.asarray(u) >= 1, 1.0, total)


def _root(u: Any, degree: Any) -> Any:
    odd = degree % 2 == 1
    return np.where(odd, np.sign(u) * np.abs(u) ** (1 / degree), np.where(u >= 0, np.abs(u) ** (1 / degree), np.nan))


def _binomial(n: Any, k: Any) -> Any:
    if np.any(k != np.floor(k)) or np.any(k > 170):
        return np.full(np.broadcast_shapes(np.shape(n), np.shape(k)), np.nan)
    product = np.ones(np.broadcast_shapes(np.shape(n), np.shape(k)))
    for i in range(int(np.max(k, initial=0.0))):
        product = np.where(i < k, product * (n - i) / (i + 1), product)
    return np.where(np.asarray(k) < 0, 0.0, product)


def _most(first: Any, *others: Any) -> Any:
    for other in others:
        first = np.maximum(first, other)
    return first


def _least(first: Any, *others: Any) -> Any:
    return -_most(-first, *(-other for other in others))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "cot": lambda u: 1 / np.tan(u),
    "sec": lambda u: 1 / np.cos(u),
    "csc": lambda u: 1 / np.sin(u),
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "asinh": np.arcsinh,
    "acosh": np.arccosh,
    "atanh": np.arctanh,
    "exp": np.exp,
    "erf": erf,
    "erfc": erfc,
    "log": lambda u: np.where(u > 0, np.log(u), np.nan),
    "log2": lambda u: np.where(u > 0, np.log2(u), np.nan),
    "log10": lambda u: np.where(u > 0, np.log10(u), np.nan),
    "abs": np.abs,
    "sign": np.sign,
    "floor": np.floor,
    "ceil": np.ceil,
    "frac": lambda u: u - np.floor(u),
    "max": _most,
    "min": _least,
    "norminf": lambda *parts: _most(*(np.abs(u) for u in parts)),
    "norm1": lambda *parts: sum(np.abs(u) for u in parts),
    "norm2": lambda *parts: np.sqrt(sum(u * u for u in parts)),
    "relu": lambda u: np.maximum(u, 0.0),
    "positive_part": lambda u: np.maximum(u, 0.0),
    "negative_part": lambda u: np.maximum(-u, 0.0),
    "heaviside": lambda u: np.where(u == 0, np.nan, np.where(u > 0, 1.0, 0.0)),
    "sigmoid": lambda u: np.where(u >= 0, 1 / (1 + np.exp(-np.abs(u))), 1 - 1 / (1 + np.exp(-np.abs(u)))),
    "softplus": lambda u: np.logaddexp(0.0, u),
    "gamma": _gamma,
    "factorial": lambda u: _gamma(u + 1),
    "binomial": _binomial,
    "Phi": phi_cdf,
    "phi": lambda u: np.exp(-u * u / 2) / math.sqrt(2 * math.pi),
    "cbrt": np.cbrt,
    "root": _root,
    "sqrt": np.sqrt,
    "cantor": cantor,
}
"""Every vocabulary function of real numbers, with its rule on arrays."""
