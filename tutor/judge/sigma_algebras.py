"""Sigma-algebras on a finite set: the atoms are the classes of points that no generator tells apart."""

from collections.abc import Iterable

from tutor.judge.claims import GeneratedAlgebra
from tutor.judge.verdicts import Enumerated, GaveUp, Proof, Ruling, Verdict

MOST_ATOMS = 12
"""Beyond it the sets themselves are not listed; there are 2^12."""

Points = frozenset[str]


def decide_generated_algebra(claim: GeneratedAlgebra) -> Ruling:
    """The ruling on the sets, the atoms or the number of sets of a generated sigma-algebra, by enumeration."""
    atoms = atoms_of(claim.ground, claim.generators)
    if isinstance(claim.answer, int):
        return _sized(claim.answer, 2 ** len(atoms), len(atoms))
    if claim.of == "atoms":
        return _compared(claim.answer, frozenset(atoms), "an atom")
    if len(atoms) > MOST_ATOMS:
        return Ruling(Verdict.UNDECIDED, GaveUp((f"more than 2^{MOST_ATOMS} sets",)))
    return _compared(claim.answer, frozenset(_unions(atoms)), "in the sigma-algebra")


def atoms_of(ground: Points, generators: Iterable[Points]) -> list[Points]:
    """The smallest sets of the generated sigma-algebra that are not empty."""
    classes: dict[tuple[bool, ...], set[str]] = {}
    fixed = sorted(generators, key=sorted)
    for point in sorted(ground):
        classes.setdefault(tuple(point in generator for generator in fixed), set()).add(point)
    return [frozenset(points) for points in classes.values()]


def _unions(atoms: list[Points]) -> list[Points]:
    unions: list[Points] = [frozenset()]
    for atom in atoms:
        unions += [union | atom for union in unions]
    return unions


def _sized(answer: int, size: int, atoms: int) -> Ruling:
    step = f"{atoms} atoms, so 2^{atoms} = {size} sets"
    if answer == size:
        return Ruling(Verdict.CORRECT, Proof("counting atoms", (step,)), Enumerated(size))
    sentence = f"there are {atoms} atoms, and each set of the sigma-algebra is a union of some of them"
    return Ruling(Verdict.INCORRECT, Proof("counting atoms", (step,)), Enumerated(size), diagnosis=sentence)


def _compared(answer: frozenset[Points], right: frozenset[Points], what: str) -> Ruling:
    extra, missing = answer - right, right - answer
    proof = Proof("enumeration", (f"{len(right)} sets",))
    if not extra and not missing:
        return Ruling(Verdict.CORRECT, proof, Enumerated(len(right)))
    if extra:
        diagnosis = f"{set_text(min(extra, key=_order))} is not {what}"
    else:
        diagnosis = f"{set_text(min(missing, key=_order))} is {what}, too{_reason(answer, missing)}"
    return Ruling(Verdict.INCORRECT, Proof("enumeration", (diagnosis,)), Enumerated(len(right)), diagnosis=diagnosis)


def _reason(answer: frozenset[Points], missing: frozenset[Points]) -> str:
    """By which operation on sets of the answer the first missing set arises, where it is one step."""
    first = min(missing, key=_order)
    ground = frozenset().union(*answer)
    if ground - first in answer:
        return f": it is the complement of {set_text(ground - first)}"
    for left in sorted(answer, key=_order):
        for right in sorted(answer, key=_order):
            if left | right == first:
                return f": it is the union of {set_text(left)} and {set_text(right)}"
            if left & right == first:
                return f": it is the intersection of {set_text(left)} and {set_text(right)}"
    return ""


def _order(points: Points) -> tuple[int, list[str]]:
    return len(points), sorted(points)


def set_text(points: Points) -> str:
    """The set as it is typed."""
    return "{" + ", ".join(sorted(points)) + "}"
