"""Partitions of an interval on which a question about functions of one real variable has one answer.

`partition` puts a question to the normal form on a cell. Where the normal form needs a cut it is made; where it needs
the sign of a transcendental function, `rolle` finds all its zeros. `sign_chart` is the question "which sign has f?".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from itertools import pairwise
from typing import Generic, TypeVar

from tutor.language.tree import Tree
from tutor.mathematics.algebra import (
    MINUS_END,
    PLUS_END,
    Bound,
    Cell,
    Field,
    Need,
    Point,
    Split,
    TooLarge,
    UndefinedHere,
    Units,
    Unsupported,
    compare,
)
from tutor.mathematics.algebra.points import compare_apart
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.isolated import Isolated, same_root, whole_line
from tutor.mathematics.trees import Budget

MAX_CELLS = 400
STEPS_PER_CELL = 100

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Piece(Generic[Answer]):
    """One cell with the answer there; None: the expression is undefined on the whole cell."""

    cell: Cell
    field: Field
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class SignChart:
    """Points in order and the sign of a function between them: `signs` has one entry more than `points`.

    All zeros, poles and jumps of the function in the open interval are among the points. None stands for "undefined".
    """

    points: tuple[Point, ...]
    signs: tuple[int | None, ...]

    def constant(self) -> int | None:
        """The sign where it is the same between all points, else None."""
        return self.signs[0] if len(set(self.signs)) == 1 else None


@dataclass(frozen=True, slots=True)
class Line:
    """What all work on one variable shares: its name, the budget, the units of the normal form, the depth of Rolle.

    `zeros` gives the signs of a smooth function on a cell; it is handed in (see `rolle.line`) since it asks back here.
    """

    x: str
    budget: Budget
    units: Units
    zeros: Callable[[Tree, "Line", Cell], SignChart]
    depth: int = 0

    def deeper(self) -> "Line":
        """The same, one derivative further."""
        return Line(self.x, self.budget, self.units, self.zeros, self.depth + 1)


@dataclass(frozen=True, slots=True)
class _Open:
    """A cell that waits for its answer, with the signs known on it and the excluded sets that have no point in it."""

    cell: Cell
    signs: Mapping[str, int]
    cleared: frozenset[str]

    def on(self, cell: Cell) -> "_Open":
        return _Open(cell, self.signs, self.cleared)


def partition(
    question: Callable[[Field], Answer],
    on: Line,
    low: Bound,
    high: Bound,
    *,
    cuts: Sequence[Point] = (),
    atoms: Mapping[str, bool] | None = None,
) -> list[Piece[Answer]]:
    """The open cells of (low, high) with the answer on each, from left to right.

    What the normal form excluded without looking (zeros of transcendental denominators) is looked for, and cut out: on
    a cell nothing that was asked about has a pole or a jump.
    Raises Undecided where the normal form or the zeros of a function it needs stay open, OutOfSteps.
    """
    waiting = [_Open(cell, {}, frozenset()) for cell in reversed(cells_between(low, cuts, high))]
    pieces: list[Piece[Answer]] = []
    while waiting:
        if len(pieces) + len(waiting) > MAX_CELLS:
            raise Undecided(f"more than {MAX_CELLS} cells")
        open_ = waiting.pop()
        on.budget.spend(STEPS_PER_CELL)
        field = Field(whole_line(on.x), on.budget, open_.cell, open_.signs, units=on.units, atoms=atoms)
        found = _asked(question, field, on, open_)
        if isinstance(found, Piece):
            pieces.append(found)
        else:
            waiting += reversed(found)
    return pieces


def _asked(question: Callable[[Field], Answer], field: Field, on: Line, open_: _Open) -> "Piece[Answer] | list[_Open]":
    """The answer on the cell, or the parts into which it falls."""
    answer: Answer | None = None
    try:
        answer = question(field)
    except UndefinedHere:
        pass
    except Split as split:
        return [open_.on(part) for part in cells_between(open_.cell.low, split.points, open_.cell.high)]
    except Need as need:
        return _branches(need, on, open_)
    except (Unsupported, TooLarge) as silence:
        raise Undecided(silence.reason) from silence
    return _cleared(field, on, open_) or Piece(open_.cell, field, answer)


def _cleared(field: Field, on: Line, open_: _Open) -> list[_Open]:
    """The parts between excluded points inside the cell; none where there are no such points."""
    names = frozenset(field.excluded)
    points: list[Point] = []
    for name in sorted(names - open_.cleared):
        tree = field.excluded[name].tree
        if tree is None:
            raise Undecided("a set of exceptions that could not be located")
        points += sign_chart(tree, on.deeper(), open_.cell.low, open_.cell.high).points
    if not points:
        return []
    parts = cells_between(open_.cell.low, points, open_.cell.high)
    return [_Open(part, open_.signs, open_.cleared | names) for part in parts]


def _branches(need: Need, on: Line, open_: _Open) -> list[_Open]:
    if need.name in open_.signs:
        raise Undecided("a sign that is asked for again and again")
    chart = on.zeros(need.tree, on.deeper(), open_.cell)
    cells = cells_between(open_.cell.low, chart.points, open_.cell.high)
    if None in chart.signs or len(cells) != len(chart.signs):
        raise Undecided("a sign that is not defined")
    signs = [sign for sign in chart.signs if sign is not None]
    return [
        _Open(part, {**open_.signs, need.name: sign}, open_.cleared) for part, sign in zip(cells, signs, strict=True)
    ]


def cells_between(low: Bound, points: Sequence[Point], high: Bound) -> list[Cell]:
    """The open cells of (low, high) between the points that lie in it. Raises Undecided."""
    ends = [low, *sorted_points(points, low, high), high]
    try:
        return [Cell(a, b) for a, b in pairwise(ends)]
    except Unsupported as silence:
        raise Undecided(silence.reason) from silence


def order(left: Bound, right: Bound) -> int:
    """-1, 0 or 1. Raises Undecided where two points can be neither told apart nor shown to be equal."""
    try:
        if isinstance(left, Isolated) or isinstance(right, Isolated):
            apart = 0 if same_root(left, right) else compare_apart(left, right)
            if apart is None:
                raise Undecided("the order of two points, one of them without a closed form")
            return apart
        return compare(left, right)
    except Unsupported as silence:
        raise Undecided("the order of two points") from silence


def sorted_points(points: Sequence[Point], low: Bound = MINUS_END, high: Bound = PLUS_END) -> list[Point]:
    """The points strictly between low and high, in order, each once."""
    inside = [p for p in points if order(low, p) < 0 and order(p, high) < 0]
    kept: list[Point] = []
    for point in sorted(inside, key=cmp_to_key(order)):
        if not kept or order(kept[-1], point) != 0:
            kept.append(point)
    return kept


def sign_chart(f: Tree, on: Line, low: Bound, high: Bound) -> SignChart:
    """The signs of f on the open interval (low, high)."""
    pieces = partition(lambda field: field.sign(field.normal(f)), on, low, high)
    points = [piece.cell.low for piece in pieces[1:]]
    return SignChart(tuple(p for p in points if isinstance(p, Point)), tuple(piece.answer for piece in pieces))
