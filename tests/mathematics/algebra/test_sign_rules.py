"""Every rule that finds a sign: where its hypothesis holds, and where it is violated."""

import pytest
from flint import fmpq

from tests.mathematics.algebra.proving import field, tree
from tutor.mathematics.algebra import Cell, Need, Split, UndefinedHere, Unsupported, at, closed, rational, roots
from tutor.mathematics.algebra.points import Point


def sign(text: str, on: str, cell: Cell | None = None, signs: dict[str, int] | None = None) -> int:
    """The sign of the expression on the domain or cell."""
    here = field(on, cell, signs)
    return here.sign(here.normal(tree(text)))


def cuts(text: str, on: str) -> list[str]:
    """Where the sign asks for a cut, as decimals."""
    with pytest.raises(Split) as split:
        sign(text, on)
    return sorted(point.ball(64).str(6, radius=False) for point in split.value.points)


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("x^2 + 1", "x", 1),
        ("-x^4 - x^2 - 2", "x", -1),
        ("x - x", "x", 0),
        ("x^3 + x", "x in (0, oo)", 1),
        ("x*y + 1", "x in (0, oo); y in (0, oo)", 1),
        ("x*y", "x in (0, oo); y in (-oo, 0)", -1),
        ("exp(x) + 1", "x", 1),
        ("n^2 + n", "n >= 1", 1),
        ("n^2 - n + 1", "n >= 1", 1),
        ("n - 2", "n >= 3", 1),
        ("x - 1", "x in (2, oo); y", 1),
        ("x + y - 3", "x in (1, oo); y in (2, oo)", 1),
        ("1 - x", "x in (-oo, 1); y", 1),
        ("x - 1", "x in (2, 3)", 1),
        ("x^2 - 2", "x in (3/2, 2)", 1),
        ("x^2 - 2", "x in (sqrt(2), oo)", 1),
        ("x - sqrt(2)", "x in (0, sqrt(2))", -1),
        ("exp(x) - 2", "x in (log(2), oo)", 1),
        ("log(x) - 1", "x in (0, e)", -1),
        ("log(x) - pi", "x in (e^pi, oo)", 1),
        ("sqrt(x) - 2", "x in (4, oo)", 1),
        ("sqrt(x) + 2", "x in (0, oo)", 1),
        ("atan(x)", "x in (0, 1)", 1),
        ("erf(x)", "x in (-1, 0)", -1),
        ("3*exp(x) - 2*exp(2*x)", "x in (1, 2)", -1),
        ("sqrt(x + 1) - sqrt(x)", "x in (0, oo)", 1),
        ("sin(x)", "x in (1, 2)", 1),
        ("x - sin(x)", "x in (1, 2)", 1),
        ("sqrt(2) + sqrt(3) - pi", "", 1),
        ("exp(-1000)", "", 1),
    ],
)
def test_a_sign_is_found(text: str, on: str, expected: int) -> None:
    """The sign holds on the whole open domain."""
    assert sign(text, on) == expected


@pytest.mark.parametrize(
    ("text", "on", "points"),
    [
        ("x^2 - 2", "x", ["-1.41421", "1.41421"]),
        ("x - 1", "x", ["1.00000"]),
        ("x^3 - 2", "x", ["1.25992"]),
        ("x - sqrt(2)", "x", ["1.41421"]),
        ("exp(x) - 2", "x", ["0.693147"]),
        ("log(x) - 1", "x in (0, oo)", ["2.71828"]),
        ("sqrt(x) - 2", "x in (0, oo)", ["4.00000"]),
        ("sqrt(x + 1) - sqrt(2*x)", "x in (0, oo)", ["1.00000"]),
        ("3*exp(x) - 2*exp(2*x)", "x", ["0.405465"]),
        ("atan(x)", "x", ["0"]),
        ("sin(x)", "x in (0, 20)", ["12.5664", "15.7080", "18.8496", "3.14159", "6.28319", "9.42478"]),
        ("cos(pi*x)", "x in (-1, 3)", ["-0.500000", "0.500000", "1.50000", "2.50000"]),
    ],
)
def test_a_sign_that_changes_cuts_the_cell(text: str, on: str, points: list[str]) -> None:
    """The cell is cut exactly where the sign changes."""
    assert cuts(text, on) == points


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("x - y", "x; y"),
        ("x*y - 1", "x in (0, oo); y in (0, oo)"),
        ("n - 3", "n >= 0"),
        ("n", "n >= 0"),
        ("x + n - 1", "x in (0, 1); n >= 0"),
        ("x - 1/2", "x in (1/3, oo); y"),
        ("n + k - 3", "n >= 1; k >= 2"),
        ("sin(x)", "x"),
        ("x - sin(x) + y", "x; y"),
        ("floor(x + y)^2", "x; y"),
    ],
)
def test_an_undecided_sign_is_needed(text: str, on: str) -> None:
    """Where no rule speaks the sign is asked for: no rule guesses when its hypothesis fails."""
    with pytest.raises(Need):
        sign(text, on)


def test_a_square_is_positive_off_a_null_set_in_the_plane_only() -> None:
    """(x - y)^2 counts as positive up to its null set; the square of a locally constant floor does not."""
    here = field("x; y")
    assert here.sign(here.normal(tree("(x - y)^2"))) == 1
    assert [e.null for e in here.excluded.values()] == [True]
    with pytest.raises(Need) as need:
        sign("floor(x + y)^2", "x; y")
    assert need.value.null is False


