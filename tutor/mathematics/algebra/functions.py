"""The rules of the named functions: from arguments in normal form to the value in normal form.

Each rule is an identity wherever the function is defined. Functions with cases (abs, max, …) ask for signs, which
cuts the cell or the branch; functions with a smaller domain raise UndefinedHere off it.
"""

from collections.abc import Callable
from math import comb

from flint import fmpq

from tutor.language.tree import Tree
from tutor.mathematics.algebra.gamma import factorial_of, gamma, pi
from tutor.mathematics.algebra.integer_parts import floor
from tutor.mathematics.algebra.integrality import integer_valued
from tutor.mathematics.algebra.kernels import PARITY, ROOT, Quotient
from tutor.mathematics.algebra.opaque import opaque_call, opaque_tree
from tutor.mathematics.algebra.outcomes import TooLarge, UndefinedHere, Unsupported
from tutor.mathematics.algebra.polynomials import constant_term
from tutor.mathematics.algebra.positivity import semidefinite_sign
from tutor.mathematics.algebra.powers import (
    absolute_power,
    constant_power,
    exponential,
    fractional_power,
    log_absolute,
    logarithm,
)
from tutor.mathematics.algebra.tower import Tower
from tutor.mathematics.algebra.trigonometry import sine_cosine

HALF = fmpq(1, 2)
MAX_BINOMIAL = 40
LOWERED, MAX_LOWERED = 2, 10
"""How far below n the binomials of a normal form stand, and by how much one is lowered at most."""
MAX_ROOT = 100

Rule = Callable[[Tower, Quotient], Quotient]


def function(tower: Tower, node: Tree) -> Quotient:
    """The normal form of a call. A name without a rule becomes an opaque kernel."""
    name = node.value
    rule = _OF_ONE.get(name)
    if rule is not None and len(node.args) == 1:
        return rule(tower, tower.of(node.args[0]))
    several = _OF_SEVERAL.get(name)
    if several is not None:
        return several(tower, [tower.of(argument) for argument in node.args])
    return opaque_tree(tower, node)


# Cases.


def at_least_zero(tower: Tower, u: Quotient) -> bool:
    """Whether u >= 0; False says that u <= 0. Coefficients may prove this where u has zeros inside the cell."""
    some_integers = len(tower.ranges) > len(tower.reals)
    if (u[1] is None or u[1].is_constant()) and (some_integers or u[0].total_degree() > 1):
        weak = semidefinite_sign(tower, u[0])
        if weak:
            return weak > 0
    return tower.sign_of(u) >= 0


def absolute(tower: Tower, u: Quotient) -> Quotient:
    """|u|, a factor (-1)^n left out."""
    for kernel in tower.kernels_in(u[0]):
        if kernel.kind == PARITY and all(exponents[kernel.place] for exponents in u[0].monoms()):
            u = tower.multiply(u, (kernel.symbol, None))
    return u if at_least_zero(tower, u) else tower.negate(u)


def _sign(tower: Tower, u: Quotient) -> Quotient:
    return tower.constant(tower.sign_of(u))


def _heaviside(tower: Tower, u: Quotient) -> Quotient:
    sign = tower.sign_of(u)
    if sign == 0:
        raise Unsupported("heaviside(0), which is left open")
    return tower.one if sign > 0 else tower.zero


def _positive_part(tower: Tower, u: Quotient) -> Quotient:
    return u if at_least_zero(tower, u) else tower.zero


def _negative_part(tower: Tower, u: Quotient) -> Quotient:
    return _positive_part(tower, tower.negate(u))


def _maximum(tower: Tower, values: list[Quotient]) -> Quotient:
    greatest = values[0]
    for value in values[1:]:
        if at_least_zero(tower, tower.subtract(value, greatest)):
            greatest = value
    return greatest


def _minimum(tower: Tower, values: list[Quotient]) -> Quotient:
    return tower.negate(_maximum(tower, [tower.negate(value) for value in values]))


def _taxicab(tower: Tower, values: list[Quotient]) -> Quotient:
    return tower.sum_of([absolute(tower, value) for value in values])


def _largest(tower: Tower, values: list[Quotient]) -> Quotient:
    return _maximum(tower, [absolute(tower, value) for value in values])


def _euclidean(tower: Tower, values: list[Quotient]) -> Quotient:
    square = tower.sum_of([tower.multiply(value, value) for value in values])
    return tower.zero if tower.is_zero(square) else absolute_power(tower, square, HALF)


# Elementary functions.


def _log_to_base(base: int) -> Rule:
    def rule(tower: Tower, u: Quotient) -> Quotient:
        return tower.divide(logarithm(tower, u), log_absolute(tower, tower.constant(base)))

    return rule


def _ratio(above: int, below: int | None) -> Rule:
    """A quotient of two of (sin, cos); `above` None in the sense of 1 is written -1."""

    def rule(tower: Tower, u: Quotient) -> Quotient:
        pair = sine_cosine(tower, u)
        numerator = tower.one if above < 0 else pair[above]
        return numerator if below is None else tower.divide(numerator, pair[below])

    return rule


