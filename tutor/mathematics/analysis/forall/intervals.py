"""Enclosures of a tree on a box with closed, possibly infinite ends, in outward rounded floats.

Ball arithmetic is no use on unbounded boxes: this is the quick look whether the range of an expression has one sign.
An enclosure is that of the closed box; where the tree may be undefined, Unbounded is raised.
"""

import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from math import inf, nextafter

from flint import arb, fmpq

from tutor.language.tree import Tree, free_names
from tutor.mathematics.balls import Convention, Infinite, Undefined, Unknown, ball, precision
from tutor.mathematics.balls.functions import named
from tutor.mathematics.trees.build import sign_of_infinity

Interval = tuple[float, float]

WHOLE: Interval = (-inf, inf)
LARGEST_POWER = 10**6
BITS = 64


class Unbounded(Exception):  # noqa: N818  (an outcome)
    """Some part of the tree may be undefined on the box, or there is no rule for it."""


def enclosure_on(node: Tree, box: Mapping[str, Interval], lenient: bool = False) -> Interval:
    """An interval that holds every value of the tree on the box. Raises Unbounded.

    With `lenient` the tree may be undefined on a part of the box: 1/x and log x have values beyond 0 only.
    """
    done: dict[Tree, Interval] = {}

    def value(current: Tree) -> Interval:
        known = done.get(current)
        if known is None:
            closed = not free_names(current)
            known = done[current] = _constant(current) if closed else _value(current, box, value, lenient)
        return known

    return value(node)


@lru_cache(maxsize=4096)
def _constant(node: Tree) -> Interval:
    """The enclosure of a closed expression, which recurs on every piece of a box."""
    return _value(node, {}, lambda part: _constant(part), False)


def around(number: fmpq | arb) -> Interval:
    """The floats next to a rational or a ball."""
    if isinstance(number, fmpq) and number.denom() == 1 and abs(number.numer()) < 2**53:
        return float(int(number.numer())), float(int(number.numer()))
    with precision(BITS):
        enclosure = ball(number)
        if not enclosure.is_finite():
            return WHOLE
        return nextafter(float(enclosure.lower()), -inf), nextafter(float(enclosure.upper()), inf)


def _value(node: Tree, box: Mapping[str, Interval], value: Callable[[Tree], Interval], lenient: bool) -> Interval:
    match node.head:
        case "num":
            return around(node.value)
        case "var" if node.value in box:
            return box[node.value]
        case "const" if node.value in ("pi", "e"):
            return around(arb.pi() if node.value == "pi" else arb.const_e())
        case "add":
            return _total([value(a) for a in node.args])
        case "mul":
            return _product([value(a) for a in node.args])
        case "pow":
            return _power(node.args[1], value(node.args[0]), value, lenient)
        case "call" if node.value in ("max", "min") and node.args:
            ends = [value(a) for a in node.args]
            choose = max if node.value == "max" else min
            return choose(e[0] for e in ends), choose(e[1] for e in ends)
        case "call" if node.value == "abs":
            return _absolute(value(node.args[0]))
        case "call" if len(node.args) == 1:
            argument = value(node.args[0])
            if lenient and node.value == "log" and argument[0] <= 0 < argument[1]:
                return -inf, _log_above(argument[1])
            return _function(node.value, argument)
        case "indicator":
            _look_into(node.args[0], value)
            return 0.0, 1.0
    raise Unbounded


def _look_into(condition: Tree, value: Callable[[Tree], Interval]) -> None:
    """Whether a condition is defined on the whole box. Raises Unbounded."""
    if condition.head not in ("lt", "le", "in", "and", "or", "not", "interval"):
        raise Unbounded
    for part in condition.args:
        if part.head in ("lt", "le", "in", "and", "or", "not", "interval"):
            _look_into(part, value)
        elif not sign_of_infinity(part):
            value(part)


def _total(terms: list[Interval]) -> Interval:
    low, high = terms[0]
    for a, b in terms[1:]:
        low, high = _down(low + a), _up(high + b)
    return low, high


def _down(x: float) -> float:
    # An overflow to +inf becomes the largest float; a sum or product of floats that is 0 is exactly 0 (see _times).
    return x if x in (0, -inf) else nextafter(x, -inf) if x == x else -inf


def _up(x: float) -> float:
    return x if x in (0, inf) else nextafter(x, inf) if x == x else inf


def _product(factors: list[Interval]) -> Interval:
    total = factors[0]
    for factor in factors[1:]:
        corners = [_times(a, b) for a in total for b in factor]
        total = _down(min(corners)), _up(max(corners))
    return total


