"""Measures restricted to sets, and the sets' open cells."""

from flint import fmpq

from tutor.language.tree import Tree, tree, walk
from tutor.mathematics.algebra import Bound, Point, closed
from tutor.mathematics.analysis.cells import order
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.rolle import signs
from tutor.mathematics.objects.families import written_out
from tutor.mathematics.objects.measures.measure import (
    Atom,
    Cylinder,
    Density,
    Family,
    Measure,
    N,
    Work,
    collected,
)
from tutor.mathematics.objects.sets import (
    ATOMS,
    FAMILIES,
    Hull,
    almost,
    assigned,
    atoms,
    cells,
    ends,
    holds_at,
    is_countable,
)
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import EMPTY, INFINITY, REALS, TWO, add, mul, num, sub

MAX_INDICES = 600
MAX_DEPTH = 40
CANTOR = tree("set", "Cantor")


def spans_of(set_: Tree, work: Work, within: Hull | None = None) -> list[tuple[Bound, Bound]]:
    """The open cells that make up the set, in an interval where one is given, up to a null set. Raises Undecided."""
    if any(part.head in FAMILIES for part in walk(set_)):
        explicit = written_out(set_) if set_.head in FAMILIES else None
        if explicit is None:
            raise Undecided("an infinite family of sets")
        set_ = explicit
    bare = almost(set_)
    if bare is EMPTY:
        return []
    return [(piece.cell.low, piece.cell.high) for piece in cells(bare, work.line, within=within) if piece.answer]


def restricted(measure: Measure, set_: Tree, work: Work) -> Measure:
    """The measure on the set: A -> measure(A and set). Raises Undecided."""
    if measure.images:
        raise Undecided("the restriction of an image without a closed form")
    densities = [part for density in measure.densities for part in _density_in(density, set_, work)]
    single = [atom for atom in measure.atoms if contains(set_, atom.place, work)]
    families: list[Family] = []
    for family in measure.families:
        inside, rest = family_in(family, set_, work)
        single += inside
        families += rest
    cylinders = [part for cylinder in measure.cylinders for part in cylinder_in(cylinder, set_, work)]
    return Measure(
        tuple(densities),
        collected(single, work) if measure.families else tuple(single),
        tuple(families),
        tuple(cylinders),
    )


def _density_in(density: Density, set_: Tree, work: Work) -> list[Density]:
    """A condition is looked at on the cell only: it may change infinitely often elsewhere."""
    by_condition = any(node.head == "builder" for node in walk(set_))
    return _cut(density, spans_of(set_, work, (density.low, density.high) if by_condition else None))


def _cut(density: Density, spans: list[tuple[Bound, Bound]]) -> list[Density]:
    found = []
    for low, high in spans:
        left = density.low if order(density.low, low) >= 0 else low
        right = density.high if order(density.high, high) <= 0 else high
        if order(left, right) < 0:
            found.append(Density(left, right, density.function))
    return found


def contains(set_: Tree, place: Tree, work: Work) -> bool:
    """Whether the constant is an element of the set. Raises Undecided."""
    point = closed(place)
    assert isinstance(point, Point)
    return holds_at(point, set_, work.line)


# Families -----------------------------------------------------------------------------------------------------------


def family_in(family: Family, set_: Tree, work: Work) -> tuple[list[Atom], list[Family]]:
    """The atoms of the family in the set: single ones before an index, and the rest of the family if it is inside.

    Raises Undecided where membership is not the same from some index on, or that index is far out.
    """
    if is_countable(set_) and set_.head != "finite":
        return _in_countable(family, set_, work)
    named = atoms(set_)
    if named:
        first = max(
            (rest.start for atom in named for rest in _in_countable(family, atom, work)[1]), default=family.start
        )
        if first > family.start:
            early = [family.atom(k) for k in range(family.start, first)]
            inside, rest = family_in(Family(family.place, family.mass, first), set_, work)
            return [a for a in early if contains(set_, a.place, work)] + inside, rest
        set_ = assigned(set_, {atom: _all_in(family, atom, work) for atom in named})
    if not _by_ends(set_):
        raise Undecided("a countable family against a set that is not given by intervals and points")
    first = steady_from(family, ends(set_), work)
    inside = [family.atom(k) for k in range(family.start, first) if contains(set_, family.atom(k).place, work)]
    if contains(set_, family.atom(first).place, work):
        return inside, [Family(family.place, family.mass, first)]
    return inside, []


