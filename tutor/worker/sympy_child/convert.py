"""From a table of nodes to a SymPy expression, by heads and names: no text is ever parsed.

A head is converted only where SymPy's value, for real arguments, is the language's value wherever the latter is
defined. Left out on purpose: integrals and limits (SymPy's have been wrong), floor and its kin and piecewise functions
(cells come before), binomial (SymPy simplifies it as if it were generic, the language has 0 outside the triangle).
"""

from collections.abc import Callable
from typing import Any

import sympy

from tutor.worker.sympy_child.trees import LARGEST, Table

Symbols = dict[str, sympy.Symbol]


class NotConverted(Exception):  # noqa: N818  (an outcome: SymPy is not asked)
    """The tree holds something on which SymPy is not asked."""


_CONSTANTS = {"pi": sympy.pi, "e": sympy.E}

_OPERATIONS: dict[str, Callable[..., sympy.Expr]] = {"add": sympy.Add, "mul": sympy.Mul}

_FUNCTIONS: dict[str, Callable[..., sympy.Expr]] = {
    "exp": sympy.exp,
    "log": sympy.log,
    "log2": lambda u: sympy.log(u) / sympy.log(2),
    "log10": lambda u: sympy.log(u) / sympy.log(10),
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "cot": sympy.cot,
    "sec": sympy.sec,
    "csc": sympy.csc,
    "asin": sympy.asin,
    "acos": sympy.acos,
    "atan": sympy.atan,
    "sinh": sympy.sinh,
    "cosh": sympy.cosh,
    "tanh": sympy.tanh,
    "asinh": sympy.asinh,
    "acosh": sympy.acosh,
    "atanh": sympy.atanh,
    "abs": sympy.Abs,
    "erf": sympy.erf,
    "erfc": sympy.erfc,
    "Phi": lambda u: (1 + sympy.erf(u / sympy.sqrt(2))) / 2,
    "phi": lambda u: sympy.exp(-(u**2) / 2) / sympy.sqrt(2 * sympy.pi),
    "sigmoid": lambda u: 1 / (1 + sympy.exp(-u)),
    "softplus": lambda u: sympy.log(1 + sympy.exp(u)),
    "gamma": sympy.gamma,
    "zeta": sympy.zeta,
}


def symbol(described: dict[str, Any]) -> sympy.Symbol:
    """A real symbol with the sign and integrality that its bounds give it."""
    low, high = _bound(described["low"]), _bound(described["high"])
    assumptions: dict[str, bool] = {"real": True}
    if described["integer"]:
        assumptions["integer"] = True
    if low is not None and low >= 0:
        assumptions["nonnegative" if low == 0 and described["low_closed"] else "positive"] = True
    elif high is not None and high <= 0:
        assumptions["nonpositive" if high == 0 and described["high_closed"] else "negative"] = True
    return sympy.Symbol(described["name"], **assumptions)


def converted(rows: Table, symbols: Symbols) -> sympy.Expr:
    """The expression of the last row. Raises NotConverted."""
    return _Conversion(rows, symbols).at(len(rows) - 1)


class _Conversion:
    """The rows of a table as expressions, each converted once, within one scope of names."""

    def __init__(self, rows: Table, scope: Symbols) -> None:
        self._rows, self._scope = rows, scope
        self._done: dict[int, sympy.Expr] = {}

    def at(self, place: int) -> sympy.Expr:
        known = self._done.get(place)
        if known is None:
            head, value, places = self._rows[place]
            known = self._sum(value, *places) if head == "sum" else self._plain(head, value, places)
            self._done[place] = known
        return known

    def _plain(self, head: str, value: Any, places: list[int]) -> sympy.Expr:
        match head:
            case "num":
                return sympy.Rational(value)
            case "const" if value in _CONSTANTS:
                return _CONSTANTS[value]
            case "var" if value in self._scope:
                return self._scope[value]
            case "add" | "mul":
                return _OPERATIONS[head](*map(self.at, places))
            case "pow":
                base, exponent = map(self.at, places)
                return sympy.Pow(base, _small(exponent))
            case "call" if value in _FUNCTIONS:
                arguments = list(map(self.at, places))
                return _FUNCTIONS[value](*map(_small, arguments) if value == "gamma" else arguments)
        raise NotConverted(head)

    def _sum(self, name: str, body: int, low: int, high: int) -> sympy.Expr:
        """A finite sum in closed form.

        SymPy counts terms backwards where the end comes before the beginning, the language has 0 there; so the sum
        is converted only where the end is known not to come before the beginning by more than one.
        """
        first, last = self.at(low), self.at(high)
        if not ((last - first + 1).is_nonnegative and first.is_integer and last.is_integer):
            raise NotConverted("sum")
        _small(last - first)
        index = sympy.Dummy(name, integer=True, nonnegative=first.is_nonnegative)
        inside = _Conversion(self._rows, {**self._scope, name: index})
        return sympy.summation(inside.at(body), (index, first, last))


def _small(number: sympy.Expr) -> sympy.Expr:
    """An exponent, an argument of gamma or a number of terms, which must be small where it is a number at all."""
    if number.is_Rational and abs(number) > LARGEST:
        raise NotConverted("a large number")
    return number


def _bound(text: str | None) -> sympy.Rational | None:
    return None if text is None else sympy.Rational(text)
