"""A second opinion: trees evaluated by mpmath, with not one line of the engine in common.

Rational values stay exact (`Fraction`); everything else is an `mpf` with `digits` decimal digits. Two inexact values
whose difference is within the rounding noise count as equal, because at a breakpoint such as sqrt(2) nothing else can
be told; whoever sees a difference repeats the evaluation with more digits before believing it (`comparing`). An
inexact number counts as irrational unless it is within the noise of a simple fraction.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
from mpmath import mp

from tutor.language.tree import Tree

Value = Any
"""A `Fraction` or an `mpf`, infinities included. (mpmath has no types to be checked.)"""


class Undefined(Exception):  # noqa: N818  (an outcome: the expression has no value here)
    """The expression has no value at this point."""


class Unsure(Exception):  # noqa: N818  (an outcome: this oracle cannot tell)
    """The oracle cannot tell: too large, too near, or a form it does not know."""


def exact(value: Value) -> bool:
    """Whether the value is known without rounding."""
    return isinstance(value, Fraction)


def inexact(value: Value) -> Any:
    """The value as an mpf."""
    return mp.mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else value


class Oracle:
    """Evaluates trees at points: a point maps names to values.

    `rough` says that a value comes from quadrature or extrapolation; a `generic` oracle lets no point lie in Q, Z, N or
    the Cantor set, as almost no point does.
    """

    def __init__(self, digits: int = 60) -> None:
        self.digits = digits
        self.rough = False
        self.generic = False
        self.steps = 0

    # --- public -----------------------------------------------------------------------------------------------------

    def at(self, node: Tree, point: dict[str, Value]) -> Value:
        """The value of a number tree. Raises Undefined or Unsure."""
        with mp.workdps(self.digits):
            self.steps = 0
            result = self.value(node, point)
            if mpmath.isnan(inexact(result)) or getattr(result, "imag", 0) != 0:
                raise Undefined
            return result

    def contains(self, node: Tree, value: Value, point: dict[str, Value] | None = None) -> bool:
        """Whether the set holds the value. Raises Undefined or Unsure."""
        with mp.workdps(self.digits):
            self.steps = 0
            return self.member(value, node, point or {})

    def noise(self) -> Any:
        """Differences below this, relative to the sizes, are rounding; after quadrature the noise is larger."""
        return mp.mpf(10) ** (-14 if self.rough else 20 - self.digits)

    def same(self, left: Value, right: Value) -> bool:
        """Whether two values are equal as far as the digits tell."""
        if exact(left) and exact(right):
            return bool(left == right)
        a, b = inexact(left), inexact(right)
        if mpmath.isinf(a) or mpmath.isinf(b):
            return bool(a == b)
        if a == b:
            return True
        return bool(abs(a - b) <= self.noise() * (1 + abs(a) + abs(b)))

    def order(self, left: Value, right: Value) -> int:
        """-1, 0 or 1."""
        if self.same(left, right):
            return 0
        return -1 if inexact(left) < inexact(right) else 1

    # --- values -----------------------------------------------------------------------------------------------------

    def value(self, node: Tree, env: dict[str, Value]) -> Value:
        """As `at`, within the precision already set."""
        self.steps += 1
        if self.steps > 400_000:
            raise Unsure("too many steps")
        if node.head in SPECIAL:
            return SPECIAL[node.head](self, node, env)
        rule = getattr(self, "_" + node.head, None)
        if rule is None:
            raise Unsure(node.head)
        return rule(node, env)

    def _num(self, node: Tree, env: dict[str, Value]) -> Value:
        return Fraction(int(node.value.p), int(node.value.q))

    def _const(self, node: Tree, env: dict[str, Value]) -> Value:
        return {"pi": +mp.pi, "e": +mp.e, "oo": mp.inf}[node.value]

    def _var(self, node: Tree, env: dict[str, Value]) -> Value:
        if node.value not in env:
            raise Unsure("free name " + node.value)
        return env[node.value]

    def _add(self, node: Tree, env: dict[str, Value]) -> Value:
        terms = [self.value(a, env) for a in node.args]
        if all(map(exact, terms)):
            return sum(terms, Fraction(0))
        total = mp.mpf(0)
        for term in terms:
            total += inexact(term)
        return total

    def _sub(self, node: Tree, env: dict[str, Value]) -> Value:
        left, right = (self.value(a, env) for a in node.args)
        return left - right if exact(left) and exact(right) else inexact(left) - inexact(right)

    def _neg(self, node: Tree, env: dict[str, Value]) -> Value:
        return -self.value(node.args[0], env)

    def _percent(self, node: Tree, env: dict[str, Value]) -> Value:
        return self.value(node.args[0], env) / 100

    def _mul(self, node: Tree, env: dict[str, Value]) -> Value:
        if self._switched_off(node, env):
            return Fraction(0)
        result: Value = Fraction(1)
        for factor in node.args:
            result = _times(result, self.value(factor, env))
        return result

    def _div(self, node: Tree, env: dict[str, Value]) -> Value:
        if self._switched_off(node.args[0], env):
            return Fraction(0)
        above, below = (self.value(a, env) for a in node.args)
        if self.vanishes(below):
            raise Undefined
        return above / below if exact(above) and exact(below) else inexact(above) / inexact(below)

    def _switched_off(self, node: Tree, env: dict[str, Value]) -> bool:
        """1_A g is 0 off A even where g is undefined: some factor is an indicator that vanishes here."""
        if node.head == "indicator":
            return not self.holds(node.args[0], env)
        if node.head == "mul":
            return any(self._switched_off(a, env) for a in node.args)
        return node.head in ("neg", "div") and self._switched_off(node.args[0], env)

    def _pow(self, node: Tree, env: dict[str, Value]) -> Value:
        return self.power(self.value(node.args[0], env), self.value(node.args[1], env))

    def vanishes(self, value: Value) -> bool:
        """Whether the value is 0 up to rounding; what is far below all rounding, such as exp(-10^5), is not."""
        tiny = not exact(value) and 0 < abs(value) < mp.mpf(10) ** (-2 * self.digits)
        return self.same(value, Fraction(0)) and not tiny

    def power(self, base: Value, exponent: Value) -> Value:
        """Real powers: 0^0 = 1; a negative base needs an integer exponent."""
        if exact(exponent) and exponent.denominator == 1:
            return self._whole_power(base, int(exponent))
        if self.vanishes(base):
            if inexact(exponent) > 0:
                return Fraction(0)
            raise Undefined
        if inexact(base) < 0:
            raise Undefined
        if exact(base) and exact(exponent) and (root := _exact_root(base, exponent)) is not None:
            return root
        if abs(inexact(exponent) * mp.log(inexact(base))) > 1e9:
            raise Unsure("a power too large")
        return mp.power(inexact(base), inexact(exponent))

    def _whole_power(self, base: Value, exponent: int) -> Value:
        if exponent == 0:
            return Fraction(1)
        if exponent < 0 and self.vanishes(base):
            raise Undefined
        if exact(base) and abs(exponent) * (base.numerator.bit_length() + base.denominator.bit_length()) < 4_000:
            return base**exponent
        if abs(exponent) > 10**12:
            raise Unsure("a power too large")
        return inexact(base) ** exponent

    def _call(self, node: Tree, env: dict[str, Value]) -> Value:
        if node.value in SPECIAL:
            return SPECIAL[node.value](self, node, env)
        rule = FUNCTIONS.get(node.value)
        if rule is None:
            raise Unsure("function " + node.value)
        return rule(self, *[self.value(a, env) for a in node.args])

    def _piecewise(self, node: Tree, env: dict[str, Value]) -> Value:
        for place in range(0, len(node.args) - 1, 2):
            if self.holds(node.args[place + 1], env):
                return self.value(node.args[place], env)
        if node.value:
            return self.value(node.args[-1], env)
        raise Undefined

    def _indicator(self, node: Tree, env: dict[str, Value]) -> Value:
        return Fraction(1 if self.holds(node.args[0], env) else 0)

    def _sum(self, node: Tree, env: dict[str, Value]) -> Value:
        terms = self._terms(node, env)
        if terms is None:
            return self._series(node, env)
        total: Value = Fraction(0)
        for term in terms:
            total = total + term if exact(total) and exact(term) else inexact(total) + inexact(term)
        return total

    def _prod(self, node: Tree, env: dict[str, Value]) -> Value:
        terms = self._terms(node, env)
        if terms is None:
            raise Unsure("an infinite product")
        result: Value = Fraction(1)
        for term in terms:
            result = _times(result, term)
        return result

    def _terms(self, node: Tree, env: dict[str, Value]) -> list[Value] | None:
        body, low, high = node.args
        first, last = self.value(low, env), self.value(high, env)
        if not exact(last) and mpmath.isinf(last):
            return None
        start, stop = self.nearest_integer(first), self.nearest_integer(last)
        if stop - start > 20_000:
            raise Unsure("a long sum")
        return [self.value(body, {**env, node.value: Fraction(k)}) for k in range(start, stop + 1)]

    def _series(self, node: Tree, env: dict[str, Value]) -> Value:
        start = self.nearest_integer(self.value(node.args[1], env))
        body = node.args[0]
        self.rough = True

        def term(k: Any) -> Any:
            return inexact(self.value(body, {**env, node.value: Fraction(int(k))}))

        with mp.workdps(25):
            return mpmath.nsum(term, [start, mp.inf])

    def nearest_integer(self, value: Value) -> int:
        """The integer that the value is. Raises Undefined where it is none."""
        number = int(mpmath.nint(inexact(value)))
        if not self.same(value, Fraction(number)):
            raise Undefined
        return number

    # --- conditions -------------------------------------------------------------------------------------------------

    def holds(self, node: Tree, env: dict[str, Value]) -> bool:
        """Whether the condition is true. Raises Undefined where one of its sides has no value and it matters."""
        if node.head in ("and", "or"):
            return self._connected(node, env)
        if node.head == "not":
            return not self.holds(node.args[0], env)
        if node.head in ("true", "false"):
            return node.head == "true"
        if node.head == "in":
            return self.member(self.value(node.args[0], env), node.args[1], env)
        if node.head not in RELATIONS:
            raise Unsure(node.head)
        return self.order(self.value(node.args[0], env), self.value(node.args[1], env)) in RELATIONS[node.head]

    def _connected(self, node: Tree, env: dict[str, Value]) -> bool:
        decisive, missing = node.head == "or", False
        for part in node.args:
            try:
                if self.holds(part, env) is decisive:
                    return decisive
            except Undefined:
                missing = True
        if missing:
            raise Undefined
        return not decisive

    # --- sets -------------------------------------------------------------------------------------------------------

    def member(self, value: Value, node: Tree, env: dict[str, Value]) -> bool:
        """Whether the value lies in the set."""
        self.steps += 1
        rule = MEMBERSHIP.get(node.head)
        if rule is None:
            raise Unsure(node.head)
        return rule(self, value, node, env)

    def simple(self, value: Value) -> Value:
        """The fraction with a small denominator that an inexact value is within the noise of, or the value itself."""
        if exact(value) or mpmath.isinf(value) or abs(value) > 10**9:
            return value
        whole, rest = int(mpmath.floor(value)), value - mpmath.floor(value)
        scaled = Fraction(int(mpmath.nint(rest * mp.mpf(10) ** 40)), 10**40).limit_denominator(2000) + whole
        return scaled if self.same(value, scaled) else value


RELATIONS = {"lt": (-1,), "le": (-1, 0), "gt": (1,), "ge": (0, 1), "eq": (0,), "ne": (-1, 1)}


def _times(left: Value, right: Value) -> Value:
    if exact(left) and exact(right):
        return left * right
    if (exact(left) and left == 0) or (exact(right) and right == 0):
        return Fraction(0)
    return inexact(left) * inexact(right)


def _exact_root(base: Fraction, exponent: Fraction) -> Fraction | None:
    """base^exponent where it is rational and small, else None."""
    degree = exponent.denominator
    if base <= 0 or degree > 12 or abs(exponent.numerator) > 64 or base.numerator.bit_length() > 400:
        return None
    above, below = (_whole_root(n, degree) for n in (base.numerator, base.denominator))
    if above is None or below is None:
        return None
    return Fraction(Fraction(above, below) ** exponent.numerator)


def _whole_root(number: int, degree: int) -> int | None:
    guess = int(mpmath.nint(mpmath.root(mp.mpf(number), degree)))
    return guess if guess**degree == number else None


MEMBERSHIP: dict[str, Callable[[Oracle, Value, Tree, dict[str, Value]], bool]] = {}
"""Membership in a set, by its head; filled in by `membership`."""

SPECIAL: dict[str, Callable[[Oracle, Tree, dict[str, Value]], Value]] = {}
"""Measures, integrals and norms, by head or by name; filled in by `lengths`."""

FUNCTIONS: dict[str, Callable[..., Value]] = {}
"""Named functions of numbers, filled in by `functions`."""
