"""Pictures made of characters, always with the same in words.

Blocks on a Unicode terminal, ASCII in plain mode; there the words come first, so that a listener can stop after them.
Two curves in one column are told apart by their signs, never by colour alone.
"""

from collections.abc import Sequence
from itertools import pairwise

from flint import fmpq

from tutor.feedback.curves import Curve, Strip, Window
from tutor.feedback.lines import Line, Lines, Role
from tutor.feedback.words import say

HEIGHT = 9
BLOCKS, ASCII = "█░▒•+x", "#.o*+x"
_BOX = {False: ("┌", "─", "┐", "│", "└", "┘"), True: ("+", "-", "+", "|", "+", "+")}


def draw_curves(curves: Sequence[Curve], window: Window, *, plain: bool = False, filled: bool = False) -> Lines:
    """The curves in one frame with their scales, a legend, and what is to be seen in words.

    `filled` makes bars of the values of the first curve, standing on 0; no value may be negative then.
    """
    values = [value for curve in curves for value in curve.present]
    if not values:
        return (Line(say("picture.empty", name=", ".join(curve.name for curve in curves)), Role.PUZZLED),)
    low, high = (0.0, max(values)) if filled else _scale(min(values), max(values))
    rows = _rows(curves, low, high, plain)
    if filled:
        rows = _over(_stood_up(_rows(curves[:1], low, high, plain)), curves, low, high, plain)
    corner, bar, corner2, side, corner3, corner4 = _BOX[plain]
    labels = {0: brief(high), HEIGHT - 1: brief(low)}
    picture = [
        corner + bar * window.columns + corner2,
        *(f"{side}{''.join(row)}{side} {labels.get(number, '')}".rstrip() for number, row in enumerate(rows)),
        corner3 + bar * window.columns + corner4,
        _ends(window),
    ]
    return _with_words(_legend([curve.name for curve in curves], plain), picture, describe(curves, window), plain)


def draw_strips(strips: Sequence[Strip], window: Window, *, plain: bool = False) -> Lines:
    """Sets on the line, one below the other."""
    full, empty = ("#", ".") if plain else ("█", "·")
    widest = max(len(strip.name) for strip in strips)
    picture = [
        f"{strip.name:<{widest}}  " + "".join(full if inside else empty for inside in strip.inside) for strip in strips
    ]
    picture.append(" " * (widest + 2) + _ends(window).lstrip())
    words = [_covered(strip, window) for strip in strips]
    return _with_words("", picture, "; ".join(words) + ".", plain)


def describe(curves: Sequence[Curve], window: Window) -> str:
    """What the picture shows, in words: each curve for itself, then where two of them part."""
    told = [_shape(curve, window) for curve in curves]
    if len(curves) == 2:
        compared = _compared(curves[0], curves[1], window)
        told = [*told, compared] if curves[0].values != curves[1].values else [told[0], compared]
    return "; ".join(told) + "."


def brief(number: float) -> str:
    """A number for people: three digits."""
    text = f"{number:.3g}"
    return "0" if text == "-0" else text


def _with_words(legend: str, picture: list[str], words: str, plain: bool) -> Lines:
    rows = tuple(Line(row, Role.FIXED, aloud=row) for row in picture)
    told = Line(say("picture.in-words", words=words))
    head = (Line(legend, Role.QUIET),) if legend else ()
    return (told, *head, *rows) if plain else (*head, *rows, told)


def _legend(names: Sequence[str], plain: bool) -> str:
    signs = ASCII if plain else BLOCKS
    return "   ".join(f"{sign} {name}" for sign, name in zip(signs, names, strict=False))


def _scale(low: float, high: float) -> tuple[float, float]:
    """The range drawn: that of the values, opened a little where they are all the same."""
    return (low - 0.5, high + 0.5) if high - low < 1e-9 * max(1.0, abs(high)) else (low, high)


def _rows(curves: Sequence[Curve], low: float, high: float, plain: bool) -> list[list[str]]:
    signs = ASCII if plain else BLOCKS
    rows = [[" "] * len(curves[0].values) for _ in range(HEIGHT)]
    for sign, curve in reversed(list(zip(signs, curves, strict=False))):
        for column, value in enumerate(curve.values):
            if value is not None:
                rows[HEIGHT - 1 - round((value - low) / (high - low) * (HEIGHT - 1))][column] = sign
    return rows


