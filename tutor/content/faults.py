"""What is wrong with a content file: the place, what was expected there, what was found, the nearest legal word.

problem_bank/null_sets/rationals.yaml:7: in `answer` of 'What is the measure of Q?'
    kind: numbr
          ^^^^^
  expected a kind of answer: number, function, set, measure, ...
  found 'numbr'; did you mean 'number'?
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from tutor.language.faults import columns_of

WIDEST = 100


@dataclass(frozen=True, slots=True, order=True)
class ContentFault:
    """One fault of one file; printed, it is a direction to the author.

    `line` counts from 1, `column` from 0; `length` is how many characters the carets underline. `text` is the whole
    line, `where` the trail in the author's words ("in `answer` of 'The density of a ReLU unit'").
    """

    file: str
    line: int
    column: int
    length: int
    text: str
    where: str
    expected: str
    found: str
    nearest: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:"
        return "\n".join((f"{place} {self.where}".rstrip(), *self._marked(), *self._said()))

    def _marked(self) -> list[str]:
        """The line without its indentation, and the carets under it; nothing for an empty line."""
        text = self.text.replace("\t", "→")
        indent = min(len(text) - len(text.lstrip()), self.column)
        line, column, length = _cut(text[indent:].rstrip(), self.column - indent, self.length)
        if not line:
            return []
        carets = " " * columns_of(line[:column]) + "^" * max(1, columns_of(line[column : column + length]))
        return [f"    {line}", f"    {carets}"]

    def _said(self) -> list[str]:
        guess = f"; did you mean '{self.nearest}'?" if self.nearest else ""
        return [f"  expected {self.expected}", f"  found {self.found}{guess}"]


def nearest_of(word: str, words: Iterable[str]) -> str | None:
    """The legal word that looks most like the one found, if any does."""
    return next(iter(get_close_matches(word, list(words), n=1, cutoff=0.6)), None)


def listed(words: Iterable[str], most: int = 8) -> str:
    """`a, b, c, ...`: at most that many of them, in the order given."""
    words = list(words)
    return ", ".join(words[:most]) + (", ..." if len(words) > most else "")


def quoted(text: str, most: int = 60) -> str:
    """The text in quotes, cut where it is long, on one line."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f"'{flat}'" if len(flat) <= most else f"'{flat[: most - 1]}…'"


def _cut(line: str, column: int, length: int) -> tuple[str, int, int]:
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)
    if len(line) > WIDEST:
        low = max(0, min(column - WIDEST // 3, len(line) - WIDEST))
        line, column = ("…" if low else "") + line[low : low + WIDEST] + "…", column - low + (1 if low else 0)
    return line, column, min(length, max(1, len(line) - column))
