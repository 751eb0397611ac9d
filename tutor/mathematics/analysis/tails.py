"""Enclosures of integrals up to a singular end, by moving the end to t = oo and a proved bound for the far part.

The bound: if F > 0 and F' + d F <= 0 beyond S with d > 0, then the integral of F beyond T >= S is at most F(T)/d.
Power-like tails are made exponential by t = e^s. Absolute convergence was decided before.
"""

from itertools import pairwise

from flint import arb, fmpq

from tutor.language.tree import Tree
from tutor.mathematics.algebra.points import dyadic
from tutor.mathematics.analysis.constants import Constants, Undecided, enclosure
from tutor.mathematics.analysis.expansions import Oscillates
from tutor.mathematics.analysis.exponential import flattened
from tutor.mathematics.analysis.germs import Germ, at_infinity, germ, limit_from, oscillating_factors
from tutor.mathematics.analysis.isolated import simplest
from tutor.mathematics.analysis.quadrature import quadrature
from tutor.mathematics.analysis.rolle import signs
from tutor.mathematics.balls import Evaluator, ball, precision
from tutor.mathematics.trees import Budget, substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_ONE,
    ZERO,
    add,
    call,
    mul,
    neg,
    num,
    power,
    sign_of_infinity,
    sub,
    var,
)
from tutor.mathematics.trees.calculus import NotSmooth, derivative

MAX_DEPTH = 3
MAX_DOUBLINGS = 40
BITS = 136
TOLERANCE = 104
"""Tails are cut where the rest is below 2^-TOLERANCE."""


def tail(f: Tree, x: str, point: Tree, side: int, start: fmpq, budget: Budget) -> arb:
    """The integral of f between the rational `start` and the point, approached from the side. Raises Undecided."""
    moved = at_infinity(f, x, point, side)
    place = num(start)
    if sign_of_infinity(point):
        first = place if sign_of_infinity(point) > 0 else neg(place)
    else:
        moved = mul(moved, power(var(x), num(-2)))
        first = power(mul(num(side), sub(place, point)), MINUS_ONE)
    try:
        return _far(moved, x, first, budget, 0)
    except NotSmooth as refused:
        raise Undecided("a tail without a derivative by rule") from refused


def _far(f: Tree, t: str, start: Tree, budget: Budget, depth: int) -> arb:
    """The integral of f from `start` to oo."""
    if depth > MAX_DEPTH:
        raise Undecided("a tail after too many substitutions")
    f = flattened(f)
    try:
        found = germ(f, t, INFINITY, 1, Constants(budget))
    except Oscillates:
        return _oscillating(f, t, start, budget, depth)
    if found is None:
        raise Undecided("a tail that vanishes to all orders")
    if found.arithmetic.growth_sign(found.monomial) == 0:
        return _logarithmic(f, t, start, budget, depth)
    return _exponential(f, t, start, found, budget, depth)


def _logarithmic(f: Tree, t: str, start: Tree, budget: Budget, depth: int) -> arb:
    """t = e^s, after a first stretch where t may be below 1."""
    if not enclosure(start) >= 1:
        first = _stretch(f, t, start, num(2), budget)
        return first + _logarithmic(f, t, num(2), budget, depth)
    moved = mul(substitute(f, {t: call("exp", var(t))}), call("exp", var(t)))
    return _far(moved, t, call("log", start), budget, depth + 1)


def _exponential(f: Tree, t: str, start: Tree, found: Germ, budget: Budget, depth: int) -> arb:
    positive = f if found.sign > 0 else neg(f)
    slope = derivative(positive, t)
    rate = limit_from(mul(slope, power(positive, MINUS_ONE)), t, INFINITY, 1, Constants(budget))
    if rate is ZERO:
        return _stretched(f, t, start, found, budget, depth)
    d = fmpq(1) if sign_of_infinity(rate) else _simple_below(-enclosure(rate) / 2)
    settled = _settled(positive, add(slope, mul(num(d), positive)), t, start, budget)
    with precision(BITS):
        end, bound = _cut(positive, t, settled, d, budget)
        total = _stretch(f, t, start, num(end), budget)
        return total + (arb(0).union(bound) if found.sign > 0 else arb(0).union(-bound))


