"""Trees evaluated in floats at many points at once, by NumPy: the rough and independent eye of this folder.

An undefined value is nan. Diffuse points are taken for generic: they lie in no countable set and not in the Cantor set.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from tutor.language.tree import Tree, free_names

Values = Any
"""A float or an array of floats."""

Env = Mapping[str, Values]


class Blind(Exception):  # noqa: N818  (an outcome: this oracle cannot tell)
    """A form that the oracle does not know, or where floats do not decide."""


def value(node: Tree, env: Env) -> Values:
    """The value of a number tree. Raises Blind."""
    with np.errstate(all="ignore"):
        return _value(node, env)


def holds(node: Tree, env: Env) -> Values:
    """The truth of a condition, element by element."""
    with np.errstate(all="ignore"):
        return _holds(node, env)


def member(x: Values, node: Tree, env: Env) -> Values:
    """Membership in a set, element by element."""
    with np.errstate(all="ignore"):
        return _member(np.asarray(x, float), node, env)


def _value(node: Tree, env: Env) -> Values:
    head = node.head
    if head == "num":
        return float(int(node.value.p) / int(node.value.q))
    if head == "const":
        return {"pi": math.pi, "e": math.e, "oo": math.inf}[node.value]
    if head == "var":
        if node.value not in env:
            raise Blind("free name " + node.value)
        return env[node.value]
    if head == "call":
        return _call(node, env)
    if head == "indicator":
        return np.where(_holds(node.args[0], env), 1.0, 0.0)
    if head == "piecewise":
        return _piecewise(node, env)
    if head == "mul":
        return _product(node, env)
    if head in ("sum", "prod"):
        return _sum(node, env)
    if head in _ARITHMETIC:
        return _ARITHMETIC[head](*[_value(a, env) for a in node.args])
    raise Blind(head)


def _add(*terms: Values) -> Values:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def _divide(above: Values, below: Values) -> Values:
    return np.where(np.equal(below, 0), np.nan, np.divide(above, below))


def _power(base: Values, exponent: Values) -> Values:
    return np.where(np.equal(base, 0) & np.less(exponent, 0), np.nan, np.power(np.asarray(base, float), exponent))


_ARITHMETIC: dict[str, Callable[..., Values]] = {
    "add": _add,
    "sub": lambda a, b: a - b,
    "neg": lambda a: -a,
    "percent": lambda a: a / 100,
    "div": _divide,
    "pow": _power,
}


def _product(node: Tree, env: Env) -> Values:
    """1_A g is 0 off A even where g is undefined."""
    result: Values = 1.0
    off: Values = False
    for factor in node.args:
        found = _value(factor, env)
        result = result * found
        if factor.head == "indicator":
            off = off | (np.asarray(found) == 0)
    return np.where(off, 0.0, result)


def _piecewise(node: Tree, env: Env) -> Values:
    result: Values = _value(node.args[-1], env) if node.value else np.nan
    for place in range(2 * (len(node.args) // 2) - 2, -1, -2):
        result = np.where(_holds(node.args[place + 1], env), _value(node.args[place], env), result)
    return result


def _sum(node: Tree, env: Env) -> Values:
    low, high = float(_value(node.args[1], env)), float(_value(node.args[2], env))
    last = min(high, low + 400) if math.isinf(high) else high
    if last - low > 5000:
        raise Blind("a long sum")
    terms = [_value(node.args[0], {**env, node.value: float(k)}) for k in range(round(low), round(last) + 1)]
    if node.head == "prod":
        return math.prod(terms)
    if math.isinf(high) and terms and np.max(np.abs(terms[-1])) > 1e-12:
        raise Blind("a slow series")
    return sum(terms)


def _call(node: Tree, env: Env) -> Values:
    rule = FUNCTIONS.get(node.value)
    if rule is None:
        raise Blind("function " + node.value)
    return rule(*[np.asarray(_value(a, env), float) for a in node.args])


_ERF = np.vectorize(math.erf, otypes=[float])
_ERFC = np.vectorize(math.erfc, otypes=[float])
_GAMMA = np.vectorize(lambda x: math.gamma(x) if x > 0 and x < 170 else math.nan, otypes=[float])


def cantor(x: Values) -> Values:
    """Cantor's function, by ternary digits."""
    rest = np.clip(np.asarray(x, float), 0, 1)
    result, done, weight = np.zeros(rest.shape), np.zeros(rest.shape, bool), 0.5
    for _ in range(40):
        rest = rest * 3
        digit = np.minimum(np.floor(rest), 2)
        result = np.where(done | (digit == 0), result, result + weight)
        done = done | (digit == 1)
        rest, weight = rest - digit, weight / 2
    return result


