"""Round, square and curly brackets, and bars: groups, pairs, intervals, tuples, matrices, sets, absolute values."""

from flint import fmpq

from tutor.language import pieces, powers
from tutor.language.faults import Fault, FaultKind
from tutor.language.names import NameSort
from tutor.language.parser import Parser, Prefix, Spans
from tutor.language.sorts import Sort
from tutor.language.tokens import Token
from tutor.language.tree import tree


def round_bracket(p: Parser, power: int) -> Spans:
    """`(x + 1)`, the neutral pair `(a, b)`, a tuple, or an interval `(a, b]`."""
    opener = p.take()
    items = _items(p)
    closer = p.take()
    if closer.type == "]":
        return _interval(p, items, False, closer.value == "]", opener, closer)
    if len(items) == 1:
        return p.widened(items[0], opener.start, closer.end)
    if p.asked is Sort.MATRIX and all(item.sort in (Sort.PAIR, Sort.TUPLE) for item in items):
        return _matrix(p, items, opener, closer)
    for item in items:
        p.number(item)
    head, sort = ("pair", Sort.PAIR) if len(items) == 2 else ("tuple", Sort.TUPLE)
    return p.node(head, None, tuple(items), opener.start, closer.end, sort)


def _items(p: Parser) -> list[Spans]:
    """What stands in a bracket, between commas; the closing bracket is the current token afterwards."""
    if p.token.type in (")", "]"):
        raise p.at_token(FaultKind.MISSING_OPERAND, p.token, "there is nothing between these brackets")
    items = [pieces.value(p, powers.OPEN)]
    separator = ";" if p.token.type == ";" and p.asked is Sort.TUPLE else ","
    while p.token.type == separator:
        p.take()
        items.append(pieces.argument(p))
    if p.token.type not in (")", "]"):
        raise _not_closed(p)
    return items


def _not_closed(p: Parser) -> Fault:
    if p.token.type == ";":
        return p.unexpected("a comma, not a semicolon, stands between the ends of an interval", suggestion=",")
    if p.token.type == "[":
        return square_after_operand(p)
    return p.unexpected(f"{p.shown(p.token)} cannot stand here")


def square_after_operand(p: Parser) -> Fault:
    return p.unexpected("square brackets hold intervals and matrices; products and arguments take round ones")


def _interval(p: Parser, items: list[Spans], low: bool, high: bool, opener: Token, closer: Token) -> Spans:
    if len(items) != 2:
        span = (opener.start, closer.end)
        raise p.fault(FaultKind.ARITY, span, "an interval has two ends, with a comma between them")
    for item in items:
        p.number(item)
    return p.node("interval", (low, high), tuple(items), opener.start, closer.end, Sort.SET)


def square_bracket(p: Parser, power: int) -> Spans:
    """An interval, a list of three or more numbers (a tuple), or a matrix as a list of its rows."""
    opener_place = p.place
    if p.asked is Sort.MATRIX and ";" in signs(p):
        return _rows(p)
    opener = p.take()
    items = _items(p)
    closer = p.take()
    low, high = opener.value == "[", closer.type == "]" and closer.value == "]"
    if low and high and all(_is_row(p, item) for item in items):
        return _matrix(p, items, opener, closer)
    if low and high and len(items) != 2 and all(item.sort is Sort.NUMBER for item in items):
        if len(items) == 1 and not _is_matrix_row(p, opener_place):
            message = "square brackets hold intervals and matrices; use round ones"
            raise p.fault(FaultKind.UNEXPECTED, (opener.start, closer.end), message)
        return p.node("tuple", None, tuple(items), opener.start, closer.end, Sort.TUPLE)
    if len(items) == 1 and items[0].sort is Sort.CONDITION:
        if low and high and p.asked is Sort.FUNCTION:
            return p.node("indicator", None, (items[0],), opener.start, closer.end)
        typed = p.text[opener.start : closer.end]
        message = "an indicator of a condition is written 1[…]"
        raise p.fault(FaultKind.UNEXPECTED, (opener.start, closer.end), message, suggestion="1" + typed)
    return _interval(p, items, low, high, opener, closer)


