"""Numbers of a measure: its mass, the mass of a set, integrals of functions against it. oo is a value."""

from collections.abc import Iterable
from math import comb

from flint import arb, fmpq

from tutor.language.tree import Tree, free_names, tree
from tutor.mathematics.algebra import Bound, End, Point, closed
from tutor.mathematics.analysis.constants import NO_VALUE, Undecided, enclosure
from tutor.mathematics.analysis.exponential import polynomial
from tutor.mathematics.analysis.germs import germ, summable
from tutor.mathematics.analysis.integrals import parts
from tutor.mathematics.analysis.isolated import tree_of
from tutor.mathematics.analysis.results import NoValue, Result
from tutor.mathematics.analysis.rolle import line
from tutor.mathematics.analysis.series import series
from tutor.mathematics.balls import Evaluator, ball, precision
from tutor.mathematics.balls.ternary import cantor_function
from tutor.mathematics.objects.images import index_of
from tutor.mathematics.objects.measures.integration import integrated
from tutor.mathematics.objects.measures.measure import Cylinder, Density, Family, Measure, N, Work, X, end_tree
from tutor.mathematics.objects.measures.pushforward import family_pieces
from tutor.mathematics.objects.measures.restriction import check_no_cantor_set, cylinder_in, restricted, spans_of
from tutor.mathematics.objects.sets import atoms
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    ONE,
    ZERO,
    add,
    div,
    interval,
    mul,
    num,
    sign_of_infinity,
    sub,
    var,
)

BITS = 128
LEVELS = 11
"""Cylinders of this depth enclose the integral of a function that is no polynomial against Cantor's measure."""


def summed(found: Iterable[Result], work: Work) -> Result:
    """The sum of values; exact where all are. Raises NoValue for oo - oo."""
    values, rules = [], []
    for result in found:
        values.append(result.value)
        rules.append(result.by)
    by = "; ".join(dict.fromkeys(rules)) or "an empty sum"
    trees = [v for v in values if isinstance(v, Tree)]
    infinite = {sign_of_infinity(v) for v in trees} - {0}
    if len(infinite) > 1:
        raise NoValue("oo - oo")
    if infinite:
        return Result(INFINITY if infinite.pop() > 0 else MINUS_INFINITY, by)
    if len(trees) == len(values):
        return Result(work.simple(add(ZERO, *trees)), by)
    with precision(BITS):
        return Result(sum((as_ball(v) for v in values), arb(0)), by)


def as_ball(value: Tree | arb) -> arb:
    """A certified enclosure of a finite value. Raises Undecided."""
    return value if isinstance(value, arb) else enclosure(value, BITS)


def times(factor: Tree, found: Result, work: Work) -> Result:
    """The value times a closed constant; 0 * oo = 0."""
    sign = work.constants.sign(factor)
    if sign == 0:
        return Result(ZERO, found.by)
    if isinstance(found.value, Tree):
        infinite = sign_of_infinity(found.value) * sign
        if infinite:
            return Result(INFINITY if infinite > 0 else MINUS_INFINITY, found.by)
        return Result(work.simple(mul(factor, found.value)), found.by)
    with precision(BITS):
        return Result(as_ball(factor) * found.value, found.by)


# Masses -------------------------------------------------------------------------------------------------------------


def mass(measure: Measure, work: Work) -> Result:
    """The mass of the whole line. Raises Undecided, NoValue."""
    return expectation(measure, ONE, work)


def mass_of(measure: Measure, set_: Tree, work: Work) -> Result:
    """The mass of a set of real numbers. Raises Undecided, NoValue."""
    rest = Measure(measure.densities, measure.atoms, measure.families, (), measure.images)
    found = [mass(restricted(rest, set_, work), work)]
    return summed(found + [_cylinder_mass(cylinder, set_, work) for cylinder in measure.cylinders], work)


def _cylinder_mass(cylinder: Cylinder, set_: Tree, work: Work) -> Result:
    """The mass of intervals by Cantor's function, exact at rationals; of other sets by parts of the cylinder."""
    if set_.head in ("interval", "union", "intersection", "minus") and not _has_atoms(set_):
        share = fmpq(0)
        for low, high in spans_of(set_, work):
            levels = [_level(cylinder, end, work) for end in (low, high)]
            if levels[0] is None or levels[1] is None:
                break
            share += levels[1] - levels[0]
        else:
            return Result(work.simple(mul(num(share), cylinder.mass)), "Cantor's function")
    found = cylinder_in(cylinder, set_, work)
    return Result(work.simple(add(ZERO, *(c.mass for c in found))), "mass of Cantor's measure")


def _level(cylinder: Cylinder, end: Bound, work: Work) -> fmpq | None:
    """Cantor's function at an end, moved to the cylinder; None where it is not rational."""
    if isinstance(end, End):
        return fmpq(int(end.value > 0))
    place = work.simple(div(sub(tree_of(end), cylinder.low), cylinder.length))
    if place.head != "num":
        return None
    value = cantor_function(place.value)
    return value if isinstance(value, fmpq) else None


def _has_atoms(set_: Tree) -> bool:
    return bool(atoms(set_))


