"""A set of exponents p in [1, oo], such as {p : f in L^p}: `1 <= p < 2`, `[2, oo]`, `p > 1 or p = oo`, `none`, `all`.

Ends count, and so does oo: it belongs to an interval that is closed there, and to a condition that says p = oo or
p <= oo. Values below 1 are of no consequence.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tutor.judge.claims import ExponentSet
from tutor.kinds import Field, Misfit, Question, QuestionFault, Stated
from tutor.kinds.domains import declared
from tutor.kinds.fields import as_set, key_of, read_answer
from tutor.language.names import Names
from tutor.language.sorts import Sort
from tutor.language.tree import Tree, free_names, tree
from tutor.mathematics.trees.build import EMPTY, FALSE, INFINITY, ONE, TRUE, finite, interval, sign_of_infinity
from tutor.mathematics.trees.domain import Domain
from tutor.mathematics.trees.rewrite import core, rebuild

P = "p"
NAMES = Names({P: "real"})
EXPECTED = "a set of exponents p, such as 1 <= p < 2 or [2, oo]"
_NONE = re.compile(r"\s*(?:none|no p|no exponents?|empty|never)\s*\.?\s*", re.IGNORECASE)
_ALL = re.compile(r"\s*(?:all|all p|every p|every exponent|all exponents)\s*\.?\s*", re.IGNORECASE)
_WORDS = re.compile(r"^\s*(?:for\s+)?(?:all\s+|every\s+|exactly\s+)?(?:p\s+with\s+)?(?=[p\d\[({])")
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
        if _NONE.fullmatch(answer):
            return self._stated("none", EMPTY, False)
        if _ALL.fullmatch(answer):
            return self._stated("all p in [1, oo]", interval(ONE, INFINITY, True, False), True)
        text = _WORDS.sub(lambda found: " " * len(found[0]), answer, count=1)
        reading = read_answer(text, NAMES, EXPECTED, Sort.SET, Sort.PAIR, Sort.CONDITION, Sort.NUMBER)
        node = core(reading.tree)
        if reading.sort is Sort.NUMBER:
            if not sign_of_infinity(node) > 0:
                raise Misfit(EXPECTED, "a number", reading.read_as)
            node = finite(INFINITY)
        return self._stated(reading.read_as, *exponent_set(as_set(node)))

    def _stated(self, read_as: str, numbers: Tree, infinite: bool) -> Stated:
        return Stated(read_as, (("", ExponentSet(self.function, self.domain, numbers, infinite)),))


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
