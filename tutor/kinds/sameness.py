"""Whether an answer says the same as another one: how the known mistakes of a problem are recognised.

A kind reads the wrong answer as it reads any answer, and states the claims that make two answers the same object of its
sort: the same number, function, set, measure, list of intervals. The judge decides them; texts are never compared.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from tutor.judge.claims import Claim, Matches
from tutor.kinds import Stated

Answer = TypeVar("Answer")

Read = Callable[[str], tuple[Answer, str]]
"""From a text to the object and how it was read. Raises Fault, Misfit."""
Compare = Callable[[Answer, Answer], Iterable[Claim]]
"""The claims that make two answers the same."""


@dataclass(frozen=True, slots=True)
class SameAs(Generic[Answer]):
    """The question whose right answers are those that say the same as `when`."""

    read: Read[Answer]
    when: Answer
    compare: Compare[Answer]

    def state(self, answer: str) -> Stated:
        """The claims that this answer is the same. Raises Fault, Misfit."""
        typed, read_as = self.read(answer)
        return Stated(read_as, tuple(("", claim) for claim in self.compare(typed, self.when)))


def same_as(when: str, read: Read[Answer], compare: Compare[Answer]) -> SameAs[Answer]:
    """The question for answers that say the same as this text. Raises Fault, Misfit."""
    return SameAs(read, read(when)[0], compare)


def matches(typed: object, when: object, what: str) -> Claim:
    """Two things that are compared as they stand: flags, counts, entries of a table."""
    return Matches(str(typed), (str(when),), what)
