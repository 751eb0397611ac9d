"""What a field promises its callers: consistent quotients, trees that mean the same, factors, shared units."""

import pytest
from flint import fmpq
from flint.utils.flint_exceptions import IncompatibleContextError

from tests.mathematics.algebra.proving import domain, field, tree
from tutor.mathematics.algebra import Field, Units, Unsupported
from tutor.mathematics.trees import Budget, Domain
from tutor.mathematics.trees.build import MINUS_INFINITY, ONE, ZERO, call, num, sub, var


def test_forms_asked_together_can_be_combined() -> None:
    """exp(x) and exp(x/2) share a unit when asked in one call."""
    here = field("x")
    whole, half = here.normals(tree("exp(x)"), tree("exp(x/2)"))
    assert here.is_zero(here.subtract(whole, here.multiply(half, half)))


def test_a_stale_quotient_is_refused_and_not_misread() -> None:
    """Once the tower was built again, what was returned before cannot be combined with what is new."""
    here = field("x")
    whole = here.normal(tree("exp(x)"))
    half = here.normal(tree("exp(x/2)"))
    with pytest.raises(IncompatibleContextError):
        here.add(whole, half)


def test_a_sign_may_refine_units_on_the_way() -> None:
    """sign takes the normal form again itself."""
    here = field("x in (1, oo)")
    value = here.normal(tree("exp(x) - sqrt(3)"))
    assert here.sign(value) == 1


def test_units_are_shared_between_fields() -> None:
    """The second field of a problem starts with the units that the first one found."""
    units = Units()
    first = field("x", units=units)
    first.normals(tree("exp(x)"), tree("exp(x/6)"), tree("exp(x/4)"))
    before = first.epoch
    second = field("x", units=units)
    second.normals(tree("exp(x)"), tree("exp(x/6)"), tree("exp(x/4)"))
    assert second.epoch < before


def test_arithmetic_of_quotients() -> None:
    """add, subtract, negate, multiply, invert and divide do what the same operations on trees do."""
    here = field("x in (0, oo)")
    x, y = here.normals(tree("x"), tree("1/(x + 1)"))
    assert x is not None
    assert y is not None
    pairs = {
        "x + 1/(x + 1)": here.add(x, y),
        "x - 1/(x + 1)": here.subtract(x, y),
        "-x": here.negate(x),
        "x/(x + 1)": here.multiply(x, y),
        "x*(x + 1)": here.divide(x, y),
        "x + 1": here.invert(y),
        "1/(x + 1)^3": here.integer_power(y, 3),
    }
    for text, value in pairs.items():
        assert here.is_zero(here.subtract(here.normal(tree(text)), value)), text


@pytest.mark.parametrize(
    ("text", "on", "constant", "count"),
    [
        ("6*x^2 - 6", "x", 6, 2),
        ("(1 - x)/(2*x)", "x in (0, 1)", fmpq(-1, 2), 2),
        ("(y - x)^3", "x; y", None, 1),
        ("exp(2*x) - 1", "x", 1, 1),
        ("7", "x", 7, 0),
    ],
)
def test_factors_multiply_to_the_value(text: str, on: str, constant: object, count: int) -> None:
    """The factorisation over the kernels, numerator and denominator, multiplies back."""
    here = field(on)
    value = here.normal(tree(text))
    found, factors = here.factors(value)
    assert constant is None or found == constant
    assert len(factors) == count
    product = here.constant(found)
    for factor, exponent in factors:
        product = here.multiply(product, here.integer_power(here.normal(factor), exponent))
    assert here.is_zero(here.subtract(product, value))


@pytest.mark.parametrize(
    "text",
    [
        "x^x + 2^x*sqrt(x)",
        "(-1)^n*x^n/n",
        "log(x)*sin(x) - cos(2*x)",
        "sum(k^k, k=1..n)",
        "gamma(x)/(x + 1)",
        "int(t*x, t=0..1)",
        "atan(x) + erf(x)",
        "floor(x)",
    ],
)
def test_the_tree_of_a_normal_form_has_that_normal_form(text: str) -> None:
    """Going to a tree and back changes nothing."""
    here = field("x in (0, oo); n >= 1")
    node = tree(text)
    again = here.as_tree(here.normal(node))
    first, second = here.normals(node, again)
    assert first is not None
    assert second is not None
    assert here.is_zero(here.subtract(first, second))


def test_powers_with_symbolic_exponents_are_shown_as_powers() -> None:
    """exp(n log x) is shown as x^n where x is positive."""
    here = field("x in (0, oo); n >= 1")
    assert here.as_tree(here.normal(tree("x^n"))) is tree("x^n")
    whole = field("n >= 1; k >= 1")
    assert whole.as_tree(whole.normal(tree("n^k"))) in (tree("n^k"), tree("exp(k*log(n))"))


def test_undeclared_names_and_infinite_values_are_refused() -> None:
    """A name that the domain does not declare, and oo as a value, have no normal form."""
    here = Field(Domain(), Budget(1000))
    for node in (var("q"), MINUS_INFINITY, call("foo", var("q"))):
        with pytest.raises(Unsupported):
            here.normal(node)


def test_infinite_ends_are_ordered() -> None:
    """Comparisons with oo need no value."""
    here = field("x")
    assert here.truth(tree("1[x < oo]").args[0])
    assert not here.truth(tree("1[x <= -oo]").args[0])


def test_parts_and_roots_by_constructors() -> None:
    """positive_part, negative_part and sqrt as calls have their rules."""
    here = field("x in (0, oo)")
    x = var("x")
    parts = sub(call("positive_part", x), call("negative_part", x))
    assert here.is_zero(here.normal(sub(parts, x)))
    assert here.is_zero(here.normal(sub(call("sqrt", x), tree("x^(1/2)"))))
    assert here.truth(tree("1[x > 0]").args[0])
    assert here.is_zero(here.normal(sub(ONE, num(1)))) is (ZERO is num(0))


def test_domains_are_cheap_to_open() -> None:
    """The ranges of a domain are computed once."""
    box = domain("x in (0, 1); n >= 2")
    first, second = Field(box, Budget(100)), Field(box, Budget(100))
    assert first.ranges == second.ranges
    assert first.ranges is not second.ranges
