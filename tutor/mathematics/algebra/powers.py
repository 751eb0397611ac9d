"""Exponentials, logarithms, roots and powers.

All of them rest on one factorisation: for u = c·product(p_i^e_i) with irreducible p_i,
log|u| = log|c| + sum e_i log|p_i| and |u|^q = |c|^q · product(|p_i|^(q e_i)) hold wherever u is defined and not zero,
whatever the signs of the factors. So no assumption on signs is made, except where a rule below states one.
"""

from collections import defaultdict

from flint import fmpq, fmpz, fmpz_mpoly

from tutor.language.tree import Tree
from tutor.mathematics.algebra.integrality import integer_valued
from tutor.mathematics.algebra.kernels import COS, EXP, LOG, PARITY, ROOT, SIN, VARIABLE, Kernel, Quotient
from tutor.mathematics.algebra.linear import linear
from tutor.mathematics.algebra.outcomes import TooLarge, UndefinedHere, Unsupported
from tutor.mathematics.algebra.polynomials import content, prime_powers
from tutor.mathematics.algebra.tower import Tower
from tutor.mathematics.trees.build import E

MAX_EXPONENT = 10**6
MAX_MULTIPLE = 200
MAX_ARGUMENT_TERMS = 60
MAX_CONSTANT_POWER = 2_000

Summand = tuple[fmpq, tuple[int, ...], fmpz_mpoly | None]
"""(q, monomial, denominator): the summand q · monomial / denominator of an argument."""


def power(tower: Tower, base: Tree, exponent: Tree) -> Quotient:
    """base^exponent, by the kind of exponent."""
    if exponent.head == "num":
        return _rational_power(tower, base, exponent.value)
    if base is E:
        return exponential(tower, tower.of(exponent))
    value = tower.of(base)
    if _runs_freely(tower, exponent) and tower.sign_of(value) < 0:
        tower.exclude_by_name(f"rational {tower.name_of(tower.of(exponent))}")
        raise UndefinedHere
    return _general_power(tower, value, tower.of(exponent))


def _runs_freely(tower: Tower, exponent: Tree) -> bool:
    """Whether the exponent is irrational at almost every point: affine, and it moves with a real variable."""
    form = linear(exponent)
    at_point = tower.cell is not None and tower.cell.point is not None
    return form is not None and not at_point and any(form.get(name, 0) != 0 for name in tower.reals)


def _rational_power(tower: Tower, base: Tree, exponent: fmpq) -> Quotient:
    if exponent.denom() == 1:
        if abs(exponent.numer()) >= MAX_EXPONENT:
            raise TooLarge("an exponent")
        return tower.integer_power(tower.of(base), int(exponent.numer()))
    if base is E:
        return exponential(tower, tower.constant(exponent))
    return fractional_power(tower, tower.of(base), exponent)


def fractional_power(tower: Tower, base: Quotient, exponent: fmpq) -> Quotient:
    """base^exponent for a rational that is no integer: defined for base > 0, and at 0 for a positive exponent.

    Raises Unsupported for a negative base and an odd denominator: the language leaves that to `cbrt` and `root`.
    """
    sign = tower.sign_of(base)
    if sign == 0:
        if exponent > 0:
            return tower.zero
        raise UndefinedHere
    if sign < 0:
        if exponent.denom() % 2 == 1:
            raise Unsupported("an odd root of a negative number")
        raise UndefinedHere
    return absolute_power(tower, base, exponent)


def _general_power(tower: Tower, base: Quotient, exponent: Quotient) -> Quotient:
    """base^exponent = exp(exponent · log base) for base > 0; for an integer-valued exponent also with a parity."""
    if exponent[1] is None and integer_valued(tower, exponent[0]):
        return integral_power(tower, base, exponent)
    sign = tower.sign_of(base)
    if sign > 0:
        return exponential(tower, tower.multiply(exponent, logarithm(tower, base)))
    if sign == 0:
        return _power_of_zero(tower, exponent)
    raise Unsupported("a real power of a base that is not positive")


def integral_power(tower: Tower, base: Quotient, exponent: Quotient) -> Quotient:
    """base^exponent for an integer-valued exponent: |base|^exponent, times a parity for a negative base."""
    value = tower.rational_value(exponent)
    if value is not None:
        return tower.integer_power(base, int(value.numer()))
    sign = tower.sign_of(base)
    if sign == 0:
        return _power_of_zero(tower, exponent)
    size = exponential(tower, tower.multiply(exponent, log_absolute(tower, base)))
    return size if sign > 0 else tower.multiply(size, parity(tower, exponent[0]))


def _power_of_zero(tower: Tower, exponent: Quotient) -> Quotient:
    """0^n: 0 for n > 0, and 1 for n = 0 by the convention on values."""
    sign = tower.sign_of(exponent)
    if sign < 0:
        raise UndefinedHere
    return tower.zero if sign else tower.one


