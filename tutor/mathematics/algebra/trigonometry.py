"""Sine and cosine of an argument, as polynomials in the sine and cosine of its units.

The addition theorems take sums of arguments and integer multiples apart; they hold for all real arguments.
"""

from flint import fmpq

from tutor.language.tree import Tree
from tutor.mathematics.algebra.integrality import integer_valued
from tutor.mathematics.algebra.kernels import COS, OPAQUE, PI, SIN, Quotient
from tutor.mathematics.algebra.powers import (
    Summand,
    absolute_power,
    constant_power,
    lone_kernel,
    monomial_of,
    parity,
    summands,
)
from tutor.mathematics.algebra.tower import Tower

MAX_MULTIPLE = 24
HALF = fmpq(1, 2)

Pair = tuple[Quotient, Quotient]
"""A sine and a cosine."""


def sine_cosine(tower: Tower, argument: Quotient) -> Pair:
    """(sin, cos) of the argument."""
    pairs = [_of_summand(tower, summand) for summand in summands(tower, argument)]
    total = pairs[0] if pairs else (tower.zero, tower.one)
    for pair in pairs[1:]:
        total = _of_sum(tower, total, pair)
    return total


def _of_sum(tower: Tower, left: Pair, right: Pair) -> Pair:
    (s, c), (t, d) = left, right
    sine = tower.add(tower.multiply(s, d), tower.multiply(c, t))
    cosine = tower.subtract(tower.multiply(c, d), tower.multiply(s, t))
    return sine, cosine


def _of_summand(tower: Tower, summand: Summand) -> Pair:
    return _of_pi(tower, summand) or _of_arc(tower, summand) or _of_monomial(tower, summand)


def _of_monomial(tower: Tower, summand: Summand) -> Pair:
    name, monomial = monomial_of(tower, summand)
    unit, times = tower.units.common_unit((SIN, name), summand[0], MAX_MULTIPLE)
    key = f"{name}|{unit}"
    sine, cosine = tower.find(SIN, key), tower.find(COS, key)
    if sine is None or cosine is None:
        argument = tower.scale(monomial, unit)
        sine = tower.adjoin(SIN, key, argument, over=monomial)
        symbol = sine.symbol
        cosine = tower.adjoin(
            COS, key, argument, over=monomial, degree=2, relation=lambda c: c * c + symbol * symbol - 1
        )
    return _of_multiple(tower, ((sine.symbol, None), (cosine.symbol, None)), times)


def _of_multiple(tower: Tower, unit: Pair, times: int) -> Pair:
    if times < 0:
        unit, times = (tower.negate(unit[0]), unit[1]), -times
    total = unit
    for _ in range(times - 1):
        total = _of_sum(tower, total, unit)
    return total


def _of_arc(tower: Tower, summand: Summand) -> Pair | None:
    """Of k·atan(v) and k·asin(v) for whole and half k."""
    multiple, lone = summand[0], lone_kernel(tower, summand)
    if lone is None or lone.kind != OPAQUE or multiple.denom() > 2 or abs(multiple) > MAX_MULTIPLE:
        return None
    node = lone.data
    if not isinstance(node, Tree) or node.head != "call" or node.value not in ("atan", "asin"):
        return None
    pair = _of_arc_itself(tower, node.value, tower.of(node.args[0]))
    if multiple.denom() == 2:
        pair = _half(tower, pair)
    return _of_multiple(tower, pair, int(multiple.numer()))


def _of_arc_itself(tower: Tower, name: str, value: Quotient) -> Pair:
    """sin(atan v) = v/sqrt(1 + v^2) and cos(atan v) = 1/sqrt(1 + v^2); cos(asin v) = sqrt(1 - v^2) >= 0."""
    square = tower.multiply(value, value)
    if name == "atan":
        cosine = absolute_power(tower, tower.add(tower.one, square), -HALF)
        return tower.multiply(value, cosine), cosine
    rest = tower.subtract(tower.one, square)
    return value, tower.zero if tower.is_zero(rest) else absolute_power(tower, rest, HALF)


def _half(tower: Tower, pair: Pair) -> Pair:
    """Of half an arc in [-pi/2, pi/2]: cos(t/2) = sqrt((1 + cos t)/2) > 0 and sin(t/2) = sin t/(2 cos(t/2))."""
    cosine = absolute_power(tower, tower.scale(tower.add(tower.one, pair[1]), HALF), HALF)
    return tower.divide(pair[0], tower.scale(cosine, 2)), cosine


# Multiples of pi.


def _of_pi(tower: Tower, summand: Summand) -> Pair | None:
    """Of q·pi for the known angles, and of m·pi for integer-valued m: sin is 0 and cos is (-1)^m."""
    multiple, exponents, below = summand
    if below is not None or ("pi", "") not in tower.by_key:
        return None
    place = tower.by_key[PI, ""].place
    if exponents[place] != 1:
        return None
    rest = tower.term((*exponents[:place], 0, *exponents[place + 1 :]))
    if rest.is_constant():
        return _known_angle(tower, multiple)
    if multiple.denom() == 1 and integer_valued(tower, rest):
        return tower.zero, parity(tower, rest * int(multiple.numer()))
    return None


def _known_angle(tower: Tower, multiple: fmpq) -> Pair | None:
    twelfths = multiple * 12
    if twelfths.denom() != 1:
        return None
    place = int(twelfths.numer()) % 24
    if place % 2 and place % 3:
        # An odd twelfth that is no multiple of a quarter: pi/12 = pi/3 - pi/4.
        return _of_sum(tower, _pair_of(tower, place - 3), _pair_of(tower, 3))
    return _pair_of(tower, place)


def _pair_of(tower: Tower, twelfths: int) -> Pair:
    return _sine_of_twelfths(tower, twelfths % 24), _sine_of_twelfths(tower, (twelfths + 6) % 24)


def _sine_of_twelfths(tower: Tower, twelfths: int) -> Quotient:
    if twelfths >= 12:
        return tower.negate(_sine_of_twelfths(tower, twelfths - 12))
    # sin of 0, 30, 45, 60, 90 degrees is sqrt(0, 1, 2, 3, 4) / 2.
    under = {0: 0, 2: 1, 3: 2, 4: 3, 6: 4}[min(twelfths, 12 - twelfths)]
    if under in (0, 4):
        return tower.constant(under // 4)
    return tower.scale(constant_power(tower, fmpq(under), HALF), HALF)
