"""Weak limits of sequences of laws: where their distribution functions tend, between finitely many points.

Each part of mu_n contributes 0 to the left of it, its mass to the right, and something in between. An end that tends
to L is passed, for every x but L, from some n on. Where F_n tends to F at all but finitely many points, F the
distribution function of a law, the laws converge weakly: distribution functions are monotone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import MINUS_END, PLUS_END, Bound, Point, closed
from tutor.mathematics.analysis.cells import order, sorted_points
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.analysis.exponential import affine
from tutor.mathematics.analysis.germs import germ, limit_from
from tutor.mathematics.objects.measures.building import is_measure
from tutor.mathematics.objects.measures.formal import Parameters
from tutor.mathematics.objects.measures.limits_in_parts import limit_in_index
from tutor.mathematics.objects.measures.measure import X, end_tree
from tutor.mathematics.objects.measures.parts import Mass, Span
from tutor.mathematics.trees import Budget, Domain, Variable, substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    ONE,
    ZERO,
    add,
    div,
    mul,
    sign_of_infinity,
    sub,
    var,
)


@dataclass(frozen=True, slots=True)
class Moving:
    """A part between two ends: F_n is 0 to the left, `inside` in `x` and the index between, `mass` to the right."""

    low: Tree
    high: Tree
    inside: Tree
    mass: Tree


@dataclass(frozen=True, slots=True)
class Level:
    """The limit of F_n on the open interval (low, high), a tree in `x`."""

    low: Bound
    high: Bound
    limit: Tree


def limits_of_distributions(sequence: Tree, index: str, cuts: Sequence[Point], budget: Budget) -> list[Level]:
    """The limits of F_n(x) on the intervals between the cuts and the limits of all ends. Raises Undecided, Improper.

    Hypothesis: mu_n is a law from some n on.
    """
    limits = _Limits(index, budget)
    terms = limits.terms(sequence, ONE)
    ends = [closed(limits.at_infinity(end)) for term in terms for end in (term.low, term.high)]
    points = sorted_points([*cuts, *(e for e in ends if isinstance(e, Point))])
    bounds: list[Bound] = [MINUS_END, *points, PLUS_END]
    return [Level(low, high, limits.on(terms, low, high)) for low, high in pairwise(bounds)]


class Eventual(Constants):
    """Signs that hold from some index on."""

    __slots__ = ("index",)

    def __init__(self, index: str, budget: Budget, domain: Domain) -> None:
        super().__init__(budget, domain)
        self.index = index

    def _sign_with_parameters(self, coefficient: Tree) -> int:
        found = germ(coefficient, self.index, INFINITY, 1, Constants(self.budget))
        return 0 if found is None else found.sign


def eventually(index: str, budget: Budget) -> Parameters:
    """Work with the index as a parameter, whose signs hold from some index on."""
    domain = Domain((Variable(index, ONE, INFINITY, low_closed=True, integer=True),))
    parameters = Parameters(domain, budget)
    parameters.constants = parameters.work.constants = Eventual(index, budget, domain)  # type: ignore[assignment]  # signs, too
    return parameters


class _Limits:
    def __init__(self, index: str, budget: Budget) -> None:
        self.index, self.budget = index, budget
        self.parameters = eventually(index, budget)
        self.constants = self.parameters.constants

    def at_infinity(self, node: Tree) -> Tree:
        """The limit of an expression in the index."""
        if sign_of_infinity(node):
            return node
        return limit_from(node, self.index, INFINITY, 1, Constants(self.budget))

    def on(self, terms: Sequence[Moving], low: Bound, high: Bound) -> Tree:
        """The sum of the limits on an interval that meets no limit of an end."""
        domain = Domain((Variable(X, end_tree(low), end_tree(high)),))
        constants = Constants(self.budget, domain)
        found = []
        for term in terms:
            ends = closed(self.at_infinity(term.low)), closed(self.at_infinity(term.high))
            if order(high, ends[0]) <= 0:
                continue
            value = term.mass if order(ends[1], low) <= 0 else term.inside
            found.append(self.limit(value, constants))
        return add(ZERO, *found)

    def limit(self, node: Tree, constants: Constants) -> Tree:
        """The limit in the index at a fixed x."""
        return limit_in_index(node, self.index, constants)

    # Terms

    def terms(self, node: Tree, factor: Tree) -> list[Moving]:
        """The parts of a measure that depends on the index."""
        self.budget.spend(100)
        match node.head:
            case "num" if node is ZERO:
                return []
            case "add":
                return [term for part in node.args for term in self.terms(part, factor)]
            case "mul":
                measures = [part for part in node.args if is_measure(part)]
                if len(measures) == 1:
                    rest = mul(ONE, *(part for part in node.args if part is not measures[0]))
                    if self.constants.sign(rest) < 0:
                        raise Undecided("a difference of measures in a sequence")
                    return self.terms(measures[0], mul(factor, rest))
            case "atom":
                return [Moving(node.args[0], node.args[0], factor, factor)]
            case "law" | "pushforward" | "restrict":
                return self._law(node, factor)
            case "density" if node.args[1].head == "interval" or node.args[1].head == "set":
                ends = node.args[1].args if node.args[1].head == "interval" else (MINUS_INFINITY, INFINITY)
                function = substitute(node.args[0], {node.value: var(X)})
                return [self._density(ends[0], ends[1], mul(factor, function))]
            case "sum":
                return [self._grid(node, factor)]
        raise Undecided(f"'{node.head}' in a sequence of measures")

    def _law(self, node: Tree, factor: Tree) -> list[Moving]:
        found = []
        for part in self.parameters.parts(node, factor):
            if isinstance(part, Mass):
                found.append(Moving(part.place, part.place, part.mass, part.mass))
            elif isinstance(part, Span):
                found.append(self._density(part.low, part.high, part.function))
            else:
                raise Undecided("infinitely many atoms in a sequence of measures")
        return found

    def _density(self, low: Tree, high: Tree, function: Tree) -> Moving:
        return Moving(low, high, *self.parameters.primitive(function, low, high))

    def _grid(self, node: Tree, factor: Tree) -> Moving:
        """Equal masses w at c + d k for k = l..m: F is w (floor((x - c)/d) - l + 1) between.

        As w -> 0, neither floor nor the single mass matters.
        """
        body, low, high = node.args
        k = node.value
        atoms = self.terms(body, factor)
        if len(atoms) != 1 or atoms[0].low is not atoms[0].high:
            raise Undecided("a sum of measures in a sequence")
        mass, place = atoms[0].mass, affine(atoms[0].low, k, self.constants)
        if place is None or k in free_names(mass) or self.constants.sign(place[0]) <= 0:
            raise Undecided("a sum of measures that is not an increasing grid")
        if self.at_infinity(mass) is not ZERO:
            raise Undecided("a grid of masses that do not tend to 0")
        step, start = place
        first = add(start, mul(step, low))
        inside = mul(mass, div(sub(var(X), first), step))
        return Moving(first, add(start, mul(step, high)), inside, mul(mass, sub(high, low)))
