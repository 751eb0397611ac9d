"""Conditions and membership, decided on the whole cell and branch.

"and" and "or" are decided by any operand that decides them alone, also where another operand is undefined; {x : P}
leaves out the points where P is undefined. Membership in Q, Z, N and Cantor at a generic point follows from what the
pass assumes of these null sets (see `Field`), and only where the element really moves with a real variable.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from flint import fmpq

from tutor.language.tree import Tree
from tutor.mathematics.algebra.expressions import exact_value
from tutor.mathematics.algebra.integer_parts import whole_part
from tutor.mathematics.algebra.integrality import integer_valued
from tutor.mathematics.algebra.kernels import VARIABLE, Quotient
from tutor.mathematics.algebra.linear import linear
from tutor.mathematics.algebra.outcomes import UndefinedHere, Unsupported
from tutor.mathematics.algebra.tower import Tower
from tutor.mathematics.balls import Unknown, cantor_member
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import sign_of_infinity

Item = TypeVar("Item")

SAMPLE_BITS = 128


def decide(tower: Tower, condition: Tree) -> bool:
    """The truth of a condition. Raises Need, Split, UndefinedHere, Unsupported."""
    rule = _RULES.get(condition.head)
    if rule is not None:
        return rule(tower, condition)
    order = _ORDERS.get(condition.head)
    if order is None:
        raise Unsupported(f"a condition with the head {condition.head}")
    return order(_order(tower, *condition.args))


def any_of(test: Callable[[Item], bool], items: Iterable[Item], wanted: bool) -> bool:
    """Whether the test gives `wanted` for some item: one such item decides, even where others are undefined.

    Without one, an item that is undefined makes the whole undefined.
    """
    undefined = False
    for item in items:
        try:
            if test(item) is wanted:
                return True
        except UndefinedHere:
            undefined = True
    if undefined:
        raise UndefinedHere
    return False


def _order(tower: Tower, left: Tree, right: Tree) -> int:
    """The sign of left - right for extended reals."""
    ends = [sign_of_infinity(left), sign_of_infinity(right)]
    if ends[0] or ends[1]:
        for side, end in zip((left, right), ends, strict=True):
            if not end:
                tower.of(side)
        return (ends[0] > ends[1]) - (ends[0] < ends[1])
    return tower.sign_of(tower.subtract(tower.of(left), tower.of(right)))


_ORDERS: dict[str, Callable[[int], bool]] = {
    "lt": lambda order: order < 0,
    "le": lambda order: order <= 0,
    "gt": lambda order: order > 0,
    "ge": lambda order: order >= 0,
    "eq": lambda order: order == 0,
    "ne": lambda order: order != 0,
}

_RULES: dict[str, Callable[[Tower, Tree], bool]] = {
    "true": lambda tower, node: True,
    "false": lambda tower, node: False,
    "and": lambda tower, node: not any_of(tower.holds, node.args, False),
    "or": lambda tower, node: any_of(tower.holds, node.args, True),
    "not": lambda tower, node: not tower.holds(node.args[0]),
    "in": lambda tower, node: _member(tower, node.args[0], node.args[1]),
}


# Membership.


def _member(tower: Tower, element: Tree, set_: Tree) -> bool:
    rule = _SETS.get(set_.head)
    if rule is None:
        raise Unsupported(f"membership in a set with the head {set_.head}")
    return rule(tower, element, set_)


def _in_interval(tower: Tower, element: Tree, set_: Tree) -> bool:
    low, high = set_.args
    low_closed, high_closed = set_.value
    above = _order(tower, element, low)
    if above < 0 or (above == 0 and not low_closed):
        return False
    below = _order(tower, high, element)
    return below > 0 or (below == 0 and high_closed is True)


def _in_builder(tower: Tower, element: Tree, set_: Tree) -> bool:
    tower.of(element)
    try:
        return tower.holds(substitute(set_.args[0], {set_.value: element}))
    except UndefinedHere:
        return False


def _in_finite(tower: Tower, element: Tree, set_: Tree) -> bool:
    value = tower.of(element)
    return any(tower.sign_of(tower.subtract(value, tower.of(each))) == 0 for each in set_.args)


def _in_parts(wanted: bool) -> Callable[[Tower, Tree, Tree], bool]:
    def rule(tower: Tower, element: Tree, set_: Tree) -> bool:
        return any_of(lambda part: _member(tower, element, part), set_.args, wanted) is wanted

    return rule


def _in_difference(tower: Tower, element: Tree, set_: Tree) -> bool:
    return _member(tower, element, set_.args[0]) and not _member(tower, element, set_.args[1])


def _in_complement(tower: Tower, element: Tree, set_: Tree) -> bool:
    return not _member(tower, element, set_.args[0])


def _in_named(tower: Tower, element: Tree, set_: Tree) -> bool:
    value = tower.of(element)
    if set_.value == "R":
        return True
    exact = tower.rational_value(value)
    if exact is not None:
        return _rational_member(exact, set_.value)
    if set_.value != "Cantor" and value[1] is None and integer_valued(tower, value[0]):
        return set_.value != "N" or tower.sign_of(tower.subtract(value, tower.one)) >= 0
    if set_.value in ("Z", "N"):
        rest = tower.rational_value(whole_part(tower, value)[1])
        if rest is not None and rest != 0:
            return False
    if tower.at_point:
        return _at_point(tower, element, set_.value)
    if tower.atoms is None:
        if _moves_freely(tower, element) or _moves(tower, value):
            return False
        raise Unsupported("membership of an expression that may be constant")
    if element.head == "var" or (set_.value == "Q" and _moves_freely(tower, element)):
        return tower.atoms[set_.value]
    raise Unsupported("membership of an expression at a point of a null set")


def _rational_member(value: fmpq, name: str) -> bool:
    if name == "Cantor":
        try:
            return cantor_member(value)
        except Unknown as silence:
            raise Unsupported("membership in the Cantor set") from silence
    whole = value.denom() == 1
    return name == "Q" or (whole and (name == "Z" or (name == "N" and value >= 1)))


def _at_point(tower: Tower, element: Tree, name: str) -> bool:
    """At a root of an irreducible polynomial of degree 2 or more the variable is irrational."""
    assert tower.cell is not None
    assert tower.cell.point is not None
    if element.head == "var" and tower.cell.point.polynomial is not None and name != "Cantor":
        return False
    raise Unsupported("membership at a point")


def _moves_freely(tower: Tower, element: Tree) -> bool:
    """Whether the element is affine with rational coefficients and moves with a real variable."""
    form = linear(element)
    return form is not None and any(form.get(name, 0) != 0 for name in tower.reals)


def _moves(tower: Tower, value: Quotient) -> bool:
    """Whether the element is certainly analytic and not constant on the cell: it then avoids null sets almost surely.

    It must have analytic kernels only and two different values; the cell is an interval. Its derivative then vanishes
    on a null set only, and off that set the inverse images of null sets are null.
    """
    cell = tower.cell
    if cell is None or tower.signs or len(tower.reals) != 1 or tower.names_of(value) != {tower.reals[0]}:
        return False
    parts = [part for part in value if part is not None]
    if not all(kernel.analytic or kernel.kind == VARIABLE for part in parts for kernel in tower.kernels_in(part)):
        return False
    samples = (cell.sample, _second_sample(cell.sample, tower))
    values = [exact_value(tower, value, {tower.reals[0]: sample}, SAMPLE_BITS) for sample in samples]
    difference = values[0] - values[1]
    return bool(difference > 0 or difference < 0)


def _second_sample(sample: fmpq, tower: Tower) -> fmpq:
    """Another rational of the cell."""
    step = fmpq(1)
    cell = tower.cell
    assert cell is not None
    for _ in range(64):
        if cell.holds(sample + step):
            return sample + step
        step /= 2
    raise Unsupported("a second point of the cell")


_SETS: dict[str, Callable[[Tower, Tree, Tree], bool]] = {
    "interval": _in_interval,
    "builder": _in_builder,
    "finite": _in_finite,
    "union": _in_parts(True),
    "intersection": _in_parts(False),
    "minus": _in_difference,
    "complement": _in_complement,
    "set": _in_named,
}
