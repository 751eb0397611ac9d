"""Sorts of witnesses: what manner of object an answer is, how it is read, and the name that claims call it by.

`function of x on (0,oo)`, `sequence of functions f_n(x) on [0,1]`, `sequence of numbers`, `number`, `set`, `measure`.
"""

import re
from dataclasses import dataclass

from tutor.judge.claims import A_POINT
from tutor.kinds import Misfit, Question, QuestionFault
from tutor.kinds.domains import narrowed
from tutor.kinds.fields import NAMELESS, as_set, author_reads, read_answer
from tutor.kinds.given import Given
from tutor.kinds.indexed import unnamed
from tutor.kinds.parameters import read_measure
from tutor.kinds.sequences import read_sequence
from tutor.language.names import Names, NameSort
from tutor.language.reading import read
from tutor.language.sorts import OF_HEAD, Sort, sort_of
from tutor.language.tree import Tree, tree
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    ONE,
    ZERO,
    add,
    interval,
    member,
    mul,
    var,
)
from tutor.mathematics.trees.domain import Domain, Variable
from tutor.mathematics.trees.rewrite import core

SORTS = "function of x on (0,oo), sequence of functions on [0,1], sequence of numbers, number, set, measure"

_NAME = r"[A-Za-z]\w*"
_ON = r"\s*(?:on\b(.*))?"
_FUNCTION = re.compile(rf"function(?:\s+{_NAME})?\s+of\s+({_NAME}(?:\s*(?:,|and)\s*{_NAME})*){_ON}", re.DOTALL)
_SEQUENCE = re.compile(rf"sequence\s+of\s+functions\s*(?:\w+\([^()]*\))?{_ON}", re.DOTALL)
_NUMBERS = re.compile(r"sequence\s+of\s+(?:real\s+)?numbers(?:\s+\w+)?")
_PLAIN = {"number": "c", "real number": "c", "set": "S", "measure": "mu"}
_ABSENT = {"function": "g", "sequence": "f", "numbers": "a"}


@dataclass(frozen=True, slots=True)
class Witness:
    """The sort of an answer: its name in the claims, its arguments in order, and where they run."""

    sort: str
    name: str
    arguments: tuple[str, ...] = ()
    domain: Domain = A_POINT

    @property
    def declared(self) -> NameSort:
        """What a claim may take the name for."""
        return _DECLARED[self.sort]

    @property
    def index(self) -> str | None:
        """The index of a sequence."""
        return self.arguments[0] if self.sort in ("sequence", "numbers") else None

    @property
    def names(self) -> Names:
        """The names that an answer may use."""
        return Names({a: "integer" if a == self.index else "real" for a in self.arguments})


_DECLARED = {
    "function": NameSort.FUNCTION,
    "sequence": NameSort.FUNCTION,
    "numbers": NameSort.SEQUENCE,
    "number": NameSort.REAL,
    "set": NameSort.SET,
    "measure": NameSort.MEASURE,
}


def witness_of(question: Question, sort: str, name: str) -> Witness:
    """The sort that a text names, with a name for the answer (a usual one where it is empty). Raises QuestionFault."""
    text = " ".join(sort.split())
    if text in _PLAIN:
        return _checked(Witness(text.removeprefix("real "), name or _PLAIN[text]))
    if _NUMBERS.fullmatch(text):
        return _checked(Witness("numbers", name or _ABSENT["numbers"], ("n",), Domain((_indices("n"),))))
    found = _SEQUENCE.fullmatch(text)
    if found is not None:
        space = _domain(("x",), found[1], sort)
        domain = Domain((_indices("n"), *space.variables), space.condition)
        return _checked(Witness("sequence", name or _ABSENT["sequence"], ("n", "x"), domain))
    found = _FUNCTION.fullmatch(text)
    if found is None:
        raise QuestionFault("sort", f"expected one of {SORTS}; found '{sort}'")
    arguments = tuple(re.split(r"\s*(?:,|and)\s*", found[1]))
    return _checked(Witness("function", name or _ABSENT["function"], arguments, _domain(arguments, found[2], sort)))


def _checked(witness: Witness) -> Witness:
    try:
        Names({witness.name: witness.declared, **dict.fromkeys(witness.arguments, "real")})
    except ValueError as error:
        raise QuestionFault("name", str(error)) from None
    if witness.name in witness.arguments:
        raise QuestionFault("name", f"'{witness.name}' is an argument of the answer")
    return witness


def _indices(name: str) -> Variable:
    return Variable(name, ONE, INFINITY, low_closed=True, integer=True)


def _domain(arguments: tuple[str, ...], on: str | None, sort: str) -> Domain:
    """All of the reals, or the set behind `on`."""
    variables = [Variable(name, MINUS_INFINITY, INFINITY) for name in arguments]
    if on is None:
        return Domain(tuple(variables))
    if len(arguments) != 1:
        raise QuestionFault("sort", "a set tells where one variable runs")
    start = sort.find("on") + 2
    shift = max(0, sort.find(on.strip(), start))
    reading = author_reads("sort", lambda: read(" " * shift + on.strip(), NAMELESS, Sort.SET))
    if reading.sort not in (Sort.SET, Sort.PAIR):
        raise QuestionFault("sort", f"expected a set behind 'on'; found '{on.strip()}'")
    return narrowed(variables, [core(member(var(arguments[0]), as_set(reading.tree)))])


def example_of(witness: Witness) -> Given:
    """Some object of the sort: it tells whether the claims use the name as what it is."""
    match witness.sort:
        case "set":
            return Given(interval(ZERO, ONE))
        case "measure":
            return Given(tree("law", "lebesgue"))
        case "number":
            return Given(ONE)
    return Given(add(ONE, *(var(name) for name in witness.arguments)), witness.arguments)


# Answers --------------------------------------------------------------------------------------------------------------


def read_witness(answer: str, witness: Witness) -> tuple[Given, str]:
    """The object that was typed, and how it was read. Raises Fault, Misfit."""
    bare = unnamed(answer, witness.name)
    match witness.sort:
        case "sequence":
            typed = read_sequence(answer, witness.names, "n", witness.name)
            return Given(typed.tree, witness.arguments), typed.read_as
        case "function" | "numbers":
            what = f"a {'sequence in' if witness.sort == 'numbers' else 'function of'} {', '.join(witness.arguments)}"
            reading = read_answer(bare, witness.names, what, Sort.FUNCTION, Sort.NUMBER)
            return Given(core(reading.tree), witness.arguments), reading.read_as
        case "number":
            reading = read_answer(bare, NAMELESS, "a number", Sort.NUMBER)
            return Given(core(reading.tree)), reading.read_as
        case "set":
            return _set(bare)
        case _:
            reading = read_measure(bare, NAMELESS)
            return Given(_measure(core(reading.tree))), reading.read_as


def _set(answer: str) -> tuple[Given, str]:
    reading = read_answer(answer, Names({"x": "real"}), "a set of numbers", Sort.SET, Sort.PAIR, Sort.CONDITION)
    body = core(as_set(reading.tree))
    if OF_HEAD.get(body.head) is Sort.CONDITION:
        body = tree("builder", "x", (body,))
    if sort_of(body) is not Sort.SET:
        raise Misfit("a set of numbers", "something else", reading.read_as)
    return Given(body), reading.read_as


def _measure(found: Tree) -> Tree:
    """The zero measure is told apart from the number."""
    return mul(ZERO, tree("atom", None, (ZERO,))) if found is ZERO else found
