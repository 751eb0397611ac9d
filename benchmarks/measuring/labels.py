"""The labels of the lists of measures, claims and witnesses, checked by clouds, quadrature, enumeration and grids.

`complaint(row)` is None where the second computation agrees with the label. A row is refused, never silently passed:
what floats cannot see stands in `BLIND` with the reasoning behind its label.
"""

import math
import re
from collections.abc import Callable
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np

from benchmarks.fuzzing.rewriting import replaced
from benchmarks.measuring import witnesses
from benchmarks.measuring.blind import BLIND
from benchmarks.measuring.clouds import ATOM, Cloud, cloud, distance, inside, is_measure, joined
from benchmarks.measuring.floats import Blind, holds, member, value
from benchmarks.measuring.numbers import measures_given, number
from benchmarks.measuring.parts import charged
from benchmarks.measuring.sequences import converges, dominated, exponents_of, rate_fails
from tutor.language.faults import Fault
from tutor.language.names import Names
from tutor.language.reading import read
from tutor.language.tree import Tree, tree

Row = dict[str, Any]

PARAMETERS = {"q": 0.3, "a": 1.7, "m": 0.4, "s": 1.3, "c": 0.7, "r": 1.9, "p": 0.35}
"""Values at which parameters are tried."""

SAME, DIFFERENT = 3e-3, 6e-3
"""Distances below the first count as equal, above the second as different; between them nothing is told."""


def tree_of(text: str, **sorts: str) -> Tree:
    """The tree of a text with these names declared."""
    return read(text, Names(sorts)).tree


def complaint(row: Row) -> str | None:
    """What the second computation says against the label, or None."""
    if row["id"] in BLIND:
        return None
    try:
        right = CHECKS[row["kind"]](row)
    except (Blind, Fault) as open_case:
        return f"{row['id']}: not seen: {open_case}"
    if right is None:
        return f"{row['id']}: too near to tell"
    wanted = row["expect"] == "correct"
    return None if right is wanted else f"{row['id']}: labelled {row['expect']}: {row['answer']}"


def _told(gap: float) -> bool | None:
    return True if gap < SAME else False if gap > DIFFERENT else None


@cache
def _measure(text: str, names: tuple[str, ...] = ()) -> Cloud:
    return cloud(tree_of(text, **dict.fromkeys(names, "real")), PARAMETERS)


def _measures(row: Row) -> bool | None:
    names = tuple(row.get("variables", ()))
    if "limit_of" in row:
        return _weakly(row)
    answer = cloud(tree_of(row["answer"], **dict.fromkeys(names, "real")), PARAMETERS)
    return _told(distance(answer, _measure(row["key"], names)))


def _weakly(row: Row) -> bool | None:
    """Characteristic functions at an index far out."""
    answer = cloud(tree_of(row["answer"]))
    far = cloud(tree_of(row["limit_of"], n="integer"), {"n": 400.0})
    gaps = [abs(_wave(answer, t) - _wave(far, t)) for t in (0.0, 0.3, 1.0, 1.7)]
    return True if max(gaps) < 0.01 else False if max(gaps) > 0.03 else None


def _wave(found: Cloud, t: float) -> complex:
    return complex(np.sum(found.weights * np.exp(1j * t * found.line()))) if len(found.weights) else 0j


@cache
def _key_number(text: str, given: tuple[tuple[str, str], ...]) -> float:
    env = measures_given({name: tree_of(inner) for name, inner in given})
    return number(tree_of(text, **{name: "measure" for name, _ in given}), env)


def _numbers(row: Row) -> bool | None:
    key = _key_number(row["key"], tuple(row.get("given", {}).items()))
    answer = number(tree_of(row["answer"]), {})
    if math.isinf(key) or math.isinf(answer):
        return key == answer
    return _told(abs(key - answer) / (abs(key) + 1e-3))


def _densities(row: Row) -> bool | None:
    """answer * against = of, as measures."""
    of, against = _measure(row["of"]), _measure(row.get("against", "lebesgue"))
    x = against.line()
    values = np.broadcast_to(value(tree_of(row["answer"], x="real"), {"x": x}), x.shape)
    if np.any(np.isnan(values) & (against.weights > 1e-9)):
        return False
    weighted = Cloud(against.points, against.weights * np.nan_to_num(values), against.nature)
    return _told(distance(weighted, of) / 4)


