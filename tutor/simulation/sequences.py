"""Sequences of functions looked at for n = 1, 2, 4, …, 64: integrals, suprema, and where f_n is far from its limit."""

import math
from collections.abc import Callable, Mapping
from itertools import pairwise

import numpy as np
from flint import fmpq

from tutor.judge.claims import Converges, DefinedSequence, IntegralsConverge
from tutor.judge.spelling import tree_text
from tutor.language.tree import Tree
from tutor.mathematics.analysis.sequences import BlockConvergence, FunctionSequence, convergence
from tutor.mathematics.analysis.sequences.convergence import SILENCE
from tutor.mathematics.analysis.sequences.outcomes import Undefined
from tutor.mathematics.trees import Domain
from tutor.mathematics.trees.build import ZERO, add, call, indicator, interval, less, member, mul, num, power, sub, var
from tutor.mathematics.trees.modes import InMean, Mode
from tutor.simulation.arrays import Array, NoNumbers
from tutor.simulation.inequalities import is_generic
from tutor.simulation.lab import SERIES, Findings, Lab, brief, end, finite, grid, near, nice, put_in, stretch, window
from tutor.simulation.quadrature import Estimate, ends_of, integrated, nodes
from tutor.simulation.values import Drawing, Graph, Row, Table

EPS = fmpq(1, 10)
LAST, POINTS = 128, 3_000
"""The largest index, and the points, of the tables about all later indices."""


def of_mode(claim: Converges, lab: Lab) -> Findings:
    """The quantity that the mode is about, for growing n."""
    work = _Work(claim.sequence, claim.index, claim.domain, claim.limit, lab)
    quantity, values = _BY_MODE[claim.mode] if isinstance(claim.mode, Mode) else _in_mean(claim.mode)
    rows = tuple(values(work))
    tends = _tends_to_zero(rows)
    if tends and claim.mode in (Mode.POINTWISE, Mode.WEAKLY) and not claim.expected:
        tends = None  # it may fail at another point, or against another function
    if work.is_unbounded and claim.mode in (Mode.ALMOST_EVERYWHERE, Mode.ALMOST_UNIFORMLY):
        tends = None  # much may happen outside of the stretch that was looked at
    return Findings(
        f"f_n against {work.limit_name}, for growing n.",
        (Table(quantity.format(d=work.name, eps=brief(work.eps)), claim.index, rows),),
        None if tends is None else tends is claim.expected,
        work.drawing(),
    )


def of_integrals(claim: IntegralsConverge, lab: Lab) -> Findings:
    """The integrals of f_n beside that of the limit."""
    work = _Work(claim.sequence, claim.index, claim.domain, None, lab)
    target = work.integral(work.limit, 1) if work.limit is not None else None
    rows = []
    for n in work.indices:
        found = work.integral(claim.sequence, n)
        rows.append(_row(str(n), found, target.value if target and target.settled else None))
    tends = _tends_to_zero(tuple(Row(r.at, r.gap) for r in rows))
    return Findings(
        "The integrals of f_n beside that of the limit, for growing n.",
        (Table("integral of f_n", claim.index, tuple(rows)),),
        None if tends is None else tends is claim.expected,
        work.drawing(),
    )


def of_definedness(claim: DefinedSequence, lab: Lab) -> Findings:
    """The share of points at which f_n has no value."""
    work = _Work(claim.sequence, claim.index, claim.domain, ZERO, lab)
    points = grid(work.place)
    points = points[is_generic(points)]
    rows = tuple(
        Row(str(n), float(np.mean(np.isnan(work.values(claim.sequence, n, points)))), None, 0.0) for n in work.indices
    )
    missing = any(row.observed for row in rows)
    title = f"f_n at {len(points):,} points of the space."
    table = Table("share of points at which f_n has no value", claim.index, rows)
    return Findings(title, (table,) if missing else (), not missing, work.drawing())


