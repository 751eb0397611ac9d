"""The conditions inside a relation said by inequalities, and what holds at almost no point left out.

Membership in an interval is two inequalities, an equation is two more, set operations are connectives. Where null sets
in a variable x don't count, membership of c·x + d (c a rational, not 0) in Q, Z, N or a finite set of rationals is
false, and so is an equation c·x + d = 0: both hold on a countable set only, whatever the other variables are. The new
relation then says the same as the old one at every irrational x that is not a quotient of roots; `IRRATIONAL_STEP`
leads from any rational to such a place.
"""

from collections.abc import Callable

from flint import fmpq

from tutor.language.tree import Tree, tree
from tutor.mathematics.algebra import linear
from tutor.mathematics.trees import rebuild, substitute
from tutor.mathematics.trees.build import (
    FALSE,
    ONE,
    TRUE,
    ZERO,
    add,
    at_most,
    conjunction,
    disjunction,
    less,
    member,
    mul,
    neg,
    negation,
    num,
    power,
    sign_of_infinity,
    sub,
)

RATIONAL_SETS = frozenset(("Q", "Z", "N"))
IRRATIONAL_STEP = mul(num(fmpq(1, 10**6)), power(num(2), num(fmpq(1, 2))))
"""sqrt(2)/10^6."""


def plainly(function: Tree, null: frozenset[str]) -> Tree:
    """The function with plain conditions; equal to it but for null sets in the variables named in `null`."""
    done: dict[Tree, Tree] = {}

    def convert(node: Tree) -> Tree:
        known = done.get(node)
        if known is None:
            known = done[node] = _converted(node, convert, null)
        return known

    return convert(function)


def _indicator(condition: Tree) -> Tree:
    if condition in (TRUE, FALSE):
        return ONE if condition is TRUE else ZERO
    if condition.head == "not":
        return sub(ONE, _indicator(condition.args[0]))
    if condition.head == "or" and len(condition.args) == 2 and all(map(_is_total, condition.args)):
        left, right = condition.args
        return add(_indicator(left), _indicator(right), neg(_indicator(conjunction(left, right))))
    return tree("indicator", None, (condition,))


def _is_total(condition: Tree) -> bool:
    """Whether the condition is made of affine inequalities, which are true or false everywhere."""
    if condition.head in ("lt", "le"):
        return linear(sub(*condition.args)) is not None
    return condition.head in ("and", "or", "not") and all(map(_is_total, condition.args))


def _converted(node: Tree, convert: Callable[[Tree], Tree], null: frozenset[str]) -> Tree:
    if node.head == "indicator":
        return _indicator(_plain(node.args[0], null))
    parts = tuple(convert(a) for a in node.args)
    if node.head == "mul" and any(a.head == "indicator" and p is ZERO for a, p in zip(node.args, parts, strict=True)):
        return ZERO  # 1_A g is 0 off A, even where g is undefined
    inside = rebuild(node, parts) if parts else node
    return _cases(inside, null) if node.head == "piecewise" else inside


def _cases(node: Tree, null: frozenset[str]) -> Tree:
    kept: list[Tree] = []
    for i in range(0, len(node.args) - 1, 2):
        condition = _plain(node.args[i + 1], null)
        if condition is TRUE:
            return tree("piecewise", True, (*kept, node.args[i])) if kept else node.args[i]
        if condition is not FALSE:
            kept += [node.args[i], condition]
    if not node.value:
        return tree("piecewise", node.value, tuple(kept)) if kept else node
    return tree("piecewise", True, (*kept, node.args[-1])) if kept else node.args[-1]


def _plain(condition: Tree, null: frozenset[str]) -> Tree:
    """The condition by inequalities, as far as that goes."""
    match condition.head:
        case "and":
            return _joined(condition.args, null, TRUE, FALSE, conjunction)
        case "or":
            return _joined(condition.args, null, FALSE, TRUE, disjunction)
        case "not":
            return _negated(_plain(condition.args[0], null))
        case "in":
            return _membership(condition.args[0], condition.args[1], null)
        case "gt" | "ge":
            left, right = condition.args
            return (less if condition.head == "gt" else at_most)(right, left)
        case "eq":
            left, right = condition.args
            moving = _moves(sub(left, right), null)
            return FALSE if moving else conjunction(at_most(left, right), at_most(right, left))
        case "ne":
            return _negated(_plain(tree("eq", None, condition.args), null))
    return condition


def _joined(
    parts: tuple[Tree, ...], null: frozenset[str], neutral: Tree, absorbing: Tree, join: Callable[..., Tree]
) -> Tree:
    plain = [_plain(part, null) for part in parts]
    if absorbing in plain:
        return absorbing
    kept = [part for part in plain if part is not neutral]
    return join(*kept) if kept else neutral


def _negated(condition: Tree) -> Tree:
    if condition in (TRUE, FALSE):
        return FALSE if condition is TRUE else TRUE
    match condition.head:
        case "not":
            return condition.args[0]
        case "lt":
            return at_most(condition.args[1], condition.args[0])
        case "le":
            return less(condition.args[1], condition.args[0])
        case "and" | "or":
            join = disjunction if condition.head == "and" else conjunction
            return join(*(_negated(part) for part in condition.args))
    return negation(condition)


def _membership(element: Tree, set_: Tree, null: frozenset[str]) -> Tree:
    match set_.head:
        case "interval":
            (low, high), (low_closed, high_closed) = set_.args, set_.value
            ends = ((low, element, low_closed, low), (element, high, high_closed, high))
            parts = [(at_most if closed else less)(a, b) for a, b, closed, end in ends if not sign_of_infinity(end)]
            return conjunction(*parts) if parts else TRUE
        case "set" if set_.value == "R":
            return TRUE
        case "set" if set_.value in RATIONAL_SETS and _moves(element, null):
            return FALSE
        case "finite" if all(part.head == "num" for part in set_.args) and _moves(element, null):
            return FALSE
        case "builder":
            return _plain(substitute(set_.args[0], {set_.value: element}), null)
        case "minus":
            within, without = (member(element, part) for part in set_.args)
            return _plain(conjunction(within, negation(without)), null)
        case "complement":
            return _negated(_membership(element, set_.args[0], null))
        case "union" | "intersection":
            join = disjunction if set_.head == "union" else conjunction
            return _plain(join(*(member(element, part) for part in set_.args)), null)
    return member(element, set_)


def _moves(element: Tree, null: frozenset[str]) -> bool:
    """Whether it is c·x + d with rational c, d, c not 0, for one variable x whose null sets don't count."""
    form = linear(element)
    return form is not None and len(names := {n for n, c in form.items() if n and c != 0}) == 1 and names <= null