def _distributions(row: Row) -> bool | None:
    of, node = _measure(row["of"]), tree_of(row["answer"], x="real")
    atoms = of.line()[of.nature == ATOM]
    grid = np.concatenate([np.linspace(-5, 5, 401) + 0.00123, np.unique(atoms), np.unique(atoms) + 1e-7])
    order = np.argsort(of.line())
    steps = np.concatenate([[0.0], np.cumsum(of.weights[order])])
    truth = steps[np.searchsorted(of.line()[order], grid, side="right")]
    found = np.broadcast_to(value(node, {"x": grid}), grid.shape)
    return _told(float(np.max(np.where(np.isnan(found), 1.0, np.abs(found - truth)))))


def _decompositions(row: Row) -> bool | None:
    ac, sing = (cloud(part) for part in tree_of(row["answer"]).args)
    of, against = _measure(row["of"]), _measure(row.get("against", "lebesgue"))
    whole = distance(joined([ac, sing]), of)
    outside = ac.on(~charged(ac, against)).mass if len(ac.weights) else 0.0
    common = sing.on(charged(sing, against)).mass if len(sing.weights) else 0.0
    return _told(max(whole, outside / 5, common / 5))


def _relations(row: Row) -> bool | None:
    of, against = _measure(row["of"]), _measure(row["against"])
    loose, common = of.on(~charged(of, against)).mass > 1e-2, of.on(charged(of, against)).mass > 1e-2
    said, _, text = row["answer"].partition(",")
    truth = not loose if row["relation"] == "<<" else not common
    if (said == "yes") != truth:
        return False
    if not text:
        return True
    witness = tree_of(text.strip(), x="real")
    mine, theirs = (c.on(inside(c, witness, {})).mass for c in (of, against))
    return mine > 1e-2 and theirs < 1e-3 if said == "no" else mine > of.mass - 1e-2 and theirs < 1e-3


def _couplings(row: Row) -> bool | None:
    node = tree_of(row["answer"])
    plan = cloud(node) if is_measure(node, {}) else _table(node, row)
    if np.any(plan.weights < 0):
        return False
    marginals = [_measure(row[name]) for name in ("of", "against")]
    gap = max(distance(plan.marginal(axis), marginals[axis]) for axis in (0, 1))
    if "cost" in row and gap < SAME:
        x, y = plan.points.T
        cost = np.sum(plan.weights * value(tree_of(row["cost"], x="real", y="real"), {"x": x, "y": y}))
        gap = max(gap, float(cost) - number(tree_of(row["bound"]), {}))
    return _told(gap)


def _table(node: Tree, row: Row) -> Cloud:
    axes = [np.unique(_measure(row[name]).line()) for name in ("of", "against")]
    cells = [
        (x, y, float(value(cell, {})))
        for x, line in zip(axes[0], node.args, strict=True)
        for y, cell in zip(axes[1], line.args, strict=True)
    ]
    return Cloud(np.array([c[:2] for c in cells]), np.array([c[2] for c in cells]), np.full(len(cells), ATOM))


def _dominations(row: Row) -> bool | None:
    return dominated(row, tree_of)


def _rates(row: Row) -> bool | None:
    return not rate_fails(row, tree_of)


MODES = ("pointwise", "a.e.", "uniformly", "in measure", "in L^1", "in L^2")


def _modes(row: Row) -> bool | None:
    found = converges(row["sequence"], row["on"], tree_of, row.get("limit"))
    marks = row["answer"].split()
    return all((mark == "Y") == found[name] for name, mark in zip(row["rows"], marks, strict=True))


def _sequences(row: Row) -> bool | None:
    text = row["answer"].partition("=")[2] if row["answer"].startswith("f_n(x) =") else row["answer"]
    found = converges(text, row["on"], tree_of, "0")
    return all(found[name] for name in row["converges"]) and not any(found[name] for name in row["fails"])


