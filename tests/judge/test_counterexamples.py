"""Counterexamples can be checked by hand, and say where the sides differ when it is known."""

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from tests.judge.rulings import function_claim, function_ruling
from tutor.judge.counterexamples import simplest_between
from tutor.judge.meeting import REFUTING, meet
from tutor.judge.spelling import coordinate, coordinate_text, pair_text, value_text
from tutor.judge.verdicts import Counterexample, Proof
from tutor.mathematics.trees import Budget


@pytest.mark.parametrize(
    ("answer", "key", "variables", "expected"),
    [
        ("x", "|x|", "x: real", Counterexample((("x", "-1"),), "-1", "1", "(-oo, 0)")),
        ("x^2", "x^2+1/10", "x: real", Counterexample((("x", "0"),), "0", "1/10")),
        ("sin(x)", "cos(x)", "x: real", Counterexample((("x", "0"),), "0", "1")),
        ("relu(x)", "x", "x: real", Counterexample((("x", "-1"),), "0", "-1", "(-oo, 0)")),
        ("log(x)", "log|x|", "x: real", Counterexample((("x", "-1"),), "undefined", "0", "(-oo, 0)")),
        ("1_{x > 1/3}", "1_{x > 0}", "x: real", Counterexample((("x", "1/4"),), "0", "1", "(0, 1/3)")),
        ("max(x,y)", "x", "x: real; y: real", Counterexample((("x", "0"), ("y", "1")), "1", "0")),
        ("sum(k, k=1..n)", "n(n-1)/2", "n: integer >= 1", Counterexample((("n", "1"),), "1", "0")),
        ("exp(x)", "x", "x: real", Counterexample((("x", "0"),), "1", "0")),
        ("{oo if x > 0; 0 otherwise}", "0", "x: real", Counterexample((("x", "1"),), "oo", "0", "(0, oo)")),
        ("pi", "3.14159265", "x: real", Counterexample((("x", "0"),), "3.141592654", "3.14159265")),
        ("x", "x/2", "x: real in (0,1/100)", Counterexample((("x", "1/160"),), "1/160", "1/320")),
        ("{1 if x in Q; x otherwise}", "0", "x: real", Counterexample((("x", "sqrt(2)/2"),), "0.7071067812", "0")),
        ("1_{x > 0}", "1_{x >= 0}", "x: real", Counterexample((("x", "0"),), "0", "1", "{0}", False)),
        (
            "x + 1_{exp(x) > 10^9}",
            "x",
            "x: real",
            Counterexample((("x", "22"),), "23", "22", "(9*log(5) + 9*log(2), oo)"),
        ),
    ],
)
def test_the_point_is_plain_and_the_values_are_exact(
    answer: str, key: str, variables: str, expected: Counterexample
) -> None:
    """Small numbers first, rational values as rationals, ten digits otherwise, the differing cells where known."""
    assert function_ruling(answer, key, variables).evidence == expected


@pytest.mark.parametrize(
    ("answer", "equal", "expected"),
    [
        ("{5 if x = 0; x + 1 otherwise}", "a.e.", Counterexample((("x", "1"),), "2", "1")),
        ("{0 if x = 0; x + 1 otherwise}", "everywhere", Counterexample((("x", "1"),), "2", "1")),
    ],
)
def test_a_special_point_does_not_stand_for_its_neighbours(answer: str, equal: str, expected: Counterexample) -> None:
    """The values shown are those at the point, and typical where the question is asked almost everywhere."""
    assert function_ruling(answer, "x", equal=equal).evidence == expected


def test_where_sixty_digits_do_not_tell_the_difference_is_given() -> None:
    """A difference of exp(-1000) is shown as such."""
    evidence = function_ruling("x + exp(-1000)", "x").evidence
    assert isinstance(evidence, Proof)
    assert evidence.steps[0].startswith("the difference is 5.07")


@given(
    low=st.fractions(-20, 20, max_denominator=1000),
    width=st.fractions(min_value="1/1000", max_value=3, max_denominator=1000),
)
def test_the_simplest_rational_between_two_others(low, width) -> None:
    """It lies between them and no smaller denominator does."""
    a, b = fmpq(low.numerator, low.denominator), fmpq((low + width).numerator, (low + width).denominator)
    q = simplest_between(a, b)
    assert a <= q <= b
    smaller = range(1, int(q.denom()))
    assert not any((a * d).ceil() <= (b * d).floor() for d in smaller)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "undefined"),
        (1, "oo"),
        (-1, "-oo"),
        (fmpq(1, 3), "1/3"),
        (fmpq(10**9), "1000000000"),
        (fmpq(1, 10**9), "1e-9"),
    ],
)
def test_values_as_text(value, text: str) -> None:
    """Short rationals are exact, long ones are decimals, and what is not a number is said plainly."""
    assert value_text(value) == text


