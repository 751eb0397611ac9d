"""Numbers beside a proof about all large n: |f_n - f| on a coarse grid for a few n, in floats.

They show what the mode is about and prove nothing; the grid is so coarse that they cost next to nothing. Where no limit
is known, f_n - f_2n is looked at instead.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tutor.judge.spelling import tree_text
from tutor.judge.verdicts import NotNumerical, Tabulated
from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis.forall.floats import Floating, floating
from tutor.mathematics.analysis.sequences import BlockConvergence, Convergence, FunctionSequence
from tutor.mathematics.analysis.sequences.sequence import MovingCell
from tutor.mathematics.trees.build import ZERO, sign_of_infinity
from tutor.mathematics.trees.modes import AnyMode, InMean, Mode

ABOUT_LARGE_N = NotNumerical("a statement about all large n")
INDICES = (1, 8, 64)
POINTS, MOST_CELLS = 32, 8
EPS = 0.1

Limit = tuple[tuple[Tree, Tree, Tree], ...]
"""The ends of a cell and the limit there."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """For each n the values of |f_n - f| at points, and the length that each point stands for."""

    rows: tuple[tuple[int, list[float], list[float]], ...]

    @property
    def summable(self) -> bool:
        """Whether no single point carries much of the sum, as a heavy tail does."""
        products = ([v * w for v, w in zip(values, lengths, strict=True)] for _, values, lengths in self.rows)
        return all(max(terms) <= 0.1 * sum(terms) or sum(terms) == 0 for terms in products)


def tabulated(
    mode: AnyMode, holds: bool, sequence: FunctionSequence, found: Convergence | BlockConvergence
) -> NotNumerical | Tabulated:
    """What the mode is about, for a few n; or that there are no such numbers.

    Where convergence in mean fails an integral may be infinite, which a sum over a grid would hide: none is shown then.
    """
    quantity, value = _measured(mode)
    if value is None:
        return ABOUT_LARGE_N
    limit, cells = _limit(found), _cells(sequence, found)
    sizes = _sizes(sequence, cells, limit)
    if sizes is None or (isinstance(mode, InMean) and not holds and not sizes.summable):
        return ABOUT_LARGE_N
    name = "f_n - f" if limit is not None else "f_n - f_2n"
    rows = tuple((f"{sequence.index} = {n}", f"{value(values, lengths):.3g}") for n, values, lengths in sizes.rows)
    return Tabulated(quantity.format(name=name), rows)


def _limit(found: Convergence | BlockConvergence) -> Limit | None:
    """The limit on its cells; None where f_n has none on one of them. A given limit is in the sequence already."""
    if isinstance(found, BlockConvergence) or found.given:
        return ()
    pieces = [piece for piece in found.pieces() if not piece.is_point]
    if any(piece.value is None for piece in pieces):
        return None
    return tuple((p.low, p.high, p.value) for p in pieces if p.value is not None and p.value is not ZERO)


def _cells(sequence: FunctionSequence, found: Convergence | BlockConvergence) -> tuple[MovingCell, ...]:
    """The cells on which f_n is smooth, so that no narrow piece falls between the points."""
    if isinstance(found, Convergence):
        return tuple(found.cells())
    return (MovingCell(sequence.place.low, sequence.place.high, sequence.term),)


@lru_cache(maxsize=64)
def _sizes(sequence: FunctionSequence, cells: tuple[MovingCell, ...], limit: Limit | None) -> Sizes | None:
    """None where f_n has no value somewhere, or its pieces are many."""
    if len(cells) > MOST_CELLS:
        return None
    term = floating(sequence.term)
    limits = [(floating(a), floating(b), floating(value)) for a, b, value in limit or ()]
    ends = [(floating(cell.low), floating(cell.high), floating(cell.function)) for cell in cells]
    rows = []
    for n in (n for n in INDICES if n >= sequence.first):
        at = {sequence.index: float(n)}
        values: list[float] = []
        lengths: list[float] = []
        for low, high, function in ends:
            points, widths = _points(low(at), high(at), POINTS // len(cells))
            for x in points:
                here = {sequence.index: float(n), sequence.variable: x}
                there = _there(term, here, sequence.index, limits) if limits or limit is None else 0.0
                values.append(abs(function(here) - there))
            lengths += widths
        if not values or not all(map(math.isfinite, values)):
            return None
        rows.append((n, values, lengths))
    return Sizes(tuple(rows)) if len(rows) > 1 else None


def _there(term: Floating, here: Mapping[str, float], index: str, limits: Sequence[tuple[Floating, ...]]) -> float:
    """The limit at the point; without one, f_2n."""
    if not limits:
        return term({**here, index: 2 * here[index]})
    return next((f(here) for low, high, f in limits if low(here) < here[_other(here, index)] < high(here)), 0.0)


def _other(here: Mapping[str, float], index: str) -> str:
    return next(name for name in here if name != index)


def _points(low: float, high: float, count: int) -> tuple[list[float], list[float]]:
    """Midpoints, and what each stands for; a half line and the line are drawn in to an interval."""
    if not low < high:
        return [], []
    shares = [(k + 0.5) / count for k in range(count)]
    if math.isfinite(low) and math.isfinite(high):
        return [low + (high - low) * s for s in shares], [(high - low) / count] * count
    if math.isfinite(low) or math.isfinite(high):
        start, side = (low, 1.0) if math.isfinite(low) else (high, -1.0)
        return [start + side * s / (1 - s) for s in shares], [1 / (count * (1 - s) ** 2) for s in shares]
    both = [2 * s - 1 for s in shares]
    return [t / (1 - t * t) for t in both], [2 * (1 + t * t) / (count * (1 - t * t) ** 2) for t in both]


_Value = Callable[[Sequence[float], Sequence[float]], float]


def _measured(mode: AnyMode) -> tuple[str, _Value | None]:
    """The quantity that tells of the mode; None where one number for each n does not, as for pointwise convergence."""
    if mode in (Mode.POINTWISE, Mode.ALMOST_EVERYWHERE, Mode.ALMOST_UNIFORMLY):
        return "", None
    if isinstance(mode, InMean) and not sign_of_infinity(mode.p) and not free_names(mode.p):
        p = floating(mode.p)({})
        power = "" if p == 1 else f"^{tree_text(mode.p)}"
        return f"the integral of |{{name}}|{power}", lambda sizes, weights: _sum(weights, [s**p for s in sizes])
    if isinstance(mode, InMean) or mode is Mode.UNIFORMLY:
        return "the largest |{name}|", lambda sizes, _: max(sizes)
    if mode is Mode.WEAKLY:
        return "the integral of |{name}|^2", lambda sizes, weights: _sum(weights, [s * s for s in sizes])
    return f"the measure of {{{{|{{name}}| > {EPS:g}}}}}", lambda sizes, weights: _sum(
        weights, [float(s > EPS) for s in sizes]
    )


def _sum(weights: Sequence[float], values: Sequence[float]) -> float:
    return sum(w * v for w, v in zip(weights, values, strict=True))
