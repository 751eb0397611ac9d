"""The search for a point at which a relation fails: plain points first, then scales that move together, then descent.

Floats propose, `certify` decides. Everything is deterministic. Plain means short: the candidates are tried in the order
of the length of their coordinates, and what was found by chance is rounded as far as it goes on failing.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice, pairwise
from random import Random

from flint import fmpq

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.algebra.points import dyadic
from tutor.mathematics.analysis.constants import NO_VALUE, Constants, Undecided, enclosure
from tutor.mathematics.analysis.forall.certify import Claim, holds_at, refuted_at
from tutor.mathematics.analysis.forall.floats import Floating, floating
from tutor.mathematics.analysis.forall.inverses import affine_in_kernel, inverse
from tutor.mathematics.analysis.forall.outcomes import Refuted
from tutor.mathematics.analysis.forall.switches import basic, conditions_of, without_jumps
from tutor.mathematics.analysis.isolated import simplest
from tutor.mathematics.balls import Evaluator, precision
from tutor.mathematics.trees import Budget, Variable, substitute
from tutor.mathematics.trees.build import div, neg, num, sign_of_infinity, sub

Point = dict[str, fmpq]

SEED = 20240229
FIRST_POINTS = 160
PLAIN_POINTS = 500
CERTIFIED = 40
CHECKED = 8
BOUNDARY_POINTS = 12
RANDOM_POINTS = 1200
DESCENTS = 4
DESCENT_STEPS = 80
NEARLY_ZERO = 1e-12

_STEPS_UP = (0, 1, 2, 3, 4, 9, 99, 999, 10**6)
_BETWEEN = tuple(
    fmpq(*p) for p in ((1, 2), (1, 10), (9, 10), (1, 4), (3, 4), (1, 100), (99, 100), (1, 1000), (999, 1000))
)
_BEYOND = tuple(fmpq(*p) for p in ((1, 1), (1, 2), (2, 1), (10, 1), (1, 10), (5, 1), (100, 1), (1, 100), (1000, 1)))
_AROUND = tuple(
    fmpq(*p) for p in ((0, 1), (1, 1), (-1, 1), (1, 2), (-1, 2), (2, 1), (-2, 1), (10, 1), (-10, 1), (1, 10))
)
_COUPLED = tuple(fmpq(*p) for p in ((1, 1), (1, 2), (2, 1), (1, 10)))


def plain_witness(claim: Claim, budget: Budget, most: int = FIRST_POINTS) -> Refuted | None:
    """The plainest of so many plain points at which the claim fails."""
    value = floating(claim.gap)
    suspects = []
    for point in islice(_plain_points(claim, budget), most):
        found = value({name: _float(q) for name, q in point.items()})
        budget.spend(5)
        if not found > NEARLY_ZERO:
            suspects.append((math.isnan(found), _length(point), point))
    suspects.sort(key=lambda s: s[:2])
    for _, _, point in suspects[:CERTIFIED]:
        refuted = refuted_at(claim, point, budget)
        if refuted is not None:
            return refuted
    return None


def checked_points(claim: Claim, budget: Budget) -> int:
    """At how many points, at most CHECKED, the claim is certified to hold. Raises OutOfSteps."""
    random = Random(SEED)
    tried = (next(_rounded(_random_point(claim, random), claim)) for _ in range(3 * CHECKED))
    certified = (point for point in tried if holds_at(claim, point, budget))
    return sum(1 for _ in islice(certified, CHECKED))


def far_witness(claim: Claim, budget: Budget) -> Refuted | None:
    """A failing point among more plain ones, by random scales that move together, or by descent from the best."""
    plain = plain_witness(claim, budget, PLAIN_POINTS)
    if plain is not None:
        return plain
    random = Random(SEED)
    value = floating(claim.gap)
    holds = floating(claim.domain.condition) if claim.domain.condition is not None else None
    found = []
    for _ in range(RANDOM_POINTS):
        point = _random_point(claim, random)
        if holds is None or holds(point) == 1.0:
            found.append((value(point), sorted(point.items())))
    budget.spend(6 * RANDOM_POINTS)
    best = sorted((v, p) for v, p in found if math.isfinite(v))[:DESCENTS]
    for _, place in best:
        lowest = _descended(dict(place), claim, value, holds, random)
        budget.spend(6 * DESCENT_STEPS)
        if value(lowest) < 0:
            for near in _rounded(lowest, claim):
                refuted = refuted_at(claim, near, budget)
                if refuted is not None:
                    return refuted
    return None


def boundary_witness(claim: Claim, budget: Budget) -> Refuted | None:
    """A failing point on the boundary of a condition or, for a strict claim, where both sides are equal.

    Such a place may be irrational: one real variable is solved for in closed form, the others have plain values, as in
    log(1/eps)/x = n at x = log 2.
    """
    for expression in _boundaries(claim):
        for variable in reversed(claim.domain.reals):
            if variable.name not in free_names(expression):
                continue
            others = replace(claim.domain, variables=tuple(v for v in claim.domain.variables if v is not variable))
            part = replace(claim, domain=replace(others, condition=None))
            for point in islice(_plain_points(part, budget), BOUNDARY_POINTS):
                place = _solved(expression, variable.name, point, budget)
                refuted = None if place is None else refuted_at(claim, {**point, variable.name: place}, budget)
                if refuted is not None:
                    return refuted
    return None


def _boundaries(claim: Claim) -> list[Tree]:
    """What is 0 on the boundary of a condition, and the gap between the sides of a strict claim with a condition."""
    condition = claim.domain.condition
    if condition is None:
        return []
    integers = frozenset(v.name for v in claim.domain.integers)
    bounds = [without_jumps(basic(bound.expression, integers)) for bound in conditions_of(condition) or ()]
    return bounds + ([claim.gap] if claim.strict else [])


def _solved(expression: Tree, name: str, point: Point, budget: Budget) -> Tree | None:
    """The value of the variable at which the expression is 0; certified later."""
    at = substitute(expression, {n: num(q) for n, q in point.items()})
    found = affine_in_kernel(at, name)
    if found is None:
        return None
    place = inverse(found.kernel, name, neg(div(found.rest, found.slope)), lambda base: True)
    return None if place is None else Constants(budget).simplified(place)


# Plain points -------------------------------------------------------------------------------------------------------


def _plain_points(claim: Claim, budget: Budget) -> Iterator[Point]:
    """All combinations of plain coordinates; a variable that a condition bounds comes after those that bound it."""
    ordered = in_order(claim)
    breaks = [u for u in turning(claim.gap) if free_names(u)]
    points: list[Point] = [{}]
    for place, variable in enumerate(ordered):
        share = PLAIN_POINTS * (place + 1) // len(ordered) if place + 1 < len(ordered) else PLAIN_POINTS
        more = (
            {**point, variable.name: q}
            for point in points
            for q in _plain_values(variable, point, claim, breaks, budget)
        )
        if place + 1 == len(ordered):
            yield from more
            return
        points = sorted(islice(more, share), key=_length)[: max(8, PLAIN_POINTS // 20)]
    yield from points


def in_order(claim: Claim) -> list[Variable]:
    bounded = free_names(claim.domain.condition) if claim.domain.condition is not None else frozenset()
    return sorted(claim.domain.variables, key=lambda v: (v.integer and v.name in bounded, not v.integer))


def _plain_values(variable: Variable, point: Point, claim: Claim, breaks: list[Tree], budget: Budget) -> Iterable[fmpq]:
    low, high = rational_end(variable.low, 1), rational_end(variable.high, -1)
    if variable.integer:
        first = first_integer(variable, low, point, claim, budget)
        values: Iterable[fmpq] = (first + k for k in _STEPS_UP) if first is not None else _AROUND
    else:
        values = _plain_reals(variable, low, high, point, breaks)
    return dict.fromkeys(q for q in values if inside(q, low, high, variable))


def _plain_reals(
    variable: Variable, low: fmpq | None, high: fmpq | None, point: Point, breaks: list[Tree]
) -> Iterator[fmpq]:
    yield from _between_breaks(variable.name, point, breaks, low, high)
    if low is not None and high is not None:
        yield from (low + (high - low) * t for t in _BETWEEN[:5])
        yield from (low, high)
    elif low is not None or high is not None:
        end, sign = (low, 1) if low is not None else (high, -1)
        assert end is not None
        yield from (end + sign * t for t in _BEYOND)
        yield end
    else:
        yield from _AROUND
    for n in (q for q in point.values() if q > 1):
        for t in _COUPLED:
            yield t / n if high is None or high > 0 else -t / n
            yield t * n
            if high is not None:
                yield high - t / n
    if low is not None and high is not None:
        yield from (low + (high - low) * t for t in _BETWEEN[5:])


def _between_breaks(name: str, point: Point, breaks: list[Tree], low: fmpq | None, high: fmpq | None) -> Iterator[fmpq]:
    """Points inside the moving pieces: between, and close to, the places where a switch turns."""
    places = sorted({q for u in breaks if name in free_names(u) if (q := zero_of(u, name, point)) is not None})
    ends = [low] if low is not None else []
    ends += [q for q in places if (low is None or q > low) and (high is None or q < high)]
    ends += [high] if high is not None else []
    for a, b in pairwise(ends):
        yield from ((a + b) / 2, a + (b - a) / 10, b - (b - a) / 10)
    if high is None and places:
        yield places[-1] + 1


def zero_of(function: Tree, name: str, point: Point) -> fmpq | None:
    """The zero of a function that is affine in the variable, with rational values; None where it is not."""
    try:
        at = [Evaluator({**point, name: fmpq(k)})(function) for k in (1, 2, 3)]
    except NO_VALUE:
        return None
    if not all(isinstance(v, fmpq) for v in at) or at[2] - at[1] != at[1] - at[0] or at[1] == at[0]:
        return None
    zero = 1 - at[0] / (at[1] - at[0])
    return zero if isinstance(zero, fmpq) else None


def turning(function: Tree) -> list[Tree]:
    """What changes sign where a switch of the function turns."""
    found: list[Tree] = []
    for node in walk(function):
        if node.head == "indicator":
            found += [c.expression for c in conditions_of(node.args[0]) or ()]
        elif node.head == "piecewise":
            found += [c.expression for i in range(1, len(node.args), 2) for c in conditions_of(node.args[i]) or ()]
        elif node.head == "call" and node.value in ("abs", "relu"):
            found.append(node.args[0])
        elif node.head == "call" and node.value in ("max", "min"):
            found += [sub(a, node.args[0]) for a in node.args[1:]]
    return found


def first_integer(variable: Variable, low: fmpq | None, point: Point, claim: Claim, budget: Budget) -> fmpq | None:
    """The least integer in the range that the conditions allow, as far as they are affine in the variable."""
    first = None if low is None else fmpq(low.ceil())
    condition = claim.domain.condition
    for bound in conditions_of(condition) or () if condition is not None else ():
        names = free_names(bound.expression)
        if variable.name not in names or not names <= {variable.name, *point}:
            continue
        least = _least_integer(bound.expression, variable.name, point, bound.strict)
        if least is not None and (first is None or least > first):
            first = least
    return first


def _least_integer(expression: Tree, name: str, point: Point, strict: bool) -> fmpq | None:
    """The least integer at which a rising affine expression is >= 0 (> 0), or one below it in case of doubt."""
    with precision(128):
        try:
            at = [Evaluator({**point, name: fmpq(k)})(expression) for k in (0, 1)]
        except NO_VALUE:
            return None
        place = -at[0] / (at[1] - at[0]) if at[1] - at[0] > 0 else None
        if place is None:
            return None
        if isinstance(place, fmpq):
            return fmpq(place.floor() + 1) if strict else fmpq(place.ceil())
        whole = place.lower().ceil().unique_fmpz() if place.is_finite() else None
    return None if whole is None else fmpq(whole)


def rational_end(end: Tree, inward: int) -> fmpq | None:
    """The end, or a plain rational just inside it where it is irrational; None where it is infinite."""
    if sign_of_infinity(end):
        return None
    if end.head == "num":
        return end.value if isinstance(end.value, fmpq) else None
    try:
        exact = enclosure(end, 64)
    except Undecided:
        return None
    edge = dyadic(exact.upper() if inward > 0 else exact.lower())
    low, high = sorted((edge, edge + inward * fmpq(1, 10**4)))
    return simplest(low, high)


def inside(q: fmpq, low: fmpq | None, high: fmpq | None, variable: Variable) -> bool:
    above = low is None or q > low or (q == low and variable.low_closed)
    return above and (high is None or q < high or (q == high and variable.high_closed))


def _length(point: Mapping[str, fmpq]) -> int:
    return sum(len(str(q)) for q in point.values())


def _float(q: fmpq) -> float:
    try:
        return int(q.numer()) / int(q.denom())
    except OverflowError:
        return math.inf


# Random points ------------------------------------------------------------------------------------------------------


def _random_point(claim: Claim, random: Random) -> dict[str, float]:
    """A point on scales from 10^-6 to 10^5; every other time a coordinate is a power of an earlier one."""
    point: dict[str, float] = {}
    for variable in in_order(claim):
        low, high = _float_end(variable.low), _float_end(variable.high)
        x = _random_real(low, high, random)
        if point and random.random() < 0.5:
            other = random.choice(list(point.values()))
            scaled = (
                abs(other) ** random.choice((-2, -1, -0.5, 0.5, 1, 2)) * 10 ** random.uniform(-1, 1) if other else x
            )
            coupled = (
                high - scaled
                if math.isfinite(high) and random.random() < 0.3
                else low + scaled
                if math.isfinite(low)
                else scaled
            )
            x = coupled if low < coupled < high else x
        if variable.integer:
            x = min(max(float(round(x)), math.ceil(low) if math.isfinite(low) else x), high)
        point[variable.name] = x
    return point


def _float_end(end: Tree) -> float:
    return floating(end)({})


def _random_real(low: float, high: float, random: Random) -> float:
    small = 10 ** -random.uniform(0, 6)
    if math.isfinite(low) and math.isfinite(high):
        t = random.choice((small, 1 - small, random.random(), random.random()))
        return low + (high - low) * t
    large = 10 ** random.uniform(-4, 5)
    if math.isfinite(low):
        return low + large
    return high - large if math.isfinite(high) else large * random.choice((1, -1))


def _descended(
    point: dict[str, float], claim: Claim, value: Floating, holds: Floating | None, random: Random
) -> dict[str, float]:
    """A lower point by steps that shrink, one coordinate at a time; integers move by whole steps."""
    best, size = value(point), 0.5
    variables = claim.domain.variables
    for step in range(DESCENT_STEPS):
        variable = variables[step % len(variables)]
        x, low, high = point[variable.name], _float_end(variable.low), _float_end(variable.high)
        width = (high - low) / 4 if math.isfinite(high - low) else max(abs(x), 1e-3)
        moved = x + random.uniform(-1, 1) * size * width
        moved = float(round(moved)) if variable.integer else moved
        there = {**point, variable.name: moved}
        if low < moved < high and (holds is None or holds(there) == 1.0) and (new := value(there)) < best:
            point, best = there, new
        else:
            size = max(size * 0.9, 1e-9)
    return point


def _rounded(place: Mapping[str, float], claim: Claim) -> Iterator[Point]:
    """Simpler points near the place, the simplest first."""
    integers = {v.name for v in claim.domain.integers}
    for bits in (2, 4, 6, 9, 14, 20, 30, 45):
        yield {n: fmpq(round(x)) if n in integers else _near(x, bits) for n, x in place.items()}


def _near(x: float, bits: int) -> fmpq:
    exact = fmpq(*x.as_integer_ratio())
    width = abs(exact) / 2**bits
    return simplest(exact - width, exact + width)
