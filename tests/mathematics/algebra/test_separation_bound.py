"""Constants that are exactly zero: by normal form, by a separation bound, by the sine; never by being small."""

import pytest

from tests.mathematics.algebra.proving import tree
from tutor.mathematics.algebra import zero_constant
from tutor.mathematics.algebra.rootbound import algebraic_zero
from tutor.mathematics.trees import Budget, OutOfSteps

ZEROS = [
    ("sqrt(2)*sqrt(3) - sqrt(6)", "normal form"),
    ("log(8) - 3*log(2)", "normal form"),
    ("1 - log(2)/pi - (1 - log(4)/(2*pi))", "normal form"),
    ("gamma(1/2) - sqrt(pi)", "normal form"),
    ("sqrt(2 + sqrt(3)) - (sqrt(6) + sqrt(2))/2", "root bound"),
    ("sin(pi/5) - sqrt((5 - sqrt(5))/8)", "root bound"),
    ("cos(pi/7)*cos(2*pi/7)*cos(3*pi/7) - 1/8", "root bound"),
    ("cbrt(2 + sqrt(5)) - cbrt(sqrt(5) - 2) - 1", "root bound"),
    ("root(17 + 12*sqrt(2), 4) - 1 - sqrt(2)", "root bound"),
    ("tan(pi/8) - sqrt(2) + 1", "root bound"),
    ("1/(sqrt(2) - 1) - sqrt(2) - 1", "normal form"),
    ("atan(1/2) + atan(1/3) - pi/4", "sine"),
    ("4*atan(1/5) - atan(1/239) - pi/4", "sine"),
    ("2*asin(3/5) - acos(7/25)", "sine"),
]

NOT_ZERO = [
    "sqrt(2) - 1.4142135623730950488",
    "e^(pi*sqrt(163)) - 262537412640768744",
    "exp(-1000)",
    "log(-1)",
    "sin(10^30)",
    "pi^2/6 - 1.6449340668482264",
    "atan(1/2) + atan(1/3) - pi/4 + 10^-25",
    "4*atan(1/5) - atan(1/239) + 7*pi/4",
    "sqrt(10^30 + 1) - 10^15",
    "int(t, t=0..1) - 1/2",
    "1/(sin(pi/5)^2 - (5 - sqrt(5))/8)",
]


@pytest.mark.parametrize(("text", "rule"), ZEROS)
def test_zero_is_proved_and_the_rule_named(text: str, rule: str) -> None:
    """Each zero is found by the first rule that can."""
    assert zero_constant(tree(text), Budget(1_000_000)) == rule


@pytest.mark.parametrize("text", NOT_ZERO)
def test_what_is_not_zero_or_not_known_is_not_called_zero(text: str) -> None:
    """Small, undefined, unknown and almost zero constants are not zero."""
    assert zero_constant(tree(text), Budget(1_000_000)) is None


def test_the_separation_bound_tells_zero_from_small() -> None:
    """True for zero, False for a certified difference, None where the tree is not algebraic."""
    budget = Budget(1_000_000)
    assert algebraic_zero(tree("sqrt(2)^2 - 2"), budget) is True
    assert algebraic_zero(tree("sqrt(10^30 + 1) - 10^15"), budget) is False
    assert algebraic_zero(tree("sqrt(10^60 + 1) - 10^30"), budget) is False
    assert algebraic_zero(tree("exp(1) - e"), budget) is None
    assert algebraic_zero(tree("sqrt(2)^(-65)"), budget) is None


def test_the_separation_bound_spends_the_budget() -> None:
    """High precision costs steps."""
    with pytest.raises(OutOfSteps):
        algebraic_zero(tree("sqrt(2 + sqrt(3)) - (sqrt(6) + sqrt(2))/2"), Budget(20))
