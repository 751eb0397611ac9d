"""Expectations of functions of Poisson, geometric and binomial variables with parameters, by closed forms.

Sources: the generating functions E b^X, means and variances of W. Feller, "An introduction to probability theory" I.
"""

from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.exponential import exponential_polynomial
from tutor.mathematics.objects.measures.laws import named_law
from tutor.mathematics.objects.measures.measure import VARIABLE, N, X
from tutor.mathematics.objects.measures.parameter_work import ParameterWork
from tutor.mathematics.objects.measures.signs import is_whole
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import MINUS_ONE, ONE, TWO, ZERO, add, call, div, mul, num, power, sub

MOST_TERMS = 60


def counts(law: Tree) -> bool:
    """Whether the law is one of these; a binomial law of a known number of trials has finitely many atoms instead."""
    return law.head == "law" and (
        law.value in ("poisson", "geometric") or (law.value == "Bin" and bool(free_names(law.args[0])))
    )


def expectation_of_counts(function: Tree, law: Tree, work: ParameterWork) -> Tree:
    """The expectation of a function of `x`. Raises Undecided, Open."""
    _check_admissible(law, work)
    if function.head == "indicator" and function.args[0].head in ("eq", "lt", "le"):
        return _probability(function.args[0], law, work)
    read = exponential_polynomial(function, X, work.constants)
    if read is None:
        raise Undecided("the expectation of a function of infinitely many values")
    found = []
    for base, coefficients in read.items():
        if base is ONE:
            found.append(_by_moments(coefficients, law))
        elif len(coefficients) == 1:
            found.append(mul(coefficients[0], _generating(base, law, work)))
        else:
            raise Undecided("the expectation of a function of infinitely many values")
    return add(ZERO, *found)


def _check_admissible(law: Tree, work: ParameterWork) -> None:
    sign, parameter = work.constants.sign, law.args[-1]
    proper = sign(parameter) >= 0 and (law.value == "poisson" or sign(sub(ONE, parameter)) >= 0)
    if law.value == "geometric":
        proper = proper and sign(parameter) > 0
    if law.value == "Bin":
        proper = proper and is_whole(law.args[0], work.domain) and sign(law.args[0]) >= 0
    if not proper:
        raise Undecided("a parameter that may be inadmissible")


def _by_moments(coefficients: list[Tree], law: Tree) -> Tree:
    """A polynomial of degree 2 at most, by mean and variance."""
    if len(coefficients) > 3:
        raise Undecided("a moment of higher order")
    parameter = law.args[-1]
    if law.value == "poisson":
        mean, variance = parameter, parameter
    elif law.value == "geometric":
        mean, variance = div(ONE, parameter), div(sub(ONE, parameter), power(parameter, TWO))
    else:
        mean = mul(law.args[0], parameter)
        variance = mul(mean, sub(ONE, parameter))
    moments = (ONE, mean, add(variance, power(mean, TWO)))
    return add(ZERO, *(mul(c, m) for c, m in zip(coefficients, moments, strict=False)))


def _generating(base: Tree, law: Tree, work: ParameterWork) -> Tree:
    """E b^X. Hypothesis, proved: b is not 0, and the geometric series converges, |b| (1 - p) < 1."""
    sign, parameter = work.constants.sign, law.args[-1]
    if sign(base) == 0:
        raise Undecided("a power of 0")
    if law.value == "poisson":
        return call("exp", mul(parameter, sub(base, ONE)))
    if law.value == "Bin":
        return power(add(ONE, mul(parameter, sub(base, ONE))), law.args[0])
    ratio = mul(base, sub(ONE, parameter))
    if sign(sub(ONE, ratio)) <= 0 or sign(add(ONE, ratio)) <= 0:
        raise Undecided("a generating function outside its circle of convergence")
    return div(mul(parameter, base), sub(ONE, ratio))


def _probability(condition: Tree, law: Tree, work: ParameterWork) -> Tree:
    """P(X = k), P(X >= k) and the like for a whole k."""
    left, right = condition.args
    side = right if left is VARIABLE else left
    if VARIABLE not in (left, right) or X in free_names(side) or not is_whole(side, work.domain) or law.value == "Bin":
        raise Undecided("the probability of another event")
    if condition.head == "eq":
        return _mass(side, law, work)
    strict = condition.head == "lt"
    if left is VARIABLE:
        return sub(ONE, _tail(side if strict else add(side, ONE), law, work))
    return _tail(add(side, ONE) if strict else side, law, work)


def _mass(index: Tree, law: Tree, work: ParameterWork) -> Tree:
    found = named_law(law.value, law.args, work.work)
    (family,) = found.families or (None,)
    if family is None:
        raise Undecided("a law of a single atom")
    if work.order(index, num(family.start)) < 0:
        return ZERO
    return substitute(family.mass, {N: index})


def _tail(first: Tree, law: Tree, work: ParameterWork) -> Tree:
    """P(X >= k): (1 - p)^(k - 1) for a geometric law and k >= 1, else the rest of a sum with finitely many terms."""
    start = 1 if law.value == "geometric" else 0
    if work.order(first, num(start)) <= 0:
        return ONE
    if law.value == "geometric":
        return power(sub(ONE, law.args[0]), add(first, MINUS_ONE))
    if first.head != "num" or first.value > MOST_TERMS:
        raise Undecided("a sum of a number of terms that is not known")
    return sub(ONE, add(ZERO, *(_mass(num(k), law, work) for k in range(int(first.value.numer())))))
