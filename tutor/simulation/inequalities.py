"""Claims about all points on clouds of points: both sides of an inequality, thresholds of a rate, slopes and jumps."""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from tutor.judge.claims import Continuous, ForAll, Lipschitz, Rate
from tutor.judge.spelling import tree_text
from tutor.language.tree import Tree
from tutor.mathematics.trees import Domain, Variable
from tutor.mathematics.trees.build import add, call, sub
from tutor.simulation.arrays import Array, NoNumbers, Truths
from tutor.simulation.lab import COLUMNS, SERIES, Findings, Lab, brief, end, finite, grid, near, nice, stretch, window
from tutor.simulation.quadrature import ends_of
from tutor.simulation.values import Drawing, Graph, Row, Table

CLOUD = 4_000
_SLACK = 1e-9
_FAR = 1e6
"""Thresholds beyond are left out: floats are too coarse there for the last digit of n to count."""


def of_inequality(claim: ForAll, lab: Lab) -> Findings:
    """Where the left side comes nearest to the right one, or rises most above it, for each index or at a few points."""
    relation, domain = claim.relation, claim.domain
    if relation.head not in ("lt", "le"):
        raise NoNumbers("a condition that is no inequality")
    if not domain.variables:
        raise NoNumbers("there is nothing to sample about two numbers")
    left, right = relation.args
    indices = _indices(domain)
    if indices:
        rows = tuple(_worst(str(n), claim, {name: float(n)}, lab) for name, n in indices)
        over, title = (
            indices[0][0],
            "Both sides for growing {0}: where the left one is largest, or rises most above its bound.",
        )
    else:
        rows = tuple(_few(claim, lab))
        over, title = (
            ", ".join(v.name for v in domain.variables),
            "Both sides at a few points, and where the left one is largest, or rises most above its bound.",
        )
    holds = [r.gap <= _SLACK * max(1.0, abs(r.expected or 0.0)) for r in rows if r.gap is not None]
    return Findings(
        title.format(over),
        (Table(_quantity(claim), over, rows, bound=True),),
        all(holds) if holds else None,
        _graphs(left, right, domain, lab),
    )


def of_rate(claim: Rate, lab: Lab) -> Findings:
    """For a few eps the largest |f_n - f| for n = N(eps), N + 1 and 2 N."""
    others = tuple(v for v in claim.domain.reals if v.name != claim.eps)
    eps_variable = next((v for v in claim.domain.reals if v.name == claim.eps), None)
    first = next((end(v.low) for v in claim.domain.integers if v.name == claim.index), 1.0)
    cloud = cloud_of(Domain(others, claim.domain.condition), lab, {claim.eps: 0.1, claim.index: first})
    distance = call("abs", sub(claim.sequence, claim.limit))
    rows = []
    for eps in _several(eps_variable):
        env: dict[str, Array | float] = {**cloud, claim.eps: eps}
        threshold = _snapped(lab.at(env)(claim.threshold))
        threshold = np.where(threshold <= _FAR, threshold, np.nan)
        start = np.maximum(np.ceil(threshold) if not claim.after else np.floor(threshold) + 1, first)
        found = [_largest(lab.at({**env, claim.index: n})(distance)) for n in (start, start + 1, 2 * start)]
        thresholds = threshold[np.isfinite(threshold)]
        name = f"eps = {Fraction(eps).limit_denominator(4_096)}" + (
            f", N = {brief(float(thresholds.max()))}" if thresholds.size else ""
        )
        rows.append(Row(name, finite(max(found)), None, eps))
    slack = -1e-12 if claim.strict else 1e-12
    holds = [r.observed <= (r.expected or 0.0) * (1 + slack) for r in rows if r.observed is not None]
    return Findings(
        "|f_n - f| from your N on, for a few eps.",
        (Table("largest |f_n - f| found, which eps bounds", "eps", tuple(rows), bound=True),),
        all(holds) if holds else None,
    )


