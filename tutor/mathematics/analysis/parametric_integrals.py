"""Integrals of a function with parameters, by an antiderivative that holds for every value of them.

Hypotheses, each checked for all parameters in the domain: F' = f by normal form without an excluded point; F is
defined, hence continuous, on the whole closed range; f has one sign inside, or is defined on the whole closed range.
Then the integral from a to b is F(b) - F(a), by the fundamental theorem and monotone convergence.
"""

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import End, Field, Point
from tutor.mathematics.analysis.antiderivatives import antiderivative
from tutor.mathematics.analysis.constants import SILENT, Constants, Undecided
from tutor.mathematics.analysis.expansions import Oscillates
from tutor.mathematics.analysis.germs import germ, limit_from, oscillating_factors, summable
from tutor.mathematics.analysis.isolated import tree_of
from tutor.mathematics.analysis.running_integrals import Reach
from tutor.mathematics.trees import Budget, Domain, Variable, substitute
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, neg, sign_of_infinity, sub, var


def parametric_integral(f: Tree, x: str, ends: tuple[Tree, Tree], reach: Reach, domain: Domain, budget: Budget) -> Tree:
    """The integral of f from one end to the other for every parameter in the domain, as a tree in the parameters.

    Hypothesis: the real parameters of f and of the ends have open ranges, and the domain has no condition.
    Raises Undecided where something was not proved.
    """
    run = Variable(x, _tree(reach.low, -1), _tree(reach.high, 1))
    whole = Domain((*domain.variables, run))
    constants = Constants(budget, whole)
    formula = antiderivative(f, x, Field(whole, budget), constants)
    if formula is None:
        raise Undecided("no antiderivative for all parameters")
    _check(f, formula, x, ends, Constants(budget, domain), constants)
    at = [_at(formula, x, end, Constants(budget, domain)) for end in ends]
    return sub(at[1], at[0])


def _check(f: Tree, formula: Tree, x: str, ends: tuple[Tree, Tree], outer: Constants, inner: Constants) -> None:
    if not (is_defined(f, inner) and is_defined(formula, inner)):
        raise Undecided("an integrand that may be undefined for some parameter")
    finite = [end for end in ends if not sign_of_infinity(end)]
    if not all(is_defined(substitute(formula, {x: end}), outer) for end in finite):
        raise Undecided("an antiderivative that may be undefined at an end")
    for end in ends:
        if sign_of_infinity(end) and not _converges(_towards(f, x, end), x, outer):
            raise Undecided("an integral that does not converge for all parameters")
    if all(is_defined(substitute(f, {x: end}), outer) for end in finite):
        return
    if not inner.sign(f):
        raise Undecided("an integrand of no fixed sign")


def _converges(f: Tree, x: str, constants: Constants) -> bool:
    """Whether |f| is proved integrable at oo for all parameters, a wave being bounded by its amplitude."""
    try:
        return summable(germ(f, x, INFINITY, 1, constants))
    except Oscillates:
        split = oscillating_factors(f, x, INFINITY, 1, constants)
        return split is not None and summable(germ(split[0], x, INFINITY, 1, constants))


def _towards(f: Tree, x: str, end: Tree) -> Tree:
    return f if sign_of_infinity(end) > 0 else substitute(f, {x: neg(var(x))})


def _at(formula: Tree, x: str, end: Tree, constants: Constants) -> Tree:
    if not sign_of_infinity(end):
        return substitute(formula, {x: end})
    value = limit_from(formula, x, end, -sign_of_infinity(end), constants)
    if sign_of_infinity(value):
        raise Undecided("an infinite end value")
    return value


def _tree(bound: Point | End, side: int) -> Tree:
    return (INFINITY if side > 0 else MINUS_INFINITY) if isinstance(bound, End) else tree_of(bound)


TOTAL = frozenset(
    ["exp", "sin", "cos", "atan", "sinh", "cosh", "tanh", "asinh", "erf", "erfc", "Phi", "phi", "sigmoid", "softplus"]
)
"""Functions that are defined, and continuous, everywhere."""

CONTINUOUS = TOTAL | {"log", "asin", "acos", "acosh", "atanh", "abs", "relu"}
"""Functions that are continuous where they are defined."""


def is_defined(node: Tree, constants: Constants) -> bool:
    """Whether the tree is proved to have a value, and to be continuous, on the whole domain of the constants.

    By structure: sums, products and total functions of defined parts, logarithms and powers of positive bases, whole
    powers n >= 0, powers n < 0 of a base of one sign, and powers c > 0 of a base >= 0.
    """
    match node.head:
        case "num" | "var":
            return True
        case "const":
            return not sign_of_infinity(node)
        case "add" | "mul":
            return all(is_defined(a, constants) for a in node.args)
        case "pow":
            base, exponent = node.args
            return all(is_defined(a, constants) for a in node.args) and _power_is_defined(base, exponent, constants)
        case "call" if node.value in TOTAL or node.value in ("max", "min"):
            return all(is_defined(a, constants) for a in node.args)
        case "call" if node.value == "log":
            return is_defined(node.args[0], constants) and _sign(node.args[0], constants) > 0
    return False


def _power_is_defined(base: Tree, exponent: Tree, constants: Constants) -> bool:
    whole = exponent.head == "num" and exponent.value.denom() == 1
    if whole and exponent.value >= 0:
        return True
    sign = _sign(base, constants)
    if sign > 0 or (whole and sign < 0):
        return True
    return base.head == "num" and base.value == 0 and _sign(exponent, constants) > 0


def _sign(node: Tree, constants: Constants) -> int:
    """The sign at every point of the domain, 0 where it is not known: x^2 is positive off a null set only."""
    try:
        if not free_names(node) or constants.domain is None:
            return constants.sign(node)
        field = Field(constants.domain, constants.budget)
        sign = field.sign(field.normal(node))
    except (Undecided, *SILENT):
        return 0
    return 0 if field.excluded else sign
