"""What stands around an expression: quantifiers, definitions, lists without brackets."""

import re

from tutor.language import brackets, decompositions, matrices, measures, pieces, powers, random_variables
from tutor.language.faults import Fault, FaultKind
from tutor.language.names import NameSort
from tutor.language.parser import Parser, Prefix, Spans
from tutor.language.sorts import Sort

_QUANTIFIERS = frozenset(["forall", "exists", "almost_every"])

# Quantified claims.


def quantified(p: Parser, power: int) -> Spans:
    """`forall n in N, a.e. x in (0,oo): claim`."""
    word = p.take()
    head = word.type
    name_place = p.token
    name = brackets.bound_name(p)
    over = _runs_over(p, name)
    if p.token.type not in (",", ":"):
        raise p.unexpected("a colon is missing between the quantifier and the claim")
    sign = p.take()
    if sign.type == "," and p.token.type not in _QUANTIFIERS:
        raise p.at_token(
            FaultKind.UNEXPECTED, sign, "a colon stands between the quantifiers and the claim", suggestion=":"
        )
    with p.binding(name, _sort(p, name, over)):
        claim = p.condition(p.expression(powers.OPEN))
    return p.node(head, name, (over, claim), min(word.start, name_place.start), claim.end, Sort.CLAIM)


def _runs_over(p: Parser, name: str) -> Spans:
    """The set a quantified name runs over: `in S`, or a bound such as `eps > 0` or, for integers, `n >= 1`."""
    if p.token.type == "in":
        p.take()
        return p.set(p.expression(powers.RELATION))
    if p.token.type not in (">", ">="):
        message = f"say in which set {name} runs"
        letter = "N" if p.names.sort(name) is NameSort.INTEGER else "R"
        raise p.unexpected(message, suggestion=f"{name} in {letter}")
    if p.names.sort(name) is NameSort.REAL:
        sign = p.take()
        low = p.number(p.expression(powers.RELATION))
        top = p.node("const", "oo", (), sign.start, sign.end)
        return p.node("interval", (sign.type == ">=", False), (low, top), sign.start, low.end, Sort.SET)
    return brackets.integers_from(p, name)


def _sort(p: Parser, name: str, over: Spans) -> NameSort:
    declared = p.names.sort(name)
    return declared if declared is NameSort.INTEGER else brackets.sort_in(over)


# The whole text.


def whole(p: Parser, sort: Sort) -> Spans:
    """The text from beginning to end. Raises Fault where something is left over."""
    p.asked = sort
    if p.token.value == "=" and sort in _AFTER_EQUALS and p.peek().type not in ("=", "end"):
        p.take()
    if sort is Sort.TUPLE and _SPACED.fullmatch(p.text):
        return _spaced_tuple(p)
    if sort is Sort.MATRIX and matrices.is_spaced(p.text):
        return matrices.spaced(p)
    bound = measures.open_differentials(p)
    for name in bound:
        p.scope[name] = NameSort.REAL
    p.points += bound if len(bound) == 1 else []
    if sort in (Sort.MEASURE, Sort.DECOMPOSITION) and _X not in p.names.sorts:
        p.line, p.scope[_X] = _X, NameSort.REAL
    measures.phrases(p)
    random_variables.take_random_variable(p)
    found = _definition(p, sort) or decompositions.decomposition(p)
    if found is None and p.random and sort in (Sort.MEASURE, Sort.MATRIX):
        found = random_variables.whole_text(p, lambda: pieces.value(p, powers.OPEN))
    if found is None:
        found = pieces.value(p, powers.OPEN)
        if p.token.type == ",":
            found = _bare_list(p, found, sort)
    found = p.as_law(found) if sort is Sort.MEASURE else found
    measures.check_differentials(p, bound, found)
    if p.token.type != "end":
        raise left_over(p)
    return found


_X = "x"
"""The name of a point of the line, where a measure is asked that has none."""


_AFTER_EQUALS = frozenset([Sort.NUMBER, Sort.FUNCTION, Sort.SET])
"""Sorts of answers that may begin with an equals sign, as one writes behind a question."""

_SPACED = re.compile(r"\s*-?\d+(?:\.\d+)?(?:/\d+)?(?:(?:\s+|\s*;\s*)\d+(?:\.\d+)?(?:/\d+)?)+\s*")


def _spaced_tuple(p: Parser) -> Spans:
    """`1 2 3` and `1; 2; 3` where a tuple is asked: numbers and fractions without signs, but for the first."""
    items: list[Spans] = []
    while p.token.type != "end":
        if p.token.type == ";":
            p.take()
        sign = p.take() if p.token.type == "-" else None
        item = matrices.fraction(p)
        items.append(item if sign is None else p.node("neg", None, (item,), sign.start, item.end))
    return p.over("tuple", None, tuple(items), Sort.TUPLE)


