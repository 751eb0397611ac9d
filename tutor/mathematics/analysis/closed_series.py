"""Closed forms of convergent series, and enclosures by special functions.

Every rule states the shape of terms for which it holds, and the series of that shape converge absolutely.
"""

from collections.abc import Callable
from math import comb

from flint import acb, arb, fmpq, fmpq_poly, fmpz

from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis.constants import Constants, Undecided, enclosure
from tutor.mathematics.analysis.exponential import Coefficients, exponential_polynomial, polynomial, rational
from tutor.mathematics.analysis.results import Result
from tutor.mathematics.balls import precision
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import MINUS_ONE, ONE, PI, TWO, ZERO, add, call, mul, neg, num, power, sub

MAX_HEAD = 500
"""How many first terms are added up one by one."""

BITS = 192


def closed_form(term: Tree, n: str, start: int, constants: Constants) -> Result | None:
    """The sum of term(n) over n >= start by the first rule that fits, None where none does."""
    for name, rule in _RULES.items():
        value = rule(term, n, start, constants)
        if value is not None:
            return Result(constants.simplified(value) if isinstance(value, Tree) else value, name)
    return None


def _geometric(term: Tree, n: str, start: int, constants: Constants) -> Tree | None:
    """Polynomials times r^n with |r| < 1."""
    read = exponential_polynomial(term, n, constants)
    if read is None:
        return None
    sums = []
    for ratio, coefficients in read.items():
        if all(c is ZERO for c in coefficients):
            continue
        if constants.compare(ratio, ONE) >= 0 or constants.compare(ratio, MINUS_ONE) <= 0:
            return None
        sums.append(_geometric_sum(ratio, coefficients, start))
    return add(*sums) if sums else ZERO


def _geometric_sum(ratio: Tree, coefficients: Coefficients, start: int) -> Tree:
    """sum over n >= start of p(n) r^n = r^start * sum over m >= 0 of p(m + start) r^m."""
    moved = [
        add(*(mul(num(comb(k, j) * start ** (k - j)), coefficients[k]) for k in range(j, len(coefficients))))
        for j in range(len(coefficients))
    ]
    return mul(power(ratio, num(start)), add(*(mul(c, moment(j, ratio)) for j, c in enumerate(moved) if c is not ZERO)))


def moment(j: int, ratio: Tree) -> Tree:
    """sum over m >= 0 of m^j r^m = sum over k of S(j, k) k! r^k / (1 - r)^(k+1)."""
    rest = sub(ONE, ratio)
    terms = []
    for k in range(j + 1):
        weight = fmpz.stirling_s2(j, k) * _factorial(k)
        if weight:
            terms.append(mul(num(fmpq(weight)), power(ratio, num(k)) if k else ONE, power(rest, num(-k - 1))))
    return add(*terms)


def _exponential(term: Tree, n: str, start: int, constants: Constants) -> Tree | None:
    """Exponential polynomials over n!."""
    rest = _without_factorial(term, n)
    read = exponential_polynomial(rest, n, constants) if rest is not None else None
    if read is None or start > MAX_HEAD or start < 0:
        return None
    sums = []
    for ratio, coefficients in read.items():
        for j, c in enumerate(coefficients):
            # sum over m >= 0 of m^j r^m / m! = e^r * sum over k of S(j, k) r^k.
            inner = add(
                *(mul(num(int(fmpz.stirling_s2(j, k))), power(ratio, num(k)) if k else ONE) for k in range(j + 1))
            )
            sums.append(mul(c, call("exp", ratio), inner))
    return sub(add(*sums), add(ZERO, *(substitute(term, {n: num(k)}) for k in range(start))))


def _without_factorial(term: Tree, n: str) -> Tree | None:
    """The term times n!, where 1/n! is one of its factors."""
    factors = term.args if term.head == "mul" else (term,)
    for i, factor in enumerate(factors):
        if factor.head == "pow" and factor.args[1] is MINUS_ONE and factor.args[0].head == "call":
            inner = factor.args[0]
            shift = {"factorial": 0, "gamma": 1}.get(inner.value)
            argument = polynomial(inner.args[0], n)
            if shift is not None and argument is not None and argument == fmpq_poly([shift, 1]):
                return mul(ONE, *factors[:i], *factors[i + 1 :])
    return None


