"""Countable images {a(n) : n in N}: which index gives a point, and which images differ by a shift of the index."""

from collections.abc import Mapping, Sequence

from flint import arb, fmpq

from tutor.language.tree import Tree, tree
from tutor.mathematics.algebra import Cell, Point
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.analysis.isolated import sign_at_rational, tree_of
from tutor.mathematics.analysis.rolle import signs
from tutor.mathematics.trees import Budget, Domain, Variable, rebuild, substitute
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, add, finite, num, sub, var


def index_of(point: Point, image: Tree, budget: Budget) -> int | None:
    """A whole n with a(n) = point, None where there is none. Raises Undecided.

    All zeros of a(n) - point over the reals are found; only whole numbers among them count.
    """
    body, over = image.args
    if over.head == "finite":
        constants = Constants(budget)
        found = [
            i
            for i, e in enumerate(over.args)
            if not constants.compare(substitute(body, {image.value: e}), tree_of(point))
        ]
        return found[0] if found else None
    if over.head != "set" or over.value not in ("N", "Z"):
        raise Undecided("an image of a set other than N, Z or a finite one")
    n = image.value
    gap = sub(body, tree_of(point))
    if over.value == "N" and sign_at_rational(gap, n, fmpq(1), budget) == 0:
        return 1
    low = num(1) if over.value == "N" else MINUS_INFINITY
    for zero in signs(gap, n, low, INFINITY, budget).points:
        place = zero.ball(64)
        for k in {place.lower().ceil().unique_fmpz(), place.upper().floor().unique_fmpz()}:
            if k is not None and place.contains(arb(k)) and sign_at_rational(gap, n, fmpq(k), budget) == 0:
                return int(k)
    return None


def last_inside(image: Tree, cell: Cell, budget: Budget) -> int | None:
    """A whole number beyond which a(n) lies outside of the open cell, for {a(n) : n in N}; None where none is known."""
    body, over = image.args
    if over.head != "set" or over.value != "N":
        return None
    gaps = [
        sub(body, tree_of(end)) if side > 0 else sub(tree_of(end), body)
        for end, side in ((cell.low, 1), (cell.high, -1))
        if isinstance(end, Point)
    ]
    found = [last for gap in gaps if (last := _last_positive(gap, image, budget)) is not None]
    return min(found) if found else None


def _last_positive(gap: Tree, image: Tree, budget: Budget) -> int | None:
    """A whole number >= 1 beyond which gap <= 0, None where gap is positive far out."""
    try:
        chart = signs(gap, image.value, num(1), INFINITY, budget)
    except Undecided:
        return None
    if chart.signs[-1] not in (-1, 0):
        return None
    edge = chart.points[-1].ball(64).upper().ceil().unique_fmpz() if chart.points else 1
    return None if edge is None or edge > MAX_LISTED else int(edge)


MAX_LISTED = 60
MAX_SHIFT = 3


def by_shift(images: Sequence[Tree], budget: Budget) -> dict[Tree, Tree]:
    """Images {a(n) : n in N} that are another one and finitely many elements: {a(n + k)} and a(1), …, a(k).

    The other one is never replaced itself.
    """
    found: dict[Tree, Tree] = {}
    for wide in images:
        for narrow in images:
            if wide is narrow or narrow in found or wide in found or not _over_naturals(wide, narrow):
                continue
            for k in range(1, MAX_SHIFT + 1):
                if _is_shifted(wide, narrow, k, budget):
                    first = (substitute(wide.args[0], {wide.value: num(j)}) for j in range(1, k + 1))
                    found[wide] = tree("union", None, (narrow, finite(*first)))
                    break
    return {wide: union for wide, union in found.items() if union.args[0] not in found}


def _over_naturals(*images: Tree) -> bool:
    return all(i.args[1].head == "set" and i.args[1].value == "N" for i in images)


def _is_shifted(wide: Tree, narrow: Tree, k: int, budget: Budget) -> bool:
    """Whether the narrow image has the body a(n + k), by the normal form in n."""
    n = wide.value
    body = substitute(narrow.args[0], {narrow.value: var(n)})
    gap = sub(substitute(wide.args[0], {n: add(var(n), num(k))}), body)
    return Constants(budget, Domain((Variable(n, num(1), INFINITY, integer=True),))).is_zero(gap)


def replaced(set_: Tree, by: Mapping[Tree, Tree]) -> Tree:
    """The set with some of the sets it is made of replaced by equal ones."""
    if set_ in by:
        return by[set_]
    if set_.head in ("union", "intersection", "minus", "complement"):
        return rebuild(set_, tuple(replaced(part, by) for part in set_.args))
    return set_
