"""Conditions on integer parts, waves and lattices, written as conditions that cells and lattices decide.

| written | meant |
|---|---|
| floor(u) = 2, floor(u) < 5/2 | 2 <= u < 3, u < 3 |
| floor(u) = u, frac(u) = 1/3 | u in Z, u - 1/3 in Z |
| sin(pi v) = 0, cos(pi v) = 1 | v in Z, v/2 in Z |
| x in {2n + 1 : n in Z} | (x - 1)/2 in Z |
| x in {(-1)^n : n in N} | x in {-1, 1} |

Every rewriting holds at every point, and what is written is undefined exactly where what is meant is.
"""

from collections.abc import Collection

from flint import fmpq

from tutor.language.tree import BINDERS, Tree, free_names, tree, walk
from tutor.mathematics.algebra.linear import linear
from tutor.mathematics.trees import rebuild, replaced, substitute
from tutor.mathematics.trees.build import (
    FALSE,
    HALF,
    MINUS_ONE,
    ONE,
    PI,
    TRUE,
    TWO,
    ZERO,
    add,
    at_most,
    conjunction,
    div,
    finite,
    less,
    member,
    mul,
    neg,
    negation,
    num,
    sub,
    var,
)

INTEGERS = tree("set", "Z")
_RELATIONS = frozenset(("lt", "le", "eq", "ne"))
_PARTS = frozenset(("floor", "ceil", "frac"))
_WAVES = frozenset(("sin", "cos"))
_WHOLE = "whole part"
_SIGN = "sign of a power of -1"


def plainer(node: Tree, reals: Collection[str]) -> Tree:
    """The tree with the conditions of this kind rewritten; lattices only of the real variables named."""
    return _Work(frozenset(reals)).rewritten(node) if any(_speaks_of_wholes(part) for part in walk(node)) else node


def finite_image(image: Tree) -> Tree | None:
    """{a (-1)^n + b : n in N}, or Z, as a set of two elements."""
    body, over = image.args
    if over.head != "set" or over.value not in ("N", "Z"):
        return None
    signed = _signs_replaced(body, image.value)
    if image.value in free_names(signed) or _SIGN not in free_names(signed):
        return None
    return finite(*(substitute(signed, {_SIGN: sign}) for sign in (MINUS_ONE, ONE)))


def _speaks_of_wholes(node: Tree) -> bool:
    return node.head == "image" or (node.head == "call" and node.value in (_PARTS | _WAVES))


class _Work:
    """One walk over a tree. An integer variable has lattices of its own, which normal forms know (see `parity`)."""

    def __init__(self, reals: frozenset[str]) -> None:
        self.reals = reals

    def rewritten(self, node: Tree) -> Tree:
        """The tree with every condition of this kind rewritten, innermost first."""
        if not node.args:
            return node
        inner = self._under(node)
        node = rebuild(node, tuple(inner.rewritten(a) for a in node.args))
        found = None
        if node.head in _RELATIONS:
            left, right = node.args
            found = _of_integer_part(node.head, sub(left, right)) or _of_wave(node.head, left, right)
        elif node.head == "in" and node.args[1].head == "image":
            found = _in_image(*node.args)
        return found if found is not None and self._is_known(found) else node

    def _under(self, node: Tree) -> "_Work":
        """The same below a binder: the name of {x : P} is a real number, that of a sum or an image is not."""
        if node.head not in BINDERS:
            return self
        return _Work(self.reals | {node.value} if node.head == "builder" else self.reals - {node.value})

    def _is_known(self, condition: Tree) -> bool:
        """Whether every lattice in the condition is one of real variables alone."""
        lattices = (n for n in walk(condition) if n.head == "in" and n.args[1].head == "set")
        return all(free_names(n.args[0]) <= self.reals for n in lattices)


# Integer parts ------------------------------------------------------------------------------------------------------


def _of_integer_part(op: str, difference: Tree) -> Tree | None:
    """`difference` op 0, where it is c floor(u) + v, affine in the integer part and in the variables."""
    parts = {n for n in walk(difference) if n.head == "call" and n.value in _PARTS}
    if len(parts) != 1:
        return None
    part = parts.pop()
    (u,) = part.args
    whole = {"floor": var(_WHOLE), "ceil": neg(var(_WHOLE)), "frac": sub(u, var(_WHOLE))}[part.value]
    form = linear(replaced(difference, part, whole))
    scale = form.pop(_WHOLE, fmpq(0)) if form else fmpq(0)
    if form is None or scale == 0:
        return None
    level = {n: -c / scale for n, c in form.items() if c != 0}
    if part.value == "ceil":
        u = neg(u)
    return _floor_against(op, scale > 0, u, level)


def _floor_against(op: str, upwards: bool, u: Tree, level: dict[str, fmpq]) -> Tree | None:
    """floor(u) op level, or level op floor(u): for a number, or for u minus a number."""
    if level.keys() <= {""}:
        return _floor_against_number(op, upwards, u, level.get("", fmpq(0)))
    form = linear(u)
    if form is None or any(form.get(n, 0) != level.get(n, 0) for n in {*form, *level} - {""}):
        return None
    gap = form.get("", fmpq(0)) - level.get("", fmpq(0))
    return _fraction_against(op, upwards, u, gap)


