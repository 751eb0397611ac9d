"""Declared variables and where they run: `real in (0,1)`, `integer >= 1`, cut by `on`, a condition or a set."""

import re
from collections.abc import Mapping
from dataclasses import replace

from flint import fmpq

from tutor.kinds import Question, QuestionFault
from tutor.kinds.fields import as_set, read_field, text_of
from tutor.language.names import Names
from tutor.language.sorts import Sort
from tutor.language.tree import Tree, free_names
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    ONE,
    REALS,
    conjunction,
    member,
    num,
    sign_of_infinity,
    var,
)
from tutor.mathematics.trees.domain import Domain, Variable
from tutor.mathematics.trees.rewrite import core

_DECLARATION = re.compile(r"\s*(real|integer)\b\s*(.*)", re.DOTALL)


def declared(question: Question, default: str = "x") -> tuple[Names, Domain]:
    """The names of the field `variables` (one real variable where it is absent), and the set on which they run.

    Raises QuestionFault.
    """
    ranges = _ranges(question, default)
    try:
        names = Names({name: sort for name, (sort, _) in ranges.items()})
    except ValueError as error:
        raise QuestionFault("variables", str(error)) from None
    conditions = [_range(name, rest, names) for name, (_, rest) in ranges.items() if rest.strip()]
    if "on" in question.fields:
        conditions.append(_on(text_of(question, "on"), names))
    variables = [
        Variable(name, MINUS_INFINITY, INFINITY, integer=sort == "integer") for name, (sort, _) in ranges.items()
    ]
    return names, narrowed(variables, conditions)


def narrowed(variables: list[Variable], conditions: list[Tree]) -> Domain:
    """The domain of these variables under these conditions; a bound on a single variable becomes its end."""
    ends = {variable.name: variable for variable in variables}
    others = []
    for condition in conditions:
        for part in condition.args if condition.head == "and" else (condition,):
            bounded = _bounded(ends, part)
            if bounded is None:
                others.append(part)
            else:
                ends[bounded.name] = bounded
    whole = tuple(_on_integers(v) if v.integer else v for v in ends.values())
    return Domain(whole, conjunction(*others) if others else None)


def _ranges(question: Question, default: str) -> dict[str, tuple[str, str]]:
    """For each variable `real` or `integer`, and its text with blanks in the place of that word."""
    texts = question.fields.get("variables", {default: "real"})
    if not isinstance(texts, Mapping) or not texts:
        raise QuestionFault("variables", "expected names with their ranges, such as x: real in (0,1)")
    ranges = {}
    for name, text in texts.items():
        found = _DECLARATION.fullmatch(text) if isinstance(text, str) else None
        if found is None:
            expected = "expected 'real' or 'integer', and where it runs: 'real in (0,1)', 'integer >= 1'"
            raise QuestionFault("variables", f"{name}: {expected}; found '{text}'")
        ranges[name] = (found[1], " " * found.start(2) + found[2])
    return ranges


def _range(name: str, rest: str, names: Names) -> Tree:
    """The condition that `in (0,1)` or `>= 1` sets for the variable, which is written in front of it."""
    condition = rest.replace(" " * len(name), name, 1) if rest.startswith(" " * (len(name) + 1)) else f"{name} {rest}"
    shift = len(condition) - len(rest)
    return core(read_field("variables", condition, names, Sort.CONDITION, shift=shift).tree)


def _on(text: str, names: Names) -> Tree:
    """The condition, or membership of the only variable in the set."""
    reading = read_field("on", text, names, Sort.SET, Sort.PAIR, Sort.CONDITION)
    if reading.sort is Sort.CONDITION:
        return core(reading.tree)
    if len(names.sorts) != 1:
        raise QuestionFault("on", "a set tells where one variable runs; for several, write a condition")
    return core(member(var(*names.sorts), as_set(reading.tree)))


def _bounded(ends: Mapping[str, Variable], part: Tree) -> Variable | None:
    """The variable with the end that this condition gives it; None where it is not a plain bound on a free end."""
    if part.head == "in":
        return _bounded_by_set(ends.get(_name(part.args[0])), part.args[1])
    if part.head not in ("lt", "le"):
        return None
    left, right = part.args
    closed = part.head == "le"
    if not free_names(left) and _has_free_low(ends.get(_name(right))):
        return replace(ends[_name(right)], low=left, low_closed=closed)
    if not free_names(right) and _has_free_high(ends.get(_name(left))):
        return replace(ends[_name(left)], high=right, high_closed=closed)
    return None


def _bounded_by_set(variable: Variable | None, set_: Tree) -> Variable | None:
    if variable is None or not (_has_free_low(variable) and _has_free_high(variable)):
        return None
    if set_.head == "interval" and not free_names(set_):
        low_closed, high_closed = set_.value
        low, high = set_.args
        return replace(variable, low=low, high=high, low_closed=low_closed, high_closed=high_closed)
    if set_ is REALS or (variable.integer and set_.head == "set" and set_.value == "Z"):
        return variable
    if variable.integer and set_.head == "set" and set_.value == "N":
        return replace(variable, low=ONE, low_closed=True)
    return None


def _name(node: Tree) -> str:
    return str(node.value) if node.head == "var" else ""


def _has_free_low(variable: Variable | None) -> bool:
    return variable is not None and sign_of_infinity(variable.low) < 0


def _has_free_high(variable: Variable | None) -> bool:
    return variable is not None and sign_of_infinity(variable.high) > 0


def _on_integers(variable: Variable) -> Variable:
    """The same integers between rational ends that are integers and belong to them."""
    low, high = variable.low, variable.high
    if low.head == "num":
        first = low.value.ceil() + (low.value.denom() == 1 and not variable.low_closed)
        variable = replace(variable, low=num(fmpq(first)), low_closed=True)
    if high.head == "num":
        last = high.value.floor() - (high.value.denom() == 1 and not variable.high_closed)
        variable = replace(variable, high=num(fmpq(last)), high_closed=True)
    return variable
