"""The derivative test: equal at one point of a cell, and with the same derivative on all of it."""

from flint import fmpq

from tutor.judge.branches import Leaf
from tutor.judge.pair import Pair
from tutor.judge.samples import nice_in
from tutor.language.tree import Tree
from tutor.mathematics.algebra import Field, Need, Split, TooLarge, UndefinedHere, Unsupported, zero_constant
from tutor.mathematics.trees import rebuild, substitute
from tutor.mathematics.trees.build import call, num, sub
from tutor.mathematics.trees.calculus import NotSmooth, derivative


def constant_on_cell(pair: Pair, leaf: Leaf) -> bool:
    """Whether left - right is proved constant on the leaf's open cell.

    Hypotheses: both sides are defined on the whole cell (nothing excluded, no sign assumed), the difference is
    differentiable there (the calculus refuses everything else), and its derivative is 0 on the whole cell.
    """
    cell = leaf.branch.cell
    if cell is None or cell.point is not None or leaf.difference is None or leaf.field is None:
        return False
    if leaf.excluded or leaf.branch.signs:
        return False
    (name,) = pair.space.reals
    try:
        slope = derivative(without_bars(leaf.field.as_tree(leaf.difference)), name)
        field = Field(pair.space.box, pair.budget, cell, units=pair.units)
        return field.is_zero(field.normal(slope)) and not field.excluded_of(slope)
    except (NotSmooth, Need, Split, Unsupported, TooLarge, UndefinedHere):
        return False


def without_bars(node: Tree) -> Tree:
    """log|u| written as log u: only for differentiating, where both have the derivative u'/u wherever u is not 0."""
    if node.head == "call" and node.value == "log" and node.args[0].head == "call" and node.args[0].value == "abs":
        return call("log", without_bars(node.args[0].args[0]))
    return rebuild(node, tuple(without_bars(a) for a in node.args)) if node.args else node


def zero_on_cell(pair: Pair, leaf: Leaf) -> bool:
    """The derivative test: constant on the cell, and exactly 0 at one point of it."""
    if pair.space.integers or not constant_on_cell(pair, leaf):
        return False
    cell = leaf.branch.cell
    assert cell is not None
    return any(zero_constant(difference_at(pair, q), pair.budget) for q in (*nice_in(cell), cell.sample))


def difference_at(pair: Pair, q: fmpq) -> Tree:
    """left - right at a rational point of the only real coordinate."""
    (name,) = pair.space.reals
    value = {name: num(q)}
    return sub(substitute(pair.left, value), substitute(pair.right, value))
