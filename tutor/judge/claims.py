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


Claim = Equal | Rounds | SameSet | Matches
