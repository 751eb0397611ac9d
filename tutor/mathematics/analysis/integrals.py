"""Lebesgue integrals of functions of one real variable: convergence first, then a value.

The interval is cut until the function is smooth on each open cell; what happens on null sets is left out. At each end
where the function is not analytic, its germ decides integrability. Then either an antiderivative from the table gives
an exact value, or quadrature a ball, the parts near singular ends enclosed by a proved bound.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flint import acb, arb

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import Bound, Cell, End, Field, Point, TooLarge, Unsupported, closed
from tutor.mathematics.analysis.antiderivatives import antiderivative
from tutor.mathematics.analysis.cells import Line, order, partition
from tutor.mathematics.analysis.constants import Constants, Undecided, enclosure
from tutor.mathematics.analysis.expansions import Oscillates
from tutor.mathematics.analysis.germs import (
    at_infinity,
    expanded_terms,
    germ,
    limit_from,
    oscillating_factors,
    regular_amplitude,
    summable,
)
from tutor.mathematics.analysis.isolated import tree_of
from tutor.mathematics.analysis.quadrature import complex_function, quadrature
from tutor.mathematics.analysis.results import NoValue, Result
from tutor.mathematics.analysis.rolle import line, signs
from tutor.mathematics.analysis.smooth import smooth
from tutor.mathematics.analysis.tails import tail
from tutor.mathematics.balls import precision
from tutor.mathematics.trees import Budget, substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    ONE,
    ZERO,
    add,
    mul,
    neg,
    num,
    power,
    sign_of_infinity,
    sub,
    var,
)

BITS = 128
RIM = 2.0**-8
"""How far around an end the function must have an analytic extension for the end to count as regular."""


@dataclass(frozen=True, slots=True)
class Part:
    """The function on one open cell, smooth there."""

    function: Tree
    cell: Cell
    field: Field


@dataclass(frozen=True, slots=True)
class Convergence:
    """Whether the integral of |f| is finite, and what happens at each singular end."""

    finite: bool
    reasons: tuple[str, ...]


def integral(f: Tree, x: str, low: Tree, high: Tree, budget: Budget) -> Result:
    """The Lebesgue integral of f from low to high (minus that from high to low if low > high).

    Raises NoValue where positive and negative part both have an infinite integral, or f is undefined on an interval;
    Undecided and OutOfSteps.
    """
    ends = closed(low), closed(high)
    direction = order(*ends)
    if direction == 0:
        return Result(ZERO, "an interval of length 0")
    if _is_odd(f, x, ends, budget):
        return Result(ZERO, "an odd function over a symmetric interval")
    if direction < 0:
        try:
            return integral_over(parts(f, line(x, budget), *ends), x, budget)
        except Undecided:
            if infinite_by_size(f, x, low, high, budget):
                return Result(INFINITY, "not negative and not integrable")
            raise
    found = integral_over(parts(f, line(x, budget), *ends[::-1]), x, budget)
    value = found.value
    if isinstance(value, Tree):
        return Result(Constants(budget).simplified(mul(num(-1), value)), found.by)
    return Result(-value, found.by)


def infinite_by_size(f: Tree, x: str, low: Tree, high: Tree, budget: Budget) -> bool:
    """Whether f is a product of absolute values and of one factor that is not negative, and not integrable.

    |sin x|/x changes its form infinitely often, but sin(x)/x does not, and it is as little integrable.
    """
    factors = f.args if f.head == "mul" else (f,)
    sizes = [g for g in factors if g.head == "call" and g.value == "abs"]
    rest = mul(ONE, *(g for g in factors if g not in sizes))
    if not sizes:
        return False
    try:
        if not set(signs(rest, x, low, high, budget).signs) <= {0, 1}:
            return False
        return not integrable(mul(rest, *(g.args[0] for g in sizes)), x, low, high, budget).finite
    except (Undecided, NoValue):
        return False


def _is_odd(f: Tree, x: str, ends: tuple[Bound, Bound], budget: Budget) -> bool:
    """Whether the interval is symmetric, f(x) + f(-x) = 0 on one half, and f is integrable there, so on the other."""
    low, high = ends if order(*ends) < 0 else ends[::-1]
    mirrored = closed(neg(end_tree(high))) if isinstance(high, End) or high.polynomial is None else None
    if x not in free_names(f) or mirrored is None or order(low, mirrored) != 0:
        return False
    try:
        half = parts(f, line(x, budget), closed(ZERO), high)
        both = add(f, substitute(f, {x: neg(var(x))}))
        if parts(both, line(x, budget), closed(ZERO), high):
            return False
        return all(_end(part, x, end, side, budget)[0] for part in half for end, side in singular_ends(part, x))
    except (Undecided, NoValue):
        return False


def integrable(f: Tree, x: str, low: Tree, high: Tree, budget: Budget) -> Convergence:
    """Whether f is in L^1(low, high). Raises Undecided, NoValue where f is undefined on an interval."""
    if f.head == "call" and f.value == "abs":
        f = f.args[0]
    reasons: list[str] = []
    for part in parts(f, line(x, budget), closed(low), closed(high)):
        for end, side in singular_ends(part, x):
            finite, reason = _end(part, x, end, side, budget)
            reasons.append(reason)
            if not finite:
                return Convergence(False, tuple(reasons))
    return Convergence(True, tuple(reasons) or ("bounded on bounded cells",))


def parts(f: Tree, on: Line, low: Bound, high: Bound, keep_zero: bool = False) -> list[Part]:
    """The smooth parts of f. Parts where f = 0 are left out unless they are asked for.

    Raises NoValue where f is undefined on an interval.
    """
    found = []
    for piece in partition(lambda field: _smooth(f, field), on, low, high):
        if piece.answer is None:
            raise NoValue("undefined on an interval")
        found.append(Part(piece.answer, piece.cell, piece.field))
    return [part for part in found if keep_zero or part.function is not ZERO]


def _smooth(f: Tree, field: Field) -> Tree:
    """f without switches; the normal form is asked first since it makes all cuts and sees what is undefined."""
    try:
        normal = field.normal(f)
        if field.is_zero(normal):
            return ZERO
    except (Unsupported, TooLarge):
        pass
    return smooth(f, field)


# Ends ----------------------------------------------------------------------------------------------------------------


def singular_ends(part: Part, x: str) -> list[tuple[Bound, int]]:
    """The ends of the cell, with the side from which they are approached, where f is not analytic."""
    ends = ((part.cell.low, 1), (part.cell.high, -1))
    return [(end, side) for end, side in ends if isinstance(end, End) or not _regular(part.function, x, end)]


def _regular(f: Tree, x: str, end: Point) -> bool:
    """Whether f has an analytic extension to a disc around the end."""
    if x not in free_names(f):
        return True
    try:
        function = complex_function(f, x)
        with precision(64):
            centre = end.ball(64)
            square = acb(arb(centre.mid(), centre.rad() + RIM), arb(0, RIM))
            return bool(function(square, True).is_finite())
    except (Undecided, Unsupported):
        return False


def integrable_at(part: Part, x: str, end: Bound, side: int, budget: Budget) -> bool:
    """Whether |f| is integrable at an end of the cell, approached from the side. Raises Undecided."""
    return _end(part, x, end, side, budget)[0]


def _end(part: Part, x: str, end: Bound, side: int, budget: Budget) -> tuple[bool, str]:
    """Whether |f| is integrable at the end, with the reason. Raises Undecided.

    A wave as a factor is replaced by its amplitude only in the direction "the amplitude is integrable, so f is".
    """
    point = end_tree(end)
    moved = _moved(part.function, x, point, side)
    constants = Constants(budget)
    try:
        return summable(germ(moved, x, INFINITY, 1, constants)), f"at {_name(end)} by its leading term"
    except Oscillates:
        split = oscillating_factors(moved, x, INFINITY, 1, constants)
        if split is not None and summable(germ(split[0], x, INFINITY, 1, constants)):
            return True, f"at {_name(end)} by the amplitude of its oscillation"
        terms = expanded_terms(moved)
        if len(terms) > 1 and all(_bounded_term(t, x, constants) for t in terms):
            return True, f"at {_name(end)} term by term"
        regular_amplitude(moved, x, INFINITY, 1, constants)
        return False, f"at {_name(end)} by the amplitude of its oscillation"


def _bounded_term(term: Tree, x: str, constants: Constants) -> bool:
    split = oscillating_factors(term, x, INFINITY, 1, constants)
    return split is not None and summable(germ(split[0], x, INFINITY, 1, constants))


def _moved(f: Tree, x: str, point: Tree, side: int) -> Tree:
    """F with int f dx near the point = int F dt up to t = oo."""
    moved = at_infinity(f, x, point, side)
    return moved if sign_of_infinity(point) else mul(moved, power(var(x), num(-2)))


def end_tree(end: Bound) -> Tree:
    """The end as a tree; oo and -oo for the ends of the line."""
    if isinstance(end, End):
        return INFINITY if end.value > 0 else MINUS_INFINITY
    return tree_of(end)


def _name(end: Bound) -> str:
    return repr(end)


# Values --------------------------------------------------------------------------------------------------------------


def integral_over(cells: Sequence[Part], x: str, budget: Budget) -> Result:
    """The integral over all parts together: oo - oo has no value, a divergence of one sign is +-oo."""
    infinite: set[int] = set()
    for part in cells:
        for end, side in singular_ends(part, x):
            if not _end(part, x, end, side, budget)[0]:
                infinite.add(_sign_beside(part, x, end, side, budget))
    if infinite:
        if len(infinite) > 1:
            raise NoValue("the integrals of the positive and of the negative part are both infinite")
        return Result(INFINITY if infinite.pop() > 0 else MINUS_INFINITY, "diverges at an end")
    exact = _exact(cells, x, budget)
    if exact is not None:
        return Result(exact, "antiderivative, verified by differentiation")
    with precision(BITS):
        return Result(sum((_enclosed(part, x, budget) for part in cells), arb(0)), "certified quadrature")


def _sign_beside(part: Part, x: str, end: Bound, side: int, budget: Budget) -> int:
    found = germ(part.function, x, end_tree(end), side, Constants(budget))
    assert found is not None
    return found.sign


def _exact(cells: Sequence[Part], x: str, budget: Budget) -> Tree | None:
    constants = Constants(budget)
    total = []
    for part in cells:
        primitive = antiderivative(part.function, x, part.field, constants)
        if primitive is None:
            return None
        try:
            total.append(
                sub(
                    value_at(primitive, x, part.cell.high, -1, budget),
                    value_at(primitive, x, part.cell.low, 1, budget),
                )
            )
        except Undecided:
            return None
    return constants.simplified(add(ZERO, *total))


def value_at(primitive: Tree, x: str, end: Bound, side: int, budget: Budget) -> Tree:
    """The limit of the antiderivative at an end; there is one, since the function is integrable."""
    if isinstance(end, Point):
        value = substitute(primitive, {x: tree_of(end)})
        try:
            enclosure(value)
        except Undecided:
            pass
        else:
            return value
    value = limit_from(primitive, x, end_tree(end), side, Constants(budget))
    if sign_of_infinity(value):
        raise Undecided("an infinite end value")
    return value


def _enclosed(part: Part, x: str, budget: Budget) -> arb:
    singular = dict(singular_ends(part, x))
    low, high = part.cell.low, part.cell.high
    if not singular:
        return _segment(part.function, x, _ball(low), _ball(high), budget)
    middle = part.cell.sample
    total = arb(0)
    for end, side in ((low, 1), (high, -1)):
        if end in singular:
            total += tail(part.function, x, end_tree(end), side, middle, budget)
        elif side > 0:
            total += _segment(part.function, x, _ball(end), arb(middle), budget)
        else:
            total += _segment(part.function, x, arb(middle), _ball(end), budget)
    return total


def _segment(f: Tree, x: str, low: arb, high: arb, budget: Budget) -> arb:
    return quadrature(f, x, low, high, budget, BITS)


def _ball(end: Bound) -> arb:
    assert isinstance(end, Point)
    return end.ball(BITS + 16)
