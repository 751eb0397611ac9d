"""Images of measures under maps that are smooth and monotone, or constant, on finitely many cells.

Where the map T is constant on a cell, all mass there goes to one atom. Where it is strictly monotone, the image has the
density f(S) |S'| for the inverse S, if there is a closed one; else the image is kept as such, as an `Image`.
"""

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import Bound, Cell, End, Point, closed
from tutor.mathematics.analysis.antiderivatives import antiderivative
from tutor.mathematics.analysis.cells import cells_between, partition, sign_chart
from tutor.mathematics.analysis.constants import SILENT, Undecided, enclosure
from tutor.mathematics.analysis.germs import limit_from
from tutor.mathematics.analysis.integrals import Part, parts
from tutor.mathematics.analysis.isolated import tree_of
from tutor.mathematics.analysis.results import NoValue
from tutor.mathematics.analysis.rolle import line
from tutor.mathematics.analysis.series import series
from tutor.mathematics.objects.measures.integration import integrated
from tutor.mathematics.objects.measures.inverses import inverse
from tutor.mathematics.objects.measures.laws import Improper
from tutor.mathematics.objects.measures.measure import (
    INDEX,
    VARIABLE,
    Atom,
    Cylinder,
    Density,
    Family,
    Image,
    Measure,
    N,
    Work,
    X,
    collected,
    disjoint,
)
from tutor.mathematics.objects.measures.restriction import check_no_cantor_set, cut_cylinder
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    MINUS_ONE,
    ONE,
    add,
    call,
    div,
    mul,
    num,
    power,
    sign_of_infinity,
    sub,
)
from tutor.mathematics.trees.calculus import NotSmooth, derivative

MAX_SINGLE = 200


def pushed(map_: Tree, measure: Measure, work: Work) -> Measure:
    """The image of the measure under the map, a tree in `x`.

    Raises Improper where it is undefined on a set of positive mass or a point would get infinite mass; Undecided.
    """
    if map_ is VARIABLE:
        return measure
    if measure.images:
        raise Undecided("the image of an image without a closed form")
    image = _Image(map_, work)
    for density in measure.densities:
        image.of_density(density)
    for atom in measure.atoms:
        image.atoms.append(Atom(_at(map_, atom.place, work), atom.mass))
    for family in measure.families:
        image.of_family(family)
    for cylinder in measure.cylinders:
        image.of_cylinder(cylinder)
    return image.collected()


_FLOOR = call("floor", VARIABLE)


class _Image:
    """The parts of the image found so far."""

    def __init__(self, map_: Tree, work: Work) -> None:
        self.map, self.work = map_, work
        self.densities: list[Density] = []
        self.atoms: list[Atom] = []
        self.families: list[Family] = []
        self.cylinders: list[Cylinder] = []
        self.images: list[Image] = []

    def collected(self) -> Measure:
        return Measure(
            disjoint(self.densities),
            collected(self.atoms, self.work),
            tuple(self.families),
            tuple(self.cylinders),
            tuple(self.images),
        )

    def of_density(self, density: Density) -> None:
        if self.map is _FLOOR and isinstance(density.high, End) and isinstance(density.low, Point):
            self._whole_parts(density)
            return
        for piece in map_pieces(self.map, density.low, density.high, self.work):
            simple = simplified(piece)
            if X not in free_names(simple):
                mass = mass_between(density.function, piece.cell.low, piece.cell.high, self.work)
                self.atoms.append(Atom(simple, mass))
                continue
            slope = _slope(piece.function)
            chart = sign_chart(slope, self.work.line, piece.cell.low, piece.cell.high)
            cells = cells_between(piece.cell.low, chart.points, piece.cell.high)
            for cell, sign in zip(cells, chart.signs, strict=True):
                if not sign:
                    raise Undecided("the slope of a map")
                self._of_monotone(density.function, piece.function, slope, cell, sign)

    def _whole_parts(self, density: Density) -> None:
        """The law of the whole part of a variable with one density on (a, oo): P(n + 1) - P(n) for a primitive P."""
        pieces = parts(density.function, self.work.line, density.low, density.high)
        primitive = (
            antiderivative(pieces[0].function, X, pieces[0].field, self.work.constants) if len(pieces) == 1 else None
        )
        first = density.low.ball(64).floor().unique_fmpz()  # type: ignore[union-attr]  # a point: see the caller
        if primitive is None or first is None or first < -MAX_SINGLE:
            raise Undecided("the whole part of a variable whose density has no closed antiderivative")
        steps = sub(substitute(primitive, {X: add(INDEX, ONE)}), substitute(primitive, {X: INDEX}))
        start = max(int(first) + 1, 0)
        for k in range(int(first), start):
            low = density.low if k == int(first) else closed(num(k))
            self.atoms.append(Atom(num(k), mass_between(density.function, low, closed(num(k + 1)), self.work)))
        self.families.append(Family(INDEX, self.work.indices.simplified(steps), start))

    def _of_monotone(self, function: Tree, map_: Tree, slope: Tree, cell: Cell, sign: int) -> None:
        ends = end_value(map_, cell.low, 1, self.work), end_value(map_, cell.high, -1, self.work)
        low, high = (closed(end) for end in (ends if sign > 0 else ends[::-1]))
        image = image_density(function, map_, slope, cell, sign, (low, high), self.work)
        if image is not None:
            self.densities.append(Density(low, high, image))
        else:
            self.images.append(Image(Density(cell.low, cell.high, function), map_, low, high))

    def of_family(self, family: Family) -> None:
        moved = substitute(self.map, {X: family.place})
        on = line(N, self.work.budget)
        for atom_index, rest in family_pieces(moved, family, on):
            if rest is None:
                single = family.atom(atom_index)
                self.atoms.append(Atom(_at(self.map, single.place, self.work), single.mass))
            elif N in free_names(rest):
                self.families.append(Family(rest, family.mass, atom_index))
            else:
                found = series(family.mass, N, atom_index, self.work.budget).value
                self.atoms.append(Atom(rest, finite_mass(found)))

    def of_cylinder(self, cylinder: Cylinder) -> None:
        check_no_cantor_set(self.map)
        low = closed(self.work.simple(sub(cylinder.low, num(1))))
        high = closed(self.work.simple(sub(cylinder.high, num(-1))))
        for piece in map_pieces(self.map, low, high, self.work):
            simple = simplified(piece)
            spans = [(piece.cell.low, piece.cell.high)]
            for part in cut_cylinder(cylinder, spans, self.work, 0):
                self._of_cylinder_part(simple, part)

    def _of_cylinder_part(self, map_: Tree, part: Cylinder) -> None:
        """Affine images; Cantor's measure is symmetric, so the direction does not matter."""
        if X not in free_names(map_):
            self.atoms.append(Atom(map_, part.mass))
            return
        if X in free_names(self.work.simple(_slope(map_))):
            raise Undecided("the image of Cantor's measure under a map that is not affine")
        ends = [self.work.simple(substitute(map_, {X: place})) for place in (part.low, part.high)]
        if self.work.constants.compare(*ends) > 0:
            ends.reverse()
        self.cylinders.append(Cylinder(ends[0], self.work.simple(sub(ends[1], ends[0])), part.mass))


