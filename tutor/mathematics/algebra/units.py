"""What the fields of one problem have learned about the expressions in it, so that each learns it once."""

from math import lcm

from flint import fmpq

from tutor.mathematics.algebra.outcomes import Refined, TooLarge

RING_SIZES = (8, 16, 28)
MAX_ROOT_DEGREE = 720


class Units:
    """Common units of exponents and angles, common degrees of roots and the size of the ring, found so far.

    Shared by all fields of one problem, so that each unit is found once. Every exp(q·m) is a power of one exp(unit·m);
    a monomial whose multiples would be too large is kept `apart`: each multiple gets its own kernel, which is
    incomplete but never wrong.
    """

    __slots__ = ("apart", "degree", "ring_size", "unit")

    def __init__(self) -> None:
        self.unit: dict[tuple[str, str], fmpq] = {}
        self.apart: set[tuple[str, str]] = set()
        self.degree: dict[str, int] = {}
        self.ring_size = RING_SIZES[0]

    def common_unit(self, key: tuple[str, str], multiple: fmpq, limit: int) -> tuple[fmpq, int]:
        """(u, k) with multiple = k·u for the common unit u of all multiples of this monomial that were seen so far.

        Raises Refined when the unit had to be refined. Where a multiple would exceed the limit, the monomial is kept
        apart: every multiple is its own unit.
        """
        if key in self.apart:
            return abs(multiple), 1 if multiple > 0 else -1
        unit = self.unit.setdefault(key, abs(multiple))
        times = multiple / unit
        if times.denom() == 1 and abs(times) <= limit:
            return unit, int(times.numer())
        finer = _common_divisor(unit, abs(multiple))
        if abs(multiple) / finer > limit or unit / finer > limit:
            self.apart.add(key)
        else:
            self.unit[key] = finer
        raise Refined

    def common_degree(self, base: str, exponent: fmpq) -> int:
        """The common degree d of all roots of this base that were seen so far: exponent·d is an integer.

        Raises Refined when the degree had to grow, TooLarge above MAX_ROOT_DEGREE.
        """
        known = self.degree.get(base, 1)
        denominator = int(exponent.denom())
        if known % denominator == 0:
            return known
        common = lcm(known, denominator)
        if common > MAX_ROOT_DEGREE:
            raise TooLarge("the degree of a root")
        self.degree[base] = common
        raise Refined


def _common_divisor(left: fmpq, right: fmpq) -> fmpq:
    """The greatest rational of which both positive rationals are integer multiples."""
    return fmpq(
        (left.numer() * right.denom()).gcd(right.numer() * left.denom()),
        left.denom() * right.denom(),
    )
