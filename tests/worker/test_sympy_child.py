"""The last rung: SymPy proves what it can, and nothing more."""

from collections.abc import Iterator

import pytest
import sympy

from tutor.language.tree import Tree, tree
from tutor.mathematics.trees.build import (
    HALF,
    INFINITY,
    MINUS_INFINITY,
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    add,
    call,
    mul,
    neg,
    num,
    power,
    sqrt,
    sub,
    var,
)
from tutor.mathematics.trees.domain import Domain, Variable
from tutor.worker.sympy_child.convert import _FUNCTIONS, converted
from tutor.worker.sympy_child.oracle import SympyOracle
from tutor.worker.sympy_child.trees import FUNCTIONS, is_question, table

x, n, k = var("x"), var("n"), var("k")
REALS = Domain((Variable("x", MINUS_INFINITY, INFINITY),))
POSITIVE = Domain((Variable("x", ZERO, INFINITY),))
NONNEGATIVE = Domain((Variable("x", ZERO, INFINITY, low_closed=True),))
NEGATIVE = Domain((Variable("x", MINUS_INFINITY, ZERO),))
COUNTED = Domain((Variable("n", ONE, INFINITY, low_closed=True, integer=True),))


def total(body: Tree, low: Tree, high: Tree) -> Tree:
    """The sum of `body` over k."""
    return tree("sum", "k", (body, low, high))


@pytest.fixture(scope="module")
def oracle() -> Iterator[SympyOracle]:
    """One child for all the questions."""
    asked = SympyOracle()
    yield asked
    asked.close()


PROVED = {
    "a square and its sines": (
        sub(add(power(call("sin", x), TWO), power(call("cos", x), TWO)), ONE),
        REALS,
    ),
    "gamma steps up": (sub(call("gamma", add(x, ONE)), mul(x, call("gamma", x))), POSITIVE),
    "a root of a square, positive": (sub(sqrt(power(x, TWO)), x), POSITIVE),
    "a root of a square, from 0 on": (sub(sqrt(power(x, TWO)), x), NONNEGATIVE),
    "a root of a square, negative": (add(sqrt(power(x, TWO)), x), NEGATIVE),
    "the sum of the first integers": (sub(total(k, ONE, n), mul(HALF, n, add(n, ONE))), COUNTED),
    "an empty sum": (total(k, add(n, ONE), n), COUNTED),
    "Phi by erfc": (
        sub(call("Phi", x), mul(HALF, call("erfc", neg(mul(x, power(TWO, neg(HALF))))))),
        REALS,
    ),
}

NOT_PROVED = {
    "a root of a square, any sign": (sub(sqrt(power(x, TWO)), x), REALS),
    "a logarithm of a square, any sign": (sub(call("log", power(x, TWO)), mul(TWO, call("log", x))), REALS),
    "nearly the same": (sub(call("gamma", add(x, ONE)), mul(num(2), x, call("gamma", x))), POSITIVE),
    "a sum that may run backwards": (sub(total(k, ONE, x), mul(HALF, x, add(x, ONE))), REALS),
    "a sum that runs backwards": (add(total(k, add(n, num(3)), n), ZERO), COUNTED),
    "an integral": (tree("integral", "t", (ZERO, ZERO, ONE)), REALS),
    "a tower": (sub(power(num(9), power(num(9), num(9))), power(num(9), power(num(9), num(9)))), REALS),
    "a great factorial": (sub(call("gamma", num(10**9)), call("gamma", num(10**9))), REALS),
    "a sum of many terms": (sub(total(k, ONE, num(10**12)), total(k, ONE, num(10**12))), REALS),
    "a floor": (sub(call("floor", x), call("floor", x)), REALS),
    "a name that is not declared": (sub(var("y"), var("y")), REALS),
    "infinity": (mul(ZERO, INFINITY), REALS),
    "a division by 0": (mul(ZERO, power(ZERO, MINUS_ONE)), REALS),
}


@pytest.mark.parametrize("case", PROVED)
def test_it_proves(oracle: SympyOracle, case: str) -> None:
    """An identity on the cell is proved, with a step that names the tool."""
    steps = oracle.is_zero(*PROVED[case])
    assert steps
    assert steps[0].startswith("SymPy")


@pytest.mark.parametrize("case", NOT_PROVED)
def test_it_does_not_prove(oracle: SympyOracle, case: str) -> None:
    """What is false, or lost a domain, or lies beyond the conversion, is not proved."""
    assert oracle.is_zero(*NOT_PROVED[case]) is None


def test_an_allowance_is_for_one_answer() -> None:
    """Spent computing time is not granted again before the next answer."""
    asked = SympyOracle(seconds=0.02)
    hard = sub(power(add(call("sin", x), call("gamma", x), ONE), num(40)), call("erf", x))
    assert asked.is_zero(hard, REALS) is None
    assert asked.is_zero(*PROVED["gamma steps up"]) is None
    asked.refill()
    asked.close()


def test_both_sides_know_the_same_functions() -> None:
    """What the owner lets pass the child converts, function by function."""
    for name in FUNCTIONS:
        assert is_question(call(name, x))
        rows = table(call(name, x))
        assert converted(rows, {"x": sympy.Symbol("x")}) is not None
    assert set(_FUNCTIONS) == FUNCTIONS


def test_a_hopeless_question_starts_no_process() -> None:
    """What SymPy cannot be asked costs nothing."""
    asked = SympyOracle()
    assert asked.is_zero(*NOT_PROVED["an integral"]) is None
    assert asked.pid is None


def test_shared_nodes_travel_once() -> None:
    """A tree that would be astronomical written out is a short table."""
    shared = x
    for _ in range(60):
        shared = add(call("sin", shared), mul(TWO, shared))
    assert len(table(shared)) == 2 + 60 * 3
