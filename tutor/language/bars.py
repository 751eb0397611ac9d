"""Bars: which of the signs `|` open an absolute value and which close one, and which pairs `||` belong to a norm.

All bars of one bracket level, between commas and relations, are decided together: a text whose bars can be paired in
two ways (`|a|b|c|`) is a fault that shows both, never a guess. One rule is settled: `|a| - b|c|` begins with |a|,
because a bar after an operand and before a sign closes the one that is open.
"""

from collections.abc import Iterator

from tutor.language.faults import Fault, FaultKind
from tutor.language.limits import Limits
from tutor.language.tokens import ENDS_OPERAND, Token

STARTS_OPERAND = frozenset(
    [
        "num",
        "||(",
        "var",
        "function",
        "sequence",
        "setname",
        "measurename",
        "word",
        "const",
        "func",
        "set",
        "law",
        "N",
        "U",
        "(",
        "[",
        "{",
        "lfloor",
        "lceil",
        "cases",
        "matrix",
        "binder",
        "law",
        "\\frac",
        "cantor",
        "inf",
        "piecewise",
    ]
)
_BREAKS = frozenset(
    [
        ",",
        ";",
        ":",
        "<",
        "<=",
        ">",
        ">=",
        "=",
        "!=",
        "in",
        "notin",
        "and",
        "or",
        "if",
        "for",
        "else",
        "on",
        "->",
        "~",
        "\\\\",
    ]
)
_OPENERS = frozenset(["(", "[", "{", "cases", "lfloor", "lceil"])
_CLOSERS = frozenset([")", "]", "}", "endcases", "rfloor", "rceil"])


def resolve_bars(tokens: list[Token], text: str, limits: Limits) -> None:
    """Give every bar its role as its type: "|(" opens, ")|" closes; "||(" and ")||" likewise for a norm.

    Raises Fault where the bars of a level cannot be paired, or can be in two ways.
    """
    total = sum(1 for token in tokens if token.type in ("|", "||"))
    if total > limits.bars:
        bar = next(token for token in tokens if token.type in ("|", "||"))
        message = f"more than {limits.bars} bars; write abs(…) instead"
        raise Fault(FaultKind.TOO_DEEP, (bar.start, bar.end), message)
    for place, token in enumerate(tokens):
        if token.type == "{":
            _settle_such_that(tokens, place)
    for level in list(_levels(tokens)):
        _resolve_norm_signs(tokens, [place for place in level if tokens[place].type == "||"])
        _resolve(tokens, [place for place in level if tokens[place].type == "|"], text)


def _settle_such_that(tokens: list[Token], opener: int) -> None:
    """Let a bar stand for the colon of `{x | x > 0}`, where the other bars pair only without it.

    In `{x | |x| < 1}` the number of bars before the relation is odd, and one of them leaves pairs on both sides.
    """
    inside = _top_level(tokens, opener)
    if any(tokens[place].type == ":" for place in inside):
        return
    first = next((n for n, place in enumerate(inside) if tokens[place].type == "|"), len(inside))
    stop = next((n for n in range(first, len(inside)) if tokens[inside[n]].type in _BREAKS), len(inside))
    level = [place for place in inside[first:stop] if tokens[place].type == "|"]
    dividing = [n for n in range(len(level)) if _divides(tokens, level, n)]
    if len(level) % 2 and len(dividing) == 1:
        tokens[level[dividing[0]]].type = ":"


def _top_level(tokens: list[Token], opener: int) -> list[int]:
    """The places between this bracket and its partner, outside of inner brackets."""
    found, place = [], opener + 1
    while place < tokens[opener].partner:
        found.append(place)
        place = max(place, tokens[place].partner) + 1
    return found


def _divides(tokens: list[Token], level: list[int], number: int) -> bool:
    """Whether the bars before and behind this one pair, and an operand has ended before it."""
    place = level[number]
    ended = tokens[place - 1].type in ENDS_OPERAND or (number > 0 and level[number - 1] == place - 1)
    return ended and all(_Pairings(tokens, part).count for part in (level[:number], level[number + 1 :]))


def _levels(tokens: list[Token]) -> Iterator[list[int]]:
    """The places of the bars of each bracket level, cut at commas and relations."""
    stack: list[list[int]] = [[]]
    for place, token in enumerate(tokens):
        if token.type in ("|", "||"):
            stack[-1].append(place)
        elif token.type in _OPENERS:
            stack.append([])
        elif token.type in _CLOSERS:
            yield stack.pop()
        elif token.type in _BREAKS:
            yield stack.pop()
            stack.append([])
    yield from stack


def _resolve_norm_signs(tokens: list[Token], level: list[int]) -> None:
    """The signs ‖ open and close by turns."""
    if len(level) % 2:
        token = tokens[level[-1]]
        raise Fault(FaultKind.UNCLOSED, (token.start, token.end), "this norm is not closed")
    for opener, closer in zip(level[::2], level[1::2], strict=True):
        _mark_norm(tokens, opener, closer)


def _mark_norm(tokens: list[Token], opener: int, closer: int) -> None:
    tokens[opener].type, tokens[closer].type = "||(", ")||"
    tokens[opener].partner, tokens[closer].partner = closer, opener


def _resolve(tokens: list[Token], level: list[int], text: str) -> None:
    """Norms written with double bars first, from the left; then what is inside and outside of them."""
    for place in level:
        if _double(tokens, place) and tokens[place + 2].type == "_" and place in level:
            before = [bar for bar in level if bar < place]
            opener = _norm_opener(tokens, before)
            if opener is None:
                continue
            _mark_norm(tokens, opener, place)
            tokens[opener + 1].type = tokens[place + 1].type = "bar"
            _resolve_absolute(tokens, [bar for bar in before if bar > opener + 1], text)
            level = [bar for bar in level if bar < opener or bar > place + 1]
    _resolve_absolute(tokens, level, text)


