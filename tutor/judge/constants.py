"""Constants inside functions that are defined by sets, integrals, limits or extrema, replaced by their exact values.

Endless families of sets that are one interval are replaced by it, images of intervals by intervals.
"""

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.limits import NoLimit
from tutor.mathematics.analysis.results import NoValue
from tutor.mathematics.objects.interval_images import is_continuous_image
from tutor.mathematics.objects.measures import FUNCTIONALS
from tutor.mathematics.objects.reduction import plain_set
from tutor.mathematics.objects.sets import FAMILIES
from tutor.mathematics.objects.values import value_of
from tutor.mathematics.trees import Budget, rebuild
from tutor.mathematics.trees.build import sign_of_infinity

_DEFINED = frozenset(("integral", "integral_on", "norm", "limit", "sup", "inf", "ess_sup"))


def with_values(node: Tree, budget: Budget) -> Tree:
    """The tree with every closed constant of this sort replaced, where its exact value is found; else as it is."""
    if not any(_is_defined(part) or part.head in FAMILIES or is_continuous_image(part) for part in walk(node)):
        return node
    if (node.head in FAMILIES or is_continuous_image(node)) and not free_names(node):
        return _as_interval(node, budget)
    if _is_defined(node) and not free_names(node):
        try:
            value = value_of(node, budget)
        except Unsupported:
            return node
        return value if isinstance(value, Tree) else node
    return rebuild(node, tuple(with_values(a, budget) for a in node.args)) if node.args else node


def _as_interval(family: Tree, budget: Budget) -> Tree:
    try:
        return plain_set(family, budget)
    except (Undecided, NoValue, NoLimit, Unsupported, TooLarge):
        return family


def _is_defined(node: Tree) -> bool:
    if node.head == "sum":
        return any(sign_of_infinity(end) for end in node.args[1:])
    return node.head in _DEFINED or (node.head == "call" and (node.value == "measure" or node.value in FUNCTIONALS))
