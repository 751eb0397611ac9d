"""Problems as values: what is asked, what is accepted, what is said about mistakes.

Nothing here reads files; see `problem_files` for that. This module is on the start path, so it imports neither
pydantic nor YAML.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tutor.content.texts import Text, fill_formula, fill_text, show_formula

if TYPE_CHECKING:
    from tutor.kinds import Question


@dataclass(frozen=True, slots=True)
class Variant:
    """One choice of values for the names that a problem varies; the only variant of a fixed problem is empty."""

    values: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        """`s = 1/2, n = 3`; empty for a fixed problem."""
        return ", ".join(f"{name} = {value}" for name, value in self.values)

    def formula(self, template: str) -> str:
        """The formula with the values in it, each as one operand."""
        return fill_formula(template, dict(self.values))

    def shown(self, template: str) -> str:
        """The same formula for people, without the parentheses that it can do without."""
        return show_formula(template, dict(self.values))

    def text(self, template: str) -> str:
        """The text for people with the values in it, as they were typed."""
        return fill_text(template, dict(self.values))


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong answer that gives away a misconception, and what to say to it. `when` may have several spellings."""

    id: str
    when: tuple[str, ...]
    say: Text


@dataclass(frozen=True, slots=True)
class Condition:
    """A claim that a witness problem makes about the answer, and what to say where it fails."""

    that: str
    otherwise: Text


@dataclass(frozen=True, slots=True)
class Example:
    """An answer whose judgement the author knows; a wrong one may name the mistake it must be diagnosed as."""

    answer: str
    mistake: str | None = None


@dataclass(frozen=True, slots=True)
class Examples:
    """Answers that must be judged correct, incorrect, and not readable (or of another sort than asked)."""

    correct: tuple[Example, ...] = ()
    incorrect: tuple[Example, ...] = ()
    unreadable: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One step of a problem: a question of its own. A problem without steps has one part, whose id is empty.

    `fields` are the fields of the `answer:` block without `kind`, still with slots. `shown` are those among them that
    a learner reads (options, reasons, rows, columns, steps), in every language.
    """

    id: str
    ask: Text
    kind: str
    fields: Mapping[str, Any]
    shown: Mapping[str, tuple[Text, ...]]
    conditions: tuple[Condition, ...]
    mistakes: tuple[Mistake, ...]
    hints: tuple[Text, ...]
    examples: Examples


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a bank.

    `ask` is said once, before several parts. `file` is its path below the bank's root, `fingerprint` changes with
    every change of the file.
    """

    id: str
    title: Text
    skills: tuple[str, ...]
    difficulty: int
    why: Text
    variants: tuple[Variant, ...]
    given: Mapping[str, str]
    ask: Text | None
    parts: tuple[Part, ...]
    solution: Text
    source: Mapping[str, str]
    license: str
    file: str
    fingerprint: str

    def part(self, id: str) -> Part:  # noqa: A002  (the field is called id)
        """The part with that id. Raises KeyError when there is none."""
        for part in self.parts:
            if part.id == id:
                return part
        raise KeyError(id)

    def question(self, variant: Variant, part: Part) -> "Question":
        """The question that this part asks in this variant, as the worker takes it."""
        from tutor.kinds import Question  # it brings flint, which a list of problems doesn't need

        fields = _filled(part.fields, variant)
        if part.conditions:
            fields["claims"] = [variant.formula(condition.that) for condition in part.conditions]
        return Question(
            kind=part.kind,
            fields=fields,
            given={name: variant.formula(thing) for name, thing in self.given.items()},
            mistakes=tuple((m.id, variant.formula(when)) for m in part.mistakes for when in m.when),
        )

    def right_answer(self, variant: Variant, part: Part) -> str | None:
        """An answer that is right: the key, else the first example of one; None where the problem tells none."""
        key = part.fields.get("key")
        if isinstance(key, str):
            return variant.shown(key)
        return next((variant.shown(example.answer) for example in part.examples.correct), None)


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill of the course: what it is, in which unit it is taught, which skills it needs first."""

    id: str
    unit: str
    name: Text
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetItem:
    """One line of a set: a problem, in which variant, for how many points a part."""

    problem: str
    variant: int
    points: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ProblemSet:
    """A set that is handed in and graded."""

    id: str
    title: Text
    items: tuple[SetItem, ...]


def _filled(value: Any, variant: Variant) -> Any:
    if isinstance(value, str):
        return variant.formula(value)
    if isinstance(value, Mapping):
        return {key: _filled(inner, variant) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [_filled(inner, variant) for inner in value]
    return value
