"""Functions at points: the values of the answer, and where it parts from the key once that may be seen."""

import numpy as np

from tutor.judge.claims import Equal, Notion
from tutor.language.tree import Tree
from tutor.mathematics.trees import Domain, Variable
from tutor.simulation.arrays import Array, NoNumbers
from tutor.simulation.histograms import middles, values_of
from tutor.simulation.inequalities import cloud_of, is_generic
from tutor.simulation.lab import Findings, Lab, a_point, brief, finite, put_in, share_row, window
from tutor.simulation.values import Drawing, Graph, Row, Table

_SHARES = (0.057, 0.207, 0.363, 0.517, 0.653, 0.803, 0.953)
_MODERATE = 8.0
"""Only points of moderate size are compared: far out floats overflow where exact values do not."""


def of_function(claim: Equal, lab: Lab) -> Findings:
    """A table of values; with the key in, the key's beside them and the share of points at which the two differ."""
    variable = _running(claim.domain)
    parameters = Domain(tuple(v for v in claim.domain.variables if v is not variable))
    values = a_point(parameters)
    answer, key = put_in(claim.answer, values), put_in(claim.key, values)
    points = _points(variable)
    own = lab.at({variable.name: points})(answer)
    models = lab.at({variable.name: points})(key) if lab.reveal else np.full(len(points), np.nan)
    rows = tuple(
        Row(brief(float(x)), finite(float(a)), None, finite(float(b)))
        for x, a, b in zip(points, own, models, strict=True)
    )
    tables = [Table("value of yours", variable.name, rows)]
    apart = None
    if lab.reveal and claim.notion is Notion.UP_TO_A_CONSTANT:
        gaps = tuple(Row(row.at, row.gap) for row in rows)
        tables = [Table("yours less the model, a constant on each piece", variable.name, gaps)]
    elif lab.reveal:
        apart = _apart(claim, lab)
        tables.append(Table("share of random points at which the two differ", "points", (apart,)))
    fixed = ", ".join(f"{name} = {value.value}" for name, value in values.items())
    return Findings(
        "Values of your function" + (f", with {fixed}." if fixed else "."),
        tuple(tables),
        None if apart is None else apart.observed == 0,
        _drawing(answer, key, variable, lab),
    )


def _running(domain: Domain) -> Variable:
    """The variable that runs along the table: the first real one, else the first."""
    if not domain.variables:
        raise NoNumbers("there is no variable")
    return (domain.reals or domain.variables)[0]


def _points(variable: Variable) -> Array:
    low, high = window(variable)
    if variable.integer:
        return np.arange(np.ceil(low), np.ceil(low) + 7)
    # Odd places, so that few of them are the exceptional points of an answer that is right almost everywhere.
    return np.array([float(f"{low + (high - low) * share:.3g}") for share in _SHARES])


def _apart(claim: Equal, lab: Lab) -> Row:
    """The share of points of the domain at which the two sides differ by more than rounding."""
    cloud = cloud_of(claim.domain, lab)
    arrays = lab.at(cloud)
    own, models = arrays(claim.answer), arrays(claim.key)
    near = np.logical_and.reduce([np.abs(points) <= _MODERATE for points in cloud.values()])
    if claim.notion is not Notion.EVERYWHERE:
        near = near & np.logical_and.reduce([is_generic(cloud[v.name]) for v in claim.domain.reals])
    both = near & np.isfinite(own) & np.isfinite(models)
    scale = np.maximum(1.0, np.maximum(np.abs(own), np.abs(models)))
    differ = (np.abs(own - models) > 1e-7 * scale)[both]
    if not differ.size:
        raise NoNumbers("no points at which both have a value")
    row = share_row(f"{differ.size:,}", differ, 0.0)
    return Row(row.at, row.observed, row.error, 0.0)


def _drawing(answer: Tree, key: Tree, variable: Variable, lab: Lab) -> Drawing | None:
    if variable.integer:
        return None
    low, high = window(variable)
    points = middles(low, high)
    graphs = [Graph("yours", values_of(lab.at({variable.name: points})(answer)))]
    if lab.reveal:
        graphs.append(Graph("the model", values_of(lab.at({variable.name: points})(key))))
    return Drawing(low, high, graphs=tuple(graphs))
