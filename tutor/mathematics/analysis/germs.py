"""Germs: how a function of one variable behaves as the variable tends to a point of the extended line.

The point is moved to t -> +oo and the function expanded on the scale of `scales`. From the leading monomial follow
limits, integrability at an end, convergence of series, borderlines of L^p. A germ is a statement about all t beyond
some unknown bound, never about one t.
"""

from dataclasses import dataclass

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.analysis.expansions import Expansion, Oscillates
from tutor.mathematics.analysis.scales import CONSTANT, Arithmetic, Monomial, TooShort
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    MINUS_ONE,
    ONE,
    ZERO,
    add,
    mul,
    neg,
    power,
    sign_of_infinity,
    var,
)
from tutor.mathematics.trees.calculus import derivative

LENGTHS = (3, 6, 12)
"""How many terms are kept; cancellations deeper than the last are undecided."""


@dataclass(frozen=True, slots=True)
class Germ:
    """coefficient * monomial as t -> +oo, the coefficient with a sign; x = point +- 1/t at a finite point."""

    coefficient: Tree
    sign: int
    monomial: Monomial
    arithmetic: Arithmetic

    def trend(self) -> int:
        """1 where the function tends to +-oo, 0 to its coefficient, -1 to 0."""
        return self.arithmetic.compare(self.monomial, CONSTANT)


def germ(f: Tree, x: str, point: Tree, direction: int, constants: Constants) -> Germ | None:
    """The leading behaviour of f as x tends to the point (`direction` +1: from above); None: f vanishes near it.

    At oo and -oo the direction is ignored. Raises Undecided, Oscillates and OutOfSteps.
    """
    moved = at_infinity(f, x, point, direction)
    for length in LENGTHS:
        expansion = Expansion(x, Arithmetic(constants, length))
        try:
            leading = expansion.arithmetic.leading(expansion(moved))
        except TooShort:
            continue
        if leading is None:
            return None
        sign = constants.sign(leading[1])
        if sign == 0:
            raise Undecided("a leading coefficient that may vanish")
        return Germ(leading[1], sign, leading[0], expansion.arithmetic)
    raise Undecided(f"a cancellation deeper than {LENGTHS[-1]} terms")


def at_infinity(f: Tree, x: str, point: Tree, direction: int) -> Tree:
    """f with x = t, -t, or point +- 1/t, so that t -> +oo is x -> point. The variable keeps its name."""
    side = sign_of_infinity(point)
    if side:
        return f if side > 0 else substitute(f, {x: neg(var(x))})
    step = power(var(x), MINUS_ONE)
    return substitute(f, {x: add(point, step if direction > 0 else neg(step))})


def summable(found: Germ | None) -> bool:
    """Whether terms with this germ at +oo have a finite sum, or a function a finite integral up to +oo."""
    return found is None or found.arithmetic.integrable(found.monomial)


def limit_from(f: Tree, x: str, point: Tree, direction: int, constants: Constants) -> Tree:
    """The limit of f as x tends to the point from one side (+1: from above), a core tree; oo and -oo are values.

    Raises Oscillates where the function oscillates, Undecided where nothing was decided; neither denies a limit.
    """
    if x not in free_names(f):
        return constants.simplified(f)
    try:
        found = germ(f, x, point, direction, constants)
    except Oscillates:
        if _squeezed(f, x, point, direction, constants):
            return ZERO
        return _termwise(f, x, point, direction, constants)
    if found is None or found.trend() < 0:
        return ZERO
    if found.trend() == 0:
        return constants.simplified(found.coefficient)
    return INFINITY if found.sign > 0 else MINUS_INFINITY


def _termwise(f: Tree, x: str, point: Tree, direction: int, constants: Constants) -> Tree:
    """The sum of the limits of the terms of f, all of them finite. Raises Oscillates where one has none."""
    terms = expanded_terms(f)
    if len(terms) == 1:
        raise Oscillates("an oscillation that is not squeezed to 0")
    limits = [limit_from(t, x, point, direction, constants) for t in terms]
    if any(sign_of_infinity(value) for value in limits):
        raise Oscillates("an oscillation beside an infinite limit")
    return constants.simplified(add(*limits))


def expanded_terms(f: Tree) -> tuple[Tree, ...]:
    """The summands of f, after the first factor that is a sum has been multiplied out."""
    if f.head == "add":
        return f.args
    for i, factor in enumerate(f.args if f.head == "mul" else ()):
        if factor.head == "add":
            return tuple(mul(*f.args[:i], part, *f.args[i + 1 :]) for part in factor.args)
    return (f,)


def _squeezed(f: Tree, x: str, point: Tree, direction: int, constants: Constants) -> bool:
    """Whether f = A * (bounded factors) with A -> 0."""
    split = oscillating_factors(f, x, point, direction, constants)
    if split is None:
        return False
    found = germ(split[0], x, point, direction, constants)
    return found is None or found.trend() < 0


def oscillating_factors(
    f: Tree, x: str, point: Tree, direction: int, constants: Constants
) -> tuple[Tree, tuple[Tree, ...]] | None:
    """(A, factors) with f = A * product of factors sin(u)^k, cos(u)^k, (-1)^u, and A free of endless oscillation.

    The only shape in which an oscillation may be replaced by its amplitude: (sin x - 1)/x must not become 0/x.
    None where f has another shape. Raises Undecided where the argument of a wave has no expansion: it may be undefined.
    """
    amplitude, oscillating = [], []
    for factor in f.args if f.head == "mul" else (f,):
        base, exponent = factor.args if factor.head == "pow" else (factor, ONE)
        natural = exponent.head == "num" and exponent.value.denom() == 1 and exponent.value > 0
        if natural and _is_wave(base, x):
            germ(base.args[0], x, point, direction, constants)
            oscillating.append(factor)
        elif base is MINUS_ONE and x in free_names(exponent):
            oscillating.append(factor)
        elif any(_is_wave(node, x) for node in walk(factor)):
            return None
        else:
            amplitude.append(factor)
    return mul(*amplitude), tuple(oscillating)


def regular_amplitude(f: Tree, x: str, point: Tree, direction: int, constants: Constants) -> Germ | None:
    """The germ of A where f = A w^k at the end moved to t -> oo, w = sin or cos of an affine function of t.

    For integrals of |f|^p and for bounds of |f| the wave may be left out then, in both directions: |w| >= 1/2 on a
    fixed part of every period, and a function with a leading term of at most exponential growth changes by a bounded
    factor on a period. Raises Oscillates for another shape, Undecided.
    """
    moved = at_infinity(f, x, point, direction)
    split = oscillating_factors(moved, x, INFINITY, 1, constants)
    if split is None or len(split[1]) != 1:
        raise Oscillates("an oscillation that is not a single wave")
    base = split[1][0].args[0] if split[1][0].head == "pow" else split[1][0]
    if base.head != "call":
        raise Oscillates("powers of a negative number")
    slope = constants.simplified(derivative(base.args[0], x))
    if x in free_names(slope) or constants.sign(slope) == 0:
        raise Oscillates("a wave whose period changes")
    return germ(split[0], x, INFINITY, 1, constants)


def _is_wave(node: Tree, x: str) -> bool:
    return node.head == "call" and node.value in ("sin", "cos") and x in free_names(node)
