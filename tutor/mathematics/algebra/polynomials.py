"""Integer polynomials in a fixed number of generators (FLINT's `fmpz_mpoly`, lexicographic order).

The generators are allocated from the last place to the first, so a later kernel is larger in the order and every
relation of a kernel over earlier ones is monic in it: reduction by remainders then always ends in a unique form.
"""

from functools import lru_cache
from math import comb

from flint import Ordering, fmpq, fmpz, fmpz_mpoly, fmpz_mpoly_ctx, fmpz_poly

from tutor.mathematics.algebra.outcomes import TooLarge

MAX_PRODUCT_TERMS = 6_000
MAX_DEGREE = 400
MAX_UNIVARIATE_DEGREE = 1_000
MAX_POWER = 10_000
MAX_POWER_OF_SUM = 200
MAX_MONOMIAL_DEGREE = 100_000
MAX_HEIGHT_OF_MONOMIAL = 40_000
MAX_HEIGHT_OF_SUM = 400_000
MAX_FACTOR_TERMS = 400
MAX_FACTOR_BITS = 100

_EPOCH_LETTERS = "abcdefgh"


class Ring:
    """The polynomial ring with `size` generators. Rings of different epochs refuse each other's elements."""

    __slots__ = ("context", "generators", "one", "size", "zero")

    def __init__(self, size: int, letter: str) -> None:
        self.size = size
        self.context = fmpz_mpoly_ctx.get(tuple(f"{letter}{i}" for i in range(size)), Ordering.lex)
        self.generators = self.context.gens()
        self.zero = self.context.constant(0)
        self.one = self.context.constant(1)


@lru_cache(maxsize=64)
def _ring(size: int, letter: str) -> Ring:
    return Ring(size, letter)


def ring(size: int, epoch: int) -> Ring:
    """The ring of this size for this epoch; a few rings serve all fields in turn."""
    return _ring(size, _EPOCH_LETTERS[epoch % len(_EPOCH_LETTERS)])


def product(left: fmpz_mpoly, right: fmpz_mpoly) -> fmpz_mpoly:
    """left * right. Raises TooLarge before FLINT could run out of memory."""
    terms_left, terms_right = len(left), len(right)
    degree = left.total_degree() + right.total_degree()
    if terms_left > 30 or terms_right > 30 or degree > 60:
        if terms_left * terms_right > MAX_PRODUCT_TERMS:
            raise TooLarge("terms of a product")
        if degree > MAX_DEGREE:
            raise TooLarge("degree of a product")
    return left * right


def power(base: fmpz_mpoly, exponent: int) -> fmpz_mpoly:
    """base^exponent. Raises TooLarge before FLINT could run out of memory."""
    terms, degree = len(base), base.total_degree()
    if exponent > (MAX_POWER if terms == 1 else MAX_POWER_OF_SUM):
        raise TooLarge("an exponent")
    if degree * exponent > (MAX_MONOMIAL_DEGREE if terms == 1 else MAX_POWER_OF_SUM):
        raise TooLarge("the degree of a power")
    if terms > 1 and comb(exponent + terms - 1, terms - 1) > MAX_PRODUCT_TERMS:
        raise TooLarge("the terms of a power")
    height = max((coefficient.bit_length() for coefficient in base.coeffs()), default=0)
    if exponent * height > (MAX_HEIGHT_OF_MONOMIAL if terms == 1 else MAX_HEIGHT_OF_SUM):
        raise TooLarge("the height of a power")
    return base**exponent


def used_places(polynomial: fmpz_mpoly) -> list[int]:
    """The generators that occur."""
    return [place for place, degree in enumerate(polynomial.degrees()) if degree > 0]


def univariate(polynomial: fmpz_mpoly, place: int) -> fmpz_poly:
    """The polynomial, in which only this generator occurs, in one variable. Raises TooLarge."""
    degree = max(polynomial.degrees()[place], 0)
    if degree > MAX_UNIVARIATE_DEGREE:
        raise TooLarge("the degree of a polynomial in one variable")
    coefficients = [fmpz(0)] * (degree + 1)
    for exponents, coefficient in polynomial.terms():
        coefficients[exponents[place]] = coefficient
    return fmpz_poly(coefficients)


def multivariate(polynomial: fmpz_poly, place: int, in_ring: Ring) -> fmpz_mpoly:
    """The polynomial in this generator of the ring."""
    exponents = [0] * in_ring.size
    terms = {}
    for degree, coefficient in enumerate(polynomial.coeffs()):
        if coefficient:
            exponents[place] = degree
            terms[tuple(exponents)] = coefficient
    return in_ring.context.from_dict(terms)


def factor(polynomial: fmpz_mpoly, in_ring: Ring) -> tuple[fmpz, list[tuple[fmpz_mpoly, int]]]:
    """(c, [(f, e), …]) with polynomial = c * product of f^e, every f primitive with positive leading coefficient.

    The factors are irreducible, except that very large coefficients leave the polynomial in one piece: callers may
    rely on the product only. Raises TooLarge.
    """
    if polynomial.is_constant():
        return polynomial.leading_coefficient(), []
    if len(polynomial) > MAX_FACTOR_TERMS:
        raise TooLarge("terms to factor")
    if polynomial.total_degree() == 1:
        return _one_factor(polynomial, in_ring)
    constant, found = _factors(polynomial, in_ring)
    factors = []
    for each, exponent in found:
        if each.leading_coefficient() < 0:
            constant = -constant if exponent % 2 else constant
            factors.append((-each, exponent))
        else:
            factors.append((each, exponent))
    return constant, factors


def _one_factor(polynomial: fmpz_mpoly, in_ring: Ring) -> tuple[fmpz, list[tuple[fmpz_mpoly, int]]]:
    constant = content(polynomial)
    if polynomial.leading_coefficient() < 0:
        constant = -constant
    if constant == 1:
        return constant, [(polynomial, 1)]
    return constant, [(polynomial // in_ring.context.constant(constant), 1)]


def _factors(polynomial: fmpz_mpoly, in_ring: Ring) -> tuple[fmpz, list[tuple[fmpz_mpoly, int]]]:
    used = used_places(polynomial)
    if len(used) == 1:
        constant, found = univariate(polynomial, used[0]).factor()
        return constant, [(multivariate(each, used[0], in_ring), int(exponent)) for each, exponent in found]
    try:
        constant, factors = polynomial.factor()
    except OverflowError:  # python-flint 0.9 sorts the factors by a C integer
        return _one_factor(polynomial, in_ring)
    return constant, [(each, int(exponent)) for each, exponent in factors]


def prime_powers(number: fmpz) -> list[tuple[int, int]]:
    """The prime factorisation of a positive integer. Raises TooLarge above 100 bits."""
    if number == 1:
        return []
    if number.bit_length() > MAX_FACTOR_BITS:
        raise TooLarge("an integer to factor")
    return [(int(prime), int(exponent)) for prime, exponent in number.factor()]


def content(polynomial: fmpz_mpoly) -> fmpz:
    """The greatest common divisor of the coefficients."""
    return polynomial.content()  # type: ignore[attr-defined,no-any-return]  # missing in the stubs of python-flint


def constant_term(polynomial: fmpz_mpoly, in_ring: Ring) -> fmpz:
    """The coefficient of 1."""
    return polynomial[(0,) * in_ring.size]


def floor_of(value: fmpq) -> fmpz:
    """The integer part."""
    return fmpz(value.numer() // value.denom())
