"""Where two sets of real numbers differ: cells (positive measure), single points, and parts of null atoms.

A point of an open cell is generic, or a rational, an integer, a Cantor point; memberships in named null sets follow
from its kind. For each kind the two sets are compared on cells, with every countable image taken as either true or
false. If they agree for all of these they are equal there; where they disagree, an explicit witness is looked for and
its membership decided again, exactly.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from flint import arb, fmpq

from tutor.language.tree import Tree
from tutor.mathematics.algebra import Cell, End, Point, rational
from tutor.mathematics.algebra.points import dyadic
from tutor.mathematics.analysis.cells import Line, order, partition, sorted_points
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.isolated import simplest
from tutor.mathematics.analysis.rolle import line
from tutor.mathematics.balls import precision
from tutor.mathematics.objects.images import by_shift, last_inside, replaced
from tutor.mathematics.objects.named_points import meets_cantor
from tutor.mathematics.objects.sets import (
    ATOMS,
    Hull,
    assigned,
    atoms,
    contains,
    elements,
    ends,
    holds_at,
    hull,
)
from tutor.mathematics.trees import Budget
from tutor.mathematics.trees.build import TWO, add, mul, num, sqrt

POINT = "x"
MAX_IMAGES = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of points of an open cell, by the named sets that contain it."""

    name: str
    inside: frozenset[str]


GENERIC = Kind("generic", frozenset())
RATIONAL = Kind("Q", frozenset("Q"))
INTEGER = Kind("Z", frozenset("QZ"))
NATURAL = Kind("N", frozenset("QZN"))
CANTOR = Kind("Cantor", frozenset(("Cantor",)))
CANTOR_RATIONAL = Kind("Cantor and Q", frozenset(("Cantor", "Q")))
KINDS = (RATIONAL, INTEGER, NATURAL, CANTOR, CANTOR_RATIONAL)
"""0 and 1 alone are integers of the Cantor set; they are cut out as points."""


@dataclass(slots=True)
class Difference:
    """What is known of the symmetric difference of two sets.

    `cells` have positive measure; `points` are single points; `kinds` maps kinds of points (null sets) to cells in
    which they differ, out of those `tested`; `witness` is a point that lies in just one of the sets, with its
    membership in the first; `unsettled` says what could not be decided, in which case nothing else is complete.
    """

    cells: list[Cell] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    kinds: dict[Kind, list[Cell]] = field(default_factory=dict)
    images: list[Tree] = field(default_factory=list)
    witness: tuple[Point, bool] | None = None
    unsettled: list[str] = field(default_factory=list)
    tested: list[Kind] = field(default_factory=list)
    examined: int = 0

    @property
    def null(self) -> bool:
        """Whether a null set was found on which they differ."""
        return bool(self.points or self.kinds or self.images)


def compare_sets(left: Tree, right: Tree, budget: Budget) -> Difference:
    """Where two sets differ, null sets included unless they differ on an interval anyway.

    Raises Undecided where it stays open whether they differ on an interval, and OutOfSteps.
    """
    images = [a for a in dict.fromkeys((*atoms(left), *atoms(right))) if a.head == "image"]
    shifted = by_shift(images, budget)
    work = _Comparison(replaced(left, shifted), replaced(right, shifted), budget)
    work.generic()
    if not work.found.cells:
        try:
            work.null_sets()
        except Undecided as silence:
            work.found.unsettled.append(silence.reason)
    return work.found


