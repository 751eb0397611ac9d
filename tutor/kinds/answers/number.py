"""A number: any closed expression, `oo` included. With `decimals`, a decimal may be a correct rounding of the key."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tutor.judge.claims import Claim, Equal, Rounds
from tutor.kinds import Field, Question, Stated
from tutor.kinds.fields import NAMELESS, count_of, is_decimal, key_of, read_answer
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.trees.rewrite import core


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "number"
    fields: Mapping[str, Field] = {
        "key": Field("the number, as any closed expression", required=True),
        "decimals": Field("accept a decimal that is correctly rounded to at least this many significant digits"),
    }

    def ask(self, question: Question) -> "_Number":
        """Read the key."""
        key = key_of(question, "key", NAMELESS, Sort.NUMBER)
        return _Number(key, count_of(question, "decimals"))


@dataclass(frozen=True, slots=True)
class _Number:
    key: Tree
    digits: int | None

    def state(self, answer: str) -> Stated:
        reading = read_answer(answer, NAMELESS, "a number", Sort.NUMBER)
        return Stated(reading.read_as, (("", self._claim(reading.tree)),))

    def same_as(self, when: str) -> "_Number":
        return replace(self, key=core(read_answer(when, NAMELESS, "a number", Sort.NUMBER).tree))

    def _claim(self, typed: Tree) -> Claim:
        if self.digits is not None and is_decimal(typed):
            return Rounds(core(typed), self.key, self.digits)
        return Equal(core(typed), self.key)
