"""Exact real points, cells of a partition, and the normal form on one cell and sign branch."""

from tutor.mathematics.algebra.cells import Cell, Split, at, between
from tutor.mathematics.algebra.constants import compare, zero_constant
from tutor.mathematics.algebra.excluded import Excluded
from tutor.mathematics.algebra.field import Field
from tutor.mathematics.algebra.kernels import Quotient
from tutor.mathematics.algebra.linear import linear
from tutor.mathematics.algebra.outcomes import Need, TooLarge, UndefinedHere, Unsupported
from tutor.mathematics.algebra.points import MINUS_END, PLUS_END, Bound, End, Point, as_tree, closed, rational, roots
from tutor.mathematics.algebra.units import Units
from tutor.mathematics.algebra.whole_conditions import finite_image, plainer

__all__ = [
    "MINUS_END",
    "PLUS_END",
    "Bound",
    "Cell",
    "End",
    "Excluded",
    "Field",
    "Need",
    "Point",
    "Quotient",
    "Split",
    "TooLarge",
    "UndefinedHere",
    "Units",
    "Unsupported",
    "as_tree",
    "at",
    "between",
    "closed",
    "compare",
    "finite_image",
    "linear",
    "plainer",
    "rational",
    "roots",
    "zero_constant",
]
