"""The modes in which a sequence of functions may converge, by name."""

from dataclasses import dataclass
from enum import StrEnum

from tutor.language.tree import Tree


class Mode(StrEnum):
    """A mode without a parameter; L^p stands beside them as `InMean`."""

    POINTWISE = "pointwise"
    ALMOST_EVERYWHERE = "a.e."
    UNIFORMLY = "uniformly"
    ALMOST_UNIFORMLY = "almost uniformly"
    IN_MEASURE = "in measure"
    WEAKLY = "weakly in L^2"


@dataclass(frozen=True, slots=True)
class InMean:
    """In L^p, for p from 1 to oo."""

    p: Tree


AnyMode = Mode | InMean
