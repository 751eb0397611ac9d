"""Zeros of a smooth function on a bounded cell by bisection: pieces where a ball excludes 0 for f or for f'.

It ends only where all zeros are simple, so it comes last. A piece where f' has no zero holds at most one zero of f.
"""

from flint import arb, fmpq

from tutor.language.tree import Tree
from tutor.mathematics.algebra import Cell, Point, rational
from tutor.mathematics.algebra.points import dyadic
from tutor.mathematics.analysis.cells import Line
from tutor.mathematics.analysis.constants import NO_VALUE, Undecided
from tutor.mathematics.balls import Evaluator, precision
from tutor.mathematics.trees.calculus import NotSmooth, derivative

MAX_PIECES = 600
BITS = 64


def bisection_points(f: Tree, on: Line, cell: Cell) -> list[Point]:
    """Rational points of a bounded open cell between which f has at most one zero. Raises Undecided."""
    try:
        slope = derivative(f, on.x)
    except NotSmooth as refused:
        raise Undecided("bisection without a derivative") from refused
    return [rational(low) for low, _ in _pieces(f, slope, on, cell) if cell.holds(low)]


def _pieces(f: Tree, slope: Tree, on: Line, cell: Cell) -> list[tuple[fmpq, fmpq]]:
    """Pieces in order that cover the cell, on each of which f has no zero or is strictly monotone."""
    low, high = cell.low, cell.high
    assert isinstance(low, Point)
    assert isinstance(high, Point)
    with precision(BITS):
        waiting = [(dyadic(low.ball(BITS).lower()), dyadic(high.ball(BITS).upper()))]
        pieces: list[tuple[fmpq, fmpq]] = []
        while waiting:
            a, b = waiting.pop()
            if len(pieces) + len(waiting) > MAX_PIECES:
                raise Undecided("too many pieces of bisection")
            if _excludes_zero(f, on, a, b) or _excludes_zero(slope, on, a, b):
                pieces.append((a, b))
            else:
                middle = (a + b) / 2
                waiting += [(middle, b), (a, middle)]
    return pieces


def _excludes_zero(f: Tree, on: Line, low: fmpq, high: fmpq) -> bool:
    on.budget.spend(20)
    try:
        value = Evaluator({on.x: arb(low).union(arb(high))})(f)
    except NO_VALUE:
        return False
    return bool(value > 0 or value < 0)
