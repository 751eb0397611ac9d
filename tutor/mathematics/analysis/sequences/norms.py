"""The integral of |f_n - f|^p over the space as n -> oo.

First by theorems: a supremum that tends to 0, or stays bounded, on a space of finite measure. Then by an antiderivative
in x on every moving cell, n a parameter. Then by scale: g(x/s_n) c_n has the integral c_n s_n times that of g.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flint import arb, fmpq

from tutor.language.tree import Tree, free_names, tree
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.analysis.antiderivatives import antiderivative
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.analysis.germs import at_infinity, germ, regular_amplitude, summable
from tutor.mathematics.analysis.integrals import integral
from tutor.mathematics.analysis.results import NoValue
from tutor.mathematics.analysis.sequences.moving import with_one_sign
from tutor.mathematics.analysis.sequences.sequence import MovingCell, Work, length
from tutor.mathematics.analysis.sequences.suprema import end_value, unsigned
from tutor.mathematics.analysis.sequences.zeros import Located
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    ONE,
    ZERO,
    add,
    call,
    div,
    mul,
    neg,
    num,
    power,
    sign_of_infinity,
    sub,
    var,
)
from tutor.mathematics.trees.calculus import NotSmooth

SCALES = tuple(fmpq(*pair) for pair in ((-1, 1), (1, 1), (-1, 2), (1, 2), (-2, 1), (2, 1)))


@dataclass(frozen=True, slots=True)
class Mean:
    """The limit of the integrals of |function|^p, and the integral as an expression in n where there is one.

    A limit that is not known is None; then `least` may still be a positive number or oo that the integrals reach at
    least in the limit, since all parts are positive.
    """

    limit: Tree | None
    value: Tree | None = None
    least: Tree = ZERO


def mean(cells: Sequence[MovingCell], p: Tree, work: Work) -> Mean:
    """The integrals of |function|^p over all cells together. Raises Undecided where nothing at all is known."""
    if any(_is_infinite(cell, p, work) for cell in cells if cell.function is not ZERO):
        return Mean(INFINITY, INFINITY, INFINITY)
    parts = [_of_cell(cell, p, work) for cell in absolute_cells(cells, work)]
    infinite = next((part for part in parts if part.limit and sign_of_infinity(part.limit)), None)
    if infinite is not None:
        return Mean(INFINITY, INFINITY if infinite.value is INFINITY or len(parts) == 1 else None, INFINITY)
    limits = [part.limit for part in parts if part.limit is not None]
    least = work.eventually.simplified(add(ZERO, *limits))
    if len(limits) < len(parts):
        return Mean(None, None, least)
    values = [part.value for part in parts if part.value is not None]
    return Mean(least, add(ZERO, *values) if len(values) == len(parts) else None, least)


def _is_infinite(cell: MovingCell, p: Tree, work: Work) -> bool:
    """Whether |function|^p is not integrable up to an end of the cell, for all large n."""
    function = unsigned(cell.function, work.n)
    size = power(call("abs", function), p)
    try:
        for end, side in ((cell.low, 1), (cell.high, -1)):
            _check_end(size, end, side, work)
            _check_wave(function, p, end, side, work)
    except _Diverges:
        return True
    return False


def _check_wave(function: Tree, p: Tree, end: Tree, side: int, work: Work) -> None:
    """Raises _Diverges where a wave with a regular amplitude is not in L^p up to an infinite end."""
    if not sign_of_infinity(end):
        return
    try:
        found = regular_amplitude(function, work.x, end, side, work.eventually)
        if found is not None and not found.arithmetic.integrable(found.arithmetic.raised(found.monomial, p)):
            raise _Diverges(1)
    except (Undecided, NotSmooth):
        return


def _of_cell(cell: MovingCell, p: Tree, work: Work) -> Mean:
    try:
        value = _over(cell, p, work)
        return Mean(work.eventually.limit(value), value)
    except (Undecided, Unsupported, TooLarge):
        pass
    try:
        return Mean(_by_scale(cell, p, work))
    except (Undecided, Unsupported, TooLarge, NoValue):
        return Mean(None)


def signed_integrals(cells: Sequence[MovingCell], work: Work) -> Tree:
    """The integral of f_n itself, an expression in n; oo and -oo are values. Raises Undecided."""
    parts = []
    for cell in cells:
        if cell.function is ZERO:
            continue
        try:
            parts.append(_antiderivative_over(cell, work))
        except _Diverges as diverges:
            parts.append(INFINITY if diverges.sign > 0 else neg(INFINITY))
    signs = {sign_of_infinity(part) for part in parts} - {0}
    if len(signs) > 1:
        raise Undecided("oo - oo")
    return next((part for part in parts if sign_of_infinity(part)), None) or add(ZERO, *parts)


def absolute_cells(cells: Sequence[MovingCell], work: Work) -> list[MovingCell]:
    """The cells with |function|, cut at its zeros; where it vanishes they are left out. Raises Undecided."""
    nonzero = [cell.of(unsigned(cell.function, work.n)) for cell in cells if cell.function is not ZERO]
    return [cell.of(mul(num(sign), cell.function)) for cell, sign in with_one_sign(nonzero, work) if sign]


def _over(cell: MovingCell, p: Tree, work: Work) -> Tree:
    try:
        return _antiderivative_over(cell.of(raised(cell.function, p)), work)
    except _Diverges:
        return INFINITY


def raised(function: Tree, p: Tree) -> Tree:
    """function^p, the function positive: powers of products factor by factor."""
    if p is ONE:
        return function
    if function.head == "mul":
        return mul(*(raised(f if f.head != "num" else num(abs(f.value)), p) for f in function.args))
    if function.head == "pow" and function.args[1].head != "num":
        return power(function.args[0], mul(p, function.args[1]))
    return power(function, p)


class _Diverges(Exception):  # noqa: N818  (an outcome)
    def __init__(self, sign: int) -> None:
        super().__init__(sign)
        self.sign = sign


def _antiderivative_over(cell: MovingCell, work: Work) -> Tree:
    """Raises _Diverges where the integral over the cell is infinite, Undecided."""
    eventually = work.eventually
    if work.x not in free_names(cell.function):
        size = length(cell.low, cell.high)
        if sign_of_infinity(size):
            raise _Diverges(eventually.sign(cell.function))
        return mul(cell.function, size)
    _check_ends(cell, work)
    primitive = antiderivative(cell.function, work.x, Located((cell.low, cell.high), work).field(), eventually)
    if primitive is None:
        raise Undecided("an integral without an antiderivative in the table")
    high, low = (end_value(primitive, end, side, work) for end, side in ((cell.high, -1), (cell.low, 1)))
    signs = {direction * sign_of_infinity(value) for value, direction in ((high, 1), (low, -1))} - {0}
    if len(signs) > 1:
        raise Undecided("oo - oo")
    if signs:
        raise _Diverges(signs.pop())
    return sub(high, low)


def _check_ends(cell: MovingCell, work: Work) -> None:
    """Raises _Diverges where the integral is certainly oo or -oo by the germs at the ends, Undecided.

    Hypothesis: the other end adds something finite, or of the same sign; else the integral has no value.
    """
    found = [_divergence(cell.function, *end, work) for end in ((cell.low, 1), (cell.high, -1))]
    signs = {sign for sign in found if sign}
    if len(signs) > 1 or (signs and None in found and not _has_one_sign(cell, work)):
        raise Undecided("oo - oo")
    if signs:
        raise _Diverges(signs.pop())


def _has_one_sign(cell: MovingCell, work: Work) -> bool:
    try:
        return len(with_one_sign([cell], work)) == 1
    except Undecided:
        return False


def _check_end(function: Tree, end: Tree, side: int, work: Work) -> None:
    """Raises _Diverges where the function is not integrable up to the end, by its germ there, if it has one."""
    sign = _divergence(function, end, side, work)
    if sign:
        raise _Diverges(sign)


def _divergence(function: Tree, end: Tree, side: int, work: Work) -> int | None:
    """The sign with which the integral up to the end diverges, 0 where it does not, None where that is not known."""
    moved = at_infinity(function, work.x, end, side)
    if not sign_of_infinity(end):
        moved = mul(moved, power(var(work.x), num(-2)))
    try:
        found = germ(moved, work.x, INFINITY, 1, work.eventually)
        return 0 if found is None or summable(found) else found.sign
    except Undecided:
        return None


# By scale -------------------------------------------------------------------------------------------------------------


def _by_scale(cell: MovingCell, p: Tree, work: Work) -> Tree | None:
    """The limit of the integral of c_n g(x / n^k)^p over the cell, from 0 on; None where it has no such shape.

    Hypotheses: the scaled ends s = x/n^k tend to their limits from inside, and g^p is integrable between these, with an
    integral that is not 0. Then the integrals of g^p between the moving ends tend to it, by monotone convergence.
    """
    shifted = _shifted(cell, work)
    if shifted is not None:
        return _over_whole(shifted, p, work)
    for k in SCALES:
        found = _scaled(cell, k, work)
        if found is None:
            continue
        factor, shape = found
        moving = [_scaled_end(end, k, work) for end in (cell.low, cell.high)]
        ends = [work.eventually.limit(end) for end in moving]
        if work.eventually.order(ends[0], moving[0]) > 0 or work.eventually.order(moving[1], ends[1]) > 0:
            continue
        try:
            value = integral(power(shape, p), work.x, ends[0], ends[1], work.budget).value
        except NoValue:
            continue
        if isinstance(value, Tree) and sign_of_infinity(value):
            continue
        if not (value > 0 if isinstance(value, arb) else work.eventually.small.sign(value) > 0):
            continue
        grown = work.eventually.limit(mul(power(factor, p), power(var(work.n), num(k))))
        if grown is ZERO or sign_of_infinity(grown):
            return grown
        exact = value if isinstance(value, Tree) else tree("integral", work.x, (power(shape, p), *ends))
        return mul(grown, exact)
    return None


def _shifted(cell: MovingCell, work: Work) -> MovingCell | None:
    """The cell moved back by n, where it and the function then stand still: f_n(x) = g(x - n)."""
    by = add(var(work.x), var(work.n))
    moved = Constants(work.budget, work.box).simplified(substitute(cell.function, {work.x: by}))
    ends = [
        end if sign_of_infinity(end) else work.eventually.simplified(sub(end, var(work.n)))
        for end in (cell.low, cell.high)
    ]
    limits = [work.eventually.limit(end) for end in ends]
    if work.n in free_names(moved) or work.n not in free_names(cell.function):
        return None
    inside = work.eventually.order(limits[0], ends[0]) <= 0 and work.eventually.order(ends[1], limits[1]) <= 0
    return MovingCell(limits[0], limits[1], moved) if inside else None


def _over_whole(cell: MovingCell, p: Tree, work: Work) -> Tree | None:
    """The integral of g^p between fixed ends, to which the integrals between the moving ends tend from inside."""
    value = integral(power(cell.function, p), work.x, cell.low, cell.high, work.budget).value
    if isinstance(value, Tree):
        return value
    return tree("integral", work.x, (power(cell.function, p), cell.low, cell.high)) if value > 0 else None


def _scaled_end(end: Tree, k: fmpq, work: Work) -> Tree:
    return end if sign_of_infinity(end) else div(end, power(var(work.n), num(k)))


def _scaled(cell: MovingCell, k: fmpq, work: Work) -> tuple[Tree, Tree] | None:
    """(c_n, g) with function(n, s n^k) = c_n g(s)."""
    moved = substitute(cell.function, {work.x: mul(var(work.x), power(var(work.n), num(k)))})
    field = Located((_scaled_end(cell.low, k, work), _scaled_end(cell.high, k, work)), work).field()
    try:
        constant, factors = field.factors(field.normal(moved))
    except (Undecided, Unsupported, TooLarge):
        return None
    front: list[Tree] = []
    shape: list[Tree] = []
    for factor, exponent in factors:
        names = free_names(factor)
        if {work.n, work.x} <= names:
            return None
        (shape if work.x in names else front).append(power(factor, num(exponent)))
    return mul(num(abs(constant)), *(call("abs", f) for f in front)), call("abs", mul(num(1), *shape))
