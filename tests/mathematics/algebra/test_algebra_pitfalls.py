"""Each pitfall that once led to a wrong verdict, in an earlier engine or in this one, by name."""

import pytest
from flint import Ordering, arb, fmpq, fmpz_mpoly_ctx, fmpz_poly

from tests.mathematics.algebra.proving import DIFFERENT, OPEN, field, findings, proved, tree
from tutor.mathematics.algebra import Cell, Need, Split, UndefinedHere, Unsupported, at, closed, rational, roots
from tutor.mathematics.algebra.polynomials import factor, ring


def test_cancelled_denominators_leave_their_zeros_behind() -> None:
    """(x^2 - 1)/(x - 1) = x + 1 is proved only on the cells beside 1, where somebody has to look."""
    found = findings("(x^2 - 1)/(x - 1)", "x + 1", "x")
    assert found.proved
    assert [point.rational for point in found.cuts] == [1]


def test_conditions_that_are_undefined_are_not_false() -> None:
    """{x : log x < 0} is (0, 1), and the negation of an undefined condition is undefined."""
    assert not proved("1[x in {y : log(y) < 0}]", "1_(-1,1)(x)", "x")
    assert proved("1[x in {y : log(y) < 0}]", "1_(0,1)(x)", "x")
    with pytest.raises(UndefinedHere):
        field("x in (-2, -1)").truth(tree("1[not (log(x) < 0)]").args[0])


def test_one_operand_decides_although_another_is_undefined() -> None:
    """`and` is false if one part is false, `or` true if one part is true; otherwise undefined parts count."""
    here = field("x in (-2, -1)")
    assert not here.truth(tree("1[log(x) < 0 and x > 0]").args[0])
    assert here.truth(tree("1[log(x) < 0 or x < 0]").args[0])
    with pytest.raises(UndefinedHere):
        here.truth(tree("1[log(x) < 0 and x < 0]").args[0])


def test_nan_balls_are_no_sign() -> None:
    """`arb('nan').contains(0)` is True: a quotient whose ball is nan has no sign, and no sign is 0."""
    assert arb("nan").contains(0)
    with pytest.raises(Unsupported):
        field("").normal(tree("1/(sin(pi/5)^2 - (5 - sqrt(5))/8)"))


def test_large_coefficients_are_factored_or_kept_whole() -> None:
    """python-flint 0.9 cannot sort factors with large coefficients; the polynomial then stays in one piece."""
    here = ring(8, 0)
    x, y = here.generators[:2]
    big = x * y * 10**40 - x * 3**90 + y - 1
    constant, factors = factor(big * (x + y * 10**30), here)
    product = here.one * constant
    for each, exponent in factors:
        product = product * each**exponent
    assert product == big * (x + y * 10**30)


def test_the_zero_polynomial_has_degree_minus_one() -> None:
    """The normal form of 0 depends on nothing and reduces to itself."""
    context = fmpz_mpoly_ctx.get(("a",), Ordering.lex)
    assert context.constant(0).degrees() == (-1,)
    here = field("x")
    zero = here.normal(tree("sin(x) - sin(x)"))
    assert here.is_zero(zero)
    assert here.names_of(zero) == frozenset()


def test_a_difference_that_balls_cannot_see_is_zero_here() -> None:
    """x - x on a ball is an interval around 0; canonically it is 0, so its sign is 0."""
    here = field("x")
    assert here.sign(here.normal(tree("(x + 1)^2 - x^2 - 2*x - 1"))) == 0


def test_zero_to_the_zero_is_one() -> None:
    """0^0 = 1 as a value, and x^0 = 1."""
    assert proved("x^0", "1", "x")
    assert proved("0^0", "1", "")


def test_heaviside_at_zero_is_left_open() -> None:
    """The language leaves heaviside(0) open; off 0 it is decided."""
    with pytest.raises(Unsupported):
        field("x").normal(tree("heaviside(x - x)"))
    assert proved("heaviside(x)", "1[x > 0]", "x")


def test_odd_roots_of_negative_numbers_are_only_by_name() -> None:
    """x^(1/3) for x < 0 is not judged; cbrt and root are real roots."""
    below = Cell(closed(tree("-2")), closed(tree("-1")))
    with pytest.raises(Unsupported):
        field("x", below).normal(tree("x^(1/3)"))
    assert proved("cbrt(x)", "root(x, 3)", "x")
    with pytest.raises(UndefinedHere):
        field("x", below).normal(tree("root(x, 4)"))


