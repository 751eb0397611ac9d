"""Equality of functions: the ladder, from six balls to agreement at 1,500 bits."""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flint import fmpq

from tutor.judge import agreement, port, whole_parts
from tutor.judge.branches import SETTLED, Branch, Leaf, State, Survey, cut_off, explore
from tutor.judge.cells import starting_branches
from tutor.judge.claims import Equal, Notion
from tutor.judge.closed_forms import with_closed_forms, with_steps
from tutor.judge.components import decide_up_to_constant
from tutor.judge.constants import with_values
from tutor.judge.counterexamples import prettier, refuted, refuted_at
from tutor.judge.derivative_test import zero_on_cell
from tutor.judge.evidence import gave_up, proved
from tutor.judge.exceptions import Exceptions
from tutor.judge.exponent_zero import by_first_value
from tutor.judge.induction import by_induction
from tutor.judge.integer_cases import by_cases
from tutor.judge.location import differing_cells
from tutor.judge.meeting import REFUTING, Meeting, Outcome, convention
from tutor.judge.memberships import generic
from tutor.judge.null_domains import is_inhabited, on_the_box
from tutor.judge.null_sets import examine_null_sets
from tutor.judge.pair import Pair
from tutor.judge.quadratures import refuted_by_quadrature
from tutor.judge.regions import expanded
from tutor.judge.samples import ball_centres, integer_points, radius_bits
from tutor.judge.shown_points import certified_at_its_point
from tutor.judge.space import Centre, Space, space_of
from tutor.judge.spelling import cells_text
from tutor.judge.verdicts import Counterexample, Enumerated, NotNumerical, Proof, Ruling, Verdict
from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import Units, plainer, zero_constant
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown, precision
from tutor.mathematics.trees import Budget, Domain, OutOfSteps, substitute
from tutor.mathematics.trees.build import num, sign_of_infinity, sub

FIRST_PLACES = 6
_MOST_CASES = 200
_TINY_CELL_BITS = 256
_MOST_BITS = 30_000
_SMALL_INTEGERS = (0, 1, 2, 3, 4, 5, -1, -2, -3, 6, 7, 8, 9, 10, 11)
_LARGE_INTEGERS = (13, -7, 20, 51, 101, 1000, -100)


def decide_functions(claim: Equal, budget: Budget) -> Ruling:
    """The ruling on equality of two functions on a domain with at least one variable."""
    space = _plain_space(claim.domain)
    sides = [with_values(side, budget) for side in (claim.answer, claim.key)]
    sides, steps = with_closed_forms(sides, claim.domain, budget)
    left, right = (_plain(side, space.reals) for side in sides)
    ruling = _decided(claim, left, right, space, budget)
    if ruling.verdict is Verdict.UNDECIDED and claim.notion is not Notion.UP_TO_A_CONSTANT:
        ruling = refuted_by_quadrature(left, right, space, budget) or ruling
    if ruling.verdict is Verdict.UNDECIDED and claim.notion is not Notion.UP_TO_A_CONSTANT:
        ruling = by_first_value(claim, lambda part: decide_functions(part, budget)) or ruling
    return ruling if not steps else with_steps(ruling, steps)


def _plain_space(domain: Domain) -> Space:
    condition = domain.condition
    if condition is None:
        return space_of(domain)
    return space_of(Domain(domain.variables, _plain(condition, [v.name for v in domain.reals])))


def _plain(node: Tree, reals: Sequence[str]) -> Tree:
    """Memberships as atoms; those of images are told from what stands in unions and the like."""
    return expanded(plainer(expanded(node), reals))


def _decided(claim: Equal, left: Tree, right: Tree, space: Space, budget: Budget) -> Ruling:
    pair = Pair(left, right, space, claim.notion is not Notion.ALMOST_EVERYWHERE, budget)
    unbound = (free_names(pair.left) | free_names(pair.right)) - {v.name for v in space.variables}
    if unbound:
        pair.note("not a variable of the question: " + ", ".join(sorted(unbound)))
        return gave_up(pair)
    if pair.left is pair.right:
        return proved(pair, "the same expression")
    if claim.notion is Notion.UP_TO_A_CONSTANT:
        return decide_up_to_constant(pair, climb)
    return climb(pair)


