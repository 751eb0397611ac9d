r"""The mathematics of prose: LaTeX between dollars, as one line of Unicode or as words to be read aloud.

Only the macros listed in `signs.py` are understood; any other is a fault of the author, found by
`unknown_macros`. Brackets that carry meaning are kept: `\frac{a+b}{c}` is (a+b)/c, and `\|f\|_p` keeps its bars.
Off-the-shelf converters lose both, which is why this is written here.
"""

import re
from dataclasses import dataclass

from tutor.feedback.signs import (
    ACCENTS,
    ARGUMENTS,
    FONTS,
    FUNCTIONS,
    LETTERS,
    MACROS,
    OPERATORS,
    PLAIN_SIGNS,
    PLAIN_WORDS,
    RELATIONS,
    SPACES,
    SPOKEN_FUNCTIONS,
    SUBSCRIPT,
    SUPERSCRIPT,
)

_LARGE = frozenset("∫∑∏⋃⋂")
_LARGE_WORDS = ("the integral", "the sum", "the product", "union", "intersection")

_TOKEN = re.compile(
    r"\\([A-Za-z]+|.)\s*|([{}^_&])|(\s+)"
    rf"|(?<![A-Za-z])({'|'.join(sorted(PLAIN_WORDS, key=len, reverse=True))})(?![A-Za-z])"
    rf"|({'|'.join(re.escape(sign) for sign in sorted(PLAIN_SIGNS, key=len, reverse=True))})|(.)",
    re.DOTALL,
)
_DOLLARS = re.compile(r"\$([^$]+)\$")


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a stretch of LaTeX became: its text, and whether it needs brackets beside / or ^."""

    text: str
    composite: bool = False


def typeset(prose: str, *, aloud: bool = False) -> str:
    """The prose with every `$…$` set as Unicode, or as words."""
    return _DOLLARS.sub(lambda found: _in_prose(found, aloud), prose)


_INTRODUCED = re.compile(r"\b(?:let|for|every|each|all|any|some|with|fix|given|whenever)\s+$", re.IGNORECASE)


def _in_prose(found: "re.Match[str]", aloud: bool) -> str:
    """One formula of the prose."""
    if aloud:
        return spoken_in(found.string[: found.start()], found.group(1))
    return maths(found.group(1))


def spoken_in(before: str, formula: str) -> str:
    """The formula aloud, after this text: `let $eps > 0$ be given` has no verb in the formula."""
    text = maths(formula, aloud=True)
    return text.replace(" is ", " ", 1) if _INTRODUCED.search(before) else text


def maths(latex: str, *, aloud: bool = False) -> str:
    """One formula as Unicode or as words. Unknown macros stay as they are typed."""
    text = re.sub(r" {2,}", " ", _Setter(latex, aloud).whole()).strip()
    text = re.sub(rf"\b({'|'.join(sorted(FUNCTIONS))}) \(", r"\1(", text)
    text = re.sub(rf"({'|'.join(sorted(SPOKEN_FUNCTIONS.values()))}) \(", r"\1 of (", text)
    return re.sub(r"([(\[{]) (?=\S)|(?<=\S) ([,;)\]}])", lambda found: found.group(1) or found.group(2), text)


def unknown_macros(prose: str) -> tuple[str, ...]:
    """The macros in the formulas of this prose that are not on the list, each once."""
    found = [
        token.group(1)
        for formula in _DOLLARS.finditer(prose)
        for token in _TOKEN.finditer(formula.group(1))
        if token.group(1) and not _known(token.group(1))
    ]
    return tuple(dict.fromkeys(found))


def _known(name: str) -> bool:
    tables = (MACROS, RELATIONS, FUNCTIONS, SPACES, ARGUMENTS, ("begin", "end", "cdot", "\\"))
    return any(name in table for table in tables)


class _Setter:
    """One pass over the tokens of a formula."""

    def __init__(self, latex: str, aloud: bool) -> None:
        self.tokens = [token for found in _TOKEN.finditer(latex) for token in _tokens(found)]
        self.place, self.aloud, self.closer = 0, aloud, ""
        self.spaced = aloud or "\\" not in latex

    def whole(self) -> str:
        return self.run().text

    def run(self, *ends: str) -> _Piece:
        """Everything up to one of the tokens `ends`, which is taken as well and remembered in `closer`."""
        self.closer = ""
        pieces: list[_Piece] = []
        while self.place < len(self.tokens):
            kind, text = self.take()
            if kind + text in ends:
                self.closer = text or kind
                return self.joined(pieces)
            if kind == " " and not self.spaced:
                pieces.append(_Piece(" " if self.parts_operands(pieces) else ""))
            elif kind in ("^", "_"):
                base = pieces.pop().text.strip() if pieces else ""
                pieces.append(_Piece(base + self.script(kind, base)))
            else:
                pieces.append(self.one(kind, text))
        return self.joined(pieces)

    def parts_operands(self, pieces: list[_Piece]) -> bool:
        """Whether a blank of LaTeX stands between two factors, which would run together without it: 1/2 x, not 1/2x."""
        before = pieces[-1].text.rstrip() if pieces else ""
        if not before[-1:].isalnum() or before == "d" or self.place >= len(self.tokens):
            return False
        kind, text = self.tokens[self.place]
        return text.isalnum() and (not kind or (MACROS.get(text, "1")[0].isalnum() and text not in RELATIONS))

    def joined(self, pieces: list[_Piece]) -> _Piece:
        composite = sum(bool(piece.text.strip()) for piece in pieces) > 1
        shown = self.join(pieces)
        return _Piece(shown, composite and not re.fullmatch(r"\d+(\.\d+)?|d?\w", shown.strip()))

    def join(self, pieces: list[_Piece]) -> str:
        if not self.aloud:
            return "".join(piece.text for piece in pieces)
        return _space_words("".join(piece.text for piece in pieces))

    def one(self, kind: str, text: str) -> _Piece:
        if kind == "{":
            return self.braces()
        if kind == "\\":
            return self.macro(text)
        if kind == " ":
            return _Piece(" " if self.spaced else "")
        if text in RELATIONS:
            return _Piece(f" {RELATIONS[text][self.aloud]} ")
        if text == ",":
            return _Piece(", ")
        if self.aloud and text in OPERATORS:
            return _Piece(f" {OPERATORS[text]} ")
        if self.aloud and text == "'":
            return _Piece(" prime")
        return _Piece("′" if text == "'" else text)

    def braces(self) -> _Piece:
        """Braces that are no argument: those of a set, as in plain writing. One that stands alone is shown."""
        inside = self.run("}")
        return _Piece("{" + inside.text + self.closer)

    def macro(self, name: str) -> _Piece:
        if name in RELATIONS:
            return _Piece(f" {RELATIONS[name][self.aloud]} ")
        if name in MACROS:
            word = MACROS[name][self.aloud]
            return _Piece(f" {word} " if self.aloud and word[0].isalpha() else word)
        if name == "cdot":
            return _Piece(" times " if self.aloud else "·")
        if name in FUNCTIONS:
            return _Piece(f" {SPOKEN_FUNCTIONS.get(name, name) if self.aloud else name} ")
        if name in SPACES:
            return _Piece(SPACES[name])
        if name == "begin":
            return self.environment()
        if name == "\\":
            return _Piece("; ")
        arguments = [self.bracket() or self.argument() for _ in range(ARGUMENTS.get(name, 0))]
        return self.applied(name, arguments)

    def applied(self, name: str, arguments: list[_Piece]) -> _Piece:
        if name.endswith("frac"):
            over = " over " if self.aloud else "/"
            return _Piece(_bracketed(arguments[0]) + over + _bracketed(arguments[1]), composite=True)
        if name == "sqrt":
            return _Piece(
                f" the square root of {_bracketed(arguments[0])} " if self.aloud else f"√{_bracketed(arguments[0])}"
            )
        if name in LETTERS:
            letters = LETTERS[name]
            return _Piece(arguments[0].text if self.aloud else "".join(letters.get(c, c) for c in arguments[0].text))
        if name in ACCENTS:
            mark, word = ACCENTS[name]
            return _Piece(f"{arguments[0].text} {word} " if self.aloud else arguments[0].text + mark)
        if name in FONTS:
            return arguments[0]
        return _Piece(f"\\{name}")

    def argument(self) -> _Piece:
        """The next group or single token."""
        while self.place < len(self.tokens) and self.tokens[self.place][0] == " ":
            self.place += 1
        if self.place >= len(self.tokens):
            return _Piece("")
        kind, text = self.take()
        return self.run("}") if kind == "{" else self.one(kind, text)

    def exponent(self) -> _Piece:
        """What stands raised or lowered: a LaTeX argument, or in plain writing a number, a sign with it, brackets."""
        bracket = self.bracket()
        if bracket is not None:
            return bracket
        if self.peek() != "-" and not self.peek().isdigit():
            return self.argument()
        text = self.one(*self.take()).text
        if not text[-1:].isdigit():
            text += self.argument().text
        while text[-1:].isdigit() and self.peek().isdigit():
            text += self.argument().text
        return _Piece(text)

    def bracket(self) -> _Piece | None:
        """What stands in round or square brackets, if they come next; a round pair is taken off."""
        opening = self.peek()
        if opening not in ("(", "["):
            return None
        self.take()
        inside = self.run(")", "]").text
        if opening == "(" and self.closer == ")":
            return _Piece(inside, composite=True)
        return _Piece(opening + inside + self.closer)

    def peek(self) -> str:
        """The next character, "" before a macro, a mark or the end."""
        kind, text = self.tokens[self.place] if self.place < len(self.tokens) else ("", "")
        return "" if kind else text

    def take(self) -> tuple[str, str]:
        """The next token."""
        self.place += 1
        return self.tokens[self.place - 1]

    def script(self, kind: str, base: str) -> str:
        piece = self.exponent()
        text = piece.text.strip()
        if self.aloud:
            more = self.place < len(self.tokens) and self.tokens[self.place][0] == "^"
            return _spoken_script(kind, base, text, more)
        table = SUPERSCRIPT if kind == "^" else SUBSCRIPT
        tight = text.replace(" ", "")
        after = " " if base[:1] in _LARGE or base in FUNCTIONS else ""
        if tight and all(character in table for character in tight):
            return "".join(table[character] for character in tight) + after
        return kind + (tight if _closed(tight) else f"({tight})") + after

    def environment(self) -> _Piece:
        """`cases` as { a if P; b if Q }: rows end with a double backslash, the condition follows an ampersand."""
        self.argument()
        rows = self.run("\\end").text
        self.argument()
        return _Piece("{ " + rows.replace("&", " if " if "if" not in rows else " ") + " }")


def _tokens(found: "re.Match[str]") -> tuple[tuple[str, str], ...]:
    """The token, and the blank that LaTeX swallows after the macro of a letter."""
    kind, text = _token(found)
    swallowed = found.group(1) in MACROS and found.group()[-1].isspace()
    return ((kind, text), (" ", "")) if swallowed else ((kind, text),)


def _token(found: "re.Match[str]") -> tuple[str, str]:
    macro, mark, space, word, sign, character = found.groups()
    if word is not None or sign is not None:
        return "\\", PLAIN_WORDS[word] if word else PLAIN_SIGNS[sign]
    if macro is not None:
        return "\\", macro
    if mark is not None:
        return (mark, "") if mark != "&" else ("", "&")
    return (" ", "") if space is not None else ("", character)


def _closed(text: str) -> bool:
    """Whether a script needs no brackets: one sign, a number, a word, or brackets of its own."""
    return bool(re.fullmatch(r"\w|[A-Za-z0-9]+|[^\w(\[]|[\[(][^()\[\]]*[\])]", text))


def _bracketed(piece: _Piece) -> str:
    return f"({piece.text.strip()})" if piece.composite else piece.text.strip()


def _spoken_script(kind: str, base: str, text: str, more: bool) -> str:
    if base.startswith(_LARGE_WORDS):
        if kind == "^":
            return f" to {text} of "
        return f" from {text} " if more else f" over {text} of "
    if (base in FUNCTIONS or base in SPOKEN_FUNCTIONS.values()) and kind == "_":
        return f" as {text} of " if " to " in text else f" over {text} of "
    if kind == "_":
        return f" sub {text} "
    grouped = f"({text})" if " " in text.removeprefix("minus ") else text
    return {"2": " squared ", "3": " cubed ", "prime": " prime "}.get(text, f" to the power {grouped} ")


def _space_words(text: str) -> str:
    return re.sub(r"\s+([,;.)])", r"\1", re.sub(r" {2,}", " ", text))
