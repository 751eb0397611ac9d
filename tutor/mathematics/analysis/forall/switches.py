"""Switches: |u|, max, min, sign, indicators, pieces. At each point such a node is one of its branches.

So a goal follows from the goals for all branches on the whole box; that needs no hypothesis, but may ask too much. Then
each branch is asked only where its conditions hold, see `regions`. The conditions of all branches together cover every
point: that is what makes the case distinction complete.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from tutor.language.tree import Tree, walk
from tutor.mathematics.analysis.elementary import elementary
from tutor.mathematics.trees import rebuild
from tutor.mathematics.trees.build import MINUS_ONE, ONE, ZERO, call, mul, neg, power, sign_of_infinity, sub

SWITCHES = frozenset(["abs", "max", "min", "sign"])
REWRITTEN = frozenset(["relu", "positive_part", "negative_part", "norm1", "norm2", "norminf"]) | frozenset(
    ["ceil", "frac", "cbrt", "root", "tan"]
)


@dataclass(frozen=True, slots=True)
class Condition:
    """expression >= 0, or > 0."""

    expression: Tree
    strict: bool = False

    def negated(self) -> "Condition":
        """Where it does not hold."""
        return Condition(neg(self.expression), not self.strict)


@dataclass(frozen=True, slots=True)
class Branch:
    """What the node is where all the conditions hold."""

    value: Tree
    conditions: tuple[Condition, ...]


def switch_of(function: Tree) -> Tree | None:
    """An innermost switch of the function; None where there is none."""
    return next(iter(innermost(function)), None)


def _is_switch(node: Tree) -> bool:
    return node.head in ("indicator", "piecewise") or (node.head == "call" and node.value in SWITCHES)


def branches(node: Tree) -> list[Branch] | None:
    """The branches of a switch, complete; None where its conditions are not inequalities."""
    if node.head == "indicator":
        conditions = conditions_of(node.args[0])
        if conditions is None:
            return None
        return [Branch(ONE, conditions), *(Branch(ZERO, (c.negated(),)) for c in conditions)]
    if node.head == "piecewise":
        return _pieces(node)
    if node.value in ("max", "min"):
        first, rest = node.args[0], node.args[1:]
        other = rest[0] if len(rest) == 1 else call(node.value, *rest)
        gap = sub(first, other) if node.value == "max" else sub(other, first)
        return [Branch(first, (Condition(gap),)), Branch(other, (Condition(neg(gap), True),))]
    u = node.args[0]
    above, below = Condition(u, node.value == "sign"), Condition(neg(u), True)
    if node.value == "abs":
        return [Branch(u, (above,)), Branch(neg(u), (below,))]
    at_zero = Branch(ZERO, (Condition(u), Condition(neg(u))))
    return [Branch(ONE, (above,)), Branch(MINUS_ONE, (below,)), at_zero]


def _pieces(node: Tree) -> list[Branch] | None:
    """The pieces in order, each where none before it applies; a last "otherwise" makes them complete."""
    if not node.value:
        return None
    found: list[Branch] = []
    before: list[tuple[Condition, ...]] = [()]
    for i in range(0, len(node.args) - 1, 2):
        conditions = conditions_of(node.args[i + 1])
        if conditions is None or len(before) * len(conditions) > 16:
            return None
        found += [Branch(node.args[i], (*b, *conditions)) for b in before]
        before = [(*b, c.negated()) for b in before for c in conditions]
    return found + [Branch(node.args[-1], b) for b in before]


def conditions_of(node: Tree) -> tuple[Condition, ...] | None:
    """A conjunction of inequalities and memberships in intervals as conditions; None for anything else."""
    match node.head:
        case "lt" | "le":
            return (Condition(sub(node.args[1], node.args[0]), node.head == "lt"),)
        case "true":
            return ()
        case "and":
            parts = [conditions_of(part) for part in node.args]
            return None if None in parts else tuple(c for part in parts for c in part or ())
        case "in" if node.args[1].head == "interval":
            return _in_interval(node.args[0], node.args[1])
    return None


def _in_interval(element: Tree, interval: Tree) -> tuple[Condition, ...]:
    (low, high), (low_closed, high_closed) = interval.args, interval.value
    ends = ((sub(element, low), not low_closed, low), (sub(high, element), not high_closed, high))
    return tuple(Condition(gap, strict) for gap, strict, end in ends if not sign_of_infinity(end))


def innermost(function: Tree) -> list[Tree]:
    """The switches of the function that hold no other switch."""
    holding: dict[Tree, bool] = {}

    def holds(node: Tree) -> bool:
        known = holding.get(node)
        if known is None:
            known = holding[node] = _is_switch(node) or any(holds(a) for a in node.args)
        return known

    return [n for n in walk(function) if _is_switch(n) and not any(holds(a) for a in n.args)]


def replaced(function: Tree, node: Tree, value: Tree) -> Tree:
    """The function with one node of it replaced everywhere; 1_A g is 0 off A even where g is undefined."""
    return replaced_all(function, {node: value})


def replaced_all(function: Tree, values: Mapping[Tree, Tree]) -> Tree:
    """The function with several nodes of it replaced everywhere."""
    done: dict[Tree, Tree] = dict(values)
    empty = [node for node, value in values.items() if node.head == "indicator" and value is ZERO]
    if empty:
        done |= {p: ZERO for p in walk(function) if p.head == "mul" and any(node in p.args for node in empty)}

    def put(current: Tree) -> Tree:
        known = done.get(current)
        if known is None:
            known = done[current] = rebuild(current, tuple(put(a) for a in current.args)) if current.args else current
        return known

    return put(function)


def basic(function: Tree, integers: Collection[str]) -> Tree:
    """The same function by abs, max, min and floor only, with |u v| = |u| |v| and |u^k| = |u|^k taken apart."""
    done: dict[Tree, Tree] = {}

    def convert(node: Tree) -> Tree:
        known = done.get(node)
        if known is None:
            inside = rebuild(node, tuple(convert(a) for a in node.args)) if node.args else node
            known = done[node] = _basic(inside, integers, convert)
        return known

    return convert(function)


def without_jumps(function: Tree) -> Tree:
    """The function with the argument in the place of floor and sign: it is defined just where that is."""
    done: dict[Tree, Tree] = {}

    def convert(node: Tree) -> Tree:
        known = done.get(node)
        if known is None:
            args = tuple(convert(a) for a in node.args)
            jumps = node.head == "call" and node.value in ("floor", "sign")
            known = done[node] = args[0] if jumps else rebuild(node, args) if args else node
        return known

    return convert(function)


def _basic(node: Tree, integers: Collection[str], convert: Callable[[Tree], Tree]) -> Tree:
    if node.head != "call":
        return node
    if node.value in REWRITTEN:
        simpler = elementary(node)
        return node if simpler is None else convert(simpler)
    return _size(node.args[0], integers) if node.value == "abs" else node


def _size(u: Tree, integers: Collection[str]) -> Tree:
    """|u|. A power with an exponent that is not always an integer is >= 0 wherever it is defined."""
    match u.head:
        case "mul":
            return mul(*(_size(factor, integers) for factor in u.args))
        case "pow" if _is_odd_or_unknown(u.args[1], integers):
            return power(_size(u.args[0], integers), u.args[1])
        case "pow" | "indicator":
            return u
        case "num":
            return u if u.value >= 0 else neg(u)
        case "const":
            return u
        case "call" if u.value in ("exp", "abs", "sigmoid", "softplus"):
            return u
    return call("abs", u)


def _is_odd_or_unknown(exponent: Tree, integers: Collection[str]) -> bool:
    if exponent.head == "num":
        return bool(exponent.value.denom() == 1 and exponent.value.numer() % 2 == 1)
    return integral(exponent, integers)


def integral(node: Tree, integers: Collection[str]) -> bool:
    """Whether all values are certainly integers where the named variables are."""
    if node.head == "num":
        return bool(node.value.denom() == 1)
    if node.head == "var":
        return node.value in integers
    if node.head == "call" and node.value == "floor":
        return True
    return node.head in ("add", "mul") and all(integral(a, integers) for a in node.args)
