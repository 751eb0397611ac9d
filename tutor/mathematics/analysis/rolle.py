"""All zeros of a smooth function on an interval, by Rolle's theorem and by closed forms for sine and cosine.

Between two neighbouring zeros of h' the function h is monotone and has at most one zero. So the zeros of f = w h with
w > 0 follow from those of h', and h' is simpler than f: the class of terms that was divided out has lost a degree.
This terminates for polynomials, exponential polynomials and terms linear in log, atan, erf; nested ones are cut off at
a depth. Source: Richardson's and Khovanskii's elimination for exp-log functions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpq

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import PLUS_END, Bound, Cell, End, Point, Units, closed, rational
from tutor.mathematics.algebra.points import dyadic
from tutor.mathematics.analysis.cells import Line, SignChart, cells_between, partition, sign_chart
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.analysis.germs import germ
from tutor.mathematics.analysis.isolated import root_between, sign_at, sign_at_rational, simplest, tree_of
from tutor.mathematics.analysis.quadratics import quadratic_roots
from tutor.mathematics.analysis.smooth import smooth
from tutor.mathematics.analysis.subdivision import bisection_points
from tutor.mathematics.analysis.waves import wave_points
from tutor.mathematics.balls import precision
from tutor.mathematics.trees import Budget
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, MINUS_ONE, ONE, add, call, mul, num, power, sub
from tutor.mathematics.trees.calculus import NotSmooth, derivative

MAX_DEPTH = 14
MAX_STEPS_OUT = 60

LOG_LIKE = ("log", "atan", "erf", "asin")
WAVES = ("sin", "cos")


def line(x: str, budget: Budget) -> Line:
    """Work on one real variable, from the start."""
    return Line(x, budget, Units(), irreducible_signs)


def signs(f: Tree, x: str, low: Tree, high: Tree, budget: Budget) -> SignChart:
    """The signs of f on the open interval between two constant trees. Raises Undecided and OutOfSteps."""
    return sign_chart(f, line(x, budget), closed(low), closed(high))


def irreducible_signs(f: Tree, on: Line, cell: Cell) -> SignChart:
    """The signs of f on the open cell, where f is defined and smooth after its switches are resolved.

    Raises Undecided beyond the depth, and where a zero can be neither located nor excluded.
    """
    if on.depth > MAX_DEPTH:
        raise Undecided("more derivatives than the depth allows")
    on.budget.spend(200)
    f = _without_switches(f, on, cell)
    turned = _inverted(f, on)
    if turned is not None:
        sign, inner = turned
        chart = sign_chart(inner, on.deeper(), cell.low, cell.high)
        return SignChart(chart.points, tuple(None if s is None else sign * s for s in chart.signs))
    points = quadratic_roots(f, on.x, on.budget) or wave_points(f, on, cell)
    if points is not None:
        return _sampled(f, on, cell, points)
    try:
        return _by_rolle(f, on, cell)
    except Undecided:
        if on.depth > 1 or not cell.bounded:
            raise
        return _zeros_between(f, ONE, on, cell, bisection_points(f, on, cell))


def _without_switches(f: Tree, on: Line, cell: Cell) -> Tree:
    """log|u| and the like by the sign of u, which is constant on the cell since the normal form asked for f there."""
    pieces = partition(lambda field: smooth(f, field), on, cell.low, cell.high)
    if len(pieces) != 1 or pieces[0].answer is None:
        raise Undecided("a switch inside the cell")
    return pieces[0].answer


def _inverted(f: Tree, on: Line) -> tuple[int, Tree] | None:
    """(s, g) where a exp(u) + b, or a log u + b, has the sign of s g: u - log(-b/a), or u - exp(-b/a).

    Hypotheses: a and b are constants, and f is defined on the cell. Where -b/a <= 0 the exponential never meets it.
    """
    moving = [t for t in (f.args if f.head == "add" else (f,)) if on.x in free_names(t)]
    if len(moving) != 1 or f.head != "add":
        return None
    factors = moving[0].args if moving[0].head == "mul" else moving
    (kernel, *others) = sorted(factors, key=lambda t: on.x not in free_names(t))
    if kernel.head != "call" or kernel.value not in ("exp", "log") or any(on.x in free_names(t) for t in others):
        return None
    constants = Constants(on.budget)
    scale = mul(ONE, *others)
    level = constants.simplified(mul(MINUS_ONE, power(scale, MINUS_ONE), add(*(t for t in f.args if t not in moving))))
    sign = constants.sign(scale)
    if kernel.value == "log":
        return sign, sub(kernel.args[0], call("exp", level))
    if constants.sign(level) <= 0:
        return sign, ONE
    return sign, sub(kernel.args[0], call("log", level))


def _sampled(f: Tree, on: Line, cell: Cell, points: Sequence[Point]) -> SignChart:
    """The chart of a function whose zeros are all among the points."""
    cells = cells_between(cell.low, points, cell.high)
    inner = tuple(c.low for c in cells[1:] if isinstance(c.low, Point))
    return SignChart(inner, tuple(sign_at_rational(f, on.x, c.sample, on.budget) for c in cells))


def _by_rolle(f: Tree, on: Line, cell: Cell) -> SignChart:
    divisor, critical = _divisor(f, on, cell)
    try:
        slope = derivative(mul(f, power(divisor, MINUS_ONE)), on.x)
    except NotSmooth as refused:
        raise Undecided("a function without a derivative by rule") from refused
    monotone = sign_chart(slope, on.deeper(), cell.low, cell.high)
    if None in monotone.signs:
        raise Undecided("a derivative that is undefined on a piece")
    return _zeros_between(f, divisor, on, cell, [*monotone.points, *critical])


# Which class of terms is divided out ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Term:
    kernels: tuple[tuple[Tree, int], ...]
    degree: int
    rest: Tree

    def logarithms(self) -> int:
        return sum(k for kernel, k in self.kernels if kernel.head == "call" and kernel.value in LOG_LIKE)


def _divisor(f: Tree, on: Line, cell: Cell) -> tuple[Tree, Sequence[Point]]:
    """(w, cuts): w has no zero between the cuts, and the derivative of f/w is simpler than f."""
    terms = [_term(t, on.x) for t in (f.args if f.head == "add" else (f,))]
    most = max(t.logarithms() for t in terms)
    if most:
        kernels = next(t.kernels for t in terms if t.logarithms() == most)
        logs = [(k, e) for k, e in kernels if k.head == "call" and k.value in LOG_LIKE]
        front = add(*(_without(t, logs) for t in terms if all(pair in t.kernels for pair in logs)))
        if on.x not in free_names(front):
            return ONE, ()
        return front, sign_chart(front, on.deeper(), cell.low, cell.high).points
    return _steady_class(terms), ()


def _steady_class(terms: Sequence["_Term"]) -> Tree:
    """The class of terms without waves whose polynomial factor has the lowest degree."""
    classes: dict[tuple[tuple[Tree, int], ...], int] = {}
    for term in terms:
        classes[term.kernels] = max(classes.get(term.kernels, 0), term.degree)
    steady = [k for k in classes if not any(kernel.head == "call" and kernel.value in WAVES for kernel, _ in k)]
    if not steady:
        raise Undecided("waves only, without closed zeros")
    chosen = min(steady, key=lambda k: classes[k])
    return mul(ONE, *(power(kernel, num(e)) for kernel, e in chosen))


def _term(node: Tree, x: str) -> _Term:
    """One term as kernels (powers of functions of x), a power of x, and constants."""
    kernels, degree, rest = [], 0, []
    for factor in node.args if node.head == "mul" else (node,):
        base, exponent = factor.args if factor.head == "pow" else (factor, ONE)
        whole = exponent.head == "num" and exponent.value.denom() == 1
        if x not in free_names(factor):
            rest.append(factor)
        elif whole and base.head == "var":
            degree += int(exponent.value.numer())
            rest.append(factor)
        else:
            kernels.append((base, int(exponent.value.numer())) if whole else (factor, 1))
    return _Term(tuple(sorted(kernels, key=lambda pair: (repr(pair[0]), pair[1]))), degree, mul(ONE, *rest))


def _without(term: _Term, kernels: Sequence[tuple[Tree, int]]) -> Tree:
    return mul(term.rest, *(power(k, num(e)) for k, e in term.kernels if (k, e) not in kernels))


# From the monotone pieces of f/w to the zeros of f ----------------------------------------------------------------


def _zeros_between(f: Tree, divisor: Tree, on: Line, cell: Cell, between: Sequence[Point]) -> SignChart:
    """The chart of f, where f/w has at most one zero between two neighbouring points, the ends of the cell included."""
    points: list[Point] = []
    found: list[int | None] = []
    for piece in cells_between(cell.low, between, cell.high):
        low, high = piece.low, piece.high
        left, right = _near(f, divisor, on, low, 1), _near(f, divisor, on, high, -1)
        if left is None or right is None:
            found.append(sign_at_rational(f, on.x, piece.sample, on.budget))
        elif left == right:
            found.append(left)
        else:
            points.append(_crossing(f, on, piece, left))
            found += [left, right]
        if isinstance(high, Point) and high is not cell.high:
            points.append(high)
    return SignChart(tuple(points), tuple(found))


def _near(f: Tree, divisor: Tree, on: Line, end: Bound, side: int) -> int | None:
    """The sign of f just beside the end; None where f/w tends to 0 there, so a monotone piece has no zero inside.

    Hypothesis: f is continuous at the end wherever it is defined there, as elementary functions are.
    """
    if isinstance(end, Point):
        try:
            sign = sign_at(f, on.x, end, on.budget)
            if sign:
                return sign
            if sign_at(divisor, on.x, end, on.budget):
                return None
        except Undecided:
            pass
    return germ_sign(f, on, end, side)


def germ_sign(f: Tree, on: Line, end: Bound, side: int) -> int:
    """The sign of f beside the end from its germ. Raises Undecided."""
    point = tree_of(end) if isinstance(end, Point) else INFINITY if end is PLUS_END else MINUS_INFINITY
    found = germ(f, on.x, point, side, Constants(on.budget))
    return 0 if found is None else found.sign


def _crossing(f: Tree, on: Line, piece: Cell, left: int) -> Point:
    """The only zero of f in the piece: f has the sign `left` near its low end and -left near the high one."""
    below: fmpq | None = None
    above: fmpq | None = None
    middle = piece.sample
    for step in range(MAX_STEPS_OUT):
        sign = sign_at_rational(f, on.x, middle, on.budget)
        if sign == 0:
            return rational(middle)
        below, above = (middle, above) if sign == left else (below, middle)
        if below is not None and above is not None:
            return root_between(f, on.x, below, above, left, on.budget)
        middle = _towards(middle, piece.high if above is None else piece.low, step)
    raise Undecided("a zero too close to the end of a cell")


def _towards(middle: fmpq, end: Bound, step: int) -> fmpq:
    """A simple rational between `middle` and the end, nearer to the end."""
    if isinstance(end, End):
        return middle + end.value * fmpq(2) ** step
    with precision(256):
        edge = dyadic(end.ball(256).mid())
    low, high = sorted((middle + (edge - middle) / 2, middle + (edge - middle) * fmpq(7, 8)))
    return simplest(low, high)
