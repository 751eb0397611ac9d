"""The named laws as measures. Parameters are closed constants; each law states which it admits."""

from collections.abc import Callable, Mapping

from tutor.language.tree import Tree
from tutor.mathematics.algebra import MINUS_END, PLUS_END, closed, rational
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.objects.measures.measure import (
    INDEX,
    VARIABLE,
    Atom,
    Cylinder,
    Density,
    Family,
    Measure,
    Work,
    collected,
)
from tutor.mathematics.trees.build import HALF, ONE, PI, TWO, ZERO, add, call, div, mul, neg, num, power, sub


class Improper(Exception):  # noqa: N818  (an outcome: certified)
    """Certified: this describes no measure. The sentence says why, and the place where it is known."""

    def __init__(self, reason: str, place: Tree | None = None) -> None:
        super().__init__(reason)
        self.reason, self.place = reason, place


def named_law(name: str, parameters: tuple[Tree, ...], work: Work) -> Measure:
    """The law of this name. Raises Improper for parameters it does not admit, Undecided where that is open."""
    return _LAWS[name](parameters, work)


def _positive(value: Tree, what: str, work: Work) -> Tree:
    if work.constants.sign(value) <= 0:
        raise Improper(f"{what} must be positive")
    return value


def _probability(value: Tree, what: str, work: Work) -> Tree:
    if work.constants.sign(value) < 0 or work.constants.sign(sub(ONE, value)) < 0:
        raise Improper(f"{what} must lie in [0, 1]")
    return value


def _lebesgue(_: tuple[Tree, ...], work: Work) -> Measure:
    return Measure((Density(MINUS_END, PLUS_END, ONE),))


def _counting(_: tuple[Tree, ...], work: Work) -> Measure:
    raise Improper("counting measure on the whole line is not sigma-finite: say on which set, counting on N")


def _cantor(_: tuple[Tree, ...], work: Work) -> Measure:
    return Measure(cylinders=(Cylinder(ZERO, ONE, ONE),))


def _normal(parameters: tuple[Tree, ...], work: Work) -> Measure:
    mean, variance = parameters
    if work.constants.sign(variance) == 0:
        return Measure(atoms=(Atom(mean, ONE),))
    _positive(variance, "the variance of a normal law", work)
    exponent = neg(div(power(sub(VARIABLE, mean), TWO), mul(TWO, variance)))
    function = mul(power(mul(TWO, PI, variance), neg(HALF)), call("exp", exponent))
    return Measure((Density(MINUS_END, PLUS_END, function),))


def _uniform(parameters: tuple[Tree, ...], work: Work) -> Measure:
    low, high = parameters
    length = _positive(sub(high, low), "the length of the interval of a uniform law", work)
    return Measure((Density(closed(low), closed(high), work.simple(power(length, num(-1)))),))


def _exponential(parameters: tuple[Tree, ...], work: Work) -> Measure:
    (rate,) = parameters
    _positive(rate, "the rate of an exponential law", work)
    return Measure((Density(rational(0), PLUS_END, mul(rate, call("exp", neg(mul(rate, VARIABLE))))),))


def _laplace(parameters: tuple[Tree, ...], work: Work) -> Measure:
    (rate,) = parameters
    _positive(rate, "the rate of a Laplace law", work)
    sides = (
        Density(MINUS_END, rational(0), mul(HALF, rate, call("exp", mul(rate, VARIABLE)))),
        Density(rational(0), PLUS_END, mul(HALF, rate, call("exp", neg(mul(rate, VARIABLE))))),
    )
    return Measure(sides)


def _cauchy(_: tuple[Tree, ...], work: Work) -> Measure:
    function = power(mul(PI, add(ONE, power(VARIABLE, TWO))), num(-1))
    return Measure((Density(MINUS_END, PLUS_END, function),))


def _bernoulli(parameters: tuple[Tree, ...], work: Work) -> Measure:
    success = _probability(parameters[0], "the success probability of a Bernoulli law", work)
    return Measure(atoms=collected([Atom(ZERO, sub(ONE, success)), Atom(ONE, success)], work))


def _binomial(parameters: tuple[Tree, ...], work: Work) -> Measure:
    size, success = parameters
    _probability(success, "the success probability of a binomial law", work)
    if size.head == "num" and (size.value.denom() != 1 or size.value < 0):
        raise Improper("the number of trials of a binomial law is a whole number, 0 at least")
    if size.head != "num" or size.value > _MOST_TRIALS:
        raise Undecided(f"a binomial law of more than {_MOST_TRIALS} trials")
    n = int(size.value.numer())
    masses = [mul(num(_choose(n, k)), _to(success, k), _to(sub(ONE, success), n - k)) for k in range(n + 1)]
    return Measure(atoms=collected([Atom(num(k), mass) for k, mass in enumerate(masses)], work))


_MOST_TRIALS = 200


def _choose(n: int, k: int) -> int:
    return 1 if k == 0 else _choose(n, k - 1) * (n - k + 1) // k


def _to(base: Tree, k: int) -> Tree:
    return power(base, num(k)) if k else ONE


def _poisson(parameters: tuple[Tree, ...], work: Work) -> Measure:
    (mean,) = parameters
    if work.constants.sign(mean) == 0:
        return Measure(atoms=(Atom(ZERO, ONE),))
    _positive(mean, "the mean of a Poisson law", work)
    mass = mul(call("exp", neg(mean)), power(mean, INDEX), power(call("factorial", INDEX), num(-1)))
    return Measure(families=(Family(INDEX, mass, 0),))


def _geometric(parameters: tuple[Tree, ...], work: Work) -> Measure:
    success = _probability(parameters[0], "the success probability of a geometric law", work)
    _positive(success, "the success probability of a geometric law", work)
    if work.same(success, ONE):
        return Measure(atoms=(Atom(ONE, ONE),))
    mass = mul(success, power(work.simple(sub(ONE, success)), add(INDEX, num(-1))))
    return Measure(families=(Family(INDEX, mass, 1),))


_LAWS: Mapping[str, Callable[[tuple[Tree, ...], Work], Measure]] = {
    "lebesgue": _lebesgue,
    "counting": _counting,
    "cantor": _cantor,
    "normal": _normal,
    "uniform": _uniform,
    "exponential": _exponential,
    "laplace": _laplace,
    "cauchy": _cauchy,
    "bernoulli": _bernoulli,
    "Bin": _binomial,
    "poisson": _poisson,
    "geometric": _geometric,
}
