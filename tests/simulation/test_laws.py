"""Draws of measures: masses and means against values that were found on paper or by mpmath."""

import math

import mpmath
import numpy as np
import pytest

from tutor.language.names import Names
from tutor.language.reading import read
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.trees.rewrite import core
from tutor.simulation.arrays import Effort, NoNumbers
from tutor.simulation.laws import cantor_draws, sampler

DRAWS = 40_000


def measure(text: str) -> Tree:
    """The measure of this text."""
    return core(read(text, Names(), Sort.MEASURE).tree)


def dice(seed: int = 5) -> np.random.Generator:
    """Dice of a fixed seed."""
    return np.random.Generator(np.random.PCG64(seed))


RELU = 1 / math.sqrt(2 * math.pi)
SOFT = float(mpmath.quad(lambda x: mpmath.log(1 + mpmath.exp(x)) * mpmath.npdf(x), [-12, 0, 12]))


@pytest.mark.parametrize(
    ("text", "mass", "mean"),
    [
        ("N(1,4)", 1, 1),
        ("law(relu(Z)), Z ~ N(0,1)", 1, RELU),
        ("law(softplus(Z)), Z ~ N(0,1)", 1, SOFT),
        ("1/2 delta(0) + exp(-x^2/2)/sqrt(2pi) dx on (0,oo)", 1, RELU),
        ("N(0,1) on (0,oo)", 0.5, 2 * RELU),
        ("cantor", 1, 0.5),
        ("1/3 delta(0) + 1/3 U(0,1) + 1/3 cantor", 1, 1 / 3),
        ("sum(2^-n delta(1/n), n=1..oo)", 1, math.log(2)),
        ("1/sqrt(x) dx on (0,1)", 2, 1 / 3),
        ("lebesgue on [0,2]", 2, 1),
        ("law(X + Y), X ~ U(0,1), Y ~ exponential(2)", 1, 1),
        ("law(X^2 + X^3), X ~ N(0,1)", 1, 1),
        ("poisson(3)", 1, 3),
        ("geometric(1/4)", 1, 4),
        ("2 cantor on (0,1/2)", 1, 1 / 6),
        ("N(0,1) on {x : sin(x) > 0}", None, None),
        ("3 bernoulli(1/4)", 3, 0.25),
        ("laplace(2)", 1, 0),
        ("Bin(10, 3/10)", 1, 3),
        ("counting on {1,2,6}", 3, 3),
    ],
)
def test_masses_and_means(text: str, mass: float | None, mean: float | None) -> None:
    """Both come out within five standard errors."""
    found = sampler(measure(text), dice(), Effort())
    drawn = found.draw(DRAWS)
    assert drawn.shape == (DRAWS,)
    if mass is None or mean is None:
        assert (np.sin(drawn) > 0).all()
        return
    assert found.mass == pytest.approx(mass, rel=1e-3)
    assert abs(drawn.mean() - mean) <= 5 * drawn.std() / math.sqrt(DRAWS)


def test_draws_follow_the_distribution_function() -> None:
    """By inversion on cells: the largest gap between shares and F is that of a sample."""
    drawn = np.sort(sampler(measure("exp(-x^2/2)/sqrt(2pi) dx"), dice(), Effort()).draw(DRAWS))
    levels = np.array([float(mpmath.ncdf(x)) for x in drawn[::400]])
    assert np.max(np.abs(levels - np.arange(DRAWS)[::400] / DRAWS)) < 1.95 / math.sqrt(DRAWS)


def test_atoms_are_met_exactly() -> None:
    """An atom has its share of draws that are exactly there."""
    drawn = sampler(measure("1/4 delta(1/3) + 3/4 U(0,1)"), dice(), Effort()).draw(DRAWS)
    assert np.mean(drawn == 1 / 3) == pytest.approx(0.25, abs=0.01)


def test_cantor_draws_lie_in_every_step_of_the_construction() -> None:
    """No draw lies in a removed third of the first steps."""
    drawn = cantor_draws(dice(), 2_000)
    for _ in range(8):
        assert ((drawn <= 1 / 3 + 1e-9) | (drawn >= 2 / 3 - 1e-9)).all()
        drawn = np.where(drawn < 0.5, 3 * drawn, 3 * drawn - 2)


@pytest.mark.parametrize(
    "text",
    [
        "lebesgue",
        "1/x dx on (0,1)",
        "-delta(0)",
        "delta(0) - 2 delta(1)",
        "counting on N",
        "sum(1/n delta(n), n=1..oo)",
        "sum(delta(k), k=1..100000)",
        "exp(x) dx on (0,oo)",
        "(x - 1) dx on (0,3)",
    ],
)
def test_what_cannot_be_drawn_from(text: str) -> None:
    """Infinite or negative mass, and what is too large, give a reason."""
    with pytest.raises(NoNumbers) as silence:
        sampler(measure(text), dice(), Effort()).draw(100)
    assert silence.value.reason


def test_the_same_seed_draws_the_same() -> None:
    """Draws are a function of the seed."""
    text = measure("1/3 delta(0) + 1/3 U(0,1) + 1/3 cantor")
    first, again, other = (sampler(text, dice(s), Effort()).draw(100) for s in (1, 1, 2))
    assert (first == again).all()
    assert not (first == other).all()
