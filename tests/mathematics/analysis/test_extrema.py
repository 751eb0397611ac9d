"""Suprema and infima on intervals and of sequences."""

import pytest

from tests.mathematics.analysis.oracle import X, agrees, closed, number
from tutor.mathematics.algebra import closed as bound
from tutor.mathematics.algebra import rational
from tutor.mathematics.analysis import NoValue, Undecided
from tutor.mathematics.analysis.extrema import essential_supremum, supremum, supremum_of_sequence
from tutor.mathematics.trees import Budget
from tutor.mathematics.trees.build import ZERO

STEPS = 10**6


@pytest.mark.parametrize(
    ("f", "largest"),
    [
        ("int(x*(1-x), x=0..1)", "1/4"),
        ("int(x, x=0..1)", "1"),
        ("int(1/x, x=0..1)", "oo"),
        ("int(x*exp(-x), x=0..oo)", "1/e"),
        ("int(abs(x-1/3), x=0..1)", "2/3"),
        ("int(1[x<1/2]*3+x, x=0..1)", "7/2"),
        ("int(1[x in Q]+x, x=0..1)", "1"),
        ("int({5 if x=1/2; x otherwise}, x=0..1)", "1"),
        ("int(sin(x), x=0..7)", "1"),
        ("int(-x^2, x=-oo..oo)", "0"),
        ("int(3, x=0..1)", "3"),
    ],
)
def test_essential_supremum(f: str, largest: str) -> None:
    """The essential supremum takes no notice of single points and of the rationals."""
    node = closed(f)
    found = essential_supremum(node.args[0], "x", [(bound(node.args[1]), bound(node.args[2]))], Budget(STEPS))
    assert agrees(found, number(largest))


def test_supremum_counts_single_points() -> None:
    """The value at one point counts for the supremum."""
    f = closed("int({5 if x=1/2; x otherwise}, x=0..1)").args[0]
    ends = [(rational(0), rational(1))]
    assert agrees(supremum(f, "x", ends, [], Budget(STEPS)), number("5"))
    assert agrees(supremum(X, "x", ends, [rational(3)], Budget(STEPS)), number("3"))


@pytest.mark.parametrize(
    ("f", "largest"),
    [
        ("n/2^n", "1/2"),
        ("1-1/n", "1"),
        ("n", "oo"),
        ("n^3*exp(-n)", "27*exp(-3)"),
        ("7", "7"),
        ("(n-5/2)^2*exp(-n)", "9/4/e"),
    ],
)
def test_supremum_of_a_sequence(f: str, largest: str) -> None:
    """The supremum over whole n lies at the start, beside a critical point, or in the limit."""
    term = closed(f"sum({f}, n=1..oo)").args[0]
    assert agrees(supremum_of_sequence(term, "n", 1, Budget(STEPS)), number(largest))


def test_what_has_no_supremum() -> None:
    """The empty set has none, and an undefined function has none."""
    with pytest.raises(NoValue):
        essential_supremum(X, "x", [], Budget(STEPS))
    with pytest.raises(NoValue):
        essential_supremum(closed("int(log(x), x=-1..0)").args[0], "x", [(rational(-1), rational(0))], Budget(STEPS))
    with pytest.raises(Undecided):
        essential_supremum(closed("int(sin(1/x), x=0..1)").args[0], "x", [(bound(ZERO), rational(1))], Budget(STEPS))
