"""Certified samples of a branch: centres of balls, or exact points, at which its cell and its signs are certain."""

from collections.abc import Iterator, Mapping
from itertools import cycle, islice, product

from flint import fmpq

from tutor.judge.branches import Branch, Sign
from tutor.judge.pair import BITS, Pair
from tutor.judge.space import Centre, Space
from tutor.language.tree import Tree
from tutor.mathematics.algebra import Cell, End, Point, linear
from tutor.mathematics.algebra.cells import beyond
from tutor.mathematics.algebra.points import dyadic
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown, Value, precision, sign
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import num

_PARTS = tuple(fmpq(n, 97) for n in (29, 61, 83, 7, 45, 91))
_STEPS = tuple(fmpq(n, 101) for n in (37, 157, 613, 2107, 3, 9001))
_BOTH_WAYS = tuple(fmpq(n, 101) for n in (37, -57, 213, -331, 1103, -803))
_FAR = tuple(fmpq(s * k) for k in (30, 110, 1003, 10007, 10**6) for s in (1, -1))
NICE = tuple(
    fmpq(k, d)
    for d, ks in ((1, (0, 1, -1, 2, -2)), (2, (1, -1)), (1, (3, -3)), (4, (1, 3, -1)), (2, (3, -3)))
    for k in ks
)
NICE += (fmpq(1, 3), fmpq(-1, 3), fmpq(10), fmpq(-10))
_INTEGERS = (0, 1, 2, 3, -1, -2, 4, 5, 7, 10, 20, -7, 51, 101, 1000, -100, 10**4, 10**6)


def inside_cell(cell: Cell, count: int) -> list[fmpq]:
    """Rationals strictly inside an open cell, spread over it."""
    low, high = cell.low, cell.high
    if isinstance(low, End) and isinstance(high, End):
        return list(_BOTH_WAYS[:count])
    if isinstance(low, End):
        edge = beyond(high, -1)
        return [edge - s for s in _STEPS[:count]]
    if isinstance(high, End):
        edge = beyond(low, 1)
        return [edge + s for s in _STEPS[:count]]
    if low.rational is not None and high.rational is not None:
        width = high.rational - low.rational
        return [low.rational + width * t for t in _PARTS[:count]]
    return [q for q in (cell.sample, *_between(low, high)) if cell.holds(q)][:count]


def _between(low: Point, high: Point) -> list[fmpq]:
    with precision(BITS):
        a, b = low.ball(BITS), high.ball(BITS)
        return [dyadic((a + (b - a) * t).mid()) for t in _PARTS]


def radius_bits(cell: Cell | None) -> int:
    """A radius 2^-bits that is small against the cell."""
    if cell is None or not cell.bounded:
        return 100
    with precision(64):
        width = cell.high.ball(64) - cell.low.ball(64)  # type: ignore[union-attr]  # a bounded cell has points as ends
        return 100 + max(
            0, 3 - int(dyadic(width.mid()).numer().bit_length()) + int(dyadic(width.mid()).denom().bit_length())
        )


def nice_in(cell: Cell) -> Iterator[fmpq]:
    """Small, plain numbers strictly inside the cell, the nicest first."""
    return (q for q in NICE if cell.holds(q))


def ball_centres(pair: Pair, branch: Branch, count: int) -> list[Centre]:
    """Centres of generic balls certified to lie in the branch (of positive measure)."""
    with precision(BITS):
        candidates = (c for c in _candidates(pair, branch) if lies_in(pair.space, branch, c))
        return list(islice(candidates, count))


def lies_in(space: Space, branch: Branch, centre: Centre) -> bool:
    """Whether the ball around the centre is certified to lie in the branch and in the domain."""
    env = space.thick(centre, fmpq(1, 2 ** radius_bits(branch.cell)))
    return has_signs(branch.signs, env) and space.holds(env)


def has_signs(signs: Mapping[str, Sign], env: Mapping[str, Value], almost_everywhere: bool = True) -> bool:
    """Whether every polynomial is certified to have its assumed sign."""
    evaluate = Evaluator(env, almost_everywhere)
    try:
        return all(sign(evaluate(s.tree)) == s.sign for s in signs.values())
    except (Undefined, Unknown, Convention, Infinite):
        return False


