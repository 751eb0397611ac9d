"""Named functions on certified values: enclosures against mpmath, exact values, edges of domains."""

import mpmath
import pytest
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from tutor.mathematics.balls import Convention, Undefined, Unknown, is_exact, precision
from tutor.mathematics.balls.functions import FUNCTIONS, named

ORACLE = {
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "tan": mpmath.tan,
    "cot": mpmath.cot,
    "sec": mpmath.sec,
    "csc": mpmath.csc,
    "asin": mpmath.asin,
    "acos": mpmath.acos,
    "atan": mpmath.atan,
    "sinh": mpmath.sinh,
    "cosh": mpmath.cosh,
    "tanh": mpmath.tanh,
    "asinh": mpmath.asinh,
    "acosh": mpmath.acosh,
    "atanh": mpmath.atanh,
    "exp": mpmath.exp,
    "log": mpmath.log,
    "log2": lambda x: mpmath.log(x, 2),
    "log10": mpmath.log10,
    "erf": mpmath.erf,
    "erfc": mpmath.erfc,
    "Phi": mpmath.ncdf,
    "phi": mpmath.npdf,
    "gamma": mpmath.gamma,
    "factorial": mpmath.factorial,
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "softplus": lambda x: mpmath.log1p(mpmath.exp(x)),
    "abs": abs,
    "sign": mpmath.sign,
    "floor": mpmath.floor,
    "ceil": mpmath.ceil,
    "frac": lambda x: x - mpmath.floor(x),
    "relu": lambda x: max(x, 0),
    "positive_part": lambda x: max(x, 0),
    "negative_part": lambda x: max(-x, 0),
    "heaviside": lambda x: 1 if x > 0 else 0,
    "cbrt": lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x)),
    "sqrt": mpmath.sqrt,
}
ELSEWHERE = {"max", "min", "norm1", "norm2", "norminf", "binomial", "root", "cantor"}
RATIONALS = st.fractions(min_value=-30, max_value=30, max_denominator=1000)


def thousandths(text: str) -> fmpq:
    """The rational written as a/b."""
    return fmpq(*map(int, text.split("/"))) if "/" in text else fmpq(int(text))


def test_every_function_of_the_vocabulary_has_an_oracle() -> None:
    """No function of the table goes untested."""
    assert set(FUNCTIONS) == set(ORACLE) | ELSEWHERE


@pytest.mark.parametrize("name", sorted(ORACLE))
@given(q=RATIONALS)
def test_an_enclosure_contains_the_value_that_mpmath_computes(name: str, q) -> None:
    """On an exact point and on a small ball around it, the enclosure meets mpmath's value up to its rounding."""
    with precision(160), mpmath.workprec(200):
        point = fmpq(q.numerator, q.denominator)
        for argument in (point, arb(point, fmpq(1, 2**100))):
            try:
                value = named(name, [argument])
            except (Undefined, Unknown, Convention):
                continue
            expected = ORACLE[name](mpmath.mpf(q.numerator) / q.denominator)
            assert mpmath.im(expected) == 0
            sign, mantissa, exponent, _ = mpmath.re(expected)._mpf_
            exact = fmpq((-1) ** sign * mantissa) * fmpq(2) ** exponent
            assert arb(exact, abs(exact) / 2**180 + fmpq(1, 2**180)).overlaps(arb(value))


