"""The claim language: from the text of a claim to the claim of the judge that it makes about a witness.

Every claim falls into one of the classes of `claim_classes`, and each class has one procedure in the judge.
Quantifiers, relations, integrals and sums are those of the answer language; what stands beside them is read here:
`mu << nu`, `mu _|_ nu`, `f_n -> 0 in measure on [0,1]`, `continuous(g, [0,1])`, `not …`, `… up to null sets`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise

from tutor.judge.claims import (
    AbsolutelyContinuous,
    Claim,
    Continuous,
    Converges,
    Equal,
    Integrable,
    Lipschitz,
    Singular,
    WeakLimit,
)
from tutor.kinds import QuestionFault
from tutor.kinds.claim_classes import Outside, classified, monotone_in_index, monotone_in_point, negated
from tutor.kinds.domains import narrowed
from tutor.kinds.fields import as_set, author_reads
from tutor.kinds.given import Given, put_in
from tutor.kinds.sequences import mode_of
from tutor.kinds.witnesses import Witness
from tutor.language.names import Names
from tutor.language.reading import read
from tutor.language.sorts import Sort, inner_sort
from tutor.language.tree import BINDERS, Tree, free_names, tree, walk
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    ONE,
    REALS,
    ZERO,
    interval,
    member,
    var,
)
from tutor.mathematics.trees.domain import Domain, Variable
from tutor.mathematics.trees.rewrite import core, rebuild

FIELD = "claims"
USUAL = {**dict.fromkeys(("x", "y", "t", "eps"), "real"), **dict.fromkeys(("n", "k", "m"), "integer")}
"""Names that a quantifier may bind by `forall eps > 0` or `forall n >= 1`; any other name runs over a set."""
Build = Callable[[tuple[Tree, ...]], Claim]


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim of a problem, read once: its trees with the name of the witness in them, and what they amount to."""

    text: str
    trees: tuple[Tree, ...]
    build: Build

    def about(self, given: Mapping[str, Given]) -> Claim:
        """The claim with these objects in the place of their names. Raises QuestionFault."""
        return self.build(tuple(put_in(node, given, FIELD) for node in self.trees))

    def mentions(self, name: str) -> bool:
        """Whether the claim says anything of this name."""
        applied = (node.value == name for root in self.trees for node in walk(root) if node.head == "apply")
        return any(applied) or any(name in free_names(root) for root in self.trees)

    def of_anything(self, witness: Witness) -> Claim | None:
        """The claim with an arbitrary number for every value of the witness; where it holds, it holds for every answer.

        None where the witness is no function, number or measure whose values stand in a relation between plain
        expressions.
        """
        if len(self.trees) != 1:
            return None
        values: dict[Tree, str] = {}
        node = _arbitrary(self.trees[0], witness, values)
        if node is None or not values:
            return None
        over = interval(ZERO, INFINITY, high_closed=False) if witness.sort == "measure" else REALS
        for name in values.values():
            node = tree("forall", name, (over, node))
        try:
            return self.build((node,))
        except Outside:
            return None


def _arbitrary(node: Tree, witness: Witness, values: dict[Tree, str]) -> Tree | None:
    """The tree with a name of its own for each value of the witness; None where one stands under another binder."""
    if (node.head == "apply" and node.value == witness.name) or (
        node.head == "var" and node.value == witness.name and witness.sort == "number"
    ):
        return var(values.setdefault(node, f"value_{len(values)}"))
    if node.head in BINDERS and node.head not in ("forall", "almost_every"):
        return None
    if node.head == "var" and node.value == witness.name:
        return None
    parts = [_arbitrary(part, witness, values) for part in node.args]
    found = [part for part in parts if part is not None]
    return rebuild(node, tuple(found)) if len(found) == len(parts) else None


def read_statement(text: str, witness: Witness, given: Mapping[str, Given]) -> Statement:
    """The claim that a text makes. Raises QuestionFault, which names the classes for one that is in none of them."""
    return _Reader(text, witness, given).statement()


