"""Definedness is tracked apart: what was cancelled or not examined is excluded by name, never forgotten."""

import pytest

from tests.mathematics.algebra.proving import ONE_UNDEFINED, UNDEFINED, field, findings, tree
from tutor.mathematics.algebra import Cell, Split, UndefinedHere, closed


def excluded(text: str, on: str) -> list[str]:
    """The names of what is excluded, in order."""
    here = field(on)
    here.normals(tree(text))
    return sorted(here.excluded)


@pytest.mark.parametrize("text", ["(x^2 - 1)/(x - 1)", "(x - 1)/(x - 1)", "0/(x - 1)", "1/(x - 1) - 1/(x - 1)"])
def test_a_cancelled_denominator_cuts_the_line(text: str) -> None:
    """In one variable the zero becomes the end of two cells, so that somebody examines it."""
    with pytest.raises(Split) as split:
        field("x").normal(tree(text))
    assert [p.rational for p in split.value.points] == [1]


def test_a_cancelled_denominator_is_excluded_in_the_plane() -> None:
    """In two variables the zero set is named, with its expression, and known to be null."""
    here = field("x; y")
    assert here.as_tree(here.normal(tree("(x^2 - y^2)/(x - y)"))) in (tree("x + y"), tree("y + x"))
    (only,) = here.excluded.values()
    assert only.tree in (tree("x - y"), tree("y - x"))
    assert only.null


def test_a_positive_denominator_excludes_nothing() -> None:
    """Where the denominator has a sign there is nothing to examine."""
    assert excluded("1/(x^2 + y^2 + 1)", "x; y") == []
    assert excluded("x/(x*y)", "x in (0, oo); y in (0, oo)") == []


def test_poles_of_trigonometric_functions_are_excluded_with_candidates() -> None:
    """The zeros of cos are named on an unbounded cell, and some of them offered as points."""
    here = field("x")
    here.normal(tree("tan(2*x) - tan(2*x)"))
    (only,) = here.excluded.values()
    assert [p.ball(64).str(4, radius=False) for p in only.zeros()] == ["0.7854", "2.356", "-0.7854", "3.927"]
    assert only.null


def test_each_tree_has_its_own_excluded_sets() -> None:
    """Both sides of an equation are kept apart, also through what they share."""
    here = field("x; y")
    f, g = tree("(x - y)/(x - y)"), tree("1")
    here.normals(f, g)
    assert len(here.excluded_of(f)) == 1
    assert not here.excluded_of(g)
    again = tree("2 + (x - y)/(x - y)")
    here.normals(again)
    assert here.excluded_of(again).keys() == here.excluded_of(f).keys()


def test_what_conditions_exclude_is_kept() -> None:
    """A condition that needs 1/(x - y) is undefined where x = y, the second time as the first."""
    here = field("x in (0, oo); y in (0, oo)")
    f, g = tree("1[((x - y)/(x - y) + x > 0)]"), tree("2*1[((x - y)/(x - y) + x > 0)]")
    here.normals(f, g)
    assert here.excluded_of(f).keys() == here.excluded_of(g).keys() != set()


def test_cancelled_gamma_keeps_its_poles() -> None:
    """gamma - gamma is 0 only where gamma is defined; where the argument is positive nothing is left out."""
    assert any("sin:pi" in name for name in excluded("gamma(x*y) - gamma(x*y)", "x; y"))
    assert excluded("gamma(x) - gamma(x)", "x in (0, oo)") == []


def test_the_gamma_shift_examines_its_zeros() -> None:
    """gamma(x + 2) is 1 at x = -1, where (x + 1) gamma(x + 1) is undefined: the line is cut there."""
    found = findings("gamma(x + 2)", "(x + 1) gamma(x + 1)", "x")
    assert found.proved
    assert any(point.rational == -1 for point in found.cuts)


def test_the_gamma_shift_examines_its_zeros_in_the_plane() -> None:
    """gamma(x + y + 3) is defined for x, y > -1, its reduction to gamma(x + y + 1) only off x + y = -1."""
    names = excluded("gamma(x + y + 3)", "x in (-1, oo); y in (-1, oo)")
    assert "1*1+1*variable:x+1*variable:y" in names


def test_an_unknown_function_is_excluded_by_name() -> None:
    """An integral may diverge: cancelling it is remembered on its side."""
    found = findings("int(1/t, t=0..x) - int(1/t, t=0..x)", "0", "x")
    assert found.proved
    assert found.left
    assert not found.right
    assert all(not e.null and e.tree is None for e in found.left.values())


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("log(x)", "-2", "-1"),
        ("sqrt(x)", "-2", "-1"),
        ("asin(x)", "2", "3"),
        ("acosh(x)", "-1", "0"),
        ("atanh(x)", "2", "3"),
        ("1/(x - x)", "0", "1"),
        ("x^(3/2)", "-2", "-1"),
        ("x^x", "-2", "-1"),
        ("{x if x < 0}", "1", "2"),
        ("1/(1/(x - x))", "1", "2"),
    ],
)
def test_undefined_on_the_whole_cell(text: str, low: str, high: str) -> None:
    """What is undefined almost everywhere on the cell is found out, also inside other expressions."""
    here = field("x", Cell(closed(tree(low)), closed(tree(high))))
    with pytest.raises(UndefinedHere):
        here.normal(tree(f"1 + {text}" if not text.startswith("{") else text))


def test_undefined_on_both_sides_is_not_agreement() -> None:
    """Two expressions that are defined nowhere are not called equal."""
    assert findings("log(0 - x^2 - 1)", "sqrt(0 - x^2 - 1)", "x").leaves.keys() == {UNDEFINED}
    assert findings("log(x)", "x", "x in (-2, -1)").leaves.keys() == {ONE_UNDEFINED}


def test_a_negative_base_leaves_its_rational_exponents_unexamined() -> None:
    """(-2)^x is undefined at almost every x, but has values at some rational ones."""
    here = field("x")
    assert here.normals(tree("(-2)^x")) == (None,)
    assert list(here.excluded_of(tree("(-2)^x"))) == ["rational 1*variable:x"]


def test_an_indicator_annihilates_what_is_undefined() -> None:
    """1_A g is 0 off A also where g is undefined; (1 - 1_B) g is another tree and is not."""
    below = Cell(closed(tree("-2")), closed(tree("-1")))
    assert field("x", below).normals(tree("1[x > 0] log(x)"))[0] is not None
    assert field("x", below).normals(tree("1[log(x) > 0] 1[x > 0]"))[0] is not None
    assert field("x", below).normals(tree("(1 - 1[x <= 0]) log(x)")) == (None,)