def _logarithmic(term: Tree, n: str, start: int, constants: Constants) -> Tree | None:
    """c r^n / (n + a) with whole a, start + a >= 1 and 0 < |r| < 1."""
    for i, factor in enumerate(term.args if term.head == "mul" else ()):
        shift = polynomial(factor.args[0], n) if factor.head == "pow" and factor.args[1] is MINUS_ONE else None
        if shift is None or shift.degree() != 1 or (shift[0] / shift[1]).denom() != 1:
            continue
        a = int((shift[0] / shift[1]).numer())
        read = exponential_polynomial(mul(ONE, *term.args[:i], *term.args[i + 1 :]), n, constants)
        if read is None or len(read) != 1 or not 1 <= start + a <= MAX_HEAD:
            return None
        ((ratio, coefficients),) = read.items()
        if len(coefficients) > 1 or constants.compare(ratio, ONE) >= 0 or constants.compare(ratio, MINUS_ONE) <= 0:
            return None
        head = [mul(num(fmpq(1, m)), power(ratio, num(m))) for m in range(1, start + a)]
        whole = sub(neg(call("log", sub(ONE, ratio))), add(ZERO, *head))
        return mul(num(1 / shift[1]), coefficients[0], power(ratio, num(-a)), whole)
    return None


# Rational terms -----------------------------------------------------------------------------------------------------


def _rational(term: Tree, n: str, start: int, constants: Constants) -> Tree | arb | None:
    """p(n)/q(n) with deg q >= deg p + 2 and no whole root of q from `start` on."""
    rest = [f for f in (term.args if term.head == "mul" else (term,)) if n in free_names(f)]
    front = [f for f in (term.args if term.head == "mul" else ()) if n not in free_names(f)]
    fraction = rational(mul(ONE, *rest), n)
    if fraction is None:
        return None
    common = fraction[0].gcd(fraction[1])
    top, bottom = fraction[0] // common, fraction[1] // common
    if top.degree() > bottom.degree() - 2:
        return None
    poles = _rational_poles(bottom)
    if poles is not None:
        if any(pole.denom() == 1 and pole >= start for pole, _ in poles):
            raise Undecided("a term of the series is undefined")
        exact = _by_partial_fractions(top, bottom, poles, start)
        if exact is not None:
            return mul(*front, exact) if front else exact
    ball = _by_polygamma(top, bottom, start)
    return ball if ball is None or not front else ball * enclosure(mul(*front), BITS)


def _rational_poles(bottom: fmpq_poly) -> list[tuple[fmpq, int]] | None:
    """The roots with multiplicity where all of them are rational."""
    _, factors = bottom.factor()
    if any(f.degree() != 1 for f, _ in factors):
        return None
    return [(-f[0] / f[1], int(m)) for f, m in factors]


def _principal_part(top: fmpq_poly, bottom: fmpq_poly, pole: fmpq, order: int) -> list[fmpq]:
    """Coefficients of (n - pole)^-1, …, (n - pole)^-order in the partial fractions of top/bottom."""
    line = fmpq_poly([-pole, 1])
    rest = bottom // line**order
    shift = fmpq_poly([pole, 1])
    numerator, denominator = top(shift), rest(shift)
    series: list[fmpq] = []
    for k in range(order):
        known = sum((series[i] * denominator[k - i] for i in range(k)), fmpq(0))
        series.append((numerator[k] - known) / denominator[0])
    return series[::-1]


def _by_partial_fractions(top: fmpq_poly, bottom: fmpq_poly, poles: list[tuple[fmpq, int]], start: int) -> Tree | None:
    """Simple poles by the digamma function at denominators 1, 2, 4 (Gauss), multiple ones by even zeta values.

    The residues add up to 0 since deg q >= deg p + 2, so Euler's constants cancel.
    """
    total = []
    for pole, order in poles:
        for k, c in enumerate(_principal_part(top, bottom, pole, order), start=1):
            if c == 0:
                continue
            value = _digamma(start - pole) if k == 1 else _hurwitz(k, start - pole)
            if value is None:
                return None
            total.append(mul(num(-c if k == 1 else c), value))
    return add(ZERO, *total)


_LOG_2 = call("log", TWO)
_DIGAMMA: dict[fmpq, Tree] = {
    fmpq(1): ZERO,
    fmpq(1, 2): mul(num(-2), _LOG_2),
    fmpq(1, 4): add(mul(num(fmpq(-1, 2)), PI), mul(num(-3), _LOG_2)),
    fmpq(3, 4): add(mul(num(fmpq(1, 2)), PI), mul(num(-3), _LOG_2)),
}
"""The digamma function plus Euler's constant on (0, 1], at denominators 1, 2, 4."""


