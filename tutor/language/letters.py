"""Letters that have a meaning where they are not declared: λ and m, χ and I; and faults for names that are unknown."""

from tutor.language import calls
from tutor.language.faults import Fault, FaultKind
from tutor.language.parser import Parser, Spans
from tutor.language.sorts import Sort
from tutor.language.tokens import Token
from tutor.language.words import nearest

_LEBESGUE = frozenset(["lambda", "m"])
_OF_MEASURES = frozenset([Sort.MEASURE, Sort.DECOMPOSITION, Sort.MATRIX])
_ENDS_MEASURE = frozenset(["end", "on", "+", "-", ";", ",", ")", "|_", "otimes"])

_INDICATORS = {"chi": ("_",), "I": ("_", "{", "[", "(")}
"""Letters that stand for an indicator where they are not declared, with what must touch them."""


def letter(p: Parser, token: Token, power: int) -> Spans:
    """What this letter, which has been taken, stands for. Raises Fault for an unknown name."""
    name = str(token.value)
    if name in _LEBESGUE and p.asked in _OF_MEASURES and p.token.type in _ENDS_MEASURE:
        return p.node("law", "lebesgue", (), token.start, token.end, Sort.MEASURE)  # where no rate has this name
    if name in _LEBESGUE and p.token.type == "(" and p.token.glued:
        return _length(p, token)
    if name in ("B", "Be") and p.asked in _OF_MEASURES and p.token.type == "(":
        raise _law_of_one_letter(p, token)
    if p.token.glued and p.token.type in _INDICATORS.get(name, ()):
        return _named_indicator(p, token, power)
    raise unknown(p, token)


def _length(p: Parser, token: Token) -> Spans:
    """`λ([0,1])`, `m(A)`: the Lebesgue measure of a set."""
    found = calls.listed(p)
    if len(found) != 1 or found[0].sort not in (Sort.SET, Sort.PAIR):
        raise unknown(p, token)
    return p.node("call", "measure", (p.set(found[0]),), token.start, p.before().end)


def _law_of_one_letter(p: Parser, token: Token) -> Fault:
    """`B(1/3)`, `B(2,1/2)`: a Bernoulli or a binomial law, to some a beta law."""
    several = any(t.type == "," for t in p.tokens[p.place : p.token.partner])
    typed = p.text[token.start : token.end]
    message = f"{typed} is the name of several laws; write bernoulli(p) or Bin(n, p)"
    return p.at_token(FaultKind.UNKNOWN_NAME, token, message, suggestion="Bin" if several else "bernoulli")


def _named_indicator(p: Parser, token: Token, power: int) -> Spans:
    """`chi_[0,1](x)`, `I(0 <= x <= 1)`; where no set and no condition follows, the letter is an unknown name."""
    try:
        return p.prefixes["indicator"](p, power)
    except Fault as fault:
        if fault.kind is FaultKind.WRONG_SORT:
            raise unknown(p, token) from fault
        raise


def unknown(p: Parser, token: Token) -> Fault:
    """The fault for a name that is not known, with the one that it most resembles."""
    name = p.text[token.start : token.end].strip() or str(token.value)
    known = ", ".join(dict.fromkeys([*p.names, *(n for n in p.scope if n != p.line)])) or "none"
    message = f"{name} is no name that is known here (names of this question: {known})"
    suggestion = nearest(str(token.value), p.names)
    return p.at_token(FaultKind.UNKNOWN_NAME, token, message, suggestion=suggestion)
