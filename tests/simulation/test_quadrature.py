"""Integrals of floats against closed forms and mpmath; what diverges does not settle."""

import math

import mpmath
import pytest

from tutor.language.names import Names
from tutor.language.reading import read
from tutor.mathematics.trees.rewrite import core
from tutor.simulation.arrays import Arrays, Effort
from tutor.simulation.quadrature import Estimate, ends_of, integrated, nodes

OO = math.inf
WAVES = float(mpmath.quad(lambda x: abs(mpmath.sin(3 * x)), [0, mpmath.pi / 3, 2 * mpmath.pi / 3, 3]))


def integral(text: str, low: float, high: float, **env: float) -> Estimate:
    """The integral of a function of x."""
    node, effort = core(read(text, Names({"x": "real", "n": "integer"})).tree), Effort()
    ends = ends_of(node, "x", low, high, env, effort)
    return integrated(lambda x: Arrays({**env, "x": x}, effort)(node), ends)


@pytest.mark.parametrize(
    ("text", "low", "high", "env", "value"),
    [
        ("x^2", 0, 1, {}, 1 / 3),
        ("exp(-x^2)", -OO, OO, {}, math.sqrt(math.pi)),
        ("1/sqrt(x)", 0, 1, {}, 2.0),
        ("1/(1+x^2)", -OO, OO, {}, math.pi),
        ("n 1_(0,1/n)(x)", 0, 1, {"n": 64}, 1.0),
        ("1_[n,n+1](x)", -OO, OO, {"n": 64}, 1.0),
        ("floor(5x)", 0, 1, {}, 2.0),
        ("n sin(x/n) e^-x", 0, OO, {"n": 8}, 64 / 65),
        ("|sin(3x)|", 0, 3, {}, WAVES),
        ("max(x, 1 - x)", 0, 1, {}, 0.75),
        ("1/(x^2+1) if x > 1/3 else 0", 0, 1, {}, math.atan(1) - math.atan(1 / 3)),
        ("log(x)", 0, 1, {}, -1.0),
        ("x^n", 0, 1, {"n": 64}, 1 / 65),
        ("1/x^2", -OO, -1, {}, 1.0),
    ],
)
def test_integrals(text: str, low: float, high: float, env: dict[str, float], value: float) -> None:
    """The value lies within the estimated error, which is small."""
    found = integral(text, low, high, **env)
    assert found.settled
    assert abs(found.value - value) <= 2 * found.error + 1e-9


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("1/x", 0, 1), ("1", 0, OO), ("x^(-3/2)", 0, 1), ("1/(1+|x|)", -OO, OO), ("sin(x)", 0, OO), ("x", -OO, OO)],
)
def test_what_diverges_does_not_settle(text: str, low: float, high: float) -> None:
    """An infinite integral, or one without a value, is not shown as a number."""
    assert not integral(text, low, high).settled


def test_a_slow_tail_is_within_the_error() -> None:
    """Beyond every float there is still mass: the error says so."""
    found = integral("1/(x log(x)^2)", 2, OO)
    assert abs(found.value - 1 / math.log(2)) <= found.error


def test_nodes_run_from_left_to_right() -> None:
    """Whatever the ends, points increase and weights are positive."""
    for ends in [(0.0, 1.0), (2.0, OO), (-OO, -1.0), (-OO, OO)]:
        rule = nodes(*ends)
        assert (rule.points[1:] >= rule.points[:-1]).all()
        assert (rule.weights >= 0).all()
