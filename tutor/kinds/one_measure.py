"""The question for one measure: what the kinds `measure` and `law` ask."""

from dataclasses import dataclass, replace

from tutor.judge.claims import SameMeasure
from tutor.kinds import Stated
from tutor.kinds.parameters import read_measure
from tutor.language.names import Names
from tutor.language.tree import Tree
from tutor.mathematics.trees.domain import Domain
from tutor.mathematics.trees.rewrite import core


@dataclass(frozen=True, slots=True)
class OneMeasure:
    """A measure that is known, and the names of its parameters."""

    names: Names
    key: Tree
    parameters: Domain

    def state(self, answer: str) -> Stated:
        """The claim that the answer is this measure. Raises Fault, Misfit."""
        reading = read_measure(answer, self.names)
        return Stated(reading.read_as, (("", SameMeasure(core(reading.tree), self.key, self.parameters)),))

    def same_as(self, when: str) -> "OneMeasure":
        """The question for answers that say the same as this text. Raises Fault, Misfit."""
        return replace(self, key=core(read_measure(when, self.names).tree))
