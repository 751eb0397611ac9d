"""Declared ranges become ends of variables where they can, and conditions where they can't."""

from typing import Any

import pytest

from tutor.kinds import Question
from tutor.kinds.domains import declared
from tutor.language.names import Names
from tutor.language.reading import read
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.trees.rewrite import core

RANGES = {
    "real": ("-oo", "oo", "()"),
    "real in R": ("-oo", "oo", "()"),
    "real in (0,1)": ("0", "1", "()"),
    "real in [0,1)": ("0", "1", "[)"),
    "real in ]0,1]": ("0", "1", "(]"),
    "real in [0,oo)": ("0", "oo", "[)"),
    "real in (-pi, sqrt(2)]": ("-pi", "sqrt(2)", "(]"),
    "real > 0": ("0", "oo", "()"),
    "real >= 1/2": ("1/2", "oo", "[)"),
    "real < -1": ("-oo", "-1", "()"),
    "integer": ("-oo", "oo", "()"),
    "integer in Z": ("-oo", "oo", "()"),
    "integer in N": ("1", "oo", "[)"),
    "integer >= 1": ("1", "oo", "[)"),
    "integer > 1": ("2", "oo", "[)"),
    "integer >= 1/2": ("1", "oo", "[)"),
    "integer in [1,5]": ("1", "5", "[]"),
    "integer in (0,5)": ("1", "4", "[]"),
    "integer in (1/2, 9/2)": ("1", "4", "[]"),
    "integer <= -2": ("-oo", "-2", "(]"),
}


def number(text: str) -> Tree:
    """The number in core form."""
    return core(read(text).tree)


def condition(text: str, *names: str) -> Tree:
    """The condition in core form."""
    return core(read(text, Names(dict.fromkeys(names, "real")), Sort.CONDITION).tree)


def fields(**given: Any) -> Question:
    """A question with these fields."""
    return Question("function", given)


@pytest.mark.parametrize("text", RANGES)
def test_a_range_gives_the_ends(text: str) -> None:
    """Integers get ends that are integers and belong to them."""
    low, high, brackets = RANGES[text]
    _, domain = declared(fields(variables={"x": text}))
    (variable,) = domain.variables
    assert domain.condition is None
    assert (variable.low, variable.high) == (number(low), number(high))
    assert variable.low_closed == (brackets[0] == "[")
    assert variable.high_closed == (brackets[1] == "]")
    assert variable.integer == text.startswith("integer")


def test_one_real_variable_is_declared_unless_others_are() -> None:
    """Without `variables` there is a real x."""
    names, domain = declared(fields())
    assert list(names) == ["x"]
    assert [variable.name for variable in domain.variables] == ["x"]


@pytest.mark.parametrize(
    ("on", "low", "high"),
    [
        ("(0,1)", "0", "1"),
        ("[0,1]", "0", "1"),
        ("0 < x < 1", "0", "1"),
        ("x > 0 and x <= 1", "0", "1"),
        ("x > 0", "0", "oo"),
    ],
)
def test_on_gives_the_ends_of_the_only_variable(on: str, low: str, high: str) -> None:
    """A set or a condition with plain bounds leaves no condition behind."""
    _, domain = declared(fields(on=on))
    assert domain.condition is None
    assert (domain.variables[0].low, domain.variables[0].high) == (number(low), number(high))


@pytest.mark.parametrize("on", ["x != 0", "x^2 < 2", "x in (0,1) U (2,3)", "x in Q", "x > 0 or x < -1", "sin(x) > 0"])
def test_what_is_no_plain_bound_stays_a_condition(on: str) -> None:
    """The variable runs over the line, cut by the condition."""
    _, domain = declared(fields(on=on))
    assert domain.condition is condition(on, "x")
    assert domain.variables[0].low is number("-oo")


def test_a_second_bound_stays_a_condition() -> None:
    """No bound is lost where an end is taken already."""
    _, domain = declared(fields(variables={"x": "real in (0,1)"}, on="x < 1/2"))
    assert domain.variables[0].high is number("1")
    assert domain.condition is condition("x < 1/2", "x")


def test_a_bound_by_another_variable_stays_a_condition() -> None:
    """Ends are numbers."""
    _, domain = declared(fields(variables={"x": "real > 0", "y": "real"}, on="x < y < 1"))
    assert domain.condition is condition("x < y", "x", "y")
    assert domain.variables[1].high is number("1")


def test_a_range_may_name_another_variable() -> None:
    """It is a condition on both."""
    _, domain = declared(fields(variables={"n": "integer >= 1", "k": "integer in [1,n]"}))
    assert domain.condition is not None
