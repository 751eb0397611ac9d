"""Profiles: what f_n - f looks like in a moving window, x = n + s or x = s n^k.

If f_n - f tends to g(s) in the window, g not 0 for s in an interval J, then by Egorov's theorem |f_n - f| >= delta on a
part of J of positive measure for all large n; in x the window is as long as J, or longer. So f_n does not tend to f in
measure, nor uniformly; and by Fatou's lemma the integral of |f_n - f|^p does not tend to 0.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flint import fmpq

from tutor.language.tree import Tree
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.rolle import signs
from tutor.mathematics.analysis.sequences.moving import moving_cells
from tutor.mathematics.analysis.sequences.outcomes import CutAt, Undefined, Words
from tutor.mathematics.analysis.sequences.pointwise import Piece, pointwise_limit
from tutor.mathematics.analysis.sequences.sequence import FunctionSequence, MovingCell, Work
from tutor.mathematics.trees import Variable, substitute
from tutor.mathematics.trees.build import ONE, TWO, ZERO, add, mul, neg, num, power, sign_of_infinity, var

SCALES = tuple(fmpq(*pair) for pair in ((1, 1), (1, 2), (2, 1)))


@dataclass(frozen=True, slots=True)
class Window:
    """A window in which f_n - f does not tend to 0; `grows`: its length tends to oo."""

    words: Words
    grows: bool


def standing_profile(cells: Sequence[MovingCell], work: Work) -> Window | None:
    """A window in which f_n - f does not tend to 0; None where none of those tried shows one."""
    for x, grows in _windows(work):
        try:
            piece = _profile(cells, x, work)
        except (Undecided, Unsupported, TooLarge, CutAt, Undefined):
            continue
        if piece is not None:
            tends = piece.value if piece.value is not None else "oo"
            words = ("f_n - f at x = ", x, " tends to ", tends, " for every ", var(work.x), " in (")
            return Window((*words, piece.low, ", ", piece.high, ")"), grows)
    return None


def _windows(work: Work) -> Iterator[tuple[Tree, bool]]:
    """x as an expression in n and s, where s has the name of x and runs over (1, 2); whether the window grows."""
    n, s = var(work.n), var(work.x)
    place = work.sequence.place
    for sign, end in ((1, place.high), (-1, place.low)):
        if sign_of_infinity(end):
            side = n if sign > 0 else neg(n)
            yield from ((mul(num(sign), s, power(n, num(k))), True) for k in SCALES)
            yield add(side, s), False


def _profile(cells: Sequence[MovingCell], x: Tree, work: Work) -> Piece | None:
    """A stretch of the window on which the limit is not 0. Raises Undecided."""
    term = substitute(_cell_around(cells, x, work).function, {work.x: x})
    window = FunctionSequence(term, work.n, Variable(work.x, ONE, TWO))
    inner = Work(window, work.budget)
    for piece in pointwise_limit(term, moving_cells(term, inner), inner):
        if not piece.is_point and piece.wave is None and (piece.runs or _is_not_zero(piece, work)):
            return piece
    return None


def _is_not_zero(piece: Piece, work: Work) -> bool:
    if piece.value is None or piece.value is ZERO:
        return False
    chart = signs(piece.value, work.x, piece.low, piece.high, work.budget)
    return any(chart.signs)


def _cell_around(cells: Sequence[MovingCell], x: Tree, work: Work) -> MovingCell:
    """The moving cell that holds the whole window for all large n. Raises Undecided."""
    ends = [substitute(x, {work.x: s}) for s in (ONE, TWO)]
    low, high = work.eventually.sorted(ends)
    order = work.eventually.order
    for cell in cells:
        if order(cell.low, low) <= 0 and order(high, cell.high) <= 0:
            return cell
    raise Undecided("a window in several cells")
