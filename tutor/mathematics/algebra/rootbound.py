"""A constant built from rationals by + - * / and roots is exactly zero, proved by one ball and a separation bound.

Source: Burnikel, Funke, Mehlhorn, Schirra, Schmitt, "A separation bound for real algebraic expressions" (BFMSS, 2001).
Every such E is U/L with algebraic integers U and L; u and l bound the absolute values of all their conjugates, and D
the degree of the field. If E is not zero, |E| >= 1/(u^(D-1)·l), and with divisions 1/(u^(D^2-1)·l).
"""

from math import ceil

from flint import arb, fmpq, fmpz

from tutor.language.tree import Tree, walk
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown, ball, precision
from tutor.mathematics.trees import Budget
from tutor.mathematics.trees.build import MINUS_ONE, PI, call, mul, power

MAX_BITS = 20_000
MAX_POWER = 64
MAX_ROOT = 12
MAX_ANGLE = 60

Bound = tuple[float, float]
"""(log2 u, log2 l)."""


class NotAlgebraic(Exception):  # noqa: N818  (an outcome)
    """The tree has a part that is not built from rationals by + - * / and roots."""


def algebraic_zero(node: Tree, budget: Budget) -> bool | None:
    """True if proved zero, False if proved not zero, None if the tree is not of this form or the bound too small."""
    try:
        bound = _Bounds()
        above, below = bound.of(node)
    except NotAlgebraic:
        return None
    degree = bound.degree()
    divides = any(n.head == "pow" and n.args[1].head == "num" and n.args[1].value < 0 for n in walk(node))
    bits = ceil(((degree**2 if divides else degree) - 1) * above + below) + 4
    return None if bits > MAX_BITS else _below(node, bits, budget)


def _below(node: Tree, bits: int, budget: Budget) -> bool | None:
    """Whether |node| < 2^-bits, by balls of growing precision; None if they never decide."""
    working = 128
    while working <= 4 * (bits + 128):
        budget.spend(20 + working // 16)
        with precision(working + 64):
            try:
                value = Evaluator({}, budget=budget)(node)
            except Unknown:
                value = arb(0, 1)
            except (Undefined, Convention, Infinite):
                return None
            if isinstance(value, fmpq):
                return bool(value == 0)
            if value > 0 or value < 0:
                return False
            if abs(ball(value)) < arb(2) ** (-bits):
                return True
        working *= 2
    return None


class _Bounds:
    """The bounds of every part, and the roots that were met, each once."""

    def __init__(self) -> None:
        self._known: dict[Tree, Bound] = {}
        self._roots: dict[tuple[Tree, int], int] = {}
        self._order = fmpz(1)

    def degree(self) -> int:
        """A bound of the degree of the field that holds every part."""
        product = max(1, int(self._order.euler_phi()) // 2)
        for degree in self._roots.values():
            product *= degree
        return product

    def of(self, node: Tree) -> Bound:
        """The bounds of a part."""
        known = self._known.get(node)
        if known is None:
            known = self._known[node] = self._of(node)
        return known

    def _of(self, node: Tree) -> Bound:
        match node.head:
            case "num":
                return _bits(node.value.numer()), _bits(node.value.denom())
            case "add":
                return self._sum(node)
            case "mul":
                bounds = [self.of(a) for a in node.args]
                return sum(above for above, _ in bounds), sum(below for _, below in bounds)
            case "pow" if node.args[1].head == "num":
                return self._power(node.args[0], node.args[1].value)
            case "call":
                return self._call(node)
        raise NotAlgebraic

    def _sum(self, node: Tree) -> Bound:
        above, below = self.of(node.args[0])
        for term in node.args[1:]:
            u, v = self.of(term)
            above, below = max(above + v, u + below) + 1, below + v
        return above, below

    def _power(self, base: Tree, exponent: fmpq) -> Bound:
        times, degree = int(abs(exponent.numer())), int(exponent.denom())
        if times > MAX_POWER or degree > MAX_ROOT:
            raise NotAlgebraic
        above, below = (bound * times for bound in self._root(base, degree))
        return (below, above) if exponent < 0 else (above, below)

    def _root(self, base: Tree, degree: int) -> Bound:
        """The root of U/L is the root of U·L^(d-1), over L."""
        above, below = self.of(base)
        if degree > 1:
            self._roots[base, degree] = degree
            above = (above + (degree - 1) * below) / degree
        return above, below

    def _call(self, node: Tree) -> Bound:
        argument = node.args[0]
        if node.value in ("sin", "cos", "tan"):
            return self._angle(node, argument)
        if node.value == "abs":
            return self.of(argument)
        if node.value == "cbrt":
            return self._root(argument, 3)
        if node.value == "root" and node.args[1].head == "num" and node.args[1].value.denom() == 1:
            degree = int(node.args[1].value.numer())
            if 1 <= degree <= MAX_ROOT:
                return self._root(argument, degree)
        raise NotAlgebraic

    def _angle(self, node: Tree, argument: Tree) -> Bound:
        """2·cos(pi·p/q) is an algebraic integer, its conjugates at most 2 in absolute value.

        It lies in the real part of the field of the 2q-th roots of unity, sin(pi·p/q) in that of the 4q-th; all angles
        together lie in the field of order the common multiple, and its real part has half the degree.
        """
        multiple = multiple_of_pi(argument)
        if multiple is None or multiple.denom() > MAX_ANGLE:
            raise NotAlgebraic
        if node.value == "tan":
            return self.of(mul(call("sin", argument), power(call("cos", argument), MINUS_ONE)))
        self._order = self._order.lcm(multiple.denom() * (2 if node.value == "cos" else 4))
        return 1.0, 1.0


def _bits(number: fmpz) -> float:
    return float(number.bit_length())


def multiple_of_pi(node: Tree) -> fmpq | None:
    """q where the tree is q·pi, as typed."""
    if node is PI:
        return fmpq(1)
    if node.head == "num" and node.value == 0:
        return fmpq(0)
    if node.head == "mul" and len(node.args) == 2 and node.args[0].head == "num" and node.args[1] is PI:
        return fmpq(node.args[0].value)
    return None
