"""floor, ceil and frac: integer-valued summands come out; the rest is constant on a cell, or stays a kernel."""

from collections.abc import Mapping

from flint import fmpq, fmpz, fmpz_mpoly

from tutor.mathematics.algebra.expressions import exact_value
from tutor.mathematics.algebra.integrality import integer_monomial, integer_valued
from tutor.mathematics.algebra.kernels import Quotient
from tutor.mathematics.algebra.opaque import opaque_call
from tutor.mathematics.algebra.outcomes import Unsupported
from tutor.mathematics.algebra.polynomials import floor_of
from tutor.mathematics.algebra.powers import parity
from tutor.mathematics.algebra.tower import Tower
from tutor.mathematics.balls import Value

BITS = 256


def floor(tower: Tower, argument: Quotient) -> Quotient:
    """The integer part: floor(m + r) = m + floor(r) for an integer-valued m."""
    whole, rest = whole_part(tower, argument)
    if tower.rational_value(rest) is not None:
        return whole
    if rest[1] is not None and rest[1].is_constant() and rest[1].leading_coefficient() == 2:
        half = _half_of_integer(tower, rest[0])
        if half is not None:
            return tower.add(whole, half)
    cell = tower.cell
    if cell is not None and len(tower.reals) == 1:
        if cell.point is not None:
            return tower.add(whole, tower.constant(_floor_at_point(tower, rest)))
        if cell.bounded:
            return tower.add(whole, tower.constant(_floor_on_cell(tower, rest, cell.sample)))
    kernel = opaque_call(tower, "floor", [rest])
    kernel.integral = True
    return tower.add(whole, (kernel.symbol, None))


def _half_of_integer(tower: Tower, polynomial: fmpz_mpoly) -> Quotient | None:
    """floor(m/2) = (2m - 1 + (-1)^m)/4 for an integer-valued m."""
    if not integer_valued(tower, polynomial):
        return None
    doubled = tower.subtract((2 * polynomial, None), tower.one)
    return tower.scale(tower.add(doubled, parity(tower, polynomial)), fmpq(1, 4))


def whole_part(tower: Tower, argument: Quotient) -> tuple[Quotient, Quotient]:
    """The argument as (integer-valued, rest), the constant term of the rest in [0, 1)."""
    above, below = tower.reduce(argument[0]), argument[1]
    if below is not None and not below.is_constant():
        return tower.zero, (above, below)
    divisor = fmpz(1) if below is None else below.leading_coefficient()
    whole, rest = {}, {}
    for exponents, coefficient in above.terms():
        if not any(exponents):
            quotient = coefficient // divisor
            whole[exponents], rest[exponents] = quotient, coefficient - quotient * divisor
        elif coefficient % divisor == 0 and integer_monomial(tower, exponents):
            whole[exponents] = coefficient // divisor
        else:
            rest[exponents] = coefficient
    context = tower.ring.context
    return (context.from_dict(whole), None), tower.lowest(context.from_dict(rest), context.constant(divisor))


def _floor_on_cell(tower: Tower, rest: Quotient, sample: fmpq) -> fmpz:
    """The value at the sample; the cell is cut where the argument meets that integer or the next."""
    integer = _floor_of_value(tower, rest, {tower.reals[0]: sample})
    above = tower.sign_of(tower.subtract(rest, tower.constant(integer)))
    below = tower.sign_of(tower.subtract(rest, tower.constant(integer + 1)))
    if above >= 0 > below:
        return integer
    raise Unsupported("the integer part on a cell")


def _floor_at_point(tower: Tower, rest: Quotient) -> fmpz:
    assert tower.cell is not None
    assert tower.cell.point is not None
    return _floor_of_value(tower, rest, {tower.reals[0]: tower.cell.point.ball(BITS)})


def _floor_of_value(tower: Tower, rest: Quotient, env: Mapping[str, Value]) -> fmpz:
    value = exact_value(tower, rest, env, BITS)
    if isinstance(value, fmpq):
        return floor_of(value)
    integer = value.floor().unique_fmpz()
    if integer is None:
        raise Unsupported("an integer part that is not decided")
    return integer
