"""Roots of polynomials of degree 2 whose coefficients are constants, not all of them rational: x^2 = log 2."""

from flint import fmpq

from tutor.language.tree import Tree
from tutor.mathematics.algebra import Point, closed
from tutor.mathematics.analysis.constants import Constants
from tutor.mathematics.analysis.exponential import exponential_polynomial
from tutor.mathematics.trees import Budget
from tutor.mathematics.trees.build import MINUS_ONE, ONE, TWO, add, mul, neg, num, power, sqrt, sub


def quadratic_roots(f: Tree, x: str, budget: Budget) -> list[Point] | None:
    """All real roots in closed form; None where f is no such polynomial, or has no real root. Raises Undecided."""
    constants = Constants(budget)
    read = exponential_polynomial(f, x, constants)
    if read is None or set(read) != {ONE} or len(read[ONE]) != 3:
        return None
    c, b, a = read[ONE]
    if all(part.head == "num" for part in (a, b, c)) or constants.sign(a) == 0:
        return None
    discriminant = constants.simplified(sub(mul(b, b), mul(num(4), a, c)))
    sign = constants.sign(discriminant)
    if sign < 0:
        return None
    half = power(mul(TWO, a), MINUS_ONE)
    ways = [neg(b)] if sign == 0 else [add(neg(b), mul(num(fmpq(s)), sqrt(discriminant))) for s in (-1, 1)]
    roots = (closed(constants.simplified(mul(way, half))) for way in ways)
    return [root for root in roots if isinstance(root, Point)]
