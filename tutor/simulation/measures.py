"""Draws of measures: histograms against laws, means and masses against exact values, distances between two laws."""

from collections.abc import Sequence

import numpy as np

from tutor.judge.claims import Decomposes, Distributes, SameDensity, SameMeasure, WeakLimit
from tutor.language.tree import Tree, tree
from tutor.mathematics.objects.measures import is_plane
from tutor.mathematics.trees.build import REALS, add, num, var
from tutor.mathematics.trees.build import finite as finite_set
from tutor.simulation.arrays import Array
from tutor.simulation.histograms import histogram, middles, values_of, window_of
from tutor.simulation.lab import (
    DRAWS,
    SERIES,
    Findings,
    Lab,
    a_point,
    agrees,
    brief,
    exact,
    exact_mass,
    finite,
    heavy,
    joined,
    mean_row,
    near,
    nice,
    places,
    put_in,
    share_row,
    up_to,
)
from tutor.simulation.laws import parts_of
from tutor.simulation.pieces import pieces, weighted
from tutor.simulation.values import Drawing, Graph, Row, Table
from tutor.simulation.vectors import of_vectors

YOURS, MODEL = "yours", "the model"


def of_same_measure(claim: SameMeasure, lab: Lab) -> Findings:
    """Draws of the answer against its own exact values; with the key in, draws of the key against the answer."""
    if is_plane(claim.answer) or is_plane(claim.key):
        return of_vectors(claim, lab)
    values = a_point(claim.parameters)
    answer, key = put_in(claim.answer, values), put_in(claim.key, values)
    found = of_measure(answer, lab)
    if not lab.reveal:
        return found
    mass, drawn = lab.draws(key)
    own = lab.draws(answer)[1]
    rows = _probabilities(drawn, answer, mass, lab)
    distance = Row("W1", wasserstein(drawn, own), noise(drawn), 0.0)
    table = Table(f"draws of {MODEL} against exact masses of yours", "set", rows)
    tables = (*found.tables, table, Table("distance between draws of the two", "distance", (distance,)))
    return Findings(
        f"{DRAWS:,} draws of your measure, and as many of {MODEL}.",
        tables,
        joined([agrees(rows), agrees([distance])]),
        histogram(drawn, answer, MODEL, YOURS),
        2 * DRAWS,
    )


def of_measure(measure: Tree, lab: Lab, name: str = YOURS) -> Findings:
    """Draws of one measure against its own exact mean and masses, which says nothing of its being right."""
    mass, drawn = lab.draws(measure)
    rows = (
        Row("mass", mass, 1e-3 * mass, exact_mass(lab, measure)),
        mean_row("integral of x", drawn, exact(_mean(measure), lab.budget), mass),
        *_probabilities(drawn, measure, mass, lab),
    )
    title = f"{DRAWS:,} draws of your measure." if name == YOURS else f"{DRAWS:,} draws of {name}."
    table = Table(f"draws of {name} against exact values", "quantity", rows)
    return Findings(title, (table,), None, histogram(drawn, measure, name, "exact"), DRAWS)


def of_weak_limit(claim: WeakLimit, lab: Lab) -> Findings:
    """The distance between draws of the n-th law and of the answer, for growing n.

    The cost of moving from x to y is min(1, |x - y|): this distance tends to 0 just where laws converge weakly.
    """
    count = DRAWS // 4
    mass, limit = lab.draws(claim.answer, count)
    level = noise(limit, capped=True)
    rows = []
    for n in SERIES:
        here, drawn = lab.draws(put_in(claim.sequence, {claim.index: num(n)}), count)
        distance = abs(here - mass) + min(here, mass) * wasserstein(drawn, limit, capped=True)
        rows.append(Row(str(n), distance, level or None))
    first, last = rows[0].observed or 0.0, rows[-1].observed or 0.0
    tends = last <= max(5 * level, 0.03, first / 4)
    return Findings(
        f"{count:,} draws of the n-th law for each n, and of your limit.",
        (Table("distance to your limit, with cost min(1, |x - y|)", claim.index, tuple(rows)),),
        tends,
        histogram(drawn, claim.answer, f"{claim.index} = {SERIES[-1]}", YOURS),
        count * (len(SERIES) + 1),
    )


