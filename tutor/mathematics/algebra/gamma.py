"""The gamma function: values, the shift by integers, and its poles."""

from math import factorial

from flint import fmpq

from tutor.mathematics.algebra.kernels import PI, Quotient
from tutor.mathematics.algebra.opaque import opaque_call
from tutor.mathematics.algebra.outcomes import Need, TooLarge, UndefinedHere, Unsupported
from tutor.mathematics.algebra.polynomials import constant_term, floor_of
from tutor.mathematics.algebra.positivity import definite_sign
from tutor.mathematics.algebra.powers import absolute_power
from tutor.mathematics.algebra.tower import Tower
from tutor.mathematics.algebra.trigonometry import sine_cosine

MAX_SHIFT = 40
MAX_VALUE = 60
HALF = fmpq(1, 2)


def gamma(tower: Tower, argument: Quotient) -> Quotient:
    """gamma(argument). Raises UndefinedHere at 0, -1, -2, …"""
    value = tower.rational_value(argument)
    if value is not None and abs(value) < MAX_VALUE and value.denom() <= 2:
        return _at_half_integer(tower, value)
    if value is not None:
        return _at_rational(tower, value)
    shift = _whole_shift(tower, argument)
    _exclude_poles(tower, argument)
    return _shifted(tower, tower.add(argument, tower.constant(-shift)), shift)


def _at_half_integer(tower: Tower, value: fmpq) -> Quotient:
    if value.denom() == 1:
        if value <= 0:
            raise UndefinedHere
        return tower.constant(factorial(int(value.numer()) - 1))
    product = fmpq(1)
    step = HALF
    while step < value:
        product *= step
        step += 1
    while step > value:
        step -= 1
        product /= step
    root = absolute_power(tower, pi(tower), HALF)
    return tower.scale(root, product)


def pi(tower: Tower) -> Quotient:
    """The constant pi."""
    return ((tower.find(PI, "") or tower.adjoin(PI, "", sign=1)).symbol, None)


def _at_rational(tower: Tower, value: fmpq) -> Quotient:
    """gamma(p/q) by gamma of a number in (0, 1/2], with gamma(t) gamma(1-t) = pi / sin(pi t)."""
    shift = floor_of(value)
    if abs(shift) > MAX_SHIFT:
        raise TooLarge("the shift of gamma")
    fraction = value - shift
    if fraction > HALF:
        sine = sine_cosine(tower, tower.scale(pi(tower), fraction))[0]
        other = opaque_call(tower, "gamma", [tower.constant(1 - fraction)])
        other.sign = 1
        base = tower.divide(pi(tower), tower.multiply(sine, (other.symbol, None)))
    else:
        kernel = opaque_call(tower, "gamma", [tower.constant(fraction)])
        kernel.sign = 1
        base = (kernel.symbol, None)
    return _times_factors(tower, base, tower.constant(fraction), int(shift))


def _whole_shift(tower: Tower, argument: Quotient) -> int:
    """The integer part of the constant term: gamma is reduced to an argument whose constant term is in [0, 1)."""
    above, below = tower.reduce(argument[0]), argument[1]
    if below is not None and not below.is_constant():
        return 0
    divisor = 1 if below is None else below.leading_coefficient()
    shift = int(floor_of(fmpq(constant_term(above, tower.ring), divisor)))
    if abs(shift) > MAX_SHIFT:
        raise TooLarge("the shift of gamma")
    return shift


def _exclude_poles(tower: Tower, argument: Quotient) -> None:
    """Unless the argument is positive here, exclude the poles: they are zeros of sin(pi·argument)."""
    if _positive(tower, argument):
        return
    sine = tower.ring.zero
    if argument[1] is None or argument[1].is_constant():
        sine = sine_cosine(tower, tower.multiply(pi(tower), argument))[0][0]
    if sine.is_constant():
        tower.exclude_by_name(f"poles of gamma({tower.name_of(argument)})")
    else:
        tower.exclude(sine)


def _positive(tower: Tower, argument: Quotient) -> bool:
    if argument[1] is None or argument[1].is_constant():
        known = definite_sign(tower, argument[0])
        if known:
            return known > 0
    try:
        return tower.sign_of(argument) > 0
    except (Need, Unsupported):
        return False


def _shifted(tower: Tower, base: Quotient, shift: int) -> Quotient:
    """gamma(base + shift) over the kernel gamma(base + 1), which has no pole at 0: factorials are met from 0 on."""
    above = tower.add(base, tower.one)
    kernel = opaque_call(tower, "gamma", [above])
    if _positive(tower, above):
        kernel.sign = 1
    return _times_factors(tower, (kernel.symbol, None), above, shift - 1)


def _times_factors(tower: Tower, value: Quotient, argument: Quotient, shift: int) -> Quotient:
    """gamma(argument + shift) from value = gamma(argument).

    Upwards, gamma(t + 1) = t·gamma(t) holds where gamma(t) is defined; a zero of t is excluded, since the left side
    may be defined there. Downwards the factor is inverted.
    """
    for _ in range(shift):
        tower.require_nonzero(tower.reduce(argument[0]))
        value = tower.multiply(value, argument)
        argument = tower.add(argument, tower.one)
    for _ in range(-shift):
        argument = tower.subtract(argument, tower.one)
        value = tower.divide(value, argument)
    return value


def factorial_of(tower: Tower, argument: Quotient) -> Quotient:
    """argument! = gamma(argument + 1)."""
    return gamma(tower, tower.add(argument, tower.one))