def left_over(p: Parser) -> Fault:
    token = p.token
    shown = p.shown(token)
    if p.asked is Sort.DECOMPOSITION:
        return p.unexpected(decompositions.FORM)
    if token.type == "[":
        return brackets.square_after_operand(p)
    if token.type == "diff":
        return p.unexpected(f"{shown} belongs to an integral or a measure")
    if token.type == ":":
        return p.unexpected("a colon stands in a set {x : …} or behind a quantifier")
    return p.unexpected(f"{shown} cannot stand here")


def _bare_list(p: Parser, first: Spans, sort: Sort) -> Spans:
    """`oo, 0`: a tuple. Two conditions with a comma are refused, and so is a decimal comma."""
    items = [first]
    while p.token.type == ",":
        comma = p.take()
        before, after = p.text[: comma.start], p.text[comma.end :]
        if sort is not Sort.TUPLE and before[-1:].isdigit() and after[:1].isdigit() and len(items) == 1:
            raise _decimal_comma(p, comma.start)
        items.append(pieces.argument(p))
    if all(item.sort is Sort.CONDITION for item in items):
        typed = [p.text[item.start : item.end] for item in items]
        readings = (" and ".join(typed), " or ".join(typed))
        message = "write 'and' or 'or' between two conditions"
        raise p.fault(FaultKind.AMBIGUOUS, (items[0].start, items[-1].end), message, readings=readings)
    if all(item.sort is Sort.SET for item in items):
        message = "write U or ∩ between two sets"
        raise p.fault(FaultKind.UNEXPECTED, (items[0].start, items[-1].end), message)
    for item in items:
        if item.sort not in (Sort.PAIR, Sort.TUPLE):
            p.number(item)
    return p.over("tuple", None, tuple(items), Sort.TUPLE)


def _decimal_comma(p: Parser, comma: int) -> Fault:
    start, end = comma, comma + 1
    while start > 0 and p.text[start - 1].isdigit():
        start -= 1
    while end < len(p.text) and p.text[end].isdigit():
        end += 1
    typed = p.text[start:end]
    message = "decimals are written with a point"
    return p.fault(FaultKind.DECIMAL_COMMA, (start, end), message, suggestion=typed.replace(",", "."))


# Definitions.

_DEFINABLE = frozenset([Sort.NUMBER, Sort.FUNCTION, Sort.SET, Sort.MEASURE, Sort.DEFINITION, Sort.TUPLE])


def _definition(p: Parser, sort: Sort) -> Spans | None:
    """`f_n(x) = …`: a new name on the left, with its subscripts and arguments. None where nothing is defined."""
    if sort not in _DEFINABLE:
        return None
    left = _left_side(p)
    if left is None or (sort is not Sort.DEFINITION and not left[1]):
        return None
    name, parameters, equals = left
    start = p.token.start
    while p.place <= equals:
        p.take()
    body = _with_parameters(p, parameters)
    return p.node("define", (name, tuple(parameters)), (body,), start, body.end, Sort.DEFINITION)


def _with_parameters(p: Parser, parameters: list[str]) -> Spans:
    if not parameters:
        return pieces.value(p, powers.OPEN)
    name, *rest = parameters
    sort = p.names.sort(name) or NameSort.REAL
    with p.binding(name, sort, point=sort is NameSort.REAL and not rest):
        return _with_parameters(p, rest)


def _left_side(p: Parser) -> tuple[str, list[str], int] | None:
    """The name, its parameters and the place of the equals sign."""
    tokens, place = p.tokens, p.place
    if tokens[place].type not in ("word", "function", "sequence", "setname", "measurename", "var", "N", "U"):
        return None
    name = str(tokens[place].value)
    place += 1
    parameters: list[str] = []
    if tokens[place].type == "_":
        if tokens[place + 1].type in ("{", "("):
            place = _parameters(p, place + 1, parameters)
        elif tokens[place + 1].type in ("var", "word"):
            parameters.append(str(tokens[place + 1].value))
            place += 2
        else:
            return None
    if place > 0 and tokens[place].type == "(":
        place = _parameters(p, place, parameters)
    if place < 0 or tokens[place].type != "=" or len(set(parameters)) < len(parameters):
        return None
    return name, parameters, place


def _parameters(p: Parser, opener: int, parameters: list[str]) -> int:
    """Collect the names between brackets; the place behind them, or -1 where something else stands there."""
    closer = p.tokens[opener].partner
    inside = p.tokens[opener + 1 : closer]
    for position, token in enumerate(inside):
        wanted = ("var", "word") if position % 2 == 0 else (",",)
        if token.type not in wanted:
            return -1
        if position % 2 == 0:
            parameters.append(str(token.value))
    return closer + 1


PREFIXES: dict[str, Prefix] = {
    "forall": quantified,
    "exists": quantified,
    "almost_every": quantified,
}
