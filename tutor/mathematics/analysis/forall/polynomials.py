"""Polynomials in one variable on a bounded interval by their Bernstein coefficients.

On (0,1) every Bernstein basis polynomial is > 0, so a polynomial whose coefficients are >= 0 and not all 0 is > 0
there. Halving the interval (de Casteljau) makes the coefficients tend to the values, so this ends where the polynomial
has no zero in the closed interval; everything is exact.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import comb

from flint import fmpq, fmpq_poly

from tutor.language.tree import Tree
from tutor.mathematics.analysis.forall.goals import Goal
from tutor.mathematics.analysis.forall.outcomes import Open, Proved
from tutor.mathematics.trees import Budget
from tutor.mathematics.trees.build import MAX_BITS, ZERO, add, mul, num, power, var

MOST_DEGREE = 260
MOST_PIECES = 100


def by_bernstein_coefficients(goal: Goal, polynomial: fmpq_poly, budget: Budget) -> Proved | Open:
    """The goal for this polynomial, which is its function, on an interval with rational ends."""
    (variable,) = goal.box
    if variable.low.head != "num" or variable.high.head != "num":
        return Open("no bounded interval with rational ends")
    low, high = variable.low.value, variable.high.value
    on_unit = polynomial(fmpq_poly([low, high - low]))
    assert isinstance(on_unit, fmpq_poly)
    if on_unit.degree() < 1:
        return Open("a constant")
    return _halved(_coefficients(on_unit), goal.strict, budget)


def expanded(polynomial: fmpq_poly, x: str) -> Tree:
    """The polynomial as a sum of powers."""
    powers = ((polynomial[k], k) for k in range(polynomial.degree() + 1))
    return add(ZERO, *(mul(num(c), power(var(x), num(k))) if k else num(c) for c, k in powers if c != 0))


def polynomial_in(node: Tree, x: str) -> fmpq_poly | None:
    """The tree as a polynomial with rational coefficients; None where it is not written as one."""
    match node.head:
        case "num":
            return fmpq_poly([node.value])
        case "var" if node.value == x:
            return fmpq_poly([0, 1])
        case "add" | "mul":
            return _joined(node, x)
        case "pow" if node.args[1].head == "num" and node.args[1].value.denom() == 1 and node.args[1].value >= 0:
            base = polynomial_in(node.args[0], x)
            exponent = int(node.args[1].value.numer())
            return None if base is None or _is_too_large(base, exponent) else base**exponent
    return None


def _is_too_large(base: fmpq_poly, exponent: int) -> bool:
    """Whether the power has a high degree or long coefficients: 9^9^9 is a constant polynomial."""
    bits = base.numer().height_bits() + base.denom().height_bits()
    return base.degree() * exponent > MOST_DEGREE or exponent * bits > MAX_BITS


def _joined(node: Tree, x: str) -> fmpq_poly | None:
    total = fmpq_poly([0 if node.head == "add" else 1])
    for part in node.args:
        factor = polynomial_in(part, x)
        if factor is None or total.degree() + factor.degree() > 2 * MOST_DEGREE:
            return None
        total = total + factor if node.head == "add" else total * factor
    return total


def _coefficients(polynomial: fmpq_poly) -> list[fmpq]:
    """The Bernstein coefficients of a polynomial on [0,1]."""
    n = polynomial.degree()
    powers = [polynomial[k] for k in range(n + 1)]
    return [sum((fmpq(comb(i, k), comb(n, k)) * powers[k] for k in range(i + 1)), fmpq(0)) for i in range(n + 1)]


def _halved(coefficients: Sequence[fmpq], strict: bool, budget: Budget) -> Proved | Open:
    waiting = [list(coefficients)]
    for count in range(1, MOST_PIECES):
        if not waiting:
            return Proved(f"Bernstein coefficients on {count - 1} pieces")
        piece = waiting.pop()
        budget.spend(20 + len(piece) ** 2 // 4)
        if min(piece) >= 0 and max(piece) > 0:
            continue
        left, right = _halves(piece)
        middle = right[0]
        if middle < 0 or piece[0] < 0 or piece[-1] < 0 or (strict and middle == 0):
            return Open("a polynomial that is negative somewhere")
        waiting += [right, left]
    return Open("Bernstein coefficients of both signs")


def _halves(piece: list[fmpq]) -> tuple[list[fmpq], list[fmpq]]:
    """The coefficients on both halves, by de Casteljau's scheme."""
    left, right, row = [], [], piece
    while row:
        left.append(row[0])
        right.append(row[-1])
        row = [(a + b) / 2 for a, b in pairwise(row)]
    return left, right[::-1]
