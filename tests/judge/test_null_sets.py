"""Null sets: found, named, and never held against an answer that has to be right almost everywhere only."""

import json
from pathlib import Path

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from tests.judge.rulings import function_claim, function_ruling, ruling
from tutor.judge.regions import expanded, is_empty_on, name_of, regions, witnesses
from tutor.judge.spelling import tree_text
from tutor.judge.verdicts import Counterexample, Verdict
from tutor.language import Names, Sort, read
from tutor.language.tree import tree
from tutor.mathematics.algebra import MINUS_END, PLUS_END, Cell, rational
from tutor.mathematics.balls import Evaluator, cantor_member
from tutor.mathematics.trees import core
from tutor.mathematics.trees.build import add, member, mul, num, var

ROWS = [json.loads(line) for line in Path(__file__).with_name("null_sets.jsonl").read_text().splitlines()]
IDS = [f"{r['answer']} | {r['key']}" for r in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_everywhere_the_null_set_is_named(row: dict[str, str]) -> None:
    """A pointwise question is answered wrongly, by a point of a null set that is named."""
    found = ruling(function_claim(row))
    assert found.verdict is Verdict.INCORRECT
    assert found.almost == row["almost"]
    assert isinstance(found.evidence, Counterexample)
    assert found.evidence.positive is False


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_almost_everywhere_the_answer_is_right(row: dict[str, str]) -> None:
    """The same pair is equal almost everywhere; the null set is named where it is cheap to know."""
    found = ruling(function_claim({**row, "equal": "a.e."}))
    assert found.verdict is Verdict.CORRECT
    assert found.almost in (None, row["almost"])


@pytest.mark.parametrize(
    ("answer", "key", "variables"),
    [
        ("1_{x in Q} 1_{x in R \\ Q}", "0", "x: real"),
        ("1_{x in Q} + 1_{x in R \\ Q}", "1", "x: real"),
        ("{x if x in Q; x otherwise}", "x", "x: real"),
        ("1_{x in Q}", "1_{2x + 1 in Q}", "x: real"),
        ("1_{x in Z}", "1_{x in N}", "x: real in (0,5)"),
        ("1_{x in N}", "0", "x: real in (0,1)"),
        ("1_{x in Cantor}", "0", "x: real in (2/5,3/5)"),
        ("1_{x in [0,1] \\ Cantor} + 1_{x in Cantor}", "1", "x: real in [0,1]"),
        ("1_{sin(x) > 0}", "1 - 1_{sin(x) <= 0}", "x: real"),
        ("1_{x = y}", "1_{y = x}", "x: real; y: real"),
        ("1_{x^2+y^2 < 1}", "1 - 1_{x^2+y^2 >= 1}", "x: real; y: real"),
        ("x/norm2(x,y)", "x/sqrt(x^2+y^2)", "x: real; y: real"),
        ("1_{x <= y} 1_{y <= x}", "1_{x = y}", "x: real; y: real"),
        ("gamma(x) gamma(1-x) sin(pi x)", "pi", "x: real in (0,1)"),
    ],
)
def test_equal_on_every_null_set(answer: str, key: str, variables: str) -> None:
    """Nothing is found where there is nothing to find."""
    found = function_ruling(answer, key, variables)
    assert found.verdict is Verdict.CORRECT, found
    assert found.almost is None


def test_the_value_at_a_closed_end_counts_and_at_an_open_end_does_not() -> None:
    """The domain decides which points there are."""
    assert function_ruling("1_{x > 0}", "1", "x: real in [0,1]").verdict is Verdict.INCORRECT
    assert function_ruling("1_{x > 0}", "1", "x: real in (0,1]").verdict is Verdict.CORRECT
    assert function_ruling("1_{x > 0}", "1", "x: real", on="x > 0 or x < -1").verdict is Verdict.INCORRECT


SETS = ("Q", "Z", "N", "Cantor")


@pytest.mark.parametrize("sets", [{"Q"}, {"Cantor"}, {"Q", "Z"}, {"Q", "Cantor"}, {"Z", "Cantor"}, set(SETS)])
def test_every_dense_region_has_witnesses_with_its_memberships(sets: set[str]) -> None:
    """A rational witness is in the sets that its region says; a region of Cantor points is witnessed nearby."""
    for region in regions(sets):
        points = list(witnesses(region, None))
        assert points
        for q in points:
            inside = {"Q": True, "Z": q.denom() == 1, "N": q.denom() == 1 and q >= 1, "Cantor": cantor_member(q)}
            if region.truths.get("Q", True):
                assert all(inside[name] == truth for name, truth in region.truths.items())
        assert name_of(region.kinds)


def test_the_integers_are_left_to_lattices() -> None:
    """Z and N alone cut out no dense region."""
    assert regions({"Z"}) == regions({"N"}) == regions({"Z", "N"}) == []


@pytest.mark.parametrize(
    ("sets", "low", "high", "empty"),
    [
        ({"Q"}, 0, 1, False),
        ({"Cantor"}, fmpq(2, 5), fmpq(3, 5), True),
        ({"Cantor"}, 0, fmpq(1, 9), False),
        ({"Cantor"}, 1, 2, True),
    ],
)
def test_a_cell_without_points_of_a_region(sets: set[str], low, high, empty: bool) -> None:
    """Vacuous cells are recognised, so that they are not asked for a witness."""
    (region,) = regions(sets)
    assert is_empty_on(region, Cell(rational(low), rational(high))) is empty
    assert not is_empty_on(region, Cell(MINUS_END, PLUS_END))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2x + 1 in Q", "x in Q"),
        ("x in R \\ Q", "x in R and not x in Q"),
        ("x in Q & [0,1]", "x in Q and x in [0,1]"),
        ("1 - x in Cantor", "x in Cantor"),
        ("3x in Cantor", "x in Cantor and x <= 1/3"),
        ("x^2 in Q", "x^2 in Q"),
        ("2x in Z", "2*x in Z"),
        ("x in [0,1]", "x in [0,1]"),
    ],
)
def test_memberships_are_written_out_over_atoms(text: str, written: str) -> None:
    """Sets built from special ones become logic; affine images go over to the variable where that is an identity."""
    names = Names({"x": "real"})
    condition, expected = (core(read(t, names, Sort.CONDITION).tree) for t in (text, written))
    assert expanded(condition) == expanded(expected)
    assert tree_text(expanded(condition)) == tree_text(expected)


@given(
    a=st.integers(-9, 9).filter(bool),
    b=st.fractions(-2, 2, max_denominator=9),
    q=st.fractions(-2, 2, max_denominator=81),
)
def test_writing_out_keeps_every_membership(a: int, b, q) -> None:
    """At every rational point the atom and what it is brought to have the same truth."""
    element = add(mul(num(a), var("x")), num(fmpq(b.numerator, b.denominator)))
    evaluate = Evaluator({"x": fmpq(q.numerator, q.denominator)}, almost_everywhere=False)
    for name in SETS:
        atom = member(element, tree("set", name))
        assert evaluate.condition(atom) == evaluate.condition(expanded(atom))
