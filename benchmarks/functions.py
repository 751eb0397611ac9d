"""The named functions of the answer language, for the oracle: exact on fractions where that is easy."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
from mpmath import mp

from benchmarks.oracle import FUNCTIONS, Oracle, Undefined, Unsure, Value, exact, inexact

LARGEST_ANGLE = 10**20
LARGEST_EXPONENT = 10**60


def _small(argument: Any, bound: int) -> Any:
    if mpmath.isinf(argument) or abs(argument) > bound:
        raise Unsure("an argument too large")
    return argument


def _entire(function: Callable[[Any], Any], bound: int) -> Callable[[Oracle, Value], Value]:
    def rule(oracle: Oracle, u: Value) -> Value:
        return function(_small(inexact(u), bound))

    return rule


def _within(function: Callable[[Any], Any], low: float, high: float, ends: bool) -> Callable[[Oracle, Value], Value]:
    """A function with the domain [low, high], or (low, high); rounding noise past an end is put back on it."""

    def rule(oracle: Oracle, u: Value) -> Value:
        for end, outside in ((low, -1), (high, 1)):
            order = oracle.order(u, mp.mpf(end))
            if order == outside or (order == 0 and not ends):
                raise Undefined
            if order == 0:
                return function(mp.mpf(end))
        return function(inexact(u))

    return rule


def log(oracle: Oracle, u: Value, base: Value | None = None) -> Value:
    """The natural logarithm, or the one to a base."""
    if base is not None:
        return inexact(log(oracle, u)) / inexact(log(oracle, base))
    if oracle.order(u, Fraction(0)) <= 0:
        raise Undefined
    return Fraction(0) if exact(u) and u == 1 else mpmath.log(inexact(u))


def exp(oracle: Oracle, u: Value) -> Value:
    """The exponential function."""
    if exact(u) and u == 0:
        return Fraction(1)
    if not exact(u) and mpmath.isinf(u):
        return mp.inf if u > 0 else Fraction(0)
    if oracle.generic and inexact(u) < -(10**6):
        return mp.mpf(0)  # within a quadrature this is far below its noise
    return mpmath.exp(_small(inexact(u), LARGEST_EXPONENT))


def sign(oracle: Oracle, u: Value) -> Value:
    """-1, 0 or 1."""
    return Fraction(oracle.order(u, Fraction(0)))


def floor(oracle: Oracle, u: Value) -> Value:
    """The largest integer that is not above u."""
    nearest = Fraction(int(mpmath.nint(_small(inexact(u), 10**30))))
    if exact(u):
        return Fraction(u.numerator // u.denominator)
    return nearest if oracle.same(u, nearest) else Fraction(int(mpmath.floor(u)))


def ceiling(oracle: Oracle, u: Value) -> Value:
    """The smallest integer that is not below u."""
    return -floor(oracle, -u)


def fractional(oracle: Oracle, u: Value) -> Value:
    """u - floor(u)."""
    whole = floor(oracle, u)
    return u - whole if exact(u) else u - inexact(whole)


def largest(oracle: Oracle, *values: Value) -> Value:
    """The maximum."""
    return max(values, key=inexact)


def smallest(oracle: Oracle, *values: Value) -> Value:
    """The minimum."""
    return min(values, key=inexact)


def relu(oracle: Oracle, u: Value) -> Value:
    """max(0, u)."""
    return largest(oracle, Fraction(0), u)


def sigmoid(oracle: Oracle, u: Value) -> Value:
    """1/(1 + e^-u)."""
    return 1 / (1 + inexact(exp(oracle, -u)))


def softplus(oracle: Oracle, u: Value) -> Value:
    """log(1 + e^u)."""
    argument = _small(inexact(u), LARGEST_EXPONENT)
    return mpmath.log1p(mpmath.exp(-abs(argument))) + max(argument, mp.mpf(0))


def gamma(oracle: Oracle, u: Value) -> Value:
    """The gamma function; exact at small positive integers."""
    if exact(u) and u.denominator == 1:
        if u <= 0:
            raise Undefined
        if u <= 60:
            return Fraction(math.factorial(int(u) - 1))
    return mpmath.gamma(_small(inexact(u), 10**6))


def factorial(oracle: Oracle, u: Value) -> Value:
    """u! = gamma(u + 1)."""
    return gamma(oracle, u + 1)


def cube_root(oracle: Oracle, u: Value) -> Value:
    """The real cube root, of negative numbers too."""
    size = oracle.power(abs(u), Fraction(1, 3))
    return -size if inexact(u) < 0 else size


def real_root(oracle: Oracle, u: Value, degree: Value) -> Value:
    """The real n-th root; of a negative number for odd n."""
    if exact(degree) and degree.denominator == 1 and degree % 2 and inexact(u) < 0:
        return -oracle.power(-u, 1 / degree)
    return oracle.power(u, 1 / degree)


def square_root(oracle: Oracle, u: Value) -> Value:
    """The root of a number that is not negative."""
    return Fraction(0) if oracle.same(u, Fraction(0)) else oracle.power(u, Fraction(1, 2))


def heaviside(oracle: Oracle, u: Value) -> Value:
    """The unit step; no value at 0."""
    if oracle.order(u, Fraction(0)) == 0:
        raise Unsure("the step at 0")
    return Fraction(1 if inexact(u) > 0 else 0)


def binomial(oracle: Oracle, n: Value, k: Value) -> Value:
    """The binomial coefficient of integers."""
    top, bottom = oracle.nearest_integer(n), oracle.nearest_integer(k)
    return Fraction(math.comb(top, bottom)) if 0 <= bottom <= top else Fraction(0)


def norm1(oracle: Oracle, *values: Value) -> Value:
    """The sum of absolute values."""
    return (
        sum(map(abs, values), Fraction(0)) if all(map(exact, values)) else mpmath.fsum(abs(inexact(v)) for v in values)
    )


def norm2(oracle: Oracle, *values: Value) -> Value:
    """The Euclidean length."""
    squares = [v * v for v in values]
    total = sum(squares, Fraction(0)) if all(map(exact, values)) else mpmath.fsum(map(inexact, squares))
    return square_root(oracle, total)


def maximum_norm(oracle: Oracle, *values: Value) -> Value:
    """The largest absolute value."""
    return largest(oracle, *map(abs, values))


def logarithm_to(base: int) -> Callable[[Oracle, Value], Value]:
    """The logarithm to a fixed base."""
    return lambda oracle, u: inexact(log(oracle, u)) / mpmath.log(base)


def tangent_like(above: Callable[[Any], Any], below: Callable[[Any], Any]) -> Callable[[Oracle, Value], Value]:
    """A quotient of sine and cosine, undefined at its poles."""

    def rule(oracle: Oracle, u: Value) -> Value:
        argument = _small(inexact(u), LARGEST_ANGLE)
        bottom = below(argument)
        if oracle.same(bottom, Fraction(0)):
            raise Undefined
        return above(argument) / bottom

    return rule


def cantor(oracle: Oracle, u: Value) -> Value:
    """The Cantor function on R: 0 left of 0, 1 right of 1; from the ternary digits of u."""
    if oracle.order(u, Fraction(0)) <= 0:
        return Fraction(0)
    if oracle.order(u, Fraction(1)) >= 0:
        return Fraction(1)
    rest, total, weight = oracle.simple(u), Fraction(0), Fraction(1, 2)
    for _ in range(int(oracle.digits * 1.9)):
        rest = rest * 3
        digit = int(floor(oracle, rest))
        rest = rest - digit
        if digit == 1:
            return total + weight
        total += weight * (digit // 2)
        weight /= 2
    return inexact(total)


def normal_density(oracle: Oracle, u: Value) -> Value:
    """The standard normal density."""
    return mpmath.exp(-(_small(inexact(u), LARGEST_EXPONENT) ** 2) / 2) / mpmath.sqrt(2 * mp.pi)


FUNCTIONS.update(
    {
        "exp": exp, "log": log, "ln": log, "log2": logarithm_to(2), "log10": logarithm_to(10),
        "sin": _entire(mpmath.sin, LARGEST_ANGLE), "cos": _entire(mpmath.cos, LARGEST_ANGLE),
        "tan": tangent_like(mpmath.sin, mpmath.cos), "cot": tangent_like(mpmath.cos, mpmath.sin),
        "sec": tangent_like(lambda u: mp.mpf(1), mpmath.cos), "csc": tangent_like(lambda u: mp.mpf(1), mpmath.sin),
        "sinh": _entire(mpmath.sinh, LARGEST_EXPONENT), "cosh": _entire(mpmath.cosh, LARGEST_EXPONENT),
        "tanh": _entire(mpmath.tanh, LARGEST_EXPONENT),
        "asin": _within(mpmath.asin, -1, 1, ends=True), "acos": _within(mpmath.acos, -1, 1, ends=True),
        "atan": _entire(mpmath.atan, 10**40), "asinh": _entire(mpmath.asinh, 10**40),
        "acosh": _within(mpmath.acosh, 1, float("inf"), ends=True),
        "atanh": _within(mpmath.atanh, -1, 1, ends=False),
        "abs": lambda oracle, u: abs(u), "sign": sign, "floor": floor, "ceil": ceiling, "frac": fractional,
        "max": largest, "min": smallest, "relu": relu, "sigmoid": sigmoid, "softplus": softplus,
        "sqrt": square_root, "cbrt": cube_root, "root": real_root, "gamma": gamma, "factorial": factorial,
        "erf": _entire(mpmath.erf, 10**4), "erfc": _entire(mpmath.erfc, 10**4),
        "Phi": _entire(mpmath.ncdf, 10**3), "phi": normal_density, "cantor": cantor,
        "heaviside": heaviside, "binomial": binomial, "norm1": norm1, "norm2": norm2, "norminf": maximum_norm,
    }
)  # fmt: skip
