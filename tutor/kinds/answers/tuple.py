"""A tuple of numbers, each its own claim: `(oo, 0)`, or `oo, 0` without brackets."""

from collections.abc import Mapping
from dataclasses import dataclass

from tutor.judge.claims import Claim, Equal, Rounds
from tutor.kinds import Field, Misfit, Question, Stated
from tutor.kinds.fields import NAMELESS, count_of, is_decimal, key_of, read_answer
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.trees.rewrite import core


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "tuple"
    fields: Mapping[str, Field] = {
        "key": Field("the numbers in order, as (1/2, oo)", required=True),
        "decimals": Field("accept decimals that are correctly rounded to at least this many significant digits"),
    }

    def ask(self, question: Question) -> "_Tuple":
        """Read the key."""
        key = key_of(question, "key", NAMELESS, Sort.TUPLE, Sort.PAIR)
        return _Tuple(key.args, count_of(question, "decimals"))


@dataclass(frozen=True, slots=True)
class _Tuple:
    key: tuple[Tree, ...]
    digits: int | None

    def state(self, answer: str) -> Stated:
        expected = f"a tuple of {len(self.key)} numbers"
        reading = read_answer(answer, NAMELESS, expected, Sort.TUPLE, Sort.PAIR)
        typed = reading.tree.args
        if len(typed) != len(self.key):
            raise Misfit(expected, f"a tuple of {len(typed)} numbers", reading.read_as)
        pairs = enumerate(zip(typed, self.key, strict=True), 1)
        return Stated(reading.read_as, tuple((f"component {n}", self._claim(*pair)) for n, pair in pairs))

    def _claim(self, typed: Tree, key: Tree) -> Claim:
        if self.digits is not None and is_decimal(typed):
            return Rounds(core(typed), key, self.digits)
        return Equal(core(typed), key)