def test_a_sum_stays_empty_below_its_start() -> None:
    """Closed forms go on to negative lengths, sums do not: without a proof of the length there is no closed form."""
    assert not proved("sum(k, k=1..n-3)", "(n-3)(n-2)/2", "n >= 0")
    assert proved("sum(k, k=1..n-3)", "(n-3)(n-2)/2", "n >= 3")
    assert proved("sum(k, k=5..3)", "0", "")
    assert proved("sum(k, k=n+3..n)", "0", "n >= 1")
    assert proved("prod(k, k=n+3..n)", "1", "n >= 1")
    assert proved("prod(k, k=5..3)", "1", "")


def test_a_bound_variable_keeps_the_range_of_its_own_sum() -> None:
    """|k| = k for k from 1 on says nothing of a sum from -2 on."""
    both = "sum(|k|, k=1..n) + sum(|k|, k=-2..n)"
    assert findings(both, "2 sum(k, k=1..n) - 3", "n >= 1").leaves.keys() == {DIFFERENT}
    assert proved("sum(|k|, k=1..n)", "sum(k, k=1..n)", "n >= 1")


def test_no_branch_is_made_on_a_bound_variable() -> None:
    """The sign of k - 3 is not one sign for the whole sum: the sum stays opaque instead."""
    here = field("n >= 1")
    (value,) = here.normals(tree("sum(|k - 3|, k=1..n)"))
    assert here.as_tree(value).head == "sum"


def test_membership_needs_an_element_that_moves() -> None:
    """Almost no point is rational, but floor(x) always is, and a constant expression is not decided."""
    assert proved("1[x in Q]", "0", "x")
    assert proved("1[floor(x) in Z]", "1", "x")
    assert proved("1[tan(x) in Q]", "0", "x")
    assert findings("1[gamma(x) gamma(1 - x) sin(pi x)/pi in Q]", "0", "x in (0, 1)").leaves.keys() == {OPEN}
    with pytest.raises(Unsupported):
        field("x in (0, pi/2)").normal(tree("1[(atan(tan(x)) - x)/pi in Q]"))


def test_passes_over_null_sets_speak_of_the_variable_itself() -> None:
    """In the pass over the rationals x is rational, and so is x/2 + 1; of x^2 in Z nothing is said."""
    rationals = {"Q": True, "Z": False, "N": False, "Cantor": False}
    assert findings("1[x in Q]", "1", "x", rationals).proved
    assert findings("1[x/2 + 1 in Q]", "1", "x", rationals).proved
    assert findings("1[x in Z]", "0", "x", rationals).proved
    assert findings("1[x^2 in Z]", "0", "x", rationals).leaves.keys() == {OPEN}


def test_membership_at_points_is_exact() -> None:
    """At 1/4 the Cantor set is decided by the ternary orbit; sqrt 2 is irrational; 0 is no natural number."""
    quarter, zero = at(rational(fmpq(1, 4))), at(rational(0))
    assert field("x", quarter).truth(tree("1[x in Cantor and x in Q and x not in Z]").args[0])
    assert not field("x", zero).truth(tree("1[x in N]").args[0])
    root = roots(fmpz_poly([-2, 0, 1]))[1]
    assert not field("x", at(root)).truth(tree("1[x in Q]").args[0])


def test_parity_is_not_a_domain() -> None:
    """((-1)^n - 1)((-1)^n + 1) = 0 with both factors different from 0: their inverses exist nowhere together."""
    assert field("n >= 0").normals(tree("1/((-1)^n - 1)*1/((-1)^n + 1)")) == (None,)
    assert not proved("1/((-1)^n - 1)*((-1)^n - 1)*(1/2 + (-1)^n)", "1/2 + 1", "n >= 0")


def test_a_floor_is_constant_only_on_its_cell() -> None:
    """floor is cut at the integers on a bounded cell, and a kernel of unknown value on an unbounded one."""
    with pytest.raises(Split):
        field("x in (0, 2)").normal(tree("floor(x)"))
    assert not proved("floor(x)", "0", "x")
    assert proved("floor(exp(x))", "1", "x in (0, log(2))")


def test_half_an_integer_is_not_half_a_real_number() -> None:
    """floor(m/2) = (2m - 1 + (-1)^m)/4 is a rule for integers."""
    here = field("x")
    assert here.as_tree(here.normal(tree("floor(x/2)"))) is tree("floor(x/2)")


def test_products_through_zero_have_no_gamma_quotient() -> None:
    """The product of k - 3 is 0 from n = 3 on, where gamma(-2) would be in the denominator."""
    here = field("n >= 1")
    assert here.as_tree(here.normal(tree("prod(k - 3, k=1..n)"))).head == "prod"


def test_a_sign_inside_an_opaque_kernel_is_not_decided() -> None:
    """|t| inside an integral is not resolved by the sign of anything outside."""
    with pytest.raises(Need):
        field("x; y").normal(tree("|int(|t|, t=0..x)|"))
