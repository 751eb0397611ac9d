"""Radon-Nikodym derivatives: almost everywhere with respect to the reference measure, its atoms included.

f is the density of mu against nu when f q = p almost everywhere on nu's cells, f(a) nu({a}) = mu({a}) at nu's atoms,
and f equals the quotient of masses on nu's Cantor parts. Elsewhere f need not even be defined.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tutor.judge.claims import Equal, Notion, SameDensity, SameVersion
from tutor.judge.connectives import all_hold
from tutor.judge.diagnoses import SILENCE
from tutor.judge.functions import decide_functions
from tutor.judge.masses import (
    Confirmations,
    cell_domain,
    charged_text,
    guarded,
    interval_text,
    share,
    undecided,
    with_diagnosis,
)
from tutor.judge.numbers import decide_numbers
from tutor.judge.parameters import for_all_parameters
from tutor.judge.spelling import tree_text
from tutor.judge.verdicts import Counterexample, GaveUp, NotNumerical, Proof, Ruling, Verdict
from tutor.judge.versions import same_version
from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import closed
from tutor.mathematics.analysis.cells import partition
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.objects.measures import (
    Common,
    Cylinder,
    Family,
    Measure,
    Work,
    common_cells,
    mass_at,
    proper,
    uncovered,
)
from tutor.mathematics.objects.measures.comparison import leaves
from tutor.mathematics.objects.measures.measure import N, X
from tutor.mathematics.objects.measures.relations import shift_between
from tutor.mathematics.objects.measures.restriction import check_no_cantor_set, cut_cylinder, inside, thirds
from tutor.mathematics.objects.measures.values import index_at
from tutor.mathematics.trees import Budget, Domain, OutOfSteps, Variable, substitute
from tutor.mathematics.trees.build import INFINITY, ONE, ZERO, add, div, num, power, var

_ALMOST = Notion.ALMOST_EVERYWHERE
_WRONG = Verdict.INCORRECT
STEPS = 15_000
"""A diagnosis is looked for with this many steps."""


def decide_density(claim: SameDensity, budget: Budget) -> Ruling:
    """The ruling on a density of one measure against another."""
    if claim.parameters.variables:
        return for_all_parameters(claim, claim.parameters, decide_density, budget)
    return guarded(lambda: _density(claim, Work(budget)))


def _density(claim: SameDensity, work: Work) -> Ruling:
    of, against = proper(claim.of, work), proper(claim.against, work)
    found = uncovered(of, against, work)
    if found is not None:
        text = charged_text(found, against)
        step = f"there is no density: the reference measure gives {text} the mass 0, the other one a positive mass"
        return Ruling(Verdict.INCORRECT, Proof("not absolutely continuous", (step,)), diagnosis=step)
    answer = substitute(claim.answer, {claim.variable: var(X)})
    confirmed, open_ = Confirmations(), list[str]()
    for ruling in _parts(answer, of, against, work):
        if ruling.verdict is Verdict.INCORRECT:
            return with_diagnosis(ruling, _diagnosis(answer, of, against, work))
        if isinstance(ruling.evidence, GaveUp):
            open_ += ruling.evidence.tried
        confirmed.add(ruling)
        confirmed.cases += 1
    if open_:
        return undecided(*open_)
    return confirmed.ruling("equal almost everywhere for the reference measure", ())


def decide_same_version(claim: SameVersion, budget: Budget) -> Ruling:
    """The ruling on equality of two functions almost everywhere with respect to a measure.

    The quotient of a measure by itself is 1: what is asked is that answer * against = key * against.
    """
    if claim.answer is claim.key:
        return Ruling(Verdict.CORRECT, Proof("the same expression"), NotNumerical("nothing to compare"))
    if claim.parameters.variables:
        return for_all_parameters(claim, claim.parameters, decide_same_version, budget)
    return guarded(lambda: _same_version(claim, Work(budget)))


def _same_version(claim: SameVersion, work: Work) -> Ruling:
    against = proper(claim.against, work)
    answer, key = (substitute(side, {claim.variable: var(X)}) for side in (claim.answer, claim.key))
    return all_hold(same_version(answer, key, against, work))


def _parts(answer: Tree, of: Measure, against: Measure, work: Work) -> Iterator[Ruling]:
    for atom in against.atoms:
        yield at_atom(answer, atom.place, work.simple(div(mass_at(of, atom.place, work), atom.mass)), work)
    for cell in common_cells(of, against):
        domain = cell_domain(cell.low, cell.high)
        ruling = decide_functions(Equal(answer, div(cell.left, cell.right), domain, _ALMOST), work.budget)
        yield with_diagnosis(ruling, _support(answer, cell, domain, work) if ruling.verdict is _WRONG else None)
    for family in against.families:
        yield from _on_family(answer, of, family, work)
    for cylinder in leaves(against.cylinders, work):
        yield from _on_cylinder(answer, of, cylinder, work)


def at_atom(answer: Tree, place: Tree, value: Tree, work: Work) -> Ruling:
    """The ruling on the value at an atom, where it counts."""
    at = ((X, tree_text(place)),)
    try:
        typed = substitute(answer, {X: place})
        ruling = decide_numbers(Equal(typed, value), work.budget)
    except Undecided:
        return undecided("the value at an atom")
    if ruling.verdict is Verdict.INCORRECT and isinstance(ruling.evidence, Counterexample):
        left, right = ruling.evidence.left, ruling.evidence.right
        sentence = _at_atom_text(left, right, place)
        return Ruling(Verdict.INCORRECT, Counterexample(at, left, right, f"{{{at[0][1]}}}"), diagnosis=sentence)
    return ruling


def _at_atom_text(left: str, right: str, place: Tree) -> str:
    where = tree_text(place)
    if left == "undefined":
        return f"your density has no value at {where}, and the reference measure has an atom there"
    return f"at the atom {where} the value counts: it must be {right}, the quotient of the two masses"


# Families -----------------------------------------------------------------------------------------------------------


def _on_family(answer: Tree, of: Measure, family: Family, work: Work) -> Iterator[Ruling]:
    """Single indices, where the first measure has single atoms, and then the rest as a function of the index."""
    partner, first = _partner(of, family, work)
    singles = [k for a in of.atoms if (k := index_at(family, a.place, work)) is not None]
    first = max([first, *(k + 1 for k in singles)])
    for k in range(family.start, first):
        atom = family.atom(k)
        yield at_atom(answer, atom.place, work.simple(div(mass_at(of, atom.place, work), atom.mass)), work)
    quotient = div(partner, family.mass)
    domain = Domain((Variable(N, num(first), INFINITY, low_closed=True, integer=True),))
    yield decide_functions(Equal(substitute(answer, {X: family.place}), quotient, domain), work.budget)


def _partner(of: Measure, family: Family, work: Work) -> tuple[Tree, int]:
    """The masses of the first measure on the places of the family, and the index from which they count."""
    found, first = [], family.start
    for other in of.families:
        shift = shift_between(family.place, other.place, work)
        if shift is None:
            raise Undecided("two families of atoms on different places")
        found.append(substitute(other.mass, {N: add(var(N), num(-shift))}))
        first = max(first, other.start + shift)
    return add(ZERO, *found), first


# Cantor parts -------------------------------------------------------------------------------------------------------

_ON_CANTOR = {"Q": False, "Z": False, "N": False, "Cantor": True}
"""What is true at almost every point for Cantor's measure on [0, 1]."""


