"""Bernstein's polynomials."""

from math import comb

from flint import fmpq

from tutor.language.tree import Tree
from tutor.mathematics.analysis.constants import Constants
from tutor.mathematics.trees import Budget, substitute
from tutor.mathematics.trees.build import ONE, add, mul, num, power, sub, var

STEPS = 200_000
"""For the normal forms of the values; a value without one stays as it is."""


def bernstein(function: Tree, x: str, degree: int) -> Tree:
    """The sum of function(k/degree) C(degree, k) x^k (1-x)^(degree-k) for k = 0..degree; degree >= 1."""
    here = var(x)
    there = sub(ONE, here)
    terms, constants = [], Constants(Budget(STEPS))
    for k in range(degree + 1):
        weight = mul(num(comb(degree, k)), *_powers(here, k), *_powers(there, degree - k))
        terms.append(mul(constants.simplified(substitute(function, {x: num(fmpq(k, degree))})), weight))
    return add(*terms)


def _powers(base: Tree, exponent: int) -> tuple[Tree, ...]:
    return (power(base, num(exponent)),) if exponent else ()