def map_pieces(map_: Tree, low: Bound, high: Bound, work: Work) -> list[Part]:
    """The map on the cells on which it is smooth. Raises Improper where it is undefined on an interval."""
    try:
        return parts(map_, work.line, low, high, keep_zero=True)
    except NoValue as silence:
        raise Improper("the map is undefined on a set of positive mass") from silence


def simplified(piece: Part) -> Tree:
    """The function on its cell in normal form, where it has one."""
    try:
        return piece.field.as_tree(piece.field.normal(piece.function))
    except SILENT:
        return piece.function


def _slope(map_: Tree) -> Tree:
    try:
        return derivative(map_, X)
    except NotSmooth as refused:
        raise Undecided("a map without a derivative by rule") from refused


def mass_between(function: Tree, low: Bound, high: Bound, work: Work) -> Tree:
    """The exact mass of a density on an interval. Raises Undecided where only an enclosure is known, Improper."""
    found = integrated(function, low, high, work).value
    return finite_mass(found)


def finite_mass(value: object) -> Tree:
    """The value as the mass of a point. Raises Improper where it is infinite, Undecided where it is not exact."""
    if not isinstance(value, Tree):
        raise Undecided("a point mass without a closed form")
    if sign_of_infinity(value):
        raise Improper("the image has a point of infinite mass")
    return value


def end_value(function: Tree, end: Bound, side: int, work: Work) -> Tree:
    """The limit of a monotone function at an end of its cell; infinities are values."""
    if isinstance(end, Point):
        value = substitute(function, {X: tree_of(end)})
        try:
            enclosure(value)
            return work.simple(value)
        except Undecided:
            pass
        return limit_from(function, X, tree_of(end), side, work.constants)
    return limit_from(function, X, INFINITY if end.value > 0 else MINUS_INFINITY, side, work.constants)


def image_density(
    function: Tree, map_: Tree, slope: Tree, cell: Cell, sign: int, ends: tuple[Bound, Bound], work: Work
) -> Tree | None:
    """The density of the image on the cell between the ends, or None where there is no closed form."""
    ratio = simplified_on(div(function, slope), cell.low, cell.high, work)
    if X not in free_names(ratio):
        return mul(num(sign), ratio)
    back = inverse(map_, cell, work)
    if X not in free_names(slope) and back is not None:
        # An affine map keeps the form of the density, which antiderivatives are looked up by.
        return mul(num(sign), power(slope, MINUS_ONE), substitute(function, {X: back}))
    if back is None:
        return None
    try:
        moved = mul(num(sign), substitute(function, {X: back}), derivative(back, X))
    except NotSmooth:
        return None
    return simplified_on(moved, *ends, work)


def simplified_on(function: Tree, low: Bound, high: Bound, work: Work) -> Tree:
    """The function in normal form on the open interval; as it stands where there is no single one.

    It is kept as it stands, too, where the normal form would have to leave out points.
    """
    try:
        pieces = partition(lambda field: field.as_tree(field.normal(function)), work.line, low, high)
    except Undecided:
        return function
    answers = {piece.answer for piece in pieces}
    found = answers.pop()
    return function if answers or found is None else found


def _at(map_: Tree, place: Tree, work: Work) -> Tree:
    value = work.simple(substitute(map_, {X: place}))
    try:
        enclosure(value)
    except Undecided:
        raise Undecided("a map without a certified value at an atom") from None
    return value


def family_pieces(moved: Tree, family: Family, on: object) -> list[tuple[int, Tree | None]]:
    """Single indices (with None), then the first index of the rest with the image of its place, smooth in the index."""
    pieces = parts(moved, on, closed(num(family.start)), closed(INFINITY), keep_zero=True)  # type: ignore[arg-type]
    last = pieces[-1]
    first = family.start
    if isinstance(last.cell.low, Point) and len(pieces) > 1:
        bound = last.cell.low.ball(64).upper().floor().unique_fmpz()
        if bound is None or bound - family.start > MAX_SINGLE:
            raise Undecided("a family whose image changes its form far out")
        first = int(bound) + 1
    elif len(pieces) == 1:
        # The cell is open at the first index: it is looked at on its own.
        first = family.start + 1
    singles: list[tuple[int, Tree | None]] = [(k, None) for k in range(family.start, first)]
    return [*singles, (first, last.function)]
