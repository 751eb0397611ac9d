"""Exact points: their order is total, certified, and agrees with a high-precision oracle; cells hold their samples."""

import itertools
from functools import cmp_to_key

import mpmath
import pytest
from flint import arb, fmpq, fmpz_poly
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.mathematics.algebra.proving import tree
from tutor.mathematics.algebra import (
    MINUS_END,
    PLUS_END,
    Cell,
    Point,
    Unsupported,
    as_tree,
    at,
    between,
    closed,
    compare,
    linear,
    rational,
    roots,
)
from tutor.mathematics.balls import precision

CONSTANTS = ("sqrt(2)", "pi/2", "log(3)", "e^(1/2)", "-sqrt(3)", "2^(1/3)", "sin(1)", "1/3", "-2", "3/2")
POLYNOMIALS = ([-2, 0, 1], [-3, 0, 1], [-2, 0, 0, 1], [1, -3, 0, 1], [-1, 1, 1], [-7, 0, 2], [1, -1, -4, 1])

points = st.one_of(
    st.builds(lambda p, q: rational(fmpq(p, q)), st.integers(-30, 30), st.integers(1, 9)),
    st.sampled_from([root for c in POLYNOMIALS for root in roots(fmpz_poly(c))]),
    st.sampled_from([closed(tree(text)) for text in CONSTANTS]),
)


def approximate(point: Point) -> mpmath.mpf:
    """The value to 40 digits."""
    with precision(200):
        return mpmath.mpf(point.ball(200).mid().str(40, radius=False))


@given(points, points)
def test_comparison_agrees_with_forty_digits(left: Point, right: Point) -> None:
    """Points are ordered as their decimal expansions are, and equal ones are found equal."""
    difference = approximate(left) - approximate(right)
    expected = 0 if abs(difference) < mpmath.mpf(10) ** -30 else int(mpmath.sign(difference))
    assert compare(left, right) == expected == -compare(right, left)


@given(st.lists(points, min_size=3, max_size=6))
def test_the_order_is_total(several: list[Point]) -> None:
    """Sorting puts every pair in order, and the infinite ends outside all of them."""
    ordered = sorted([PLUS_END, *several, MINUS_END], key=cmp_to_key(compare))
    assert ordered[0] is MINUS_END
    assert ordered[-1] is PLUS_END
    assert all(compare(a, b) <= 0 for i, a in enumerate(ordered) for b in ordered[i:])


@pytest.mark.parametrize(
    ("left", "right", "order"),
    [
        ("sqrt(2)*sqrt(3)", "sqrt(6)", 0),
        ("log(4)", "2*log(2)", 0),
        ("sqrt(2 + sqrt(3))", "(sqrt(6) + sqrt(2))/2", 0),
        ("pi", "355/113", -1),
        ("e^(pi*sqrt(163))", "262537412640768744", -1),
        ("exp(-1000)", "0", 1),
    ],
)
def test_close_and_equal_constants_are_ordered(left: str, right: str, order: int) -> None:
    """Equality is proved, not seen; a tiny difference is still a difference."""
    assert compare(closed(tree(left)), closed(tree(right))) == order


def test_constants_that_cannot_be_told_apart_are_refused() -> None:
    """A difference below every precision and beyond every proof is no equality."""
    tiny = closed(tree("1 + exp(-exp(exp(2)))"))
    with pytest.raises(Unsupported):
        compare(tiny, rational(1))


@given(st.sampled_from(POLYNOMIALS))
def test_roots_come_in_order_and_are_roots(coefficients: list[int]) -> None:
    """The real roots are increasing, and the polynomial changes sign there."""
    polynomial = fmpz_poly(coefficients)
    found = roots(polynomial)
    assert all(compare(a, b) < 0 for a, b in itertools.pairwise(found))
    assert all(polynomial(point.ball(128)).contains(0) for point in found)


@pytest.mark.parametrize("coefficients", [[-2, 0, 1], [-1, 1, 1], [-7, 0, 2], [3, 5, -1], [-5, 2]])
def test_a_quadratic_irrational_is_written_as_a_tree(coefficients: list[int]) -> None:
    """The tree has the value of the point, for both roots and both signs of the leading coefficient."""
    for point in roots(fmpz_poly(coefficients)):
        again = closed(as_tree(point))
        assert compare(again, point) == 0


def test_a_cubic_irrational_has_no_tree() -> None:
    """Algebraic numbers of degree above 2 are not written by radicals where their polynomial has no gap."""
    with pytest.raises(Unsupported):
        as_tree(roots(fmpz_poly([-1, -1, 0, 1]))[0])


@pytest.mark.parametrize(
    "coefficients", [[-2, 0, 0, 1], [2, 0, 0, 1], [-3, 0, 0, 0, 2], [1, 0, -10, 0, 1], [-1, 0, 0, -1, 0, 0, 1]]
)
def test_a_root_of_a_polynomial_in_a_power_has_a_tree(coefficients: list[int]) -> None:
    """Roots of q(x^k), q of degree 1 or 2, are written by roots; each tree has the value of its own point."""
    for point in roots(fmpz_poly(coefficients)):
        with precision(200):
            assert abs(point.ball(200) - Point(tree=as_tree(point)).ball(200)) < arb(2) ** -150


@given(points, points)
def test_a_cell_holds_its_sample(left: Point, right: Point) -> None:
    """The rational sample lies strictly between the ends, also where the ends are close."""
    assume(compare(left, right) < 0)
    for low, high in ((left, right), (MINUS_END, right), (left, PLUS_END)):
        cell = Cell(low, high)
        assert cell.holds(cell.sample)
        assert compare(low, rational(cell.sample)) < 0 < compare(high, rational(cell.sample))


def test_an_empty_cell_is_refused() -> None:
    """Two names of one number are no interval."""
    with pytest.raises(Unsupported):
        Cell(closed(tree("log(4)")), closed(tree("2*log(2)")))
    with pytest.raises(Unsupported):
        between(rational(1), rational(1))


def test_a_point_cell_holds_no_rational() -> None:
    """The cell of one point has no inside."""
    assert not at(rational(1)).holds(fmpq(1))
    assert repr(at(rational(1))) == "{1}"


def test_the_ball_of_a_point_contains_it() -> None:
    """Enclosures at every precision overlap and contain the exact value."""
    with precision(256):
        assert rational(fmpq(1, 3)).ball(64).contains(arb(fmpq(1, 3)))
    root = roots(fmpz_poly([-2, 0, 1]))[1]
    assert root.ball(64).contains(root.ball(1000))


def test_a_constant_without_a_value_is_refused() -> None:
    """log(-1) is no point."""
    with pytest.raises(Unsupported):
        closed(tree("log(0 - 1)")).ball(64)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2*(x - 3*y) + 1", {"x": 2, "y": -6, "": 1}),
        ("x - x", {"x": 0}),
        ("3/4", {"": fmpq(3, 4)}),
        ("x*y", None),
        ("x^2", None),
        ("sin(x)", None),
        ("pi*x", None),
    ],
)
def test_affine_forms_are_read_off(text: str, form: dict[str, fmpq] | None) -> None:
    """Coefficients by variable for affine trees with rational coefficients; None for everything else."""
    assert linear(tree(text)) == form
