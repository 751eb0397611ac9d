"""Integrals: a table of right and wrong values, random integrands against mpmath.quad, and hypotheses violated."""

import random
from contextlib import suppress
from pathlib import Path
from typing import Any

import mpmath
import pytest
from flint import acb, arb

from tests.mathematics.analysis.oracle import X, agrees, cases, closed, midpoint, number, random_smooth, rational, value
from tutor.mathematics.algebra import closed as bound
from tutor.mathematics.analysis import Constants, NoValue, Result, Undecided, integrable, integral
from tutor.mathematics.analysis.antiderivatives import antiderivative
from tutor.mathematics.analysis.cells import partition
from tutor.mathematics.analysis.quadrature import complex_function, quadrature
from tutor.mathematics.analysis.rolle import line
from tutor.mathematics.balls import precision
from tutor.mathematics.trees import Budget, OutOfSteps
from tutor.mathematics.trees.build import HALF, ONE, TWO, ZERO, add, call, mul, neg, num, power, sign_of_infinity

STEPS = 10**6
OUTCOMES = {"none": NoValue, "undecided": Undecided}


def integrated(text: str, budget: Budget) -> Result:
    """The integral that the text denotes."""
    node = closed(text)
    return integral(node.args[0], node.value, node.args[1], node.args[2], budget)


def row_id(case: dict[str, Any]) -> str:
    """A readable id."""
    return f"{case['integral']} {'is' if case['equal'] else 'is not'} {case['value']}"


@pytest.mark.parametrize("case", cases(Path(__file__).with_name("integrals.jsonl")), ids=row_id)
def test_integral(case: dict[str, Any]) -> None:
    """An integral has the value of the table and no other one, has none, or is not decided."""
    if case["value"] in OUTCOMES:
        with pytest.raises(OUTCOMES[case["value"]]):
            integrated(case["integral"], Budget(STEPS))
    else:
        assert agrees(integrated(case["integral"], Budget(STEPS)), number(case["value"])) is case["equal"]


WEIGHTS = (
    lambda draw: call("exp", neg(mul(rational(draw, positive=True), X))),
    lambda draw: call("exp", neg(power(X, TWO))),
    lambda draw: power(add(ONE, power(X, TWO)), num(-3)),
    lambda draw: ONE,
    lambda draw: power(X, neg(HALF)),
)


def test_random_integrals_agree_with_quadrature_by_mpmath() -> None:
    """Of 60 random integrals none has another value than mpmath.quad finds."""
    decided = 0
    for seed in range(60):
        draw = random.Random(seed)
        f = mul(random_smooth(draw, 1 + seed % 2), draw.choice(WEIGHTS)(draw))
        low, high = draw.choice([("0", "1"), ("1", "3"), ("0", "oo")])
        try:
            found = integral(f, "x", number(low), number(high), Budget(STEPS))
        except (Undecided, OutOfSteps):
            continue
        decided += 1
        if found.exact and sign_of_infinity(found.value):
            continue
        with mpmath.workdps(20):
            places = [0, 1, 4, 20, mpmath.inf] if high == "oo" else [value(number(low), {}), value(number(high), {})]
            expected, error = mpmath.quad(lambda x, f=f: value(f, {"x": x}), places, error=True)
            got = value(found.value, {}) if found.exact else midpoint(found.value)
            assert abs(got - expected) <= mpmath.mpf("1e-6") * (1 + abs(got)) + 50 * error, (f, low, high, found)
    assert decided >= 55


def test_random_integrals_with_kinks_agree_with_midpoint_sums() -> None:
    """Of 16 integrands with abs, max, sign and min none is far from a sum over 800 midpoints."""
    for seed in range(16):
        draw = random.Random(seed)
        first, second = random_smooth(draw, 2), random_smooth(draw, 1)
        kinked = (
            call("abs", first),
            call("max", first, second),
            mul(call("sign", first), second),
            call("min", call("abs", first), call("relu", second)),
        )[seed % 4]
        found = integral(kinked, "x", ONE, num(3), Budget(STEPS))
        with mpmath.workdps(15):
            places = [1 + 2 * (k + mpmath.mpf(1) / 2) / 800 for k in range(800)]
            expected = mpmath.fsum(value(kinked, {"x": x}) for x in places) * 2 / 800
            got = value(found.value, {}) if found.exact else midpoint(found.value)
            assert abs(got - expected) < 1e-2 * (1 + abs(got)), (kinked, found)


