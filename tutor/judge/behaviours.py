"""How a function behaves at the end where its integral diverges, in words: "it behaves like 1/x at 0"."""

from tutor.judge.spelling import tree_text
from tutor.language.tree import Tree
from tutor.mathematics.algebra import TooLarge, Unsupported, closed
from tutor.mathematics.analysis.constants import NO_VALUE, Constants, Undecided
from tutor.mathematics.analysis.expansions import Oscillates
from tutor.mathematics.analysis.germs import Germ, germ
from tutor.mathematics.analysis.integrals import end_tree, integrable_at, parts, singular_ends
from tutor.mathematics.analysis.results import NoValue
from tutor.mathematics.analysis.rolle import line
from tutor.mathematics.analysis.scales import Scale
from tutor.mathematics.trees import Budget, OutOfSteps
from tutor.mathematics.trees.build import MINUS_ONE, ONE, ZERO, add, call, mul, power, sign_of_infinity, sub, var

STEPS = 20_000
"""A behaviour is looked for with this many steps."""


def divergence(function: Tree, x: str, low: Tree, high: Tree, budget: Budget) -> str | None:
    """The leading term at the first end at which |function| is not integrable; None where none was found.

    Established by the expansion at this end, whose leading coefficient is exact and certified not to be 0.
    """
    granted = min(STEPS, max(0, budget.left))
    share = Budget(granted)
    try:
        return _divergence(function, x, low, high, share)
    except (Undecided, NoValue, Oscillates, Unsupported, TooLarge, OutOfSteps, *NO_VALUE):
        return None
    finally:
        budget.left -= granted - max(0, share.left)


def _divergence(function: Tree, x: str, low: Tree, high: Tree, budget: Budget) -> str | None:
    for part in parts(function, line(x, budget), closed(low), closed(high)):
        for end, side in singular_ends(part, x):
            if not integrable_at(part, x, end, side, budget):
                point, constants = end_tree(end), Constants(budget)
                found = germ(part.function, x, point, side, constants)
                return None if found is None else _behaviour(found, x, point, side, constants)
    return None


def _behaviour(found: Germ, x: str, point: Tree, side: int, constants: Constants) -> str:
    """coefficient * monomial with t put back: t is |x| at an infinite end, 1/|x - point| at a finite one."""
    infinite = sign_of_infinity(point)
    if infinite:
        base, way = (var(x) if infinite > 0 else call("abs", var(x))), ONE
    else:
        base, way = (sub(var(x), point) if side > 0 else sub(point, var(x))), MINUS_ONE

    def product(scale: Scale) -> Tree:
        """t^a log(t)^b loglog(t)^c."""
        a, b, c = map(constants.simplified, scale)
        log = call("log", power(base, way))
        powers = ((base, mul(way, a)), (log, b), (call("log", log), c))
        return mul(*(power(factor, exponent) for factor, exponent in powers if exponent is not ZERO))

    factors = [constants.simplified(found.coefficient), product(found.monomial.scale)]
    if found.monomial.growth:
        terms = (mul(constants.simplified(c), product(scale)) for scale, c in found.monomial.growth)
        factors.append(call("exp", add(*terms)))
    return f"it behaves like {tree_text(mul(*factors))} at {tree_text(point)}"
