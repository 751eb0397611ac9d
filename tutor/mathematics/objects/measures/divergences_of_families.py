"""Divergences and distances between two laws of one family, as formulas in their parameters.

Sources: S. Kullback, "Information theory and statistics" (1959); for W1 and W2 the increasing coupling of quantiles.
Every formula states which parameters it needs and proves that; where the sign is open, it raises Undecided.
"""

from collections.abc import Callable, Mapping

from tutor.language.tree import Tree
from tutor.mathematics.analysis.constants import Constants, Undecided
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
    num,
    power,
    sqrt,
    sub,
)

Parameters = tuple[Tree, ...]
Formula = Callable[[Parameters, Parameters, Constants], Tree]


def _need(condition: bool) -> None:
    if not condition:
        raise Undecided("parameters for which there is no formula")


def _positive(constants: Constants, *values: Tree) -> None:
    """Raises Undecided unless all of them are positive on the whole domain."""
    _need(all(constants.sign(value) > 0 for value in values))


def _probabilities(constants: Constants, *values: Tree) -> None:
    """Raises Undecided unless all of them lie strictly between 0 and 1."""
    _positive(constants, *values, *(sub(ONE, value) for value in values))


def _log(value: Tree) -> Tree:
    return call("log", value)


def _root(value: Tree, constants: Constants) -> Tree:
    """The square root, which is s for the variance s^2 of a positive s."""
    return constants.simplified(sqrt(value))


def _size(value: Tree) -> Tree:
    return call("abs", value)


def _square(value: Tree) -> Tree:
    return power(value, TWO)


def _inverse(value: Tree) -> Tree:
    return power(value, MINUS_ONE)


# Normal laws: mean and variance -------------------------------------------------------------------------------------


