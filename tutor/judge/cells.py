"""The cells of a line to start from: between the rational roots of the affine switches of both sides."""

from flint import fmpq

from tutor.judge.branches import Branch, cut
from tutor.judge.pair import Pair
from tutor.judge.switches import switches
from tutor.language.tree import walk
from tutor.mathematics.algebra import Cell, Point, linear, rational


def starting_branches(pair: Pair) -> tuple[list[Branch], list[Point]]:
    """The whole box; on a line, the cells between the rational roots of its affine switches, and these roots."""
    if len(pair.space.reals) != 1:
        return [Branch()], []
    (name,) = pair.space.reals
    whole = Cell(pair.space.low[name], pair.space.high[name])
    points = affine_roots(pair, name, whole)
    return [Branch(cell) for cell in cut(whole, points)], points


def affine_roots(pair: Pair, name: str, cell: Cell) -> list[Point]:
    """The rational roots inside the cell of affine switches, by one walk: it saves one restart per root."""
    found: dict[tuple[int, int], fmpq] = {}
    condition = () if pair.space.condition is None else (pair.space.condition,)
    for side in (pair.left, pair.right, *condition):
        for node in walk(side):
            for switch in switches(node):
                form = linear(switch)
                if form is not None and form.get(name, 0) != 0 and form.keys() <= {name, ""}:
                    root = -form.get("", fmpq(0)) / form[name]
                    found[int(root.numer()), int(root.denom())] = root
    return [rational(q) for q in sorted(found.values()) if cell.holds(q)]