def _hyperbolic(tower: Tower, u: Quotient) -> tuple[Quotient, Quotient]:
    """(2 sinh u, 2 cosh u)."""
    grown = exponential(tower, u)
    shrunk = tower.invert(grown)
    return tower.subtract(grown, shrunk), tower.add(grown, shrunk)


def _sinh(tower: Tower, u: Quotient) -> Quotient:
    return tower.scale(_hyperbolic(tower, u)[0], HALF)


def _cosh(tower: Tower, u: Quotient) -> Quotient:
    return tower.scale(_hyperbolic(tower, u)[1], HALF)


def _tanh(tower: Tower, u: Quotient) -> Quotient:
    return tower.divide(*_hyperbolic(tower, u))


def _asinh(tower: Tower, u: Quotient) -> Quotient:
    """log(u + sqrt(u^2 + 1)), whose argument is positive."""
    root = absolute_power(tower, tower.add(tower.multiply(u, u), tower.one), HALF)
    return log_absolute(tower, tower.add(u, root))


def _acosh(tower: Tower, u: Quotient) -> Quotient:
    """log(u + sqrt(u^2 - 1)) for u >= 1."""
    if tower.sign_of(tower.subtract(u, tower.one)) < 0:
        raise UndefinedHere
    rest = tower.subtract(tower.multiply(u, u), tower.one)
    if tower.is_zero(rest):
        return tower.zero
    return log_absolute(tower, tower.add(u, absolute_power(tower, rest, HALF)))


def _atanh(tower: Tower, u: Quotient) -> Quotient:
    """log((1 + u)/(1 - u))/2 for |u| < 1."""
    ratio = tower.divide(tower.add(tower.one, u), tower.subtract(tower.one, u))
    return tower.scale(logarithm(tower, ratio), HALF)


def _sigmoid(tower: Tower, u: Quotient) -> Quotient:
    return tower.invert(tower.add(tower.one, exponential(tower, tower.negate(u))))


def _softplus(tower: Tower, u: Quotient) -> Quotient:
    return log_absolute(tower, tower.add(tower.one, exponential(tower, u)))


# Roots.


def real_root(tower: Tower, u: Quotient, degree: int) -> Quotient:
    """The real root: of every real number for odd degrees, of those >= 0 for even ones."""
    if degree % 2 == 0:
        return fractional_power(tower, u, fmpq(1, degree))
    sign = tower.sign_of(u)
    if sign == 0:
        return tower.zero
    size = absolute_power(tower, u, fmpq(1, degree))
    return size if sign > 0 else tower.negate(size)


def _root(tower: Tower, values: list[Quotient]) -> Quotient:
    if len(values) != 2:
        raise Unsupported("root of other than two arguments")
    degree = tower.rational_value(values[1])
    if degree is None or degree.denom() != 1:
        raise Unsupported("a root whose degree is not a whole number")
    if degree < 1:
        raise UndefinedHere
    if degree > MAX_ROOT:
        raise TooLarge("the degree of a root")
    return values[0] if degree == 1 else real_root(tower, values[0], int(degree.numer()))


# Inverse trigonometric functions, erf: odd functions.


def odd(tower: Tower, name: str, u: Quotient) -> Quotient:
    """f(u) for an odd function f that is defined here: f(-u) = -f(u) makes the argument unique up to sign."""
    above, below = tower.reduce(u[0]), u[1]
    if above.is_zero():
        return tower.zero
    negative = tower.oriented(above)[1] < 0
    kernel = opaque_call(tower, name, [(-above if negative else above, below)])
    return (-kernel.symbol if negative else kernel.symbol, None)


def _asin(tower: Tower, u: Quotient) -> Quotient:
    if tower.sign_of(tower.subtract(tower.one, tower.multiply(u, u))) < 0:
        raise UndefinedHere
    known = _known_arc(tower, u, _SINES)
    return odd(tower, "asin", u) if known is None else known


def _acos(tower: Tower, u: Quotient) -> Quotient:
    return tower.subtract(tower.scale(pi(tower), HALF), _asin(tower, u))


def _atan(tower: Tower, u: Quotient) -> Quotient:
    known = _known_arc(tower, u, _TANGENTS)
    return odd(tower, "atan", u) if known is None else known


_SINES = {fmpq(0): fmpq(0), fmpq(1, 4): fmpq(1, 6), fmpq(1, 2): fmpq(1, 4), fmpq(3, 4): fmpq(1, 3), fmpq(1): fmpq(1, 2)}
"""By the square of the sine: the angle in units of pi."""
_TANGENTS = {fmpq(0): fmpq(0), fmpq(1, 3): fmpq(1, 6), fmpq(1): fmpq(1, 4), fmpq(3): fmpq(1, 3)}


