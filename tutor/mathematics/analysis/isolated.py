"""Points known as the only sign change of a function in a rational bracket, and signs of functions at points.

Such a point is a real number like any other: its ball is refined by bisection to any precision. It has no closed form.
"""

from flint import arb, fmpq

from tutor.language.tree import Tree
from tutor.mathematics.algebra import Bound, Field, Point, Unsupported, as_tree, at, rational
from tutor.mathematics.analysis.constants import NO_VALUE, PRECISIONS, SILENT, Constants, Undecided
from tutor.mathematics.balls import Evaluator, Value, precision
from tutor.mathematics.trees import Budget, Domain, Variable, substitute
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, num

STEPS_PER_VALUE = 20


class Isolated(Point):
    """The only sign change of `function` in (low, high); the function has sign `left` at low and -left at high."""

    __slots__ = ("budget", "function", "high", "left", "low", "x")

    def __init__(self, function: Tree, x: str, low: fmpq, high: fmpq, left: int, budget: Budget) -> None:
        super().__init__()
        self.function, self.x, self.budget = function, x, budget
        self.low, self.high, self.left = low, high, left

    def ball(self, bits: int) -> arb:
        """An enclosure of relative radius about 2^-bits, by bisection."""
        width = fmpq(1, 2**bits)
        while self.high - self.low > width * (1 + abs(self.low)):
            middle = (self.low + self.high) / 2
            sign = sign_at_rational(self.function, self.x, middle, self.budget)
            if sign == self.left:
                self.low = middle
            else:
                self.high = middle
            if sign == 0:
                self.low = middle
        with precision(bits + 16):
            return arb(self.low).union(arb(self.high))

    def __repr__(self) -> str:
        return f"~{self.ball(64).str(8, radius=False)}"


def same_root(left: Bound, right: Bound) -> bool:
    """Whether two points are certainly the same zero: one function, and the finer bracket lies inside the other one."""
    if not (isinstance(left, Isolated) and isinstance(right, Isolated)) or left.function is not right.function:
        return False
    wide, fine = (left, right) if left.high - left.low >= right.high - right.low else (right, left)
    for bits in PRECISIONS:
        if wide.low <= fine.low and fine.high <= wide.high:
            return True
        if fine.high < wide.low or wide.high < fine.low:
            return False
        fine.ball(bits)
    return False


def whole_line(x: str) -> Domain:
    """The domain of one real variable."""
    return Domain((Variable(x, MINUS_INFINITY, INFINITY),))


def sign_at_rational(function: Tree, x: str, point: fmpq, budget: Budget) -> int:
    """The certified sign of the function at a rational point. Raises Undecided."""
    for bits in PRECISIONS:
        budget.spend(STEPS_PER_VALUE)
        with precision(bits):
            sign = _sign(_value(function, {x: point}))
        if sign is not None:
            return sign
    return Constants(budget).sign(substitute(function, {x: num(point)}))


def sign_at(function: Tree, x: str, point: Point, budget: Budget) -> int:
    """The certified sign of the function at a point. Raises Undecided."""
    if point.rational is not None:
        return sign_at_rational(function, x, point.rational, budget)
    for bits in PRECISIONS[:2]:
        budget.spend(STEPS_PER_VALUE)
        with precision(bits + 32):
            sign = _sign(_value(function, {x: point.ball(bits)}))
        if sign is not None:
            return sign
    if point.tree is not None:
        return Constants(budget).sign(substitute(function, {x: point.tree}))
    if point.polynomial is None:
        raise Undecided("a zero at a point without a closed form")
    field = Field(whole_line(x), budget, at(point))
    try:
        return field.sign(field.normal(function))
    except SILENT as silence:
        raise Undecided("the sign at an algebraic point") from silence


def tree_of(point: Point) -> Tree:
    """The point as a closed constant. Raises Undecided where it has no closed form here."""
    if isinstance(point, Isolated):
        raise Undecided("a point without a closed form")
    try:
        return as_tree(point)
    except Unsupported as silence:
        raise Undecided("a point without a closed form") from silence


def root_between(function: Tree, x: str, low: fmpq, high: fmpq, left: int, budget: Budget) -> Point:
    """The only sign change of the function between two rationals, exact where it is a simple rational."""
    root = Isolated(function, x, low, high, left, budget)
    root.ball(24)
    candidate = simplest(root.low, root.high)
    if candidate.height_bits() <= 24 and sign_at_rational(function, x, candidate, budget) == 0:
        return rational(candidate)
    return root


def simplest(low: fmpq, high: fmpq) -> fmpq:
    """The rational of smallest denominator in [low, high], by continued fractions."""
    if low <= 0 <= high:
        return fmpq(0)
    if high < 0:
        return -simplest(-high, -low)
    whole = fmpq(low.numer() // low.denom())
    if whole == low:
        return whole
    if whole + 1 <= high:
        return whole + 1
    return whole + 1 / simplest(1 / (high - whole), 1 / (low - whole))


def _value(function: Tree, env: dict[str, Value]) -> Value | None:
    try:
        return Evaluator(env)(function)
    except NO_VALUE:
        return None


def _sign(value: Value | None) -> int | None:
    if value is None:
        return None
    if isinstance(value, fmpq):
        return int(value > 0) - int(value < 0)
    return 1 if value > 0 else -1 if value < 0 else None
