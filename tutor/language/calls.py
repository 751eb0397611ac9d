"""Functions applied: named ones, declared ones, families with subscripts, indicators; with or without brackets."""

from typing import cast

from flint import fmpq

from tutor.language import brackets, pieces, powers
from tutor.language.faults import Fault, FaultKind
from tutor.language.implied import check_implied
from tutor.language.parser import Parser, Prefix, Spans
from tutor.language.printers.plain import plain
from tutor.language.sorts import Sort
from tutor.language.tokens import Token
from tutor.language.tree import tree
from tutor.language.unclear import digits_before_a_bracket, power_of_bars, spaced_power, two_arguments
from tutor.language.vocabulary import BY_SPELLING, Word

_ONE_TOKEN_OPERANDS = frozenset(["num", "var", "word", "const", "inf"])
_PERIODIC = frozenset(["sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh"])
"""Functions of which `sin 2x` is always meant as sin(2*x)."""

_INVERSES = {
    "sin": "asin",
    "cos": "acos",
    "tan": "atan",
    "sinh": "asinh",
    "cosh": "acosh",
    "tanh": "atanh",
    "exp": "log",
}


# Named functions.


def named(p: Parser, power: int) -> Spans:
    """A function of the vocabulary with its argument."""
    token = p.take()
    name = cast(Word, token.value)
    if name.name == "measure" and name.name != p.text[token.start : token.end] and p.token.type != "(":
        return p.node("law", "lebesgue", (), token.start, token.end, Sort.MEASURE)  # `Leb on [0,1]`
    if p.token.type == "_" and p.peek().type == "*" and p.token.glued:
        return _image_of_measure(p, token, name)
    if p.token.type == "_" and name.name == "log":
        return _log_to_base(p, token)
    if p.token.type == "^":
        return _power_of_function(p, token, name)
    if name.name in ("log2", "log10") and not (p.token.type == "(" and p.token.glued):
        return _log_of_digits(p, token, name)
    return applied(p, token, name)


def applied(p: Parser, token: Token, name: Word) -> Spans:
    """The function at what follows it, in brackets or without."""
    if p.token.type == "(":
        spaced = not p.token.glued
        arguments = listed(p)
        if spaced and p.token.type == "^":
            raise spaced_power(p, token, name, arguments)
        return called(p, name, arguments, token.start, p.before().end)
    if p.token.type == "{" and name.name in ("max", "min"):
        return called(p, name, _in_braces(p), token.start, p.before().end)
    if p.token.type == "{" and name.least == name.most == 2 and p.tokens[p.token.partner + 1].type == "{":
        return called(p, name, [brackets.group(p), brackets.group(p)], token.start, p.before().end)
    if p.token.type in ("{", "|(") and name.most == 1:
        inner = brackets.group(p) if p.token.type == "{" else p.expression(powers.POSTFIX)
        return called(p, name, [inner], token.start, inner.end)
    if name.name == "sqrt" and p.token.type == "[" and p.text[token.start] == "\\":
        return _root_of_latex(p, token)
    if name.most != 1 and name.least > 0 and p.token.type not in p.prefixes:
        raise _needs(p, name, token, 0)
    if name.name in ("max", "min"):
        message = f"{name.name} takes its arguments in brackets: {name.name}(x, 1)"
        raise p.fault(FaultKind.ARITY, (token.start, token.end), message)
    if p.token.type == "num" and p.token.glued and p.peek().type == "(" and p.peek().glued:
        raise digits_before_a_bracket(p, token, name)
    return bare_argument(p, token, name)


def listed(p: Parser) -> list[Spans]:
    """The arguments in a round bracket."""
    p.expect("(", "an opening bracket")
    if p.token.type == ")":
        raise p.at_token(FaultKind.MISSING_OPERAND, p.token, "there is nothing between these brackets")
    found = [pieces.argument(p)]
    while p.token.type == ",":
        p.take()
        found.append(pieces.argument(p))
    if p.token.type != ")":
        message = (
            "this bracket ends differently than it began"
            if p.token.type == "]"
            else f"{p.shown(p.token)} cannot stand here"
        )
        raise p.unexpected(message)
    p.take()
    return found


