"""Numbers that are integrals, series, masses and distances: each estimated by quadrature or by draws."""

import math
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from tutor.judge.claims import Compares, Equal, Rounds
from tutor.judge.spelling import tree_text
from tutor.language.tree import Tree, free_names, tree, walk
from tutor.mathematics.objects.measures import Measure
from tutor.mathematics.objects.sets import FAMILIES
from tutor.mathematics.trees.build import (
    REALS,
    indicator,
    member,
    mul,
    num,
    sign_of_infinity,
    var,
)
from tutor.simulation.arrays import Array, NoNumbers
from tutor.simulation.lab import DRAWS, SERIES, Findings, Lab, agrees, end, exact, finite, is_blind, joined, put_in
from tutor.simulation.laws import end_of, parts_of
from tutor.simulation.measures import noise, wasserstein
from tutor.simulation.quadrature import Estimate, ends_of, integrated
from tutor.simulation.values import Row, Table


def of_number(claim: Equal | Rounds, lab: Lab) -> Findings:
    """Every integral, series, mass or distance in the answer, estimated; in the key, too, once it may be seen."""
    shown = [claim.answer, *([claim.key] if lab.reveal else [])]
    rows = tuple(_estimates(shown, lab))
    tables: tuple[Table, ...] = (Table("estimates beside exact values", "quantity", rows),) if rows else ()
    if lab.reveal:
        yours, model = exact(claim.answer), exact(claim.key)
        if tables and yours is not None and model is not None:
            tables = (*tables, Table("your number and the model's", "number", (Row("yours", yours, None, model),)))
    if not tables:
        raise NoNumbers("your answer is a number as it stands, so there is nothing to sample")
    title = "The integrals, series and masses that are written here, by quadrature or by draws."
    fits = joined([agrees(table.rows) for table in tables]) if lab.reveal else None
    return Findings(title, tables, fits, None, _drawn(rows))


def of_comparison(claim: Compares, lab: Lab) -> Findings:
    """Both sides as numbers, for a few indices where they have one."""
    if claim.domain.reals or len(claim.domain.integers) > 1:
        raise NoNumbers("an inequality between integrals with parameters")
    if claim.domain.integers:
        (variable,) = claim.domain.integers
        first = int(end(variable.low))
        settings = [(str(n), {variable.name: num(n)}) for n in SERIES if n >= first]
    else:
        settings = [("left side", {})]
    rows = []
    for name, values in settings:
        left, goal = (_value(put_in(side, values), lab) for side in (claim.left, claim.right))
        rows.append(Row(name, finite(left.value), finite(left.error), finite(goal.value)))
    over = claim.domain.integers[0].name if claim.domain.integers else "sides"
    text = tree_text(claim.right)
    right = text if len(text) <= 20 else "the right side"
    quantity = f"left side, which is to be {_COMPARED.get(claim.op, 'compared with')} {right}"
    table = Table(quantity, over, tuple(rows), bound=claim.op in ("lt", "le", "<", "<="))
    return Findings("Both sides as numbers.", (table,), _compared(claim.op, rows))


_COMPARED = {"<": "less than", "<=": "at most", "=": "equal to", "!=": "different from"}


def _compared(op: str, rows: list[Row]) -> bool | None:
    gaps = [(r.gap, r.error or 0.0) for r in rows if r.gap is not None]
    if len(gaps) < len(rows):
        return None
    if op in ("<", "<="):
        return all(gap <= 3 * error + 1e-9 for gap, error in gaps)
    return all(abs(gap) <= 3 * error + 1e-9 for gap, error in gaps) if op == "=" else None


def _drawn(rows: tuple[Row, ...]) -> int:
    return DRAWS if any(row.at.startswith(("W1", "W2", "mass")) for row in rows) else 0


def _value(node: Tree, lab: Lab) -> Estimate:
    """The value of a closed expression, exactly where that can be had, else by estimates of its parts."""
    if sign_of_infinity(node):
        return Estimate(math.inf * sign_of_infinity(node), 0.0)
    known = exact(node)
    if known is not None:
        return Estimate(known, 0.0)
    return estimate(node, lab) if _name(node) in _RULES else Estimate(math.nan, math.inf)


