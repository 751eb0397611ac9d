"""The ladder: one claim in, one ruling out, deterministic and bounded by the budget."""

import logging
from collections.abc import Callable

from tutor.judge.about_measures import decide_about_measures
from tutor.judge.bounds import decide_forall, decide_independence, decide_integrability
from tutor.judge.claims import (
    AbsolutelyContinuous,
    All,
    Claim,
    Compares,
    Continuous,
    Converges,
    Couples,
    Covers,
    Decomposes,
    DefinedSequence,
    Distributes,
    Equal,
    ExponentSet,
    Fails,
    ForAll,
    GeneratedAlgebra,
    Independent,
    Integrable,
    IntegralsConverge,
    IsMeasure,
    Lipschitz,
    Matches,
    OpenIntervals,
    Rate,
    Rounds,
    SameDensity,
    SameMeasure,
    SameSet,
    Singular,
    TotalLength,
    WeakLimit,
)
from tutor.judge.comparisons import decide_comparison
from tutor.judge.connectives import all_hold, fails
from tutor.judge.continuity import decide_continuity, decide_lipschitz
from tutor.judge.convergence import decide_about_sequences
from tutor.judge.covers import decide_about_covers
from tutor.judge.evidence import Contradiction
from tutor.judge.exponents import decide_exponents
from tutor.judge.finite import decide_matches
from tutor.judge.functions import decide_functions
from tutor.judge.numbers import decide_numbers, decide_rounding
from tutor.judge.rates import decide_rate
from tutor.judge.regions import atoms
from tutor.judge.sets import decide_sets
from tutor.judge.sigma_algebras import decide_generated_algebra
from tutor.judge.space import space_of
from tutor.judge.verdicts import GaveUp, Ruling, Verdict
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.analysis.constants import NO_VALUE
from tutor.mathematics.trees import Budget, OutOfSteps

Family = (
    Converges
    | IntegralsConverge
    | DefinedSequence
    | Covers
    | TotalLength
    | OpenIntervals
    | ExponentSet
    | GeneratedAlgebra
)
"""Claims about sequences of functions, families of intervals and of sets."""

log = logging.getLogger("tutor.judge")

FUNCTION_STEPS = 60_000
"""No question about functions is given more steps than this, about a tenth of a second."""
BOUND_STEPS = 300_000
"""Inequalities with quantifiers: about a second."""


def decide(claim: Claim, budget: Budget) -> Ruling:
    """The ruling on one claim. Never raises for a claim in core form; what cannot be decided is `undecided`."""
    try:
        return _dispatch(claim, budget)
    except OutOfSteps:
        return _undecided("the step budget is spent")
    except (Unsupported, TooLarge) as silence:
        return _undecided(silence.reason)
    except NO_VALUE as silence:
        return _undecided(f"a part has no certified value ({type(silence).__name__.lower()})")
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
        case SameMeasure() | SameDensity() | Distributes() | AbsolutelyContinuous() | Singular() | Decomposes():
            return decide_about_measures(claim, budget)
        case Couples() | WeakLimit() | IsMeasure():
            return decide_about_measures(claim, budget)
        case ForAll():
            return _within(BOUND_STEPS, budget, lambda share: decide_forall(claim, share))
        case Integrable():
            return _within(BOUND_STEPS, budget, lambda share: decide_integrability(claim, share))
        case Independent():
            return decide_independence(claim, budget)
        case Rate():
            return _within(BOUND_STEPS, budget, lambda share: decide_rate(claim, share))
        case Converges() | IntegralsConverge() | DefinedSequence() | GeneratedAlgebra():
            return _about_families(claim, budget)
        case Covers() | TotalLength() | OpenIntervals() | ExponentSet():
            return _within(BOUND_STEPS, budget, lambda share: _about_families(claim, share))
        case _:
            return _composed(claim, budget)


def _about_families(claim: Family, budget: Budget) -> Ruling:
    match claim:
        case Converges() | IntegralsConverge() | DefinedSequence():
            return decide_about_sequences(claim, budget)
        case Covers() | TotalLength() | OpenIntervals():
            return decide_about_covers(claim, budget)
        case ExponentSet():
            return decide_exponents(claim, budget)
        case GeneratedAlgebra():
            return decide_generated_algebra(claim)


def _composed(claim: Claim, budget: Budget) -> Ruling:
    """Claims of witnesses: comparisons, continuity, and claims that are made of claims."""
    match claim:
        case Compares():
            return _within(BOUND_STEPS, budget, lambda share: decide_comparison(claim, share))
        case Continuous():
            return _within(BOUND_STEPS, budget, lambda share: decide_continuity(claim, share))
        case Lipschitz():
            return _within(BOUND_STEPS, budget, lambda share: decide_lipschitz(claim, share))
        case All():
            return all_hold([decide(part, budget) for part in claim.parts])
        case Fails():
            return fails(decide(claim.claim, budget))
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
