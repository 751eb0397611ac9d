"""Sets of real numbers by cells: between finitely many exact points, membership is constant up to null atoms.

Null atoms are the sets that a cell cannot resolve and that Lebesgue measure does not see: Q, Z, N, the Cantor set, and
countable images such as {1/n : n in N}. `almost` drops them; `assigned` replaces each by everything or nothing.
{x : P} leaves out the points where P is undefined.
"""

from collections.abc import Mapping, Sequence

from tutor.language.tree import Tree, free_names, tree, walk
from tutor.mathematics.algebra import (
    MINUS_END,
    PLUS_END,
    Bound,
    Field,
    Need,
    Point,
    Split,
    TooLarge,
    UndefinedHere,
    Unsupported,
    at,
    closed,
    rational,
)
from tutor.mathematics.analysis.cells import Line, Piece, cells_between, order, partition
from tutor.mathematics.analysis.constants import NO_VALUE, SILENT, Undecided
from tutor.mathematics.analysis.isolated import Isolated, sign_at, whole_line
from tutor.mathematics.balls import Evaluator
from tutor.mathematics.objects.images import index_of
from tutor.mathematics.objects.named_points import in_named
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import EMPTY, REALS, add, member, num, sub, var

ATOMS = ("Q", "Z", "N", "Cantor")

FAMILIES = ("big_union", "big_intersection")

Hull = tuple[Bound, Bound]
"""The ends of an interval that contains the set; equal ends for the empty set."""

NO_HULL: Hull = (PLUS_END, MINUS_END)
EVERYTHING: Hull = (MINUS_END, PLUS_END)


def is_countable(set_: Tree) -> bool:
    """Whether the set is countable by its shape."""
    match set_.head:
        case "finite":
            return True
        case "set":
            return set_.value in ("Q", "Z", "N")
        case "image":
            return is_countable(set_.args[1])
        case "union":
            return all(is_countable(part) for part in set_.args)
        case "intersection":
            return any(is_countable(part) for part in set_.args)
        case "minus" | "big_union":
            return is_countable(set_.args[0])
    return False


def is_atom(set_: Tree) -> bool:
    """Whether the set is a null atom: named, or a countable image or family."""
    if set_.head == "set":
        return set_.value in ATOMS
    return set_.head in ("image", "big_union") and is_countable(set_)


def atoms(set_: Tree) -> tuple[Tree, ...]:
    """The null atoms that occur in the set."""
    return tuple(node for node in walk(set_) if is_atom(node) and not free_names(node))


def almost(set_: Tree) -> Tree:
    """The set up to a null set, without the null atoms that stand on the level of sets."""
    if is_atom(set_) or set_.head == "finite":
        return EMPTY
    if set_.head in ("union", "intersection", "minus", "complement"):
        return _simplified(set_.head, tuple(almost(part) for part in set_.args))
    if set_.head == "builder":
        try:
            return assigned(set_, dict.fromkeys(atoms(set_), False))
        except Undecided:
            return set_
    return set_


def assigned(set_: Tree, truth: Mapping[Tree, bool]) -> Tree:
    """The set with each atom replaced by the whole line (True) or the empty set (False).

    On the points with this membership in the atoms it is the same set. Raises Undecided where an atom is asked about
    anything but the point itself, such as {x : 2x in Z}.
    """
    if set_ in truth:
        return REALS if truth[set_] else EMPTY
    if set_.head == "builder":
        return tree("builder", set_.value, (_condition(set_.args[0], set_.value, truth),))
    if set_.head in ("union", "intersection", "minus", "complement"):
        return _simplified(set_.head, tuple(assigned(part, truth) for part in set_.args))
    return set_


def _condition(condition: Tree, name: str, truth: Mapping[Tree, bool]) -> Tree:
    if condition.head == "in":
        element, set_ = condition.args
        if element is var(name):
            return member(element, assigned(set_, truth))
        if any(node in truth for node in walk(set_)):
            raise Undecided("a null set is asked about an expression")
        return condition
    if condition.head in ("and", "or", "not"):
        return tree(condition.head, None, tuple(_condition(c, name, truth) for c in condition.args))
    if any(node in truth for node in walk(condition)):
        raise Undecided("a null set inside an expression")
    return condition


