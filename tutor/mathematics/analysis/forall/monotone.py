"""A function that rises in one variable is at least its limit at the low end, one that falls its limit at the high end.

Hypotheses: the function is continuous on the whole open box (its caller checks this), and its derivative is >= 0 there.
For > 0 the limit has to be > 0, or the derivative has to be > 0 as well: from f' >= 0 and a limit >= 0 follows no more
than f >= 0.
"""

from dataclasses import replace

from flint import fmpq

from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis.forall.continuity import continuous
from tutor.mathematics.analysis.forall.goals import Goal, is_infinite, with_variable, without
from tutor.mathematics.analysis.forall.outcomes import Open, Proved
from tutor.mathematics.analysis.forall.procedure import SILENCE, Search
from tutor.mathematics.analysis.forall.samples import proposed_sign
from tutor.mathematics.analysis.forall.tidying import without_zeros
from tutor.mathematics.analysis.limits import limit
from tutor.mathematics.trees import Variable, substitute
from tutor.mathematics.trees.build import add, mul, num, sign_of_infinity, sub
from tutor.mathematics.trees.calculus import NotSmooth, derivative


def by_monotony(goal: Goal, search: Search, depth: int) -> Proved | Open:
    """The first variable in which the function is monotone and its bound at the end is good enough."""
    for variable in sorted(goal.box, key=lambda v: (not v.integer, v.name)):
        outcome = _along(variable, goal, search, depth)
        if isinstance(outcome, Proved):
            return outcome
    return Open("monotone in no variable")


def _along(variable: Variable, goal: Goal, search: Search, depth: int) -> Proved | Open:
    try:
        slope = without_zeros(derivative(goal.function, variable.name))
    except NotSmooth:
        return Open("no derivative by rule")
    sign = proposed_sign(slope, goal.box)
    rising = goal.of(mul(num(sign), slope))
    if not sign or not search.holds(rising.weakly(), depth + 1):
        return Open("not monotone")
    bound = _bound(variable, variable.low if sign > 0 else variable.high, goal, search)
    if bound is None:
        return Open("no limit at the end")
    word = "increasing" if sign > 0 else "decreasing"
    if sign_of_infinity(bound) > 0:
        return Proved(f"{word} in {variable.name} from an infinite limit")
    at_end = goal.of(bound).on(without(goal.box, variable.name))
    outcome = search.prove(at_end, depth + 1)
    if isinstance(outcome, Open) and goal.strict and search.holds(rising.strictly(), depth + 1):
        outcome = search.prove(at_end.weakly(), depth + 1)
    if isinstance(outcome, Proved):
        return Proved(f"{word} in {variable.name}", (outcome.by, *outcome.steps))
    return outcome


def _bound(variable: Variable, end: Tree, goal: Goal, search: Search) -> Tree | None:
    """The value at the end where the function is continuous up to it, else the limit there; None where it is -oo."""
    function, name = goal.function, variable.name
    if not is_infinite(end) and _continuous_at(variable, end, goal, search):
        return substitute(function, {name: end})
    rest = goal.on(without(goal.box, name))
    parameters = rest.trimmed().domain
    if goal.strict and len([v for v in rest.box if v.name in free_names(function)]) > 1:
        # With several parameters the normal form may leave null sets out of its signs.
        return None
    try:
        value = limit(function, name, end, 1 if end is variable.low else -1, search.budget, parameters)
    except SILENCE:
        return None
    return None if sign_of_infinity(value) < 0 else value


def _continuous_at(variable: Variable, end: Tree, goal: Goal, search: Search) -> bool:
    """Whether the function is continuous up to this end: on a range that goes beyond it, or on the closed box there."""
    step = num(fmpq(1, 1024))
    around = replace(variable, low=sub(end, step), high=add(end, step))
    if continuous(goal.function, goal.on(with_variable(goal.box, around)), search):
        return True
    beside = replace(around, low=end) if end is variable.low else replace(around, high=end)
    return continuous(goal.function, goal.on(with_variable(goal.box, beside)), search, closed=True)
