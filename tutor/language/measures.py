"""Measures: atoms, densities, named laws, restrictions, laws of random variables, and their sums.

`1/2 delta(0) + exp(-x) dx on (0,oo)` · `lebesgue on [0,1]` · `N(0,1)` · `law(relu(Z)), Z ~ N(0,1)` ·
`sum(2^-n delta(1/n), n=1..oo)` · `ac: 1/4 dx on (0,2); sing: 1/2 delta(1)`.
"""

from contextlib import ExitStack
from itertools import pairwise
from typing import cast

from flint import fmpq

from tutor.language import brackets, calls, pieces, powers
from tutor.language.conditions import INTERSECTION_SIGNS, UNION_SIGNS
from tutor.language.faults import FaultKind
from tutor.language.names import NameSort
from tutor.language.parser import Infix, Parser, Prefix, Spans
from tutor.language.sorts import Sort
from tutor.language.tokens import Token
from tutor.language.tree import free_names, tree
from tutor.language.vocabulary import BY_SPELLING, Word

_LETTERS = {"U": "uniform", "N": "normal"}
_PARTS = ("ac", "sing")


def law(p: Parser, power: int) -> Spans:
    """A law with its parameters: `N(0,1)`, `U(0,2)`, `uniform[0,1]`, `exponential(2)`, `lebesgue`, `delta_0`."""
    token = p.take()
    if token.type == "cantor":
        return p.node("law", "cantor", (), token.start, token.end, Sort.MEASURE)
    word = _word(token)
    if word.name == "delta":
        return _atom(p, token)
    if word.name == "law":
        return _law_of(p, token)
    if word.name == "push":
        return _pushed(p, token)
    if word.name in ("E", "P"):
        return _expectation(p, token, word.name == "P")
    if word.most == 0:
        return p.node("law", word.name, (), token.start, token.end, Sort.MEASURE)
    if p.token.type == "[" and word.name == "uniform":
        ends = p.set(brackets.square_bracket(p, powers.ATOM)).children
        return p.node("law", word.name, ends, token.start, p.before().end, Sort.MEASURE)
    if p.token.type != "(":
        raise p.at_token(FaultKind.ARITY, token, f"{word.name} takes {word.needs}: write {word.name}(…)")
    arguments = _parameters(p, word)
    end = p.before().end
    if not word.least <= len(arguments) <= (word.most or 0):
        message = f"{word.name} takes {word.needs}, not {len(arguments)}"
        raise p.fault(FaultKind.ARITY, (token.start, end), message)
    return p.node("law", word.name, tuple(p.number(a) for a in arguments), token.start, end, Sort.MEASURE)


def _word(token: Token) -> Word:
    if isinstance(token.value, Word):
        return token.value
    return BY_SPELLING[_LETTERS.get(str(token.value), str(token.value))]


def _parameters(p: Parser, word: Word) -> list[Spans]:
    """The parameters of a law. The second of a normal law is its variance, or `sd=s` the standard deviation."""
    sd = p.peek(1).type != ")" and word.name == "normal" and _names_sd(p)
    if not sd:
        return calls.listed(p)
    p.take()
    mean = p.number(pieces.argument(p))
    p.expect(",", "the comma")
    p.take()
    p.expect("=", "the equals sign")
    deviation = p.number(pieces.argument(p))
    p.expect(")", "the closing bracket")
    two = p.node("num", fmpq(2), (), deviation.start, deviation.end)
    return [mean, p.node("pow", None, (deviation, two), deviation.start, deviation.end)]


def _names_sd(p: Parser) -> bool:
    inside = p.tokens[p.place : p.token.partner]
    return any(a.value == "sd" and b.type == "=" for a, b in pairwise(inside))


def _atom(p: Parser, token: Token) -> Spans:
    """`delta(a)`, `delta_a`, `δ_{1/2}`."""
    if p.token.type == "_":
        found = calls.subscripts(p)
    elif p.token.type == "(":
        found = calls.listed(p)
    else:
        raise p.at_token(FaultKind.ARITY, token, "delta takes the place of its mass: delta(0)")
    if len(found) != 1:
        message = "delta takes one place; a point of the plane has brackets of its own: delta((0,1))"
        raise p.fault(FaultKind.ARITY, (token.start, p.before().end), message)
    return p.node("atom", None, (_values(p, found),), token.start, p.before().end, Sort.MEASURE)


def _values(p: Parser, found: list[Spans]) -> Spans:
    """One number, or several as a tuple: a point of the plane."""
    if len(found) == 1:
        return found[0] if found[0].sort in (Sort.PAIR, Sort.TUPLE) else p.number(found[0])
    return p.over("tuple", None, tuple(p.number(value) for value in found), Sort.TUPLE)


