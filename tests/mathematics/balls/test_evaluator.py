"""The evaluator: every head, three-valued conditions, and what "almost everywhere" on a ball may claim."""

import contextlib

import pytest
from flint import arb, fmpq

from tutor.language.tree import Tree, tree
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown, precision
from tutor.mathematics.trees import Budget, OutOfSteps
from tutor.mathematics.trees.build import (
    FALSE,
    HALF,
    INFINITY,
    MINUS_INFINITY,
    MINUS_ONE,
    ONE,
    PI,
    REALS,
    TRUE,
    TWO,
    ZERO,
    E,
    add,
    at_most,
    call,
    conjunction,
    disjunction,
    div,
    finite,
    indicator,
    interval,
    less,
    member,
    mul,
    neg,
    negation,
    num,
    power,
    sub,
    var,
)

X, Y, K = var("x"), var("y"), var("k")
Q, Z, N, CANTOR = (tree("set", name) for name in ("Q", "Z", "N", "Cantor"))


def thick(q: fmpq | int) -> arb:
    """A ball of radius 2^-60."""
    return arb(q, fmpq(1, 2**60))


HALFWAY = fmpq(1, 2)


def at(node: Tree, x=HALFWAY, **others):
    """The value of the tree at x (a point or a ball)."""
    with precision(128):
        return Evaluator({"x": x, **others})(node)


def holds(condition: Tree, x=HALFWAY, almost_everywhere: bool = True) -> bool:
    """Whether the condition holds at x."""
    with precision(128):
        return Evaluator({"x": x}, almost_everywhere).condition(condition)


BRANCHES = tree("piecewise", True, (X, less(X, ZERO), power(X, TWO), less(X, ONE), num(7)))
OPEN_BRANCHES = tree("piecewise", False, (X, less(X, ZERO)))
LOG_NEGATIVE = less(call("log", X), ZERO)
UNDECIDED = less(ZERO, sub(call("exp", call("log", TWO)), TWO))


@pytest.mark.parametrize(
    ("node", "x", "value"),
    [
        (add(X, power(X, TWO)), "1/2", "3/4"),
        (mul(num(3), X, X), "-2", "12"),
        (BRANCHES, "-3", "-3"),
        (BRANCHES, "1/2", "1/4"),
        (BRANCHES, "1", "7"),
        (indicator(at_most(X, ONE)), "1", "1"),
        (mul(indicator(less(ZERO, X)), call("log", X)), "-1", "0"),
        (mul(indicator(less(ZERO, X)), indicator(LOG_NEGATIVE)), "-1", "0"),
        (mul(indicator(LOG_NEGATIVE), indicator(less(ZERO, X))), "-1", "0"),
        (tree("sum", "k", (mul(K, X), ONE, num(4))), "1/2", "5"),
        (tree("sum", "k", (K, ONE, ZERO)), "0", "0"),
        (tree("prod", "k", (add(K, X), ONE, num(3))), "0", "6"),
        (tree("sum", "x", (X, ONE, X)), "3", "6"),
    ],
)
def test_exact_values(node: Tree, x: str, value: str) -> None:
    """At rational points rational expressions are exact; an indicator of 0 annihilates what is undefined."""
    numbers = [fmpq(*map(int, t.split("/"))) for t in (x, value)]
    assert at(node, numbers[0]) == numbers[1]


@pytest.mark.parametrize(
    ("node", "outcome"),
    [
        (call("log", neg(X)), Undefined),
        (div(ONE, sub(X, HALF)), Undefined),
        (OPEN_BRANCHES, Undefined),
        (indicator(less(call("log", neg(X)), ZERO)), Undefined),
        (call("heaviside", sub(X, HALF)), Convention),
        (power(sub(X, ONE), num(fmpq(1, 3))), Convention),
        (INFINITY, Infinite),
        (add(X, INFINITY), Infinite),
        (sub(INFINITY, INFINITY), Undefined),
        (mul(sub(X, HALF), INFINITY), Convention),
        (call("exp", INFINITY), Unknown),
        (var("unbound"), Unknown),
        (call("measure", Q), Unknown),
        (tree("sum", "k", (K, ONE, num(10**6))), Unknown),
        (tree("sum", "k", (K, ONE, X)), Unknown),
        (indicator(UNDECIDED), Unknown),
    ],
)
def test_without_a_value(node: Tree, outcome: type[Exception]) -> None:
    """At x = 1/2 these have no value, each for its own reason."""
    with pytest.raises(outcome):
        at(node)


