"""Random variables: `Z ~ mu` at the end of the text, or of a bracket, and laws, expectations and probabilities of them.

`law(relu(Z)), Z ~ N(0,1)` · `E(Z^2), Z ~ N(0,1)` · `P(X > Y), X, Y ~ U(0,1)` · `X ~ N(0,1)` alone: the law of X.
"""

from collections.abc import Callable
from contextlib import ExitStack
from itertools import pairwise

from flint import fmpq

from tutor.language import calls, powers
from tutor.language.faults import FaultKind
from tutor.language.names import NameSort
from tutor.language.parser import Parser, Spans
from tutor.language.sorts import Sort
from tutor.language.tokens import Token
from tutor.language.tree import free_names
from tutor.language.vocabulary import BY_SPELLING

Random = tuple[str, Spans]
"""A random variable and its law."""

_LETTERS = frozenset(["set", "U", "N"])
"""Types of letters that have a meaning, and another one where they name a random variable."""


def law_of(p: Parser, token: Token) -> Spans:
    """`law(g(Z))`, where `Z ~ mu` stands at the end of the text; of several variables, all independent."""
    if p.token.value == "of":
        p.take()
    found, random = _in_variables(p, token, "law(g(Z)), Z ~ N(0,1)")
    return image(p, calls.values(p, found), random, token)


def whole_text(p: Parser, read: Callable[[], Spans]) -> Spans:
    """What is read where a measure is asked and random variables are named: `2Z, Z ~ N(0,1)` is the law of 2Z."""
    start = p.token
    with ExitStack() as bound:
        for name, _ in p.random:
            bound.enter_context(p.binding(name, NameSort.REAL))
        found = read()
    is_value = found.sort in (Sort.NUMBER, Sort.PAIR, Sort.TUPLE)
    if is_value and free_names(found.tree) & {name for name, _ in p.random}:
        return image(p, calls.values(p, [found]), p.random, start)
    return found


def image(p: Parser, value: Spans, random: list[Random], token: Token) -> Spans:
    """The law of a value of several variables: one pushforward inside another."""
    for name, source in reversed(random):
        value = p.node("pushforward", name, (value, source), token.start, p.before().end, Sort.MEASURE)
    return value


def expectation(p: Parser, token: Token, of_condition: bool) -> Spans:
    """`E(g(Z))` and `P(Z > 0)`, where `Z ~ mu` stands at the end of the text: integrals against mu.

    Of several variables: the mean of the law of g, and the mass that the law of a difference has beyond 0.
    """
    example = "P(Z > 0), Z ~ N(0,1)" if of_condition else "E(g(Z)), Z ~ N(0,1)"
    found, random = _in_variables(p, token, example)
    span = (token.start, p.before().end)
    if len(found) != 1:
        raise p.fault(FaultKind.ARITY, span, f"this takes one expression: {example}")
    if len(random) > 1:
        return _of_several(p, found[0], random, token, of_condition)
    name, source = random[0]
    inside = p.node("indicator", None, (p.condition(found[0]),), *span) if of_condition else p.number(found[0])
    return _integral(p, name, inside, source, span)


def _integral(p: Parser, name: str, inside: Spans, source: Spans, span: tuple[int, int]) -> Spans:
    line = p.node("set", "R", (), *span, Sort.SET)
    return p.node("integral_on", name, (inside, line, source), *span)


def _of_several(p: Parser, found: Spans, random: list[Random], token: Token, of_condition: bool) -> Spans:
    span = (token.start, p.before().end)
    if not of_condition:
        law = image(p, p.number(found), random, token)
        return _integral(p, "t", p.node("var", "t", (), *span), law, span)
    if found.tree.head not in _BEYOND:
        message = "of several random variables, write one comparison: P(X < Y), X, Y ~ N(0,1)"
        raise p.fault(FaultKind.ARITY, span, message)
    gap = p.node("sub", None, tuple(p.number(side) for side in found.children), *span)
    zero, infinity = p.node("num", fmpq(0), (), *span), p.node("const", "oo", (), *span)
    if found.tree.head == "eq":
        where = p.node("finite", None, (zero,), *span, Sort.SET)
    elif found.tree.head in ("lt", "le"):
        bottom = p.node("neg", None, (infinity,), *span)
        where = p.node("interval", (False, found.tree.head == "le"), (bottom, zero), *span, Sort.SET)
    else:
        where = p.node("interval", (found.tree.head == "ge", False), (zero, infinity), *span, Sort.SET)
    return p.node("call", "mass", (image(p, gap, random, token), where), *span)


