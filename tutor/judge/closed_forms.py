"""Integrals, series, suprema and limits with variables of the question in them, replaced by closed forms.

Every replacement is an identity at every point of the domain where the original is defined, and the replacement is
defined nowhere else: what the rules do not cover stays as it was, in a last branch of a case distinction.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from tutor.judge.beside import is_defined_beside
from tutor.judge.constants import with_values
from tutor.judge.functionals import value_by_cases
from tutor.judge.moving_switches import Stretch, stretches
from tutor.judge.parameter_cases import opened, other_names, under_other_names
from tutor.judge.pointwise_limits import limit_function
from tutor.judge.reaches import hull, is_above, reach_of
from tutor.judge.verdicts import Proof, Ruling
from tutor.language.tree import Tree, free_names, tree, walk
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.algebra.opaque import canonical_text
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.analysis.limits import NoLimit, limit
from tutor.mathematics.analysis.parametric_integrals import is_defined, parametric_integral
from tutor.mathematics.analysis.power_series import binomial_sum, constant_factors, geometric_sum, power_series
from tutor.mathematics.analysis.quotient_limits import limit_by_continuity
from tutor.mathematics.analysis.results import NoValue
from tutor.mathematics.analysis.running_integrals import Reach, running_integral
from tutor.mathematics.objects.measures import FUNCTIONALS
from tutor.mathematics.objects.measures.signs import Open
from tutor.mathematics.objects.measures.with_parameters import value_with_parameters
from tutor.mathematics.objects.values import value_of
from tutor.mathematics.trees import Budget, Domain, OutOfSteps, Variable, rebuild, substitute
from tutor.mathematics.trees.build import (
    HALF,
    INFINITY,
    MINUS_INFINITY,
    REALS,
    TWO,
    ZERO,
    add,
    call,
    conjunction,
    equal,
    indicator,
    member,
    mul,
    negation,
    sign_of_infinity,
    sub,
    var,
)

SHARE = 3
"""The closed forms may cost one third of the budget."""


def with_closed_forms(sides: Sequence[Tree], domain: Domain, budget: Budget) -> tuple[list[Tree], list[str]]:
    """Both sides with closed forms in place of what has one, and the names of the rules that were used."""
    if not any(_rule_of(node) is not None for side in sides for node in walk(side)):
        return list(sides), []
    work = _Work(domain, Budget(budget.left // SHARE), sides)
    granted = work.budget.left
    try:
        found = [work(side) for side in sides]
        return _with_the_same_names(found), list(dict.fromkeys(work.steps))
    finally:
        budget.left -= granted - max(0, work.budget.left)


def _with_the_same_names(sides: list[Tree]) -> list[Tree]:
    """Sides that differ in bound names and in the order of terms only, as one and the same tree."""
    first, *others = sides
    return [first, *(first if canonical_text(side) == canonical_text(first) else side for side in others)]


def with_steps(ruling: Ruling, steps: Sequence[str]) -> Ruling:
    """The ruling, its proof with the rules that led to the closed forms."""
    if not isinstance(ruling.evidence, Proof):
        return ruling
    return replace(ruling, evidence=Proof(ruling.evidence.by, (*steps, *ruling.evidence.steps)))


class _Work:
    """One walk over the sides, innermost parts first."""

    def __init__(self, domain: Domain, budget: Budget, sides: Sequence[Tree]) -> None:
        self.domain = domain
        self.names = {v.name for v in domain.variables}
        self.budget = budget
        self.sides = tuple(sides)
        self.steps: list[str] = []

    def __call__(self, node: Tree) -> Tree:
        if not any(_rule_of(part) is not None for part in walk(node)):
            return node
        squared = node.head == "pow" and node.args[1] is TWO and _is_root_of_distance(node.args[0])
        node = rebuild(node, tuple(self(a) for a in node.args))
        if squared and node.args[0].head == "pow" and node.args[0].args[1] is HALF:
            return node.args[0].args[0]
        rule = _rule_of(node)
        if rule is None or not free_names(node) or not free_names(node) <= self.names:
            return node
        try:
            found = rule(self, node)
        except (Undecided, NoValue, NoLimit, Unsupported, TooLarge, OutOfSteps):
            return node
        return node if found is None else found

    def guesses(self, node: Tree, x: str) -> list[Tree]:
        """The other side as a proposal for an antiderivative, where the node is a side with a variable as upper end."""
        end = node.args[2]
        if end.head != "var":
            return []
        others = [side for side in self.sides if not any(_rule_of(part) is not None for part in walk(side))]
        return [substitute(side, {end.value: var(x)}) for side in others if x not in free_names(side)]


def _integral(work: _Work, node: Tree) -> Tree | None:
    f, low, high = node.args
    if any(not sign_of_infinity(end) and INFINITY in walk(end) for end in (low, high)):
        return None
    first, last = reach_of(low, work.domain, work.budget), reach_of(high, work.domain, work.budget)
    reach = hull(first, last)
    parts = stretches(f, node.value, low, high) if is_above(last.low, first.high) else None
    doubtful = [end for end in (low, high) if not (sign_of_infinity(end) or _is_defined_for_all(work, end))]
    undefined_with = [mul(ZERO, end) for end in doubtful]
    if parts is None:
        whole = _smooth_integral(work, node, reach)
        return whole if whole is None or not doubtful else add(whole, *undefined_with)
    found = [_over(work, node.value, part) for part in parts]
    return None if None in found else add(ZERO, *(part for part in found if part is not None), *undefined_with)


def _is_defined_for_all(work: _Work, end: Tree) -> bool:
    """Whether the end has a value for every parameter, also at closed ends of the ranges."""
    closed_ones = [v for v in work.domain.variables if not v.integer and (v.low_closed or v.high_closed)]
    wider = (_unbounded(v) if v in closed_ones else v for v in work.domain.variables)
    return is_defined(end, Constants(work.budget, Domain(tuple(wider))))


def _over(work: _Work, t: str, part: Stretch) -> Tree | None:
    reach = hull(reach_of(part.low, work.domain, work.budget), reach_of(part.high, work.domain, work.budget))
    return _smooth_integral(work, tree("integral", t, (part.function, part.low, part.high)), reach)


def _smooth_integral(work: _Work, node: Tree, reach: Reach) -> Tree | None:
    f, low, high = node.args
    if free_names(f) <= {node.value}:
        found = running_integral(f, node.value, (low, high), reach, work.budget, work.guesses(node, node.value))
    else:
        found = _for_all_parameters(
            work,
            node,
            work.domain,
            lambda domain: parametric_integral(f, node.value, (low, high), reach, domain, work.budget),
        )
    work.steps.append("an antiderivative, verified by differentiation")
    return found


def _for_all_parameters(work: _Work, node: Tree, domain: Domain, formula: Callable[[Domain], Tree]) -> Tree:
    """By a formula for all parameters; ends of their ranges that they take on are looked at one by one.

    Hypothesis of the formula: signs are proved on an open box, so every parameter must have an open range.
    """
    names = free_names(node)
    taken = [v for v in domain.variables if v.name in names and not v.integer and (v.low_closed or v.high_closed)]
    try:
        return formula(Domain(tuple(_unbounded(v) if v in taken else v for v in domain.variables)))
    except Undecided:
        if not taken:
            raise
    v = taken[0]
    general = _for_all_parameters(
        work, node, Domain(tuple(_opened(w) if w is v else w for w in domain.variables)), formula
    )
    ends = [end for end, closed_ in ((v.low, v.low_closed), (v.high, v.high_closed)) if closed_]
    special = [with_values(work(substitute(node, {v.name: end})), work.budget) for end in ends]
    cases = [part for value, end in zip(special, ends, strict=True) for part in (value, equal(var(v.name), end))]
    return tree("piecewise", True, (*cases, general))


def _unbounded(v: Variable) -> Variable:
    return Variable(v.name, MINUS_INFINITY, INFINITY)


def _opened(v: Variable) -> Variable:
    return Variable(v.name, v.low, v.high)


def _limit(work: _Work, node: Tree) -> Tree | None:
    body, point = node.args
    found = _limit_by_continuity(work, node)
    if found is not None or free_names(point):
        return found

    def formula(domain: Domain) -> Tree:
        value = limit(body, node.value, point, 0, work.budget, domain)
        if sign_of_infinity(value):
            raise Undecided("an infinite limit")
        if not is_defined_beside(body, node.value, point, domain, work.budget):
            raise Undecided("a body that may be undefined for some parameter")
        return value

    try:
        found = _for_all_parameters(work, node, work.domain, formula)
        work.steps.append("a limit by its leading term")
    except (Undecided, NoLimit, Unsupported, TooLarge):
        found = limit_function(node, work.domain)
        work.steps.append("a pointwise limit on every cell")
    return found


def _limit_by_continuity(work: _Work, node: Tree) -> Tree | None:
    """The value at the point after cancelling, where nothing that was cancelled or divides vanishes there."""
    body, point = node.args
    if sign_of_infinity(point) or not _is_defined_for_all(work, point):
        return None
    try:
        value, conditions = limit_by_continuity(body, node.value, point, free_names(node), work.budget)
    except (Undecided, Unsupported, TooLarge):
        return None
    work.steps.append("a limit by continuity")
    if not conditions:
        return value
    apart = conjunction(*(negation(equal(condition, ZERO)) for condition in conditions))
    return tree("piecewise", True, (value, apart, node))


def _extremum(work: _Work, node: Tree) -> Tree | None:
    """The supremum of an affine function over a bounded interval is its larger value at the ends; so for the infimum.

    Hypothesis: the interval has two ends a < b that are numbers, and the coefficients of the function are defined
    there: it is a polynomial in the bound variable of degree 1 with coefficients that are defined wherever it is.
    """
    body, set_ = node.args
    if set_.head != "interval" or free_names(set_) or any(map(sign_of_infinity, set_.args)):
        return None
    low, high = set_.args
    if Constants(work.budget).compare(low, high) >= 0 or not _is_affine(body, node.value):
        return None
    work.steps.append("an affine function is extreme at an end")
    ends = (substitute(body, {node.value: end}) for end in (low, high))
    return call("max" if node.head == "sup" else "min", *ends)


def _is_affine(node: Tree, x: str) -> bool:
    if x not in free_names(node):
        return True
    if node.head == "mul":
        return sum(x in free_names(a) for a in node.args) == 1 and all(_is_affine(a, x) for a in node.args)
    return node.head == "var" or (node.head == "add" and all(_is_affine(a, x) for a in node.args))


def _sum(work: _Work, node: Tree) -> Tree | None:
    if any(sign_of_infinity(end) for end in node.args[1:]):
        return _series(work, node)
    counts = frozenset(v.name for v in work.domain.integers if v.low.head == "num" and v.low.value >= 0)
    for name, rule in (("the binomial theorem", binomial_sum), ("a finite geometric series", geometric_sum)):
        found = rule(node, counts)
        if found is not None:
            work.steps.append(name)
            return found
    return None


def _series(work: _Work, node: Tree) -> Tree | None:
    parts = constant_factors(node)
    if parts is not None:
        value = value_of(parts[1], work.budget)
        if not isinstance(value, Tree) or sign_of_infinity(value):
            return None
        work.steps.append("a series without variables, by its value")
        return mul(parts[0], value)
    found = power_series(node)
    if found is not None:
        work.steps.append("a power series inside its circle of convergence")
    return found


def _integral_on(work: _Work, node: Tree) -> Tree | None:
    """An integral over an interval for Lebesgue measure is one between its ends."""
    if len(node.args) == 3:
        return _of_measures(work, node)
    function, set_ = node.args
    ends = (MINUS_INFINITY, INFINITY) if set_ is REALS else set_.args if set_.head == "interval" else ()
    if not ends or not _is_ordered(work, *ends):
        return None
    return _integral(work, tree("integral", node.value, (function, *ends)))


def _is_ordered(work: _Work, low: Tree, high: Tree) -> bool:
    """Whether the ends of an interval are in order: (2, 1) is empty, while an integral from 2 to 1 is not 0."""
    if sign_of_infinity(low) < 0 or sign_of_infinity(high) > 0:
        return True
    try:
        return Constants(work.budget, Domain(work.domain.variables)).sign(sub(high, low)) >= 0
    except Undecided:
        return False


def _of_measures(work: _Work, node: Tree) -> Tree | None:
    """Expectations, masses and distances of laws with parameters, by cases where a sign is open.

    A parameter x is no random variable x: parameters go by other names on the way.
    """
    names = other_names(work.domain)
    apart = substitute(node, {old: var(new) for old, new in names.items()})
    condition = opened(work.domain).condition

    def found_by(formula: Callable[[Tree, Domain, Budget], Tree]) -> Tree:
        def inside(box: Domain) -> Tree:
            value = formula(apart, under_other_names(Domain(box.variables, condition), names), work.budget)
            return substitute(value, {new: var(old) for old, new in names.items()})

        return _for_all_parameters(work, node, work.domain, inside)

    try:
        found = found_by(value_with_parameters)
    except Open:
        found = found_by(value_by_cases)
    work.steps.append("a formula for laws with parameters")
    return found


def _is_root_of_distance(node: Tree) -> bool:
    """Whether the node is a distance that is the root of what its formula gives, which is never negative."""
    return node.head == "call" and node.value in ("W2", "Hellinger")


def _length(work: _Work, node: Tree) -> Tree | None:
    """The measure of a set on the line is the integral of its indicator."""
    (set_,) = node.args
    name = next(name for name in ("t", "s", "u", "t_1", "s_1") if name not in free_names(set_))
    inside = indicator(member(var(name), set_))
    if set_.head == "builder":
        inside = indicator(substitute(set_.args[0], {set_.value: var(name)}))
    return _integral(work, tree("integral", name, (inside, MINUS_INFINITY, INFINITY)))


def _rule_of(node: Tree) -> Callable[[_Work, Tree], Tree | None] | None:
    if node.head == "call" and node.value in FUNCTIONALS:
        return _of_measures
    if node.head == "call" and node.value == "measure":
        return _length
    return _RULES.get(node.head)


_RULES: Mapping[str, Callable[[_Work, Tree], Tree | None]] = {
    "integral": _integral,
    "integral_on": _integral_on,
    "sum": _sum,
    "limit": _limit,
    "sup": _extremum,
    "inf": _extremum,
}