def _simplified(head: str, parts: tuple[Tree, ...]) -> Tree:
    if head == "union":
        kept = tuple(p for p in parts if p is not EMPTY)
        return REALS if REALS in kept else EMPTY if not kept else kept[0] if len(kept) == 1 else tree(head, None, kept)
    if head == "intersection":
        kept = tuple(p for p in parts if p is not REALS)
        return EMPTY if EMPTY in kept else REALS if not kept else kept[0] if len(kept) == 1 else tree(head, None, kept)
    if head == "minus":
        left, right = parts
        return EMPTY if left is EMPTY or right is REALS else left if right is EMPTY else tree(head, None, parts)
    return REALS if parts[0] is EMPTY else EMPTY if parts[0] is REALS else tree(head, None, parts)


# Where a set lies --------------------------------------------------------------------------------------------------


def hull(set_: Tree) -> Hull:
    """An interval that contains the set. Raises Undecided where two ends cannot be compared."""
    match set_.head:
        case "interval":
            return closed(set_.args[0]), closed(set_.args[1])
        case "finite":
            return _joined([(closed(e), closed(e)) for e in set_.args])
        case "set" if set_.value == "Cantor":
            return closed(num(0)), closed(num(1))
        case "union":
            return _joined([hull(part) for part in set_.args])
        case "intersection":
            return _met([hull(part) for part in set_.args])
        case "minus":
            return hull(set_.args[0])
    return EVERYTHING


def _joined(hulls: Sequence[Hull]) -> Hull:
    low, high = NO_HULL
    for a, b in hulls:
        low, high = (a if order(a, low) < 0 else low), (b if order(b, high) > 0 else high)
    return low, high


def _met(hulls: Sequence[Hull]) -> Hull:
    low, high = EVERYTHING
    for a, b in hulls:
        low, high = (a if order(a, low) > 0 else low), (b if order(b, high) < 0 else high)
    return low, high


def ends(set_: Tree) -> list[Point]:
    """The finite ends of intervals and the elements of finite sets that stand on the level of sets."""
    found: list[Point] = []
    waiting = [set_]
    while waiting:
        current = waiting.pop()
        if current.head in ("interval", "finite"):
            found += [p for p in map(closed, current.args) if isinstance(p, Point)]
        elif current.head in ("union", "intersection", "minus", "complement"):
            waiting += current.args
    return found


# Membership --------------------------------------------------------------------------------------------------------


def cells(set_: Tree, on: Line, cuts: Sequence[Point] = (), within: Hull | None = None) -> list[Piece[bool]]:
    """The open cells of the hull (or of `within`) with membership, almost everywhere on each; outside it is false.

    Raises Undecided and OutOfSteps.
    """
    low, high = within or hull(set_)
    if order(low, high) >= 0:
        return []
    pieces = partition(lambda field: contains(field, on.x, set_), on, low, high, cuts=[*cuts, *ends(set_)])
    if any(piece.answer is None for piece in pieces):
        raise Undecided("a set that is undefined on an interval")
    return pieces


_CHEAP = ("interval", "finite", "set")


def contains(field: Field, x: str, set_: Tree) -> bool:
    """Whether the points of the field's cell lie in the set; parts that decide alone are asked first.

    Hypothesis: no end of an interval on the level of sets lies inside the cell (see `ends`).
    """
    parts = sorted(set_.args, key=lambda p: p.head not in _CHEAP) if set_.head in ("union", "intersection") else ()
    match set_.head:
        case "union":
            return any(contains(field, x, part) for part in parts)
        case "intersection":
            return all(contains(field, x, part) for part in parts)
        case "minus":
            return contains(field, x, set_.args[0]) and not contains(field, x, set_.args[1])
        case "complement":
            return not contains(field, x, set_.args[0])
        case "interval" if field.cell is not None:
            # The ends are among the cuts, so the cell lies inside or outside as any of its points does.
            return _between(rational(field.cell.sample), set_)
    return field.truth(member(var(x), set_))


