"""The zeros of sin u and cos u for an affine u: one family x = (k·pi + shift - b) / a over the integers k."""

from flint import arb, fmpq

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import Cell, Point, Unsupported, compare, rational, zero_constant
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown, ball, precision
from tutor.mathematics.trees import Budget, substitute
from tutor.mathematics.trees.build import HALF, ONE, PI, ZERO, add, div, mul, num, sub, var
from tutor.mathematics.trees.calculus import NotSmooth, derivative

INDEX = "index of a zero"

_MOST = 40
_FIRST = (0, 1, -1, 2, -2, 3)
_STEPS = 20_000


def periodic_zeros(node: Tree, name: str) -> Tree | None:
    """All zeros of sin u or cos u as a tree in the integer INDEX; None where the node is something else.

    Hypothesis: u is affine in the variable, with constant coefficients and a slope certified not to be 0.
    """
    if node.head != "call" or node.value not in ("sin", "cos"):
        return None
    (u,) = node.args
    try:
        slope = derivative(u, name)
    except NotSmooth:
        return None
    offset = substitute(u, {name: ZERO})
    if free_names(slope) or free_names(offset) or not _is_nonzero(slope):
        return None
    whole = var(INDEX) if node.value == "sin" else add(var(INDEX), HALF)
    return div(sub(mul(whole, PI), offset), slope)


def _is_nonzero(constant: Tree) -> bool:
    with precision(128):
        try:
            value = Evaluator({})(constant)
        except (Undefined, Unknown, Convention, Infinite):
            return False
        return bool(value > 0 or value < 0)


def members_inside(family: Tree, cell: Cell) -> list[Point] | None:
    """The members of the family strictly inside a bounded cell; None where they are too many or cannot be ordered."""
    first, step = (substitute(family, {INDEX: k}) for k in (ZERO, ONE))
    with precision(128):
        start, end = (ball(Evaluator({})(t)) for t in (first, step))
        low, high = (end_.ball(128) for end_ in (cell.low, cell.high) if isinstance(end_, Point))
        ends = sorted(float(((edge - start) / (end - start)).mid()) for edge in (low, high))
    if ends[1] - ends[0] > _MOST:
        return None
    indices = range(int(ends[0]) - 2, int(ends[1]) + 3)
    try:
        points = [_point(substitute(family, {INDEX: num(k)})) for k in indices]
        return [p for p in points if compare(cell.low, p) < 0 and compare(p, cell.high) < 0]
    except Unsupported:
        return None


def first_members(family: Tree) -> list[Point]:
    """The members with the smallest indices."""
    return [_point(substitute(family, {INDEX: num(k)})) for k in _FIRST]


def _point(node: Tree) -> Point:
    """The constant as a point, rational where the normal form says so."""
    with precision(128):
        near = ball(Evaluator({})(node))
    guess = _simple(near)
    if guess is not None and zero_constant(sub(node, num(guess)), Budget(_STEPS)) is not None:
        return rational(guess)
    return Point(tree=node)


def _simple(near: arb) -> fmpq | None:
    """A rational of small denominator in the ball, if there is one: only a guess."""
    for denominator in range(1, 25):
        numerator = (near * denominator).unique_fmpz()
        if numerator is not None:
            return fmpq(numerator, denominator)
    return None