def _all_in(family: Family, set_: Tree, work: Work) -> bool:
    """Whether all places are elements of a countable set, or none is. Raises Undecided where neither is certain."""
    inside, rest = _in_countable(family, set_, work)
    if not inside and (not rest or rest == [family]):
        return bool(rest)
    raise Undecided("a countable family partly inside a countable set")


def _by_ends(set_: Tree) -> bool:
    """Whether membership changes only at the ends of intervals and the elements of finite sets."""
    if set_.head in ("union", "intersection", "minus", "complement"):
        return all(_by_ends(part) for part in set_.args)
    return set_.head in ("interval", "finite") or set_ is REALS


def steady_from(family: Family, points: list[Point], work: Work) -> int:
    """An index from which on no place of the family passes, or is, one of the points. Raises Undecided."""
    first = family.start + 1
    for point in points:
        gap = sub(family.place, _tree(point))
        for zero in signs(gap, N, num(family.start), INFINITY, work.budget).points:
            place = zero.ball(64).upper().ceil().unique_fmpz()
            if place is None or place - family.start > MAX_INDICES:
                raise Undecided("a family that enters or leaves a set far out")
            first = max(first, int(place) + 1)
    return first


def _tree(point: Point) -> Tree:
    if point.rational is not None:
        return num(point.rational)
    if point.tree is None:
        raise Undecided("an end of a set without a closed form")
    return point.tree


def _in_countable(family: Family, set_: Tree, work: Work) -> tuple[list[Atom], list[Family]]:
    """All of the family where its places are elements by their shape, none where they are not."""
    if set_.head == "set" and set_.value == "Q" and _is_rational(family.place):
        return [], [family]
    whole = family.place.head == "var" or (family.place.head == "pow" and family.place.args[0].head == "var")
    if set_.head == "set" and set_.value in ("N", "Z") and whole:
        first = max(family.start, 1) if set_.value == "N" else family.start
        return [], [Family(family.place, family.mass, first)]
    if set_.head == "image" and substitute(set_.args[0], {set_.value: tree("var", N)}) is family.place:
        inner = set_.args[1]
        if inner.head == "set" and inner.value == "N":
            return [], [Family(family.place, family.mass, max(family.start, 1))]
    raise Undecided("a countable family against a countable set")


def _is_rational(node: Tree) -> bool:
    """Whether the value is rational for every whole n, by its shape."""
    match node.head:
        case "num":
            return True
        case "var":
            return bool(node.value == N)
        case "add" | "mul":
            return all(_is_rational(part) for part in node.args)
        case "pow":
            base, exponent = node.args
            whole = exponent.head == "num" and exponent.value.denom() == 1
            return _is_rational(base) and (whole or (base.head == "num" and _is_whole(exponent)))
        case "call":
            return node.value == "factorial" and _is_whole(node.args[0])
    return False


def _is_whole(node: Tree) -> bool:
    if node.head == "num":
        return bool(node.value.denom() == 1)
    if node.head in ("add", "mul"):
        return all(_is_whole(part) for part in node.args)
    if node.head == "pow":
        return _is_whole(node.args[0]) and node.args[1].head == "num" and _is_whole(node.args[1])
    return node.head == "var" and bool(node.value == N)


# Cantor cylinders ---------------------------------------------------------------------------------------------------


