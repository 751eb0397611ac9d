"""Exact real points: a rational, a real root of an irreducible integer polynomial, or a closed constant.

A point never changes its value; its ball at a given precision is computed once. The k-th root counts from the left,
starting at 0. Two points that are different reals are told apart by refining their balls; that two points are the
same real has to be proved (see `Field.compare`).
"""

from enum import Enum
from functools import lru_cache
from math import gcd
from typing import TypeAlias

from flint import arb, fmpq, fmpz, fmpz_poly

from tutor.language.tree import Tree
from tutor.mathematics.algebra.outcomes import TooLarge, Unsupported
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown, ball, precision
from tutor.mathematics.trees.build import add, mul, num, power, sign_of_infinity, sqrt

PRECISIONS = (64, 256, 1024)
MAX_DEGREE = 50
"""Polynomials of higher degree are not isolated: the time of FLINT grows faster than the square of the degree."""


class End(Enum):
    """An infinite end of an interval."""

    MINUS = -1
    PLUS = 1

    def __repr__(self) -> str:
        return "-oo" if self is End.MINUS else "oo"


MINUS_END, PLUS_END = End.MINUS, End.PLUS


class Point:
    """One real number, exactly: just one of `rational`, `polynomial` (with `index`) and `tree` is set."""

    __slots__ = ("_balls", "index", "polynomial", "rational", "tree")

    def __init__(
        self,
        rational: fmpq | None = None,
        polynomial: fmpz_poly | None = None,
        index: int = 0,
        tree: Tree | None = None,
    ) -> None:
        self.rational = rational
        self.polynomial = polynomial
        self.index = index
        self.tree = tree
        self._balls: dict[int, arb] = {}

    def ball(self, bits: int) -> arb:
        """An enclosure at this precision. Raises Unsupported where a closed constant has no certified value."""
        known = self._balls.get(bits)
        if known is None:
            with precision(bits):
                known = self._balls[bits] = self._enclosure(bits)
        return known

    def _enclosure(self, bits: int) -> arb:
        if self.rational is not None:
            return arb(self.rational)
        if self.polynomial is not None:
            return _real_roots(self.polynomial, bits)[self.index]
        assert self.tree is not None
        try:
            return ball(Evaluator({})(self.tree))
        except (Undefined, Unknown, Convention, Infinite) as silence:
            raise Unsupported("a constant without a certified value") from silence

    def __repr__(self) -> str:
        if self.rational is not None:
            return str(self.rational)
        return f"~{self.ball(64).str(8, radius=False)}"


Bound: TypeAlias = Point | End
"""An end of an interval."""


def rational(value: fmpq | int) -> Point:
    """The rational point."""
    return Point(rational=fmpq(value))


def closed(tree: Tree) -> Bound:
    """The point that a closed constant tree denotes, or an infinite end."""
    infinite = sign_of_infinity(tree)
    if infinite:
        return PLUS_END if infinite > 0 else MINUS_END
    return rational(tree.value) if tree.head == "num" else Point(tree=tree)


def roots(polynomial: fmpz_poly) -> list[Point]:
    """The real roots of an irreducible integer polynomial of positive degree, from left to right.

    Raises TooLarge above degree MAX_DEGREE.
    """
    if polynomial.degree() > MAX_DEGREE:
        raise TooLarge("the degree of a polynomial in one variable")
    if polynomial.degree() == 1:
        return [rational(fmpq(-polynomial[0], polynomial[1]))]
    count = len(_real_roots(polynomial, PRECISIONS[0]))
    return [Point(polynomial=polynomial, index=index) for index in range(count)]


def _real_roots(polynomial: fmpz_poly, bits: int) -> list[arb]:
    """Enclosures of the real roots in order; FLINT isolates them, so the midpoints are in the order of the roots."""
    return _cached_roots(tuple(int(c) for c in polynomial.coeffs()), bits)


