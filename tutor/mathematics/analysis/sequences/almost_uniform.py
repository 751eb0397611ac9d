"""Almost uniform convergence on a space of infinite measure.

f_n -> f almost uniformly exactly when the measure of the union over m >= n of {|f_m - f| > eps} tends to 0 for every
eps > 0. The sets are the stretches of `superlevel`. On a space of finite measure Egorov's theorem decides.
"""

from collections.abc import Sequence

from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.germs import germ, summable
from tutor.mathematics.analysis.sequences.outcomes import Finding
from tutor.mathematics.analysis.sequences.sequence import Work, length
from tutor.mathematics.analysis.sequences.superlevel import Stretch
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import INFINITY, ONE, ZERO, add, sign_of_infinity, var
from tutor.mathematics.trees.calculus import NotSmooth, derivative


def almost_uniform(stretches: Sequence[Stretch], work: Work) -> Finding:
    """Whether the tails of these sets shrink to nothing, f_n -> f a.e. being known. Raises Undecided.

    Each stretch is followed by itself: the union over all of them is small when each of these unions is.
    """
    for stretch in stretches:
        found = _tail(stretch, work)
        if found is not None:
            return found
    return Finding(
        True, "tails of superlevel sets", ("the union of {|f_m - f| > eps} over m >= n shrinks to measure 0",)
    )


def _tail(stretch: Stretch, work: Work) -> Finding | None:
    """None where the measure of the union of the stretches from n on tends to 0."""
    limits = [work.eventually.limit(end) for end in stretch]
    if not any(sign_of_infinity(limit) for limit in limits):
        return None  # All in a bounded set, on which Egorov's theorem holds.
    size = length(*stretch)
    if not sign_of_infinity(size) and summable(germ(size, work.n, INFINITY, 1, work.eventually.small)):
        return None
    if _shrinks(stretch, work):
        return None
    low, high = stretch
    if limits[0] is limits[1] and _covers_infinite_length(stretch, work):
        words = (
            "|f_n - f| > eps on (",
            low,
            ", ",
            high,
            "), and the union of these from any n on has infinite measure",
        )
        return Finding(False, "tails of superlevel sets", words)
    raise Undecided("the union of the superlevel sets")


def _shrinks(stretch: Stretch, work: Work) -> bool:
    """Whether the stretches are nested and their length tends to 0."""
    size = length(*stretch)
    if sign_of_infinity(size) or work.eventually.limit(size) is not ZERO:
        return False
    low, high = (_trend(end, work) for end in stretch)
    return low >= 0 and high <= 0


def _trend(end: Tree, work: Work) -> int:
    """The eventual sign of the derivative in n."""
    if work.n not in free_names(end):
        return 0
    try:
        return work.eventually.sign(derivative(end, work.n))
    except NotSmooth as refused:
        raise Undecided("a moving end without a derivative") from refused


def _covers_infinite_length(stretch: Stretch, work: Work) -> bool:
    """Whether stretches that run off to oo (or -oo) have unions of infinite length; their lengths are not summable.

    Neighbours that are disjoint add up; neighbours that meet leave no gap up to infinity.
    """
    following = tuple(substitute(end, {work.n: add(var(work.n), ONE)}) for end in stretch)
    order = work.eventually.order
    if _trend(stretch[0], work) > 0:
        return order(following[0], stretch[1]) >= 0 or order(stretch[0], following[0]) < 0
    return order(following[1], stretch[0]) <= 0 or order(following[1], stretch[1]) < 0
