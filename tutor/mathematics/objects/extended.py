"""Arithmetic with oo in a constant whose parts have been reduced; 0 * oo = 0, as in integrals."""

from tutor.language.tree import Tree, walk
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.trees import rebuild
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, ZERO, call, sign_of_infinity


def settled(node: Tree, constants: Constants) -> Tree:
    """The tree with oo carried to the top, or used up. Raises Undecided for oo - oo and what else has no value."""
    if sign_of_infinity(node) or INFINITY not in set(walk(node)):
        return node
    args = tuple(settled(a, constants) for a in node.args)
    signs = [sign_of_infinity(a) for a in args]
    if not any(signs):
        return rebuild(node, args)
    match node.head:
        case "add":
            return _sum(signs)
        case "mul":
            return _product(args, signs, constants)
        case "pow":
            return _power(args, signs, constants)
        case "call":
            return _call(node.value, args, signs)
    raise Undecided("an expression of oo")


def _infinity(sign: int) -> Tree:
    return INFINITY if sign > 0 else MINUS_INFINITY


def _sum(signs: list[int]) -> Tree:
    if {1, -1} <= set(signs):
        raise Undecided("oo - oo")
    return _infinity(sum(signs))


def _product(args: tuple[Tree, ...], signs: list[int], constants: Constants) -> Tree:
    total = 1
    for factor, infinite in zip(args, signs, strict=True):
        total *= infinite or constants.sign(factor)
    return _infinity(total) if total else ZERO


def _power(args: tuple[Tree, ...], signs: list[int], constants: Constants) -> Tree:
    exponent = args[1]
    if signs[0] <= 0 or signs[1]:
        raise Undecided("a power of oo")
    side = constants.sign(exponent)
    if side == 0:
        raise Undecided("oo^0")
    return INFINITY if side > 0 else ZERO


def _call(name: str, args: tuple[Tree, ...], signs: list[int]) -> Tree:
    sign = signs[0]
    if name == "exp":
        return INFINITY if sign > 0 else ZERO
    if name == "abs" or (name in ("log", "sqrt") and sign > 0):
        return INFINITY
    if name in ("max", "min"):
        wanted = 1 if name == "max" else -1
        if wanted in signs:
            return _infinity(wanted)
        rest = tuple(a for a, s in zip(args, signs, strict=True) if not s)
        return rest[0] if len(rest) == 1 else call(name, *rest) if rest else _infinity(-wanted)
    raise Undecided(f"{name} of oo")
