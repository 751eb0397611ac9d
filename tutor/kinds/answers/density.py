"""A Radon-Nikodym derivative: a function that is the density of one measure with respect to another.

It counts almost everywhere for the reference measure: the value at one of its atoms counts, values on other null sets
don't. A key may be given for the learner to see; what is judged is the claim itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tutor.judge.claims import Claim, SameDensity, SameVersion
from tutor.kinds import Field, Question, Stated, Stating
from tutor.kinds.parameters import measure_field, names_with, parameters_of, read_function, variable_of
from tutor.kinds.sameness import same_as
from tutor.language.names import Names
from tutor.language.tree import Tree
from tutor.mathematics.trees.domain import Domain


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "density"
    fields: Mapping[str, Field] = {
        "of": Field("the measure whose density is asked", required=True),
        "against": Field("the reference measure; Lebesgue measure if absent"),
        "variable": Field("the variable of the density; x if absent"),
        "key": Field("a version of the density, to be shown"),
        "variables": Field("each parameter with where it runs: real > 0, integer >= 1; none if absent"),
    }

    def ask(self, question: Question) -> "_Density":
        """Read both measures."""
        names, parameters = parameters_of(question)
        against = measure_field(question, "against", names, "lebesgue")
        variable = variable_of(question)
        of = measure_field(question, "of", names)
        return _Density(names_with(names, variable), variable, of, against, parameters)


@dataclass(frozen=True, slots=True)
class _Density:
    names: Names
    variable: str
    of: Tree
    against: Tree
    parameters: Domain

    def state(self, answer: str) -> Stated:
        function, read_as = self._read(answer)
        claim = SameDensity(function, self.variable, self.of, self.against, self.parameters)
        return Stated(read_as, (("", claim),))

    def same_as(self, when: str) -> Stating:
        return same_as(when, self._read, self._same)

    def _same(self, typed: Tree, when: Tree) -> list[Claim]:
        return [SameVersion(typed, when, self.variable, self.against, self.parameters)]

    def _read(self, answer: str) -> tuple[Tree, str]:
        reading, function = read_function(answer, self.names, self.variable)
        return function, reading.read_as