# Parts ----------------------------------------------------------------------------------------------------------------


def _estimates(nodes: list[Tree], lab: Lab) -> Iterator[Row]:
    """One row for each part that can be estimated, the outermost ones, at most eight."""
    seen: dict[Tree, None] = {}
    waiting = list(reversed(nodes))
    while waiting and len(seen) < 8:
        node = waiting.pop()
        if _name(node) in _RULES and not free_names(node):
            seen[node] = None
        else:
            waiting += reversed(node.args)
    for node in seen:
        try:
            found = estimate(node, lab)
        except NoNumbers:
            continue
        text = tree_text(node)
        usable = finite(found.value) if found.settled or abs(found.value) < 1e-6 or found.error < 0.2 else None
        yield Row(text if len(text) <= 48 else text[:45] + "…", usable, finite(found.error), exact(node, lab.budget))


def estimate(node: Tree, lab: Lab) -> Estimate:
    """One part by quadrature, partial sums or draws. Raises NoNumbers."""
    return _RULES[_name(node)](node, lab)


def _name(node: Tree) -> str:
    if node.head == "sum" and not any(sign_of_infinity(side) for side in node.args[1:]):
        return ""
    return str(node.value) if node.head == "call" else node.head


def _between(node: Tree, lab: Lab) -> Estimate:
    return _line_integral(node.args[0], node.value, end(node.args[1]), end(node.args[2]), lab)


def _line_integral(body: Tree, name: str, low: float, high: float, lab: Lab) -> Estimate:
    sign = 1.0 if low <= high else -1.0
    low, high = min(low, high), max(low, high)
    cuts = ends_of(body, name, low, high, {}, lab.effort)
    found = integrated(lambda x: lab.at({name: x})(body), cuts)
    return Estimate(sign * found.value, found.error)


def _over_set(node: Tree, lab: Lab) -> Estimate:
    body, set_, *against = node.args
    if against:
        return _against(body, node.value, set_, against[0], lab)
    if set_.head == "interval":
        return _line_integral(body, node.value, end(set_.args[0]), end(set_.args[1]), lab)
    inside = mul(indicator(member(var(node.value), set_)), body)
    return _line_integral(inside, node.value, -math.inf, math.inf, lab)


def _against(body: Tree, name: str, set_: Tree, measure: Tree, lab: Lab) -> Estimate:
    """The mean over draws, times the mass."""
    if measure.head == "law" and measure.value == "lebesgue":
        return _over_set(tree("integral_on", name, (body, set_)), lab)
    if is_blind(set_):
        raise NoNumbers("floats do not tell the points of this set from others")
    mass, drawn = lab.draws(measure)
    function = body if set_ is REALS else mul(indicator(member(var(name), set_)), body)
    values = lab.at({name: drawn})(function)
    values = values[np.isfinite(values)]
    if values.size < DRAWS // 2:
        raise NoNumbers("most values are undefined")
    value, error = mass * float(values.mean()), mass * 2 * float(values.std()) / math.sqrt(values.size)
    return Estimate(value, error + _SERIES_ERROR * abs(value))


