"""Distribution functions: everywhere, the values at the jumps included, where they are continuous from the right."""

from collections.abc import Iterator
from dataclasses import replace

from tutor.judge.claims import Distributes, Equal, Notion
from tutor.judge.densities import at_atom
from tutor.judge.functions import decide_functions
from tutor.judge.jumps import on_jumps, without_jumps
from tutor.judge.masses import Confirmations, cell_domain, guarded, undecided, with_diagnosis
from tutor.judge.parameters import for_all_parameters
from tutor.judge.verdicts import GaveUp, Ruling, Verdict
from tutor.language.tree import Tree
from tutor.mathematics.algebra import Point, rational
from tutor.mathematics.objects.measures import Measure, Rise, Work, distribution, end_tree, proper
from tutor.mathematics.objects.measures.measure import X
from tutor.mathematics.trees import Budget, substitute
from tutor.mathematics.trees.build import var


def decide_distribution(claim: Distributes, budget: Budget) -> Ruling:
    """The ruling on a distribution function."""
    if claim.parameters.variables:
        return for_all_parameters(claim, claim.parameters, decide_distribution, budget)
    return guarded(lambda: _distribution(claim, Work(budget)))


def _distribution(claim: Distributes, work: Work) -> Ruling:
    of = proper(claim.of, work)
    answer = substitute(claim.answer, {claim.variable: var(X)})
    found, open_ = Confirmations(), list[str]()
    for ruling in _parts(answer, of, work):
        if ruling.verdict is Verdict.INCORRECT:
            return ruling
        if isinstance(ruling.evidence, GaveUp):
            open_ += ruling.evidence.tried
        found.add(ruling)
    return undecided(*open_) if open_ else found.ruling("equal on every cell and at every jump", ())


def _parts(answer: Tree, of: Measure, work: Work) -> Iterator[Ruling]:
    if not of.families:
        for rise in distribution(of, work):
            yield from _on_rise(answer, rise, work)
        return
    rises, family = without_jumps(of, work)
    *before, last = rises
    for rise in (*before, replace(last, high=rational(family.start))):
        yield from _on_rise(answer, rise, work)
    yield from on_jumps(answer, last.after, family, work)


def _on_rise(answer: Tree, rise: Rise, work: Work) -> list[Ruling]:
    claim = Equal(answer, rise.function, cell_domain(rise.low, rise.high), Notion.EVERYWHERE)
    inside = decide_functions(claim, work.budget)
    if not isinstance(rise.low, Point):
        return [inside]
    place = end_tree(rise.low)
    ruling = at_atom(answer, place, rise.before, work)
    if ruling.verdict is Verdict.INCORRECT:
        sentence = "a distribution function is continuous from the right: at a jump it has the upper value"
        ruling = with_diagnosis(ruling, sentence)
    return [inside, ruling]
