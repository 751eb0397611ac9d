"""Rates of convergence: a threshold N(eps), or N(eps, x), beyond which the distance to the limit is below eps."""

from dataclasses import replace

from flint import fmpq

from tutor.judge.bounds import counterexample, ruling_of, undecided
from tutor.judge.claims import ForAll, Rate
from tutor.judge.sentences import coordinate_text, place_text
from tutor.judge.spelling import pair_text, value_text
from tutor.judge.verdicts import Ruling, Verdict
from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import Unsupported
from tutor.mathematics.analysis.constants import NO_VALUE
from tutor.mathematics.analysis.forall import Open, Refuted, defined, prove
from tutor.mathematics.balls import Evaluator, precision
from tutor.mathematics.trees import Budget, Domain, substitute
from tutor.mathematics.trees.build import at_most, call, conjunction, less, num, sub, var

BITS = 128


def decide_rate(claim: Rate, budget: Budget) -> Ruling:
    """The ruling on a threshold: it must be defined everywhere, and serve every eps, every point and every index."""
    if claim.index in free_names(claim.threshold):
        return undecided(f"a threshold that depends on {claim.index}")
    everywhere = defined(claim.threshold, _without_index(claim), budget)
    if isinstance(everywhere, Refuted):
        diagnosis = f"your N has no value at {place_text(everywhere, free_names(claim.threshold))}"
        return Ruling(Verdict.INCORRECT, counterexample(everywhere), diagnosis=diagnosis)
    statement = ForAll(_relation(claim), _beyond_threshold(claim))
    outcome = prove(statement.relation, statement.domain, budget)
    if isinstance(outcome, Refuted):
        return ruling_of(statement, outcome, budget, _diagnosis(claim, outcome))
    if isinstance(everywhere, Open):
        return undecided(everywhere.reason)
    return ruling_of(statement, outcome, budget)


def _without_index(claim: Rate) -> Domain:
    """Where the threshold must be defined: what the condition of the domain says of eps and the points counts."""
    variables = tuple(v for v in claim.domain.variables if v.name != claim.index)
    condition = claim.domain.condition
    parts = condition.args if condition is not None and condition.head == "and" else (condition,)
    kept = [part for part in parts if part is not None and claim.index not in free_names(part)]
    return Domain(variables, conjunction(*kept) if kept else None)


def _relation(claim: Rate) -> Tree:
    distance = call("abs", sub(claim.sequence, claim.limit))
    return (less if claim.strict else at_most)(distance, var(claim.eps))


def _beyond_threshold(claim: Rate) -> Domain:
    beyond = (less if claim.after else at_most)(claim.threshold, var(claim.index))
    condition = claim.domain.condition
    return replace(claim.domain, condition=beyond if condition is None else conjunction(beyond, condition))


def _diagnosis(claim: Rate, refuted: Refuted) -> str:
    """Where it fails: `for eps = 1/2 your N is 2, so n = 2 counts; but there the distance is 1/2, not below eps`."""
    eps, n = (coordinate_text(refuted.at(name)) for name in (claim.eps, claim.index))
    names = free_names(claim.sequence) | free_names(claim.limit) | free_names(claim.threshold)
    others = place_text(refuted, names - {claim.eps, claim.index})
    distance, _ = pair_text(refuted.left, refuted.right)
    at = f" and {others}" if others else ""
    value = _threshold_at(claim.threshold, refuted)
    allowed = f"your N is {value}, so {claim.index} = {n} counts" if value else f"your N allows {claim.index} = {n}"
    below = "below" if claim.strict else "at most"
    return f"for {claim.eps} = {eps}{at} {allowed}; but there the distance is {distance}, not {below} {claim.eps}"


def _threshold_at(threshold: Tree, refuted: Refuted) -> str | None:
    """The value of N at the point, where it has one."""
    at = {name: num(c) if isinstance(c, fmpq) else c for name, c in refuted.point}
    try:
        with precision(BITS):
            return value_text(Evaluator({})(substitute(threshold, at)))
    except (*NO_VALUE, Unsupported):
        return None
