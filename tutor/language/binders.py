"""Expressions that bind a name: sums, products, integrals, limits, suprema, norms, unions over an index.

In the form of a call (`sum(1/k^2, k=1..n)`, also `sum(k, 1, n, 1/k^2)`) and in that of print (`∑_{k=1}^n 1/k^2`,
`∫_0^1 x^2 dx`). The range stands behind the body, so it is looked up before the body is read.
"""

from typing import cast

from tutor.language import brackets, measures, pieces, powers
from tutor.language.faults import FaultKind
from tutor.language.names import NameSort
from tutor.language.parser import Parser, Prefix, Spans
from tutor.language.sorts import Sort
from tutor.language.tokens import Token
from tutor.language.tree import tree
from tutor.language.vocabulary import Word

_HEADS = {
    "sum": "sum", "prod": "prod", "union": "big_union", "intersection": "big_intersection", "lim": "limit",
    "sup": "sup", "infimum": "inf", "ess_sup": "ess_sup", "clarke": "clarke", "norm": "norm",
}  # fmt: skip

_INTEGERS = frozenset(["sum", "prod", "union", "intersection"])
_SETS = frozenset(["union", "intersection"])
_OVER_A_SET = frozenset(["sup", "infimum", "ess_sup"])


def binder(p: Parser, power: int) -> Spans:
    """A word that binds a name, in one of its forms."""
    token = p.take()
    name = token.value.name if isinstance(token.value, Word) else "infimum"
    if p.token.type == "_" or (name == "int" and p.token.type != "("):
        return _printed(p, token, name)
    if p.token.type != "(":
        message = f"{name} is written as a call: {cast(Word, token.value).meaning}"
        raise p.at_token(FaultKind.UNEXPECTED, token, message)
    commas = _commas(p)
    if p.text[token.start : token.end].lstrip("\\") == "product" and not any(_range_at(p, comma) for comma in commas):
        return measures.product(p, token)
    if name == "norm":
        return _norm_call(p, token, commas)
    if name in _SETS and not _range_at(p, commas[-1] if commas else None) and len(commas) != 3:
        return _joined(p, token, name)
    return _call(p, token, name, commas)


def _commas(p: Parser) -> list[int]:
    """The places of the commas (and of a `for` that introduces a range) at the level of the bracket here."""
    found = []
    place, closer = p.place + 1, p.token.partner
    while place < closer:
        token = p.tokens[place]
        if token.type == "," or (token.type == "for" and _range_at(p, place)):
            found.append(place)
        opens = token.partner > place and token.type not in ("|(", "||(")
        place = (token.partner if opens else place) + 1
    return found


def _range_at(p: Parser, comma: int | None) -> bool:
    """Whether a range such as `k=1..n`, `x in D` or `x -> 0` stands behind this comma."""
    if comma is None:
        return False
    name, sign = p.tokens[comma + 1], p.tokens[min(comma + 2, len(p.tokens) - 1)]
    return name.type in ("var", "word") and sign.type in ("=", "in", "->", ">=", "from")


# Calls.


def _call(p: Parser, token: Token, name: str, commas: list[int]) -> Spans:
    if name == "int" and len(commas) == 2 and _range_at(p, commas[0]) and p.tokens[commas[0] + 2].type == "in":
        return _with_range(p, token, name, str(p.tokens[commas[0] + 1].value))
    if commas and _range_at(p, commas[-1]):
        if len(commas) > 1:
            raise p.at_token(FaultKind.ARITY, p.tokens[commas[1]], f"{name} takes an expression and one range")
        return _with_range(p, token, name, str(p.tokens[commas[-1] + 1].value))
    if len(commas) == 3 and name in ("sum", "prod", "union", "intersection", "int"):
        return _four(p, token, name, commas)
    if len(commas) == 2 and name in ("lim", "clarke"):
        return _three(p, token, name, commas)
    message = (
        f"the range is missing: {cast(Word, token.value).meaning}" if token.value != "inf" else "write inf(f, x in S)"
    )
    raise p.fault(FaultKind.ARITY, (token.start, p.tokens[p.token.partner].end), message)


def _with_range(p: Parser, token: Token, name: str, bound: str) -> Spans:
    p.take()
    with p.binding(bound, _sort_of_bound(name), point=name not in _INTEGERS):
        body = pieces.argument(p)
    p.take()
    brackets.bound_name(p)
    ends = _range(p, name, bound)
    if name == "int" and len(ends) == 1 and p.token.type == ",":
        p.take()
        against = p.measure(p.expression(powers.OPEN))
        end = p.expect(")", "the closing bracket").end
        children = (p.number(body), p.set(ends[0]), against)
        return p.node("integral_on", bound, children, token.start, end)
    closer = p.expect(")", "the closing bracket")
    return _bind(p, name, bound, body, ends, token.start, closer.end)


