"""A function that falls and then rises in one variable is at least its value at the critical point, in closed form.

Hypotheses: the function is continuous on the whole open box (its caller checks this); its derivative is a product of
factors of known sign with A(rest)·w + B(rest), where A has one sign and the kernel w is strictly monotone in the
variable, and the derivative changes from - to +; and the point lies in the closed range of the variable.
"""

from tutor.language.tree import Tree
from tutor.mathematics.algebra import Field
from tutor.mathematics.analysis.forall.goals import Goal, is_infinite, without
from tutor.mathematics.analysis.forall.inverses import affine_in_kernel, inverse
from tutor.mathematics.analysis.forall.outcomes import Open, Proved
from tutor.mathematics.analysis.forall.procedure import Search
from tutor.mathematics.analysis.forall.samples import proposed_sign
from tutor.mathematics.analysis.forall.tidying import without_zeros
from tutor.mathematics.trees import Variable, substitute
from tutor.mathematics.trees.build import div, mul, neg, num, sub
from tutor.mathematics.trees.calculus import NotSmooth, derivative


def by_critical_point(goal: Goal, search: Search, depth: int) -> Proved | Open:
    """The first variable with a unique minimum in closed form at which the bound is good enough."""
    for variable in sorted(goal.box, key=lambda v: (v.integer, v.name)):
        minimum = _minimum(variable, goal, search, depth)
        if minimum is None:
            continue
        rest = goal.on(without(goal.box, variable.name))
        outcome = search.prove(rest.of(substitute(goal.function, {variable.name: minimum})), depth + 1)
        if isinstance(outcome, Proved):
            return Proved(f"the minimum over {variable.name} in closed form", (outcome.by, *outcome.steps))
    return Open("no minimum in closed form")


def _minimum(variable: Variable, goal: Goal, search: Search, depth: int) -> Tree | None:
    """Where the function is least along the variable, inside its range; None where that is not known."""
    try:
        slope = without_zeros(derivative(goal.function, variable.name))
    except NotSmooth:
        return None
    field = Field(goal.domain, search.budget)
    constant, factors = field.factors(field.normal(slope))
    sign, turning = 1 if constant > 0 else -1, []
    for factor, exponent in factors:
        if exponent % 2 == 0:
            continue
        known = _sign(factor, goal, search, depth)
        sign *= known or 1
        if not known:
            turning.append(factor)
    if len(turning) != 1:
        return None
    place = _turning_point(turning[0], sign, variable, goal, search, depth)
    return place if place is not None and _inside(place, variable, goal, search, depth) else None


def _sign(function: Tree, goal: Goal, search: Search, depth: int) -> int:
    """The sign of the function on the box, proved as a goal if need be; 0 where it is not known."""
    known = search.sign(function, goal)
    if known:
        return known
    proposed = proposed_sign(function, goal.box)
    proved = proposed and search.holds(goal.of(mul(num(proposed), function)).strictly(), depth + 1)
    return proposed if proved else 0


def _turning_point(factor: Tree, sign: int, variable: Variable, goal: Goal, search: Search, depth: int) -> Tree | None:
    found = affine_in_kernel(factor, variable.name)
    if found is None:
        return None
    rises = _sign(derivative(found.kernel, variable.name), goal, search, depth)
    direction = _sign(found.slope, goal, search, depth)
    if sign * rises * direction <= 0:
        return None

    target = div(neg(found.rest), found.slope)
    return inverse(found.kernel, variable.name, target, lambda base: search.sign(base, goal) == 1)


def _inside(place: Tree, variable: Variable, goal: Goal, search: Search, depth: int) -> bool:
    """Whether the place lies in the range of the variable, whatever the others are."""
    rest = goal.on(without(goal.box, variable.name)).weakly()
    return (is_infinite(variable.low) or search.holds(rest.of(sub(place, variable.low)), depth + 1)) and (
        is_infinite(variable.high) or search.holds(rest.of(sub(variable.high, place)), depth + 1)
    )
