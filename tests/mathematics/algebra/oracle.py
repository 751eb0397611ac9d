"""An oracle that shares nothing with the engine: mpmath at 60 digits on trees in core form."""

from collections.abc import Callable, Mapping

import mpmath
from flint import fmpq

from tutor.language.tree import Tree

DIGITS = 60
TINY = mpmath.mpf(10) ** -40

FUNCTIONS: dict[str, Callable[..., mpmath.mpf]] = {
    "exp": mpmath.exp,
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "sinh": mpmath.sinh,
    "cosh": mpmath.cosh,
    "tanh": mpmath.tanh,
    "atan": mpmath.atan,
    "asinh": mpmath.asinh,
    "erf": mpmath.erf,
    "Phi": mpmath.ncdf,
    "phi": mpmath.npdf,
    "abs": abs,
    "sign": mpmath.sign,
    "floor": mpmath.floor,
    "ceil": mpmath.ceil,
    "max": max,
    "min": min,
    "sigmoid": lambda u: 1 / (1 + mpmath.exp(-u)),
    "softplus": lambda u: mpmath.log(1 + mpmath.exp(u)),
    "relu": lambda u: max(u, mpmath.mpf(0)),
    "norm2": lambda *parts: mpmath.sqrt(mpmath.fsum(u * u for u in parts)),
    "factorial": mpmath.factorial,
    "cbrt": lambda u: mpmath.sign(u) * mpmath.cbrt(abs(u)),
}


class NoValue(Exception):  # noqa: N818  (an outcome)
    """Undefined at this point, or too close to a place where the value jumps."""


def exact(value: fmpq) -> mpmath.mpf:
    """The rational at the working precision."""
    return mpmath.mpf(int(value.numer())) / int(value.denom())


def value(node: Tree, at: Mapping[str, fmpq]) -> mpmath.mpf:
    """The value of the tree at a rational point. Raises NoValue."""
    with mpmath.workdps(DIGITS):
        return _value(node, {name: exact(q) for name, q in at.items()})


def _value(node: Tree, at: Mapping[str, mpmath.mpf]) -> mpmath.mpf:
    match node.head:
        case "num":
            return exact(node.value)
        case "var":
            return at[node.value]
        case "const":
            return mpmath.pi() if node.value == "pi" else mpmath.e()
        case "add":
            return mpmath.fsum(_value(a, at) for a in node.args)
        case "mul":
            return _product(node, at)
        case "pow":
            return _power(_value(node.args[0], at), node.args[1], at)
        case "indicator":
            return mpmath.mpf(_holds(node.args[0], at))
        case "piecewise":
            return _piecewise(node, at)
        case "call":
            return _call(node.value, [_value(a, at) for a in node.args])
        case "sum":
            return _sum(node, at)
    raise NoValue(node.head)


def _product(node: Tree, at: Mapping[str, mpmath.mpf]) -> mpmath.mpf:
    if any(a.head == "indicator" and not _holds(a.args[0], at) for a in node.args):
        return mpmath.mpf(0)
    return mpmath.fprod(_value(a, at) for a in node.args if a.head != "indicator")


def _piecewise(node: Tree, at: Mapping[str, mpmath.mpf]) -> mpmath.mpf:
    for place in range(0, len(node.args) - 1, 2):
        if _holds(node.args[place + 1], at):
            return _value(node.args[place], at)
    if not node.value:
        raise NoValue
    return _value(node.args[-1], at)


def _sum(node: Tree, at: Mapping[str, mpmath.mpf]) -> mpmath.mpf:
    low, high = (int(_value(end, at)) for end in node.args[1:])
    return mpmath.fsum(_value(node.args[0], {**at, node.value: mpmath.mpf(k)}) for k in range(low, high + 1))


def _power(base: mpmath.mpf, exponent: Tree, at: Mapping[str, mpmath.mpf]) -> mpmath.mpf:
    power = _value(exponent, at)
    whole = mpmath.isint(power)
    if abs(base) < TINY and (base != 0 or power < 0):
        raise NoValue
    if base == 0:
        return mpmath.mpf(power == 0)
    if base < 0 and not whole:
        raise NoValue
    return base ** int(power) if whole else base**power


def _call(name: str, arguments: list[mpmath.mpf]) -> mpmath.mpf:
    u = arguments[0]
    if name == "log":
        if u < TINY:
            raise NoValue
        return mpmath.log(u)
    if name == "sqrt":
        if u < 0:
            raise NoValue
        return mpmath.sqrt(u)
    if name in ("asin", "acos"):
        if abs(u) > 1:
            raise NoValue
        return getattr(mpmath, name)(u)
    if name in ("floor", "ceil") and abs(u - mpmath.nint(u)) < TINY and u != mpmath.nint(u):
        raise NoValue
    if name in ("tan", "gamma"):
        if name == "gamma" and u <= 0 and mpmath.isint(u):
            raise NoValue
        return getattr(mpmath, name)(u)
    if name == "sign" and u != 0 and abs(u) < TINY:
        raise NoValue
    return FUNCTIONS[name](*arguments)


def holds(condition: Tree, at: Mapping[str, fmpq]) -> bool:
    """The truth of the condition at a rational point. Raises NoValue."""
    with mpmath.workdps(DIGITS):
        return _holds(condition, {name: exact(q) for name, q in at.items()})


def _holds(condition: Tree, at: Mapping[str, mpmath.mpf]) -> bool:
    if condition.head in ("and", "or"):
        truths = [_holds(a, at) for a in condition.args]
        return all(truths) if condition.head == "and" else any(truths)
    if condition.head == "not":
        return not _holds(condition.args[0], at)
    left, right = (_value(a, at) for a in condition.args)
    if left != right and abs(left - right) < TINY:
        raise NoValue
    return {
        "lt": left < right,
        "le": left <= right,
        "eq": left == right,
        "ne": left != right,
    }[condition.head]
