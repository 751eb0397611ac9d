"""An integer coordinate case by case: its residues, and the ranges between the places where a formula changes.

n = m j + r over the residues r and the integers j runs once through the integers, and so do the ranges between given
whole numbers. So a claim is proved where every case is, and refuted where one is. The modulus and the places are
proposals only.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from math import lcm

from flint import fmpq

from tutor.judge.counterexamples import refuted_at
from tutor.judge.evidence import proved
from tutor.judge.meeting import REFUTING
from tutor.judge.pair import Pair
from tutor.judge.space import Centre, space_of
from tutor.judge.spelling import coordinate
from tutor.judge.switches import INTEGER_PARTS, switches
from tutor.judge.verdicts import Counterexample, Proof, Ruling, Verdict
from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.algebra import End, Point, linear
from tutor.mathematics.algebra.whole_conditions import over_pi
from tutor.mathematics.trees import Domain, Variable, substitute
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, ONE, add, mul, num, sub, var

_MOST_RESIDUES = 12
_MOST_CASES = 24
_CASE = "case of "

Range = tuple[int | None, int | None]


def by_cases(pair: Pair, climb: Callable[[Pair], Ruling]) -> Ruling | None:
    """A proof or a counterexample by cases of one integer coordinate; None where there are none, or one stays open."""
    for name in pair.space.integers:
        cases = list(_cases(pair, name))
        if 1 < len(cases) <= _MOST_CASES and not name.startswith(_CASE):
            return _decided(pair, name, cases, climb)
    return None


def _decided(
    pair: Pair, name: str, cases: list[tuple[int, int, Range]], climb: Callable[[Pair], Ruling]
) -> Ruling | None:
    for modulus, residue, bounds in cases:
        ruling = climb(_case(pair, name, modulus, residue, bounds))
        if ruling.verdict is Verdict.INCORRECT:
            return _told(pair, name, modulus, residue, ruling)
        if ruling.verdict is not Verdict.CORRECT or not isinstance(ruling.evidence, Proof) or ruling.almost:
            return None
    return proved(pair, "cases", (f"{len(cases)} cases of {name}",))


def _case(pair: Pair, name: str, modulus: int, residue: int, bounds: Range) -> Pair:
    low, high = bounds
    index = Variable(
        _CASE + name,
        MINUS_INFINITY if low is None else num(low),
        INFINITY if high is None else num(high),
        low is not None,
        high is not None,
        integer=True,
    )
    value = {name: add(mul(num(modulus), var(index.name)), num(residue))}
    others = tuple(v for v in pair.space.variables if v.name != name)
    condition = pair.space.condition
    where = Domain((*others, index), None if condition is None else substitute(condition, value))
    left, right = (substitute(side, value) for side in (pair.left, pair.right))
    return Pair(left, right, space_of(where), pair.everywhere, pair.budget)


def _told(pair: Pair, name: str, modulus: int, residue: int, ruling: Ruling) -> Ruling | None:
    """The counterexample at n itself, certified there once more."""
    if not isinstance(ruling.evidence, Counterexample):
        return None
    found = {n: coordinate(text) for n, text in ruling.evidence.at}
    centre: Centre = {n: q for n, q in found.items() if q is not None}
    if len(centre) < len(found) or _CASE + name not in centre:
        return None
    centre[name] = modulus * centre.pop(_CASE + name) + residue
    if centre.keys() != {v.name for v in pair.space.variables} or not pair.space.contains(centre):
        return None
    meeting = pair.meet(centre, 256, almost_everywhere=False)
    if meeting.outcome not in REFUTING:
        return None
    return refuted_at(centre, meeting, None, ruling.evidence.positive)


# Proposals ----------------------------------------------------------------------------------------------------------


def _cases(pair: Pair, name: str) -> Iterator[tuple[int, int, Range]]:
    modulus = _modulus(pair, name)
    for low, high in _ranges(pair, name):
        for residue in range(modulus):
            first = None if low is None else -((residue - low) // modulus)
            last = None if high is None else (high - residue) // modulus
            if first is None or last is None or first <= last:
                yield modulus, residue, (first, last)


def _modulus(pair: Pair, name: str) -> int:
    """A common denominator of the coefficients of n in integer parts, in memberships in Z, and in waves over pi."""
    modulus = 1
    for node in (n for side in pair.trees for n in walk(side)):
        argument, factor = _periodic(node)
        form = linear(argument) if argument is not None else None
        if form is not None and form.get(name, fmpq(0)) != 0:
            modulus = lcm(modulus, factor * int(form[name].denom()))
    return modulus if modulus <= _MOST_RESIDUES else 1


def _periodic(node: Tree) -> tuple[Tree | None, int]:
    """An expression that counts modulo a whole number, and this number."""
    if node.head == "call" and node.value in INTEGER_PARTS:
        return node.args[0], 1
    if node.head == "in" and node.args[1].head == "set" and node.args[1].value in ("Z", "N"):
        return node.args[0], 1
    if node.head == "call" and node.value in ("sin", "cos", "tan"):
        return over_pi(node.args[0]), 2
    if node.head == "pow" and node.args[0].head == "num" and node.args[0].value < 0:
        return node.args[1], 2
    return None, 1


def _ranges(pair: Pair, name: str) -> list[Range]:
    """The ranges of n between the places where a switch or the length of a sum in n alone changes its sign."""
    low, high = pair.space.low[name], pair.space.high[name]
    first = None if isinstance(low, End) else pair.space.least(name)
    last = int(high.rational.floor()) if isinstance(high, Point) and high.rational is not None else None
    if last is None and not isinstance(high, End):
        return [(first, None)]
    cuts = sorted({cut for root in _roots(pair, name) for cut in (int(root.ceil()) - 1, int(root.floor()))})
    inside = [c for c in cuts if (first is None or c >= first) and (last is None or c < last)]
    edges: list[int | None] = [None if first is None else first - 1, *inside, last]
    return [(None if a is None else a + 1, b) for a, b in pairwise(edges)]


def _roots(pair: Pair, name: str) -> Iterator[fmpq]:
    for node in (n for side in pair.trees for n in walk(side)):
        found: list[Tree] = list(switches(node))
        if node.head in ("sum", "prod") and not free_names(node.args[1]) - {name}:
            found.append(add(sub(node.args[2], node.args[1]), ONE))
        for switch in found:
            form = linear(switch)
            if form is not None and form.get(name, fmpq(0)) != 0 and form.keys() <= {name, ""}:
                yield -form.get("", fmpq(0)) / form[name]
