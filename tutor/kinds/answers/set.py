"""A set of real numbers, equal to the key as a set or up to a null set.

A condition in the variable is read as the set where it holds: `0 < x <= 1`, `p > 2 and p < 3`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tutor.judge.claims import SameSet
from tutor.kinds import Field, Misfit, Question, QuestionFault, Stated
from tutor.kinds.fields import as_set, choice_of, key_of, read_answer, text_of
from tutor.language.names import Names
from tutor.language.sorts import Sort
from tutor.language.tree import Tree, tree
from tutor.mathematics.trees.build import sign_of_infinity
from tutor.mathematics.trees.rewrite import core

_SORTS = (Sort.SET, Sort.PAIR, Sort.CONDITION)


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "set"
    fields: Mapping[str, Field] = {
        "key": Field("the set, or a condition in the variable", required=True),
        "equal": Field("set (if absent), or up to null sets"),
        "variable": Field("the variable of a condition; x if absent"),
    }

    def ask(self, question: Question) -> "_Set":
        """Read the key."""
        variable = text_of(question, "variable", "x").strip()
        try:
            names = Names({variable: "real"})
        except ValueError as error:
            raise QuestionFault("variable", str(error)) from None
        up_to_null = choice_of(question, "equal", {"set": False, "up to null sets": True}, "set")
        return _Set(names, variable, _set(key_of(question, "key", names, *_SORTS), variable), up_to_null)


@dataclass(frozen=True, slots=True)
class _Set:
    names: Names
    variable: str
    key: Tree
    up_to_null: bool

    def state(self, answer: str) -> Stated:
        set_, read_as = self._read(answer)
        return Stated(read_as, (("", SameSet(set_, self.key, self.up_to_null)),))

    def same_as(self, when: str) -> "_Set":
        return replace(self, key=self._read(when)[0])

    def _read(self, answer: str) -> tuple[Tree, str]:
        reading = read_answer(answer, self.names, "a set of numbers", *_SORTS)
        if _holds_infinity(core(reading.tree)):
            raise Misfit("a set of real numbers", "a set that contains oo, which is no real number", reading.read_as)
        return _set(core(reading.tree), self.variable), reading.read_as


def _holds_infinity(set_: Tree) -> bool:
    """Whether an interval is closed at oo or -oo, or oo is an element."""
    match set_.head:
        case "interval":
            return any(closed and sign_of_infinity(end) for closed, end in zip(set_.value, set_.args, strict=True))
        case "finite":
            return any(sign_of_infinity(element) for element in set_.args)
        case "union":
            return any(_holds_infinity(part) for part in set_.args)
    return False


def _set(node: Tree, variable: str) -> Tree:
    if node.head in _CONDITIONS:
        return tree("builder", variable, (node,))
    return as_set(node)


_CONDITIONS = frozenset(["lt", "le", "eq", "ne", "and", "or", "not", "true", "false", "in"])
