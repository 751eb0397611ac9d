"""What is found about a mode of convergence: whether it holds, by which argument, and the witness of the argument."""

from dataclasses import dataclass

from tutor.language.tree import Tree
from tutor.mathematics.analysis.constants import Undecided

Words = tuple[str | Tree, ...]
"""A sentence with expressions in it, for whoever writes expressions."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a mode holds (None: open), the argument, and what it rests on: x_n, a set, the limit of a norm."""

    holds: bool | None
    by: str
    witness: Words = ()

    def because(self, by: str) -> "Finding":
        """The same answer for another mode that follows from this one."""
        return Finding(self.holds, by, self.witness)


def undecided(reason: str) -> Finding:
    """An open question with its reason."""
    return Finding(None, reason)


class CutAt(Exception):  # noqa: N818  (an outcome: ask again on the parts)
    """Something changes its sign inside a moving cell, at these places."""

    def __init__(self, places: list[Tree]) -> None:
        super().__init__(len(places))
        self.places = places


class Undefined(Exception):  # noqa: N818  (an outcome: certified)
    """f_n is undefined on an interval for all large n."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotLocated(Undecided):
    """The zeros of a function of n and x have no closed form here."""
