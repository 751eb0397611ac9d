"""A function on one cell without its switches: abs, max, floor, indicators, pieces become what they are there.

The structure of the rest is kept, unlike in the normal form, because enclosures of the original structure are tighter.
"""

from collections.abc import Callable

from tutor.language.tree import Tree
from tutor.mathematics.algebra import Field, UndefinedHere, Unsupported
from tutor.mathematics.analysis.elementary import elementary
from tutor.mathematics.trees import rebuild
from tutor.mathematics.trees.build import MINUS_ONE, ONE, ZERO, mul, neg, num, power, sub

Resolve = Callable[[Tree], Tree]

SWITCHES = frozenset(["abs", "sign", "heaviside", "max", "min", "floor", "ceil", "frac", "cbrt", "root"]) | frozenset(
    ["relu", "positive_part", "negative_part", "norm1", "norm2", "norminf"]
)
"""Functions of the vocabulary that are replaced."""


def smooth(node: Tree, field: Field) -> Tree:
    """The tree that equals `node` on the cell of the field and has a derivative by rule.

    Raises what the field raises: Split, Need, UndefinedHere, Unsupported, TooLarge.
    """
    done: dict[Tree, Tree] = {}

    def resolved(current: Tree) -> Tree:
        known = done.get(current)
        if known is None:
            known = done[current] = _resolved(current, field, resolved)
        return known

    return resolved(node)


def _resolved(node: Tree, field: Field, resolved: Resolve) -> Tree:
    match node.head:
        case "num" | "var" | "const":
            return node
        case "indicator":
            return ONE if field.truth(node.args[0]) else ZERO
        case "mul":
            return _product(node, field, resolved)
        case "piecewise":
            return _piece(node, field, resolved)
        case "call" if node.value in SWITCHES:
            return _switch(node, field, resolved)
        case "call" | "add" | "pow":
            return rebuild(node, tuple(resolved(a) for a in node.args))
    raise Unsupported(f"'{node.head}' on a cell")


def _product(node: Tree, field: Field, resolved: Resolve) -> Tree:
    # 1_A g is 0 off A, even where g is undefined.
    if any(f.head == "indicator" and resolved(f) is ZERO for f in node.args):
        return ZERO
    return mul(*(resolved(f) for f in node.args))


def _piece(node: Tree, field: Field, resolved: Resolve) -> Tree:
    for i in range(0, len(node.args) - 1, 2):
        if field.truth(node.args[i + 1]):
            return resolved(node.args[i])
    if node.value:
        return resolved(node.args[-1])
    raise UndefinedHere


def _switch(node: Tree, field: Field, resolved: Resolve) -> Tree:
    name, args = node.value, node.args
    if name in ("max", "min"):
        return resolved(_extreme(node, field))
    if name == "floor":
        return _constant(node, field)
    if name in ("abs", "sign", "heaviside", "cbrt") or (name == "root" and _odd(args[1])):
        return _by_sign(node, field, resolved)
    simpler = elementary(node)
    if simpler is None:
        raise Unsupported(f"{name} on a cell")
    return resolved(simpler)


def _constant(node: Tree, field: Field) -> Tree:
    value = field.as_tree(field.normal(node))
    if value.head != "num":
        raise Unsupported("floor on an unbounded cell")
    return value


def _by_sign(node: Tree, field: Field, resolved: Resolve) -> Tree:
    sign = field.sign(field.normal(node.args[0]))
    if node.value == "sign":
        return num(sign)
    if node.value == "heaviside":
        if sign == 0:
            raise Unsupported("heaviside(0)")
        return num(int(sign > 0))
    if sign == 0:
        return ZERO
    size = resolved(node.args[0]) if sign > 0 else neg(resolved(node.args[0]))
    if node.value == "abs":
        return size
    degree = node.args[1] if node.value == "root" else num(3)
    return mul(num(sign), power(size, power(degree, MINUS_ONE)))


def _odd(degree: Tree) -> bool:
    return degree.head == "num" and degree.value.denom() == 1 and bool(degree.value.numer() % 2)


def _extreme(node: Tree, field: Field) -> Tree:
    best = node.args[0]
    for candidate in node.args[1:]:
        sign = field.sign(field.normal(sub(candidate, best)))
        if sign and (sign > 0) == (node.value == "max"):
            best = candidate
    return best
