"""Sequences that run through an interval block after block, such as the typewriter.

With k = floor(u(n)) the indices n = T(k) + j, 0 <= j < T(k+1) - T(k), form the k-th block; T is the inverse of u, and
whole at whole k. In each block the intervals [a(k, j), a(k, j+1)] tile one and the same interval and have one length
L(k) that tends to 0; f_n is c_n on its interval and 0 elsewhere. So every x is met once in every block and missed
otherwise, and the integral of |f_n|^p is |c_n|^p L(k).
"""

from dataclasses import dataclass

from flint import fmpq

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.algebra import Field, TooLarge, Unsupported
from tutor.mathematics.analysis.constants import SILENT, Undecided
from tutor.mathematics.analysis.sequences.outcomes import CutAt, Finding, undecided
from tutor.mathematics.analysis.sequences.sequence import FunctionSequence, Work
from tutor.mathematics.analysis.sequences.suprema import vanishing
from tutor.mathematics.analysis.sequences.zeros import Located
from tutor.mathematics.trees import Budget, Domain, OutOfSteps, Variable, rebuild, substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    add,
    call,
    mul,
    num,
    power,
    sign_of_infinity,
    sub,
    var,
)
from tutor.mathematics.trees.calculus import NotSmooth, derivative
from tutor.mathematics.trees.modes import AnyMode, InMean, Mode

BLOCK, PLACE = "block_", "place_"
"""The names of k and j."""

SHARE = 200_000
MAX_DEGREE = 4
SILENCE = (*SILENT, NotSmooth, Undecided, Unsupported, TooLarge, OutOfSteps, CutAt)


@dataclass(frozen=True, slots=True)
class Blocks:
    """c_n, the length L(k), the tiled interval from `low` to `high`, and u with k = floor(u(n))."""

    height: Tree
    length: Tree
    low: Tree
    high: Tree
    counter: Tree


def blocks(sequence: FunctionSequence) -> Blocks | None:
    """The sequence in blocks; None where it is none."""
    sequence = sequence.of(_with_leading_digit(sequence.term, sequence.index))
    counters = {
        node for node in walk(sequence.term) if node.head == "call" and node.value == "floor"
        and free_names(node) == {sequence.index}
    }  # fmt: skip
    if len(counters) != 1:
        return None
    try:
        return _Reading(sequence, counters.pop()).blocks()
    except SILENCE:
        return None


def _with_leading_digit(node: Tree, index: str) -> Tree:
    """frac(n/2^k) = n/2^k - 1 and floor(n/2^k) = 1 for k = floor(log2(n)): then 1 <= n/2^k < 2, since n >= 1."""
    if index not in free_names(node):
        return node
    args = tuple(_with_leading_digit(part, index) for part in node.args)
    if node.head == "call" and node.value in ("frac", "floor") and args[0] in _leading(index):
        return ONE if node.value == "floor" else sub(args[0], ONE)
    return rebuild(node, args) if args != node.args else node


def _leading(index: str) -> tuple[Tree, ...]:
    """n/2^floor(log2(n)) as it may be written."""
    n, k = var(index), call("floor", call("log2", var(index)))
    small = power(power(TWO, k), MINUS_ONE), power(TWO, mul(MINUS_ONE, k))
    return tuple(product for factor in small for product in (mul(n, factor), mul(factor, n)))


