"""Sets of real numbers: equal, or equal up to a null set.

The comparison itself is in `tutor.mathematics.objects.comparison`; here it becomes a ruling. Sets that can be typed in
other ways (Clarke subdifferentials, families of intervals) are reduced to intervals first.
"""

import dataclasses
import logging
from collections.abc import Iterator, Sequence

from flint import arb, fmpq

from tutor.judge.claims import Equal, Notion, SameSet
from tutor.judge.functions import decide_functions
from tutor.judge.spelling import point_text, tree_text
from tutor.judge.verdicts import Counterexample, Evidence, GaveUp, NotNumerical, Proof, Ruling, Sampled, Verdict
from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import Bound, Cell, End, Point, TooLarge, Unsupported
from tutor.mathematics.analysis.constants import NO_VALUE, Undecided
from tutor.mathematics.analysis.isolated import Isolated
from tutor.mathematics.analysis.limits import NoLimit
from tutor.mathematics.analysis.results import NoValue
from tutor.mathematics.balls import Evaluator, cantor_member
from tutor.mathematics.objects.comparison import (
    CANTOR,
    CANTOR_RATIONAL,
    INTEGER,
    NATURAL,
    POINT,
    RATIONAL,
    Difference,
    compare_sets,
)
from tutor.mathematics.objects.reduction import plain_set
from tutor.mathematics.trees import Budget, Domain, OutOfSteps, Variable
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, indicator, member, num, var

log = logging.getLogger("tutor.judge")

IN, OUT = "in the set", "not in the set"

_INDICATOR_STEPS = 60_000
"""What the comparison of the indicators may cost, as a question about functions."""
_TINY = fmpq(1, 2**60)
_SAMPLES = tuple(fmpq(k, d) for d in (1, 2, 3, 7) for k in range(-4, 5) if d == 1 or k % d)


def decide_sets(claim: SameSet, budget: Budget) -> Ruling:
    """The ruling on a claim about two sets."""
    if claim.answer is claim.key:
        return Ruling(Verdict.CORRECT, Proof("the same expression"), NotNumerical("nothing to compare"))
    unknown = free_names(claim.answer) | free_names(claim.key)
    if unknown:
        return _gave_up(["not a variable of the question: " + ", ".join(sorted(unknown))])
    ruling = _by_cells(claim, budget)
    if ruling.verdict is not Verdict.UNDECIDED:
        return ruling
    return _by_indicators(claim, budget) or ruling


def _by_cells(claim: SameSet, budget: Budget) -> Ruling:
    try:
        answer, key = plain_set(claim.answer, budget), plain_set(claim.key, budget)
        return _ruling(claim, answer, key, budget)
    except (Undecided, NoValue, Unsupported, TooLarge) as silence:
        return _gave_up([silence.reason])
    except NoLimit as silence:
        return _gave_up([str(silence)])


def _ruling(claim: SameSet, answer: Tree, key: Tree, budget: Budget) -> Ruling:
    found = compare_sets(answer, key, budget)
    if found.cells:
        if _contradicted(answer, key, found.cells[0]):
            return _engine_fault(claim)
        return Ruling(Verdict.INCORRECT, _refutation(found, positive=True))
    if found.null and not claim.up_to_null:
        return Ruling(Verdict.INCORRECT, _refutation(found, positive=False), almost=null_set_text(found))
    if found.unsettled and not claim.up_to_null:
        return _gave_up(found.unsettled)
    samples = _agreeing_samples(answer, key, claim.up_to_null)
    if samples is None:
        return _engine_fault(claim)
    almost = null_set_text(found) if found.null and not found.unsettled else None
    steps = (f"the same membership on all cells and points examined ({found.examined})",)
    confirmed = Sampled(samples, 30) if samples else NotNumerical("no membership that evaluation alone decides")
    return Ruling(Verdict.CORRECT, Proof("cells of both sets", steps), confirmed, almost)


def _by_indicators(claim: SameSet, budget: Budget) -> Ruling | None:
    """Two sets are the same exactly when their indicators are the same function; None where that is not certified."""
    line = Domain((Variable(POINT, MINUS_INFINITY, INFINITY),))
    answer, key = (indicator(member(var(POINT), set_)) for set_ in (claim.answer, claim.key))
    notion = Notion.ALMOST_EVERYWHERE if claim.up_to_null else Notion.EVERYWHERE
    share = Budget(min(budget.left, _INDICATOR_STEPS))
    granted = share.left
    try:
        ruling = decide_functions(Equal(answer, key, line, notion), share)
    except (OutOfSteps, Undecided, NoValue, NoLimit, Unsupported, TooLarge):
        return None
    finally:
        budget.left -= granted - max(0, share.left)
    return _about_sets(ruling)


def _about_sets(ruling: Ruling) -> Ruling | None:
    """A ruling about two indicators as one about the sets."""
    found = ruling.evidence
    if isinstance(found, Proof) and ruling.verdict is Verdict.CORRECT:
        steps = ("the indicators are the same function", *found.steps)
        return dataclasses.replace(ruling, evidence=Proof(found.by, steps))
    told = {"1": IN, "0": OUT}
    if not isinstance(found, Counterexample) or not {found.left, found.right} <= told.keys():
        return None
    evidence = dataclasses.replace(found, left=told[found.left], right=told[found.right])
    return dataclasses.replace(ruling, evidence=evidence)


def _gave_up(reasons: Sequence[str]) -> Ruling:
    return Ruling(Verdict.UNDECIDED, GaveUp(tuple(reasons)))


