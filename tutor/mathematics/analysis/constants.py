"""Signs of coefficients: closed constants, or expressions in declared parameters.

A coefficient of an expansion is a tree without the variable that tends to its limit. Its sign is certified by balls or
proved by the normal form; nothing here guesses.
"""

from flint import arb, fmpq

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.algebra import Field, Need, Split, TooLarge, UndefinedHere, Unsupported, zero_constant
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown, precision
from tutor.mathematics.trees import Budget, Domain, rebuild
from tutor.mathematics.trees.build import ONE, ZERO, num, sign_of_infinity, sub

PRECISIONS = (64, 256, 1024)
MAX_HEIGHT = 64
"""Bits of rationals up to which a zero test by normal form is tried: bisection points would blow up its exponents."""

SILENT = (Need, Split, UndefinedHere, Unsupported, TooLarge)
"""What the normal form raises when it does not decide."""

ROUNDING = frozenset(("floor", "ceil"))

NO_VALUE = (Undefined, Unknown, Convention, Infinite)
"""What certified evaluation raises when there is no value to work with."""


class Undecided(Exception):  # noqa: N818  (an outcome, not a mistake)
    """Analysis could not decide; the reason says what stood in the way."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def enclosure(constant: Tree, bits: int = 64) -> arb:
    """A ball that contains the value of the closed constant.

    Raises Undecided where it has no certified finite value at this precision.
    """
    with precision(bits):
        try:
            value = Evaluator({})(constant)
        except NO_VALUE as silence:
            raise Undecided(f"no value: {type(silence).__name__}") from silence
        return arb(value) if isinstance(value, fmpq) else value


def low(constant: Tree) -> bool:
    """Whether all rationals of the tree are of small height."""
    return all(node.value.height_bits() <= MAX_HEIGHT for node in walk(constant) if node.head == "num")


class Constants:
    """Signs and normal forms of coefficients, with the parameters of `domain` as unknowns.

    A parameter stands for every point of the domain, so a sign is one that holds on all of it.
    """

    __slots__ = ("_normal", "_signs", "budget", "domain")

    def __init__(self, budget: Budget, domain: Domain | None = None) -> None:
        self.budget = budget
        self.domain = domain or Domain()
        self._signs: dict[Tree, int] = {}
        self._normal: dict[Tree, Tree] = {}

    def sign(self, coefficient: Tree) -> int:
        """-1, 0 or 1; infinite coefficients have the sign of their infinity. Raises Undecided."""
        if coefficient.head == "num":
            return int(coefficient.value > 0) - int(coefficient.value < 0)
        known = self._signs.get(coefficient)
        if known is None:
            self.budget.spend(20)
            known = self._signs[coefficient] = sign_of_infinity(coefficient) or self._sign(coefficient)
        return known

    def is_zero(self, coefficient: Tree) -> bool:
        """Whether the coefficient vanishes: for a parameter, identically. Raises Undecided for closed constants."""
        if coefficient.head == "num":
            return bool(coefficient.value == 0)
        if free_names(coefficient):
            return self.simplified(coefficient) is ZERO
        return self.sign(coefficient) == 0

    def compare(self, left: Tree, right: Tree) -> int:
        """The sign of left - right. Raises Undecided."""
        if left is right:
            return 0
        if left.head == "num" and right.head == "num":
            return int(left.value > right.value) - int(left.value < right.value)
        return self.sign(self.simplified(sub(left, right)))

    def simplified(self, coefficient: Tree) -> Tree:
        """The coefficient in normal form where there is one, as it is elsewhere."""
        if coefficient.head in ("num", "var", "const"):
            return coefficient
        known = self._normal.get(coefficient)
        if known is None:
            self.budget.spend(50)
            known = self._normal[coefficient] = _simple(coefficient) or self._simplified(coefficient)
        return known

    def _sign(self, coefficient: Tree) -> int:
        if free_names(coefficient):
            return self._sign_with_parameters(coefficient)
        coefficient = self._with_whole_parts(coefficient)
        if coefficient.head == "num":
            return self.sign(coefficient)
        for bits in PRECISIONS:
            ball = enclosure(coefficient, bits)
            if ball > 0:
                return 1
            if ball < 0:
                return -1
            if bits == PRECISIONS[0] and low(coefficient) and zero_constant(coefficient, self.budget):
                return 0
        raise Undecided("the sign of a constant")

    def _with_whole_parts(self, constant: Tree) -> Tree:
        """The constant with the values of floor and ceil, also of what is proved to be whole, which no ball tells."""
        if not any(node.head == "call" and node.value in ROUNDING for node in walk(constant)):
            return constant
        inside = rebuild(constant, tuple(self._with_whole_parts(part) for part in constant.args))
        if inside.head == "call" and inside.value in ROUNDING and low(inside):
            ball = enclosure(inside.args[0])
            rounded = (ball.floor() if inside.value == "floor" else ball.ceil()).unique_fmpz()
            if rounded is not None:
                return num(fmpq(rounded))
            whole = (ball + arb(1) / 2).mid().floor().unique_fmpz()
            if whole is not None and zero_constant(sub(inside.args[0], num(fmpq(whole))), self.budget):
                return num(fmpq(whole))
        return inside

    def _sign_with_parameters(self, coefficient: Tree) -> int:
        field = self._field()
        try:
            return int(field.sign(field.normal(coefficient)))
        except SILENT as silence:
            raise Undecided("the sign of an expression in the parameters") from silence

    def _simplified(self, coefficient: Tree) -> Tree:
        if not low(coefficient):
            return coefficient
        field = self._field()
        try:
            return field.as_tree(field.normal(coefficient))
        except SILENT:
            return coefficient

    def _field(self) -> Field:
        return Field(self.domain, self.budget)


def _simple(coefficient: Tree) -> Tree | None:
    """log 1 and exp 0, by far the most frequent coefficients that are not rational as they stand."""
    if coefficient.head == "call" and coefficient.args[0].head == "num":
        value = coefficient.args[0].value
        if coefficient.value == "log" and value == 1:
            return ZERO
        if coefficient.value == "exp" and value == 0:
            return ONE
    return None
