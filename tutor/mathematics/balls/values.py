"""Values of certified evaluation: an exact rational (`fmpq`), or a ball (`arb`) that encloses the true value.

What cannot be a value is raised. The four outcomes are different things and are never mixed up: certified to be
undefined, not decided at this precision, decided only by a convention, and infinite.
"""

from types import TracebackType
from typing import TypeAlias

from flint import arb, ctx, fmpq, fmpz

Value: TypeAlias = fmpq | arb


class Undefined(Exception):  # noqa: N818  (an outcome, not a mistake)
    """Certified: the expression is undefined on the whole point or ball."""


class Unknown(Exception):  # noqa: N818  (an outcome)
    """Not decided at this precision, or not computable here."""


class Convention(Exception):  # noqa: N818  (an outcome)
    """The value depends on a convention that the answer language leaves open, such as heaviside(0)."""


class Infinite(Exception):  # noqa: N818  (an outcome)
    """The value is oo (`sign` +1) or -oo (`sign` -1)."""

    def __init__(self, sign: int) -> None:
        super().__init__(sign)
        self.sign = sign


ZERO, ONE, HALF = fmpq(0), fmpq(1), fmpq(1, 2)

MAX_EXACT_BITS = 20_000
"""Exact powers are kept below this height; above it they become balls."""
MAX_EXPONENT = 10**9
MAX_ROOT_DEGREE = 12
_MAX_ROOT_BITS = 4_000


class precision:  # noqa: N801  (reads as a statement: `with precision(128):`)
    """Context manager that sets the working precision of FLINT in bits and restores the old one."""

    __slots__ = ("_before", "_bits")

    def __init__(self, bits: int) -> None:
        self._bits = bits

    def __enter__(self) -> None:
        self._before = ctx.prec
        ctx.prec = self._bits

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        ctx.prec = self._before


def is_exact(value: Value) -> bool:
    """Whether the value is an exact rational."""
    return isinstance(value, fmpq)


def ball(value: Value) -> arb:
    """The value as a ball at the working precision."""
    return value if isinstance(value, arb) else arb(value)


def absolute(value: Value) -> Value:
    """|value|."""
    return abs(value)  # type: ignore[return-value]  # the stubs of python-flint say "some scalar"


def finite(value: Value) -> Value:
    """The value itself; raises Unknown for nan and for balls without a finite radius."""
    if isinstance(value, arb) and not value.is_finite():
        raise Unknown
    return value


def sign(value: Value) -> int:
    """-1, 0 or 1, certified. Raises Unknown for a ball that contains 0 and is not exactly 0."""
    if value > 0:
        return 1
    if value < 0:
        return -1
    if isinstance(value, fmpq) or value.is_zero():
        return 0
    raise Unknown


def floor(value: Value) -> fmpq:
    """The greatest integer below. Raises Unknown for a ball that may hold an integer jump."""
    if isinstance(value, fmpq):
        return fmpq(value.numer() // value.denom())
    whole = value.floor().unique_fmpz() if value.is_finite() else None
    if whole is None:
        raise Unknown
    return fmpq(whole)


def exact_root(value: fmpq, degree: int) -> fmpq | None:
    """The exact root of this degree of a rational >= 0, or None where it is irrational or too large to look for."""
    if value.height_bits() > _MAX_ROOT_BITS:
        return None
    top, bottom = _integer_root(value.numer(), degree), _integer_root(value.denom(), degree)
    return None if top is None or bottom is None else fmpq(top, bottom)


def _integer_root(value: fmpz, degree: int) -> fmpz | None:
    root = value.isqrt() if degree == 2 else value.root(degree)
    return root if root**degree == value else None


def power(base: Value, exponent: Value) -> Value:
    """base^exponent, with 0^0 = 1; raises Undefined, Unknown, or Convention for an odd root of a negative number."""
    if isinstance(exponent, fmpq):
        if exponent.denom() == 1:
            return integer_power(base, int(exponent.numer()))
        return _rational_power(base, exponent)
    if sign(base) > 0:
        return ONE if isinstance(base, fmpq) and base == 1 else finite(ball(base) ** exponent)
    if sign(base) == 0:
        side = sign(exponent)
        if side < 0:
            raise Undefined
        return ZERO if side else ONE
    # A ball holds integers, rationals and irrationals, and (-2)^y is defined for some of them only.
    raise Unknown


def integer_power(base: Value, n: int) -> Value:
    """base^n by repeated squaring; even powers are never negative. Raises Undefined for 0^negative."""
    if n < 0:
        if sign(base) == 0:
            raise Undefined
        grown = integer_power(base, -n)
        return 1 / grown if isinstance(grown, fmpq) else finite(1 / grown)
    if isinstance(base, fmpq):
        if n * base.height_bits() <= MAX_EXACT_BITS:
            return base**n
        base = arb(base)
    if n > MAX_EXPONENT:
        raise Unknown
    return finite(_ball_power(base if n % 2 else ball(absolute(base)), n)) if n else ONE


def _ball_power(base: arb, n: int) -> arb:
    # `arb ** int` gives nan on a ball around 0 in python-flint 0.9.
    while n % 2 == 0:
        base = base * base
        n >>= 1
    result = base
    while n := n >> 1:
        base = base * base
        if n % 2:
            result = result * base
    return result


def _rational_power(base: Value, exponent: fmpq) -> Value:
    side = sign(base)
    degree = int(exponent.denom())
    if side < 0:
        if degree % 2:
            raise Convention("an odd root of a negative number")
        raise Undefined
    if side == 0:
        if exponent < 0:
            raise Undefined
        return ZERO
    if isinstance(base, fmpq) and degree <= MAX_ROOT_DEGREE:
        root = exact_root(base, degree)
        if root is not None:
            return integer_power(root, int(exponent.numer()))
    if degree == 2:
        return integer_power(finite(ball(base).sqrt()), int(exponent.numer()))
    return finite(ball(base) ** arb(exponent))
