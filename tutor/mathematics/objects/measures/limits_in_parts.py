"""Limits at infinity with other names fixed, sums and continuous functions taken apart.

A sum whose parts have finite limits needs no sign of its leading term, which depends on the other names.
"""

from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.analysis.germs import limit_from
from tutor.mathematics.trees import rebuild
from tutor.mathematics.trees.build import INFINITY, sign_of_infinity

_CONTINUOUS = frozenset(
    ["exp", "erf", "atan", "tanh", "sin", "cos", "Phi", "sigmoid", "softplus", "abs", "relu", "max", "min"]
)
"""Functions that are continuous on the whole line."""


def limit_in_index(node: Tree, index: str, constants: Constants) -> Tree:
    """The limit as the index tends to infinity, other names fixed; oo and -oo are values. Raises Undecided.

    Continuous functions and sums are taken apart where the parts have finite limits.
    """
    names = free_names(node)
    if index not in names:
        return node
    if names != {index} and is_continuous_operation(node):
        parts = [_finite(part, index, constants) for part in node.args]
        kept = [part for part in parts if part is not None]
        if len(kept) == len(parts):
            return rebuild(node, tuple(kept))
    return limit_from(node, index, INFINITY, 1, constants)


def is_continuous_operation(node: Tree) -> bool:
    """Whether a node is a function of its arguments that is continuous wherever they are."""
    if node.head == "pow":
        natural = node.args[1].head == "num" and node.args[1].value.denom() == 1
        return natural and bool(node.args[1].value > 0)
    return node.head in ("add", "mul") or (node.head == "call" and node.value in _CONTINUOUS)


def _finite(node: Tree, index: str, constants: Constants) -> Tree | None:
    try:
        value = limit_in_index(node, index, constants)
    except Undecided:
        return None
    return None if sign_of_infinity(value) else value