class _Work:
    """One sequence on its space, the limit to compare it with, and the lab."""

    def __init__(self, term: Tree, index: str, domain: Domain, limit: Tree | None, lab: Lab) -> None:
        if len(domain.reals) != 1:
            raise NoNumbers("functions of several variables")
        if domain.condition is not None:
            term = mul(indicator(domain.condition), term)
            limit = limit if limit is None else mul(indicator(domain.condition), limit)
        self.index, self.lab, self.place, self.term = index, lab, domain.reals[0], term
        self.x = self.place.name
        self.low, self.high = stretch(self.place)
        low = next((v.low for v in domain.integers if v.name == index), num(1))
        self.first = max(0, int(end(low)))
        self.limit = limit if limit is not None else _limit(FunctionSequence(term, index, self.place, self.first))
        twice = mul(num(2), var(index))
        self.difference = sub(term, put_in(term, {index: twice}) if self.limit is None else self.limit)
        self.name = "f_n - f_2n" if self.limit is None else "f_n" if self.limit is ZERO else "f_n - f"
        self._eps: fmpq | None = None
        self._ends: dict[tuple[Tree, int], list[float]] = {}

    @property
    def is_unbounded(self) -> bool:
        """Whether the space has infinite length."""
        return math.isinf(self.low) or math.isinf(self.high)

    @property
    def limit_name(self) -> str:
        """What f_n is compared with, in words."""
        if self.limit is None:
            return "f_2n, since no limit was found"
        if self.limit is ZERO:
            return "its limit 0"
        text = tree_text(self.limit)
        return f"its limit {text}" if len(text) <= 40 else "its limit"

    @property
    def indices(self) -> tuple[int, ...]:
        """The indices that are looked at."""
        return tuple(n for n in SERIES if n >= self.first)

    def values(self, node: Tree, n: int, points: Array) -> Array:
        """The tree at points."""
        return self.lab.at({self.index: float(n), self.x: points})(node)

    def ends(self, node: Tree, n: int) -> list[float]:
        """The ends of the space, with the places where the tree switches."""
        key = (node, n)
        if key not in self._ends:
            self._ends[key] = ends_of(node, self.x, self.low, self.high, {self.index: float(n)}, self.lab.effort)
        return self._ends[key]

    def integral(self, node: Tree, n: int) -> Estimate:
        """The integral over the space."""
        return integrated(lambda points: self.values(node, n, points), self.ends(node, n))

    def supremum(self, n: int) -> float:
        """The largest |difference| on a fine grid."""
        size = call("abs", self.difference)
        ends = self.ends(size, n)
        points = [grid(self.place), *(nodes(a, b, 160).points for a, b in pairwise(ends) if a < b)]
        found = self.values(size, n, np.concatenate(points))
        found = found[np.isfinite(found)]
        return float(found.max(initial=0.0))

    @property
    def eps(self) -> fmpq:
        """What counts as far from the limit: EPS, or less where f_n never is so far."""
        if self._eps is None:
            largest = max((self.supremum(n) for n in self.indices), default=0.0)
            self._eps = EPS if largest > 0.15 or largest == 0 else nice(largest / 2)
        return self._eps

    def drawing(self) -> Drawing:
        """f_n for a few n."""
        low, high = window(self.place)
        middles = low + (high - low) * (np.arange(60) + 0.5) / 60
        shown = [n for n in (1, 4, 16) if n >= self.first]
        graphs = tuple(
            Graph(f"{self.index} = {n}", tuple(finite(float(v)) for v in self.values(self.term, n, middles)))
            for n in shown
        )
        return Drawing(low, high, graphs=graphs)


def _limit(sequence: FunctionSequence) -> Tree | None:
    """The limit almost everywhere as the exact engine finds it; None where it finds none."""
    try:
        found = convergence(sequence)
        if isinstance(found, BlockConvergence):
            return ZERO
        pieces = [piece for piece in found.pieces() if not piece.is_point]
    except (*SILENCE, Undefined):
        return None
    if any(piece.value is None for piece in pieces):
        return None
    parts = [
        mul(indicator(member(var(sequence.variable), interval(p.low, p.high, False, False))), p.value)
        for p in pieces
        if p.value is not None and p.value is not ZERO
    ]
    if len(pieces) == 1 and pieces[0].value is not None:
        return pieces[0].value
    return add(ZERO, *parts)


# Quantities -----------------------------------------------------------------------------------------------------------

