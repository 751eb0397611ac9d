"""Numbers, names of variables, and the operators of arithmetic."""

from tutor.language import brackets, letters, matrices, powers, products, restrictions
from tutor.language.bars import STARTS_OPERAND
from tutor.language.faults import Fault, FaultKind
from tutor.language.implied import check_implied
from tutor.language.parser import Infix, Parser, Prefix, Spans
from tutor.language.printers.plain import plain, plain_factor
from tutor.language.sorts import Sort
from tutor.language.tokens import Token
from tutor.language.tree import tree

# Operands.


def number(p: Parser, power: int) -> Spans:
    """A number; `1_S`, `1[x > 0]` and `1{x > 0}` are indicators."""
    token = p.take()
    after = p.token
    if token.value == 1 and after.glued and after.type in ("_", "[", "{") and _is_one(p, token):
        return p.prefixes["indicator"](p, power)
    return p.node("num", token.value, (), token.start, token.end)


def _is_one(p: Parser, token: Token) -> bool:
    return "." not in p.text[token.start : token.end]


def variable(p: Parser, power: int) -> Spans:
    """A declared variable."""
    token = p.take()
    found = p.node("var", token.value, (), token.start, token.end)
    if p.token.type == "_" and p.token.glued:
        if not _is_sign(p):
            raise _no_such_subscript(p, token)
        return signed_part(p, found)
    return found


def _no_such_subscript(p: Parser, token: Token) -> Fault:
    end = p.peek(1).end
    message = f"{p.text[token.start : end]} is no name here, and {token.value} takes no subscript"
    return p.fault(FaultKind.UNKNOWN_NAME, (token.start, end), message)


def _is_sign(p: Parser) -> bool:
    """Whether the subscript that begins here is a sign alone: `x_+`, `x_{-}`, and no operand behind it."""
    braced = p.peek().type == "{"
    sign, after = p.peek(2 if braced else 1), p.peek(3 if braced else 2)
    if sign.type not in ("+", "-"):
        return False
    return after.type == "}" if braced else after.type not in STARTS_OPERAND


def signed_part(p: Parser, left: Spans) -> Spans:
    """`x_+` and `x^+` are max(0, x), `x_-` and `x^-` are max(0, -x)."""
    if p.token.type == "_" and (not p.token.glued or not _is_sign(p)):
        raise p.unexpected(f"{p.shown(p.token)} cannot stand here")
    braced = p.peek().type == "{"
    p.take()
    if braced:
        p.take()
    sign = p.take()
    end = p.take().end if braced else sign.end
    inner = p.number(left)
    if sign.type == "-":
        inner = p.node("neg", None, (inner,), left.start, end)
    return p.node("call", "relu", (inner,), left.start, end)


def word(p: Parser, power: int) -> Spans:
    """A name that is bound here; a letter that has a meaning where it is not declared; any other is unknown."""
    token = p.take()
    name = str(token.value)
    if name in p.scope:
        return p.node("var", name, (), token.start, token.end)
    return letters.letter(p, token, power)


def constant(p: Parser, power: int) -> Spans:
    token = p.take()
    return p.node("const", token.value.name, (), token.start, token.end)  # type: ignore[attr-defined]  # a Word


def infinity(p: Parser, power: int) -> Spans:
    """`inf` is infinity, unless a call or a subscript makes it the infimum."""
    after = p.peek()
    if after.glued and after.type in ("(", "_"):
        return p.prefixes["binder"](p, power)
    token = p.take()
    return p.node("const", "oo", (), token.start, token.end)


# Signs and sums.


def minus_sign(p: Parser, power: int) -> Spans:
    token = p.take()
    if p.token.type == "+" and p.token.glued:
        raise _plus_minus(p, token)
    operand = p.expression(max(power, powers.SUM))
    sort = _measure_or_number(p, operand)
    return p.node("neg", None, (operand,), token.start, operand.end, sort)


def plus_sign(p: Parser, power: int) -> Spans:
    token = p.take()
    if p.token.type == "-" and p.token.glued:
        raise _plus_minus(p, token)
    operand = p.expression(max(power, powers.SUM))
    _measure_or_number(p, operand)
    return p.widened(operand, token.start, operand.end)


def _plus_minus(p: Parser, token: Token) -> Fault:
    span = (token.start, p.token.end)
    message = "+- could be two signs or stand for two values; write one sign, or a set such as {-1, 1}"
    return p.fault(FaultKind.AMBIGUOUS, span, message, readings=("-", "±"))


def _measure_or_number(p: Parser, found: Spans) -> Sort:
    return Sort.MEASURE if found.sort is Sort.MEASURE else p.number(found).sort


