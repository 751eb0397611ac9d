"""Exact factors: squares and factors of known sign are dropped, what is left is one expression or a product of signs.

Hypotheses: the function is defined on the whole box, for the normal form is an identity only there (its caller checks
this). A factor of even power may vanish: that is no obstacle to >= 0, but it is to > 0.
"""

from dataclasses import dataclass

from flint import fmpq

from tutor.language.tree import Tree
from tutor.mathematics.algebra import Field
from tutor.mathematics.analysis.forall.goals import Goal
from tutor.mathematics.analysis.forall.outcomes import Open, Proved
from tutor.mathematics.analysis.forall.procedure import Search
from tutor.mathematics.analysis.forall.samples import proposed_sign
from tutor.mathematics.trees.build import mul, num


@dataclass(frozen=True, slots=True)
class Reduced:
    """The function has the sign of `sign` times the product of the factors; it vanishes where a dropped one may."""

    sign: int
    factors: tuple[Tree, ...]
    may_vanish: bool


def reduced(goal: Goal, search: Search) -> Reduced | None:
    """What is left of the function; None for the zero function. Raises what the normal form raises."""
    field = Field(goal.domain, search.budget)
    normal = field.normal(goal.function)
    if field.is_zero(normal):
        return None
    constant, factors = field.factors(normal)
    sign, left, may_vanish = 1 if constant > fmpq(0) else -1, [], False
    for factor, exponent in factors:
        known = search.sign(factor, goal)
        if known:
            sign *= known if exponent % 2 else 1
        elif exponent % 2:
            left.append(factor)
        else:
            may_vanish = may_vanish or exponent > 0
    return Reduced(sign, tuple(left), may_vanish)


def by_signs(goal: Goal, left: Reduced, search: Search, depth: int) -> Proved | Open:
    """The product of the signs of the factors, each proved as a goal of its own."""
    if left.may_vanish and goal.strict:
        return Open("a square that may vanish")
    sign = left.sign
    for factor in left.factors:
        proposed = proposed_sign(factor, goal.box)
        if not proposed or not search.holds(goal.of(mul(num(proposed), factor)), depth + 1):
            return Open("a factor whose sign is not known")
        sign *= proposed
    return Proved("signs of the factors") if sign > 0 else Open("a product of the wrong sign")
