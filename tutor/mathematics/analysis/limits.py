"""Limits of functions of one real variable, from one side or from both."""

from tutor.language.tree import Tree
from tutor.mathematics.algebra import Bound, closed
from tutor.mathematics.analysis.cells import partition
from tutor.mathematics.analysis.constants import Constants, Undecided, enclosure
from tutor.mathematics.analysis.germs import limit_from
from tutor.mathematics.analysis.rolle import line
from tutor.mathematics.trees import Budget, Domain, rebuild
from tutor.mathematics.trees.build import MINUS_ONE, ONE, ZERO, add, sign_of_infinity, var

POINT_BITS = 64


class NoLimit(Exception):  # noqa: N818  (an outcome)
    """The limits from below and from above differ, certified."""

    def __init__(self, below: Tree, above: Tree) -> None:
        super().__init__("the one-sided limits differ")
        self.below, self.above = below, above


def limit(f: Tree, x: str, point: Tree, direction: int, budget: Budget, parameters: Domain | None = None) -> Tree:
    """The limit of f as x tends to the point, a core tree; oo and -oo are values.

    `direction` +1 is from above, -1 from below, 0 from every side on which f is defined near the point.
    Raises Oscillates where the function oscillates and Undecided where nothing was decided; neither says that there is
    no limit. Raises NoLimit where the two sides differ.
    """
    constants = Constants(budget, parameters)
    if not sign_of_infinity(point):
        enclosure(point, POINT_BITS)  # lim(1, h -> 1/0) is no limit
    if sign_of_infinity(point) > 0:
        f = _without_powers_of_zero(f, x)
    if direction or sign_of_infinity(point):
        return limit_from(f, x, point, direction, constants)
    found = {side: value for side in (-1, 1) if (value := _from_side(f, x, point, side, constants)) is not None}
    if not found:
        raise Undecided("undefined on both sides")
    if len(found) == 2 and _differ(found[-1], found[1], constants):
        raise NoLimit(found[-1], found[1])
    return found[max(found)]


def _without_powers_of_zero(f: Tree, x: str) -> Tree:
    """0^x = 0 for x > 0."""
    if f.head == "pow" and f.args[0] is ZERO and f.args[1] is var(x):
        return ZERO
    return rebuild(f, tuple(_without_powers_of_zero(a, x) for a in f.args)) if f.args else f


def _from_side(f: Tree, x: str, point: Tree, side: int, constants: Constants) -> Tree | None:
    """The limit from one side; None where f is certainly undefined there."""
    try:
        return limit_from(f, x, point, side, constants)
    except Undecided:
        if _undefined_beside(f, x, point, side, constants.budget):
            return None
        raise


def _undefined_beside(f: Tree, x: str, point: Tree, side: int, budget: Budget) -> bool:
    ends: tuple[Bound, Bound] = closed(point), closed(add(point, ONE if side > 0 else MINUS_ONE))
    low, high = ends if side > 0 else ends[::-1]
    try:
        pieces = partition(lambda field: field.normal(f), line(x, budget), low, high)
    except Undecided:
        return False
    return pieces[0 if side > 0 else -1].answer is None


def _differ(below: Tree, above: Tree, constants: Constants) -> bool:
    if below is above:
        return False
    return bool(sign_of_infinity(below) or sign_of_infinity(above) or constants.compare(below, above))
