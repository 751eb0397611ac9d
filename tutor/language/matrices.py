"""Matrices: `1/6 [[2,1],[0,3]]`, `[[2,1],[0,3]]/6`, `1/2 0; 0 1/2`, and as LaTeX writes them."""

import re
from collections.abc import Callable

from tutor.language import powers
from tutor.language.faults import FaultKind
from tutor.language.parser import Parser, Prefix, Spans
from tutor.language.sorts import Sort


def scaled(p: Parser, factors: list[Spans]) -> Spans:
    """The product of one matrix and numbers: each entry is multiplied."""
    matrix = next(factor for factor in factors if factor.sort is Sort.MATRIX)
    numbers = tuple(p.number(factor) for factor in factors if factor is not matrix)
    return _each_entry(p, matrix, lambda e: p.node("mul", None, (*numbers, e), e.start, e.end), factors)


def divided(p: Parser, matrix: Spans, divisor: Spans) -> Spans:
    """A matrix over a number: each entry is divided."""
    return _each_entry(p, matrix, lambda e: p.node("div", None, (e, divisor), e.start, e.end), [matrix, divisor])


def _each_entry(p: Parser, matrix: Spans, changed: Callable[[Spans], Spans], parts: list[Spans]) -> Spans:
    rows = []
    for row in matrix.children:
        entries = tuple(changed(entry) for entry in row.children)
        rows.append(p.node("tuple", None, entries, row.start, row.end, Sort.TUPLE))
    return p.node("matrix", None, tuple(rows), parts[0].start, parts[-1].end, Sort.MATRIX)


def latex_matrix(p: Parser, power: int) -> Spans:
    """`\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}`."""
    opener = p.take()
    rows: list[list[Spans]] = [[]]
    while p.token.type != "endmatrix":
        rows[-1].append(p.number(p.expression(powers.INTERSECTION)))
        if p.token.type == "\\\\":
            p.take()
            if p.token.type != "endmatrix":
                rows.append([])
        elif p.token.type == "&":
            p.take()
        elif p.token.type != "endmatrix":
            raise p.unexpected(f"{p.shown(p.token)} cannot stand in a matrix")
    return _of_rows(p, rows, opener.start, p.take().end)


_FRACTION = r"(?:\d+(?:\.\d+)?(?:/\d+)?)"
_ROW = rf"[ \t]*{_FRACTION}(?:[ \t]+{_FRACTION})*[ \t]*"
_SPACED = re.compile(rf"\s*{_ROW}(?:[;\n]\s*{_ROW})+\s*")


def is_spaced(text: str) -> bool:
    """Whether the text is a table of numbers and fractions, a row on each line or before each semicolon."""
    return _SPACED.fullmatch(text) is not None


def spaced(p: Parser) -> Spans:
    """`1/2 0; 0 1/2`, also on two lines."""
    rows: list[list[Spans]] = [[]]
    while p.token.type != "end":
        behind = p.text[p.before().end : p.token.start] if rows[-1] else ""
        if p.token.type == ";":
            p.take()
            behind = "\n"
        if "\n" in behind:
            rows.append([])
        rows[-1].append(fraction(p))
    return _of_rows(p, rows, rows[0][0].start, rows[-1][-1].end)


def fraction(p: Parser) -> Spans:
    """A number, or one over another."""
    found = p.prefixes["num"](p, powers.ATOM)
    if p.token.type != "/":
        return found
    p.take()
    return p.over("div", None, (found, p.prefixes["num"](p, powers.ATOM)))


def _of_rows(p: Parser, rows: list[list[Spans]], start: int, end: int) -> Spans:
    if any(len(row) != len(rows[0]) for row in rows) or not rows[0]:
        raise p.fault(FaultKind.ARITY, (start, end), "the rows of a matrix have equally many entries")
    nodes = [p.node("tuple", None, tuple(row), row[0].start, row[-1].end, Sort.TUPLE) for row in rows]
    return p.node("matrix", None, tuple(nodes), start, end, Sort.MATRIX)


PREFIXES: dict[str, Prefix] = {"matrix": latex_matrix}
