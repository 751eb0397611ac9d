"""Images {f(t) : t in S} of sets that are made of intervals: finitely many intervals and points, with exact ends.

S is cut where f switches or has a pole, and then where f' changes its sign. On each open piece f is continuous and
either constant or strictly monotone, so that its image is a point, or the open interval between its limits at the ends.
The cuts that belong to S are looked at one by one. A function of waves of one length needs one period only.
"""

from tutor.language.tree import Tree, free_names, tree, walk
from tutor.mathematics.algebra import Cell, Field, Point, rational
from tutor.mathematics.analysis.cells import Line, order, partition, sign_chart, sorted_points
from tutor.mathematics.analysis.constants import Constants, Undecided, enclosure
from tutor.mathematics.analysis.exponential import affine
from tutor.mathematics.analysis.germs import limit_from
from tutor.mathematics.analysis.integrals import end_tree
from tutor.mathematics.analysis.isolated import tree_of
from tutor.mathematics.analysis.rolle import line
from tutor.mathematics.analysis.smooth import smooth
from tutor.mathematics.objects.sets import atoms, cells, ends, holds_at, is_countable
from tutor.mathematics.trees import Budget, substitute
from tutor.mathematics.trees.build import PI, REALS, TWO, ZERO, call, div, finite, interval, mul
from tutor.mathematics.trees.calculus import NotSmooth, derivative


def is_continuous_image(set_: Tree) -> bool:
    """Whether this is the image of a set that is not countable by its shape."""
    return set_.head == "image" and not is_countable(set_.args[1])


def image_of_intervals(image: Tree, budget: Budget) -> Tree:
    """The image as a union of intervals and a finite set.

    Raises Undecided where S has null parts, or f no value at a point of S, or an end no closed form.
    """
    body, over = image.args
    t = image.value
    if free_names(image) or atoms(over) or any(atoms(part) for part in walk(body)):
        raise Undecided("an image with null sets in it")
    on = line(t, budget)
    over = _one_period(body, t, over, budget)
    pieces = [piece.cell for piece in cells(over, on) if piece.answer]
    parts: list[Tree] = []
    cuts = [*ends(over), *(e for cell in pieces for e in (cell.low, cell.high) if isinstance(e, Point))]
    for cell in pieces:
        found, inner = _over_cell(body, on, cell)
        parts += found
        cuts += inner
    values = [_value(body, t, p, budget) for p in sorted_points(cuts) if holds_at(p, over, on)]
    parts += [finite(*dict.fromkeys(values))] if values else []
    return parts[0] if len(parts) == 1 else tree("union", None, tuple(parts)) if parts else finite()


def _over_cell(body: Tree, on: Line, cell: Cell) -> tuple[list[Tree], list[Point]]:
    """The images of the open monotone pieces of a cell, and the cuts between them."""
    parts: list[Tree] = []
    cuts: list[Point] = []
    for piece in partition(lambda field: _known(body, field), on, cell.low, cell.high):
        if piece.answer is None:
            raise Undecided("an image of points where the function is undefined")
        f, places = piece.answer, [piece.cell.low, piece.cell.high]
        try:
            slope = derivative(f, on.x)
        except NotSmooth as refused:
            raise Undecided("a function without a derivative by rule") from refused
        chart = sign_chart(slope, on, *places)
        places[1:1] = chart.points
        cuts += [p for p in places if isinstance(p, Point)]
        for low, high, sign in zip(places, places[1:], chart.signs, strict=False):
            if sign is None:
                raise Undecided("a derivative that is undefined on a piece")
            parts.append(_between(f, on, Cell(low, high), sign))
    return parts, [p for p in cuts if order(cell.low, p) < 0 and order(p, cell.high) < 0]


def _known(body: Tree, field: Field) -> Tree:
    """The body without switches on a cell of the field; the normal form makes the cuts at its poles."""
    field.normal(body)
    return smooth(body, field)


def _between(f: Tree, on: Line, cell: Cell, sign: int) -> Tree:
    if sign == 0:
        return finite(_value(f, on.x, rational(cell.sample), on.budget))
    constants = Constants(on.budget)
    first, last = (
        limit_from(f, on.x, end_tree(end), side, constants) for end, side in ((cell.low, 1), (cell.high, -1))
    )
    low, high = (first, last) if sign > 0 else (last, first)
    return interval(low, high, False, False)


def _value(f: Tree, t: str, point: Point, budget: Budget) -> Tree:
    value = substitute(f, {t: tree_of(point)})
    enclosure(value)
    return Constants(budget).simplified(value)


def _one_period(body: Tree, t: str, over: Tree, budget: Budget) -> Tree:
    """[0, p] instead of the whole line, where t occurs in sines and cosines of one wave length p only."""
    if over is not REALS:
        return over
    constants = Constants(budget)
    waves = [n for n in walk(body) if n.head == "call" and n.value in ("sin", "cos") and t in free_names(n)]
    lines = [affine(wave.args[0], t, constants) for wave in waves]
    slopes = {constants.simplified(call("abs", form[0])) for form in lines if form is not None}
    if None in lines or len(slopes) != 1 or _occurs_outside(body, t, set(waves)):
        return over
    return interval(ZERO, constants.simplified(div(mul(TWO, PI), slopes.pop())))


def _occurs_outside(node: Tree, t: str, waves: set[Tree]) -> bool:
    if node in waves or t not in free_names(node):
        return False
    return node.head == "var" or any(_occurs_outside(a, t, waves) for a in node.args)