def _digamma(x: fmpq) -> Tree | None:
    """The digamma function plus Euler's constant at x > 0."""
    base = x - _steps(x)
    if base not in _DIGAMMA or not 0 < x < MAX_HEAD:
        return None
    return add(_DIGAMMA[base], num(sum((1 / (base + k) for k in range(_steps(x))), fmpq(0))))


def _steps(x: fmpq) -> int:
    """How often 1 can be taken from x with something positive left."""
    return int((x.numer() - 1) // x.denom()) if x.denom() == 1 else int(x.numer() // x.denom())


def _hurwitz(order: int, x: fmpq) -> Tree | None:
    """sum over m >= 0 of (m + x)^-order for even orders and x > 0 with denominator 1 or 2."""
    if order % 2 or not 0 < x < MAX_HEAD or x.denom() > 2:
        return None
    zeta = mul(num(_zeta_over_pi(order)), power(PI, num(order)))
    base = x - _steps(x)
    whole = zeta if base == 1 else mul(num(fmpq(2) ** order - 1), zeta)
    return sub(whole, num(sum(((base + k) ** -order for k in range(_steps(x))), fmpq(0))))


def _zeta_over_pi(order: int) -> fmpq:
    """zeta(order) / pi^order for an even order, by Bernoulli numbers."""
    return abs(fmpq.bernoulli(order)) * fmpq(2) ** (order - 1) / _factorial(order)


def _by_polygamma(top: fmpq_poly, bottom: fmpq_poly, start: int) -> arb | None:
    """An enclosure by digamma values at the roots of the denominator, all of them simple."""
    slope = bottom.derivative()
    if bottom.gcd(slope).degree() > 0:
        return _by_zeta(top, bottom, start)
    with precision(BITS):
        total = acb(0)
        roots: list[tuple[acb, int]] = bottom.numer().complex_roots()  # type: ignore[assignment]  # pairs, says the stub not
        for root, _ in roots:
            total -= _at(top, root) / _at(slope, root) * (acb(start) - root).digamma()
        return total.real if total.is_finite() else None


def _by_zeta(top: fmpq_poly, bottom: fmpq_poly, start: int) -> arb | None:
    """An enclosure by Hurwitz zeta values where all poles are rational."""
    poles = _rational_poles(bottom)
    if poles is None:
        return None
    with precision(BITS):
        total = arb(0)
        for pole, order in poles:
            at = arb(start - pole)
            for k, c in enumerate(_principal_part(top, bottom, pole, order), start=1):
                total += arb(c) * (-at.digamma() if k == 1 else arb(k).zeta(at))
        return total if total.is_finite() else None


def _at(p: fmpq_poly, z: acb) -> acb:
    value = acb(0)
    for c in reversed(p.coeffs()):
        value = value * z + arb(c)
    return value


def _power_law(term: Tree, n: str, start: int, constants: Constants) -> arb | None:
    """c (n + a)^-s with a constant s > 1, by the Hurwitz zeta function."""
    rest = [f for f in (term.args if term.head == "mul" else (term,)) if n in free_names(f)]
    front = [f for f in (term.args if term.head == "mul" else ()) if n not in free_names(f)]
    if len(rest) != 1 or rest[0].head != "pow" or free_names(rest[0].args[1]):
        return None
    line = polynomial(rest[0].args[0], n)
    if line is None or line.degree() != 1 or line[1] <= 0 or line(fmpq(start)) <= 0:
        return None
    with precision(BITS):
        s = -enclosure(rest[0].args[1], BITS)
        value = s.zeta(arb(line[0] / line[1] + start)) * arb(line[1]) ** (-s) * enclosure(mul(ONE, *front), BITS)
        return value if s > 1 and value.is_finite() else None


_RULES: dict[str, Callable[[Tree, str, int, Constants], Tree | arb | None]] = {
    "geometric series": _geometric,
    "exponential series": _exponential,
    "logarithmic series": _logarithmic,
    "partial fractions": _rational,
    "zeta function": _power_law,
}


def _factorial(k: int) -> int:
    return 1 if k < 2 else k * _factorial(k - 1)
