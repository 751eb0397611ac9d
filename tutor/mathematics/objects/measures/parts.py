"""The parts of formal sums: measures whose places, ends, masses and densities are expressions in parameters."""

from dataclasses import dataclass

from tutor.language.tree import Tree
from tutor.mathematics.trees.build import mul


@dataclass(frozen=True, slots=True)
class Mass:
    """A point mass; place and mass are expressions in the parameters."""

    place: Tree
    mass: Tree


@dataclass(frozen=True, slots=True)
class Span:
    """A density in `x` and the parameters between two ends in the parameters."""

    low: Tree
    high: Tree
    function: Tree


@dataclass(frozen=True, slots=True)
class Row:
    """Point masses mass(n) at place(n) for n = start, start + 1, …; both are expressions in `n` and the parameters."""

    place: Tree
    mass: Tree
    start: int


@dataclass(frozen=True, slots=True)
class Cantor:
    """A multiple of Cantor's measure on [0, 1]."""

    mass: Tree


Part = Mass | Span | Row | Cantor


def scaled(part: Part, factor: Tree) -> Part:
    """The part times a factor."""
    if isinstance(part, Span):
        return Span(part.low, part.high, mul(factor, part.function))
    if isinstance(part, Row):
        return Row(part.place, mul(factor, part.mass), part.start)
    return Mass(part.place, mul(factor, part.mass)) if isinstance(part, Mass) else Cantor(mul(factor, part.mass))
