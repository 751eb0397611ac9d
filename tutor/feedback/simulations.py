"""A simulation on the screen: its tables and its picture, and in plain mode the same in words.

Tables over the same rows stand side by side, each a column with a letter.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from string import ascii_lowercase

from flint import fmpq

from tutor.feedback.curves import Curve, Window
from tutor.feedback.lines import Line, Lines, Role
from tutor.feedback.pictures import brief, describe, draw_curves
from tutor.feedback.words import say
from tutor.simulation import Drawing, Nothing, Row, Simulation, Table

MOST_ROWS, _WIDEST = 16, 76
_DIGITS = 4
_TOWER, _TOWERS = 3.0, 6
"""A bar is cut off that is so many times as high as the next lower one, where no more than so many are."""


def tell(found: Simulation | Nothing, columns: int, *, plain: bool = False) -> Lines:
    """The simulation as lines for a picture of so many columns, or why there is none."""
    if isinstance(found, Nothing):
        return (Line(found.reason, Role.PUZZLED),)
    title = found.title
    if found.samples:
        title = say("simulation.seed", title=title.removesuffix("."), seed=found.seed)
    lines = [Line(title)]
    for _, group in groupby(found.tables, key=_alike):
        tables = list(group)
        lines += _told(tables) if plain else _drawn(tables)
    if found.drawing is not None:
        lines += _picture(found.drawing, columns, plain)
    return (*lines, Line(found.conclusion))


def _alike(table: Table) -> tuple[object, ...]:
    """Tables that may stand side by side: the same rows, and nothing expected of any."""
    if any(row.expected is not None for row in table.rows):
        return (table.quantity,)
    return (table.over, tuple(row.at for row in table.rows))


# As tables ------------------------------------------------------------------------------------------------------------


def _drawn(tables: Sequence[Table]) -> Iterator[Line]:
    if len(tables) == 1:
        (table,) = tables
        yield Line(_sentence(table.quantity), Role.QUIET)
        yield from _rows([_header(table), *(_cells(table, row) for row in table.rows[:MOST_ROWS])])
    else:
        for letter, table in zip(ascii_lowercase, tables, strict=False):
            yield Line(say("simulation.column", letter=letter, quantity=table.quantity), Role.QUIET)
        head = (tables[0].over, *ascii_lowercase[: len(tables)])
        yield from _rows([head, *_side_by_side(tables)])
    if len(tables[0].rows) > MOST_ROWS:
        yield Line(say("simulation.more", count=len(tables[0].rows) - MOST_ROWS), Role.QUIET)


def _header(table: Table) -> tuple[str, ...]:
    if all(row.expected is None for row in table.rows):
        return (table.over, say("simulation.observed"))
    return (table.over, say("simulation.observed"), say("simulation.bound" if table.bound else "simulation.expected"))


def _cells(table: Table, row: Row) -> tuple[str, ...]:
    if all(one.expected is None for one in table.rows):
        return (row.at, _observed(row))
    expected = say("simulation.none") if row.expected is None else number(row.expected)
    mark = say("simulation.above" if table.bound else "simulation.apart") if table.parts(row) else ""
    return (row.at, _observed(row), expected, mark)


def _side_by_side(tables: Sequence[Table]) -> Iterator[tuple[str, ...]]:
    for rows in list(zip(*(table.rows for table in tables), strict=True))[:MOST_ROWS]:
        yield (rows[0].at, *(_value(row) for row in rows))


def _rows(rows: Sequence[tuple[str, ...]]) -> Iterator[Line]:
    """Columns that line up; a first one that is too wide is cut off."""
    count = max(len(row) for row in rows)
    widths = [max(len(row[k]) for row in rows if k < len(row)) for k in range(count)]
    room = max(12, _WIDEST - sum(widths[1:]) - 2 * count)
    if widths[0] > room:
        widths[0] = room
        rows = [(row[0] if len(row[0]) <= room else row[0][: room - 1] + "…", *row[1:]) for row in rows]
    for row in rows:
        text = "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False))
        yield Line(text.rstrip(), Role.FIXED, indent=4, aloud=text.rstrip())


# In words -------------------------------------------------------------------------------------------------------------


def _told(tables: Sequence[Table]) -> Iterator[Line]:
    if len(tables) == 1:
        (table,) = tables
        yield Line(_sentence(table.quantity) + ":")
        yield from (Line(_spoken(table, row), indent=4) for row in table.rows[:MOST_ROWS])
        return
    for letter, table in zip(ascii_lowercase, tables, strict=False):
        yield Line(say("simulation.column", letter=letter, quantity=table.quantity))
    for cells in _side_by_side(tables):
        values = ", ".join(f"{letter} {cell}" for letter, cell in zip(ascii_lowercase, cells[1:], strict=False))
        yield Line(say("simulation.several", over=tables[0].over, at=cells[0], values=values), indent=4)


def _spoken(table: Table, row: Row) -> str:
    value, error = measured(row)
    observed = say("simulation.row.give-or-take", observed=value, error=error) if error else value
    if row.expected is None:
        return say("simulation.row", at=row.at, observed=observed)
    mark = say("simulation.row.above" if table.bound else "simulation.row.apart") if table.parts(row) else ""
    key = "simulation.row.bound" if table.bound else "simulation.row.expected"
    return say(key, at=row.at, observed=observed, expected=number(row.expected), apart=mark)


# Numbers --------------------------------------------------------------------------------------------------------------


def measured(row: Row) -> tuple[str, str]:
    """The observed value to the digits that its error leaves, and the error to two; "" for one that is negligible."""
    if row.observed is None:
        return say("simulation.unsettled"), ""
    if row.error is None or row.error <= 1e-6 * max(abs(row.observed), 1e-6):
        return number(row.observed), ""
    places = 1 - math.floor(math.log10(row.error))
    if not 0 <= places <= 9:
        return number(row.observed), number(row.error)
    return f"{row.observed:.{places}f}", f"{row.error:.{places}f}"


def number(value: float) -> str:
    """A number for people: four digits, whole numbers in full."""
    if value == int(value) and abs(value) < 1e6:
        return str(int(value))
    return f"{value:.{_DIGITS}g}"


def _observed(row: Row) -> str:
    value, error = measured(row)
    return f"{value} ± {error}" if error else value


def _value(row: Row) -> str:
    return measured(row)[0] if row.observed is None else number(row.observed)


def _sentence(quantity: str) -> str:
    return quantity[:1].upper() + quantity[1:] if quantity[1:2].isalpha() else quantity


# Pictures -------------------------------------------------------------------------------------------------------------


def _picture(drawing: Drawing, columns: int, plain: bool) -> Lines:
    """Bars under a graph, or graphs; in plain mode the words come first."""
    curves = [Curve(graph.name, _thinned(graph.values, columns)) for graph in drawing.graphs]
    if drawing.bars is not None:
        bars = tuple(share or None for share in _summed(drawing.bars.values, columns))
        scale = len(drawing.bars.values) // columns
        curves = [Curve(c.name, tuple(v if v is None else v * scale for v in c.values)) for c in curves]
        curves = _clipped([Curve(drawing.bars.name, bars), *curves])
    if not any(curve.present for curve in curves):
        return ()
    window = Window(_rational(drawing.low), _rational(drawing.high), columns)
    rows = draw_curves(curves, window, plain=plain, filled=drawing.bars is not None)
    picture = tuple(line for line in rows if line.role is not Role.TEXT)
    words = Line(say("picture.in-words", words=_words(drawing, curves, window)))
    return (words, *picture) if plain else (*picture, words)


def _words(drawing: Drawing, curves: Sequence[Curve], window: Window) -> str:
    if drawing.bars is None:
        return "; ".join(describe([curve], window).removesuffix(".") for curve in curves if curve.present) + "."
    shares = _summed(drawing.bars.values, window.columns)
    highest = max(range(len(shares)), key=shares.__getitem__)
    share, at = f"{100 * shares[highest]:.1f} %", brief(float(window.middles[highest]))
    key = "simulation.bars.cut" if shares[highest] > max(curves[0].present) else "simulation.bars"
    return say(key, name=drawing.bars.name, share=share, at=at)


def _clipped(curves: Sequence[Curve]) -> list[Curve]:
    """The curves, bars of atoms cut off where they would press all others flat."""
    heights = sorted((v for v in curves[0].present), reverse=True)
    second = next((h for h in heights if h < heights[0] / _TOWER), None)
    if second is None or sum(h >= heights[0] / _TOWER for h in heights) > _TOWERS:
        return list(curves)
    return [Curve(c.name, tuple(v if v is None else min(v, 1.5 * second) for v in c.values)) for c in curves]


def _summed(values: Sequence[float], columns: int) -> list[float]:
    width = len(values) // columns
    return [sum(values[width * k : width * (k + 1)]) for k in range(columns)]


def _thinned(values: Sequence[float | None], columns: int) -> tuple[float | None, ...]:
    width = len(values) // columns
    return tuple(values[width * k + width // 2] for k in range(columns))


def _rational(value: float) -> fmpq:
    """A rational near the end, to four digits of the scale."""
    scale = 10 ** max(0, 4 - math.floor(math.log10(abs(value)))) if value else 1
    return fmpq(round(value * scale), scale)