class _Reader:
    """One text of a claim. Pieces of it are read with blanks before them, so that the spans of faults stay right."""

    def __init__(self, text: str, witness: Witness, given: Mapping[str, Given]) -> None:
        self.text, self.witness, self.given = text, witness, given
        objects = {witness.name: witness.declared, **{name: thing.sort for name, thing in given.items()}}
        self.names = Names({**{k: v for k, v in USUAL.items() if k not in objects}, **objects})
        arguments = {v.name: "integer" if v.integer else "real" for v in witness.domain.variables}
        self.with_arguments = Names({**arguments, **{k: v for k, v in objects.items() if k not in arguments}})

    def statement(self) -> Statement:
        trees, build = self._read(0, len(self.text))
        return Statement(self.text, trees, build)

    def _check_bound(self, node: Tree, start: int, end: int) -> None:
        """Raises QuestionFault for a variable that no quantifier binds."""
        free = sorted(free_names(node) & set(USUAL) - {self.witness.name} - set(self.given))
        if free:
            message = f"say for which {free[0]} this holds: forall {free[0]} in S: …, or a.e. {free[0]} in S: …"
            raise self._fault(message, start, end)

    def _read(self, start: int, end: int) -> tuple[tuple[Tree, ...], Build]:
        piece = self.text[start:end]
        denied = _denied(piece)
        if denied is not None:
            return self._negated(start + denied[0], start + denied[1])
        named = _PROPERTY.fullmatch(piece)
        if named is not None:
            return self._property(named[1], start + named.start(2), start + named.end(2))
        for sign, read_sides in ((_BELOW, self._measures), (_APART, self._measures), (_ARROW, self._convergence)):
            cut = next(_top_level(piece, sign), None)
            if cut is not None:
                return read_sides(start, start + cut.start(), start + cut.end(), end)
        found = _UP_TO_NULL.search(piece)
        return self._relation(start, start + found.start() if found else end, found is not None)

    def _tree(self, start: int, end: int, names: Names, sort: Sort) -> Tree:
        typed = " " * start + self.text[start:end]
        return core(author_reads(FIELD, lambda: read(typed, names, sort)).tree)

    def _fault(self, message: str, start: int = 0, end: int | None = None) -> QuestionFault:
        return QuestionFault(FIELD, message, (start, len(self.text) if end is None else end))

    # Not.

    def _negated(self, start: int, end: int) -> tuple[tuple[Tree, ...], Build]:
        trees, build = self._read(start, end)
        return trees, lambda found: negated(build(found))

    # mu << nu, mu _|_ nu.

    def _measures(self, start: int, left_end: int, right_start: int, end: int) -> tuple[tuple[Tree, ...], Build]:
        sides = [(start, left_end), (right_start, end)]
        trees = tuple(self._tree(*side, self.names, Sort.MEASURE) for side in sides)
        for node, side in zip(trees, sides, strict=True):
            if inner_sort(node, self.names) is not Sort.MEASURE:
                raise self._fault("a measure is expected on both sides", *side)
        if _BELOW.search(self.text[left_end:right_start]):
            return trees, lambda found: AbsolutelyContinuous(*found)
        return trees, lambda found: Singular(*found)

    # f_n -> f in measure on S.

    def _convergence(self, start: int, left_end: int, right_start: int, end: int) -> tuple[tuple[Tree, ...], Build]:
        names = self.with_arguments
        if "n" not in names.sorts:
            names = Names({"n": "integer", **names.sorts})
        mode = _MODE.search(self.text, right_start, end)
        right_end = mode.start() if mode else end
        left = self._tree(start, left_end, names, Sort.FUNCTION)
        sides = (left, self._tree(right_start, right_end, names, Sort.FUNCTION))
        if Sort.MEASURE in [inner_sort(side, names) for side in sides]:
            return sides, lambda found: WeakLimit(found[1], found[0], "n")
        if mode is None:
            if not any(v.name in free_names(side) for side in sides for v in self.witness.domain.reals):
                return sides, lambda found: Equal(tree("limit", "n", (found[0], INFINITY)), found[1])
            raise self._fault("say how it converges: f_n -> f a.e., uniformly, in measure, in L^2, …")
        named = mode_of(mode[1], FIELD)
        domain = self._space(mode)
        return sides, lambda found: Converges(found[0], "n", domain, named, found[1])

    def _space(self, mode: re.Match[str]) -> Domain:
        """The space of the functions: what is said behind `on`, else the domain of the witness, else R."""
        indices = Variable("n", ONE, INFINITY, low_closed=True, integer=True)
        if mode[2] is not None:
            return self._on("x", mode.start(2), mode.end(2), (indices,))
        if self.witness.domain.reals:
            condition = self.witness.domain.condition
            return Domain((indices, *self.witness.domain.reals), condition)
        return Domain((indices, Variable("x", MINUS_INFINITY, INFINITY)))

    def _on(self, name: str, start: int, end: int, before: tuple[Variable, ...] = ()) -> Domain:
        set_ = as_set(self._tree(start, end, self.names, Sort.SET))
        if inner_sort(set_, self.names) is not Sort.SET or free_names(set_):
            raise self._fault("a set without names is expected", start, end)
        real = Variable(name, MINUS_INFINITY, INFINITY)
        return narrowed([*before, real], [core(member(var(name), set_))])

    # continuous(g, S), Lipschitz(g, L, S), integrable(g, S), increasing(f_n, n), increasing(g, x, S).

    def _property(self, name: str, start: int, end: int) -> tuple[tuple[Tree, ...], Build]:
        parts = list(_parts(self.text, start, end))
        function = self._tree(*parts[0], self.with_arguments, Sort.FUNCTION)
        if name in ("increasing", "decreasing") and len(parts) in (2, 3):
            return self._monotone(name, function, parts[1:])
        if len(parts) != _ARITIES[name]:
            raise self._fault(f"write {_SPELLINGS[name]}", start, end)
        points = [v.name for v in self.witness.domain.reals] or ["x"]
        if len(points) != 1:
            raise self._fault("functions of one real variable are meant", start, end)
        domain = self._on(points[0], *parts[-1])
        if name == "Lipschitz":
            constant = self._tree(*parts[1], self.names, Sort.NUMBER)
            return (function, constant), lambda found: Lipschitz(found[0], found[1], domain)
        if name == "continuous":
            return (function,), lambda found: Continuous(found[0], domain)
        return (function,), lambda found: Integrable(found[0], domain)

    def _monotone(self, name: str, function: Tree, parts: list[tuple[int, int]]) -> tuple[tuple[Tree, ...], Build]:
        variable = self._tree(*parts[0], self.with_arguments, Sort.FUNCTION)
        known = next((v for v in self.witness.domain.variables if variable is var(v.name)), None)
        if known is None:
            raise self._fault("the variable of the answer is expected here", *parts[0])
        if known.integer:
            return (function,), lambda found: monotone_in_index(name, found[0], known.name, self.witness.domain)
        domain = self._on(known.name, *parts[1]) if len(parts) == 2 else Domain((known,), self.witness.domain.condition)
        return (function,), lambda found: monotone_in_point(name, found[0], known.name, domain)

    # The answer language.

    def _relation(self, start: int, end: int, up_to_null: bool) -> tuple[tuple[Tree, ...], Build]:
        node = self._tree(start, end, self.names, Sort.CLAIM)
        self._check_bound(node, start, end)
        try:
            classified(node, self.names, up_to_null)  # whether it is in a class is known before there is an answer
        except Outside as reason:
            raise self._fault(str(reason), start, end) from None
        return (node,), lambda found: classified(found[0], self.names, up_to_null)