def cylinder_in(cylinder: Cylinder, set_: Tree, work: Work) -> list[Cylinder]:
    """The parts of the cylinder in the set. Raises Undecided where its ends are no ends of cylinders.

    Countable sets are null sets of Cantor's measure; the Cantor set itself carries all of it.
    """
    if is_countable(set_):
        return []
    if set_ is CANTOR or any(part is CANTOR for part in walk(set_)):
        return _in_named(cylinder, set_, work)
    if any(part.head == "set" and part.value in ATOMS for part in walk(set_)):
        set_ = almost(set_)
        if set_ is EMPTY:
            return []
    return cut_cylinder(cylinder, spans_of(set_, work), work, 0)


def _in_named(cylinder: Cylinder, set_: Tree, work: Work) -> list[Cylinder]:
    standard = work.same(cylinder.low, num(0)) and work.same(cylinder.length, num(1))
    if not standard and not _is_standard_part(cylinder, work):
        raise Undecided("a moved Cantor measure against the Cantor set")
    if set_ is CANTOR:
        return [cylinder]
    if set_.head == "intersection":
        rest = [part for part in set_.args if part is not CANTOR]
        if len(rest) == 1:
            return cylinder_in(cylinder, rest[0], work)
    if set_.head == "minus" and set_.args[1] is CANTOR:
        return []
    if set_.head == "minus" and set_.args[0] is CANTOR and is_countable(set_.args[1]):
        return [cylinder]
    if set_.head == "complement" and set_.args[0] is CANTOR:
        return []
    if set_.head == "union" and CANTOR in set_.args:
        return [cylinder]
    raise Undecided("Cantor's measure against this combination of sets")


def _is_standard_part(cylinder: Cylinder, work: Work) -> bool:
    return inside(cylinder, Cylinder(num(0), num(1), num(1)), work)


def check_no_cantor_set(node: Tree) -> None:
    """Raises Undecided for a function that asks about the Cantor set: at almost every point is not enough here."""
    if any(part is CANTOR for part in walk(node)):
        raise Undecided("a function of membership in the Cantor set against Cantor's measure")


def cut_cylinder(cylinder: Cylinder, spans: list[tuple[Bound, Bound]], work: Work, depth: int = 0) -> list[Cylinder]:
    """The parts of the cylinder in these intervals. Raises Undecided where they are not finitely many cylinders."""
    low, high = closed(cylinder.low), closed(work.simple(cylinder.high))
    touching = [s for s in spans if order(s[0], high) < 0 and order(low, s[1]) < 0]
    if not touching:
        return []
    if any(order(a, low) <= 0 and order(high, b) <= 0 for a, b in touching):
        return [cylinder]
    if depth > MAX_DEPTH:
        raise Undecided("Cantor's measure cut at a point that is no end of a cylinder")
    work.budget.spend(50)
    return [part for third in thirds(cylinder, work) for part in cut_cylinder(third, touching, work, depth + 1)]


def thirds(cylinder: Cylinder, work: Work) -> tuple[Cylinder, Cylinder]:
    """The left and the right third, with half the mass each."""
    length = work.simple(mul(num(fmpq(1, 3)), cylinder.length))
    mass = work.simple(mul(num(fmpq(1, 2)), cylinder.mass))
    right = work.simple(add(cylinder.low, mul(TWO, length)))
    return Cylinder(cylinder.low, length, mass), Cylinder(right, length, mass)


def inside(inner: Cylinder, outer: Cylinder, work: Work, depth: int = 0) -> bool:
    """Whether one cylinder is a cylinder of the tree of the other."""
    if work.same(inner.low, outer.low) and work.same(inner.length, outer.length):
        return True
    compare = work.constants.compare
    if depth > MAX_DEPTH or compare(outer.length, inner.length) <= 0:
        return False
    if compare(inner.low, outer.low) < 0 or compare(outer.high, inner.high) < 0:
        return False
    return any(inside(inner, third, work, depth + 1) for third in thirds(outer, work))
