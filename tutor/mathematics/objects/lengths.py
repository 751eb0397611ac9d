"""The Lebesgue measure of a set of real numbers: exact, oo included, or else a certified enclosure.

Cells give the sum of their lengths. Infinite families are intervals by a rule of `families`, or disjoint, and then a
series. What is left is enclosed by bisection of a bounded hull.
"""

from heapq import heappop, heappush

from flint import arb, fmpq

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.algebra import End, Point, closed
from tutor.mathematics.algebra.points import dyadic
from tutor.mathematics.analysis.cells import Line, order
from tutor.mathematics.analysis.constants import NO_VALUE, Constants, Undecided
from tutor.mathematics.analysis.isolated import tree_of
from tutor.mathematics.analysis.results import Result
from tutor.mathematics.analysis.rolle import line
from tutor.mathematics.analysis.series import series
from tutor.mathematics.balls import Evaluator, precision
from tutor.mathematics.objects.families import Facts, as_interval, family, written_out
from tutor.mathematics.objects.sets import FAMILIES, Hull, almost, cells, hull
from tutor.mathematics.objects.windings import wound_measure
from tutor.mathematics.trees import Budget, rebuild
from tutor.mathematics.trees.build import INFINITY, ZERO, add, num, sign_of_infinity, sub, var

POINT = "x"
"""The name of the running point; sets here are closed, so it clashes with nothing."""

MAX_BISECTIONS = 1_500
BITS = 200


def measure(set_: Tree, budget: Budget) -> Result:
    """The length of the set, a core tree or a ball. Raises Undecided with the reason, and OutOfSteps."""
    if free_names(set_):
        raise Undecided("a set with parameters")
    try:
        return _measure(almost(set_), budget)
    except Undecided as silence:
        return _undecided(set_, budget, silence)


def _undecided(set_: Tree, budget: Budget, silence: Undecided) -> Result:
    if any(node.head in FAMILIES for node in walk(set_)):
        raise silence
    try:
        found = wound_measure(set_, line(POINT, budget))
        if found is not None:
            return found
    except Undecided:
        pass
    return _enclosed(set_, budget)


def _measure(set_: Tree, budget: Budget) -> Result:
    set_ = _without_families(set_, budget)
    if any(node.head in FAMILIES for node in walk(set_)):
        return _with_family(set_, budget)
    return _by_cells(set_, line(POINT, budget))


def _by_cells(set_: Tree, on: Line) -> Result:
    """The sum of the lengths of the cells; neighbours are joined first."""
    pieces = cells(set_, on)
    spans: list[list[Point | End]] = []
    for piece in pieces:
        if piece.answer and spans and spans[-1][1] is piece.cell.low:
            spans[-1][1] = piece.cell.high
        elif piece.answer:
            spans.append([piece.cell.low, piece.cell.high])
    by = f"sum of the lengths of {len(spans)} intervals"
    if any(isinstance(end, End) for span in spans for end in span):
        return Result(INFINITY, "an unbounded interval")
    try:
        total = add(ZERO, *(sub(_tree(high), _tree(low)) for low, high in spans))
        return Result(Constants(on.budget).simplified(total), by)
    except Undecided:
        with precision(BITS):
            return Result(sum((_ball(high) - _ball(low) for low, high in spans), arb(0)), by)


def _tree(end: Point | End) -> Tree:
    assert isinstance(end, Point)
    return tree_of(end)


def _ball(end: Point | End) -> arb:
    assert isinstance(end, Point)
    return end.ball(BITS)


# Families ------------------------------------------------------------------------------------------------------------


def _without_families(set_: Tree, budget: Budget) -> Tree:
    """Each family that is finite, or one interval, written as such."""
    if set_.head in FAMILIES:
        explicit = written_out(set_)
        if explicit is not None:
            return _without_families(almost(explicit), budget)
        found = as_interval(set_, budget)
        return set_ if found is None else found[0]
    if set_.head in ("union", "intersection", "minus", "complement"):
        return rebuild(set_, tuple(_without_families(part, budget) for part in set_.args))
    return set_


def _with_family(set_: Tree, budget: Budget) -> Result:
    """One disjoint family, alone, or with a set that contains it or does not meet it."""
    match set_.head:
        case "big_union":
            return _disjoint(set_, budget)
        case "complement":
            return _complement(set_, budget)
        case "minus":
            whole, part = set_.args
            return _combined(whole, part, (1, -1), (1, 0), budget)
        case "intersection" if len(set_.args) == 2:
            whole, part = set_.args if set_.args[1].head in (*FAMILIES, "complement") else set_.args[::-1]
            if part.head == "complement":
                return _combined(whole, part.args[0], (1, -1), (1, 0), budget)
            return _combined(whole, part, (0, 1), (0, 0), budget)
        case "union" if len(set_.args) == 2:
            whole, part = set_.args if set_.args[1].head in FAMILIES else set_.args[::-1]
            return _combined(whole, part, (1, 0), (1, 1), budget)
    raise Undecided("a combination of families")


