"""Sets {x in (0, b) : P(sin(c/x), cos(c/x))}: infinitely many intervals that pile up at 0, measured by a series.

With y = 1/x the condition has the period p = 2 pi/|c|. Let it hold for y/p in the intervals (r, s) of [0, 1). Then the
part of the set below x = 1/(K p) consists of the intervals (1/(p (k + s)), 1/(p (k + r))) for k >= K, and its measure
is 1/p times the sum over k >= K of 1/(k + r) - 1/(k + s).
"""

from flint import arb, fmpq

from tutor.language.tree import Tree, free_names, tree, walk
from tutor.mathematics.algebra import Bound, Point, closed
from tutor.mathematics.analysis.cells import Line, order
from tutor.mathematics.analysis.constants import Constants, Undecided, enclosure
from tutor.mathematics.analysis.exponential import affine, flattened
from tutor.mathematics.analysis.isolated import tree_of
from tutor.mathematics.analysis.results import Result
from tutor.mathematics.analysis.series import series
from tutor.mathematics.balls import precision
from tutor.mathematics.objects.sets import cells
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import (
    MINUS_ONE,
    PI,
    TWO,
    ZERO,
    add,
    call,
    div,
    mul,
    num,
    power,
    sub,
    var,
)

BITS = 200
MAX_TURNS = 1_000


def wound_measure(set_: Tree, on: Line) -> Result | None:
    """The measure of intersection([0, b], builder) of this kind; None for sets of another shape. Raises Undecided."""
    parts = {part.head: part for part in set_.args} if set_.head == "intersection" and len(set_.args) == 2 else {}
    if set(parts) != {"interval", "builder"} or parts["interval"].args[0] is not ZERO:
        return None
    builder, end = parts["builder"], parts["interval"].args[1]
    condition = _in_inverse(builder.args[0], builder.value)
    period = _period(condition, builder.value, Constants(on.budget))
    if period is None or order(closed(ZERO), closed(end)) >= 0:
        return None
    turns = _turns(period, end)
    turning = tree("builder", builder.value, (condition,))
    first = _intervals(turning, on, power(end, MINUS_ONE), mul(num(turns), period))
    shares = _intervals(turning, on, ZERO, period)
    constants = Constants(on.budget)
    head = [sub(power(low, MINUS_ONE), power(high, MINUS_ONE)) for low, high in first]
    shares = [(constants.simplified(div(r, period)), constants.simplified(div(s, period))) for r, s in shares]
    return _total(constants.simplified(add(ZERO, *head)), shares, period, turns, on)


def _intervals(set_: Tree, on: Line, low: Tree, high: Tree) -> list[tuple[Tree, Tree]]:
    """The open intervals that make up the set between two constants."""
    pieces = cells(set_, on, within=(closed(low), closed(high)))
    return [(_tree(p.cell.low), _tree(p.cell.high)) for p in pieces if p.answer]


def _tree(bound: Bound) -> Tree:
    assert isinstance(bound, Point)
    return tree_of(bound)


def _total(head: Tree, shares: list[tuple[Tree, Tree]], period: Tree, turns: int, on: Line) -> Result:
    """The head and the series: a closed form where there is one, else by the digamma function."""
    k = var("k")
    terms = [sub(power(add(k, r), MINUS_ONE), power(add(k, s), MINUS_ONE)) for r, s in shares]
    if all(end.head == "num" for share in shares for end in share):
        total = series(add(ZERO, *terms), "k", turns, on.budget).value
        if isinstance(total, Tree):
            value = Constants(on.budget).simplified(add(head, div(total, period)))
            return Result(value, "a series over the periods of 1/x")
    with precision(BITS):
        sums = sum((_digamma(turns, s) - _digamma(turns, r) for r, s in shares), arb(0))
        value_ = enclosure(head, BITS) + sums / enclosure(period, BITS)
        return Result(value_, "digamma values over the periods of 1/x")


def _in_inverse(condition: Tree, x: str) -> Tree:
    """The condition in y = 1/x, with powers of 1/y taken apart."""
    turned = substitute(condition, {x: power(var(x), MINUS_ONE)})
    done: dict[Tree, Tree] = {}

    def flat(node: Tree) -> Tree:
        if node not in done:
            done[node] = flattened(tree(node.head, node.value, tuple(flat(a) for a in node.args)), frozenset((x,)))
        return done[node]

    return flat(turned)


def _period(condition: Tree, y: str, constants: Constants) -> Tree | None:
    """The period, where y occurs only in sines and cosines of affine arguments of one slope, up to sign."""
    waves = [n for n in walk(condition) if n.head == "call" and n.value in ("sin", "cos") and y in free_names(n)]
    lines = [affine(wave.args[0], y, constants) for wave in waves]
    slopes = {constants.simplified(call("abs", line[0])) for line in lines if line is not None}
    if not waves or None in lines or len(slopes) != 1 or _occurs_outside(condition, y, set(waves)):
        return None
    return constants.simplified(div(mul(TWO, PI), slopes.pop()))


def _occurs_outside(node: Tree, y: str, waves: set[Tree]) -> bool:
    if node in waves:
        return False
    return node is var(y) or any(_occurs_outside(a, y, waves) for a in node.args)


def _turns(period: Tree, end: Tree) -> int:
    """A whole K >= 1 with 1/(K period) below the end."""
    with precision(64):
        turns = (1 / (enclosure(period) * enclosure(end))).upper().ceil().unique_fmpz()
    if turns is None or turns > MAX_TURNS:
        raise Undecided("too many periods before the end")
    return max(1, int(turns) + 1)


def _digamma(turns: int, share: Tree) -> arb:
    return (enclosure(share, BITS) + arb(fmpq(turns))).digamma()
