"""Lists of finite sets, for finite sigma-algebras: `{}, {1}, {2,3}, {1,2,3}`, with or without outer braces."""

import re
from collections.abc import Iterator, Set

from tutor.language.faults import Fault, FaultKind

_EMPTY = frozenset(["∅", "ø", "Ø", "{}", "\\emptyset", "\\varnothing", "emptyset", "empty", "empty set"])
_WHOLE = frozenset(["omega", "Omega", "Ω", "X", "\\Omega"])
_POINT = re.compile(r"[^\W_]\w*")
_COMPLEMENT = re.compile(r"(?<=[})∅øØ])\s?\^\s?(?:[cC]|\{[cC]\})$")
_ENDS = frozenset("}∅øØ")
_BEGINS = re.compile(r"\s+[{∅øØΩ]")
FORM = "write the sets one after another, such as {}, {1}, {2,3}, {1,2,3}"


def read_sets(text: str, ground: Set[str] | None = None) -> frozenset[frozenset[str]]:
    """The sets of a list; points must lie in `ground`, which may be written Omega or X.

    Raises Fault for anything else, and where a set comes twice.
    """
    text = _plain(text)
    start, end = _inside(text)
    found: list[frozenset[str]] = []
    for low, high in _parts(text, start, end):
        points = _set(text, low, high, ground)
        if points in found:
            raise Fault(FaultKind.UNEXPECTED, (low, high), "this set comes twice; leave one out")
        found.append(points)
    return frozenset(found)


def read_points(text: str) -> frozenset[str]:
    """The points of one set in braces. Raises Fault."""
    start, end = _trimmed(text, 0, len(text))
    return _set(text, start, end, None)


_LEFT_SIDE = re.compile(r"\A\s*(?:(?:\\?sigma|σ|\\?mathcal\s*\{?[A-Z]\}?|[A-Z])\s*(?:\([^=]*\))?\s*=)")
_AND = re.compile(r",?\s{0,4}\band\b(?=\s*(?:[\[{∅øØΩ\\]|X\b))")


def _plain(text: str) -> str:
    r"""The list in as many characters, with braces alone: `\{1\}` and, where there is no brace, `[1]`; no left side."""
    text = _LEFT_SIDE.sub(lambda found: " " * len(found[0]), text, count=1)
    text = _AND.sub(lambda found: ",".ljust(len(found[0])), text)
    text = text.replace("\\{", " {").replace("\\}", " }")
    return text.translate(_SQUARE) if "{" not in text else text


_SQUARE = str.maketrans("[]", "{}")


def _inside(text: str) -> tuple[int, int]:
    """What stands between outer braces around the whole list, or the whole text."""
    start, end = _trimmed(text, 0, len(text))
    if start == end:
        raise Fault(FaultKind.EMPTY, (0, len(text)), FORM)
    inner = text[start + 1 : end - 1]
    if text[start] == "{" and text[end - 1] == "}" and ("{" in inner or "∅" in inner) and _balanced(inner):
        return start + 1, end - 1
    return start, end


def _balanced(text: str) -> bool:
    depth = 0
    for letter in text:
        depth += (letter == "{") - (letter == "}")
        if depth < 0:
            return False
    return depth == 0


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The places between commas and semicolons outside of braces; between two sets a blank is enough."""
    depth, low = 0, start
    for place in range(start, end):
        depth += (text[place] == "{") - (text[place] == "}")
        blank = low < place and text[place - 1] in _ENDS and _BEGINS.match(text, place, end)
        if depth == 0 and (text[place] in ",;" or blank):
            yield _trimmed(text, low, place)
            low = place + 1
    yield _trimmed(text, low, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _set(text: str, start: int, end: int, ground: Set[str] | None) -> frozenset[str]:
    typed = text[start:end]
    if typed in _EMPTY:
        return frozenset()
    if typed in _WHOLE and ground is not None:
        return frozenset(ground)
    if ground is not None and (complement := _COMPLEMENT.search(typed)):
        return frozenset(ground) - _set(text, start, start + complement.start(), ground)
    if len(typed) < 2 or typed[0] != "{" or typed[-1] != "}":
        raise Fault(FaultKind.UNEXPECTED, (start, max(end, start + 1)), FORM)
    return frozenset(_point(text, *part, ground) for part in _parts(text, start + 1, end - 1) if part[0] < part[1])


def _point(text: str, start: int, end: int, ground: Set[str] | None) -> str:
    point = text[start:end]
    if not _POINT.fullmatch(point):
        raise Fault(FaultKind.UNEXPECTED, (start, end), "a point is a number or a letter")
    if ground is not None and point not in ground:
        listed = ", ".join(sorted(ground))
        raise Fault(FaultKind.UNKNOWN_NAME, (start, end), f"there is no point {point}; the points are {listed}")
    return point
