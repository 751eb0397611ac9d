"""What a case distinction may come to on a box: pieces whose conditions hold at no point of it are left out."""

from tutor.language.tree import Tree, tree, walk
from tutor.mathematics.analysis.forall.goals import Goal
from tutor.mathematics.analysis.forall.procedure import Search
from tutor.mathematics.analysis.forall.switches import Condition, conditions_of
from tutor.mathematics.trees import rebuild
from tutor.mathematics.trees.build import add


def all_pieces(function: Tree, goal: Goal, search: Search) -> Tree:
    """A function that is defined and continuous only where every piece that may apply on the open box is.

    In the place of a case distinction stands the sum of the pieces and of the sides of the conditions, so that each of
    them is asked for; where a piece is missing, or a condition is not made of inequalities, the distinction stays.
    """
    if not any(part.head in ("piecewise", "indicator") for part in walk(function)):
        return function
    inside = rebuild(function, tuple(all_pieces(a, goal, search) for a in function.args)) if function.args else function
    if function.head == "piecewise":
        return _sum_of_pieces(inside, goal, search) or function
    if function.head == "indicator":
        conditions = conditions_of(function.args[0])
        return function if conditions is None else add(*(c.expression for c in conditions))
    return inside


def reached(function: Tree, goal: Goal, search: Search) -> Tree:
    """The same function on the open box of the goal, without the pieces that apply nowhere there."""
    if not any(part.head == "piecewise" for part in walk(function)):
        return function
    inside = rebuild(function, tuple(reached(a, goal, search) for a in function.args)) if function.args else function
    return _first_piece(inside, goal, search) if inside.head == "piecewise" else inside


def _first_piece(node: Tree, goal: Goal, search: Search) -> Tree:
    kept: list[Tree] = []
    for i in range(0, len(node.args) - 1, 2):
        conditions = conditions_of(node.args[i + 1])
        held = [None] if conditions is None else [_holds(condition, goal, search) for condition in conditions]
        if False in held:
            continue
        if None not in held:
            return tree("piecewise", True, (*kept, node.args[i])) if kept else node.args[i]
        kept += node.args[i : i + 2]
    if not node.value:
        return tree("piecewise", False, tuple(kept)) if kept else node
    return tree("piecewise", True, (*kept, node.args[-1])) if kept else node.args[-1]


def _sum_of_pieces(node: Tree, goal: Goal, search: Search) -> Tree | None:
    parts: list[Tree] = []
    for i in range(0, len(node.args) - 1, 2):
        conditions = conditions_of(node.args[i + 1])
        if conditions is None:
            return None
        held = [_holds(condition, goal, search) for condition in conditions]
        if False in held:
            continue
        parts += [node.args[i], *(c.expression for c, known in zip(conditions, held, strict=True) if known is None)]
        if None not in held:
            return add(*parts)
    return add(*parts, node.args[-1]) if node.value else None


def _holds(condition: Condition, goal: Goal, search: Search) -> bool | None:
    """Whether the condition holds on the whole open box, or nowhere there; None where that is not known."""
    sign = search.sign(condition.expression, goal)
    if sign is None:
        return None
    return sign > 0 or (sign == 0 and not condition.strict)
