"""What the null sets of a claim gave, in one place."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tutor.judge.branches import Branch, Leaf, cut_off
from tutor.judge.meeting import Meeting
from tutor.judge.pair import Pair
from tutor.judge.regions import in_kinds, name_of
from tutor.judge.spelling import points_text, zero_set_text
from tutor.mathematics.algebra import Point


@dataclass(slots=True)
class Exceptions:
    """What the null sets gave: a certified difference on one of them, the name of all that differ, and what is open."""

    witness: tuple[Mapping[str, object], Meeting] | None = None
    points: list[Point] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    kinds: set[int] = field(default_factory=set)
    open: list[Leaf] = field(default_factory=list)
    complete: bool = True

    @property
    def name(self) -> str | None:
        """The null set on which the two sides differ at most; None where they were not seen to differ."""
        points = [p for p in self.points if not in_kinds(p, self.kinds)]
        parts = [points_text(points)] if points else []
        parts += [name_of(frozenset(self.kinds))] if self.kinds else []
        return " U ".join([*parts, *dict.fromkeys(self.names)]) or None

    def differ(self, where: Mapping[str, object], meeting: Meeting) -> None:
        """Remember the first witness."""
        if self.witness is None:
            self.witness = (where, meeting)

    def leave_open(self, branch: Branch, reason: str) -> None:
        """Remember a null set that nothing is known about."""
        self.open.append(cut_off(branch, reason))


def zero_set_name(pair: Pair, branch: Branch) -> str:
    """The zero set of a null branch."""
    names = (*pair.space.reals, *pair.space.integers)
    return " & ".join(zero_set_text(z.tree, z.form, names) for z in branch.zeros)
