"""A distribution function F(x) = mu((-oo, x]), equal everywhere, at the jumps too."""

from collections.abc import Mapping
from dataclasses import dataclass

from tutor.judge.claims import Distributes
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

    name = "cdf"
    fields: Mapping[str, Field] = {
        "of": Field("the measure whose distribution function is asked", required=True),
        "variable": Field("the variable of the function; x if absent"),
        "variables": Field("each parameter with where it runs: real > 0, integer >= 1; none if absent"),
    }

    def ask(self, question: Question) -> "_Distribution":
        """Read the measure."""
        names, parameters = parameters_of(question)
        variable = variable_of(question)
        return _Distribution(names_with(names, variable), variable, measure_field(question, "of", names), parameters)


@dataclass(frozen=True, slots=True)
class _Distribution:
    names: Names
    variable: str
    of: Tree
    parameters: Domain

    def state(self, answer: str) -> Stated:
        expected = f"a function of {self.variable}"
        reading = read_answer(answer, self.names, expected, Sort.FUNCTION, Sort.NUMBER)
        claim = Distributes(core(reading.tree), self.variable, self.of, self.parameters)
        return Stated(reading.read_as, (("", claim),))
