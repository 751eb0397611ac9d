"""Distances between laws with finitely many values, whose places and masses are expressions in parameters."""

from functools import cmp_to_key
from itertools import pairwise

from tutor.language.tree import Tree
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.objects.measures.formal import Parameters
from tutor.mathematics.objects.measures.parts import Mass, Part
from tutor.mathematics.trees.build import HALF, ONE, TWO, ZERO, add, call, mul, power, sqrt, sub

_Row = tuple[Tree, Tree, Tree]


def between_atoms(name: str, left: list[Part], right: list[Part], parameters: Parameters) -> Tree:
    """TV, H2 or W1. Raises Undecided; Open where the order of two places is.

    Hypothesis, proved: both are probability measures, their masses are not negative and their places are in order.
    """
    rows = _rows(_masses(left, parameters), _masses(right, parameters), parameters)
    if name == "TV":
        return mul(HALF, add(ZERO, *(call("abs", sub(p, q)) for _, p, q in rows)))
    if name == "H2":
        return mul(HALF, add(ZERO, *(power(sub(sqrt(p), sqrt(q)), TWO) for _, p, q in rows)))
    if name != "W1":
        raise Undecided("a distance of laws with parameters from different families")
    found, risen = [], ZERO
    for (place, p, q), (following, _, _) in pairwise(rows):
        risen = add(risen, sub(p, q))
        found.append(mul(call("abs", risen), sub(following, place)))
    return add(ZERO, *found)


def _masses(parts: list[Part], parameters: Parameters) -> list[Mass]:
    masses = [part for part in parts if isinstance(part, Mass)]
    total = parameters.constants.simplified(add(ZERO, *(part.mass for part in masses)))
    if len(masses) < len(parts) or total is not ONE:
        raise Undecided("a distance of laws with parameters from different families")
    if any(parameters.constants.sign(part.mass) < 0 for part in masses):
        raise Undecided("a negative mass")
    return masses


def _rows(left: list[Mass], right: list[Mass], parameters: Parameters) -> list[_Row]:
    """The places in order, each with both masses."""
    table: list[tuple[Tree, list[Tree], list[Tree]]] = []
    for side, masses in enumerate((left, right), start=1):
        for part in masses:
            row = next((r for r in table if parameters.order(r[0], part.place) == 0), None)
            if row is None:
                row = (part.place, [], [])
                table.append(row)
            (row[1] if side == 1 else row[2]).append(part.mass)
    rows: list[tuple[Tree, Tree, Tree]] = [
        (place, add(ZERO, *ours), add(ZERO, *theirs)) for place, ours, theirs in table
    ]

    def order(one: _Row, other: _Row) -> int:
        return parameters.order(one[0], other[0])

    return sorted(rows, key=cmp_to_key(order))
