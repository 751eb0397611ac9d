"""Refutation of functions with integrals that have no closed form: both sides at a point, by certified quadrature.

Hypothesis: both sides are continuous where they are defined. An integral of a function without parameters between
continuous ends is; so where the sides differ at an inner point, they differ on a set of positive measure.
"""

from flint import arb, fmpq

from tutor.judge.counterexamples import refuted_at
from tutor.judge.meeting import Meeting, Outcome
from tutor.judge.space import Space
from tutor.judge.verdicts import Ruling
from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.algebra import Unsupported
from tutor.mathematics.analysis.parametric_integrals import CONTINUOUS
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown, Value, precision
from tutor.mathematics.objects.values import value_of
from tutor.mathematics.trees import Budget, OutOfSteps, substitute
from tutor.mathematics.trees.build import num

PLACES = 3
BITS = 128


def refuted_by_quadrature(left: Tree, right: Tree, space: Space, budget: Budget) -> Ruling | None:
    """A certified difference at one of a few inner points, where an integral is left on some side; else None."""
    sides = (left, right)
    if not any(node.head == "integral" for side in sides for node in walk(side)) or not all(map(_is_continuous, sides)):
        return None
    for centre in space.places(PLACES):
        at = {name: num(q) for name, q in centre.items()}
        try:
            a, b = (_enclosed(substitute(side, at), budget) for side in sides)
        except (Unsupported, OutOfSteps, Undefined, Unknown, Convention, Infinite):
            continue
        with precision(BITS):
            gap = a - b
            if gap > 0 or gap < 0:
                return refuted_at(centre, Meeting(Outcome.DIFFERENT, a, b, gap), None, positive=True)
    return None


def _is_continuous(node: Tree) -> bool:
    if node.head == "integral":
        return free_names(node.args[0]) <= {node.value} and all(map(_is_continuous, node.args[1:]))
    known = node.head in ("num", "var", "const", "add", "mul") or (node.head == "call" and node.value in CONTINUOUS)
    return (known or (node.head == "pow" and node.args[1].head == "num")) and all(map(_is_continuous, node.args))


def _enclosed(constant: Tree, budget: Budget) -> Value:
    value = value_of(constant, budget)
    if isinstance(value, arb | fmpq):
        return value
    with precision(BITS):
        return Evaluator({}, budget=budget)(value)
