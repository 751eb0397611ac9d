"""Rational functions with rational coefficients as a polynomial and simple fractions.

Denominators are taken apart into powers of linear and of quadratic factors; others are left alone.
"""

from flint import fmpq, fmpq_poly

from tutor.language.tree import Tree
from tutor.mathematics.analysis.exponential import rational
from tutor.mathematics.trees.build import ZERO, add, mul, num, power, var

MAX_DEGREE = 16


def decomposed(f: Tree, x: str) -> Tree | None:
    """The same function, wherever f is defined, as a sum of simple fractions; None where f has another shape."""
    fraction = rational(f, x)
    if fraction is None or not 1 <= fraction[1].degree() <= MAX_DEGREE:
        return None
    top, bottom = fraction
    common = top.gcd(bottom)
    top, bottom = top // common, bottom // common
    terms = [polynomial_tree(top // bottom, x)]
    for factor, multiplicity in bottom.factor()[1]:
        part = factor**multiplicity
        numerator = _numerator(top % bottom, part, bottom // part)
        if factor.degree() == 1:
            terms += _over_powers(numerator, -factor[0] / factor[1], int(multiplicity), factor[1], x)
        elif factor.degree() == 2:
            terms += _over_quadratic_powers(numerator, factor, int(multiplicity), x)
        else:
            return None
    return add(*terms)


def polynomial_tree(p: fmpq_poly, x: str) -> Tree:
    """A polynomial as a tree."""
    terms = [mul(num(c), power(var(x), num(k))) if k else num(c) for k, c in enumerate(p.coeffs()) if c != 0]
    return add(ZERO, *terms)


def _numerator(top: fmpq_poly, part: fmpq_poly, rest: fmpq_poly) -> fmpq_poly:
    """The numerator over `part` in top/(part * rest), by the inverse of rest modulo part."""
    _, inverse, _ = rest.xgcd(part)
    return (top * inverse) % part


def _over_powers(numerator: fmpq_poly, root: fmpq, multiplicity: int, lead: fmpq, x: str) -> list[Tree]:
    """numerator / (lead (x - root))^m in powers of x - root."""
    shifted = numerator(fmpq_poly([root, 1]))
    line = add(var(x), num(-root))
    terms = []
    for k in range(multiplicity):
        c = shifted[k] / lead**multiplicity
        if c != 0:
            terms.append(mul(num(c), power(line, num(k - multiplicity))))
    return terms


def _over_quadratic_powers(numerator: fmpq_poly, factor: fmpq_poly, multiplicity: int, x: str) -> list[Tree]:
    """numerator / factor^m as a sum of (a x + b) / factor^k, by division with rest."""
    terms = []
    for k in range(multiplicity, 0, -1):
        numerator, rest = divmod(numerator, factor)
        if rest.degree() >= 0:
            terms.append(mul(polynomial_tree(rest, x), power(polynomial_tree(factor, x), num(-k))))
    return terms
