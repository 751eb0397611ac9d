"""Where a function of n and x vanishes, as places x = c(n): the exact factors, each solved in one kernel.

The list holds all zeros (and poles) in the cell for large n, and perhaps places that are none: cutting there does no
harm. Kernels are unwound by their inverses: powers, exp, log, atan, tanh and the like; quadratics in a kernel. What
has no n in it is left to the sign charts of `rolle`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import Field, Need
from tutor.mathematics.analysis.constants import SILENT
from tutor.mathematics.analysis.expansions import Oscillates
from tutor.mathematics.analysis.isolated import tree_of
from tutor.mathematics.analysis.rolle import signs
from tutor.mathematics.analysis.sequences.outcomes import CutAt, NotLocated
from tutor.mathematics.analysis.sequences.sequence import Work, middle
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
    sqrt,
    sub,
    var,
)
from tutor.mathematics.trees.calculus import NotSmooth, derivative

KERNEL = "kernel_"
MAX_DEPTH = 12
MAX_SIGNS = 20

Result = TypeVar("Result")

Place = tuple[Tree, Tree]
"""The ends of a moving cell."""


class Located:
    """The zeros and signs of smooth functions on one moving cell."""

    __slots__ = ("asking", "cell", "work")

    def __init__(self, cell: Place, work: Work) -> None:
        self.cell = cell
        self.work = work
        self.asking: set[str] = set()

    def sign(self, u: Tree) -> int:
        """The sign of u on the whole cell for all large n. Raises CutAt where it changes, Undecided."""
        if self.work.x not in free_names(u):
            return self.work.eventually.sign(u)
        inside = self.zeros(u)
        if inside:
            raise CutAt(list(inside))
        return self.work.eventually.sign(substitute(u, {self.work.x: middle(*self.cell)}))

    def zeros(self, u: Tree) -> list[Tree]:
        """All zeros and poles of u inside the cell, in order. Raises NotLocated, Undecided."""
        found = [p for p in self._solved(u, 0) if self._is_inside(p)]
        return self.work.eventually.sorted(found)

    def field(self) -> "CellField":
        """The normal form on this cell."""
        return CellField(self)

    def _is_inside(self, place: Tree) -> bool:
        order = self.work.eventually.order
        return order(self.cell[0], place) < 0 and order(place, self.cell[1]) < 0

    # Factors

    def _solved(self, u: Tree, depth: int) -> list[Tree]:
        self.work.budget.spend(100)
        if self.work.x not in free_names(u):
            return []
        if depth > MAX_DEPTH:
            raise NotLocated("zeros that lie too deep")
        line = self._line(u)
        if line is not None:
            return [line]
        if self.work.n not in free_names(u) and not free_names(u) - {self.work.x}:
            return self._of_x_alone(u)
        try:
            return self._unwound(u, depth)
        except NotLocated:
            pass
        return [place for factor in self._factors(u) for place in self._of_factor(factor, depth)]

    def _line(self, u: Tree) -> Tree | None:
        """The zero of an affine function of x, without a normal form."""
        try:
            slope = derivative(u, self.work.x)
        except NotSmooth:
            return None
        if self.work.x in free_names(slope) or slope is ZERO or not self.work.eventually.sign(slope):
            return None
        return self.work.eventually.simplified(div(neg(substitute(u, {self.work.x: ZERO})), slope))

    def _unwound(self, u: Tree, depth: int) -> list[Tree]:
        """The zeros of a product, or of c k(x) + a with one function k of x, by its form as it stands."""
        parts = [part for part in u.args if self.work.x in free_names(part)] if u.head in ("add", "mul") else [u]
        if u.head == "mul":
            return [place for part in parts for place in self._unwound(part, depth)]
        if len(parts) != 1 or u.head == "var":
            raise NotLocated("an equation in several functions of x")
        if u.head != "add":
            return self._inverted(u, ZERO, depth)
        factors = parts[0].args if parts[0].head == "mul" else parts
        moving = [f for f in factors if self.work.x in free_names(f)]
        if len(moving) != 1:
            raise NotLocated("an equation in several functions of x")
        front = mul(ONE, *(f for f in factors if self.work.x not in free_names(f)))
        value = self.work.eventually.simplified(div(self._negative_of(u, parts[0]), front))
        return self._inverted(moving[0], value, depth)

    def _negative_of(self, u: Tree, part: Tree) -> Tree:
        """-(the other terms)."""
        return neg(add(ZERO, *(term for term in u.args if term is not part)))

    def _of_x_alone(self, u: Tree) -> list[Tree]:
        place = self.work.sequence.place
        return [tree_of(p) for p in signs(u, self.work.x, place.low, place.high, self.work.budget).points]

    def _factors(self, u: Tree) -> list[Tree]:
        field = self.field()
        try:
            normal = field.normal(u)
            if field.is_zero(normal):
                return []
            _, factors = field.factors(normal)
            cancelled = [excluded.tree for excluded in field.excluded.values()]
        except SILENT as silence:
            raise NotLocated("no normal form") from silence
        if None in cancelled:
            raise NotLocated("a denominator whose zeros are not known")
        found = [factor for factor, _ in factors] + [tree for tree in cancelled if tree is not None]
        return [factor for factor in dict.fromkeys(found) if self.work.x in free_names(factor)]

    # One factor

    def _of_factor(self, factor: Tree, depth: int) -> list[Tree]:
        line = self._line(factor)
        if line is not None:
            return [line]
        if not free_names(factor) - {self.work.x}:
            return self._of_x_alone(factor)
        kernels = _kernels(factor, self.work.x)
        if len(kernels) != 1:
            if self._is_positive(factor):
                return []
            raise NotLocated("an equation in several functions of x")
        (kernel,) = kernels
        values = self._roots(_named(factor, kernel))
        return [place for value in values for place in self._inverted(kernel, value, depth)]

    def _is_positive(self, factor: Tree) -> bool:
        """Whether a sum has positive terms only, on the open cell."""
        terms = factor.args if factor.head == "add" else (factor,)
        return all(self._is_positive_term(term) for term in terms)

    def _is_positive_term(self, term: Tree) -> bool:
        sign = 1
        for part in term.args if term.head == "mul" else (term,):
            if self.work.x not in free_names(part):
                sign *= self.work.eventually.sign(part)
                continue
            base = part.args[0] if part.head == "pow" else part
            if base.head == "call" and base.value == "exp":
                continue
            if base.head != "var":
                return False
            at = self.sign(base)
            odd = part.head != "pow" or not _is_even(part.args[1])
            sign *= at if odd else abs(at)
        return sign > 0

    def _roots(self, polynomial: Tree) -> list[Tree]:
        """The real roots of a polynomial of degree 1 or 2 in the kernel, its coefficients in n."""
        at, first = {KERNEL: ZERO}, derivative(polynomial, KERNEL)
        second = derivative(first, KERNEL)
        simplified = self.work.eventually.simplified
        c, b, a = (simplified(substitute(t, at)) for t in (polynomial, first, mul(HALF, second)))
        if simplified(derivative(second, KERNEL)) is not ZERO or KERNEL in free_names(simplified(second)):
            raise NotLocated("an equation of a degree above 2")
        if self.work.eventually.sign(a) == 0:
            return [simplified(div(neg(c), b))] if self.work.eventually.sign(b) else []
        gap = simplified(sub(power(b, TWO), mul(num(4), a, c)))
        if self.work.eventually.sign(gap) < 0:
            return []
        double = mul(TWO, a)
        return [simplified(div(add(neg(b), mul(s, sqrt(gap))), double)) for s in (ONE, MINUS_ONE)]

    # Kernels

    def _inverted(self, kernel: Tree, value: Tree, depth: int) -> list[Tree]:
        """All x with kernel(n, x) = value."""
        if kernel.head == "var":
            return [value]
        if kernel.head == "pow":
            return self._of_power(kernel.args[0], kernel.args[1], value, depth)
        if kernel.head == "call" and kernel.value in _INVERSES:
            inverse = _INVERSES[kernel.value]
            if not self._is_in_image(value, inverse):
                return []
            return self._solved(sub(kernel.args[0], inverse.of(value)), depth + 1)
        if kernel.head == "add":
            return self._solved(sub(kernel, value), depth + 1)
        raise NotLocated(f"an equation in '{kernel.value or kernel.head}'")

    def _is_in_image(self, value: Tree, inverse: "_Inverse") -> bool:
        order = self.work.eventually.order
        return (inverse.above is None or order(inverse.above, value) < 0) and (
            inverse.below is None or order(value, inverse.below) < 0
        )

    def _of_power(self, base: Tree, exponent: Tree, value: Tree, depth: int) -> list[Tree]:
        sign = self.work.eventually.sign
        if self.work.x in free_names(exponent):
            if self.work.x in free_names(base) or sign(base) <= 0:
                raise NotLocated("a power with x above and below")
            if sign(value) <= 0:
                return []
            return self._solved(sub(exponent, div(call("log", value), call("log", base))), depth + 1)
        at = sign(value)
        if at == 0:
            return self._solved(base, depth + 1)
        whole = exponent.head == "num" and exponent.value.denom() == 1
        root = power(mul(num(at), value), power(exponent, MINUS_ONE))
        if not whole:
            # The base of such a power is positive on the cell: elsewhere it is no real number, or was turned positive.
            return self._solved(sub(base, root), depth + 1) if at > 0 else []
        if int(exponent.value.numer()) % 2:
            return self._solved(sub(base, mul(num(at), root)), depth + 1)
        if at < 0:
            return []
        return self._solved(sub(base, root), depth + 1) + self._solved(add(base, root), depth + 1)


class CellField(Field):
    """The normal form on a moving cell: signs it needs are those that hold on the cell for all large n.

    Its methods may raise CutAt, where such a sign changes on the cell, beside what every field raises.
    """

    def __init__(self, located: Located) -> None:
        self._located = located
        super().__init__(located.work.box, located.work.budget)

    def _settled(self, work: Callable[[], Result]) -> Result:
        for _ in range(MAX_SIGNS):
            try:
                return super()._settled(work)
            except Need as need:
                self._supply(need)
        raise NotLocated("signs without end")

    def _supply(self, need: Need) -> None:
        if need.name in self.signs or need.name in self._located.asking:
            raise need
        self._located.asking.add(need.name)
        try:
            self.signs[need.name] = self._located.sign(need.tree)
        except (NotLocated, Oscillates):
            raise need from None
        finally:
            self._located.asking.remove(need.name)


def _kernels(node: Tree, x: str) -> set[Tree]:
    """The smallest subexpressions in x that sums, products and natural powers are made of."""
    if x not in free_names(node):
        return set()
    if node.head in ("add", "mul"):
        return {k for part in node.args for k in _kernels(part, x)}
    if node.head == "pow" and node.args[1].head == "num" and node.args[1].value.denom() == 1 and node.args[1].value > 0:
        return _kernels(node.args[0], x)
    return {node}


def _named(node: Tree, kernel: Tree) -> Tree:
    """The node with the kernel named."""
    if node is kernel:
        return var(KERNEL)
    if node.head in ("add", "mul"):
        make = add if node.head == "add" else mul
        return make(*(_named(part, kernel) for part in node.args))
    if node.head == "pow" and node.args[1].head == "num" and node is not kernel:
        return power(_named(node.args[0], kernel), node.args[1])
    return node


def _is_even(exponent: Tree) -> bool:
    return exponent.head == "num" and exponent.value.denom() == 1 and exponent.value.numer() % 2 == 0


@dataclass(frozen=True, slots=True)
class _Inverse:
    """The inverse of a strictly monotone function on the whole line, or where it is defined, and its image."""

    of: Callable[[Tree], Tree]
    above: Tree | None = None
    below: Tree | None = None


_INVERSES: dict[str, _Inverse] = {
    "exp": _Inverse(lambda y: call("log", y), ZERO),
    "log": _Inverse(lambda y: call("exp", y)),
    "atan": _Inverse(lambda y: call("tan", y), mul(num(-1), HALF, PI), mul(HALF, PI)),
    "tanh": _Inverse(lambda y: mul(HALF, call("log", div(add(ONE, y), sub(ONE, y)))), MINUS_ONE, ONE),
    "sigmoid": _Inverse(lambda y: call("log", div(y, sub(ONE, y))), ZERO, ONE),
    "sinh": _Inverse(lambda y: call("log", add(y, sqrt(add(power(y, TWO), ONE))))),
}
