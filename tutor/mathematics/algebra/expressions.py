"""From normal forms back to trees, and their certified values."""

from collections.abc import Callable, Mapping

from flint import arb, fmpq, fmpz_mpoly

from tutor.language.tree import Tree
from tutor.mathematics.algebra.kernels import (
    ALGEBRAIC,
    COS,
    EXP,
    LOG,
    PARITY,
    PI,
    ROOT,
    SIN,
    VARIABLE,
    Kernel,
    Quotient,
)
from tutor.mathematics.algebra.outcomes import Unsupported
from tutor.mathematics.algebra.tower import Tower
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown, ball, precision
from tutor.mathematics.trees import build
from tutor.mathematics.trees.build import MINUS_ONE, ONE, call, num, power

NO_VALUE = (Undefined, Unknown, Convention, Infinite)


def tree_of_polynomial(tower: Tower, polynomial: fmpz_mpoly) -> Tree:
    """The polynomial as a sum of products of kernels."""
    terms = [_term(tower, exponents, fmpq(c)) for exponents, c in polynomial.terms()]
    return build.add(*terms) if terms else build.ZERO


def _term(tower: Tower, exponents: tuple[int, ...], coefficient: fmpq) -> Tree:
    factors = []
    for place, exponent in enumerate(exponents):
        if exponent:
            kernel = tree_of_kernel(tower, tower.at_place(place))
            factors.append(kernel if exponent == 1 else power(kernel, num(exponent)))
    if coefficient == 1 and factors:
        return build.mul(*factors) if len(factors) > 1 else factors[0]
    return build.mul(num(coefficient), *factors)


def tree_of(tower: Tower, quotient: Quotient) -> Tree:
    """The quotient as an expression; a constant denominator goes into the coefficients."""
    above, below = quotient
    if below is None:
        return tree_of_polynomial(tower, above)
    if below.is_constant():
        divisor = below.leading_coefficient()
        terms = [_term(tower, exponents, fmpq(c, divisor)) for exponents, c in above.terms()]
        return build.add(*terms) if terms else build.ZERO
    return build.div(tree_of_polynomial(tower, above), tree_of_polynomial(tower, below))


def tree_of_kernel(tower: Tower, kernel: Kernel) -> Tree:
    """What the kernel stands for."""
    known = tower.trees.get(kernel)
    if known is None:
        known = tower.trees[kernel] = _tree_of_kernel(tower, kernel)
    return known


def _tree_of_kernel(tower: Tower, kernel: Kernel) -> Tree:
    rule = _TREES.get(kernel.kind)
    if rule is not None:
        return rule(tower, kernel)
    assert isinstance(kernel.data, Tree)
    return kernel.data


_TREES: dict[str, Callable[[Tower, Kernel], Tree]] = {
    VARIABLE: lambda tower, kernel: build.var(kernel.data),
    ALGEBRAIC: lambda tower, kernel: build.mul(num(kernel.data[1]), build.var(kernel.data[0])),
    PI: lambda tower, kernel: build.PI,
    EXP: lambda tower, kernel: _exponential(tower, kernel.data),
    ROOT: lambda tower, kernel: power(tree_of_polynomial(tower, kernel.data), num(fmpq(1, kernel.degree))),
    LOG: lambda tower, kernel: call("log", _absolute(tower, kernel.data)),
    PARITY: lambda tower, kernel: power(MINUS_ONE, tree_of_polynomial(tower, kernel.data)),
    SIN: lambda tower, kernel: call("sin", tree_of(tower, kernel.data)),
    COS: lambda tower, kernel: call("cos", tree_of(tower, kernel.data)),
}


def _absolute(tower: Tower, polynomial: fmpz_mpoly) -> Tree:
    inner = tree_of_polynomial(tower, polynomial)
    single = tower.single(polynomial)
    positive = polynomial.is_constant() or (single is not None and single.sign > 0)
    return inner if positive else call("abs", inner)


def _exponential(tower: Tower, argument: Quotient) -> Tree:
    """exp(argument), as a power where the argument is one logarithm times the rest."""
    above, below = argument
    if (below is None or below.is_constant()) and len(above) == 1:
        logs = [kernel for kernel in tower.kernels_in(above) if kernel.kind == LOG]
        if len(logs) == 1 and above.degrees()[logs[0].place] == 1:
            rest = tree_of(tower, (above // logs[0].symbol, below))
            return power(_absolute(tower, logs[0].data), rest)
    inner = tree_of(tower, argument)
    return build.E if inner is ONE else call("exp", inner)


def value_of(tower: Tower, polynomial: fmpz_mpoly, env: Mapping[str, fmpq | arb], bits: int) -> arb | None:
    """An enclosure of the polynomial, or None where there is none at this precision."""
    node = tree_of_polynomial(tower, polynomial)
    tower.budget.spend(20 + bits // 64)
    with precision(bits):
        try:
            return ball(Evaluator(env, almost_everywhere=False)(node))
        except NO_VALUE:
            return None


def certified_sign(
    tower: Tower, polynomial: fmpz_mpoly, env: Mapping[str, fmpq | arb], precisions: tuple[int, ...]
) -> int | None:
    """The sign of the polynomial at a point, by balls of growing precision; None where it stays open."""
    for bits in precisions:
        value = value_of(tower, polynomial, env, bits)
        if value is not None:
            if value > 0:
                return 1
            if value < 0:
                return -1
    return None


def exact_value(tower: Tower, quotient: Quotient, env: Mapping[str, fmpq | arb], bits: int) -> fmpq | arb:
    """The value of a quotient at a point. Raises Unsupported where there is none at this precision."""
    node = tree_of(tower, quotient)
    tower.budget.spend(20)
    with precision(bits):
        try:
            return Evaluator(env, almost_everywhere=False)(node)
        except NO_VALUE as silence:
            raise Unsupported("a value at the sample") from silence