FUNCTIONS: dict[str, Callable[..., Values]] = {
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "atan": np.arctan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "exp": np.exp,
    "log": lambda x, base=None: np.log(x) if base is None else np.log(x) / np.log(base),
    "log2": np.log2,
    "log10": np.log10,
    "sqrt": np.sqrt,
    "cbrt": np.cbrt,
    "abs": np.abs,
    "sign": np.sign,
    "floor": np.floor,
    "ceil": np.ceil,
    "frac": lambda x: x - np.floor(x),
    "max": lambda *xs: np.maximum.reduce(np.broadcast_arrays(*xs)),
    "min": lambda *xs: np.minimum.reduce(np.broadcast_arrays(*xs)),
    "erf": _ERF,
    "erfc": _ERFC,
    "Phi": lambda x: _ERFC(-x / math.sqrt(2)) / 2,
    "phi": lambda x: np.exp(-x * x / 2) / math.sqrt(2 * math.pi),
    "gamma": _GAMMA,
    "factorial": lambda n: _GAMMA(n + 1),
    "binomial": lambda n, k: _GAMMA(n + 1) / (_GAMMA(k + 1) * _GAMMA(n - k + 1)),
    "heaviside": lambda x: np.where(x == 0, np.nan, np.where(x > 0, 1.0, 0.0)),
    "relu": lambda x: np.maximum(x, 0.0),
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "softplus": lambda x: np.logaddexp(0, x),
    "cantor": cantor,
}

_RELATIONS: dict[str, Callable[..., Values]] = {
    "lt": np.less,
    "le": np.less_equal,
    "gt": np.greater,
    "ge": np.greater_equal,
    "eq": np.equal,
    "ne": np.not_equal,
}


def _holds(node: Tree, env: Env) -> Values:
    if node.head in _RELATIONS:
        return _RELATIONS[node.head](*[_value(a, env) for a in node.args])
    if node.head in ("and", "or"):
        parts = np.broadcast_arrays(*[_holds(a, env) for a in node.args])
        return np.logical_and.reduce(parts) if node.head == "and" else np.logical_or.reduce(parts)
    if node.head == "not":
        return np.logical_not(_holds(node.args[0], env))
    if node.head in ("true", "false"):
        return node.head == "true"
    if node.head == "in":
        return _member(np.asarray(_value(node.args[0], env), float), node.args[1], env)
    raise Blind(node.head)


def _member(x: Values, node: Tree, env: Env) -> Values:
    head = node.head
    if head in ("interval", "pair"):
        low, high = (_value(end, env) for end in node.args)
        closed = node.value if head == "interval" else (False, False)
        return (x >= low if closed[0] else x > low) & (x <= high if closed[1] else x < high)
    if head == "set":
        return np.full(x.shape, node.value == "R")
    if head == "finite":
        return np.logical_or.reduce([np.isclose(x, _value(a, env), 1e-12, 1e-12) for a in node.args] or [x != x])
    if head in ("union", "intersection"):
        parts = [_member(x, a, env) for a in node.args]
        return np.logical_or.reduce(parts) if head == "union" else np.logical_and.reduce(parts)
    if head == "minus":
        return _member(x, node.args[0], env) & ~_member(x, node.args[1], env)
    if head == "complement":
        return ~_member(x, node.args[0], env)
    if head == "builder":
        return _holds(node.args[0], {**env, node.value: x})
    if head == "image" and not free_names(node) - {node.value}:
        return np.zeros(x.shape, bool)
    if head == "big_union":
        low, high = (float(_value(a, env)) for a in node.args[1:])
        terms = range(round(low), round(min(high, low + 2000)) + 1)
        return np.logical_or.reduce([_member(x, node.args[0], {**env, node.value: float(k)}) for k in terms])
    raise Blind(head)
