"""Rates of convergence: a threshold N(eps), or N(eps, x), beyond which the distance to the limit is below eps."""

from dataclasses import replace

from tutor.judge.bounds import coordinate_text, counterexample, place_text, ruling_of, undecided
from tutor.judge.claims import ForAll, Rate
from tutor.judge.spelling import pair_text
from tutor.judge.verdicts import Ruling, Verdict
from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis.forall import Open, Refuted, defined, prove
from tutor.mathematics.trees import Budget, Domain
from tutor.mathematics.trees.build import at_most, call, conjunction, less, sub, var


def decide_rate(claim: Rate, budget: Budget) -> Ruling:
    """The ruling on a threshold: it must be defined everywhere, and serve every eps, every point and every index."""
    if claim.index in free_names(claim.threshold):
        return undecided(f"a threshold that depends on {claim.index}")
    everywhere = defined(claim.threshold, _without_index(claim), budget)
    if isinstance(everywhere, Refuted):
        diagnosis = f"your N is undefined at {place_text(everywhere)}"
        return Ruling(Verdict.INCORRECT, counterexample(everywhere), diagnosis=diagnosis)
    statement = ForAll(_relation(claim), _beyond_threshold(claim))
    outcome = prove(statement.relation, statement.domain, budget)
    if isinstance(outcome, Refuted):
        return ruling_of(statement, outcome, budget, _diagnosis(claim, outcome))
    if isinstance(everywhere, Open):
        return undecided(everywhere.reason)
    return ruling_of(statement, outcome, budget)


def _without_index(claim: Rate) -> Domain:
    variables = tuple(v for v in claim.domain.variables if v.name != claim.index)
    return Domain(variables)


def _relation(claim: Rate) -> Tree:
    distance = call("abs", sub(claim.sequence, claim.limit))
    return (less if claim.strict else at_most)(distance, var(claim.eps))


def _beyond_threshold(claim: Rate) -> Domain:
    beyond = (less if claim.after else at_most)(claim.threshold, var(claim.index))
    condition = claim.domain.condition
    return replace(claim.domain, condition=beyond if condition is None else conjunction(beyond, condition))


def _diagnosis(claim: Rate, refuted: Refuted) -> str:
    """Where it fails, in words: `at eps = 1/2, n = 2 is allowed, and the distance is 1/2 there`."""
    eps, n = (coordinate_text(refuted.at(name)) for name in (claim.eps, claim.index))
    others = ", ".join(
        f"{name} = {coordinate_text(value)}" for name, value in refuted.point if name not in (claim.eps, claim.index)
    )
    distance, _ = pair_text(refuted.left, refuted.right)
    at = f" and {others}" if others else ""
    return f"for eps = {eps}{at} your N allows {claim.index} = {n}, but the distance is {distance} there"
