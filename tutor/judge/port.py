"""The port for an oracle that proves zero: a computer algebra system in a child process, plugged in by the worker.

What it says counts only when balls confirm it, and only for branches that are still open.
"""

from typing import Protocol

from tutor.judge.agreement import is_near
from tutor.judge.branches import Leaf
from tutor.judge.pair import Pair
from tutor.judge.samples import ball_centres
from tutor.language.tree import Tree
from tutor.mathematics.algebra import Bound, End, as_tree
from tutor.mathematics.trees import Domain, Variable
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, sub

COST = 30_000
"""Steps charged for one question; with less left in the budget it is not asked."""

_CONFIRMING = 8


class Oracle(Protocol):
    """Something that may prove that an expression is zero."""

    def is_zero(self, tree: Tree, domain: Domain) -> tuple[str, ...] | None:
        """The steps of a proof that the tree is 0 at every point of the domain where it is defined, or None."""


_plugged: list[Oracle] = []


def use(oracle: Oracle | None) -> None:
    """Plug an oracle in, or take it out."""
    _plugged.clear()
    if oracle is not None:
        _plugged.append(oracle)


def zero_by_oracle(pair: Pair, leaf: Leaf) -> tuple[str, ...] | None:
    """The oracle's proof that both sides are equal on the open leaf, confirmed by balls inside it; else None.

    Only cells without assumed signs are asked about, since the oracle is told intervals and nothing else.
    """
    if not _plugged or leaf.branch.signs or pair.space.condition is not None or pair.budget.left < COST:
        return None
    pair.budget.spend(COST)
    steps = _plugged[0].is_zero(sub(pair.left, pair.right), _domain(pair, leaf))
    if steps is None:
        pair.note("computer algebra finds no proof")
        return None
    meetings = [pair.meet_around(c, 420, 320) for c in ball_centres(pair, leaf.branch, _CONFIRMING)]
    return steps if meetings and all(is_near(m) for m in meetings) else None


def _domain(pair: Pair, leaf: Leaf) -> Domain:
    cell = leaf.branch.cell
    if cell is None:
        return pair.space.box
    (name,) = pair.space.reals
    inside = Variable(name, _end(cell.low), _end(cell.high))
    return Domain(tuple(inside if v.name == name else v for v in pair.space.variables))


def _end(bound: Bound) -> Tree:
    if isinstance(bound, End):
        return INFINITY if bound is End.PLUS else MINUS_INFINITY
    return as_tree(bound)
