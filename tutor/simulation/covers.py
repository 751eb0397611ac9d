"""Covers by intervals: their lengths added up, and points looked for in them."""

import math

import numpy as np
from flint import fmpq

from tutor.judge.claims import Covers, Stretch, TotalLength
from tutor.language.tree import Tree
from tutor.mathematics.trees.build import num, sub
from tutor.simulation.arrays import Array, NoNumbers, Truths
from tutor.simulation.lab import Findings, Lab, brief, end, finite, put_in
from tutor.simulation.values import Row, Table

MOST, POINTS = 2_000, 12
"""Intervals of a family that are added up; points that are looked for, few, since floats are coarse."""
VALUES = (fmpq(1, 2), fmpq(1, 10), fmpq(1, 100))


def of_total_length(claim: TotalLength, lab: Lab) -> Findings:
    """The lengths of the first 10, 100 and all intervals that are counted, beside eps."""
    rows = []
    for eps in VALUES:
        lengths = np.concatenate([_lengths(s, claim.eps, eps, lab) for s in claim.intervals])
        for count in sorted({10, 100, len(lengths)}):
            if count <= len(lengths):
                total = finite(float(lengths[:count].sum()))
                rows.append(Row(f"eps = {brief(eps)}, {count} intervals", total, None, float(eps.p) / float(eps.q)))
    sums = [(r.observed, r.expected) for r in rows]
    fits = all(s is not None and e is not None and s <= e * (1 + 1e-9) for s, e in sums)
    return Findings(
        "The lengths of your intervals, added up.",
        (Table("sum of lengths, which eps bounds", "how many", tuple(rows), bound=True),),
        fits,
    )


def of_cover(claim: Covers, lab: Lab) -> Findings:
    """How many of the first points lie in some interval."""
    rows = []
    numbers = np.arange(claim.first, claim.first + POINTS, dtype=np.float64)
    for eps in VALUES:
        env = {"eps": np.full(POINTS, float(eps.p) / float(eps.q)), claim.index: numbers}
        if claim.arbitrary:
            env[claim.arbitrary] = lab.dice.uniform(-1, 1, POINTS)
        points = lab.at(env)(claim.point)
        met = np.zeros(POINTS, dtype=np.bool_)
        for interval in claim.intervals:
            met = met | _met(interval, points, numbers, env, claim, lab)
        rows.append(Row(f"eps = {brief(eps)}", float(np.count_nonzero(met)), None, float(POINTS)))
    return Findings(
        f"The first {POINTS} points, looked for in your intervals.",
        (Table(f"points covered, of {POINTS}", "eps", tuple(rows)),),
        all(row.observed == row.expected for row in rows),
    )


def _lengths(interval: Stretch, name: str, eps: fmpq, lab: Lab) -> Array:
    values = {name: num(eps)}
    length = put_in(sub(interval.high, interval.low), values)
    if interval.index is None:
        return np.array([end(length)])
    first, last = _range(interval, values)
    numbers = np.arange(first, last + 1, dtype=np.float64)
    found = lab.at({interval.index: numbers, "q": np.zeros(len(numbers))})(length)
    return np.maximum(np.nan_to_num(found, nan=math.inf), 0.0)


def _range(interval: Stretch, values: dict[str, Tree]) -> tuple[int, int]:
    first, last = (end(put_in(side, values)) for side in (interval.first, interval.last))
    if not math.isfinite(first):
        raise NoNumbers("a family without a first interval")
    return int(first), int(min(last, first + MOST - 1))


def _met(interval: Stretch, points: Array, numbers: Array, env: dict[str, Array], claim: Covers, lab: Lab) -> Truths:
    """Which points lie in some interval of the family: in that of their own number where the point is arbitrary."""
    own = (numbers - interval.of[1]) / interval.of[0] if claim.arbitrary else numbers
    arrays = lab.at({**env, **({interval.index: own} if interval.index else {})})
    if claim.arbitrary or interval.index is None:
        found = _inside(points, arrays(interval.low), arrays(interval.high), interval.closed)
        if interval.index is None or claim.arbitrary is None:
            return found
        first, last = (end(put_in(side, {"eps": num(VALUES[0])})) for side in (interval.first, interval.last))
        return np.asarray(found & (own >= first) & (own <= last) & (own == np.floor(own)))
    eps = float(env["eps"][0])
    first, last = _range(interval, {"eps": num(fmpq(round(eps * 1000), 1000))})
    indices = np.arange(first, min(last, first + POINTS - 1) + 1, dtype=np.float64)
    family = lab.at({"eps": eps, interval.index: indices})
    low, high = family(interval.low), family(interval.high)
    inside = _inside(points[:, None], low[None, :], high[None, :], interval.closed)
    return np.asarray(np.any(inside, axis=1))


def _inside(points: Array, low: Array, high: Array, closed: tuple[bool, bool]) -> Truths:
    above = points >= low if closed[0] else points > low
    return above & (points <= high if closed[1] else points < high)
