"""sin u and cos u lie between -1 and 1: an expression that is affine in one of them is least at -1 or at 1.

Hypothesis: affine, so that the extremes are at the ends; (sin u)^2 - 1/2 is 1/2 at both ends and is not positive.
"""

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.analysis.forall.goals import Goal
from tutor.mathematics.analysis.forall.outcomes import Open, Proved
from tutor.mathematics.analysis.forall.procedure import Search
from tutor.mathematics.analysis.forall.switches import replaced
from tutor.mathematics.trees.build import MINUS_ONE, ONE, var
from tutor.mathematics.trees.calculus import NotSmooth, derivative

PLACE = "_wave"


def by_extremes(goal: Goal, search: Search, depth: int) -> Proved | Open:
    """Both extremes of one sine or cosine, the first in which the function is affine."""
    for node in walk(goal.function):
        if _is_wave(node) and _is_affine(goal.function, node):
            steps: list[str] = []
            for extreme in (ONE, MINUS_ONE):
                outcome = search.prove(goal.of(replaced(goal.function, node, extreme)), depth + 1)
                if isinstance(outcome, Open):
                    break
                steps += [outcome.by, *outcome.steps]
            else:
                return Proved(f"-1 <= {node.value} <= 1", tuple(steps))
    return Open("no bounded oscillation")


def _is_wave(node: Tree) -> bool:
    return node.head == "call" and node.value in ("sin", "cos") and bool(free_names(node))


def _is_affine(function: Tree, node: Tree) -> bool:
    try:
        return PLACE not in free_names(derivative(replaced(function, node, var(PLACE)), PLACE))
    except NotSmooth:
        return False