def _floor_against_number(op: str, upwards: bool, u: Tree, level: fmpq) -> Tree | None:
    """floor(u) < k + 1, and so on, by the whole numbers next to the level."""
    below, above = num(fmpq(level.floor())), num(fmpq(level.ceil()))
    following = add(below, ONE)
    if op in ("eq", "ne"):
        if level.denom() != 1:
            return None
        here = conjunction(at_most(below, u), less(u, following))
        return here if op == "eq" else negation(here)
    if upwards:
        return less(u, above) if op == "lt" else less(u, following)
    return at_most(following, u) if op == "lt" else at_most(above, u)


def _fraction_against(op: str, upwards: bool, u: Tree, gap: fmpq) -> Tree | None:
    """floor(u) op u - gap: the fractional part of u against the gap. u is affine, and so defined everywhere."""
    inside = 0 <= gap < 1
    whole = member(sub(u, num(gap)), INTEGERS)
    if op in ("eq", "ne"):
        here = whole if inside else FALSE
        return here if op == "eq" else negation(here)
    if gap != 0:
        return None
    if upwards:  # floor(u) < u, floor(u) <= u
        return negation(whole) if op == "lt" else TRUE
    return FALSE if op == "lt" else whole


# Waves --------------------------------------------------------------------------------------------------------------

_ZEROS = {
    ("sin", 0): (ONE, ZERO),
    ("cos", 0): (ONE, HALF),
    ("sin", 1): (TWO, HALF),
    ("sin", -1): (TWO, neg(HALF)),
    ("cos", 1): (TWO, ZERO),
    ("cos", -1): (TWO, ONE),
}
"""sin(pi v) = 0 and so on: v is the second number plus a whole multiple of the first."""


def _of_wave(op: str, left: Tree, right: Tree) -> Tree | None:
    """A wave of pi v at one of its levels 0, 1, -1; for v affine in the variables with rational coefficients."""
    wave, level = (left, right) if right.head == "num" else (right, left)
    if op not in ("eq", "ne") or level.head != "num":
        return None
    if level is ZERO:
        wave = _base(wave)
    if wave.head != "call" or wave.value not in _WAVES or level not in (ZERO, ONE, MINUS_ONE):
        return None
    turns = over_pi(wave.args[0])
    if turns is None:
        return None
    period, first = _ZEROS[wave.value, int(level.value.numer())]
    here = member(div(sub(turns, first), period), INTEGERS)
    return here if op == "eq" else negation(here)


def _base(node: Tree) -> Tree:
    """u for |u| or a power of u with a positive whole exponent: these are 0 where u is."""
    if node.head == "pow" and node.args[1].head == "num" and node.args[1].value > 0 and node.args[1].value.denom() == 1:
        return _base(node.args[0])
    if node.head == "call" and node.value == "abs":
        return _base(node.args[0])
    return node


def over_pi(u: Tree) -> Tree | None:
    """v, where u is written as pi v with v affine in the variables and rational coefficients."""
    terms = []
    for term in u.args if u.head == "add" else (u,):
        factors = list(term.args if term.head == "mul" else (term,))
        if factors.count(PI) != 1:
            return None
        factors.remove(PI)
        terms.append(mul(ONE, *factors))
    turns = add(ZERO, *terms)
    return turns if linear(turns) is not None else None


# Images -------------------------------------------------------------------------------------------------------------


def _in_image(element: Tree, image: Tree) -> Tree | None:
    """x in {a n + b : n in Z}, or N, as (x - b)/a in Z, or N; {a (-1)^n + b} as a finite set."""
    body, over = image.args
    if over.head != "set" or over.value not in ("N", "Z"):
        return None
    pair = finite_image(image)
    if pair is not None:
        return member(element, pair)
    form = linear(body)
    if form is None or not form.keys() <= {image.value, ""} or form.get(image.value, 0) == 0:
        return None
    return member(mul(num(1 / form[image.value]), sub(element, num(form.get("", fmpq(0))))), over)


def _signs_replaced(node: Tree, n: str) -> Tree:
    """The powers (-1)^(a n + b) with whole odd a as ± one unknown sign."""
    if node.head in BINDERS and node.value == n:
        return node
    if node.head == "pow" and node.args[0] is MINUS_ONE:
        form = linear(node.args[1])
        if form is not None and form.keys() <= {n, ""} and all(c.denom() == 1 for c in form.values()):
            odd = [int(form.get(name, fmpq(0)).numer()) % 2 for name in (n, "")]
            sign = ONE if not odd[1] else MINUS_ONE
            return mul(sign, var(_SIGN)) if odd[0] else sign
    return rebuild(node, tuple(_signs_replaced(a, n) for a in node.args)) if node.args else node