class _Comparison:
    def __init__(self, left: Tree, right: Tree, budget: Budget) -> None:
        self.left, self.right = left, right
        self.on: Line = line(POINT, budget)
        self.found = Difference()
        both = dict.fromkeys((*atoms(left), *atoms(right)))
        self.names = [a.value for a in both if a.head == "set"]
        self.images = [a for a in both if a.head != "set"]
        self.cuts = [*ends(left), *ends(right)] + ([rational(0), rational(1)] if "Cantor" in self.names else [])
        self.points: list[Point] = sorted_points(self.cuts)

    def generic(self) -> None:
        """The comparison at almost every point."""
        for cell in self._differing(GENERIC, ()):
            self.found.cells.append(cell)
            self.found.witness = self.found.witness or self._generic_witness(cell)

    def null_sets(self) -> None:
        """Points between cells, then kinds of points inside cells."""
        if len(self.images) > MAX_IMAGES:
            raise Undecided("more than three countable images")
        self.found.tested = self._kinds()
        for kind in self.found.tested:
            for truth in product((False, True), repeat=len(self.images)):
                if kind is not GENERIC or any(truth):
                    self._compare_kind(kind, truth)
        for point in self.points:
            self._compare_at(point)

    def _kinds(self) -> list[Kind]:
        """The kinds that the names used can tell apart, the generic one first."""
        seen = {frozenset[str]()}
        kinds = [GENERIC]
        for kind in KINDS:
            visible = kind.inside & set(self.names)
            if visible not in seen or (self.images and kind is RATIONAL):
                seen.add(visible)
                kinds.append(kind)
        return kinds

    def _truth(self, kind: Kind, images: tuple[bool, ...]) -> Mapping[Tree, bool]:
        truth = {a: a.value in kind.inside for s in (self.left, self.right) for a in atoms(s) if a.head == "set"}
        return {**truth, **dict(zip(self.images, images or (False,) * len(self.images), strict=True))}

    def _differing(self, kind: Kind, images: tuple[bool, ...]) -> list[Cell]:
        """The cells on which points of this kind lie in just one of the two sets."""
        truth = self._truth(kind, images)
        if kind is GENERIC and not any(images):
            sides = self._unassigned(truth)
        else:
            sides = (assigned(self.left, truth), assigned(self.right, truth))
        named = {a: a in kind.inside for a in ATOMS}
        passing = None if kind is GENERIC else named
        pieces = partition(
            lambda field_: tuple(contains(field_, POINT, side) for side in sides),
            self.on,
            *self._hull(sides),
            cuts=self.cuts,
            atoms=passing,
        )
        if any(piece.answer is None for piece in pieces):
            raise Undecided("a set that is undefined on an interval")
        boundary = [end for p in pieces for end in (p.cell.low, p.cell.high) if isinstance(end, Point)]
        self.points = sorted_points([*self.points, *boundary])
        self.found.examined += len(pieces)
        return [p.cell for p in pieces if p.answer is not None and p.answer[0] != p.answer[1]]

    def _unassigned(self, truth: Mapping[Tree, bool]) -> tuple[Tree, Tree]:
        """Almost everywhere the field decides by itself what is asked about expressions, such as 2x in Z."""
        try:
            return assigned(self.left, truth), assigned(self.right, truth)
        except Undecided:
            if self.images:
                raise
            return self.left, self.right

    def _hull(self, sides: tuple[Tree, Tree]) -> Hull:
        hulls = [hull(side) for side in sides]
        low = hulls[0][0] if order(hulls[0][0], hulls[1][0]) <= 0 else hulls[1][0]
        high = hulls[0][1] if order(hulls[0][1], hulls[1][1]) >= 0 else hulls[1][1]
        return (low, high) if order(low, high) < 0 else (rational(0), rational(1))

    # Single points

    def _compare_at(self, point: Point) -> None:
        self.found.examined += 1
        try:
            answers = holds_at(point, self.left, self.on), holds_at(point, self.right, self.on)
        except Undecided as silence:
            self.found.unsettled.append(f"at {point}: {silence.reason}")
            return
        if answers[0] != answers[1]:
            self.found.points.append(point)
            self.found.witness = self.found.witness or (point, answers[0])

    def _is_witness(self, point: Point) -> bool:
        """Whether the point certainly lies in just one of the sets; it is then remembered."""
        try:
            answers = holds_at(point, self.left, self.on), holds_at(point, self.right, self.on)
        except Undecided:
            return False
        if answers[0] == answers[1]:
            return False
        self.found.witness = self.found.witness or (point, answers[0])
        return True

    def _generic_witness(self, cell: Cell) -> tuple[Point, bool] | None:
        """A rational of the cell if it is a witness, or else an irrational number near it."""
        step = fmpq(1)
        while not cell.holds(cell.sample + 2 * step):
            step /= 2
        nice = _simple_inside(cell)
        irrational = Point(tree=add(num(cell.sample), mul(num(step), sqrt(TWO))))
        for candidate in (rational(nice), rational(cell.sample), irrational):
            if self._is_witness(candidate):
                return self.found.witness
        return None

    # Kinds of points

    def _compare_kind(self, kind: Kind, images: tuple[bool, ...]) -> None:
        for cell in self._differing(kind, images):
            if self._exists(kind, images, cell):
                if any(images):
                    self.found.images += [a for a, t in zip(self.images, images, strict=True) if t]
                else:
                    self.found.kinds.setdefault(kind, []).append(cell)

    def _exists(self, kind: Kind, images: tuple[bool, ...], cell: Cell) -> bool:
        """Whether the cell holds such a point; where that stays open, it is noted."""
        if any(images):
            image = self.images[images.index(True)]
            if any(self._is_witness(p) for p in _elements_inside(image, cell)):
                return True
            chosen = (a for a, truth in zip(self.images, images, strict=True) if truth)
            if any(self._all_agree(a, cell) for a in chosen):
                return False
            self.found.unsettled.append("elements of a countable set that could not be excluded")
            return False
        if kind.inside >= {"Cantor"} and not meets_cantor(cell):
            return False
        candidates = self._candidates(kind, cell)
        if any(self._is_witness(p) for p in candidates):
            return True
        if kind is CANTOR:
            return True
        if kind in (INTEGER, NATURAL) and not candidates:
            return False
        self.found.unsettled.append(f"no witness of the kind {kind.name}")
        return False

    def _all_agree(self, image: Tree, cell: Cell) -> bool:
        """Whether the image has finitely many elements in the cell, each of them in both sets or in none."""
        last = last_inside(image, cell, self.on.budget)
        if last is None:
            return False
        try:
            inside = [p for p in map(point_of, elements(image, last)) if _is_inside(cell, p)]
            return all(holds_at(p, self.left, self.on) == holds_at(p, self.right, self.on) for p in inside)
        except Undecided:
            return False

    def _candidates(self, kind: Kind, cell: Cell) -> list[Point]:
        """Rationals of this kind inside the cell."""
        if kind is RATIONAL:
            return list(_fractions(cell))
        if kind in (INTEGER, NATURAL):
            return _integers(kind, cell, "N" in self.names)
        if kind is CANTOR_RATIONAL:
            return [rational(q) for q in _ternary_ends() if cell.holds(q)]
        return []


