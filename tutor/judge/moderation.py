"""What agreement can see: whether every part of an expression has a moderate size where it is evaluated.

Agreement compares two values to some hundreds of digits. A difference as small as exp(-10^6), as that of erf(10^30)
and 1, or as that of x and sin(x) at 10^-2000, would be invisible there; it cannot come from parts of moderate size.

Nor may differences shrink too often on their way outwards: near a critical point a function squares a distance, as
sin(pi t/2) does at t = 1, so that ten of them make 2^-1000 of 1/2; and erf(11 t) leaves e^-121 of every distance at
t = 1. The weight of an expression is a bound for how many bits of such a distance it may hide.
"""

from collections.abc import Callable, Mapping

from flint import arb, fmpq

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra.points import dyadic
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown, Value, ball, precision
from tutor.mathematics.balls.values import absolute
from tutor.mathematics.trees import Budget

_BITS = 128
_HUGE, _TINY = arb(2) ** 300, arb(2) ** -128
_LONGEST_NUMBER = 300
"""A rational of more bits may differ from a plain one by as little as a tiny part does."""
_MOST_TERMS = 200
_MOST_WEIGHT = 500
"""Agreement to more than 1,000 bits is evidence for expressions of this weight at most."""
_CRITICAL = frozenset(("sin", "cos", "tan", "sec", "csc", "cot", "cosh", "gamma", "factorial", "binomial", "phi"))
"""Functions with critical points where their argument is not 0."""
_FINEST, _EXACT = 300, 16
"""A finer ball encloses an exact point, whose weight is that of a plain number."""
_SATURATED = {
    **dict.fromkeys(("exp", "sinh", "cosh", "tanh", "sigmoid", "softplus"), 150),
    **dict.fromkeys(("erf", "erfc", "Phi", "phi"), 12),
}
"""Beyond this size of the argument what such a function still tells of it is below 2^-200."""
_VALUES = frozenset(("num", "var", "add", "mul", "pow", "call", "sum", "prod"))
_REPEATED = frozenset(("sum", "prod"))


def are_moderate(sides: tuple[Tree, ...], env: Mapping[str, Value], budget: Budget) -> bool:
    """Whether no part of the sides is extremely small or large in this environment, nor hides much of a difference.

    A part that may be 0 without being exactly 0 may be extremely small. The terms of finite sums and products are
    looked at one by one; a part whose size is not known is not moderate. Parts that are undefined here, in cases that
    don't apply, have no size. Raises OutOfSteps.
    """
    with precision(_BITS):
        scale = _Scale(Evaluator(env, budget=budget))
        try:
            return all(scale.weight(side) <= _MOST_WEIGHT for side in sides)
        except _Extreme:
            return False


class _Extreme(Exception):  # noqa: N818  (an outcome)
    """A part is not moderate."""


class _Scale:
    """Sizes and weights of the parts in one environment."""

    def __init__(self, evaluate: Evaluator) -> None:
        self.evaluate = evaluate
        self._sizes: dict[Tree, arb | None] = {}
        self._weights: dict[Tree, int] = {}

    def weight(self, node: Tree) -> int:
        """How many bits of a distance the expression may hide. Raises _Extreme where some part is not moderate."""
        if node not in self._weights:
            self._weights[node] = self._weight(node)
        return self._weights[node]

    def _weight(self, node: Tree) -> int:
        size = self._size(node)
        if node.head in _REPEATED and free_names(node) <= self.evaluate.env.keys():
            return sum(map(self.weight, node.args[1:])) + self._of_terms(node)
        below = sum(map(self.weight, node.args))
        if node.head == "num":
            return max(1, int(node.value.height_bits()))
        if node.head == "var":
            return _fineness(self.evaluate.env[node.value]) if node.value in self.evaluate.env else 1
        critical = node.head == "call" and node.value in _CRITICAL
        return (2 if critical else 1) * below + 1 + (0 if size is None else self._hidden(node, size))

    def _size(self, node: Tree) -> arb | None:
        """The size; None for what is no value or has none here."""
        if node not in self._sizes:
            known = node.head in _VALUES and free_names(node) <= self.evaluate.env.keys()
            self._sizes[node] = self._evaluated(node) if known else None
        return self._sizes[node]

    def _evaluated(self, node: Tree) -> arb | None:
        try:
            size = ball(absolute(self.evaluate(node)))
            if _has_moderate_size(node, size) and not self._is_saturated(node):
                return size
        except (Undefined, Infinite):
            return None
        except (Unknown, Convention):
            pass
        raise _Extreme

    def _is_saturated(self, node: Tree) -> bool:
        limit = _SATURATED.get(node.value) if node.head == "call" else None
        return limit is not None and not absolute(self.evaluate(node.args[0])) < limit

    def _hidden(self, node: Tree, size: arb) -> int:
        """Bits by which the node makes differences of an argument smaller."""
        sizes = [self._size(a) for a in node.args]
        if node.head in ("mul", "pow"):
            return max((_bits(other / size) for other in sizes if other is not None and size > 0), default=0)
        rule = _SHRINKING.get(node.value) if node.head == "call" else None
        return 0 if rule is None or sizes[0] is None else _bits(rule(sizes[0]))

    def _of_terms(self, node: Tree) -> int:
        low, high = (self.evaluate(end) for end in node.args[1:])
        if not isinstance(low, fmpq) or not isinstance(high, fmpq) or high - low > _MOST_TERMS:
            raise _Extreme
        inside = (self.evaluate.bound(node.value, low + k) for k in range(int((high - low).numer()) + 1))
        return sum(_Scale(within).weight(node.args[0]) for within in inside)


_SHRINKING: dict[str, Callable[[arb], arb]] = {
    **dict.fromkeys(("erf", "erfc", "Phi", "phi"), lambda u: (u * u).exp()),
    **dict.fromkeys(("exp", "softplus", "sigmoid"), lambda u: u.exp()),
    "tanh": lambda u: (2 * u).exp(),
    **dict.fromkeys(("atan", "atanh"), lambda u: 1 + u * u),
    **dict.fromkeys(("log", "log2", "log10", "asinh", "acosh"), lambda u: 1 + u),
}
"""A bound for 1/|f'| where the argument has this size, up to small factors."""


def _has_moderate_size(node: Tree, size: arb) -> bool:
    if node.head == "num" and node.value.height_bits() > _LONGEST_NUMBER:
        return False
    return bool(size < _HUGE) and bool(size > _TINY or size == 0)


def _bits(ratio: arb) -> int:
    """The binary logarithm of a bound for the ratio, at least 0."""
    if not ratio.is_finite():
        raise _Extreme
    return _log2(ratio.abs_upper()) + 1 if ratio > 1 else 0


def _fineness(value: Value) -> int:
    """Bits of the place where the value was chosen: a sample is a ball of 2^-100 against its cell."""
    if isinstance(value, fmpq):
        return max(1, int(value.height_bits()))
    bits = 0 if value.rad() == 0 else -_log2(arb(value.rad()))
    return max(1, bits - 100) if 0 < bits <= _FINEST else _EXACT


def _log2(positive: arb) -> int:
    return int(dyadic((positive.log() / arb(2).log()).mid()).floor())
