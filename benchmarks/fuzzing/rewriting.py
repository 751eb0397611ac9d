"""Rewritings that keep a function the same at every point where it is defined, and undefined elsewhere.

Each rule maps a node to an equal one, or to None where it does not apply. `u` stands for a part that may be undefined,
so no rule drops or doubles a part's definedness: an indicator times `u` is used for total parts only, because 1_A u is
0 off A whatever u is.
"""

import random
from collections.abc import Callable
from fractions import Fraction

from benchmarks.fuzzing.build import (
    HALF,
    ONE,
    PI,
    TWO,
    ZERO,
    E,
    add,
    both,
    call,
    div,
    either,
    indicator,
    member,
    mul,
    named_set,
    neg,
    negation,
    num,
    piecewise,
    power,
    relation,
    sub,
    var,
)
from benchmarks.fuzzing.trees import at_a_point, is_total
from tutor.language.tree import Tree, free_names, tree, walk

Rule = Callable[[Tree], Tree | None]
CONDITIONS = frozenset(["lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not", "in", "true", "false"])
MIRRORED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}
CONTRARY = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt", "eq": "ne", "ne": "eq"}

_root2 = call("sqrt", TWO)


def _half(u: Tree) -> Tree:
    return mul(HALF, u)


OF_CALLS: dict[str, tuple[Callable[..., Tree], ...]] = {
    "abs": (
        lambda u: call("max", u, neg(u)),
        lambda u: call("sqrt", power(u, TWO)),
        lambda u: mul(call("sign", u), u),
        lambda u: add(call("relu", u), call("relu", neg(u))),
        lambda u: piecewise(u, relation("ge", u, ZERO), neg(u)),
        lambda u: call("abs", neg(u)),
    ),
    "max": (
        lambda a, b: _half(add(a, b, call("abs", sub(a, b)))),
        lambda a, b: add(a, call("relu", sub(b, a))),
        lambda a, b: call("max", b, a),
        lambda a, b: neg(call("min", neg(a), neg(b))),
        lambda a, b: sub(add(a, b), call("min", a, b)),
        lambda a, b: call("max", a, b, a),
    ),
    "min": (
        lambda a, b: _half(sub(add(a, b), call("abs", sub(a, b)))),
        lambda a, b: sub(a, call("relu", sub(a, b))),
        lambda a, b: neg(call("max", neg(a), neg(b))),
        lambda a, b: call("min", b, a),
    ),
    "relu": (
        lambda u: _half(add(u, call("abs", u))),
        lambda u: call("max", ZERO, u),
        lambda u: piecewise(ZERO, relation("le", u, ZERO), u),
        lambda u: add(u, call("relu", neg(u))),
    ),
    "sigmoid": (
        lambda u: div(ONE, add(ONE, call("exp", neg(u)))),
        lambda u: _half(add(ONE, call("tanh", _half(u)))),
        lambda u: sub(ONE, call("sigmoid", neg(u))),
        lambda u: div(call("exp", u), add(ONE, call("exp", u))),
    ),
    "tanh": (
        lambda u: sub(mul(TWO, call("sigmoid", mul(TWO, u))), ONE),
        lambda u: neg(call("tanh", neg(u))),
        lambda u: div(call("sinh", u), call("cosh", u)),
    ),
    "softplus": (
        lambda u: add(u, call("softplus", neg(u))),
        lambda u: call("log", add(ONE, call("exp", u))),
        lambda u: add(call("relu", u), call("log", add(ONE, call("exp", neg(call("abs", u)))))),
    ),
    "sin": (
        lambda u: neg(call("sin", neg(u))),
        lambda u: call("cos", sub(div(PI, TWO), u)),
        lambda u: mul(TWO, call("sin", _half(u)), call("cos", _half(u))),
        lambda u: call("sin", add(u, mul(TWO, PI))),
    ),
    "cos": (
        lambda u: call("cos", neg(u)),
        lambda u: sub(ONE, mul(TWO, power(call("sin", _half(u)), TWO))),
        lambda u: call("sin", add(u, div(PI, TWO))),
    ),
    "exp": (
        lambda u: div(ONE, call("exp", neg(u))),
        lambda u: power(E, u),
        lambda u: power(call("exp", _half(u)), TWO),
    ),
    "sign": (
        lambda u: sub(indicator(relation("gt", u, ZERO)), indicator(relation("lt", u, ZERO))),
        lambda u: neg(call("sign", neg(u))),
        lambda u: call("sign", mul(num(3), u)),
    ),
    "atan": (lambda u: neg(call("atan", neg(u))),),
    "cosh": (lambda u: _half(add(call("exp", u), call("exp", neg(u)))), lambda u: call("cosh", neg(u))),
    "sinh": (lambda u: _half(sub(call("exp", u), call("exp", neg(u)))), lambda u: neg(call("sinh", neg(u)))),
    "asinh": (lambda u: neg(call("asinh", neg(u))),),
    "erf": (lambda u: neg(call("erf", neg(u))), lambda u: sub(mul(TWO, call("Phi", mul(_root2, u))), ONE)),
    "Phi": (
        lambda u: sub(ONE, call("Phi", neg(u))),
        lambda u: _half(add(ONE, call("erf", div(u, _root2)))),
    ),
    "cbrt": (lambda u: neg(call("cbrt", neg(u))),),
    "floor": (
        lambda u: sub(call("floor", add(u, ONE)), ONE),
        lambda u: neg(call("ceil", neg(u))),
        lambda u: sub(u, call("frac", u)),
    ),
    "ceil": (lambda u: neg(call("floor", neg(u))), lambda u: add(call("ceil", sub(u, TWO)), TWO)),
    "frac": (lambda u: sub(u, call("floor", u)), lambda u: call("frac", add(u, num(3)))),
    "tan": (lambda u: div(call("sin", u), call("cos", u)), lambda u: neg(call("tan", neg(u)))),
    "asin": (lambda u: sub(div(PI, TWO), call("acos", u)), lambda u: neg(call("asin", neg(u)))),
    "acos": (lambda u: sub(div(PI, TWO), call("asin", u)), lambda u: sub(PI, call("acos", neg(u)))),
    "log": (lambda u: neg(call("log", div(ONE, u))), lambda u: sub(call("log", mul(TWO, u)), call("log", TWO))),
    "sqrt": (lambda u: power(u, HALF), lambda u: _half(call("sqrt", mul(num(4), u)))),
}
"""Identities of the named functions."""


