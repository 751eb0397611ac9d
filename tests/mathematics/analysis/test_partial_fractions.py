"""Partial fractions: the same function, in simple parts."""

import random

import mpmath
import pytest
from flint import fmpq, fmpq_poly

from tests.mathematics.analysis.oracle import closed, value
from tutor.mathematics.analysis.partial_fractions import decomposed, polynomial_tree
from tutor.mathematics.trees.build import MINUS_ONE, mul, power


def test_random_fractions_keep_their_values() -> None:
    """40 random rational functions with linear and quadratic factors equal the sum of their parts."""
    for seed in range(40):
        draw = random.Random(seed)
        factors = [
            fmpq_poly([fmpq(draw.randint(-3, 3), draw.randint(1, 2)), 1]) ** draw.randint(1, 2) for _ in range(2)
        ]
        factors.append(fmpq_poly([draw.randint(1, 4), draw.choice([0, 1]), 1]))
        bottom = factors[0] * factors[1] * factors[2]
        top = fmpq_poly([draw.randint(-4, 4) for _ in range(draw.randint(1, 7))] + [1])
        f = mul(polynomial_tree(top, "x"), power(polynomial_tree(bottom, "x"), MINUS_ONE))
        parts = decomposed(f, "x")
        assert parts is not None
        for x in (mpmath.mpf("0.3713"), mpmath.mpf("7.77")):
            assert abs(value(parts, {"x": x}) - value(f, {"x": x})) < 1e-9 * (1 + abs(value(f, {"x": x})))


@pytest.mark.parametrize("text", ["1/(1+x^4)", "1/(x^3-2)", "sqrt(x)/(1+x)", "x^2+1"])
def test_other_shapes_are_left_alone(text: str) -> None:
    """Irreducible factors of higher degree, other functions and polynomials are not taken apart."""
    assert decomposed(closed(f"int({text}, x=0..1)").args[0], "x") is None


@pytest.mark.parametrize("text", ["1/(x^2+1)^2", "x^3/(x^2+x+1)^3", "(x^5+1)/((x-1)(x^2+2)^2)"])
def test_powers_of_quadratic_factors_are_taken_apart(text: str) -> None:
    """The parts add up to the function."""
    f = closed(f"int({text}, x=2..3)").args[0]
    parts = decomposed(f, "x")
    assert parts is not None
    for x in (mpmath.mpf("0.3713"), mpmath.mpf("7.77")):
        assert abs(value(parts, {"x": x}) - value(f, {"x": x})) < 1e-9 * (1 + abs(value(f, {"x": x})))