@pytest.mark.parametrize(("node", "sign"), [(add(X, INFINITY), 1), (mul(num(-3), X, INFINITY), -1)])
def test_infinite_values_have_a_sign(node: Tree, sign: int) -> None:
    """oo plus and times finite numbers stays infinite, with the right sign."""
    with pytest.raises(Infinite) as infinite:
        at(node)
    assert infinite.value.sign == sign


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        (TRUE, True),
        (FALSE, False),
        (less(X, ONE), True),
        (at_most(X, HALF), True),
        (less(X, HALF), False),
        (tree("eq", None, (X, HALF)), True),
        (tree("ne", None, (X, HALF)), False),
        (less(X, INFINITY), True),
        (less(INFINITY, INFINITY), False),
        (at_most(INFINITY, INFINITY), True),
        (less(MINUS_INFINITY, X), True),
        (negation(less(X, ONE)), False),
        # One operand decides "and" and "or", whichever side it stands on and whatever the other is.
        (conjunction(FALSE, UNDECIDED), False),
        (conjunction(UNDECIDED, FALSE), False),
        (conjunction(less(call("log", neg(X)), ZERO), FALSE), False),
        (disjunction(UNDECIDED, TRUE), True),
        (disjunction(less(call("log", neg(X)), ZERO), TRUE), True),
        (member(X, interval(ZERO, HALF)), True),
        (member(X, interval(ZERO, HALF, True, False)), False),
        (member(X, interval(MINUS_INFINITY, INFINITY, False, False)), True),
        (member(X, REALS), True),
        (member(X, Q), True),
        (member(X, Z), False),
        (member(ZERO, N), False),
        (member(ONE, N), True),
        (member(num(fmpq(1, 4)), CANTOR), True),
        (member(X, finite(ZERO, HALF)), True),
        (member(X, finite()), False),
        (member(X, tree("union", None, (finite(ZERO), interval(ZERO, ONE)))), True),
        (member(X, tree("intersection", None, (Z, interval(ZERO, ONE)))), False),
        (member(X, tree("minus", None, (interval(ZERO, ONE), Q))), False),
        (member(X, tree("minus", None, (REALS, Z))), True),
        (member(X, tree("minus", None, (REALS, REALS))), False),
        (member(X, tree("complement", None, (Z,))), True),
        (member(X, tree("builder", "t", (less(var("t"), ONE),))), True),
        (member(neg(X), tree("builder", "t", (less(call("log", var("t")), ZERO),))), False),
        (member(X, tree("big_union", "k", (interval(K, add(K, ONE)), ZERO, num(3)))), True),
        (member(X, tree("big_intersection", "k", (interval(neg(K), K), ONE, num(3)))), True),
        (member(X, tree("big_intersection", "k", (interval(neg(K), K), ZERO, num(3)))), False),
    ],
)
def test_conditions_at_one_half(condition: Tree, truth: bool) -> None:
    """Conditions and memberships at the exact point x = 1/2."""
    assert holds(condition) is truth


@pytest.mark.parametrize(
    ("family", "truth"),
    [
        (tree("big_union", "k", (interval(neg(K), K), ZERO, INFINITY)), True),
        (tree("big_intersection", "k", (interval(K, add(K, ONE)), ZERO, INFINITY)), False),
        (tree("big_union", "k", (interval(K, add(K, ONE)), ONE, INFINITY)), None),
        (tree("big_intersection", "k", (interval(neg(K), K), ONE, INFINITY)), None),
    ],
)
def test_an_endless_family_is_decided_by_its_first_sets_or_not_at_all(family: Tree, truth: bool | None) -> None:
    """One set decides a union that holds the point, or an intersection that does not; nothing else is concluded."""
    if truth is None:
        with pytest.raises(Unknown):
            holds(member(X, family))
    else:
        assert holds(member(X, family)) is truth


def test_an_open_and_an_undefined_operand_stay_open() -> None:
    """Undefined may be claimed only when no open operand could still decide."""
    undefined = less(call("log", neg(X)), ZERO)
    with pytest.raises(Unknown):
        holds(conjunction(undefined, UNDECIDED))
    with pytest.raises(Undefined):
        holds(conjunction(undefined, TRUE))


