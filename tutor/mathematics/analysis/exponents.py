"""For which exponents p a function is in L^p: from its germs at the singular ends.

With |f| ~ c t^a log(t)^b loglog(t)^c at an end moved to t -> oo, |f|^p is integrable up to it exactly when a p < m.
Here m = -1 at an infinite end and m = 1 at a finite one (there dx = dt/t^2); at a p = m the logarithms decide. So each
end leaves a half line of p, and the set of all p is an interval.
"""

from dataclasses import dataclass

from tutor.language.tree import Tree
from tutor.mathematics.algebra import End, closed
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.analysis.expansions import Oscillates
from tutor.mathematics.analysis.germs import Germ, germ, regular_amplitude
from tutor.mathematics.analysis.integrals import parts, singular_ends
from tutor.mathematics.analysis.isolated import tree_of
from tutor.mathematics.analysis.rolle import line
from tutor.mathematics.trees import Budget
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, MINUS_ONE, ONE, div, mul, sign_of_infinity


@dataclass(frozen=True, slots=True)
class Exponents:
    """The p in [1, oo) between two ends that belong to the set as `closed` says; with `infinite` also p = oo."""

    low: Tree
    high: Tree
    closed: tuple[bool, bool]
    infinite: bool
    empty: bool = False


def exponents(f: Tree, x: str, low: Tree, high: Tree, budget: Budget) -> Exponents:
    """{p in [1, oo] : f in L^p(low, high)}. Raises Undecided; NoValue where f is undefined on an interval."""
    constants = Constants(budget)
    found = Exponents(ONE, INFINITY, (True, False), infinite=True)
    for part in parts(f, line(x, budget), closed(low), closed(high)):
        for end, side in singular_ends(part, x):
            infinite = isinstance(end, End)
            point = (INFINITY if side < 0 else MINUS_INFINITY) if isinstance(end, End) else tree_of(end)
            leading = _leading(part.function, x, point, side, constants)
            if leading is not None:
                found = _narrowed(found, leading, infinite, constants)
    return found


def _leading(f: Tree, x: str, point: Tree, side: int, constants: Constants) -> Germ | None:
    try:
        return germ(f, x, point, side, constants)
    except Oscillates:
        return regular_amplitude(f, x, point, side, constants)


def _narrowed(found: Exponents, leading: Germ, at_infinity: bool, constants: Constants) -> Exponents:
    growth = leading.arithmetic.growth_sign(leading.monomial)
    infinite = found.infinite and leading.trend() <= 0
    if growth:
        return found if growth < 0 else _none(found, False)
    if leading.monomial.growth:
        raise Undecided("growth between the powers and the logarithms")
    a, b, c = leading.monomial.scale
    sign = constants.sign(a)
    if sign == 0:
        return _none(found, infinite) if at_infinity else _with(found, infinite)
    edge = constants.simplified(div(MINUS_ONE if at_infinity else ONE, a))
    if constants.sign(edge) < 0:
        return _none(found, infinite) if at_infinity else _with(found, infinite)
    belongs = _by_logarithms(mul(b, edge), mul(c, edge), constants)
    return (
        _above(found, edge, belongs, infinite, constants)
        if at_infinity
        else _below(found, edge, belongs, infinite, constants)
    )


def _by_logarithms(b: Tree, c: Tree, constants: Constants) -> bool:
    """Whether log(t)^b loglog(t)^c / t is integrable up to oo."""
    order = constants.compare(b, MINUS_ONE)
    return order < 0 or (order == 0 and constants.compare(c, MINUS_ONE) < 0)


def _none(found: Exponents, infinite: bool) -> Exponents:
    return Exponents(found.low, found.high, found.closed, infinite, empty=True)


def _with(found: Exponents, infinite: bool) -> Exponents:
    return Exponents(found.low, found.high, found.closed, infinite, found.empty)


def _above(found: Exponents, edge: Tree, belongs: bool, infinite: bool, constants: Constants) -> Exponents:
    """p > edge, or p >= edge."""
    order = constants.compare(edge, found.low)
    low, low_closed = (edge, belongs) if order > 0 else (found.low, found.closed[0])
    if order == 0:
        low_closed = found.closed[0] and belongs
    return _checked(Exponents(low, found.high, (low_closed, found.closed[1]), infinite, found.empty), constants)


def _below(found: Exponents, edge: Tree, belongs: bool, infinite: bool, constants: Constants) -> Exponents:
    """p < edge, or p <= edge."""
    order = -1 if sign_of_infinity(found.high) else constants.compare(edge, found.high)
    high, high_closed = (edge, belongs) if order < 0 else (found.high, found.closed[1])
    if order == 0:
        high_closed = found.closed[1] and belongs
    return _checked(Exponents(found.low, high, (found.closed[0], high_closed), infinite, found.empty), constants)


def _checked(found: Exponents, constants: Constants) -> Exponents:
    """The same, known to be empty where its ends have crossed."""
    if found.empty or sign_of_infinity(found.high):
        return found
    order = constants.compare(found.low, found.high)
    crossed = order > 0 or (order == 0 and not all(found.closed))
    return _none(found, found.infinite) if crossed else found