def _over(bars: list[list[str]], curves: Sequence[Curve], low: float, high: float, plain: bool) -> list[list[str]]:
    """The bars with the other curves drawn over them."""
    if len(curves) < 2:
        return bars
    blank = Curve(curves[0].name, (None,) * len(curves[0].values))
    over = _rows([blank, *curves[1:]], low, high, plain)
    return [[b if a == " " else a for a, b in zip(*pair, strict=True)] for pair in zip(over, bars, strict=True)]


def _stood_up(rows: list[list[str]]) -> list[list[str]]:
    """Every column filled from its highest mark down."""
    columns = ["".join(column) for column in zip(*rows, strict=True)]
    full = [
        column[: (at := len(column) - len(column.lstrip()))] + column.strip()[:1] * (len(rows) - at)
        for column in columns
    ]
    return [list(row) for row in zip(*full, strict=True)]


def _ends(window: Window) -> str:
    low, high = _tick(window.low), _tick(window.high)
    return f" {low}{high:>{max(1, window.columns - len(low))}}"


def _tick(end: fmpq) -> str:
    """The end of the scale, exact where that is short."""
    return str(end) if len(str(end)) < 6 else brief(float(end))


def _shape(curve: Curve, window: Window) -> str:
    present = curve.present
    if not present:
        return say("picture.undefined", name=curve.name)
    low, high = brief(min(present)), brief(max(present))
    if low == high:
        return say("picture.constant", name=curve.name, value=low)
    steps = [later - earlier for earlier, later in pairwise(present)]
    if all(step >= 0 for step in steps):
        told = say("picture.rises", name=curve.name, low=low, high=high)
    elif all(step <= 0 for step in steps):
        told = say("picture.falls", name=curve.name, low=low, high=high)
    else:
        ends = {"first": brief(present[0]), "last": brief(present[-1])}
        told = say("picture.ranges", name=curve.name, low=low, high=high, **ends)
    jump = _jump(curve, window)
    return f"{told}, {say('picture.jumps', at=jump)}" if jump else told


def _jump(curve: Curve, window: Window) -> str:
    """Where the curve makes a step that is large beside all its others; "" where it makes none."""
    steps = [
        (abs(later - earlier), column)
        for column, (earlier, later) in enumerate(pairwise(curve.values), start=1)
        if earlier is not None and later is not None
    ]
    if len(steps) < 3:
        return ""
    (largest, column), (second, _) = sorted(steps, reverse=True)[:2]
    span = max(curve.present) - min(curve.present)
    if largest < 0.3 * span or largest < 3 * second:
        return ""
    return brief(float(window.low) + float(window.high - window.low) * column / window.columns)


def _compared(first: Curve, second: Curve, window: Window) -> str:
    """Where two curves run together and where they part, to a column."""
    close = [_close(a, b) for a, b in zip(first.values, second.values, strict=True)]
    if all(close):
        return say("picture.same", first=first.name, second=second.name)
    apart = _stretches([not same for same in close], window)
    if not any(close):
        return say("picture.apart", first=first.name, second=second.name)
    return say("picture.differ", first=first.name, second=second.name, where=apart)


def _close(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))


def _covered(strip: Strip, window: Window) -> str:
    if not any(strip.inside):
        return say("picture.set.empty", name=strip.name)
    return say("picture.set", name=strip.name, pieces=_stretches(list(strip.inside), window))


def _stretches(marked: list[bool], window: Window) -> str:
    """The runs of marked columns, as stretches of the line."""
    low, width = float(window.low), float(window.high - window.low) / window.columns
    edges = [low + width * column for column in range(window.columns + 1)]
    runs: list[str] = []
    start = None
    for column, mark in enumerate([*marked, False]):
        if mark and start is None:
            start = column
        elif not mark and start is not None:
            runs.append(say("picture.stretch", low=brief(edges[start]), high=brief(edges[column])))
            start = None
    if len(runs) > 4:
        return say("picture.many", count=len(runs), first=runs[0], last=runs[-1])
    return ", ".join(runs)
