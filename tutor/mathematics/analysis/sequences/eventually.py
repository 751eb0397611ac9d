"""Signs and limits for all large indices n, and for all small eps where the small parameter occurs.

The order of the quantifiers is that of convergence in measure: for every small eps, for all large n. A coefficient in n
has the sign of its germ at n -> oo, whose coefficients in eps have the sign of their germs at eps -> 0.
"""

from collections.abc import Callable
from functools import cmp_to_key
from typing import TypeVar

from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.analysis.expansions import Expansion
from tutor.mathematics.analysis.germs import LENGTHS, germ, limit_from
from tutor.mathematics.analysis.scales import Arithmetic, TooShort
from tutor.mathematics.trees import Budget, Domain, Variable
from tutor.mathematics.trees.build import INFINITY, ONE, ZERO, sign_of_infinity, sub

SMALL = "eps_"
"""The name of the small parameter; it ends as no declared name can."""

R = TypeVar("R")


class SmallParameter(Constants):
    """Signs of expressions in the small parameter for all sufficiently small values of it."""

    __slots__ = ("_plain",)

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget, Domain((Variable(SMALL, ZERO, ONE),)))
        self._plain = Constants(budget)

    def _sign_with_parameters(self, coefficient: Tree) -> int:
        found = germ(coefficient, SMALL, ZERO, 1, self._plain)
        return 0 if found is None else found.sign


class Eventually(Constants):
    """Signs of expressions in the index that hold for all large indices."""

    __slots__ = ("index", "small")

    def __init__(self, index: str, budget: Budget) -> None:
        whole = Variable(index, ONE, INFINITY, low_closed=True, integer=True)
        super().__init__(budget, Domain((whole, Variable(SMALL, ZERO, ONE))))
        self.index = index
        self.small = SmallParameter(budget)

    def _sign_with_parameters(self, coefficient: Tree) -> int:
        if self.index not in free_names(coefficient):
            return self.small.sign(coefficient)
        found = germ(coefficient, self.index, INFINITY, 1, self.small)
        return 0 if found is None else found.sign

    def limit(self, value: Tree) -> Tree:
        """The limit as the index grows; oo and -oo are values. Raises Oscillates, Undecided."""
        if sign_of_infinity(value) or self.index not in free_names(value):
            return value
        return limit_from(value, self.index, INFINITY, 1, self.small)

    def order(self, left: Tree, right: Tree) -> int:
        """-1, 0 or 1 for all large indices; infinite ends included."""
        if left is right:
            return 0
        a, b = sign_of_infinity(left), sign_of_infinity(right)
        return (a > b) - (a < b) if a or b else self.sign(self.simplified(sub(left, right)))

    def sorted(self, places: list[Tree]) -> list[Tree]:
        """The places in their eventual order, each once."""
        kept: list[Tree] = []
        for place in sorted(dict.fromkeys(places), key=cmp_to_key(self.order)):
            if not kept or self.order(kept[-1], place) != 0:
                kept.append(place)
        return kept

    def holds(self, condition: Tree) -> bool:
        """Whether a condition without x holds for all large indices (or else fails for all). Raises Undecided."""
        return self._expanded(lambda expansion: expansion.holds(condition))

    def _expanded(self, question: Callable[[Expansion], R]) -> R:
        for length in LENGTHS:
            try:
                return question(Expansion(self.index, Arithmetic(self.small, length)))
            except TooShort:
                continue
        raise Undecided("a condition on large indices")