@pytest.mark.parametrize(
    ("name", "argument", "value"),
    [
        ("sin", "0", "0"),
        ("cos", "0", "1"),
        ("exp", "0", "1"),
        ("log", "1", "0"),
        ("acosh", "1", "0"),
        ("acos", "1", "0"),
        ("asin", "0", "0"),
        ("gamma", "5", "24"),
        ("factorial", "5", "120"),
        ("factorial", "0", "1"),
        ("Phi", "0", "1/2"),
        ("sigmoid", "0", "1/2"),
        ("floor", "-1/2", "-1"),
        ("ceil", "-1/2", "0"),
        ("frac", "-1/4", "3/4"),
        ("cbrt", "-27/8", "-3/2"),
        ("sqrt", "4/9", "2/3"),
        ("relu", "-3", "0"),
        ("negative_part", "-3", "3"),
        ("cantor", "1/4", "1/3"),
        ("cantor", "1/2", "1/2"),
        ("cantor", "7/9", "3/4"),
        ("cantor", "3/4", "2/3"),
        ("cantor", "-1", "0"),
        ("cantor", "2", "1"),
        ("cantor", "1/3", "1/2"),
        ("cantor", "2/3", "1/2"),
    ],
)
def test_a_rational_value_is_exact(name: str, argument: str, value: str) -> None:
    """Values that are rational are computed as rationals."""
    found = named(name, [thousandths(argument)])
    assert is_exact(found)
    assert found == thousandths(value)


@pytest.mark.parametrize(
    ("name", "arguments", "value"),
    [
        ("max", "1 3 2", "3"),
        ("min", "1 3 -2", "-2"),
        ("norm1", "1 -3", "4"),
        ("norm2", "3 -4", "5"),
        ("norminf", "3 -4", "4"),
        ("root", "-8 3", "-2"),
        ("root", "16 4", "2"),
        ("root", "0 5", "0"),
        ("binomial", "5 2", "10"),
        ("binomial", "1/2 2", "-1/8"),
        ("binomial", "5 -1", "0"),
        ("binomial", "2 5", "0"),
    ],
)
def test_functions_of_several_arguments(name: str, arguments: str, value: str) -> None:
    """Maxima, norms, roots and binomials of rationals are exact."""
    assert named(name, [thousandths(a) for a in arguments.split()]) == thousandths(value)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("log", "0"),
        ("log", "-1"),
        ("sqrt", "-1"),
        ("asin", "2"),
        ("acos", "-2"),
        ("acosh", "1/2"),
        ("atanh", "1"),
        ("gamma", "0"),
        ("gamma", "-3"),
        ("cot", "0"),
        ("csc", "0"),
        ("root", "-16 4"),
        ("root", "2 0"),
    ],
)
def test_outside_its_domain_a_function_is_certified_undefined(name: str, arguments: str) -> None:
    """Undefined is a certificate, not a failure to compute."""
    with pytest.raises(Undefined):
        named(name, [thousandths(a) for a in arguments.split()])


@pytest.mark.parametrize(
    ("name", "ball"),
    [
        ("log", arb(0, 1)),
        ("sqrt", arb(0, 1)),
        ("asin", arb(1, 0.5)),
        ("acosh", arb(1, 0.5)),
        ("atanh", arb(1, 0.5)),
        ("floor", arb(1, 0.5)),
        ("sign", arb(0, 1)),
        ("heaviside", arb(0, 1)),
        ("tan", arb(1.57, 0.1)),
        ("gamma", arb(0, 1)),
        ("cbrt", arb(0, 1)),
        ("root", arb.nan()),
        ("floor", arb.nan()),
        ("cantor", arb.nan()),
    ],
)
def test_a_ball_across_an_edge_is_unknown(name: str, ball: arb) -> None:
    """A ball with points on both sides of an edge decides nothing; nan decides nothing either."""
    with pytest.raises(Unknown):
        named(name, [ball, fmpq(3)] if name == "root" else [ball])


def test_heaviside_of_zero_is_a_convention() -> None:
    """The answer language leaves heaviside(0) open."""
    with pytest.raises(Convention):
        named("heaviside", [fmpq(0)])


@given(q=st.fractions(min_value=-1, max_value=2, max_denominator=500), radius=st.integers(1, 60))
def test_the_cantor_function_on_a_ball_encloses_its_value_at_the_centre(q, radius: int) -> None:
    """The ball version of the staircase contains the exact one."""
    point = fmpq(q.numerator, q.denominator)
    enclosure = named("cantor", [arb(point, fmpq(1, 2**radius))])
    with precision(2_000):
        assert enclosure.overlaps(arb(named("cantor", [point])))