def _stretched(f: Tree, t: str, start: Tree, found: Germ, budget: Budget, depth: int) -> arb:
    """exp(-t^a) with a < 1: t = s^k with k = 1/a, at least 2, makes the decay exponential."""
    if not enclosure(start) >= 1:
        return _stretch(f, t, start, num(2), budget) + _stretched(f, t, num(2), found, budget, depth)
    powers = [scale[0] for scale, _ in found.monomial.growth if scale[0] is not ZERO]
    if not powers:
        return _logarithmic(f, t, start, budget, depth)
    if any(p.head != "num" for p in powers):
        raise Undecided("a slow tail")
    largest = max(p.value for p in powers)
    k = max(2, int((1 / largest).ceil()))
    moved = mul(substitute(f, {t: power(var(t), num(k))}), num(k), power(var(t), num(k - 1)))
    return _far(moved, t, power(start, num(fmpq(1, k))), budget, depth + 1)


def _settled(positive: Tree, gap: Tree, t: str, start: Tree, budget: Budget) -> arb:
    """A place beyond which positive > 0 and gap <= 0. Raises Undecided."""
    charts = [signs(g, t, start, INFINITY, budget) for g in (positive, gap)]
    if charts[0].signs[-1] != 1 or charts[1].signs[-1] not in (-1, 0):
        raise Undecided("a tail whose decay could not be proved")
    place = enclosure(start)
    for chart in charts:
        if chart.points:
            place = place.max(chart.points[-1].ball(64).upper())
    return place


def _cut(positive: Tree, t: str, settled: arb, d: fmpq, budget: Budget) -> tuple[fmpq, arb]:
    """(T, bound for the rest beyond T)."""
    step = fmpq(1)
    whole = settled.upper().ceil().unique_fmpz()
    if whole is None:
        raise Undecided("a tail that starts too far out")
    end = fmpq(whole) + 1
    for _ in range(MAX_DOUBLINGS):
        budget.spend(50)
        bound = ball(Evaluator({t: end})(positive)) / arb(d)
        if bound < arb(2) ** -TOLERANCE:
            return end, bound
        end += step
        step = fmpq((step * 3 / 2).ceil())
    raise Undecided("a slow tail")


def _oscillating(f: Tree, t: str, start: Tree, budget: Budget, depth: int) -> arb:
    """A wave as a factor: cut where the amplitude leaves less than the tolerance."""
    split = oscillating_factors(f, t, INFINITY, 1, Constants(budget))
    if split is None or depth:
        raise Undecided("an oscillating tail")
    end = simplest(*_whole_above(enclosure(start)))
    for _ in range(10):
        with precision(BITS):
            rest = _far(split[0], t, num(end), budget, 1)
            if abs(rest) < arb(2) ** (10 - TOLERANCE):
                reach = abs(rest).upper()
                return _stretch(f, t, start, num(end), budget) + reach.union(-reach)
        end *= 2
    raise Undecided("an oscillating tail that falls slowly")


def _whole_above(place: arb) -> tuple[fmpq, fmpq]:
    edge = dyadic(place.upper())
    return edge + 7, edge + 9


def _simple_below(rate: arb) -> fmpq:
    middle = dyadic(rate.mid())
    return simplest(middle * fmpq(9, 10), middle * fmpq(11, 10))


def _stretch(f: Tree, t: str, low: Tree, high: Tree, budget: Budget) -> arb:
    """A finite segment on which f is analytic, cut into pieces of bounded length."""
    with precision(BITS):
        a, b = enclosure(low, BITS), enclosure(high, BITS)
        pieces = min(64, max(1, int(dyadic(((b - a) / 8).upper()).ceil())))
        places = [a + (b - a) * k / pieces for k in range(pieces)] + [b]
        return sum((quadrature(f, t, p, q, budget, BITS) for p, q in pairwise(places)), arb(0))
