"""Induction on the upper limit of a sum."""

from collections.abc import Iterator

from tutor.judge.everywhere import equal_everywhere
from tutor.judge.pair import Pair
from tutor.judge.space import Space, space_of
from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.algebra import End, Field
from tutor.mathematics.analysis.constants import SILENT
from tutor.mathematics.trees import Domain, Variable, replaced, substitute
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, ONE, ZERO, add, num, sub, var


def by_induction(pair: Pair) -> str | None:
    """The integer variable on which an induction over the upper limit of a sum closes, or None."""
    sums = [t for side in (pair.left, pair.right) for t in walk(side) if t.head == "sum"]
    for total in dict.fromkeys(sums):
        for name in sorted(free_names(total.args[2]) & set(pair.space.integers)):
            if _induct(pair, total, name):
                return name
    return None


def _induct(pair: Pair, total: Tree, name: str) -> bool:
    """Base case, and h(n+1) = h(n) for h = left - right, with the sum to n kept as an unknown S.

    Hypotheses: n occurs in the upper limit only, the limit grows by 1 with n, and it is never below low - 1: a sum
    without terms is 0, so that between two lengths below 0 it does not grow by a term.
    """
    body, low, high = total.args
    space = pair.space
    if isinstance(space.low[name], End) or name in free_names(body) | free_names(low) or space.condition is not None:
        return False
    if not _is_reached(pair, low, high, name):
        return False
    following = {name: add(var(name), ONE)}
    next_high = substitute(high, following)
    difference = sub(pair.left, pair.right)
    unknown = var(f"sum up to {name}")
    here = replaced(difference, total, unknown)
    there = substitute(here, following)
    grown = substitute(there, {unknown.value: add(unknown, substitute(body, {total.value: next_high}))})
    line = Variable(unknown.value, MINUS_INFINITY, INFINITY)
    wider = space_of(Domain((*space.variables, line)))
    steps = ((sub(next_high, high), ONE, space), (grown, here, wider), *_base_cases(pair, difference, name))
    return all(equal_everywhere(pair.over(left, right, where)) for left, right, where in steps)


def _is_reached(pair: Pair, low: Tree, high: Tree, name: str) -> bool:
    """Whether the upper limit at the least n is proved to be at least low - 1, for all values of the other names."""
    first = substitute(high, {name: num(pair.space.least(name))})
    field = Field(_others(pair, name).box, pair.budget)
    try:
        return field.sign(field.normal(add(sub(first, low), ONE))) >= 0 and not field.excluded
    except SILENT:
        return False


def _base_cases(pair: Pair, difference: Tree, name: str) -> Iterator[tuple[Tree, Tree, Space]]:
    yield substitute(difference, {name: num(pair.space.least(name))}), ZERO, _others(pair, name)


def _others(pair: Pair, name: str) -> Space:
    return space_of(Domain(tuple(v for v in pair.space.variables if v.name != name)))
