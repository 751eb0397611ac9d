"""The normal form has the value of the expression, and the signs it claims, at random points: mpmath is the witness."""

import itertools
from collections.abc import Iterator
from functools import cmp_to_key

import mpmath
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mathematics.algebra import oracle
from tests.mathematics.algebra.proving import domain
from tutor.language.tree import Tree, tree
from tutor.mathematics.algebra import Cell, Field, Need, Split, TooLarge, Units, Unsupported, closed, compare
from tutor.mathematics.trees import Budget, OutOfSteps
from tutor.mathematics.trees.build import PI, E, add, at_most, call, div, indicator, less, mul, num, power, var

CLOSE = mpmath.mpf(10) ** -30
POINTS = [
    fmpq(p, q) for p, q in ((0, 1), (1, 1), (-1, 1), (1, 3), (-2, 7), (9, 4), (-13, 5), (31, 9), (-40, 7), (3, 2))
]
PLACES = [fmpq(p, 97) for p in (-611, -233, -150, -31, 5, 44, 71, 120, 190, 305, 508)]

numbers = st.builds(lambda p, q: num(fmpq(p, q)), st.integers(-4, 4), st.sampled_from((1, 1, 2, 3)))
TOTAL = ("sin", "cos", "exp", "abs", "sigmoid", "tanh", "atan", "relu", "sign", "softplus", "erf", "cbrt", "asinh")
PARTIAL = ("log", "sqrt", "asin", "floor", "tan", "gamma", "acos", "ceil")


def expressions(*names: str) -> st.SearchStrategy[Tree]:
    """Expressions of a few levels in these variables."""
    leaves = st.one_of(st.sampled_from([var(name) for name in names] * 3 + [PI, E]), numbers)
    return st.recursive(leaves, _grown, max_leaves=7)


def _grown(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    conditions = st.builds(lambda f, a, b: f(a, b), st.sampled_from((less, at_most)), inner, inner)
    return st.one_of(
        st.builds(add, inner, inner),
        st.builds(mul, inner, inner),
        st.builds(div, inner, inner),
        st.builds(power, inner, st.sampled_from([num(2), num(3), num(-1), num(fmpq(1, 2)), num(fmpq(3, 2))])),
        st.builds(call, st.sampled_from(TOTAL), inner),
        st.builds(call, st.sampled_from(PARTIAL), inner),
        st.builds(call, st.sampled_from(("max", "min", "norm2")), inner, inner),
        st.builds(lambda c, f: mul(indicator(c), f), conditions, inner),
        st.builds(lambda f, c, g: tree("piecewise", True, (f, c, g)), inner, conditions, inner),
    )


Leaf = tuple[Field, Cell | None, dict[str, tuple[Tree, int]]]


def leaves(node: Tree, on: str, most: int = 12) -> Iterator[Leaf]:
    """The cells and branches on which the tree has a normal form, with the signs assumed there."""
    box, units = domain(on), Units()
    start = Cell(closed(box.reals[0].low), closed(box.reals[0].high)) if len(box.reals) == 1 else None
    waiting: list[tuple[Cell | None, dict[str, tuple[Tree, int]]]] = [(start, {})]
    for _ in range(most):
        if not waiting:
            return
        cell, signs = waiting.pop()
        field = Field(box, Budget(60_000), cell, {name: sign for name, (_, sign) in signs.items()}, units=units)
        try:
            if field.normals(node)[0] is not None:
                yield field, cell, signs
        except Split as split:
            assert cell is not None
            ends = [cell.low, *sorted(split.points, key=cmp_to_key(compare)), cell.high]
            waiting += [(Cell(low, high), signs) for low, high in itertools.pairwise(ends)]
        except Need as need:
            waiting += [(cell, {**signs, need.name: (need.tree, sign)}) for sign in (1, -1) if need.name not in signs]
        except (Unsupported, TooLarge, OutOfSteps):
            continue


def places(leaf: Leaf, names: str) -> Iterator[dict[str, fmpq]]:
    """Rational points of the leaf, off the excluded sets."""
    field, cell, signs = leaf
    off = [excluded.tree for excluded in field.excluded.values() if excluded.tree is not None]
    for i, q in enumerate(POINTS + PLACES):
        at = {name: q if j == 0 else PLACES[(5 * i + j) % len(PLACES)] for j, name in enumerate(names)}
        if cell is not None and not cell.holds(q):
            continue
        try:
            inside = all(mpmath.sign(oracle.value(node, at)) == sign for node, sign in signs.values())
            if inside and all(oracle.value(node, at) != 0 for node in off):
                yield at
        except (oracle.NoValue, OverflowError, ValueError):
            continue


def check_values(node: Tree, on: str, names: str) -> None:
    """The value of the tree is the value of its normal form wherever both exist."""
    for leaf in leaves(node, on):
        form = leaf[0].as_tree(leaf[0].normal(node))
        for at in places(leaf, names):
            try:
                left, right = oracle.value(node, at), oracle.value(form, at)
            except (oracle.NoValue, OverflowError, ValueError, ZeroDivisionError):
                continue
            assert abs(left - right) <= CLOSE * (1 + abs(left)), (node, form, at)


@given(expressions("x"))
@settings(max_examples=150, deadline=None)
def test_the_normal_form_has_the_value_of_the_expression(node: Tree) -> None:
    """On every cell of the line the normal form evaluates to what the expression evaluates to."""
    check_values(node, "x", "x")


@given(expressions("x", "y"))
@settings(max_examples=80, deadline=None)
def test_the_normal_form_has_the_value_of_the_expression_in_the_plane(node: Tree) -> None:
    """On every branch of signs in two variables likewise."""
    check_values(node, "x; y", "xy")


@given(expressions("x"))
@settings(max_examples=150, deadline=None)
def test_a_claimed_sign_is_the_sign_of_the_value(node: Tree) -> None:
    """A sign holds at every point of the cell and branch."""
    for leaf in leaves(node, "x"):
        try:
            sign = leaf[0].sign(leaf[0].normal(node))
        except (Need, Split, Unsupported, TooLarge, OutOfSteps):
            continue
        for at in places(leaf, "x"):
            try:
                value = oracle.value(node, at)
            except (oracle.NoValue, OverflowError, ValueError, ZeroDivisionError):
                continue
            assert abs(value) < CLOSE if sign == 0 else mpmath.sign(value) in (sign, 0), (node, sign, at)
