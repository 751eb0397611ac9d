"""Lessons as values: prose, and blocks in which something is shown, guessed or asked."""

from dataclasses import dataclass

from tutor.content.texts import Text


@dataclass(frozen=True, slots=True)
class Prose:
    """A stretch of Markdown."""

    text: str


@dataclass(frozen=True, slots=True)
class Asks:
    """The place of a problem."""

    problem: str


@dataclass(frozen=True, slots=True)
class Predict:
    """A guess, which is not judged, and what is said after it."""

    ask: Text
    say: Text


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture, written in the answer language, and the same in words."""

    show: str
    words: Text


@dataclass(frozen=True, slots=True)
class Experiment:
    """A simulation, written in the answer language, and its outcome in words."""

    run: str
    words: Text


@dataclass(frozen=True, slots=True)
class Theorem:
    """A card of the toolbox: the statement with its hypotheses, and an example that fails without one of them."""

    id: str
    name: Text
    says: Text
    fails: Text | None
    reference: str


Block = Prose | Asks | Predict | Plot | Experiment | Theorem


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson. `after` are lessons that it builds on: advice, not a wall. `file` is its path below the root.

    A lesson in several languages is several files that share the id: `null-sets.md` and `null-sets.zh.md`.
    """

    id: str
    unit: str
    title: Text
    skills: tuple[str, ...]
    after: tuple[str, ...]
    blocks: tuple[Block, ...]
    file: str
    translations: tuple[tuple[str, tuple[Block, ...]], ...] = ()

    def in_language(self, language: str) -> tuple[Block, ...]:
        """The blocks in that language, or those of the main file."""
        return dict(self.translations).get(language, self.blocks)

    @property
    def problems(self) -> tuple[str, ...]:
        """The ids of its problems, in order."""
        return tuple(block.problem for block in self.blocks if isinstance(block, Asks))
