"""An integer variable that starts at 0: its first value apart from the others.

At n = 0 a power x^n is 1 whatever its base, and at x = 0 it is 0 for every other n; no normal form holds for all of
them. So where nothing else decided, the claim is decided for n = 0 and for n >= 1. Hypothesis: the variable runs
through integers and its range starts with 0.
"""

from collections.abc import Callable
from dataclasses import replace

from tutor.judge.claims import Equal
from tutor.judge.verdicts import Counterexample, GaveUp, Proof, Ruling, Verdict
from tutor.language.tree import free_names
from tutor.mathematics.trees import Domain, Variable, substitute
from tutor.mathematics.trees.build import ONE, ZERO

Decide = Callable[[Equal], Ruling]


def by_first_value(claim: Equal, decide: Decide) -> Ruling | None:
    """The ruling from n = 0 and from n >= 1, where there is such an n beside other variables and both are decided."""
    variable = next((v for v in claim.domain.variables if _starts_at_zero(v, claim)), None)
    if variable is None or len(claim.domain.variables) < 2:
        return None
    first = decide(_at_zero(claim, variable))
    if first.verdict is Verdict.INCORRECT:
        return _with_coordinate(first, variable)
    if first.verdict is not Verdict.CORRECT or not isinstance(first.evidence, Proof):
        return None
    others = tuple(replace(v, low=ONE) if v is variable else v for v in claim.domain.variables)
    rest = decide(replace(claim, domain=replace(claim.domain, variables=others)))
    if not isinstance(rest.evidence, Proof) or rest.verdict is not Verdict.CORRECT:
        return None if isinstance(rest.evidence, GaveUp) or rest.verdict is Verdict.CORRECT else rest
    step = f"{variable.name} = 0 by {first.evidence.by}, {variable.name} >= 1 by {rest.evidence.by}"
    almost = rest.almost or first.almost
    return replace(rest, evidence=Proof(f"{variable.name} = 0 apart", (step,)), almost=almost)


def _starts_at_zero(variable: Variable, claim: Equal) -> bool:
    used = free_names(claim.answer) | free_names(claim.key)
    return variable.integer and variable.low is ZERO and variable.high is not ZERO and variable.name in used


def _at_zero(claim: Equal, variable: Variable) -> Equal:
    values = {variable.name: ZERO}
    condition = claim.domain.condition
    domain = Domain(
        tuple(v for v in claim.domain.variables if v is not variable),
        None if condition is None else substitute(condition, values),
    )
    return replace(claim, answer=substitute(claim.answer, values), key=substitute(claim.key, values), domain=domain)


def _with_coordinate(ruling: Ruling, variable: Variable) -> Ruling:
    if not isinstance(ruling.evidence, Counterexample):
        return ruling
    at = (*ruling.evidence.at, (variable.name, "0"))
    return replace(ruling, evidence=replace(ruling.evidence, at=at))
