"""Brackets: each with its partner, found before parsing, so that a brace or a call can be looked over first.

`[` and `]` change sides in `]0,1[`. A bracket opens where an operand is expected; after an operand, `[` closes an
interval when one with a single comma is open and no condition follows as in `1[x > 0]`.
"""

from tutor.language.faults import Fault, FaultKind
from tutor.language.limits import Limits
from tutor.language.tokens import ENDS_OPERAND, Token

_OPENERS = frozenset(["(", "{", "[", "]", "cases", "lfloor", "lceil"])
_CLOSERS = {
    "(": (")", "]"),
    "[": (")", "]"),
    "{": ("}",),
    "cases": ("endcases",),
    "lfloor": ("rfloor",),
    "lceil": ("rceil",),
}
_BRACKETS = frozenset(["(", ")", "[", "]", "{", "}", "cases", "endcases", "lfloor", "rfloor", "lceil", "rceil"])
_OF_CONDITIONS = frozenset(["<", "<=", ">", ">=", "=", "!=", "in", "notin", "true", "false"])


def pair_brackets(tokens: list[Token], limits: Limits) -> None:
    """Give each bracket its partner; square brackets get the type of the side on which they stand.

    Raises Fault for a bracket that is never closed, closes nothing or closes another kind, and for too many levels.
    """
    open_: list[int] = []
    commas: list[int] = []
    for place, token in enumerate(tokens):
        type_ = token.type
        if type_ == "," and commas:
            commas[-1] += 1
        elif type_ in _BRACKETS:
            if _opens(tokens, place, open_, commas):
                token.type = "[" if type_ == "]" else type_
                open_.append(place)
                commas.append(0)
                if len(open_) > limits.depth:
                    raise Fault(FaultKind.TOO_DEEP, (token.start, token.end), "too many brackets inside one another")
            else:
                _close(tokens, place, open_)
                commas.pop()
    if open_:
        token = tokens[open_[-1]]
        raise Fault(FaultKind.UNCLOSED, (token.start, token.end), f"this {token.value} is never closed")


def _opens(tokens: list[Token], place: int, open_: list[int], commas: list[int]) -> bool:
    type_ = tokens[place].type
    if type_ not in ("[", "]"):
        return type_ in _OPENERS
    after_operand = place > 0 and tokens[place - 1].type in ENDS_OPERAND
    if type_ == "[" and place > 0 and tokens[place - 1].type in ("law", "U"):
        return True
    if type_ == "]":
        ends = after_operand or _after_bars(tokens, place, open_)
        return not ends and not (place > 0 and tokens[place - 1].type == "[")
    if not after_operand:
        return True
    inside_interval = bool(open_) and tokens[open_[-1]].type in ("(", "[") and commas[-1] == 1
    return not inside_interval or _condition_follows(tokens, place)


def _after_bars(tokens: list[Token], place: int, open_: list[int]) -> bool:
    """Whether a bar that closes stands just before: `1[x < |x|]` has an even number of bars inside."""
    if not open_ or tokens[place - 1].type not in ("|", "||"):
        return False
    return sum(token.type in ("|", "||") for token in tokens[open_[-1] : place]) % 2 == 0


def _condition_follows(tokens: list[Token], place: int) -> bool:
    """Whether a relation (or a condition that is none) stands between this `[` and the next square bracket."""
    for token in tokens[place + 1 :]:
        if token.type in ("[", "]"):
            return False
        if token.type in _OF_CONDITIONS:
            return True
    return False


def _close(tokens: list[Token], place: int, open_: list[int]) -> None:
    token = tokens[place]
    if not open_:
        raise Fault(FaultKind.UNEXPECTED, (token.start, token.end), f"this {token.value} closes nothing")
    opener = tokens[open_[-1]]
    token.type = "]" if token.type == "[" else token.type
    if token.type not in _CLOSERS[opener.type]:
        message = f"this {opener.value} is closed by {token.value}"
        raise Fault(FaultKind.UNCLOSED, (opener.start, token.end), message)
    opener.partner, token.partner = place, open_.pop()
