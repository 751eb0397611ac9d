"""Powers of expressions of either sign with integer exponents, by cases.

u^k is |u|^k for u >= 0 and (-1)^k |u|^k for u < 0; (-1)^k follows the parity of the integer variable in k.

Hypothesis: k takes integer values only, so these are identities; between the integers they are not used.
"""

from collections.abc import Iterator
from dataclasses import replace

from flint import fmpq

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.analysis.forall.goals import Goal, bounds, with_variable
from tutor.mathematics.analysis.forall.switches import Condition, integral, replaced
from tutor.mathematics.balls import Evaluator
from tutor.mathematics.trees import Variable, substitute
from tutor.mathematics.trees.build import MINUS_ONE, ONE, TWO, add, call, mul, neg, num, power, var

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
        and integral(node.args[1], integers)
        and bounds(node.args[0], goal.box)[0] < 0
        and not (node.args[0].head == "call" and node.args[0].value == "abs")
    )


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
    """Where m runs when 2 m + odd runs through the range of the variable."""
    ends = [
        num(fmpq(((end.value - odd) / 2).ceil() if low else ((end.value - odd) / 2).floor()))
        if end.head == "num"
        else end
        for end, low in ((variable.low, True), (variable.high, False))
    ]
    return replace(variable, low=ends[0], high=ends[1], low_closed=True, high_closed=ends[1].head == "num")


def _resolved(function: Tree) -> Tree:
    """(-1)^k with the parity of k read off at 0: k is 2 m times an integer polynomial, plus a constant."""
    for node in list(walk(function)):
        if node.head == "pow" and node.args[0] is MINUS_ONE and len(free_names(node.args[1])) == 1:
            (name,) = free_names(node.args[1])
            at = [Evaluator({name: fmpq(k)})(node.args[1]) for k in (0, 1)]
            whole = [int(v.numer()) for v in at if isinstance(v, fmpq) and v.denom() == 1]
            if len(whole) == 2 and (whole[1] - whole[0]) % 2 == 0:
                function = replaced(function, node, MINUS_ONE if whole[0] % 2 else ONE)
    return function
