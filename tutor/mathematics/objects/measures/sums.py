"""Laws of two independent random variables: sums, and whatever is discrete on one side."""

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.algebra import MINUS_END, PLUS_END, Bound, Cell, End, Point, closed
from tutor.mathematics.analysis.antiderivatives import replaced
from tutor.mathematics.analysis.cells import cells_between, order, sorted_points
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.objects.measures.extremes import extreme
from tutor.mathematics.objects.measures.measure import (
    VARIABLE,
    Density,
    Family,
    Measure,
    N,
    Work,
    X,
    disjoint,
    end_tree,
    scaled,
    total,
)
from tutor.mathematics.objects.measures.parametric import Limit, T, integral_with_parameter
from tutor.mathematics.objects.measures.pushforward import pushed
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import ZERO, add, call, div, mul, neg, num, power, sub, var

Variable = tuple[str, Measure]


def law_of_two(map_: Tree, first: Variable, second: Variable, work: Work) -> Measure:
    """The law of map(X, Y) for independent X and Y. Raises Undecided beyond sums and finitely many atoms."""
    for (x, law), other in ((first, second), (second, first)):
        if _is_finite(law):
            y, rest = other
            return total(
                [
                    scaled(a.mass, pushed(substitute(map_, {x: a.place, y: VARIABLE}), rest, work), work)
                    for a in law.atoms
                ],
                work,
            )
    if map_.head == "call" and map_.value in ("max", "min") and len(map_.args) == 2:
        return _extreme(map_, first, second, work)
    summands = separated(map_, first[0], second[0])
    inner = _inner(map_, {first[0], second[0]}) if summands is None else None
    if inner is not None:
        return pushed(replaced(map_, inner, VARIABLE), law_of_two(inner, first, second, work), work)
    if summands is None:
        raise Undecided("the law of a function of two random variables that is not a sum of functions of each")
    moved = [
        pushed(substitute(term, {name: VARIABLE}), law, work)
        for term, (name, law) in zip(summands, (first, second), strict=True)
    ]
    return convolution(moved[0], moved[1], work)


def _inner(map_: Tree, names: set[str]) -> Tree | None:
    """The smallest part, but the whole, through which alone the map depends on both variables."""
    parts = [node for node in walk(map_) if node is not map_ and names <= free_names(node)]
    smallest = min(parts, key=lambda node: sum(1 for _ in walk(node)), default=None)
    if smallest is None or names & free_names(replaced(map_, smallest, VARIABLE)):
        return None
    return smallest


def _extreme(map_: Tree, first: Variable, second: Variable, work: Work) -> Measure:
    laws = []
    for term in map_.args:
        own = [(name, law) for name, law in (first, second) if name in free_names(term)]
        if len(own) != 1:
            raise Undecided("the larger of two dependent random variables")
        laws.append(pushed(substitute(term, {own[0][0]: VARIABLE}), own[0][1], work))
    if len({name for name, _ in (first, second)} & free_names(map_)) != 2:
        raise Undecided("the larger of two dependent random variables")
    return extreme(laws[0], laws[1], map_.value == "max", work)


def _is_finite(measure: Measure) -> bool:
    return not (measure.densities or measure.families or measure.cylinders or measure.images)


def separated(map_: Tree, x: str, y: str) -> tuple[Tree, Tree] | None:
    """(f(x), g(y)) with map = f + g."""
    terms = map_.args if map_.head == "add" else (map_,)
    first = [t for t in terms if y not in free_names(t)]
    second = [t for t in terms if y in free_names(t)]
    if any(x in free_names(t) for t in second):
        return None
    return add(ZERO, *first), add(ZERO, *second)


def convolution(left: Measure, right: Measure, work: Work) -> Measure:
    """The law of the sum of two independent variables. Raises Undecided."""
    if left.cylinders or right.cylinders or left.images or right.images:
        raise Undecided("a sum with a Cantor part")
    terms = []
    for one, other in ((left, right), (right, left)):
        for atom in one.atoms:
            rest = other if one is left else Measure(other.densities, (), other.families)
            moved = pushed(add(VARIABLE, atom.place), rest, work)
            terms.append(scaled(atom.mass, moved, work))
    terms.append(_of_families(left, right, work))
    terms.append(Measure(_of_densities(left, right, work)))
    return total(terms, work)


