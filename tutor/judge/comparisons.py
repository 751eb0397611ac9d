"""Comparisons of extended numbers, for which oo is a value, and of functions with integrals or sums in them."""

from dataclasses import replace

from flint import fmpq

from tutor.judge.bounds import decide_forall, decide_integrability, undecided
from tutor.judge.claims import Compares, Equal, ForAll, Integrable, Notion
from tutor.judge.closed_forms import with_closed_forms, with_steps
from tutor.judge.constants import with_values
from tutor.judge.functions import decide_functions
from tutor.judge.meeting import Extended
from tutor.judge.moving_integrals import with_moving_integrals
from tutor.judge.spelling import pair_text, value_text
from tutor.judge.verdicts import Counterexample, NotNumerical, Proof, Ruling, Sampled, Verdict
from tutor.language.tree import BINDERS, Tree, free_names, walk
from tutor.mathematics.algebra import TooLarge, Unsupported, zero_constant
from tutor.mathematics.analysis import NoValue, Oscillates, Undecided
from tutor.mathematics.analysis.forall import Proved, prove
from tutor.mathematics.analysis.limits import NoLimit
from tutor.mathematics.analysis.series import sum_of_signs
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown, Value, precision
from tutor.mathematics.objects.values import reduction
from tutor.mathematics.trees import Budget, Domain, Variable, substitute
from tutor.mathematics.trees.build import INFINITY, ONE, ZERO, at_most, call, less, num, sign_of_infinity, sub

DIGITS = 15
FIRST_INDICES = 4
FIRST_TERMS = 64
_PRECISIONS = (64, 256, 3400)
_HOLDS = {"<": (1,), "<=": (1, 0), "=": (0,), "!=": (1, -1)}
"""For each relation the signs of right - left with which it holds."""


def decide_comparison(claim: Compares, budget: Budget) -> Ruling:
    """The ruling on a comparison of two numbers, or of two functions on the domain."""
    if claim.domain.variables:
        return _of_functions(claim, budget)
    if free_names(claim.left) | free_names(claim.right):
        return undecided("a name without a value")
    try:
        left, right = (reduction(side, budget).value for side in (claim.left, claim.right))
    except (NoValue, NoLimit) as reason:
        return _no_value(str(reason))
    except (Undecided, Oscillates, Unsupported, TooLarge) as silence:
        return _finite(claim, budget) or _sum(claim, budget) or undecided(str(silence) or "no value was found")
    return _of_numbers(claim, left, right, budget)


def _no_value(reason: str) -> Ruling:
    return Ruling(
        Verdict.INCORRECT, Proof("no value", (reason,)), diagnosis=f"a side of the claim has no value: {reason}"
    )


# Numbers --------------------------------------------------------------------------------------------------------------


def _of_numbers(claim: Compares, left: Value | Tree, right: Value | Tree, budget: Budget) -> Ruling:
    values: tuple[Extended, Extended] = (None, None)
    for bits in _PRECISIONS:
        with precision(bits):
            try:
                values = (_value(left, budget), _value(right, budget))
            except (Unknown, Convention):
                continue
            order = _order(*values)
        if order is not None:
            return _ruled(claim.op, order, values, "certified enclosures")
    if isinstance(left, Tree) and isinstance(right, Tree):
        rule = zero_constant(sub(left, right), budget)
        if rule is not None:
            return _ruled(claim.op, 0, values, rule)
    return undecided("the two sides are too near to each other to be told apart")


def _value(side: Value | Tree, budget: Budget) -> Extended:
    """The value of one side; None where it is undefined. Raises Unknown, Convention."""
    if not isinstance(side, Tree):
        return side
    try:
        return Evaluator({}, budget=budget)(side)
    except Infinite as infinite:
        return infinite.sign
    except Undefined:
        return None


_UNDEFINED = 2
"""In the place of an order: a side has no value, so that no relation holds."""


def _order(left: Extended, right: Extended) -> int | None:
    """The sign of right - left where it is certain."""
    if left is None or right is None:
        return _UNDEFINED
    if isinstance(left, int) or isinstance(right, int):
        high, low = (side if isinstance(side, int) else 0 for side in (right, left))
        return (high > low) - (high < low)
    gap = right - left
    if gap > 0:
        return 1
    if gap < 0:
        return -1
    return 0 if isinstance(gap, fmpq) else None


def _ruled(op: str, order: int, values: tuple[Extended, Extended], by: str) -> Ruling:
    left, right = pair_text(*values) if order else (value_text(values[0]),) * 2
    if order in _HOLDS[op]:
        steps = (f"the left side is {left}", f"the right side is {right}")
        return Ruling(Verdict.CORRECT, Proof(by, steps), Sampled(1, DIGITS))
    sentence = "a side of the claim has no value" if None in values else f"the claim would say {left} {op} {right}"
    return Ruling(Verdict.INCORRECT, Counterexample((), left, right), diagnosis=sentence)


# An integral without a value that is known ----------------------------------------------------------------------------


