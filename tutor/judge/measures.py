"""Measures: equal, decomposed, absolutely continuous, mutually singular.

Densities are functions and are compared where functions are, cell by cell, almost everywhere; atoms, families of atoms
and Cantor parts in `tutor.mathematics.objects.measures`. A refutation names a set with both masses.
"""

from itertools import pairwise

from flint import fmpq

from tutor.judge.claims import AbsolutelyContinuous, Decomposes, Equal, Notion, SameMeasure, Singular
from tutor.judge.diagnoses import SILENCE, STEPS, of_measures
from tutor.judge.functions import decide_functions
from tutor.judge.images import compare_with_images
from tutor.judge.masses import (
    Confirmations,
    Refused,
    by_masses,
    cell_domain,
    charged_text,
    differ,
    guarded,
    interval_sets,
    interval_text,
    mass_text,
    masses_text,
    open_interval,
    point_set,
    read_answer_measure,
    share,
    undecided,
    with_diagnosis,
)
from tutor.judge.parameters import for_all_parameters
from tutor.judge.planes import decide_planes
from tutor.judge.spelling import tree_text
from tutor.judge.verdicts import Counterexample, GaveUp, NotNumerical, Proof, Ruling, Verdict
from tutor.language.tree import Tree, tree
from tutor.mathematics.algebra import closed
from tutor.mathematics.analysis.cells import sorted_points
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.results import Result
from tutor.mathematics.objects.measures import (
    Common,
    Measure,
    Work,
    common_cells,
    common_part,
    decomposition,
    differing_atom,
    differing_cylinder,
    is_plane,
    mass_of,
    proper,
    uncovered,
)
from tutor.mathematics.trees import Budget, OutOfSteps
from tutor.mathematics.trees.build import ZERO, interval


def decide_same_measure(claim: SameMeasure, budget: Budget) -> Ruling:
    """The ruling on equality of two measures."""
    if claim.answer is claim.key:
        return Ruling(Verdict.CORRECT, Proof("the same expression"), NotNumerical("nothing to compare"))
    if claim.parameters.variables:
        return for_all_parameters(claim, claim.parameters, decide_same_measure, budget)
    if is_plane(claim.answer) or is_plane(claim.key):
        return guarded(lambda: decide_planes(claim.answer, claim.key, budget))
    return guarded(lambda: _same(claim.answer, claim.key, Work(budget)))


def _same(answer: Tree, key: Tree, work: Work) -> Ruling:
    right = proper(key, work)
    left = read_answer_measure(answer, work)
    return compare_measures(left, right, work)


def compare_measures(answer: Measure, key: Measure, work: Work) -> Ruling:
    """The ruling on equality of two measures on the line. Raises Undecided."""
    if answer.images or key.images:
        return compare_with_images(answer, key, work)
    found = Confirmations()
    open_: list[str] = []
    for cell in common_cells(answer, key):
        ruling = decide_functions(Equal(cell.left, cell.right, cell_domain(cell.low, cell.high), _ALMOST), work.budget)
        if ruling.verdict is Verdict.INCORRECT:
            return with_diagnosis(_densities_differ(answer, key, cell, ruling, work), of_measures(answer, key, work))
        if isinstance(ruling.evidence, GaveUp):
            open_ += ruling.evidence.tried
        found.add(ruling)
    refuted = _null_parts(answer, key, open_, work)
    if refuted is not None:
        return with_diagnosis(refuted, of_measures(answer, key, work))
    if open_:
        return undecided(*open_)
    found.cases = len(key.atoms) + len(key.families) + len(key.cylinders)
    return found.ruling("equal on every cell and at every atom", _steps(key))


_ALMOST = Notion.ALMOST_EVERYWHERE


def _null_parts(answer: Measure, key: Measure, open_: list[str], work: Work) -> Ruling | None:
    """Incorrect where atoms or Cantor parts differ; reasons for silence are added to the open ones."""
    try:
        place = differing_atom(answer, key, work)
        if place is not None:
            return _at_point(answer, key, place, work)
        cylinder = differing_cylinder(answer, key, work)
        if cylinder is not None:
            ends = cylinder.low, work.simple(cylinder.high)
            text = f"the Cantor points of [{tree_text(ends[0])}, {tree_text(ends[1])}]"
            rest = Measure(cylinders=answer.cylinders), Measure(cylinders=key.cylinders)
            found = by_masses(*rest, [(text, interval(*ends))], work)
            return found or _proof(f"the singular continuous parts differ on {text}")
    except Undecided as silence:
        open_.append(silence.reason)
        return by_masses(answer, key, _cantor_sets(answer, key, work), work)
    return None


