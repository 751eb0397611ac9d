"""Where variables run."""

from tutor.mathematics.algebra.points import Bound


class Range:
    """Where a variable runs: an open interval, or the integers of a closed one."""

    __slots__ = ("high", "integer", "low")

    def __init__(self, integer: bool, low: Bound, high: Bound) -> None:
        self.integer = integer
        self.low = low
        self.high = high
