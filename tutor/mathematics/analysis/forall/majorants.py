"""Functions below their tangents: |sin u| <= |u|, and so for tanh, atan and asinh; log w <= w - 1.

Where an expression is affine in such a value and falls with it, it is at least what it is with the larger one in its
place. Hypotheses: the coefficient is < 0 on the whole box (for log; of either sign for the odd functions, since the
bound holds for |.|), and the expression is defined there, for log w may be undefined where w - 1 is not.
"""

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.analysis.forall.goals import Goal
from tutor.mathematics.analysis.forall.outcomes import Open, Proved
from tutor.mathematics.analysis.forall.procedure import Search
from tutor.mathematics.analysis.forall.switches import replaced
from tutor.mathematics.trees.build import MINUS_ONE, add, call, neg, var
from tutor.mathematics.trees.calculus import NotSmooth, derivative

ODD = frozenset(["sin", "tanh", "atan", "asinh"])
PLACE = "_value"
MOST_DEPTH = 2


def by_majorants(goal: Goal, search: Search, depth: int) -> Proved | Open:
    """The tangent in the place of the first value for which that is a proof. Hypothesis: the function is continuous."""
    if depth > MOST_DEPTH:
        return Open("no majorant so deep")
    for node in dict.fromkeys(walk(goal.function)):
        if node.head != "call" or node.value not in ODD | {"log"} or not free_names(node):
            continue
        larger = _larger(node, goal, search)
        if larger is None:
            continue
        outcome = search.prove(goal.of(replaced(goal.function, node, larger)), depth + 1)
        if isinstance(outcome, Proved):
            words = "log w <= w - 1" if node.value == "log" else f"|{node.value} u| <= |u|"
            return Proved(words, (outcome.by, *outcome.steps))
    return Open("no majorant")


def _larger(node: Tree, goal: Goal, search: Search) -> Tree | None:
    """What makes the function smaller in the place of the node; None where the sign of its coefficient is not known."""
    try:
        slope = derivative(replaced(goal.function, node, var(PLACE)), PLACE)
    except NotSmooth:
        return None
    sign = None if PLACE in free_names(slope) else search.sign(slope, goal)
    (argument,) = node.args
    if node.value == "log":
        return add(argument, MINUS_ONE) if sign == -1 else None
    if sign not in (1, -1):
        return None
    side = search.sign(argument, goal)
    size = call("abs", argument) if side is None else argument if side >= 0 else neg(argument)
    return size if sign < 0 else neg(size)
