"""The named functions of the vocabulary on certified values."""

from collections.abc import Callable

from flint import arb, fmpq, fmpz

from tutor.mathematics.balls.ternary import cantor_function
from tutor.mathematics.balls.values import (
    HALF,
    ONE,
    ZERO,
    Convention,
    Undefined,
    Unknown,
    Value,
    absolute,
    ball,
    finite,
    floor,
    integer_power,
    power,
    sign,
)

_MAX_EXACT_FACTORIAL = 2_002
_MAX_BINOMIAL = 1_000


def named(name: str, arguments: list[Value]) -> Value:
    """The value of the vocabulary function at these arguments.

    Raises Undefined outside its natural domain, Unknown where the balls don't decide or the name is not a function
    of numbers, Convention where the language leaves the value open.
    """
    rule = FUNCTIONS.get(name)
    if rule is None:
        raise Unknown
    return rule(*arguments)


def _entire(method: Callable[[arb], arb], at_zero: fmpq | None) -> Callable[[Value], Value]:
    """A function whose ball version is defined wherever the function is; the value at 0 is exact (None: a pole)."""

    def rule(u: Value) -> Value:
        if isinstance(u, fmpq) and u == 0:
            if at_zero is None:
                raise Undefined
            return at_zero
        return finite(method(ball(u)))

    return rule


def _log(u: Value) -> Value:
    if sign(u) <= 0:
        raise Undefined
    return ZERO if isinstance(u, fmpq) and u == 1 else finite(ball(u).log())


def _log_to_base(base: int) -> Callable[[Value], Value]:
    def rule(u: Value) -> Value:
        value = _log(u)
        return value if isinstance(value, fmpq) else finite(value / arb(base).log())

    return rule


def _sign(u: Value) -> Value:
    return fmpq(sign(u))


def maximum(first: Value, *others: Value) -> Value:
    """The greatest of the values."""
    for u in others:
        both_exact = isinstance(first, fmpq) and isinstance(u, fmpq)
        first = max(first, u) if both_exact else ball(first).max(ball(u))
    return first


def _minimum(first: Value, *others: Value) -> Value:
    return -maximum(-first, *(-u for u in others))


def _taxicab(*parts: Value) -> Value:
    return sum((absolute(u) for u in parts), ZERO)


def _euclidean(*parts: Value) -> Value:
    square = sum((integer_power(u, 2) for u in parts), ZERO)
    return power(square, HALF) if isinstance(square, fmpq) else finite(ball(square).nonnegative_part().sqrt())


def _ceiling(u: Value) -> Value:
    return -floor(-u)


def _fraction(u: Value) -> Value:
    return u - floor(u)


def _positive_part(u: Value) -> Value:
    return maximum(u, ZERO)


def _heaviside(u: Value) -> Value:
    side = sign(u)
    if side == 0:
        raise Convention("heaviside(0)")
    return ONE if side > 0 else ZERO


def _sigmoid(u: Value) -> Value:
    return HALF if isinstance(u, fmpq) and u == 0 else finite(1 / (1 + (-ball(u)).exp()))


def _softplus(u: Value) -> Value:
    return finite(ball(u).exp().log1p())


def _arc(method: Callable[[arb], arb], exact_at: int | None = None) -> Callable[[Value], Value]:
    """asin or acos: defined on [-1, 1], with the exact value 0 at `exact_at`."""

    def rule(u: Value) -> Value:
        if absolute(u) > 1:
            raise Undefined
        return ZERO if isinstance(u, fmpq) and u == exact_at else finite(method(ball(u)))

    return rule


def _acosh(u: Value) -> Value:
    if u < 1:
        raise Undefined
    return ZERO if isinstance(u, fmpq) and u == 1 else finite(ball(u).acosh())


def _atanh(u: Value) -> Value:
    if absolute(u) >= 1:
        raise Undefined
    return ZERO if isinstance(u, fmpq) and u == 0 else finite(ball(u).atanh())


def _gamma(u: Value) -> Value:
    if isinstance(u, fmpq) and u.denom() == 1:
        if u <= 0:
            raise Undefined
        if u < _MAX_EXACT_FACTORIAL:
            return fmpq(fmpz.fac_ui(u.numer() - 1))
    return finite(ball(u).gamma())


def _factorial(u: Value) -> Value:
    return _gamma(u + 1)


def _binomial(n: Value, k: Value) -> Value:
    """n (n-1) … (n-k+1) / k! for a whole k; 0 for k < 0."""
    if not isinstance(k, fmpq) or k.denom() != 1 or k > _MAX_BINOMIAL:
        raise Unknown
    if k < 0:
        return ZERO
    product: Value = ONE
    for i in range(int(k.numer())):
        product = product * (n - i) / (i + 1)
    return product


def _normal_cdf(u: Value) -> Value:
    return HALF if isinstance(u, fmpq) and u == 0 else finite((-ball(u) / arb(2).sqrt()).erfc() / 2)


def _normal_density(u: Value) -> Value:
    return finite(ball(-integer_power(u, 2) / 2).exp() / (2 * arb.pi()).sqrt())


def _root(u: Value, degree: Value) -> Value:
    """The real n-th root for a whole n >= 1: odd roots of every real number, even roots of those >= 0."""
    if not isinstance(degree, fmpq) or degree.denom() != 1:
        raise Unknown
    if degree < 1:
        raise Undefined
    side = sign(u)
    if side < 0 and degree.numer() % 2 == 0:
        raise Undefined
    return side * power(absolute(u), 1 / degree) if side else ZERO


def _cube_root(u: Value) -> Value:
    return _root(u, fmpq(3))


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "sin": _entire(arb.sin, ZERO),
    "cos": _entire(arb.cos, ONE),
    "tan": _entire(arb.tan, ZERO),
    "cot": _entire(arb.cot, None),
    "sec": _entire(arb.sec, ONE),
    "csc": _entire(arb.csc, None),
    "asin": _arc(arb.asin, 0),
    "acos": _arc(arb.acos, 1),
    "atan": _entire(arb.atan, ZERO),
    "sinh": _entire(arb.sinh, ZERO),
    "cosh": _entire(arb.cosh, ONE),
    "tanh": _entire(arb.tanh, ZERO),
    "asinh": _entire(arb.asinh, ZERO),
    "acosh": _acosh,
    "atanh": _atanh,
    "exp": _entire(arb.exp, ONE),
    "erf": _entire(arb.erf, ZERO),
    "erfc": _entire(arb.erfc, ONE),
    "log": _log,
    "log2": _log_to_base(2),
    "log10": _log_to_base(10),
    "abs": absolute,
    "sign": _sign,
    "floor": floor,
    "ceil": _ceiling,
    "frac": _fraction,
    "max": maximum,
    "min": _minimum,
    "norminf": lambda *parts: maximum(*(absolute(u) for u in parts)),
    "norm1": _taxicab,
    "norm2": _euclidean,
    "relu": _positive_part,
    "positive_part": _positive_part,
    "negative_part": lambda u: _positive_part(-u),
    "heaviside": _heaviside,
    "sigmoid": _sigmoid,
    "softplus": _softplus,
    "gamma": _gamma,
    "factorial": _factorial,
    "binomial": _binomial,
    "Phi": _normal_cdf,
    "phi": _normal_density,
    "cbrt": _cube_root,
    "root": _root,
    "sqrt": lambda u: power(u, HALF),
    "cantor": cantor_function,
}
"""Every vocabulary function of real numbers, with its rule on certified values."""
