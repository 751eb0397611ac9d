"""Integrals over an interval of bumps that move with the variables of the question, in closed form.

The integral over [a, b] of c · 1_[l, h](x), with c, l and h free of x, is c · max(0, min(b, h) - max(a, l)): whatever
the order of the ends, and wherever c, l and h are defined.
"""

from tutor.language.tree import Tree, free_names, tree, walk
from tutor.mathematics.trees import rebuild
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    MINUS_ONE,
    ZERO,
    add,
    call,
    mul,
    power,
    sign_of_infinity,
    sub,
)


def with_moving_integrals(node: Tree) -> Tree:
    """The tree with such integrals replaced; other integrals over an interval get the interval's ends as their limits.

    Hypothesis of the second: the ends are in order, which is looked at for rational and infinite ends only.
    """
    if not any(part.head in ("integral_on", "norm") for part in walk(node)):
        return node
    node = rebuild(node, tuple(with_moving_integrals(a) for a in node.args))
    if node.head == "norm":
        return _norm(node)
    if node.head != "integral_on" or len(node.args) != 2 or node.args[1].head != "interval":
        return node
    function, interval = node.args
    low, high = interval.args
    bumps = [_bump(term, node.value, low, high) for term in (function.args if function.head == "add" else (function,))]
    whole = [bump for bump in bumps if bump is not None]
    if len(whole) == len(bumps):
        return add(*(mul(*bump) for bump in whole))
    return tree("integral", node.value, (function, low, high)) if _in_order(low, high) else node


def _norm(node: Tree) -> Tree:
    """The norm over an interval as the root of an integral, for p = 1 and even p, or of a single bump for any p."""
    if len(node.args) != 3 or node.args[2].head != "interval" or node.args[1].head != "num" or node.args[1].value < 1:
        return node
    function, p, interval = node.args
    bump = _bump(function, node.value, *interval.args)
    if bump is not None:
        amplitude, length = bump
        return power(mul(power(call("abs", amplitude), p), length), power(p, MINUS_ONE))
    if p.value.denom() != 1 or p.value.numer() % 2:
        return node
    inside = with_moving_integrals(tree("integral_on", node.value, (power(function, p), interval)))
    return power(inside, power(p, MINUS_ONE))


def _bump(term: Tree, x: str, low: Tree, high: Tree) -> tuple[Tree, Tree] | None:
    """Amplitude and length of one bump, or of a constant; None for another term, and for an infinite length."""
    factors = list(term.args) if term.head == "mul" else [term]
    moving = [factor for factor in factors if x in free_names(factor)]
    if not moving and not sign_of_infinity(low) and not sign_of_infinity(high):
        return term, _length(low, high)
    if len(moving) != 1 or moving[0].head != "indicator":
        return None
    ends = _ends(moving[0].args[0], x)
    if ends is None:
        return None
    first, last = _larger(low, ends[0]), _smaller(high, ends[1])
    if sign_of_infinity(first) or sign_of_infinity(last):
        return None
    return mul(*(factor for factor in factors if factor is not moving[0])), _length(first, last)


def _length(low: Tree, high: Tree) -> Tree:
    """The length of [low, high], which is empty where the ends are not in order."""
    size = sub(high, low)
    return size if size.head == "num" and size.value >= 0 else call("max", ZERO, size)


def _ends(condition: Tree, x: str) -> tuple[Tree, Tree] | None:
    """The ends of the interval that the condition describes, closed or not."""
    if condition.head == "in" and condition.args[0].value == x and condition.args[0].head == "var":
        set_ = condition.args[1]
        if set_.head == "interval" and x not in free_names(set_):
            return set_.args[0], set_.args[1]
    if condition.head == "and":
        found = [_half(part, x) for part in condition.args]
        lows = [end for end in found if end is not None and end[1] is INFINITY]
        highs = [end for end in found if end is not None and end[0] is MINUS_INFINITY]
        if len(found) == 2 and len(lows) == len(highs) == 1:
            return lows[0][0], highs[0][1]
    return _half(condition, x)


def _half(condition: Tree, x: str) -> tuple[Tree, Tree] | None:
    if condition.head not in ("lt", "le"):
        return None
    left, right = condition.args
    if right.head == "var" and right.value == x and x not in free_names(left):
        return left, INFINITY
    if left.head == "var" and left.value == x and x not in free_names(right):
        return MINUS_INFINITY, right
    return None


def _larger(a: Tree, b: Tree) -> Tree:
    if sign_of_infinity(a) < 0 or a is b:
        return b
    return a if sign_of_infinity(b) < 0 else call("max", a, b)


def _smaller(a: Tree, b: Tree) -> Tree:
    if sign_of_infinity(a) > 0 or a is b:
        return b
    return a if sign_of_infinity(b) > 0 else call("min", a, b)


def _in_order(low: Tree, high: Tree) -> bool:
    if low.head == "num" and high.head == "num":
        return bool(low.value <= high.value)
    return sign_of_infinity(low) < 0 or sign_of_infinity(high) > 0
