"""Lists of finite sets, for finite sigma-algebras: `{}, {1}, {2,3}, {1,2,3}`, with or without outer braces."""

import re
from collections.abc import Iterator, Set

from tutor.language.faults import Fault, FaultKind

_EMPTY = frozenset(["∅", "{}", "\\emptyset", "empty", "empty set"])
_WHOLE = frozenset(["omega", "Omega", "Ω", "X", "\\Omega"])
_POINT = re.compile(r"[^\W_]\w*")
FORM = "write the sets one after another, such as {}, {1}, {2,3}, {1,2,3}"


def read_sets(text: str, ground: Set[str] | None = None) -> frozenset[frozenset[str]]:
    """The sets of a list; points must lie in `ground`, which may be written Omega or X.

    Raises Fault for anything else, and where a set comes twice.
    """
    start, end = _inside(text)
    found: list[frozenset[str]] = []
    for low, high in _parts(text, start, end):
        points = _set(text, low, high, ground)
        if points in found:
            raise Fault(FaultKind.UNEXPECTED, (low, high), "this set comes twice")
        found.append(points)
    return frozenset(found)


def read_points(text: str) -> frozenset[str]:
    """The points of one set in braces. Raises Fault."""
    start, end = _trimmed(text, 0, len(text))
    return _set(text, start, end, None)


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
    """The places between commas and semicolons outside of braces."""
    depth, low = 0, start
    for place in range(start, end):
        depth += (text[place] == "{") - (text[place] == "}")
        if text[place] in ",;" and depth == 0:
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
