"""Small changes that usually change the meaning: the slips of learners, and shifts of 10^-9.

Whether the meaning did change is for the oracle to say.
"""

import random
from fractions import Fraction

from benchmarks.fuzzing.build import ONE, add, call, neg, num, piecewise, relation, sub, var
from benchmarks.fuzzing.rewriting import CONDITIONS, CONTRARY, replaced
from tutor.language.tree import Tree, tree, walk

TINY = num(Fraction(1, 10**9))
SWAPPED = {
    "sin": "cos",
    "cos": "sin",
    "max": "min",
    "min": "max",
    "abs": "relu",
    "relu": "abs",
    "floor": "ceil",
    "ceil": "floor",
    "exp": "cosh",
    "sigmoid": "tanh",
    "tanh": "atan",
    "log": "sqrt",
    "erf": "tanh",
}
STRICTER = {"lt": "le", "le": "lt", "gt": "ge", "ge": "gt"}


def mutants(node: Tree) -> list[Tree]:
    """What a slip makes of this node."""
    if node.head == "num":
        value = Fraction(int(node.value.p), int(node.value.q))
        return [num(value + 1), num(value - 1), num(value + Fraction(1, 10**9)), neg(node)]
    if node.head == "var":
        return [neg(node), call("abs", node), add(node, TINY), add(node, ONE)]
    if node.head == "call":
        renamed = SWAPPED.get(node.value)
        return [call(renamed, *node.args), neg(node), add(node, TINY)] if renamed else [neg(node), add(node, TINY)]
    if node.head in STRICTER:
        left, right = node.args
        return [
            relation(STRICTER[node.head], left, right),
            relation(CONTRARY[node.head], left, right),
            relation(node.head, right, left),
            relation(node.head, left, add(right, TINY)),
        ]
    return _of_others(node)


def _of_others(node: Tree) -> list[Tree]:
    if node.head == "add":
        return [add(*node.args[:-1], neg(node.args[-1])), sub(node.args[0], node.args[-1]), node.args[0]]
    if node.head == "mul":
        return [add(*node.args), node.args[-1], neg(node)]
    if node.head in ("pow", "neg", "div", "indicator") and node.args[0].head not in CONDITIONS:
        return [node.args[0]]
    if node.head == "sub":
        return [add(*node.args), sub(node.args[1], node.args[0])]
    if node.head == "piecewise" and len(node.args) == 3:
        value, condition, rest = node.args
        return [piecewise(rest, condition, value), piecewise(value, condition, add(rest, TINY)), value]
    if node.head == "sum":
        body, low, high = node.args
        return [
            tree("sum", node.value, (body, add(low, ONE), high)),
            tree("sum", node.value, (body, low, sub(high, ONE))),
        ]
    if node.head == "interval":
        return _of_interval(node)
    if node.head == "in" and node.args[1].head == "set":
        others = [tree("set", name) for name in ("Q", "Z", "Cantor") if name != node.args[1].value]
        return [tree("in", None, (node.args[0], other)) for other in others]
    if node.head in ("union", "intersection", "minus"):
        swapped = {"union": "intersection", "intersection": "union", "minus": "union"}[node.head]
        return [tree(swapped, None, node.args), node.args[0]]
    return []


def _of_interval(node: Tree) -> list[Tree]:
    low, high = node.args
    left, right = node.value
    return [
        tree("interval", (not left, right), (low, high)),
        tree("interval", (left, not right), (low, high)),
        tree("interval", (left, right), (low, add(high, TINY))),
        tree("interval", (left, right), (low, add(high, ONE))),
    ]


def mutated(node: Tree, chance: random.Random) -> Tree:
    """One random slip somewhere in the tree; the tree itself where none applies."""
    places = [part for part in walk(node) if mutants(part)]
    if not places:
        return node
    place = chance.choice(places)
    return replaced(node, place, chance.choice(mutants(place)))


__all__ = ["mutants", "mutated", "var"]
