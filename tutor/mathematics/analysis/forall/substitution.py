"""Scale substitution x = w y^k: an inequality in two variables that is homogeneous becomes one in w alone.

Hypothesis: y > 0 on the box, so that y^k is defined and w = x y^-k runs over an interval that is known: all points of
the old box have an image in the new one. The new box may be larger, which can only make the goal harder.
"""

import math
from collections.abc import Iterator
from dataclasses import replace

from flint import fmpq

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import Field
from tutor.mathematics.analysis.constants import Constants
from tutor.mathematics.analysis.forall.floats import floating
from tutor.mathematics.analysis.forall.goals import Box, Goal, compared, is_infinite, with_variable
from tutor.mathematics.analysis.forall.outcomes import Open, Proved
from tutor.mathematics.analysis.forall.procedure import SILENCE, Search
from tutor.mathematics.analysis.forall.samples import sample_points
from tutor.mathematics.trees import Budget, Variable, substitute
from tutor.mathematics.trees.build import INFINITY, ZERO, mul, num, power, sign_of_infinity, var

EXPONENTS = tuple(fmpq(*pair) for pair in ((-1, 1), (1, 1), (-2, 1), (2, 1), (-1, 2), (1, 2), (-3, 1)))


def by_scale(goal: Goal, search: Search, depth: int) -> Proved | Open:
    """The first substitution after which no factor holds both variables any more."""
    for x, y, k in _scales(goal, search.budget):
        search.budget.spend(100)
        scaled = mul(var(x.name), power(var(y.name), num(k)))
        function = substitute(goal.function, {x.name: scaled})
        box = with_variable(goal.box, _image(x, y, k))
        if not _may_separate(function, x, y, box) or not _separates(goal.of(function).on(box), x.name, y.name, search):
            continue
        outcome = search.prove(goal.of(function).on(box), depth + 1)
        if isinstance(outcome, Proved):
            return Proved(f"substitution {x.name} = w {y.name}^({k})", (outcome.by, *outcome.steps))
    return Open("no scale separates the variables")


def _scales(goal: Goal, budget: Budget) -> Iterator[tuple[Variable, Variable, fmpq]]:
    for x in goal.box:
        for y in goal.box:
            if x is not y and _has_known_image(x, budget) and _is_positive(y, budget):
                yield from ((x, y, k) for k in EXPONENTS)


def _has_known_image(x: Variable, budget: Budget) -> bool:
    """Whether x runs from 0 or from -oo, to a positive end."""
    from_below = x.low is ZERO or sign_of_infinity(x.low) < 0
    return from_below and (is_infinite(x.high) or Constants(budget).sign(x.high) > 0)


def _is_positive(y: Variable, budget: Budget) -> bool:
    return not is_infinite(y.low) and compared(y.low, ZERO, budget) >= 0


def _image(x: Variable, y: Variable, k: fmpq) -> Variable:
    """Where w = x y^-k runs, at most: up to the high end of x times the supremum of y^-k."""
    end = y.low if k > 0 else y.high
    high = INFINITY if is_infinite(x.high) or is_infinite(end) or end is ZERO else mul(x.high, power(end, num(-k)))
    return replace(x, high=high, integer=False)


def _may_separate(function: Tree, x: Variable, y: Variable, box: Box) -> bool:
    """Whether floats allow A(w) B(y), all other variables fixed: then f(w, y)/f(w', y) does not depend on y."""
    value = floating(function)
    points = sample_points(box)
    first, second = points[0], points[len(points) // 2 + 1]
    corners = [value({**first, x.name: w[x.name], y.name: v[y.name]}) for w in (first, second) for v in (first, second)]
    if not all(map(math.isfinite, corners)):
        return True
    size = max(map(abs, corners)) or 1.0
    a, b, c, d = (corner / size for corner in corners)
    return abs(a * d - b * c) <= 1e-6


def _separates(goal: Goal, x: str, y: str, search: Search) -> bool:
    """Whether no factor of the normal form holds both x and y."""
    field = Field(goal.domain, search.budget)
    try:
        _, factors = field.factors(field.normal(goal.function))
    except SILENCE:
        return False
    return not any({x, y} <= free_names(factor) for factor, _ in factors)