class _Reading:
    """The blocks of one sequence, found and checked."""

    def __init__(self, sequence: FunctionSequence, counter: Tree) -> None:
        self.sequence, self.counter = sequence, counter
        self.budget = Budget(SHARE)
        whole = Variable(BLOCK, ONE, INFINITY, low_closed=True, integer=True)
        self.domain = Domain((whole, Variable(PLACE, ZERO, INFINITY, low_closed=True, integer=True)))

    def blocks(self) -> Blocks | None:
        """None where the term has another shape; raises what the normal form raises."""
        factors = self.sequence.term.args if self.sequence.term.head == "mul" else (self.sequence.term,)
        indicators = [f for f in factors if f.head == "indicator"]
        height = mul(ONE, *(f for f in factors if f.head != "indicator"))
        start = self._start()
        if len(indicators) != 1 or self.sequence.variable in free_names(height) or start is None:
            return None
        ends = self._interval(indicators[0].args[0])
        if ends is None:
            return None
        low, high = (self._simplified(substitute(e, {self.sequence.index: add(start, var(PLACE))})) for e in ends)
        return self._tiling(low, high, self._in_block(height), start)

    def _in_block(self, node: Tree) -> Tree:
        """The node with the counter named k."""
        if node is self.counter:
            return var(BLOCK)
        return rebuild(node, tuple(self._in_block(a) for a in node.args)) if node.args else node

    def _start(self) -> Tree | None:
        """T(k), whole for whole k: the zero of u(n) - k."""
        inverse = FunctionSequence(ZERO, BLOCK, Variable(self.sequence.index, ONE, INFINITY))
        rising = sub(self.counter.args[0], var(BLOCK))
        found = Located((ONE, INFINITY), Work(inverse, self.budget)).zeros(_with_natural_logarithms(rising))
        if len(found) != 1:
            return None
        start = self._simplified(found[0])
        return start if _is_whole(start) else None

    def _interval(self, condition: Tree) -> tuple[Tree, Tree] | None:
        if condition.head == "in" and condition.args[0].head == "var" and condition.args[1].head == "interval":
            low, high = (self._in_block(end) for end in condition.args[1].args)
            return low, high
        if condition.head == "and" and len(condition.args) == 2:
            return self._between(self._in_block(condition))
        return None

    def _between(self, condition: Tree) -> tuple[Tree, Tree] | None:
        """The ends of a <= c x <= b, where c is free of j and positive."""
        ends: dict[int, Tree] = {}
        for part in condition.args:
            if part.head not in ("lt", "le"):
                return None
            gap = sub(part.args[1], part.args[0])
            slope = self._simplified(derivative(gap, self.sequence.variable))
            if free_names(slope) - {BLOCK}:
                return None
            sign = Work(FunctionSequence(ZERO, BLOCK, self.sequence.place), self.budget).eventually.sign(slope)
            ends[sign] = mul(MINUS_ONE, substitute(gap, {self.sequence.variable: ZERO}), power(slope, MINUS_ONE))
        return (ends[1], ends[-1]) if set(ends) == {1, -1} else None

    def _tiling(self, low: Tree, high: Tree, height: Tree, start: Tree) -> Blocks | None:
        following = substitute(low, {PLACE: add(var(PLACE), ONE)})
        count = sub(substitute(start, {BLOCK: add(var(BLOCK), ONE)}), start)
        first = self._simplified(substitute(low, {PLACE: ZERO}))
        last = self._simplified(substitute(low, {PLACE: count}))
        size = self._simplified(sub(high, low))
        fits = self._simplified(sub(high, following)) is ZERO
        if not fits or free_names(first) or free_names(last) or PLACE in free_names(size):
            return None
        shrinking = Work(FunctionSequence(ZERO, BLOCK, self.sequence.place), self.budget).eventually
        place = self.sequence.place
        inside = shrinking.order(place.low, first) <= 0 and shrinking.order(last, place.high) <= 0
        if not inside or shrinking.sign(size) <= 0 or shrinking.limit(size) is not ZERO:
            return None
        return Blocks(height, size, first, last, self.counter.args[0])

    def _simplified(self, node: Tree) -> Tree:
        field = Field(self.domain, self.budget)
        return field.as_tree(field.normal(node))


def _with_natural_logarithms(node: Tree) -> Tree:
    if node.head == "call" and node.value in ("log2", "log10"):
        base = num(2 if node.value == "log2" else 10)
        return mul(call("log", node.args[0]), power(call("log", base), MINUS_ONE))
    return rebuild(node, tuple(_with_natural_logarithms(a) for a in node.args)) if node.args else node


def _is_whole(start: Tree) -> bool:
    """Whether T(k) is a whole number at every whole k >= 0: b^k, or a polynomial that is so at enough places."""
    if start.head == "pow" and start.args[1].head == "var":
        return bool(start.args[0].head == "num" and start.args[0].value.denom() == 1)
    if not _is_polynomial(start):
        return False
    values = [substitute(start, {BLOCK: num(k)}) for k in range(MAX_DEGREE + 1)]
    return all(v.head == "num" and v.value.denom() == 1 for v in values)