def _of_families(left: Measure, right: Measure, work: Work) -> Measure:
    """Two families on the whole numbers: masses sum_{k} p(k) q(n - k), by a closed form of the finite sum."""
    if not (left.families and right.families):
        if (left.families and right.densities) or (right.families and left.densities):
            raise Undecided("the sum of a variable with infinitely many values and one with a density")
        return Measure()
    if len(left.families) > 1 or len(right.families) > 1:
        raise Undecided("a sum with several families of atoms")
    f, g = left.families[0], right.families[0]
    if f.place is not var(N) or g.place is not var(N):
        raise Undecided("a sum of families that are not on the whole numbers")
    k = "k"
    term = mul(substitute(f.mass, {N: var(k)}), substitute(g.mass, {N: sub(var(N), var(k))}))
    mass = _closed_finite_sum(f.mass, g.mass, term, work)
    return Measure(families=(Family(var(N), mass, f.start + g.start),))


def _closed_finite_sum(p: Tree, q: Tree, term: Tree, work: Work) -> Tree:
    """Poisson laws: the means add. Geometric laws with one ratio: negative binomial."""
    poisson = [_poisson_mean(mass, work) for mass in (p, q)]
    if poisson[0] is not None and poisson[1] is not None:
        mean = work.simple(add(poisson[0], poisson[1]))
        return _poisson(mean)
    raise Undecided("the masses of a sum of two discrete variables without a closed form")


def _poisson(mean: Tree) -> Tree:
    return mul(call("exp", neg(mean)), power(mean, var(N)), power(call("factorial", var(N)), num(-1)))


def _poisson_mean(mass: Tree, work: Work) -> Tree | None:
    """The mean of a family with Poisson's masses: p(1)/p(0), verified by normal form."""
    ratio = work.simple(div(substitute(mass, {N: num(1)}), substitute(mass, {N: num(0)})))
    return ratio if work.vanishes(sub(mass, _poisson(ratio))) else None


# Densities ----------------------------------------------------------------------------------------------------------


def _of_densities(left: Measure, right: Measure, work: Work) -> tuple[Density, ...]:
    """Cell by cell: on (x - ends of one) meeting (the other), the integral of f(t) g(x - t) by an antiderivative."""
    return disjoint([d for f in left.densities for g in right.densities for d in _of_pair(f, g, work)])


def _of_pair(f: Density, g: Density, work: Work) -> list[Density]:
    """The convolution of two densities, each on one cell: its form changes at sums of ends only."""
    sums = [_sum(a, b) for a in (f.low, f.high) for b in (g.low, g.high)]
    low, high = sums[0], sums[3]
    points = sorted_points([p for p in sums[1:3] if isinstance(p, Point)], low, high)
    found = []
    for cell in cells_between(low, points, high):
        function = _convolved(f, g, cell, work)
        found.append(Density(cell.low, cell.high, function))
    return found


def _sum(left: Bound, right: Bound) -> Bound:
    if isinstance(left, End):
        return left
    return right if isinstance(right, End) else closed(add(end_tree(left), end_tree(right)))


def _convolved(f: Density, g: Density, cell: Cell, work: Work) -> Tree:
    """The integral over t from max(a, x - d) to min(b, x - c); which of them counts is the same on the whole cell."""
    sample = closed(num(cell.sample))
    low = _later(f.low, _moved(g.high), sample)
    high = _earlier(f.high, _moved(g.low), sample)
    product = mul(substitute(f.function, {X: var(T)}), substitute(g.function, {X: sub(VARIABLE, var(T))}))
    return integral_with_parameter(product, low, high, cell, work)


def _moved(bound: Bound) -> Limit:
    return bound, True


def _place(limit: Limit, x: Bound) -> Bound:
    bound, moved = limit
    if not moved:
        return bound
    if isinstance(bound, End):
        return MINUS_END if bound is PLUS_END else PLUS_END
    return closed(sub(end_tree(x), end_tree(bound)))


def _later(fixed: Bound, moved: Limit, x: Bound) -> Limit:
    return (fixed, False) if order(fixed, _place(moved, x)) >= 0 else moved


def _earlier(fixed: Bound, moved: Limit, x: Bound) -> Limit:
    return (fixed, False) if order(fixed, _place(moved, x)) <= 0 else moved
