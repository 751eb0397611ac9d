"""Sets by random points, and finite families of sets by enumeration."""

import math
from itertools import combinations

from tutor.judge.claims import GeneratedAlgebra, SameSet
from tutor.language.tree import Tree, tree, walk
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.results import NoValue
from tutor.mathematics.objects.reduction import plain_set
from tutor.mathematics.trees import OutOfSteps
from tutor.mathematics.trees.build import call, interval, num, sign_of_infinity, var
from tutor.mathematics.trees.calculus import NotSmooth
from tutor.simulation.arrays import NoNumbers
from tutor.simulation.lab import DRAWS, Findings, Lab, agrees, brief, exact, near, nice, share_row
from tutor.simulation.values import Row, Table

MOST_SETS = 256


def of_set(claim: SameSet, lab: Lab) -> Findings:
    """The length of the answer inside a window by random points; with the key in, of what the two don't share."""
    shown = [_plain(set_, lab) for set_ in (claim.answer, *([claim.key] if lab.reveal else []))]
    low, high = _window(shown)
    points = low + (high - low) * lab.dice.random(DRAWS)
    inside = [lab.at({"x": points}).member(var("x"), set_) for set_ in shown]
    frame = interval(num(nice(low)), num(nice(high)))
    length = exact(call("measure", tree("intersection", None, (shown[0], frame))))
    name = f"[{brief(low)}, {brief(high)}]"
    rows = [share_row(f"yours in {name}", inside[0], length, high - low)]
    if lab.reveal:
        apart = share_row("in one of the two sets only", inside[0] != inside[1], 0.0, high - low)
        rows.append(Row(apart.at, apart.observed, apart.error, 0.0))
    return Findings(
        f"{DRAWS:,} random points of {name}.",
        (Table("length", "set", tuple(rows)),),
        agrees(rows) if lab.reveal else None,
        None,
        DRAWS,
    )


def _plain(set_: Tree, lab: Lab) -> Tree:
    """The set without subdifferentials and families, where they can be written out."""
    try:
        return plain_set(set_, lab.budget)
    except (Undecided, NoValue, TooLarge, Unsupported, NotSmooth, OutOfSteps):
        return set_


def of_algebra(claim: GeneratedAlgebra, lab: Lab) -> Findings:
    """What the answer lacks to be a sigma-algebra, by going through its sets; a number of sets is left alone."""
    if isinstance(claim.answer, int):
        raise NoNumbers("there is nothing to sample about a number of sets")
    sets = claim.answer
    if len(sets) > MOST_SETS:
        raise NoNumbers("there are too many sets to go through")
    faults = _of_atoms(claim.ground, sets) if claim.of == "atoms" else _of_sets(claim.ground, sets, claim.generators)
    rows = (Row("sets", float(len(sets))), *(Row(name, float(number), None, 0.0) for name, number in faults.items()))
    table = Table("how many", "what", rows)
    return Findings("All sets of your answer, gone through one by one.", (table,), agrees(rows))


_Sets = frozenset[frozenset[str]]


def _of_atoms(ground: frozenset[str], sets: _Sets) -> dict[str, int]:
    """What keeps sets from being a partition."""
    return {
        "pairs that meet": sum(bool(a & b) for a, b in combinations(sets, 2)),
        "points in no set": len(ground - frozenset().union(*sets)),
        "empty sets": sum(not one for one in sets),
    }


def _of_sets(ground: frozenset[str], sets: _Sets, generators: _Sets) -> dict[str, int]:
    """What keeps sets from being a sigma-algebra that has the generators."""
    return {
        "generators that are missing": len(generators - sets),
        "complements that are missing": sum(ground - one not in sets for one in sets),
        "unions of two that are missing": sum(a | b not in sets for a, b in combinations(sets, 2)),
    }


def _window(sets: list[Tree]) -> tuple[float, float]:
    """A stretch around the short constants that the sets name."""
    ends = [
        value
        for set_ in sets
        for node in walk(set_)
        for value in (
            exact(node) if node.head in ("num", "mul", "pow", "const") and not sign_of_infinity(node) else None,
        )
        if value is not None and abs(value) <= 50
    ]
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    pad = max(0.5, (high - low) / 4)
    return near(nice(math.floor(low - pad))), near(nice(math.ceil(high + pad)))
