"""What rulings on measures share: guarding against silence, sets with both masses, numerical confirmation."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from flint import arb, fmpq

from tutor.judge.claims import IsMeasure
from tutor.judge.meeting import REFUTING, Extended, compare_values
from tutor.judge.spelling import pair_text, point_text, tree_text, value_text
from tutor.judge.verdicts import (
    Agreement,
    Confirmation,
    Counterexample,
    Enumerated,
    GaveUp,
    NotNumerical,
    Proof,
    Ruling,
    Sampled,
    Verdict,
)
from tutor.language.tree import Tree
from tutor.mathematics.algebra import Bound, TooLarge, Unsupported, rational
from tutor.mathematics.analysis.cells import order
from tutor.mathematics.analysis.constants import NO_VALUE, Undecided
from tutor.mathematics.analysis.limits import NoLimit
from tutor.mathematics.analysis.results import NoValue, Result
from tutor.mathematics.balls import Evaluator, precision
from tutor.mathematics.objects.measures import (
    Charged,
    Improper,
    Measure,
    Work,
    check_certainly_positive,
    end_tree,
    mass_of,
    proper,
)
from tutor.mathematics.objects.measures.measure import X
from tutor.mathematics.trees import Budget, Domain, OutOfSteps, Variable
from tutor.mathematics.trees.build import finite, interval, sign_of_infinity

BITS = 128
STEPS_FOR_A_SET = 15_000
"""A set with both masses is looked for with this many steps."""


class Refused(Exception):  # noqa: N818  (an outcome)
    """The answer certainly stands for no measure; the sentence says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def guarded(work: Callable[[], Ruling]) -> Ruling:
    """The ruling, or `undecided` with the reason where mathematics is silent."""
    try:
        return work()
    except Refused as refused:
        return Ruling(Verdict.INCORRECT, Proof("not a measure", (refused.reason,)), diagnosis=refused.reason)
    except (Undecided, NoValue, Unsupported, TooLarge) as silence:
        return undecided(silence.reason)
    except Improper as silence:
        return undecided(f"the question: {silence.reason}")
    except (NoLimit, *NO_VALUE) as silence:
        return undecided(str(silence) or type(silence).__name__)


def undecided(*reasons: str) -> Ruling:
    """Undecided, with what was tried."""
    return Ruling(Verdict.UNDECIDED, GaveUp(reasons))


def read_answer_measure(node: Tree, work: Work) -> Measure:
    """The measure that an answer stands for. Raises Refused where it certainly stands for none, Undecided."""
    try:
        return proper(node, work)
    except Improper as reason:
        raise Refused(sentence(reason)) from reason


def sentence(reason: Improper) -> str:
    """Why the answer is no measure, with the place where it fails."""
    return reason.reason if reason.place is None else f"{reason.reason}; yours is negative at {tree_text(reason.place)}"


def decide_is_measure(claim: IsMeasure, budget: Budget) -> Ruling:
    """The ruling on whether what was typed is a measure at all."""

    def read() -> Ruling:
        work = Work(budget)
        measure = read_answer_measure(claim.answer, work)
        try:
            check_certainly_positive(measure, work)
        except Improper as reason:
            raise Refused(sentence(reason)) from reason
        step = "no weight and no density is negative"
        return Ruling(Verdict.CORRECT, Proof("sign of each part", (step,)), NotNumerical("nothing to compute"))

    return guarded(read)


# Sets ----------------------------------------------------------------------------------------------------------------


def cell_domain(low: Bound, high: Bound, name: str = X) -> Domain:
    """The open interval as the domain of one real variable. Raises Undecided for ends without a closed form."""
    return Domain((Variable(name, end_tree(low), end_tree(high)),))


def open_interval(low: Bound, high: Bound) -> Tree:
    """The open interval as a set."""
    return interval(end_tree(low), end_tree(high), low_closed=False, high_closed=False)


def interval_text(low: Bound, high: Bound) -> str:
    """The open interval as it would be typed."""
    return f"({point_text(low)}, {point_text(high)})"


def place_text(place: Tree) -> str:
    """A single point as a set."""
    return "{" + tree_text(place) + "}"


def charged_text(found: Charged, other: Measure) -> str:
    """The set that shows a relation, less the null sets that the other measure may charge."""
    if found.kind == "point":
        assert isinstance(found.low, Tree)
        return place_text(found.low)
    if found.kind == "cantor":
        assert isinstance(found.low, Tree)
        assert isinstance(found.high, Tree)
        named = f"the Cantor points of [{tree_text(found.low)}, {tree_text(found.high)}]"
        return named + (" without the atoms" if other.atoms or other.families else "")
    assert not isinstance(found.low, Tree)
    assert not isinstance(found.high, Tree)
    without = ["the atoms"] * bool(other.atoms or other.families) + ["the Cantor points"] * bool(other.cylinders)
    return interval_text(found.low, found.high) + (f" without {' and '.join(without)}" if without else "")


