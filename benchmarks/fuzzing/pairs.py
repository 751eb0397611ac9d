"""Random questions: a key, an answer, where the variables run, and whether they are equal by construction."""

import random
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from mpmath import mp

from benchmarks.comparing import TROUBLES, Place
from benchmarks.fuzzing.build import call, interval, num, written
from benchmarks.fuzzing.mutating import mutated
from benchmarks.fuzzing.rewriting import changed_on_a_null_set, rewritten, rewritten_set
from benchmarks.fuzzing.trees import Grower, is_total
from benchmarks.oracle import Oracle, Undefined
from tutor.language.tree import Tree, size, tree

KINDS = ("1-D", "1-D a.e.", "2-D", "2-D a.e.", "integers", "sets", "sets up to null", "measures", "integrals")
LINE = {
    "real": Place("x", -mp.inf, mp.inf),
    "real in [0,oo)": Place("x", mp.mpf(0), mp.inf, True),
    "real in [-2,3]": Place("x", mp.mpf(-2), mp.mpf(3), True, True),
    "real in (0,1)": Place("x", mp.mpf(0), mp.mpf(1)),
}
PLANE = {"x": "real", "y": "real"}
LARGEST = (40, 130)
"""How many nodes a key and an answer may have."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One question with one answer. `same` means equal in the sense asked, by construction; None if not known."""

    kind: str
    key: Tree
    answer: Tree
    variables: dict[str, str]
    places: tuple[Place, ...]
    same: bool | None

    @property
    def almost_everywhere(self) -> bool:
        """Whether null sets are forgiven."""
        return self.kind.endswith(("a.e.", "null"))

    def row(self, swapped: bool = False) -> dict[str, Any]:
        """The question and the answer as a batch line has them; swapped, they change places."""
        key, answer = (self.answer, self.key) if swapped else (self.key, self.answer)
        texts = {"key": written(key), "answer": written(answer)}
        if self.kind in ("measures", "integrals"):
            return {"kind": "number", **texts}
        if self.kind.startswith("sets"):
            return {"kind": "set", **texts, "equal": "up to null sets" if self.almost_everywhere else "set"}
        notion = "a.e." if self.almost_everywhere else "everywhere"
        return {"kind": "function", **texts, "variables": self.variables, "equal": notion}


def pair(chance: random.Random, kind: str) -> Pair:
    """A random pair of a kind, half of them equal by construction."""
    while True:
        made = _MAKERS.get(kind, _functions)(chance, kind)
        if size(made.key) <= LARGEST[0] and size(made.answer) <= LARGEST[1]:
            return made


def _functions(chance: random.Random, kind: str) -> Pair:
    variables, places = _domain(chance, kind)
    grower = Grower(chance, tuple(variables))
    if kind == "integers":
        key = grower.of_an_integer(chance.randint(1, 3))
    else:
        key = grower.function(chance.randint(1, 4 if len(variables) == 1 else 3))
    reals = () if kind == "integers" else tuple(variables)
    keeps = chance.random() < 0.5
    answer = _changed(key, chance, reals, keeps)
    null = kind.endswith("a.e.") and is_total(answer) and chance.random() < 0.4
    if null:
        answer = changed_on_a_null_set(answer, chance, chance.choice(reals))
    return Pair(kind, key, answer, variables, places, True if keeps else None)


def _changed(key: Tree, chance: random.Random, reals: tuple[str, ...], keeps: bool) -> Tree:
    answer = key
    for _ in range(chance.randint(1, 4) if keeps else chance.randint(0, 1)):
        answer = rewritten(answer, chance, reals)
    return answer if keeps else mutated(answer, chance)


def _domain(chance: random.Random, kind: str) -> tuple[dict[str, str], tuple[Place, ...]]:
    if kind == "integers":
        return {"n": "integer >= 1"}, (Place("n", mp.mpf(1), mp.inf, True, False, True),)
    if kind.startswith("2-D"):
        return PLANE, (Place("x", -mp.inf, mp.inf), Place("y", -mp.inf, mp.inf))
    text = chance.choice(list(LINE))
    return {"x": text}, (LINE[text],)


def _sets(chance: random.Random, kind: str) -> Pair:
    key = answer = Grower(chance).set_(chance.randint(1, 3))
    keeps = chance.random() < 0.5
    for _ in range(chance.randint(1, 3) if keeps else chance.randint(0, 1)):
        answer = rewritten_set(answer, chance)
    if not keeps:
        answer = mutated(answer, chance)
    return Pair(kind, key, answer, {}, (), True if keeps else None)


def _measures(chance: random.Random, kind: str) -> Pair:
    """The measure of a bounded set, against the measure of the same or of another set, or against a number."""
    window = interval(num(-4), num(4), True, True)
    made = _sets(chance, kind)
    key, answer = (call("measure", tree("intersection", None, (side, window))) for side in (made.key, made.answer))
    if chance.random() < 0.4 and (value := _rational_value(key)) is not None:
        slip = chance.choice((Fraction(0), Fraction(0), Fraction(1, 10**9), Fraction(1), -value))
        return Pair(kind, key, num(value + slip), {}, (), True if slip == 0 else None)
    return Pair(kind, key, answer, {}, (), made.same)


def _rational_value(key: Tree) -> Fraction | None:
    """The measure as the oracle computes it, where that is a simple fraction."""
    try:
        value = Oracle().simple(Oracle().at(key, {}))
    except (Undefined, *TROUBLES):
        return None
    return value if isinstance(value, Fraction) else None


def _integrals(chance: random.Random, kind: str) -> Pair:
    """The integral of a total function over a short interval, against the same one written otherwise, or a slip."""
    keeps = chance.random() < 0.5
    key = Grower(chance).function(chance.randint(1, 2))
    while not is_total(key):
        key = Grower(chance).function(chance.randint(1, 2))
    answer = _changed(key, chance, ("x",), keeps)
    if keeps and chance.random() < 0.4:
        answer = changed_on_a_null_set(answer, chance, "x")
    low = chance.randint(-2, 1)
    ends = (num(low), num(low + chance.randint(1, 3)))
    left, right = (tree("integral", "x", (side, *ends)) for side in (key, answer))
    return Pair(kind, left, right, {}, (), True if keeps else None)


_MAKERS = {"sets": _sets, "sets up to null": _sets, "measures": _measures, "integrals": _integrals}