@lru_cache(maxsize=4096)
def _cached_roots(coefficients: tuple[int, ...], bits: int) -> list[arb]:
    with precision(bits):
        found = fmpz_poly(list(coefficients)).complex_roots()
        # The stubs of python-flint miss the multiplicity that comes with each root.
        real = [root.real for root, _ in found if root.imag.is_zero()]  # type: ignore[misc,has-type]
    return sorted(real, key=lambda root: dyadic(root.mid()))


def dyadic(exact: arb) -> fmpq:
    """The rational value of a ball of radius 0."""
    mantissa, exponent = exact.man_exp()
    shift = int(exponent)
    return fmpq(mantissa * fmpz(2) ** shift) if shift >= 0 else fmpq(mantissa, fmpz(2) ** -shift)


def compare_apart(left: Bound, right: Bound) -> int | None:
    """-1, 0 or 1 where it is decided by ends, rationals, the same polynomial, or disjoint balls; else None."""
    if left is right:
        return 0
    if isinstance(left, End) or isinstance(right, End):
        return _compare_ends(left, right)
    if left.rational is not None and right.rational is not None:
        return int(left.rational > right.rational) - int(left.rational < right.rational)
    if left.polynomial is not None and right.polynomial is not None and left.polynomial == right.polynomial:
        return (left.index > right.index) - (left.index < right.index)
    if left.tree is not None and left.tree is right.tree:
        return 0
    return _compare_balls(left, right)


def _compare_ends(left: Bound, right: Bound) -> int:
    places = [end.value if isinstance(end, End) else 0 for end in (left, right)]
    return (places[0] > places[1]) - (places[0] < places[1])


def _compare_balls(left: Point, right: Point) -> int | None:
    for bits in PRECISIONS:
        with precision(bits):
            difference = left.ball(bits) - right.ball(bits)
            if difference > 0:
                return 1
            if difference < 0:
                return -1
    return None


def as_tree(point: Point) -> Tree:
    """The point as a closed expression: a root of a·y^k + c or of a·y^(2k) + b·y^k + c.

    Raises Unsupported for other algebraic numbers of degree above 2.
    """
    if point.rational is not None:
        return num(point.rational)
    if point.tree is not None:
        return point.tree
    assert point.polynomial is not None
    if point.polynomial.degree() != 2:
        return _by_roots(point, point.polynomial)
    c, b, a = (fmpq(coefficient) for coefficient in point.polynomial.coeffs())
    sign = (1 if point.index == 1 else -1) * (1 if a > 0 else -1)
    return mul(num(1 / (2 * a)), add(num(-b), mul(num(sign), sqrt(num(b * b - 4 * a * c)))))


def _by_roots(point: Point, polynomial: fmpz_poly) -> Tree:
    """For p(x) = q(x^k) with q of degree 1 or 2: the one k-th root of a root of q that the ball of the point meets."""
    k = gcd(*(i for i in range(polynomial.degree() + 1) if polynomial[i] != 0))
    inner = fmpz_poly([polynomial[i] for i in range(0, polynomial.degree() + 1, k)])
    if k == 1 or inner.degree() > 2:
        raise Unsupported("algebraic number of degree above 2 as an expression")
    found = [t for y in roots(inner) for t in _real_kth_roots(y, k) if _meets(point, t)]
    if len(found) != 1:
        raise Unsupported("roots that are too close together")
    return found[0]


def _real_kth_roots(y: Point, k: int) -> list[Tree]:
    """The real solutions of x^k = y, for y other than 0."""
    sign = compare_apart(y, rational(0))
    if not sign or (sign < 0 and k % 2 == 0):
        return []
    size = power(mul(num(sign), as_tree(y)), num(fmpq(1, k)))
    return [mul(num(sign), size)] if k % 2 else [size, mul(num(-1), size)]


def _meets(point: Point, candidate: Tree) -> bool:
    with precision(PRECISIONS[1]):
        return bool(point.ball(PRECISIONS[1]).overlaps(Point(tree=candidate).ball(PRECISIONS[1])))
