"""Which exact points lie in Q, Z, N and the Cantor set, and which intervals meet the Cantor set.

Irrationality comes from three theorems: a root of an irreducible polynomial of degree 2 or more is irrational; so is a
root of a rational that is no perfect power; exp, log, sin, cos, tan, asin, atan of a rational, where the value is not
one of the obvious ones, are transcendental, and so is pi (Lindemann-Weierstrass).
"""

from flint import arb, fmpq

from tutor.language.tree import Tree
from tutor.mathematics.algebra import Cell, End, Point
from tutor.mathematics.analysis.cells import order
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.balls import Unknown, cantor_member, precision
from tutor.mathematics.balls.values import exact_root
from tutor.mathematics.trees import Budget
from tutor.mathematics.trees.build import PI, ZERO, E, add

BITS = 512
MAX_DIGITS = 200
MAX_ROOT = 60

TRANSCENDENTAL_AWAY_FROM = {"exp": 0, "log": 1, "sin": 0, "cos": 0, "tan": 0, "asin": 0, "atan": 0}
"""Functions with transcendental values at every rational of their domain but this one."""


def in_named(point: Point, name: str, budget: Budget) -> bool:
    """Whether the point lies in the named set. Raises Undecided."""
    if name == "R":
        return True
    if name == "Cantor":
        return in_cantor(point, budget)
    exact = rational_value(point, budget)
    if name == "Q" or exact is None:
        return exact is not None
    return bool(exact.denom() == 1 and (name == "Z" or exact >= 1))


def rational_value(point: Point, budget: Budget) -> fmpq | None:
    """The value of a rational point, None for an irrational one. Raises Undecided."""
    if point.rational is not None:
        return point.rational
    if point.polynomial is not None:
        return None
    if point.tree is None:
        raise Undecided("whether a point without a closed form is rational")
    node = Constants(budget).simplified(point.tree)
    if node.head == "num":
        return fmpq(node.value)
    if _is_irrational(node) or _is_logarithm(node, budget):
        return None
    raise Undecided("whether a constant is rational")


def _is_irrational(node: Tree) -> bool:
    """a + b * k with rational a, b and one irrational k, as the normal form writes it."""
    if node.head == "add" or (node.head == "mul" and node.args[0].head == "num" and node.args[0].value != 0):
        rest = [part for part in node.args if part.head != "num"]
        return len(rest) == 1 and _is_irrational(rest[0])
    if node.head == "pow" and all(part.head == "num" for part in node.args):
        return _is_surd(*(part.value for part in node.args))
    if node.head == "call" and node.value in TRANSCENDENTAL_AWAY_FROM and node.args[0].head == "num":
        return bool(node.args[0].value != TRANSCENDENTAL_AWAY_FROM[node.value])
    return node is PI or node is E


def _is_logarithm(node: Tree, budget: Budget) -> bool:
    """b + sum of a_i log q_i, not 0 without b: the logarithm of an algebraic number that is not 1."""
    rest = [part for part in (node.args if node.head == "add" else (node,)) if part.head != "num"]
    factors = [part.args if part.head == "mul" else (part,) for part in rest]
    logs = [[f for f in parts if f.head != "num"] for parts in factors]
    if not all(len(found) == 1 and _is_log(found[0]) for found in logs):
        return False
    return Constants(budget).sign(add(ZERO, *rest)) != 0


def _is_log(node: Tree) -> bool:
    return node.head == "call" and node.value == "log" and node.args[0].head == "num"


def _is_surd(base: fmpq, exponent: fmpq) -> bool:
    """Whether base^exponent is certainly irrational, for a positive base."""
    degree = int(exponent.denom())
    if base <= 0 or not 1 < degree <= MAX_ROOT or abs(exponent.numer()) > MAX_ROOT:
        return False
    return exact_root(base ** int(abs(exponent.numer())), degree) is None


# The Cantor set ------------------------------------------------------------------------------------------------------


def in_cantor(point: Point, budget: Budget) -> bool:
    """Whether the point lies in the Cantor set. Raises Undecided for irrational points that are in no gap seen."""
    if point.rational is None and _gap(point) is not None:
        return False
    exact = rational_value(point, budget)
    if exact is None:
        raise Undecided("whether an irrational point lies in the Cantor set")
    try:
        return cantor_member(exact)
    except Unknown as silence:
        raise Undecided("a long ternary period") from silence


def meets_cantor(cell: Cell) -> bool:
    """Whether the open cell contains a point of the Cantor set. Raises Undecided.

    The first Cantor point from the low end on is the end of the gap that holds it; next to a Cantor point lie others,
    at least on one side, so at a low end in the set the gap to its right decides, if there is one.
    """
    low = cell.low
    if isinstance(low, End):
        return _is_below(fmpq(0), cell)
    if low.rational is not None and low.rational >= 1:
        return False
    if low.rational is not None and cantor_member(low.rational):
        right = _gap_right_of(low.rational)
        return right is None or _is_below(right, cell)
    gap = _gap(low)
    if gap is None:
        raise Undecided("whether an interval meets the Cantor set")
    return gap[1] is not None and _is_below(gap[1], cell)


def _is_below(value: fmpq, cell: Cell) -> bool:
    return isinstance(cell.high, End) or order(Point(rational=value), cell.high) < 0


def _gap(point: Point) -> tuple[fmpq, fmpq | None] | None:
    """A gap of the Cantor set that holds the point, as (depth, right end); no end beyond 1. None if none was seen."""
    with precision(BITS):
        ball = point.ball(BITS)
        if ball < 0:
            return fmpq(0), fmpq(0)
        if ball > 1:
            return fmpq(0), None
        start, width = fmpq(0), fmpq(1)
        for depth in range(MAX_DIGITS):
            width /= 3
            if ball > arb(start + width) and ball < arb(start + 2 * width):
                return fmpq(depth), start + 2 * width
            if ball > arb(start + 2 * width):
                start += 2 * width
            elif not ball < arb(start + width):
                return None
    return None


def _gap_right_of(point: fmpq) -> fmpq | None:
    """The right end of the gap that begins at this Cantor point; None where Cantor points accumulate from the right.

    A gap begins at (3k + 1)/3^n, so the point has a power of 3 as its denominator, and its last ternary digit is 1.
    The point lies below 1.
    """
    power, rest = 0, point.denom()
    while rest % 3 == 0:
        rest, power = rest // 3, power + 1
    if rest != 1:
        return None
    return point + fmpq(1, 3**power) if point.numer() % 3 == 1 else None