# Densities and restrictions.


def density(p: Parser, left: Spans) -> Spans:
    """`f dx on S`; without a set it is on the whole line."""
    return _density(p, p.number(left), left.start)


def bare_differential(p: Parser, power: int) -> Spans:
    """`dx on S`: density 1."""
    token = p.token
    one = p.node("num", fmpq(1), (), token.start, token.end)
    return _density(p, one, token.start)


def _density(p: Parser, function: Spans, start: int) -> Spans:
    token = p.take()
    if p.token.type == "on":
        p.take()
        over = _set(p)
    else:
        over = p.node("set", "R", (), token.start, token.end, Sort.SET)
    return p.node("density", str(token.value), (function, over), start, p.before().end, Sort.MEASURE)


def restriction(p: Parser, left: Spans) -> Spans:
    """`mu on S`."""
    p.take()
    over = _set(p)
    return p.over("restrict", None, (left, over), Sort.MEASURE)


def _set(p: Parser) -> Spans:
    """The set behind `on`: a plus sign ends it."""
    found = p.expression(powers.SUM)
    fresh = False
    while p.token.type in _SET_SIGNS:
        p.fresh = fresh
        found = p.infixes[p.token.type][1](p, p.set(found))
        fresh = True
    return p.set(found)


_SET_SIGNS = UNION_SIGNS | INTERSECTION_SIGNS | {"setminus"}

# Laws of random variables.


def _law_of(p: Parser, token: Token) -> Spans:
    """`law(g(Z))`, where `Z ~ mu` stands at the end of the text; of several variables, all independent."""
    found = _in_variables(p, token, "law(g(Z)), Z ~ N(0,1)")
    image = _values(p, found)
    for name, source in reversed(p.random):
        image = p.node("pushforward", name, (image, source), token.start, p.before().end, Sort.MEASURE)
    return image


def _in_variables(p: Parser, token: Token, example: str) -> list[Spans]:
    """The arguments in a bracket, in which the random variables are bound."""
    if not p.random:
        raise p.at_token(FaultKind.ARITY, token, f"say what is random: {example}")
    with ExitStack() as bound:
        for name, _ in p.random:
            bound.enter_context(p.binding(name, NameSort.REAL, point=len(p.random) == 1))
        return calls.listed(p)


def _expectation(p: Parser, token: Token, of_condition: bool) -> Spans:
    """`E(g(Z))` and `P(Z > 0)`, where `Z ~ mu` stands at the end of the text: integrals against mu."""
    example = "P(Z > 0), Z ~ N(0,1)" if of_condition else "E(g(Z)), Z ~ N(0,1)"
    found = _in_variables(p, token, example)
    span = (token.start, p.before().end)
    if len(found) != 1 or len(p.random) != 1:
        message = "this takes one expression in one random variable; several have a law: law(g(X, Y)), X ~ mu, Y ~ nu"
        raise p.fault(FaultKind.ARITY, span, message)
    name, source = p.random[0]
    inside = p.node("indicator", None, (p.condition(found[0]),), *span) if of_condition else p.number(found[0])
    line = p.node("set", "R", (), *span, Sort.SET)
    return p.node("integral_on", name, (inside, line, source), *span)


def _pushed(p: Parser, token: Token) -> Spans:
    """`push(x -> x^2, mu)` and `push(relu, mu)`."""
    p.expect("(", "the opening bracket")
    if p.token.type == "func" and p.peek().type == ",":
        function = p.take()
        inner = p.node("var", "x", (), function.start, function.end)
        word = cast(Word, function.value)
        name, image = "x", calls.called(p, word, [inner], function.start, function.end)
    else:
        _rename(p, p.token, p.tokens[p.place : p.tokens[p.place - 1].partner])
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
    return found if found.sort is Sort.MEASURE else _values(p, [found])


def product(p: Parser, token: Token) -> Spans:
    """`product(mu, nu)`: the product of measures."""
    factors = [p.measure(found) for found in calls.listed(p)]
    return p.node("product", None, tuple(factors), token.start, p.before().end, Sort.MEASURE)