def _of_power(node: Tree) -> list[Tree]:
    base, exponent = node.args
    if exponent is TWO:
        return [mul(base, base), power(call("abs", base), TWO), power(neg(base), TWO)]
    return [mul(base, power(base, TWO))] if exponent is num(3) else []


def _of_sum(node: Tree) -> list[Tree]:
    return [add(*node.args[::-1]), add(ZERO, node), sub(mul(TWO, node), node), _half(add(node, node))]


def _of_difference(node: Tree) -> list[Tree]:
    left, right = node.args
    return [add(left, neg(right)), neg(sub(right, left))]


def _of_product(node: Tree) -> list[Tree]:
    found = [mul(*node.args[::-1]), mul(ONE, *node.args)]
    last = node.args[-1]
    if last.head == "add" and all(map(is_total, node.args)):
        found.append(add(*[mul(*node.args[:-1], term) for term in last.args]))
    return found


def _of_quotient(node: Tree) -> list[Tree]:
    above, below = node.args
    if above.head == "indicator":
        return []
    return [div(neg(above), neg(below)), div(mul(TWO, above), mul(TWO, below)), mul(above, power(below, neg(ONE)))]


def _of_indicator(node: Tree) -> list[Tree]:
    condition = node.args[0]
    parts = [indicator(c) for c in condition.args] if condition.head in ("and", "or") else []
    joined = []
    if parts and condition.head == "and":
        joined = [call("min", *parts), mul(*parts)]
    elif len(parts) == 2:
        joined = [call("max", *parts), sub(add(*parts), mul(*parts))]
    return [
        *joined,
        sub(ONE, indicator(negation(condition))),
        piecewise(ONE, condition, ZERO),
        power(node, TWO),
        call("max", node, node),
        mul(node, node),
        call("min", ONE, node),
        indicator(both(condition, condition)),
    ]


