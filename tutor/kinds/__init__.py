"""Answer kinds: from a question and a typed answer to an object of the right sort and claims about it.

One file in the folder `answers` is one kind; it is discovered, not listed. A kind states claims and does no
mathematics of its own. A file holds one class `AnswerKind` with `name`, `fields` and `ask`; see `Kind`. To put a
question, call `ask`.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import Any, Protocol

from tutor.judge.claims import Claim
from tutor.judge.verdicts import Ruling, Verdict


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, as plain data: it travels to the worker and is the key of its cache.

    `fields` are the fields of the `answer:` block, or of a batch line, as texts (or lists of texts).
    `given` maps names to objects the fields may refer to. `mistakes` are pairs (id, answer that gives it away).
    """

    kind: str
    fields: Mapping[str, Any]
    given: Mapping[str, str] = field(default_factory=dict)
    mistakes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind, for schemas and documentation: its meaning in a phrase, and whether it must be there."""

    meaning: str
    required: bool = False


class QuestionFault(Exception):  # noqa: N818  (a fault of the author, said to the author)
    """A question that cannot be asked: which field, which item of it if it is a list, and what is wrong with it."""

    def __init__(
        self, field_name: str, message: str, span: tuple[int, int] | None = None, item: int | None = None
    ) -> None:
        super().__init__(message)
        self.field, self.message, self.span, self.item = field_name, message, span, item


class Misfit(Exception):  # noqa: N818  (an outcome: readable, but of another sort than asked)
    """The answer was read and is of another sort than the question asks."""

    def __init__(self, expected: str, found: str, read_as: str = "") -> None:
        super().__init__(f"expected {expected}, found {found}")
        self.expected, self.found, self.read_as = expected, found, read_as


@dataclass(frozen=True, slots=True)
class Stated:
    """An answer read: how it was read, and the claims that must all hold, each with a label for the learner.

    A label is "" where there is a single claim.
    """

    read_as: str
    claims: tuple[tuple[str, Claim], ...]


class Stating(Protocol):
    """What turns answers into claims."""

    def state(self, answer: str) -> Stated:
        """The claims this answer makes. Raises `tutor.language.faults.Fault` (unreadable) or `Misfit`."""


class Asked(Stating, Protocol):
    """A question made ready once and put to many answers."""

    def same_as(self, when: str) -> Stating:
        """The question whose right answers are those that say the same as this one: a known mistake.

        Raises Fault or Misfit where it cannot be read. See `tutor.kinds.sameness`.
        """


class Kind(Protocol):
    """What a file in this folder offers, as its class `AnswerKind`."""

    name: str
    fields: Mapping[str, Field]

    def ask(self, question: Question) -> Asked:
        """Read the key and the conditions. Raises QuestionFault for a question that cannot be asked."""


@dataclass(frozen=True, slots=True)
class FaultReport:
    """An unreadable answer: where (a slice of the answer), what kind of fault, the sentence, what to write instead."""

    span: tuple[int, int]
    kind: str
    message: str
    suggestion: str | None = None
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything that is known about one answer to one question.

    `rulings` has one entry per claim, with its label; a single claim has the label "".
    """

    verdict: Verdict
    read_as: str = ""
    rulings: tuple[tuple[str, Ruling], ...] = ()
    fault: FaultReport | None = None
    expected: str | None = None
    found: str | None = None
    mistake: str | None = None


@cache
def kinds() -> Mapping[str, Kind]:
    """Every answer kind by name, found in the folder `answers`."""
    from tutor.kinds import answers

    found = {}
    for module in pkgutil.iter_modules(answers.__path__):
        kind: Kind = importlib.import_module(f"{answers.__name__}.{module.name}").AnswerKind()
        found[kind.name] = kind
    return found


def ask(question: Question) -> Asked:
    """The question made ready by its kind.

    Raises QuestionFault for a kind or a field that does not exist, a field that is missing, or one that cannot be read.
    """
    kind = kinds().get(question.kind)
    if kind is None:
        raise QuestionFault("kind", _no_such("kind of answer", question.kind, kinds()))
    for name in question.fields:
        if name not in kind.fields:
            raise QuestionFault(name, _no_such(f"field of '{kind.name}'", name, kind.fields))
    for name, described in kind.fields.items():
        if described.required and name not in question.fields:
            raise QuestionFault(name, f"'{kind.name}' needs the field '{name}': {described.meaning}")
    return kind.ask(question)


def _no_such(what: str, name: str, known: Mapping[str, object]) -> str:
    nearest = get_close_matches(name, known, n=1)
    return f"there is no {what} called '{name}'" + (f"; did you mean '{nearest[0]}'?" if nearest else "")
