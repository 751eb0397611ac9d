"""Where the ends of an integral run, at most, as the parameters run through their domain."""

from collections.abc import Sequence

from flint import fmpq

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import MINUS_END, PLUS_END, Bound, End, Point, closed, linear
from tutor.mathematics.algebra.points import compare_apart, rational
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.analysis.parametric_integrals import CONTINUOUS
from tutor.mathematics.analysis.running_integrals import Reach
from tutor.mathematics.trees import Budget, Domain
from tutor.mathematics.trees.build import sign_of_infinity, var


def reach_of(end: Tree, domain: Domain, budget: Budget) -> Reach:
    """Where an end of an integral runs, at most."""
    if sign_of_infinity(end):
        bound = PLUS_END if sign_of_infinity(end) > 0 else MINUS_END
        return Reach(bound, bound, True, True)
    if not free_names(end):
        point = closed(end)
        return Reach(point, point, True, True)
    if end.head == "var":
        (v,) = (v for v in domain.variables if v.name == end.value)
        return _reach(closed(v.low), closed(v.high), v.low_closed or v.integer, v.high_closed or v.integer)
    if end.head == "call" and end.value in ("max", "min"):
        return _extreme(end.value, [reach_of(a, domain, budget) for a in end.args])
    return _affine_reach(end, domain, budget) or _signed_reach(end, domain, budget)


def _affine_reach(end: Tree, domain: Domain, budget: Budget) -> Reach | None:
    """The range of a rational affine form over the box, by its corners."""
    form = linear(end)
    if form is None:
        return None
    low: fmpq | None = form.get("", fmpq(0))
    high, low_taken, high_taken = low, True, True
    for name, slope in form.items():
        if name:
            part = reach_of(var(name), domain, budget)
            ends = (part.low, part.high) if slope > 0 else (part.high, part.low)
            taken = (part.low_taken, part.high_taken) if slope > 0 else (part.high_taken, part.low_taken)
            low, high = _moved(low, slope, ends[0]), _moved(high, slope, ends[1])
            low_taken, high_taken = low_taken and taken[0], high_taken and taken[1]
    bounds = MINUS_END if low is None else rational(low), PLUS_END if high is None else rational(high)
    return _reach(*bounds, low_taken, high_taken)


def _signed_reach(end: Tree, domain: Domain, budget: Budget) -> Reach:
    """The half line of the end's sign on the open box; a boundary of the box is reached by continuity."""
    try:
        sign = Constants(budget, Domain(domain.variables)).sign(end) if _is_continuous(end) else 0
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


def is_above(upper: Bound, lower: Bound) -> bool:
    """Whether the one bound is certainly at least the other."""
    if isinstance(upper, End) or isinstance(lower, End):
        return upper is PLUS_END or lower is MINUS_END
    return compare_apart(upper, lower) in (0, 1)


def _extreme(name: str, reaches: Sequence[Reach]) -> Reach:
    """The range of a maximum or a minimum of independent parts: a range that holds it, at least."""
    direction = 1 if name == "max" else -1
    low, low_taken = reaches[0].low, reaches[0].low_taken
    high, high_taken = reaches[0].high, reaches[0].high_taken
    for other in reaches[1:]:
        low, low_taken = _outer((low, low_taken), (other.low, other.low_taken), direction)
        high, high_taken = _outer((high, high_taken), (other.high, other.high_taken), direction)
    return Reach(low, high, low_taken, high_taken)


def hull(left: Reach, right: Reach) -> Reach:
    """The smallest range that holds both."""
    low, low_taken = _outer((left.low, left.low_taken), (right.low, right.low_taken), -1)
    high, high_taken = _outer((left.high, left.high_taken), (right.high, right.high_taken), 1)
    return Reach(low, high, low_taken, high_taken)


def _outer(left: tuple[Bound, bool], right: tuple[Bound, bool], direction: int) -> tuple[Bound, bool]:
    apart = compare_apart(left[0], right[0])
    if apart is None or apart == 0:
        return left[0], left[1] or right[1]
    return left if apart == direction else right