def _of_connective(node: Tree) -> list[Tree]:
    other = either if node.head == "and" else both
    return [tree(node.head, None, node.args[::-1]), negation(other(*map(negation, node.args)))]


def _of_relation(node: Tree) -> list[Tree]:
    left, right = node.args
    return [
        relation(MIRRORED[node.head], right, left),
        negation(relation(CONTRARY[node.head], left, right)),
        relation(node.head, mul(TWO, left), mul(TWO, right)),
        relation(node.head, add(left, ONE), add(right, ONE)),
        relation(node.head, sub(left, right), ZERO),
        relation(MIRRORED[node.head], neg(left), neg(right)),
    ]


def _of_membership(node: Tree) -> list[Tree]:
    u, null = node.args
    if null.head != "set":
        return []
    found = {
        "Q": [member(add(u, ONE), null), member(mul(TWO, u), null), member(neg(u), null)],
        "Z": [member(add(u, ONE), null), member(neg(u), null), relation("eq", call("frac", u), ZERO)],
        "Cantor": [member(sub(ONE, u), null)],
    }
    return found.get(null.value, [])


def _of_pieces(node: Tree) -> list[Tree]:
    if len(node.args) != 3:
        return []
    value, condition, rest = node.args
    found = [piecewise(rest, negation(condition), value), piecewise(value, condition, value, condition, rest)]
    if is_total(value) and is_total(rest):
        found.append(add(mul(value, indicator(condition)), mul(rest, indicator(negation(condition)))))
        found.append(add(rest, mul(indicator(condition), sub(value, rest))))
    return found


def _of_variable(node: Tree) -> list[Tree]:
    return [
        sub(add(node, ONE), ONE),
        _half(add(node, node)),
        sub(call("relu", node), call("relu", neg(node))),
        mul(call("sign", node), call("abs", node)),
        add(call("floor", node), call("frac", node)),
        call("cbrt", power(node, num(3))),
        call("max", node, node),
    ]


def _of_series(node: Tree) -> list[Tree]:
    body, low, high = node.args
    k, j = var(node.value), var("j")
    found = [tree("sum", "j", (replaced(body, k, j), low, high))]
    if low.head == "num":
        shifted = replaced(body, k, sub(k, ONE))
        found.append(tree("sum", node.value, (shifted, add(low, ONE), add(high, ONE))))
        found.append(tree("sum", node.value, (replaced(body, k, sub(add(low, high), k)), low, high)))
    return found


BY_HEAD: dict[str, Callable[[Tree], list[Tree]]] = {
    "pow": _of_power,
    "add": _of_sum,
    "sub": _of_difference,
    "mul": _of_product,
    "div": _of_quotient,
    "indicator": _of_indicator,
    "and": _of_connective,
    "or": _of_connective,
    "piecewise": _of_pieces,
    "in": _of_membership,
    "var": _of_variable,
    "sum": _of_series,
    **dict.fromkeys(MIRRORED, _of_relation),
}
"""Identities of the other heads."""


def rewrites(node: Tree) -> list[Tree]:
    """Every tree that one rule makes of this node at its root."""
    if node.head == "call":
        rules = OF_CALLS.get(node.value, ())
        arity_fits = node.value not in ("max", "min") or len(node.args) == 2
        return [rule(*node.args) for rule in rules] if arity_fits else []
    rule = BY_HEAD.get(node.head)
    return rule(node) if rule is not None else []


