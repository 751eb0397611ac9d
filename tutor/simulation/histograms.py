"""Histograms of draws, with what a law gives to each column."""

import math
from functools import partial

import numpy as np

from tutor.language.tree import Tree
from tutor.mathematics.objects.measures import Measure
from tutor.simulation.arrays import Array, NoNumbers
from tutor.simulation.functions import cantor
from tutor.simulation.lab import COLUMNS, Lab, exact, finite
from tutor.simulation.laws import end_of, parts_of
from tutor.simulation.pieces import atoms_of
from tutor.simulation.quadrature import integrated
from tutor.simulation.values import Bars, Drawing, Graph


def histogram(drawn: Array, law: Tree, name: str, law_name: str) -> Drawing:
    """Shares of the draws in columns, and what the law gives to each, where its parts are known."""
    low, high = window_of(drawn)
    heights, _ = np.histogram(drawn, bins=COLUMNS, range=(low, high))
    bars = Bars(name, tuple(float(h) / len(drawn) for h in heights))
    try:
        expected = _columns(parts_of(law), low, high)
    except NoNumbers:
        return Drawing(low, high, bars)
    return Drawing(low, high, bars, (Graph(law_name, expected),))


def _columns(law: Measure, low: float, high: float) -> tuple[float | None, ...]:
    """The mass of each column, over the whole mass."""
    lab = Lab(0, reveal=False)
    edges = np.linspace(low, high, COLUMNS + 1)
    width, inner = (high - low) / COLUMNS, (np.arange(16) + 0.5) / 16
    points = (edges[:-1, None] + width * inner).ravel()
    masses = np.zeros(COLUMNS)
    whole = 0.0
    if law.images:
        raise NoNumbers("an image without a closed form")
    for density in law.densities:
        a, b = end_of(density.low), end_of(density.high)
        values = np.where((points > a) & (points < b), lab.at({"x": points})(density.function), 0.0)
        masses += np.nan_to_num(values).reshape(COLUMNS, 16).mean(axis=1) * width
        whole += integrated(partial(_heights, density.function, lab), [a, b]).value
    for place, mass in atoms_of(law, lab):
        whole += mass
        if low <= place <= high:
            masses[min(int((place - low) / width), COLUMNS - 1)] += mass
    for cylinder in law.cylinders:
        start, length, mass = (exact(t) or 0.0 for t in (cylinder.low, cylinder.length, cylinder.mass))
        masses += mass * np.diff(cantor((edges - start) / length))
        whole += mass
    if not 0 < whole < math.inf:
        raise NoNumbers("no mass to compare with")
    return values_of(masses / whole)


def _heights(function: Tree, lab: Lab, points: Array) -> Array:
    return lab.at({"x": points})(function)


def window_of(drawn: Array) -> tuple[float, float]:
    low, high = (float(np.quantile(drawn, q)) for q in (0.004, 0.996))
    if high - low < 1e-9 * max(1.0, abs(high)):
        return low - 0.5, high + 0.5
    pad = 0.02 * (high - low)
    return low - pad, high + pad


def middles(low: float, high: float) -> Array:
    return low + (high - low) * (np.arange(COLUMNS) + 0.5) / COLUMNS


def values_of(array: Array) -> tuple[float | None, ...]:
    return tuple(finite(float(value)) for value in array)