def _disjoint(set_: Tree, budget: Budget) -> Result:
    """Disjoint intervals: the series of their lengths."""
    of = family(set_)
    facts = Facts(of, budget)
    if not (facts.nonempty() and facts.disjoint()):
        raise Undecided("a family that is neither monotone, nor a chain, nor disjoint")
    found = series(sub(of.high, of.low), of.n, of.start, budget)
    return Result(found.value, f"disjoint family: {found.by}")


def _complement(set_: Tree, budget: Budget) -> Result:
    inner = _measure(set_.args[0], budget)
    if isinstance(inner.value, Tree) and sign_of_infinity(inner.value):
        raise Undecided("the complement of a family of infinite length")
    return Result(INFINITY, "the complement of a set of finite length")


def _combined(whole: Tree, part: Tree, inside: tuple[int, int], apart: tuple[int, int], budget: Budget) -> Result:
    """m(whole) * p + m(part) * q, with (p, q) for a family inside `whole` and another pair for one apart from it."""
    if any(node.head in FAMILIES for node in walk(whole)) or part.head not in FAMILIES:
        raise Undecided("a combination of families")
    weights = inside if _contains(whole, part, budget) else apart
    total = ZERO
    for weight, set_ in zip(weights, (whole, part), strict=True):
        found = _measure(set_, budget).value if weight else ZERO
        if not isinstance(found, Tree) or (sign_of_infinity(found) and weight < 0):
            raise Undecided("a difference of lengths that are not both exact and finite")
        if sign_of_infinity(found):
            return Result(INFINITY, "a part of infinite length")
        total = add(total, num(weight) if found is ZERO else _times(weight, found))
    return Result(Constants(budget).simplified(total), "a family inside, or apart from, a set")


def _times(weight: int, length: Tree) -> Tree:
    return length if weight > 0 else sub(ZERO, length)


def _contains(whole: Tree, part: Tree, budget: Budget) -> bool:
    """Whether `whole` contains the family, up to a null set; False: it does not meet it. Raises Undecided otherwise."""
    pieces = cells(whole, line(POINT, budget), within=family_hull(part, budget))
    answers = {bool(piece.answer) for piece in pieces}
    if len(answers) != 1:
        raise Undecided("a family that is partly inside a set")
    return answers.pop()


def family_hull(set_: Tree, budget: Budget) -> Hull:
    """An interval that contains all sets of an infinite family with monotone ends. Raises Undecided."""
    of = family(set_)
    facts = Facts(of, budget)
    low, high = facts.trend(of.low), facts.trend(of.high)
    if low is None or high is None:
        raise Undecided("a family without monotone ends")
    first = facts.first(of.low) if low >= 0 else facts.last(of.low)
    return closed(first), closed(facts.last(of.high) if high >= 0 else facts.first(of.high))


# Enclosure -----------------------------------------------------------------------------------------------------------


def _enclosed(set_: Tree, budget: Budget) -> Result:
    """Bisection: what is certified inside, up to what is not certified outside."""
    low, high = hull(set_)
    if order(low, high) >= 0:
        return Result(ZERO, "empty")
    if isinstance(low, End) or isinstance(high, End):
        raise Undecided("an unbounded set that is not decided by cells")
    with precision(64):
        ends = dyadic(low.ball(64).lower()), dyadic(high.ball(64).upper())
        inside, doubtful, count = _bisected(set_, *ends, budget)
        return Result(arb(inside).union(arb(inside + doubtful)), f"{count} intervals of a bisection")


def _bisected(set_: Tree, low: fmpq, high: fmpq, budget: Budget) -> tuple[fmpq, fmpq, int]:
    inside, doubtful = fmpq(0), high - low
    waiting: list[tuple[fmpq, int, fmpq, fmpq]] = [(low - high, 0, low, high)]
    count = 0
    while waiting and count < MAX_BISECTIONS:
        _, _, a, b = heappop(waiting)
        count += 1
        budget.spend(20)
        try:
            member = Evaluator({POINT: arb((a + b) / 2, (b - a) / 2)}).member(var(POINT), set_)
            doubtful -= b - a
            inside += b - a if member else 0
        except NO_VALUE:
            middle = (a + b) / 2
            for part in ((a, middle), (middle, b)):
                heappush(waiting, (part[0] - part[1], 2 * count + (part[0] is middle), *part))
    return inside, doubtful, count
