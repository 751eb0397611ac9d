"""Couplings: draws of both coordinates against the two marginals, and the mean cost."""

from collections.abc import Callable

import numpy as np

from tutor.judge.claims import Couples
from tutor.language.tree import Tree
from tutor.simulation.arrays import Array, NoNumbers
from tutor.simulation.lab import (
    DRAWS,
    Findings,
    Lab,
    agrees,
    brief,
    exact,
    exact_mass,
    mean_row,
    near,
    places,
    share_row,
    up_to,
)
from tutor.simulation.laws import parts_of
from tutor.simulation.values import Row, Table
from tutor.simulation.vectors import vector_sampler

Pairs = tuple[Array, Array]


def of_coupling(claim: Couples, lab: Lab) -> Findings:
    """Each coordinate of draws of the plan against its marginal, and the mean cost against its bound."""
    mass, draw = _plan(claim, lab)
    first, second = draw(DRAWS)
    tables = [
        Table(
            f"mass of {{{name} <= t}}, by draws of your plan and under the marginal",
            "t",
            _marginal(values, measure, mass, lab),
        )
        for name, values, measure in (("x", first, claim.first), ("y", second, claim.second))
    ]
    agree = [agrees(table.rows) for table in tables]
    if claim.cost is not None and claim.bound is not None:
        row = mean_row("mean cost", lab.at({"x": first, "y": second})(claim.cost), exact(claim.bound), mass)
        tables.append(Table("mean cost, and the largest that is accepted", "cost", (row,), bound=True))
        agree.append(None if row.expected is None or row.observed is None else _below(row))
    title = f"{DRAWS:,} draws of your plan."
    return Findings(title, tuple(tables), all(agree) if None not in agree else None, None, DRAWS)


def _below(row: Row) -> bool:
    return (row.observed or 0.0) <= (row.expected or 0.0) + 2.5 * (row.error or 0.0)


def _marginal(drawn: Array, measure: Tree, mass: float, lab: Lab) -> tuple[Row, ...]:
    return tuple(
        share_row(brief(p), drawn <= near(p), exact_mass(lab, measure, up_to(p)), mass)
        for p in places(drawn, (0.1, 0.3, 0.5, 0.8))
    )


_Plan = tuple[float, Callable[[int], Pairs]]


def _plan(claim: Couples, lab: Lab) -> _Plan:
    if claim.plan.head == "matrix":
        return _table(claim, lab)
    source = vector_sampler(claim.plan, lab)
    return source.mass, lambda count: _pair(source.draw(count))


def _pair(drawn: tuple[Array, ...]) -> Pairs:
    if len(drawn) != 2:
        raise NoNumbers("a measure that is not on the plane")
    return drawn[0], drawn[1]


def _table(claim: Couples, lab: Lab) -> _Plan:
    """A matrix is a table of masses at the pairs of atoms of the marginals, in increasing order."""
    rows = [[exact(entry) for entry in row.args] for row in claim.plan.args]
    across, down = (_atoms(measure) for measure in (claim.second, claim.first))
    if len(rows) != len(down) or any(len(row) != len(across) for row in rows):
        raise NoNumbers("a table of another size than the marginals have atoms")
    masses = np.array([[np.nan if entry is None else entry for entry in row] for row in rows])
    if not np.all(masses >= 0):
        raise NoNumbers("a negative mass cannot be drawn")
    total = float(masses.sum())

    def draw(count: int) -> Pairs:
        chosen = lab.dice.choice(masses.size, size=count, p=masses.ravel() / total)
        return down[chosen // masses.shape[1]], across[chosen % masses.shape[1]]

    return total, draw


def _atoms(measure: Tree) -> Array:
    places = [exact(atom.place) for atom in parts_of(measure).atoms]
    return np.array(sorted(p for p in places if p is not None))
