"""Where each real coordinate of a point lies: at generic points, in a dense null region, or on a lattice.

Every point has one status in each coordinate, so that a claim is examined once per combination. A combination says of
most atoms whether they hold; an atom about which it says nothing, such as x + y in Q for irrational x and y, may hold
at some points and not at others, and both must be examined.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import lcm

from flint import fmpq

from tutor.judge.periodic import INDEX
from tutor.judge.regions import RATIONAL_KINDS, Region, affine, atoms, regions
from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import linear
from tutor.mathematics.balls import cantor_member
from tutor.mathematics.trees.build import ONE, add, at_most, mul, num, var

MOST_RESIDUES = 24


@dataclass(frozen=True, slots=True)
class Progression:
    """The points step·m + start over all m >= 1, or all m <= 0; the atoms `whole` hold at each of them."""

    name: str
    step: fmpq
    start: fmpq
    positive: bool
    whole: frozenset[Tree]

    @property
    def index(self) -> str:
        """The name of m."""
        return f"{INDEX} for {self.name}"

    @property
    def value(self) -> Tree:
        """The coordinate as a function of m."""
        return add(mul(num(self.step), var(self.index)), num(self.start))

    @property
    def ends(self) -> tuple[int | None, int | None]:
        """The least and the greatest m."""
        return (1, None) if self.positive else (None, 0)


@dataclass(frozen=True, slots=True)
class Single:
    """One rational point: it lies on a lattice and in the Cantor set."""

    name: str
    point: fmpq


Status = Region | Progression | Single
Chosen = Mapping[str, Status]
"""The statuses of the coordinates that are not at generic points."""


class TooManyResidues(Exception):  # noqa: N818  # a silence, not an error
    """A lattice with more residues than are examined."""


def has_rationals(status: Status) -> bool:
    """Whether rational points have this status; the only other one is that of the irrational Cantor points."""
    return not isinstance(status, Region) or not status.kinds.isdisjoint(RATIONAL_KINDS)


def is_rational(status: Status) -> bool:
    """Whether only rational points have this status."""
    return not isinstance(status, Region) or status.kinds <= RATIONAL_KINDS


@dataclass(frozen=True, slots=True)
class Memberships:
    """The atoms of a claim about special sets, sorted by what they ask."""

    special: tuple[Tree, ...]
    reals: frozenset[str]

    @property
    def names(self) -> list[str]:
        """The real coordinates that some atom asks about."""
        return sorted({n for a in self.special for n in self.coordinates(a)})

    def coordinates(self, atom: Tree) -> frozenset[str]:
        """The real coordinates that the atom asks about."""
        return free_names(atom.args[0]) & self.reals

    @property
    def asked(self) -> dict[str, set[str]]:
        """The named sets in which the membership of each coordinate decides about atoms."""
        found: dict[str, set[str]] = {}
        for atom in self.special:
            element, set_ = atom.args
            if element.head == "var":
                found.setdefault(element.value, set()).add(set_.value)
            elif set_.value == "Q" and linear(element) is not None:
                for name in self.coordinates(atom):
                    found.setdefault(name, set()).add("Q")
        return found

    def lattice(self, name: str) -> list[Tree]:
        """The atoms a·x + b in Z, or in N, of one coordinate."""
        here = (a for a in self.special if a.args[1].value in ("Z", "N") and affine(a.args[0]) is not None)
        return [a for a in here if self.coordinates(a) == {name}]

    def statuses(self, name: str) -> list[Status]:
        """Every status of the coordinate but the generic one. Raises TooManyResidues."""
        asked = self.asked.get(name, set[str]())
        lattice = self.lattice(name)
        singles = list(_singles(name, lattice)) if "Cantor" in asked else []
        return [*regions(asked), *progressions(name, lattice), *singles]

    def truths(self, chosen: Chosen) -> tuple[dict[Tree, bool | Tree], list[Tree]]:
        """What the combination says of the atoms, and those about which it says nothing.

        At a single point nothing is said: evaluation decides.
        """
        truths: dict[Tree, bool | Tree] = {}
        silent = []
        for atom in self.special:
            truth = self._truth(atom, chosen)
            if truth is not None:
                truths[atom] = truth
            elif not all(isinstance(chosen.get(n), Single) for n in self.coordinates(atom)):
                silent.append(atom)
        return truths, silent

    def _truth(self, atom: Tree, chosen: Chosen) -> bool | Tree | None:
        element, set_ = atom.args
        names = self.coordinates(atom)
        if affine(element) is not None and len(names) == 1:
            (name,) = names
            return self._of_one(atom, chosen.get(name))
        return self._sum_is_rational(element, chosen) if set_.value == "Q" else None

    def _of_one(self, atom: Tree, status: Status | None) -> bool | Tree | None:
        element, set_ = atom.args
        plain = element.head == "var"
        match status:
            case Single():
                return None
            case Progression() if atom in status.whole:
                return at_most(ONE, element) if set_.value == "N" else True
            case Progression():
                return set_.value == "Q" if plain or set_.value in ("Z", "N") else None
            case Region() if plain:
                return status.truths[set_.value]
        return False if plain or set_.value in ("Z", "N") else None

    def _sum_is_rational(self, element: Tree, chosen: Chosen) -> bool | None:
        """A sum with rational coefficients is rational if all parts are, and irrational if all but one are."""
        form = linear(element)
        if form is None:
            return None
        irrational = 0
        for name in (n for n, c in form.items() if n in self.reals and c != 0):
            status = chosen.get(name)
            irrational += not (status.truths["Q"] if isinstance(status, Region) else status is not None)
        return irrational == 0 if irrational < 2 else None

    def generically_false(self, atom: Tree, chosen: Chosen) -> bool:
        """Whether the atom fails for almost all values of the coordinates that are at generic points."""
        form = linear(atom.args[0]) or {}
        return any(form.get(n, 0) != 0 for n in self.reals if n not in chosen)


def memberships_of(trees: Sequence[Tree], reals: Sequence[str]) -> Memberships:
    """The atoms of these trees that ask whether an expression in real coordinates lies in Q, Z, N or the Cantor set."""
    found = (a for a in atoms(*trees) if a.args[1].head == "set")
    special = tuple(a for a in found if not free_names(a.args[0]).isdisjoint(reals))
    return Memberships(special, frozenset(reals))


# Lattices -----------------------------------------------------------------------------------------------------------


def progressions(name: str, lattice: Sequence[Tree]) -> list[Progression]:
    """The points x with a·x + b an integer for some atom: x = (P·m + r)/D over the integers m, one residue r at a time.

    D and P are chosen so that every such point has this form and every a·x + b is an integer for all m or for none.
    Raises TooManyResidues.
    """
    if not lattice:
        return []
    forms = _forms(lattice)
    d = denominator(lattice)
    period = lcm(*(int((a / d).denom()) for a, _ in forms.values()))
    if period > MOST_RESIDUES:
        raise TooManyResidues
    found = []
    for residue in range(period):
        start = fmpq(residue, d)
        whole = frozenset(atom for atom, (a, b) in forms.items() if (a * start + b).denom() == 1)
        found += [Progression(name, fmpq(period, d), start, p, whole) for p in (True, False) if whole]
    return found


def denominator(lattice: Sequence[Tree]) -> int:
    """A number D such that every point of the lattice is a multiple of 1/D."""
    return lcm(*(abs(int(a.numer())) * int(b.denom()) for a, b in _forms(lattice).values()))


def _forms(lattice: Sequence[Tree]) -> dict[Tree, tuple[fmpq, fmpq]]:
    found = ((atom, affine(atom.args[0])) for atom in lattice)
    return {atom: (form[1], form[2]) for atom, form in found if form is not None}


def _singles(name: str, lattice: Sequence[Tree]) -> Iterator[Single]:
    """The points of the Cantor set that may lie on the lattice."""
    d = denominator(lattice) if lattice else 0
    multiples = (fmpq(k, d) for k in range(d + 1)) if d else iter(())
    return (Single(name, q) for q in multiples if cantor_member(q))
