"""Weak limits of laws: their distribution functions tend to that of the answer at all but finitely many points."""

from tutor.judge.claims import Equal, Notion, WeakLimit
from tutor.judge.functions import decide_functions
from tutor.judge.laws import are_laws
from tutor.judge.masses import (
    Confirmations,
    cell_domain,
    differ,
    guarded,
    mass_text,
    read_answer_measure,
    share,
    undecided,
    with_diagnosis,
)
from tutor.judge.measures import compare_measures
from tutor.judge.verdicts import Counterexample, GaveUp, Proof, Ruling, Verdict
from tutor.mathematics.algebra import Point, TooLarge, Unsupported, rational
from tutor.mathematics.analysis.cells import order, sorted_points
from tutor.mathematics.analysis.constants import NO_VALUE, Undecided
from tutor.mathematics.analysis.limits import NoLimit
from tutor.mathematics.analysis.results import NoValue, Result
from tutor.mathematics.objects.measures import Improper, Measure, Rise, Work, distribution, mass
from tutor.mathematics.objects.measures.limits_of_laws import Escapes
from tutor.mathematics.objects.measures.weak import Level, limits_of_distributions
from tutor.mathematics.objects.measures.weak_laws import along_parities, weak_limit
from tutor.mathematics.trees import Budget, OutOfSteps
from tutor.mathematics.trees.build import ONE

STEPS = 60_000
"""The limit itself is looked for with this many steps."""


def decide_weak_limit(claim: WeakLimit, budget: Budget) -> Ruling:
    """The ruling on a weak limit of laws."""
    return guarded(lambda: _weak_limit(claim, Work(budget)))


def _weak_limit(claim: WeakLimit, work: Work) -> Ruling:
    """By the limit itself, where it is found; else by distribution functions.

    Hypothesis of both: the sequence is one of laws. Of other measures mass may run off to infinity, or be more than 1.
    """
    if not are_laws(claim.sequence, claim.index):
        return undecided("a sequence of measures that are not proved to have the mass 1")
    answer = read_answer_measure(claim.answer, work)
    total = mass(answer, work)
    if differ(total, Result(ONE, "")):
        sentence = f"the mass of your measure is {mass_text(total)}; a weak limit of laws keeps the mass 1"
        counter = Counterexample((("A", "R"),), mass_text(total), "1", "R")
        return Ruling(Verdict.INCORRECT, counter, diagnosis=sentence)
    ruling = _by_the_limit(claim, answer, work)
    return ruling if ruling is not None else _by_distributions(claim, answer, work)


def _by_the_limit(claim: WeakLimit, answer: Measure, work: Work) -> Ruling | None:
    """The ruling where the limit is found, or is shown not to exist; None where it is not."""
    with share(work, STEPS) as small:
        try:
            limits = [weak_limit(part, claim.index, small) for part in along_parities(claim.sequence, claim.index)]
            rulings = [compare_measures(limits[0], limit, small) for limit in limits[1:]]
        except Escapes as reason:
            return _without_limit(reason.reason)
        except (Undecided, Improper, NoValue, Unsupported, TooLarge, OutOfSteps, NoLimit, *NO_VALUE):
            return None
    if any(ruling.verdict is Verdict.INCORRECT for ruling in rulings):
        return _without_limit("it tends to one law for even n and to another one for odd n")
    if any(ruling.verdict is not Verdict.CORRECT for ruling in rulings):
        return None
    ruling = compare_measures(answer, limits[0], work)
    if ruling.verdict is Verdict.UNDECIDED:
        return None
    if ruling.verdict is Verdict.INCORRECT and ruling.diagnosis is None:
        return with_diagnosis(ruling, "the laws tend weakly to another law")
    return ruling


def _without_limit(reason: str) -> Ruling:
    sentence = f"the sequence has no weak limit: {reason}"
    return Ruling(Verdict.INCORRECT, Proof("no weak limit", (reason,)), diagnosis=sentence)


def _by_distributions(claim: WeakLimit, answer: Measure, work: Work) -> Ruling:
    rises = distribution(answer, work)
    cuts = [rational(0), *(r.low for r in rises if isinstance(r.low, Point))]
    levels = limits_of_distributions(claim.sequence, claim.index, sorted_points(cuts), work.budget)
    found, open_ = Confirmations(), list[str]()
    for level in levels:
        ruling = _on(level, rises, work)
        if ruling.verdict is Verdict.INCORRECT:
            return ruling
        if isinstance(ruling.evidence, GaveUp):
            open_ += ruling.evidence.tried
        found.add(ruling)
    if open_:
        return undecided(*open_)
    return found.ruling("convergence of distribution functions", (f"on {len(levels)} intervals",))


def _on(level: Level, rises: list[Rise], work: Work) -> Ruling:
    rise = next(r for r in rises if order(r.low, level.low) <= 0 <= order(r.high, level.high))
    claim = Equal(rise.function, level.limit, cell_domain(level.low, level.high), Notion.ALMOST_EVERYWHERE)
    ruling = decide_functions(claim, work.budget)
    if ruling.verdict is Verdict.INCORRECT:
        sentence = "yours is continuous at a point where the distribution functions tend to another value"
        return Ruling(ruling.verdict, ruling.evidence, diagnosis=sentence)
    return ruling
