"""The oracle itself: known values, null sets, and rewritings and mutations seen as what they are."""

import random
from fractions import Fraction

import pytest
from mpmath import mp

from benchmarks.comparing import Comparison, Place, compare_sets
from benchmarks.fuzzing.pairs import KINDS, pair
from benchmarks.labels import read_tree
from benchmarks.oracle import Oracle, Undefined, inexact

LINE = (Place("x", -mp.inf, mp.inf),)

VALUES = [
    ("sum(k^2, k=1..10)", Fraction(385)),
    ("int(x^2, x=0..3)", Fraction(9)),
    ("int(1[x in Q], x=0..1)", Fraction(0)),
    ("measure([0,1] U (2,4))", Fraction(3)),
    ("measure(union([n, n+2^-n], n=1..oo))", Fraction(1)),
    ("cantor(1/4)", Fraction(1, 3)),
    ("8^(2/3)", Fraction(4)),
]

COMPARISONS = [
    ("|x|", "sqrt(x^2)", None),
    ("floor(x)", "ceil(x)-1", "null"),
    ("1[x in Cantor]", "0", "null"),
    ("x", "x+1e-20", "positive"),
    ("1[x<sqrt(2)]", "1[x<=sqrt(2)]", "null"),
    ("log(x^2)", "2*log(x)", "positive"),
    ("x^2/x", "x", "null"),
]

SETS = [
    ("[0,1]", "(0,1)", "null"),
    ("{x : x^2<2}", "(-sqrt(2),sqrt(2))", None),
    ("[0,1]", "[0,1.000000001]", "positive"),
    ("Q", "Z", "null"),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_values_are_exact_or_nearly(text: str, value: Fraction) -> None:
    """Sums, integrals and lengths come out as they should, to 12 digits at least."""
    assert abs(inexact(Oracle().at(read_tree(text), {})) - inexact(value)) < mp.mpf(10) ** -12


def test_an_indicator_switches_off_what_is_undefined() -> None:
    """1_A g is 0 off A even where g has no value; 1 - 1_B is no indicator by its form."""
    origin = {"x": Fraction(-1)}
    assert Oracle().at(read_tree("1[x>0]*log(x)", ("x",)), origin) == 0
    with pytest.raises(Undefined):
        Oracle().at(read_tree("(1-1[x<=0])*log(x)", ("x",)), origin)


@pytest.mark.parametrize(("left", "right", "differs"), COMPARISONS)
def test_functions_are_compared(left: str, right: str, differs: str | None) -> None:
    """Equal, different on a null set only, or different on more."""
    sides = (read_tree(text, ("x",)) for text in (left, right))
    assert Comparison(*sides, LINE).find().differs == differs


@pytest.mark.parametrize(("left", "right", "differs"), SETS)
def test_sets_are_compared(left: str, right: str, differs: str | None) -> None:
    """The same for sets."""
    assert compare_sets(*(read_tree(text, ("x",)) for text in (left, right))).differs == differs


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_equal_by_construction_is_equal_to_the_oracle(kind: str) -> None:
    """The rewritings keep the meaning: no difference is seen, or only a null set where null sets are forgiven."""
    for seed in range(8):
        made = pair(random.Random(f"law/{seed}"), kind)
        if not made.same:
            continue
        if kind.startswith("sets"):
            found = compare_sets(made.answer, made.key, many=10)
        else:
            found = Comparison(made.answer, made.key, made.places, many=10).find()
        assert found.differs in ((None, "null") if made.almost_everywhere else (None,)), made.row()
