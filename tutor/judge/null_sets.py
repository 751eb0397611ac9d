"""Null sets: points, zero sets, and memberships in sets with empty interior, each examined on its own."""

from tutor.judge.branches import Branch, Survey
from tutor.judge.countable_images import examine_images
from tutor.judge.exceptions import Exceptions
from tutor.judge.memberships import examine_regions
from tutor.judge.pair import Pair
from tutor.judge.regularity import closes_up
from tutor.judge.special_points import examine_points
from tutor.judge.zero_sets import examine_zero_sets
from tutor.mathematics.trees import OutOfSteps


def examine_null_sets(pair: Pair, generic: Pair, survey: Survey) -> Exceptions:
    """Every null set on which the sides may differ. Almost everywhere, only those that are cheap to name."""
    exceptions = Exceptions(complete=not survey.dropped)
    if closes_up(pair):
        return exceptions
    try:
        examine_points(pair, survey, exceptions)
        if pair.everywhere:
            examine_zero_sets(pair, generic, survey, exceptions)
        examine_regions(pair, exceptions)
        examine_images(pair, exceptions)
    except OutOfSteps:
        exceptions.leave_open(Branch(null=True), "out of steps")
    return exceptions
