"""Absolute continuity, mutual singularity, Lebesgue's decomposition. Every "no" comes with a set that shows it.

The parts of different sorts are mutually singular: densities live outside every Lebesgue null set, atoms on a countable
set, cylinders on a null set without countable mass. So each sort is decided on its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import Bound, Point
from tutor.mathematics.analysis.cells import order, sorted_points
from tutor.mathematics.analysis.constants import Undecided, enclosure
from tutor.mathematics.objects.measures.measure import (
    Atom,
    Cylinder,
    Density,
    Family,
    Measure,
    N,
    Work,
)
from tutor.mathematics.objects.measures.restriction import inside, thirds
from tutor.mathematics.objects.measures.values import index_at, mass_at
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import add, num, sub, var

FIRST_INDICES = 40
MAX_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Charged:
    """A set that shows a relation: an interval less a null set, a point, or the Cantor points of an interval."""

    kind: str
    low: Bound | Tree
    high: Bound | Tree


def uncovered(of: Measure, against: Measure, work: Work) -> Charged | None:
    """A set of `against`-measure 0 that `of` charges; None: of << against. Raises Undecided.

    Hypothesis: both are measures, not signed ones.
    """
    _closed_form(of, against)
    for density in of.densities:
        for low, high, covered in _split(density, against):
            if not covered:
                return Charged("interval", low, high)
    for atom in of.atoms:
        if work.constants.sign(mass_at(against, atom.place, work)) == 0:
            return Charged("point", atom.place, atom.place)
    for family in of.families:
        found = _family_uncovered(family, against, work)
        if found is not None:
            return found
    for cylinder in of.cylinders:
        if not all(covered for _, covered in _cylinder_split(cylinder, against, work)):
            return Charged("cantor", cylinder.low, work.simple(cylinder.high))
    return None


def _closed_form(*measures: Measure) -> None:
    if any(measure.images for measure in measures):
        raise Undecided("an image without a closed form")


def _split(density: Density, against: Measure) -> Iterator[tuple[Bound, Bound, bool]]:
    """The parts of the cell of a density, with whether the other measure has a density there."""
    ends = [e for d in against.densities for e in (d.low, d.high) if isinstance(e, Point)]
    bounds = [density.low, *sorted_points(ends, density.low, density.high), density.high]
    for low, high in pairwise(bounds):
        yield low, high, any(order(d.low, low) <= 0 <= order(d.high, high) for d in against.densities)


def _family_uncovered(family: Family, against: Measure, work: Work) -> Charged | None:
    for k in range(family.start, family.start + FIRST_INDICES):
        atom = family.atom(k)
        if _covered_from(family, k, against, work):
            return None
        charged = work.constants.sign(atom.mass) != 0
        if charged and work.constants.sign(mass_at(against, atom.place, work)) == 0:
            return Charged("point", atom.place, atom.place)
    raise Undecided("a family of atoms against another")


def _covered_from(family: Family, start: int, against: Measure, work: Work) -> bool:
    """Whether another family charges all places from this index on: the same places up to a shift of the index."""
    return any(
        positive(other.mass, other.start)
        and (shift := shift_between(family.place, other.place, work)) is not None
        and other.start <= start - shift
        for other in against.families
    )


def positive(term: Tree, start: int) -> bool:
    """Whether a term is certainly positive at every index from `start` on, by its shape."""
    match term.head:
        case "num":
            return bool(term.value > 0)
        case "const":
            return True
        case "var":
            return start > 0
        case "add" | "mul":
            return all(positive(part, start) for part in term.args)
        case "pow":
            return positive(term.args[0], start) or (not free_names(term) and enclosed_positive(term))
        case "call":
            return term.value in ("exp", "factorial") or (not free_names(term) and enclosed_positive(term))
    return False


def enclosed_positive(constant: Tree) -> bool:
    """Whether a closed constant is certified positive."""
    return bool(enclosure(constant) > 0)


def shift_between(left: Tree, right: Tree, work: Work, most: int = 4) -> int | None:
    """A small whole s with left(n) = right(n - s) for all n, by normal form."""
    for size in range(most + 1):
        for shift in {size, -size}:
            if work.vanishes(sub(left, substitute(right, {N: add(var(N), num(-shift))}))):
                return shift
    return None


def _cylinder_split(cylinder: Cylinder, against: Measure, work: Work, depth: int = 0) -> list[tuple[Cylinder, bool]]:
    """The cylinder in parts that the other measure charges (True) or that have mass 0 there (False)."""
    if any(inside(cylinder, other, work) for other in against.cylinders):
        return [(cylinder, True)]
    nested = [other for other in against.cylinders if inside(other, cylinder, work)]
    if not nested:
        if any(_overlap(cylinder, other, work) for other in against.cylinders):
            raise Undecided("Cantor measures that overlap without one containing the other")
        return [(cylinder, False)]
    if depth >= MAX_DEPTH:
        raise Undecided("Cantor measures nested too deeply")
    return [p for third in thirds(cylinder, work) for p in _cylinder_split(third, against, work, depth + 1)]


def _overlap(left: Cylinder, right: Cylinder, work: Work) -> bool:
    compare = work.constants.compare
    return compare(left.low, right.high) < 0 and compare(right.low, left.high) < 0


def common_part(left: Measure, right: Measure, work: Work) -> Charged | None:
    """A set on which both charge every part of one of them; None: they are mutually singular. Raises Undecided.

    Hypothesis: both are measures, not signed ones.
    """
    _closed_form(left, right)
    for density in left.densities:
        for low, high, covered in _split(density, right):
            if covered:
                return Charged("interval", low, high)
    for atoms, other in ((left.atoms, right), (right.atoms, left)):
        for atom in atoms:
            if work.constants.sign(mass_at(other, atom.place, work)):
                return Charged("point", atom.place, atom.place)
    for family in left.families:
        found = _common_atom(family, right, work)
        if found is not None:
            return found
    for cylinder in left.cylinders:
        for part, covered in _cylinder_split(cylinder, right, work):
            if covered:
                return Charged("cantor", part.low, work.simple(part.high))
    return None


def _common_atom(family: Family, other: Measure, work: Work) -> Charged | None:
    if not other.families:
        return None
    for k in range(family.start, family.start + FIRST_INDICES):
        atom = family.atom(k)
        if work.constants.sign(atom.mass) and work.constants.sign(mass_at(other, atom.place, work)):
            return Charged("point", atom.place, atom.place)
    raise Undecided("two families of atoms without a common place among the first")


def decomposition(of: Measure, against: Measure, work: Work) -> tuple[Measure, Measure]:
    """(absolutely continuous part, singular part) of the first measure with respect to the second. Raises Undecided."""
    _closed_form(of, against)
    absolute, singular = _Parts(), _Parts()
    for density in of.densities:
        for low, high, covered in _split(density, against):
            (absolute if covered else singular).densities.append(Density(low, high, density.function))
    for atom in of.atoms:
        charged = work.constants.sign(mass_at(against, atom.place, work))
        (absolute if charged else singular).atoms.append(atom)
    for family in of.families:
        _decompose_family(family, against, absolute, singular, work)
    for cylinder in of.cylinders:
        for part, covered in _cylinder_split(cylinder, against, work):
            (absolute if covered else singular).cylinders.append(part)
    return absolute.measure(), singular.measure()


class _Parts:
    def __init__(self) -> None:
        self.densities: list[Density] = []
        self.atoms: list[Atom] = []
        self.families: list[Family] = []
        self.cylinders: list[Cylinder] = []

    def measure(self) -> Measure:
        return Measure(tuple(self.densities), tuple(self.atoms), tuple(self.families), tuple(self.cylinders))


def _decompose_family(family: Family, against: Measure, absolute: _Parts, singular: _Parts, work: Work) -> None:
    """Single atoms up to the index from which on the whole rest is charged, or none of it."""
    if not against.families:
        charged = [k for a in against.atoms if (k := _index(family, a, work)) is not None]
        first = max(charged, default=family.start - 1) + 1
        for k in range(family.start, first):
            (absolute if k in charged else singular).atoms.append(family.atom(k))
        singular.families.append(Family(family.place, family.mass, first))
        return
    for k in range(family.start, family.start + FIRST_INDICES):
        if _covered_from(family, k, against, work):
            absolute.families.append(Family(family.place, family.mass, k))
            return
        atom = family.atom(k)
        charged_here = work.constants.sign(mass_at(against, atom.place, work))
        (absolute if charged_here else singular).atoms.append(atom)
    raise Undecided("a family of atoms against another")


def _index(family: Family, atom: Atom, work: Work) -> int | None:
    return index_at(family, atom.place, work)
