"""Limit and integral: the limit of the integrals of f_n against the integral of the limit of f_n."""

from dataclasses import dataclass

from flint import arb

from tutor.language.tree import Tree
from tutor.mathematics.analysis.constants import Constants, Undecided, enclosure
from tutor.mathematics.analysis.integrals import integral
from tutor.mathematics.analysis.sequences.convergence import SILENCE, Convergence
from tutor.mathematics.analysis.sequences.norms import signed_integrals
from tutor.mathematics.analysis.sequences.pointwise import Piece
from tutor.mathematics.trees import Budget
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, ONE, ZERO, add, sign_of_infinity
from tutor.mathematics.trees.modes import InMean

STEPS = 300_000
BITS = 128


@dataclass(frozen=True, slots=True)
class Exchange:
    """The limit of the integrals and the integral of the limit; `closed` is the integral of f_n for large n."""

    limit: Tree | arb
    of_limit: Tree | arb
    closed: Tree | None
    by: str

    def agree(self, budget: Budget) -> bool:
        """Whether the two are equal; oo = oo. Raises Undecided."""
        if self.limit is self.of_limit:
            return True
        infinite = [sign_of_infinity(v) if isinstance(v, Tree) else 0 for v in (self.limit, self.of_limit)]
        if any(infinite):
            return infinite[0] == infinite[1]
        if isinstance(self.limit, Tree) and isinstance(self.of_limit, Tree):
            return Constants(budget).compare(self.limit, self.of_limit) == 0
        left, right = (v if isinstance(v, arb) else enclosure(v, BITS) for v in (self.limit, self.of_limit))
        if left > right or right > left:
            return False
        raise Undecided("two values that are only enclosed")


def exchange(found: Convergence) -> Exchange:
    """Both values. Raises Undecided, and where f_n has no limit almost everywhere."""
    budget = Budget(STEPS)
    try:
        of_limit = integral_of_limit(found, budget)
        return _with_closed_integral(found, of_limit) or _by_mean_convergence(found, of_limit)
    except SILENCE as silence:
        raise Undecided(getattr(silence, "reason", "") or "the limit of the integrals") from silence


def limit_of_integrals(found: Convergence) -> Tree | arb:
    """The limit of the integrals alone, which exists even where f_n has no limit. Raises Undecided."""
    try:
        closed = signed_integrals(found.cells(), found.work)
        return closed if sign_of_infinity(closed) else found.work.eventually.limit(closed)
    except SILENCE:
        return exchange(found).limit


def integral_of_limit(found: Convergence, budget: Budget) -> Tree | arb:
    """The integral of the pointwise limit. Raises Undecided, and what integrals raise."""
    total: list[Tree] = []
    balls: list[arb] = []
    for piece in found.pieces():
        if piece.is_point:
            continue
        if piece.value is None and not piece.runs:
            raise Undecided("f_n has no limit almost everywhere")
        value = integral(piece.value, found.work.x, piece.low, piece.high, budget).value if piece.value else _run(piece)
        if isinstance(value, Tree):
            total.append(value)
        else:
            balls.append(value)
    infinite = {sign_of_infinity(v) for v in total} - {0}
    if len(infinite) > 1:
        raise Undecided("oo - oo")
    if infinite:
        return INFINITY if infinite.pop() > 0 else MINUS_INFINITY
    exact = Constants(budget).simplified(add(ZERO, *total))
    return sum(balls, enclosure(exact, BITS)) if balls else exact


def _run(piece: Piece) -> Tree:
    return INFINITY if piece.runs > 0 else MINUS_INFINITY


def _with_closed_integral(found: Convergence, of_limit: Tree | arb) -> Exchange | None:
    try:
        closed = signed_integrals(found.cells(), found.work)
        limit = closed if sign_of_infinity(closed) else found.work.eventually.limit(closed)
    except SILENCE:
        return None
    return Exchange(limit, of_limit, closed, "the integral of f_n in closed form")


def _by_mean_convergence(found: Convergence, of_limit: Tree | arb) -> Exchange:
    mean = found(InMean(ONE))
    if not mean.holds or (isinstance(of_limit, Tree) and sign_of_infinity(of_limit)):
        raise Undecided("the limit of the integrals")
    return Exchange(of_limit, of_limit, None, f"f_n -> f in L^1: {mean.by}")