def test_divergence_is_decided_by_the_leading_term() -> None:
    """1/x is not integrable at 0, and the reason names the end."""
    found = integrable(closed("int(1/x, x=0..1)").args[0], "x", ZERO, ONE, Budget(STEPS))
    assert not found.finite
    assert found.reasons == ("at 0 by its leading term",)


def test_an_undefined_integrand_has_no_integral() -> None:
    """log x is undefined on (-1, 0): a null set could be left out, an interval not."""
    with pytest.raises(NoValue):
        integrated("int(log(x), x=-1..1)", Budget(STEPS))


def test_quadrature_of_a_singular_end_stops() -> None:
    """log x on [0, 1] without a limit on evaluations runs for seconds; here it gives up, or encloses -1."""
    f = closed("int(log(x), x=0..1)").args[0]
    budget = Budget(STEPS)
    with suppress(Undecided):
        assert quadrature(f, "x", arb(0), arb(1), budget).contains(-1)
    assert budget.left > STEPS - 20_000


@pytest.mark.parametrize("name", ["atan", "asin", "log"])
def test_a_ball_across_a_branch_cut_is_not_analytic(name: str) -> None:
    """Where analyticity is asked for and the ball meets a cut, the value is not finite."""
    function = complex_function(call(name, X), "x")
    across = acb(arb(0, 1), arb(2, 1)) if name == "atan" else acb(arb(-2, "0.5"), arb(0, 1))
    assert not function(across, True).is_finite()


def test_square_roots_keep_their_branch() -> None:
    """The integral of sqrt x over [1, 4] is 14/3, which ignoring the flag of analyticity gets wrong."""
    found = quadrature(power(X, HALF), "x", arb(1), arb(4), Budget(STEPS))
    with precision(128):
        assert abs(found - arb(14) / 3) < 1e-20


def test_an_enclosure_holds_the_logarithmic_integral() -> None:
    """The integral of 1/log x over (0, 1/2) is li(1/2), though the table has no antiderivative."""
    with mpmath.workdps(30):
        assert abs(midpoint(integrated("int(1/log(x), x=0..1/2)", Budget(STEPS)).value) - mpmath.li(0.5)) < 1e-15


@pytest.mark.parametrize(
    "text",
    ["int(x*exp(-x), x=0..1)", "int(x^2*sin(3x), x=0..1)", "int(exp(2x)*cos(x), x=0..1)", "int(sqrt(x^2+x+1), x=0..1)"],
)
def test_antiderivatives_are_verified_by_differentiation(text: str) -> None:
    """The proposal of the table is handed out only with the derivative f, and its values are those of the integral."""
    f = closed(text).args[0]
    (piece,) = partition(lambda field: field.normal(f), line("x", Budget(STEPS)), bound(ZERO), bound(ONE))
    primitive = antiderivative(f, "x", piece.field, Constants(Budget(STEPS)))
    assert primitive is not None
    with mpmath.workdps(25):
        slope = mpmath.diff(lambda x: value(primitive, {"x": x}), mpmath.mpf("0.3"))
        assert abs(slope - value(f, {"x": mpmath.mpf("0.3")})) < 1e-15


def test_the_table_has_no_answer_for_what_it_does_not_know() -> None:
    """exp(x^2) has no elementary antiderivative; none is proposed."""
    f = closed("int(exp(x^2), x=0..1)").args[0]
    (piece,) = partition(lambda field: field.normal(f), line("x", Budget(STEPS)), bound(ZERO), bound(ONE))
    assert antiderivative(f, "x", piece.field, Constants(Budget(STEPS))) is None


def test_the_same_integral_twice_is_the_same_ball() -> None:
    """Judging is deterministic: two runs give the same enclosure bit for bit."""
    balls = [integrated("int(exp(-x^2)*log(1+x^2), x=0..oo)", Budget(STEPS)).value for _ in range(2)]
    assert str(balls[0]) == str(balls[1])