def mass_at(measure: Measure, place: Tree, work: Work) -> Tree:
    """The mass of one point, exact. Raises Undecided."""
    total = [atom.mass for atom in measure.atoms if work.same(atom.place, place)]
    for family in measure.families:
        index = index_at(family, place, work)
        if index is not None:
            total.append(family.atom(index).mass)
    return work.simple(add(ZERO, *total)) if total else ZERO


def index_at(family: Family, place: Tree, work: Work) -> int | None:
    """The index of the family whose atom stands at the place. Raises Undecided."""
    early = [k for k in range(family.start, 1) if work.same(family.atom(k).place, place)]
    if early:
        return early[0]
    point = closed(place)
    assert isinstance(point, Point)
    found = index_of(point, tree("image", N, (family.place, tree("set", "N"))), work.budget)
    return found if found is not None and found >= family.start else None


# Integrals ----------------------------------------------------------------------------------------------------------


def expectation(measure: Measure, function: Tree, work: Work) -> Result:
    """The integral of a function, a tree in `x`, against the measure. Raises Undecided, NoValue."""
    found = [_against_density(d, function, work) for d in measure.densities]
    found += [_against_density(i.source, substitute(function, {X: i.map}), work) for i in measure.images]
    for atom in measure.atoms:
        value = work.simple(mul(substitute(function, {X: atom.place}), atom.mass))
        if sign_of_infinity(value) == 0:
            enclosure(value)
        found.append(Result(value, "sum over atoms"))
    found += [part for family in measure.families for part in _against_family(family, function, work)]
    found += [_against_cylinder(cylinder, function, work) for cylinder in measure.cylinders]
    return summed(found, work)


def _against_density(density: Density, function: Tree, work: Work) -> Result:
    return integrated(mul(function, density.function), density.low, density.high, work)


def _against_family(family: Family, function: Tree, work: Work) -> list[Result]:
    if X not in free_names(function):
        return [times(function, series(family.mass, N, family.start, work.budget), work)]
    moved = substitute(function, {X: family.place})
    try:
        return [_series(mul(moved, family.mass), family.start, work)]
    except Undecided:
        pass
    found = []
    for index, rest in family_pieces(moved, family, line(N, work.budget)):
        if rest is None:
            single = family.atom(index)
            found.append(Result(work.simple(mul(substitute(function, {X: single.place}), single.mass)), "single atoms"))
        else:
            found.append(_series(mul(rest, family.mass), index, work))
    return found


def _series(term: Tree, start: int, work: Work) -> Result:
    """The sum of the series as an integral: absolutely convergent, or of one sign."""
    found = series(term, N, start, work.budget)
    if isinstance(found.value, Tree) and sign_of_infinity(found.value):
        return found
    leading = germ(term, N, INFINITY, 1, work.constants)
    if not summable(leading):
        raise NoValue("the sum does not converge absolutely")
    return found


def _against_cylinder(cylinder: Cylinder, function: Tree, work: Work) -> Result:
    if X not in free_names(function):
        return Result(work.simple(mul(function, cylinder.mass)), "mass of Cantor's measure")
    check_no_cantor_set(function)
    low, high = closed(cylinder.low), closed(work.simple(cylinder.high))
    pieces = parts(function, work.line, low, high, keep_zero=True)
    found = []
    for piece in pieces:
        span = interval(end_tree(piece.cell.low), end_tree(piece.cell.high))
        for part in cylinder_in(cylinder, span, work) if len(pieces) > 1 else [cylinder]:
            found.append(_smooth_against_cylinder(part, piece.function, work))
    return summed(found, work)


def _smooth_against_cylinder(cylinder: Cylinder, function: Tree, work: Work) -> Result:
    """Moments of Cantor's measure by self-similarity for polynomials; cylinders of a depth enclose the rest."""
    moved = substitute(function, {X: add(cylinder.low, mul(cylinder.length, var(X)))})
    read = polynomial(moved, X)
    if read is not None:
        moments = cantor_moments(read.degree())
        value = sum((c * m for c, m in zip(read.coeffs(), moments, strict=False)), fmpq(0))
        return Result(work.simple(mul(cylinder.mass, num(value))), "moments of Cantor's measure")
    work.budget.spend(30 * 2**LEVELS)
    with precision(BITS):
        total = as_ball(cylinder.mass) * _by_cylinders(moved)
    return Result(total, f"cylinders of depth {LEVELS}")


def cantor_moments(degree: int) -> list[fmpq]:
    """The integrals of x^0, …, x^degree. M_k = (M_k + sum of C(k, j) 2^(k-j) M_j over j <= k) / (2 * 3^k)."""
    moments = [fmpq(1)]
    for k in range(1, degree + 1):
        lower = sum((comb(k, j) * 2 ** (k - j) * moments[j] for j in range(k)), fmpq(0))
        moments.append(lower / (2 * (3**k - 1)))
    return moments


def _by_cylinders(function: Tree) -> arb:
    lows = [fmpq(0)]
    for level in range(1, LEVELS + 1):
        step = fmpq(2, 3**level)
        lows = [low + shift for low in lows for shift in (fmpq(0), step)]
    width = fmpq(1, 3**LEVELS)
    total = arb(0)
    try:
        for low in lows:
            total += ball(Evaluator({X: arb(low).union(arb(low + width))})(function))
    except NO_VALUE as silence:
        raise Undecided("a function without a value on a cylinder") from silence
    return arb(total / 2**LEVELS)