_BEYOND = frozenset(["lt", "le", "gt", "ge", "eq"])


def _in_variables(p: Parser, token: Token, example: str) -> tuple[list[Spans], list[Random]]:
    """The arguments in a bracket, in which the random variables are bound, and these.

    Variables that are named at the end of the bracket around it count before those at the end of the text.
    """
    stop = _closer(p)
    own = _named_before(p, stop) if p.tokens[stop].type != "end" else None
    random = own[1] if own is not None else p.random
    if not random:
        raise p.at_token(FaultKind.ARITY, token, f"say what is random: {example}")
    with ExitStack() as bound:
        for name, _ in random:
            bound.enter_context(p.binding(name, NameSort.REAL, point=len(random) == 1))
        found = calls.bracketed(p) if p.token.type in ("(", "[") else [p.expression(powers.OPEN)]
    if own is not None and p.place == own[0] - 1:
        p.move(stop)
    return found, random


def _closer(p: Parser) -> int:
    """The place where the bracket ends in which the current token stands; the end of the text outside of brackets."""
    place = p.place
    while p.tokens[place].type != "end":
        partner = p.tokens[place].partner
        if -1 < partner < place:
            break
        place = max(place, partner) + 1
    return place


def _named_before(p: Parser, stop: int) -> tuple[int, list[Random]] | None:
    """The place of the first name of the random variables that are named between here and there, and these."""
    signs = _signs(p, p.place, stop)
    if not signs:
        return None
    here = p.place
    first = _first_name(p, signs[0])
    found = _definitions(p, here, first, stop)
    p.move(here)
    return first, found


def _signs(p: Parser, start: int, stop: int) -> list[int]:
    """The places of `~` between two places, outside of brackets."""
    found, place = [], start
    while place < stop:
        if p.tokens[place].type == "~":
            found.append(place)
        place = max(place, p.tokens[place].partner) + 1
    return found


def take_random_variable(p: Parser) -> None:
    """Read `Z ~ mu`, or `X ~ mu, Y ~ nu`, or `X, Y ~ mu`, at the end of the text, and end the text before it.

    Several variables are independent. The whole text `X ~ mu` is the measure mu.
    """
    stop = len(p.tokens) - 1
    signs = _signs(p, 0, stop)
    if not signs:
        return
    _settle_words(p, signs[0])
    if (
        p.asked is Sort.MEASURE
        and len(signs) == 1
        and (signs[0] == 0 or (signs[0] == 1 and _may_be_random(p.tokens[0])))
    ):
        p.move(signs[0] + 1)
        return
    first = _first_name(p, signs[0])
    p.random = _definitions(p, 0, first, stop)
    _name_laws(p.tokens[:first])
    comma = p.tokens[first - 1]
    p.tokens[first - 1] = Token("end", None, comma.start, comma.start)
    p.move(0)


def _settle_words(p: Parser, sign: int) -> None:
    """Let `where` and the like stand for the comma in front of the names, and `iid` for nothing.

    Several variables are independent in any case.
    """
    for token in p.tokens:
        if token.type == "word" and token.value in ("iid", "independent", "i.i.d."):
            token.type = _INDEPENDENT
    place = sign - 1 - (p.tokens[sign - 1].type == _INDEPENDENT)
    while place > 1 and _may_be_random(p.tokens[place]) and p.tokens[place - 1].type == ",":
        place -= 2
    before = p.tokens[max(place - 1, 0)]
    if p.text[before.start : before.end] in _BEFORE_NAMES:
        before.type = ","


