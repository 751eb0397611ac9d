"""A distribution function F(x) = mu((-oo, x]), equal everywhere, at the jumps too."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tutor.judge.claims import Claim, Distributes, Equal
from tutor.kinds import Field, Question, Stated, Stating
from tutor.kinds.parameters import measure_field, names_with, parameters_of, read_function, variable_of
from tutor.kinds.sameness import same_as
from tutor.language.names import Names
from tutor.language.tree import Tree
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY
from tutor.mathematics.trees.domain import Domain, Variable


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
        function, read_as = self._read(answer)
        return Stated(read_as, (("", Distributes(function, self.variable, self.of, self.parameters)),))

    def same_as(self, when: str) -> Stating:
        return same_as(when, self._read, self._same)

    def _same(self, typed: Tree, when: Tree) -> list[Claim]:
        line = Variable(self.variable, MINUS_INFINITY, INFINITY)
        return [Equal(typed, when, replace(self.parameters, variables=(*self.parameters.variables, line)))]

    def _read(self, answer: str) -> tuple[Tree, str]:
        reading, function = read_function(answer, self.names, self.variable)
        return function, reading.read_as