def _sort_of_bound(name: str) -> NameSort:
    return NameSort.INTEGER if name in _INTEGERS else NameSort.REAL


def _range(p: Parser, name: str, bound: str) -> list[Spans]:
    """What stands behind the bound name: `= a..b`, `from a to b`, `in S`, `>= a`, `-> a`."""
    sign = p.take()
    if sign.type == "->" or (sign.type == "=" and name in ("lim", "clarke")):
        return [p.number(p.expression(powers.RELATION))]
    if sign.type in ("=", "from"):
        low = p.number(p.expression(powers.RELATION))
        if p.token.type not in ("..", "to", "..."):
            raise p.unexpected(f"a range is written {bound}=a..b")
        p.take()
        return [low, p.number(p.expression(powers.RELATION))]
    if sign.type == ">=":
        low = p.number(p.expression(powers.RELATION))
        return [low, p.node("const", "oo", (), sign.start, sign.end)]
    return _in_set(p, name, p.set(p.expression(powers.RELATION)))


def _in_set(p: Parser, name: str, found: Spans) -> list[Spans]:
    """A set to run over; a sum runs over N only, as 1..oo."""
    if name not in _INTEGERS:
        return [found]
    if found.tree is not tree("set", "N"):
        message = "write the range as k=a..b"
        raise p.fault(FaultKind.WRONG_SORT, (found.start, found.end), message)
    one = p.node("num", brackets.ONE, (), found.start, found.end)
    return [one, p.node("const", "oo", (), found.start, found.end)]


def _bind(p: Parser, name: str, bound: str, body: Spans, ends: list[Spans], start: int, end: int) -> Spans:
    """The node, its body and its ends checked for the head."""
    span = (start, end)
    if name in _SETS:
        _expect_ends(p, name, ends, 2, span)
        return p.node(_HEADS[name], bound, (p.set(body), *ends), start, end, Sort.SET)
    if name == "int":
        head = "integral_on" if len(ends) == 1 else "integral"
        if len(ends) == 1:
            ends = [p.set(ends[0])]
        return p.node(head, bound, (p.number(body), *ends), start, end)
    if name == "sum" and body.sort is Sort.MEASURE:
        _expect_ends(p, name, ends, 2, span)
        return p.node("sum", bound, (body, *ends), start, end, Sort.MEASURE)
    _expect_ends(p, name, ends, 2 if name in _INTEGERS else 1, span)
    if name in _OVER_A_SET:
        ends = [p.set(ends[0])]
    elif name in ("lim", "clarke"):
        ends = [p.number(ends[0])]
    sort = Sort.SET if name == "clarke" else Sort.NUMBER
    return p.node(_HEADS[name], bound, (p.number(body), *ends), start, end, sort)


def _expect_ends(p: Parser, name: str, ends: list[Spans], wanted: int, span: tuple[int, int]) -> None:
    if len(ends) != wanted:
        what = "a range k=a..b" if wanted == 2 else "a point x -> a" if name in ("lim", "clarke") else "a set x in S"
        raise p.fault(FaultKind.ARITY, span, f"{name} takes {what}")


def _four(p: Parser, token: Token, name: str, commas: list[int]) -> Spans:
    """`sum(k, 1, n, body)` and `sum(body, k, 1, n)`: the name that is not declared runs."""
    first = _bare_name(p, p.place + 1, commas[0])
    second = _bare_name(p, commas[0] + 1, commas[1])
    free = [name is not None and p.names.sort(name) is None and name not in p.scope for name in (first, second)]
    if first is not None and second is not None and first != second and free[0] == free[1]:
        message = f"either {first} or {second} could run here; write {first}=a..b or {second}=a..b"
        span = (token.start, p.tokens[p.token.partner].end)
        raise p.fault(FaultKind.AMBIGUOUS, span, message, readings=_four_readings(p, name, commas, first, second))
    if second is not None and (first is None or first == second or free[1]):
        return _body_first(p, token, name, second)
    if first is not None:
        return _name_first(p, token, name, first)
    message = f"the range is missing: {cast(Word, token.value).meaning}"
    raise p.fault(FaultKind.ARITY, (token.start, p.tokens[p.token.partner].end), message)


def _bare_name(p: Parser, place: int, comma: int) -> str | None:
    token = p.tokens[place]
    return str(token.value) if token.type in ("var", "word") and place + 1 == comma else None


