"""The vocabulary by fewer functions: exp, log, powers, sin, cos, atan, asin, erf, gamma, abs, sign, max, min, floor.

Every rule is a pointwise identity wherever the right side is defined, and the right side is defined wherever the left
one is, with two exceptions: binomial(n, k) is taken for n >= k only, and a root of unknown degree for bases >= 0.
"""

from collections.abc import Callable

from flint import fmpq

from tutor.language.tree import Tree
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


def elementary(node: Tree) -> Tree | None:
    """The call by other functions of the basic list; None where it is basic, or no such identity is known."""
    rule = _RULES.get(node.value)
    return rule(*node.args) if rule else None


def exp(u: Tree) -> Tree:
    """exp u."""
    return call("exp", u)


def log(u: Tree) -> Tree:
    """log u."""
    return call("log", u)


def _square(u: Tree) -> Tree:
    return power(u, TWO)


def _tanh(u: Tree) -> Tree:
    decay = exp(mul(num(-2), u))
    return div(sub(ONE, decay), add(ONE, decay))


def _normal_density(u: Tree) -> Tree:
    return div(exp(mul(num(fmpq(-1, 2)), _square(u))), sqrt(mul(TWO, PI)))


def _odd_root(u: Tree, exponent: Tree) -> Tree:
    return mul(call("sign", u), power(call("abs", u), exponent))


def _root(u: Tree, degree: Tree) -> Tree:
    odd = degree.head == "num" and degree.value.denom() == 1 and degree.value.numer() % 2 == 1
    return _odd_root(u, power(degree, MINUS_ONE)) if odd else power(u, power(degree, MINUS_ONE))


def _gamma_ratio(n: Tree, k: Tree) -> Tree:
    def factorial(u: Tree) -> Tree:
        return call("gamma", add(u, ONE))

    return div(factorial(n), mul(factorial(k), factorial(sub(n, k))))


_RULES: dict[str, Callable[..., Tree]] = {
    "log2": lambda u: div(log(u), log(TWO)),
    "log10": lambda u: div(log(u), log(num(10))),
    "tan": lambda u: div(call("sin", u), call("cos", u)),
    "cot": lambda u: div(call("cos", u), call("sin", u)),
    "sec": lambda u: power(call("cos", u), MINUS_ONE),
    "csc": lambda u: power(call("sin", u), MINUS_ONE),
    "acos": lambda u: sub(mul(HALF, PI), call("asin", u)),
    "sinh": lambda u: mul(HALF, sub(exp(u), exp(neg(u)))),
    "cosh": lambda u: mul(HALF, add(exp(u), exp(neg(u)))),
    "tanh": _tanh,
    "asinh": lambda u: log(add(u, sqrt(add(_square(u), ONE)))),
    "acosh": lambda u: log(add(u, sqrt(sub(_square(u), ONE)))),
    "atanh": lambda u: mul(HALF, sub(log(add(ONE, u)), log(sub(ONE, u)))),
    "sigmoid": lambda u: power(add(ONE, exp(neg(u))), MINUS_ONE),
    "softplus": lambda u: log(add(ONE, exp(u))),
    "erfc": lambda u: sub(ONE, call("erf", u)),
    "Phi": lambda u: mul(HALF, add(ONE, call("erf", mul(power(TWO, neg(HALF)), u)))),
    "phi": _normal_density,
    "factorial": lambda u: call("gamma", add(u, ONE)),
    "binomial": _gamma_ratio,
    "cbrt": lambda u: _odd_root(u, num(fmpq(1, 3))),
    "root": _root,
    "relu": lambda u: call("max", u, ZERO),
    "positive_part": lambda u: call("max", u, ZERO),
    "negative_part": lambda u: call("max", neg(u), ZERO),
    "norm1": lambda *parts: add(*(call("abs", u) for u in parts)),
    "norm2": lambda *parts: sqrt(add(*(_square(u) for u in parts))),
    "norminf": lambda *parts: call("max", *(call("abs", u) for u in parts)),
    "ceil": lambda u: neg(call("floor", neg(u))),
    "frac": lambda u: sub(u, call("floor", u)),
}
