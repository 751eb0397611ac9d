"""How a function behaves where its integral diverges: the leading term, found by hand."""

import pytest

from tutor.judge.behaviours import divergence
from tutor.language.names import Names
from tutor.language.reading import read
from tutor.language.tree import Tree
from tutor.mathematics.trees import Budget
from tutor.mathematics.trees.rewrite import core


def tree(text: str) -> Tree:
    """The core tree of a text in x."""
    return core(read(text, Names({"x": "real"})).tree)


@pytest.mark.parametrize(
    ("function", "low", "high", "told"),
    [
        ("1/x", "0", "1", "it behaves like 1/x at 0"),
        ("1/(2x)", "0", "1", "it behaves like 1/(2*x) at 0"),
        ("1/x^(3/2)", "0", "1", "it behaves like 1/x^(3/2) at 0"),
        ("1/(x*abs(log(x)))", "0", "1/2", "it behaves like 1/(x*log(1/x)) at 0"),
        ("1/(1-x)^2", "0", "1", "it behaves like 1/(1 - x)^2 at 1"),
        ("1/sin(x)", "0", "1", "it behaves like 1/x at 0"),
        ("exp(1/x)", "0", "1", "it behaves like exp(1/x) at 0"),
        ("1/(1+x)", "0", "oo", "it behaves like 1/x at oo"),
        ("x", "0", "oo", "it behaves like x at oo"),
        ("|x|/(1+x^2)", "-oo", "oo", "it behaves like 1/|x| at -oo"),
        ("-3/x", "0", "1", "it behaves like -3/x at 0"),
        ("1/sqrt(x)", "0", "1", None),
        ("sin(x)/x", "1", "oo", None),
    ],
)
def test_the_leading_term_is_named(function: str, low: str, high: str, told: str | None) -> None:
    """With its coefficient and its end; nothing for a finite integral or a wave."""
    assert divergence(tree(function), "x", tree(low), tree(high), Budget(100_000)) == told


def test_without_steps_nothing_is_said() -> None:
    """The sentence is never worth a verdict: it costs at most what is left."""
    budget = Budget(5)
    assert divergence(tree("1/x"), "x", tree("0"), tree("1"), budget) is None
    assert budget.left <= 5
