"""Trees as functions of floats: they propose points, they decide nothing. What has no value is nan."""

import math
from collections.abc import Callable, Mapping
from math import inf, nan

from tutor.language.tree import Tree
from tutor.mathematics.analysis.elementary import elementary

Point = Mapping[str, float]
Floating = Callable[[Point], float]


def floating(node: Tree) -> Floating:
    """The value of the tree at a point, in floats; nan where it is undefined, overflows or has no rule."""
    inside = _compiled(node, {})

    def value(point: Point) -> float:
        try:
            return inside(point)
        except (ValueError, OverflowError, ZeroDivisionError, KeyError, TypeError):
            return nan

    return value


def _compiled(node: Tree, done: dict[Tree, Floating]) -> Floating:
    known = done.get(node)
    if known is None:
        known = done[node] = _rule(node, [_compiled(a, done) for a in node.args])
    return known


def _rule(node: Tree, args: list[Floating]) -> Floating:
    match node.head:
        case "num":
            number = _number(node)
            return lambda point: number
        case "const":
            constant = {"pi": math.pi, "e": math.e, "oo": inf}[node.value]
            return lambda point: constant
        case "var":
            name = node.value
            return lambda point: point[name]
        case "add":
            return lambda point: sum([a(point) for a in args])
        case "mul":
            return lambda point: _product([a(point) for a in args])
        case "pow":
            base, exponent = args
            return lambda point: _power(base(point), exponent(point))
        case "call":
            return _call(node, args)
        case "indicator":
            return lambda point: 1.0 if args[0](point) else 0.0
        case "piecewise":
            return lambda point: _piece(point, args, node.value)
    return _condition(node, args)


def _number(node: Tree) -> float:
    try:
        return int(node.value.numer()) / int(node.value.denom())
    except OverflowError:
        return inf if node.value > 0 else -inf


def _product(factors: list[float]) -> float:
    # 1_A g is 0 off A even where g has no value; the float is a proposal, so every 0 counts alike.
    return 0.0 if 0.0 in factors else math.prod(factors)


def _power(base: float, exponent: float) -> float:
    value = base**exponent
    return nan if isinstance(value, complex) else value


def _piece(point: Point, args: list[Floating], otherwise: bool) -> float:
    for i in range(0, len(args) - 1, 2):
        if args[i + 1](point):
            return args[i](point)
    return args[-1](point) if otherwise else nan


def _condition(node: Tree, args: list[Floating]) -> Floating:
    """Conditions as 0 and 1; membership in an interval only."""
    match node.head:
        case "lt":
            return lambda point: float(args[0](point) < args[1](point))
        case "le":
            return lambda point: float(args[0](point) <= args[1](point))
        case "and":
            return lambda point: float(all(a(point) for a in args))
        case "or":
            return lambda point: float(any(a(point) for a in args))
        case "not":
            return lambda point: float(not args[0](point))
        case "in" if node.args[1].head == "interval":
            low, high = (_compiled(end, {}) for end in node.args[1].args)
            return lambda point: float(low(point) <= args[0](point) <= high(point))
    return lambda point: nan


_CALLS: dict[str, Callable[..., float]] = {
    "exp": math.exp,
    "log": math.log,
    "sin": math.sin,
    "cos": math.cos,
    "atan": math.atan,
    "asin": math.asin,
    "tanh": math.tanh,
    "erf": math.erf,
    "gamma": math.gamma,
    "abs": abs,
    "max": max,
    "min": min,
    "floor": math.floor,
    "sign": lambda u: float((u > 0) - (u < 0)),
    "softplus": lambda u: max(u, 0.0) + math.log1p(math.exp(-abs(u))),
}


def _call(node: Tree, args: list[Floating]) -> Floating:
    function = _CALLS.get(node.value)
    if function is not None and len(args) == 1:
        (argument,) = args
        return lambda point: function(argument(point))
    if function is not None:
        return lambda point: function(*[a(point) for a in args])
    simpler = elementary(node)
    return (lambda point: nan) if simpler is None else _compiled(simpler, {})