def bracketed(p: Parser) -> list[Spans]:
    """The arguments in a round bracket, or a single one in a square bracket."""
    if p.token.type == "(":
        return listed(p)
    p.expect("[", "an opening bracket")
    found = [pieces.argument(p)]
    p.expect("]", "the closing bracket")
    return found


def _image_of_measure(p: Parser, token: Token, name: Word) -> Spans:
    """`relu_* mu`: the image of the measure under the function."""
    p.move(p.place + 2)
    inner = p.node("var", "x", (), token.start, token.end)
    found = called(p, name, [inner], token.start, token.end)
    source = p.measure(p.expression(powers.PRODUCT))
    return p.node("pushforward", "x", (found, source), token.start, source.end, Sort.MEASURE)


def values(p: Parser, found: list[Spans]) -> Spans:
    """One number, or several as a tuple: a point of the plane."""
    if len(found) == 1:
        return found[0] if found[0].sort in (Sort.PAIR, Sort.TUPLE) else p.number(found[0])
    return p.over("tuple", None, tuple(p.number(value) for value in found), Sort.TUPLE)


def _in_braces(p: Parser) -> list[Spans]:
    """The arguments of `max{0, x}`."""
    p.take()
    found = [pieces.argument(p)]
    while p.token.type == ",":
        p.take()
        found.append(pieces.argument(p))
    p.expect("}", "the closing brace")
    return found


def is_decimal_comma(p: Parser, found: list[Spans]) -> bool:
    """Whether two arguments look like one decimal number with a comma: `sin(0,5)`."""
    first, second = found
    between = p.text[first.end : second.start]
    return between == "," and first.tree.head == "num" and p.text[second.start].isdigit()


def called(p: Parser, name: Word, arguments: list[Spans], start: int, end: int) -> Spans:
    """The call, its arguments checked by number and sort."""
    if len(arguments) < name.least or (name.most is not None and len(arguments) > name.most):
        if name.most == 1 and len(arguments) == 2 and p.line is None and is_decimal_comma(p, arguments):
            raise decimal_comma(p, arguments[0].start, arguments[1].end)
        raise p.fault(FaultKind.ARITY, (start, end), f"{name.name} takes {name.needs}, not {len(arguments)}")
    if name.most == 1 and not (name.of_measures or name.of_sets) and arguments[0].sort is Sort.MEASURE:
        message = "a function is not taken at a measure; the image of a measure is the law of a random variable"
        suggestion = f"law({name.name}(X)), X ~ {plain(arguments[0].tree)}"
        raise p.fault(FaultKind.WRONG_SORT, (start, end), message, suggestion=suggestion)
    checked = tuple(_checked(p, name, place, a) for place, a in enumerate(arguments))
    if name.name == "complement":
        return p.node("complement", None, checked, start, end, Sort.SET)
    if name.name in _RECIPROCALS:
        return _reciprocal(p, name, checked, start, end)
    if name.name == "log" and len(checked) == 2:
        return _log_ratio(p, checked[0], checked[1], start, end)
    return p.node("call", name.name, checked, start, end)


_RECIPROCALS = {"sech": "cosh", "csch": "sinh", "coth": "tanh"}


def _reciprocal(p: Parser, name: Word, arguments: tuple[Spans, ...], start: int, end: int) -> Spans:
    """`sech(x)` is read as 1/cosh(x)."""
    one = p.node("num", fmpq(1), (), start, end)
    return p.node("div", None, (one, p.node("call", _RECIPROCALS[name.name], arguments, start, end)), start, end)


def _checked(p: Parser, name: Word, place: int, argument: Spans) -> Spans:
    """The argument, of the sort that this function takes there: `mass` takes a measure and then sets."""
    if name.of_sets or (name.name == "mass" and place > 0):
        return p.set(argument)
    if name.of_measures:
        return p.measure(argument)
    return p.number(argument)


def decimal_comma(p: Parser, start: int, end: int) -> Fault:
    typed = p.text[start:end]
    message = "decimals are written with a point"
    return p.fault(FaultKind.DECIMAL_COMMA, (start, end), message, suggestion=typed.replace(",", ".", 1))


def _needs(p: Parser, name: Word, token: Token, given: int) -> Fault:
    return p.at_token(FaultKind.ARITY, token, f"{name.name} takes {name.needs}, not {given}")


