"""Lines made ready for a screen: mathematics set or spoken, wrapped to the width, coloured or not.

Three looks: coloured, without colour (NO_COLOR), and plain. Plain speaks mathematics in words, leaves out what is only
drawn, and writes ASCII wherever a sign has a word, for screen readers and dumb terminals. Colours only ever repeat what
the words say.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from prompt_toolkit.utils import get_cwidth

from tutor.feedback.lines import Line, Role
from tutor.feedback.signs import MACROS, RELATIONS
from tutor.feedback.typeset import maths, spoken_in


@dataclass(frozen=True, slots=True)
class Look:
    """How to paint: columns, colour, plain."""

    width: int = 80
    colour: bool = True
    plain: bool = False

    @property
    def measure(self) -> int:
        """The columns that text may take: long lines are hard to read."""
        return max(20, min(self.width, 100) - 1)


_RESET = "\x1b[0m"
_COLOURS = {
    Role.TITLE: "\x1b[1m",
    Role.RIGHT: "\x1b[1;32m",
    Role.WRONG: "\x1b[1;31m",
    Role.PUZZLED: "\x1b[1;35m",
    Role.HINT: "\x1b[3m",
    Role.QUIET: "\x1b[2m",
}
_TYPED = "\x1b[1m"
_STRONG = "\x1b[1m"

_MARKUP = re.compile(r"`([^`]+)`|(?<![\w*])\*{1,2}(?=\S)([^*]+?)(?<=\S)\*{1,2}(?![\w*])|\$([^$]+)\$")


def paint(lines: Iterable[Line], look: Look) -> str:
    """The lines as text for this look, each ended by a line end."""
    return "".join(row + "\n" for line in lines for row in _rows(_cleaned(line), look))


def _cleaned(line: Line) -> Line:
    """The line without what a terminal could take for an order."""
    if line.text.isprintable() and (line.aloud or "").isprintable():
        return line
    return replace(line, text=_clean(line.text), aloud=None if line.aloud is None else _clean(line.aloud))


def _clean(text: str) -> str:
    return "".join(c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _rows(line: Line, look: Look) -> Iterator[str]:
    if look.plain:
        yield from _plain_rows(line, look)
    elif line.role is Role.FIXED:
        yield " " * line.indent + line.text
    else:
        start = _COLOURS.get(line.role, "") if look.colour else ""
        for row in _wrapped(_pieces(line.text), look.measure - line.indent):
            painted = "".join(_painted(piece, start, look) for piece in row)
            yield " " * line.indent + start + painted.rstrip() + (_RESET if start and painted else "")


def _plain_rows(line: Line, look: Look) -> Iterator[str]:
    if line.aloud == "" or (line.role is Role.FIXED and line.aloud is None):
        return
    if line.role is Role.FIXED:
        yield spell(line.aloud or "").rstrip()
        return
    told = re.sub(r" {2,}", " ", aloud(line.text if line.aloud is None else line.aloud))
    for row in _wrapped([_Piece(told)], look.measure):
        yield "".join(piece.text for piece in row).rstrip()


def aloud(text: str) -> str:
    """The text as it is to be read out: formulas in words, marks of emphasis dropped, signs spelled."""

    def spoken(found: re.Match[str]) -> str:
        typed, strong, formula = found.groups()
        if strong:
            return strong
        if formula:
            return spoken_in(text[: found.start()], formula)
        return maths(_DIFFERENCE.sub(r" \\setminus ", typed), aloud=True)

    return spell(_MARKUP.sub(spoken, text))


_DIFFERENCE = re.compile(r"\s*\\(?![a-z]{2})\s*")
"""The sign of set difference in typed text, which is no LaTeX."""


_WORDS = {sign: word for sign, word in (*MACROS.values(), *RELATIONS.values()) if not sign.isascii()}
_PUNCTUATION = {
    "·": ",",
    "…": "...",
    "−": "-",
    "’": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": "-",
    "ℝ": "R",
    "ℚ": "Q",
    "ℤ": "Z",
    "ℕ": "N",
    "√": " the square root of ",
    "′": "'",
    "½": "1/2",
    "ₙ": "_n",
    "ₖ": "_k",
}
_SPELL = re.compile(r"[^\x00-\x7f]")
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ]+")


def spell(text: str) -> str:
    """The text with every sign that has a word or an ASCII form written so; other writings stay as they are."""
    if text.isascii():
        return text
    text = _RAISED.sub(lambda found: "^" + unicodedata.normalize("NFKC", found.group()).replace("−", "-"), text)
    spelled = _SPELL.sub(_spelled, text)
    return re.sub(r"(?<=\S) {2,}", " ", spelled).replace(" ,", ",")


def _spelled(found: re.Match[str]) -> str:
    sign = found.group()
    if sign in _PUNCTUATION:
        return _PUNCTUATION[sign]
    if sign in _WORDS:
        return f" {_WORDS[sign]} "
    compatible = unicodedata.normalize("NFKD", sign)
    return compatible if compatible.isascii() else sign


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text in one style."""

    text: str
    style: str = ""


def _pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    place = 0
    for found in _MARKUP.finditer(text):
        pieces.append(_Piece(text[place : found.start()]))
        typed, strong, formula = found.groups()
        pieces.append(_Piece(maths(formula)) if formula else _Piece(typed or strong, _TYPED if typed else _STRONG))
        place = found.end()
    pieces.append(_Piece(text[place:]))
    return [piece for piece in pieces if piece.text]


def _painted(piece: _Piece, around: str, look: Look) -> str:
    if not piece.style or not look.colour:
        return piece.text
    return f"{piece.style}{piece.text}{_RESET}{around}"


_WORD = re.compile(r"\s+|[^\s]+")


def _wrapped(pieces: list[_Piece], width: int) -> list[list[_Piece]]:
    """The pieces broken into rows of at most `width` columns, at spaces or between wide characters."""
    rows: list[list[_Piece]] = [[]]
    used = 0
    for word in _words(pieces):
        columns = sum(get_cwidth(part.text) for part in word)
        blank = word[0].text.isspace()
        if used and used + columns > width:
            rows.append([])
            used = 0
            if blank:
                continue
        for part in _broken(word, width) if columns > width else [word]:
            if used + sum(get_cwidth(piece.text) for piece in part) > width and used:
                rows.append([])
                used = 0
            rows[-1] += part
            used += sum(get_cwidth(piece.text) for piece in part)
    return rows


def _words(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Words and blanks, a word possibly in several styles; a wide character is a word of its own."""
    word: list[_Piece] = []
    for piece in pieces:
        for found in _WORD.findall(piece.text):
            for run in _runs(found):
                alone = run.isspace() or get_cwidth(run[0]) == 2
                if alone and word:
                    yield word
                    word = []
                if alone:
                    yield [replace(piece, text=run)]
                else:
                    word.append(replace(piece, text=run))
    if word:
        yield word


def _runs(word: str) -> list[str]:
    if word.isascii():
        return [word]
    return re.findall(r"[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]|[^\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]+", word)


def _broken(word: list[_Piece], width: int) -> list[list[_Piece]]:
    """A word that is longer than a row, cut."""
    return [
        [replace(piece, text=piece.text[start : start + width])]
        for piece in word
        for start in range(0, len(piece.text), width)
    ]
