"""Domains that leave points or stretches out, as boxes; pieces that are complete on a domain; numbers that are long."""

import pytest

from tutor.language.names import Names
from tutor.language.reading import read
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.analysis.forall.heights import long_number
from tutor.mathematics.analysis.forall.stretches import boxes, completed
from tutor.mathematics.trees import Domain, Variable
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, ONE, ZERO
from tutor.mathematics.trees.rewrite import core

NAMES = Names({"x": "real", "y": "real"})
LINE = Variable("x", MINUS_INFINITY, INFINITY)
UNIT = Variable("x", ZERO, ONE, low_closed=True, high_closed=True)


def _core(text: str, sort: Sort, names: Names = NAMES) -> Tree:
    return core(read(text, names, sort).tree)


@pytest.mark.parametrize(
    ("condition", "variable", "shown"),
    [
        ("x != 0", LINE, ["(-oo,0)", "(0,oo)"]),
        ("x in R\\{0,1}", LINE, ["(-oo,0)", "(0,1)", "(1,oo)"]),
        ("x in (0,1) U (1,2)", LINE, ["(0,1)", "(1,2)"]),
        ("x in (0,1] U (1,2)", LINE, ["(0,2)"]),
        ("x < 0 or x >= 1", LINE, ["(-oo,0)", "[1,oo)"]),
        ("x != 1", UNIT, ["[0,1)"]),
        ("x != 0", UNIT, ["(0,1]"]),
        ("x in {0, 1/2}", UNIT, ["[0,0]", "[1/2,1/2]"]),
    ],
)
def test_boxes(condition: str, variable: Variable, shown: list[str]) -> None:
    """A condition on one variable with rational ends falls into the stretches on which it holds."""
    found = boxes(Domain((variable,), _core(condition, Sort.CONDITION)))
    assert [_shown(box) for box in found] == shown


@pytest.mark.parametrize("condition", ["x < y", "x in R\\Q", "x^2 < 2 or x > 3"])
def test_other_conditions_stay(condition: str) -> None:
    """A condition of another shape is left where it is."""
    domain = Domain((LINE, Variable("y", MINUS_INFINITY, INFINITY)), _core(condition, Sort.CONDITION))
    assert boxes(domain) == [domain]


@pytest.mark.parametrize(
    ("pieces", "null", "complete"),
    [
        ("x on [0,1/2]; 1 on (1/2,1]", "", True),
        ("x on [0,1/2); 1 on (1/2,1]", "", False),
        ("x on [0,1/2); 1 on (1/2,1]", "x", True),
        ("x on (0,1/2]; 1 on (1/2,1]", "", False),
        ("x on (0,1/2); 1 on (3/4,1]", "x", False),
    ],
)
def test_pieces_are_complete(pieces: str, null: str, complete: bool) -> None:
    """Pieces that cover the range of their variable need no otherwise, off finitely many points if null sets go."""
    found = completed(
        _core(pieces, Sort.FUNCTION, Names({"x": "real"})), Domain((UNIT,)), frozenset([null] if null else [])
    )
    assert bool(found.value) is complete


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("9^9^9", True),
        ("exp(10^6)", True),
        ("e^e^e^9", True),
        ("2^sqrt(2)", False),
        ("10^100", False),
        ("e^(-9)", False),
    ],
)
def test_long_numbers(text: str, long: bool) -> None:
    """Powers with thousands of digits are seen without being computed."""
    assert (long_number(_core(text, Sort.NUMBER)) is not None) is long


def _shown(domain: Domain) -> str:
    (v,) = domain.variables
    low, high = ("oo" if end.head != "num" else str(end.value) for end in (v.low, v.high))
    sign = "-" if v.low.head != "num" else ""
    return f"{'[' if v.low_closed else '('}{sign}{low},{high}{']' if v.high_closed else ')'}"
