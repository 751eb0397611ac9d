"""Symbolic differentiation of smooth expressions.

It refuses abs, sign, floor, max, min and everything else that is not differentiable at every point where it is defined:
those are split into cells first. (With d/dx sign = 0 as a rule, |x - 1/2| once looked like a polynomial.)
"""

from collections.abc import Callable

from flint import fmpq

from tutor.language.tree import Tree, free_names
from tutor.mathematics.trees.build import (
    HALF,
    MINUS_ONE,
    ONE,
    PI,
    TWO,
    ZERO,
    add,
    call,
    div,
    mul,
    neg,
    num,
    power,
    sqrt,
    sub,
)


class NotSmooth(Exception):  # noqa: N818  (an outcome: split into cells first)
    """The expression has no rule of differentiation that holds wherever it is defined."""


def _square(u: Tree) -> Tree:
    return power(u, TWO)


def _gaussian(u: Tree) -> Tree:
    return call("exp", mul(num(fmpq(-1, 2)), _square(u)))


def _sigmoid_slope(u: Tree) -> Tree:
    return mul(call("sigmoid", u), sub(ONE, call("sigmoid", u)))


_SLOPES: dict[str, Callable[[Tree], Tree]] = {
    "exp": lambda u: call("exp", u),
    "log": lambda u: power(u, MINUS_ONE),
    "log2": lambda u: power(mul(call("log", TWO), u), MINUS_ONE),
    "log10": lambda u: power(mul(call("log", num(10)), u), MINUS_ONE),
    "sin": lambda u: call("cos", u),
    "cos": lambda u: neg(call("sin", u)),
    "tan": lambda u: power(call("cos", u), num(-2)),
    "cot": lambda u: neg(power(call("sin", u), num(-2))),
    "sec": lambda u: mul(call("sin", u), power(call("cos", u), num(-2))),
    "csc": lambda u: neg(mul(call("cos", u), power(call("sin", u), num(-2)))),
    "asin": lambda u: power(sub(ONE, _square(u)), neg(HALF)),
    "acos": lambda u: neg(power(sub(ONE, _square(u)), neg(HALF))),
    "atan": lambda u: power(add(ONE, _square(u)), MINUS_ONE),
    "sinh": lambda u: call("cosh", u),
    "cosh": lambda u: call("sinh", u),
    "tanh": lambda u: power(call("cosh", u), num(-2)),
    "asinh": lambda u: power(add(ONE, _square(u)), neg(HALF)),
    "acosh": lambda u: power(sub(_square(u), ONE), neg(HALF)),
    "atanh": lambda u: power(sub(ONE, _square(u)), MINUS_ONE),
    "erf": lambda u: mul(TWO, power(PI, neg(HALF)), call("exp", neg(_square(u)))),
    "erfc": lambda u: mul(num(-2), power(PI, neg(HALF)), call("exp", neg(_square(u)))),
    "Phi": lambda u: div(_gaussian(u), sqrt(mul(TWO, PI))),
    "phi": lambda u: neg(div(mul(u, _gaussian(u)), sqrt(mul(TWO, PI)))),
    "sigmoid": _sigmoid_slope,
    "softplus": lambda u: call("sigmoid", u),
}


def derivative(node: Tree, name: str) -> Tree:
    """The derivative with respect to the variable `name`, valid at every interior point where the node is defined.

    Raises NotSmooth where no such rule is known.
    """
    done: dict[Tree, Tree] = {}

    def slope(current: Tree) -> Tree:
        if name not in free_names(current):
            return ZERO
        known = done.get(current)
        if known is None:
            known = done[current] = _slope(current, slope)
        return known

    return slope(node)


def _slope(node: Tree, slope: Callable[[Tree], Tree]) -> Tree:
    match node.head:
        case "var":
            return ONE
        case "add":
            return add(*(slope(a) for a in node.args))
        case "mul":
            slopes = [(i, slope(a)) for i, a in enumerate(node.args)]
            return add(*(mul(*node.args[:i], s, *node.args[i + 1 :]) for i, s in slopes if s is not ZERO))
        case "pow":
            return _power_slope(node.args[0], node.args[1], slope)
        case "call" if node.value in _SLOPES:
            return mul(_SLOPES[node.value](node.args[0]), slope(node.args[0]))
    raise NotSmooth(node.head if node.head != "call" else node.value)


def _power_slope(base: Tree, exponent: Tree, slope: Callable[[Tree], Tree]) -> Tree:
    if exponent.head == "num":
        return mul(exponent, power(base, add(exponent, MINUS_ONE)), slope(base))
    grown = mul(power(base, exponent), call("log", base), slope(exponent))
    if slope(base) is ZERO:
        return grown
    return add(grown, mul(exponent, power(base, add(exponent, MINUS_ONE)), slope(base)))
