"""The integral of |f_n - f|^p over the space as n -> oo.

First by theorems: a supremum that tends to 0, or stays bounded, on a space of finite measure. Then by an antiderivative
in x on every moving cell, n a parameter. Then by scale: g(x/s_n) c_n has the integral c_n s_n times that of g.
"""

from collections.abc import Sequence

from flint import fmpq

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.analysis.antiderivatives import antiderivative
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.germs import germ, summable
from tutor.mathematics.analysis.integrals import integral
from tutor.mathematics.analysis.results import NoValue
from tutor.mathematics.analysis.sequences.moving import with_one_sign
from tutor.mathematics.analysis.sequences.sequence import MovingCell, Work, length
from tutor.mathematics.analysis.sequences.suprema import end_value, unsigned
from tutor.mathematics.analysis.sequences.zeros import Located
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import (
    INFINITY,
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

SCALES = tuple(fmpq(*pair) for pair in ((-1, 1), (1, 1), (-1, 2), (1, 2), (-2, 1), (2, 1)))


def integrals(cells: Sequence[MovingCell], p: Tree, work: Work) -> Tree:
    """The integral of |function|^p over all cells, an expression in n valid for all large n; oo is a value.

    Raises Undecided.
    """
    parts = [_over(cell, p, work) for cell in absolute_cells(cells, work)]
    return INFINITY if any(sign_of_infinity(part) for part in parts) else add(ZERO, *parts)


def limit_of_integrals(cells: Sequence[MovingCell], p: Tree, work: Work) -> tuple[Tree, Tree | None]:
    """(limit, expression): the limit of the integrals of |function|^p, and the integral in n where it has a closed form.

    Raises Undecided.
    """
    try:
        value = integrals(cells, p, work)
        return (INFINITY, INFINITY) if sign_of_infinity(value) else (work.eventually.limit(value), value)
    except (Undecided, Unsupported, TooLarge) as silence:
        limits = [_by_scale(cell, p, work) for cell in absolute_cells(cells, work)]
        if any(part is None for part in limits):
            raise Undecided(silence.reason) from silence
    infinite = any(part is not None and sign_of_infinity(part) for part in limits)
    return INFINITY if infinite else work.eventually.simplified(add(ZERO, *(l for l in limits if l))), None


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
    function = cell.function if p.head == "num" and p.value == 1 else power(cell.function, p)
    try:
        return _antiderivative_over(cell.of(function), work)
    except _Diverges:
        return INFINITY


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
    for end, side in ((cell.low, 1), (cell.high, -1)):
        if sign_of_infinity(end):
            found = germ(cell.function, work.x, end, side, eventually)
            if found is not None and not summable(found):
                raise _Diverges(found.sign)
    primitive = antiderivative(cell.function, work.x, Located((cell.low, cell.high), work).field(), eventually)
    if primitive is None:
        raise Undecided("an integral without an antiderivative in the table")
    high, low = (end_value(primitive, end, side, work) for end, side in ((cell.high, -1), (cell.low, 1)))
    for value, direction in ((high, 1), (low, -1)):
        if sign_of_infinity(value):
            raise _Diverges(direction * sign_of_infinity(value))
    return sub(high, low)


# By scale -------------------------------------------------------------------------------------------------------------


def _by_scale(cell: MovingCell, p: Tree, work: Work) -> Tree | None:
    """The limit of the integral of c_n g(x / n^k)^p over the cell, from 0 on; None where it has no such shape.

    Hypotheses: the scaled ends s = x/n^k tend to their limits from inside, and g^p is integrable between these, with an
    integral that is not 0. Then the integrals of g^p between the moving ends tend to it, by monotone convergence.
    """
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
        if not isinstance(value, Tree) or sign_of_infinity(value) or work.eventually.small.sign(value) <= 0:
            continue
        return work.eventually.limit(mul(power(factor, p), power(var(work.n), num(k)), value))
    return None


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
    front, shape = [], []
    for factor, exponent in factors:
        names = free_names(factor)
        if {work.n, work.x} <= names:
            return None
        (shape if work.x in names else front).append(power(factor, num(exponent)))
    return mul(num(abs(constant)), *(call("abs", f) for f in front)), call("abs", mul(num(1), *shape))
