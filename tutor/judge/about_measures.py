"""Claims about measures, each with the module that decides it."""

from tutor.judge.claims import (
    AbsolutelyContinuous,
    Couples,
    Decomposes,
    Distributes,
    IsMeasure,
    SameDensity,
    SameMeasure,
    SameVersion,
    Singular,
    WeakLimit,
)
from tutor.judge.couplings import decide_coupling
from tutor.judge.densities import decide_density, decide_same_version
from tutor.judge.distributions import decide_distribution
from tutor.judge.masses import decide_is_measure
from tutor.judge.measures import (
    decide_absolute_continuity,
    decide_decomposition,
    decide_same_measure,
    decide_singularity,
)
from tutor.judge.verdicts import Ruling
from tutor.judge.weak_limits import decide_weak_limit
from tutor.mathematics.trees import Budget

AboutMeasures = (
    SameMeasure
    | SameDensity
    | SameVersion
    | Distributes
    | AbsolutelyContinuous
    | Singular
    | Decomposes
    | Couples
    | WeakLimit
    | IsMeasure
)


def decide_about_measures(claim: AboutMeasures, budget: Budget) -> Ruling:
    """The ruling on a claim about measures."""
    match claim:
        case SameMeasure():
            return decide_same_measure(claim, budget)
        case SameDensity():
            return decide_density(claim, budget)
        case SameVersion():
            return decide_same_version(claim, budget)
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
        case IsMeasure():
            return decide_is_measure(claim, budget)