def subscripts(p: Parser) -> list[Spans]:
    """What stands behind `_`: one name or number, or several in braces or brackets."""
    p.take()
    token = p.token
    if token.type in ("{", "("):
        p.take()
        found = [pieces.argument(p)]
        while p.token.type == ",":
            p.take()
            found.append(pieces.argument(p))
        p.expect("}" if token.type == "{" else ")", "the end of the subscript")
        return found
    if token.type not in ("num", "var", "word", "const"):
        raise p.unexpected("a subscript is a name or a number, or stands in braces: x_{n+1}")
    return [p.prefixes[token.type](p, powers.ATOM)]


# Without brackets.


def bare_argument(p: Parser, token: Token, name: Word) -> Spans:
    """`sin x`, `ln2`, `√2`: one factor. Whatever could belong to it as well (`sin x y`) is a fault, never a guess."""
    if p.token.type not in p.prefixes or p.token.type in ("not", "+", "diff"):
        raise p.at_token(FaultKind.ARITY, token, f"{name.name} takes {name.needs}: write {name.name}(…)")
    tight = p.token.glued and p.token.type in _ONE_TOKEN_OPERANDS
    place, barred = p.place, p.token.glued and p.text[p.token.start] == "|"
    inner = p.number(_factor(p, name, token))
    if barred and inner.tree.head == "pow":
        raise power_of_bars(p, token, name, inner)
    tight = tight and p.place == place + 1
    if not tight:
        _refuse_more(p, token, name, inner)
    return called(p, name, [inner], token.start, inner.end)


def _factor(p: Parser, name: Word, token: Token) -> Spans:
    if p.token.type == "-":
        sign = p.take()
        inner = p.number(_factor(p, name, token))
        return p.node("neg", None, (inner,), sign.start, inner.end)
    digits = p.token.type == "num"
    inner = p.expression(powers.PRODUCT)
    if digits and p.before().type == "num" and p.token.glued and p.token.type in ("var", "word", "const"):
        if name.name not in _PERIODIC:
            raise two_arguments(p, token, name, inner, p.number(p.expression(powers.PRODUCT)))
        return p.over("mul", None, (inner, p.number(p.expression(powers.PRODUCT))))
    return inner


def _refuse_more(p: Parser, token: Token, name: Word, inner: Spans) -> None:
    """What follows without a bracket could be part of the argument."""
    after = p.token
    if after.type in ("*", "/"):
        if after.glued and p.peek().type != "func":
            p.take()
            head = "mul" if after.type == "*" else "div"
            raise two_arguments(p, token, name, inner, p.expression(powers.PRODUCT), head)
    elif p.operand_follows() and after.type not in ("func", "function", "binder"):
        check_implied(p, inner)
        raise two_arguments(p, token, name, inner, p.expression(powers.PRODUCT))


# Powers of functions, logarithms to a base, roots.


def _power_of_function(p: Parser, token: Token, name: Word) -> Spans:
    """`sin^2 x` is sin(x)^2; `sin^-1` has two readings."""
    p.take()
    exponent = function_exponent(p)
    if exponent.tree.head == "neg" and exponent.tree.args[0].head == "num":
        raise _inverse_or_reciprocal(p, token, name, exponent)
    inner = applied(p, token, name)
    return p.node("pow", None, (inner, exponent), token.start, inner.end)


def _inverse_or_reciprocal(p: Parser, token: Token, name: Word, exponent: Spans) -> Fault:
    call = applied(p, token, name).tree
    reciprocal = tree("pow", None, (call, exponent.tree))
    inverse = _INVERSES.get(name.name)
    first = plain(tree("call", inverse, call.args)) if inverse else f"the inverse of {name.name}"
    message = f"a negative power of {name.name} could be the inverse function or a reciprocal"
    span = (token.start, exponent.end)
    return p.fault(FaultKind.AMBIGUOUS, span, message, readings=(first, plain(reciprocal)))


