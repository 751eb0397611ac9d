"""Like terms collected: n + 1 - n becomes 1, so that intervals and signs are read off fewer occurrences.

Only terms that are defined everywhere may vanish: log x - log x is not 0 where it is undefined. Products with a factor
0 vanish in derivatives alone, for these are taken of functions that are defined on the whole box.
"""

from collections.abc import Callable

from flint import fmpq

from tutor.language.tree import Tree
from tutor.mathematics.trees import rebuild
from tutor.mathematics.trees.build import ONE, ZERO, add, mul, num


def tidy(function: Tree) -> Tree:
    """The same function with like terms of its sums collected, multiples of sums distributed over them."""
    done: dict[Tree, Tree] = {}

    def convert(node: Tree) -> Tree:
        known = done.get(node)
        if known is None:
            inside = rebuild(node, tuple(convert(a) for a in node.args)) if node.args else node
            known = done[node] = _collected(inside) if inside.head == "add" else inside
        return known

    return convert(function)


def without_zeros(function: Tree) -> Tree:
    """The same function without products that have a factor 0."""
    return _vanishing(function, lambda node: node.head == "mul" and ZERO in node.args)


def without_powers_of_zero(function: Tree) -> Tree:
    """The same function with 0 for 0^u. Hypothesis: it is continuous, so that u > 0."""
    return _vanishing(function, lambda node: node.head == "pow" and node.args[0] is ZERO)


def _vanishing(function: Tree, is_zero: Callable[[Tree], bool]) -> Tree:
    done: dict[Tree, Tree] = {}

    def convert(node: Tree) -> Tree:
        known = done.get(node)
        if known is None:
            inside = rebuild(node, tuple(convert(a) for a in node.args)) if node.args else node
            known = done[node] = ZERO if is_zero(inside) else inside
        return known

    return convert(function)


def _collected(node: Tree) -> Tree:
    factors: dict[Tree, fmpq] = {}
    for term in node.args:
        _count(term, fmpq(1), factors)
    if len(factors) == len(node.args):
        return node
    kept = ((rest, factor) for rest, factor in factors.items() if factor != 0 or not _is_polynomial(rest))
    return add(*(num(factor) if rest is ONE else mul(num(factor), rest) for rest, factor in kept))


def _is_polynomial(node: Tree) -> bool:
    """Whether the node is certainly defined everywhere: only then may it vanish."""
    if node.head == "pow":
        exponent = node.args[1]
        natural = exponent.head == "num" and exponent.value.denom() == 1 and exponent.value >= 0
        return bool(natural) and _is_polynomial(node.args[0])
    return node.head in ("num", "var") or (node.head in ("add", "mul") and all(map(_is_polynomial, node.args)))


def _count(term: Tree, times: fmpq, factors: dict[Tree, fmpq]) -> None:
    """Add the term, taken so many times, to the factors of the other terms."""
    if term.head == "num":
        factors[ONE] = factors.get(ONE, fmpq(0)) + times * term.value
    elif term.head == "add":
        for part in term.args:
            _count(part, times, factors)
    elif term.head == "mul" and term.args[0].head == "num":
        _count(mul(*term.args[1:]), times * term.args[0].value, factors)
    else:
        factors[term] = factors.get(term, fmpq(0)) + times
