"""Integrals in which a switch moves with a parameter: |t - x|, max(t, x), 1[t < x] are cut where they turn.

Hypothesis: the lower end is at most the upper one for every parameter, and the switch turns where a·t + b = 0 with a
rational a, not 0, and a b without t. Then the integral from l to h is that from l to c of the one branch and that from
c to h of the other, with c = max(l, min(h, -b/a)): c lies in [l, h], before it the switch stands on one side, behind it
on the other, and a single point is null.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from flint import fmpq

from tutor.language.tree import BINDERS, Tree, free_names, tree, walk
from tutor.mathematics.analysis.forall.conditions import plainly
from tutor.mathematics.analysis.forall.switches import Condition, basic, conditions_of, replaced
from tutor.mathematics.trees.build import (
    MINUS_ONE,
    ONE,
    ZERO,
    add,
    at_most,
    call,
    conjunction,
    indicator,
    less,
    mul,
    num,
    sign_of_infinity,
    sub,
)

MOST_PIECES = 12


@dataclass(frozen=True, slots=True)
class Stretch:
    """The integral of a function without moving switches from one end to the other."""

    function: Tree
    low: Tree
    high: Tree


def stretches(f: Tree, t: str, low: Tree, high: Tree) -> list[Stretch] | None:
    """The integral of f over t from low to high, low <= high, as a sum of such without moving switches.

    None where nothing is to be cut, or a switch is of another kind.
    """
    plain = basic(plainly(f, frozenset((t,))), ())
    if plain is ZERO:
        return []
    if any(part.head in BINDERS for part in walk(plain)):
        return None  # a switch under a bound name turns where that name says
    if not any(_is_switch(node, t) and free_names(node) - {t} for node in walk(plain)):
        return None
    todo = [Stretch(plain, low, high)]
    done: list[Stretch] = []
    while todo:
        stretch = todo.pop()
        if stretch.function is ZERO:
            continue
        if not any(_is_switch(node, t) for node in walk(stretch.function)):
            done.append(stretch)
            continue
        cut = next(_cuts(stretch, t), None)
        if cut is None or len(todo) + len(done) >= MOST_PIECES:
            return None
        todo += cut
    return done


def _is_switch(node: Tree, t: str) -> bool:
    """Whether the node is a switch that may turn as t runs."""
    switch = node.head in ("indicator", "piecewise") or (node.head == "call" and node.value in _TURNS)
    return switch and t in free_names(node)


def _cuts(stretch: Stretch, t: str) -> Iterator[list[Stretch]]:
    for node in walk(stretch.function):
        if not _is_switch(node, t):
            continue
        for expression in _turning(node):
            form = _affine(expression, t)
            if form is None or form[0] == 0:
                continue
            slope, rest = form
            below, above = (_branch(node, expression, bool(positive)) for positive in (slope < 0, slope > 0))
            if below is None or above is None:
                continue
            place = _clamped(mul(num(-1 / slope), rest), stretch)
            yield [
                Stretch(replaced(stretch.function, node, below), stretch.low, place),
                Stretch(replaced(stretch.function, node, above), place, stretch.high),
            ]


def _affine(expression: Tree, t: str) -> tuple[fmpq, Tree] | None:
    """(a, b) with expression = a·t + b, a rational, b without t; None where it is not written so."""
    if t not in free_names(expression):
        return fmpq(0), expression
    if expression.head == "var":
        return fmpq(1), ZERO
    if expression.head == "add":
        parts = [_affine(term, t) for term in expression.args]
        if None in parts:
            return None
        known = [part for part in parts if part is not None]
        return sum((slope for slope, _ in known), fmpq(0)), add(*(rest for _, rest in known))
    if expression.head == "mul" and expression.args[0].head == "num":
        inner = _affine(mul(*expression.args[1:]), t)
        return None if inner is None else (expression.args[0].value * inner[0], mul(expression.args[0], inner[1]))
    return None


def _clamped(place: Tree, stretch: Stretch) -> Tree:
    if not sign_of_infinity(stretch.high):
        place = _extreme("min", stretch.high, place)
    return place if sign_of_infinity(stretch.low) else _extreme("max", stretch.low, place)


def _extreme(name: str, end: Tree, place: Tree) -> Tree:
    if end.head == "num" and place.head == "num":
        return end if (end.value < place.value) == (name == "min") else place
    return call(name, end, place)


_TURNS = frozenset(("abs", "max", "min", "sign"))


def _turning(node: Tree) -> list[Tree]:
    """What changes sign where the switch turns."""
    match node.head:
        case "indicator":
            return [c.expression for c in conditions_of(node.args[0]) or ()]
        case "piecewise":
            return [c.expression for c in conditions_of(node.args[1]) or ()]
    if node.value in ("max", "min"):
        return [sub(node.args[0], node.args[1])] if len(node.args) == 2 else []
    return [node.args[0]]


def _branch(node: Tree, expression: Tree, positive: bool) -> Tree | None:
    """What the switch is where the expression is > 0, or where it is < 0."""
    match node.head:
        case "indicator":
            rest = _left(conditions_of(node.args[0]) or (), expression)
            return (_indicator(rest) if positive else ZERO) if rest is not None else None
        case "piecewise":
            return _piece(node, expression, positive)
    if node.value in ("max", "min"):
        return node.args[0 if positive == (node.value == "max") else 1]
    if node.value == "sign":
        return ONE if positive else MINUS_ONE
    return node.args[0] if positive else mul(MINUS_ONE, node.args[0])


def _piece(node: Tree, expression: Tree, positive: bool) -> Tree | None:
    rest = _left(conditions_of(node.args[1]) or (), expression)
    if rest is None:
        return None
    if not positive:
        others = node.args[2:]
        if len(others) == 1:
            return others[0]
        return tree("piecewise", node.value, others) if others else None
    return tree("piecewise", node.value, (node.args[0], _all(rest), *node.args[2:])) if rest else node.args[0]


def _left(conditions: tuple[Condition, ...], expression: Tree) -> tuple[Condition, ...] | None:
    """The conditions but for the one about this expression."""
    rest = tuple(c for c in conditions if c.expression is not expression)
    return rest if len(rest) + 1 == len(conditions) else None


def _indicator(conditions: tuple[Condition, ...]) -> Tree:
    return indicator(_all(conditions)) if conditions else ONE


def _all(conditions: tuple[Condition, ...]) -> Tree:
    return conjunction(*((less if c.strict else at_most)(ZERO, c.expression) for c in conditions))