def _known_arc(tower: Tower, u: Quotient, angles: dict[fmpq, fmpq]) -> Quotient | None:
    """The angle of a constant whose square is in the table."""
    if not all(kernel.kind == ROOT and not kernel.names for kernel in tower.kernels_in(u[0])):
        return None
    square = tower.rational_value(tower.multiply(u, u))
    angle = None if square is None else angles.get(square)
    return None if angle is None else tower.scale(pi(tower), angle * tower.sign_of(u))


def _erf(tower: Tower, u: Quotient) -> Quotient:
    return odd(tower, "erf", u)


def _normal_cdf(tower: Tower, u: Quotient) -> Quotient:
    """Phi(u) = (1 + erf(u/sqrt 2))/2."""
    scaled = tower.multiply(u, constant_power(tower, fmpq(2), -HALF))
    return tower.scale(tower.add(tower.one, _erf(tower, scaled)), HALF)


def _normal_density(tower: Tower, u: Quotient) -> Quotient:
    """phi(u) = exp(-u^2/2)/sqrt(2 pi)."""
    height = absolute_power(tower, tower.scale(pi(tower), 2), -HALF)
    return tower.multiply(height, exponential(tower, tower.scale(tower.multiply(u, u), -HALF)))


def _binomial(tower: Tower, values: list[Quotient]) -> Quotient:
    """n(n-1)…(n-k+1)/k! for a whole k; n!/(k!(n-k)!) for integer-valued n >= k >= 0, proved by coefficients."""
    n, k = values
    whole = tower.rational_value(k)
    if whole is not None and whole.denom() == 1:
        return _falling(tower, n, int(whole.numer()))
    rest = tower.subtract(n, k)
    for part in (n, k, rest):
        if part[1] is not None or not integer_valued(tower, part[0]):
            raise Unsupported("a binomial coefficient of other than integers")
    if semidefinite_sign(tower, k[0]) <= 0 or not (rest[0].is_zero() or semidefinite_sign(tower, rest[0]) > 0):
        return _lowered(tower, n, k)
    below = tower.multiply(factorial_of(tower, k), factorial_of(tower, rest))
    return tower.divide(factorial_of(tower, n), below)


def _lowered(tower: Tower, n: Quotient, k: Quotient) -> Quotient:
    """Binomials over one and the same n - LOWERED, so that Pascal's rule is an identity of normal forms.

    By Vandermonde's identity binom(m+c, k) is the sum of binom(c, j) binom(m, k-j), for all m and whole k, c >= 0.
    """
    shift = int(constant_term(n[0], tower.ring)) + LOWERED
    shift = shift if 0 <= shift <= MAX_LOWERED else 0
    lowest = tower.subtract(n, tower.constant(shift))
    terms = []
    for j in range(shift + 1):
        coefficient = opaque_call(tower, "binomial", [lowest, tower.subtract(k, tower.constant(j))]).symbol
        terms.append(tower.scale((coefficient, None), comb(shift, j)))
    return tower.sum_of(terms)


def _falling(tower: Tower, n: Quotient, k: int) -> Quotient:
    if k < 0:
        return tower.zero
    if k > MAX_BINOMIAL:
        raise TooLarge("a binomial coefficient")
    product = tower.one
    for i in range(k):
        product = tower.scale(tower.multiply(product, tower.subtract(n, tower.constant(i))), fmpq(1, i + 1))
    return product


_OF_ONE: dict[str, Rule] = {
    "exp": exponential,
    "log": logarithm,
    "log2": _log_to_base(2),
    "log10": _log_to_base(10),
    "sqrt": lambda tower, u: fractional_power(tower, u, HALF),
    "cbrt": lambda tower, u: real_root(tower, u, 3),
    "abs": absolute,
    "sign": _sign,
    "heaviside": _heaviside,
    "relu": _positive_part,
    "positive_part": _positive_part,
    "negative_part": _negative_part,
    "sin": _ratio(0, None),
    "cos": _ratio(1, None),
    "tan": _ratio(0, 1),
    "cot": _ratio(1, 0),
    "sec": _ratio(-1, 1),
    "csc": _ratio(-1, 0),
    "asin": _asin,
    "acos": _acos,
    "atan": _atan,
    "sinh": _sinh,
    "cosh": _cosh,
    "tanh": _tanh,
    "asinh": _asinh,
    "acosh": _acosh,
    "atanh": _atanh,
    "sigmoid": _sigmoid,
    "softplus": _softplus,
    "erf": _erf,
    "erfc": lambda tower, u: tower.subtract(tower.one, _erf(tower, u)),
    "Phi": _normal_cdf,
    "phi": _normal_density,
    "gamma": gamma,
    "factorial": factorial_of,
    "floor": floor,
    "ceil": lambda tower, u: tower.negate(floor(tower, tower.negate(u))),
    "frac": lambda tower, u: tower.subtract(u, floor(tower, u)),
}

_OF_SEVERAL: dict[str, Callable[[Tower, list[Quotient]], Quotient]] = {
    "max": _maximum,
    "min": _minimum,
    "norm1": _taxicab,
    "norm2": _euclidean,
    "norminf": _largest,
    "root": _root,
    "binomial": _binomial,
}
