"""`= expression`: a value to sixteen digits, enclosed by a ball, exact where it is rational. Never an attempt."""

from flint import arb, fmpq

from tutor.feedback.compose import caret
from tutor.feedback.lines import Line, Lines, Role
from tutor.feedback.words import say
from tutor.language.faults import Fault
from tutor.language.reading import read
from tutor.language.sorts import Sort
from tutor.mathematics.balls.evaluator import Evaluator
from tutor.mathematics.balls.values import Convention, Infinite, Undefined, Unknown, Value, precision
from tutor.mathematics.trees.rewrite import core

BITS, DIGITS = 128, 16
_LONGEST = 60


def calculate(expression: str) -> Lines:
    """The value of a closed expression, in a line; or why there is none."""
    try:
        reading = read(expression)
    except Fault as fault:
        return (*caret(expression, fault.span), _failed(fault.message))
    if reading.sort is not Sort.NUMBER:
        return (_failed(say("session.calculator.sort", sort=reading.sort.value)),)
    try:
        with precision(BITS):
            value = shown(Evaluator({})(core(reading.tree)))
    except Infinite as infinite:
        value = "= oo" if infinite.sign > 0 else "= -oo"
    except Undefined:
        return (_failed(say("session.calculator.undefined")),)
    except (Unknown, Convention):
        return (_failed(say("session.calculator.unknown")),)
    return (Line(say("session.calculator", value=value)),)


def shown(value: Value) -> str:
    """The value with its sign of equality: an exact rational where it is short, and its decimals."""
    if isinstance(value, fmpq):
        exact = str(value)
        if value.denom() == 1 and len(exact) <= _LONGEST:
            return f"= {exact}"
        decimals = _decimals(arb(value))
        return f"= {exact} ≈ {decimals}" if len(exact) <= _LONGEST else f"≈ {decimals}"
    return f"≈ {_decimals(value)}"


def _decimals(value: arb) -> str:
    return str(value.str(DIGITS, radius=False))


def _failed(reason: str) -> Line:
    return Line(say("session.calculator.failed", reason=reason), Role.PUZZLED)
