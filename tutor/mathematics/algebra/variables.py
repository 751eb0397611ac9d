"""The kernel of a variable: free, or fixed at a point of the cell."""

from flint import fmpq, fmpz_mpoly, fmpz_poly

from tutor.mathematics.algebra.kernels import ALGEBRAIC, VARIABLE, Quotient
from tutor.mathematics.algebra.outcomes import Unsupported
from tutor.mathematics.algebra.points import Point, as_tree, compare_apart, rational
from tutor.mathematics.algebra.ranges import Range
from tutor.mathematics.algebra.tower import Tower

ORIGIN = rational(0)


def variable(tower: Tower, name: str) -> Quotient:
    """The normal form of a variable. Raises Unsupported for a name that is not declared."""
    run = tower.range_of(name)
    if run is None:
        raise Unsupported(f"an undeclared name: {name}")
    cell = tower.cell
    if cell is not None and cell.point is not None and tower.reals == [name]:
        return _at_point(tower, name, cell.point)
    kernel = tower.find(VARIABLE, name) or tower.adjoin(
        VARIABLE, name, name, names=frozenset((name,)), sign=_sign(run), integral=run.integer
    )
    return (kernel.symbol, None)


def _sign(run: Range) -> int:
    """The sign on the open interval, or on the integers of the closed one; 0 where there are both."""
    low, high = compare_apart(run.low, ORIGIN), compare_apart(run.high, ORIGIN)
    if low == 1 or (low == 0 and not run.integer):
        return 1
    if high == -1 or (high == 0 and not run.integer):
        return -1
    return 0


def _at_point(tower: Tower, name: str, point: Point) -> Quotient:
    if point.rational is not None:
        return tower.constant(point.rational)
    polynomial = point.polynomial
    if polynomial is None or polynomial.degree() == 2:
        return tower.of(as_tree(point))
    return _algebraic(tower, name, polynomial, point.index)


def _algebraic(tower: Tower, name: str, polynomial: fmpz_poly, index: int) -> Quotient:
    """x = y/c over the kernel y = c·x, whose minimal polynomial is monic, c the leading coefficient of that of x."""
    degree, leading = polynomial.degree(), polynomial.leading_coefficient()
    scaled = [polynomial[i] * leading ** (degree - 1 - i) for i in range(degree)]

    def relation(symbol: fmpz_mpoly) -> fmpz_mpoly:
        total = symbol**degree
        for power, coefficient in enumerate(scaled):
            total = total + symbol**power * coefficient
        return total

    key = f"{name}: {polynomial}#{index}"
    kernel = tower.find(ALGEBRAIC, key) or tower.adjoin(
        ALGEBRAIC, key, (name, fmpq(leading)), names=frozenset((name,)), degree=degree, relation=relation
    )
    return tower.lowest(kernel.symbol, tower.ring.context.constant(leading))