def _double(tokens: list[Token], place: int) -> bool:
    """Whether two bars stand here without a space."""
    after = tokens[place + 1]
    return after.type == "|" and after.glued and tokens[place].type == "|"


def _norm_opener(tokens: list[Token], before: list[int]) -> int | None:
    """The nearest double bar to the left that leaves a content whose bars pair."""
    for bar in reversed(before):
        inside = [b for b in before if b > bar + 1]
        if _double(tokens, bar) and bar + 1 in before and _Pairings(tokens, inside).count:
            return bar
    return None


def _resolve_absolute(tokens: list[Token], level: list[int], text: str) -> None:
    if not level:
        return
    pairings = _Pairings(tokens, level)
    if not pairings.count and (restricting := _restricting(tokens, level)):
        for place in restricting:
            tokens[place].type = "|_"
        _resolve_absolute(tokens, [place for place in level if place not in restricting], text)
        return
    span = tokens[level[0]].start, tokens[level[-1]].end
    if not pairings.count:
        message = "these bars do not pair"
        if len(level) == 1:
            message = "this bar has no partner; 'such that' is written with a colon, {x : …}"
        raise Fault(FaultKind.UNCLOSED, span, message)
    chosen = pairings.chosen()
    if len(chosen) > 1:
        readings = tuple(_shown(tokens, level, roles, text) for roles in chosen)
        raise Fault(FaultKind.AMBIGUOUS, span, "these bars can be paired in two ways", readings=readings)
    open_: list[int] = []
    for place, role in zip(level, chosen[0], strict=True):
        tokens[place].type = "|(" if role == "(" else ")|"
        if role == "(":
            open_.append(place)
        else:
            tokens[place].partner = open_.pop()
            tokens[tokens[place].partner].partner = place


def _restricting(tokens: list[Token], level: list[int]) -> list[int]:
    """The bars of restrictions: `mu|_S`, and a single bar before a bracket, `mu|[0,1]`."""
    openers = ("_", "[", "(", "{") if len(level) == 1 else ("_",)
    return [
        place
        for place in level
        if place
        and tokens[place - 1].type in ENDS_OPERAND
        and tokens[place + 1].glued
        and tokens[place + 1].type in openers
    ]


_MOST_WAYS = 16
"""Of more ways to pair the bars of a level than these none is chosen."""


class _Pairings:
    """The ways to let the bars of a level open and close, counted up to two by (bar, depth, last role)."""

    def __init__(self, tokens: list[Token], level: list[int]) -> None:
        self.tokens, self.level = tokens, level
        self.known: dict[tuple[int, int, str], int] = {}
        self.count = self.ways(0, 0, "")

    def ways(self, index: int, depth: int, last: str) -> int:
        if index == len(self.level):
            return int(depth == 0)
        key = (index, depth, last)
        if key not in self.known:
            found = sum(self.ways(index + 1, d, role) for role, d in self.roles(index, depth, last))
            self.known[key] = min(found, 2)
        return self.known[key]

    def roles(self, index: int, depth: int, last: str) -> Iterator[tuple[str, int]]:
        """The roles this bar may have, each with the depth behind it."""
        place = self.level[index]
        before = self.tokens[place - 1].type if place else ""
        after = self.tokens[place + 1].type
        next_to_bar = index > 0 and self.level[index - 1] == place - 1
        ended = last == ")" if next_to_bar else before in ENDS_OPERAND and before != "func"
        starts = after in STARTS_OPERAND or (index + 1 < len(self.level) and self.level[index + 1] == place + 1)
        if starts or (after in ("-", "+") and (not ended or depth == 0)):
            yield "(", depth + 1
        if ended and depth > 0:
            yield ")", depth - 1

    def chosen(self) -> list[tuple[str, ...]]:
        """The one way that is meant, or the first two of several.

        Bars directly inside bars are a norm without its exponent, so `|x||y||z|` has one reading.
        """
        found: list[tuple[str, ...]] = []
        self._collect((), 0, found)
        if 1 < len(found) < _MOST_WAYS:
            single = [roles for roles in found if not self.has_double(roles)]
            found = single or found
        return found[:2]

    def has_double(self, roles: tuple[str, ...]) -> bool:
        """Whether two bars that touch open and the two that close them touch as well."""
        partner, open_ = {}, []
        for index, role in enumerate(roles):
            if role == "(":
                open_.append(index)
            else:
                partner[open_.pop()] = index
        return any(
            partner.get(index + 1) == closer - 1
            and self.level[index + 1] == self.level[index] + 1
            and self.level[closer - 1] == self.level[closer] - 1
            for index, closer in partner.items()
        )

    def _collect(self, roles: tuple[str, ...], depth: int, found: list[tuple[str, ...]]) -> None:
        if len(roles) == len(self.level):
            found.append(roles)
            return
        last = roles[-1] if roles else ""
        for role, after in self.roles(len(roles), depth, last):
            if len(found) < _MOST_WAYS and self.ways(len(roles) + 1, after, role):
                self._collect((*roles, role), after, found)


def _shown(tokens: list[Token], level: list[int], roles: tuple[str, ...], text: str) -> str:
    """This reading of the bars, written with abs(…)."""
    out = ""
    for index, (place, role) in enumerate(zip(level, roles, strict=True)):
        token = tokens[place]
        if role == "(":
            out += ("*" if out and out[-1] not in "(*+-/" else "") + "abs("
        else:
            out += ")" + ("*" if tokens[place + 1].type in STARTS_OPERAND and place != level[-1] else "")
        if place != level[-1]:
            out += text[token.end : tokens[level[index + 1]].start].strip()
    return out
