"""A table of yes and no, read row by row: `N Y Y`, `否 是 是`, `✗ ✓ ✓`. Each row is its own claim."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tutor.judge.claims import Claim, Matches
from tutor.kinds import Field, Question, QuestionFault, Stated
from tutor.kinds.fields import author_reads, text_of, texts_of
from tutor.language.small import read_row


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "table"
    fields: Mapping[str, Field] = {
        "key": Field("the entries row by row, each Y or N: N Y Y", required=True),
        "rows": Field("what the rows are about; or how many there are", required=True),
        "columns": Field("what is asked of each row; or how many there are; one column if absent"),
    }

    def ask(self, question: Question) -> "_Table":
        """Read the key and count the rows and columns."""
        rows, width = texts_of(question, "rows"), len(texts_of(question, "columns")) or 1
        if not rows:
            raise QuestionFault("rows", "at least one row is expected")
        key = author_reads("key", lambda: read_row(text_of(question, "key"), len(rows) * width))
        return _Table(rows, width, key)


@dataclass(frozen=True, slots=True)
class _Table:
    rows: tuple[str, ...]
    width: int
    key: tuple[bool, ...]

    def state(self, answer: str) -> Stated:
        typed = read_row(answer, len(self.key))
        claims = [(row, self._claim(typed, n)) for n, row in enumerate(self.rows)]
        return Stated(_shown(typed), (("", claims[0][1]),) if len(claims) == 1 else tuple(claims))

    def same_as(self, when: str) -> "_Table":
        return replace(self, key=read_row(when, len(self.key)))

    def _claim(self, typed: tuple[bool, ...], row: int) -> Claim:
        here = slice(row * self.width, (row + 1) * self.width)
        return Matches(_shown(typed[here]), (_shown(self.key[here]),), f"row {row + 1}")


def _shown(entries: tuple[bool, ...]) -> str:
    return " ".join("Y" if entry else "N" for entry in entries)
