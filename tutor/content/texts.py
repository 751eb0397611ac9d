"""Texts in one or several languages, and the values of a variant put into texts and formulas.

In a formula `<<s>>` stands for the value as a tree. A value in parentheses is a primary of the answer language, as a
name is, so the substituted text has the tree in which the value takes the place of the name: `<<s>>^2` with s = -1 is
(-1)^2. In a text for people `<<s>>` is replaced by the value as it was typed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SLOT = re.compile(r"<<\s*([A-Za-z][A-Za-z0-9_]*)\s*>>")
"""`<<name>>`, with or without blanks inside."""

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """A text for people: pairs of a language and its wording, at least one of them."""

    versions: tuple[tuple[str, str], ...]

    def say(self, language: str = FALLBACK) -> str:
        """The wording in that language, else in English, else in the first language there is."""
        known = dict(self.versions)
        return known.get(language) or known.get(FALLBACK) or self.versions[0][1]

    def __str__(self) -> str:
        return self.say()


def plain_text(wording: str) -> Text:
    """A text given in one language only, the language to fall back on."""
    return Text(((FALLBACK, wording),))


def slots(template: str) -> set[str]:
    """The names that stand between `<<` and `>>`."""
    return set(SLOT.findall(template))


def fill_formula(template: str, values: Mapping[str, str]) -> str:
    """The formula with every value in parentheses; a template that is one slot and nothing else is the bare value.

    Raises KeyError for a slot that has no value.
    """
    whole = SLOT.fullmatch(template.strip())
    if whole:
        return values[whole[1]]
    return SLOT.sub(lambda slot: f"({values[slot[1]]})", template)


def show_formula(template: str, values: Mapping[str, str]) -> str:
    """The formula with every value in it, in parentheses only where it needs them: `(<<a>>, 0)` is (2, 0).

    It has the same tree as `fill_formula`. Raises KeyError for a slot that has no value.
    """
    whole = SLOT.fullmatch(template.strip())
    if whole:
        return values[whole[1]]
    return SLOT.sub(lambda slot: _shown(slot, values[slot[1]]), template)


def _shown(slot: "re.Match[str]", value: str) -> str:
    before, after = slot.string[: slot.start()].rstrip(), slot.string[slot.end() :].lstrip()
    if (not before or before[-1] in "([{,;") and (not after or after[0] in ")]},;"):
        return value
    alone = not before or before[-1] in _BEFORE_A_NUMBER
    apart = slot.string[slot.end() : slot.end() + 1].isspace() and after[:1].isalpha()
    if value.isascii() and value.isdigit() and alone and (not after or apart or after[0] in _AFTER_A_NUMBER):
        return value
    return f"({value})"


_BEFORE_A_NUMBER = "([{,;=<>+-*/^|:"
_AFTER_A_NUMBER = ")]},;=<>+-*/^|:"


def fill_text(template: str, values: Mapping[str, str]) -> str:
    """The text with every value as it was typed. Raises KeyError for a slot that has no value."""
    return SLOT.sub(lambda slot: values[slot[1]], template)


def origin(template: str, values: Mapping[str, str], span: tuple[int, int]) -> tuple[int, int]:
    """The slice of the template that a slice of the filled formula came from; a slot is never cut in two."""
    start, end = span
    before = [piece for piece in _pieces(template, values) if piece[0] <= start]
    within = [piece for piece in _pieces(template, values) if piece[0] < max(end, start + 1)]
    return _back(before[-1], start, 0), _back(within[-1], end, 1)


def _pieces(template: str, values: Mapping[str, str]) -> Iterable[tuple[int, int, int, bool]]:
    """(place in the filled formula, start in the template, end in the template, whether it is a slot)."""
    filled = done = 0
    whole = SLOT.fullmatch(template.strip()) is not None
    for slot in SLOT.finditer(template):
        yield filled, done, slot.start(), False
        filled += slot.start() - done
        yield filled, slot.start(), slot.end(), True
        filled += len(values[slot[1]]) + (0 if whole else 2)
        done = slot.end()
    yield filled, done, len(template), False


def _back(piece: tuple[int, int, int, bool], place: int, side: int) -> int:
    filled, start, end, is_slot = piece
    return (start, end)[side] if is_slot else min(start + max(0, place - filled), end)
