"""The names a problem declares, each with its sort; only these and the vocabulary can be read."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum

from tutor.language.vocabulary import REDECLARABLE, RESERVED, SAME_LETTER


class NameSort(StrEnum):
    """What a declared name stands for."""

    REAL = "real"
    INTEGER = "integer"
    FUNCTION = "function"
    SEQUENCE = "sequence"
    SET = "set"
    MEASURE = "measure"


class Names:
    """Declared names and their sorts: `Names({"x": "real", "n": "integer", "f": "function", "q": "sequence"})`.

    A name is a letter or a word, with digits or a subscript where wanted (`x`, `eps`, `x1`, `x_1`); Greek letters may
    be declared as letters or as words. Raises ValueError for a word of the vocabulary (but for the letters R U B C
    e N) and for a sort that is not in `NameSort`.
    """

    __slots__ = ("_spellings", "cache", "sorts", "with_subscripts")

    sorts: Mapping[str, NameSort]

    def __init__(self, sorts: Mapping[str, str] | None = None) -> None:
        self.sorts = {name: NameSort(sort) for name, sort in (sorts or {}).items()}
        self._spellings: dict[str, str] = {}
        self.cache: dict[str, object] = {}
        for name in self.sorts:
            self._declare(name)
        self.with_subscripts = any("_" in spelling for spelling in self._spellings)

    def _declare(self, name: str) -> None:
        spelling = plain_spelling(name)
        if not _NAME.fullmatch(spelling):
            raise ValueError(f"{name!r} cannot be a name: use a letter or a word, with a subscript where wanted")
        if spelling in RESERVED and spelling not in REDECLARABLE:
            raise ValueError(f"{name!r} is a word of the answer language and cannot be declared")
        self._spellings.setdefault(spelling, name)

    def find(self, spelling: str) -> str | None:
        """The declared name that is written so, or None."""
        found = self._spellings.get(spelling)
        if found is None and len(spelling) > 1:
            found = self._spellings.get(plain_spelling(spelling))
        return found

    def sort(self, name: str) -> NameSort | None:
        """The sort of a declared name, or None."""
        return self.sorts.get(name)

    def points(self) -> list[str]:
        """The real variables, in the order of declaration."""
        return [name for name, sort in self.sorts.items() if sort is NameSort.REAL]

    def __iter__(self) -> Iterator[str]:
        return iter(self.sorts)

    def __repr__(self) -> str:
        return f"Names({ {name: sort.value for name, sort in self.sorts.items()} })"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Names) and dict(self.sorts) == dict(other.sorts)

    def __hash__(self) -> int:
        return hash(frozenset(self.sorts.items()))


_NAME = re.compile(r"[A-Za-z]+\d*(?:_[A-Za-z0-9]+)?")
_DIGITS_AT_END = re.compile(r"([A-Za-z]+)(\d+)")


def plain_spelling(name: str) -> str:
    """The spelling by which names are compared: Greek letters as words, `x1` and `x_{1}` as `x_1`."""
    # The character table lives with the normaliser; only texts outside ASCII need it.
    if not name.isascii():
        from tutor.language.characters import plain

        name = plain(name).replace(" ", "")
    name = name.replace("{", "").replace("}", "")
    letters = _DIGITS_AT_END.fullmatch(name)
    if letters:
        name = f"{letters[1]}_{letters[2]}"
    base, bar, subscript = name.partition("_")
    return SAME_LETTER.get(base, base) + bar + subscript
