"""Equality at every point of a domain by normal forms alone: branches, zero sets, cuts and closed faces."""

from collections.abc import Mapping

from tutor.judge.branches import SETTLED, Branch, State, Survey, explore
from tutor.judge.meeting import Outcome
from tutor.judge.pair import Pair
from tutor.judge.regions import atoms
from tutor.judge.regularity import closes_up
from tutor.judge.space import Space, space_of
from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import Cell, End, Unsupported, as_tree, zero_constant
from tutor.mathematics.trees import Domain, substitute
from tutor.mathematics.trees.build import sub


def equal_everywhere(pair: Pair, undefined_too: bool = False) -> bool:
    """Whether the normal forms alone prove equality on every branch: zero sets, cuts and closed faces included.

    `undefined_too` lets both sides be undefined on a branch. Memberships of real coordinates in sets with empty
    interior are beyond this: normal forms speak of generic points only.
    """
    if any(not free_names(a.args[0]).isdisjoint(pair.space.reals) for a in atoms(*pair.trees)):
        return False
    settled = SETTLED if undefined_too else frozenset((State.EQUAL, State.OUTSIDE))
    if not pair.space.variables:
        return _equal_constants(pair, undefined_too)
    survey = Survey()
    if any(leaf.state not in settled for leaf in explore(pair, _start(pair), survey)):
        return False
    if closes_up(pair):
        return True
    inner = Survey()
    if any(leaf.state not in SETTLED for leaf in explore(pair, survey.null, inner)) or inner.null:
        return False
    try:
        cuts = [{name: as_tree(p)} for name in pair.space.reals[:1] for p in (*survey.points, *inner.points)]
    except Unsupported:
        return False
    return all(equal_everywhere(solved(pair, values), True) for values in (*cuts, *closed_faces(pair.space)))


def closed_faces(space: Space) -> list[dict[str, Tree]]:
    """The closed ends of the real coordinates, each as the value that the coordinate has there."""
    lows = [{v.name: v.low} for v in space.domain.reals if v.low_closed and not isinstance(space.low[v.name], End)]
    highs = [{v.name: v.high} for v in space.domain.reals if v.high_closed and not isinstance(space.high[v.name], End)]
    return lows + highs


def solved(pair: Pair, values: Mapping[str, Tree]) -> Pair:
    """The pair with real coordinates given by the others: a claim about fewer variables."""
    others = tuple(v for v in pair.space.variables if v.name not in values)
    condition = pair.space.condition
    where = Domain(others, None if condition is None else substitute(condition, values))
    return pair.over(substitute(pair.left, values), substitute(pair.right, values), space_of(where))


def _start(pair: Pair) -> list[Branch]:
    if len(pair.space.reals) != 1:
        return [Branch()]
    (name,) = pair.space.reals
    return [Branch(Cell(pair.space.low[name], pair.space.high[name]))]


def _equal_constants(pair: Pair, undefined_too: bool) -> bool:
    outcome = pair.meet({}).outcome
    if outcome is Outcome.EQUAL or (undefined_too and outcome is Outcome.BOTH_UNDEFINED):
        return True
    return zero_constant(sub(pair.left, pair.right), pair.budget) is not None
