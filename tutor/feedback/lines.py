"""What is said, before anybody knows on which screen: lines with a role, and what to say aloud instead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a line is for; a screen may give each a colour, and the words carry the meaning without it."""

    TITLE = "title"
    TEXT = "text"
    ASK = "ask"
    RIGHT = "right"
    WRONG = "wrong"
    PUZZLED = "puzzled"
    """Unreadable, misfit, undecided: nothing was counted."""
    HINT = "hint"
    QUIET = "quiet"
    FIXED = "fixed"
    """A caret under a typed line, or a row of a picture: shown as it is, never wrapped, never spoken."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `$…$` in `text` is LaTeX and `…` in backticks is the answer language.

    `aloud` stands in for the text where glyphs would be read out one by one; "" leaves the line out there.
    `indent` counts columns; wrapped rows keep it.
    """

    text: str
    role: Role = Role.TEXT
    indent: int = 2
    aloud: str | None = None


Lines = tuple[Line, ...]


def prose(text: str) -> Iterator[Line]:
    """Markdown as lines: paragraphs, headings, items of lists, with an empty line between blocks."""
    blocks = [block for block in text.strip().split("\n\n") if block.strip()]
    for number, block in enumerate(blocks):
        if number:
            yield Line("")
        if block.startswith("#"):
            yield Line(block.lstrip("# "), Role.TITLE)
        elif _LISTED.match(block):
            yield from (Line(row) for row in _CONTINUED.sub(" ", block).split("\n"))
        else:
            yield Line(block.replace("\n", " "))


_LISTED = re.compile(r"([-*]|\d+\.) ")
_CONTINUED = re.compile(r"\n(?!([-*]|\d+\.) )\s*")