def _times(a: float, b: float) -> float:
    # An infinite end stands for arbitrarily large values, and 0 times each of them is 0.
    if a == 0 or b == 0:
        return 0.0
    product = a * b
    return product if product != 0 else math.copysign(5e-324, a) * math.copysign(1.0, b)


def _power(exponent: Tree, base: Interval, value: Callable[[Tree], Interval], lenient: bool) -> Interval:
    if exponent.head == "num" and exponent.value.denom() == 1:
        k = int(exponent.value.numer())
        if abs(k) > LARGEST_POWER:
            raise Unbounded
        return _whole_power(base, k) if k >= 0 else _reciprocal(_whole_power(base, -k), lenient)
    low, high = value(exponent)
    if base[0] < 0 or (base[0] == 0 and low <= 0):
        raise Unbounded
    logarithm = _function("log", base) if base[0] > 0 else (-inf, _log_above(base[1]))
    if base == (1.0, 1.0):
        return base
    result = _function("exp", _product([(low, high), logarithm]))
    return (0.0, result[1]) if base[0] == 0 else result


def _log_above(x: float) -> float:
    return x if x == inf else -inf if x == 0 else _function("log", (x, x))[1]


def _whole_power(base: Interval, k: int) -> Interval:
    if k == 0:
        return 1.0, 1.0
    if k % 2 == 0:
        base = _absolute(base)
    return _raised(base[0], k)[0], _raised(base[1], k)[1]


def _raised(x: float, k: int) -> Interval:
    if math.isinf(x) or x == 0 or x == 1:
        exact = x if x >= 0 or k % 2 else -x
        return exact, exact
    with precision(BITS):
        return around(arb(x) ** k)


def _reciprocal(base: Interval, lenient: bool) -> Interval:
    low, high = base
    if lenient and low == 0 < high:
        return _down(1 / high) if high < inf else 0.0, inf
    if low > 0:
        return _down(1 / high) if high < inf else 0.0, _up(1 / low)
    if high < 0:
        return _down(1 / high), _up(1 / low) if low > -inf else 0.0
    raise Unbounded


def _absolute(base: Interval) -> Interval:
    low, high = base
    return base if low >= 0 else (-high, -low) if high <= 0 else (0.0, max(-low, high))


RISING: dict[str, tuple[float, float]] = {
    "exp": (0.0, inf),
    "log": (-inf, inf),
    "sqrt": (0.0, inf),
    "cbrt": (-inf, inf),
    "atan": (-1.5707963267948968, 1.5707963267948968),
    "tanh": (-1.0, 1.0),
    "sinh": (-inf, inf),
    "asinh": (-inf, inf),
    "erf": (-1.0, 1.0),
    "Phi": (0.0, 1.0),
    "sigmoid": (0.0, 1.0),
    "softplus": (0.0, inf),
    "relu": (0.0, inf),
    "positive_part": (0.0, inf),
    "sign": (-1.0, 1.0),
    "floor": (-inf, inf),
    "ceil": (-inf, inf),
}
"""Increasing functions with the limits, or bounds for them, at the infinite ends of their domain."""

BOUNDED = {"sin": (-1.0, 1.0), "cos": (-1.0, 1.0), "phi": (0.0, 0.4)}


def _function(name: str, u: Interval) -> Interval:
    if name in RISING:
        if name == "log" and u[0] <= 0:
            raise Unbounded
        bounds = RISING[name]
        low = bounds[0] if u[0] == -inf else bounds[1] if u[0] == inf else _at(name, u[0])[0]
        high = bounds[1] if u[1] == inf else bounds[0] if u[1] == -inf else _at(name, u[1])[1]
        return max(low, bounds[0]), min(high, bounds[1])
    if name in BOUNDED and (u[1] - u[0] > 6 or math.isinf(u[1] - u[0])):
        return BOUNDED[name]
    if math.isinf(u[0]) or math.isinf(u[1]):
        raise Unbounded
    with precision(BITS):
        return _called(name, arb(u[0]).union(arb(u[1])))


def _at(name: str, x: float) -> Interval:
    with precision(BITS):
        return _called(name, fmpq(*x.as_integer_ratio()) if abs(x) < 1e15 else arb(x))


def _called(name: str, argument: fmpq | arb) -> Interval:
    try:
        return around(named(name, [argument]))
    except (Undefined, Unknown, Convention, Infinite, OverflowError) as silence:
        raise Unbounded from silence
