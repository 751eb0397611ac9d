"""Intervals contain the values, floats come near them; both against mpmath."""

import math
import random

import mpmath
import pytest
from flint import fmpq

from benchmarks.forall_fuzz import run
from tutor.language.tree import Tree
from tutor.mathematics.analysis.forall.floats import floating
from tutor.mathematics.analysis.forall.intervals import Unbounded, enclosure_on
from tutor.mathematics.trees.build import HALF, add, call, mul, num, power, var

X, Y = var("x"), var("y")
SINGLE = {"exp": mpmath.exp, "log": mpmath.log, "sin": mpmath.sin, "cos": mpmath.cos, "atan": mpmath.atan}
SINGLE |= {"tanh": mpmath.tanh, "erf": mpmath.erf, "abs": abs}


def grown(draw: random.Random, depth: int) -> Tree:
    """A random tree in x and y."""
    if depth == 0:
        return draw.choice([X, Y, num(fmpq(draw.randint(-5, 5), draw.choice([1, 2, 3])))])
    kind = draw.random()
    parts = [grown(draw, depth - 1) for _ in range(2)]
    if kind < 0.3:
        return add(*parts)
    if kind < 0.6:
        return mul(*parts)
    if kind < 0.75:
        return power(parts[0], draw.choice([num(2), num(3), num(-1), HALF]))
    return call(draw.choice(sorted(SINGLE)), parts[0])


def value(node: Tree, at: dict[str, mpmath.mpf]) -> mpmath.mpf:
    """The value by mpmath; raises ValueError or ZeroDivisionError where there is no real one."""
    match node.head:
        case "num":
            return mpmath.mpf(int(node.value.numer())) / int(node.value.denom())
        case "var":
            return at[node.value]
        case "add":
            return mpmath.fsum(value(a, at) for a in node.args)
        case "mul":
            return mpmath.fprod(value(a, at) for a in node.args)
        case "pow":
            found = mpmath.power(*(value(a, at) for a in node.args))
        case _:
            found = SINGLE[node.value](value(node.args[0], at))
    if isinstance(found, mpmath.mpc) and found.imag != 0:
        raise ValueError("not real")
    return mpmath.re(found)


@pytest.mark.parametrize("seed", range(150))
def test_an_interval_holds_the_values(seed: int) -> None:
    """Every value at a point of the box, where there is one, lies in the enclosure."""
    draw = random.Random(seed)
    node = grown(draw, 3)
    box = {name: _range(draw) for name in ("x", "y")}
    try:
        low, high = enclosure_on(node, box, lenient=draw.random() < 0.5)
    except Unbounded:
        return
    with mpmath.workdps(40):
        for _ in range(10):
            at = {name: mpmath.mpf(_inside(*ends, draw)) for name, ends in box.items()}
            try:
                found = value(node, at)
            except (ValueError, ZeroDivisionError, OverflowError):
                continue
            assert low <= found <= high, (node, box, at)


def _range(draw: random.Random) -> tuple[float, float]:
    low = draw.choice([-math.inf, -2.0, 0.0, 0.5, 1.0])
    return low, draw.choice([math.inf, max(low, 0.0) + draw.random(), max(low, 1.0) + 3])


def _inside(low: float, high: float, draw: random.Random) -> float:
    if math.isinf(low):
        low = min(high, 0.0) - 10 ** draw.uniform(-2, 3)
    if math.isinf(high):
        high = low + 10 ** draw.uniform(-2, 3)
    return min(max(low + (high - low) * draw.random(), low), high)


@pytest.mark.parametrize("seed", range(60))
def test_floats_come_near(seed: int) -> None:
    """A float proposal is the value up to rounding, or nan."""
    draw = random.Random(f"floats {seed}")
    node = grown(draw, 2)
    at = {"x": draw.uniform(0.1, 3), "y": draw.uniform(0.1, 3)}
    found = floating(node)(at)
    if math.isfinite(found):
        with mpmath.workdps(30):
            assert abs(found - value(node, {n: mpmath.mpf(v) for n, v in at.items()})) <= 1e-8 * (1 + abs(found))


@pytest.mark.parametrize("seed", range(4))
def test_no_random_claim_gets_a_wrong_outcome(seed: int) -> None:
    """A shard of the fuzz: what is proved holds at many points, what is refuted fails where it is said to fail."""
    tally = run(40, 1000 + seed)
    assert tally.wrong == []
    assert tally.outcomes["Open"] <= 6
