"""Cells, germs, limits, integrals and sums: what holds on an interval."""

from tutor.mathematics.analysis.cells import SignChart
from tutor.mathematics.analysis.constants import Constants, Undecided, enclosure
from tutor.mathematics.analysis.expansions import Oscillates
from tutor.mathematics.analysis.germs import Germ, germ, summable
from tutor.mathematics.analysis.integrals import Convergence, integrable, integral
from tutor.mathematics.analysis.isolated import Isolated
from tutor.mathematics.analysis.limits import NoLimit, limit
from tutor.mathematics.analysis.results import NoValue, Result
from tutor.mathematics.analysis.rolle import signs
from tutor.mathematics.analysis.series import series

__all__ = [
    "Constants",
    "Convergence",
    "Germ",
    "Isolated",
    "NoLimit",
    "NoValue",
    "Oscillates",
    "Result",
    "SignChart",
    "Undecided",
    "enclosure",
    "germ",
    "integrable",
    "integral",
    "limit",
    "series",
    "signs",
    "summable",
]
