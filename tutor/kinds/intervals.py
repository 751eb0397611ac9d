"""Lists of intervals with parameters, as covers are made of: when two of them are the same list."""

from collections.abc import Iterator, Sequence

from tutor.judge.claims import Claim, Equal, Stretch
from tutor.kinds.sameness import matches
from tutor.language.tree import Tree
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, var
from tutor.mathematics.trees.domain import Domain, Variable
from tutor.mathematics.trees.rewrite import substitute

INDEX = "k"


def same_intervals(typed: Sequence[Stretch], when: Sequence[Stretch], eps: Domain, point: str) -> Iterator[Claim]:
    """The same intervals one by one, the single ones first: brackets, ends, and the numbers that they run over."""
    ours, theirs = ([_renamed(s) for s in sorted(list_, key=lambda s: s.index is not None)] for list_ in (typed, when))
    yield matches([_form(s) for s in ours], [_form(s) for s in theirs], "the brackets")
    for one, other in zip(ours, theirs, strict=False):
        variables = (*eps.variables, Variable(point, MINUS_INFINITY, INFINITY))
        if one.index is not None:
            yield Equal(one.first, other.first, eps)
            yield from _same_end(one.last, other.last, eps)
            variables = (*variables, Variable(INDEX, one.first, INFINITY, low_closed=True, integer=True))
        domain = Domain(variables, eps.condition)
        yield Equal(one.low, other.low, domain)
        yield Equal(one.high, other.high, domain)


def _form(stretch: Stretch) -> tuple[bool, tuple[bool, bool]]:
    return stretch.index is not None, stretch.closed


def _renamed(stretch: Stretch) -> Stretch:
    """The family with the index that all families have here."""
    if stretch.index is None:
        return stretch
    low, high = (substitute(end, {stretch.index: var(INDEX)}) for end in (stretch.low, stretch.high))
    return Stretch(low, high, stretch.closed, INDEX, stretch.first, stretch.last)


def _same_end(one: Tree, other: Tree, eps: Domain) -> Iterator[Claim]:
    """The same last number; oo is one only where both are."""
    if INFINITY in (one, other):
        yield matches(one is INFINITY, other is INFINITY, "whether the family ends")
    else:
        yield Equal(one, other, eps)