def _exponents(row: Row) -> bool | None:
    claimed = tree_of(row["answer"], p="real")
    powers, truth = exponents_of(row["function"], row["on"], tree_of)
    if claimed.head in ("interval", "finite", "union", "pair", "set"):
        said = member(np.array(powers), claimed, {})
        if claimed.head == "interval" and claimed.value[1] and claimed.args[1].value == "oo":
            said[-1] = True
    else:
        said = holds(claimed, {"p": np.array(powers)})
        said[-1] = said[-1] and "oo" in row["answer"]
    return bool(np.all(np.asarray(said) == np.array(truth)))


def _approximations(row: Row) -> bool | None:
    low, high = (float(value(end, {})) for end in tree_of(row["on"]).args)
    grid = np.linspace(low, high, 20001)
    target = np.broadcast_to(value(tree_of(row["of"], x="real"), {"x": grid}), grid.shape)
    if row["by"] == "Bernstein degree":
        n = int(row["answer"])
        nodes = value(tree_of(row["of"], x="real"), {"x": np.arange(n + 1) / n})
        basis = [math.comb(n, k) * grid**k * (1 - grid) ** (n - k) for k in range(n + 1)]
        found = sum(v * b for v, b in zip(np.broadcast_to(nodes, n + 1), basis, strict=True))
    else:
        found = value(tree_of(row["answer"], x="real"), {"x": grid})
    gap = float(np.max(np.abs(found - target))) - float(value(tree_of(row["eps"]), {}))
    return gap < (1e-12 if row.get("strict") == "no" else -1e-9)


def _covers(row: Row) -> bool | None:
    names = {"eps": "real", "k": "integer", "q": "sequence"}
    low, high = _ends(row["answer"], names)
    k = np.arange(1.0, 300_001.0)
    for eps in (0.5, 0.1):
        places = {"k": k, "eps": eps, "Q": np.zeros(k.shape)}
        lengths = np.broadcast_to(_at(high, places) - _at(low, places), k.shape)
        total = float(np.sum(np.maximum(lengths, 0)))
        growth = float(np.sum(lengths[k > 1000]))
        if growth > 0.05 * total or not total < eps * (1 - 1e-6 if row["strict"] == "yes" else 1 + 1e-6):
            return False
        if not _covered(row["target"], low, high, eps):
            return False
    return True


def _ends(text: str, names: dict[str, str]) -> tuple[Tree, Tree]:
    body = tree_of(text.partition("=")[2].strip(), **names)
    return body.args[0], body.args[1]


def _at(node: Tree, env: dict[str, Any]) -> Any:
    """The value with q_k put in."""
    return value(replaced(node, tree("apply", "q", (tree("var", "k"),)), tree("var", "Q")), env)


def _covered(target: str, low: Tree, high: Tree, eps: float) -> bool:
    k = np.arange(1.0, 13.0)
    generic = np.modf(k * 0.7548776662466927)[0]
    points = {"q_n": generic, "n": k, "-n": -k, "1/n": 1 / k}[target]
    env = {"k": k, "eps": eps, "Q": generic}
    a, b = (np.broadcast_to(_at(end, env), k.shape) for end in (low, high))
    return all(bool(np.any((a < p) & (p < b))) for p in points)


def _sigma_algebras(row: Row) -> bool | None:
    sets = [frozenset(re.findall(r"\w+", text)) for text in re.findall(r"\{([^}]*)\}", row["answer"])]
    space = frozenset(re.findall(r"\w+", row["ground"]))
    family = {
        frozenset(),
        space,
        *(frozenset(re.findall(r"\w+", g)) for g in re.findall(r"\{([^}]*)\}", row["generators"])),
    }
    while True:
        more = {space - a for a in family} | {a | b for a, b in combinations(family, 2)}
        if more <= family:
            return set(sets) == family
        family |= more


CHECKS: dict[str, Callable[[Row], bool | None]] = {
    "measure": _measures,
    "number": _numbers,
    "density": _densities,
    "cdf": _distributions,
    "decomposition": _decompositions,
    "relation": _relations,
    "coupling": _couplings,
    "dominating": _dominations,
    "rate": _rates,
    "modes": _modes,
    "sequence": _sequences,
    "exponents": _exponents,
    "approximation": _approximations,
    "cover": _covers,
    "sigma_algebra": _sigma_algebras,
    "witness": witnesses.right,
}
