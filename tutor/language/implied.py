"""Products without a sign: where a factor may follow, and where two readings are possible."""

from typing import cast

from flint import fmpq

from tutor.language import powers
from tutor.language.faults import Fault, FaultKind
from tutor.language.parser import Parser, Spans
from tutor.language.printers.plain import plain, plain_factor
from tutor.language.sorts import Sort
from tutor.language.tree import tree

CLOSING = frozenset([")", "]", "}", ")|", "rfloor", "rceil", "!", "%"])
"""Tokens that end a factor so clearly that a number may follow it: `(n-1)2^n`."""


def check_implied(p: Parser, left: Spans) -> None:
    """A factor follows without a sign: refuse `2 3`, `x 2` and an operand behind a set."""
    if left.sort is Sort.MEASURE and p.line is not None and _begins_indicator(p):
        return  # `N(0,1) 1_{x > 0}`
    if left.sort is not Sort.NUMBER:
        raise _no_factor(p, left)
    token, before = p.token, p.before()
    if token.type == "(" and p.text[token.start] != "(":
        raise _mixed_number(p, left)
    if token.type == "(" and token.glued and before.type == "num":
        _refuse_repeating_digits(p)
    if token.type != "num" or before.type in CLOSING or _begins_indicator(p):
        return
    if not token.glued and p.peek().type == "^" and (before.type in ("var", "const") or _separate(p, left)):
        return  # `n 2^-n`, `n^2 2^-n`: a number that begins a power is a factor
    typed = p.text[before.start : before.end]
    digits = p.text[token.start : token.end]
    if before.type == "num":
        message = f"an operator is missing between {typed} and {digits}"
        raise p.at_token(FaultKind.MISSING_OPERATOR, token, message)
    if left.tree.head == "pow" and not token.glued:
        raise _behind_a_power(p, left, digits)
    message = f"write a number before a name, or say what is meant: {typed}*{digits}, {typed}^{digits}"
    readings = (f"{typed}*{digits}", f"{typed}^{digits}") if token.glued else ()
    kind = FaultKind.AMBIGUOUS if token.glued else FaultKind.MISSING_OPERATOR
    suggestion = None if token.glued else f"{digits}*{typed}"
    raise p.fault(kind, (before.start, token.end), message, suggestion=suggestion, readings=readings)


def _behind_a_power(p: Parser, left: Spans, digits: str) -> Fault:
    """`(-1)^n 2`: the number could belong to the exponent."""
    typed = p.text[left.start : left.end]
    message = "a product sign is missing before this number"
    return p.fault(FaultKind.MISSING_OPERATOR, (left.start, p.token.end), message, suggestion=f"{typed}*{digits}")


def _no_factor(p: Parser, left: Spans) -> Fault:
    if left.sort in (Sort.SET, Sort.PAIR) and p.token.value == "u":
        return p.at_token(
            FaultKind.WRONG_SORT, p.token, "the union of sets is written with a capital U", suggestion="U"
        )
    if left.sort is not Sort.MEASURE:
        return p.wrong_sort(left, "a number")
    if p.token.type == "word":
        message = f"{p.shown(p.token)} is not known here; a measure is followed by 'on' and a set, or by a sign"
        raise p.at_token(FaultKind.UNKNOWN_NAME, p.token, message)
    return p.unexpected("a number stands before a measure, not behind it")


def _separate(p: Parser, left: Spans) -> bool:
    """Whether a number behind a blank cannot belong to the digits before it: `1 000^2` could be 1000^2."""
    return left.tree.head in ("pow", "div") or p.token.end - p.token.start != 3


def _mixed_number(p: Parser, left: Spans) -> Fault:
    """`2½` is a mixed number to some and a product to others."""
    fraction = p.expression(powers.PRODUCT)
    first, second = plain_factor(left.tree), plain(fraction.tree)
    readings = (f"{first} + {second}", f"{first}*({second})")
    message = "a fraction behind a factor could be added or multiplied; write the sign"
    return p.fault(FaultKind.AMBIGUOUS, (left.start, fraction.end), message, readings=readings)


def _refuse_repeating_digits(p: Parser) -> None:
    """`0.1(6)` is a repeating decimal to some and a product to others."""
    before, digits = p.before(), p.peek()
    typed, period = p.text[before.start : before.end], p.text[digits.start : digits.end]
    if "." not in typed or not (set(typed) <= set("0123456789.") and period.isdecimal()) or p.peek(2).type != ")":
        return
    places = len(typed) - typed.index(".") - 1
    repeated = cast(fmpq, before.value) + fmpq(int(period), 10**places * (10 ** len(period) - 1))
    readings = (plain(tree("num", repeated)), f"{typed}*{period}")
    message = "digits in brackets behind a decimal point could repeat or be multiplied; write a fraction or the sign"
    raise p.fault(FaultKind.AMBIGUOUS, (before.start, p.peek(2).end), message, readings=readings)


def _begins_indicator(p: Parser) -> bool:
    after = p.peek()
    return p.token.value == 1 and after.glued and after.type in ("_", "[", "{")
