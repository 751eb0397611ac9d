"""Declared functions, sequences, families of sets and measures, with their subscripts and arguments."""

from tutor.language import powers
from tutor.language.calls import function_exponent, listed, subscripts
from tutor.language.faults import Fault, FaultKind
from tutor.language.parser import Parser, Prefix, Spans
from tutor.language.sorts import Sort
from tutor.language.tokens import Token


def declared(p: Parser, power: int) -> Spans:
    """A declared function: `f(x)`, `f_n(x)`; bare, it is taken at the one real variable there is."""
    token = p.take()
    name = str(token.value)
    indices = [p.number(i) for i in subscripts(p)] if p.token.type == "_" and p.token.glued else []
    if p.token.type == "(":
        arguments = [p.number(a) for a in listed(p)]
        return p.node("apply", name, (*indices, *arguments), token.start, p.before().end)
    if p.token.type == "^" and p.peek().type in ("num", "-", "(", "{"):
        raise _power_of_declared(p, token, name)
    return p.node("apply", name, (*indices, _the_point(p, token, name)), token.start, p.before().end)


def _the_point(p: Parser, token: Token, name: str) -> Spans:
    point = p.point()
    if point is None:
        raise p.at_token(FaultKind.ARITY, token, f"{name} is a function: write its argument, {name}(…)")
    return p.node("var", point, (), token.start, token.end)


def _power_of_declared(p: Parser, token: Token, name: str) -> Fault:
    sign = p.take()
    exponent = function_exponent(p)
    typed = p.text[sign.end : exponent.end]
    readings = (f"{name}(…)^{typed}", f"{name} applied {typed} times")
    message = f"{name}^{typed} could be a power or a repeated application; write {name}(…)^{typed}"
    return p.fault(FaultKind.AMBIGUOUS, (token.start, exponent.end), message, readings=readings)


def sequence(p: Parser, power: int) -> Spans:
    """A declared sequence of numbers: `q_k`, `q(k)`."""
    token = p.take()
    name = str(token.value)
    if p.token.type == "_" and p.token.glued:
        indices = subscripts(p)
    elif p.token.type == "(":
        indices = listed(p)
    else:
        raise p.at_token(FaultKind.ARITY, token, f"{name} is a sequence: write its index, {name}_n")
    return p.node("apply", name, tuple(p.number(i) for i in indices), token.start, p.before().end)


def set_name(p: Parser, power: int) -> Spans:
    """A declared set, or a member of a declared family of sets: `I_k`."""
    token = p.take()
    if p.token.type == "_" and p.token.glued:
        indices = tuple(p.number(i) for i in subscripts(p))
        return p.node("apply", token.value, indices, token.start, p.before().end, Sort.SET)
    return p.node("var", token.value, (), token.start, token.end, Sort.SET)


def measure_name(p: Parser, power: int) -> Spans:
    """A declared measure, or its value at a set: `mu([0,1])`."""
    token = p.take()
    if p.token.type == "(" and p.token.glued:
        inside = p.set(p.prefixes["("](p, powers.ATOM))
        return p.node("apply", token.value, (inside,), token.start, p.before().end)
    return p.node("var", token.value, (), token.start, token.end, Sort.MEASURE)


PREFIXES: dict[str, Prefix] = {
    "function": declared,
    "sequence": sequence,
    "setname": set_name,
    "measurename": measure_name,
}
