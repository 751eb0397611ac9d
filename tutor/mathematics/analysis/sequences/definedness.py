"""Whether f_n(x) is defined for every index n, from the first one on, and almost every x.

Roots, logarithms, quotients and powers are all that can be undefined in what is admitted. What each needs is asked for
n alone at every whole number, for x alone off a finite set, for both together by the prover.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flint import arb, fmpq

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.analysis.constants import NO_VALUE, Constants, Undecided
from tutor.mathematics.analysis.forall import Proved, Refuted, defined, prove
from tutor.mathematics.analysis.isolated import sign_at_rational
from tutor.mathematics.analysis.rolle import signs
from tutor.mathematics.analysis.sequences.sequence import FunctionSequence
from tutor.mathematics.balls import Evaluator, Undefined, precision
from tutor.mathematics.trees import Budget, Domain, Variable
from tutor.mathematics.trees.build import INFINITY, ZERO, add, less, num

MOST_WHOLES = 200
SAMPLES = 16
RADIUS = 2.0**-40
_TOTAL = frozenset(
    ("exp", "sin", "cos", "atan", "erf", "erfc", "tanh", "sinh", "cosh", "sigmoid", "softplus", "Phi", "phi", "abs")
) | frozenset(("floor", "ceil", "frac", "sign", "max", "min", "relu", "positive_part", "negative_part", "cbrt"))


@dataclass(frozen=True, slots=True)
class _Need:
    """What a part of the term must be: positive, not negative, or not zero."""

    of: Tree
    allowed: frozenset[int]


def defined_almost_everywhere(sequence: FunctionSequence, budget: Budget) -> Proved | Refuted:
    """A proof, or a place (n, x) around which f_n is certified to be undefined. Raises Undecided."""
    index = Variable(sequence.index, num(sequence.first), INFINITY, low_closed=True, integer=True)
    place = replace(sequence.place, low_closed=False, high_closed=False)
    by_parts = _by_parts(sequence, index, place, budget)
    if by_parts is not None:
        return by_parts
    outcome = defined(sequence.term, Domain((index, place)), budget)
    if isinstance(outcome, Proved) or (isinstance(outcome, Refuted) and outcome.positive):
        return outcome
    raise Undecided("whether f_n is defined for every n")


def _by_parts(sequence: FunctionSequence, index: Variable, place: Variable, budget: Budget) -> Proved | Refuted | None:
    """Every part by itself, which asks too much where an indicator hides one; None where that does not decide."""
    try:
        unmet = [need for need in _needs(sequence.term) if not _is_met(need, index, place, budget)]
    except Undecided:
        return None
    if not unmet:
        return Proved("each part is defined off a finite set")
    return _undefined_at(unmet[0], sequence, budget)


def _needs(term: Tree) -> list[_Need]:
    found = []
    for node in walk(term):
        if node.head == "pow":
            found += _of_power(*node.args)
        elif node.head == "call" and node.value in ("log", "log2", "log10"):
            found.append(_Need(node.args[0], frozenset((1,))))
        elif node.head == "call" and node.value not in _TOTAL:
            raise Undecided(f"whether {node.value} is defined for every n")
        elif node.head == "piecewise" and not node.value:
            raise Undecided("whether the pieces cover every x")
    return found


def _of_power(base: Tree, exponent: Tree) -> list[_Need]:
    if exponent.head == "num":
        if exponent.value.denom() == 1:
            return [] if exponent.value >= 0 else [_Need(base, frozenset((1, -1)))]
        return [_Need(base, frozenset((0, 1)) if exponent.value > 0 else frozenset((1,)))]
    if exponent.head == "var":
        return []  # A natural power; x^x and the like have no moving cells.
    return [_Need(base, frozenset((1,)))]


def _is_met(need: _Need, index: Variable, place: Variable, budget: Budget) -> bool:
    names = free_names(need.of)
    if not names:
        return Constants(budget).sign(need.of) in need.allowed
    if need.of.head == "call" and need.of.value == "floor" and names == {index.name} and 1 in need.allowed:
        # floor(u) >= 1 where u >= 1.
        above = add(need.of.args[0], num(-1))
        return signs_at_wholes(above, index.name, int(index.low.value.numer()), budget) <= {0, 1}
    if names == {index.name}:
        return signs_at_wholes(need.of, index.name, int(index.low.value.numer()), budget) <= need.allowed
    if names == {place.name}:
        chart = signs(need.of, place.name, place.low, place.high, budget)
        return set(chart.signs) <= need.allowed
    sides = [less(ZERO, need.of)] + ([less(need.of, ZERO)] if -1 in need.allowed else [])
    return any(isinstance(prove(side, Domain((index, place)), budget), Proved) for side in sides)


def _undefined_at(need: _Need, sequence: FunctionSequence, budget: Budget) -> Refuted | None:
    """The first index at which what n alone must be fails, with a place around which f_n has no value there."""
    if free_names(need.of) != {sequence.index}:
        return None
    for n in range(sequence.first, sequence.first + MOST_WHOLES):
        if sign_at_rational(need.of, sequence.index, fmpq(n), budget) in need.allowed:
            continue
        for x in _places(sequence.place, n):
            try:
                with precision(64):
                    Evaluator({sequence.index: fmpq(n), sequence.variable: arb(x, RADIUS)})(sequence.term)
            except Undefined:
                return Refuted(((sequence.index, fmpq(n)), (sequence.variable, x)), None, None, positive=True)
            except NO_VALUE:
                continue
    return None


def _places(place: Variable, n: int) -> Iterator[fmpq]:
    """Rational places in the space, some of them close to its low end."""
    low = place.low.value if place.low.head == "num" else fmpq(-8)
    high = place.high.value if place.high.head == "num" else low + 16
    for k in range(1, SAMPLES):
        yield low + (high - low) * fmpq(k, SAMPLES)
    yield low + (high - low) * fmpq(1, 4 * n)


def signs_at_wholes(function: Tree, n: str, start: int, budget: Budget) -> set[int | None]:
    """The signs of a function of n alone at all whole n >= start. Raises Undecided."""
    if function.head == "var" and start >= 1:
        return {1}
    chart = signs(function, n, num(start), INFINITY, budget)
    if None in chart.signs:
        return set(chart.signs)
    last = max([start, *(_whole_above(point.ball(64)) for point in chart.points)])
    if last - start > MOST_WHOLES:
        raise Undecided("a sign that settles late")
    wholes = range(start, last + 1)
    return {sign_at_rational(function, n, fmpq(k), budget) for k in wholes} | {chart.signs[-1]}


def _whole_above(place: arb) -> int:
    edge = place.ceil().upper().unique_fmpz()
    if edge is None:
        raise Undecided("a zero far out")
    return int(edge)