def _engine_fault(claim: SameSet) -> Ruling:
    log.error("a proof and a certified point contradict each other: %s", claim)
    return _gave_up(["an engine fault: a proof and a certified point contradict each other"])


def _contradicted(answer: Tree, key: Tree, cell: Cell) -> bool:
    """Whether evaluation certifies equal membership on a ball inside a cell on which the sets are said to differ."""
    if not (cell.holds(cell.sample - _TINY) and cell.holds(cell.sample + _TINY)):
        return False
    left, right = (_member(cell.sample, set_, generic=True) for set_ in (answer, key))
    return left is not None and left is right


def _refutation(found: Difference, positive: bool) -> Evidence:
    on = intervals_text([(c.low, c.high) for c in found.cells]) if positive else None
    if found.witness is None:
        where = on or null_set_text(found)
        return Proof("membership on cells", (f"just one of the sets contains the points of {where}",))
    point, inside = found.witness
    answer, key = (IN, OUT) if inside else (OUT, IN)
    return Counterexample((("x", _end_text(point)),), answer, key, on, positive)


def _agreeing_samples(answer: Tree, key: Tree, up_to_null: bool) -> int | None:
    """At how many points evaluation alone finds the same membership; None where it certifies a difference.

    A point is a rational, or almost every point of a tiny ball around it where null sets don't count.
    """
    agreeing = 0
    for point in _SAMPLES:
        left, right = (_member(point, set_, up_to_null) for set_ in (answer, key))
        if left is None or right is None:
            continue
        if left is not right:
            return None
        agreeing += 1
    return agreeing


def _member(point: fmpq, set_: Tree, generic: bool) -> bool | None:
    try:
        if generic:
            return Evaluator({POINT: arb(point, _TINY)}).member(var(POINT), set_)
        return Evaluator({}, almost_everywhere=False).member(num(point), set_)
    except NO_VALUE:
        return None


# Names of sets -------------------------------------------------------------------------------------------------------


def intervals_text(spans: Sequence[tuple[Bound, Bound]]) -> str:
    """A union of open intervals, neighbours joined."""
    joined: list[tuple[Bound, Bound]] = []
    for low, high in spans:
        if joined and joined[-1][1] is low:
            joined[-1] = (joined[-1][0], high)
        else:
            joined.append((low, high))
    return " U ".join(f"({_end_text(low)}, {_end_text(high)})" for low, high in joined)


def _end_text(end: Bound) -> str:
    """A point as it would be typed; one without a closed form to ten digits."""
    if isinstance(end, Isolated):
        return str(end.ball(64).mid().str(10, radius=False))
    return point_text(end)


def null_set_text(found: Difference) -> str:
    """The null set on which two sets differ, as it would be typed."""
    points = list(found.points)
    parts = [_part_text(name, cells, points) for name, cells in _named_parts(found)]
    parts += [tree_text(image) for image in dict.fromkeys(found.images)]
    single = ["{" + ", ".join(_end_text(p) for p in points) + "}"] if points else []
    return " U ".join(single + parts)


def _named_parts(found: Difference) -> Iterator[tuple[str, Sequence[Cell]]]:
    """Names for the kinds of points on which the sets differ: what else is in the named set is taken out."""
    kinds = found.kinds
    if RATIONAL in kinds:
        missing = {k for k in found.tested if "Q" in k.inside and k not in kinds}
        without = ["Z"] * bool(missing & {INTEGER, NATURAL}) + ["Cantor"] * (CANTOR_RATIONAL in missing)
        yield "\\".join(["Q", *without]), kinds[RATIONAL]
    if CANTOR in kinds:
        alone = CANTOR_RATIONAL in found.tested and CANTOR_RATIONAL not in kinds
        yield "Cantor\\Q" if alone else "Cantor", kinds[CANTOR]
    elif CANTOR_RATIONAL in kinds and RATIONAL not in kinds:
        yield "Cantor ∩ Q", kinds[CANTOR_RATIONAL]
    if INTEGER in kinds and RATIONAL not in kinds:
        yield "Z\\N" if NATURAL in found.tested and NATURAL not in kinds else "Z", kinds[INTEGER]
    elif NATURAL in kinds and RATIONAL not in kinds:
        yield "N", kinds[NATURAL]


def _part_text(name: str, cells: Sequence[Cell], points: list[Point]) -> str:
    """The named set within its cells; rational ends that differ as well are taken out of the single points."""
    if len(cells) == 1 and isinstance(cells[0].low, End) and isinstance(cells[0].high, End):
        return name
    named = f"({name})" if "\\" in name else name
    return " U ".join(f"{named} ∩ {_closed_text(c, name, points)}" for c in cells)


def _closed_text(cell: Cell, name: str, points: list[Point]) -> str:
    left, right = (_taken(end, name, points) for end in (cell.low, cell.high))
    return f"{'[' if left else '('}{_end_text(cell.low)}, {_end_text(cell.high)}{']' if right else ')'}"


def _taken(end: Bound, name: str, points: list[Point]) -> bool:
    """Whether the end is a differing point that belongs to Q or the Cantor set; it is then no single point any more."""
    if isinstance(end, End) or end.rational is None or name not in ("Q", "Cantor"):
        return False
    here = [p for p in points if p.rational is not None and p.rational == end.rational]
    if not here or (name == "Cantor" and not cantor_member(end.rational)):
        return False
    points.remove(here[0])
    return True
