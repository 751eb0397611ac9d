"""The larger and the smaller of two independent random variables, by products of distribution functions.

For measures of finite masses a and b these are F G and a b - (a - F)(b - G); for laws a = b = 1.
"""

from itertools import pairwise

from tutor.language.tree import Tree
from tutor.mathematics.algebra import Bound, Point
from tutor.mathematics.analysis.cells import order, sorted_points
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.objects.measures.distribution import Rise, distribution
from tutor.mathematics.objects.measures.measure import Atom, Density, Measure, Work, X, collected, end_tree
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import ZERO, add, mul, sign_of_infinity, sub


def extreme(left: Measure, right: Measure, largest: bool, work: Work) -> Measure:
    """The law of the maximum or of the minimum. Raises Undecided, for infinite masses too."""
    laws = left, right
    sides = [distribution(law, work) for law in laws]
    masses = [side[-1].after for side in sides]
    if any(sign_of_infinity(m) for m in masses):
        raise Undecided("the larger of two variables of infinite mass")
    points = sorted_points([r.low for side in sides for r in side if isinstance(r.low, Point)])
    bounds: list[Bound] = [sides[0][0].low, *points, sides[0][-1].high]
    densities, atoms = [], []
    for low, high in pairwise(bounds):
        rises = [_on(side, low, high) for side in sides]
        levels = [r.function if largest else sub(m, r.function) for r, m in zip(rises, masses, strict=True)]
        terms = [mul(_density(law, low, high), level) for law, level in zip(laws, reversed(levels), strict=True)]
        function = add(ZERO, *(t for t in terms if not _has_zero(t)))
        if function is not ZERO:
            densities.append(Density(low, high, function))
        if isinstance(low, Point):
            before, after = (_joint(sides, low, side, largest) for side in (-1, 1))
            atoms.append(Atom(end_tree(low), work.simple(sub(after, before))))
    return Measure(tuple(densities), collected(atoms, work))


def _on(rises: list[Rise], low: Bound, high: Bound) -> Rise:
    return next(r for r in rises if order(r.low, low) <= 0 <= order(r.high, high))


def _density(law: Measure, low: Bound, high: Bound) -> Tree:
    here = (d.function for d in law.densities if order(d.low, low) <= 0 <= order(d.high, high))
    return next(here, ZERO)


def _has_zero(term: Tree) -> bool:
    return term is ZERO or (term.head == "mul" and ZERO in term.args)


def _joint(sides: list[list[Rise]], place: Point, side: int, largest: bool) -> Tree:
    """F at the place (side 1), or its limit from below (-1)."""
    levels = [_level(rises, place, side) for rises in sides]
    if largest:
        return mul(*levels)
    masses = [rises[-1].after for rises in sides]
    return sub(mul(*masses), mul(*(sub(m, level) for m, level in zip(masses, levels, strict=True))))


def _level(rises: list[Rise], place: Point, side: int) -> Tree:
    for rise in rises:
        if side > 0 and order(rise.low, place) == 0:
            return rise.before
        if side < 0 and order(rise.high, place) == 0:
            return rise.after
        if order(rise.low, place) < 0 < order(rise.high, place):
            return substitute(rise.function, {X: end_tree(place)})
    return ZERO
