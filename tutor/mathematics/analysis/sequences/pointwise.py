"""The pointwise limit of a sequence of functions: on limit cells between the limits of moving places, and at points.

At a fixed x inside a limit cell, x lies in one and the same moving cell for all large n, so the limit is that of the
smooth function there, with x as a parameter. Where the sign of a coefficient changes in x, the limit cell is cut.
The ends of limit cells are points of their own: there the term itself is taken, with its closed and open ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.analysis.expansions import Oscillates
from tutor.mathematics.analysis.germs import limit_from
from tutor.mathematics.analysis.isolated import tree_of
from tutor.mathematics.analysis.rolle import signs
from tutor.mathematics.analysis.sequences.oscillation import Oscillation, oscillation
from tutor.mathematics.analysis.sequences.sequence import MovingCell, Work
from tutor.mathematics.trees import Budget, Domain, Variable, rebuild, substitute
from tutor.mathematics.trees.build import INFINITY, ONE, ZERO, add, mul, sign_of_infinity

MAX_CUTS = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """The limit on an open limit cell, or at a point (low is high): a value, or why there is none.

    `runs` is +1 or -1 where the sequence tends to oo or -oo, `wave` its oscillation, `unknown` why a point is open.
    """

    low: Tree
    high: Tree
    value: Tree | None
    runs: int = 0
    wave: Oscillation | None = None
    unknown: str = ""

    @property
    def is_point(self) -> bool:
        """Whether this is a single point."""
        return self.low is self.high


def pointwise_limit(term: Tree, cells: Sequence[MovingCell], work: Work) -> list[Piece]:
    """The limit of f_n(x) at every x of the space, in order. Raises Undecided."""
    place = work.sequence.place
    places = _limit_places(cells, work)
    pieces: list[Piece] = []
    waiting = list(pairwise(places))[::-1]
    if place.low_closed:
        pieces.append(_at(term, place.low, work))
    cuts = 0
    while waiting:
        low, high = waiting.pop()
        try:
            pieces.append(_between(low, high, cells, work))
        except _Cut as cut:
            cuts += 1
            if cuts > MAX_CUTS:
                raise Undecided("a limit with too many cases") from None
            ends = [low, *cut.places, high]
            waiting += list(pairwise(ends))[::-1]
            continue
        if waiting or place.high_closed:
            pieces.append(_at(term, high, work))
    return pieces


def _limit_places(cells: Sequence[MovingCell], work: Work) -> list[Tree]:
    place, eventually = work.sequence.place, work.eventually
    limits = [eventually.limit(end) for cell in cells for end in (cell.low, cell.high)]
    inner = [p for p in limits if eventually.order(place.low, p) < 0 and eventually.order(p, place.high) < 0]
    return [place.low, *eventually.sorted(inner), place.high]


def at_point(term: Tree, point: Tree, work: Work) -> Tree:
    """f_n(point) as an expression in n; 0^n is 0."""
    return _without_powers_of_zero(substitute(term, {work.x: point}), work)


def _without_powers_of_zero(node: Tree, work: Work) -> Tree:
    if work.n not in free_names(node) or node.head in ("var", "interval"):
        return node
    args = tuple(_without_powers_of_zero(a, work) for a in node.args)
    if node.head == "pow" and work.n in free_names(args[1]) and work.eventually.is_zero(args[0]):
        if work.eventually.sign(args[1]) > 0:
            return ZERO
        raise Undecided("a power of 0 that is not positive")
    return rebuild(node, args)


def _at(term: Tree, point: Tree, work: Work) -> Piece:
    try:
        value = work.eventually.simplified(at_point(term, point, work))
        try:
            return _piece(point, point, work.eventually.limit(value))
        except Oscillates:
            found = oscillation(value, work.n, work.x, work.eventually.small)
    except Undecided as silence:
        return Piece(point, point, None, unknown=silence.reason)
    if isinstance(found, Oscillation):
        return Piece(point, point, None, wave=found)
    return Piece(point, point, found)


def _piece(low: Tree, high: Tree, value: Tree) -> Piece:
    runs = sign_of_infinity(value)
    return Piece(low, high, None if runs else value, runs)


# Open cells -----------------------------------------------------------------------------------------------------------


class _Cut(Exception):  # noqa: N818  (an outcome)
    def __init__(self, places: list[Tree]) -> None:
        super().__init__()
        self.places = places


class _OnCell(Constants):
    """Signs of expressions in x that hold on a whole limit cell. Raises _Cut where a sign changes."""

    __slots__ = ("_x",)

    def __init__(self, x: str, low: Tree, high: Tree, budget: Budget) -> None:
        super().__init__(budget, Domain((Variable(x, low, high),)))
        self._x = x

    def _sign_with_parameters(self, coefficient: Tree) -> int:
        if free_names(coefficient) != {self._x}:
            raise Undecided("a coefficient in other names")
        (variable,) = self.domain.variables if self.domain else ()
        chart = signs(coefficient, self._x, variable.low, variable.high, self.budget)
        if chart.points:
            raise _Cut([tree_of(point) for point in chart.points])
        if chart.signs[0] is None:
            raise Undecided("a coefficient that is undefined")
        return chart.signs[0]


def _between(low: Tree, high: Tree, cells: Sequence[MovingCell], work: Work) -> Piece:
    function = _cell_around(low, high, cells, work).function
    constants = _OnCell(work.x, low, high, work.budget)
    try:
        try:
            value = _limit(function, work.n, constants)
        except Oscillates:
            found = oscillation(function, work.n, work.x, constants)
            if isinstance(found, Oscillation):
                return Piece(low, high, None, wave=found)
            value = found
    except (Unsupported, TooLarge) as silence:
        raise Undecided(silence.reason) from silence
    return _piece(low, high, value)


def _limit(function: Tree, n: str, constants: Constants) -> Tree:
    if n not in free_names(function):
        return function
    try:
        return limit_from(function, n, INFINITY, 1, constants)
    except Undecided:
        separated = _separated(function, n, constants)
        if separated is None:
            raise
        return separated


def _separated(function: Tree, n: str, constants: Constants) -> Tree | None:
    """The limit term by term where each is a factor in n with a finite limit times one without n: sin(x)/n."""
    found = []
    for term in function.args if function.head == "add" else (function,):
        factors = term.args if term.head == "mul" else (term,)
        front = mul(ONE, *(f for f in factors if n in free_names(f)))
        shape = [f for f in factors if n not in free_names(f)]
        if free_names(front) - {n}:
            return None
        limit = limit_from(front, n, INFINITY, 1, constants) if free_names(front) else front
        if sign_of_infinity(limit):
            return None
        found.append(ZERO if limit is ZERO else mul(limit, *shape))
    return add(ZERO, *found)


def _cell_around(low: Tree, high: Tree, cells: Sequence[MovingCell], work: Work) -> MovingCell:
    """The moving cell that holds every x of the limit cell for all large n."""
    limit, order = work.eventually.limit, work.eventually.order
    for cell in cells:
        if order(limit(cell.low), low) <= 0 and order(high, limit(cell.high)) <= 0:
            return cell
    raise Undecided("a limit cell that no moving cell fills")