def splits(node: Tree, chance: random.Random, name: str) -> Tree:
    """The same total function with one more cell, cut at a random place."""
    cut = num(Fraction(chance.randint(-6, 6), 2))
    left, right = relation("lt", var(name), cut), relation("ge", var(name), cut)
    if chance.random() < 0.5:
        return piecewise(node, left, node)
    return add(mul(indicator(left), node), mul(indicator(right), node))


def rewritten(node: Tree, chance: random.Random, real_names: tuple[str, ...]) -> Tree:
    """One random rewriting somewhere in the tree; the tree itself where none applies."""
    if real_names and is_total(node) and chance.random() < 0.08:
        return splits(node, chance, chance.choice(real_names))
    # In 1_A u with a partial u the indicator must stay one: (1 - 1_B) u is undefined where u is.
    kept = "" if is_total(node) else "indicator"
    places = [part for part in walk(node) if part.head != kept and rewrites(part)]
    if not places:
        return node
    place = chance.choice(places)
    return replaced(node, place, chance.choice(rewrites(place)))


def changed_on_a_null_set(node: Tree, chance: random.Random, name: str) -> Tree:
    """A total function with other values on a random null set: one point, Q, Z or the Cantor set."""
    null = named_set(chance.choice(("Q", "Z", "Cantor")))
    point = num(Fraction(chance.randint(-3, 3), chance.choice((1, 2, 3))))
    return chance.choice(
        (
            at_a_point(name, point, add(node, ONE), node),
            add(node, indicator(member(var(name), null))),
            piecewise(num(7), member(var(name), null), node),
            mul(node, indicator(negation(member(var(name), null)))),
            add(node, indicator(relation("eq", var(name), point))),
            add(node, sub(indicator(relation("le", var(name), point)), indicator(relation("lt", var(name), point)))),
        )
    )


def replaced(node: Tree, old: Tree, new: Tree) -> Tree:
    """The tree with every occurrence of a part replaced, except that bound names stay as they are."""
    if node is old:
        return new
    if not node.args or (old.head == "var" and old.value not in free_names(node) and node.head != "sum"):
        return node
    return tree(node.head, node.value, tuple(replaced(a, old, new) for a in node.args))


def rewritten_set(node: Tree, chance: random.Random) -> Tree:
    """The same set, written otherwise."""
    x = var("x")
    choices: list[Tree] = [
        tree("union", None, (node, node)),
        tree("intersection", None, (node, named_set("R"))),
        tree("minus", None, (named_set("R"), tree("minus", None, (named_set("R"), node)))),
        tree("builder", "x", (member(x, node),)),
    ]
    if node.head in ("union", "intersection"):
        other = "intersection" if node.head == "union" else "union"
        parts = tuple(tree("minus", None, (named_set("R"), a)) for a in node.args)
        choices += [
            tree(node.head, None, node.args[::-1]),
            tree("minus", None, (named_set("R"), tree(other, None, parts))),
        ]
    if node.head == "interval":
        choices += _of_interval(node, x)
    if node.head == "minus":
        outside = tree("minus", None, (named_set("R"), node.args[1]))
        choices.append(tree("intersection", None, (node.args[0], outside)))
    if node.head == "builder":
        choices.append(tree("builder", "x", (rewritten(node.args[0], chance, ()),)))
    if node.args and node.head not in ("interval", "builder", "finite") and chance.random() < 0.5:
        place = chance.randrange(len(node.args))
        parts = tuple(rewritten_set(a, chance) if k == place else a for k, a in enumerate(node.args))
        return tree(node.head, node.value, parts)
    return chance.choice(choices)


def _of_interval(node: Tree, x: Tree) -> list[Tree]:
    low, high = node.args
    above = relation("ge" if node.value[0] else "gt", x, low)
    below = relation("le" if node.value[1] else "lt", x, high)
    middle = _half(add(low, high))
    halves = (
        tree("interval", (node.value[0], True), (low, middle)),
        tree("interval", (False, node.value[1]), (middle, high)),
    )
    return [tree("builder", "x", (both(above, below),)), tree("union", None, halves)]
