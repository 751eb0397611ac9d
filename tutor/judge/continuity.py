"""Continuity on an interval, and Lipschitz conditions, cell by cell.

On a cell of the partition the normal form has neither a pole nor a jump, so a function can be discontinuous only where
two cells meet, or at an end that belongs to the interval.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from tutor.judge.bounds import counterexample, undecided
from tutor.judge.claims import Continuous, Lipschitz
from tutor.judge.meeting import REFUTING, Meeting, Outcome, meet
from tutor.judge.sentences import place_text
from tutor.judge.spelling import pair_text, point_text, tree_text
from tutor.judge.verdicts import Counterexample, NotNumerical, Proof, Ruling, Sampled, Verdict
from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.algebra import (
    MINUS_END,
    Cell,
    Field,
    Point,
    TooLarge,
    Unsupported,
    as_tree,
    closed,
    zero_constant,
)
from tutor.mathematics.analysis import Oscillates, Undecided
from tutor.mathematics.analysis.cells import Piece, partition
from tutor.mathematics.analysis.forall import Proved, Refuted, prove
from tutor.mathematics.analysis.limits import limit
from tutor.mathematics.analysis.rolle import line
from tutor.mathematics.balls import precision
from tutor.mathematics.trees import Budget, Domain, Variable, substitute
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, add, at_most, call, num, sign_of_infinity, sub
from tutor.mathematics.trees.calculus import NotSmooth, derivative

BITS = 256
PLAIN_HEADS = frozenset(
    ("num", "const", "var", "add", "mul", "pow", "call", "piecewise", "indicator", "lt", "le", "eq", "ne", "and", "or")
) | frozenset(("not", "true", "false", "in", "interval", "finite", "union", "intersection", "minus", "complement"))
"""Expressions with finitely many pieces. The rationals are not among them: off a null set is not everywhere."""
UNPLAIN_CALLS = frozenset(("cantor", "measure", "mass"))

JUMPING = frozenset(("floor", "ceil", "frac", "sign", "heaviside"))
PART = 4

Pieces = list[Piece[Tree]]


class _Endless(Undecided):
    """A function that jumps at infinitely many places."""


def decide_continuity(claim: Continuous, budget: Budget) -> Ruling:
    """The ruling on continuity of a function of one variable on an interval."""
    try:
        pieces = _pieces(claim.function, claim.domain, budget)
        return _continuous(claim.function, claim.domain.variables[0], pieces, budget)
    except _Endless as endless:
        return _refuted_on_a_part(claim, budget) or undecided(str(endless))
    except (Undecided, Oscillates, Unsupported, TooLarge) as silence:
        return undecided(str(silence) or "continuity was not decided")


def _pieces(function: Tree, domain: Domain, budget: Budget) -> Pieces:
    """The cells of the interval with the function on each. Raises Undecided for what has no finite partition."""
    if len(domain.variables) != 1 or domain.variables[0].integer or domain.condition is not None:
        raise Undecided("continuity is decided on one interval")
    for node in walk(function):
        if node.head not in PLAIN_HEADS or (node.head == "call" and node.value in UNPLAIN_CALLS):
            raise Undecided(f"continuity of an expression with '{node.value or node.head}'")
    variable = domain.variables[0]
    return partition(
        lambda field: _normal(field, function),
        line(variable.name, budget),
        closed(variable.low),
        closed(variable.high),
    )


def _normal(field: Field, function: Tree) -> Tree:
    """The function on a cell. Raises Undecided where a jump stays in it: floor on an unbounded cell is not cut."""
    found = field.as_tree(field.normal(function))
    if any(node.head == "call" and node.value in JUMPING and free_names(node) for node in walk(found)):
        raise _Endless("jumps without end")
    return found


def _refuted_on_a_part(claim: Continuous | Lipschitz, budget: Budget) -> Ruling | None:
    try:
        return _on_a_part(claim, budget)
    except (Undecided, Oscillates, Unsupported, TooLarge):
        return None


def _on_a_part(claim: Continuous | Lipschitz, budget: Budget) -> Ruling | None:
    """A discontinuity on a bounded part of an unbounded interval, for functions that jump again and again."""
    variable = claim.domain.variables[0]
    low, high = variable.low, variable.high
    if sign_of_infinity(low):
        low = num(-PART) if sign_of_infinity(high) else sub(high, num(PART))
    if sign_of_infinity(high):
        high = add(low, num(2 * PART))
    part = replace(variable, low=low, high=high, low_closed=variable.low_closed and low is variable.low)
    part = replace(part, high_closed=variable.high_closed and high is variable.high)
    domain = replace(claim.domain, variables=(part,))
    ruling = _continuous(claim.function, part, _pieces(claim.function, domain, budget), budget)
    return ruling if ruling.verdict is Verdict.INCORRECT else None


def _continuous(function: Tree, variable: Variable, pieces: Pieces, budget: Budget) -> Ruling:
    places = 0
    for piece in pieces:
        if piece.answer is None:
            at = ((variable.name, str(piece.cell.sample)),)
            found = Counterexample(at, "undefined", "a value")
            return Ruling(Verdict.INCORRECT, found, diagnosis="your function is undefined on an interval")
    for side in _sides(variable, pieces):
        ruling = _jump(function, variable.name, side, budget)
        if ruling is not None:
            return ruling
        places += 1
    confirmation = Sampled(places, 15) if places else NotNumerical("nothing to compare")
    step = f"{places} one-sided limits are the values there" if places else "no point where pieces meet"
    return Ruling(Verdict.CORRECT, Proof("continuous on each piece, and where they meet", (step,)), confirmation)


class _Side(NamedTuple):
    """A point of the interval, and the function on the cell below it (-1) or above it (+1)."""

    point: Point
    function: Tree
    direction: int


def _sides(variable: Variable, pieces: Pieces) -> Iterator[_Side]:
    """Every point where cells meet, from both sides, and the ends that belong to the interval."""
    for number, piece in enumerate(pieces):
        if piece.answer is None:
            continue
        low, high = piece.cell.low, piece.cell.high
        if isinstance(low, Point) and (number > 0 or variable.low_closed):
            yield _Side(low, piece.answer, 1)
        if isinstance(high, Point) and (number < len(pieces) - 1 or variable.high_closed):
            yield _Side(high, piece.answer, -1)


def _jump(function: Tree, name: str, side: _Side, budget: Budget) -> Ruling | None:
    """The refutation where the value is not the one-sided limit; None where it is.

    Raises Undecided where neither is certain.
    """
    point = as_tree(side.point)
    there = substitute(function, {name: point})
    beside = limit(side.function, name, point, side.direction, budget)
    if sign_of_infinity(beside):
        sentence = f"near {name} = {point_text(side.point)} the function tends to {tree_text(beside)}"
        return Ruling(Verdict.INCORRECT, Proof("infinite limit", (sentence,)), diagnosis=sentence)
    with precision(BITS):
        meeting = meet(there, beside, {}, budget, almost_everywhere=False)
    if meeting.outcome in REFUTING or meeting.outcome is Outcome.BOTH_UNDEFINED:
        return _discontinuous(name, side, meeting)
    if meeting.outcome is Outcome.EQUAL or there is beside or zero_constant(sub(there, beside), budget) is not None:
        return None
    raise Undecided(f"whether the value at {name} = {point_text(side.point)} is the limit there")


def _discontinuous(name: str, side: _Side, meeting: Meeting) -> Ruling:
    value, beside = pair_text(meeting.left, meeting.right)
    at = point_text(side.point)
    where = "above" if side.direction > 0 else "below"
    sentence = f"at {name} = {at} the value is {value} and the limit from {where} is {beside}"
    return Ruling(Verdict.INCORRECT, Counterexample(((name, at),), value, beside, positive=False), diagnosis=sentence)


# Lipschitz ------------------------------------------------------------------------------------------------------------


def decide_lipschitz(claim: Lipschitz, budget: Budget) -> Ruling:
    """The ruling on a Lipschitz condition, by continuity and the derivative on each cell.

    Proof: by the mean value theorem on each cell, added up, which needs continuity where cells meet. Refutation: a
    derivative above the constant at one point, or a discontinuity.
    """
    try:
        pieces = _pieces(claim.function, claim.domain, budget)
        ruling = _continuous(claim.function, claim.domain.variables[0], pieces, budget)
        if ruling.verdict is not Verdict.CORRECT:
            return ruling
        steps = [_slope_is_bounded(piece, claim, budget) for piece in pieces]
    except _Endless as endless:
        return _refuted_on_a_part(claim, budget) or undecided(str(endless))
    except NotSmooth as refused:
        return undecided(f"no derivative by rule: {refused}")
    except (Undecided, Oscillates, Unsupported, TooLarge) as silence:
        return undecided(str(silence) or "the Lipschitz condition was not decided")
    wrong = next((step for step in steps if isinstance(step, Ruling)), None)
    if wrong is not None:
        return wrong
    proof = Proof("mean value theorem on each piece", tuple(dict.fromkeys(str(step) for step in steps)))
    return Ruling(Verdict.CORRECT, proof, ruling.confirmation)


def _slope_is_bounded(piece: Piece[Tree], claim: Lipschitz, budget: Budget) -> Ruling | str:
    """The rule that proves |f'| <= L on the cell, or the refutation. Raises Undecided, NotSmooth."""
    name = claim.domain.variables[0].name
    assert piece.answer is not None  # continuity has been proved
    slope = derivative(piece.answer, name)
    cell = Domain((Variable(name, _end(piece.cell, low=True), _end(piece.cell, low=False)),))
    outcome = prove(at_most(call("abs", slope), claim.constant), cell, budget)
    if isinstance(outcome, Proved):
        return outcome.by
    if isinstance(outcome, Refuted) and outcome.left is not None and outcome.right is not None:
        found = counterexample(outcome)
        sentence = f"at {place_text(outcome)} the derivative is {found.left} in size, above {found.right}"
        return Ruling(Verdict.INCORRECT, found, diagnosis=sentence)
    raise Undecided("a bound for the derivative")


def _end(cell: Cell, low: bool) -> Tree:
    bound = cell.low if low else cell.high
    if isinstance(bound, Point):
        return as_tree(bound)
    return MINUS_INFINITY if bound is MINUS_END else INFINITY
