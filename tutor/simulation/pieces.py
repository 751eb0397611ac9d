"""Pieces of the line on which masses are compared, and integrals over them against the parts of a measure."""

import math
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
from flint import fmpq

from tutor.language.tree import Tree
from tutor.mathematics.objects.measures import Density, Measure
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, finite, interval, num
from tutor.simulation.arrays import Array, Truths
from tutor.simulation.lab import Lab, brief, exact, heavy, near, places
from tutor.simulation.laws import FAMILY, end_of
from tutor.simulation.quadrature import ends_of, integrated


@dataclass(frozen=True, slots=True)
class Piece:
    """A point, or the interval from `low` (out) to `high` (in where it is closed); None is infinite."""

    low: fmpq | None
    high: fmpq | None
    closed: bool

    @property
    def name(self) -> str:
        """As a set."""
        if self.low is not None and self.low == self.high:
            return f"{{{brief(self.low)}}}"
        low = "-oo" if self.low is None else brief(self.low)
        high = "oo" if self.high is None else brief(self.high)
        return f"({low}, {high}{']' if self.closed and self.high is not None else ')'}"

    @property
    def set(self) -> Tree:
        """As a tree."""
        if self.low is not None and self.low == self.high:
            return finite(num(self.low))
        low = MINUS_INFINITY if self.low is None else num(self.low)
        high = INFINITY if self.high is None else num(self.high)
        return interval(low, high, False, self.closed and self.high is not None)

    @property
    def ends(self) -> tuple[float, float]:
        """As floats."""
        low = -math.inf if self.low is None else near(self.low)
        return low, math.inf if self.high is None else near(self.high)

    def holds(self, values: Array) -> Truths:
        """Which of the values lie in it."""
        low, high = self.ends
        if low == high:
            return np.asarray(values == low)
        return np.asarray((values > low) & ((values <= high) if self.closed else (values < high)))


def pieces(drawn: Array) -> list[Piece]:
    """The atoms of the draws, and what lies between short rationals near their quantiles and these atoms."""
    points = sorted({*places(drawn), *(atoms := set(heavy(drawn)))})
    ends: list[fmpq | None] = [None, *points, None]
    found = [Piece(a, b, b not in atoms) for a, b in pairwise(ends)]
    return [*(Piece(p, p, True) for p in sorted(atoms)), *found]


def weighted(function: Tree, variable: str, against: Measure, piece: Piece, lab: Lab) -> float | None:
    """The integral of the function over a piece against the parts of a measure; None where it does not settle."""
    if against.images:
        return None
    low, high = piece.ends
    atoms = np.array(atoms_of(against, lab), dtype=np.float64).reshape(-1, 2)
    atoms = atoms[piece.holds(atoms[:, 0])]
    total = float(np.sum(lab.at({variable: atoms[:, 0]})(function) * atoms[:, 1]))
    if low == high:
        return total
    for density in against.densities:
        a, b = max(low, end_of(density.low)), min(high, end_of(density.high))
        if a < b:
            cuts = ends_of(function, variable, a, b, {}, lab.effort)
            found = integrated(partial(_heights, function, variable, density, lab), cuts)
            total += found.value if found.settled or abs(found.value) < 1e-4 else math.nan
    for cylinder in against.cylinders:
        start, length, mass = (exact(t) or 0.0 for t in (cylinder.low, cylinder.length, cylinder.mass))
        dust = start + length * _dust()
        heights = np.where(piece.holds(dust), lab.at({variable: dust})(function), 0.0)
        total += mass * float(np.mean(heights))
    return total


def _dust(depth: int = 11) -> Array:
    """The middles of the cylinders of this depth of the Cantor set."""
    points = np.array([0.5])
    for _ in range(depth):
        points = np.concatenate([points / 3, points / 3 + 2 / 3])
    return points


def atoms_of(measure: Measure, lab: Lab) -> list[tuple[float, float]]:
    found = [(exact(atom.place) or 0.0, exact(atom.mass) or 0.0) for atom in measure.atoms]
    for family in measure.families:
        arrays = lab.at({"n": np.arange(family.start, family.start + FAMILY, dtype=np.float64)})
        found += list(zip(arrays(family.place).tolist(), arrays(family.mass).tolist(), strict=True))
    return found


def _heights(function: Tree, variable: str, density: Density, lab: Lab, points: Array) -> Array:
    return np.asarray(lab.at({variable: points})(function) * lab.at({"x": points})(density.function))