@pytest.mark.parametrize("null_set", [Q, Z, N, CANTOR, finite(HALF, ZERO), tree("image", "k", (div(ONE, K), N))])
@pytest.mark.parametrize("element", [X, add(X, ONE), mul(num(-2), X)])
def test_almost_every_point_of_a_ball_avoids_a_null_set(null_set: Tree, element: Tree) -> None:
    """The variable and its affine images avoid null sets, also where the ball meets them."""
    assert holds(member(element, null_set), thick(fmpq(1, 2))) is False


@pytest.mark.parametrize(
    ("element", "null_set"),
    [
        (sub(X, X), Q),
        (sub(X, X), Z),
        (mul(ZERO, X), Q),
        (call("max", sub(X, HALF), ZERO), finite(ZERO)),
        (add(power(call("sin", X), TWO), power(call("cos", X), TWO)), Q),
        (X, finite(X)),
        (sub(X, X), tree("builder", "t", (member(var("t"), Q),))),
        (X, tree("image", "k", (add(X, K), Z))),
    ],
)
def test_an_expression_may_stay_in_a_null_set(element: Tree, null_set: Tree) -> None:
    """x - x is rational at every x: nothing is claimed for expressions that may be constant."""
    with contextlib.suppress(Unknown):
        assert holds(member(element, null_set), thick(fmpq(1, 2))) is True


def test_a_bound_name_keeps_the_freedom_of_its_variable() -> None:
    """{t : t in Q} holds x for almost no x, since t stands for x itself."""
    assert holds(member(X, tree("builder", "t", (member(var("t"), Q),))), thick(fmpq(1, 2))) is False


def test_everywhere_on_a_ball_nothing_is_claimed_of_null_sets() -> None:
    """With `almost_everywhere` off, membership of a ball in Q stays open."""
    with pytest.raises(Unknown):
        holds(member(X, Q), thick(fmpq(1, 2)), almost_everywhere=False)


def test_a_negative_base_to_a_free_exponent_is_undefined() -> None:
    """(-2)^x is undefined for almost every x, but (-2)^(x - x + 2) is 4."""
    with pytest.raises(Undefined):
        at(power(num(-2), X), thick(3))
    with pytest.raises(Unknown):
        at(power(num(-2), add(sub(X, X), TWO)), thick(3))


def test_constants_are_balls_at_the_working_precision() -> None:
    """pi and e get narrower with the precision."""
    for bits in (64, 512):
        with precision(bits):
            for constant in (PI, E):
                assert Evaluator({})(constant).rel_accuracy_bits() >= bits - 4


def test_a_budget_is_spent_and_ends_the_evaluation() -> None:
    """Steps are counted, inside sums as well."""
    budget = Budget(50)
    with pytest.raises(OutOfSteps):
        Evaluator({}, budget=budget)(tree("sum", "k", (power(K, MINUS_ONE), ONE, num(1000))))


def test_without_a_budget_long_evaluations_are_unknown() -> None:
    """A sum of sums ends after 20,000 nodes."""
    inner = tree("sum", "j", (mul(var("j"), K), ONE, num(1000)))
    with pytest.raises(Unknown):
        Evaluator({})(tree("sum", "k", (inner, ONE, num(1000))))


def test_infinity_is_not_the_number_one() -> None:
    """The infinity of an open end, kept as a sign, is never mistaken for the number 1 or -1."""
    outside = Evaluator({}, almost_everywhere=False)
    assert outside.member(ONE, interval(ONE, INFINITY, True, False))
    assert outside.member(ONE, interval(ZERO, INFINITY, True, False))
    assert outside.member(MINUS_ONE, interval(MINUS_INFINITY, MINUS_ONE, False, True))
    assert outside.condition(less(ONE, INFINITY))
    assert not outside.condition(less(INFINITY, ONE))


def test_an_endless_sum_or_product_is_not_infinite() -> None:
    """The upper end oo of a sum is never taken for its value."""
    for head in ("sum", "prod"):
        with pytest.raises(Unknown):
            Evaluator({})(tree(head, "k", (HALF, ONE, INFINITY)))
