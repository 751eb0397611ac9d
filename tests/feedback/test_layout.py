"""Formulas in two dimensions, and the reading of an answer in all its forms."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.feedback.layout import laid_out, needs_layout
from tutor.feedback.lines import Role
from tutor.feedback.reading import read_as
from tutor.kinds import Question
from tutor.language.names import Names
from tutor.language.reading import read

NAMES = Names({"x": "real", "n": "integer"})
CASES = (Path(__file__).parent / "layout_cases.txt").read_text(encoding="utf-8").strip().split("\n\n")
QUESTION = Question("function", {"key": "x", "variables": {"x": "real"}})


@pytest.mark.parametrize("case", CASES, ids=[case.split("\n")[0] for case in CASES])
def test_layout(case: str) -> None:
    """Fractions, integrals, sums, limits and cases are stacked as on paper."""
    typed, *rows = case.split("\n")
    box = laid_out(read(typed, NAMES).tree, NAMES)
    assert box is not None
    assert [row.rstrip() for row in box.rows] == rows


@pytest.mark.parametrize("typed", ["x/2", "x^2 + 1", "1_[0,1](x)", "sin(x)", "[0, 1)", "1/2"])
def test_simple_formulas_stay_on_one_line(typed: str) -> None:
    """What needs no second dimension is not given one."""
    assert not needs_layout(read(typed, NAMES).tree)


def test_what_is_too_large_is_not_laid_out() -> None:
    """A tower of fractions higher than a few rows stays on its line."""
    tower = "x"
    for _ in range(8):
        tower = f"1/(1+{tower})"
    assert laid_out(read(tower, NAMES).tree, NAMES) is None


PIECES = ["x", "n", "2", "1/2", "x+1", "-x"]
SHAPES = ["({0})/({1})", "({0})*({1})", "sqrt({0})", "({0} if x > 0 else {1})", "int({0}, t=0..{1})", "{0} + {1}"]


@given(
    st.recursive(st.sampled_from(PIECES), lambda s: st.builds(str.format, st.sampled_from(SHAPES), s, s), max_leaves=6)
)
def test_boxes_are_rectangles(typed: str) -> None:
    """Every box is a rectangle with its baseline inside."""
    box = laid_out(read(f"({typed})", NAMES).tree, NAMES)
    if box is not None:
        assert len({len(row) for row in box.rows}) == 1
        assert 0 <= box.base < len(box.rows)


@pytest.mark.parametrize(
    ("reading", "shown", "spoken"),
    [
        ("x^2*e^(-x)", ["read as  `x²·e^(-x)`"], "read as  x squared times e to the power minus x end"),
        ("B3", ["read as  `B3`"], None),
        ("1 if x > 0; 0 otherwise", ["read as  ⎰ 1   if x > 0", "         ⎱ 0   otherwise"], None),
    ],
)
def test_read_as(reading: str, shown: list[str], spoken: str | None) -> None:
    """The reading is shown in Unicode, stacked where that helps, and has words for the ear."""
    lines = read_as(QUESTION, reading)
    assert [line.text for line in lines] == shown
    assert spoken is None or lines[0].aloud == spoken
    assert all(line.aloud == "" for line in lines[1:] if line.role is Role.FIXED)


def test_nothing_read_is_nothing_shown() -> None:
    """Without a reading there is no line."""
    assert read_as(QUESTION, "") == ()
