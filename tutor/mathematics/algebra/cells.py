"""Cells: the pieces of a partition of the line, each an open interval with a rational sample, or a single point."""

from collections.abc import Sequence

from flint import arb, fmpq, fmpz

from tutor.mathematics.algebra.outcomes import Unsupported
from tutor.mathematics.algebra.points import PRECISIONS, Bound, End, Point, compare_apart, dyadic, rational
from tutor.mathematics.balls import precision


class Split(Exception):  # noqa: N818  (an outcome)
    """Something changes inside the cell: cut it at these points, all strictly inside, none twice, in no order."""

    def __init__(self, points: Sequence[Point]) -> None:
        super().__init__(points)
        self.points = points


class Cell:
    """The open interval (low, high), or the point `point`, of the only real variable.

    Of an interval, `sample` is a rational strictly inside. Raises Unsupported when low and high cannot be told apart.
    """

    __slots__ = ("high", "low", "point", "sample")

    def __init__(self, low: Bound, high: Bound) -> None:
        self.low = low
        self.high = high
        self.point: Point | None = None
        self.sample = between(low, high)

    def __repr__(self) -> str:
        return f"({self.low}, {self.high})" if self.point is None else f"{{{self.point}}}"

    def holds(self, rational_: fmpq) -> bool:
        """Whether the rational is certified to lie strictly inside the interval."""
        point = rational(rational_)
        return compare_apart(self.low, point) == -1 and compare_apart(point, self.high) == -1

    @property
    def bounded(self) -> bool:
        """Whether this is an interval with two finite ends."""
        return self.point is None and not isinstance(self.low, End) and not isinstance(self.high, End)


def at(point: Point) -> Cell:
    """The cell that consists of one point."""
    cell = object.__new__(Cell)
    cell.low = cell.high = point
    cell.point = point
    cell.sample = fmpq(0)
    return cell


def between(low: Bound, high: Bound) -> fmpq:
    """A rational strictly between the two ends."""
    if isinstance(low, End) and isinstance(high, End):
        return fmpq(3, 7)
    if isinstance(low, End):
        return beyond(high, -1) - fmpq(6, 5)
    if isinstance(high, End):
        return beyond(low, 1) + fmpq(6, 5)
    if low.rational is not None and high.rational is not None:
        if low.rational >= high.rational:
            raise Unsupported("an empty cell")
        return (low.rational * 4 + high.rational * 3) / 7
    return _between_balls(low, high)


def _between_balls(low: Point, high: Point) -> fmpq:
    for bits in PRECISIONS:
        with precision(bits):
            left, right = low.ball(bits).upper(), high.ball(bits).lower()
            if left < right:
                middle = dyadic(((left * 4 + right * 3) / 7).mid())
                if low.ball(bits) < arb(middle) < high.ball(bits):
                    return middle
    raise Unsupported("the ends of a cell cannot be told apart")


def beyond(bound: Bound, direction: int) -> fmpq:
    """A rational at or beyond a finite bound: above it for direction 1, below it for -1."""
    assert isinstance(bound, Point)
    if bound.rational is not None:
        return bound.rational
    with precision(64):
        enclosure = bound.ball(64)
        edge = enclosure.upper() if direction > 0 else enclosure.lower()
        return fmpq(fmpz(dyadic(edge.mid()).floor())) + direction
