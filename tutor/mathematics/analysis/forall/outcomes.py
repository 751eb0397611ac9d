"""What a universally quantified inequality turns out to be: proved, refuted at a certified point, or open."""

from dataclasses import dataclass

from flint import arb, fmpq

from tutor.language.tree import Tree

Coordinate = fmpq | Tree


@dataclass(frozen=True, slots=True)
class Proved:
    """The relation holds on the whole domain; `by` names the rule, `steps` the reductions in order."""

    by: str
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refuted:
    """A point of the domain at which the relation certainly fails.

    `left` and `right` are the values of its sides there, None where a side is certified undefined. `positive`: it
    fails on a neighbourhood in the real variables, so on a set of positive measure; otherwise that is not known.
    """

    point: tuple[tuple[str, Coordinate], ...]
    left: fmpq | arb | None
    right: fmpq | arb | None
    positive: bool

    def at(self, name: str) -> Coordinate:
        """The coordinate of this name."""
        return dict(self.point)[name]


@dataclass(frozen=True, slots=True)
class Open:
    """Neither was found; the reason says what stood in the way. `suspect` is a point that may refute the relation."""

    reason: str
    suspect: tuple[tuple[str, Coordinate], ...] = ()


Outcome = Proved | Refuted | Open
