"""Measures on the plane: products of measures on the line, and laws of (X, T(X)).

A product with an atom as a factor is moved along the other one; a curve x -> (x, T(x)) over a density is a singular
part of its own. So two such measures are equal exactly when their products agree, cell by cell of a common grid, and
their curves agree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tutor.language.tree import Tree, free_names, tree
from tutor.mathematics.algebra import Bound, Point
from tutor.mathematics.analysis.cells import order, sorted_points
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.results import Result
from tutor.mathematics.objects.measures.building import MOST_TERMS
from tutor.mathematics.objects.measures.building import built as built_on_line
from tutor.mathematics.objects.measures.comparison import along, leaves
from tutor.mathematics.objects.measures.laws import Improper
from tutor.mathematics.objects.measures.measure import NOTHING, Atom, Cylinder, Density, Measure, Work, X, scaled, total
from tutor.mathematics.objects.measures.pushforward import map_pieces, pushed, simplified
from tutor.mathematics.objects.measures.restriction import restricted
from tutor.mathematics.objects.measures.values import mass, summed, times
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import INFINITY, ONE, ZERO, add, member, mul, num, var
from tutor.mathematics.trees.calculus import NotSmooth, derivative


@dataclass(frozen=True, slots=True)
class Product:
    """`factor` times the product of two measures on the line."""

    factor: Tree
    first: Measure
    second: Measure


@dataclass(frozen=True, slots=True)
class Curve:
    """The law of (S(X), T(X)) for X with a measure without atoms; S and T are trees in `x`, S is mostly `x` itself."""

    maps: tuple[Tree, Tree]
    source: Measure

    @property
    def is_graph(self) -> bool:
        """Whether the first coordinate is the variable itself."""
        return self.maps[0] is var(X)


@dataclass(frozen=True, slots=True)
class Plane:
    """A sum of products and curves."""

    products: tuple[Product, ...] = ()
    curves: tuple[Curve, ...] = ()


def is_plane(node: Tree) -> bool:
    """Whether the tree stands for a measure on the plane."""
    match node.head:
        case "product":
            return True
        case "atom":
            return node.args[0].head in ("pair", "tuple")
        case "pushforward":
            return node.args[0].head in ("pair", "tuple") or is_plane(node.args[0])
        case "add" | "mul":
            return any(is_plane(part) for part in node.args)
        case "sum":
            return is_plane(node.args[0])
    return False


def built(node: Tree, work: Work) -> Plane:
    """The measure on the plane. Raises Improper, Undecided, OutOfSteps."""
    match node.head:
        case "num" if node is ZERO:
            return Plane()
        case "product" if len(node.args) == 2:
            return Plane((Product(ONE, *(built_on_line(part, work) for part in node.args)),))
        case "atom" if len(node.args[0].args) == 2:
            first, second = (Measure(atoms=(Atom(work.simple(p), ONE),)) for p in node.args[0].args)
            return Plane((Product(ONE, first, second),))
        case "pushforward":
            return _law(node, work)
        case "add":
            return _joined([built(part, work) for part in node.args])
        case "mul":
            planes = [part for part in node.args if is_plane(part)]
            if len(planes) == 1:
                factor = mul(ONE, *(part for part in node.args if part is not planes[0]))
                return _scaled(factor, built(planes[0], work), work)
        case "sum" if all(end.head == "num" and end.value.denom() == 1 for end in node.args[1:]):
            low, high = (int(end.value.numer()) for end in node.args[1:])
            if high - low > MOST_TERMS:
                raise Undecided(f"a sum of more than {MOST_TERMS} measures")
            terms = (substitute(node.args[0], {node.value: num(k)}) for k in range(low, high + 1))
            return _joined([built(term, work) for term in terms])
    raise Undecided(f"'{node.head}' as a measure on the plane")


def _joined(parts: list[Plane]) -> Plane:
    return Plane(tuple(p for q in parts for p in q.products), tuple(c for q in parts for c in q.curves))


def _scaled(factor: Tree, plane: Plane, work: Work) -> Plane:
    products = tuple(Product(work.simple(mul(factor, p.factor)), p.first, p.second) for p in plane.products)
    return Plane(products, tuple(Curve(c.maps, scaled(factor, c.source, work)) for c in plane.curves))


def _law(node: Tree, work: Work) -> Plane:
    body, source = node.args
    if body.head == "pushforward":
        return _law_of_two(node, work)
    if len(body.args) != 2:
        raise Undecided("the law of more than two coordinates")
    measure = built_on_line(source, work)
    x, y = (substitute(part, {node.value: var(X)}) for part in body.args)
    if X not in free_names(x):
        return Plane((Product(ONE, Measure(atoms=(Atom(work.simple(x), ONE),)), pushed(y, measure, work)),))
    return graph(y, measure, work) if x is var(X) else _curve(x, y, measure, work)


def _curve(x: Tree, y: Tree, measure: Measure, work: Work) -> Plane:
    """The law of two functions of one variable."""
    products = []
    for atom in measure.atoms:
        point = Measure(atoms=(Atom(atom.place, ONE),))
        products.append(Product(atom.mass, pushed(x, point, work), pushed(y, point, work)))
    rest = Measure(measure.densities, (), measure.families, measure.cylinders, measure.images)
    return Plane(tuple(products), () if rest == NOTHING else (Curve((x, y), rest),))


def graph(map_: Tree, measure: Measure, work: Work) -> Plane:
    """The law of (X, T(X)): a product where T is constant, single atoms for atoms, a curve for the rest."""
    if X not in free_names(work.constants.simplified(map_)):
        return Plane((Product(ONE, measure, Measure(atoms=(Atom(work.simple(map_), ONE),))),))
    products = []
    for atom in measure.atoms:
        image = pushed(map_, Measure(atoms=(Atom(atom.place, ONE),)), work)
        products.append(Product(ONE, Measure(atoms=(atom,)), image))
    curves = []
    for density in measure.densities:
        for piece in map_pieces(map_, density.low, density.high, work):
            part = Measure((Density(piece.cell.low, piece.cell.high, density.function),))
            simple = simplified(piece)
            if X in free_names(simple):
                curves.append(Curve((var(X), piece.function), part))
            else:
                products.append(Product(ONE, part, Measure(atoms=(Atom(simple, ONE),))))
    if measure.cylinders and not _is_smooth(map_):
        raise Undecided("a curve over Cantor's measure in pieces")
    rest = Measure((), (), measure.families, measure.cylinders, measure.images)
    return Plane(tuple(products), (*curves, *(() if rest == NOTHING else (Curve((var(X), map_), rest),))))


def _is_smooth(map_: Tree) -> bool:
    try:
        derivative(map_, X)
    except NotSmooth:
        return False
    return True


def _law_of_two(node: Tree, work: Work) -> Plane:
    """(f(X), g(Y)) for independent X and Y."""
    inner = node.args[0]
    x, y = node.value, inner.value
    body = inner.args[0]
    if body.head not in ("pair", "tuple") or len(body.args) != 2 or x in free_names(inner.args[1]):
        raise Undecided("a law of dependent coordinates")
    first, second = body.args
    laws = {x: built_on_line(node.args[1], work), y: built_on_line(inner.args[1], work)}
    names = [free_names(part) & {x, y} for part in (first, second)]
    if len(names[0]) != 1 or len(names[1]) != 1 or names[0] == names[1]:
        raise Undecided("a law of two coordinates that both depend on both variables")
    sides = [
        pushed(substitute(part, {n: var(X)}), laws[n], work) for part, (n,) in zip((first, second), names, strict=True)
    ]
    return Plane((Product(ONE, *sides),))


# Masses and marginals -----------------------------------------------------------------------------------------------


def mass_of_rectangle(plane: Plane, sides: tuple[Tree, ...], work: Work) -> Result:
    """The mass of A x B, or of the plane where no sets are given."""
    found = []
    for product in plane.products:
        first, second = (
            mass(restricted(m, side, work) if sides else m, work)
            for m, side in zip((product.first, product.second), sides or (ZERO, ZERO), strict=True)
        )
        found.append(times(product.factor, _product(first, second, work), work))
    for curve in plane.curves:
        source = curve.source
        for map_, side in zip(curve.maps, sides, strict=False):
            inside = side if map_ is var(X) else tree("builder", X, (member(map_, side),))
            source = restricted(source, inside, work)
        found.append(mass(source, work))
    return summed(found, work)


def _product(first: Result, second: Result, work: Work) -> Result:
    """The product of two masses; 0 * oo = 0."""
    for one, other in ((first, second), (second, first)):
        if isinstance(one.value, Tree) and one.value is not INFINITY:
            return times(one.value, other, work)
    if INFINITY in (first.value, second.value):
        return Result(INFINITY, "an infinite mass")
    return Result(first.value * second.value, first.by)  # type: ignore[operator]


def marginal(plane: Plane, coordinate: int, work: Work) -> Measure:
    """The image under the projection to a coordinate, 0 or 1. Raises Undecided, Improper."""
    found = []
    for product in plane.products:
        kept, other = (product.first, product.second) if coordinate == 0 else (product.second, product.first)
        size = mass(other, work).value
        if not isinstance(size, Tree):
            raise Undecided("a mass that is only enclosed")
        if size is INFINITY:
            raise Improper("a marginal that is not sigma-finite")
        found.append(scaled(work.simple(mul(product.factor, size)), kept, work))
    for curve in plane.curves:
        found.append(pushed(curve.maps[coordinate], curve.source, work))
    return total(found, work) if found else NOTHING


# Comparison ---------------------------------------------------------------------------------------------------------

Piece = tuple[str, Bound | Tree, Bound | Tree]
"""A cell of the grid on one axis, a point, or a Cantor cylinder (its low end and length)."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The densities of both on the piece of the first axis times that of the second, in `x` and `y`."""

    first: Piece
    second: Piece
    left: Tree
    right: Tree