_Values = Callable[[_Work], list[Row]]


def _row(at: str, found: Estimate, expected: float | None = None) -> Row:
    if not found.settled and abs(found.value) > 1e-9:
        return Row(at, None, None, expected)
    return Row(at, finite(found.value), finite(found.error), expected)


def _in_mean(mode: InMean) -> tuple[str, _Values]:
    if mode.p.head == "const":
        return _SUPREMUM

    def values(work: _Work) -> list[Row]:
        size = power(call("abs", work.difference), mode.p)
        return [_row(str(n), work.integral(size, n)) for n in work.indices]

    exponent = "" if mode.p is num(1) else f"^{tree_text(mode.p)}"
    return f"integral of |{{d}}|{exponent}", values


def _suprema(work: _Work) -> list[Row]:
    return [Row(str(n), work.supremum(n)) for n in work.indices]


def _far_sets(work: _Work) -> list[Row]:
    far = indicator(less(num(work.eps), call("abs", work.difference)))
    return [_row(str(n), work.integral(far, n)) for n in work.indices]


def _later(work: _Work) -> list[Row]:
    """The measure of the points that are far from the limit at some later index, up to LAST."""
    low, high = max(work.low, -100.0), min(work.high, 100.0)
    if math.isinf(work.low) and math.isfinite(work.high):
        low = work.high - 200
    if math.isinf(work.high) and math.isfinite(work.low):
        high = work.low + 200
    points = low + (high - low) * (np.arange(POINTS) + 0.5) / POINTS
    far = np.zeros(POINTS, dtype=np.bool_)
    found: dict[int, float] = {}
    for n in range(LAST, work.first - 1, -1):
        far = far | (np.abs(work.values(work.difference, n, points)) > near(work.eps))
        found[n] = (high - low) * float(np.mean(far))
    error = 2 * (high - low) / POINTS
    return [Row(str(n), found[n], error) for n in work.indices]


def _at_points(work: _Work) -> list[Row]:
    low, high = window(work.place)
    point = low + (high - low) * 0.3
    at = np.array([point])
    sizes = {n: abs(float(work.values(work.difference, n, at)[0])) for n in range(work.first, LAST + 1)}
    return [Row(str(n), finite(max(sizes[m] for m in range(n, 2 * n + 1)))) for n in work.indices]


def _means(work: _Work) -> list[Row]:
    """The integral of the difference over the left half of the window: one test function of weak convergence."""
    low, high = window(work.place)
    test = interval(num(fmpq(round(1000 * low), 1000)), num(fmpq(round(500 * (low + high)), 1000)))
    product = mul(indicator(member(var(work.x), test)), work.difference)
    return [
        Row(str(n), abs(found.value) if found.settled or abs(found.value) < 1e-3 else None, found.error)
        for n in work.indices
        for found in (work.integral(product, n),)
    ]


_SUPREMUM: tuple[str, _Values] = ("largest |{d}| on a grid", _suprema)
_BY_MODE: Mapping[Mode, tuple[str, _Values]] = {
    Mode.UNIFORMLY: _SUPREMUM,
    Mode.IN_MEASURE: ("measure of {{|{d}| > {eps}}}", _far_sets),
    Mode.ALMOST_UNIFORMLY: (f"measure of {{{{|{{d}}| > {{eps}} at some index from n to {LAST}}}}}", _later),
    Mode.ALMOST_EVERYWHERE: (f"measure of {{{{|{{d}}| > {{eps}} at some index from n to {LAST}}}}}", _later),
    Mode.POINTWISE: ("|{d}| at one point, the largest up to index 2n", _at_points),
    Mode.WEAKLY: ("|integral of {d} over one interval|", _means),
}


def _tends_to_zero(rows: tuple[Row, ...]) -> bool | None:
    """What a table looks like: clearly falling towards 0, clearly not, or neither."""
    values = [abs(row.observed) for row in rows if row.observed is not None]
    if len(values) < 4 or len(values) < len(rows):
        return None
    last, before = values[-1], values[-3]
    if last <= 1e-3 * max(values) or (last <= 0.3 * before and last <= 0.5):
        return True
    return False if last >= 0.9 * before else None