def _cantor_sets(answer: Measure, key: Measure, work: Work) -> list[tuple[str, Tree]]:
    """Intervals between the ends of Cantor parts that do not fit into one another."""
    cylinders = [*answer.cylinders, *key.cylinders]
    ends = sorted_points([closed(e) for c in cylinders for e in (c.low, work.simple(c.high))])  # type: ignore[misc]
    return [(interval_text(*pair), open_interval(*pair)) for pair in pairwise(ends)]


def _at_point(answer: Measure, key: Measure, place: Tree, work: Work) -> Ruling:
    found = by_masses(answer, key, [point_set(place)], work)
    return found or _proof(f"the masses of the point {tree_text(place)} differ")


def _proof(step: str) -> Ruling:
    return Ruling(Verdict.INCORRECT, Proof("the parts of both measures", (step,)))


def _densities_differ(answer: Measure, key: Measure, cell: Common, ruling: Ruling, work: Work) -> Ruling:
    """A set with both masses, or else the point at which the densities were certified to differ."""
    near = None if ZERO in (cell.left, cell.right) else _point_of(ruling)
    found = by_masses(answer, key, interval_sets(cell.low, cell.high, near), work)
    return found or ruling


def _point_of(ruling: Ruling) -> fmpq | None:
    """The rational point of a counterexample; None where it has none."""
    at = ruling.evidence.at if isinstance(ruling.evidence, Counterexample) else ()
    try:
        return fmpq(*(int(part) for part in at[0][1].split("/"))) if at else None
    except ValueError:
        return None


def _steps(key: Measure) -> tuple[str, ...]:
    parts = (
        (len(key.densities), "density cell"),
        (len(key.atoms), "atom"),
        (len(key.families), "family of atoms"),
        (len(key.cylinders), "Cantor part"),
    )
    return tuple(f"{count} {name}{'s' * (count > 1)}".replace("familys", "families") for count, name in parts if count)


# Decomposition ------------------------------------------------------------------------------------------------------


def decide_decomposition(claim: Decomposes, budget: Budget) -> Ruling:
    """The ruling on a Lebesgue decomposition: both parts, the absolutely continuous one first."""
    if claim.parameters.variables:
        return for_all_parameters(claim, claim.parameters, decide_decomposition, budget)
    return guarded(lambda: _decomposed(claim, Work(budget)))


def _decomposed(claim: Decomposes, work: Work) -> Ruling:
    parts = decomposition(proper(claim.of, work), proper(claim.against, work), work)
    names = ("absolutely continuous part", "singular part")
    found = Confirmations()
    for name, typed, part in zip(names, (claim.ac, claim.sing), parts, strict=True):
        ruling = compare_measures(read_answer_measure(typed, work), part, work)
        if ruling.verdict is Verdict.INCORRECT:
            swapped = _are_swapped(claim, parts, work)
            return with_diagnosis(_named(name, ruling), swapped or _of_part(name, ruling))
        if ruling.verdict is not Verdict.CORRECT:
            return ruling
        found.add(ruling)
        found.cases += 1
    return found.ruling("Lebesgue decomposition", names)


def _are_swapped(claim: Decomposes, parts: tuple[Measure, Measure], work: Work) -> str | None:
    """Whether each part is certainly the other one."""
    with share(work, STEPS) as small:
        try:
            typed = [read_answer_measure(node, small) for node in (claim.sing, claim.ac)]
            rulings = [compare_measures(*pair, small) for pair in zip(typed, parts, strict=True)]
        except (*SILENCE, Refused, OutOfSteps):
            return None
    swapped = all(ruling.verdict is Verdict.CORRECT for ruling in rulings)
    return "the two parts are the wrong way round" if swapped else None


def _of_part(name: str, ruling: Ruling) -> str:
    """What is wrong with one part of a decomposition."""
    if ruling.diagnosis:
        return f"{ruling.diagnosis} (in the {name})"
    found = masses_text(f"your {name}", ruling.evidence) if isinstance(ruling.evidence, Counterexample) else None
    return found or f"the {name} is another measure"


