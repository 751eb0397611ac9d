"""Powers, roots, signs and the working precision."""

import pytest
from flint import arb, ctx, fmpq
from hypothesis import given
from hypothesis import strategies as st

from tutor.mathematics.balls import Convention, Undefined, Unknown, cantor_member, precision, sign
from tutor.mathematics.balls.values import exact_root, integer_power, power


@given(
    middle=st.fractions(-5, 5, max_denominator=50),
    radius=st.fractions(0, 2, max_denominator=50),
    at=st.fractions(-1, 1, max_denominator=50),
    n=st.integers(0, 12),
)
def test_a_power_of_a_ball_contains_the_power_of_each_point(middle, radius, at, n: int) -> None:
    """Also on balls around 0, where the power of python-flint is nan."""
    point = middle + radius * at
    base = arb(fmpq(middle.numerator, middle.denominator), fmpq(radius.numerator, radius.denominator))
    expected = point**n
    value = integer_power(base, n)
    # `contains` rounds a rational first, so at the working precision it may miss one on the rim.
    with precision(2_000):
        assert arb(value).overlaps(arb(fmpq(expected.numerator, expected.denominator)))
    if n % 2 == 0:
        assert not arb(value) < 0


@pytest.mark.parametrize(
    ("base", "exponent", "value"),
    [
        (fmpq(0), fmpq(0), fmpq(1)),
        (arb(0, 1), fmpq(0), fmpq(1)),
        (fmpq(0), fmpq(1, 2), fmpq(0)),
        (fmpq(8, 27), fmpq(-2, 3), fmpq(9, 4)),
        (fmpq(-2), fmpq(-3), fmpq(-1, 8)),
        (fmpq(1), arb.pi(), fmpq(1)),
        (fmpq(0), arb.pi(), fmpq(0)),
    ],
)
def test_exact_powers(base, exponent, value: fmpq) -> None:
    """Powers with rational values are rational; 0^0 is 1."""
    assert power(base, exponent) == value


@pytest.mark.parametrize(
    ("base", "exponent", "outcome"),
    [
        (fmpq(0), fmpq(-1), Undefined),
        (fmpq(0), fmpq(-1, 2), Undefined),
        (fmpq(-4), fmpq(1, 2), Undefined),
        (fmpq(-8), fmpq(1, 3), Convention),
        (fmpq(0), -arb.pi(), Undefined),
        (arb(0, 1), fmpq(-1), Unknown),
        (arb(0, 1), fmpq(1, 2), Unknown),
        # A ball around 2 holds whole exponents: (-1)^(sin^2 + cos^2 + 1) is 1.
        (fmpq(-1), arb(2, fmpq(1, 2**100)), Unknown),
        (fmpq(2), fmpq(10**9 + 1), Unknown),
    ],
)
def test_powers_without_a_value(base, exponent, outcome: type[Exception]) -> None:
    """Undefined only where no point of the balls has a value; conventions are named; the rest is unknown."""
    with pytest.raises(outcome):
        power(base, exponent)


def test_the_sign_of_nan_is_unknown() -> None:
    """Comparisons with nan are false, so a sign is never read off them."""
    with pytest.raises(Unknown):
        sign(arb.nan())


def test_precision_is_restored_also_after_an_error() -> None:
    """The global precision of FLINT never leaks out of a computation."""
    before = ctx.prec
    with pytest.raises(Undefined), precision(777):
        integer_power(fmpq(0), -ctx.prec)
    assert ctx.prec == before


@pytest.mark.parametrize(("value", "degree", "root"), [("9/4", 2, "3/2"), ("8/27", 3, "2/3"), ("2", 2, None)])
def test_exact_roots(value: str, degree: int, root: str | None) -> None:
    """A root is exact or it is None."""
    q = [fmpq(*map(int, t.split("/"))) if t else None for t in (value, root)]
    assert exact_root(q[0], degree) == q[1]


@pytest.mark.parametrize(
    ("point", "inside"),
    [
        *((q, True) for q in ("0", "1", "1/4", "1/3", "2/3", "7/9", "3/10")),
        *((q, False) for q in ("1/2", "2/5", "-1/4", "5/4", "11/27")),
    ],
)
def test_membership_in_the_cantor_set(point: str, inside: bool) -> None:
    """The ternary orbit decides, endpoints of removed intervals included."""
    assert cantor_member(fmpq(*map(int, point.split("/")))) is inside
