"""Distribution functions F(x) = mu((-oo, x]) in pieces, and quantile functions."""

from dataclasses import dataclass
from itertools import pairwise

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import MINUS_END, PLUS_END, Bound, End, Point, closed
from tutor.mathematics.analysis.antiderivatives import antiderivative
from tutor.mathematics.analysis.cells import cells_between, order, sorted_points
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.integrals import parts
from tutor.mathematics.analysis.isolated import tree_of
from tutor.mathematics.objects.measures.inverses import inverse
from tutor.mathematics.objects.measures.measure import VARIABLE, Cylinder, Measure, Work, X
from tutor.mathematics.objects.measures.pushforward import end_value
from tutor.mathematics.objects.measures.values import mass_at
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import ONE, ZERO, add, call, div, mul, sign_of_infinity, sub


@dataclass(frozen=True, slots=True)
class Rise:
    """F on the open interval (low, high), a tree in `x`; `before` and `after` are its limits at the ends."""

    low: Bound
    high: Bound
    function: Tree
    before: Tree
    after: Tree


def distribution(measure: Measure, work: Work) -> list[Rise]:
    """F between the places where its form changes, from -oo to oo; F is continuous from the right at these places.

    Raises Undecided: infinitely many jumps, a density without a closed antiderivative, or infinite mass near -oo.
    """
    if measure.families or measure.images:
        raise Undecided("a distribution function without a closed form")
    found: list[Rise] = []
    level = ZERO
    for low, high in _cells(measure, work):
        if isinstance(low, Point):
            level = work.simple(add(level, mass_at(measure, tree_of(low), work)))
        here = [d.function for d in measure.densities if order(d.low, low) <= 0 <= order(d.high, high)]
        function, rise = ZERO, ZERO
        if here:
            function, rise = _primitive(add(*here), low, high, work)
        steps = [_staircase(c, work) for c in measure.cylinders if _covers(c, low, high, work)]
        function = add(level, function, *steps)
        gained = add(ZERO, *(c.mass for c in measure.cylinders if _covers(c, low, high, work)))
        after = work.simple(add(level, rise, gained))
        simple = function if steps else work.simple(function) if X not in free_names(function) else function
        found.append(Rise(low, high, simple, level, after))
        level = after
    return found


def _cells(measure: Measure, work: Work) -> list[tuple[Bound, Bound]]:
    ends = [end for d in measure.densities for end in (d.low, d.high) if isinstance(end, Point)]
    places = [closed(a.place) for a in measure.atoms]
    places += [closed(e) for c in measure.cylinders for e in (c.low, work.simple(c.high))]
    points = sorted_points([*ends, *(p for p in places if isinstance(p, Point))])
    bounds: list[Bound] = [MINUS_END, *points, PLUS_END]
    return list(pairwise(bounds))


def _covers(cylinder: Cylinder, low: Bound, high: Bound, work: Work) -> bool:
    if isinstance(low, End) or isinstance(high, End):
        return False
    left, right = closed(cylinder.low), closed(work.simple(cylinder.high))
    inside = order(left, low) <= 0 <= order(right, high)
    if inside and (order(left, low) or order(right, high)):
        raise Undecided("a distribution function with Cantor's function cut in two")
    return inside


def _staircase(cylinder: Cylinder, work: Work) -> Tree:
    standard = cylinder.low is ZERO and cylinder.length is ONE
    place = VARIABLE if standard else div(sub(VARIABLE, cylinder.low), cylinder.length)
    return mul(cylinder.mass, call("cantor", place))


def _primitive(function: Tree, low: Bound, high: Bound, work: Work) -> tuple[Tree, Tree]:
    """The antiderivative that tends to 0 at the low end, and its limit at the high one."""
    pieces = parts(function, work.line, low, high)
    if len(pieces) != 1:
        raise Undecided("a density in several pieces")
    primitive = antiderivative(pieces[0].function, X, pieces[0].field, work.constants)
    if primitive is None:
        raise Undecided("a density without a closed antiderivative")
    start, stop = end_value(primitive, low, 1, work), end_value(primitive, high, -1, work)
    if sign_of_infinity(start) or (sign_of_infinity(stop) and isinstance(high, Point)):
        raise Undecided("a distribution function that is infinite")
    return sub(primitive, start), (stop if sign_of_infinity(stop) else sub(stop, start))


# Quantiles ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quantile:
    """The quantile function on the open interval (low, high) of levels, a tree in `x`, the level."""

    low: Tree
    high: Tree
    function: Tree


def quantiles(measure: Measure, work: Work) -> list[Quantile]:
    """The quantile function in pieces. Raises Undecided where there is no closed form."""
    found: list[Quantile] = []
    level = ZERO
    for rise in distribution(measure, work):
        if isinstance(rise.low, Point) and work.constants.compare(rise.before, level) > 0:
            found.append(Quantile(level, rise.before, tree_of(rise.low)))
            level = rise.before
        if work.constants.compare(rise.after, rise.before) > 0:
            (cell,) = cells_between(rise.low, (), rise.high)
            back = inverse(rise.function, cell, work)
            if back is None:
                raise Undecided("a quantile function without a closed form")
            found.append(Quantile(rise.before, rise.after, back))
            level = rise.after
    return found


def value_at(rises: list[Rise], place: Tree, work: Work) -> Tree:
    """F at a point."""
    point = closed(place)
    for rise in rises:
        if order(rise.low, point) == 0:
            return rise.before
        if order(rise.low, point) < 0 < order(rise.high, point):
            return substitute(rise.function, {X: place})
    raise Undecided("a point outside the line")
