"""A sequence of functions f_n(x) on a part of the line, and the work that is shared by all questions about it."""

from dataclasses import dataclass, field

from tutor.language.tree import Tree
from tutor.mathematics.analysis.sequences.eventually import Eventually
from tutor.mathematics.trees import Budget, Domain, Variable
from tutor.mathematics.trees.build import HALF, INFINITY, MINUS_ONE, ONE, ZERO, add, mul, sign_of_infinity, sub


@dataclass(frozen=True, slots=True)
class FunctionSequence:
    """f_n(x) with Lebesgue measure on the interval where `place`, the variable x, runs; `first` is the first index.

    Sequences in blocks have n = start + j with j = 0, …, count - 1 in the k-th block, and a term in n, k, j and x.
    """

    term: Tree
    index: str
    place: Variable
    first: int = 1

    @property
    def variable(self) -> str:
        """The name of x."""
        return self.place.name

    @property
    def bounded(self) -> bool:
        """Whether the space has finite measure."""
        return not (sign_of_infinity(self.place.low) or sign_of_infinity(self.place.high))

    def of(self, term: Tree) -> "FunctionSequence":
        """Another sequence on the same space."""
        return FunctionSequence(term, self.index, self.place, self.first)


@dataclass(frozen=True, slots=True)
class MovingCell:
    """The open interval between two ends that may move with n, and a function that is smooth in x there."""

    low: Tree
    high: Tree
    function: Tree

    def of(self, function: Tree) -> "MovingCell":
        """Another function on the same cell."""
        return MovingCell(self.low, self.high, function)


def middle(low: Tree, high: Tree) -> Tree:
    """A place between two ends."""
    if sign_of_infinity(low):
        return ZERO if sign_of_infinity(high) else add(high, MINUS_ONE)
    return add(low, ONE) if sign_of_infinity(high) else mul(HALF, add(low, high))


def length(low: Tree, high: Tree) -> Tree:
    """The length of a moving interval; oo is a value."""
    return INFINITY if sign_of_infinity(low) or sign_of_infinity(high) else sub(high, low)


@dataclass(slots=True)
class Work:
    """What all questions about one sequence share: names, space, budget, eventual signs."""

    sequence: FunctionSequence
    budget: Budget
    eventually: Eventually = field(init=False)

    def __post_init__(self) -> None:
        self.eventually = Eventually(self.sequence.index, self.budget)

    @property
    def n(self) -> str:
        """The name of the index."""
        return self.sequence.index

    @property
    def x(self) -> str:
        """The name of the variable."""
        return self.sequence.variable

    @property
    def box(self) -> Domain:
        """All indices and all of the space, for the normal form."""
        return Domain((*self.eventually.domain.variables, self.sequence.place))