def _on_cylinder(answer: Tree, of: Measure, cylinder: Cylinder, work: Work) -> Iterator[Ruling]:
    """A density that is constant on the pieces into which its breakpoints cut the cylinder."""
    low, high = closed(cylinder.low), closed(work.simple(cylinder.high))
    standard = inside(cylinder, Cylinder(ZERO, ONE, ONE), work)
    if not standard:
        check_no_cantor_set(answer)
    atoms = _ON_CANTOR if standard else None
    pieces = partition(lambda f: f.as_tree(f.normal(answer)), work.line, low, high, atoms=atoms)
    for piece in pieces:
        for part in cut_cylinder(cylinder, [(piece.cell.low, piece.cell.high)], work):
            for third, value in _quotients(part, of, work):
                yield _constant(piece.answer, value, third, work)


def _quotients(part: Cylinder, of: Measure, work: Work, depth: int = 0) -> Iterator[tuple[Cylinder, Tree]]:
    """The part in cylinders on which the first measure has a constant density, with that density."""
    outer = [o for o in of.cylinders if inside(part, o, work)]
    if depth > 6:
        raise Undecided("Cantor measures nested too deeply")
    if any(inside(o, part, work) and o not in outer for o in of.cylinders):
        for third in thirds(part, work):
            yield from _quotients(third, of, work, depth + 1)
        return
    share = add(ZERO, *(div(o.mass, power(num(2), _depth(part, o, work))) for o in outer))
    yield part, work.simple(div(share, part.mass))


