"""Uniform convergence where the critical points of f_n - f are not known: majorants, tried places, bounds C n^-a."""

from collections.abc import Iterator, Sequence

from flint import arb, fmpq

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.analysis.constants import NO_VALUE, Undecided
from tutor.mathematics.analysis.forall import Proved, prove
from tutor.mathematics.analysis.integrals import integrable
from tutor.mathematics.analysis.sequences.outcomes import Words
from tutor.mathematics.analysis.sequences.pointwise import Piece, at_point
from tutor.mathematics.analysis.sequences.sequence import MovingCell, Work
from tutor.mathematics.analysis.sequences.suprema import end_value, vanishing
from tutor.mathematics.balls import Evaluator, ball, precision
from tutor.mathematics.trees import Domain, Variable, substitute
from tutor.mathematics.trees.build import (
    HALF,
    INFINITY,
    ONE,
    PI,
    TWO,
    ZERO,
    add,
    at_most,
    call,
    conjunction,
    div,
    mul,
    num,
    power,
    sign_of_infinity,
    sub,
    var,
)
from tutor.mathematics.trees.calculus import NotSmooth, derivative

SAMPLED_INDICES = (1, 2, 3, 5, 10, 30, 100, 1000)
SAMPLES = 24
MOST_HEIGHT = 1e6
LATE = 4
"""From this index on a sequence has to be monotone."""

Found = tuple[Tree, Words]


def amplitude_of(function: Tree) -> Tree:
    """The function with sin and cos replaced by 1 where they are direct factors, and nowhere else."""
    factors = function.args if function.head == "mul" else (function,)
    return mul(ONE, *(ONE if f.head == "call" and f.value in ("sin", "cos") else f for f in factors))


def moving_points(term: Tree, cells: Sequence[MovingCell], pieces: Sequence[Piece], work: Work) -> Found | None:
    """The limit of f_n - f at a moving end x_n, where it is not 0: the values there belong to no open cell.

    Raises Undecided where one of these values stays open.
    """
    ends = dict.fromkeys(e for cell in cells for e in (cell.low, cell.high) if work.n in free_names(e))
    for end in ends:
        piece = _around(end, pieces, work)
        if piece is None or piece.value is None:
            raise Undecided("the limit at a moving point")
        gap = sub(at_point(term, end, work), substitute(piece.value, {work.x: end}))
        limit = vanishing(work.eventually.limit(gap), work)
        if limit is not ZERO:
            return limit, ("at x = ", end)
    return None


def _around(place: Tree, pieces: Sequence[Piece], work: Work) -> Piece | None:
    order = work.eventually.order
    inside = (p for p in pieces if not p.is_point and order(p.low, place) < 0 and order(place, p.high) < 0)
    return next(inside, None)


def tried_places(cells: Sequence[MovingCell], work: Work) -> Found | None:
    """A limit of f_n - f along places that were merely tried, where it is not 0."""
    for cell in cells:
        if cell.function is ZERO or work.x not in free_names(cell.function):
            continue
        for place in _places(cell, work):
            try:
                limit = work.eventually.limit(substitute(cell.function, {work.x: place}))
                if sign_of_infinity(limit) or work.eventually.small.sign(limit):
                    return limit, ("at x = ", place)
            except (Undecided, Unsupported, TooLarge, *NO_VALUE):
                continue
    return None


def _places(cell: MovingCell, work: Work) -> Iterator[Tree]:
    """Places inside the cell: at a distance n^-k from its ends, a half wave of sin(n x) away, or at n^k."""
    n, order = var(work.n), work.eventually.order
    steps = [mul(c, power(n, num(k))) for k in (fmpq(-1), fmpq(-1, 2), fmpq(-2)) for c in (ONE, TWO, HALF)]
    steps.append(div(PI, mul(TWO, n)))
    offered = [add(cell.low, s) for s in steps] if not sign_of_infinity(cell.low) else []
    offered += [sub(cell.high, s) for s in steps] if not sign_of_infinity(cell.high) else []
    if sign_of_infinity(cell.high):
        offered += [mul(c, power(n, num(k))) for k in (fmpq(1), fmpq(1, 2), fmpq(2)) for c in (ONE, TWO, HALF, PI)]
    for place in offered:
        if order(cell.low, place) < 0 and order(place, cell.high) < 0:
            yield place


def by_dini(cells: Sequence[MovingCell], work: Work) -> bool:
    """Dini's theorem: |f_n - f| falls to 0 on each cell as n grows.

    Hypotheses: the cell is bounded and does not move, f_n - f is continuous up to its ends (it has finite limits there)
    and tends to 0 at them, too; its derivative in n has one sign for all large n.
    """
    return all(_falls(cell, work) for cell in cells)


def _falls(cell: MovingCell, work: Work) -> bool:
    ends = (cell.low, cell.high)
    if any(sign_of_infinity(end) or work.n in free_names(end) for end in ends):
        return False
    try:
        values = [end_value(cell.function, end, side, work) for end, side in ((cell.low, 1), (cell.high, -1))]
        if any(sign_of_infinity(v) or vanishing(work.eventually.limit(v), work) is not ZERO for v in values):
            return False
    except (Undecided, Unsupported, TooLarge):
        return False
    return _is_monotone(cell, work)