def _rows(p: Parser) -> Spans:
    """`[1/2, 0; 0, 1/2]`, where a matrix is asked."""
    opener = p.take()
    rows: list[Spans] = []
    while True:
        entries = [p.number(pieces.argument(p))]
        while p.token.type == ",":
            p.take()
            entries.append(p.number(pieces.argument(p)))
        rows.append(p.over("tuple", None, tuple(entries), Sort.TUPLE))
        if p.token.type != ";":
            break
        p.take()
    return _matrix(p, rows, opener, p.expect("]", "the closing bracket"))


def _is_matrix_row(p: Parser, opener: int) -> bool:
    """Whether the bracket at this place stands directly in another square bracket, next to its ends or commas."""
    before = p.tokens[opener - 1].type if opener else ""
    return before in ("[", ",") and p.token.type in (",", "]")


def _is_row(p: Parser, item: Spans) -> bool:
    typed = p.text[item.start] == "[" and p.text[item.end - 1] == "]"
    return typed and (item.tree.head == "tuple" or (item.tree.head == "interval" and item.tree.value == (True, True)))


def _matrix(p: Parser, items: list[Spans], opener: Token, closer: Token) -> Spans:
    rows = []
    for item in items:
        if len(item.children) != len(items[0].children):
            message = f"this row has {len(item.children)} entries, the first has {len(items[0].children)}"
            raise p.fault(FaultKind.ARITY, (item.start, item.end), message)
        node = tree("tuple", None, item.tree.args)
        rows.append(Spans(node, item.start, item.end, item.children, Sort.TUPLE, item.depth))
    return p.node("matrix", None, tuple(rows), opener.start, closer.end, Sort.MATRIX)


# Braces.


def group(p: Parser) -> Spans:
    """A LaTeX group `{…}` around one expression."""
    opener = p.take()
    inner = p.prefixes["value"](p, powers.OPEN)
    closer = p.expect("}", "the closing brace")
    return p.widened(inner, opener.start, closer.end)


def brace(p: Parser, power: int) -> Spans:
    """A piecewise function (`if`, `for`, `;`), a builder or an image (`:`), or else a finite set."""
    opener = p.token
    found = signs(p)
    if ":" in found:
        return _builder(p)
    if found & _OF_PIECES:
        p.take()
        rows = frozenset([";", "\\\\"]) if ";" in found else pieces.SEPARATORS
        function = pieces.pieces(p, None, rows)
        closer = p.expect("}", "the closing brace")
        return p.widened(function, opener.start, closer.end)
    p.take()
    items: list[Spans] = []
    while p.token.type != "}":
        items += two_values(p) if p.token.type == "pm" else [_element(p)]
        if p.token.type != ",":
            break
        p.take()
        if p.token.type == "...":
            raise _dots(p)
    closer = p.expect("}", "the closing brace")
    if items and items[0].tree.head == "finite":
        return _matrix(p, items, opener, closer)
    return p.node("finite", None, tuple(items), opener.start, closer.end, Sort.SET)


_OF_PIECES = frozenset(["if", "for", "else", ";", "on", "at", "\\\\"])


def signs(p: Parser) -> frozenset[str]:
    """The types of the tokens at the top level of the brace that opens here."""
    found = set()
    place, closer = p.place + 1, p.token.partner
    while place < closer:
        found.add(p.tokens[place].type)
        place = _over(p, place)
    return frozenset(found)


_BARS = frozenset(["|(", "||("])


def two_values(p: Parser) -> list[Spans]:
    """The two numbers that `±a` stands for in a set: -a and a."""
    sign = p.take()
    value = p.number(p.expression(powers.SUM))
    return [p.node("neg", None, (value,), sign.start, value.end), value]


