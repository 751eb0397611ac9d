"""Images of N and Z: the sides at the points u(k), as functions of the integer k."""

from itertools import islice

from tutor.judge.branches import Branch
from tutor.judge.everywhere import equal_everywhere
from tutor.judge.exceptions import Exceptions
from tutor.judge.meeting import REFUTING, Meeting
from tutor.judge.memberships import at_integers, with_truths
from tutor.judge.pair import BITS, Pair
from tutor.judge.periodic import INDEX
from tutor.judge.regions import atoms
from tutor.judge.samples import integer_points
from tutor.judge.space import Centre
from tutor.judge.spelling import tree_text, value_text
from tutor.mathematics.balls import Evaluator, precision
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import var


def examine_images(pair: Pair, exceptions: Exceptions) -> None:
    """x in {u(k) : k in N} holds just at x = u(k): both sides there, as functions of the integer k."""
    found = atoms(*pair.trees)
    for atom in (a for a in found if a.args[1].head == "image"):
        element, set_ = atom.args
        if element.head != "var" or element.value not in pair.space.reals:
            exceptions.leave_open(Branch(null=True), f"not examined: {tree_text(atom)}")
            continue
        place = substitute(set_.args[0], {set_.value: var(INDEX)})
        ends = (1, None) if set_.args[1].value == "N" else (None, None)
        there = at_integers(with_truths(pair, {atom: True}), element.value, place, INDEX, ends)
        witness = _integer_witness(there, 30)
        if witness is not None:
            where, meeting = witness
            with precision(BITS):
                shown = value_text(Evaluator(where)(place))
            exceptions.differ({**{n: q for n, q in where.items() if n != INDEX}, element.value: shown}, meeting)
            exceptions.names.append(tree_text(set_))
        elif len(found) > 1 or not equal_everywhere(there, undefined_too=True):
            exceptions.leave_open(Branch(null=True), f"not examined: {tree_text(set_)}")


def _integer_witness(pair: Pair, count: int) -> tuple[Centre, Meeting] | None:
    """An exact point with small integers at which the sides differ."""
    if pair.space.reals:
        return None
    for centre in islice(integer_points(pair.space, tuple(range(count))), count):
        meeting = pair.meet(centre, almost_everywhere=False)
        if meeting.outcome in REFUTING:
            return centre, meeting
    return None
