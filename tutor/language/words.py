"""Words: a run of letters, with digits behind it, as one known name or as a product of known names."""

from typing import NamedTuple

from flint import fmpq

from tutor.language.names import Names, NameSort
from tutor.language.vocabulary import BY_SPELLING, GREEK, WordKind

LONGEST_PRODUCT = 60
"""Longer runs of letters are not cut into factors."""


class Resolved(NamedTuple):
    """A token type, its value, and the spelling it stands for."""

    type: str
    value: object
    spelling: str


_OF_NAME = {
    NameSort.REAL: "var",
    NameSort.INTEGER: "var",
    NameSort.FUNCTION: "function",
    NameSort.SEQUENCE: "sequence",
    NameSort.SET: "setname",
    NameSort.MEASURE: "measurename",
}

_OF_WORD = {
    WordKind.FUNCTION: "func",
    WordKind.CONSTANT: "const",
    WordKind.SET: "set",
    WordKind.LAW: "law",
    WordKind.BINDER: "binder",
}

_SPECIAL = {"U": "U", "N": "N", "cantor": "cantor", "inf": "inf", "a.e.": "almost_every", "a. e.": "almost_every"}


def resolve(word: str, names: Names, bound: frozenset[str]) -> tuple[Resolved, ...]:
    """The parts of a word: one for a known or an unknown name, several for a product of known names.

    Two parts of type "ambiguous" hold the two products that a word could be.
    """
    if bound:
        return _resolve(word, names, bound)
    found = names.cache.get(word)
    if found is None:
        if len(names.cache) > 2000:
            names.cache.clear()
        found = names.cache[word] = _resolve(word, names, bound)
    return found  # type: ignore[return-value]  # the cache of a Names holds only what this function puts there


def _resolve(word: str, names: Names, bound: frozenset[str]) -> tuple[Resolved, ...]:
    whole = _whole(word, names, bound)
    if whole is not None:
        return (whole,)
    letters = word.rstrip("0123456789")
    if letters != word:
        number = Resolved("num", fmpq(int(word[len(letters) :])), word[len(letters) :])
        return (*_resolve(letters, names, bound), number)
    if word in GREEK or len(word) > LONGEST_PRODUCT:
        return (Resolved("word", word, word),)
    cuts = _cuts(word, names, bound)
    if len(cuts) > 1:
        return tuple(Resolved("ambiguous", "*".join(p.spelling for p in cut), word) for cut in cuts[:2])
    if cuts:
        return cuts[0]
    if is_differential(word):
        return (Resolved("diff", word[1:], word),)
    return (Resolved("word", word, word),)


def is_differential(word: str) -> bool:
    """Whether the word is d with the name of a variable behind it, as in `dx`."""
    return word[0] == "d" and (len(word) == 2 or word[1:] in GREEK)


def _whole(word: str, names: Names, bound: frozenset[str]) -> Resolved | None:
    """The word as one known name."""
    declared = names.find(word)
    if declared is not None:
        sort = names.sorts[declared]
        return Resolved("N" if word == "N" else _OF_NAME[sort], declared, word)
    if word in bound:
        return Resolved("word", word, word)
    if word in _SPECIAL:
        return Resolved(_SPECIAL[word], word, word)
    known = BY_SPELLING.get(word)
    if known is None:
        return None
    if known.kind is WordKind.KEYWORD or known.name in ("union", "intersection"):
        return Resolved(known.name, known, word)
    return Resolved(_OF_WORD[known.kind], known, word)


def _cuts(word: str, names: Names, bound: frozenset[str]) -> list[tuple[Resolved, ...]]:
    """At most two ways to cut the word into declared names, bound names, e, pi and named functions."""
    ways: list[list[tuple[Resolved, ...]]] = [[] for _ in word] + [[()]]
    for start in range(len(word) - 1, -1, -1):
        for end in range(start + 1, min(len(word), start + 12) + 1):
            if not ways[end] or end - start == len(word):
                continue
            part = _factor(word[start:end], names, bound)
            if part is not None:
                ways[start].extend((part, *rest) for rest in ways[end])
        del ways[start][2:]
    return ways[0]


def _factor(part: str, names: Names, bound: frozenset[str]) -> Resolved | None:
    whole = _whole(part, names, bound)
    if whole is None:
        return None
    if whole.type in ("var", "word", "function", "sequence", "setname"):
        return whole
    if part in ("e", "pi") or (whole.type == "func" and len(part) > 1):
        return whole
    return None


def nearest(word: str, names: Names) -> str | None:
    """The known name that the word most resembles, or None where none is close."""
    if len(word) == 1:
        return _nearest_letter(word, names)
    if len(word) > 24:
        return None
    known = [*names, *(s for s, w in BY_SPELLING.items() if w.kind is not WordKind.KEYWORD and len(s) > 1)]
    distances = {name: _distance(word.lower(), name.lower()) for name in known}
    best = min(known, key=lambda name: (distances[name], _is_alias(name), -_common(word, name), name))
    return best if distances[best] <= (1 if len(word) <= 4 else 2) else None


def _is_alias(name: str) -> bool:
    return name in BY_SPELLING and BY_SPELLING[name].name != name


def _nearest_letter(word: str, names: Names) -> str | None:
    """The same letter in the other case, or the only real variable there is."""
    for name in names:
        if name.lower() == word.lower():
            return name
    reals = names.points()
    return reals[0] if len(reals) == 1 and word.isascii() and word.islower() else None


def _common(one: str, other: str) -> int:
    """The length of the common beginning."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _distance(one: str, other: str) -> int:
    """Edit distance in which swapping two neighbours counts one (Damerau and Levenshtein, restricted)."""
    if abs(len(one) - len(other)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