def of_continuity(claim: Continuous, lab: Lab) -> Findings:
    """The largest step between neighbouring points of finer and finer grids."""
    (place,) = claim.domain.reals
    low, high = window(place)
    rows = []
    for count in (100, 1_000, 10_000):
        points = low + (high - low) * (np.arange(count) + 0.5) / count
        steps = np.abs(np.diff(lab.at({place.name: points})(claim.function)))
        rows.append(Row(f"{count:,}", _largest(steps)))
    first, last = rows[0].observed or 0.0, rows[-1].observed or 0.0
    table = Table("largest step between neighbours", "points", tuple(rows))
    return Findings("Steps of your function on finer and finer grids.", (table,), last <= max(0.5 * first, 1e-12))


def of_lipschitz(claim: Lipschitz, lab: Lab) -> Findings:
    """The steepest slopes between neighbouring points, beside the constant."""
    (place,) = claim.domain.reals
    low, high = window(place)
    constant = end(claim.constant)
    rows = []
    for count in (100, 1_000, 10_000):
        points = low + (high - low) * (np.arange(count) + 0.5) / count
        slopes = np.abs(np.diff(lab.at({place.name: points})(claim.function))) / (points[1] - points[0])
        rows.append(Row(f"{count:,}", _largest(slopes), None, finite(constant)))
    below = all((row.observed or 0.0) <= constant * (1 + 1e-6) for row in rows)
    table = Table("steepest slope between neighbours, and the constant", "points", tuple(rows), bound=True)
    return Findings("Slopes of your function on finer and finer grids.", (table,), below)


# Points ---------------------------------------------------------------------------------------------------------------


def _indices(domain: Domain) -> list[tuple[str, int]]:
    """The indices to look at, where there is just one integer."""
    if len(domain.integers) != 1:
        return []
    (variable,) = domain.integers
    low, high = stretch(variable)
    start = int(low) if math.isfinite(low) else 1
    return [(variable.name, start + n - 1) for n in SERIES if start + n - 1 <= high]


def cloud_of(domain: Domain, lab: Lab, env: Mapping[str, float] | None = None) -> dict[str, Array]:
    """Points of the domain, other names set as in `env`: a fine grid for one variable, random ones for several."""
    variables = domain.variables
    if not variables:
        return {"": np.zeros(1)}
    if len(variables) == 1 and not variables[0].integer:
        found = {variables[0].name: grid(variables[0])}
    else:
        found = {v.name: lab.dice.choice(_range(v), CLOUD) for v in variables}
    if domain.condition is not None:
        inside = lab.at({**found, **(env or {})}).holds(domain.condition)
        found = {name: points[inside] for name, points in found.items()}
    if not all(points.size for points in found.values()):
        raise NoNumbers("no points of the domain were found")
    return found


def is_generic(points: Array) -> Truths:
    """Off the short decimals, where the exceptional points lie of what holds almost everywhere."""
    return np.asarray(np.abs(1_000 * points - np.round(1_000 * points)) > 1e-6)


def _range(variable: Variable) -> Array:
    if not variable.integer:
        return grid(variable)
    low, high = stretch(variable)
    start = low if math.isfinite(low) else -32.0
    return np.arange(start, min(high, start + 64) + 1)


def _snapped(values: Array) -> Array:
    """Whole numbers where rounding has moved the values off them."""
    whole = np.round(values)
    return np.where(np.abs(values - whole) < 1e-9 * np.maximum(1.0, np.abs(values)), whole, values)


def _several(variable: Variable | None) -> list[float]:
    """A few values of eps inside its interval, halving and falling."""
    low, high = stretch(variable) if variable else (0.0, 1.0)
    top = high if math.isfinite(high) else 1.0
    bottom = low if math.isfinite(low) else 0.0
    steps = (1 / 2, 1 / 8, 1 / 64, 1 / 1024)  # exact in floats, and so are their squares
    return [bottom + (top - bottom) * step for step in steps]


def nice_of(value: float) -> float:
    """The value to two digits."""
    return near(nice(value))


def _largest(values: Array) -> float:
    values = values[np.isfinite(values)]
    return float(values.max(initial=0.0))


def _quantity(claim: ForAll) -> str:
    """The names of the two sides, or the sides themselves where these are short."""
    if all(claim.sides):
        return f"{claim.sides[0]}, and its bound {claim.sides[1]}"
    texts = (tree_text(side) for side in claim.relation.args)
    return "left side and its bound, " + " and ".join(t if len(t) <= 24 else "…" for t in texts)


# Rows -----------------------------------------------------------------------------------------------------------------