_NOT = re.compile(r"\s*(?:not\b|¬)\s*")
_BELOW = re.compile(r"<<|≪")
_APART = re.compile(r"_\|_|⊥|⟂")
_ARROW = re.compile(r"->|→")
_COMMA = re.compile(",")
_UP_TO_NULL = re.compile(r"\s+up\s+to\s+(?:a\s+)?null\s+sets?\s*$")
_MODE = re.compile(
    r"\s(pointwise|everywhere|almost\s+everywhere|a\.e\.|ae|uniformly|uniform|almost\s+uniformly|a\.u\.|in\s+measure"
    r"|in\s+L\s*\^?\s*(?:\([^()]+\)|[\w/.]+)|weakly\s+in\s+L\^2|weakly)\s*(?:\bon\s+(.+?))?\s*$",
    re.DOTALL,
)
_PROPERTY = re.compile(r"\s*(continuous|Lipschitz|integrable|increasing|decreasing)\s*\((.*)\)\s*", re.DOTALL)
_ARITIES = {"continuous": 2, "Lipschitz": 3, "integrable": 2, "increasing": 3, "decreasing": 3}
_SPELLINGS = {
    "continuous": "continuous(g, S)",
    "Lipschitz": "Lipschitz(g, L, S)",
    "integrable": "integrable(g, S)",
    "increasing": "increasing(f_n, n) or increasing(g, x, S)",
    "decreasing": "decreasing(f_n, n) or decreasing(g, x, S)",
}
_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


def _depths(text: str) -> list[int]:
    """How many brackets are open before each character; half-open intervals such as [0,1) count as closed again."""
    steps = (_BRACKETS.get(character, 0) for character in text)
    return list(accumulate(steps, initial=0))


def _top_level(text: str, sign: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Where the sign stands outside all brackets."""
    depths = _depths(text)
    return (match for match in sign.finditer(text) if depths[match.start()] == 0)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The places between the commas outside brackets."""
    commas = [start + comma.start() for comma in _top_level(text[start:end], _COMMA)]
    return ((before + 1, after) for before, after in pairwise([start - 1, *commas, end]))


def _denied(piece: str) -> tuple[int, int] | None:
    """The place of what is denied: `not (…)` with nothing behind it, or `not` before what is no condition."""
    found = _NOT.match(piece)
    if found is None:
        return None
    start, end = found.end(), len(piece.rstrip())
    depths = _depths(piece[start:end])
    if piece[start : start + 1] == "(" and depths[-1] == 0 and 0 not in depths[1:-1]:
        return start + 1, end - 1
    special = any(next(_top_level(piece[start:], sign), None) for sign in (_BELOW, _APART, _ARROW))
    return (start, end) if special or _PROPERTY.fullmatch(piece[start:]) else None
