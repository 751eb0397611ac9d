"""Measures: point masses, named laws, images under maps, products.

`1/2 delta(0) + exp(-x) dx on (0,oo)` · `lebesgue on [0,1]` · `N(0,1)` · `law(relu(Z)), Z ~ N(0,1)` ·
`sum(2^-n delta(1/n), n=1..oo)`. Densities and restrictions are in `restrictions`, the laws of random variables in
`random_variables`.
"""

from itertools import pairwise
from typing import cast

from flint import fmpq

from tutor.language import brackets, calls, parameters, pieces, powers, random_variables, restrictions
from tutor.language.faults import Fault, FaultKind
from tutor.language.letters import unknown
from tutor.language.names import NameSort
from tutor.language.parser import Parser, Prefix, Spans
from tutor.language.printers.plain import plain
from tutor.language.sorts import Sort
from tutor.language.tokens import Token
from tutor.language.tree import free_names, walk
from tutor.language.vocabulary import BY_SPELLING, Word

_LETTERS = {"U": "uniform", "N": "normal"}
_NOUNS = frozenset(["measure", "distribution", "law", "mass"])


def law(p: Parser, power: int) -> Spans:
    """A law with its parameters: `N(0,1)`, `U(0,2)`, `uniform[0,1]`, `exponential(2)`, `lebesgue`, `delta_0`."""
    if p.token.type == "U" and p.peek().type == "_":
        p.token.value = BY_SPELLING["union"]  # `U_{n=1}^oo S`, as big as the sign may be
        return p.prefixes["binder"](p, power)
    token = p.take()
    if token.type == "cantor":
        return _without_parameters(p, token, "cantor")
    word = _word(token)
    if word.name == "delta":
        return _atom(p, token)
    if word.name == "law":
        return random_variables.law_of(p, token)
    if word.name == "push":
        return _pushed(p, token)
    if word.name in ("E", "P"):
        return random_variables.expectation(p, token, word.name == "P")
    if word.most == 0:
        return _without_parameters(p, token, word.name)
    return _with_parameters(p, token, word)


def _without_parameters(p: Parser, token: Token, name: str) -> Spans:
    _skip_noun(p)
    return p.node("law", name, (), token.start, token.end, Sort.MEASURE)


def _with_parameters(p: Parser, token: Token, word: Word) -> Spans:
    _skip_noun(p)
    ends = parameters.interval(p) if word.name == "uniform" else None
    if ends is not None:
        return p.node("law", word.name, ends, token.start, p.before().end, Sort.MEASURE)
    if p.token.value == "with":
        found = parameters.in_words(p, word)
        return p.node("law", word.name, tuple(found), token.start, p.before().end, Sort.MEASURE)
    if p.token.type != "(":
        message = f"{word.name} takes {word.needs}: write {word.name}(…)"
        raise p.at_token(FaultKind.ARITY, token, message, suggestion=parameters.standard_form(word))
    found = parameters.parameters(p, word)
    end = p.before().end
    if not word.least <= len(found) <= (word.most or 0):
        message = f"{word.name} takes {word.needs}, not {len(found)}"
        raise p.fault(FaultKind.ARITY, (token.start, end), message)
    _skip_noun(p)
    return p.node("law", word.name, tuple(found), token.start, end, Sort.MEASURE)


def standard(p: Parser, power: int) -> Spans:
    """`standard normal`, `standard Cauchy law`; the word before a law with its parameters says nothing more."""
    start = p.take().start
    token = p.take()
    word = _word(token)
    _skip_noun(p)
    found = parameters.standard(p, word, start)
    if found is None or p.token.type == "(":
        typed = _with_parameters(p, token, word)
        if found is not None and typed.tree is not found.tree:
            raise p.fault(FaultKind.UNEXPECTED, (start, typed.end), f"the standard law is {plain(found.tree)}")
        return typed
    return found


def article(p: Parser, power: int) -> Spans:
    """`the Lebesgue measure`."""
    start = p.take().start
    found = p.expression(power)
    return p.widened(found, start, found.end)


def zero(p: Parser, power: int) -> Spans:
    """`zero`, `the zero measure`, and `none` for a part of a decomposition."""
    token = p.take()
    _skip_noun(p)
    return p.node("num", fmpq(0), (), token.start, token.end)


def _skip_noun(p: Parser) -> None:
    """`Lebesgue measure`, `uniform distribution on [0,1]`: the noun says nothing more."""
    if p.text[p.token.start : p.token.end] in _NOUNS and p.peek().type != "(":
        p.take()


def _word(token: Token) -> Word:
    if isinstance(token.value, Word):
        return token.value
    return BY_SPELLING[_LETTERS.get(str(token.value), str(token.value))]


