"""Series: a table, random series against partial sums, and terms that are not defined."""

from pathlib import Path

import mpmath
import pytest

from tests.mathematics.analysis.oracle import agrees, cases, closed, midpoint, number, value
from tutor.mathematics.analysis import NoValue, Result, Undecided, series
from tutor.mathematics.analysis.exponential import flattened
from tutor.mathematics.trees import Budget

STEPS = 10**6
OUTCOMES = {"none": NoValue, "undecided": Undecided}


def summed(text: str) -> Result:
    """The sum that the text denotes."""
    node = closed(text)
    return series(node.args[0], node.value, int(node.args[1].value.numer()), Budget(STEPS))


@pytest.mark.parametrize("case", cases(Path(__file__).with_name("series.jsonl")), ids=lambda case: case["series"])
def test_series(case: dict[str, str]) -> None:
    """A series has the value of the table, or none, or is not decided."""
    if case["value"] in OUTCOMES:
        with pytest.raises(OUTCOMES[case["value"]]):
            summed(case["series"])
    else:
        found, key = summed(case["series"]), number(case["value"])
        if "." in case["value"]:
            assert abs(midpoint(found.value) - value(key, {})) < 1e-12
        else:
            assert agrees(found, key)


@pytest.mark.parametrize(
    "term",
    ["1/(n^2+1)", "1/(n^2+n+1)", "n/(n^2+1)^2", "log(n)/n^2", "1/(n^3+n)", "exp(-sqrt(n))", "n^3/n!", "1/(3n+1)^2"],
)
def test_enclosures_contain_the_sum_by_mpmath(term: str) -> None:
    """An enclosure contains what mpmath.nsum extrapolates."""
    found = summed(f"sum({term}, n=1..oo)")
    f = closed(f"sum({term}, n=1..oo)").args[0]
    with mpmath.workdps(25):
        mpmath_term = f if "!" not in term else None
        if mpmath_term is None:
            expected = mpmath.nsum(lambda n: n**3 / mpmath.factorial(n), [1, mpmath.inf])
        else:
            expected = mpmath.nsum(lambda n: value(mpmath_term, {"n": n}), [1, mpmath.inf], method="e")
        if found.exact:
            assert abs(value(found.value, {}) - expected) < 1e-10
        else:
            radius = mpmath.mpf(found.value.rad().str(10, radius=False))
            assert abs(midpoint(found.value) - expected) <= radius + mpmath.mpf("1e-8")


def test_flattening_keeps_the_value() -> None:
    """Powers of products taken apart have the same values."""
    node = closed("sum(1/(n*2^n*sqrt(n))^2*exp(n)^2*exp(-3n), n=1..oo)").args[0]
    for k in (1, 2, 7):
        assert abs(value(node, {"n": mpmath.mpf(k)}) / value(flattened(node), {"n": mpmath.mpf(k)}) - 1) < 1e-12


@pytest.mark.parametrize("text", ["((n-3)^(-1))^(-1)", "sqrt(n-3)^2"])
def test_flattening_defines_nothing_new(text: str) -> None:
    """1/(1/(n-3)) and sqrt(n-3)^2 keep the places where they are undefined."""
    node = closed(f"sum({text}, n=1..oo)").args[0]
    assert flattened(node) is node


def test_a_series_with_an_undefined_term_has_no_value() -> None:
    """sqrt(n-3)^2/2^n is undefined at n = 1, though (n-3)/2^n is summable."""
    with pytest.raises(Undecided):
        summed("sum(sqrt(n-3)^2/2^n, n=1..oo)")
