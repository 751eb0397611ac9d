"""Random trees: functions of one or two reals, of an integer with sums, and sets of real numbers."""

import random
from dataclasses import dataclass
from fractions import Fraction

from benchmarks.fuzzing.build import (
    HALF,
    ONE,
    PI,
    E,
    add,
    call,
    div,
    indicator,
    interval,
    member,
    mul,
    named_set,
    neg,
    num,
    piecewise,
    power,
    relation,
    sub,
    total,
    var,
)
from tutor.language.tree import Tree, free_names, tree, walk

TOTAL = [
    "sin",
    "cos",
    "exp",
    "abs",
    "sigmoid",
    "tanh",
    "atan",
    "relu",
    "sign",
    "softplus",
    "erf",
    "cosh",
    "sinh",
    "asinh",
    "cbrt",
    "frac",
    "floor",
    "ceil",
    "Phi",
]
PARTIAL = ["log", "sqrt", "asin", "tan", "acos"]
SMOOTH_PARTS = frozenset(["div", *PARTIAL])


@dataclass(frozen=True, slots=True)
class Grower:
    """Grows trees over the given variables out of a source of chance."""

    chance: random.Random
    names: tuple[str, ...] = ("x",)

    def number(self) -> Tree:
        """A small rational number."""
        return num(Fraction(self.chance.randint(-4, 4), self.chance.choice((1, 1, 1, 2, 3))))

    def leaf(self) -> Tree:
        """A variable or a constant."""
        share = self.chance.random()
        if share < 0.6:
            return var(self.chance.choice(self.names))
        return self.number() if share < 0.93 else self.chance.choice((PI, E))

    def function(self, depth: int) -> Tree:
        """A function of the variables."""
        if depth == 0 or self.chance.random() < 0.12:
            return self.leaf()
        grow = self.function
        share = self.chance.random()
        if share < 0.24:
            return add(grow(depth - 1), grow(depth - 1))
        if share < 0.42:
            return mul(grow(depth - 1), grow(depth - 1))
        if share < 0.47:
            return sub(grow(depth - 1), grow(depth - 1))
        if share < 0.54:
            return power(grow(depth - 1), num(self.chance.choice((2, 2, 3))))
        if share < 0.61:
            return mul(indicator(self.condition(depth - 1)), grow(depth - 1))
        if share < 0.68:
            return piecewise(grow(depth - 1), self.condition(depth - 1), grow(depth - 1))
        return self._applied(depth, share)

    def _applied(self, depth: int, share: float) -> Tree:
        if share < 0.74:
            name = self.chance.choice(("div", *PARTIAL))
            inner = self.function(depth - 1)
            return div(ONE, inner) if name == "div" else call(name, inner)
        if share < 0.82:
            return call(self.chance.choice(("max", "min")), self.function(depth - 1), self.function(depth - 1))
        return call(self.chance.choice(TOTAL), self.function(depth - 1))

    def condition(self, depth: int) -> Tree:
        """A relation whose sides have a value everywhere, now and then two of them joined."""
        if depth > 0 and self.chance.random() < 0.12:
            return tree(self.chance.choice(("and", "or")), None, (self.condition(0), self.condition(0)))
        if self.chance.random() < 0.06:
            return self._membership()
        head = self.chance.choice(("lt", "le", "gt", "ge"))
        if self.chance.random() < 0.65:
            return relation(head, var(self.chance.choice(self.names)), num(self.chance.randint(-2, 2)))
        left, right = (self._total(min(depth, 1)) for _ in range(2))
        return relation(head, left, right)

    def _membership(self) -> Tree:
        """A variable, shifted or stretched, in a null set."""
        x = var(self.chance.choice(self.names))
        moved = self.chance.choice((x, x, mul(num(2), x), mul(num(3), x), add(x, HALF)))
        return member(moved, named_set(self.chance.choice(("Q", "Z", "Cantor"))))

    def _total(self, depth: int) -> Tree:
        for _ in range(20):
            grown = self.function(depth)
            if is_total(grown) and free_names(grown):
                return grown
        return var(self.names[0])

    def of_an_integer(self, depth: int) -> Tree:
        """A function of the integer n, with sums."""
        name = self.names[0]
        share = self.chance.random()
        if depth == 0 or share < 0.1:
            return var(name) if self.chance.random() < 0.7 else num(self.chance.randint(-3, 5))
        grow = self.of_an_integer
        if share < 0.35:
            return add(grow(depth - 1), grow(depth - 1))
        if share < 0.55:
            return mul(grow(depth - 1), grow(depth - 1))
        if share < 0.65:
            return power(num(self.chance.choice((2, 3, -1))), var(name))
        if share < 0.72:
            return call("max", grow(depth - 1), num(self.chance.randint(0, 4)))
        if share < 0.78:
            return call("floor", mul(HALF, grow(depth - 1)))
        return total("k", self._summand(), num(self.chance.choice((0, 1))), var(name))

    def _summand(self) -> Tree:
        k = var("k")
        choices = (
            k,
            power(k, num(2)),
            power(num(2), k),
            mul(k, power(num(2), k)),
            add(mul(num(self.chance.randint(1, 3)), k), num(self.chance.randint(-2, 2))),
            mul(k, add(k, ONE)),
            div(ONE, mul(add(k, ONE), add(k, num(2)))),
            power(num(Fraction(1, self.chance.choice((2, 3)))), k),
        )
        return self.chance.choice(choices)

    def set_(self, depth: int) -> Tree:
        """A set of real numbers."""
        share = self.chance.random()
        if depth == 0 or share < 0.4:
            return self._plain_set()
        if share < 0.58:
            return tree("union", None, (self.set_(depth - 1), self.set_(depth - 1)))
        if share < 0.72:
            return tree("intersection", None, (self.set_(depth - 1), self.set_(depth - 1)))
        if share < 0.84:
            return tree("minus", None, (self.set_(depth - 1), self.set_(depth - 1)))
        return tree("builder", "x", (Grower(self.chance, ("x",)).condition(1),))

    def _plain_set(self) -> Tree:
        share = self.chance.random()
        if share < 0.62:
            low = self.chance.randint(-4, 3)
            high = low + self.chance.choice((1, 1, 2, 3))
            return interval(num(low), num(high), self.chance.random() < 0.5, self.chance.random() < 0.5)
        if share < 0.75:
            return tree("finite", None, tuple(self.number() for _ in range(self.chance.randint(1, 3))))
        if share < 0.9:
            return named_set(self.chance.choice(("Q", "Z", "N", "R")))
        return tree("builder", "x", (member(var("x"), self.set_(0)),))


def is_total(node: Tree) -> bool:
    """Whether the tree plainly has a value everywhere."""
    return not any(
        part.head in SMOOTH_PARTS or (part.head == "call" and part.value in PARTIAL) or _odd_power(part)
        for part in walk(node)
    )


def _odd_power(part: Tree) -> bool:
    """A power that may be undefined: its exponent is no positive integer and its base no positive number."""
    if part.head != "pow":
        return False
    exponent, base = part.args[1], part.args[0]
    natural = exponent.head == "num" and exponent.value.q == 1
    positive = base is E or (base.head == "num" and base.value > 0)
    return not natural and not positive


def at_a_point(name: str, value: Tree, there: Tree, elsewhere: Tree) -> Tree:
    """A function changed at one point."""
    return piecewise(there, relation("eq", var(name), value), elsewhere)


__all__ = ["Grower", "at_a_point", "is_total", "neg"]