def _is_polynomial(node: Tree) -> bool:
    """Of degree at most MAX_DEGREE in k, as its form shows."""
    if node.head in ("num", "var"):
        return True
    if node.head == "pow":
        base, exponent = node.args
        natural = exponent.head == "num" and exponent.value.denom() == 1 and 0 < exponent.value <= MAX_DEGREE
        return base.head == "var" and natural
    if node.head == "mul":
        return len(node.args) <= 2 and node.args[0].head == "num" and all(_is_polynomial(a) for a in node.args)
    return node.head == "add" and all(_is_polynomial(a) for a in node.args)


class BlockConvergence:
    """All modes of a sequence in blocks, to 0 or to the limit that is given."""

    def __init__(self, sequence: FunctionSequence, found: Blocks, limit: Tree | None = None) -> None:
        self.sequence, self.blocks, self.given = sequence, found, limit
        self.work = Work(sequence, Budget(SHARE))

    @property
    def finite(self) -> bool:
        """Whether the space has finite measure."""
        return self.sequence.bounded

    def __call__(self, mode: AnyMode) -> Finding:
        """Whether f_n converges in this mode."""
        self.work.budget.left = SHARE
        try:
            return self._finding(mode)
        except SILENCE as silence:
            return undecided(getattr(silence, "reason", "") or "the step budget is spent")

    def _finding(self, mode: AnyMode) -> Finding:
        if self.given is not None and self.work.eventually.simplified(self.given) is not ZERO:
            raise Undecided("a limit other than 0 for a sequence in blocks")
        height = self._limit(ONE)
        if isinstance(mode, InMean) and not sign_of_infinity(mode.p):
            return self._in_mean(mode.p)
        if mode is Mode.IN_MEASURE:
            return Finding(True, "shrinking supports", ("f_n vanishes off an interval whose length tends to 0",))
        if mode is Mode.WEAKLY:
            return self._weakly()
        if height is ZERO:
            return Finding(True, "|f_n| <= c_n", ("c_n tends to 0",))
        words = (
            "each x in (",
            self.blocks.low,
            ", ",
            self.blocks.high,
            ") lies in one interval of every block, where f_n",
        )
        return Finding(
            False, "every block covers the whole interval", (*words, " -> ", height, ", and f_n(x) = 0 between")
        )

    def _in_mean(self, p: Tree) -> Finding:
        limit = self._limit(p, with_length=True)
        words = ("the integral of |f_n|^p is |c_n|^p times the length and tends to ", limit)
        return Finding(limit is ZERO, "the integral of |f_n - f|^p", words)

    def _weakly(self) -> Finding:
        limit = self._limit(TWO, with_length=True)
        words = ("the integral of |f_n|^2 tends to ", limit)
        if sign_of_infinity(limit):
            return Finding(False, "weakly convergent sequences are bounded in L^2", words)
        return Finding(True, "bounded in L^2 and convergent in measure", words)

    def _limit(self, p: Tree, with_length: bool = False) -> Tree:
        """The limit of |c_n|^p (L). With k between u - 1 and u where n stands beside k: both bounds must agree."""
        value = mul(power(call("abs", self.blocks.height), p), self.blocks.length if with_length else ONE)
        names = free_names(value)
        if self.sequence.index not in names:
            inner = Work(FunctionSequence(ZERO, BLOCK, self.sequence.place), self.work.budget)
            return vanishing(inner.eventually.limit(value), inner)
        if BLOCK in free_names(self.blocks.height):
            raise Undecided("heights in n and k")
        u = self.blocks.counter
        bounds = [vanishing(self._at(value, sub(u, num(fmpq(d)))), self.work) for d in (0, 1)]
        if bounds[0] is bounds[1] and (bounds[0] is ZERO or sign_of_infinity(bounds[0])):
            return bounds[0]
        if BLOCK not in names:
            return bounds[0]
        if any(b is ZERO or sign_of_infinity(b) for b in bounds):
            raise Undecided("heights in n and lengths in k")
        return bounds[0]

    def _at(self, value: Tree, k: Tree) -> Tree:
        return self.work.eventually.limit(substitute(value, {BLOCK: k}))
