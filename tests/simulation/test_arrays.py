"""Trees on arrays agree with certified evaluation, on random trees and on every function of the vocabulary."""

import math

import numpy as np
import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.language.names import Names
from tutor.language.reading import read
from tutor.language.tree import Tree, tree
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown
from tutor.mathematics.balls.functions import FUNCTIONS as CERTIFIED
from tutor.mathematics.trees.build import (
    ONE,
    add,
    at_most,
    call,
    conjunction,
    indicator,
    interval,
    less,
    member,
    mul,
    negation,
    num,
    power,
    var,
)
from tutor.mathematics.trees.rewrite import core
from tutor.simulation.arrays import Arrays, Effort, NoNumbers
from tutor.simulation.functions import FUNCTIONS

X = var("x")
POINTS = (fmpq(-7, 3), fmpq(-1), fmpq(-1, 4), fmpq(0), fmpq(1, 3), fmpq(1, 2), fmpq(1), fmpq(9, 4))
SILENCE = (Undefined, Unknown, Convention, Infinite)

small = st.fractions(min_value=-3, max_value=3, max_denominator=4).map(lambda q: num(fmpq(q.numerator, q.denominator)))
UNARY = ("abs", "exp", "sin", "cos", "tanh", "atan", "relu", "sigmoid", "softplus", "Phi", "phi", "erf", "floor", "log")


def _conditions(terms: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    pairs = st.tuples(terms, terms)
    relations = st.one_of(pairs.map(lambda p: less(*p)), pairs.map(lambda p: at_most(*p)))
    sets = st.tuples(small, small, st.booleans(), st.booleans()).map(lambda s: interval(*s))
    members = st.tuples(terms, sets).map(lambda p: member(*p))
    single = relations | members
    return single | single.map(negation) | st.tuples(single, single).map(lambda p: conjunction(*p))


def _larger(terms: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    pairs = st.tuples(terms, terms)
    return st.one_of(
        pairs.map(lambda p: add(*p)),
        pairs.map(lambda p: mul(*p)),
        pairs.map(lambda p: call("max", *p)),
        st.tuples(terms, st.sampled_from((-2, -1, 2, 3))).map(lambda p: power(p[0], num(p[1]))),
        st.tuples(st.sampled_from(UNARY), terms).map(lambda p: call(*p)),
        _conditions(terms).map(indicator),
        st.tuples(terms, _conditions(terms), terms).map(lambda p: tree("piecewise", True, p)),
    )


trees = st.recursive(st.just(X) | small, _larger, max_leaves=8)


def certified(node: Tree, x: fmpq) -> float | None:
    """The value at a point by balls; None where it is undefined, open, or too near a switch for floats."""
    try:
        value = arb(Evaluator({"x": x}, almost_everywhere=False)(node))
    except SILENCE:
        return None
    return float(value.mid()) if value.is_finite() and value.rad() < 1e-9 else None


@settings(max_examples=150, deadline=None)
@given(trees)
def test_random_trees_agree_with_balls(node: Tree) -> None:
    """Where a certified value at a dyadic point is of moderate size, the float is near it."""
    points = [fmpq(k, 8) + fmpq(1, 1024) for k in range(-20, 21)]
    floats = Arrays({"x": np.array([float(arb(p).mid()) for p in points])}, Effort())(node)
    off = 0
    for x, found in zip(points, floats, strict=True):
        value = certified(node, x)
        if value is None or abs(value) > 1e6:
            continue
        if not math.isclose(found, value, rel_tol=1e-6, abs_tol=1e-6):
            off += 1
    # A float may fall on the other side of a switch that cancellation puts right at the point.
    assert off <= 2, node


@pytest.mark.parametrize("name", sorted(CERTIFIED))
def test_every_function_agrees_with_balls(name: str) -> None:
    """Each word of the vocabulary has a rule on arrays, and it gives the certified values."""
    assert name in FUNCTIONS
    more = {"binomial": (num(2),), "root": (num(3),)}.get(name, ())
    node = call(name, X, *more)
    floats = Arrays({"x": np.array([float(arb(p).mid()) for p in POINTS])}, Effort())(node)
    for x, found in zip(POINTS, floats, strict=True):
        try:
            value = float(arb(Evaluator({"x": x})(node)).mid())
        except Undefined:
            assert not math.isfinite(found)
        except SILENCE:
            continue
        else:
            assert math.isclose(found, value, rel_tol=1e-9, abs_tol=1e-9), x


@pytest.mark.parametrize(
    ("text", "x", "value"),
    [
        ("1_(0,1)(x)/x", 0.0, 0.0),  # 0 off the set, even where 1/x has no value
        ("sum(x^k/k!, k=0..oo)", 1.0, math.e),
        ("int(exp(-t^2), t=0..x)", 1.0, math.sqrt(math.pi) / 2 * math.erf(1)),
        ("cantor(x)", 0.25, 1 / 3),
        ("x if x in Z else 0", 2.0, 2.0),
        ("1 if x in union((2k, 2k+1), k=0..oo) else 0", 6.5, 1.0),
        ("1 if x in Q else 0", 0.5, 0.0),  # a float stands for almost every point around it
    ],
)
def test_values(text: str, x: float, value: float) -> None:
    """Rules that random trees do not reach."""
    node = core(read(text, Names({"x": "real"})).tree)
    assert Arrays({"x": np.array([x])}, Effort())(node)[0] == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("text", ["sum(1/k, k=1..10^6)", "sup(x y, y in [0,1])", "sum(1/k^2, k=1..oo)"])
def test_what_has_no_numbers(text: str) -> None:
    """Too many terms, or no rule: a reason, not a wait."""
    node = core(read(text, Names({"x": "real", "y": "real"})).tree)
    with pytest.raises(NoNumbers):
        Arrays({"x": np.zeros(3)}, Effort())(node)


def test_effort_is_spent() -> None:
    """Work is counted in array elements, and ends."""
    node = add(X, *(power(X, num(k)) for k in range(2, 50)))
    with pytest.raises(NoNumbers, match="too long"):
        Arrays({"x": np.zeros(10_000)}, Effort(100_000))(node)
    assert Arrays({"x": np.zeros(2)}, Effort())(mul(ONE, X)).shape == (2,)