def parity(tower: Tower, polynomial: fmpz_mpoly) -> Quotient:
    """(-1)^polynomial for integer-valued polynomials: only odd coefficients count, and m^k has the parity of m."""
    result = tower.one
    for exponents, coefficient in polynomial.terms():
        if coefficient % 2 == 0:
            continue
        if not any(exponents):
            result = tower.negate(result)
            continue
        monomial = tower.term(tuple(min(e, 1) for e in exponents))
        name = tower.oriented(monomial)[0]
        kernel = tower.find(PARITY, name) or tower.adjoin(
            PARITY,
            name,
            monomial,
            over=(monomial, None),
            degree=2,
            relation=lambda p: p * p - 1,
            analytic=False,
            integral=True,
        )
        result = tower.multiply(result, (kernel.symbol, None))
    return result


# Exponentials.


def exponential(tower: Tower, argument: Quotient) -> Quotient:
    """exp(argument): the exponential of each summand, those of logarithms resolved into powers."""
    result = tower.one
    for summand in summands(tower, argument):
        result = tower.multiply(result, _exponential_of_summand(tower, summand))
    return result


def summands(tower: Tower, argument: Quotient) -> list[Summand]:
    """The summands of an argument: rational multiples of monomials, over one common denominator.

    Raises TooLarge for more than MAX_ARGUMENT_TERMS of them.
    """
    above, below = tower.reduce(argument[0]), argument[1]
    if len(above) > MAX_ARGUMENT_TERMS:
        raise TooLarge("the terms of an argument")
    if below is None:
        return [(fmpq(c), exponents, None) for exponents, c in above.terms()]
    if below.is_constant():
        divisor = below.leading_coefficient()
        return [(fmpq(c, divisor), exponents, None) for exponents, c in above.terms()]
    divisor = content(below)
    primitive = below // tower.ring.context.constant(divisor)
    if tower.oriented(primitive)[1] < 0:
        primitive, divisor = -primitive, -divisor
    return [(fmpq(c, divisor), exponents, primitive) for exponents, c in above.terms()]


def lone_kernel(tower: Tower, summand: Summand) -> Kernel | None:
    """The kernel of a summand that is a rational multiple of one kernel."""
    _, exponents, below = summand
    if below is not None or sum(exponents) != 1:
        return None
    return tower.at_place(exponents.index(1))


def monomial_of(tower: Tower, summand: Summand) -> tuple[str, Quotient]:
    """The name and the value of the monomial (over the denominator) of a summand."""
    _, exponents, below = summand
    name = tower.monomial_name(exponents)
    if below is not None:
        name = f"{name}/({tower.oriented(below)[0]})"
    return name, (tower.term(exponents), below)


def _exponential_of_summand(tower: Tower, summand: Summand) -> Quotient:
    multiple = summand[0]
    lone = lone_kernel(tower, summand)
    if lone is not None and lone.kind == LOG:
        return absolute_power(tower, (lone.data, None), multiple)
    name, monomial = monomial_of(tower, summand)
    unit, times = tower.units.common_unit((EXP, name), multiple, MAX_MULTIPLE)
    key = f"{name}|{unit}"
    kernel = tower.find(EXP, key)
    if kernel is None:
        kernel = tower.adjoin(EXP, key, tower.scale(monomial, unit), over=monomial, sign=1)
    return tower.integer_power((kernel.symbol, None), times)


def _analytic_branch(tower: Tower, polynomial: fmpz_mpoly) -> bool:
    """Whether a root or logarithm of this polynomial is analytic in the sense of `Kernel`.

    Over the variables it is: going round the zeros of an irreducible polynomial takes the root or logarithm to all its
    branches, so an identity on one component holds on all. Of anything else, such as x + y - 2 sqrt(x) sqrt(y), which
    is a square, only on a connected cell without assumptions.
    """
    kernels = tower.kernels_in(polynomial)
    if all(kernel.kind == VARIABLE for kernel in kernels):
        return True
    return tower.cell is not None and not tower.signs and all(kernel.analytic for kernel in kernels)


def shorter(tower: Tower, polynomial: fmpz_mpoly) -> fmpz_mpoly:
    """The polynomial with sin^2 written as 1 - cos^2 where that has fewer terms: 1 - sin^2 is the square cos^2."""
    if not tower.related or len(polynomial) == 1:
        return polynomial
    for sine in tower.kernels_in(polynomial):
        if sine.kind == SIN and polynomial.degrees()[sine.place] >= 2:
            other = _by_cosines(tower, polynomial, sine)
            polynomial = other if len(other) < len(polynomial) else polynomial
    return polynomial


