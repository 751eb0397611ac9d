"""Sequences with floor(u), u a function of x: floor(n x)/n is n x/n up to 1/n.

Where the term is a + b floor(u) and |b| -> 0 uniformly, it differs from a + b u by at most |b|. On a space of finite
measure both converge in the same modes, to the same limit.
"""

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.sequences.moving import moving_cells
from tutor.mathematics.analysis.sequences.outcomes import CutAt, Undefined
from tutor.mathematics.analysis.sequences.sequence import FunctionSequence, Work
from tutor.mathematics.analysis.sequences.suprema import suprema
from tutor.mathematics.trees import Budget, OutOfSteps, rebuild, replaced
from tutor.mathematics.trees.build import call, neg, sub, var
from tutor.mathematics.trees.calculus import NotSmooth, derivative

PART = "whole_"


def without_whole_parts(sequence: FunctionSequence, budget: Budget) -> FunctionSequence:
    """The sequence with u in the place of floor(u) where that changes nothing in the limit, else itself."""
    if not sequence.bounded:
        return sequence
    term = _by_floor(sequence.term)
    for node in dict.fromkeys(walk(term)):
        if node.head == "call" and node.value == "floor" and sequence.variable in free_names(node):
            if not _is_small(term, node, sequence, budget):
                return sequence
            term = replaced(term, node, node.args[0])
    return sequence.of(term) if term is not sequence.term else sequence


def _is_small(term: Tree, node: Tree, sequence: FunctionSequence, budget: Budget) -> bool:
    """Whether the term is affine in the node, with a coefficient that tends to 0 uniformly."""
    try:
        slope = derivative(replaced(term, node, var(PART)), PART)
        if PART in free_names(slope):
            return False
        work = Work(sequence.of(slope), budget)
        return suprema(moving_cells(slope, work), work).vanish
    except (NotSmooth, Undecided, Unsupported, TooLarge, CutAt, Undefined, OutOfSteps):
        return False


def _by_floor(node: Tree) -> Tree:
    """ceil and frac by floor."""
    args = tuple(_by_floor(a) for a in node.args)
    if node.head == "call" and node.value == "ceil":
        return neg(call("floor", neg(args[0])))
    if node.head == "call" and node.value == "frac":
        return sub(args[0], call("floor", args[0]))
    return rebuild(node, args) if args != node.args else node