def _kl_normal(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    (m, v), (n, w) = p, q
    _positive(constants, v, w)
    return mul(HALF, add(_log(div(w, v)), div(add(v, _square(sub(m, n))), w), MINUS_ONE))


def _tv_normal(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    """Equal variances only: the densities cross once, halfway."""
    (m, v), (n, w) = p, q
    _positive(constants, v)
    _need(constants.simplified(sub(v, w)) is ZERO)
    return sub(mul(TWO, call("Phi", div(_size(sub(m, n)), mul(TWO, _root(v, constants))))), ONE)


def _h2_normal(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    (m, v), (n, w) = p, q
    _positive(constants, v, w)
    total = add(v, w)
    exponent = div(_square(sub(m, n)), mul(num(-4), total))
    return sub(ONE, mul(sqrt(div(mul(TWO, _root(v, constants), _root(w, constants)), total)), call("exp", exponent)))


def _w1_normal(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    """Equal variances, a shift; or equal means, a change of scale."""
    (m, v), (n, w) = p, q
    _positive(constants, v, w)
    if constants.simplified(sub(v, w)) is ZERO:
        return _size(sub(m, n))
    _need(constants.simplified(sub(m, n)) is ZERO)
    return mul(_size(sub(_root(v, constants), _root(w, constants))), sqrt(div(TWO, PI)))


def _w2_normal(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    (m, v), (n, w) = p, q
    _positive(constants, v, w)
    return sqrt(add(_square(sub(m, n)), _square(sub(_root(v, constants), _root(w, constants)))))


# Exponential and Laplace laws: a rate -------------------------------------------------------------------------------


def _kl_rate(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    (a,), (b,) = p, q
    _positive(constants, a, b)
    return add(_log(div(a, b)), div(b, a), MINUS_ONE)


def _h2_rate(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    (a,), (b,) = p, q
    _positive(constants, a, b)
    return sub(ONE, div(mul(TWO, sqrt(a), sqrt(b)), add(a, b)))


def _w1_rate(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    """X/a and X/b for one X with E |X| = 1."""
    (a,), (b,) = p, q
    _positive(constants, a, b)
    return _size(sub(_inverse(a), _inverse(b)))


def _w2_rate(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    """X/a and X/b for one X with E X^2 = 2."""
    return mul(sqrt(TWO), _w1_rate(p, q, constants))


# Bernoulli and binomial laws ----------------------------------------------------------------------------------------


def _kl_bernoulli(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    (a,), (b,) = p, q
    _probabilities(constants, a, b)
    c, d = sub(ONE, a), sub(ONE, b)
    return add(mul(a, _log(div(a, b))), mul(c, _log(div(c, d))))


def _tv_bernoulli(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    (a,), (b,) = p, q
    _probabilities(constants, a, b)
    return _size(sub(a, b))


def _h2_bernoulli(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    (a,), (b,) = p, q
    _probabilities(constants, a, b)
    return sub(ONE, add(mul(sqrt(a), sqrt(b)), mul(sqrt(sub(ONE, a)), sqrt(sub(ONE, b)))))


def _w2_bernoulli(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    return sqrt(_tv_bernoulli(p, q, constants))


def _of_trials(formula: Formula) -> Formula:
    """n times the formula for one trial: KL adds over independent trials, and the larger success wins in order."""

    def rule(p: Parameters, q: Parameters, constants: Constants) -> Tree:
        _need(p[0] is q[0])
        _positive(constants, p[0])
        return mul(p[0], formula(p[1:], q[1:], constants))

    return rule


# Poisson and geometric laws -----------------------------------------------------------------------------------------


def _kl_poisson(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    (a,), (b,) = p, q
    _positive(constants, a, b)
    return add(mul(a, _log(div(a, b))), sub(b, a))


def _h2_poisson(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    (a,), (b,) = p, q
    _positive(constants, a, b)
    return sub(ONE, call("exp", mul(num(-1), HALF, _square(sub(sqrt(a), sqrt(b))))))


def _w1_poisson(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    """The law with the larger mean is the sum of the other one and an independent one."""
    (a,), (b,) = p, q
    _positive(constants, a, b)
    return _size(sub(a, b))


def _kl_geometric(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    (a,), (b,) = p, q
    _probabilities(constants, a, b)
    c, d = sub(ONE, a), sub(ONE, b)
    return add(_log(div(a, b)), mul(div(c, a), _log(div(c, d))))


def _h2_geometric(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    (a,), (b,) = p, q
    _probabilities(constants, a, b)
    ratio = mul(sqrt(sub(ONE, a)), sqrt(sub(ONE, b)))
    return sub(ONE, div(mul(sqrt(a), sqrt(b)), sub(ONE, ratio)))


def _w1_geometric(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    """The smaller success probability has the larger quantiles."""
    _probabilities(constants, *p, *q)
    return _size(sub(_inverse(p[0]), _inverse(q[0])))


# Uniform laws and point masses --------------------------------------------------------------------------------------


def _share(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    """The length of the first interval over that of the second. Raises Undecided unless it lies inside."""
    (a, b), (c, d) = p, q
    _positive(constants, sub(b, a), sub(d, c))
    _need(constants.sign(sub(a, c)) >= 0 and constants.sign(sub(d, b)) >= 0)
    return div(sub(b, a), sub(d, c))


def _kl_uniform(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    return mul(num(-1), _log(_share(p, q, constants)))


def _tv_uniform(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    try:
        return sub(ONE, _nested(p, q, constants))
    except Undecided:
        lengths = sub(p[1], p[0]), sub(q[1], q[0])
        return sub(ONE, div(_overlap(p, q, constants), call("max", *lengths)))


def _h2_uniform(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    try:
        return sub(ONE, sqrt(_nested(p, q, constants)))
    except Undecided:
        lengths = sub(p[1], p[0]), sub(q[1], q[0])
        return sub(ONE, div(_overlap(p, q, constants), mul(sqrt(lengths[0]), sqrt(lengths[1]))))


def _overlap(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    """The length of the intersection of two intervals; 0 where they are disjoint."""
    (a, b), (c, d) = p, q
    _positive(constants, sub(b, a), sub(d, c))
    return call("max", ZERO, sub(call("min", b, d), call("max", a, c)))


def _w1_uniform(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    """The integral of |u (1 - t) + v t| over [0, 1], where u and v are the gaps of the left and of the right ends.

    Hypothesis: the signs of both are known; where they differ, |u| / (|u| + |v|) is the zero inside.
    """
    (a, b), (c, d) = p, q
    _positive(constants, sub(b, a), sub(d, c))
    u, v = sub(a, c), sub(b, d)
    if constants.sign(constants.simplified(u)) * constants.sign(constants.simplified(v)) >= 0:
        return mul(HALF, _size(add(u, v)))
    return div(add(_square(u), _square(v)), mul(TWO, _size(sub(v, u))))


def _nested(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    """The share of the interval inside, whichever it is."""
    try:
        return _share(p, q, constants)
    except Undecided:
        return _share(q, p, constants)


def _w2_uniform(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    (a, b), (c, d) = p, q
    _positive(constants, sub(b, a), sub(d, c))
    centres = mul(HALF, sub(add(a, b), add(c, d)))
    return sqrt(add(_square(centres), div(_square(sub(sub(b, a), sub(d, c))), num(12))))


def _w_point(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    return _size(sub(p[0], q[0]))


def _differ(p: Parameters, q: Parameters, constants: Constants) -> Tree:
    """1 for mutually singular point masses, 0 for equal ones."""
    return ZERO if constants.compare(p[0], q[0]) == 0 else ONE


FORMULAS: Mapping[tuple[str, str | None], Formula] = {
    ("KL", "normal"): _kl_normal,
    ("TV", "normal"): _tv_normal,
    ("H2", "normal"): _h2_normal,
    ("W1", "normal"): _w1_normal,
    ("W2", "normal"): _w2_normal,
    **{("KL", name): _kl_rate for name in ("exponential", "laplace")},
    **{("H2", name): _h2_rate for name in ("exponential", "laplace")},
    **{("W1", name): _w1_rate for name in ("exponential", "laplace")},
    **{("W2", name): _w2_rate for name in ("exponential", "laplace")},
    ("KL", "bernoulli"): _kl_bernoulli,
    **{(name, "bernoulli"): _tv_bernoulli for name in ("TV", "W1")},
    ("H2", "bernoulli"): _h2_bernoulli,
    ("W2", "bernoulli"): _w2_bernoulli,
    ("KL", "Bin"): _of_trials(_kl_bernoulli),
    ("W1", "Bin"): _of_trials(_tv_bernoulli),
    ("KL", "poisson"): _kl_poisson,
    ("H2", "poisson"): _h2_poisson,
    ("W1", "poisson"): _w1_poisson,
    ("KL", "geometric"): _kl_geometric,
    ("H2", "geometric"): _h2_geometric,
    ("W1", "geometric"): _w1_geometric,
    ("KL", "uniform"): _kl_uniform,
    ("TV", "uniform"): _tv_uniform,
    ("H2", "uniform"): _h2_uniform,
    ("W1", "uniform"): _w1_uniform,
    ("W2", "uniform"): _w2_uniform,
    **{(name, "delta"): _w_point for name in ("W1", "W2")},
    **{(name, "delta"): _differ for name in ("TV", "H2")},
}
"""By the name of the distance and the family."""
