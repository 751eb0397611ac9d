"""Which modes of convergence follow from which, on a space of finite measure or on any."""

from collections.abc import Iterator, Mapping

from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.trees import Budget
from tutor.mathematics.trees.build import TWO, sign_of_infinity
from tutor.mathematics.trees.modes import AnyMode, InMean, Mode

ALWAYS: tuple[tuple[Mode, Mode], ...] = (
    (Mode.UNIFORMLY, Mode.POINTWISE),
    (Mode.UNIFORMLY, Mode.ALMOST_UNIFORMLY),
    (Mode.UNIFORMLY, Mode.IN_MEASURE),
    (Mode.UNIFORMLY, Mode.ALMOST_EVERYWHERE),
    (Mode.POINTWISE, Mode.ALMOST_EVERYWHERE),
    (Mode.ALMOST_UNIFORMLY, Mode.ALMOST_EVERYWHERE),
    (Mode.ALMOST_UNIFORMLY, Mode.IN_MEASURE),
)
"""To one and the same limit."""

ON_FINITE: tuple[tuple[Mode, Mode], ...] = (
    (Mode.ALMOST_EVERYWHERE, Mode.ALMOST_UNIFORMLY),
    (Mode.ALMOST_EVERYWHERE, Mode.IN_MEASURE),
    (Mode.POINTWISE, Mode.ALMOST_UNIFORMLY),
    (Mode.POINTWISE, Mode.IN_MEASURE),
)
"""On a space of finite measure besides (Egorov)."""


def broken(answers: Mapping[AnyMode, bool], finite: bool) -> Iterator[tuple[AnyMode, AnyMode]]:
    """The pairs (a, b) answered yes and no although a implies b."""
    for first, yes in answers.items():
        for second, no in answers.items():
            if yes and not no and implies(first, second, finite):
                yield first, second


def implies(first: AnyMode, second: AnyMode, finite: bool) -> bool:
    """Whether convergence in the first mode implies it in the second, on every space (of finite measure)."""
    if isinstance(first, InMean):
        return _mean_implies(first, second, finite)
    if isinstance(second, InMean):
        return first is Mode.UNIFORMLY and (finite or sign_of_infinity(second.p) > 0)
    if first is Mode.UNIFORMLY and second is Mode.WEAKLY:
        return finite
    return (first, second) in ALWAYS or (finite and (first, second) in ON_FINITE)


def _mean_implies(first: InMean, second: AnyMode, finite: bool) -> bool:
    if isinstance(second, InMean):
        return finite and first.p is not second.p and _larger(first, second)
    if second is Mode.WEAKLY:
        return first.p is TWO or (finite and _larger(first, InMean(TWO)))
    if sign_of_infinity(first.p) > 0:
        return second in (Mode.ALMOST_UNIFORMLY, Mode.ALMOST_EVERYWHERE, Mode.IN_MEASURE)
    return second is Mode.IN_MEASURE


def _larger(first: InMean, second: InMean) -> bool:
    if sign_of_infinity(first.p) > 0 or sign_of_infinity(second.p) > 0:
        return sign_of_infinity(first.p) > sign_of_infinity(second.p)
    try:
        return Constants(Budget(10_000)).compare(first.p, second.p) > 0
    except Undecided:
        return False
