"""Convergence in measure: the sets where |f_n - f| > eps, with eps a small parameter and not a number.

With one number for eps, (1/100) 1_[n, n+1] would pass for a sequence that tends to 0 in measure. The ends of the sets
are solved for as expressions in n and eps; their lengths must tend to 0 for all small eps.
"""

from collections.abc import Sequence

from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis.sequences.eventually import SMALL
from tutor.mathematics.analysis.sequences.moving import asked_on_cells
from tutor.mathematics.analysis.sequences.outcomes import Finding
from tutor.mathematics.analysis.sequences.sequence import MovingCell, Work, length
from tutor.mathematics.analysis.sequences.suprema import unsigned
from tutor.mathematics.analysis.sequences.zeros import Located
from tutor.mathematics.trees.build import INFINITY, TWO, ZERO, add, power, sign_of_infinity, sub, var

EPS = var(SMALL)

Stretch = tuple[Tree, Tree]


def superlevel_sets(cells: Sequence[MovingCell], work: Work) -> list[Stretch]:
    """The intervals of {|f_n - f| > eps} for all small eps and all large n. Raises Undecided."""
    found: list[Stretch] = []
    for cell in cells:
        if cell.function is ZERO:
            continue
        function = unsigned(cell.function, work.n)
        if work.x not in free_names(function):
            if work.eventually.sign(sub(power(function, TWO), power(EPS, TWO))) > 0:
                found.append((cell.low, cell.high))
            continue
        parts = asked_on_cells(lambda on, f=function: _above(on, f), work, (cell.low, cell.high))  # type: ignore[misc]
        found += [(low, high) for low, high, above in parts if above]
    return found


def _above(on: Located, function: Tree) -> bool:
    """Whether |function| > eps on the whole cell."""
    return on.sign(sub(function, EPS)) > 0 or on.sign(add(function, EPS)) < 0


def in_measure(cells: Sequence[MovingCell], work: Work) -> Finding:
    """Whether the measure of {|f_n - f| > eps} tends to 0 for every eps > 0. Raises Undecided."""
    for low, high in superlevel_sets(cells, work):
        size = length(low, high)
        limit = INFINITY if sign_of_infinity(size) else work.eventually.limit(size)
        if limit is not ZERO:
            words = ("|f_n - f| > eps on (", low, ", ", high, "), of length -> ", limit, ", for every small eps")
            return Finding(False, "superlevel sets", words)
    return Finding(True, "superlevel sets", ("the measure of {|f_n - f| > eps} tends to 0 for every eps > 0",))
