"""Claims with parameters: refuted at one value of them; agreed where a proof is found at each of several values."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from itertools import islice, product
from typing import Any, TypeVar

from flint import fmpq

from tutor.judge.formal import formally
from tutor.judge.space import Centre, Space, space_of
from tutor.judge.verdicts import Agreement, Counterexample, GaveUp, Proof, Ruling, Verdict
from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.trees import Budget, Domain, substitute
from tutor.mathematics.trees.build import num

COUNT = 4
_VALUES = tuple(
    fmpq(n, d) for n, d in ((2, 1), (1, 3), (3, 1), (1, 2), (-1, 1), (2, 5), (5, 1), (3, 4), (-2, 1), (0, 1))
)
"""Small values, so that normal forms stay small."""

C = TypeVar("C")


def for_all_parameters(claim: C, domain: Domain, decide: Callable[[C, Budget], Ruling], budget: Budget) -> Ruling:
    """The ruling on a claim for all parameters in the domain; its trees may contain them."""
    places = list(islice(_places(space_of(domain)), COUNT))
    found = None
    for place in places:
        ruling = decide(_at(claim, place), budget)
        if ruling.verdict is Verdict.INCORRECT:
            return _named(ruling, place)
        if ruling.verdict is not Verdict.CORRECT:
            return ruling
        found = ruling
    proof = formally(claim, budget)
    if proof is not None and found is not None:
        return Ruling(Verdict.CORRECT, proof, found.confirmation, found.almost)
    if not _changes_form(claim, {v.name for v in domain.variables}):
        return Ruling(Verdict.CORRECT, Agreement(len(places), 30))
    return Ruling(Verdict.UNDECIDED, GaveUp(("right at some values of the parameters; no proof for all of them",)))


def _changes_form(claim: object, names: set[str]) -> bool:
    """Whether a condition, an end or a switch depends on the parameters: then a few values of them show nothing."""
    trees = [getattr(claim, field.name) for field in fields(claim)]  # type: ignore[arg-type]
    nodes = (node for node in trees if isinstance(node, Tree) for node in walk(node))
    return any(free_names(part) & names for node in nodes for part in _deciding(node))


def _deciding(node: Tree) -> tuple[Tree, ...]:
    """The parts of a node on which its form depends."""
    if node.head == "piecewise":
        return node.args[1::2]
    return node.args if node.head in _HEADS or node.value in _SWITCHES else ()


_HEADS = frozenset(["interval", "finite", "builder", "indicator", "image", "big_union"])
_SWITCHES = frozenset(["abs", "sign", "heaviside", "max", "min", "floor", "ceil", "frac", "relu", "uniform"])


def _places(space: Space) -> Iterator[Centre]:
    """Points of the domain with different coordinates first, then generic ones."""
    names = [v.name for v in space.variables]
    seen = 0
    for values in product(_VALUES, repeat=len(names)):
        centre = dict(zip(names, values, strict=True))
        if len(set(values)) == len(values) and space.contains(centre):
            seen += 1
            if seen % 3 == 1:
                yield centre
    yield from space.places(COUNT)


def _at(claim: C, place: Centre) -> C:
    values = {name: num(q) for name, q in place.items()}
    changed: dict[str, Any] = {"parameters": Domain()}
    for field in fields(claim):  # type: ignore[arg-type]  # every claim is a dataclass
        value = getattr(claim, field.name)
        if isinstance(value, Tree):
            changed[field.name] = substitute(value, values)
    return replace(claim, **changed)  # type: ignore[type-var]


def _named(ruling: Ruling, place: Centre) -> Ruling:
    at = tuple((name, str(q)) for name, q in place.items())
    evidence = ruling.evidence
    if isinstance(evidence, Counterexample):
        evidence = Counterexample((*at, *evidence.at), evidence.left, evidence.right, evidence.on, evidence.positive)
    elif isinstance(evidence, Proof):
        where = ", ".join(f"{name} = {q}" for name, q in at)
        evidence = Proof(evidence.by, (f"at {where}", *evidence.steps))
    return replace(ruling, evidence=evidence)
