"""Candidates where floats no longer reach: ends approached by powers of ten, indices beyond every constant.

An inequality that fails only for eps < 10^-40, or from n = 10^12 on, is refuted here. The candidates are exact and go
to `certify` at once; nothing is proposed by floats.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from flint import fmpq

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.analysis.forall.certify import Claim, refuted_at
from tutor.mathematics.analysis.forall.outcomes import Refuted
from tutor.mathematics.analysis.forall.witnesses import (
    Point,
    first_integer,
    in_order,
    inside,
    rational_end,
    turning,
    zero_of,
)
from tutor.mathematics.trees import Budget, Variable

MOST = 320
MOST_BREAKS = 4
SCALES = (2, 3, 6, 9, 12, 20, 50, 100, 300, 1000, 10_000)
"""The exponents of ten; with a second real variable only every other one."""
TWO_SCALES = (2, 6, 12, 300, 10_000)
BESIDE = (fmpq(1, 2), fmpq(999, 1000))
CLOSE = (fmpq(1, 10**3), fmpq(1, 10**9))
INDEX_SCALES = (3, 6, 9, 12, 15, 30, 300, 3000)
STEPS = (0, 1)
MIDDLES = (fmpq(1, 2), fmpq(9, 10))
LARGEST_CONSTANT = fmpq(10) ** 15


def extreme_witness(claim: Claim, budget: Budget) -> Refuted | None:
    """A point far out at which the relation certainly fails; the Cantor function takes a digit of it at a time."""
    if any(node.head == "call" and node.value == "cantor" for node in walk(claim.gap)):
        return None
    found = (refuted_at(claim, point, budget) for point in islice(_points(claim, budget), MOST))
    return next(filter(None, found), None)


def _points(claim: Claim, budget: Budget) -> list[Point]:
    """Combinations of extreme coordinates, the least extreme first; a variable that a condition bounds comes last."""
    ranked: list[tuple[int, Point]] = [(0, {})]
    for variable in in_order(claim):
        ranked = [
            (rank + place, {**point, variable.name: q})
            for rank, point in ranked
            for place, q in enumerate(_values(variable, point, claim, budget))
        ]
    return [point for _, point in sorted(ranked, key=lambda pair: pair[0])]


def _values(variable: Variable, point: Point, claim: Claim, budget: Budget) -> Iterable[fmpq]:
    low, high = rational_end(variable.low, 1), rational_end(variable.high, -1)
    if variable.integer:
        values = _integers(variable, low, point, claim, budget)
    else:
        values = chain(_beside_breaks(variable, point, claim), _reals(low, high, point, _scales(claim)))
    return dict.fromkeys(q for q in values if inside(q, low, high, variable))


def _scales(claim: Claim) -> tuple[int, ...]:
    return SCALES if len(claim.domain.reals) == 1 else TWO_SCALES


def _beside_breaks(variable: Variable, point: Point, claim: Claim) -> Iterator[fmpq]:
    """Close to the places where a switch turns, from both sides."""
    breaks = [u for u in turning(claim.gap) if variable.name in free_names(u)]
    places = dict.fromkeys(q for u in breaks if (q := zero_of(u, variable.name, point)) is not None)
    for place in islice(places, MOST_BREAKS):
        yield from (place + side * step for step in CLOSE for side in (-1, 1))


def _reals(low: fmpq | None, high: fmpq | None, point: Point, scales: tuple[int, ...]) -> Iterator[fmpq]:
    """Places in the middle, beside whole coordinates and their reciprocals, and towards both ends."""
    for n in (q for q in point.values() if q.denom() == 1 and q > 1):
        yield from (n + fmpq(1, 2), n, *(t / n for t in BESIDE), *(1 - t / n for t in BESIDE))
    if low is not None and high is not None:
        yield from (low + (high - low) * t for t in MIDDLES)
    yield from (end for end in (low, high) if end is not None)
    for scale in scales:
        near, far = fmpq(1, 10) ** scale, fmpq(10) ** scale
        yield -far if low is None else low + near
        yield far if high is None else high - near


def _integers(variable: Variable, low: fmpq | None, point: Point, claim: Claim, budget: Budget) -> Iterator[fmpq]:
    """From the first that the conditions allow; beside the constants of the claim; far out."""
    first = first_integer(variable, low, point, claim, budget)
    if first is not None:
        yield from (first + step for step in STEPS)
    if first is None or first == low:
        yield from (c + step for c in _constants(claim) for step in (-1, 0, 1, 2))
        yield from ((first or 0) + fmpq(10) ** scale + odd for scale in INDEX_SCALES for odd in (0, 1))


def _constants(claim: Claim) -> list[fmpq]:
    """The whole numbers beside the large constants that are written in the claim, the largest last."""
    written = {c.value for side in (claim.left, claim.right) for c in walk(side) if _is_large(c)}
    return sorted({fmpq(q.floor()) for c in written for q in (abs(c), 1 / abs(c)) if 1 < q < LARGEST_CONSTANT})


def _is_large(node: Tree) -> bool:
    return node.head == "num" and node.value != 0 and not fmpq(1, 5) < abs(node.value) < 5
