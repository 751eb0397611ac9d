"""What makes a sum of parts a measure: no negative mass, families at distinct places.

A density is looked at on one rational point of each cell, with certainty: where it is negative there, it is negative
on a set of positive measure. Whether it is negative elsewhere is not examined.
"""

from dataclasses import replace

from tutor.language.tree import Tree
from tutor.mathematics.algebra import Unsupported
from tutor.mathematics.algebra.cells import between
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.isolated import sign_at_rational
from tutor.mathematics.analysis.rolle import signs
from tutor.mathematics.objects.measures.building import built
from tutor.mathematics.objects.measures.comparison import leaves
from tutor.mathematics.objects.measures.laws import Improper
from tutor.mathematics.objects.measures.measure import Density, Family, Measure, N, Work, X, collected
from tutor.mathematics.objects.measures.values import index_at
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import INFINITY, add, num, sub, var

MAX_SINGLE = 200


def proper(node: Tree, work: Work) -> Measure:
    """The measure that a tree stands for. Raises Improper where a part is certainly negative, Undecided."""
    measure = separated(built(node, work), work)
    check_positive(measure, work)
    return measure


def separated(measure: Measure, work: Work) -> Measure:
    """The same measure with no single atom at a place of a family, and no Cantor part taken out of another.

    So each mass that is left is the mass of its place. Raises Undecided.
    """
    if measure.atoms and measure.families:
        atoms, families = list(measure.atoms), []
        for family in measure.families:
            hit = [k for a in measure.atoms if (k := index_at(family, a.place, work)) is not None]
            first = max(hit, default=family.start - 1) + 1
            if first - family.start > MAX_SINGLE:
                raise Undecided("an atom at a place far out in a family")
            atoms += [family.atom(k) for k in range(family.start, first)]
            families.append(Family(family.place, family.mass, first))
        measure = replace(measure, atoms=collected(atoms, work), families=tuple(families))
    if any(work.constants.sign(cylinder.mass) < 0 for cylinder in measure.cylinders):
        measure = replace(measure, cylinders=tuple(leaves(measure.cylinders, work)))
    return measure


def check_positive(measure: Measure, work: Work) -> None:
    """Raises Improper for a negative mass or density, Undecided for a family whose places may coincide."""
    masses = [atom.mass for atom in measure.atoms] + [cylinder.mass for cylinder in measure.cylinders]
    if any(work.constants.sign(mass) < 0 for mass in masses):
        raise Improper("a measure has no negative masses")
    densities = [*measure.densities, *(image.source for image in measure.images)]
    if any(_is_negative(density, work) for density in densities):
        raise Improper("a measure has no negative density")
    for family in measure.families:
        if work.constants.sign(family.atom(family.start).mass) < 0:
            raise Improper("a measure has no negative masses")
        check_distinct(family, work)


def _is_negative(density: Density, work: Work) -> bool:
    try:
        return sign_at_rational(density.function, X, between(density.low, density.high), work.budget) < 0
    except (Undecided, Unsupported):
        return False


def check_distinct(family: Family, work: Work) -> None:
    """Raises Undecided unless the places are certainly increasing or decreasing in the index."""
    if family.place is var(N):
        return
    step = sub(substitute(family.place, {N: add(var(N), num(1))}), family.place)
    first = work.constants.sign(substitute(step, {N: num(family.start)}))
    if first == 0 or signs(step, N, num(family.start), INFINITY, work.budget).constant() != first:
        raise Undecided("a family of atoms whose places may coincide")
