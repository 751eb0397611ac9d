"""Families of intervals I_n = (a(n, eps), b(n, eps)): their lengths, their numbers, how they are written."""

from flint import fmpq

from tutor.judge.claims import Stretch
from tutor.judge.spelling import tree_text
from tutor.judge.verdicts import NotNumerical, Sampled
from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.analysis import NoValue, Undecided
from tutor.mathematics.analysis.constants import NO_VALUE, Constants
from tutor.mathematics.balls import Evaluator
from tutor.mathematics.trees import Budget, Domain, Variable
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    at_most,
    sign_of_infinity,
    sub,
    var,
)
from tutor.mathematics.trees.calculus import NotSmooth

DIGITS = 15
SILENCE = (Undecided, NoValue, Unsupported, TooLarge, NotSmooth)
"""What analysis raises where it does not decide."""


def length_of(stretch: Stretch, eps: Domain, budget: Budget) -> Tree:
    """The length of an interval of the family in normal form: what stands in both ends is gone."""
    return normal(sub(stretch.high, stretch.low), numbers_and_eps(stretch, eps), budget)


def normal(node: Tree, domain: Domain, budget: Budget) -> Tree:
    """The normal form over the domain, any other name a real number."""
    declared = {variable.name for variable in domain.variables}
    others = tuple(Variable(n, MINUS_INFINITY, INFINITY) for n in sorted(free_names(node) - declared))
    return Constants(budget, Domain((*domain.variables, *others))).simplified(node)


def numbers_and_eps(stretch: Stretch, eps: Domain) -> Domain:
    """eps and the indices of the family; the condition says where a last index depends on eps."""
    if stretch.index is None:
        return eps
    closed_end = not free_names(stretch.last)
    last = stretch.last if closed_end else INFINITY
    index = Variable(stretch.index, stretch.first, last, True, not sign_of_infinity(last), integer=True)
    condition = None if closed_end else at_most(var(stretch.index), stretch.last)
    return Domain((*eps.variables, index), condition)


def stretch_text(stretch: Stretch) -> str:
    """The interval as it is typed."""
    left, right = "[" if stretch.closed[0] else "(", "]" if stretch.closed[1] else ")"
    return f"{left}{tree_text(stretch.low)}, {tree_text(stretch.high)}{right}"


def sampled(points: int) -> Sampled | NotNumerical:
    """The confirmation by so many points."""
    return Sampled(points, DIGITS) if points else NotNumerical("no plain point could be evaluated")


def whole(constant: Tree) -> int:
    """The greatest whole number up to a closed constant. Raises Undecided."""
    try:
        value = Evaluator({})(constant)
    except NO_VALUE as silence:
        raise Undecided("the last number of a family") from silence
    whole = fmpq(value.numer() // value.denom()) if isinstance(value, fmpq) else value.floor().unique_fmpz()
    if whole is None:
        raise Undecided("the last number of a family")
    return int(whole.numer()) if isinstance(whole, fmpq) else int(whole)


def first_number(stretch: Stretch) -> int:
    """The first number of a family. Raises Undecided where it is no whole number."""
    if stretch.first.head != "num" or stretch.first.value.denom() != 1:
        raise Undecided("a family that does not begin at a whole number")
    return int(stretch.first.value.numer())
