"""The ladder: one claim in, one ruling out, deterministic and bounded by the budget."""

import logging
from collections.abc import Callable

from tutor.judge.claims import (
    AbsolutelyContinuous,
    Claim,
    Couples,
    Decomposes,
    Distributes,
    Equal,
    Matches,
    Rounds,
    SameDensity,
    SameMeasure,
    SameSet,
    Singular,
    WeakLimit,
)
from tutor.judge.couplings import decide_coupling
from tutor.judge.densities import decide_density
from tutor.judge.distributions import decide_distribution
from tutor.judge.evidence import Contradiction
from tutor.judge.finite import decide_matches
from tutor.judge.functions import decide_functions
from tutor.judge.measures import (
    decide_absolute_continuity,
    decide_decomposition,
    decide_same_measure,
    decide_singularity,
)
from tutor.judge.numbers import decide_numbers, decide_rounding
from tutor.judge.regions import atoms
from tutor.judge.sets import decide_sets
from tutor.judge.space import space_of
from tutor.judge.verdicts import GaveUp, Ruling, Verdict
from tutor.judge.weak_limits import decide_weak_limit
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.trees import Budget, OutOfSteps

log = logging.getLogger("tutor.judge")

FUNCTION_STEPS = 60_000
"""No question about functions is given more steps than this, about a tenth of a second."""


def decide(claim: Claim, budget: Budget) -> Ruling:
    """The ruling on one claim. Never raises for a claim in core form; what cannot be decided is `undecided`."""
    try:
        return _dispatch(claim, budget)
    except OutOfSteps:
        return _undecided("the step budget is spent")
    except (Unsupported, TooLarge) as silence:
        return _undecided(silence.reason)
    except RecursionError:
        return _undecided("the expression is nested too deeply")
    except Contradiction as contradiction:
        log.exception("a proof and a certified point contradict each other: %s", claim)
        return _undecided(f"an engine fault: {contradiction}")


def forget() -> None:
    """Drop everything that was kept between decisions."""
    for kept in (space_of, atoms):
        kept.cache_clear()


def _undecided(reason: str) -> Ruling:
    return Ruling(Verdict.UNDECIDED, GaveUp((reason,)))


def _dispatch(claim: Claim, budget: Budget) -> Ruling:
    match claim:
        case Equal() if claim.domain.variables:
            return _within(FUNCTION_STEPS, budget, lambda share: decide_functions(claim, share))
        case Equal():
            return decide_numbers(claim, budget)
        case Rounds():
            return decide_rounding(claim, budget)
        case Matches():
            return decide_matches(claim)
        case SameSet():
            return decide_sets(claim, budget)
        case SameMeasure():
            return decide_same_measure(claim, budget)
        case SameDensity():
            return decide_density(claim, budget)
        case Distributes():
            return decide_distribution(claim, budget)
        case AbsolutelyContinuous():
            return decide_absolute_continuity(claim, budget)
        case Singular():
            return decide_singularity(claim, budget)
        case Decomposes():
            return decide_decomposition(claim, budget)
        case Couples():
            return decide_coupling(claim, budget)
        case WeakLimit():
            return decide_weak_limit(claim, budget)
        case _:
            return _undecided(f"no rule for claims of the sort {type(claim).__name__}")


def _within(most: int, budget: Budget, work: Callable[[Budget], Ruling]) -> Ruling:
    """The work with at most this many steps of the budget."""
    share = Budget(min(most, budget.left))
    granted = share.left
    try:
        return work(share)
    finally:
        budget.left -= granted - max(0, share.left)
