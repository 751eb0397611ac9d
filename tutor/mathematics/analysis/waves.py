"""Zeros of polynomials in sin(u) and cos(u) with u affine in x, on a bounded cell, in closed form."""

from collections.abc import Sequence

from flint import fmpq, fmpq_poly

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.algebra import Cell, Point, closed, roots
from tutor.mathematics.analysis.cells import Line
from tutor.mathematics.analysis.constants import Constants, Undecided, enclosure
from tutor.mathematics.analysis.isolated import tree_of
from tutor.mathematics.balls import precision
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import MINUS_ONE, ONE, PI, TWO, ZERO, add, call, div, mul, neg, num, power, sub
from tutor.mathematics.trees.calculus import NotSmooth, derivative

MAX_WAVES = 200

Coefficients = dict[tuple[int, int], Tree]
"""(i, j) to the coefficient of sin^i cos^j."""


def wave_points(f: Tree, on: Line, cell: Cell) -> list[Point] | None:
    """Points of the cell among which all zeros of f are; None where f has another shape or the cell is unbounded."""
    waves = [n for n in walk(f) if n.head == "call" and n.value in ("sin", "cos") and on.x in free_names(n)]
    if not waves or not cell.bounded or any(n.args[0] is not waves[0].args[0] for n in waves):
        return None
    coefficients = _coefficients(f, on.x)
    angles = _angles(coefficients, Constants(on.budget)) if coefficients is not None else None
    if angles is None:
        return None
    return _places(angles, waves[0].args[0], on, cell)


def _coefficients(f: Tree, x: str) -> Coefficients | None:
    found: Coefficients = {}
    for term in f.args if f.head == "add" else (f,):
        powers, rest = {"sin": 0, "cos": 0}, []
        for factor in term.args if term.head == "mul" else (term,):
            base, exponent = factor.args if factor.head == "pow" else (factor, ONE)
            if x not in free_names(factor):
                rest.append(factor)
            elif base.head == "call" and base.value in powers and exponent.head == "num" and exponent.value > 0:
                powers[base.value] += int(exponent.value.numer())
            else:
                return None
        key = powers["sin"], powers["cos"]
        found[key] = add(found.get(key, ZERO), mul(ONE, *rest))
    return found


Angle = tuple[Tree, Tree]
"""(start, period): the angles start + k * period for all whole k."""


def _angles(coefficients: Coefficients, constants: Constants) -> list[Angle] | None:
    """Angles among which all zeros of the polynomial are."""
    keys = set(coefficients)
    if keys <= {(1, 0), (0, 1)}:
        if (1, 0) not in keys:
            return [(mul(num(fmpq(1, 2)), PI), PI)]
        slope = div(neg(coefficients.get((0, 1), ZERO)), coefficients[1, 0])
        return [(call("atan", constants.simplified(slope)), PI)]
    if keys in ({(1, 0), (0, 0)}, {(0, 1), (0, 0)}):
        wave = (keys - {(0, 0)}).pop()
        level = constants.simplified(div(neg(coefficients[0, 0]), coefficients[wave]))
        return _at_level(level, wave == (1, 0), constants)
    return _by_resultant(coefficients, constants)


def _at_level(level: Tree, sine: bool, constants: Constants) -> list[Angle]:
    """Where sin (or cos) takes the value `level`."""
    if constants.compare(level, ONE) > 0 or constants.compare(level, MINUS_ONE) < 0:
        return []
    period = mul(TWO, PI)
    if sine:
        first = call("asin", level)
        return [(first, period), (sub(PI, first), period)]
    first = call("acos", level)
    return [(first, period), (neg(first), period)]


def _by_resultant(coefficients: Coefficients, constants: Constants) -> list[Angle] | None:
    """P = A(c) + s B(c) modulo s^2 = 1 - c^2 vanishes only where A^2 - (1 - c^2) B^2 does."""
    parts = [fmpq_poly([0]), fmpq_poly([0])]
    for (i, j), c in coefficients.items():
        if c.head != "num":
            return None
        parts[i % 2] += fmpq_poly([1, 0, -1]) ** (i // 2) * fmpq_poly([0, 1]) ** j * c.value
    even, odd = parts
    eliminant = even * even - fmpq_poly([1, 0, -1]) * odd * odd if odd.degree() >= 0 else even
    if eliminant.degree() < 0:
        return None
    angles: list[Angle] = []
    for factor, _ in eliminant.numer().factor()[1]:
        for root in roots(factor) if factor.degree() > 0 else []:
            angles += _at_level(tree_of(root), False, constants)
    return angles


def _places(angles: Sequence[Angle], u: Tree, on: Line, cell: Cell) -> list[Point] | None:
    """The x in the cell, and a few beside it, at which u is one of the angles."""
    constants = Constants(on.budget)
    try:
        slope = constants.simplified(derivative(u, on.x))
    except NotSmooth:
        return None
    if on.x in free_names(slope):
        return None
    start = constants.simplified(substitute(u, {on.x: ZERO}))
    places = []
    for first, period in angles:
        for k in _turns(first, period, slope, start, cell):
            x = constants.simplified(mul(power(slope, MINUS_ONE), add(first, mul(num(k), period), neg(start))))
            point = closed(x)
            assert isinstance(point, Point)
            places.append(point)
    return places


def _turns(first: Tree, period: Tree, slope: Tree, start: Tree, cell: Cell) -> range:
    """Every whole k for which first + k * period may be an angle of the cell."""
    with precision(64):
        ends = []
        for bound in (cell.low, cell.high):
            assert isinstance(bound, Point)
            angle = enclosure(slope) * bound.ball(64) + enclosure(start)
            ends.append((angle - enclosure(first)) / enclosure(period))
        hull = ends[0].union(ends[1])
        low, high = hull.lower().floor().unique_fmpz(), hull.upper().ceil().unique_fmpz()
    if low is None or high is None or high - low > MAX_WAVES:
        raise Undecided(f"more than {MAX_WAVES} waves")
    return range(int(low), int(high) + 1)