def _is_monotone(cell: MovingCell, work: Work) -> bool:
    """Whether f_n - f is monotone in n at every x of a cell that does not move, for all large n."""
    if any(work.n in free_names(end) for end in (cell.low, cell.high)):
        return False
    try:
        slope = derivative(cell.function, work.n)
    except NotSmooth:
        return False
    domain = Domain((Variable(work.n, num(LATE), INFINITY, low_closed=True), Variable(work.x, cell.low, cell.high)))
    return any(isinstance(prove(at_most(ZERO, mul(num(s), slope)), domain, work.budget), Proved) for s in (1, -1))


def has_steady_amplitude(cell: MovingCell, p: Tree, work: Work) -> bool:
    """Whether the cell does not move and |f_n| is at most an n-free function in L^p on it."""
    amplitude = amplitude_of(cell.function)
    if any(work.n in free_names(node) for node in (cell.low, cell.high, amplitude)):
        return False
    return amplitude is ZERO or _is_in_mean(amplitude, p, cell, work)


def falls_from_integrable(cells: Sequence[MovingCell], p: Tree, work: Work) -> bool:
    """Whether |f_n - f|, which tends to 0, falls in n on every cell, and is in L^p for one large n."""
    active = [cell for cell in cells if cell.function is not ZERO]
    return all(
        _is_monotone(cell, work) and _is_in_mean(substitute(cell.function, {work.n: num(LATE)}), p, cell, work)
        for cell in active
    )


def is_below_limit(cell: MovingCell, piece: Piece, p: Tree, work: Work) -> bool:
    """Whether |f_n| <= |f| on the piece of the limit that holds the cell, for all large n, and f is in L^p there."""
    if cell.function is ZERO:
        return _is_limit_in_mean(piece, p, work)
    index = Variable(work.n, num(LATE), INFINITY, low_closed=True, integer=True)
    place = Variable(work.x, piece.low, piece.high)
    inside = conjunction(*_inside(cell, work)) if _inside(cell, work) else None
    below = at_most(call("abs", cell.function), call("abs", piece.value or ZERO))
    proved = isinstance(prove(below, Domain((index, place), inside), work.budget), Proved)
    return proved and _is_limit_in_mean(piece, p, work)


def _is_limit_in_mean(piece: Piece, p: Tree, work: Work) -> bool:
    cell = MovingCell(piece.low, piece.high, ZERO)
    return piece.value is not None and _is_in_mean(piece.value, p, cell, work)


def _inside(cell: MovingCell, work: Work) -> list[Tree]:
    """Where x lies between the ends that move."""
    found = [at_most(cell.low, var(work.x))] if work.n in free_names(cell.low) else []
    return [*found, at_most(var(work.x), cell.high)] if work.n in free_names(cell.high) else found


def _is_in_mean(function: Tree, p: Tree, cell: MovingCell, work: Work) -> bool:
    size = power(function if p is TWO else call("abs", function), p)
    return integrable(size, work.x, cell.low, cell.high, work.budget).finite


def decaying_bound(cells: Sequence[MovingCell], work: Work) -> Tree | None:
    """C n^-a with |f_n - f| <= C n^-a on all of these cells for large n, proved; C is proposed by samples.

    None where there is no such bound, or a cell moves.
    """
    if any(work.n in free_names(end) for cell in cells for end in (cell.low, cell.high)):
        return None
    index = Variable(work.n, num(LATE), INFINITY, low_closed=True, integer=True)
    for exponent in (fmpq(1), fmpq(1, 2), fmpq(2)):
        height = max((float(v) * n ** float(exponent) for cell in cells for n, v in _sampled(cell, work)), default=0.0)
        if not 0 < height < MOST_HEIGHT:
            continue
        bound = mul(num(fmpq(int(height * 1100) + 1, 1000)), power(var(work.n), num(-exponent)))
        if all(_is_below(cell, bound, index, work) for cell in cells):
            return bound
    return None


def _is_below(cell: MovingCell, bound: Tree, index: Variable, work: Work) -> bool:
    domain = Domain((index, Variable(work.x, cell.low, cell.high)))
    return isinstance(prove(at_most(call("abs", cell.function), bound), domain, work.budget), Proved)


def _sampled(cell: MovingCell, work: Work) -> Iterator[tuple[int, arb]]:
    """Values of |f_n - f| at simple places of a cell that does not move."""
    low = cell.low.value if cell.low.head == "num" else fmpq(-20)
    high = cell.high.value if cell.high.head == "num" else fmpq(20)
    with precision(64):
        for n in SAMPLED_INDICES:
            for i in range(SAMPLES + 1):
                x = low + (high - low) * fmpq(i, SAMPLES)
                try:
                    yield n, abs(ball(Evaluator({work.n: fmpq(n), work.x: x})(cell.function)))
                except NO_VALUE:
                    continue