def climb(pair: Pair) -> Ruling:
    """Every rung in order; a counterexample is certified at the very point that is shown."""
    return certified_at_its_point(pair, _climbed(pair))


def _climbed(pair: Pair) -> Ruling:
    left, right = sign_of_infinity(pair.left), sign_of_infinity(pair.right)
    if left and right:
        if left == right:
            return Ruling(Verdict.CORRECT, Proof("the same infinity"), NotNumerical("oo on both sides"))
        return refuted_at({}, Meeting(Outcome.DIFFERENT, left, right), None, positive=True)
    ruling = first_balls(pair) or enumerated(pair) or floors(pair) or prove(pair)
    if ruling.verdict is not Verdict.UNDECIDED:
        return ruling
    if pair.space.integers:
        return by_cases(pair, climb) or ruling
    return ruling if pair.located or len(pair.space.reals) != 1 else _with_zeros(pair) or ruling


def _with_zeros(pair: Pair) -> Ruling | None:
    """The proof once more, with cells cut at the zeros of every function whose sign decides; None without a verdict."""
    ruling = prove(dataclasses.replace(pair, units=Units(), located=True))
    return None if ruling.verdict is Verdict.UNDECIDED else ruling


def first_balls(pair: Pair) -> Ruling | None:
    """Six thick balls over the domain: excluding 0 refutes on a set of positive measure."""
    for centre in pair.space.places(FIRST_PLACES):
        meeting = pair.meet_around(centre)
        if meeting.outcome in REFUTING:
            return _located(pair, centre, meeting)
        if meeting.outcome is Outcome.CONVENTION:
            pair.note(convention(meeting))
    if not pair.space.reals:
        return _small_integers(pair, _SMALL_INTEGERS)
    return None


def _small_integers(pair: Pair, steps: tuple[int, ...]) -> Ruling | None:
    for centre in integer_points(pair.space, steps):
        meeting = pair.meet(centre, almost_everywhere=False)
        if meeting.outcome in REFUTING:
            return refuted_at(centre, meeting, None, positive=True)
    return None


def enumerated(pair: Pair) -> Ruling | None:
    """All points of a small finite domain of integers, one by one."""
    points = pair.space.all_integer_points(_MOST_CASES)
    if points is None:
        return None
    cases = 0
    for centre in points:
        meeting = pair.meet(centre, 256, almost_everywhere=False)
        if meeting.outcome in REFUTING:
            return refuted_at(centre, meeting, None, positive=True)
        values = {n: num(q) for n, q in centre.items()}
        zero = sub(substitute(pair.left, values), substitute(pair.right, values))
        if meeting.outcome is not Outcome.EQUAL and zero_constant(zero, pair.budget) is None:
            return None
        cases += 1
    return Ruling(Verdict.CORRECT, Proof("going through all cases"), Enumerated(cases)) if cases else None


def floors(pair: Pair) -> Ruling | None:
    """x = d·m + r on unbounded domains with floors of affine functions; only a certain verdict is kept."""
    found = whole_parts.whole_and_rest(pair)
    if found is None:
        return None
    inner, period = found
    ruling = climb(inner)
    if ruling.verdict is Verdict.CORRECT and isinstance(ruling.evidence, Proof):
        steps = ("whole and fractional parts", *ruling.evidence.steps)
        return proved(pair, ruling.evidence.by, steps, whole_parts.repeated(ruling.almost, period))
    if isinstance(ruling.evidence, Counterexample):
        return whole_parts.unfolded(pair, inner, ruling, period)
    return None


# Proof on the branches ----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Findings:
    """What the branches of positive measure left: open leaves, and the settled ones with a value on both sides."""

    open: list[Leaf] = field(default_factory=list)
    equal: list[Leaf] = field(default_factory=list)
    undefined: int = 0
    by: set[str] = field(default_factory=set)
    steps: list[str] = field(default_factory=list)