def _four_readings(p: Parser, name: str, commas: list[int], first: str, second: str) -> tuple[str, str]:
    ends = [*commas, p.token.partner]
    starts = [p.place, *commas]
    parts = [p.text[p.tokens[a].end : p.tokens[b].start].strip() for a, b in zip(starts, ends, strict=True)]
    name_first = f"{name}({parts[3]}, {first}={parts[1]}..{parts[2]})"
    return name_first, f"{name}({parts[0]}, {second}={parts[2]}..{parts[3]})"


def _name_first(p: Parser, token: Token, name: str, bound: str) -> Spans:
    p.take()
    brackets.bound_name(p)
    ends = []
    for _ in range(2):
        p.expect(",", "a comma")
        ends.append(p.number(pieces.argument(p)))
    p.expect(",", "a comma")
    with p.binding(bound, _sort_of_bound(name), point=name not in _INTEGERS):
        body = pieces.argument(p)
    closer = p.expect(")", "the closing bracket")
    return _bind(p, name, bound, body, ends, token.start, closer.end)


def _body_first(p: Parser, token: Token, name: str, bound: str) -> Spans:
    p.take()
    with p.binding(bound, _sort_of_bound(name), point=name not in _INTEGERS):
        body = pieces.argument(p)
    p.expect(",", "a comma")
    brackets.bound_name(p)
    ends = []
    while p.token.type == ",":
        p.take()
        ends.append(p.number(pieces.argument(p)))
    closer = p.expect(")", "the closing bracket")
    return _bind(p, name, bound, body, ends, token.start, closer.end)


def _three(p: Parser, token: Token, name: str, commas: list[int]) -> Spans:
    """`lim(f, x, a)`."""
    bound = _bare_name(p, commas[0] + 1, commas[1])
    if bound is None:
        raise p.at_token(FaultKind.ARITY, token, f"{name} is written {cast(Word, token.value).meaning}")
    return _body_first(p, token, name, bound)


def _joined(p: Parser, token: Token, name: str) -> Spans:
    """`union(A, B, C)`."""
    p.take()
    sets = [p.set(pieces.argument(p))]
    while p.token.type == ",":
        p.take()
        sets.append(p.set(pieces.argument(p)))
    closer = p.expect(")", "the closing bracket")
    if len(sets) == 1:
        message = f"{name} takes two or more sets, or one set and a range"
        raise p.fault(FaultKind.ARITY, (token.start, closer.end), message)
    return p.node(name, None, tuple(sets), token.start, closer.end, Sort.SET)


# Norms.


def _norm_call(p: Parser, token: Token, commas: list[int]) -> Spans:
    """`norm(f, p)`, `norm(f, p, x in S)`, `norm(f, p, S)`."""
    ranged = _range_at(p, commas[-1] if commas else None)
    bound = str(p.tokens[commas[-1] + 1].value) if ranged else _only_variable(p, token)
    p.take()
    with p.binding(bound, NameSort.REAL, point=True):
        body = p.number(pieces.argument(p))
    p.expect(",", "the exponent of the norm")
    parts = [body, p.number(pieces.argument(p))]
    if p.token.type == ",":
        p.take()
        if ranged:
            brackets.bound_name(p)
            p.expect("in", "the set of the norm, x in S,")
        parts.append(p.set(p.expression(powers.RELATION)))
    closer = p.expect(")", "the closing bracket")
    return p.node("norm", bound, tuple(parts), token.start, closer.end)


def _only_variable(p: Parser, token: Token) -> str:
    name = p.point()
    if name is None:
        message = "say which variable the norm is taken over: norm(f, p, x in S)"
        raise p.at_token(FaultKind.AMBIGUOUS, token, message)
    return name


def norm_bars(p: Parser, power: int) -> Spans:
    """`||f||_p`."""
    opener = p.take()
    _skip_bar(p)
    bound = _only_variable(p, opener)
    with p.binding(bound, NameSort.REAL, point=True):
        body = p.number(p.expression(powers.OPEN))
    closer = p.expect(")||", "the closing bars of the norm")
    _skip_bar(p)
    if p.token.type != "_":
        readings = (f"{p.text[opener.start : closer.end]}_2",)
        raise p.fault(FaultKind.AMBIGUOUS, (opener.start, closer.end), "a norm needs its exponent", readings=readings)
    p.take()
    exponent = _norm_exponent(p)
    return p.node("norm", bound, (body, exponent), opener.start, exponent.end)


def _skip_bar(p: Parser) -> None:
    if p.token.type == "bar":
        p.take()


