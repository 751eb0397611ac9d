"""The sign of an expression on a closed bounded interval by certified balls on pieces that cover it."""

from flint import arb, fmpz_mpoly

from tutor.language.tree import Tree
from tutor.mathematics.algebra.cells import Cell
from tutor.mathematics.algebra.expressions import NO_VALUE, tree_of_polynomial
from tutor.mathematics.algebra.points import End
from tutor.mathematics.algebra.tower import Tower
from tutor.mathematics.balls import Evaluator, ball, precision

MAX_PIECES = 40
BITS = 64
_SMALLEST = arb("1e-9")
_OVERLAP = arb("1.0000001")


def sign_by_subdivision(tower: Tower, polynomial: fmpz_mpoly, variable: str, cell: Cell) -> int | None:
    """The sign that the polynomial has on every piece of a cover of the closed cell; None when pieces don't agree."""
    assert not isinstance(cell.low, End)
    assert not isinstance(cell.high, End)
    node = tree_of_polynomial(tower, polynomial)
    with precision(BITS):
        pieces = [cell.low.ball(BITS).union(cell.high.ball(BITS))]
        signs: set[int] = set()
        for _ in range(MAX_PIECES):
            if not pieces:
                return signs.pop()
            piece = pieces.pop()
            tower.budget.spend(10)
            sign = _sign_on(node, variable, piece)
            if sign:
                signs.add(sign)
            elif piece.rad() < _SMALLEST:
                return None
            else:
                pieces += _halves(piece)
            if len(signs) > 1:
                return None
    return None


def _sign_on(node: Tree, variable: str, piece: arb) -> int:
    try:
        value = ball(Evaluator({variable: piece}, almost_everywhere=False)(node))
    except NO_VALUE:
        return 0
    return 1 if value > 0 else -1 if value < 0 else 0


def _halves(piece: arb) -> list[arb]:
    """Two balls that cover the ball."""
    middle, half = piece.mid(), piece.rad() / 2
    return [arb(centre, half * _OVERLAP) for centre in (middle - half, middle + half)]
