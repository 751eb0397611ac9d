"""Sums and products in normal form have the values of the sums term by term; hypotheses on their ends are kept."""

import mpmath
import pytest
from flint import fmpq

from tests.mathematics.algebra import oracle
from tests.mathematics.algebra.proving import field, findings, proved, tree
from tutor.mathematics.algebra import Unsupported
from tutor.mathematics.algebra.sums import power_sum
from tutor.mathematics.trees import core, substitute
from tutor.mathematics.trees.build import num

CLOSE = mpmath.mpf(10) ** -40

SUMMANDS = [
    "k",
    "k^5 - 3*k^2 + 1",
    "2^k",
    "k*2^k",
    "k^3/3^k",
    "(-1)^k*k^2",
    "(-1/2)^k",
    "(k + 1)/(k*2^k)",
    "(k^2 + 2^k)/k",
    "1/k",
    "1/(k*(k + 1))",
    "1/(k*(k + 1)*(k + 2))",
    "(2*k + 1)/(k^2*(k + 1)^2)",
    "k/(k + 1)",
    "1/(2*k - 1)",
    "1/(4*k^2 - 1)",
    "1/(k + 1/3)^2",
    "k^3/(k^2 + 1)",
    "k*k!",
    "1/k!",
    "sqrt(k)",
    "x^k",
    "k*x^k",
    "x^k*y^k",
    "x*k + y",
    "k/x",
    "exp(-k*x)",
    "2^(2*k + 1)*x",
    "n*k + n^2",
    "k^n",
    "sin(k)",
    "1/(k + n)",
    "n^k/(n + 1)^k",
    "sum(m, m=1..k)",
    "sum(2^m, m=0..k)",
    "|k|",
    "max(k, 0)",
    "floor(k/2)",
]

AT = {"x": fmpq(2, 7), "y": fmpq(5, 3)}
ON = "x in (0, 1); y in (1, 2); n >= 1"


@pytest.mark.parametrize("low", ["1", "3", "2 - 1", "n"])
@pytest.mark.parametrize("shift", [-1, 0, 2])
@pytest.mark.parametrize("summand", SUMMANDS)
def test_a_sum_has_the_value_of_its_terms(summand: str, shift: int, low: str) -> None:
    """For n = 1, …, 6 the normal form is the sum term by term, also where the sum is short or empty."""
    high = "2*n" if low == "n" else "n"
    node = tree(f"sum({summand}, k={low}..{high} + {shift})")
    here = field(ON)
    (value,) = here.normals(node)
    assert value is not None
    form = here.as_tree(value)
    for n in range(1, 7):
        at = {**AT, "n": fmpq(n)}
        assert abs(oracle.value(form, at) - oracle.value(node, at)) < CLOSE, (form, n)


@pytest.mark.parametrize("high", ["n", "n + 2", "n - 1"])
@pytest.mark.parametrize(
    "factor", ["k", "2*k + 1", "x", "-1", "1 + 1/k", "exp(k)", "k/(k + 2)", "(k + 1/2)^2", "x^k", "sin(k)"]
)
def test_a_product_has_the_value_of_its_factors(factor: str, high: str) -> None:
    """Likewise for products."""
    node = tree(f"prod({factor}, k=1..{high})")
    here = field(ON)
    form = here.as_tree(here.normal(node))
    for n in range(1, 6):
        at = {**AT, "n": fmpq(n)}
        with mpmath.workdps(oracle.DIGITS):
            last = int(oracle.value(node.args[2], at))
            factors = [oracle.value(node.args[0], {**at, node.value: fmpq(k)}) for k in range(1, last + 1)]
            explicit = mpmath.fprod(factors)
        assert form.head == "prod" or abs(oracle.value(form, at) - explicit) < CLOSE * (1 + abs(explicit)), (form, n)


def test_partial_sums_are_used_only_above_their_start() -> None:
    """Over negative k the partial sums from 0 on say nothing: the sum keeps its value."""
    node = tree("sum(1/(2*k + 1)^2, k=m..m+n)")
    here = field("n >= 0; m >= -10")
    form = here.as_tree(here.normal(node))
    for m, n in ((-5, 2), (-5, 7), (3, 1)):
        at = {"m": fmpq(m), "n": fmpq(n)}
        assert abs(oracle.value(form, at) - oracle.value(node, at)) < CLOSE


def test_the_name_of_the_bound_variable_does_not_matter() -> None:
    """Two sums that differ in the name of the bound variable only are one kernel."""
    assert proved("sum(sin(k^2), k=1..n)", "sum(sin(m^2), m=1..n)", "n >= 1")
    assert not proved("sum(sin(k^2), k=1..n)", "sum(sin(m^2), m=2..n)", "n >= 1")
    assert proved("sum(sum(sin(k m), k=1..m), m=1..n)", "sum(sum(sin(m k), m=1..k), k=1..n)", "n >= 1")


def test_ends_that_are_not_integers_are_refused() -> None:
    """A sum from x to x + 3, or to n/2, has no normal form."""
    for text in ("sum(k, k=x..x+3)", "sum(k, k=1..n/2)", "sum(k, k=1/2..3)"):
        with pytest.raises(Unsupported):
            field("x in (0, 1); n >= 1").normal(tree(text))


def test_an_integer_part_may_be_an_end() -> None:
    """floor(x) is an integer; without a proof that it is at least 0 the sum has no closed form."""
    assert proved("sum(1, k=1..floor(x))", "floor(x)", "x in (0, 3)")
    assert not proved("sum(k, k=1..floor(x))", "floor(x) (floor(x) + 1)/2", "x")


def test_a_pole_among_the_terms_is_remembered() -> None:
    """The sum of 1/(k - 3) is undefined as soon as k = 3 is among the terms."""
    found = findings("sum(1/(k-3), k=1..n) - sum(1/(k-3), k=1..n)", "0", "n >= 1")
    assert found.left


def test_the_ratio_one_is_excluded() -> None:
    """The geometric formula is cut at q = 1, where the sum is n + 1."""
    found = findings("sum(x^k, k=0..n)", "(1 - x^(n+1))/(1-x)", "x in (0, 2); n >= 0")
    assert found.proved
    assert [point.rational for point in found.cuts] == [1]


def test_series_converge_only_inside_the_unit_interval() -> None:
    """|r| < 1 has to be proved; otherwise the series stays opaque."""
    assert proved("sum(x^k, k=0..oo)", "1/(1-x)", "x in (-1, 0)")
    assert not proved("sum(x^k, k=0..oo)", "1/(1-x)", "x in (1, 2)")
    assert not proved("sum((-1)^k, k=0..oo)", "1/2", "")
    assert not proved("sum(1/k^2, k=1..oo)", "pi^2/6", "")
    assert proved("sum(1/k^2, k=1..oo)", "sum(1/m^2, m=1..oo)", "")


def test_faulhaber_is_exact() -> None:
    """Powers up to the tenth against term by term."""
    here = field("n >= 0")
    for power in range(11):
        value = here.as_tree(power_sum(here, power, here.constant(2), here.normal(tree("n"))))
        for n in range(2, 6):
            exact = here.rational_value(here.normal(core(substitute(value, {"n": num(n)}))))
            assert exact == sum(k**power for k in range(2, n))
