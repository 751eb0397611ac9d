"""A goal in one variable on the stretches between the places where its affine switches turn.

A network of k rectifiers falls into k + 1 affine pieces at once, instead of one branch after another. Hypothesis: what
switches is affine with rational coefficients, so that it has one sign between two neighbouring places; the places
themselves are goals of their own.
"""

from itertools import pairwise

from flint import fmpq

from tutor.language.tree import Tree
from tutor.mathematics.algebra import Cell, closed
from tutor.mathematics.analysis.constants import Constants
from tutor.mathematics.analysis.forall.goals import Goal, is_infinite
from tutor.mathematics.analysis.forall.polynomials import polynomial_in
from tutor.mathematics.analysis.forall.switches import Branch, Condition, branches, innermost, replaced_all
from tutor.mathematics.analysis.forall.tidying import tidy
from tutor.mathematics.balls import Evaluator
from tutor.mathematics.trees import Budget, Variable, substitute
from tutor.mathematics.trees.build import num

MOST_SWITCHES = 200


def pieces(goal: Goal, budget: Budget) -> list[Goal] | None:
    """Goals that together are the goal; None where there is no switch, or one that is not affine. Raises Undecided."""
    (variable,) = goal.box
    cases = {node: branches(node) for node in innermost(goal.function)}
    if not 0 < len(cases) <= MOST_SWITCHES:
        return None
    places: set[fmpq] = set()
    for case in cases.values():
        zeros = None if case is None else _zeros(case, variable.name)
        if zeros is None:
            return None
        places |= zeros
    found: list[Goal] = []
    ends = [variable.low, *(num(q) for q in _inside(places, variable, budget)), variable.high]
    for low, high in pairwise(ends):
        budget.spend(10 + 2 * len(cases))
        at = Cell(closed(low), closed(high)).sample
        values = {node: _value(case or [], variable.name, at) for node, case in cases.items()}
        function = tidy(replaced_all(goal.function, values))
        found.append(goal.of(function).on((Variable(variable.name, low, high, integer=variable.integer),)))
    if variable.name not in goal.null:
        found += [goal.of(substitute(goal.function, {variable.name: end})).on(()) for end in ends[1:-1]]
    return found


def _zeros(case: list[Branch], name: str) -> set[fmpq] | None:
    """The places where the conditions of the branches turn; None where one is not affine with rational coefficients."""
    found = set()
    for condition in (c for branch in case for c in branch.conditions):
        affine = polynomial_in(condition.expression, name)
        if affine is None or affine.degree() > 1:
            return None
        if affine.degree() == 1:
            found.add(-affine[0] / affine[1])
    return found


def _inside(places: set[fmpq], variable: Variable, budget: Budget) -> list[fmpq]:
    constants = Constants(budget)

    def is_inside(q: fmpq) -> bool:
        above = is_infinite(variable.low) or constants.compare(num(q), variable.low) > 0
        return above and (is_infinite(variable.high) or constants.compare(variable.high, num(q)) > 0)

    return sorted(q for q in places if is_inside(q))


def _value(case: list[Branch], name: str, at: fmpq) -> Tree:
    """The value of the switch around the point, where a condition is 0 only if it is 0 everywhere."""
    evaluate = Evaluator({name: at})

    def holds(condition: Condition) -> bool:
        value = evaluate(condition.expression)
        return bool(value > 0 or (value == 0 and not condition.strict))

    return next(branch.value for branch in case if all(holds(c) for c in branch.conditions))
