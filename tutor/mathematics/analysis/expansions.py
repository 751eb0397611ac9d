"""Trees to series on the scale of growth, as the variable tends to +oo.

Switches (abs, max, indicators, pieces) are decided by eventual signs; functions of something finite are expanded by
Taylor, functions of something infinite by their asymptotic series. Sine and cosine of something infinite oscillate.
"""

from collections.abc import Callable

from flint import fmpq

from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis.constants import Undecided, enclosure
from tutor.mathematics.analysis.elementary import elementary, exp, log
from tutor.mathematics.analysis.scales import CONSTANT, NOTHING, Arithmetic, Series, T
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import (
    HALF,
    MINUS_ONE,
    ONE,
    PI,
    TWO,
    ZERO,
    add,
    call,
    div,
    mul,
    neg,
    num,
    power,
    sign_of_infinity,
    sub,
    var,
)
from tutor.mathematics.trees.calculus import NotSmooth, derivative


class Oscillates(Undecided):
    """The function has no expansion because something in it oscillates for ever."""


class Expansion:
    """Trees to series as the variable tends to +oo, each tree once."""

    __slots__ = ("_known", "arithmetic", "constants", "x")

    def __init__(self, x: str, arithmetic: Arithmetic) -> None:
        self.x = x
        self.arithmetic = arithmetic
        self.constants = arithmetic.constants
        self._known: dict[Tree, Series] = {}

    def __call__(self, node: Tree) -> Series:
        if self.x not in free_names(node):
            return self.arithmetic.constant(node)
        known = self._known.get(node)
        if known is None:
            self.constants.budget.spend(20)
            known = self._known[node] = self._expanded(node)
        return known

    def _expanded(self, node: Tree) -> Series:
        match node.head:
            case "var":
                return Series(((T, ONE),))
            case "add":
                return self.arithmetic.plus(*(self(a) for a in node.args))
            case "mul":
                return self._product(node.args)
            case "pow":
                return self._power(*node.args)
            case "call":
                return self._call(node)
            case "indicator":
                return self.arithmetic.constant(ONE if self.holds(node.args[0]) else ZERO)
            case "piecewise":
                return self._piecewise(node)
        raise Undecided(f"no expansion of '{node.head}'")

    def _product(self, factors: tuple[Tree, ...]) -> Series:
        # 1_A g is 0 off A, even where g is undefined.
        conditions = [self(f) for f in factors if f.head == "indicator"]
        if any(found.vanishes for found in conditions):
            return NOTHING
        result = self.arithmetic.constant(ONE)
        for found in conditions:  # 1, or the indicator itself where it speaks of parameters alone
            result = self.arithmetic.product(result, found)
        for factor in factors:
            if factor.head != "indicator":
                result = self.arithmetic.product(result, self(factor))
        return result

    def _power(self, base: Tree, exponent: Tree) -> Series:
        if self.x not in free_names(exponent):
            return self.arithmetic.power(self(base), exponent)
        if base.head == "num" and base.value < 0:
            raise Oscillates("powers of a negative number")
        if self.x not in free_names(base) and free_names(base) and self.constants.sign(base) != 1:
            raise Undecided("a power of a base that may be 0 or negative")
        return self(exp(mul(exponent, log(base))))

    def _piecewise(self, node: Tree) -> Series:
        for i in range(0, len(node.args) - 1, 2):
            if self.holds(node.args[i + 1]):
                return self(node.args[i])
        if node.value:
            return self(node.args[-1])
        raise Undecided("undefined near the point")

    def _call(self, node: Tree) -> Series:
        name, (u, *_) = node.value, node.args
        if name == "exp":
            return self.arithmetic.exp(self(u))
        if name == "log":
            return self.arithmetic.log(self(u))
        if name in ("abs", "sign", "heaviside"):
            return self._by_sign(name, u)
        if name in ("max", "min"):
            return self(self._extreme(node))
        if name == "floor":
            return self._floor(u)
        if name == "gamma":
            return self._gamma(u)
        simpler = elementary(node)
        return self(simpler) if simpler is not None else self._analytic(name, u)

    def _by_sign(self, name: str, u: Tree) -> Series:
        sign = self.sign(u)
        if name == "abs":
            return self.arithmetic.scaled(self(u), num(sign)) if sign else NOTHING
        if name == "heaviside" and sign == 0:
            raise Undecided("heaviside(0)")
        return self.arithmetic.constant(num(sign if name == "sign" else int(sign > 0)))

    def sign(self, u: Tree) -> int:
        """The eventual sign of u."""
        leading = self.arithmetic.leading(self(u))
        return 0 if leading is None else self.constants.sign(leading[1])

    def _extreme(self, node: Tree) -> Tree:
        best = node.args[0]
        for candidate in node.args[1:]:
            sign = self.sign(sub(best, candidate))
            if sign and (sign < 0) == (node.value == "max"):
                best = candidate
        return best

    def _floor(self, u: Tree) -> Series:
        infinite, constant, _ = self.arithmetic.parts(self(u))
        if infinite:
            # u - floor(u) lies in [0, 1): what grows is kept, the rest is an error O(1).
            return Series(tuple(infinite), CONSTANT)
        constant = self.constants.simplified(constant)
        whole = _whole_part(constant)
        if constant.head == "num" and constant.value.denom() == 1 and self.sign(sub(u, constant)) < 0:
            whole = whole - 1
        return self.arithmetic.constant(num(whole))

    def _gamma(self, u: Tree) -> Series:
        infinite, constant, small = self.arithmetic.parts(self(u))
        if not infinite:
            if self.constants.sign(constant) <= 0:
                raise Undecided("gamma at or below 0")
            lead = self.arithmetic.constant(call("gamma", constant))
            return lead if small.vanishes else Series(lead.terms, small.bound())
        if self.constants.sign(infinite[0][1]) < 0:
            raise Undecided("gamma towards -oo")
        # Stirling: log gamma(u) = (u - 1/2) log u - u + log(2 pi)/2 + 1/(12 u) - 1/(360 u^3) + O(u^-5).
        terms = [mul(sub(u, HALF), log(u)), neg(u), mul(HALF, log(mul(TWO, PI)))]
        terms += [mul(num(fmpq(1, 12)), power(u, MINUS_ONE)), mul(num(fmpq(-1, 360)), power(u, num(-3)))]
        main = self(add(*terms))
        rest = self.arithmetic.raised(infinite[0][0], num(-5))
        return self.arithmetic.exp(self.arithmetic.plus(main, Series((), rest)))

    def _analytic(self, name: str, u: Tree) -> Series:
        series = self(u)
        infinite, constant, small = self.arithmetic.parts(series)
        if infinite:
            return self._far(name, u, series, self.constants.sign(infinite[0][1]))
        if name not in ("sin", "cos", "atan", "erf", "asin"):
            raise Undecided(f"no expansion of {name}")
        constant = self.constants.simplified(constant)
        if name == "asin" and not enclosure_inside(constant):
            raise Undecided("asin at the end of its domain")
        return self.arithmetic.composed(small, self._taylor(name, constant))

    def _taylor(self, name: str, centre: Tree) -> Callable[[int], Tree]:
        slopes = [call(name, var("z"))]

        def coefficient(j: int) -> Tree:
            while len(slopes) <= j:
                try:
                    slopes.append(derivative(slopes[-1], "z"))
                except NotSmooth as refused:
                    raise Undecided(f"no derivative of {name}") from refused
            value = self.constants.simplified(substitute(slopes[j], {"z": centre}))
            return self.constants.simplified(mul(num(fmpq(1, _factorial(j))), value))

        return coefficient

    def _far(self, name: str, u: Tree, series: Series, sign: int) -> Series:
        if name in ("sin", "cos"):
            raise Oscillates(f"{name} of something unbounded")
        if name == "atan":
            inverse = self.arithmetic.power(series, MINUS_ONE)
            near = self.arithmetic.composed(inverse, _arctangent)
            quarter = self.arithmetic.constant(mul(num(fmpq(sign, 2)), PI))
            return self.arithmetic.plus(quarter, self.arithmetic.scaled(near, MINUS_ONE))
        if name == "erf":
            if sign < 0:
                return self.arithmetic.scaled(self(call("erf", neg(u))), MINUS_ONE)
            return self._error_function(u)
        raise Undecided(f"no expansion of {name} far out")

    def _error_function(self, u: Tree) -> Series:
        """erf(u) = 1 - exp(-u^2)/(u sqrt(pi)) * (1 - 1/(2u^2) + 3/(4u^4) + O(u^-6)) as u -> +oo."""
        squared = power(u, num(-2))
        bracket = add(ONE, mul(num(fmpq(-1, 2)), squared), mul(num(fmpq(3, 4)), power(u, num(-4))))
        rest = self.arithmetic.raised(self(u).bound(), num(-6))
        tail = self.arithmetic.plus(self(bracket), Series((), rest))
        front = self(neg(div(exp(neg(power(u, TWO))), mul(u, power(PI, HALF)))))
        return self.arithmetic.plus(self.arithmetic.constant(ONE), self.arithmetic.product(front, tail))

    def holds(self, condition: Tree) -> bool:
        """Whether the condition holds for all large t (it is decided: an eventual sign is constant)."""
        match condition.head:
            case "true" | "false":
                return condition.head == "true"
            case "and":
                return all(self.holds(c) for c in condition.args)
            case "or":
                return any(self.holds(c) for c in condition.args)
            case "not":
                return not self.holds(condition.args[0])
            case "in":
                return self._inside(*condition.args)
            case "lt" | "le" | "eq" | "ne":
                return _ORDER[condition.head](self._order(*condition.args))
        raise Undecided(f"the condition '{condition.head}' far out")

    def _order(self, left: Tree, right: Tree) -> int:
        gap = sign_of_infinity(left) - sign_of_infinity(right)
        return gap if gap else self.sign(sub(left, right))

    def _inside(self, element: Tree, set_: Tree) -> bool:
        match set_.head:
            case "interval":
                above, below = self._order(element, set_.args[0]), self._order(set_.args[1], element)
                return (above > 0 or (above == 0 and set_.value[0])) and (below > 0 or (below == 0 and set_.value[1]))
            case "union":
                return any(self._inside(element, part) for part in set_.args)
            case "intersection":
                return all(self._inside(element, part) for part in set_.args)
            case "complement":
                return not self._inside(element, set_.args[0])
            case "minus":
                return self._inside(element, set_.args[0]) and not self._inside(element, set_.args[1])
            case "finite":
                return any(self._order(element, item) == 0 for item in set_.args)
            case "set" if set_.value == "R":
                return True
        raise Undecided(f"membership in '{set_.head}' far out")


_ORDER: dict[str, Callable[[int], bool]] = {
    "lt": lambda sign: sign < 0,
    "le": lambda sign: sign <= 0,
    "eq": lambda sign: sign == 0,
    "ne": lambda sign: sign != 0,
}


def enclosure_inside(constant: Tree) -> bool:
    """Whether the closed constant is certified to lie in (-1, 1)."""
    return not free_names(constant) and bool(abs(enclosure(constant)) < 1)


def _whole_part(constant: Tree) -> fmpq:
    if constant.head == "num":
        return fmpq(constant.value.numer() // constant.value.denom())
    whole = enclosure(constant, 128).floor().unique_fmpz()
    if whole is None:
        raise Undecided("the whole part of a constant")
    return fmpq(whole)


def _arctangent(j: int) -> Tree:
    return ZERO if j % 2 == 0 else num(fmpq((-1) ** ((j - 1) // 2), j))


def _factorial(j: int) -> int:
    return 1 if j < 2 else j * _factorial(j - 1)
