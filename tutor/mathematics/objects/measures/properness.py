"""What makes a sum of parts a measure: no negative mass, families at distinct places.

Two questions are kept apart. `check_positive` looks for a part that is certainly negative, at one rational point of
each cell: enough for a verdict on a difference from a measure. `check_certainly_positive` proves that no part is
negative, and is silent where it cannot: whoever calls a sum a measure must ask it.
"""

from dataclasses import replace

from tutor.language.tree import Tree
from tutor.mathematics.algebra import Unsupported, rational
from tutor.mathematics.algebra.cells import between
from tutor.mathematics.analysis.cells import sign_chart
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.isolated import sign_at_rational
from tutor.mathematics.analysis.rolle import signs
from tutor.mathematics.objects.measures.building import built, refined
from tutor.mathematics.objects.measures.comparison import leaves
from tutor.mathematics.objects.measures.laws import Improper
from tutor.mathematics.objects.measures.measure import Density, Family, Measure, N, Work, X, collected
from tutor.mathematics.objects.measures.relations import positive
from tutor.mathematics.objects.measures.values import index_at, mass_at
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import INFINITY, add, num, sub, var

MAX_SINGLE = 200
FIRST_INDICES = 40


def proper(node: Tree, work: Work) -> Measure:
    """The measure that a tree stands for. Raises Improper where a part is certainly negative, Undecided."""
    measure = separated(without_zeros(built(node, work), work), work)
    check_positive(measure, work)
    return measure


def without_zeros(measure: Measure, work: Work) -> Measure:
    """The same measure without densities that are 0, as sums of densities may be. Raises Undecided.

    Densities are analytic on their cells: one that is not 0 at one point is 0 on a null set only.
    """
    found = []
    for density in measure.densities:
        if _is_nonzero(density, work):
            found.append(density)
            continue
        for piece in refined(density.function, density.low, density.high, work):
            if not _is_nonzero(piece, work):
                raise Undecided("a density that may be 0")
            found.append(piece)
    return measure if len(found) == len(measure.densities) else replace(measure, densities=tuple(found))


def _is_nonzero(density: Density, work: Work) -> bool:
    """Whether the density is certified not to be 0 at one of three rational points of its cell."""
    middle = between(density.low, density.high)
    for place in (middle, between(density.low, rational(middle)), between(rational(middle), density.high)):
        try:
            if sign_at_rational(density.function, X, place, work.budget):
                return True
        except (Undecided, Unsupported):
            continue
    return False


def separated(measure: Measure, work: Work) -> Measure:
    """The same measure with no single atom at a place of a family, and no Cantor part taken out of another.

    So each mass that is left is the mass of its place. Raises Undecided.
    """
    if len(measure.families) > 1:
        measure = replace(measure, families=_merged(measure.families, work))
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


def _merged(families: tuple[Family, ...], work: Work) -> tuple[Family, ...]:
    """One family for those with the same places at the same indices."""
    found: list[Family] = []
    for family in families:
        same = next((f for f in found if f.start == family.start and work.vanishes(sub(f.place, family.place))), None)
        if same is not None:
            found.remove(same)
            family = Family(family.place, add(same.mass, family.mass), family.start)
        found.append(family)
    return tuple(family for family in found if not work.vanishes(family.mass))


def check_positive(measure: Measure, work: Work) -> None:
    """Raises Improper for a negative mass or density, Undecided for a family whose places may coincide.

    A negative part refutes only where no other part can make up for it: images and families lie over other parts.
    """
    masses = [(a.place, a.mass) for a in measure.atoms] + [(c.low, c.mass) for c in measure.cylinders]
    negative = next((place for place, mass in masses if work.constants.sign(mass) < 0), None)
    if negative is not None:
        raise Improper("a measure has no negative masses", negative)
    densities = [*measure.densities, *(image.source for image in measure.images)]
    below = next((density for density in densities if _is_negative(density, work)), None)
    if below is not None:
        if measure.images:
            raise Undecided("a difference of images without a closed form")
        raise Improper("a measure has no negative density", num(between(below.low, below.high)))
    for family in measure.families:
        _check_first(family, measure, work)
        check_distinct(family, work)


def _is_negative(density: Density, work: Work) -> bool:
    try:
        return sign_at_rational(density.function, X, between(density.low, density.high), work.budget) < 0
    except (Undecided, Unsupported):
        return False


def _check_first(family: Family, measure: Measure, work: Work) -> None:
    """Raises Improper where the first place of the family has a negative mass, all parts taken together."""
    first = family.atom(family.start)
    if work.constants.sign(first.mass) < 0:
        if work.constants.sign(mass_at(measure, first.place, work)) < 0:
            raise Improper("a measure has no negative masses", work.simple(first.place))
        raise Undecided("a difference of families of atoms")


def check_certainly_positive(measure: Measure, work: Work) -> None:
    """Raises Improper where a density or a mass is negative anywhere, Undecided where its sign is not certain."""
    check_positive(measure, work)
    for density in measure.densities:
        if any(sign < 0 for sign in _signs(density, work)):
            if measure.images:
                raise Undecided("a difference of images without a closed form")
            raise Improper("a measure has no negative density")
    for image in measure.images:
        if any(sign < 0 for sign in _signs(image.source, work)):
            raise Undecided("a difference of images without a closed form")
    for family in measure.families:
        _check_masses(family, measure, work)


def _signs(density: Density, work: Work) -> set[int]:
    """The signs of a density on its cell. Raises Undecided."""
    if is_positive(density.function):
        return {1}
    found = set(sign_chart(density.function, work.line, density.low, density.high).signs)
    if None in found:
        raise Undecided("a density that is undefined on an interval")
    return {sign for sign in found if sign is not None}


def is_positive(term: Tree) -> bool:
    """Whether a term in a real variable is certainly positive, by its shape."""
    match term.head:
        case "num":
            return bool(term.value > 0)
        case "const":
            return True
        case "add" | "mul":
            return all(is_positive(part) for part in term.args)
        case "pow":
            return is_positive(term.args[0])
    return term.head == "call" and term.value == "exp"


def _check_masses(family: Family, measure: Measure, work: Work) -> None:
    """The masses of a family at all of its indices: positive by their shape, or by the signs of their formula."""
    if positive(family.mass, family.start):
        return
    chart = signs(family.mass, N, num(family.start), INFINITY, work.budget)
    if chart.constant() in (0, 1) and work.constants.sign(family.atom(family.start).mass) >= 0:
        return
    for k in range(family.start, family.start + FIRST_INDICES):
        atom = family.atom(k)
        if work.constants.sign(atom.mass) < 0 and work.constants.sign(mass_at(measure, atom.place, work)) < 0:
            raise Improper("a measure has no negative masses", work.simple(atom.place))
    raise Undecided("a family of masses whose signs are not certain")


def check_distinct(family: Family, work: Work) -> None:
    """Raises Undecided unless the places are certainly increasing or decreasing in the index."""
    if family.place is var(N):
        return
    step = sub(substitute(family.place, {N: add(var(N), num(1))}), family.place)
    first = work.constants.sign(substitute(step, {N: num(family.start)}))
    if first == 0 or signs(step, N, num(family.start), INFINITY, work.budget).constant() != first:
        raise Undecided("a family of atoms whose places may coincide")
