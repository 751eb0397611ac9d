"""Measures on the line: densities on disjoint open cells, atoms, countable families of atoms, Cantor cylinders.

A measure here may be signed: differences of measures are compared with 0. Densities are trees in the variable `x`,
smooth and not identically 0 on their cells; families are trees in the index `n`; everything else is closed. Places,
masses and ends are exact constants.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tutor.language.tree import Tree
from tutor.mathematics.algebra import Bound, End, Point
from tutor.mathematics.analysis.cells import Line, SignChart, order, sorted_points
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.analysis.isolated import tree_of
from tutor.mathematics.analysis.rolle import line
from tutor.mathematics.trees import Budget, Domain, Variable, substitute
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, ONE, ZERO, add, mul, num, var

X, N = "x", "n"
"""The variable of densities and the index of families."""

VARIABLE, INDEX = var(X), var(N)


@dataclass(frozen=True, slots=True)
class Density:
    """The density `function` against Lebesgue measure on the open interval (low, high)."""

    low: Bound
    high: Bound
    function: Tree


@dataclass(frozen=True, slots=True)
class Atom:
    """The point mass `mass` at `place`."""

    place: Tree
    mass: Tree


@dataclass(frozen=True, slots=True)
class Family:
    """The point masses mass(n) at place(n) for n = start, start + 1, …; the places are distinct."""

    place: Tree
    mass: Tree
    start: int

    def atom(self, n: int) -> Atom:
        """The atom of this index."""
        at = {N: num(n)}
        return Atom(substitute(self.place, at), substitute(self.mass, at))


@dataclass(frozen=True, slots=True)
class Cylinder:
    """`mass` times the image of Cantor's measure under t -> low + length t, length > 0."""

    low: Tree
    length: Tree
    mass: Tree

    @property
    def high(self) -> Tree:
        """The right end."""
        return add(self.low, self.length)


@dataclass(frozen=True, slots=True)
class Measure:
    """The sum of its parts; without any it is 0. Densities lie on disjoint cells, in order; atoms at distinct places.

    `images` are parts that are known as images of a density only; see `pushforward`.
    """

    densities: tuple[Density, ...] = ()
    atoms: tuple[Atom, ...] = ()
    families: tuple[Family, ...] = ()
    cylinders: tuple[Cylinder, ...] = ()
    images: tuple["Image", ...] = ()


@dataclass(frozen=True, slots=True)
class Image:
    """The image of a density under a strictly monotone smooth map of its cell that has no closed inverse.

    `low` and `high` are the ends of the image.
    """

    source: Density
    map: Tree
    low: Bound
    high: Bound


NOTHING = Measure()

_INDICES = Domain((Variable(N, ZERO, INFINITY, low_closed=True, integer=True),))


class Work:
    """What the work on measures shares: the budget, the signs of constants, the line on which densities live."""

    __slots__ = ("budget", "constants", "indices", "line")

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.constants = Constants(budget)
        self.indices = Constants(budget, _INDICES)
        self.line: Line = line(X, budget)

    def vanishes(self, term: Tree) -> bool:
        """Whether an expression in the index is 0 at every index at which it is defined, by normal form."""
        return term is ZERO or self.indices.simplified(term) is ZERO

    def simple(self, constant: Tree) -> Tree:
        """The closed constant in normal form, where it has one."""
        return self.constants.simplified(constant)

    def same(self, left: Tree, right: Tree) -> bool:
        """Whether two closed constants are equal. Raises Undecided."""
        return self.constants.compare(left, right) == 0


def total(measures: Sequence[Measure], work: Work) -> Measure:
    """The sum of the measures."""
    if len(measures) == 1:
        return measures[0]
    return Measure(
        disjoint([d for m in measures for d in m.densities]),
        collected([a for m in measures for a in m.atoms], work),
        tuple(f for m in measures for f in m.families),
        tuple(c for m in measures for c in m.cylinders),
        tuple(i for m in measures for i in m.images),
    )


