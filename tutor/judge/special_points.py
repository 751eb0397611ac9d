"""Single points: closed ends, the points where cells meet, and what is found on zero sets.

At a point the two sides are compared by exact values, then by an exact zero of the difference, then in normal form.
"""

from collections.abc import Mapping, Sequence

from flint import arb

from tutor.judge.branches import SETTLED, Branch, Leaf, State, Survey, explore
from tutor.judge.everywhere import equal_everywhere, solved
from tutor.judge.exceptions import Exceptions, zero_set_name
from tutor.judge.meeting import REFUTING, Meeting, Outcome, convention
from tutor.judge.pair import Pair
from tutor.judge.spelling import point_text
from tutor.language.tree import Tree
from tutor.mathematics.algebra import (
    Need,
    Point,
    Split,
    TooLarge,
    UndefinedHere,
    Unsupported,
    as_tree,
    at,
    compare,
)
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown, Value, precision

_POINT_BITS = 512


def examine_points(pair: Pair, survey: Survey, exceptions: Exceptions) -> None:
    """The closed ends, the points where cells were cut, and the candidates on zero sets, of a single real variable."""
    if len(pair.space.reals) != 1:
        return
    (name,) = pair.space.reals
    for point in _distinct([*_closed_ends(pair, name), *survey.points]):
        if examine_point(pair, name, point, exceptions):
            exceptions.points.append(point)
    for point, branch in survey.candidates:
        if examine_point(pair, name, point, exceptions):
            exceptions.names.append(zero_set_name(pair, branch))


def _closed_ends(pair: Pair, name: str) -> list[Point]:
    variable = pair.space.domain.reals[0]
    ends = ((pair.space.low[name], variable.low_closed), (pair.space.high[name], variable.high_closed))
    return [end for end, closed in ends if closed and isinstance(end, Point)]


def _distinct(points: Sequence[Point]) -> list[Point]:
    kept: list[Point] = []
    for p in points:
        if not any(same(p, q) for q in kept):
            kept.append(p)
    return kept


def same(p: Point, q: Point) -> bool:
    """Whether the two points are proved to be the same real number."""
    if p.rational is not None and q.rational is not None:
        return bool(p.rational == q.rational)
    try:
        return compare(p, q) == 0
    except Unsupported:
        return False


def examine_point(pair: Pair, name: str, point: Point, exceptions: Exceptions) -> bool:
    """Whether the sides are certified to differ at the point: exact values first, then exact zero and normal forms."""
    for integers in pair.space.integer_places():
        env = {name: point.ball(_POINT_BITS) if point.rational is None else point.rational, **integers}
        if not pair.space.holds(env, almost_everywhere=False):
            continue
        meeting = pair.meet(env, _POINT_BITS, almost_everywhere=False)
        if meeting.outcome in REFUTING:
            exceptions.differ({name: point_text(point), **integers}, meeting)
            return True
        if meeting.outcome is Outcome.CONVENTION:
            exceptions.leave_open(Branch(at(point), null=True), convention(meeting))
            return False
        if meeting.outcome in (Outcome.EQUAL, Outcome.BOTH_UNDEFINED) and not integers:
            return False
    return (
        pair.everywhere and not _equal_at(pair, name, point) and _differ_in_normal_form(pair, name, point, exceptions)
    )


def _equal_at(pair: Pair, name: str, point: Point) -> bool:
    """Whether the sides are proved equal at the point, for all values of the other coordinates."""
    try:
        return equal_everywhere(solved(pair, {name: as_tree(point)}), undefined_too=True)
    except Unsupported:
        return False


def _differ_in_normal_form(pair: Pair, name: str, point: Point, exceptions: Exceptions) -> bool:
    differ = False
    for leaf in explore(pair, [Branch(at(point), null=True)], Survey(), resolve=True):
        if leaf.state in SETTLED:
            continue
        meeting = _certified_at_point(pair, leaf, {name: point.ball(_POINT_BITS)})
        if meeting is None:
            exceptions.open.append(leaf)
        else:
            exceptions.differ({name: point_text(point)}, meeting)
            differ = True
    return differ


def _certified_at_point(pair: Pair, leaf: Leaf, env: Mapping[str, Value]) -> Meeting | None:
    """A difference that the normal forms certify at the single point of the leaf; the values are for show."""
    if leaf.field is None or leaf.state is State.OPEN or leaf.branch.signs or leaf.excluded:
        return None
    forms = leaf.field.normals(pair.left, pair.right)
    values = [None if form is None else _shown(pair, leaf.field.as_tree(form), env) for form in forms]
    if leaf.state is State.ONE_UNDEFINED:
        return Meeting(Outcome.ONE_UNDEFINED, values[0], values[1])
    try:
        certain = leaf.difference is not None and leaf.field.sign(leaf.difference) != 0
    except (Need, Split, Unsupported, TooLarge, UndefinedHere):
        return None
    return Meeting(Outcome.DIFFERENT, values[0], values[1]) if certain else None


def _shown(pair: Pair, node: Tree, env: Mapping[str, Value]) -> Value:
    with precision(_POINT_BITS):
        try:
            return Evaluator(env, False, pair.budget)(node)
        except (Unknown, Undefined, Convention, Infinite):
            return arb.nan()
