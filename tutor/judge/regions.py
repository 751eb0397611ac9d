"""Membership of points in Q, Z, N, the Cantor set and images of N and Z: atoms, and the regions they cut the line into.

An atom is the condition that an expression lies in one of these sets. Sets built from them are first written out as
logic over atoms. Where the expression is affine in a real coordinate, the atom is false at almost every point.

| region | Q | Z | N | Cantor | a witness |
|---|---|---|---|---|---|
| fractions | yes | | | | 37/101, dense |
| whole numbers below 1 | yes | yes | | | -1 |
| natural numbers | yes | yes | yes | | 2 |
| rational Cantor points | yes | | | yes | 1/4 |
| irrational Cantor points | | | | yes | in every ball around a Cantor point |

The integers, and other lattices such as {x : 2x in Z}, are examined as functions of an integer (see `memberships`).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from flint import fmpq

from tutor.language.tree import Tree, free_names, tree, walk
from tutor.mathematics.algebra import Bound, Cell, Point, linear
from tutor.mathematics.balls import cantor_function, cantor_member
from tutor.mathematics.trees import rebuild, substitute
from tutor.mathematics.trees.build import (
    FALSE,
    TRUE,
    add,
    at_most,
    conjunction,
    disjunction,
    member,
    mul,
    negation,
    num,
    var,
)

SETS = ("Q", "Z", "N", "Cantor")
_FRACTION, WHOLE, NATURAL, _CANTOR_FRACTION, _CANTOR = range(5)
RATIONAL_KINDS = frozenset((_FRACTION, WHOLE, NATURAL, _CANTOR_FRACTION))
_MEMBERSHIPS = (
    (True, False, False, False),
    (True, True, False, False),
    (True, True, True, False),
    (True, False, False, True),
    (False, False, False, True),
)
_MOST_THIRDS = 3
_GENERIC = (False, False, False, False)
_NAMES = {
    frozenset((0, 1, 2, 3)): "Q",
    frozenset((0, 1, 2)): "Q \\ Cantor",
    frozenset((0, 3)): "Q \\ Z",
    frozenset((0,)): "Q \\ Z",
    frozenset((1, 2)): "Z",
    frozenset((1,)): "Z \\ N",
    frozenset((2,)): "N",
    frozenset((3, 4)): "the Cantor set",
    frozenset((3,)): "Q & Cantor",
    frozenset((4,)): "Cantor \\ Q",
    frozenset((0, 1, 2, 3, 4)): "Q U Cantor",
}
CANTOR_POINTS = tuple(
    fmpq(*q)
    for q in ((1, 4), (3, 4), (1, 10), (3, 10), (7, 10), (9, 10), (1, 12), (11, 12), (1, 28), (27, 28), (1, 82))
)
_FRACTIONS = (fmpq(37, 101), fmpq(-57, 101), fmpq(213, 101))

Truths = Mapping[Tree, bool | Tree]
"""What holds instead of an atom: a truth value, or a simpler condition."""


@dataclass(frozen=True, slots=True)
class Region:
    """Some of the five regions, alike for the sets that a claim mentions: what membership is there."""

    kinds: frozenset[int]
    truths: Mapping[str, bool]


# Atoms --------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def atoms(*trees: Tree) -> tuple[Tree, ...]:
    """The atoms whose expression depends on some name, each once."""
    found = (n for root in trees for n in walk(root) if n.head == "in" and free_names(n.args[0]))
    return tuple(dict.fromkeys(n for n in found if _is_special(n.args[1])))


def _is_special(set_: Tree) -> bool:
    return (set_.head == "set" and set_.value in SETS) or is_countable_image(set_)


def is_countable_image(set_: Tree) -> bool:
    """Whether this is {u(k) : k in N}, or Z, with no other name in it."""
    over = set_.args[1] if set_.head == "image" else set_
    return set_.head == "image" and over.head == "set" and over.value in ("N", "Z") and not free_names(set_)


def expanded(node: Tree) -> Tree:
    """The tree with memberships in sets that are built from special ones written out as logic over atoms."""
    return _expanded(node) if any(_is_special(part) for part in walk(node)) else node


def _expanded(node: Tree) -> Tree:
    if node.head == "in":
        return _membership(_expanded(node.args[0]), node.args[1])
    return rebuild(node, tuple(_expanded(a) for a in node.args)) if node.args else node


def _membership(element: Tree, set_: Tree) -> Tree:
    if not any(_is_special(s) for s in walk(set_)):
        return member(element, set_)
    match set_.head:
        case "set":
            return _atom(element, set_)
        case "complement":
            return negation(_membership(element, set_.args[0]))
        case "union":
            return disjunction(*(_membership(element, s) for s in set_.args))
        case "intersection":
            return conjunction(*(_membership(element, s) for s in set_.args))
        case "minus":
            keep, drop = (_membership(element, s) for s in set_.args)
            return conjunction(keep, negation(drop))
        case "builder":
            # {t : P(t)} leaves out points where P is undefined, so the braces stay around P at the element.
            inside = expanded(substitute(set_.args[0], {set_.value: element}))
            return member(element, tree("builder", set_.value, (inside,)))
    return member(element, set_)


def _atom(element: Tree, set_: Tree) -> Tree:
    """The atom, with an affine element brought to the variable itself where the set allows it.

    a·x + b is rational exactly when x is, for rational a, b and a not 0. The Cantor set C is symmetric about 1/2.
    """
    single = affine(element)
    if single is None:
        return member(element, set_)
    name, slope, offset = single
    if set_.value == "Q":
        return member(var(name), set_)
    if set_.value != "Cantor":
        return member(_line(name, slope, offset), set_)
    return _cantor(name, slope, offset) if slope > 0 else _cantor(name, -slope, 1 - offset)


def _cantor(name: str, slope: fmpq, offset: fmpq, depth: int = 0) -> Tree:
    """a·x + b in C, by the two thirds of C: y is in C exactly when y <= 1/3 and 3y is, or y >= 2/3 and 3y - 2 is.

    So 3y is in C exactly when y <= 1/3 is, and 3y - 2 exactly when y >= 2/3 is.
    """
    if slope.numer() % 3 == 0:
        slope /= 3
        if offset == -2:
            return conjunction(_cantor(name, slope, fmpq(0)), at_most(num(fmpq(2, 3)), _line(name, slope, fmpq(0))))
        offset /= 3
        return conjunction(_cantor(name, slope, offset), at_most(_line(name, slope, offset), num(fmpq(1, 3))))
    if slope.denom() % 3 == 0 and depth < _MOST_THIRDS:
        low, high = (_cantor(name, 3 * slope, 3 * offset - shift, depth + 1) for shift in (0, 2))
        here = _line(name, slope, offset)
        return disjunction(
            conjunction(low, at_most(here, num(fmpq(1, 3)))), conjunction(high, at_most(num(fmpq(2, 3)), here))
        )
    return member(_line(name, slope, offset), tree("set", "Cantor"))


def _line(name: str, slope: fmpq, offset: fmpq) -> Tree:
    return add(mul(num(slope), var(name)), num(offset))


def affine(element: Tree) -> tuple[str, fmpq, fmpq] | None:
    """(x, a, b) where the element is a·x + b with rational a, b and a not 0."""
    form = linear(element)
    names = [n for n, c in (form or {}).items() if n and c != 0]
    if form is None or len(names) != 1:
        return None
    return names[0], form[names[0]], form.get("", fmpq(0))


def settled(node: Tree, truths: Truths) -> Tree:
    """The tree with atoms replaced by what holds instead."""
    if node.head == "in" and node in truths:
        truth = truths[node]
        return truth if isinstance(truth, Tree) else TRUE if truth else FALSE
    return rebuild(node, tuple(settled(a, truths) for a in node.args)) if node.args else node


# Regions ------------------------------------------------------------------------------------------------------------


def regions(sets: Collection[str]) -> list[Region]:
    """The dense null regions that these sets tell from the generic points, and from each other.

    Where Z or N is among the sets, the integers are left to the lattices.
    """
    grouped: dict[tuple[bool, ...], set[int]] = {}
    used = [i for i, s in enumerate(SETS) if s in sets]
    for kind, memberships in enumerate(_MEMBERSHIPS):
        grouped.setdefault(tuple(memberships[i] for i in used), set()).add(kind)
    grouped.pop(tuple(_GENERIC[i] for i in used), None)
    return [
        Region(frozenset(kinds), dict(zip((SETS[i] for i in used), truths, strict=True)))
        for truths, kinds in grouped.items()
        if not kinds <= {WHOLE, NATURAL}
    ]


def name_of(kinds: frozenset[int]) -> str:
    """The name of a union of regions."""
    known = _NAMES.get(kinds)
    return known or " U ".join(_NAMES[frozenset((k,))] for k in sorted(kinds))


def in_kinds(point: Point, kinds: Collection[int]) -> bool:
    """Whether a rational point lies in the union of these regions."""
    q = point.rational
    if q is None or not kinds:
        return False
    in_cantor = cantor_member(q)
    if q.denom() == 1:
        integer = NATURAL if q >= 1 else WHOLE
        return integer in kinds or (in_cantor and _CANTOR_FRACTION in kinds and _CANTOR in kinds)
    return (_CANTOR_FRACTION if in_cantor else _FRACTION) in kinds


def witnesses(region: Region, cell: Cell | None) -> Iterator[fmpq]:
    """Rational points of the region, or Cantor points near which it has points, inside the cell."""
    if _FRACTION in region.kinds:
        sample = () if cell is None else (cell.sample, cell.sample * fmpq(100, 101))
        candidates = [q for q in (*_FRACTIONS, *sample) if q.denom() > 60 and not cantor_member(q)]
    else:
        candidates = list(CANTOR_POINTS)
    return (q for q in candidates if cell is None or cell.holds(q))


def is_empty_on(region: Region, cell: Cell | None) -> bool:
    """Whether the region certainly has no point in the open cell."""
    if cell is None or not region.kinds <= {_CANTOR_FRACTION, _CANTOR}:
        return False
    low, high = _rational(cell.low), _rational(cell.high)
    # The Cantor function is constant on an interval exactly when the interval misses the Cantor set.
    below = cantor_function(fmpq(0) if low is None else low)
    return below == cantor_function(fmpq(1) if high is None else high)


def _rational(bound: Bound) -> fmpq | None:
    return bound.rational if isinstance(bound, Point) else None