def plus_or_minus(p: Parser, power: int) -> Spans:
    """`±a` where a set is asked: {-a, a}. Raises Fault elsewhere."""
    sign = p.token
    if p.asked is not Sort.SET or p.place:
        message = "± stands for two values; write them as a set, such as {-1, 1}"
        raise p.at_token(FaultKind.BAD_CHARACTER, sign, message)
    return p.node("finite", None, tuple(two_values(p)), sign.start, p.before().end, Sort.SET)


def _element(p: Parser) -> Spans:
    item = pieces.argument(p)
    if item.sort is Sort.CONDITION:
        typed = p.text[item.start : item.end]
        message = "a set of all x with a property is written {x : …}"
        raise p.fault(FaultKind.WRONG_SORT, (item.start, item.end), message, suggestion=f"{{x : {typed}}}")
    if p.asked is Sort.MATRIX and item.tree.head == "finite":
        return item  # a row of `{{1/2, 0}, {0, 1/2}}`
    return item if item.sort in (Sort.PAIR, Sort.TUPLE) else p.number(item)


def _dots(p: Parser) -> Fault:
    message = "dots leave open what follows; write the set as {1/n : n in N}"
    return p.at_token(FaultKind.UNSUPPORTED, p.token, message, suggestion="{1/n : n in N}")


def _builder(p: Parser) -> Spans:
    """`{x : P}`, `{x in S : P}`, or the image `{f(n) : n in S}`."""
    opener = p.take()
    first = p.token
    if first.type in ("var", "word") and p.peek().type in (":", "in"):
        return _all_with(p, opener)
    return _image(p, opener)


def _all_with(p: Parser, opener: Token) -> Spans:
    name = bound_name(p)
    within: Spans | None = None
    if p.token.type == "in":
        p.take()
        within = p.set(p.expression(powers.RELATION))
    p.expect(":", "the colon")
    with p.binding(name, sort_in(within)):
        condition = conditions(p)
    closer = p.expect("}", "the closing brace")
    found = p.node("builder", name, (condition,), opener.start, closer.end, Sort.SET)
    if within is None:
        return found
    return p.node("intersection", None, (within, found), opener.start, closer.end, Sort.SET)


def conditions(p: Parser) -> Spans:
    """Conditions; a comma between them is `and`."""
    found = [p.condition(p.expression(powers.OPEN))]
    while p.token.type == ",":
        p.take()
        found.append(p.condition(p.expression(powers.OPEN)))
    return found[0] if len(found) == 1 else p.over("and", None, tuple(found), Sort.CONDITION)


def _image(p: Parser, opener: Token) -> Spans:
    place = _colon(p)
    name = _name_behind(p, place)
    with p.binding(name, NameSort.INTEGER):
        element = p.number(p.expression(powers.OPEN))
    p.expect(":", "the colon")
    bound_name(p)
    over = _runs_over(p, name)
    closer = p.expect("}", "the closing brace")
    return p.node("image", name, (element, over), opener.start, closer.end, Sort.SET)


def _colon(p: Parser) -> int:
    """The place of the colon of the brace whose inside begins here."""
    place = p.place
    while p.tokens[place].type != ":":
        place = _over(p, place)
    return place


def _over(p: Parser, place: int) -> int:
    """The next place at the same level of brackets."""
    token = p.tokens[place]
    return (token.partner if token.partner > place and token.type not in _BARS else place) + 1


def _name_behind(p: Parser, colon: int) -> str:
    """The name that runs in an image: what stands behind the colon."""
    token = p.tokens[colon + 1]
    if token.type not in ("var", "word") or p.tokens[colon + 2].type not in ("in", ">=", ">"):
        message = "behind the colon stands the name that runs and its set: {1/n : n in N}"
        raise p.at_token(FaultKind.UNEXPECTED, token, message, suggestion="{1/n : n in N}")
    place = colon + 3
    while p.tokens[place].type != "}":
        if p.tokens[place].type == ",":
            raise p.at_token(FaultKind.UNSUPPORTED, p.tokens[place], "only one name can run in such a set")
        place = _over(p, place)
    return str(token.value)


