"""A relation between two expressions on a whole domain, everywhere or up to null sets in some of the variables.

Refutation and proof take turns: plain points, then the rules of proof, then the points that the proof suspected, then
the search on coupled scales.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product, takewhile

from flint import fmpq

from tutor.language.tree import Tree, free_names, tree, walk
from tutor.mathematics.analysis.forall.certify import Claim, refuted_at
from tutor.mathematics.analysis.forall.conditions import IRRATIONAL_STEP, plainly
from tutor.mathematics.analysis.forall.constraints import alternatives
from tutor.mathematics.analysis.forall.continuity import continuous
from tutor.mathematics.analysis.forall.extremes import extreme_witness
from tutor.mathematics.analysis.forall.goals import Goal
from tutor.mathematics.analysis.forall.heights import long_end, long_number
from tutor.mathematics.analysis.forall.outcomes import Coordinate, Open, Outcome, Proved, Refuted
from tutor.mathematics.analysis.forall.parities import by_parity
from tutor.mathematics.analysis.forall.procedure import SILENCE, Search
from tutor.mathematics.analysis.forall.proof import all_proved, attempt, faces, resolutions
from tutor.mathematics.analysis.forall.reachable import all_pieces, reached
from tutor.mathematics.analysis.forall.regions import restricted
from tutor.mathematics.analysis.forall.stretches import boxes, completed
from tutor.mathematics.analysis.forall.switches import Condition, basic, without_jumps
from tutor.mathematics.analysis.forall.witnesses import boundary_witness, checked_points, far_witness, plain_witness
from tutor.mathematics.trees import Budget, Domain, OutOfSteps, substitute
from tutor.mathematics.trees.build import MINUS_INFINITY, ONE, add, num, sub

PROOF_SHARE = 0.8
"""How much of the budget the proof may spend; the rest is for the search afterwards."""

TOO_LONG = "a number that is too long to compute with"

NOWHERE_NULL: frozenset[str] = frozenset()


def prove(relation: Tree, domain: Domain, budget: Budget, null: frozenset[str] = NOWHERE_NULL) -> Outcome:
    """Whether left < right or left <= right (a core tree) holds at every point of the domain.

    Null sets in the variables named in `null` don't count: "for a.e. x". A side that is undefined somewhere fails
    there. Never raises OutOfSteps: a spent budget leaves the relation open.
    """
    if relation.head not in ("lt", "le"):
        return Open(f"not an inequality: '{relation.head}'")
    plain, generic = (_plain(relation, without) for without in (NOWHERE_NULL, null))
    outcome = _together(_on_box(generic, box, budget, null) for box in boxes(domain))
    if isinstance(outcome, Refuted) and generic is not plain:
        return _off_the_rationals(outcome, generic, domain, null, budget)
    return outcome


def _plain(relation: Tree, null: frozenset[str]) -> Tree:
    return tree(relation.head, None, tuple(plainly(side, null) for side in relation.args))


def _off_the_rationals(found: Refuted, relation: Tree, domain: Domain, null: frozenset[str], budget: Budget) -> Outcome:
    """The failure at an irrational place beside the one that was found: there the generic relation is the true one."""
    place = {n: add(num(c), IRRATIONAL_STEP) if n in null and isinstance(c, fmpq) else c for n, c in found.point}
    claim = _essential(Claim(relation.args[0], relation.args[1], relation.head == "lt", domain, null))
    try:
        return refuted_at(claim, place, budget) or Open("a failure that was found at a rational point only")
    except OutOfSteps:
        return Open("the step budget is spent")


def _together(outcomes: Iterable[Outcome]) -> Outcome:
    """All boxes of the domain proved, one of them refuted, or the first that stays open."""
    proofs, gap = list[Proved](), None
    for outcome in outcomes:
        match outcome:
            case Refuted():
                return outcome
            case Open():
                gap = gap or outcome
            case Proved():
                proofs.append(outcome)
    return gap or _all_of(proofs)


def _all_of(proofs: Sequence[Proved]) -> Proved:
    """One proof out of those of all parts."""
    if not proofs:
        return Proved("an empty domain")
    return Proved(proofs[0].by, tuple(step for proof in proofs for step in (proof.by, *proof.steps))[1:])


def _on_box(relation: Tree, domain: Domain, budget: Budget, null: frozenset[str]) -> Outcome:
    if domain.condition is not None:
        domain = replace(domain, condition=plainly(domain.condition, NOWHERE_NULL))
    left, right = (completed(side, domain, null) for side in relation.args)
    claim = _essential(Claim(left, right, relation.head == "lt", domain, null))
    if any(node.value == "oo" for node in walk(claim.gap) if node.head == "const"):
        return Open("an infinite side")
    if long_end(claim.domain):
        return Open(TOO_LONG)
    try:
        refuted = plain_witness(claim, budget) or (boundary_witness(claim, budget) if claim.strict else None)
        if refuted is not None:
            return refuted
        if any(long_number(part) is not None for part in _parts(claim)):
            return Open(TOO_LONG)
        return _proved_or_refuted(claim, budget)
    except OutOfSteps:
        return Open("the step budget is spent")


def _parts(claim: Claim) -> Iterator[Tree]:
    yield claim.left
    yield claim.right
    if claim.domain.condition is not None:
        yield claim.domain.condition


def checked(relation: Tree, domain: Domain, budget: Budget, null: frozenset[str] = NOWHERE_NULL) -> int:
    """At how many points of the domain the relation is certified to hold: the check of a proof by numbers."""
    claim = _essential(Claim(relation.args[0], relation.args[1], relation.head == "lt", domain, null))
    try:
        return checked_points(claim, budget)
    except OutOfSteps:
        return 0


def defined(function: Tree, domain: Domain, budget: Budget) -> Outcome:
    """Whether the function is defined at every point of the domain; a jump is no matter."""
    return _together(_defined_on(function, box, budget) for box in boxes(domain))


def _defined_on(function: Tree, domain: Domain, budget: Budget) -> Outcome:
    # f - f is not simplified anywhere: it is at most 1 just where f is defined.
    function = completed(function, domain, NOWHERE_NULL)
    claim = _essential(Claim(sub(function, function), ONE, False, domain, NOWHERE_NULL))
    if long_end(claim.domain) or long_number(function) is not None:
        return Open(TOO_LONG)
    try:
        return (
            _defined(function, claim, budget) or far_witness(claim, budget) or Open("whether it is defined everywhere")
        )
    except OutOfSteps:
        return Open("the step budget is spent")


def _defined(function: Tree, claim: Claim, budget: Budget) -> Proved | None:
    search = Search(budget, attempt)
    integers = frozenset(v.name for v in claim.domain.integers)
    plain = basic(plainly(function, NOWHERE_NULL), integers)
    goal = Goal(without_jumps(plain), claim.domain.variables, True)
    if all(continuous(all_pieces(face.function, face, search), face, search) for face, _ in faces(goal, (), search)):
        return Proved("defined by its structure")
    return None


def _reached(constraints: tuple[Condition, ...], goal: Goal, search: Search) -> tuple[tuple[Condition, ...], Goal]:
    """The goal and its constraints with the pieces that apply on the box."""
    inside = tuple(replace(c, expression=reached(c.expression, goal, search)) for c in constraints)
    return inside, goal.of(reached(goal.function, goal, search))


def _under(constraints: tuple[Condition, ...], goal: Goal, search: Search) -> Proved | Open:
    """The goal where the constraints hold: first with all switches resolved, which may ask too much."""
    resolved = resolutions(goal, search) if constraints else []
    if resolved:
        outcomes = (all_proved(restricted(r, constraints, search, 0), search, 0) for r in resolved)
        proofs = list(takewhile(lambda outcome: isinstance(outcome, Proved), outcomes))
        if len(proofs) == len(resolved):
            return proofs[0]
    return all_proved(restricted(goal, constraints, search, 0), search, 0)


def _essential(claim: Claim) -> Claim:
    """The claim about the variables that it names, those whose range is one point put in."""
    claim = _without_fixed(claim)
    condition = claim.domain.condition
    named = free_names(claim.left) | free_names(claim.right) | (free_names(condition) if condition else frozenset())
    return replace(claim, domain=Domain(tuple(v for v in claim.domain.variables if v.name in named), condition))


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
    late = None if claim.strict else boundary_witness(claim, budget)
    return late or far_witness(claim, budget) or extreme_witness(claim, budget) or outcome


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


def _in_some_order(constraints: tuple[Condition, ...], goal: Goal, search: Search) -> Proved | Open:
    """The goal where the constraints hold, which may be solved for another variable: x < eps^2 for x or for eps."""
    first = _guarded(constraints, goal, search)
    names = {name for condition in constraints for name in free_names(condition.expression)}
    if isinstance(first, Proved) or len(names) < 2:
        return first
    for variable in goal.box:
        if variable.name in names and not variable.integer:
            search.bounded = variable.name
            try:
                outcome = _guarded(constraints, goal, search)
            finally:
                search.bounded = ""
            if isinstance(outcome, Proved):
                return outcome
    return first


def _guarded(constraints: tuple[Condition, ...], goal: Goal, search: Search) -> Proved | Open:
    try:
        return _under(constraints, goal, search)
    except SILENCE as silence:
        return Open(str(silence) or type(silence).__name__)


def _on_all_faces(goal: Goal, conditions: tuple[Condition, ...], search: Search) -> Proved | Open:
    proofs = []
    for face, constraints in faces(goal, conditions, search):
        outcome = _in_some_order(*_reached(constraints, face, search), search)
        if isinstance(outcome, Open):
            return outcome
        proofs.append(outcome)
    return _all_of(proofs)


def _endless(goal: Goal, conditions: tuple[Condition, ...]) -> Goal:
    """The goal for more integers than was asked: those that a condition bounds have no first one.

    The values of n beyond a threshold are no fewer for it, and there is no face n = 1 to be looked at by itself.
    """
    bounded = {name for condition in conditions for name in free_names(condition.expression)}
    return goal.on(
        tuple(
            replace(v, low=MINUS_INFINITY, low_closed=False) if v.integer and v.name in bounded else v for v in goal.box
        )
    )


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
            outcome = _on_all_faces(_endless(case, where), where, search) if where else None
            if not isinstance(outcome, Proved):
                outcome = _on_all_faces(case, where, search)
            if isinstance(outcome, Open):
                return outcome
            proofs.append(outcome)
    return _all_of(proofs)
