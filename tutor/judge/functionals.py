"""Functionals of laws with parameters, by distinction of cases: TV(delta(a), delta(0)) is 1 where a != 0, else 0."""

from dataclasses import dataclass

from tutor.judge.constants import with_values
from tutor.judge.parameter_cases import Case, on_the_zeros
from tutor.language.tree import Tree, free_names, tree
from tutor.mathematics.algebra import linear
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.objects.measures.signs import Open
from tutor.mathematics.objects.measures.with_parameters import value_with_parameters
from tutor.mathematics.trees import Budget, Domain
from tutor.mathematics.trees.build import ZERO, equal, less

DEPTH = 3
"""So many distinctions inside one another."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A functional whose value is asked for all parameters."""

    node: Tree
    parameters: Domain


def value_by_cases(node: Tree, domain: Domain, budget: Budget) -> Tree:
    """The value at every point of the open domain; a case without a formula keeps the functional. Raises Undecided."""
    return _value(Case(_Value(node, domain), domain), budget, 0)


def _value(case: Case[_Value], budget: Budget, depth: int) -> Tree:
    node = case.claim.node
    if not free_names(node):
        return with_values(node, budget)
    try:
        return value_with_parameters(node, case.domain, budget)
    except Open as open_:
        sign_of = open_.tree
    form = linear(sign_of)
    if depth == DEPTH or form is None:
        raise Open(sign_of)
    zeros = on_the_zeros(case, sign_of, form)
    parts = [(equal(sign_of, ZERO), zeros)] if zeros is not None else []
    parts += [(side, case.within(side)) for side in (less(sign_of, ZERO), less(ZERO, sign_of))]
    found = [(_kept(part, budget, depth + 1), condition) for condition, part in parts]
    if all(value is None for value, _ in found):
        raise Undecided("no case with a formula")
    known = [(value, condition) for value, condition in found if value is not None]
    # The last case needs no condition where there is a value in each: the expression is affine, so it has a sign.
    complete = len(known) == len(found)
    cases, rest = (known[:-1], known[-1][0]) if complete else (known, node)
    return tree("piecewise", True, (*(part for pair in cases for part in pair), rest))


def _kept(case: Case[_Value], budget: Budget, depth: int) -> Tree | None:
    try:
        return _value(case, budget, depth)
    except Undecided:
        return None
