"""The ladder: one claim in, one ruling out, deterministic and bounded by the budget."""

import logging
from collections.abc import Callable
from typing import Any

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
    SameVersion,
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
from tutor.judge.sentences import contrary_of
from tutor.judge.sets import decide_sets
from tutor.judge.sigma_algebras import decide_generated_algebra
from tutor.judge.space import space_of
from tutor.judge.verdicts import GaveUp, Ruling, Verdict
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.analysis.constants import NO_VALUE, Undecided
from tutor.mathematics.trees import Budget, OutOfSteps

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
    except (Unsupported, TooLarge, Undecided) as silence:
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
    procedure, most = _PROCEDURES[type(claim)]
    return procedure(claim, budget) if most is None else _within(most, budget, lambda share: procedure(claim, share))


def _decide_equal(claim: Equal, budget: Budget) -> Ruling:
    if not claim.domain.variables:
        return decide_numbers(claim, budget)
    return _within(FUNCTION_STEPS, budget, lambda share: decide_functions(claim, share))


def _within(most: int, budget: Budget, work: Callable[[Budget], Ruling]) -> Ruling:
    """The work with at most this many steps of the budget."""
    share = Budget(min(most, budget.left))
    granted = share.left
    try:
        return work(share)
    finally:
        budget.left -= granted - max(0, share.left)


Procedure = Callable[[Any, Budget], Ruling]

_PROCEDURES: dict[type, tuple[Procedure, int | None]] = {
    Equal: (_decide_equal, None),
    Rounds: (decide_rounding, None),
    Matches: (lambda claim, _: decide_matches(claim), None),
    SameSet: (decide_sets, None),
    **dict.fromkeys(
        (
            SameMeasure,
            SameDensity,
            SameVersion,
            Distributes,
            AbsolutelyContinuous,
            Singular,
            Decomposes,
            Couples,
            WeakLimit,
        ),
        (decide_about_measures, None),
    ),
    IsMeasure: (decide_about_measures, None),
    ForAll: (decide_forall, BOUND_STEPS),
    Integrable: (decide_integrability, BOUND_STEPS),
    Independent: (decide_independence, None),
    Rate: (decide_rate, BOUND_STEPS),
    **dict.fromkeys((Converges, IntegralsConverge, DefinedSequence), (decide_about_sequences, None)),
    **dict.fromkeys((Covers, TotalLength, OpenIntervals), (decide_about_covers, BOUND_STEPS)),
    ExponentSet: (decide_exponents, BOUND_STEPS),
    GeneratedAlgebra: (lambda claim, _: decide_generated_algebra(claim), None),
    Compares: (decide_comparison, BOUND_STEPS),
    Continuous: (decide_continuity, BOUND_STEPS),
    Lipschitz: (decide_lipschitz, BOUND_STEPS),
    All: (lambda claim, budget: all_hold([decide(part, budget) for part in claim.parts]), None),
    Fails: (lambda claim, budget: fails(decide(claim.claim, budget), contrary_of(claim.claim)), None),
}
"""The one deciding procedure of each class of claims, and the most steps it may take where it has a cap of its own."""
