"""A - B >= 0 with positive A and B holds exactly where log A - log B >= 0, and likewise for > 0.

Hypothesis: A > 0 and B > 0 on the whole box; a comparison of logarithms of negative numbers means nothing. Products
and powers are taken apart only where every factor is positive.
"""

from collections.abc import Iterator

from tutor.language.tree import Tree, walk
from tutor.mathematics.analysis.forall.goals import Goal
from tutor.mathematics.analysis.forall.outcomes import Open, Proved
from tutor.mathematics.analysis.forall.procedure import Search
from tutor.mathematics.trees.build import add, call, mul, neg, sub

MAX_TERMS = 6


def by_logarithms(goal: Goal, search: Search, depth: int) -> Proved | Open:
    """One exponential term on one side, all others on the other side."""
    terms = goal.function.args if goal.function.head == "add" else ()
    if not 2 <= len(terms) <= MAX_TERMS:
        return Open("no comparison of two terms")
    for left, right in _comparisons(terms):
        logarithms = _log(left, goal, search, depth), _log(right, goal, search, depth)
        if logarithms[0] is not None and logarithms[1] is not None:
            outcome = search.prove(goal.of(sub(logarithms[0], logarithms[1])), depth + 1)
            if isinstance(outcome, Proved):
                return Proved("comparison of logarithms", (outcome.by, *outcome.steps))
    return Open("no comparison of logarithms")


def _comparisons(terms: tuple[Tree, ...]) -> Iterator[tuple[Tree, Tree]]:
    """(A, B) with the function A - B, one of them a single term with an exponential in it."""
    for i, term in enumerate(terms):
        if any(_is_exponential(node) for node in walk(term)):
            rest = add(*terms[:i], *terms[i + 1 :])
            if _is_negative(term):
                yield rest, neg(term)
            else:
                yield term, neg(rest)


def _is_exponential(node: Tree) -> bool:
    return (node.head == "call" and node.value == "exp") or (node.head == "pow" and node.args[1].head != "num")


def _is_negative(term: Tree) -> bool:
    first = term.args[0] if term.head == "mul" else term
    return first.head == "num" and bool(first.value < 0)


def _log(node: Tree, goal: Goal, search: Search, depth: int) -> Tree | None:
    """The logarithm of a positive expression, products and powers taken apart; None where it is not known positive."""
    if node.head == "call" and node.value == "exp":
        return node.args[0]
    if node.head == "mul":
        logs = [_log(a, goal, search, depth) for a in node.args]
        if all(logs):
            return add(*(log for log in logs if log is not None))
    if node.head == "pow":
        base = _log(node.args[0], goal, search, depth)
        if base is not None:
            return mul(node.args[1], base)
    return call("log", node) if _is_positive(node, goal, search, depth) else None


def _is_positive(node: Tree, goal: Goal, search: Search, depth: int) -> bool:
    return search.sign(node, goal) == 1 or search.holds(goal.of(node).strictly(), depth + 2)