def _candidates(pair: Pair, branch: Branch) -> Iterator[Centre]:
    space = pair.space
    if branch.witness is not None and space.contains(branch.witness):
        yield branch.witness
    if branch.cell is not None:
        yield from _cell_candidates(space, branch)
    elif space.reals:
        yield from space.places(48)
        yield from _solved(space, branch)
    else:
        yield from integer_points(space, _INTEGERS)


def _cell_candidates(space: Space, branch: Branch) -> Iterator[Centre]:
    (name,) = space.reals
    cell = branch.cell
    assert cell is not None
    chosen = inside_cell(cell, 6)
    if branch.signs or space.condition is not None:
        chosen += [q for q in (*_FAR, *NICE) if cell.holds(q)]
    for integers in space.integer_places():
        yield from ({name: q, **integers} for q in chosen)


def integer_points(space: Space, steps: tuple[int, ...]) -> Iterator[Centre]:
    """Points of a domain without real coordinates, near its corner first."""
    names = space.integers
    fewer = steps if len(names) == 1 else steps[:6]
    for offsets in product(fewer, repeat=len(names)):
        centre = {n: fmpq(space.least(n) + k) for n, k in zip(names, offsets, strict=True)}
        if space.contains(centre):
            yield centre


def _solved(space: Space, branch: Branch) -> Iterator[Centre]:
    """Points on the zero set of the branch, from plain and generic places moved along one real coordinate."""
    if len(branch.zeros) != 1:
        return
    (zero,) = branch.zeros
    for centre in (*_corners(space), *space.places(6)):
        if sign_at(zero.tree, centre) == 0:
            yield centre
        for name in space.reals:
            moved = _moved(zero, name, centre)
            if moved is not None:
                yield moved


def _moved(zero: Sign, name: str, centre: Centre) -> Centre | None:
    """The centre moved to the zero set along one coordinate, where the equation is affine in it."""
    form = zero.form or linear(substitute(zero.tree, {n: num(q) for n, q in centre.items() if n != name}))
    if form is None or form.get(name, 0) == 0:
        return None
    rest = sum((c * (centre[n] if n else 1) for n, c in form.items() if n != name), fmpq(0))
    return {**centre, name: -rest / form[name]}


def sign_at(node: Tree, centre: Centre) -> int | None:
    """The certified sign at an exact point, or None."""
    try:
        return sign(Evaluator(centre, almost_everywhere=False)(node))
    except (Undefined, Unknown, Convention, Infinite):
        return None


def _corners(space: Space) -> list[Centre]:
    """Plain points; among them (1, 0), (0, 1) and (3/5, 4/5), which lie on the circle."""
    names = (*space.reals, *space.integers)
    values = (
        [(fmpq(0), fmpq(1), fmpq(2)), (fmpq(0), fmpq(1), fmpq(2))]
        if len(names) == 2
        else [(fmpq(0), fmpq(1))] * len(names)
    )
    plain = [dict(zip(names, choice, strict=True)) for choice in islice(product(*values), 27)]
    return [*plain, dict(zip(names, cycle((fmpq(3, 5), fmpq(4, 5))), strict=False))]


def exact_points(pair: Pair, branch: Branch, count: int) -> list[Centre]:
    """Exact points certified to lie in a null branch: on the zero sets of its polynomials, or its single point."""
    space = pair.space
    if branch.cell is not None and branch.cell.point is not None:
        q = branch.cell.point.rational
        (name,) = space.reals
        candidates: Iterator[Centre] = iter([] if q is None else [{name: q, **k} for k in space.integer_places()])
    else:
        candidates = (c for c in _candidates(pair, branch) if _in_cell(space, branch, c))
    with precision(BITS):
        good = (c for c in candidates if space.contains(c) and has_signs(branch.signs, c, almost_everywhere=False))
        return list(islice(good, count))


def _in_cell(space: Space, branch: Branch, centre: Centre) -> bool:
    return branch.cell is None or branch.cell.holds(centre[space.reals[0]])