def plus(p: Parser, left: Spans) -> Spans:
    """A sum as long as plus signs follow: one node."""
    first = p.token
    terms = [left]
    while p.token.type == "+":
        sign = p.take()
        if p.token.type == "-" and p.token.glued:
            raise _plus_minus(p, sign)
        terms.append(p.expression(powers.SUM))
    if p.asked is Sort.SET and all(term.sort in (Sort.SET, Sort.PAIR) for term in terms):
        message = "sets are not added; the union of sets is written A U B"
        raise p.at_token(FaultKind.WRONG_SORT, first, message, suggestion="U")
    return p.over("add", None, tuple(terms), _same(p, terms))


def minus(p: Parser, left: Spans) -> Spans:
    sign = p.take()
    if p.token.type == "+" and p.token.glued:
        raise _plus_minus(p, sign)
    if left.sort is Sort.SET:
        message = "sets are not subtracted; the difference of sets is written A \\ B"
        raise p.at_token(FaultKind.WRONG_SORT, sign, message, suggestion="\\")
    right = p.expression(powers.SUM)
    return p.over("sub", None, (left, right), _same(p, [left, right]))


def _same(p: Parser, terms: list[Spans]) -> Sort:
    """All terms are numbers, or all are measures (0 is both)."""
    if any(term.sort is Sort.MEASURE for term in terms):
        for term in terms:
            if term.sort is not Sort.MEASURE and not (term.tree.head == "num" and term.tree.value == 0):
                raise p.wrong_sort(term, "a measure")
        return Sort.MEASURE
    for term in terms:
        p.number(term)
    return Sort.NUMBER


# Products.


def times(p: Parser, left: Spans) -> Spans:
    """A product, written or implied, as long as factors follow: one node."""
    factors = [left]
    while True:
        if factors[-1].sort is Sort.MEASURE and products.sign_follows(p):
            factors[-1] = products.product(p, factors[-1])
            continue
        if p.token.type == "otimes":
            raise p.wrong_sort(factors[-1], "a measure")
        if p.token.type == "*":
            p.take()
        elif not p.operand_follows() and p.token.type not in _LAWS:
            break
        else:
            check_implied(p, factors[-1])
        factors.append(p.expression(powers.PRODUCT))
    if len(factors) == 1:
        return factors[0]
    if sum(factor.sort is Sort.MATRIX for factor in factors) == 1:
        return matrices.scaled(p, factors)
    if products.is_weighted(p, factors):
        return restrictions.weighted(p, factors)
    return p.over("mul", None, tuple(factors), _product_sort(p, factors))


_LAWS = frozenset(["U", "standard", "restriction", "the"])
"""What begins a law and is no operand elsewhere."""


def _product_sort(p: Parser, factors: list[Spans]) -> Sort:
    """Numbers, with at most one measure among them."""
    measures = [factor for factor in factors if factor.sort is Sort.MEASURE]
    for factor in factors:
        if factor.sort is not Sort.MEASURE:
            p.number(factor)
    if len(measures) > 1:
        raise products.two_measures(p, measures)
    return Sort.MEASURE if measures else Sort.NUMBER


def over(p: Parser, left: Spans) -> Spans:
    """A quotient. A factor that touches the denominator (`1/2x`) could belong to it: a fault, never a guess."""
    p.take()
    right = p.expression(powers.PRODUCT)
    if p.operand_follows() and p.token.glued:
        check_implied(p, right)
        factor = p.expression(powers.PRODUCT)
        if factor.sort is Sort.MEASURE and left.sort is Sort.NUMBER:
            # Nothing is divided by a measure, so there is one reading: 1/2(mu + nu).
            quotient = p.over("div", None, (left, p.number(right)))
            return p.over("mul", None, (quotient, factor), Sort.MEASURE)
        raise _two_quotients(p, left, right, factor)
    if left.sort is Sort.MATRIX:
        return matrices.divided(p, left, p.number(right))
    sort = _measure_or_number(p, left)
    return p.over("div", None, (left, p.number(right)), sort)


def _two_quotients(p: Parser, left: Spans, right: Spans, factor: Spans) -> Fault:
    quotient = tree("div", None, (left.tree, right.tree))
    second = tree("div", None, (left.tree, tree("mul", None, (right.tree, factor.tree))))
    typed = p.text[right.start : factor.end]
    message = f"it is not clear whether all of {typed} stands below the line; write a bracket or a space"
    readings = (f"({plain(quotient)})*{plain_factor(factor.tree)}", plain(second))
    return p.fault(FaultKind.AMBIGUOUS, (left.start, factor.end), message, readings=readings)


# Powers and what stands behind an operand.


