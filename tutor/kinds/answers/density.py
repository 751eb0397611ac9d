"""A Radon-Nikodym derivative: a function that is the density of one measure with respect to another.

It counts almost everywhere for the reference measure: the value at one of its atoms counts, values on other null sets
don't. A key may be given for the learner to see; what is judged is the claim itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tutor.judge.claims import SameDensity
from tutor.kinds import Field, Question, Stated
from tutor.kinds.fields import read_answer
from tutor.kinds.parameters import measure_field, names_with, parameters_of, variable_of
from tutor.language.names import Names
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.trees.domain import Domain
from tutor.mathematics.trees.rewrite import core


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
        expected = f"a function of {self.variable}"
        reading = read_answer(answer, self.names, expected, Sort.FUNCTION, Sort.NUMBER)
        claim = SameDensity(core(reading.tree), self.variable, self.of, self.against, self.parameters)
        return Stated(reading.read_as, (("", claim),))
