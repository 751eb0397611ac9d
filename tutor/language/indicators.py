"""Indicators, and the sets that have names."""

from typing import cast

from tutor.language import brackets, half_lines, pieces, powers
from tutor.language.calls import applied
from tutor.language.families import declared, sequence, set_name
from tutor.language.faults import Fault, FaultKind
from tutor.language.names import NameSort
from tutor.language.parser import Parser, Prefix, Spans
from tutor.language.sorts import Sort
from tutor.language.tree import free_names
from tutor.language.vocabulary import BY_SPELLING, Word


def indicator(p: Parser, power: int) -> Spans:
    """`1_S(x)`, `1_{x > 0}`, `1[0 < x < 1]`, `1{x > 0}`, and `I(x > 0)`; the 1 has been taken."""
    start = p.before().start
    if p.token.type == "[":
        return _at_its_variable(p, _iverson(p, start, "]"))
    if p.token.type == "{":
        return _at_its_variable(p, _iverson(p, start, "}"))
    if p.token.type == "(":
        return _at_its_variable(p, _iverson(p, start, ")"))
    p.take()
    found = _subscript_of_indicator(p)
    if found.sort in (Sort.CONDITION, Sort.CLAIM):
        return _at_its_variable(p, p.node("indicator", None, (found,), start, found.end))
    return _at_point(p, start, p.set(found))


def _iverson(p: Parser, start: int, closing: str) -> Spans:
    p.take()
    inner = p.condition(brackets.conditions(p))
    closer = p.expect(closing, "the closing bracket")
    return p.node("indicator", None, (inner,), start, closer.end)


def _at_its_variable(p: Parser, found: Spans) -> Spans:
    """`1_{x > 1}(x)` says the variable of the condition once more; any other bracket is a factor."""
    inside, closer = p.peek(1), p.peek(2)
    named = inside.type == "var" and closer.type == ")" and inside.value in free_names(found.tree)
    if not (p.token.type == "(" and p.token.glued and named):
        return found
    p.move(p.place + 3)
    return p.widened(found, found.start, closer.end)


def _subscript_of_indicator(p: Parser) -> Spans:
    """The condition or the set behind `1_`."""
    if p.token.type == "{":
        return braced_subscript(p)
    if p.token.type in ("(", "["):
        return p.prefixes[p.token.type](p, powers.ATOM)
    if p.token.type == "N" and p.names.sort("N") is None:
        return named_set(p, powers.ATOM)
    if p.token.type in ("set", "setname", "N"):
        return p.prefixes[p.token.type](p, powers.ATOM)
    token = p.token
    typed = p.text[token.start : token.end]
    message = "an indicator takes a set or a condition: 1_[0,1](x), 1_{x > 0}"
    raise p.at_token(
        FaultKind.WRONG_SORT, token, message, suggestion=f"1_{{{typed} > 0}}" if token.type == "var" else None
    )


def braced_subscript(p: Parser) -> Spans:
    """In braces: a condition, a set, or the elements of a finite set."""
    place = p.place
    signs = brackets.signs(p)
    if ":" in signs:
        return brackets.brace(p, powers.ATOM)
    opener = p.take()
    if p.token.type == "}":
        closer = p.take()
        return p.node("finite", None, (), opener.start, closer.end, Sort.SET)
    found = [pieces.argument(p)]
    while p.token.type == ",":
        p.take()
        found.append(pieces.argument(p))
    closer = p.expect("}", "the closing brace")
    if all(f.sort is Sort.CONDITION for f in found):
        joined = found[0] if len(found) == 1 else p.over("and", None, tuple(found), Sort.CONDITION)
        return p.widened(joined, p.tokens[place].start, closer.end)
    if len(found) == 1 and found[0].sort in (Sort.SET, Sort.PAIR):
        return p.widened(found[0], p.tokens[place].start, closer.end)
    elements = tuple(p.number(f) for f in found)
    return p.node("finite", None, elements, opener.start, closer.end, Sort.SET)


def _at_point(p: Parser, start: int, inside: Spans) -> Spans:
    """The indicator of a set at the point behind it, or at the one real variable there is."""
    if p.token.type == "(":
        if not p.token.glued:
            raise _spaced_point(p, start, inside)
        element = _point_of(p)
    else:
        name = p.point() or p.line
        if name is None:
            message = "write the point at which this indicator is taken: 1_S(x)"
            raise p.fault(FaultKind.ARITY, (start, inside.end), message)
        element = p.node("var", name, (), start, inside.end)
    end = p.before().end
    condition = p.node("in", None, (element, inside), start, end, Sort.CONDITION)
    return p.node("indicator", None, (condition,), start, end)


def _point_of(p: Parser) -> Spans:
    found = p.prefixes["("](p, powers.ATOM)
    return found if found.sort in (Sort.PAIR, Sort.TUPLE) else p.number(found)


def _spaced_point(p: Parser, start: int, inside: Spans) -> Fault:
    typed = p.text[start : inside.end]
    bracket = p.text[p.token.start : p.tokens[p.token.partner].end]
    name = p.point() or "x"
    message = "leave out the space, or write a product sign"
    readings = (f"{typed}{bracket}", f"{typed}({name})*{bracket}")
    return p.fault(FaultKind.AMBIGUOUS, (start, p.tokens[p.token.partner].end), message, readings=readings)


# Named sets.


def named_set(p: Parser, power: int) -> Spans:
    """R, Q, Z, N, Cantor, the empty set, the irrationals."""
    token = p.take()
    name = cast(Word, token.value).name if token.type == "set" else "N"
    if p.text[p.token.start : p.token.end] == "set" and p.token.type == "word":
        p.take()  # `empty set`, `Cantor set`
    if name == "empty":
        return p.node("finite", None, (), token.start, token.end, Sort.SET)
    if name == "irr":
        both = tuple(p.node("set", letter, (), token.start, token.end, Sort.SET) for letter in "RQ")
        return p.node("minus", None, both, token.start, token.end, Sort.SET)
    found = p.node("set", name, (), token.start, token.end, Sort.SET)
    return half_lines.half_line(p, found) if name == "R" else found


def letter_n(p: Parser, power: int) -> Spans:
    """`N(m, v)` is a normal law, a declared N is what it was declared as, a bare N is {1, 2, …}."""
    sort = p.names.sort("N")
    if sort is not None:
        readers = {NameSort.FUNCTION: declared, NameSort.SEQUENCE: sequence, NameSort.SET: set_name}
        return readers[sort](p, power) if sort in readers else _variable(p)
    if p.peek().type == "(" and p.peek().glued and "law" in p.prefixes:
        return p.prefixes["law"](p, power)
    return named_set(p, power)


def _variable(p: Parser) -> Spans:
    token = p.take()
    return p.node("var", token.value, (), token.start, token.end)


def backslash_set(p: Parser, power: int) -> Spans:
    r"""`\Q` where an operand is expected: the set itself."""
    token = p.token
    if p.text[token.start] == "\\" and p.peek().type in ("set", "N") and p.peek().glued:
        p.take()
        found = p.prefixes[p.token.type](p, power)
        return p.widened(found, token.start, found.end)
    raise p.no_operand()


def cantor(p: Parser, power: int) -> Spans:
    """`cantor(x)` is Cantor's function; bare, it is the measure."""
    if p.peek().type == "(" or "law" not in p.prefixes:
        token = p.take()
        return applied(p, token, BY_SPELLING["cantor"])
    return p.prefixes["law"](p, power)


PREFIXES: dict[str, Prefix] = {
    "indicator": indicator,
    "set": named_set,
    "N": letter_n,
    "cantor": cantor,
    "setminus": backslash_set,
}
