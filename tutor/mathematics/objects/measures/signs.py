"""Signs that hold for all values of the parameters; where one is open, the expression on which to distinguish cases."""

from collections.abc import Mapping
from itertools import product
from math import prod

from flint import fmpq

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.algebra import Field, Need, linear
from tutor.mathematics.analysis.constants import SILENT, Constants, Undecided, enclosure
from tutor.mathematics.trees import Domain
from tutor.mathematics.trees.build import MINUS_ONE, ONE


class Open(Undecided):
    """Undecided until the sign of `tree`, an expression in the parameters, is known."""

    def __init__(self, tree: Tree) -> None:
        super().__init__("the sign of an expression in the parameters")
        self.tree = tree


class Signs(Constants):
    """Signs on the whole domain, null sets included: what a normal form excludes is open, too.

    Hypothesis: real parameters run through open intervals, since signs are proved on the inside of a domain.
    """

    __slots__ = ()

    def _sign_with_parameters(self, coefficient: Tree) -> int:
        known = _known_sign(coefficient, self.domain)
        if known is not None:
            return known
        signs: dict[str, int] = {}
        for _ in range(MOST_FACTORS):
            field = Field(self.domain, self.budget, signs=signs)
            try:
                return self._certain(int(field.sign(field.normal(coefficient))), field)
            except Need as need:
                factor = _known_sign(need.tree, self.domain)
                if factor is None:
                    raise Open(need.tree) from need
                signs[need.name] = factor
            except SILENT as silence:
                raise Undecided("the sign of an expression in the parameters") from silence
        raise Undecided("the sign of an expression in the parameters")

    def _certain(self, sign: int, field: Field) -> int:
        """The sign, where the normal form leaves no point out. Raises Undecided, Open."""
        for excluded in field.excluded.values():
            if excluded.tree is None:
                raise Undecided("where an expression in the parameters is defined")
            raise Open(excluded.tree)
        return sign


MOST_FACTORS = 8
"""So many factors of one expression may have signs that only the rules here know."""


def _known_sign(node: Tree, domain: Domain) -> int | None:
    """The sign by the range of a function or by the corners of the box; None where these do not tell."""
    bounded = _sign_by_range(node)
    return bounded if bounded is not None else sign_by_corners(node, domain)


def _sign_by_range(node: Tree) -> int | None:
    """Of Phi(u) and sigmoid(u), of 1 minus one of them, and of erf(u) + 1 and erf(u) - 1: |erf| < 1 everywhere."""
    if node.head == "call":
        return 1 if node.value in ("Phi", "sigmoid") else None
    ones = [part for part in node.args if part in (ONE, MINUS_ONE)] if node.head == "add" else []
    if len(ones) != 1 or len(node.args) != 2:
        return None
    (other,) = (part for part in node.args if part is not ones[0])
    negative = other.head == "mul" and len(other.args) == 2 and other.args[0] is MINUS_ONE
    inner = other.args[1] if negative else other
    name = inner.value if inner.head == "call" else None
    if name == "erf":
        return 1 if ones[0] is ONE else -1
    return 1 if name in ("Phi", "sigmoid") and negative and ones[0] is ONE else None


def sign_by_corners(node: Tree, domain: Domain) -> int | None:
    """The sign of a polynomial of degree 1 in each parameter, by its values at the corners of the box.

    Hypothesis: inside the box such a polynomial is a mean of all corner values with positive weights, so it is positive
    there where no corner value is negative and one is positive. None where the ranges are not bounded open intervals
    with rational ends, or the corners have both signs.
    """
    polynomial = _multilinear(node)
    if polynomial is None or not any(polynomial):
        return None
    ranges = {v.name: v for v in domain.reals}
    names = sorted(set().union(*polynomial))
    if not all(name in ranges and ranges[name].low.head == ranges[name].high.head == "num" for name in names):
        return None
    values = []
    for corner in product(*((ranges[name].low.value, ranges[name].high.value) for name in names)):
        at = dict(zip(names, corner, strict=True))
        values.append(sum((q * prod((at[n] for n in term), start=fmpq(1)) for term, q in polynomial.items()), fmpq(0)))
    if all(value >= 0 for value in values) and any(value > 0 for value in values):
        return 1
    return -1 if all(value <= 0 for value in values) and any(value < 0 for value in values) else None


def _multilinear(node: Tree) -> Mapping[frozenset[str], fmpq] | None:
    """The coefficients of a polynomial of degree 1 in each variable, by its monomials; None for anything else."""
    match node.head:
        case "num":
            return {frozenset(): node.value}
        case "var":
            return {frozenset((node.value,)): fmpq(1)}
        case "add" | "mul":
            parts = [_multilinear(part) for part in node.args]
        case _:
            return None
    total: dict[frozenset[str], fmpq] = {} if node.head == "add" else {frozenset(): fmpq(1)}
    for part in parts:
        if part is None:
            return None
        if node.head == "mul" and any(left & right for left in total for right in part):
            return None
        total = _plus(total, part) if node.head == "add" else _times(total, part)
    return total


def _plus(left: Mapping[frozenset[str], fmpq], right: Mapping[frozenset[str], fmpq]) -> dict[frozenset[str], fmpq]:
    return {term: left.get(term, fmpq(0)) + right.get(term, fmpq(0)) for term in {**left, **right}}


def _times(left: Mapping[frozenset[str], fmpq], right: Mapping[frozenset[str], fmpq]) -> dict[frozenset[str], fmpq]:
    found: dict[frozenset[str], fmpq] = {}
    for (a, p), (b, q) in product(left.items(), right.items()):
        found[a | b] = found.get(a | b, fmpq(0)) + p * q
    return found


def check_defined(node: Tree, signs: Constants) -> None:
    """Every part in the parameters alone, or without any, is proved to have a value. Raises Undecided, Open.

    What is defined only under a condition of a distinction of cases counts as undefined here.
    """
    names = {v.name for v in signs.domain.variables}
    for part in walk(node):
        if part.head not in ("pow", "call") or not free_names(part) <= names:
            continue
        if not free_names(part):
            enclosure(part)
            continue
        if not (_has_value(part, signs) if part.head == "call" else _is_power(part.args[0], part.args[1], signs)):
            raise Undecided("where an expression in the parameters is defined")


def _has_value(part: Tree, signs: Constants) -> bool:
    first = part.args[0]
    if part.value == "log":
        return signs.sign(first) > 0
    if part.value == "factorial":
        return is_whole(first, signs.domain) and signs.sign(first) >= 0
    return part.value in _TOTAL


def _is_power(base: Tree, exponent: Tree, signs: Constants) -> bool:
    if exponent.head == "num" and exponent.value.denom() == 1:
        return exponent.value > 0 or signs.sign(base) != 0
    if base is MINUS_ONE:
        return is_whole(exponent, signs.domain)
    sign = signs.sign(base)
    return sign > 0 or (sign == 0 and exponent.head == "num" and exponent.value > 0)


def is_whole(node: Tree, domain: Domain) -> bool:
    """Whether the expression is an affine one with whole coefficients in parameters that are integers."""
    form = linear(node)
    whole = {v.name for v in domain.integers} | {""}
    return form is not None and all(name in whole and q.denom() == 1 for name, q in form.items())


_OFTEN = frozenset(
    ["exp", "abs", "max", "min", "relu", "sin", "cos", "atan", "sinh", "cosh", "tanh", "asinh", "erf", "erfc", "Phi"]
)
_TOTAL = _OFTEN | {"phi", "sigmoid", "softplus", "cbrt", "positive_part", "negative_part", "sign", "floor", "ceil"}
"""Functions that have a value at every real number."""