def differences(left: Plane, right: Plane, work: Work) -> Iterator[Difference]:
    """The products of both on each cell of the common grid."""
    everything = [*left.products, *right.products]
    grids = tuple(_Grid(_grid(axis), _cylinders(axis, work)) for axis in zip(*_sides(everything), strict=True))
    table: dict[tuple[Piece, Piece], tuple[list[Tree], list[Tree]]] = {}
    known: list[Piece] = []
    for side, plane in enumerate((left, right)):
        for product in plane.products:
            for first, f in _pieces(product.first, grids[0], known, work):
                for second, g in _pieces(product.second, grids[1], known, work):
                    term = mul(product.factor, f, substitute(g, {X: var("y")}))
                    table.setdefault((first, second), ([], []))[side].append(term)
    for (first, second), (ours, theirs) in table.items():
        yield Difference(first, second, add(ZERO, *ours), add(ZERO, *theirs))


Strand = tuple[Tree, Tree]
"""Map and density of a curve over one cell of the first axis."""


def strands(left: Plane, right: Plane) -> Iterator[tuple[Bound, Bound, list[Strand], list[Strand]]]:
    """The curves of both over each cell of the first axis. Raises Undecided for curves over families of atoms."""
    curves = [*left.curves, *right.curves]
    if not all(curve.is_graph for curve in curves):
        raise Undecided("a curve that is not a graph over the first axis")
    if any(curve.source.families or curve.source.images for curve in curves):
        raise Undecided("a curve over countably many atoms")
    for low, high in pairwise(_grid([curve.source for curve in curves])):
        yield low, high, _over(left, low, high), _over(right, low, high)


