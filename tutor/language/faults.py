"""Faults: what could not be read, where in the text it stands, and what to write instead.

A fault costs the learner nothing, so the reader raises one whenever a text has no reading, or more than one.
"""

import unicodedata
from enum import StrEnum


class FaultKind(StrEnum):
    """The closed list of what can be wrong with a text."""

    EMPTY = "empty"
    UNKNOWN_NAME = "unknown-name"
    MISSING_OPERAND = "missing-operand"
    MISSING_OPERATOR = "missing-operator"
    UNEXPECTED = "unexpected"
    UNCLOSED = "unclosed"
    AMBIGUOUS = "ambiguous"
    TOO_LONG = "too-long"
    TOO_DEEP = "too-deep"
    TOO_MANY_DIGITS = "too-many-digits"
    EXPONENT_TOO_LARGE = "exponent-too-large"
    BAD_CHARACTER = "bad-character"
    DECIMAL_COMMA = "decimal-comma"
    ARITY = "arity"
    WRONG_SORT = "wrong-sort"
    UNSUPPORTED = "unsupported"


class Fault(Exception):  # noqa: N818  (an outcome that a learner reads, not a crash)
    """A text that has no single reading.

    `span` is a slice of the text as it was typed, `message` a sentence for people, `suggestion` what to write
    instead where one is known, `readings` the readings to choose from where the text is ambiguous.
    """

    def __init__(
        self,
        kind: FaultKind,
        span: tuple[int, int],
        message: str,
        suggestion: str | None = None,
        readings: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.span = span
        self.message = message
        self.suggestion = suggestion
        self.readings = readings

    def __reduce__(self) -> tuple[object, ...]:
        return (Fault, (self.kind, self.span, self.message, self.suggestion, self.readings))


WIDEST = 76
"""How many columns of a line `caret` shows before it cuts the line around the fault."""


def caret(text: str, fault: Fault) -> str:
    """The line of the text in which the fault stands, with carets under it.

    Wide (East Asian) characters count two columns, control characters are shown as a replacement character, and
    a line longer than `WIDEST` columns is cut around the fault.
    """
    start, end = fault.span
    first = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", start)
    line = text[first:] if stop < 0 else text[first:stop]
    start, end = start - first, min(max(end - first, start - first + 1), max(len(line), start - first + 1))
    line, start, end = _cut(_shown(line), start, end)
    below = " " * columns_of(line[:start]) + "^" * max(1, columns_of(line[start:end]))
    return f"{line}\n{below}"


def _shown(line: str) -> str:
    """The line with every character that has no picture of its own replaced by one that has."""
    return "".join(c if c.isprintable() else " " if c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in line)


def _cut(line: str, start: int, end: int) -> tuple[str, int, int]:
    """At most `WIDEST` columns of the line, around the part from start to end."""
    if columns_of(line) <= WIDEST:
        return line, start, end
    low = max(0, start - WIDEST // 3)
    high = low
    columns = 0
    while high < len(line) and columns < WIDEST - 2:
        columns += columns_of(line[high])
        high += 1
    before, after = "…" if low else "", "…" if high < len(line) else ""
    return before + line[low:high] + after, start - low + len(before), min(end, high) - low + len(before)


def columns_of(text: str) -> int:
    """The width of the text on a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
