"""The condition of a domain as inequalities without switches, in alternatives: n >= max(1, ceil(1/eps)) and the like.

What is found holds wherever the condition holds, so it describes the same region or a larger one: from n >= floor(u)
follows n > u - 1, from n >= ceil(u) follows n >= u. For integers n > m says n >= m + 1.
"""

from collections.abc import Collection
from dataclasses import replace

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.analysis.forall.switches import Condition, basic, conditions_of, integral, replaced
from tutor.mathematics.trees import Budget
from tutor.mathematics.trees.build import MINUS_ONE, add, var
from tutor.mathematics.trees.calculus import NotSmooth, derivative

PLACE = "_switch"
MAX_ALTERNATIVES = 8

Conditions = tuple[Condition, ...]


def alternatives(condition: Tree, integers: Collection[str], budget: Budget) -> list[Conditions] | None:
    """Regions whose union holds every point where the condition holds; None where it is of another shape."""
    parts = conditions_of(condition)
    if parts is None:
        return None
    found: list[Conditions] = [()]
    for part in parts:
        plain = replace(part, expression=basic(part.expression, integers))
        options = _options(_whole(plain, integers), budget)
        found = [(*before, *option) for before in found for option in options]
        if len(found) > MAX_ALTERNATIVES:
            return None
    return found


def _whole(condition: Condition, integers: Collection[str]) -> Condition:
    """h > 0 for integers is h - 1 >= 0."""
    if condition.strict and integral(condition.expression, integers):
        return Condition(add(condition.expression, MINUS_ONE))
    return condition


def _options(condition: Condition, budget: Budget) -> list[Conditions]:
    """The condition without floor, max and min."""
    node = next(
        (n for n in walk(condition.expression) if n.head == "call" and n.value in ("floor", "max", "min")), None
    )
    if node is None:
        return [(condition,)]
    direction = _direction(condition.expression, node, budget)
    if direction is None:
        return [()]
    if node.value == "floor":
        lowest = node.args[0] if direction > 0 else add(node.args[0], MINUS_ONE)
        return _options(_with(condition, node, lowest, condition.strict or direction < 0), budget)
    each = [_options(_with(condition, node, a, condition.strict), budget) for a in node.args]
    if (node.value == "max") == (direction > 0):
        return [option for options in each for option in options]
    joined: list[Conditions] = [()]
    for options in each:
        joined = [(*before, *option) for before in joined for option in options]
    return joined


def _with(condition: Condition, node: Tree, value: Tree, strict: bool) -> Condition:
    return Condition(replaced(condition.expression, node, value), strict)


def _direction(expression: Tree, node: Tree, budget: Budget) -> int | None:
    """1 or -1 as the expression rises or falls with the node, at a constant rate; None where it does neither."""
    try:
        slope = derivative(replaced(expression, node, var(PLACE)), PLACE)
        return None if free_names(slope) else Constants(budget).sign(slope) or None
    except (NotSmooth, Undecided):
        return None
