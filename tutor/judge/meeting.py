"""Both sides of a claim, evaluated at one point or on one ball.

On a ball, "different" and "one side undefined" are certificates: they hold at almost every point of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from flint import arb, ctx, fmpq

from tutor.language.tree import Tree
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown, Value
from tutor.mathematics.trees import Budget

Extended = Value | int | None
"""A value; +1 or -1 for oo and -oo; None for certified undefined."""


class Outcome(Enum):
    """How two values compare."""

    DIFFERENT = auto()
    ONE_UNDEFINED = auto()
    EQUAL = auto()
    CLOSE = auto()
    LOOSE = auto()
    BOTH_UNDEFINED = auto()
    CONVENTION = auto()
    UNKNOWN = auto()


REFUTING = frozenset((Outcome.DIFFERENT, Outcome.ONE_UNDEFINED))
AGREEING = frozenset((Outcome.EQUAL, Outcome.CLOSE))

_CLOSE = arb(2) ** -40
"""A wider difference is no evidence of equality, even if it contains 0."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """The outcome, the two values as far as they are known, their difference, and a reason where there is one."""

    outcome: Outcome
    left: Extended = None
    right: Extended = None
    gap: Value | None = None
    reason: str = ""


def meet(left: Tree, right: Tree, env: Mapping[str, Value], budget: Budget, almost_everywhere: bool = True) -> Meeting:
    """Evaluate both trees in the environment and compare, at the working precision. Raises OutOfSteps."""
    budget.spend(ctx.prec >> 5)
    evaluate = Evaluator(env, almost_everywhere, budget)
    try:
        a, b = _value(evaluate, left), _value(evaluate, right)
    except Convention as convention:
        return Meeting(Outcome.CONVENTION, reason=str(convention))
    except (Unknown, OverflowError, MemoryError):
        return Meeting(Outcome.UNKNOWN)
    return compare_values(a, b)


def _value(evaluate: Evaluator, node: Tree) -> Extended:
    try:
        return evaluate(node)
    except Undefined:
        return None
    except Infinite as infinite:
        return infinite.sign


def compare_values(left: Extended, right: Extended) -> Meeting:
    """Compare two evaluated sides."""
    if left is None or right is None:
        both = left is None and right is None
        return Meeting(Outcome.BOTH_UNDEFINED if both else Outcome.ONE_UNDEFINED, left, right)
    if isinstance(left, int) or isinstance(right, int):
        same = isinstance(left, int) and isinstance(right, int) and left == right
        return Meeting(Outcome.EQUAL if same else Outcome.DIFFERENT, left, right)
    if left is right:
        return Meeting(Outcome.EQUAL if isinstance(left, fmpq) else Outcome.CLOSE, left, right, fmpq(0))
    return _compare_finite(left, right)


def _compare_finite(left: Value, right: Value) -> Meeting:
    gap = left - right
    if gap > 0 or gap < 0:
        return Meeting(Outcome.DIFFERENT, left, right, gap)
    if isinstance(gap, fmpq):
        return Meeting(Outcome.EQUAL, left, right, gap)
    if not gap.is_finite():
        return Meeting(Outcome.UNKNOWN)
    return Meeting(Outcome.CLOSE if abs(gap) < _CLOSE else Outcome.LOOSE, left, right, gap)


def convention(meeting: Meeting) -> str:
    """Why a meeting on a convention decides nothing."""
    return f"the value depends on a convention: {meeting.reason}"
