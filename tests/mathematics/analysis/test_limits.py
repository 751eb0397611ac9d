"""Limits and germs: a table, and random functions against their values at several scales."""

import random
from pathlib import Path

import mpmath
import pytest

from tests.mathematics.analysis.oracle import agrees, cases, closed, number, random_growth, value
from tutor.mathematics.analysis import (
    Constants,
    NoLimit,
    Oscillates,
    Result,
    Undecided,
    germ,
    limit,
    summable,
)
from tutor.mathematics.analysis.germs import oscillating_factors
from tutor.mathematics.trees import Budget, Domain, OutOfSteps, Variable
from tutor.mathematics.trees.build import INFINITY, ONE, TWO, mul, neg, num, power, sign_of_infinity, sub, var

STEPS = 10**6


@pytest.mark.parametrize("case", cases(Path(__file__).with_name("limits.jsonl")), ids=lambda case: case["limit"])
def test_limit(case: dict[str, str]) -> None:
    """A limit has the value of the table, or none, or oscillates, or is not decided."""
    node = closed(case["limit"])
    outcomes = {"none": NoLimit, "oscillates": Oscillates, "undecided": Undecided}
    if case["value"] in outcomes:
        with pytest.raises(outcomes[case["value"]]):
            limit(node.args[0], node.value, node.args[1], 0, Budget(STEPS))
    else:
        found = limit(node.args[0], node.value, node.args[1], 0, Budget(STEPS))
        assert agrees(Result(found, ""), number(case["value"]))


def test_random_limits_agree_with_values_far_out() -> None:
    """Of 200 random functions none tends elsewhere than its values at 10^9, 10^12 and 10^15 do."""
    decided = 0
    for seed in range(200):
        f = random_growth(random.Random(seed), 1 + seed % 3)
        try:
            found = limit(f, "x", INFINITY, 1, Budget(STEPS))
        except (Undecided, OutOfSteps):
            continue
        decided += 1
        with mpmath.workdps(200):
            far = [value(f, {"x": mpmath.mpf(10) ** k}) for k in (9, 12, 15)]
            assert _tends(far, found), (f, found)
    assert decided >= 190


def _tends(far: list[mpmath.mpf], found: object) -> bool:
    side = sign_of_infinity(found)  # type: ignore[arg-type]
    if side:
        return all(v * side > 0 for v in far) and abs(far[2]) > abs(far[1]) > abs(far[0])
    target = value(found, {})  # type: ignore[arg-type]
    gaps = [abs(v - target) for v in far]
    return bool(gaps[2] <= mpmath.mpf("1e-3") * (1 + abs(target)) or gaps[2] < gaps[1] < gaps[0] < 1)


def test_an_amplitude_replaces_a_wave_only_as_a_direct_factor() -> None:
    """sin(x)/x has the amplitude 1/x, and (sin(x) - 1)/x has none: it must not become 0/x."""
    constants = Constants(Budget(STEPS))
    x = var("x")
    wave = closed("lim(sin(x)/x, x -> oo)").args[0]
    shifted = closed("lim((sin(x)-1)/x, x -> oo)").args[0]
    found = oscillating_factors(wave, "x", INFINITY, 1, constants)
    assert found is not None
    assert found[0] is power(x, neg(ONE))
    assert oscillating_factors(shifted, "x", INFINITY, 1, constants) is None


@pytest.mark.parametrize(
    ("f", "finite"),
    [
        ("1/x", False),
        ("1/(x*log(x))", False),
        ("1/(x*log(x)^2)", True),
        ("1/(x*log(x)*log(log(x))^2)", True),
        ("1/(x*log(x)*log(log(x)))", False),
        ("x^(-1.000001)", True),
        ("exp(-x)", True),
        ("exp(-log(x)^2)", True),
        ("exp(-sqrt(log(x)))", False),
        ("exp(-sqrt(log(x)))/x", True),
        ("exp(-log(log(x))^2)/x", True),
        ("exp(-sqrt(log(log(x))))/x", False),
    ],
)
def test_borderlines_of_integrability(f: str, finite: bool) -> None:
    """Integrability at oo is decided down to the power of loglog."""
    body = closed(f"lim({f}, x -> oo)").args[0]
    assert summable(germ(body, "x", INFINITY, 1, Constants(Budget(STEPS)))) is finite


def test_a_parameter_stands_for_its_whole_domain() -> None:
    """x^n tends to 0 for n in (-oo, 0); with n in (-1, 1) the sign of n is open, and so is the limit."""
    x, n = var("x"), var("n")
    below = Domain((Variable("n", neg(INFINITY), num(0)),))
    around = Domain((Variable("n", num(-1), num(1)),))
    assert limit(power(x, n), "x", INFINITY, 1, Budget(STEPS), below) is num(0)
    with pytest.raises(Undecided):
        limit(power(x, n), "x", INFINITY, 1, Budget(STEPS), around)


def test_a_leading_coefficient_that_may_vanish_decides_nothing() -> None:
    """(p - 1)/x is integrable at p = 1 only, so over p in (0, 2) it is neither."""
    x, p = var("x"), var("p")
    domain = Domain((Variable("p", num(0), TWO),))
    with pytest.raises(Undecided):
        germ(mul(sub(p, ONE), power(x, neg(ONE))), "x", INFINITY, 1, Constants(Budget(STEPS), domain))


def test_steps_are_counted() -> None:
    """A limit stops when its budget is spent."""
    node = closed("lim((1+1/x)^x, x -> oo)")
    with pytest.raises(OutOfSteps):
        limit(node.args[0], "x", INFINITY, 1, Budget(10))