_BEFORE_NAMES = frozenset(["where", "with", "for", "if", "when"])
_INDEPENDENT = "independent"


def _name_laws(tokens: list[Token]) -> None:
    """Let the L of `L(2Z), Z ~ N(0,1)` stand for `law`."""
    for token, after in pairwise(tokens):
        if token.type != "word":
            continue
        if (token.value == "L" and after.type == "(") or (token.value == "distribution" and after.value == "of"):
            token.type, token.value = "law", BY_SPELLING["law"]


def _definitions(p: Parser, begin: int, first: int, stop: int) -> list[Random]:
    place, found = first, []
    while place < stop:
        names, place = _random_names(p, place, p.tokens[begin:first])
        sign = p.tokens[place - 1]
        p.move(place)
        source = p.measure(p.expression(powers.OPEN))
        if p.token.type == _INDEPENDENT:
            p.take()
        found += [(name, source) for name in names]
        if p.token.type == "," and p.place < stop:
            p.take()
        elif p.place != stop:
            p.ended()
            raise p.unexpected(f"{p.shown(p.token)} cannot stand here")
        place = p.place
    if len({name for name, _ in found}) < len(found):
        raise p.at_token(FaultKind.UNEXPECTED, sign, "this random variable has a law already")
    return found


def _first_name(p: Parser, sign: int) -> int:
    """The place of the first name of the list before the sign; a comma stands in front of it."""
    place = sign - 1 - (p.tokens[sign - 1].type == _INDEPENDENT)
    while place >= 3 and all(p.tokens[place - k].type == "," for k in (1, 3)) and _may_be_random(p.tokens[place - 2]):
        place -= 2
    if place < 2 or p.tokens[place - 1].type != "," or not _may_be_random(p.tokens[place]):
        message = "random variables are named at the end: law(g(Z)), Z ~ N(0,1)"
        raise p.at_token(FaultKind.UNEXPECTED, p.tokens[sign], message)
    return place


def _may_be_random(token: Token) -> bool:
    letter = token.type in (*_LETTERS, "law") and token.end - token.start == 1
    return token.type in ("var", "word") or letter


def _random_names(p: Parser, place: int, body: list[Token]) -> tuple[list[str], int]:
    """The names from this place up to the sign, and the place behind the sign."""
    names = []
    while True:
        token = p.tokens[place]
        rename(p, token, [*body, token] if token.type != "set" else p.tokens)
        if token.type not in ("var", "word"):
            message = "one random variable after another: X ~ N(0,1), Y ~ U(0,1)"
            raise p.at_token(FaultKind.UNEXPECTED, token, message)
        names.append(str(token.value))
        place += p.tokens[place + 1].type == _INDEPENDENT
        sign = p.tokens[place + 1]
        if sign.type == "~":
            return names, place + 2
        if sign.type != ",":
            message = "the law of a random variable is missing: Z ~ N(0,1)"
            raise p.at_token(FaultKind.UNEXPECTED, sign, message)
        place += 2


def rename(p: Parser, name: Token, tokens: list[Token]) -> None:
    """Let a letter that names a set or a law, as the Z in `Z ~ N(0,1)`, stand for the random variable in these tokens.

    A `U` between two sets stays a union.
    """
    if name.type not in _LETTERS or name.end - name.start != 1:
        return
    type_, letter = name.type, p.text[name.start]
    for place, token in enumerate(tokens):
        if token.type == type_ and p.text[token.start : token.end] == letter and not _is_union(tokens, place):
            token.type, token.value = "word", letter


def _is_union(tokens: list[Token], place: int) -> bool:
    if tokens[place].type != "U" or place == 0 or place + 1 >= len(tokens):
        return False
    before, after = tokens[place - 1].type, tokens[place + 1].type
    return before in ("]", "}", "set") or (before == ")" and after in ("(", "[", "{"))
