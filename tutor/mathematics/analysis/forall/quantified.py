"""A relation between two expressions on a whole domain, everywhere or up to null sets in some of the variables.

Refutation and proof take turns: plain points, then the rules of proof, then the points that the proof suspected, then
the search on coupled scales.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product, takewhile

from flint import fmpq

from tutor.language.tree import Tree, walk
from tutor.mathematics.analysis.forall.certify import Claim, refuted_at
from tutor.mathematics.analysis.forall.constraints import alternatives
from tutor.mathematics.analysis.forall.continuity import continuous
from tutor.mathematics.analysis.forall.goals import Goal
from tutor.mathematics.analysis.forall.outcomes import Coordinate, Open, Outcome, Proved
from tutor.mathematics.analysis.forall.parities import by_parity
from tutor.mathematics.analysis.forall.procedure import SILENCE, Search
from tutor.mathematics.analysis.forall.proof import all_proved, attempt, faces, resolutions
from tutor.mathematics.analysis.forall.regions import restricted
from tutor.mathematics.analysis.forall.switches import Condition, basic, without_jumps
from tutor.mathematics.analysis.forall.witnesses import boundary_witness, checked_points, far_witness, plain_witness
from tutor.mathematics.trees import Budget, Domain, OutOfSteps, substitute
from tutor.mathematics.trees.build import ONE, sub

PROOF_SHARE = 0.8
"""How much of the budget the proof may spend; the rest is for the search afterwards."""

NOWHERE_NULL: frozenset[str] = frozenset()


def prove(relation: Tree, domain: Domain, budget: Budget, null: frozenset[str] = NOWHERE_NULL) -> Outcome:
    """Whether left < right or left <= right (a core tree) holds at every point of the domain.

    Null sets in the variables named in `null` don't count: "for a.e. x". A side that is undefined somewhere fails
    there. Never raises OutOfSteps: a spent budget leaves the relation open.
    """
    if relation.head not in ("lt", "le"):
        return Open(f"not an inequality: '{relation.head}'")
    claim = _without_fixed(Claim(relation.args[0], relation.args[1], relation.head == "lt", domain, null))
    if any(node.value == "oo" for node in walk(claim.gap) if node.head == "const"):
        return Open("an infinite side")
    try:
        return plain_witness(claim, budget) or boundary_witness(claim, budget) or _proved_or_refuted(claim, budget)
    except OutOfSteps:
        return Open("the step budget is spent")


def checked(relation: Tree, domain: Domain, budget: Budget, null: frozenset[str] = NOWHERE_NULL) -> int:
    """At how many points of the domain the relation is certified to hold: the check of a proof by numbers."""
    claim = _without_fixed(Claim(relation.args[0], relation.args[1], relation.head == "lt", domain, null))
    try:
        return checked_points(claim, budget)
    except OutOfSteps:
        return 0


def defined(function: Tree, domain: Domain, budget: Budget) -> Outcome:
    """Whether the function is defined at every point of the domain; a jump is no matter."""
    # f - f is not simplified anywhere: it is at most 1 just where f is defined.
    claim = _without_fixed(Claim(sub(function, function), ONE, False, domain, NOWHERE_NULL))
    try:
        return (
            _defined(function, claim, budget) or far_witness(claim, budget) or Open("whether it is defined everywhere")
        )
    except OutOfSteps:
        return Open("the step budget is spent")


def _defined(function: Tree, claim: Claim, budget: Budget) -> Proved | None:
    search = Search(budget, attempt)
    integers = frozenset(v.name for v in claim.domain.integers)
    goal = Goal(without_jumps(basic(function, integers)), claim.domain.variables, True)
    if all(continuous(face.function, face, search) for face, _ in faces(goal, (), search)):
        return Proved("defined by its structure")
    return None


def _under(constraints: tuple[Condition, ...], goal: Goal, search: Search) -> Proved | Open:
    """The goal where the constraints hold: first with all switches resolved, which may ask too much."""
    resolved = resolutions(goal, search) if constraints else []
    if resolved:
        outcomes = (all_proved(restricted(r, constraints, search, 0), search, 0) for r in resolved)
        proofs = list(takewhile(lambda outcome: isinstance(outcome, Proved), outcomes))
        if len(proofs) == len(resolved):
            return proofs[0]
    return all_proved(restricted(goal, constraints, search, 0), search, 0)


def _without_fixed(claim: Claim) -> Claim:
    """Variables whose range is one point are put in."""
    fixed = {v.name: v.low for v in claim.domain.variables if v.low is v.high}
    if not fixed:
        return claim
    condition = claim.domain.condition
    left = Domain(
        tuple(v for v in claim.domain.variables if v.name not in fixed),
        None if condition is None else substitute(condition, fixed),
    )
    return replace(claim, left=substitute(claim.left, fixed), right=substitute(claim.right, fixed), domain=left)


def _proved_or_refuted(claim: Claim, budget: Budget) -> Outcome:
    share = Budget(int(budget.left * PROOF_SHARE))
    granted = share.left
    try:
        outcome = _proof(claim, share)
    except OutOfSteps:
        outcome = Open("no proof within the step budget")
    except SILENCE as silence:
        outcome = Open(str(silence) or type(silence).__name__)
    finally:
        budget.left -= granted - max(0, share.left)
    if isinstance(outcome, Proved):
        return outcome
    for place in _suspects(claim, outcome):
        refuted = refuted_at(claim, place, budget)
        if refuted is not None:
            return refuted
    return far_witness(claim, budget) or outcome


def _suspects(claim: Claim, outcome: Open) -> Iterator[dict[str, Coordinate]]:
    """The points that the proof stumbled on, as points of the domain.

    A coordinate that is missing was put to an end of its range; an integer may have been halved by parity.
    """
    known = dict(outcome.suspect)
    choices: list[list[Coordinate]] = []
    for variable in claim.domain.variables if known else ():
        value = known.get(variable.name)
        if value is None:
            choices.append([end.value if end.head == "num" else end for end in (variable.low, variable.high)])
        elif variable.integer and isinstance(value, fmpq):
            choices.append([value, 2 * value, 2 * value + 1])
        else:
            choices.append([value])
    names = [v.name for v in claim.domain.variables]
    if known:
        yield from (dict(zip(names, place, strict=True)) for place in product(*choices))


def _proof(claim: Claim, budget: Budget) -> Proved | Open:
    """A proof on every alternative of the condition, every parity, every face. Raises what the rules raise."""
    search = Search(budget, attempt)
    integers = frozenset(v.name for v in claim.domain.integers)
    condition = claim.domain.condition
    regions: list[tuple[Condition, ...]] | None = (
        [()] if condition is None else alternatives(condition, integers, budget)
    )
    if regions is None:
        return Open("a condition that is not made of inequalities")
    goal = Goal(basic(claim.gap, integers), claim.domain.variables, claim.strict, claim.null)
    proofs = []
    for conditions in regions:
        for case, where in by_parity(goal, conditions):
            for face, constraints in faces(case, where, search):
                outcome = _under(constraints, face, search)
                if isinstance(outcome, Open):
                    return outcome
                proofs.append(outcome)
    return Proved(proofs[0].by, tuple(step for proof in proofs for step in (proof.by, *proof.steps))[1:])