def _simple_inside(cell: Cell) -> fmpq:
    """A rational of small denominator inside the cell."""
    low, high = cell.low, cell.high
    if isinstance(low, End) or isinstance(high, End):
        for whole in (0, 1, -1, 2, -2):
            if cell.holds(fmpq(whole)):
                return fmpq(whole)
        return cell.sample
    with precision(256):
        a, b = dyadic(low.ball(256).upper()), dyadic(high.ball(256).lower())
    width = b - a
    found = simplest(a + width / 8, b - width / 8) if width > 0 else cell.sample
    return found if cell.holds(found) else cell.sample


def _fractions(cell: Cell) -> Iterator[Point]:
    """Rationals of the cell that are not integers."""
    simple = _simple_inside(cell)
    steps = [fmpq(0), fmpq(1, 2), fmpq(1, 5), fmpq(1, 97), fmpq(1, 1009), fmpq(1, 10**6 + 3)]
    tries = [q + s for q in (simple, cell.sample) for s in (*steps, *(-s for s in steps))]
    yield from (rational(q) for q in tries if cell.holds(q) and q.denom() > 1)


def point_of(constant: Tree) -> Point:
    """The constant as a point."""
    return rational(constant.value) if constant.head == "num" else Point(tree=constant)


def _is_inside(cell: Cell, point: Point) -> bool:
    return order(cell.low, point) < 0 and order(point, cell.high) < 0


def _elements_inside(image: Tree, cell: Cell) -> Iterator[Point]:
    for point in map(point_of, elements(image)):
        try:
            if _is_inside(cell, point):
                yield point
        except Undecided:
            continue


def _integers(kind: Kind, cell: Cell, told_apart: bool) -> list[Point]:
    """At most one natural number of the cell, its least, and at most one other integer, its greatest below 1.

    Where N is not named, the kind "integer" stands for the natural numbers as well; `told_apart` says that N is named.
    """
    low = fmpq(0) if isinstance(cell.low, End) else _floor(cell.low)
    high = fmpq(1) if isinstance(cell.high, End) else -_floor_of_opposite(cell.high)
    wanted = []
    if kind is NATURAL or not told_apart:
        wanted.append(max(fmpq(1), low + 1))
    if kind is INTEGER:
        wanted.append(min(fmpq(0), high - 1))
    return [rational(whole) for whole in wanted if cell.holds(whole)]


def _floor(point: Point) -> fmpq:
    """The greatest integer <= point. Raises Undecided where the point may be an integer without showing it."""
    with precision(256):
        ball = point.ball(256) if point.rational is None else arb(point.rational.floor())
        whole = ball.floor().unique_fmpz()
    if whole is None:
        raise Undecided("the whole part of an end")
    return fmpq(whole)


def _floor_of_opposite(point: Point) -> fmpq:
    """The greatest integer <= -point."""
    if point.rational is not None:
        return fmpq((-point.rational).floor())
    return -_floor(point) - 1


def _ternary_ends(depth: int = 7) -> Iterator[fmpq]:
    """Rational points of the Cantor set: 1/4 and 3/4, then ends of removed intervals."""
    yield from (fmpq(1, 4), fmpq(3, 4))
    level = [fmpq(0)]
    for k in range(1, depth + 1):
        level = [q + d * fmpq(1, 3**k) for q in level for d in (0, 2)]
        yield from (q + fmpq(1, 3**k) for q in level)