def function_exponent(p: Parser) -> Spans:
    """The exponent between a function and its argument."""
    if p.token.type == "{":
        return brackets.group(p)
    if p.token.type == "-":
        sign = p.take()
        inner = function_exponent(p)
        return p.node("neg", None, (inner,), sign.start, inner.end)
    if p.token.type in ("num", "var", "word", "("):
        return p.number(p.prefixes[p.token.type](p, powers.ATOM))
    raise p.unexpected("the exponent of a function is a number: sin^2 x")


def _log_of_digits(p: Parser, token: Token, name: Word) -> Spans:
    """`log2` without a bracket is the logarithm of 2; before an operand it could be the logarithm to base 2."""
    digits = fmpq(int(name.name[3:]))
    split = token.start + len(p.text[token.start : token.end].rstrip("0123456789"))
    inner = p.node("num", digits, (), split, token.end)
    if p.operand_follows():
        word = BY_SPELLING["log"]
        factor = p.expression(powers.PRODUCT)
        product = tree("mul", None, (tree("call", word.name, (inner.tree,)), factor.tree))
        readings = (plain(tree("call", name.name, (factor.tree,))), plain(product))
        message = f"{name.name} could be the logarithm to that base or of that number; write brackets"
        raise p.fault(FaultKind.AMBIGUOUS, (token.start, factor.end), message, readings=readings)
    return p.node("call", "log", (inner,), token.start, token.end)


def _log_to_base(p: Parser, token: Token) -> Spans:
    base = p.number(single(p, subscripts(p)))
    if p.token.type == "(":
        arguments = listed(p)
        inner = p.number(single(p, arguments))
    else:
        inner = bare_argument(p, token, BY_SPELLING["log"]).children[0]
    return _log_ratio(p, inner, base, token.start, p.before().end)


def _log_ratio(p: Parser, inner: Spans, base: Spans, start: int, end: int) -> Spans:
    """The logarithm to a base: log2 and log10 have names, any other is a quotient of logarithms."""
    if base.tree.head == "num" and base.tree.value in (2, 10):
        return p.node("call", f"log{base.tree.value}", (inner,), start, end)
    above = p.node("call", "log", (inner,), inner.start, inner.end)
    below = p.node("call", "log", (base,), base.start, base.end)
    return p.node("div", None, (above, below), start, end)


def single(p: Parser, found: list[Spans]) -> Spans:
    """The only one of these. Raises Fault (arity)."""
    if len(found) != 1:
        raise p.fault(FaultKind.ARITY, (found[0].start, found[-1].end), "a single number is expected here")
    return found[0]


def _root_of_latex(p: Parser, token: Token) -> Spans:
    r"""`\sqrt[3]{x}`."""
    p.take()
    degree = p.number(p.expression(powers.OPEN))
    p.expect("]", "the closing bracket")
    inner = p.number(brackets.group(p))
    return p.node("call", "root", (inner, degree), token.start, inner.end)


def fraction(p: Parser, power: int) -> Spans:
    r"""`\frac{a}{b}`, and without braces for single digits and names: `\frac12`, `\frac1x`."""
    token = p.take()
    above, below = _two_digits(p) or (_braced(p), _braced(p))
    sort = Sort.MEASURE if above.sort is Sort.MEASURE else p.number(above).sort
    return p.node("div", None, (above, p.number(below)), token.start, below.end, sort)


def _two_digits(p: Parser) -> tuple[Spans, Spans] | None:
    """Two digits that were read as one number."""
    token = p.token
    typed = p.text[token.start : token.end]
    if token.type != "num" or len(typed) != 2 or not typed.isdigit() or (p.peek().glued and p.peek().type == "num"):
        return None
    p.take()
    first, second = (p.node("num", fmpq(int(d)), (), token.start + i, token.start + i + 1) for i, d in enumerate(typed))
    return first, second


def _braced(p: Parser) -> Spans:
    single = p.token.end - p.token.start == 1
    if single and p.token.type == "num":
        token = p.take()
        return p.node("num", token.value, (), token.start, token.end)
    if (single and p.token.type == "var") or p.token.type == "const":
        return p.prefixes[p.token.type](p, powers.ATOM)
    if p.token.type != "{":
        raise p.unexpected("\\frac takes two groups: \\frac{a}{b}", suggestion="\\frac{a}{b}")
    return brackets.group(p)


PREFIXES: dict[str, Prefix] = {"func": named, "\\frac": fraction}
