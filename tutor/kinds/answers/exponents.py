"""A set of exponents p in [1, oo], such as {p : f in L^p}: `1 <= p < 2`, `[2, oo]`, `p > 1 or p = oo`, `none`, `all`.

Ends count, and so does oo: it belongs to an interval that is closed there, and to a condition that says p = oo or
p <= oo. Values below 1 are of no consequence.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tutor.judge.claims import Claim, ExponentSet, SameSet
from tutor.kinds import Field, Misfit, Question, QuestionFault, Stated, Stating, exponent_words
from tutor.kinds.domains import declared
from tutor.kinds.fields import as_set, key_of, read_answer
from tutor.kinds.sameness import matches, same_as
from tutor.language.faults import Fault, FaultKind
from tutor.language.names import Names
from tutor.language.reading import Reading, read
from tutor.language.sorts import Sort
from tutor.language.tree import Tree, free_names, tree
from tutor.mathematics.trees.build import EMPTY, FALSE, INFINITY, ONE, TRUE, finite, interval, sign_of_infinity
from tutor.mathematics.trees.domain import Domain
from tutor.mathematics.trees.rewrite import core, rebuild

P = "p"
WHOLE = interval(ONE, INFINITY, True, False)
NAMES = Names({P: "real"})
EXPECTED = "a set of exponents p, such as 1 <= p < 2 or [2, oo]"
_CONDITIONS = frozenset(["lt", "le", "eq", "ne", "and", "or", "not", "true", "false", "in"])


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "exponents"
    fields: Mapping[str, Field] = {
        "function": Field("the function of which the exponents are asked", required=True),
        "variables": Field("the variable with where it runs; x real if absent"),
        "on": Field("the set where the variable runs; R if absent"),
    }

    def ask(self, question: Question) -> "_Exponents":
        """Read the function and where it lives."""
        names, domain = declared(question)
        if len(domain.variables) != 1:
            raise QuestionFault("variables", "the function has one real variable: declare one")
        function = key_of(question, "function", names, Sort.FUNCTION, Sort.NUMBER)
        return _Exponents(function, domain)


@dataclass(frozen=True, slots=True)
class _Exponents:
    function: Tree
    domain: Domain

    def state(self, answer: str) -> Stated:
        (numbers, infinite), read_as = _read(answer)
        return Stated(read_as, (("", ExponentSet(self.function, self.domain, numbers, infinite)),))

    def same_as(self, when: str) -> Stating:
        return same_as(when, _read, _same)


def _same(typed: tuple[Tree, bool], when: tuple[Tree, bool]) -> Iterator[Claim]:
    """The same exponents from 1 on, and oo in both or in neither."""
    yield matches(typed[1], when[1], "whether oo belongs to it")
    ours, theirs = (tree("intersection", None, (numbers, WHOLE)) for numbers, _ in (typed, when))
    yield SameSet(ours, theirs)


def _read(answer: str) -> tuple[tuple[Tree, bool], str]:
    """The finite exponents and whether oo belongs to them."""
    if len(answer) > exponent_words.LONGEST:
        return _numbers(answer)
    if exponent_words.says_none(answer):
        return (EMPTY, False), "none"
    if exponent_words.says_all(answer):
        return (WHOLE, True), "all p in [1, oo]"
    if exponent_words.says_finite(answer):
        return (WHOLE, False), "all p in [1, oo)"
    space = exponent_words.one_space(answer)
    if space is not None:
        return _with((EMPTY, False), space, True), f"p = {_shown(space)}"
    remark = exponent_words.remark(answer)
    if remark is not None:
        found, read_as = _read(remark.rest)
        if found == (EMPTY, False) and not remark.belongs:
            return _with(found, remark.exponent, True), f"p = {_shown(remark.exponent)} alone"  # "none but oo"
        word = "and" if remark.belongs else "without"
        return _with(found, remark.exponent, remark.belongs), f"{read_as}, {word} {_shown(remark.exponent)}"
    return _numbers(exponent_words.condition(answer))


def _numbers(text: str) -> tuple[tuple[Tree, bool], str]:
    """What a condition or a set says."""
    reading = _reading(text)
    node = core(reading.tree)
    if reading.sort is Sort.NUMBER:
        if not sign_of_infinity(node) > 0:
            raise Misfit(EXPECTED, "a number", reading.read_as)
        node = finite(INFINITY)
    return exponent_set(as_set(node)), reading.read_as


def _reading(text: str) -> Reading:
    """The condition or the set. Raises Fault, which says what to write where a word is not known."""
    try:
        return read_answer(text, NAMES, EXPECTED, Sort.SET, Sort.PAIR, Sort.CONDITION, Sort.NUMBER)
    except Fault as fault:
        if fault.kind is not FaultKind.UNKNOWN_NAME:
            raise
        message = f"{fault.message}; write a condition such as 1 <= p < 2, an interval, all or none"
        raise Fault(fault.kind, fault.span, message, fault.suggestion, fault.readings) from None


def _with(found: tuple[Tree, bool], exponent: str, belongs: bool) -> tuple[Tree, bool]:
    """The exponents with this one, or without it."""
    numbers, infinite = found
    if exponent_words.is_infinite(exponent):
        return numbers, belongs
    point = finite(core(read(exponent, NAMES, Sort.NUMBER).tree))
    return tree("union" if belongs else "minus", None, (numbers, point)), infinite


def _shown(exponent: str) -> str:
    return "oo" if exponent_words.is_infinite(exponent) else exponent


def exponent_set(node: Tree) -> tuple[Tree, bool]:
    """The finite exponents of a set or a condition in p, and whether oo belongs to it."""
    if node.head in _CONDITIONS:
        return tree("builder", P, (_finite_part(node),)), _holds_at_infinity(node)
    return _without_infinity(node), _contains_infinity(node)


def _contains_infinity(node: Tree) -> bool:
    match node.head:
        case "interval":
            return sign_of_infinity(node.args[1]) > 0 and bool(node.value[1])
        case "finite":
            return INFINITY in node.args
        case "union":
            return any(_contains_infinity(part) for part in node.args)
        case "intersection":
            return all(_contains_infinity(part) for part in node.args)
        case "minus":
            return _contains_infinity(node.args[0]) and not _contains_infinity(node.args[1])
        case "builder":
            return _holds_at_infinity(node.args[0])
    return False


def _without_infinity(node: Tree) -> Tree:
    """The set without oo, in a form that is a set of real numbers."""
    if node.head == "interval" and sign_of_infinity(node.args[1]) > 0:
        return interval(node.args[0], INFINITY, node.value[0], False)
    if node.head == "finite":
        return finite(*(element for element in node.args if element is not INFINITY))
    if node.head in ("union", "intersection", "minus"):
        return rebuild(node, tuple(_without_infinity(part) for part in node.args))
    if node.head == "builder":
        return tree("builder", node.value, (_finite_part(node.args[0]),))
    return node


def _finite_part(condition: Tree) -> Tree:
    """The condition for real p: comparisons with oo become what they are there."""
    if condition.head in ("and", "or", "not"):
        return rebuild(condition, tuple(_finite_part(part) for part in condition.args))
    sides = [sign_of_infinity(side) for side in condition.args]
    if condition.head in ("lt", "le", "eq", "ne") and any(sides):
        return TRUE if _compared(condition.head, sides[0] - sides[1]) else FALSE
    if condition.head == "in":
        return rebuild(condition, (condition.args[0], _without_infinity(as_set(condition.args[1]))))
    return condition


def _holds_at_infinity(condition: Tree) -> bool:
    """Whether oo is meant by the condition: by p = oo, p <= oo or membership in a set with oo, not by p >= 2 alone."""
    match condition.head:
        case "true":
            return True
        case "and":
            named = any(_holds_at_infinity(part) for part in condition.args)
            return named and all(_allows_infinity(part) for part in condition.args)
        case "or":
            return any(_holds_at_infinity(part) for part in condition.args)
        case "eq" | "le":
            return INFINITY in condition.args and bool(free_names(condition))
        case "in":
            return _contains_infinity(as_set(condition.args[1]))
    return False


def _allows_infinity(condition: Tree) -> bool:
    """Whether the condition would hold with p = oo."""
    if condition.head in ("lt", "le", "eq", "ne"):
        left, right = (2 if free_names(side) else sign_of_infinity(side) * 2 for side in condition.args)
        return _compared(condition.head, left - right)
    return _holds_at_infinity(condition)


def _compared(head: str, gap: int) -> bool:
    return {"lt": gap < 0, "le": gap <= 0, "eq": gap == 0, "ne": gap != 0}[head]
