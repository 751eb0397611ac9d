"""Faults about functions of which it is not clear where their argument ends, each with its readings."""

from tutor.language import powers
from tutor.language.faults import Fault, FaultKind
from tutor.language.parser import Parser, Spans
from tutor.language.printers.plain import plain
from tutor.language.tokens import Token
from tutor.language.tree import tree
from tutor.language.vocabulary import Word


def digits_before_a_bracket(p: Parser, token: Token, name: Word) -> Fault:
    """`exp2(x)`: a function of its own elsewhere, and sloppy typing for two things here."""
    digits = p.text[p.token.start : p.token.end]
    bracket = p.text[p.peek().start : p.tokens[p.peek().partner].end]
    own = {"exp": f"{digits}^{bracket}", "log": f"log({bracket[1:-1]}, {digits})"}.get(name.name)
    readings = (*((own,) if own else ()), f"{name.name}({digits}*{bracket})", f"{name.name}({digits})*{bracket}")
    message = f"it is not clear what {digits} is here"
    return p.fault(FaultKind.AMBIGUOUS, (token.start, p.tokens[p.peek().partner].end), message, readings=readings)


def power_of_bars(p: Parser, token: Token, name: Word, inner: Spans) -> Fault:
    """`ln|x|^2`: bars that touch a name look like its brackets, and ln(x)^2 is a power of the logarithm."""
    base, exponent = inner.tree.args
    outside = tree("pow", None, (tree("call", name.name, (base,)), exponent))
    message = f"the power could belong to {name.name} or to its argument; write brackets"
    readings = (plain(outside), plain(tree("call", name.name, (inner.tree,))))
    return p.fault(FaultKind.AMBIGUOUS, (token.start, inner.end), message, readings=readings)


def two_arguments(p: Parser, token: Token, name: Word, inner: Spans, more: Spans, head: str = "mul") -> Fault:
    outside = tree(head, None, (tree("call", name.name, (inner.tree,)), more.tree))
    inside = tree("call", name.name, (tree(head, None, (inner.tree, more.tree)),))
    message = f"it is not clear where the argument of {name.name} ends; write brackets"
    span = (token.start, more.end)
    return p.fault(FaultKind.AMBIGUOUS, span, message, readings=(plain(outside), plain(inside)))


def spaced_power(p: Parser, token: Token, name: Word, arguments: list[Spans]) -> Fault:
    p.take()
    exponent = p.expression(powers.POWER - 1)
    call = tree("call", name.name, tuple(a.tree for a in arguments))
    inner = tree("pow", None, (arguments[0].tree, exponent.tree))
    readings = (plain(tree("pow", None, (call, exponent.tree))), plain(tree("call", name.name, (inner,))))
    message = "it is not clear what is raised to the power; leave out the space or write a bracket"
    return p.fault(FaultKind.AMBIGUOUS, (token.start, exponent.end), message, readings=readings)
