"""Exact comparison of closed constants."""

from tutor.language.tree import Tree, walk
from tutor.mathematics.algebra.field import compare_points, zero_by_normal_form
from tutor.mathematics.algebra.points import Bound
from tutor.mathematics.algebra.rootbound import algebraic_zero
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown, ball, precision
from tutor.mathematics.trees import Budget
from tutor.mathematics.trees.build import call

COMPARISON_STEPS = 100_000
ARCS = frozenset(("atan", "asin", "acos"))


def zero_constant(tree: Tree, budget: Budget) -> str | None:
    """The rule that proves the closed constant zero: "normal form", "root bound" or "sine"; None if none does.

    None proves nothing: a constant is told from zero by balls.
    """
    if zero_by_normal_form(tree, budget):
        return "normal form"
    if algebraic_zero(tree, budget):
        return "root bound"
    return "sine" if _zero_by_sine(tree, budget) else None


def _zero_by_sine(tree: Tree, budget: Budget) -> bool:
    """For sums of arcs: |c| < 3 and sin c = 0 prove c = 0, since the next zero of the sine is pi."""
    if not any(node.head == "call" and node.value in ARCS for node in walk(tree)):
        return False
    with precision(64):
        try:
            value = ball(Evaluator({}, budget=budget)(tree))
        except (Undefined, Unknown, Convention, Infinite):
            return False
        if not abs(value) < 3:
            return False
    return zero_by_normal_form(call("sin", tree), budget)


def compare(left: Bound, right: Bound, budget: Budget | None = None) -> int:
    """-1, 0 or 1, certified. Raises Unsupported where two constants can neither be told apart nor proved equal."""
    return compare_points(left, right, budget or Budget(COMPARISON_STEPS))
