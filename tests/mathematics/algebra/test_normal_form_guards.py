"""Size guards and step budgets: hostile input is answered quickly by an outcome, never by a blow-up."""

import pytest

from tests.mathematics.algebra.proving import domain, field, tree
from tutor.mathematics.algebra import Field, Split, TooLarge, Unsupported
from tutor.mathematics.trees import Budget, OutOfSteps

HOSTILE = [
    "(x + 1)^1000",
    "(x + y + 1)^150",
    "x^(10^9)",
    "(x^5000 + 1)^5",
    "3^(10^5)",
    "(2/3)^(10^6)",
    "(10^100)!",
    "gamma(x + 1000)",
    "binomial(x, 10^6)",
    "sqrt(10^40 + 7)",
    "log(10^40 + 7)",
    "root(x, 1000000)",
    "sum(k^200, k=1..n)",
    "x^(1/1009)",
    "exp(x^2)^(10^7)",
    "2^(1/1000)",
    "exp((x + y + z + 1)^6)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_input_is_refused(text: str) -> None:
    """The guard names what is too large."""
    with pytest.raises((TooLarge, Unsupported)):
        field("x in (0, oo); y in (0, oo); z in (0, oo); n >= 1").normal(tree(text))


@pytest.mark.parametrize("text", ["sin(8*x) + sin(1000*x)", "exp(x) + exp(x/997) + exp(1000*x)", "cos(1000001*x)^2"])
def test_far_multiples_are_kept_apart(text: str) -> None:
    """Angles and exponents whose common unit would be too fine get kernels of their own."""
    here = field("x")
    assert here.is_zero(here.normal(tree(f"{text} - ({text})")))


def test_many_kernels_enlarge_the_ring_and_then_stop() -> None:
    """More kernels than the first ring has places need a larger one; more than the last are refused."""
    some = " + ".join(f"erf({i}*x)" for i in range(1, 12))
    many = " + ".join(f"erf({i}*x)" for i in range(1, 40))
    here = field("x in (0, oo)")
    assert here.is_zero(here.normal(tree(f"{some} - ({some})")))
    with pytest.raises(TooLarge):
        field("x in (0, oo)").normal(tree(many))


def test_the_budget_ends_the_work() -> None:
    """Every normal form spends steps, and an empty budget raises OutOfSteps."""
    node = tree("(x + 1)^20/(x^2 + 1) + exp(x)*sin(x)^5")
    budget = Budget(100_000)
    Field(domain("x"), budget).normal(node)
    spent = 100_000 - budget.left
    assert spent > 50
    with pytest.raises(OutOfSteps):
        Field(domain("x"), Budget(spent // 2)).normal(node)


def test_the_same_work_costs_the_same_steps() -> None:
    """Budgets are deterministic."""
    costs = []
    for _ in range(2):
        budget = Budget(100_000)
        here = Field(domain("x in (0, 3)"), budget, field("x in (0, 3)").cell)
        with pytest.raises(Split):
            here.normal(tree("floor(x)*exp(x)"))
        costs.append(budget.left)
    assert costs[0] == costs[1]
