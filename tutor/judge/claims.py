"""The claims that the judge decides. Trees are in core form (see `tutor.mathematics.trees`)."""

from dataclasses import dataclass
from enum import StrEnum

from tutor.language.tree import Tree
from tutor.mathematics.trees.domain import Domain


class Notion(StrEnum):
    """In which sense two functions or two sets are the same."""

    EVERYWHERE = "everywhere"
    ALMOST_EVERYWHERE = "a.e."
    UP_TO_A_CONSTANT = "up to a constant"


A_POINT = Domain()


@dataclass(frozen=True, slots=True)
class Equal:
    """answer = key at every point of the domain, almost every one, or up to a constant on each component.

    Without variables the two sides are numbers (extended reals: oo is a value).
    """

    answer: Tree
    key: Tree
    domain: Domain = A_POINT
    notion: Notion = Notion.EVERYWHERE


@dataclass(frozen=True, slots=True)
class Rounds:
    """The decimal number `answer` is `key` correctly rounded, to at least `digits` significant digits."""

    answer: Tree
    key: Tree
    digits: int


@dataclass(frozen=True, slots=True)
class SameSet:
    """Two sets of real numbers are equal, or equal up to a Lebesgue null set."""

    answer: Tree
    key: Tree
    up_to_null: bool = False


@dataclass(frozen=True, slots=True)
class Matches:
    """A finite answer (a choice, a row of a table, an order) is among the accepted ones."""

    answer: str
    accepted: tuple[str, ...]
    what: str


@dataclass(frozen=True, slots=True)
class SameMeasure:
    """Two measures on the line, or on the plane, are equal, for all values of the parameters."""

    answer: Tree
    key: Tree
    parameters: Domain = A_POINT


@dataclass(frozen=True, slots=True)
class SameDensity:
    """`answer`, a function of `variable`, is the density of the measure `of` with respect to `against`.

    It counts almost everywhere with respect to `against`: the value at an atom of `against` counts, values on other
    null sets don't.
    """

    answer: Tree
    variable: str
    of: Tree
    against: Tree
    parameters: Domain = A_POINT


@dataclass(frozen=True, slots=True)
class Distributes:
    """`answer`, a function of `variable`, is the distribution function mu((-oo, x]) of the measure `of`, everywhere."""

    answer: Tree
    variable: str
    of: Tree
    parameters: Domain = A_POINT


@dataclass(frozen=True, slots=True)
class AbsolutelyContinuous:
    """Whether `of` is absolutely continuous with respect to `against` is as `holds` says.

    Where it does not hold, `witness` may name a set A with against(A) = 0 < of(A), which must show it.
    """

    of: Tree
    against: Tree
    holds: bool = True
    witness: Tree | None = None


@dataclass(frozen=True, slots=True)
class Singular:
    """Whether two measures are mutually singular is as `holds` says.

    Where it holds, `witness` may name a set A with left(R \\ A) = 0 = right(A), which must show it.
    """

    left: Tree
    right: Tree
    holds: bool = True
    witness: Tree | None = None


@dataclass(frozen=True, slots=True)
class Decomposes:
    """`of` = `ac` + `sing` is its Lebesgue decomposition with respect to `against`."""

    of: Tree
    against: Tree
    ac: Tree
    sing: Tree
    parameters: Domain = A_POINT


@dataclass(frozen=True, slots=True)
class Couples:
    """`plan` is a measure on the plane with these marginals.

    A matrix stands for the masses at the pairs of atoms of the marginals, in increasing order. With a `cost`, a
    function of x and y, its integral against the plan is at most `bound`.
    """

    plan: Tree
    first: Tree
    second: Tree
    cost: Tree | None = None
    bound: Tree | None = None


@dataclass(frozen=True, slots=True)
class WeakLimit:
    """The laws `sequence`, with `index` in them, converge weakly to the measure `answer`."""

    answer: Tree
    sequence: Tree
    index: str


Claim = (
    Equal
    | Rounds
    | SameSet
    | Matches
    | SameMeasure
    | SameDensity
    | Distributes
    | AbsolutelyContinuous
    | Singular
    | Decomposes
    | Couples
    | WeakLimit
)
