r"""Half lines: `R+`, `R_+`, `R^-`, `ℝ₊`, `R_{>0}`, `R_{\ge 0}`.

To some R+ is (0, oo), to others [0, oo): a fault that shows both, but where a measure has no mass at 0.
"""

from flint import fmpq

from tutor.language.bars import STARTS_OPERAND
from tutor.language.faults import FaultKind
from tutor.language.parser import Parser, Spans
from tutor.language.sorts import Sort

_CLOSING = {"{": "}", "(": ")"}
_RELATIONS = {">": False, ">=": True}


def half_line(p: Parser, line: Spans) -> Spans:
    """The half line whose sign follows the R that was taken, or the line itself."""
    found = _sign(p)
    if found is None:
        return line
    sign, closed, end = found
    p.move(end)
    positive = sign != "-"
    if closed is None and not p.diffuse:
        readings = ("(0, oo)", "[0, oo)") if positive else ("(-oo, 0)", "(-oo, 0]")
        span = (line.start, p.before().end)
        message = "0 belongs to this half line to some, and to others it does not; write the interval"
        raise p.fault(FaultKind.AMBIGUOUS, span, message, readings=readings)
    return _interval(p, line, positive, bool(closed))


def _interval(p: Parser, line: Spans, positive: bool, closed: bool) -> Spans:
    span = (line.start, p.before().end)
    zero, infinity = p.node("num", fmpq(0), (), *span), p.node("const", "oo", (), *span)
    if positive:
        return p.node("interval", (closed, False), (zero, infinity), *span, Sort.SET)
    return p.node("interval", (False, closed), (p.node("neg", None, (infinity,), *span), zero), *span, Sort.SET)


def _sign(p: Parser) -> tuple[str, bool | None, int] | None:
    """The sign behind the R, whether 0 belongs to it where that is said, and the place behind it."""
    if p.token.type == "+" and p.token.glued:
        return None if p.peek().type in STARTS_OPERAND else ("+", None, p.place + 1)
    if p.token.type not in ("_", "^"):
        return None
    opener = p.peek()
    closing = _CLOSING.get(opener.type)
    if closing is None:
        return (opener.type, None, p.place + 2) if opener.type in ("+", "-") else None
    sign, after = p.peek(2), p.peek(3)
    if sign.type in ("+", "-") and after.type == closing:
        return sign.type, None, p.place + 4
    if sign.type in _RELATIONS and after.value == fmpq(0) and p.peek(4).type == closing:
        return "+", _RELATIONS[sign.type], p.place + 5
    return None
