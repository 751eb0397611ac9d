"""Regions of a box cut out by inequalities, as boxes again.

A condition that bounds one variable by the others, v >= b(rest), becomes v = b + v' with v' > 0, or
v = b + (high - b) v' with 0 < v' < 1. Hypotheses: the coefficient of v has one sign on the box, and b lies at or above
the old low end (or at or below the high one), whatever the others are; else the region would gain or lose points. A
condition that cannot be used is dropped, which leaves a larger region; where b is above the old end for some and below
it for other values of the rest, the region falls into two. Where
the bound may leave the range of v, all values beyond the bound are tried first: that is more than was asked. A
function that grows from the bound on is least there, and nothing else has to be proved. The
boundary v = b is a goal of its own where
the condition includes it, unless null sets in v don't count.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from flint import fmpq

from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis.forall.continuity import continuous
from tutor.mathematics.analysis.forall.goals import Goal, bounds, is_infinite, with_variable, without
from tutor.mathematics.analysis.forall.inverses import affine_in_kernel, inverse
from tutor.mathematics.analysis.forall.procedure import Search
from tutor.mathematics.analysis.forall.switches import Condition, switch_of
from tutor.mathematics.analysis.forall.tidying import tidy, without_zeros
from tutor.mathematics.analysis.isolated import tree_of
from tutor.mathematics.analysis.rolle import signs
from tutor.mathematics.trees import Variable, substitute
from tutor.mathematics.trees.build import INFINITY, ONE, ZERO, add, div, mul, neg, num, sub, var
from tutor.mathematics.trees.calculus import NotSmooth, derivative

Conditions = tuple[Condition, ...]

MAX_SIDES = 3


def restricted(goal: Goal, conditions: Sequence[Condition], search: Search, depth: int) -> list[Goal]:
    """Goals on boxes that together say the goal wherever the conditions hold. Raises Undecided."""
    if not conditions:
        return [goal]
    first, rest = conditions[0], tuple(conditions[1:])
    _, highest = bounds(first.expression, goal.box, lenient=True)
    if highest < 0 or (highest == 0 and first.strict):
        return []  # where it is undefined it does not hold either
    sign = search.sign(first.expression, goal)
    if sign is not None:
        holds = sign > 0 or (sign == 0 and not first.strict)
        return restricted(goal, rest, search, depth) if holds else []
    for variable in sorted(goal.box, key=lambda v: (v.name != search.bounded, v.name not in goal.null, not v.integer)):
        found = _bounded(goal, first, rest, variable, search, depth)
        if found is not None:
            return found
    if len(free_names(first.expression)) == 1:
        return _cut(goal, first, rest, search, depth)
    return restricted(goal, rest, search, depth)


def _bounded(
    goal: Goal, condition: Condition, rest: Conditions, variable: Variable, search: Search, depth: int
) -> list[Goal] | None:
    """The region where the condition bounds this variable by the others; None where it does not."""
    name = variable.name
    if name not in free_names(condition.expression):
        return None
    solved = _solved(condition.expression, variable, goal, search)
    if solved is None:
        return None
    bound, rising = solved
    others = goal.on(without(goal.box, name))
    old, far = (variable.low, variable.high) if rising > 0 else (variable.high, variable.low)
    inward = sub(bound, old) if rising > 0 else sub(old, bound)
    if not is_infinite(old) and not search.holds(others.of(inward).weakly(), depth + 1):
        if search.holds(others.of(neg(inward)).weakly(), depth + 1):
            return restricted(goal, rest, search, depth)
        larger = _beyond(goal, condition, rest, variable, bound, far, rising, search, depth)
        if all(search.holds(g, depth + 1) for g in larger):
            return larger
        return _both_sides(goal, Condition(inward), condition, rest, search, depth)
    if not is_infinite(far) and _is_beyond(bound, far, rising, others, search, depth):
        return []
    return _beyond(goal, condition, rest, variable, bound, far, rising, search, depth)


def _beyond(
    goal: Goal,
    condition: Condition,
    rest: Conditions,
    variable: Variable,
    bound: Tree,
    far: Tree,
    rising: int,
    search: Search,
    depth: int,
) -> list[Goal]:
    """The goal for all values of the variable beyond the bound, whether or not the bound lies in its range."""
    name = variable.name
    at_bound = _least_at_bound(goal, variable, bound, far, rising, search, depth)
    if at_bound is not None:
        return [at_bound]
    inside = _inside(variable, bound, far, rising)
    found = _substituted(goal, rest, *inside, search, depth)
    if not condition.strict and name not in goal.null:
        found += _at(goal, rest, name, bound, search, depth)
    return found


def _solved(expression: Tree, variable: Variable, goal: Goal, search: Search) -> tuple[Tree, int] | None:
    """(b, direction): the expression is >= 0 just where variable >= b (direction 1) or <= b (-1)."""
    found = affine_in_kernel(expression, variable.name)
    if found is None:
        return None
    try:
        slope = search.sign(derivative(found.kernel, variable.name), goal)
    except NotSmooth:
        return None
    factor = search.sign(found.slope, goal)
    if not slope or not factor:
        return None
    target = neg(div(found.rest, found.slope))
    bound = inverse(found.kernel, variable.name, target, lambda base: search.sign(base, goal) == 1)
    if bound is None or not continuous(bound, goal.on(without(goal.box, variable.name)), search):
        return None
    return bound, slope * factor


def _both_sides(
    goal: Goal, inward: Condition, condition: Condition, rest: Conditions, search: Search, depth: int
) -> list[Goal] | None:
    """The region where the bound lies inside the range, then that where it does not and so asks for nothing."""
    if depth >= MAX_SIDES:
        return None
    inside = restricted(goal, (inward, condition, *rest), search, depth + 1)
    return inside + restricted(goal, (inward.negated(), *rest), search, depth + 1)


def _is_beyond(bound: Tree, far: Tree, rising: int, others: Goal, search: Search, depth: int) -> bool:
    """Whether the bound certainly leaves nothing of the open range."""
    beyond = sub(bound, far) if rising > 0 else sub(far, bound)
    return search.holds(others.of(beyond).weakly(), depth + 1)


def _least_at_bound(
    goal: Goal, variable: Variable, bound: Tree, far: Tree, rising: int, search: Search, depth: int
) -> Goal | None:
    """The goal at the bound, where it is proved and the function grows from there on; None otherwise.

    Hypothesis: the function is continuous and monotone in v on a range that holds every bound and every v beyond it.
    """
    rest = goal.on(without(goal.box, variable.name))
    low, high = bounds(bound, rest.box, lenient=True)
    nearest = low if rising > 0 else high
    if not math.isfinite(nearest) or switch_of(goal.function) is not None:
        return None
    end = num(fmpq(*nearest.as_integer_ratio()))
    range_ = replace(variable, low=end, high=far) if rising > 0 else replace(variable, low=far, high=end)
    wide = goal.on(with_variable(goal.box, range_))
    at_bound = rest.of(tidy(substitute(goal.function, {variable.name: bound})))
    try:
        slope = mul(num(rising), without_zeros(derivative(goal.function, variable.name)))
    except NotSmooth:
        return None
    if not continuous(goal.function, wide, search) or not search.holds(wide.of(slope).weakly(), depth + 1):
        return None
    return at_bound if search.holds(at_bound, depth + 1) else None


def _inside(variable: Variable, bound: Tree, far: Tree, rising: int) -> tuple[Tree, Variable]:
    """What stands for the variable beyond the bound, and where its new namesake runs."""
    here = var(variable.name)
    if not free_names(bound):
        return here, replace(variable, low=bound) if rising > 0 else replace(variable, high=bound)
    if is_infinite(far):
        step = here if rising > 0 else neg(here)
        return add(bound, step), replace(variable, low=ZERO, high=INFINITY, integer=False)
    return add(bound, mul(tidy(sub(far, bound)), here)), replace(variable, low=ZERO, high=ONE, integer=False)


def _substituted(
    goal: Goal, rest: Conditions, value: Tree, variable: Variable, search: Search, depth: int
) -> list[Goal]:
    values = {variable.name: value}
    moved = Goal(tidy(substitute(goal.function, values)), with_variable(goal.box, variable), goal.strict, goal.null)
    left = tuple(replace(c, expression=tidy(substitute(c.expression, values))) for c in rest)
    return restricted(moved, left, search, depth)


def _at(goal: Goal, rest: Conditions, name: str, value: Tree, search: Search, depth: int) -> list[Goal]:
    """The goal on the surface where the variable has this value."""
    values = {name: value}
    moved = Goal(tidy(substitute(goal.function, values)), without(goal.box, name), goal.strict, goal.null)
    left = tuple(replace(c, expression=tidy(substitute(c.expression, values))) for c in rest)
    return restricted(moved, left, search, depth)


def _cut(goal: Goal, condition: Condition, rest: Conditions, search: Search, depth: int) -> list[Goal]:
    """The stretches of a single variable on which the condition holds. Raises Undecided."""
    (name,) = free_names(condition.expression)
    variable = goal.named(name)
    chart = signs(condition.expression, name, variable.low, variable.high, search.budget)
    ends = [variable.low, *(tree_of(point) for point in chart.points), variable.high]
    found: list[Goal] = []
    for low, high, sign in zip(ends, ends[1:], chart.signs, strict=False):
        if sign is None or sign > 0 or (sign == 0 and not condition.strict):
            found += _substituted(goal, rest, var(name), replace(variable, low=low, high=high), search, depth)
    if name not in goal.null:
        for end in ends[1:-1]:
            found += _at(goal, rest, name, end, search, depth)
    return found