def of_distribution(claim: Distributes, lab: Lab) -> Findings:
    """The share of draws up to x against the answer at x, at quantiles and at the atoms."""
    values = a_point(claim.parameters)
    of, answer = put_in(claim.of, values), put_in(claim.answer, values)
    mass, drawn = lab.draws(of)
    points = sorted({*places(drawn), *heavy(drawn)})
    low, high = window_of(drawn)
    points = [nice(low - (high - low) / 4), *points]
    levels = lab.at({claim.variable: np.array([near(p) for p in points])})(answer)
    rows = tuple(
        share_row(brief(p), drawn <= near(p), finite(float(level)), mass)
        for p, level in zip(points, levels, strict=True)
    )
    across = middles(low, high)
    graphs = (
        Graph("share of draws up to x", tuple(float(mass * np.mean(drawn <= x)) for x in across)),
        Graph(YOURS, values_of(lab.at({claim.variable: across})(answer))),
    )
    return Findings(
        f"{DRAWS:,} draws of the given measure: the share up to x against your function.",
        (Table("mass of (-oo, x]", claim.variable, rows),),
        agrees(rows),
        Drawing(low, high, graphs=graphs),
        DRAWS,
    )


def of_density(claim: SameDensity, lab: Lab) -> Findings:
    """The mass of intervals by draws against the integral of the answer over them."""
    values = a_point(claim.parameters)
    of, against = put_in(claim.of, values), put_in(claim.against, values)
    answer = put_in(claim.answer, values)
    mass, drawn = lab.draws(of)
    reference = parts_of(against)
    rows = []
    for piece in pieces(drawn):
        expected = weighted(answer, claim.variable, reference, piece, lab)
        rows.append(share_row(piece.name, piece.holds(drawn), finite(expected), mass))
    return Findings(
        f"{DRAWS:,} draws of the measure whose density is asked: their share in A against the integral of yours.",
        (Table("mass of A, and the integral of your density over A", "A", tuple(rows)),),
        agrees(rows),
        None,
        DRAWS,
    )


def of_decomposition(claim: Decomposes, lab: Lab) -> Findings:
    """The mass of intervals by draws of the measure against the sum of the two parts of the answer."""
    values = a_point(claim.parameters)
    of = put_in(claim.of, values)
    ac, sing = put_in(claim.ac, values), put_in(claim.sing, values)
    mass, drawn = lab.draws(of)
    rows = [
        share_row(piece.name, piece.holds(drawn), _sum_of_masses((ac, sing), piece.set, lab), mass)
        for piece in pieces(drawn)
    ]
    parts = (Row("absolutely continuous part", exact_mass(lab, ac)), Row("singular part", exact_mass(lab, sing)))
    return Findings(
        f"{DRAWS:,} draws of the given measure against the sum of your two parts.",
        (
            Table("mass of A, and of A under your two parts together", "A", tuple(rows)),
            Table("mass of each part", "part", parts),
        ),
        agrees(rows),
        histogram(drawn, add(ac, sing), "draws", "your sum"),
        DRAWS,
    )


# Distances ------------------------------------------------------------------------------------------------------------


def wasserstein(first: Array, second: Array, *, capped: bool = False) -> float:
    """W1 of two samples, coupled by their order; with the cost capped at 1 where that is asked."""
    levels = (np.arange(2_000) + 0.5) / 2_000
    gaps = np.abs(np.quantile(first, levels) - np.quantile(second, levels))
    return float(np.mean(np.minimum(gaps, 1.0) if capped else gaps))


def noise(drawn: Array, *, capped: bool = False) -> float:
    """How far two samples of the same law are apart: the two halves of this one."""
    half = len(drawn) // 2
    return 2 * wasserstein(drawn[:half], drawn[half:], capped=capped)


# Rows ----------------------------------------------------------------------------------------------------------------


def _probabilities(drawn: Array, measure: Tree, mass: float, lab: Lab) -> tuple[Row, ...]:
    """The mass of half lines and of atoms, by draws and exactly."""
    rows = [
        share_row(f"(-oo, {brief(p)}]", drawn <= near(p), exact_mass(lab, measure, up_to(p)), mass)
        for p in places(drawn)
    ]
    for place in heavy(drawn)[:4]:
        expected = exact_mass(lab, measure, finite_set(num(place)))
        rows.append(share_row(f"{{{brief(place)}}}", drawn == near(place), expected, mass))
    return tuple(rows)


def _mean(measure: Tree) -> Tree:
    return tree("integral_on", "x", (var("x"), REALS, measure))


def _sum_of_masses(parts: Sequence[Tree], set_: Tree, lab: Lab) -> float | None:
    masses = [exact_mass(lab, part, set_) for part in parts]
    return None if None in masses else sum(m for m in masses if m is not None)