def scaled(factor: Tree, measure: Measure, work: Work) -> Measure:
    """The measure times a closed constant."""
    factor = work.simple(factor)
    if factor is ZERO:
        return NOTHING
    if factor is ONE:
        return measure
    return Measure(
        tuple(Density(d.low, d.high, mul(factor, d.function)) for d in measure.densities),
        tuple(Atom(a.place, work.simple(mul(factor, a.mass))) for a in measure.atoms),
        tuple(Family(f.place, mul(factor, f.mass), f.start) for f in measure.families),
        tuple(Cylinder(c.low, c.length, work.simple(mul(factor, c.mass))) for c in measure.cylinders),
        tuple(_scaled_image(factor, image) for image in measure.images),
    )


def _scaled_image(factor: Tree, image: Image) -> Image:
    source = Density(image.source.low, image.source.high, mul(factor, image.source.function))
    return Image(source, image.map, image.low, image.high)


def disjoint(densities: Sequence[Density]) -> tuple[Density, ...]:
    """Their sum on disjoint cells, in order. Raises Undecided where two ends cannot be compared."""
    if len(densities) <= 1:
        return tuple(densities)
    cuts = sorted_points([end for d in densities for end in (d.low, d.high) if isinstance(end, Point)])
    found: list[Density] = []
    for low, high in spans(densities, cuts):
        here = [d.function for d in densities if order(d.low, low) <= 0 <= order(d.high, high)]
        function = add(*here) if here else ZERO
        if function is ZERO:
            continue
        if found and found[-1].high is low and found[-1].function is function:
            found[-1] = Density(found[-1].low, high, function)
        else:
            found.append(Density(low, high, function))
    return tuple(found)


def spans(densities: Iterable[Density], cuts: Sequence[Point]) -> list[tuple[Bound, Bound]]:
    """The open intervals between the cuts, and the unbounded ones where a density reaches to infinity."""
    ends: list[Bound] = list(cuts)
    low = next((d.low for d in densities if not isinstance(d.low, Point)), None)
    high = next((d.high for d in densities if not isinstance(d.high, Point)), None)
    ends = [*([] if low is None else [low]), *ends, *([] if high is None else [high])]
    return list(pairwise(ends))


def collected(atoms: Sequence[Atom], work: Work) -> tuple[Atom, ...]:
    """One atom for each place, those of mass 0 left out. Raises Undecided where two places cannot be compared."""
    found: list[Atom] = []
    for atom in atoms:
        place = work.simple(atom.place)
        known = next((i for i, a in enumerate(found) if work.same(a.place, place)), None)
        if known is None:
            found.append(Atom(place, atom.mass))
        else:
            found[known] = Atom(found[known].place, add(found[known].mass, atom.mass))
    return tuple(
        Atom(a.place, mass) for a in found if (mass := work.simple(a.mass)) is not ZERO and work.constants.sign(mass)
    )


def signed_spans(chart: SignChart, low: Bound, high: Bound) -> list[tuple[Bound, Bound, int]]:
    """The intervals between two ends on which a function has one sign, with the sign. Raises Undecided."""
    bounds: list[Bound] = [low, *chart.points, high]
    found: list[tuple[Bound, Bound, int]] = []
    for (a, b), sign in zip(pairwise(bounds), chart.signs, strict=True):
        if sign is None:
            raise Undecided("a function that is undefined on an interval")
        if found and found[-1][2] == sign:
            found[-1] = (found[-1][0], b, sign)
        else:
            found.append((a, b, sign))
    return [span for span in found if span[2]]


def end_tree(bound: Bound) -> Tree:
    """An end as a constant; infinite ends too. Raises Undecided where it has no closed form."""
    if isinstance(bound, End):
        return INFINITY if bound.value > 0 else MINUS_INFINITY
    return tree_of(bound)
