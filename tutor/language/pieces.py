"""Functions given piece by piece, in every form that people write.

`1 if x > 0 else 0` · `{x if x > 0; 0 otherwise}` · `x for 0<x<1, 0 otherwise` · `3/2 on (0,1]; 5 at 2; 0 elsewhere` ·
`{x, x > 0; 0, otherwise}` · `piecewise((x, x > 0), 0)` · the cases of LaTeX. The first condition that holds counts.
"""

from tutor.language import powers
from tutor.language.faults import FaultKind
from tutor.language.parser import Parser, Prefix, Spans
from tutor.language.sorts import Sort

INTRODUCE = frozenset(["if", "for", "on", "at"])
"""Words between a value and its condition."""


def value(p: Parser, power: int) -> Spans:
    """An expression, or one with a condition and all other cases: `1 if x > 0 else 0`."""
    if p.token.type == "else":
        return pieces(p, None)
    first = p.expression(powers.OPEN)
    if p.token.type in INTRODUCE or p.token.type == "else":
        return pieces(p, first)
    return first


def argument(p: Parser) -> Spans:
    """An argument of a call: a comma ends it, so only `… if … else …` is a piecewise function here."""
    first = p.expression(powers.OPEN)
    return pieces(p, first, separators=frozenset()) if p.token.type == "if" else first


SEPARATORS = frozenset([",", ";", "\\\\"])


def pieces(p: Parser, first: Spans | None, separators: frozenset[str] = SEPARATORS) -> Spans:
    """All pieces, the first value being read already (or nothing, before a leading `otherwise`)."""
    start = first.start if first else p.token.start
    parts: list[Spans] = []
    otherwise: Spans | None = None
    current = first
    while otherwise is None:
        leading = current is None and p.token.type == "else"
        if leading:
            p.take()
            _skip(p, ",")
        if current is None:
            current = p.expression(powers.OPEN)
        if _in_rows(separators):
            _skip(p, ",")
        if p.token.type == "else" or (leading and p.token.type not in INTRODUCE):
            otherwise = _value(p, current)
            _skip(p, "else")
            _nothing_more(p, separators)
            break
        parts += [_value(p, current), _condition(p)]
        current = None
        if not _another(p, separators):
            break
    return _piecewise(p, start, parts, otherwise)


def _nothing_more(p: Parser, separators: frozenset[str]) -> None:
    if p.token.type in separators and p.peek().type not in ("}", "endcases", "end"):
        raise p.unexpected("'otherwise' must come last")
    _skip(p, ";")


def _in_rows(separators: frozenset[str]) -> bool:
    """Whether a comma may stand for `if`: inside braces, where rows end with a semicolon."""
    return ";" in separators and "," not in separators


def _value(p: Parser, found: Spans) -> Spans:
    return found if found.sort is Sort.MEASURE else p.number(found)


def _condition(p: Parser) -> Spans:
    """The condition behind `if` (or behind a comma), the set behind `on`, the point behind `at`."""
    if p.before().type == "," and p.token.type not in INTRODUCE:
        return p.condition(p.expression(powers.OPEN))
    if p.token.type not in INTRODUCE:
        raise p.unexpected("a condition is missing here: value if condition")
    word = p.take()
    if word.type in ("if", "for"):
        return p.condition(p.expression(powers.OPEN))
    name = p.point()
    if name is None:
        message = f"'{word.type}' needs a single variable here; write a condition"
        raise p.at_token(FaultKind.AMBIGUOUS, word, message)
    place = p.node("var", name, (), word.start, word.end)
    if word.type == "on":
        inside = p.set(p.expression(powers.RELATION))
        return p.node("in", None, (place, inside), word.start, inside.end, Sort.CONDITION)
    point = p.number(p.expression(powers.RELATION))
    return p.node("eq", None, (place, point), word.start, point.end, Sort.CONDITION)


def _another(p: Parser, separators: frozenset[str]) -> bool:
    """Whether another piece follows; its separator is taken."""
    if p.token.type == "else":
        return True
    if p.token.type not in separators:
        return False
    p.take()
    return p.token.type not in ("}", "endcases", "end")


def _piecewise(p: Parser, start: int, parts: list[Spans], otherwise: Spans | None) -> Spans:
    if not parts:
        assert otherwise is not None
        raise p.fault(FaultKind.UNEXPECTED, (start, p.before().end), "'otherwise' stands here without a first case")
    everything = (*parts, otherwise) if otherwise is not None else tuple(parts)
    return p.node("piecewise", otherwise is not None, everything, start, p.before().end)


def cases(p: Parser, power: int) -> Spans:
    r"""`\begin{cases} value & condition \\ … \end{cases}`."""
    opener = p.take()
    parts: list[Spans] = []
    otherwise: Spans | None = None
    while p.token.type != "endcases":
        if otherwise is not None:
            raise p.unexpected("'otherwise' must come last")
        row = p.number(p.expression(powers.INTERSECTION))
        _skip(p, "&", ",")
        _skip(p, "if", "for")
        if p.token.type == "else":
            p.take()
            otherwise = row
        else:
            parts += [row, p.condition(p.expression(powers.OPEN))]
        _skip(p, ",", ";")
        if p.token.type != "endcases":
            p.expect("\\\\", "the end of the row, \\\\,")
    p.take()
    if not parts:
        raise p.at_token(FaultKind.MISSING_OPERAND, opener, "no case is given here")
    everything = (*parts, otherwise) if otherwise is not None else tuple(parts)
    return p.node("piecewise", otherwise is not None, everything, opener.start, p.before().end)


def _skip(p: Parser, *types: str) -> None:
    if p.token.type in types:
        p.take()


def call(p: Parser, power: int) -> Spans:
    """`piecewise((value, condition), …, otherwise)`."""
    word = p.take()
    p.expect("(", "the bracket after piecewise")
    parts: list[Spans] = []
    otherwise: Spans | None = None
    while otherwise is None:
        row = _row(p)
        if row is None:
            otherwise = p.number(argument(p))
        else:
            parts += row
        if p.token.type != ",":
            break
        p.take()
    closer = p.expect(")", "the closing bracket")
    if not parts:
        raise p.at_token(FaultKind.ARITY, word, "piecewise needs at least one (value, condition)")
    everything = (*parts, otherwise) if otherwise is not None else tuple(parts)
    return p.node("piecewise", otherwise is not None, everything, word.start, closer.end)


def _row(p: Parser) -> list[Spans] | None:
    """`(value, condition)`, or None where something else stands."""
    if p.token.type != "(" or not _is_row(p):
        return None
    p.take()
    first = p.number(argument(p))
    p.take()
    second = p.expression(powers.OPEN)
    p.expect(")", "the closing bracket of this case")
    return [first, p.condition(second)]


def _is_row(p: Parser) -> bool:
    """Whether the bracket here holds a comma at its level and the argument ends behind it."""
    closer = p.token.partner
    if p.tokens[closer + 1].type not in (",", ")"):
        return False
    place = p.place + 1
    while place < closer:
        if p.tokens[place].type == ",":
            return True
        place = max(place, p.tokens[place].partner) + 1
    return False


PREFIXES: dict[str, Prefix] = {"value": value, "cases": cases, "piecewise": call}