def _over(plane: Plane, low: Bound, high: Bound) -> list[Strand]:
    return [
        (curve.maps[1], density.function)
        for curve in plane.curves
        for density in curve.source.densities
        if order(density.low, low) <= 0 <= order(density.high, high)
    ]


def _grid(measures: Sequence[Measure]) -> list[Bound]:
    ends = [end for m in measures for d in m.densities for end in (d.low, d.high)]
    bounds: list[Bound] = list(sorted_points([e for e in ends if isinstance(e, Point)]))
    low = next((e for e in ends if not isinstance(e, Point) and e.value < 0), None)
    high = next((e for e in ends if not isinstance(e, Point) and e.value > 0), None)
    return [*([low] if low else []), *bounds, *([high] if high else [])]


@dataclass(frozen=True, slots=True)
class _Grid:
    """What all measures on one axis are cut along: the ends of cells, and disjoint Cantor cylinders."""

    bounds: list[Bound]
    cylinders: list[Cylinder]


def _sides(products: list[Product]) -> list[tuple[Measure, Measure]]:
    return [(p.first, p.second) for p in products]


def _cylinders(measures: tuple[Measure, ...], work: Work) -> list[Cylinder]:
    everything = [Cylinder(c.low, c.length, ONE) for m in measures for c in m.cylinders]
    return leaves(everything, work) if len(everything) > 1 else everything


def _pieces(measure: Measure, grid: _Grid, known: list[Piece], work: Work) -> Iterator[tuple[Piece, Tree]]:
    if measure.families or measure.images:
        raise Undecided("a product with countably many atoms")
    for low, high in pairwise(grid.bounds):
        for density in measure.densities:
            if order(density.low, low) <= 0 <= order(density.high, high):
                yield ("interval", low, high), density.function
    for atom in measure.atoms:
        yield _known(("point", atom.place, atom.place), known, work), atom.mass
    for cylinder in (part for whole in measure.cylinders for part in along(whole, grid.cylinders, work)):
        yield _known(("cantor", cylinder.low, cylinder.length), known, work), cylinder.mass


def _known(piece: Piece, known: list[Piece], work: Work) -> Piece:
    """The piece that was met before, so that equal places are one key."""
    for other in known:
        if other[0] == piece[0] and all(work.same(a, b) for a, b in zip(piece[1:], other[1:], strict=True)):  # type: ignore[arg-type]
            return other
    known.append(piece)
    return piece