def _named(part: str, ruling: Ruling) -> Ruling:
    evidence = ruling.evidence
    if isinstance(evidence, Counterexample):
        at = (("part", part), *evidence.at)
        evidence = Counterexample(at, evidence.left, evidence.right, evidence.on, evidence.positive)
    return Ruling(ruling.verdict, evidence, ruling.confirmation, ruling.almost)


# Relations ----------------------------------------------------------------------------------------------------------


def decide_absolute_continuity(claim: AbsolutelyContinuous, budget: Budget) -> Ruling:
    """The ruling on `of << against`, or on its contrary with a set that shows it."""
    return guarded(lambda: _absolute_continuity(claim, Work(budget)))


def _absolute_continuity(claim: AbsolutelyContinuous, work: Work) -> Ruling:
    of, against = proper(claim.of, work), proper(claim.against, work)
    found = uncovered(of, against, work)
    if found is None:
        step = "every null set of the second measure is a null set of the first"
        if claim.holds:
            return _related("support of each part", step)
        return Ruling(Verdict.INCORRECT, Proof("support of each part", (step,)), diagnosis=step)
    text = charged_text(found, against)
    if claim.holds:
        sentence = f"the second measure gives {text} the mass 0, the first gives it a positive mass"
        return Ruling(Verdict.INCORRECT, Counterexample((("A", text),), "0", "positive", text), diagnosis=sentence)
    if claim.witness is None:
        return _related("a set that shows it", f"{text} has measure 0 for the second, not for the first")
    null, charged = mass_of(against, claim.witness, work), mass_of(of, claim.witness, work)
    return _shown(claim.witness, (null, Result(ZERO, "")), ("second", "first"), charged)


def _related(by: str, step: str) -> Ruling:
    return Ruling(Verdict.CORRECT, Proof(by, (step,)), NotNumerical("a relation, not a number"))


def _shown(witness: Tree, null: tuple[Result, Result], which: tuple[str, str], charged: Result | None) -> Ruling:
    """The ruling on a witness: it must be a null set for one measure and charged by the other."""
    text = tree_text(witness)
    if differ(*null):
        sentence = (
            f"your set must be a null set of the {which[0]} measure, which gives it the mass {mass_text(null[0])}"
        )
        counter = Counterexample((("A", text),), mass_text(null[0]), "0", text)
        return Ruling(Verdict.INCORRECT, counter, diagnosis=sentence)
    if null[0].value is not ZERO:
        raise Undecided("the measure of the set is only enclosed")
    if charged is not None and charged.value is ZERO:
        sentence = f"your set shows nothing: the {which[1]} measure gives it the mass 0"
        counter = Counterexample((("A", text),), "0", "positive", text)
        return Ruling(Verdict.INCORRECT, counter, diagnosis=sentence)
    if charged is not None and not differ(charged, Result(ZERO, "")):
        raise Undecided("the measure of the set is only enclosed")
    return _related("a set that shows it", f"A = {text}")


def decide_singularity(claim: Singular, budget: Budget) -> Ruling:
    """The ruling on mutual singularity, with a set that shows it, or on its contrary."""
    return guarded(lambda: _singularity(claim, Work(budget)))


def _singularity(claim: Singular, work: Work) -> Ruling:
    left, right = proper(claim.left, work), proper(claim.right, work)
    found = common_part(left, right, work)
    if found is not None:
        text = charged_text(found, Measure())
        step = f"both measures give {text} a positive mass"
        if not claim.holds:
            return _related("a common part", step)
        return Ruling(Verdict.INCORRECT, Proof("a common part", (step,)), diagnosis=step)
    if not claim.holds:
        step = "the two measures live on disjoint sets"
        return Ruling(Verdict.INCORRECT, Proof("support of each part", (step,)), diagnosis=step)
    if claim.witness is None:
        return _related("support of each part", "the parts of the two measures live on disjoint sets")
    outside = tree("complement", None, (claim.witness,))
    first = mass_of(left, outside, work)
    if differ(first, Result(ZERO, "")):
        text = f"R \\ {tree_text(claim.witness)}"
        counter = Counterexample((("A", text),), mass_text(first), "0", text)
        sentence = f"your set does not carry the first measure: the mass of the rest is {mass_text(first)}"
        return Ruling(Verdict.INCORRECT, counter, diagnosis=sentence)
    if first.value is not ZERO:
        raise Undecided("the measure of the complement is only enclosed")
    return _shown(claim.witness, (mass_of(right, claim.witness, work), Result(ZERO, "")), ("second", "first"), None)