def _norm_exponent(p: Parser) -> Spans:
    if p.token.type == "{":
        return p.number(brackets.group(p))
    if p.token.type in ("num", "var", "word", "const", "inf", "("):
        return p.number(p.prefixes[p.token.type](p, powers.ATOM))
    raise p.unexpected("the exponent of a norm is a number or a name: ||f||_2")


# As printed: ∑_{k=1}^n, ∫_0^1 … dx, ⋃_{n=1}^∞.


def _printed(p: Parser, token: Token, name: str) -> Spans:
    if name == "int":
        return _printed_integral(p, token)
    p.take()
    opener = p.token
    if opener.type not in ("{", "("):
        raise p.unexpected(f"write the range in braces: {name}_{{k=1}}^n")
    p.take()
    bound = brackets.bound_name(p)
    ends = _printed_range(p, name)
    p.expect("}" if opener.type == "{" else ")", "the end of the range")
    if name in _INTEGERS and len(ends) == 1:
        p.expect("^", "the end of the range, ^n,")
        ends.append(_script(p))
    strength = powers.UNION if name in _SETS else powers.SUM
    with p.binding(bound, _sort_of_bound(name), point=name not in _INTEGERS):
        body = p.expression(strength)
    return _bind(p, name, bound, body, ends, token.start, body.end)


def _printed_range(p: Parser, name: str) -> list[Spans]:
    sign = p.take()
    if sign.type in ("=", ">=") and name in _INTEGERS:
        low = p.number(p.expression(powers.RELATION))
        return [low] if sign.type == "=" else [low, p.node("const", "oo", (), sign.start, sign.end)]
    if sign.type == "->" and name == "lim":
        return [p.number(p.expression(powers.RELATION))]
    if sign.type == "in":
        return _in_set(p, name, p.set(p.expression(powers.RELATION)))
    raise p.at_token(FaultKind.UNEXPECTED, sign, f"{p.shown(sign)} cannot stand in this range")


def _script(p: Parser) -> Spans:
    """One token or a group, as behind `^` or `_` in print."""
    if p.token.type == "{":
        return p.number(brackets.group(p))
    if p.token.type == "-":
        sign = p.take()
        inner = _script(p)
        return p.node("neg", None, (inner,), sign.start, inner.end)
    if p.token.type in ("num", "var", "word", "const", "inf", "("):
        return p.number(p.prefixes[p.token.type](p, powers.ATOM))
    raise p.unexpected("a number or a group in braces is expected here")


def _printed_integral(p: Parser, token: Token) -> Spans:
    """`∫_a^b f dx` and `∫_S f dx`."""
    if p.token.type != "_":
        message = "an integral needs its range: int(f, x=a..b), int(f, x in S)"
        raise p.at_token(FaultKind.ARITY, token, message)
    p.take()
    differential = _differential(p, token)
    bound = str(differential.value)
    ends = _limits(p)
    p.integrands += 1
    with p.binding(bound, NameSort.REAL, point=True):
        body = p.number(p.expression(powers.OPEN))
    p.integrands -= 1
    closer = p.expect("diff", "the differential, dx,")
    return _bind(p, "int", bound, body, ends, token.start, closer.end)


def _differential(p: Parser, token: Token) -> Token:
    """The next differential that no inner integral claims."""
    inner = 0
    for ahead in p.tokens[p.place :]:
        if ahead.type == "binder" and cast(Word, ahead.value).name == "int":
            inner += 1
        elif ahead.type == "diff":
            if not inner:
                return ahead
            inner -= 1
    raise p.at_token(FaultKind.MISSING_OPERAND, token, "this integral lacks its differential, such as dx")


def _limits(p: Parser) -> list[Spans]:
    """`0^1`, `{-oo}^{oo}`, or a set."""
    if p.token.type in ("[", "set", "setname", "N"):
        return [p.set(p.prefixes[p.token.type](p, powers.ATOM))]
    if p.token.type == "{":
        opener = p.take()
        found = pieces.value(p, powers.OPEN)
        closer = p.expect("}", "the closing brace")
        low = p.widened(found, opener.start, closer.end)
    elif p.token.type == "(":
        low = p.prefixes["("](p, powers.ATOM)
    else:
        low = _script(p)
    if low.sort is not Sort.NUMBER:
        return [p.set(low)]
    p.expect("^", "the upper end of the integral")
    return [low, _script(p)]


PREFIXES: dict[str, Prefix] = {
    "binder": binder,
    "union": binder,
    "intersection": binder,
    "||(": norm_bars,
}