def holds_at(point: Point, set_: Tree, on: Line) -> bool:
    """Whether the point lies in the set. Raises Undecided."""
    if point.rational is not None:
        try:
            return Evaluator({}, almost_everywhere=False, budget=on.budget).member(num(point.rational), set_)
        except NO_VALUE:
            pass
    match set_.head:
        case "union":
            return any(holds_at(point, part, on) for part in set_.args)
        case "intersection":
            return all(holds_at(point, part, on) for part in set_.args)
        case "minus":
            return holds_at(point, set_.args[0], on) and not holds_at(point, set_.args[1], on)
        case "complement":
            return not holds_at(point, set_.args[0], on)
        case "image":
            return in_image(point, set_, on)
        case "interval":
            return _between(point, set_)
        case "set":
            return in_named(point, set_.value, on.budget)
        case "finite":
            return any(order(point, closed(element)) == 0 for element in set_.args)
    if set_.head == "builder" and _is_logic(set_):
        return _logic_holds_at(point, set_, on)
    if isinstance(point, Isolated):
        return _holds_at_isolated(point, set_, on)
    field = Field(whole_line(on.x), on.budget, at(point), units=on.units, atoms={})
    try:
        return field.truth(member(var(on.x), set_))
    except SILENT as silence:
        raise Undecided("membership of a point") from silence


def _is_logic(builder: Tree) -> bool:
    """Whether the condition joins others, or asks for the membership of the point itself in a set without names."""
    condition = builder.args[0]
    if condition.head == "in":
        return condition.args[0] is var(builder.value) and not free_names(condition.args[1])
    return condition.head in ("and", "or")


def _logic_holds_at(point: Point, builder: Tree, on: Line) -> bool:
    """The parts of the condition as sets of their own: where a part is undefined, the point is left out of its set.

    A conjunction or disjunction decided by its other parts is the same without it.
    """
    condition = builder.args[0]
    if condition.head == "in":
        return holds_at(point, condition.args[1], on)
    wanted = condition.head == "or"
    silence: Undecided | None = None
    for part in condition.args:
        try:
            if holds_at(point, tree("builder", builder.value, (part,)), on) is wanted:
                return wanted
        except Undecided as silent:
            silence = silent
    if silence is not None:
        raise silence
    return not wanted


def _between(point: Point, set_: Tree) -> bool:
    above, below = order(point, closed(set_.args[0])), order(closed(set_.args[1]), point)
    return (above > 0 or (above == 0 and set_.value[0])) and (below > 0 or (below == 0 and set_.value[1]))


def _holds_at_isolated(point: Isolated, set_: Tree, on: Line) -> bool:
    """Membership of the zero of a function: on the branch where that function is 0, inside the bracket of the zero.

    The signs of all other functions that are asked for must not be 0 at the point, which a ball can certify; nothing
    may be excluded, and no null set asked about.
    """
    if atoms(set_):
        raise Undecided("whether a point without a closed form lies in a null set")
    point.ball(MEMBERSHIP_BITS)
    signs: dict[str, int] = {}
    for _ in range(MAX_QUESTIONS):
        cell = cells_between(rational(point.low), (), rational(point.high))[0]
        field = Field(whole_line(on.x), on.budget, cell, signs, units=on.units)
        try:
            inside = contains(field, on.x, set_)
        except Need as need:
            vanishes = _is_multiple(need.tree, point.function, on)
            signs[need.name] = 0 if vanishes else sign_at(need.tree, on.x, point, on.budget)
        except (Split, UndefinedHere, Unsupported, TooLarge) as silence:
            raise Undecided("membership of a point without a closed form") from silence
        else:
            if field.excluded:
                raise Undecided("membership of a point where something was excluded")
            return inside
    raise Undecided("too many questions about one point")


def _is_multiple(f: Tree, function: Tree, on: Line) -> bool:
    """Whether f is the function, or its opposite, in normal form."""
    field = Field(whole_line(on.x), on.budget, units=on.units)
    try:
        return any(field.is_zero(field.normal(join(f, function))) for join in (sub, add))
    except SILENT:
        return False


MEMBERSHIP_BITS = 128
MAX_QUESTIONS = 12

MAX_INDICES = 24


def elements(image: Tree, count: int = MAX_INDICES) -> list[Tree]:
    """The first elements of an image of N, Z or a finite set, as constant trees; none of any other set."""
    if image.head != "image":
        return []
    body, over = image.args
    if over.head == "finite":
        indices: Sequence[Tree] = over.args
    elif over.head == "set" and over.value == "N":
        indices = [num(k) for k in range(1, count + 1)]
    elif over.head == "set" and over.value == "Z":
        indices = [num(k) for k in range(-(count // 2), count // 2 + 1)]
    else:
        return []
    return [substitute(body, {image.value: index}) for index in indices]


def in_image(point: Point, image: Tree, on: Line) -> bool:
    """Whether the point is an element of {body(n) : n in N or Z}. Raises Undecided."""
    return index_of(point, image, on.budget) is not None
