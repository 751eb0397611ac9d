"""Powers of expressions of either sign with integer exponents, by cases.

u^k is |u|^k for u >= 0 and (-1)^k |u|^k for u < 0; (-1)^k follows the parity of the integer variable in k.

Hypotheses: k takes integer values only, so these are identities; between the integers they are not used. k is a
polynomial with integer coefficients in the integer variable: the parity of floor(n/50) does not follow that of n.
"""

from collections.abc import Iterator
from dataclasses import replace

from flint import fmpq

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.analysis.forall.goals import Goal, bounds, with_variable
from tutor.mathematics.analysis.forall.switches import Condition, integral, replaced
from tutor.mathematics.balls import Evaluator
from tutor.mathematics.trees import Variable, substitute
from tutor.mathematics.trees.build import (
    HALF,
    MINUS_ONE,
    ONE,
    TWO,
    add,
    call,
    mul,
    neg,
    num,
    power,
    sign_of_infinity,
    var,
)

Case = tuple[Goal, tuple[Condition, ...]]


def by_parity(goal: Goal, conditions: tuple[Condition, ...]) -> Iterator[Case]:
    """Cases that together are the goal, without powers of negative numbers to a variable exponent."""
    integers = frozenset(v.name for v in goal.box if v.integer)
    node = next((n for n in walk(goal.function) if _is_signed(n, goal, integers)), None)
    if node is None:
        yield goal, conditions
        return
    base, exponent = node.args
    if base is MINUS_ONE:
        yield from _even_and_odd(goal, conditions, exponent)
        return
    size = power(num(-base.value) if base.head == "num" else call("abs", base), exponent)
    alternating = mul(power(MINUS_ONE, exponent), size)
    if base.head == "num":
        yield from by_parity(goal.of(replaced(goal.function, node, alternating)), conditions)
        return
    for value, case in ((size, Condition(base)), (alternating, Condition(neg(base), True))):
        yield from by_parity(goal.of(replaced(goal.function, node, value)), (*conditions, case))


def _is_signed(node: Tree, goal: Goal, integers: frozenset[str]) -> bool:
    return (
        node.head == "pow"
        and node.args[1].head != "num"
        and bool(free_names(node.args[1]))
        and _is_polynomial(node.args[1], integers)
        and bounds(node.args[0], goal.box)[0] < 0
        and not (node.args[0].head == "call" and node.args[0].value == "abs")
    )


def _is_polynomial(exponent: Tree, integers: frozenset[str]) -> bool:
    """Whether the exponent is a polynomial with integer coefficients: then its parity follows that of the variable."""
    return integral(exponent, integers) and not any(part.head == "call" for part in walk(exponent))


def _even_and_odd(goal: Goal, conditions: tuple[Condition, ...], exponent: Tree) -> Iterator[Case]:
    name = min(free_names(exponent))
    variable = goal.named(name)
    for odd in (0, 1):
        value = add(mul(TWO, var(name)), num(odd))
        put = {name: value}
        moved = Goal(substitute(goal.function, put), goal.box, goal.strict, goal.null)
        moved = moved.on(with_variable(goal.box, _half(variable, odd)))
        fixed = moved.of(_resolved(moved.function))
        yield from by_parity(fixed, tuple(replace(c, expression=substitute(c.expression, put)) for c in conditions))


def _half(variable: Variable, odd: int) -> Variable:
    """Where m runs when 2 m + odd runs through the range of the variable, whose ends may be irrational."""
    low, high = (_halved(end, odd) for end in (variable.low, variable.high))
    if low.head == "num":
        low = num(fmpq(low.value.ceil()))
    if high.head == "num":
        high = num(fmpq(high.value.floor()))
    return replace(variable, low=low, high=high, low_closed=True, high_closed=not sign_of_infinity(high))


def _halved(end: Tree, odd: int) -> Tree:
    return end if sign_of_infinity(end) else mul(HALF, add(end, num(-odd)))


def _resolved(function: Tree) -> Tree:
    """(-1)^k with the parity of k read off at 0: k is 2 m times an integer polynomial, plus a constant."""
    for node in list(walk(function)):
        names = free_names(node)
        if node.head == "pow" and node.args[0] is MINUS_ONE and len(names) == 1 and _is_polynomial(node.args[1], names):
            (name,) = names
            at = [Evaluator({name: fmpq(k)})(node.args[1]) for k in (0, 1)]
            whole = [int(v.numer()) for v in at if isinstance(v, fmpq) and v.denom() == 1]
            if len(whole) == 2 and (whole[1] - whole[0]) % 2 == 0:
                function = replaced(function, node, MINUS_ONE if whole[0] % 2 else ONE)
    return function
