"""Sets that a normal form has not examined: zeros of cancelled denominators, poles, where a kernel may be undefined."""

from flint import fmpq, fmpz_mpoly

from tutor.language.tree import Tree
from tutor.mathematics.algebra.expressions import tree_of, tree_of_polynomial
from tutor.mathematics.algebra.kernels import COS, SIN
from tutor.mathematics.algebra.linear import CONSTANT, linear
from tutor.mathematics.algebra.nullsets import vanishes_on_null_set
from tutor.mathematics.algebra.points import Point, rational
from tutor.mathematics.algebra.tower import Tower
from tutor.mathematics.trees.build import PI, add, mul, num

PERIODS = (0, 1, -1, 2)


class Excluded:
    """One set that was not examined: the zeros of `tree`, or (where `tree` is None) whatever the name says.

    `null` says that it certainly is a Lebesgue null set. The name is the same in every field of the problem.
    """

    __slots__ = ("_polynomial", "_tower", "name")

    def __init__(self, tower: Tower, name: str, polynomial: fmpz_mpoly | None) -> None:
        self.name = name
        self._tower = tower
        self._polynomial = polynomial

    def __repr__(self) -> str:
        return self.name

    @property
    def tree(self) -> Tree | None:
        """The expression whose zeros are meant."""
        return None if self._polynomial is None else tree_of_polynomial(self._tower, self._polynomial)

    @property
    def null(self) -> bool:
        """Whether the set is certainly null."""
        return self._polynomial is not None and vanishes_on_null_set(self._tower, self._polynomial)

    def zeros(self) -> list[Point]:
        """Candidates to examine: some zeros inside the cell of a sin(u) or cos(u) with an affine u; none otherwise."""
        tower, polynomial = self._tower, self._polynomial
        kernel = None if polynomial is None else tower.single(polynomial)
        if kernel is None or kernel.kind not in (SIN, COS) or tower.cell is None or tower.cell.point is not None:
            return []
        form = linear(tree_of(tower, kernel.data)) or {}
        slope = form.get(tower.reals[0], fmpq(0))
        if slope == 0 or not form.keys() <= {tower.reals[0], CONSTANT}:
            return []
        offset = form.get(CONSTANT, fmpq(0))
        shift = fmpq(0) if kernel.kind == SIN else fmpq(1, 2)
        points = [_solution(slope, offset, shift + period) for period in PERIODS]
        low, high = tower.cell.low, tower.cell.high
        return [p for p in points if tower.compare(low, p) < 0 and tower.compare(p, high) < 0]


def _solution(slope: fmpq, offset: fmpq, halves: fmpq) -> Point:
    """The x with slope·x + offset = halves·pi."""
    if halves == 0:
        return rational(-offset / slope)
    return Point(tree=mul(num(1 / slope), add(mul(num(halves), PI), num(-offset))))