def _depth(inner: Cylinder, outer: Cylinder, work: Work) -> Tree:
    depth, length = 0, outer.length
    while not work.same(length, inner.length):
        depth, length = depth + 1, work.simple(div(length, num(3)))
    return num(depth)


def _constant(typed: Tree | None, value: Tree, part: Cylinder, work: Work) -> Ruling:
    text = f"the Cantor points of [{tree_text(part.low)}, {tree_text(work.simple(part.high))}]"
    if typed is None:
        return Ruling(Verdict.INCORRECT, Counterexample(((X, text),), "undefined", tree_text(value), text))
    if X in free_names(typed):
        raise Undecided("a density against a Cantor part that is not constant on pieces")
    ruling = decide_numbers(Equal(typed, value), work.budget)
    if isinstance(ruling.evidence, Counterexample):
        evidence = Counterexample(((X, text),), ruling.evidence.left, ruling.evidence.right, text)
        return Ruling(ruling.verdict, evidence)
    return ruling


def _support(answer: Tree, cell: Common, domain: Domain, work: Work) -> str | None:
    """What is wrong on a cell on which just one of answer and density is 0."""
    where = interval_text(cell.low, cell.high)
    if cell.left is ZERO:
        return f"on {where} the measure has no mass, so its density is 0 there"
    with share(work, STEPS) as small:
        try:
            vanishes = decide_functions(Equal(answer, ZERO, domain, _ALMOST), small.budget)
        except (*SILENCE, OutOfSteps):
            return None
    return f"yours is 0 on {where}, where both measures have mass" if vanishes.verdict is Verdict.CORRECT else None


# Diagnoses ----------------------------------------------------------------------------------------------------------

INVERSE = "yours is upside down: it is the density of the reference measure with respect to the other one"
LEBESGUE = "yours is the density with respect to Lebesgue measure, not with respect to the reference measure"


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell or an atom on which both measures have mass: the domain, what the density is there, both masses."""

    domain: Domain
    at: Tree | None
    of: Tree
    against: Tree

    def is_(self, answer: Tree, candidate: Tree, budget: Budget) -> Verdict:
        if self.at is not None:
            return decide_numbers(Equal(substitute(answer, {X: self.at}), candidate), budget).verdict
        return decide_functions(Equal(answer, candidate, self.domain, _ALMOST), budget).verdict


def _diagnosis(answer: Tree, of: Measure, against: Measure, work: Work) -> str | None:
    """The inverse density, or the density against Lebesgue measure, where the answer is certainly one of these.

    Hypothesis: the answer is the candidate at every place where both measures have mass, and at one of them at least
    the candidate is certainly another function than the density; else nothing would be said by it.
    """
    with share(work, STEPS) as small:
        try:
            places = list(_common_places(of, against, small))
            for sentence, candidates in ((INVERSE, _inverse), (LEBESGUE, _lebesgue)):
                if _is_throughout(answer, [(p, candidates(p)) for p in places], small.budget):
                    return sentence
        except (*SILENCE, OutOfSteps):
            return None
    return None


def _common_places(of: Measure, against: Measure, work: Work) -> Iterator[_Place]:
    if any((of.families, of.cylinders, against.families, against.cylinders)):
        return
    for cell in common_cells(of, against):
        if ZERO not in (cell.left, cell.right):
            yield _Place(cell_domain(cell.low, cell.high), None, cell.left, cell.right)
    for atom in against.atoms:
        mass = mass_at(of, atom.place, work)
        if mass is not ZERO:
            yield _Place(Domain(), atom.place, mass, atom.mass)


def _inverse(place: _Place) -> Tree:
    return div(place.against, place.of)


def _lebesgue(place: _Place) -> Tree | None:
    """Atoms have no density with respect to Lebesgue measure."""
    return place.of if place.at is None else None


def _is_throughout(answer: Tree, candidates: list[tuple[_Place, Tree | None]], budget: Budget) -> bool:
    others = 0
    for place, candidate in candidates:
        if candidate is None or place.is_(answer, candidate, budget) is not Verdict.CORRECT:
            return False
        others += place.is_(candidate, div(place.of, place.against), budget) is Verdict.INCORRECT
    return others > 0
