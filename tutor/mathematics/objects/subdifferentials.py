"""Clarke's subdifferential in one variable, as an interval with exact ends.

Let f be continuous at p and continuously differentiable on both sides near p, with finite limits a and b of f' from
below and above. Then f is Lipschitz near p and its subdifferential is the interval between a and b. (Clarke 1983, 2.5.)

The hypothesis is about every point near p, while cells of the line speak of almost every point. So memberships in null
sets such as Q are refused, and so is a cell on which something was left out, or a denominator that may vanish.
"""

from tutor.language.tree import Tree, walk
from tutor.mathematics.algebra import Bound, Field, Unsupported, closed
from tutor.mathematics.analysis.cells import partition
from tutor.mathematics.analysis.constants import NO_VALUE, Constants, Undecided
from tutor.mathematics.analysis.limits import limit
from tutor.mathematics.analysis.results import NoValue
from tutor.mathematics.analysis.rolle import line
from tutor.mathematics.analysis.smooth import smooth
from tutor.mathematics.balls import Evaluator
from tutor.mathematics.objects.sets import FAMILIES, is_atom
from tutor.mathematics.trees import Budget, substitute
from tutor.mathematics.trees.build import ONE, add, finite, interval, neg, sign_of_infinity
from tutor.mathematics.trees.calculus import NotSmooth, derivative

_PERHAPS_NULL = frozenset((*FAMILIES, "image"))


def subdifferential(f: Tree, x: str, point: Tree, budget: Budget) -> Tree:
    """The set {a} or [a, b], a core tree.

    Raises NoValue where f is certainly not Lipschitz near the point (a jump, or an infinite slope), Undecided.
    """
    if _asks_about_null_sets(f):
        raise Undecided("a membership in a null set: the function need not be Lipschitz near the point")
    value = _value(f, x, point, budget)
    constants = Constants(budget)
    slopes = []
    for side in (-1, 1):
        beside = _beside(f, x, point, side, budget)
        reached = limit(beside, x, point, side, budget)
        if sign_of_infinity(reached) or constants.compare(reached, value):
            raise NoValue("the function is not continuous there")
        slopes.append(_slope(beside, x, point, side, budget))
    order = constants.compare(slopes[0], slopes[1])
    if order == 0:
        return finite(slopes[0])
    low, high = slopes if order < 0 else slopes[::-1]
    return interval(low, high)


def _asks_about_null_sets(f: Tree) -> bool:
    """Whether f asks for membership in anything that holds a dense or an infinite null set."""
    sets = (node.args[1] for node in walk(f) if node.head == "in")
    return any(part.head in _PERHAPS_NULL or is_atom(part) for set_ in sets for part in walk(set_))


def _value(f: Tree, x: str, point: Tree, budget: Budget) -> Tree:
    value = substitute(f, {x: point})
    try:
        Evaluator({}, almost_everywhere=False, budget=budget)(value)
    except NO_VALUE as silence:
        raise Undecided("the value at the point") from silence
    return value


def _beside(f: Tree, x: str, point: Tree, side: int, budget: Budget) -> Tree:
    """f without switches on a cell beside the point."""
    ends: tuple[Bound, Bound] = closed(point), closed(add(point, ONE if side > 0 else neg(ONE)))
    low, high = ends if side > 0 else ends[::-1]
    pieces = partition(lambda field: _smooth_everywhere(f, field), line(x, budget), low, high)
    found = pieces[0 if side > 0 else -1].answer
    if found is None:
        raise NoValue("the function is undefined beside the point")
    return found


def _smooth_everywhere(f: Tree, field: Field) -> Tree:
    """f without switches, where that holds at every point of the cell of the field. Raises Unsupported otherwise."""
    found = smooth(f, field)
    for base, exponent in (node.args for node in walk(found) if node.head == "pow"):
        whole = exponent.head == "num" and exponent.value.denom() == 1
        sign = 1 if whole and exponent.value >= 0 else field.sign(field.normal(base))
        if sign == 0 or (sign < 0 and not whole):
            raise Unsupported("a power that may be undefined beside the point")
    if field.excluded:
        raise Unsupported("something was left out beside the point")
    return found


def _slope(f: Tree, x: str, point: Tree, side: int, budget: Budget) -> Tree:
    try:
        found = limit(derivative(f, x), x, point, side, budget)
    except NotSmooth as refused:
        raise Undecided("a function without a derivative by rule") from refused
    if sign_of_infinity(found):
        raise NoValue("the slopes are unbounded, so the function is not Lipschitz there")
    return found
