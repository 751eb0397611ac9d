"""Series whose terms switch: indicators, maxima, absolute values, cases, that settle as the index grows.

The half line of the index is cut where the term switches. Between two cuts the term is one smooth expression, the cuts
that are whole numbers are looked at one by one, and beyond the last cut a series without switches is left.
"""

from collections.abc import Iterator

from flint import arb, fmpq

from tutor.language.tree import Tree, free_names, tree, walk
from tutor.mathematics.algebra import PLUS_END, Cell, End, Point, rational
from tutor.mathematics.analysis.cells import partition
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.rolle import line
from tutor.mathematics.analysis.smooth import SWITCHES, smooth
from tutor.mathematics.balls import precision
from tutor.mathematics.trees import Budget, substitute
from tutor.mathematics.trees.build import num

BITS = 256
MAX_HEAD = 10**6
_STEPPED = frozenset(("floor", "ceil", "frac"))


def switched(term: Tree, n: str) -> bool:
    """Whether the term has switches that move with n, and none that a cell of the real line does not know.

    Membership in Z is false at the generic points of a cell, and integer parts never settle.
    """
    nodes = [node for node in walk(term) if n in free_names(node)]
    if any(node.head == "in" and node.args[1].head not in ("interval", "finite") for node in nodes):
        return False
    if any(node.head == "call" and node.value in _STEPPED for node in nodes):
        return False
    return any(node.head in ("indicator", "piecewise") or node.value in SWITCHES for node in nodes)


def head_and_tail(term: Tree, n: str, start: int, budget: Budget) -> tuple[list[Tree], Tree, int]:
    """Finite sums and single terms, the settled term, and the whole number from which on it is summed.

    Raises Undecided where the term has other names, is undefined on a cell, or settles late or never.
    """
    if free_names(term) - {n}:
        raise Undecided("a series that switches, with parameters in it")
    pieces = partition(lambda field: smooth(term, field), line(n, budget), rational(fmpq(start)), PLUS_END)
    parts = [substitute(term, {n: num(start)})]
    for piece in pieces:
        if piece.answer is None:
            raise Undecided("terms of a series that are undefined")
        first, last = _wholes(piece.cell)
        if last is None:
            return parts, piece.answer, first
        if last >= first:
            parts.append(tree("sum", n, (piece.answer, num(first), num(last))))
        parts += [substitute(term, {n: num(k)}) for k in _whole_end(piece.cell)]
    raise Undecided("a series without a last cell")


def _wholes(cell: Cell) -> tuple[int, int | None]:
    """The first and the last whole number inside the open cell; None where it has no end."""
    assert isinstance(cell.low, Point)
    first = _floor(cell.low) + 1
    if isinstance(cell.high, End):
        return first, None
    return first, _floor(cell.high) - (cell.high.rational is not None and cell.high.rational.denom() == 1)


def _whole_end(cell: Cell) -> Iterator[int]:
    high = cell.high
    if isinstance(high, Point) and high.rational is not None and high.rational.denom() == 1:
        yield int(high.rational.numer())


def _floor(point: Point) -> int:
    """The greatest whole number up to the point. Raises Undecided where it is not certain."""
    with precision(BITS):
        whole = arb(point.rational).floor().unique_fmpz() if point.rational is not None else None
        if point.rational is None:
            place = point.ball(BITS)
            whole = None if place.contains_integer() else place.floor().unique_fmpz()
    if whole is None or abs(whole) > MAX_HEAD:
        raise Undecided("a series that settles late")
    return int(whole)
