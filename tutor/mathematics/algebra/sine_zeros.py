"""The zeros of sin(q·x), cos(q·x), sin(q·pi·x) and cos(q·pi·x) on a bounded interval."""

from flint import fmpq, fmpz

from tutor.mathematics.algebra.cells import Cell
from tutor.mathematics.algebra.kernels import PI, SIN, VARIABLE, Kernel, Quotient
from tutor.mathematics.algebra.points import Point, dyadic, rational
from tutor.mathematics.algebra.polynomials import floor_of
from tutor.mathematics.algebra.tower import Tower
from tutor.mathematics.balls import precision
from tutor.mathematics.trees import build

MAX_ZEROS = 40
BITS = 64
HALF = fmpq(1, 2)


def zeros_of(tower: Tower, kernel: Kernel, cell: Cell) -> list[Point] | None:
    """All zeros in the bounded cell, and perhaps some beside it; None for other arguments or too many zeros."""
    found = _frequency(tower, kernel.data)
    if found is None:
        return None
    frequency, times_pi = found
    shift = fmpq(0) if kernel.kind == SIN else HALF
    ends = sorted(_turns(end, frequency, times_pi) - shift for end in (cell.low, cell.high) if isinstance(end, Point))
    first, last = floor_of(ends[0]) - 1, floor_of(ends[-1]) + 2
    if last - first > MAX_ZEROS:
        return None
    return [_zero((fmpq(fmpz(k)) + shift) / frequency, times_pi) for k in range(int(first), int(last) + 1)]


def _frequency(tower: Tower, argument: Quotient) -> tuple[fmpq, bool] | None:
    """(q, whether pi is a factor) for the argument q·x or q·pi·x."""
    above, below = argument
    if len(above) != 1 or (below is not None and not below.is_constant()):
        return None
    kinds = sorted(kernel.kind for kernel in tower.kernels_in(above))
    if kinds not in ([VARIABLE], sorted([PI, VARIABLE])) or above.total_degree() != len(kinds):
        return None
    divisor = 1 if below is None else below.leading_coefficient()
    return fmpq(above.leading_coefficient(), divisor), len(kinds) == 2


def _turns(end: Point, frequency: fmpq, times_pi: bool) -> fmpq:
    """The argument at the end in units of pi, to within 1: a zero more or less outside the cell does no harm."""
    with precision(BITS):
        value = end.ball(BITS) * frequency
        return dyadic((value if times_pi else value / value.pi()).mid())


def _zero(turns: fmpq, times_pi: bool) -> Point:
    if times_pi or turns == 0:
        return rational(turns)
    return Point(tree=build.mul(build.num(turns), build.PI))