def prove(pair: Pair) -> Ruling:
    """Normal forms on all branches, then null sets, then what is left by agreement.

    The proof may spend three fifths of the budget, so that agreement has its share.
    """
    proving = dataclasses.replace(pair, budget=Budget(pair.budget.left * 3 // 5))
    granted = proving.budget.left
    survey, findings = Survey(), Findings()
    try:
        ruling = _surveyed(proving, survey, findings)
        if ruling is not None:
            return ruling
        exceptions = examine_null_sets(proving, generic(proving), survey)
    finally:
        pair.budget.left -= granted - max(0, proving.budget.left)
    if findings.open:
        return _open(pair, findings, exceptions)
    if not findings.equal and not findings.undefined:
        return _on_null_domain(pair)
    if not findings.equal:
        pair.note("both sides are undefined everywhere")
        return gave_up(pair)
    return _closed(pair, findings, survey, exceptions)


def _surveyed(pair: Pair, survey: Survey, findings: Findings) -> Ruling | None:
    try:
        return _survey(pair, survey, findings)
    except OutOfSteps:
        findings.open.append(cut_off(Branch(), "out of steps"))
        return None


def _survey(pair: Pair, survey: Survey, findings: Findings) -> Ruling | None:
    """All branches of positive measure; a ruling only where one of them refutes, or an induction proves."""
    apart = generic(pair)
    starts, points = starting_branches(apart)
    survey.points.extend(points)
    for leaf in explore(apart, starts, survey):
        ruling = settle(apart, leaf, findings)
        if ruling is not None:
            return ruling
    if findings.open and not pair.space.reals:
        return _small_integers(pair, _LARGE_INTEGERS) or _induction(pair)
    return None


def settle(pair: Pair, leaf: Leaf, findings: Findings) -> Ruling | None:
    """Refute on the leaf, or count it as proved or open."""
    if leaf.state is State.OUTSIDE:
        return None
    if leaf.state is State.BOTH_UNDEFINED:
        findings.undefined += 1
        return None
    if leaf.state is State.EQUAL:
        findings.equal.append(leaf)
        return None
    ruling = refute_on(pair, leaf)
    if ruling is not None:
        return ruling
    if leaf.state is State.DIFFERENT and zero_on_cell(pair, leaf):
        findings.equal.append(leaf)
        findings.by.add("derivative test")
        return None
    findings.open.append(leaf)
    return None


def refute_on(pair: Pair, leaf: Leaf) -> Ruling | None:
    """A certified difference on a ball inside the leaf's branch, first by the two sides, then by the normal form."""
    centres = ball_centres(pair, leaf.branch, 8)
    bits = 28 + radius_bits(leaf.branch.cell)
    for centre in centres:
        meeting = pair.meet_around(centre, bits)
        if meeting.outcome in REFUTING:
            return _located(pair, centre, meeting)
    if not centres:
        return None
    if bits > _TINY_CELL_BITS:
        # On a cell of width h functions that touch differ by h^2 or h^3 only.
        meeting = pair.meet_around(centres[0], min(4 * bits, _MOST_BITS))
        if meeting.outcome in REFUTING:
            return _located(pair, centres[0], meeting)
    if leaf.state is State.ONE_UNDEFINED:
        return _one_side(pair, leaf, centres[0])
    return _by_normal_form(pair, leaf, centres[0]) if leaf.state is State.DIFFERENT else None


def _located(pair: Pair, centre: Centre, meeting: Meeting) -> Ruling:
    """The counterexample at a plain point of a cell where the sides differ, with these cells where they are known."""
    try:
        cells = differing_cells(pair)
    except OutOfSteps:
        cells = None
    if not cells:
        return refuted(pair, centre, meeting)
    where, there = next(
        (found for cell in cells if (found := prettier(pair, centre, meeting, cell))[0] is not centre),
        (centre, meeting),
    )
    return refuted_at(where, there, cells_text(cells), positive=True)


def _one_side(pair: Pair, leaf: Leaf, centre: Centre) -> Ruling | None:
    """One side is proved undefined on the branch; the other is certified to have a value on a ball inside."""
    assert leaf.field is not None
    with precision(256):
        evaluate = Evaluator(pair.space.thick(centre, fmpq(1, 2**200)), budget=pair.budget)
        undefined = [n is None for n in leaf.field.normals(pair.left, pair.right)]
        try:
            value = evaluate(pair.right if undefined[0] else pair.left)
        except (Unknown, Undefined, Convention, Infinite):
            return None
    sides = (None, value) if undefined[0] else (value, None)
    return refuted_at(centre, Meeting(Outcome.ONE_UNDEFINED, *sides), None, positive=True)


def _by_normal_form(pair: Pair, leaf: Leaf, centre: Centre) -> Ruling | None:
    """The normal form of the difference has its cancellations done: it may exclude 0 where the sides do not.

    Hypothesis: the centre is certified to lie in the branch, whose signs the normal form assumes.
    """
    assert leaf.field is not None
    assert leaf.difference is not None
    node = leaf.field.as_tree(leaf.difference)
    with precision(256):
        try:
            value = Evaluator(pair.space.thick(centre, fmpq(1, 2**220)), budget=pair.budget)(node)
        except (Unknown, Undefined, Convention, Infinite):
            return None
    if not (value > 0 or value < 0):
        return None
    meeting = pair.meet_around(centre, 3400)
    if meeting.outcome in REFUTING:
        return refuted_at(centre, meeting, None, positive=True)
    return refuted_at(centre, Meeting(Outcome.DIFFERENT, gap=value), None, positive=True)


def _induction(pair: Pair) -> Ruling | None:
    name = by_induction(pair)
    return None if name is None else proved(pair, "induction", (f"induction on {name}",))


# Conclusions --------------------------------------------------------------------------------------------------------


def _closed(pair: Pair, findings: Findings, survey: Survey, exceptions: Exceptions) -> Ruling:
    """Every branch of positive measure is proved."""
    if pair.everywhere and exceptions.witness is not None:
        centre, meeting = exceptions.witness
        return refuted_at(centre, meeting, exceptions.name, positive=False, almost=exceptions.name)
    if pair.everywhere and exceptions.open:
        return agreement.agreed(pair, exceptions.open)
    count = survey.leaves
    by = " and ".join(sorted(findings.by)) or ("normal form" if count == 1 else "normal form on each branch")
    steps = [*findings.steps, *([] if count == 1 else [f"{count} branches"])]
    almost = exceptions.name if exceptions.complete and not exceptions.open else None
    return proved(pair, by, steps, almost, _inside(pair, findings))


def _on_null_domain(pair: Pair) -> Ruling:
    """The domain is a null set, or empty: its points are those of a claim about the whole box."""
    wider = on_the_box(pair)
    ruling = None if wider is None else climb(wider)
    if ruling is not None and ruling.verdict is Verdict.INCORRECT:
        return dataclasses.replace(ruling, almost=None)
    if ruling is not None and ruling.verdict is Verdict.CORRECT and is_inhabited(pair):
        return ruling
    pair.note("the domain is a null set, or empty")
    return gave_up(pair)


def _inside(pair: Pair, findings: Findings) -> Iterator[Centre]:
    """Centres inside the proved branches, for domains that generic places hardly hit."""
    return (c for leaf in findings.equal[:6] for c in ball_centres(pair, leaf.branch, 2))


def _open(pair: Pair, findings: Findings, exceptions: Exceptions) -> Ruling:
    """Some branches are open: the oracle, then agreement. A difference on a null set waits for their verdict."""
    apart = generic(pair)
    asked = [(leaf, port.zero_by_oracle(apart, leaf)) for leaf in findings.open]
    if all(steps is not None for _, steps in asked):
        findings.by.add("computer algebra")
        findings.steps.extend(step for _, steps in asked for step in steps or ())
        return _closed(pair, findings, Survey(leaves=len(findings.open) + len(findings.equal)), exceptions)
    survey = Survey()
    starts = [leaf.branch for leaf, steps in asked if steps is None]
    leaves = [leaf for leaf in explore(apart, starts, survey, resolve=True) if leaf.state not in SETTLED]
    found = examine_null_sets(pair, apart, survey)
    if pair.everywhere:
        leaves += [*exceptions.open, *found.open]
    for leaf in findings.open:
        pair.note(leaf.reason or "the normal form of the difference is not 0")
    ruling = agreement.agreed(apart, leaves)
    witness = exceptions.witness or found.witness
    if ruling.verdict is Verdict.CORRECT and pair.everywhere and witness is not None:
        name = exceptions.name or found.name
        return refuted_at(*witness, name, positive=False, almost=name)
    return ruling
