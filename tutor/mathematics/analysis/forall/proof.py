"""The procedure that proves goals: cheap looks first, then reductions to goals in fewer variables, bisection last."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.analysis.constants import Constants
from tutor.mathematics.analysis.forall.bisection import by_bisection
from tutor.mathematics.analysis.forall.continuity import continuous
from tutor.mathematics.analysis.forall.critical import by_critical_point
from tutor.mathematics.analysis.forall.factors import by_signs, reduced
from tutor.mathematics.analysis.forall.goals import Goal, bounds, without
from tutor.mathematics.analysis.forall.line import on_a_line
from tutor.mathematics.analysis.forall.logarithms import by_logarithms
from tutor.mathematics.analysis.forall.majorants import by_majorants
from tutor.mathematics.analysis.forall.monotone import by_monotony
from tutor.mathematics.analysis.forall.oscillations import by_extremes
from tutor.mathematics.analysis.forall.outcomes import Open, Proved
from tutor.mathematics.analysis.forall.pieces import pieces
from tutor.mathematics.analysis.forall.polynomials import by_bernstein_coefficients, expanded, polynomial_in
from tutor.mathematics.analysis.forall.procedure import SILENCE, Search
from tutor.mathematics.analysis.forall.regions import restricted
from tutor.mathematics.analysis.forall.roots import by_powers
from tutor.mathematics.analysis.forall.samples import has_room
from tutor.mathematics.analysis.forall.substitution import by_scale
from tutor.mathematics.analysis.forall.switches import Branch, Condition, branches, replaced, switch_of
from tutor.mathematics.analysis.forall.terms import by_leaving_out
from tutor.mathematics.analysis.forall.tidying import without_powers_of_zero
from tutor.mathematics.balls.values import MAX_ROOT_DEGREE
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import mul, num

PIECES_WITH_ROOM = 300
MOST_RESOLUTIONS = 4

Rule = Callable[[Goal, Search, int], Proved | Open]

AS_IT_STANDS: tuple[Rule, ...] = (by_extremes, by_logarithms, by_majorants)
"""Tried on the expression as it was written, which the normal form may take apart."""

RULES: tuple[Rule, ...] = (by_logarithms, by_leaving_out, by_scale, by_powers, by_monotony, by_critical_point)
"""Tried on the irreducible rest of the expression, then on the expression itself."""


def attempt(goal: Goal, search: Search, depth: int) -> Proved | Open:
    """A proof of a goal without circles; see `Search.prove`."""
    if not goal.box:
        return _constant(goal, search)
    low, _ = bounds(goal.function, goal.box)
    if low > 0 or (low == 0 and not goal.strict):
        return Proved("range of the expression")
    if _has_high_root(goal.function) and search.sign(goal.function, goal) == 1:
        return Proved("signs of the factors")
    if len(goal.box) == 1:
        return _on_a_line(goal, search, depth)
    switch = switch_of(goal.function)
    if switch is not None:
        return _by_branches(goal, switch, search, depth)
    if not continuous(goal.function, goal, search):
        return Open("the expression may be undefined or discontinuous")
    return _reduced(goal.of(without_powers_of_zero(goal.function)), search, depth)


def _has_high_root(function: Tree) -> bool:
    """Whether a product or power holds a root of a degree that the normal form does not take: n^-1.001."""
    if function.head not in ("mul", "pow"):
        return False
    exponents = (part.args[1] for part in walk(function) if part.head == "pow")
    return any(e.head == "num" and e.value.denom() > MAX_ROOT_DEGREE for e in exponents)


def _constant(goal: Goal, search: Search) -> Proved | Open:
    sign = Constants(search.budget).sign(goal.function)
    return Proved("sign of a constant") if sign > 0 or (sign == 0 and not goal.strict) else Open("a negative constant")


def _on_a_line(goal: Goal, search: Search, depth: int) -> Proved | Open:
    """One variable: affine pieces, bounded waves, polynomials, bisection where there is room; then the sign chart."""
    parts = pieces(goal, search.budget)
    if parts is not None:
        return all_proved(parts, search, depth)
    switch = switch_of(goal.function)
    if switch is not None:
        outcome = _everywhere(goal, switch, search, depth)
        if isinstance(outcome, Proved):
            return outcome
    polynomial = polynomial_in(goal.function, goal.box[0].name)
    if polynomial is not None:
        goal = goal.of(expanded(polynomial, goal.box[0].name))
        quick = by_bernstein_coefficients(goal, polynomial, search.budget)
    elif switch is None and has_room(goal):
        quick = by_bisection(goal, search, depth, PIECES_WITH_ROOM)
    elif switch is None and continuous(goal.function, goal, search):
        quick = by_extremes(goal, search, depth)
    else:
        quick = Open("no quick rule")
    if isinstance(quick, Proved):
        return quick
    try:
        return on_a_line(goal, search, depth)
    except SILENCE as silence:
        if switch is not None:
            return _by_branches(goal, switch, search, depth)
        if continuous(goal.function, goal, search):
            return _reduced(goal, search, depth)
        return Open(str(silence) or type(silence).__name__)


def _reduced(goal: Goal, search: Search, depth: int) -> Proved | Open:
    """By the factors, by each rule for the irreducible rest, then by bisection of what was asked."""
    for rule in AS_IT_STANDS:
        outcome = _tried(rule, goal, search, depth)
        if isinstance(outcome, Proved):
            return outcome
    left = reduced(goal, search)
    if left is None:
        return Open("identically 0") if goal.strict else Proved("identity")
    if not left.factors or len(left.factors) > 1 or (left.may_vanish and goal.strict):
        outcome = by_signs(goal, left, search, depth)
        if isinstance(outcome, Proved) or not left.factors:
            return outcome
    if left.may_vanish and goal.strict:
        return Open("a square that may vanish")
    rest = goal.of(mul(num(left.sign), *left.factors))
    low, _ = bounds(rest.function, rest.box)
    if low > 0 or (low == 0 and not goal.strict):
        return Proved("range after factoring")
    for rule in RULES:
        for function in dict.fromkeys((rest.function, goal.function)):
            if rule in AS_IT_STANDS and function is goal.function:
                continue
            outcome = _tried(rule, goal.of(function), search, depth)
            if isinstance(outcome, Proved):
                return outcome
    return by_bisection(goal, search, depth)


def _tried(rule: Rule, goal: Goal, search: Search, depth: int) -> Proved | Open:
    """The rule on a goal that is known to be continuous, switches that the normal form brought in resolved."""
    switch = switch_of(goal.function)
    while switch is not None:
        value = _known_branch(switch, goal, search)
        if value is None:
            return Open("a switch that stays open")
        goal = goal.of(replaced(goal.function, switch, value))
        switch = switch_of(goal.function)
    try:
        return rule(goal, search, depth)
    except SILENCE as silence:
        return Open(str(silence) or type(silence).__name__)


# Switches -----------------------------------------------------------------------------------------------------------


def _by_branches(goal: Goal, switch: Tree, search: Search, depth: int) -> Proved | Open:
    known = _known_branch(switch, goal, search)
    if known is not None:
        return search.prove(goal.of(replaced(goal.function, switch, known)), depth)
    steps: list[str] = []
    found = _defined_branches(switch, goal, search)
    if not found:
        return Open("a switch that may be undefined")
    for branch in found:
        function = replaced(goal.function, switch, branch.value)
        outcome = search.prove(goal.of(function), depth + 1)
        if isinstance(outcome, Open):
            outcome = _where(goal.of(function), branch.conditions, search, depth + 1)
        if isinstance(outcome, Open):
            return outcome
        steps += [outcome.by, *outcome.steps]
    return Proved("all branches", tuple(steps))


def _where(goal: Goal, conditions: tuple[Condition, ...], search: Search, depth: int) -> Proved | Open:
    """The goal where the conditions hold, solved for the variable that suggests itself, then for each real one."""
    first = all_proved(restricted(goal, conditions, search, depth), search, depth)
    names = {name for condition in conditions for name in free_names(condition.expression)}
    if isinstance(first, Proved) or len(names) < 2 or search.bounded or depth > 1:
        return first
    for variable in goal.box:
        if variable.name in names and not variable.integer:
            search.bounded = variable.name
            try:
                outcome = all_proved(restricted(goal, conditions, search, depth), search, depth)
            finally:
                search.bounded = ""
            if isinstance(outcome, Proved):
                return outcome
    return first


def resolutions(goal: Goal, search: Search) -> list[Goal]:
    """Goals without switches that together imply the goal; none where there are no switches, or too many."""
    waiting, found = [goal], list[Goal]()
    while waiting:
        current = waiting.pop()
        switch = switch_of(current.function)
        if switch is None:
            found.append(current)
            continue
        known = _known_branch(switch, current, search)
        values = [b.value for b in _defined_branches(switch, current, search)] if known is None else [known]
        waiting += [current.of(replaced(current.function, switch, value)) for value in values]
        if not values or len(waiting) + len(found) > MOST_RESOLUTIONS:
            return []
    return [] if found == [goal] else found


def _everywhere(goal: Goal, switch: Tree, search: Search, depth: int) -> Proved | Open:
    """All branches on the whole box: for a bound of |u| that is all there is to prove."""
    found = _defined_branches(switch, goal, search)
    values = [goal.of(replaced(goal.function, switch, branch.value)) for branch in found]
    return all_proved(values, search, depth + 1) if values else Open("a switch that may be undefined")


def _defined_branches(switch: Tree, goal: Goal, search: Search) -> list[Branch]:
    """The branches of a switch whose conditions are defined on the whole box, for they may vanish with it; else none.

    sign(log x) is not 1, 0 or -1 where log x is undefined.
    """
    found = branches(switch) or []
    conditions = (condition.expression for branch in found for condition in branch.conditions)
    return found if all(continuous(expression, goal, search) for expression in conditions) else []


def _known_branch(switch: Tree, goal: Goal, search: Search) -> Tree | None:
    """The value of the switch where one of its branches holds on the whole box."""
    for branch in _defined_branches(switch, goal, search):
        if all(_holds(condition, goal, search) for condition in branch.conditions):
            return branch.value
    return None


def _holds(condition: Condition, goal: Goal, search: Search) -> bool:
    sign = search.sign(condition.expression, goal)
    return sign is not None and (sign > 0 or (sign == 0 and not condition.strict))


def all_proved(goals: list[Goal], search: Search, depth: int) -> Proved | Open:
    """All of the goals, or the first that stays open."""
    steps: list[str] = []
    for goal in goals:
        outcome = search.prove(goal, depth)
        if isinstance(outcome, Open):
            return outcome
        steps += [outcome.by, *outcome.steps]
    return Proved(steps[0] if steps else "an empty region", tuple(steps[1:]))


# Faces --------------------------------------------------------------------------------------------------------------


def faces(
    goal: Goal, conditions: tuple[Condition, ...], search: Search
) -> Iterator[tuple[Goal, tuple[Condition, ...]]]:
    """The goal on the open box, then on every face of it that belongs to the domain.

    A weak inequality without conditions extends to the faces by itself where the function is continuous on the closed
    box. A strict one never does: exp(-n x) < eps for n > N says nothing about n = N. Nor does one under a condition:
    the points of the face that satisfy it may be no limits of such points inside. Faces in variables whose null sets
    don't count are left out.
    """
    yield goal, conditions
    if not goal.strict and not conditions and continuous(goal.function, goal, search, closed=True):
        return
    for i, variable in enumerate(goal.box):
        for end, closed in ((variable.low, variable.low_closed), (variable.high, variable.high_closed)):
            if closed and variable.name not in goal.null:
                yield from _face(goal, conditions, variable.name, end, i, search)


def _face(
    goal: Goal, conditions: tuple[Condition, ...], name: str, end: Tree, place: int, search: Search
) -> Iterator[tuple[Goal, tuple[Condition, ...]]]:
    """The face where the variable is at its end; edges are faces of the face in a later variable only."""
    values = {name: end}
    earlier = {v.name for v in goal.box[:place]}
    box = tuple(replace(v, low_closed=False, high_closed=False) if v.name in earlier else v for v in goal.box)
    at_end = Goal(substitute(goal.function, values), without(box, name), goal.strict, goal.null)
    yield from faces(at_end, tuple(replace(c, expression=substitute(c.expression, values)) for c in conditions), search)