def _finite(claim: Compares, budget: Budget) -> Ruling | None:
    """That an integral is finite, by the ends of its interval alone.

    Hypothesis of the refutation: the integrand is nowhere negative; else the integral may be -oo, or have no value.
    """
    variable = _variable(claim.left)
    if claim.op != "<" or claim.right is not INFINITY or variable is None:
        return None
    integrand, domain = claim.left.args[0], Domain((variable,))
    ruling = decide_integrability(Integrable(integrand, domain), budget)
    if ruling.verdict is not Verdict.INCORRECT:
        return ruling
    positive = prove(at_most(ZERO, integrand), domain, budget, frozenset([variable.name]))
    return ruling if isinstance(positive, Proved) else undecided("an integral that does not converge absolutely")


def _sum(claim: Compares, budget: Budget) -> Ruling | None:
    """That a sum is finite, or infinite, by the leading monomial of its terms, or that one of them is undefined."""
    node = claim.left
    if claim.right is not INFINITY or node.head != "sum" or node.args[2] is not INFINITY or node.args[1].head != "num":
        return None
    term, first = node.args[0], int(node.args[1].value.numer())
    for number in range(first, first + FIRST_TERMS):
        if _is_undefined(substitute(term, {node.value: num(number)}), budget):
            return _no_value(f"its term is undefined at {node.value} = {number}")
    try:
        sign = sum_of_signs(term, node.value, first, budget)
    except (Undecided, Oscillates, NoValue, Unsupported, TooLarge):
        return None
    if (claim.op, sign) in (("<", 0), ("=", 1), ("<=", 0), ("<=", 1), ("!=", 0)):
        words = "is infinite" if sign else "is finite"
        return Ruling(Verdict.CORRECT, Proof("leading term", (f"the sum {words}",)), NotNumerical("an endless sum"))
    words = {0: "finite", 1: "oo", -1: "-oo"}[sign]
    return Ruling(Verdict.INCORRECT, Proof("leading term", (f"the sum is {words}",)), diagnosis=f"the sum is {words}")


def _is_undefined(constant: Tree, budget: Budget) -> bool:
    try:
        with precision(_PRECISIONS[0]):
            return _value(constant, budget) is None
    except (Unknown, Convention):
        return False


def _variable(node: Tree) -> Variable | None:
    """The variable of an integral against Lebesgue measure with its interval; None for anything else."""
    if node.head == "integral_on" and len(node.args) == 2 and node.args[1].head == "interval":
        low, high = node.args[1].args
        return Variable(node.value, low, high)
    if node.head == "integral" and _is_below(*node.args[1:]):
        _, low, high = node.args
        return Variable(node.value, low, high)
    return None


def _is_below(low: Tree, high: Tree) -> bool:
    if low.head == "num" and high.head == "num":
        return bool(low.value < high.value)
    return sign_of_infinity(low) < 0 or sign_of_infinity(high) > 0


# Functions ------------------------------------------------------------------------------------------------------------


def _of_functions(claim: Compares, budget: Budget) -> Ruling:
    """The relation at all points, after closed forms of what stands in it."""
    sides = [with_values(with_moving_integrals(side), budget) for side in (claim.left, claim.right)]
    (left, right), steps = with_closed_forms(sides, claim.domain, budget)
    if any(node.head in BINDERS and free_names(node) for side in (left, right) for node in walk(side)):
        return _at_first_indices(claim, budget)
    if not free_names(left) | free_names(right):
        return decide_comparison(Compares(left, claim.op, right), budget)
    if claim.op == "=":
        notion = Notion.ALMOST_EVERYWHERE if claim.almost_everywhere else Notion.EVERYWHERE
        return with_steps(decide_functions(Equal(left, right, claim.domain, notion), budget), steps)
    if right is INFINITY and claim.op != "<=":
        relation = at_most(sub(left, left), ONE)  # not simplified anywhere: it holds just where the side is defined
    elif claim.op == "!=":
        relation = less(ZERO, call("abs", sub(left, right)))
    else:
        relation = (less if claim.op == "<" else at_most)(left, right)
    return with_steps(decide_forall(ForAll(relation, claim.domain, claim.almost_everywhere), budget), steps)


def _at_first_indices(claim: Compares, budget: Budget) -> Ruling:
    """A refutation at one of the first values of the only variable, an index; a proof is not to be had here."""
    silence = undecided("an integral, sum, norm or extremum without a closed form for all values of the variables")
    if len(claim.domain.variables) != 1 or not claim.domain.integers or claim.domain.condition is not None:
        return silence
    variable = claim.domain.variables[0]
    first = variable.low.value if variable.low.head == "num" else fmpq(0)
    for value in (first + k for k in range(FIRST_INDICES)):
        if variable.high.head == "num" and value > variable.high.value:
            break
        sides = (substitute(side, {variable.name: num(value)}) for side in (claim.left, claim.right))
        ruling = decide_comparison(Compares(next(sides), claim.op, next(sides)), budget)
        if isinstance(ruling.evidence, Counterexample):
            found = replace(ruling.evidence, at=((variable.name, str(value)),))
            sentence = f"at {variable.name} = {value}, {ruling.diagnosis}"
            return Ruling(Verdict.INCORRECT, found, diagnosis=sentence)
    return silence