def take_random_variable(p: Parser) -> None:
    """Read `Z ~ mu`, or `X ~ mu, Y ~ nu`, or `X, Y ~ mu`, at the end of the text, and end the text before it.

    Several variables are independent.
    """
    signs = [place for place, token in enumerate(p.tokens) if token.type == "~"]
    if not signs:
        return
    first = _first_name(p, signs[0])
    place, found = first, []
    while place < len(p.tokens) - 1:
        names, place = _random_names(p, place)
        p.move(place)
        source = p.measure(p.expression(powers.OPEN))
        found += [(name, source) for name in names]
        if p.token.type == ",":
            p.take()
        else:
            p.ended()
        place = p.place
    if len({name for name, _ in found}) < len(found):
        raise p.at_token(FaultKind.UNEXPECTED, p.tokens[signs[-1]], "this random variable has a law already")
    p.random = found
    comma = p.tokens[first - 1]
    p.tokens[first - 1] = Token("end", None, comma.start, comma.start)
    p.move(0)


def _first_name(p: Parser, sign: int) -> int:
    """The place of the first name of the list before the sign; a comma stands in front of it."""
    place = sign - 1
    while place >= 3 and p.tokens[place - 1].type == "," and _may_be_random(p.tokens[place - 2]):
        place -= 2
    if place < 2 or p.tokens[place - 1].type != "," or not _may_be_random(p.tokens[place]):
        message = "random variables are named at the end: law(g(Z)), Z ~ N(0,1)"
        raise p.at_token(FaultKind.UNEXPECTED, p.tokens[sign], message)
    return place


def _may_be_random(token: Token) -> bool:
    letter = token.type in ("set", "law", "U") and token.end - token.start == 1
    return token.type in ("var", "word") or letter


def _random_names(p: Parser, place: int) -> tuple[list[str], int]:
    """The names from this place up to the sign, and the place behind the sign."""
    names = []
    while True:
        token = p.tokens[place]
        _rename(p, token, p.tokens)
        if token.type not in ("var", "word"):
            message = "one random variable after another: X ~ N(0,1), Y ~ U(0,1)"
            raise p.at_token(FaultKind.UNEXPECTED, token, message)
        names.append(str(token.value))
        sign = p.tokens[place + 1]
        if sign.type == "~":
            return names, place + 2
        if sign.type != ",":
            message = "the law of a random variable is missing: Z ~ N(0,1)"
            raise p.at_token(FaultKind.UNEXPECTED, sign, message)
        place += 2


def _rename(p: Parser, name: Token, tokens: list[Token]) -> None:
    """Let a letter that names a set, as the Z in `Z ~ N(0,1)`, stand for the random variable in these tokens."""
    if name.type != "set" or name.end - name.start != 1:
        return
    letter = p.text[name.start]
    for token in tokens:
        if token.type == "set" and p.text[token.start : token.end] == letter:
            token.type, token.value = "word", letter


# Around the whole text.


def open_differentials(p: Parser) -> list[str]:
    """Names that differentials bind and nobody declared: they are known in the whole text."""
    found = {str(t.value) for t in p.tokens if t.type == "diff"}
    return [name for name in found if p.names.sort(name) is None]


def check_differentials(p: Parser, names: list[str], found: Spans) -> None:
    """Raises Fault where such a name occurs outside of what its differential binds."""
    free = free_names(found.tree)
    for name in names:
        if name in free:
            token = next(t for t in p.tokens if t.type in ("word", "var") and t.value == name)
            message = f"{name} is bound by d{name} only in the term before it"
            raise p.at_token(FaultKind.UNKNOWN_NAME, token, message)


def decomposition(p: Parser) -> Spans | None:
    """`ac: mu; sing: nu`, in either order; None where the text is something else."""
    first, colon = p.token, p.peek()
    if first.type != "word" or first.value not in _PARTS or colon.type != ":":
        return None
    parts: dict[str, Spans] = {}
    while p.token.type == "word" and p.token.value in _PARTS and p.token.value not in parts:
        label = str(p.take().value)
        p.expect(":", "the colon")
        parts[label] = measure_or_zero(p, p.expression(powers.OPEN))
        if p.token.type in (";", ","):
            p.take()
    if set(parts) != set(_PARTS):
        raise p.unexpected("a decomposition has two parts: ac: …; sing: …")
    children = tuple(parts[label] for label in _PARTS)
    return p.node("decomposition", _PARTS, children, first.start, p.before().end, Sort.DECOMPOSITION)


def measure_or_zero(p: Parser, found: Spans) -> Spans:
    """A measure, or 0."""
    return found if found.tree is tree("num", fmpq(0)) else p.measure(found)


PREFIXES: dict[str, Prefix] = {"law": law, "U": law, "diff": bare_differential}

INFIXES: dict[str, tuple[int, Infix]] = {
    "diff": (powers.ON, density),
    "on": (powers.ON, restriction),
}
