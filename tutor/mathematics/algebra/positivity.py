"""Signs that can be read off the coefficients.

If every term c·m of a polynomial has the same sign, taking the known signs of kernels and the squares of the others
into account, the polynomial has that sign weakly; and strictly if some term cannot vanish. Variables with a finite
integer end are first moved there: with x = low + y the coefficients in y >= 0 may all agree where those in x do not.
"""

from flint import fmpq, fmpz, fmpz_mpoly

from tutor.mathematics.algebra.kernels import VARIABLE, Kernel
from tutor.mathematics.algebra.points import Bound, Point
from tutor.mathematics.algebra.polynomials import constant_term
from tutor.mathematics.algebra.ranges import Range
from tutor.mathematics.algebra.tower import Tower

MAX_TERMS = 200


def definite_sign(tower: Tower, polynomial: fmpz_mpoly, kernels: list[Kernel] | None = None) -> int:
    """1 or -1 if the coefficients prove that sign on the whole cell and branch; else 0."""
    sign, strict = _sign(tower, polynomial, tower.kernels_in(polynomial) if kernels is None else kernels)
    return sign if strict else 0


def semidefinite_sign(tower: Tower, polynomial: fmpz_mpoly) -> int:
    """1 if the coefficients prove polynomial >= 0, -1 if <= 0, else 0."""
    sign = _sign(tower, polynomial, tower.kernels_in(polynomial))[0]
    if sign or not tower.weak_signs:
        return sign
    name, direction = tower.oriented(polynomial)
    return tower.weak_signs.get(name, 0) * direction


def _sign(tower: Tower, polynomial: fmpz_mpoly, kernels: list[Kernel]) -> tuple[int, bool]:
    if len(polynomial) > MAX_TERMS:
        return 0, False
    sign, strict = _agreement(polynomial, kernels)
    if not strict and (len(kernels) > 1 or tower.cell is None) and polynomial.total_degree() == 1:
        return _linear_sign(tower, polynomial, kernels)
    if not strict and (tower.cell is None or any(kernel.integral for kernel in kernels)):
        shifted = _shifted_sign(tower, polynomial, kernels)
        if shifted[1] or not sign:
            return shifted
    return sign, strict


def _agreement(polynomial: fmpz_mpoly, kernels: list[Kernel]) -> tuple[int, bool]:
    """(the common weak sign of all terms or 0, whether some term cannot vanish)."""
    known = [(kernel.place, kernel.sign) for kernel in kernels]
    total, strict = 0, False
    for exponents, coefficient in polynomial.terms():
        sign, nonzero = (1 if coefficient > 0 else -1), True
        for place, kernel_sign in known:
            exponent = exponents[place]
            if exponent == 0:
                continue
            if kernel_sign == 0:
                nonzero = False
                if exponent % 2:
                    return 0, False
            elif kernel_sign < 0 and exponent % 2:
                sign = -sign
        if total and sign != total:
            return 0, False
        total = sign
        strict = strict or nonzero
    return total, strict


def _linear_sign(tower: Tower, polynomial: fmpz_mpoly, kernels: list[Kernel]) -> tuple[int, bool]:
    """An affine form over the box: it stays above its value at the lowest corner, and above it strictly inside."""
    constant = fmpq(constant_term(polynomial, tower.ring))
    slopes = [(kernel, _slope(tower, polynomial, kernel)) for kernel in kernels]
    for sign in (1, -1):
        corner: fmpq | None = sign * constant
        strict = False
        for kernel, slope in slopes:
            end = _end_towards(tower, kernel, sign * slope)
            if end is None or corner is None:
                corner = None
                break
            corner += sign * slope * end
            strict = strict or not kernel.integral
        if corner is not None and corner >= 0:
            return sign, strict or corner > 0
    return 0, False


def _slope(tower: Tower, polynomial: fmpz_mpoly, kernel: Kernel) -> fmpz:
    return polynomial[tuple(int(place == kernel.place) for place in range(tower.size))]


def _end_towards(tower: Tower, kernel: Kernel, slope: fmpz) -> fmpq | None:
    """The rational end of the range at which slope·kernel is least."""
    run = tower.range_of(kernel.data) if kernel.kind == VARIABLE else None
    end = None if run is None else run.low if slope > 0 else run.high
    if isinstance(end, Point):
        return end.rational
    # Any other kernel of known sign is bounded by 0 on one side.
    return fmpq(0) if kernel.kind != VARIABLE and kernel.sign * slope > 0 else None


def _shifted_sign(tower: Tower, polynomial: fmpz_mpoly, kernels: list[Kernel]) -> tuple[int, bool]:
    """The same after moving every variable to an end of its range."""
    images = list(tower.ring.generators)
    vanishing = set()
    for kernel in kernels:
        if kernel.kind != VARIABLE:
            if kernel.sign <= 0:
                return 0, False
            continue
        run = tower.range_of(kernel.data)
        image = _from_end(kernel.symbol, run) if run else None
        if run is None or image is None:
            return 0, False
        images[kernel.place] = image
        if run.integer:
            vanishing.add(kernel.place)
    moved = polynomial.compose(*images, ctx=tower.ring.context)
    total, strict = 0, False
    for exponents, coefficient in moved.terms():
        sign = 1 if coefficient > 0 else -1
        if total and sign != total:
            return 0, False
        total = sign
        strict = strict or not any(exponents[place] for place in vanishing)
    return total, strict


def _from_end(symbol: fmpz_mpoly, run: Range) -> fmpz_mpoly | None:
    """The variable as end + y or end - y with y >= 0, for a finite integer end."""
    low = _integer(run.low)
    if low is not None:
        return symbol + low
    high = _integer(run.high)
    return None if high is None else high - symbol


def _integer(bound: Bound) -> int | None:
    if isinstance(bound, Point) and bound.rational is not None and bound.rational.denom() == 1:
        return int(bound.rational.numer())
    return None
