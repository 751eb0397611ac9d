"""Lebesgue's decomposition of a measure: `ac: 1/4 dx on (0,2); sing: 1/2 delta(1)`, with the labels people use."""

from flint import fmpq

from tutor.language import powers
from tutor.language.faults import FaultKind
from tutor.language.parser import Parser, Spans
from tutor.language.sorts import Sort
from tutor.language.tree import tree

_PARTS = ("ac", "sing")
_LABELS = {
    **dict.fromkeys(
        ["ac", "a.c.", "ac part", "a.c. part", "absolutely continuous", "absolutely continuous part"], "ac"
    ),
    **dict.fromkeys(["sing", "s", "perp", "singular", "sing part", "singular part"], "sing"),
}
FORM = "a decomposition names its two parts: ac: …; sing: …"


def decomposition(p: Parser) -> Spans | None:
    """`ac: mu; sing: nu`, in either order, also with equals signs or on two lines; None where it is something else."""
    places = _labels(p)
    first = p.token
    if not places or places[0][0] != p.place:
        typed = p.text[first.start : first.end]
        if p.asked is Sort.DECOMPOSITION and typed.lower() in _LABELS:
            raise p.at_token(FaultKind.UNEXPECTED, first, FORM, suggestion=f"{typed}:")
        return None
    parts: dict[str, Spans] = {}
    for start, label, sign in places:
        if p.place != start or label in parts:
            break
        p.move(sign + 1)
        parts[label] = measure_or_zero(p, p.expression(powers.OPEN))
        if p.token.type in (";", ","):
            p.take()
    if set(parts) != set(_PARTS):
        raise p.unexpected(FORM)
    children = tuple(parts[label] for label in _PARTS)
    return p.node("decomposition", _PARTS, children, first.start, p.before().end, Sort.DECOMPOSITION)


def _labels(p: Parser) -> list[tuple[int, str, int]]:
    """Where the labels of parts begin, which they are, and where their colon or equals sign stands.

    The tokens get a type of their own, which ends the measure before them: no sign need stand in between.
    """
    found = []
    for sign, token in enumerate(p.tokens):
        if token.type not in (":", "="):
            continue
        start, words = _words_before(p, sign)
        label = _LABELS.get(" ".join(words).lower())
        if label is not None:
            found.append((start, label, sign))
    if found and found[0][0] == p.place:  # elsewhere `s=0..1` is a range
        for start, _, _ in found:
            p.tokens[start].type = "label"
    return found


def _words_before(p: Parser, place: int) -> tuple[int, list[str]]:
    """The words that end before this place; of a name with a subscript, as `mu_ac`, the subscript."""
    words: list[str] = []
    stop = place
    if p.tokens[place - 1].type == "}" and place > 3:
        stop = place - 1
    first = stop
    while first > 0 and p.tokens[first - 1].type in ("word", "constant"):
        first -= 1
        words.insert(0, p.text[p.tokens[first].start : p.tokens[first].end])
    braced = stop < place
    before = first - 1 - braced
    if words and before > 0 and p.tokens[before].type == "_" and (not braced or p.tokens[first - 1].type == "{"):
        return before - 1, words
    return first, [] if braced else words


def measure_or_zero(p: Parser, found: Spans) -> Spans:
    """A measure, or 0."""
    return found if found.tree is tree("num", fmpq(0)) else p.measure(found)
