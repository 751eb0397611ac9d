"""Masses, expectations and divergences against quadrature, enumeration and sampling, which share no line with them."""

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest
from mpmath import mp

from tests.mathematics.objects.measures.texts import number

Function = Callable[[float], float]


def normal(mean: float, variance: float) -> Function:
    """The density of a normal law."""
    return lambda x: mp.exp(-((x - mean) ** 2) / (2 * variance)) / mp.sqrt(2 * mp.pi * variance)


def exponential(rate: float) -> Function:
    """The density of an exponential law, on (0, oo)."""
    return lambda x: rate * mp.exp(-rate * x)


def laplace(rate: float) -> Function:
    """The density of a Laplace law."""
    return lambda x: rate / 2 * mp.exp(-rate * abs(x))


LINE = [-mp.inf, -2, 0, 1, 3, mp.inf]
RAY = [0, 1, 3, mp.inf]
PAIRS = [
    ("N(0,1)", "N(1,4)", normal(0, 1), normal(1, 4), LINE),
    ("N(1,4)", "N(0,1)", normal(1, 4), normal(0, 1), LINE),
    ("N(0,1)", "N(1/2,1)", normal(0, 1), normal(0.5, 1), LINE),
    ("exponential(1)", "exponential(3)", exponential(1), exponential(3), RAY),
    ("exponential(2)", "exponential(1/2)", exponential(2), exponential(0.5), RAY),
    ("laplace(1)", "laplace(2)", laplace(1), laplace(2), LINE),
    ("N(0,1)", "laplace(1)", normal(0, 1), laplace(1), LINE),
]


@pytest.mark.parametrize(("left", "right", "p", "q", "cuts"), PAIRS, ids=[f"{a} and {b}" for a, b, *_ in PAIRS])
def test_divergences_of_densities(left: str, right: str, p: Function, q: Function, cuts: list[float]) -> None:
    """KL, TV and H2 are the integrals that define them."""
    assert number(f"KL({left}, {right})") == pytest.approx(float(mp.quad(lambda x: p(x) * mp.log(p(x) / q(x)), cuts)))
    fine = sorted({*cuts, *(mp.mpf(k) / 4 for k in range(-12, 13) if k / 4 > cuts[0])})
    assert number(f"TV({left}, {right})") == pytest.approx(float(mp.quad(lambda x: abs(p(x) - q(x)) / 2, fine)), 1e-5)
    root = mp.quad(lambda x: mp.sqrt(p(x) * q(x)), cuts)
    assert number(f"H2({left}, {right})") == pytest.approx(float(1 - root))


FINITE = [((0, 1, 2), (2, 1, 1), (1, 1, 2)), ((-1, 0, 3), (1, 2, 3), (3, 2, 1)), ((0, 1, 5), (1, 0, 1), (1, 1, 1))]


def written(places: tuple[int, ...], weights: tuple[int, ...]) -> str:
    """A law with these weights, normalised."""
    return " + ".join(f"{w}/{sum(weights)} delta({x})" for x, w in zip(places, weights, strict=True))


@pytest.mark.parametrize(("places", "first", "second"), FINITE)
def test_divergences_of_finite_laws(places: tuple[int, ...], first: tuple[int, ...], second: tuple[int, ...]) -> None:
    """Every divergence of two finite laws is the sum that defines it."""
    mu, nu = written(places, first), written(places, second)
    p, q = ([w / sum(weights) for w in weights] for weights in (first, second))
    pairs = list(zip(p, q, strict=True))
    assert number(f"KL({mu}, {nu})") == pytest.approx(sum(a * math.log(a / b) for a, b in pairs if a))
    assert number(f"TV({mu}, {nu})") == pytest.approx(sum(abs(a - b) for a, b in pairs) / 2)
    assert number(f"H2({mu}, {nu})") == pytest.approx(1 - sum(math.sqrt(a * b) for a, b in pairs))
    cumulative = list(itertools.accumulate(a - b for a, b in pairs))
    gaps = [b - a for a, b in itertools.pairwise(places)]
    expected = sum(abs(c) * gap for c, gap in zip(cumulative, gaps, strict=False))
    assert number(f"W1({mu}, {nu})") == pytest.approx(expected)


FAMILIES = [
    ("poisson(2)", lambda n: math.exp(-2) * 2**n / math.factorial(n), 0),
    ("poisson(1/2)", lambda n: math.exp(-0.5) * 0.5**n / math.factorial(n), 0),
    ("geometric(1/3)", lambda n: (2 / 3) ** (n - 1) / 3 if n else 0.0, 1),
    ("sum(2^-n delta(n), n=1..oo)", lambda n: 2.0**-n if n else 0.0, 1),
    ("law(floor(X)), X ~ exponential(1)", lambda n: math.exp(-n) - math.exp(-n - 1), 0),
]


