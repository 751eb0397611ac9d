"""Laws as tables of masses: `{0: 1/2, 1: 1/2}`, `P(X = 0) = 1/2, P(X = 1) = 1/2`, `0 w.p. 1/2, 1 w.p. 1/2`."""

import re
from collections.abc import Iterator

_EQUALITY = re.compile(r"\s*P\s*[(\[{]\s*[^\W\d]\w*\s*=\s*(?P<place>.+?)\s*[)\]}]\s*=(?P<mass>[^=]+)")
_PLACED = re.compile(r"(?P<place>[^:]+):(?P<mass>[^:]+)")
_WITH = re.compile(r"(?P<place>.+?)\s(?:w\.\s?p\.|with (?:probability|prob\.?))(?P<mass>.+)")


def sum_of_masses(text: str) -> str | None:
    """The sum of point masses that a table of masses stands for, as a text; None where the text is no such table."""
    inner = text.strip()
    braced = inner.startswith("{") and inner.endswith("}")
    if braced:
        inner = inner[1:-1]
    rows = [part for part in _parts(inner) if part.strip()]
    for form in (_EQUALITY, _PLACED if braced else None, _WITH):
        found = [form.fullmatch(row) if form else None for row in rows]
        if found and all(found):
            return " + ".join(f"({m['mass'].strip()}) delta({m['place'].strip()})" for m in found if m)
    return None


def _parts(text: str) -> Iterator[str]:
    """The texts between commas and semicolons outside of brackets."""
    depth, start = 0, 0
    for place, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if letter in ",;" and depth == 0:
            yield text[start:place]
            start = place + 1
    yield text[start:]
