"""The supremum of |f_n - f| over the space as n -> oo: values at the ends of moving cells and at critical points.

On a cell where the zeros of the derivative in x are all known, |f_n - f| is at most the largest of its one-sided limits
at the ends and its values at these zeros. A single value that does not tend to 0 shows that the supremum does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.germs import limit_from
from tutor.mathematics.analysis.sequences.outcomes import Words
from tutor.mathematics.analysis.sequences.sequence import MovingCell, Work
from tutor.mathematics.analysis.sequences.zeros import Located
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import MINUS_ONE, ONE, ZERO, mul, sign_of_infinity
from tutor.mathematics.trees.calculus import NotSmooth, derivative


@dataclass(slots=True)
class Suprema:
    """Limits of |f_n - f| along places x_n, each with words for the place.

    Outside the cells that stayed open no other value is larger in the limit.
    """

    limits: list[tuple[Tree, Words]] = field(default_factory=list)
    open: list[MovingCell] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether no other value is larger in the limit."""
        return not self.open

    @property
    def vanish(self) -> bool:
        """Whether the supremum certainly tends to 0."""
        return self.complete and all(value is ZERO for value, _ in self.limits)

    @property
    def bounded(self) -> bool:
        """Whether |f_n - f| is certainly bounded by one constant for all large n."""
        return self.complete and not any(sign_of_infinity(value) for value, _ in self.limits)

    @property
    def positive(self) -> tuple[Tree, Words] | None:
        """A limit that is certainly not 0."""
        return next((pair for pair in self.limits if pair[0] is not ZERO), None)


def suprema(cells: Sequence[MovingCell], work: Work) -> Suprema:
    """The limits over all cells; incomplete where something stayed open."""
    found = Suprema()
    for cell in cells:
        if cell.function is not ZERO:
            _of_cell(cell.of(unsigned(cell.function, work.n)), work, found)
    return found


def unsigned(function: Tree, n: str) -> Tree:
    """The function without a factor (-1)^(…), which does not change its absolute value."""
    factors = function.args if function.head == "mul" else (function,)
    return mul(
        ONE, *(f for f in factors if not (f.head == "pow" and f.args[0] is MINUS_ONE and n in free_names(f.args[1])))
    )


def _of_cell(cell: MovingCell, work: Work, found: Suprema) -> None:
    try:
        if work.x not in free_names(cell.function):
            _note(cell.function, ("on (", cell.low, ", ", cell.high, ")"), work, found)
            return
        for end, side in ((cell.low, 1), (cell.high, -1)):
            _note(end_value(cell.function, end, side, work), ("as x tends to ", end), work, found)
        for place in critical_places(cell, work):
            _note(substitute(cell.function, {work.x: place}), ("at x = ", place), work, found)
    except (Undecided, Unsupported, TooLarge, NotSmooth):
        found.open.append(cell)


def critical_places(cell: MovingCell, work: Work) -> list[Tree]:
    """All zeros of the derivative inside the cell. Raises Undecided, NotSmooth."""
    return Located((cell.low, cell.high), work).zeros(derivative(cell.function, work.x))


def end_value(function: Tree, end: Tree, side: int, work: Work) -> Tree:
    """The one-sided limit in x at an end that may move, as an expression in n; oo and -oo are values."""
    if work.x not in free_names(function):
        return function
    return limit_from(function, work.x, end, side, work.eventually)


def _note(value: Tree, where: Words, work: Work, found: Suprema) -> None:
    found.limits.append((vanishing(work.eventually.limit(value), work), where))


def vanishing(limit: Tree, work: Work) -> Tree:
    """The limit, as ZERO itself where it is 0. Raises Undecided."""
    return limit if sign_of_infinity(limit) or work.eventually.small.sign(limit) else ZERO