def test_two_close_values_are_written_apart() -> None:
    """As many digits as it takes."""
    left, right = pair_text(fmpq(10**20 + 1, 10**20), fmpq(1))
    assert left != right


@pytest.mark.parametrize(
    ("answer", "key", "variables"),
    [
        ("1[x<=1]/floor(1/3-y)", "1[x<=1]^2/(ceil(1/3-y)-1[not (2y in Z)])", "x: real; y: real"),
        ("floor(max(-x,3/2 n-2))", "ceil(max(-x,3/2 n-2))-1[not (3x+2 in Z)]", "x: real; n: integer"),
        ("floor(max(-x,3/2 n-2))", "ceil(max(-x,3/2 n-2))-1[not (3x+1 in Z)]", "x: real; n: integer"),
        ("1[x in Z]+floor(x)", "ceil(x)", "x: real"),
        ("floor(2x)", "2floor(x)+1[not (x in Z)]", "x: real"),
        ("y 1_Q(x)", "y", "x: real; y: real"),
    ],
)
def test_a_plain_point_shown_is_one_where_the_sides_differ(answer: str, key: str, variables: str) -> None:
    """The values are those at the point itself: what holds around a point may fail there."""
    found = function_ruling(answer, key, variables).evidence
    assert isinstance(found, Counterexample)
    point = {name: coordinate(text) for name, text in found.at}
    if None not in point.values():
        claim = function_claim({"answer": answer, "key": key, "variables": variables})
        met = meet(claim.answer, claim.key, point, Budget(10_000), almost_everywhere=False)
        assert met.outcome in REFUTING
        assert (found.left, found.right) == pair_text(met.left, met.right)


@pytest.mark.parametrize(
    ("answer", "point"),
    [
        ("1[x > e^e^e^e]", "10^1656521"),
        ("1[x < -e^e^e^e]", "-10^1656521"),
        ("1[x > 10^40]", "10^41"),
        ("1[0 < x < 10^-200]", "10^-201"),
    ],
)
def test_a_point_far_away_is_short(answer: str, point: str) -> None:
    """Very large and very small points are powers of ten, and are written so."""
    found = function_ruling(answer, "0", equal="a.e.").evidence
    assert isinstance(found, Counterexample)
    assert found.at == (("x", point),)


@pytest.mark.parametrize(
    ("q", "text"),
    [
        (fmpq(-3, 7), "-3/7"),
        (fmpq(10) ** 20 + fmpq(1, 3), "300000000000000000001/3"),
        (fmpq(10) ** 100, "10^100"),
        (-(fmpq(10) ** -100), "-10^-100"),
    ],
)
def test_a_coordinate_is_read_as_it_was_written(q: fmpq, text: str) -> None:
    """Exact coordinates are read back."""
    assert coordinate_text(q) == text
    assert coordinate(text) == q


def test_a_long_coordinate_says_that_it_is_not_exact() -> None:
    """What has too many digits is told about, and not read back."""
    text = coordinate_text(fmpq(2) ** 300)
    assert text == "about 2.037035976e+90"
    assert coordinate(text) is None


@pytest.mark.parametrize(
    ("answer", "key"),
    [("integral(exp(-t^3)/(1+t^x), t=0..1)", "0"), ("floor(exp(floor(x)))", "floor(exp(floor(x))) + 0 gamma(x)^x")],
)
def test_reasons_name_nothing_internal(answer: str, key: str) -> None:
    """Names of kernels and of substituted variables are not for readers."""
    told = str(function_ruling(answer, key).evidence)
    assert "opaque" not in told
    assert "rest of" not in told


@pytest.mark.parametrize(
    "answer",
    ["1_{ {sqrt(n)/2 : n in N} }(x)", "1_Cantor(x/9)", "1_Q(x) + 1_{ {n sqrt(2)/4 : n in Z} }(x)"],
)
def test_an_irrational_is_named_only_where_every_membership_is_known_to_fail(answer: str) -> None:
    """sqrt(2)/2 may be an element of a countable image, and multiples of it may lie in the Cantor set."""
    found = function_ruling(answer, "1", equal="a.e.").evidence
    assert isinstance(found, Counterexample)
    assert "sqrt" not in dict(found.at)["x"]


def test_a_rational_point_is_shown_only_where_the_sides_differ_at_it() -> None:
    """A difference at irrational Cantor points near 1/4 is none at 1/4."""
    found = function_ruling("1_Cantor(x)", "1_Cantor(x) 1_Q(x)").evidence
    assert isinstance(found, Counterexample)
    assert found.at == (("x", "an irrational near 1/4"),)


def test_a_null_domain_is_called_one() -> None:
    """Almost everywhere nothing is said about a null domain, which is not the same as there being no points."""
    assert "a null set" in str(function_ruling("x", "x^2", on="x = 1", equal="a.e.").evidence)