def _runs_over(p: Parser, name: str) -> Spans:
    """`in S`, or `>= a` where the name is declared as an integer."""
    if p.token.type == "in":
        p.take()
        return p.set(p.expression(powers.RELATION))
    return integers_from(p, name)


def integers_from(p: Parser, name: str) -> Spans:
    """`n >= a` or `n > a` as the set of those integers; the name must be declared as an integer."""
    sign = p.take()
    if p.names.sort(name) is not NameSort.INTEGER:
        message = f"say in which set {name} runs: {name} in N"
        raise p.at_token(FaultKind.UNEXPECTED, sign, message, suggestion=f"{name} in N")
    low = p.number(p.expression(powers.RELATION))
    if sign.type == ">=" and low.tree is tree("num", ONE):
        return p.node("set", "N", (), sign.start, low.end, Sort.SET)
    place = p.node("var", name, (), sign.start, sign.end)
    head = "ge" if sign.type == ">=" else "gt"
    condition = p.node(head, None, (place, low), sign.start, low.end, Sort.CONDITION)
    integers = p.node("set", "Z", (), sign.start, sign.end, Sort.SET)
    above = p.node("builder", name, (condition,), sign.start, low.end, Sort.SET)
    return p.node("intersection", None, (integers, above), sign.start, low.end, Sort.SET)


ONE = fmpq(1)


def bound_name(p: Parser) -> str:
    """Take the name that is bound here. Raises Fault for a word of the vocabulary."""
    token = p.token
    if token.type not in ("var", "word"):
        raise p.unexpected(f"{p.shown(token)} cannot be the name that runs here")
    return str(p.take().value)


def sort_in(within: Spans | None) -> NameSort:
    """The sort of a name that runs in this set."""
    if within is not None and within.tree.head == "set" and within.tree.value in ("N", "Z"):
        return NameSort.INTEGER
    return NameSort.REAL


# Bars, floors and ceilings.


def absolute(p: Parser, power: int) -> Spans:
    """`|x|`. A bar directly inside another (`||f||`) would be a norm without its exponent: a fault."""
    opener = p.take()
    inner = p.number(p.expression(powers.OPEN))
    closer = p.expect(")|", "the closing bar")
    if _is_double(p, opener, inner, closer):
        typed = p.text[inner.start + 1 : inner.end - 1]
        readings = (f"||{typed}||_2", f"abs(abs({typed}))")
        message = "a norm needs its exponent"
        raise p.fault(FaultKind.AMBIGUOUS, (opener.start, closer.end), message, readings=readings)
    return p.node("call", "abs", (inner,), opener.start, closer.end)


def _is_double(p: Parser, opener: Token, inner: Spans, closer: Token) -> bool:
    """Whether bars stand directly inside bars."""
    touching = inner.start == opener.end and inner.end == closer.start
    barred = inner.tree.head == "call" and inner.tree.value == "abs" and p.text[inner.start] == "|"
    return touching and barred


def rounded(p: Parser, power: int) -> Spans:
    """`⌊x⌋` and `⌈x⌉`."""
    opener = p.take()
    inner = p.number(p.expression(powers.OPEN))
    name, closing = ("floor", "rfloor") if opener.type == "lfloor" else ("ceil", "rceil")
    closer = p.expect(closing, "the closing bracket")
    return p.node("call", name, (inner,), opener.start, closer.end)


PREFIXES: dict[str, Prefix] = {
    "(": round_bracket,
    "[": square_bracket,
    "{": brace,
    "|(": absolute,
    "lfloor": rounded,
    "lceil": rounded,
    "pm": plus_or_minus,
}
