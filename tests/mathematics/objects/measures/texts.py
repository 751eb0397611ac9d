"""From texts in the answer language to measures and numbers."""

from functools import cache

from flint import arb

from tutor.language.names import Names
from tutor.language.reading import read
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.objects import value_of
from tutor.mathematics.objects.measures import Measure, Work, measure_of, proper
from tutor.mathematics.objects.measures.values import as_ball
from tutor.mathematics.trees import Budget, core
from tutor.mathematics.trees.build import sign_of_infinity

STEPS = 3_000_000


def tree(text: str, sort: Sort = Sort.MEASURE) -> Tree:
    """The core tree of a text without free names."""
    return core(read(text, Names(), sort).tree)


def measure(text: str) -> Measure:
    """The measure that a text stands for."""
    return measure_of(tree(text), Budget(STEPS))


def checked(text: str, work: Work) -> Measure:
    """The measure, after its parts have been found not to be negative."""
    return proper(tree(text), work)


@cache
def number(text: str) -> float:
    """The value of a number, as a float."""
    value = value_of(tree(text, Sort.NUMBER), Budget(STEPS))
    if isinstance(value, Tree):
        infinite = sign_of_infinity(value)
        if infinite:
            return infinite * float("inf")
    found = as_ball(value)
    assert isinstance(found, arb)
    assert float(found.rad()) < 1e-6
    return float(found.mid())