def _worst(at: str, claim: ForAll, env: dict[str, float], lab: Lab) -> Row:
    """Both sides where the left one rises most above the right one; where it never does, where it is largest."""
    cloud = _points(claim, env, lab)
    arrays = lab.at({**cloud, **env})
    lefts, rights = (arrays(side) for side in claim.relation.args)
    both = np.isfinite(lefts) & np.isfinite(rights)
    if not np.any(both):
        return Row(at, None)
    gaps = np.where(both, lefts - rights, -np.inf)
    scale = float(np.abs(np.where(both, rights, 0.0)).max())
    above = gaps.max() > _SLACK * min(1.0, scale)
    place = int(np.argmax(gaps if above else np.where(both, lefts, -np.inf)))
    names = ", ".join(f"{name} = {brief(float(points[place]))}" for name, points in cloud.items() if name)
    return Row(f"{at} ({names})" if names else at, float(lefts[place]), None, float(rights[place]))


def _points(claim: ForAll, env: dict[str, float], lab: Lab) -> dict[str, Array]:
    """The cloud of the real variables; of a single one with places beside those where the sides switch.

    Against a measure only its points count, and almost everywhere no short decimal does.
    """
    if claim.against is not None:
        (name,) = (v.name for v in claim.domain.reals)
        return {name: np.unique(lab.draws(claim.against, CLOUD)[1])}
    cloud = cloud_of(Domain(claim.domain.reals, claim.domain.condition), lab, env)
    if len(claim.domain.reals) == 1:
        (place,) = claim.domain.reals
        cloud = {place.name: np.concatenate([cloud[place.name], _beside_switches(claim, place, env, lab)])}
    if claim.almost_everywhere:
        generic = np.logical_and.reduce([is_generic(points) for points in cloud.values()])
        cloud = {name: points[generic] for name, points in cloud.items()}
    return cloud


def _beside_switches(claim: ForAll, place: Variable, env: dict[str, float], lab: Lab) -> Array:
    low, high = stretch(place)
    sides = add(*claim.relation.args)
    cuts = np.array(ends_of(sides, place.name, low, high, env, lab.effort)[1:-1])
    step = 1e-6 if claim.almost_everywhere else 1e-12
    around = np.concatenate([cuts * (1 - step), cuts, cuts * (1 + step)])
    around = around[(around > low) & (around < high)]
    if claim.domain.condition is not None and around.size:
        around = around[lab.at({place.name: around, **env}).holds(claim.domain.condition)]
    return around


def _few(claim: ForAll, lab: Lab) -> Sequence[Row]:
    """Both sides at a few points, and where they come closest."""
    rows = []
    left, right = claim.relation.args
    if len(claim.domain.variables) == 1 and claim.domain.condition is None:
        (place,) = claim.domain.variables
        low, high = window(place)
        points = np.array([nice_of(low + (high - low) * share) for share in (0.1, 0.3, 0.5, 0.7, 0.9)])
        arrays = lab.at({place.name: points})
        rows = [
            Row(brief(float(x)), finite(float(a)), None, finite(float(b)))
            for x, a, b in zip(points, arrays(left), arrays(right), strict=True)
        ]
    return [*rows, _worst("worst found", claim, {}, lab)]


def _graphs(left: Tree, right: Tree, domain: Domain, lab: Lab) -> Drawing | None:
    """Both sides, for the first few indices, where one real variable runs."""
    if len(domain.reals) != 1 or len(domain.integers) > 1:
        return None
    (place,) = domain.reals
    low, high = window(place)
    middles = low + (high - low) * (np.arange(COLUMNS) + 0.5) / COLUMNS
    graphs = []
    for index, n in _indices(domain)[:3:2] or [("", 1)]:
        env: dict[str, Array | float] = {place.name: middles, **({index: float(n)} if index else {})}
        name = f"left side, {index} = {n}" if index else "left side"
        graphs.append(Graph(name, tuple(finite(float(v)) for v in lab.at(env)(left))))
    rights = lab.at({place.name: middles, **{v.name: 1.0 for v in domain.integers}})(right)
    graphs.append(Graph("bound", tuple(finite(float(v)) for v in rights)))
    return Drawing(low, high, graphs=tuple(graphs))
