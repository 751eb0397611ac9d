"""Closed inverses of strictly monotone maps, by unwinding one operation after another from the outside.

The hypothesis of every rule: the map is smooth and strictly monotone on an open cell, so the branch of a root or of an
inverse wave is fixed by its value at one rational inside. The result is an expression in `x` that stands for the value.
"""

from collections.abc import Callable

from flint import arb

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import Cell
from tutor.mathematics.analysis.constants import Undecided, enclosure
from tutor.mathematics.analysis.exponential import exponential_polynomial
from tutor.mathematics.objects.measures.measure import VARIABLE, Work, X
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

MAX_DEPTH = 30
KERNEL = var("k")


def inverse(map_: Tree, cell: Cell | None, work: Work) -> Tree | None:
    """The inverse of the map on the cell, a tree in `x`; None where these rules find none.

    Without a cell only rules are used that need no branch; a base of a power is taken to be positive then.
    """
    left, right = map_, VARIABLE
    for _ in range(MAX_DEPTH):
        if left is VARIABLE:
            return right
        step = _unwound(left, right, cell, work)
        if step is None:
            return None
        left, right = step
    return None


def _unwound(left: Tree, right: Tree, cell: Cell | None, work: Work) -> tuple[Tree, Tree] | None:
    """(inner, value) with inner = value exactly where left = right, on the cell."""
    match left.head:
        case "add" | "mul":
            moving = [part for part in left.args if X in free_names(part)]
            fixed = [part for part in left.args if X not in free_names(part)]
            if len(moving) == 1:
                rest = add(ZERO, *fixed) if left.head == "add" else mul(ONE, *fixed)
                return moving[0], sub(right, rest) if left.head == "add" else div(right, rest)
        case "pow" if cell is None and X not in free_names(left.args[1]):
            return left.args[0], power(right, power(left.args[1], MINUS_ONE))
        case "pow" if cell is not None:
            found = _power(left, right, cell)
            if found is not None:
                return found
        case "call" if left.value in _INVERSES:
            return left.args[0], _INVERSES[left.value](right)
        case "call" if left.value in ("sin", "cos") and cell is not None:
            return left.args[0], _wave(left, right, cell)
        case "call":
            return None
    found = _fractional(left, right, work)
    return found if found is not None or cell is None else _quadratic(left, right, cell, work)


def _at_sample(node: Tree, cell: Cell) -> arb:
    return enclosure(substitute(node, {X: num(cell.sample)}), 128)


def _power(left: Tree, right: Tree, cell: Cell) -> tuple[Tree, Tree] | None:
    base, exponent = left.args
    if X not in free_names(base):
        return exponent, div(call("log", right), call("log", base))
    if exponent.head != "num":
        return (base, power(right, power(exponent, MINUS_ONE))) if X not in free_names(exponent) else None
    inverse_exponent = num(1 / exponent.value)
    if exponent.value.denom() != 1:
        return base, power(right, inverse_exponent)
    value = _at_sample(base, cell)
    if not (value > 0 or value < 0):
        return None
    if value > 0:
        return base, power(right, inverse_exponent)
    odd = bool(exponent.value.numer() % 2)
    return base, neg(power(neg(right) if odd else right, inverse_exponent))


def _wave(left: Tree, right: Tree, cell: Cell) -> Tree:
    """sin on a monotone branch: u = k pi + (-1)^k asin y; cos: u = k pi + acos y, or (k + 1) pi - acos y for odd k."""
    angle = _at_sample(left.args[0], cell) / arb.pi()
    turn = (angle + arb(0.5)).floor().unique_fmpz() if left.value == "sin" else angle.floor().unique_fmpz()
    if turn is None:
        raise Undecided("the branch of a wave")
    k = int(turn)
    if left.value == "sin":
        return add(mul(num(k), PI), mul(num((-1) ** (k % 2)), call("asin", right)))
    if k % 2 == 0:
        return add(mul(num(k), PI), call("acos", right))
    return sub(mul(num(k + 1), PI), call("acos", right))


def _atanh(y: Tree) -> Tree:
    return mul(HALF, call("log", div(add(ONE, y), sub(ONE, y))))


_INVERSES: dict[str, Callable[[Tree], Tree]] = {
    "exp": lambda y: call("log", y),
    "log": lambda y: call("exp", y),
    "tanh": _atanh,
    "sigmoid": lambda y: call("log", div(y, sub(ONE, y))),
    "softplus": lambda y: call("log", sub(call("exp", y), ONE)),
    "atan": lambda y: call("tan", y),
    "asin": lambda y: call("sin", y),
    "acos": lambda y: call("cos", y),
    "sinh": lambda y: call("log", add(y, sqrt(add(power(y, TWO), ONE)))),
    "log2": lambda y: power(TWO, y),
    "log10": lambda y: power(num(10), y),
}
"""Functions that are one to one wherever they are defined, with their inverses."""


def _fractional(left: Tree, right: Tree, work: Work) -> tuple[Tree, Tree] | None:
    """(a k + b)/(c k + d) = y in a kernel k, such as x or exp(x): k = (d y - b)/(a - c y)."""
    top, bottom = _quotient(left)
    kernels = _kernels(top) | _kernels(bottom)
    if len(kernels) != 1:
        return None
    kernel = kernels.pop()
    above, below = _line(top, kernel, work), _line(bottom, kernel, work)
    if above is None or below is None:
        return None
    return kernel, div(sub(mul(below[1], right), above[1]), sub(above[0], mul(below[0], right)))


def _quotient(left: Tree) -> tuple[Tree, Tree]:
    """Numerator and denominator of a product, by the signs of its exponents."""
    top, bottom = [], []
    for factor in left.args if left.head == "mul" else (left,):
        if factor.head == "pow" and factor.args[1] is MINUS_ONE:
            bottom.append(factor.args[0])
        else:
            top.append(factor)
    return mul(ONE, *top), mul(ONE, *bottom)


def _kernels(node: Tree) -> set[Tree]:
    """The smallest subexpressions in `x` that sums and rational factors are made of."""
    if X not in free_names(node):
        return set()
    if node.head in ("add", "mul"):
        return {k for part in node.args for k in _kernels(part)}
    return {node}


def _line(node: Tree, kernel: Tree, work: Work) -> tuple[Tree, Tree] | None:
    read = exponential_polynomial(_named(node, kernel), "k", work.constants)
    if read is None or set(read) - {ONE} or len(read.get(ONE, [])) > 2:
        return None
    coefficients = [*read.get(ONE, []), ZERO, ZERO]
    return coefficients[1], coefficients[0]


def _named(node: Tree, kernel: Tree) -> Tree:
    """The node with the kernel named k."""
    if node is kernel:
        return KERNEL
    if node.head in ("add", "mul"):
        make = add if node.head == "add" else mul
        return make(*(_named(part, kernel) for part in node.args))
    if node.head == "pow" and node.args[0] is kernel and node.args[1].head == "num":
        return power(KERNEL, node.args[1])
    return node


def _quadratic(left: Tree, right: Tree, cell: Cell, work: Work) -> tuple[Tree, Tree] | None:
    """q x^2 + b x + c = y on one side of the vertex."""
    read = exponential_polynomial(left, X, work.constants)
    if read is None or set(read) - {ONE} or len(read.get(ONE, [])) != 3:
        return None
    c, b, q = read[ONE]
    vertex = div(neg(b), mul(TWO, q))
    side = work.constants.sign(sub(num(cell.sample), vertex))
    root = sqrt(div(sub(right, sub(c, div(power(b, TWO), mul(num(4), q)))), q))
    return VARIABLE, add(vertex, mul(num(side), root))