def _series(node: Tree, lab: Lab) -> Estimate:
    body, low, high = node.args
    if sign_of_infinity(high) <= 0:
        raise NoNumbers("a sum without a first number")
    start = int(end(low))
    numbers = np.arange(start, start + 20_000, dtype=np.float64)
    terms = lab.at({node.value: numbers})(body)
    bad = np.flatnonzero(~np.isfinite(terms))
    terms = terms[: bad[0]] if bad.size else terms
    if len(terms) < 20:
        raise NoNumbers("terms without a value")
    partial = np.cumsum(terms)
    return Estimate(float(partial[-1]), 2 * abs(float(partial[-1] - partial[len(partial) // 2])))


def _mass(node: Tree, lab: Lab) -> Estimate:
    if len(node.args) == 1:
        mass = lab.sampler(node.args[0]).mass
        return Estimate(mass, 1e-3 * mass)
    return _against(num(1), "x", node.args[1], node.args[0], lab)


def _length(node: Tree, lab: Lab) -> Estimate:
    if any(part.head in FAMILIES and sign_of_infinity(part.args[2]) for part in walk(node)):
        raise NoNumbers("an endless family of sets")
    return _over_set(tree("integral_on", "x", (num(1), node.args[0])), lab)


def _transport(power: int) -> Callable[[Tree, Lab], Estimate]:
    """W_p of two samples, coupled by their order."""

    def rule(node: Tree, lab: Lab) -> Estimate:
        first, second = (lab.draws(part)[1] for part in node.args)
        if power == 1:
            value = wasserstein(first, second)
            return Estimate(value, noise(first) + noise(second))
        levels = (np.arange(4_000) + 0.5) / 4_000
        gaps = np.quantile(first, levels) - np.quantile(second, levels)
        value = math.sqrt(float(np.mean(gaps**2)))
        return Estimate(value, 2 * (noise(first) + noise(second)) + 0.01 * value)

    return rule


# Divergences ----------------------------------------------------------------------------------------------------------

_SERIES_ERROR = 1e-4
"""What endless series of atoms may lack of their mass, as a part of it."""

_Pair = Callable[[Array, Array], Array]
_TINY = 1e-200
"""Densities below count as 0: there the other one may underflow."""


def _kl(p: Array, q: Array) -> Array:
    return np.where(p > _TINY, p * (np.log(np.maximum(p, _TINY)) - np.log(q)), 0.0)


def _js(p: Array, q: Array) -> Array:
    return (_kl(p, (p + q) / 2) + _kl(q, (p + q) / 2)) / 2


def _divergence(of: _Pair, scale: float = 1.0) -> Callable[[Tree, Lab], Estimate]:
    """The integral of a function of the two densities, plus its sum over the atoms of both."""

    def rule(node: Tree, lab: Lab) -> Estimate:
        pair = [parts_of(part) for part in node.args]
        if any(m.images or m.families or m.cylinders for m in pair):
            raise NoNumbers("measures that are not densities and atoms")
        cuts = sorted({e for m in pair for d in m.densities for e in (end_of(d.low), end_of(d.high))})
        found = integrated(lambda x: of(*(_height(m, x, lab) for m in pair)), cuts) if cuts else Estimate(0.0, 0.0)
        atoms = [{exact(a.place): exact(a.mass) or 0.0 for a in m.atoms} for m in pair]
        places = sorted(p for p in {*atoms[0], *atoms[1]} if p is not None)
        masses = [np.array([side.get(p, 0.0) for p in places]) for side in atoms]
        with np.errstate(all="ignore"):
            jumps = float(np.sum(of(masses[0], masses[1]))) if places else 0.0
        return Estimate(scale * (found.value + jumps), scale * found.error)

    return rule


def _height(measure: Measure, points: Array, lab: Lab) -> Array:
    total = np.zeros(len(points))
    for density in measure.densities:
        inside = (points > end_of(density.low)) & (points < end_of(density.high))
        total = total + np.where(inside, lab.at({"x": points})(density.function), 0.0)
    return total


def _root(rule: Callable[[Tree, Lab], Estimate]) -> Callable[[Tree, Lab], Estimate]:
    def root(node: Tree, lab: Lab) -> Estimate:
        found = rule(node, lab)
        value = math.sqrt(max(found.value, 0.0))
        return Estimate(value, found.error / max(value, 1e-6))

    return root


_HELLINGER = _divergence(lambda p, q: (np.sqrt(p) - np.sqrt(q)) ** 2, 0.5)

_RULES: Mapping[str, Callable[[Tree, Lab], Estimate]] = {
    "integral": _between,
    "integral_on": _over_set,
    "sum": _series,
    "mass": _mass,
    "measure": _length,
    "W1": _transport(1),
    "W2": _transport(2),
    "KL": _divergence(_kl),
    "JS": _divergence(_js),
    "TV": _divergence(lambda p, q: np.abs(p - q), 0.5),
    "H2": _HELLINGER,
    "Hellinger": _root(_HELLINGER),
}
