"""Numbers that are too long to be computed with: 9^9^9 has 370 million digits, and exact arithmetic would write them.

Nothing is decided here: a relation with such a number in it stays open, unless a plain point refutes it.
"""

import math

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.analysis.forall.floats import floating
from tutor.mathematics.trees import Domain
from tutor.mathematics.trees.build import MAX_BITS

LONGEST = MAX_BITS * 4
"""Bits of the numerator or denominator of a power that counts as long."""

GROWING = frozenset(["exp", "factorial", "gamma", "sinh", "cosh"])


def long_number(node: Tree) -> Tree | None:
    """A constant in the tree that is, or may be, a number of more than LONGEST bits; None where there is none."""
    return next((part for part in walk(node) if part.args and not free_names(part) and _is_long(part)), None)


def long_end(domain: Domain) -> bool:
    """Whether an end of a variable is such a number."""
    return any(long_number(end) is not None for v in domain.variables for end in (v.low, v.high) if end.args)


def _is_long(node: Tree) -> bool:
    if node.head == "pow":
        base, exponent = node.args
        size = base.value.height_bits() if base.head == "num" else 4
        return _size(exponent) * size > LONGEST
    return node.head == "call" and node.value in GROWING and _size(node.args[0]) > LONGEST


def _size(constant: Tree) -> float:
    """About the size of the constant, oo where floats overflow; 0 where they have no rule."""
    found = abs(floating(constant)({}))
    if math.isnan(found):
        return math.inf if any(part.head == "pow" or part.value in GROWING for part in walk(constant)) else 0.0
    return found
