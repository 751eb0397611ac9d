"""What a session needs of the content: lessons as stops, and problems as items with one variant chosen.

Texts are in the language that was asked for. A `Course` is asked for one item at a time, so that a large bank costs
nothing at the start.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from tutor.kinds import Question


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is asked, with its own tries."""

    id: str
    ask: str
    question: Question
    skills: tuple[str, ...] = ()
    mistakes: Mapping[str, str] = field(default_factory=dict)
    """What the author says to each mistake, by its id."""
    hints: tuple[str, ...] = ()
    key: str = ""
    """An answer that is right: the key, or an example of one."""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What there is to choose from: options, reasons, rows, columns, steps."""
    otherwise: Mapping[str, str] = field(default_factory=dict)
    """What the author says where a claim fails, by the claim."""


@dataclass(frozen=True, slots=True)
class Item:
    """One variant of one problem."""

    problem: str
    variant: int
    title: str
    parts: tuple[Part, ...]
    ask: str = ""
    """What is said once, before the first part, where there are several."""
    why: str = ""
    solution: str = ""
    difficulty: int = 1
    source: str = ""
    content: str = ""
    """The fingerprint of its text; another one means that the problem was revised."""


@dataclass(frozen=True, slots=True)
class Head:
    """A problem in a list, before any variant is chosen."""

    problem: str
    title: str
    skills: tuple[str, ...]
    difficulty: int
    variants: int
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """A stretch of text, in Markdown."""

    text: str


@dataclass(frozen=True, slots=True)
class Theorem:
    """A card for the toolbox."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Predict:
    """A question to think about before something is shown; what is typed is not judged, and then `say` is said."""

    ask: str
    say: str = ""


@dataclass(frozen=True, slots=True)
class Show:
    """A picture or an experiment, in the language of answers, and what it shows in words."""

    source: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """The place of a problem. Its variant is chosen when the learner comes to it, but where a set names one."""

    problem: str
    variant: int | None = None


Block = Prose | Theorem | Predict | Show | Problem


@dataclass(frozen=True, slots=True)
class Stop:
    """What is put before the learner at once: blocks, of which only the last may ask something."""

    blocks: tuple[Block, ...]

    @property
    def problem(self) -> str | None:
        """The problem asked here, if any."""
        last = self.blocks[-1]
        return last.problem if isinstance(last, Problem) else None

    @property
    def predicts(self) -> bool:
        """Whether a prediction is asked for here."""
        return isinstance(self.blocks[-1], Predict)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson as a list of stops."""

    id: str
    number: int
    title: str
    stops: tuple[Stop, ...]
    after: tuple[str, ...] = ()
    """The ids of the lessons that it builds on: advice, not a wall."""

    @property
    def problems(self) -> tuple[str, ...]:
        """Its problems in order."""
        return tuple(stop.problem for stop in self.stops if stop.problem)


def stops(blocks: tuple[Block, ...]) -> tuple[Stop, ...]:
    """The blocks of a lesson gathered into stops: text goes with the problem or prediction that follows it."""
    gathered: list[Stop] = []
    waiting: list[Block] = []
    for block in blocks:
        waiting.append(block)
        if isinstance(block, Problem | Predict | Show | Theorem):
            gathered.append(Stop(tuple(waiting)))
            waiting = []
    if waiting:
        gathered.append(Stop(tuple(waiting)))
    return tuple(gathered)


@dataclass(frozen=True, slots=True)
class GradedSet:
    """A set that is handed in: its title, and its problems, each in the variant that is graded."""

    title: str
    items: tuple[Problem, ...]


class Course(Protocol):
    """The content, as far as a session asks for it."""

    @property
    def warm_up(self) -> tuple[str, ...]:
        """The problems of the first run."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the texts, such as en and zh."""

    def lessons(self, language: str) -> tuple[Lesson, ...]:
        """Every lesson, in order."""

    def sets(self, language: str) -> Mapping[str, GradedSet]:
        """Every graded set by id."""

    def heads(self, language: str) -> Mapping[str, Head]:
        """Every problem by id."""

    def item(self, problem: str, variant: int, language: str) -> Item:
        """One variant of a problem. `variant` counts from 0."""

    def terms(self, language: str) -> Mapping[str, str]:
        """The glossary."""

    def skill_names(self, language: str) -> Mapping[str, str]:
        """What each skill is called."""
