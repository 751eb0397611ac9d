"""Sequences of functions f_n(x) with pieces that move: limits, modes of convergence, limits of integrals."""

from functools import lru_cache

from tutor.language.tree import Tree
from tutor.mathematics.analysis.sequences.blocks import BlockConvergence, blocks
from tutor.mathematics.analysis.sequences.convergence import Convergence
from tutor.mathematics.analysis.sequences.implications import broken, implies
from tutor.mathematics.analysis.sequences.outcomes import Finding, Undefined, Words
from tutor.mathematics.analysis.sequences.sequence import FunctionSequence

__all__ = [
    "BlockConvergence",
    "Convergence",
    "Finding",
    "FunctionSequence",
    "Undefined",
    "Words",
    "broken",
    "convergence",
    "implies",
]


@lru_cache(maxsize=64)
def convergence(sequence: FunctionSequence, limit: Tree | None = None) -> Convergence | BlockConvergence:
    """All modes of the sequence, each decided when it is asked for: `convergence(f)(Mode.POINTWISE) -> Finding`."""
    found = blocks(sequence)
    return Convergence(sequence, limit) if found is None else BlockConvergence(sequence, found, limit)
