"""Integrals, series, suprema and limits with variables of the question in them, replaced by closed forms.

Every replacement is an identity at every point of the domain where the original is defined, and the replacement is
defined nowhere else: what the rules do not cover stays as it was, in a last branch of a case distinction.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from flint import fmpq

from tutor.judge.constants import with_values
from tutor.judge.verdicts import Proof, Ruling
from tutor.language.tree import Tree, free_names, tree, walk
from tutor.mathematics.algebra import MINUS_END, PLUS_END, Bound, End, Point, TooLarge, Unsupported, closed, linear
from tutor.mathematics.algebra.opaque import canonical_text
from tutor.mathematics.algebra.points import compare_apart, rational
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.analysis.limits import NoLimit, limit
from tutor.mathematics.analysis.parametric_integrals import CONTINUOUS, parametric_integral
from tutor.mathematics.analysis.power_series import binomial_sum, constant_factors, geometric_sum, power_series
from tutor.mathematics.analysis.quotient_limits import limit_by_continuity
from tutor.mathematics.analysis.results import NoValue
from tutor.mathematics.analysis.running_integrals import Reach, running_integral
from tutor.mathematics.objects.values import value_of
from tutor.mathematics.trees import Budget, Domain, OutOfSteps, Variable, rebuild, substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    ZERO,
    call,
    conjunction,
    equal,
    mul,
    negation,
    sign_of_infinity,
    var,
)

SHARE = 3
"""The closed forms may cost one third of the budget."""


def with_closed_forms(sides: Sequence[Tree], domain: Domain, budget: Budget) -> tuple[list[Tree], list[str]]:
    """Both sides with closed forms in place of what has one, and the names of the rules that were used."""
    if not any(node.head in _RULES for side in sides for node in walk(side)):
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
        if not any(part.head in _RULES for part in walk(node)):
            return node
        node = rebuild(node, tuple(self(a) for a in node.args))
        rule = _RULES.get(node.head)
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
        others = [side for side in self.sides if not any(part.head in _RULES for part in walk(side))]
        return [substitute(side, {end.value: var(x)}) for side in others if x not in free_names(side)]

    def reach(self, end: Tree) -> Reach:
        """Where an end of an integral runs, at most."""
        if sign_of_infinity(end):
            bound = PLUS_END if sign_of_infinity(end) > 0 else MINUS_END
            return Reach(bound, bound, True, True)
        if not free_names(end):
            point = closed(end)
            return Reach(point, point, True, True)
        if end.head == "var":
            (v,) = (v for v in self.domain.variables if v.name == end.value)
            return _reach(closed(v.low), closed(v.high), v.low_closed or v.integer, v.high_closed or v.integer)
        return self._affine_reach(end) or self._signed_reach(end)

    def _affine_reach(self, end: Tree) -> Reach | None:
        """The range of a rational affine form over the box, by its corners."""
        form = linear(end)
        if form is None:
            return None
        low: fmpq | None = form.get("", fmpq(0))
        high, low_taken, high_taken = low, True, True
        for name, slope in form.items():
            if name:
                part = self.reach(var(name))
                ends = (part.low, part.high) if slope > 0 else (part.high, part.low)
                taken = (part.low_taken, part.high_taken) if slope > 0 else (part.high_taken, part.low_taken)
                low, high = _moved(low, slope, ends[0]), _moved(high, slope, ends[1])
                low_taken, high_taken = low_taken and taken[0], high_taken and taken[1]
        bounds = MINUS_END if low is None else rational(low), PLUS_END if high is None else rational(high)
        return _reach(*bounds, low_taken, high_taken)

    def _signed_reach(self, end: Tree) -> Reach:
        """The half line of the end's sign on the open box; a boundary of the box is reached by continuity."""
        try:
            sign = Constants(self.budget, Domain(self.domain.variables)).sign(end) if _is_continuous(end) else 0
        except Undecided:
            sign = 0
        origin = rational(0)
        return _reach(origin if sign > 0 else MINUS_END, origin if sign < 0 else PLUS_END, True, True)


def _is_continuous(node: Tree) -> bool:
    """Whether the expression is built from functions that are continuous where they are defined."""
    known = node.head in ("num", "var", "const", "add", "mul") or (node.head == "call" and node.value in CONTINUOUS)
    return (known or (node.head == "pow" and node.args[1].head == "num")) and all(map(_is_continuous, node.args))


def _reach(low: Bound, high: Bound, low_taken: bool, high_taken: bool) -> Reach:
    """The range of an expression, which is never infinite."""
    return Reach(low, high, low_taken and isinstance(low, Point), high_taken and isinstance(high, Point))


def _moved(corner: fmpq | None, slope: fmpq, end: Bound) -> fmpq | None:
    if corner is None or isinstance(end, End) or end.rational is None:
        return None
    return corner + slope * end.rational


def _integral(work: _Work, node: Tree) -> Tree | None:
    f, low, high = node.args
    if any(not sign_of_infinity(end) and INFINITY in walk(end) for end in (low, high)):
        return None
    reach = _hull(work.reach(low), work.reach(high))
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
        return value

    found = _for_all_parameters(work, node, work.domain, formula)
    work.steps.append("a limit by its leading term")
    return found


def _limit_by_continuity(work: _Work, node: Tree) -> Tree | None:
    """The value at the point after cancelling, where nothing that was cancelled or divides vanishes there."""
    body, point = node.args
    if sign_of_infinity(point):
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


def _hull(left: Reach, right: Reach) -> Reach:
    """The smallest range that holds both."""
    low, low_taken = _outer((left.low, left.low_taken), (right.low, right.low_taken), -1)
    high, high_taken = _outer((left.high, left.high_taken), (right.high, right.high_taken), 1)
    return Reach(low, high, low_taken, high_taken)


def _outer(left: tuple[Bound, bool], right: tuple[Bound, bool], direction: int) -> tuple[Bound, bool]:
    apart = compare_apart(left[0], right[0])
    if apart is None or apart == 0:
        return left[0], left[1] or right[1]
    return left if apart == direction else right


_RULES: Mapping[str, Callable[[_Work, Tree], Tree | None]] = {
    "integral": _integral,
    "sum": _sum,
    "limit": _limit,
    "sup": _extremum,
    "inf": _extremum,
}
