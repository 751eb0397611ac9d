"""Where variables live: a box of intervals, some coordinates integers, cut by an optional condition."""

from dataclasses import dataclass

from tutor.language.tree import Tree


@dataclass(frozen=True, slots=True)
class Variable:
    """One coordinate. `low` and `high` are constant trees; minus infinity is neg(const oo) in core form."""

    name: str
    low: Tree
    high: Tree
    low_closed: bool = False
    high_closed: bool = False
    integer: bool = False


@dataclass(frozen=True, slots=True)
class Domain:
    """The set of points at which a claim is made; without variables it is a single point."""

    variables: tuple[Variable, ...] = ()
    condition: Tree | None = None

    @property
    def reals(self) -> tuple[Variable, ...]:
        """The coordinates that range over intervals."""
        return tuple(v for v in self.variables if not v.integer)

    @property
    def integers(self) -> tuple[Variable, ...]:
        """The coordinates that range over integers."""
        return tuple(v for v in self.variables if v.integer)
