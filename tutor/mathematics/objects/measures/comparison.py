"""Equality of the parts of measures that live on null sets: atoms, families of atoms, Cantor cylinders.

Densities are functions; their equality almost everywhere is decided where functions are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.language.tree import Tree
from tutor.mathematics.algebra import Bound, Point
from tutor.mathematics.analysis.cells import order, sorted_points
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.objects.measures.measure import (
    Atom,
    Cylinder,
    Density,
    Family,
    Measure,
    N,
    Work,
    collected,
    spans,
)
from tutor.mathematics.objects.measures.relations import shift_between
from tutor.mathematics.objects.measures.restriction import inside, thirds
from tutor.mathematics.objects.measures.values import mass_at
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import ZERO, add, neg, num, sub, var

FIRST_INDICES = 12
MAX_PARTS = 200


@dataclass(frozen=True, slots=True)
class Common:
    """The two densities, ZERO where there is none, on a cell on which neither changes its form."""

    low: Bound
    high: Bound
    left: Tree
    right: Tree


def common_cells(left: Measure, right: Measure) -> list[Common]:
    """The cells on which at least one of them has a density, in order. Raises Undecided."""
    everything = [*left.densities, *right.densities]
    if not everything:
        return []
    cuts = sorted_points([end for d in everything for end in (d.low, d.high) if isinstance(end, Point)])
    found = []
    for low, high in spans(everything, cuts):
        pair = tuple(_density(measure.densities, low, high) for measure in (left, right))
        if pair != (ZERO, ZERO):
            found.append(Common(low, high, *pair))
    return found


def _density(densities: Sequence[Density], low: Bound, high: Bound) -> Tree:
    return next((d.function for d in densities if order(d.low, low) <= 0 <= order(d.high, high)), ZERO)


def differing_atom(left: Measure, right: Measure, work: Work) -> Tree | None:
    """A place at which the masses differ; None: the purely atomic parts are equal. Raises Undecided."""
    places = [a.place for m in (left, right) for a in m.atoms]
    families = [*left.families, *right.families]
    places += [f.atom(k).place for f in families for k in range(f.start, f.start + FIRST_INDICES)]
    for place in places:
        if not work.same(mass_at(left, place, work), mass_at(right, place, work)):
            return place
    if families:
        _matched(left, right, work)
    return None


def _matched(left: Measure, right: Measure, work: Work) -> None:
    """Raises Undecided unless the families cancel after a shift of the index, single atoms included."""
    rest = list(right.families)
    atoms = [*left.atoms, *(Atom(a.place, neg(a.mass)) for a in right.atoms)]
    for family in left.families:
        partner = next((g for g in rest if _shift(family, g, work) is not None), None)
        if partner is None:
            raise Undecided("families of atoms that agree at the first indices but have different formulas")
        rest.remove(partner)
        atoms += _left_over(family, partner, work)
    if rest or collected(atoms, work):
        raise Undecided("families of atoms that could not be matched")


def _shift(left: Family, right: Family, work: Work) -> int | None:
    """s with left(n) = right(n - s), places and masses."""
    shift = shift_between(left.place, right.place, work)
    if shift is None:
        return None
    moved = substitute(right.mass, {N: add(var(N), num(-shift))})
    return shift if work.vanishes(sub(left.mass, moved)) else None


def _left_over(left: Family, right: Family, work: Work) -> list[Atom]:
    """The atoms of one family before the other starts, signed."""
    shift = _shift(left, right, work)
    assert shift is not None
    start = right.start + shift
    if left.start <= start:
        return [left.atom(k) for k in range(left.start, start)]
    early = [right.atom(k - shift) for k in range(start, left.start)]
    return [Atom(a.place, neg(a.mass)) for a in early]


def differing_cylinder(left: Measure, right: Measure, work: Work) -> Cylinder | None:
    """A cylinder on which the Cantor parts differ, with the difference of masses; None: they are equal."""
    signed = [*left.cylinders, *(Cylinder(c.low, c.length, neg(c.mass)) for c in right.cylinders)]
    found = leaves(signed, work)
    return found[0] if found else None


def leaves(cylinders: Sequence[Cylinder], work: Work) -> list[Cylinder]:
    """The sum of the cylinders on cylinders none of which contains another, those of mass 0 left out.

    Raises Undecided where two overlap without one containing the other.
    """
    waiting = list(cylinders)
    found: list[Cylinder] = []
    while waiting:
        work.budget.spend(50)
        if len(waiting) + len(found) > MAX_PARTS:
            raise Undecided("too many Cantor cylinders")
        _settle(waiting.pop(), waiting, found, work)
    _check_apart(found, work)
    return found


def _settle(current: Cylinder, waiting: list[Cylinder], found: list[Cylinder], work: Work) -> None:
    """Add one cylinder to those found; where one contains the other, the larger one is cut in thirds."""
    same = next((c for c in found if work.same(c.low, current.low) and work.same(c.length, current.length)), None)
    if same is not None:
        found.remove(same)
        mass = work.simple(add(same.mass, current.mass))
        if work.constants.sign(mass):
            found.append(Cylinder(current.low, current.length, mass))
    elif any(inside(c, current, work) for c in found):
        waiting += thirds(current, work)
    elif (outer := next((c for c in found if inside(current, c, work)), None)) is not None:
        found.remove(outer)
        waiting += [current, *thirds(outer, work)]
    else:
        found.append(current)


def along(cylinder: Cylinder, parts: Sequence[Cylinder], work: Work) -> list[Cylinder]:
    """The cylinder cut into those of these disjoint parts that lie in it. Raises Undecided."""
    if any(work.same(p.low, cylinder.low) and work.same(p.length, cylinder.length) for p in parts):
        return [cylinder]
    if not any(inside(p, cylinder, work) for p in parts):
        raise Undecided("Cantor measures that overlap without one containing the other")
    return [piece for third in thirds(cylinder, work) for piece in along(third, parts, work)]


def _check_apart(cylinders: Sequence[Cylinder], work: Work) -> None:
    compare = work.constants.compare
    for i, left in enumerate(cylinders):
        for right in cylinders[:i]:
            if compare(left.low, right.high) < 0 and compare(right.low, left.high) < 0:
                raise Undecided("Cantor measures that overlap without one containing the other")