def _atom(p: Parser, token: Token) -> Spans:
    """`delta(a)`, `delta_a`, `δ_{1/2}`, `δ0`, `delta[0]`, `Dirac mass at 0`; at a point of the plane `delta(0, 1)`."""
    _skip_noun(p)
    if p.token.type == "num" and p.token.glued:
        found = [p.prefixes["num"](p, powers.ATOM)]
    elif p.token.type == "_":
        found = calls.subscripts(p)
    elif p.token.type == "at":
        p.take()
        found = [p.expression(powers.SUM)]
    elif p.token.type in ("(", "["):
        found = calls.bracketed(p)
    else:
        raise p.at_token(FaultKind.ARITY, token, "delta takes the place of its mass: delta(0)")
    if len(found) == 2 and p.asked is not Sort.MATRIX and calls.is_decimal_comma(p, found):
        raise _pair_or_decimal(p, token, found)
    if len(found) == 2:
        found = [p.over("pair", None, tuple(p.number(value) for value in found), Sort.PAIR)]
    return p.node("atom", None, (calls.values(p, found),), token.start, p.before().end, Sort.MEASURE)


def _pair_or_decimal(p: Parser, token: Token, found: list[Spans]) -> Fault:
    """`delta(0,5)`: a point of the plane, or 0.5 with a decimal comma."""
    typed = p.text[found[0].start : found[1].end]
    message = "a point of the plane has brackets of its own, and decimals are written with a point"
    readings = (f"delta(({typed.replace(',', ', ')}))", f"delta({typed.replace(',', '.')})")
    return p.fault(FaultKind.AMBIGUOUS, (token.start, p.before().end), message, readings=readings)


# Images and products.


def _pushed(p: Parser, token: Token) -> Spans:
    """`push(x -> x^2, mu)` and `push(relu, mu)`."""
    p.expect("(", "the opening bracket")
    if p.token.type == "func" and p.peek().type == ",":
        function = p.take()
        inner = p.node("var", "x", (), function.start, function.end)
        word = cast(Word, function.value)
        name, image = "x", calls.called(p, word, [inner], function.start, function.end)
    else:
        random_variables.rename(p, p.token, p.tokens[p.place : p.tokens[p.place - 1].partner])
        name = brackets.bound_name(p)
        p.expect("->", "the arrow of the map, x -> x^2,")
        with p.binding(name, NameSort.REAL, point=True):
            image = _image(p)
    p.expect(",", "the measure that is pushed")
    source = p.measure(p.expression(powers.OPEN))
    closer = p.expect(")", "the closing bracket")
    return p.node("pushforward", name, (image, source), token.start, closer.end, Sort.MEASURE)


def _image(p: Parser) -> Spans:
    """What a map gives: a number, a point of the plane, or a measure, whose mixture is meant."""
    found = pieces.argument(p)
    return found if found.sort is Sort.MEASURE else calls.values(p, [found])


def product(p: Parser, token: Token) -> Spans:
    """`product(mu, nu)`: the product of measures."""
    factors = [p.measure(found) for found in calls.listed(p)]
    return p.node("product", None, tuple(factors), token.start, p.before().end, Sort.MEASURE)


# Around the whole text.


def phrases(p: Parser) -> None:
    """Give their meaning to words around a law: `standard normal`, `point mass at 0`, `Cantor measure`."""
    restrictions.phrases(p)
    for token, after in pairwise(p.tokens):
        if p.text[token.start : after.end] in ("Cantor measure", "Cantor distribution", "Cantor law"):
            token.type = "cantor"
        if token.type != "word":
            continue
        if token.value in ("standard", "std") and (after.type == "law" or after.type in _LETTERS):
            token.type = "standard"
        elif token.value in ("point", "unit") and p.text[after.start : after.end] == "mass":
            token.type, token.value = "law", BY_SPELLING["delta"]
        elif token.value == "the" and p.asked is Sort.SET:
            token.type = "the"
        elif token.value == "none" and p.asked is Sort.DECOMPOSITION:
            token.type = "zero"
        elif p.asked in _OF_MEASURES and token.value in _WORDS and after.type != "(":
            token.type = _WORDS[str(token.value)]


_OF_MEASURES = frozenset([Sort.MEASURE, Sort.DECOMPOSITION])
_WORDS = {"the": "the", "zero": "zero", "over": "on"}
"""Words that only have a meaning where a measure is asked, as types of tokens."""


def open_differentials(p: Parser) -> list[str]:
    """Names that differentials bind and nobody declared: they are known in the whole text."""
    found = {str(t.value) for t in p.tokens if t.type == "diff"}
    return [name for name in found if p.names.sort(name) is None]


def check_differentials(p: Parser, names: list[str], found: Spans) -> None:
    """Raises Fault where a name occurs outside of what its differential binds, or x outside of a weight."""
    free = free_names(found.tree)
    if p.line in free and any(n.head == "atom" and p.line in free_names(n) for n in walk(found.tree)):
        token = next(t for t in p.tokens if t.type in ("word", "var") and t.value == p.line)
        message = "a point mass is named by its place: delta(1), not delta(x - 1)"
        raise p.at_token(FaultKind.UNKNOWN_NAME, token, message)
    if p.line in free and p.line not in names:
        raise unknown(p, next(t for t in p.tokens if t.type in ("word", "var") and t.value == p.line))
    for name in names:
        if name in free:
            token = next(t for t in p.tokens if t.type in ("word", "var") and t.value == name)
            message = f"{name} is bound by d{name} only in the term before it"
            raise p.at_token(FaultKind.UNKNOWN_NAME, token, message)


PREFIXES: dict[str, Prefix] = {"law": law, "U": law, "standard": standard, "the": article, "zero": zero}
