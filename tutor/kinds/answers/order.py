"""An order of steps: `2 1 3`. Any order that keeps all the pairs `before` and uses no distractor is right.

Which steps are used is one claim, each pair another, so the learner sees which pair is the wrong way round.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any

from tutor.judge.claims import Claim, Matches
from tutor.kinds import Field, Question, QuestionFault, Stated
from tutor.kinds.fields import author_reads, text_of, texts_of
from tutor.language.small import read_order

Pairs = tuple[tuple[int, int], ...]


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "order"
    fields: Mapping[str, Field] = {
        "steps": Field("the steps, numbered from 1; or how many there are", required=True),
        "before": Field("pairs of steps, of which the first must come before the second"),
        "distractors": Field("the numbers of steps that belong nowhere"),
        "key": Field("one order that alone is right, in the place of pairs"),
    }

    def ask(self, question: Question) -> "_Order":
        """Read the pairs and the distractors, or the only order."""
        count = len(texts_of(question, "steps"))
        if "key" in question.fields:
            order = author_reads("key", lambda: read_order(text_of(question, "key"), count))
            pairs: Pairs = tuple(pairwise(order))
            return _Order(count, frozenset(order), pairs)
        distractors = frozenset(_numbers(question.fields.get("distractors", ()), "distractors", count))
        pairs = tuple(_pair(pair, count) for pair in _list(question.fields.get("before", ()), "before"))
        _check(pairs, distractors)
        return _Order(count, frozenset(range(1, count + 1)) - distractors, pairs)


@dataclass(frozen=True, slots=True)
class _Order:
    count: int
    needed: frozenset[int]
    before: Pairs

    def state(self, answer: str) -> Stated:
        typed = read_order(answer, self.count)
        claims = [("the steps that are used", self._used(typed))]
        place = {step: position for position, step in enumerate(typed)}
        for first, second in self.before:
            if first in place and second in place:
                found = _words(first, second) if place[first] < place[second] else _words(second, first)
                claim = Matches(found, (_words(first, second),), "the order")
                claims.append((f"steps {first} and {second}", claim))
        return Stated(_shown(typed), tuple(claims))

    def same_as(self, when: str) -> "_Order":
        order = read_order(when, self.count)
        return _Order(self.count, frozenset(order), tuple(pairwise(order)))

    def _used(self, typed: Iterable[int]) -> Claim:
        return Matches(_shown(sorted(typed)), (_shown(sorted(self.needed)),), "the steps that are used")


def _words(first: int, second: int) -> str:
    return f"{first} before {second}"


def _shown(steps: Iterable[int]) -> str:
    return " ".join(map(str, steps))


def _check(pairs: Pairs, distractors: frozenset[int]) -> None:
    for step in (step for pair in pairs for step in pair):
        if step in distractors:
            raise QuestionFault("before", f"step {step} is a distractor and comes before or after nothing")
    sorter: TopologicalSorter[int] = TopologicalSorter()
    for first, second in pairs:
        sorter.add(second, first)
    try:
        sorter.prepare()
    except CycleError:
        raise QuestionFault("before", "no order keeps all the pairs: they make a circle") from None


def _pair(pair: Any, count: int) -> tuple[int, int]:
    numbers = _numbers(pair, "before", count)
    if len(numbers) != 2:
        raise QuestionFault("before", f"pairs of two steps are expected, not {pair!r}")
    return numbers[0], numbers[1]


def _numbers(values: Any, field: str, count: int) -> list[int]:
    numbers = []
    for value in _list(values, field):
        text = str(value).strip()
        if not (text.isdecimal() and len(text) < 5 and 1 <= int(text) <= count):
            raise QuestionFault(field, f"numbers of steps are expected, from 1 to {count}; found {value!r}")
        numbers.append(int(text))
    return numbers


def _list(values: Any, field: str) -> list[Any]:
    if not isinstance(values, list | tuple):
        raise QuestionFault(field, f"a list is expected, not {values!r}")
    return list(values)
