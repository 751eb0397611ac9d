"""Sums of rational functions of the bound variable with rational poles, by partial fractions.

With G(J) = sum of 1/(j + b)^s for j from its start (0, or 1 for b = 0) to J, and 0 <= b < 1,
sum_{k=low}^{high} 1/(k + b + i)^s = G(high + i) - G(low + i - 1) for every integer i. Where the coefficients of one G
cancel, the sum telescopes; what remains of G is one opaque kernel.
"""

from collections import defaultdict

from flint import fmpq, fmpq_poly, fmpz_mpoly

from tutor.language.tree import tree
from tutor.mathematics.algebra.expressions import tree_of
from tutor.mathematics.algebra.kernels import OPAQUE, Quotient
from tutor.mathematics.algebra.polynomials import constant_term, floor_of, univariate
from tutor.mathematics.algebra.positivity import semidefinite_sign
from tutor.mathematics.algebra.tower import Tower
from tutor.mathematics.trees.build import add, num, power, var

MAX_SHIFT = 30
MAX_ORDER = 6

Poles = dict[tuple[fmpq, int], fmpq]
"""The coefficient of 1/(k + b)^s by (b, s)."""


class NoClosedForm(Exception):  # noqa: N818  (an outcome)
    """The poles are not rational, or an end is not proved to lie where the rule holds."""


def poles_and_polynomial(
    tower: Tower, coefficients: dict[int, Quotient], below: fmpz_mpoly, place: int
) -> tuple[dict[int, Quotient], dict[tuple[fmpq, int], Quotient]]:
    """Partial fractions of sum_j coefficients[j]·k^j / below: a polynomial in k, and the coefficients at the poles.

    Raises NoClosedForm where a pole is not rational or of high order.
    """
    divisor = fmpq_poly(univariate(below, place))
    poles = _roots(divisor)
    polynomial: dict[int, Quotient] = defaultdict(lambda: tower.zero)
    parts: dict[tuple[fmpq, int], Quotient] = defaultdict(lambda: tower.zero)
    for degree, coefficient in coefficients.items():
        whole, rest = divmod(fmpq_poly([0] * degree + [1]), divisor)
        for j, value in enumerate(whole.coeffs()):
            polynomial[j] = tower.add(polynomial[j], tower.scale(coefficient, value))
        for key, value in _at_poles(rest, divisor, poles).items():
            parts[key] = tower.add(parts[key], tower.scale(coefficient, value))
    return polynomial, parts


def _roots(divisor: fmpq_poly) -> dict[fmpq, int]:
    found = {}
    for factor, order in divisor.factor()[1]:
        if factor.degree() != 1 or order > MAX_ORDER:
            raise NoClosedForm
        found[-factor[0] / factor[1]] = int(order)
    return found


def _at_poles(rest: fmpq_poly, divisor: fmpq_poly, poles: dict[fmpq, int]) -> Poles:
    """By the Taylor series of rest·(k - r)^m/divisor at each pole r of order m."""
    coefficients: Poles = {}
    for pole, order in poles.items():
        shift = fmpq_poly([pole, 1])
        above = rest(shift).coeffs()
        below = divisor(shift).coeffs()[order:]
        for i, value in enumerate(_series_quotient(above, below, order)):
            if value != 0:
                coefficients[-pole, order - i] = value
    return coefficients


def _series_quotient(above: list[fmpq], below: list[fmpq], terms: int) -> list[fmpq]:
    """The first coefficients of above/below as a power series; below[0] is not 0."""
    quotient: list[fmpq] = []
    for i in range(terms):
        value = above[i] if i < len(above) else fmpq(0)
        for j, known in enumerate(quotient):
            if i - j < len(below):
                value = value - known * below[i - j]
        quotient.append(value / below[0])
    return quotient


def sum_over_poles(tower: Tower, parts: dict[tuple[fmpq, int], Quotient], low: Quotient, high: Quotient) -> Quotient:
    """The sum over low <= k <= high of the pole parts. Raises NoClosedForm."""
    total = tower.zero
    for (offset, order), coefficient in parts.items():
        if coefficient[0].is_zero():
            continue
        whole = floor_of(offset)
        base = offset - whole
        upper = _partial_sum(tower, base, order, tower.add(high, tower.constant(whole)))
        lower = _partial_sum(tower, base, order, tower.add(low, tower.constant(whole - 1)))
        total = tower.add(total, tower.multiply(coefficient, tower.subtract(upper, lower)))
    return total


def _partial_sum(tower: Tower, base: fmpq, order: int, last: Quotient) -> Quotient:
    """G(last), over the kernel G of `last` without its integer constant."""
    start = 1 if base == 0 else 0
    exact = tower.rational_value(last)
    if exact is not None:
        return _explicit(tower, base, order, start, int(exact.numer()))
    if not _reached(tower, last, start - 1):
        raise NoClosedForm
    shift = int(constant_term(last[0], tower.ring))
    variable = tower.subtract(last, tower.constant(shift))
    if abs(shift) > MAX_SHIFT or not _reached(tower, variable, start - 1):
        shift, variable = 0, last
    total = _kernel(tower, base, order, start, variable)
    for i in range(min(shift, 0) + 1, max(shift, 0) + 1):
        step = tower.add(variable, tower.constant(base + i))
        term = tower.integer_power(step, -order)
        total = tower.add(total, term) if shift > 0 else tower.subtract(total, term)
    return total


def _reached(tower: Tower, last: Quotient, least: int) -> bool:
    """Whether last >= least is proved."""
    difference = tower.subtract(last, tower.constant(least))[0]
    return difference.is_zero() or semidefinite_sign(tower, difference) > 0


def _explicit(tower: Tower, base: fmpq, order: int, start: int, last: int) -> Quotient:
    """The finite sum of numbers; below its start it runs backwards with the opposite sign."""
    if last - start > MAX_SHIFT * 10 or start - last > MAX_SHIFT:
        raise NoClosedForm
    places, sign = (range(start, last + 1), 1) if last >= start else (range(last + 1, start), -1)
    if any(base + j == 0 for j in places):
        raise NoClosedForm
    return tower.constant(sign * sum((1 / (base + j) ** order for j in places), fmpq(0)))


def _kernel(tower: Tower, base: fmpq, order: int, start: int, last: Quotient) -> Quotient:
    key = f"sum of (j+{base})^-{order} from {start} to {tower.name_of(last)}"
    kernel = tower.find(OPAQUE, key)
    if kernel is None:
        bound = f"#{tower.depth}>={start}"
        body = power(add(var(bound), num(base)), num(-order))
        node = tree("sum", bound, (body, num(start), tree_of(tower, last)))
        kernel = tower.adjoin(OPAQUE, key, node, over=last, analytic=False)
    return (kernel.symbol, None)