def power(p: Parser, base: Spans) -> Spans:
    """A power, right associative. `e^2x` and `x^1/2` are faults: the exponent could be longer."""
    if _is_raised_sign(p, base):
        return signed_part(p, base)
    p.take()
    if base.sort is Sort.SET:
        return _of_set(p, base)
    exponent = _exponent(p)
    result = p.over("pow", None, (p.number(base), p.number(exponent)))
    _check_exponent(p, result)
    return result


def _is_raised_sign(p: Parser, base: Spans) -> bool:
    """Whether the exponent is a sign alone, `Z^+` or `Z^{-}`, and the base no number: the positive part."""
    if base.sort is not Sort.NUMBER or base.tree.head in ("num", "const") or not p.token.glued:
        return False
    after = p.peek(2)
    ends = after.type in _BEHIND_SIGN or (after.type in ("+", "-") and not after.glued)
    return _is_sign(p) and (p.peek().type == "{" or ends)


_BEHIND_SIGN = frozenset(["end", ")", ",", ";", "}", "]", ")|", "diff", "/", "*", "<", "<=", ">", ">=", "="])


def _of_set(p: Parser, base: Spans) -> Spans:
    """`A^c` is the complement."""
    if p.token.type == "word" and p.token.value == "c":
        end = p.take().end
        return p.node("complement", None, (base,), base.start, end, Sort.SET)
    raise p.wrong_sort(base, "a number")


def _exponent(p: Parser) -> Spans:
    if p.token.type == "{":
        return brackets.group(p)
    return p.expression(powers.POWER - 1)


def _check_exponent(p: Parser, result: Spans) -> None:
    """Refuse a power whose exponent is a bare number that touches what follows it."""
    exponent = result.children[1]
    digits = exponent.children[0] if exponent.tree.head == "neg" else exponent
    token = p.token
    if digits.tree.head != "num" or p.before().type != "num" or not token.glued:
        return
    if token.type == "/" and digits.tree.value == 1:
        longer = tree("div", None, (digits.tree, _denominator(p).tree))
    elif token.type in ("var", "word", "const", "func") and not _clear_factor(p, result):
        longer = tree("mul", None, (digits.tree, p.expression(powers.PRODUCT).tree))
    else:
        return
    shorter = tree(longer.head, None, (result.tree, longer.args[1]))
    if exponent is not digits:
        longer = tree("neg", None, (longer,))
    readings = (plain(shorter), plain(tree("pow", None, (result.tree.args[0], longer))))
    message = "it is not clear where the exponent ends; write a bracket or a space"
    raise p.fault(FaultKind.AMBIGUOUS, (result.start, p.before().end), message, readings=readings)


def _denominator(p: Parser) -> Spans:
    p.take()
    return p.expression(powers.PRODUCT)


def _clear_factor(p: Parser, result: Spans) -> bool:
    """`x^2sin(x)` and `x^2e^-x` are products: nobody puts those into the exponent of a variable."""
    base = result.tree.args[0]
    if base.head in ("num", "const"):
        return False
    return p.token.type == "func" or (p.token.type == "const" and p.peek().type == "^")


def factorial(p: Parser, left: Spans) -> Spans:
    end = p.take().end
    if p.token.type == "!" and p.token.glued:
        twice = tree("call", "factorial", (tree("call", "factorial", (left.tree,)),))
        readings = (plain(twice), "the double factorial")
        span = (left.start, p.token.end)
        message = "!! could be a double factorial or a factorial taken twice"
        raise p.fault(FaultKind.AMBIGUOUS, span, message, readings=readings)
    return p.node("call", "factorial", (p.number(left),), left.start, end)


def percent(p: Parser, left: Spans) -> Spans:
    token = p.take()
    if p.operand_follows() and (p.token.glued or not token.glued):
        message = "% means percent here, not a remainder; write a sign between the two"
        raise p.at_token(FaultKind.MISSING_OPERATOR, token, message)
    return p.node("percent", None, (p.number(left),), left.start, token.end)


def prime(p: Parser, left: Spans) -> Spans:
    message = "a prime for a derivative is not read here; write the derivative out"
    raise p.at_token(FaultKind.UNSUPPORTED, p.token, message)


PREFIXES: dict[str, Prefix] = {
    "num": number,
    "var": variable,
    "word": word,
    "const": constant,
    "inf": infinity,
    "-": minus_sign,
    "+": plus_sign,
}

INFIXES: dict[str, tuple[int, Infix]] = {
    "+": (powers.SUM, plus),
    "-": (powers.SUM, minus),
    "*": (powers.PRODUCT, times),
    "/": (powers.PRODUCT, over),
    "^": (powers.POWER, power),
    "_": (powers.POSTFIX, signed_part),
    "!": (powers.POSTFIX, factorial),
    "%": (powers.POSTFIX, percent),
    "'": (powers.POSTFIX, prime),
}