def _by_cosines(tower: Tower, polynomial: fmpz_mpoly, sine: Kernel) -> fmpz_mpoly:
    cosine = tower.by_key[COS, sine.name.removeprefix(f"{SIN}:")]
    place, square = sine.place, 1 - cosine.symbol**2
    by_power: dict[int, dict[tuple[int, ...], fmpz]] = defaultdict(dict)
    for exponents, coefficient in polynomial.terms():
        rest = (*exponents[:place], exponents[place] % 2, *exponents[place + 1 :])
        by_power[exponents[place] // 2][rest] = coefficient
    total = tower.ring.zero
    for power_, terms in by_power.items():
        total = total + tower.times(tower.ring.context.from_dict(terms), square**power_)
    return total


# Logarithms.


def logarithm(tower: Tower, argument: Quotient) -> Quotient:
    """log(argument). Raises UndefinedHere where the argument is not positive."""
    if tower.sign_of(argument) <= 0:
        raise UndefinedHere
    return log_absolute(tower, argument)


def log_absolute(tower: Tower, argument: Quotient) -> Quotient:
    """log|argument|, expanded over the irreducible factors; the argument is not zero."""
    total = tower.zero
    for part, direction in ((argument[0], 1), (argument[1], -1)):
        if part is None:
            continue
        constant, factors = tower.factor(shorter(tower, tower.reduce(part)))
        for prime, exponent in prime_powers(abs(constant)):
            kernel = tower.find(LOG, str(prime)) or tower.adjoin(LOG, str(prime), tower.constant(prime)[0], sign=1)
            total = tower.add(total, (kernel.symbol * (exponent * direction), None))
        for factor, exponent in factors:
            total = tower.add(total, tower.scale(_log_of_factor(tower, factor), exponent * direction))
    return total


def _log_of_factor(tower: Tower, factor: fmpz_mpoly) -> Quotient:
    single = tower.single(factor)
    if single is not None:
        if single.kind == EXP:
            return single.data  # type: ignore[no-any-return]  # the argument of exp is a quotient
        if single.kind == ROOT:
            return tower.scale(log_absolute(tower, (single.data, None)), fmpq(1, single.degree))
        if single.kind == PARITY:
            return tower.zero
    name = tower.oriented(factor)[0]
    kernel = tower.find(LOG, name)
    if kernel is None:
        kernel = tower.adjoin(LOG, name, factor, over=(factor, None), analytic=_analytic_branch(tower, factor))
    return (kernel.symbol, None)


# Roots.


def absolute_power(tower: Tower, base: Quotient, exponent: fmpq) -> Quotient:
    """|base|^exponent. Raises UndefinedHere for the base 0."""
    result = tower.one
    for part, direction in ((base[0], 1), (base[1], -1)):
        if part is None:
            continue
        part = shorter(tower, tower.reduce(part))
        if part.is_zero():
            raise UndefinedHere
        constant, factors = tower.factor(part)
        result = tower.multiply(result, constant_power(tower, fmpq(abs(constant)), exponent * direction))
        for factor, multiplicity in factors:
            result = tower.multiply(result, _factor_power(tower, factor, exponent * multiplicity * direction))
    return result


def constant_power(tower: Tower, base: fmpq, exponent: fmpq) -> Quotient:
    """base^exponent for a positive rational base, by roots of primes."""
    result = tower.one
    for number, direction in ((base.numer(), 1), (base.denom(), -1)):
        for prime, multiplicity in prime_powers(number):
            result = tower.multiply(result, _prime_power(tower, prime, exponent * multiplicity * direction))
    return result


def _prime_power(tower: Tower, prime: int, exponent: fmpq) -> Quotient:
    degree = tower.units.common_degree(str(prime), exponent)
    times = int((exponent * degree).numer())
    if abs(times) > MAX_CONSTANT_POWER * degree:
        raise TooLarge("a power of a constant")
    if degree == 1:
        return tower.constant(fmpq(prime) ** times)
    key = f"{prime}^1/{degree}"
    kernel = tower.find(ROOT, key) or tower.adjoin(
        ROOT, key, tower.constant(prime)[0], sign=1, degree=degree, relation=lambda r: r**degree - prime
    )
    return tower.integer_power((kernel.symbol, None), times)


def _factor_power(tower: Tower, factor: fmpz_mpoly, exponent: fmpq) -> Quotient:
    """|factor|^exponent for an irreducible factor."""
    single = tower.single(factor)
    if single is not None:
        if single.kind == EXP:
            return exponential(tower, tower.scale(single.data, exponent))
        if single.kind == ROOT:
            return absolute_power(tower, (single.data, None), exponent / single.degree)
        if single.kind == PARITY:
            return tower.one
    integral = exponent.denom() == 1
    if integral and exponent.numer() % 2 == 0:
        return tower.integer_power((factor, None), int(exponent.numer()))
    sign = tower.sign_of_irreducible(factor)
    if sign == 0:
        if exponent > 0:
            return tower.zero
        raise UndefinedHere
    positive = factor if sign > 0 else -factor
    if integral:
        return tower.integer_power((positive, None), int(exponent.numer()))
    return _root(tower, positive, exponent)


def _root(tower: Tower, base: fmpz_mpoly, exponent: fmpq) -> Quotient:
    """base^exponent for an irreducible base that is positive on the branch."""
    name, direction = tower.oriented(base)
    degree = tower.units.common_degree(name, exponent)
    key = f"{'' if direction > 0 else '-'}({name})^1/{degree}"
    kernel = tower.find(ROOT, key) or tower.adjoin(
        ROOT,
        key,
        base,
        over=(base, None),
        sign=1,
        degree=degree,
        relation=lambda r: r**degree - base,
        analytic=_analytic_branch(tower, base),
    )
    return tower.integer_power((kernel.symbol, None), int((exponent * degree).numer()))
