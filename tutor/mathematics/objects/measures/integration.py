"""The integral of one function between two ends, as the work on measures needs it."""

from tutor.language.tree import Tree
from tutor.mathematics.algebra import Bound
from tutor.mathematics.analysis.constants import NO_VALUE, Undecided
from tutor.mathematics.analysis.integrals import integral_over, parts
from tutor.mathematics.analysis.results import Result
from tutor.mathematics.objects.measures.measure import Work, X


def integrated(function: Tree, low: Bound, high: Bound, work: Work) -> Result:
    """The integral over `x` from low to high. Raises Undecided, NoValue, OutOfSteps."""
    try:
        return integral_over(parts(function, work.line, low, high), X, work.budget)
    except NO_VALUE as silence:
        raise Undecided("an integral whose integrand could not be enclosed") from silence
