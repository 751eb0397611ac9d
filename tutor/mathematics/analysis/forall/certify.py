"""Points at which a relation certainly fails: exact coordinates, certified values, failing neighbourhoods.

Where null sets in some variables don't count, one point is nothing: the failure must persist on a ball around it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flint import arb, fmpq

from tutor.language.tree import Tree
from tutor.mathematics.analysis.constants import NO_VALUE, Constants, Undecided
from tutor.mathematics.analysis.forall.outcomes import Coordinate, Refuted
from tutor.mathematics.balls import Evaluator, Undefined, Unknown, Value, ball, precision
from tutor.mathematics.trees import Budget, Domain, Variable, substitute
from tutor.mathematics.trees.build import num, sign_of_infinity, sub

BITS = (64, 256)
RADII = (30, 80)

Place = Mapping[str, Coordinate]

Sides = tuple[fmpq | arb | None, fmpq | arb | None]
"""The values of both sides, None for one that is certainly undefined."""


@dataclass(frozen=True, slots=True)
class Claim:
    """left <= right, or left < right, on the domain, up to null sets in the variables named in `null`."""

    left: Tree
    right: Tree
    strict: bool
    domain: Domain
    null: frozenset[str]

    @property
    def gap(self) -> Tree:
        """What has to be >= 0, or > 0."""
        return sub(self.right, self.left)


def refuted_at(claim: Claim, place: Place, budget: Budget) -> Refuted | None:
    """The refutation at this place, if it certainly is one."""
    budget.spend(60)
    if not _belongs(claim.domain, place, budget):
        return None
    values = _failing(claim, place, budget)
    if values is None:
        return None
    reals = {v.name for v in claim.domain.reals}
    positive = _persists(claim, place, reals, budget)
    if not positive and claim.null and not _persists(claim, place, set(claim.null), budget):
        return None
    return Refuted(tuple(place.items()), *values, positive)


def holds_at(claim: Claim, place: Place, budget: Budget) -> bool:
    """Whether the place certainly lies in the domain and the claim certainly holds there."""
    budget.spend(20)
    if not _belongs(claim.domain, place, budget):
        return False
    with precision(BITS[0]):
        try:
            evaluate = Evaluator({n: value_at(c) for n, c in place.items()}, False, budget)
            gap = evaluate(claim.right) - evaluate(claim.left)
        except (Undefined, *NO_VALUE):
            return False
    return bool(gap > 0 or (gap == 0 and isinstance(gap, fmpq) and not claim.strict))


def value_at(coordinate: Coordinate) -> Value:
    """The coordinate as a value at the working precision. Raises what evaluation raises."""
    return coordinate if isinstance(coordinate, fmpq) else ball(Evaluator({})(coordinate))


def _belongs(domain: Domain, place: Place, budget: Budget) -> bool:
    """Whether the place certainly lies in the domain."""
    try:
        if not all(_in_range(v, place[v.name], budget) for v in domain.variables):
            return False
        return domain.condition is None or _satisfies(domain.condition, place, budget)
    except (Undecided, *NO_VALUE):
        return False


def _in_range(variable: Variable, coordinate: Coordinate, budget: Budget) -> bool:
    if variable.integer and (not isinstance(coordinate, fmpq) or coordinate.denom() != 1):
        return False
    here = num(coordinate) if isinstance(coordinate, fmpq) else coordinate
    sides = ((here, variable.low, variable.low_closed), (variable.high, here, variable.high_closed))
    return all(_above(above, below, closed, budget) for above, below, closed in sides)


def _above(above: Tree, below: Tree, closed: bool, budget: Budget) -> bool:
    if sign_of_infinity(above) or sign_of_infinity(below):
        return True
    order = Constants(budget).compare(above, below)
    return order > 0 or (order == 0 and closed)


def _satisfies(condition: Tree, place: Place, budget: Budget) -> bool:
    if condition.head == "and":
        return all(_satisfies(part, place, budget) for part in condition.args)
    with precision(BITS[-1]):
        try:
            return Evaluator({n: value_at(c) for n, c in place.items()}, False, budget).condition(condition)
        except Unknown:
            if condition.head not in ("lt", "le"):
                return False
    order = Constants(budget).sign(_at(sub(condition.args[1], condition.args[0]), place))
    return order > 0 or (order == 0 and condition.head == "le")


def _at(function: Tree, place: Place) -> Tree:
    return substitute(function, {n: num(c) if isinstance(c, fmpq) else c for n, c in place.items()})


def _failing(claim: Claim, place: Place, budget: Budget) -> Sides | None:
    """The values of both sides where the relation certainly fails at the place, else None."""
    for bits in BITS:
        with precision(bits):
            try:
                evaluate = Evaluator({n: value_at(c) for n, c in place.items()}, False, budget)
            except NO_VALUE:
                return None
            try:
                left, right = _side(evaluate, claim.left), _side(evaluate, claim.right)
            except NO_VALUE:
                continue
            if left is None or right is None:
                return left, right
            gap = right - left
            if gap < 0 or (claim.strict and gap == 0 and isinstance(gap, fmpq)):
                return left, right
            if gap > 0:
                return None
    return _equal(claim, place, budget) if claim.strict else None


def _side(evaluate: Evaluator, side: Tree) -> Value | None:
    """The value; None where it is certainly undefined. Raises Unknown, Convention, Infinite."""
    try:
        return evaluate(side)
    except Undefined:
        return None


def _equal(claim: Claim, place: Place, budget: Budget) -> Sides | None:
    """Both sides where they are proved to be equal."""
    try:
        if Constants(budget).sign(_at(claim.gap, place)) != 0:
            return None
        with precision(BITS[-1]):
            evaluate = Evaluator({n: value_at(c) for n, c in place.items()}, False, budget)
            return evaluate(claim.left), evaluate(claim.right)
    except (Undecided, *NO_VALUE):
        return None


def _persists(claim: Claim, place: Place, names: set[str], budget: Budget) -> bool:
    """Whether the relation fails on a box beside the place, the named coordinates running through intervals."""
    for radius in RADII:
        with precision(2 * radius + 64):
            for env in _beside(place, names, fmpq(1, 2) ** radius):
                if _fails_on(claim, env, budget):
                    return True
    return False


def _beside(place: Place, names: set[str], radius: fmpq) -> Iterator[dict[str, Value]]:
    for direction in (1, -1):
        try:
            yield {n: _thick(value_at(c), direction * radius) if n in names else value_at(c) for n, c in place.items()}
        except NO_VALUE:
            return


def _thick(value: Value, step: fmpq) -> arb:
    size = abs(value) if isinstance(value, fmpq) and value != 0 else fmpq(1)
    return ball(value).union(ball(value) + arb(step * min(size, fmpq(1))))


def _fails_on(claim: Claim, env: Mapping[str, Value], budget: Budget) -> bool:
    evaluate = Evaluator(env, True, budget)
    try:
        if not all(_stays(v, env[v.name]) for v in claim.domain.reals):
            return False
        if claim.domain.condition is not None and not evaluate.condition(claim.domain.condition):
            return False
        left, right = _side(evaluate, claim.left), _side(evaluate, claim.right)
    except NO_VALUE:
        return False
    return left is None or right is None or bool(right - left < 0)


def _stays(variable: Variable, value: Value) -> bool:
    """Whether the interval stays in the closed range of the variable; its ends are null."""
    low = sign_of_infinity(variable.low) or Evaluator({})(variable.low) <= value
    high = sign_of_infinity(variable.high) or value <= Evaluator({})(variable.high)
    return bool(low and high)
