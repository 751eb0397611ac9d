"""Weak limits of laws: their distribution functions tend to that of the answer at all but finitely many points."""

from tutor.judge.claims import Equal, Notion, WeakLimit
from tutor.judge.functions import decide_functions
from tutor.judge.masses import Confirmations, cell_domain, guarded, mass_text, read_answer_measure, undecided
from tutor.judge.verdicts import Counterexample, GaveUp, Ruling, Verdict
from tutor.language.tree import Tree
from tutor.mathematics.algebra import Point, rational
from tutor.mathematics.analysis.cells import order, sorted_points
from tutor.mathematics.objects.measures import Rise, Work, distribution, mass
from tutor.mathematics.objects.measures.weak import Level, limits_of_distributions
from tutor.mathematics.trees import Budget
from tutor.mathematics.trees.build import ONE


def decide_weak_limit(claim: WeakLimit, budget: Budget) -> Ruling:
    """The ruling on a weak limit of laws."""
    return guarded(lambda: _weak_limit(claim, Work(budget)))


def _weak_limit(claim: WeakLimit, work: Work) -> Ruling:
    answer = read_answer_measure(claim.answer, work)
    total = mass(answer, work)
    if isinstance(total.value, Tree) and total.value is not ONE:
        sentence = f"the mass of your measure is {mass_text(total)}; a weak limit of laws is a law"
        counter = Counterexample((("A", "R"),), mass_text(total), "1", "R")
        return Ruling(Verdict.INCORRECT, counter, diagnosis=sentence)
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
        sentence = "the distribution functions tend to another value there, at points where yours is continuous"
        return Ruling(ruling.verdict, ruling.evidence, diagnosis=sentence)
    return ruling