# Masses --------------------------------------------------------------------------------------------------------------


def extended(value: Tree | arb) -> Extended:
    """A value as the judge compares values."""
    if isinstance(value, arb):
        return value
    infinite = sign_of_infinity(value)
    if infinite:
        return infinite
    with precision(BITS):
        return Evaluator({})(value)


def differ(left: Result, right: Result) -> bool:
    """Whether the two values are certified to be different."""
    with precision(BITS):
        return compare_values(extended(left.value), extended(right.value)).outcome in REFUTING


def texts(left: Result, right: Result) -> tuple[str, str]:
    """Both values, exact where they are short, or with as many digits as tell them apart."""
    if isinstance(left.value, Tree) and isinstance(right.value, Tree):
        short = tree_text(left.value), tree_text(right.value)
        if max(map(len, short)) <= 12:
            return short
    return pair_text(extended(left.value), extended(right.value))


def mass_text(result: Result) -> str:
    """One value."""
    return tree_text(result.value) if isinstance(result.value, Tree) else value_text(result.value)


def by_masses(answer: Measure, key: Measure, sets: Sequence[tuple[str, Tree]], work: Work) -> Ruling | None:
    """Incorrect by the first of these sets whose masses are certified to differ; None where there is none.

    The search has a small budget of its own: without a set, a point is shown.
    """
    with share(work, STEPS_FOR_A_SET) as small:
        for text, set_ in sets:
            try:
                left, right = mass_of(answer, set_, small), mass_of(key, set_, small)
                if differ(left, right):
                    at = (("A", text),)
                    return Ruling(Verdict.INCORRECT, Counterexample(at, *texts(left, right), text))
            except (Undecided, NoValue, Unsupported, TooLarge, *NO_VALUE):
                continue
            except OutOfSteps:
                return None
    return None


@contextmanager
def share(work: Work, steps: int) -> Iterator[Work]:
    """Work with at most this many steps of the budget, for what a ruling can do without."""
    granted = min(steps, work.budget.left)
    small = Work(Budget(granted))
    try:
        yield small
    finally:
        work.budget.left -= granted - max(0, small.budget.left)


def point_set(place: Tree) -> tuple[str, Tree]:
    """The set of one point, as text and as a set."""
    return place_text(place), finite(place)


def interval_sets(low: Bound, high: Bound, near: fmpq | None) -> list[tuple[str, Tree]]:
    """Small intervals around a point inside an interval, with simple ends; without a point the whole interval."""
    if near is None:
        return [(interval_text(low, high), open_interval(low, high))]
    found = []
    for size in (fmpq(1), fmpq(1, 2), fmpq(1, 4), fmpq(1, 16), fmpq(1, 64)):
        a, b = rational(near - size), rational(near + size)
        if order(low, a) <= 0 <= order(high, b):
            found.append((interval_text(a, b), open_interval(a, b)))
    return found[:2]


# Confirmation --------------------------------------------------------------------------------------------------------


class Confirmations:
    """Points, digits and cases of the parts of one ruling."""

    def __init__(self) -> None:
        self.points, self.digits, self.cases = 0, 30, 0
        self.agreed = False
        self.rules: list[str] = []

    def add(self, ruling: Ruling) -> None:
        """Count a part that is correct."""
        if isinstance(ruling.evidence, Agreement):
            self.agreed = True
            self.points += ruling.evidence.points
            self.digits = min(self.digits, ruling.evidence.digits)
        elif isinstance(ruling.evidence, Proof):
            self.rules.append(ruling.evidence.by)
        if isinstance(ruling.confirmation, Sampled):
            self.points += ruling.confirmation.points
            self.digits = min(self.digits, ruling.confirmation.digits)

    def confirmation(self) -> Confirmation:
        """The confirmation of all parts together."""
        if self.points:
            return Sampled(self.points, self.digits)
        return Enumerated(self.cases) if self.cases else NotNumerical("both sides are 0")

    def ruling(self, by: str, steps: Sequence[str]) -> Ruling:
        """Correct: proved, or agreed where one part only agrees."""
        if self.agreed:
            return Ruling(Verdict.CORRECT, Agreement(self.points, self.digits))
        rules = tuple(dict.fromkeys(self.rules))
        return Ruling(Verdict.CORRECT, Proof(by, (*steps, *rules)), self.confirmation())


def masses_text(whose: str, evidence: Counterexample) -> str | None:
    """A set with both masses, in words; None where the evidence is a point, not a set."""
    sets = dict(evidence.at)
    if "A" not in sets:
        return None
    return f"{whose} gives {sets['A']} the mass {evidence.left}; it should be {evidence.right}"


def with_diagnosis(ruling: Ruling, sentence: str | None) -> Ruling:
    """The same ruling with a sentence on what went wrong."""
    return ruling if sentence is None else replace(ruling, diagnosis=sentence)