@pytest.mark.parametrize(("text", "mass", "start"), FAMILIES, ids=[text for text, *_ in FAMILIES])
def test_countable_laws_by_enumeration(text: str, mass: Callable[[int], float], start: int) -> None:
    """Masses of sets and moments of a law on the whole numbers are sums over its atoms."""
    law = text if "~" not in text else "push(x -> floor(x), exponential(1))"
    assert number(f"mass({law})") == pytest.approx(1)
    assert number(f"mass({law}, [2, 5))") == pytest.approx(sum(mass(n) for n in range(2, 5)))
    assert number(f"mass({law}, {{3}})") == pytest.approx(mass(3))
    assert number(f"int(x, x in R, {law})") == pytest.approx(sum(n * mass(n) for n in range(100)))
    assert start in (0, 1)


SAMPLES = 200_000
GENERATOR = np.random.default_rng(20_24)
NORMAL, UNIFORM, RATE = (
    GENERATOR.standard_normal(SAMPLES),
    GENERATOR.random(SAMPLES),
    GENERATOR.exponential(1.0, SAMPLES),
)
OTHER = GENERATOR.random(SAMPLES)
LAWS: list[tuple[str, np.ndarray]] = [
    ("push(relu, N(0,1))", np.maximum(NORMAL, 0)),
    ("push(x -> x^2, N(0,1))", NORMAL**2),
    ("push(abs, N(0,1))", np.abs(NORMAL)),
    ("push(x -> max(-1, min(1, x)), N(0,1))", np.clip(NORMAL, -1, 1)),
    ("push(sigmoid, N(0,1))", 1 / (1 + np.exp(-NORMAL))),
    ("push(tanh, N(0,1))", np.tanh(NORMAL)),
    ("push(x -> x^3, N(0,1))", NORMAL**3),
    ("push(x -> max(x, x/10), N(0,1))", np.maximum(NORMAL, NORMAL / 10)),
    ("push(exp, N(0,1))", np.exp(NORMAL)),
    ("push(x -> x(1-x), U(0,1))", UNIFORM * (1 - UNIFORM)),
    ("push(x -> sin(2pi x), U(0,1))", np.sin(2 * np.pi * UNIFORM)),
    ("push(x -> -log(x), U(0,1))", -np.log(UNIFORM)),
    ("push(x -> floor(3x), U(0,1))", np.floor(3 * UNIFORM)),
    ("push(x -> x/(1+x), exponential(1))", RATE / (1 + RATE)),
    ("push(x -> min(x, 1), exponential(1))", np.minimum(RATE, 1)),
    ("push(x -> push(y -> x + y, U(0,1)), U(0,1))", UNIFORM + OTHER),
    ("push(x -> push(y -> max(x, y), U(0,1)), U(0,1))", np.maximum(UNIFORM, OTHER)),
    ("push(x -> push(y -> min(x, y), U(0,1)), U(0,1))", np.minimum(UNIFORM, OTHER)),
    ("push(x -> push(y -> x + y, exponential(1)), U(0,1))", UNIFORM + RATE),
]


@pytest.mark.parametrize(("text", "sample"), LAWS, ids=[text for text, _ in LAWS])
def test_laws_by_sampling(text: str, sample: np.ndarray) -> None:
    """The mass of intervals under the law of a random variable is the frequency of values in them."""
    for low, high in ((-10, 0.1), (-0.3, 0.3), (0.05, 0.6), (0.5, 4)):
        frequency = float(np.mean((sample > low) & (sample <= high)))
        exact = number(f"mass({text}, ({low}, {high}])")
        assert exact == pytest.approx(frequency, abs=5 * math.sqrt(0.25 / SAMPLES))


def test_transport_between_normal_laws() -> None:
    """W2 of normal laws is the Euclidean distance of means and standard deviations."""
    assert number("W2(N(0,1), N(3,4))") == pytest.approx(math.sqrt(9 + 1))
    assert number("W1(N(0,1), N(3,1))") == pytest.approx(3)


def test_cantor_moments() -> None:
    """Moments of Cantor's measure are those of sums of independent ternary digits 0 or 2."""
    points = [
        sum(2 * d / 3 ** (k + 1) for k, d in enumerate(digits)) for digits in itertools.product((0, 1), repeat=12)
    ]
    for power in (1, 2, 3, 4):
        expected = sum(x**power for x in points) / len(points)
        assert number(f"int(x^{power}, x in R, cantor)") == pytest.approx(expected, abs=1e-4)
    assert number("int(abs(x - 1/2), x in R, cantor)") == pytest.approx(1 / 3)
