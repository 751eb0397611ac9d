"""Limits of named laws by their parameters: to a law of the same name, to a point mass, or nowhere.

Hypothesis: the parameters are admissible from some index on.
"""

from collections.abc import Callable, Mapping

from tutor.language.tree import Tree, free_names, tree
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.analysis.germs import limit_from
from tutor.mathematics.objects.measures.measure import Work
from tutor.mathematics.trees import Domain, Variable
from tutor.mathematics.trees.build import INFINITY, ONE, TWO, ZERO, div, mul, num, power, sign_of_infinity, sub


class Escapes(Exception):  # noqa: N818  (an outcome: certified)
    """Certified: the sequence of laws has no weak limit. The sentence says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Limits:
    """Limits and signs of expressions in an index that tends to infinity."""

    def __init__(self, index: str, work: Work) -> None:
        self.index, self.work = index, work
        self.indices = Constants(work.budget, Domain((Variable(index, ONE, INFINITY, low_closed=True, integer=True),)))

    def at_infinity(self, node: Tree) -> Tree:
        """The limit of an expression in the index; infinities are values."""
        if self.index not in free_names(node) or sign_of_infinity(node):
            return node
        return self.work.simple(limit_from(node, self.index, INFINITY, 1, Constants(self.work.budget)))

    def finite(self, node: Tree, reason: str) -> Tree:
        """The finite limit of an expression. Raises Escapes with the reason where it is infinite."""
        value = self.at_infinity(node)
        if sign_of_infinity(value):
            raise Escapes(reason)
        return value

    def sign(self, value: Tree) -> int:
        """The sign of a limit; of infinite ones, too."""
        return sign_of_infinity(value) or self.work.constants.sign(value) or 0


Parameters = tuple[Tree, ...]


def _normal(weak: Limits, parameters: Parameters) -> Tree:
    variance = weak.finite(parameters[1], "the variances tend to infinity, and no interval keeps its mass")
    mean = weak.finite(parameters[0], "the means run away to infinity, and the variances stay bounded")
    return tree("law", "normal", (mean, variance)) if weak.sign(variance) else tree("atom", None, (mean,))


def _uniform(weak: Limits, parameters: Parameters) -> Tree:
    length = weak.finite(sub(parameters[1], parameters[0]), "the lengths tend to infinity, and no interval keeps mass")
    ends = tuple(weak.finite(end, "the intervals run away to infinity") for end in parameters)
    return tree("law", "uniform", ends) if weak.sign(length) else tree("atom", None, (ends[0],))


def _with_rate(name: str) -> Callable[[Limits, Parameters], Tree]:
    def rule(weak: Limits, parameters: Parameters) -> Tree:
        rate = weak.at_infinity(parameters[0])
        if rate is INFINITY:
            return tree("atom", None, (ZERO,))
        if weak.sign(rate) == 0:
            raise Escapes("the rates tend to 0, and no interval keeps its mass")
        return tree("law", name, (rate,))

    return rule


def _bernoulli(weak: Limits, parameters: Parameters) -> Tree:
    return tree("law", "bernoulli", (weak.finite(parameters[0], "no probability"),))


def _binomial(weak: Limits, parameters: Parameters) -> Tree:
    size, success = parameters
    if weak.index not in free_names(size):
        return tree("law", "Bin", (size, weak.at_infinity(success)))
    if weak.at_infinity(size) is not INFINITY:
        raise Undecided("binomial laws of a bounded size")
    return _poisson(weak, (mul(size, success),))


def _poisson(weak: Limits, parameters: Parameters) -> Tree:
    mean = weak.finite(parameters[0], "the means tend to infinity, and the variances are no larger")
    return tree("law", "poisson", (mean,))


def _geometric(weak: Limits, parameters: Parameters) -> Tree:
    success = weak.at_infinity(parameters[0])
    if weak.sign(success) == 0:
        raise Escapes("the success probabilities tend to 0, and no interval keeps its mass")
    return tree("law", "geometric", (success,))


RULES: Mapping[str, Callable[[Limits, Parameters], Tree]] = {
    "normal": _normal,
    "uniform": _uniform,
    "exponential": _with_rate("exponential"),
    "laplace": _with_rate("laplace"),
    "bernoulli": _bernoulli,
    "Bin": _binomial,
    "poisson": _poisson,
    "geometric": _geometric,
}

MOMENTS: Mapping[str, Callable[[Parameters], tuple[Tree, Tree]]] = {
    "normal": lambda p: (p[0], p[1]),
    "exponential": lambda p: (power(p[0], num(-1)), power(p[0], num(-2))),
    "laplace": lambda p: (ZERO, mul(TWO, power(p[0], num(-2)))),
    "bernoulli": lambda p: (p[0], mul(p[0], sub(ONE, p[0]))),
    "Bin": lambda p: (mul(*p), mul(*p, sub(ONE, p[1]))),
    "poisson": lambda p: (p[0], p[0]),
    "geometric": lambda p: (power(p[0], num(-1)), div(sub(ONE, p[0]), power(p[0], TWO))),
}
"""Mean and variance."""
