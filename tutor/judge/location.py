"""Where two functions of one variable differ: the cells on which they are not proved equal, if all others are."""

from tutor.judge.branches import Leaf, State, Survey, explore
from tutor.judge.cells import starting_branches
from tutor.judge.meeting import REFUTING
from tutor.judge.memberships import generic
from tutor.judge.pair import Pair
from tutor.judge.samples import ball_centres
from tutor.judge.switches import all_switches
from tutor.mathematics.algebra import Cell
from tutor.mathematics.trees import Budget

_STEPS = 3_000
_MOST_CELLS = 12


def differing_cells(pair: Pair) -> list[Cell] | None:
    """The open cells on which the sides are certified to differ, where they are proved equal on all others.

    None where no cell is proved equal, or some cell is open: then nothing is said about the place.
    """
    if len(pair.space.reals) != 1 or pair.space.integers or not any(all_switches(pair.trees)):
        return None
    budget = Budget(min(_STEPS, pair.budget.left))
    apart = generic(Pair(pair.left, pair.right, pair.space, False, budget, units=pair.units))
    starts, _ = starting_branches(apart)
    if len(starts) > _MOST_CELLS:
        return None
    survey, differing, equal = Survey(), [], 0
    for leaf in explore(apart, starts, survey):
        if leaf.state is State.EQUAL and not leaf.excluded and not leaf.branch.signs:
            equal += 1
        elif leaf.state is State.OUTSIDE:
            continue
        elif _certified(apart, leaf):
            differing.append(leaf.branch.cell)
        else:
            return None
        if survey.leaves > _MOST_CELLS:
            return None
    cells = [cell for cell in differing if cell is not None]
    return cells if equal and cells else None


def _certified(pair: Pair, leaf: Leaf) -> bool:
    if leaf.branch.signs or leaf.branch.cell is None:
        return False
    return any(pair.meet_around(c).outcome in REFUTING for c in ball_centres(pair, leaf.branch, 3))
