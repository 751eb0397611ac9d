"""Integrals of a function of one variable between ends that run: a primitive on the whole range of the ends.

Where f is integrable on every bounded part of (low, high), the function G(t) = integral of f from c to t is continuous,
and the integral from a to b is G(b) - G(a), also where b < a. G is put together from verified antiderivatives on the
cells of f, joined so that it is continuous.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.language.tree import Tree, free_names, tree
from tutor.mathematics.algebra import Bound, End, Point, closed
from tutor.mathematics.analysis.antiderivatives import antiderivative
from tutor.mathematics.analysis.cells import order
from tutor.mathematics.analysis.constants import Constants, Undecided, enclosure
from tutor.mathematics.analysis.integrals import Part, integrable_at, parts, singular_ends, value_at
from tutor.mathematics.analysis.isolated import tree_of
from tutor.mathematics.analysis.rolle import line
from tutor.mathematics.trees import Budget, substitute
from tutor.mathematics.trees.build import ZERO, add, at_most, equal, less, sign_of_infinity, sub

MAX_PIECES = 12


@dataclass(frozen=True, slots=True)
class Reach:
    """Where an end of an integral runs: between two bounds, which it takes on or not."""

    low: Bound
    high: Bound
    low_taken: bool
    high_taken: bool


@dataclass(frozen=True, slots=True)
class Primitive:
    """G on the range: one tree for each cell, joined continuously; at bounds where no tree has a value, its limit."""

    x: str
    cells: tuple[Part, ...]
    trees: tuple[Tree, ...]
    limits: tuple[tuple[Point, Tree], ...]
    budget: Budget

    def at(self, end: Tree) -> Tree:
        """G at an end that lies in the range."""
        if sign_of_infinity(end):
            return self._at_infinity(sign_of_infinity(end))
        if not free_names(end):
            return self._at_point(closed(end), end)
        branches: list[Tree] = []
        for point, value in self.limits:
            branches += [value, equal(end, tree_of(point))]
        for part, primitive in zip(self.cells[:-1], self.trees[:-1], strict=True):
            assert isinstance(part.cell.high, Point)
            cut = tree_of(part.cell.high)
            closed_here = has_value(primitive, self.x, part.cell.high)
            branches += [substitute(primitive, {self.x: end}), (at_most if closed_here else less)(end, cut)]
        last = substitute(self.trees[-1], {self.x: end})
        return tree("piecewise", True, (*branches, last)) if branches else last

    def _at_infinity(self, sign: int) -> Tree:
        place = -1 if sign > 0 else 0
        cell = self.cells[place].cell
        return value_at(self.trees[place], self.x, cell.high if sign > 0 else cell.low, -sign, self.budget)

    def _at_point(self, point: Bound, end: Tree) -> Tree:
        for part, primitive in zip(self.cells, self.trees, strict=True):
            if order(point, part.cell.low) == 0:
                return value_at(primitive, self.x, part.cell.low, 1, self.budget)
            if order(point, part.cell.high) < 0:
                return substitute(primitive, {self.x: end})
        return value_at(self.trees[-1], self.x, self.cells[-1].cell.high, -1, self.budget)


def running_integral(
    f: Tree, x: str, ends: tuple[Tree, Tree], reach: Reach, budget: Budget, guess: Sequence[Tree] = ()
) -> Tree:
    """The integral of f from one end to the other, both in the range, as a tree in the names of the ends.

    f has no free name but x. `guess` are further proposals for an antiderivative.
    Raises Undecided where f is not integrable on every bounded part, or has no antiderivative here; NoValue.
    """
    found = primitive(f, x, reach, budget, guess)
    return sub(found.at(ends[1]), found.at(ends[0]))


def primitive(f: Tree, x: str, reach: Reach, budget: Budget, guess: Sequence[Tree] = ()) -> Primitive:
    """A continuous G on the range with G' = f on each cell."""
    cells = parts(f, line(x, budget), reach.low, reach.high, keep_zero=True)
    if not 1 <= len(cells) <= MAX_PIECES:
        raise Undecided("an integrand with too many pieces")
    _check_integrable(cells, x, reach, budget)
    trees = _joined(cells, x, budget, guess)
    return Primitive(x, tuple(cells), trees, tuple(_limits(cells, trees, x, reach, budget)), budget)


def _check_integrable(cells: Sequence[Part], x: str, reach: Reach, budget: Budget) -> None:
    """Hypothesis of every G: f is integrable at each cut, and at the bounds that the ends take on."""
    for place, part in enumerate(cells):
        for end, side in singular_ends(part, x):
            outer = (place == 0 and side > 0, place == len(cells) - 1 and side < 0)
            reached = not any(outer) or (outer[0] and reach.low_taken) or (outer[1] and reach.high_taken)
            if reached and not integrable_at(part, x, end, side, budget):
                raise Undecided("an integrand that is not integrable on the range")


def _joined(cells: Sequence[Part], x: str, budget: Budget, guess: Sequence[Tree]) -> tuple[Tree, ...]:
    constants = Constants(budget)
    trees: list[Tree] = []
    for place, part in enumerate(cells):
        found = ZERO if part.function is ZERO else antiderivative(part.function, x, part.field, constants, guess)
        if found is None:
            raise Undecided("no antiderivative")
        if place:
            before = value_at(trees[-1], x, cells[place - 1].cell.high, -1, budget)
            jump = constants.simplified(sub(before, value_at(found, x, part.cell.low, 1, budget)))
            found = found if jump is ZERO else add(found, jump)
        trees.append(found)
    return tuple(trees)


def _limits(
    cells: Sequence[Part], trees: Sequence[Tree], x: str, reach: Reach, budget: Budget
) -> list[tuple[Point, Tree]]:
    """The bounds at which the formula beside them has no value: there G is its limit."""
    found: list[tuple[Point, Tree]] = []
    for part, following, here, there in zip(cells, cells[1:], trees, trees[1:], strict=False):
        cut = part.cell.high
        if isinstance(cut, Point) and not has_value(here, x, cut) and not has_value(there, x, following.cell.low):
            found.append((cut, value_at(here, x, cut, -1, budget)))
    outer = ((cells[0].cell.low, trees[0], 1, reach.low_taken), (cells[-1].cell.high, trees[-1], -1, reach.high_taken))
    for end, formula, side, taken in outer:
        if taken and isinstance(end, Point) and not has_value(formula, x, end):
            found.append((end, value_at(formula, x, end, side, budget)))
    return found


def has_value(formula: Tree, x: str, point: Bound) -> bool:
    """Whether the formula can be evaluated at the point itself."""
    if isinstance(point, End):
        return False
    try:
        enclosure(substitute(formula, {x: tree_of(point)}))
    except Undecided:
        return False
    return True
