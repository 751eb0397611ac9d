"""Integrals over longer and longer stretches: whether they settle, to the eye, or go on growing."""

import math
from itertools import pairwise

import numpy as np
from flint import fmpq

from tutor.judge.claims import ExponentSet, Integrable
from tutor.language.tree import Tree, walk
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown
from tutor.mathematics.trees import Domain, Variable
from tutor.mathematics.trees.build import call, indicator, mul, num, power, var
from tutor.simulation.arrays import NoNumbers
from tutor.simulation.lab import Findings, Lab, brief, finite, grid, joined, mean_row, near, stretch
from tutor.simulation.quadrature import ends_of, integrated
from tutor.simulation.values import Row, Table

CUTS = (1, 2, 3, 4, 5, 6)
"""Powers of ten: how far out, and how near to a finite end, a truncated integral goes."""


def of_integrable(claim: Integrable, lab: Lab) -> Findings:
    """The integral of |g| over growing parts of its domain; against another measure, its mean over draws."""
    place = _place(claim.domain)
    size = call("abs", claim.function)
    name = "g" if claim.name == "the function" else claim.name.removeprefix("your ")
    if claim.against is not None:
        return _against(size, place, claim.against, lab)
    if claim.domain.condition is not None:
        size = mul(indicator(claim.domain.condition), size)
    values = _truncated(size, place, lab)
    rows = tuple(Row(_stretch_name(k), finite(v)) for k, v in zip(CUTS, values, strict=True))
    return Findings(
        f"The integral of |{name}| over longer and longer parts of its domain.",
        (Table(f"integral of |{name}|", "as far as", rows),),
        _settles(values),
    )


def of_exponents(claim: ExponentSet, lab: Lab) -> Findings:
    """The truncated integrals of |f|^p for a few p, the ends of the answer among them."""
    place = _place(claim.domain)
    size = call("abs", claim.function)
    inside = claim.domain.condition
    tables, agree = [], []
    for p in _exponents(claim.finite):
        integrand = size if p == 1 else power(size, num(p))
        values = _truncated(integrand if inside is None else mul(indicator(inside), integrand), place, lab)
        rows = tuple(Row(_stretch_name(k), finite(values[k - 1])) for k in (2, 4, 6))
        tables.append(Table(f"p = {brief(p)}: integral of |f|^p", "as far as", rows))
        said, settles = _says(claim.finite, p), _settles(values)
        agree.append(None if said is None or settles is None else said is settles)
    largest = lab.at({place.name: grid(place)})(size)
    most = Row("a grid", finite(float(np.nanmax(largest))))
    tables.append(Table("p = oo: largest value of |f|", "points", (most,)))
    return Findings(
        "Integrals of |f|^p over longer and longer parts of the domain, for a few p.",
        tuple(tables),
        joined(agree),
    )


def _place(domain: Domain) -> Variable:
    if len(domain.reals) != 1:
        raise NoNumbers("a function of several variables")
    return domain.reals[0]


def _stretch_name(k: int) -> str:
    return f"{10**k:,}"


def _truncated(function: Tree, place: Variable, lab: Lab) -> list[float]:
    """Integrals as far as 10^k, and as near as 10^-k to the finite ends; nan where one does not settle."""
    low, high = stretch(place)
    width = high - low if math.isfinite(high - low) else 1.0
    cuts = ends_of(function, place.name, low, high, {}, lab.effort)[1:-1]
    found = []
    for k in CUTS:
        # Each power of ten is a stretch of its own, so that a slow growth is not lost in a large interval.
        lows = [low + width * 10.0**-j if math.isfinite(low) else -(10.0**j) for j in range(k, -1, -1)]
        highs = [high - width * 10.0**-j if math.isfinite(high) else 10.0**j for j in range(k + 1)]
        start, stop = lows[0], highs[-1]
        ends = sorted({*lows, *highs, *(c for c in cuts if start < c < stop)})
        ends = [e for e in ends if start <= e <= stop]
        estimate = integrated(lambda x: lab.at({place.name: x})(function), ends)
        found.append(estimate.value if estimate.settled or abs(estimate.value) < 1e-9 else math.nan)
    return found


def _settles(values: list[float]) -> bool | None:
    """Whether growing integrals look as if they had a limit."""
    if not all(math.isfinite(v) for v in values):
        return None
    steps = [abs(b - a) for a, b in pairwise(values)]
    if steps[-1] <= 1e-6 * max(1.0, abs(values[-1])):
        return True
    ratio = steps[-1] / steps[-2] if steps[-2] else math.inf
    if ratio < 0.75:
        return True
    return False if ratio > 0.95 else None


def _against(size: Tree, place: Variable, against: Tree, lab: Lab) -> Findings:
    mass, drawn = lab.draws(against)
    low, high = stretch(place)
    values = np.where((drawn >= low) & (drawn <= high), lab.at({place.name: drawn})(size), 0.0)
    values = values[np.isfinite(values)]
    rows = tuple(mean_row(f"{count:,}", values[:count], None, mass) for count in (1_000, 10_000, len(values)))
    return Findings(
        f"The mean of |g| over {len(values):,} draws of the measure.",
        (Table("integral of |g| against the measure", "draws", rows),),
        None,
        None,
        len(values),
    )


def _exponents(numbers: Tree) -> list[fmpq]:
    """1, 2 and 4, and the rational ends of the answer with what lies next to them; at most five."""
    ends = {
        node.value for node in walk(numbers) if node.head == "num" and 1 <= node.value <= 20 and node.value.denom() < 50
    }
    around = {end + step for end in ends for step in (fmpq(0), fmpq(1, 2), fmpq(-1, 2))}
    chosen = sorted((p for p in around if p >= 1), key=near)[:4]
    return sorted({*chosen, fmpq(1), fmpq(2), *([] if chosen else [fmpq(4)])}, key=near)[:5]


def _says(numbers: Tree, p: fmpq) -> bool | None:
    try:
        return Evaluator({"p": p}).member(var("p"), numbers)
    except (Undefined, Unknown, Convention, Infinite):
        return None