def test_on_the_zero_set_itself_a_square_is_zero() -> None:
    """Where a branch assumes x = y, nothing about (x - y)^2 is excluded as null: it is 0, and 1/(x - y) undefined."""
    with pytest.raises(Need) as need:
        sign("x - y", "x; y")
    zero = {need.value.name: 0}
    assert sign("(x - y)^2", "x; y", signs=zero) == 0
    assert sign("(x - y)^3*(x^2 + 1)", "x; y", signs=zero) == 0
    with pytest.raises(UndefinedHere):
        sign("1/(x - y)^2", "x; y", signs=zero)
    with pytest.raises(Need) as need:
        sign("floor(x + y)^2 + x^2", "x; y")
    assert sign("floor(x + y)^2 + x^2", "x; y", signs={need.value.name: 0}) == 0


@pytest.mark.parametrize(
    ("text", "null"),
    [
        ("x - y", True),
        ("exp(x) - y", True),
        ("sin(x*y) - 1/3", True),
        ("sqrt(x) - y", True),
        ("log(x) - y^2 + 1", True),
        ("floor(x) - y", False),
        ("atan(1/x) + atan(x) - y", False),
        ("sqrt(x + y - 2*sqrt(x)*sqrt(y)) - sqrt(x) + sqrt(y)", False),
        ("sqrt(x + y - 2*sqrt(x)*sqrt(y)) + sqrt(x) - sqrt(y)", False),
        ("int(t, t=0..x) - y", False),
        ("gamma(x) - y", True),
    ],
)
def test_a_zero_set_is_called_null_only_where_that_is_certain(text: str, null: bool) -> None:
    """Locally constant and many-valued kernels, and roots of hidden squares, may vanish on open sets."""
    on, signs = "x in (0, oo); y in (0, oo)", {}
    for _ in range(4):
        try:
            sign(text, on, signs=signs)
        except Need as need:
            found = need
            signs[need.name] = 1
    assert found.null is null


def test_a_need_carries_name_tree_and_affine_form() -> None:
    """The caller can branch: the name is the key, the form serves elimination, and the assumed sign is used."""
    with pytest.raises(Need) as need:
        sign("3*y - 3*x", "x; y")
    assert need.value.null is True
    assert need.value.linear in ({"x": 1, "y": -1}, {"x": -1, "y": 1})
    below = field("x; y", signs={need.value.name: 1})
    first = below.sign(below.normal(need.value.tree))
    assert first == 1
    assert below.sign(below.normal(tree("x - y"))) == need.value.linear["x"]


def test_the_name_of_a_need_does_not_depend_on_what_was_met_before() -> None:
    """Names are built from kernels, not from the numbers of generators, and are free of the sign."""
    names = []
    for text in ("x - y + exp(x)", "y - x - exp(x)", "0*exp(y) + 0*y + x - y + exp(x)"):
        with pytest.raises(Need) as need:
            sign(text, "x; y")
        names.append(need.value.name)
    assert len(set(names)) == 1


def test_conditions_of_the_domain_are_assumed() -> None:
    """Inside x < y the sign of y - x is known; for integers k <= n only that n - k is not negative."""
    assert sign("y - x", "x; y; with x < y") == 1
    assert sign("n - k", "n >= 0; k >= 0; with k < n") == 1
    with pytest.raises(Need):
        sign("n - k", "n >= 0; k >= 0; with k <= n")


@pytest.mark.parametrize(
    ("text", "expected"), [("x^3 - 2", 0), ("x - 1", 1), ("x^5 - 4*x", -1), ("x^2 - exp(1/2)", -1), ("2*x^3 - 4", 0)]
)
def test_signs_at_an_algebraic_point(text: str, expected: int) -> None:
    """At the cube root of 2: zero by its minimal polynomial, else by balls."""
    (point,) = roots_of(-2, 0, 0, 1)
    assert sign(text, "x", at(point)) == expected


def roots_of(*coefficients: int) -> list[Point]:
    """The real roots of the polynomial with these coefficients, lowest first."""
    from flint import fmpz_poly

    return roots(fmpz_poly(list(coefficients)))


def test_signs_at_a_point_with_a_leading_coefficient() -> None:
    """At the root of 3x^3 - 2 the minimal polynomial is made monic first."""
    (point,) = roots_of(-2, 0, 0, 3)
    assert sign("3*x^3 - 2", "x", at(point)) == 0
    assert sign("9*x^6 - 4", "x", at(point)) == 0
    assert sign("3*x^3 - 2 + exp(-50)", "x", at(point)) == 1


def test_signs_at_rational_and_closed_points() -> None:
    """The point is put in: the normal form of a constant decides zero."""
    assert sign("x^2 - 1/4", "x", at(rational(fmpq(1, 2)))) == 0
    assert sign("exp(x) - 3", "x", at(closed(tree("log(3)")))) == 0
    assert sign("sin(x)", "x", at(closed(tree("2*pi")))) == 0


def test_a_constant_that_may_be_zero_has_no_sign() -> None:
    """A constant that is zero, though the normal form does not see it, is not given a sign."""
    with pytest.raises(Unsupported):
        sign("sin(pi/5)^2 - (5 - sqrt(5))/8", "")
