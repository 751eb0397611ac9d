"""The sigma-algebra that sets generate on a finite set: its sets as a list, its atoms, or how many sets it has."""

from collections.abc import Mapping
from dataclasses import dataclass

from tutor.judge.claims import GeneratedAlgebra
from tutor.kinds import Field, Misfit, Question, QuestionFault, Stated, Stating
from tutor.kinds.fields import NAMELESS, author_reads, choice_of, read_answer, text_of
from tutor.kinds.sameness import matches, same_as
from tutor.language.set_lists import read_points, read_sets
from tutor.language.sorts import Sort
from tutor.mathematics.trees.rewrite import core

LARGEST_GROUND = 40
Sets = frozenset[frozenset[str]]
_ASKED = {"sets": "sets", "atoms": "atoms", "size": "size"}


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "sigma_algebra"
    fields: Mapping[str, Field] = {
        "ground": Field("the finite set on which they are, as {1,2,3} or {a,b,c}", required=True),
        "generators": Field("the generating sets, as {1}, {2,3}", required=True),
        "ask": Field("sets (if absent), atoms, or size"),
    }

    def ask(self, question: Question) -> "_SigmaAlgebra":
        """Read the ground set and the generators."""
        ground = author_reads("ground", lambda: read_points(text_of(question, "ground")))
        if not 0 < len(ground) <= LARGEST_GROUND:
            raise QuestionFault("ground", f"from 1 to {LARGEST_GROUND} points are expected")
        generators = author_reads("generators", lambda: read_sets(text_of(question, "generators"), ground))
        return _SigmaAlgebra(ground, generators, choice_of(question, "ask", _ASKED, "sets"))


@dataclass(frozen=True, slots=True)
class _SigmaAlgebra:
    ground: frozenset[str]
    generators: frozenset[frozenset[str]]
    of: str

    def state(self, answer: str) -> Stated:
        found, read_as = self._read(answer)
        return Stated(read_as, (("", GeneratedAlgebra(found, self.ground, self.generators, self.of)),))

    def same_as(self, when: str) -> Stating:
        return same_as(when, self._read, lambda typed, other: [matches(_text(typed), _text(other), "the sets")])

    def _read(self, answer: str) -> tuple[Sets | int, str]:
        if self.of == "size":
            return self._size(answer)
        sets = read_sets(answer, self.ground)
        return sets, _text(sets)

    def _size(self, answer: str) -> tuple[int, str]:
        reading = read_answer(answer, NAMELESS, "the number of its sets", Sort.NUMBER)
        size = core(reading.tree)
        if size.head != "num" or size.value.denom() != 1:
            raise Misfit("a whole number", "another number", reading.read_as)
        return int(size.value.numer()), reading.read_as


def _text(found: Sets | int) -> str:
    """The sets in order, or their number."""
    if isinstance(found, int):
        return str(found)
    return ", ".join("{" + ", ".join(sorted(s)) + "}" for s in sorted(found, key=lambda s: (len(s), sorted(s))))
