"""A measure on the line or the plane, equal to the key as a measure; or the weak limit of a sequence of laws."""

from collections.abc import Mapping
from dataclasses import dataclass

from tutor.judge.claims import WeakLimit
from tutor.kinds import Field, Question, QuestionFault, Stated
from tutor.kinds.fields import text_of
from tutor.kinds.one_measure import OneMeasure
from tutor.kinds.parameters import measure_field, names_with, parameters_of, read_measure
from tutor.language.names import Names
from tutor.language.tree import Tree
from tutor.mathematics.trees.domain import Domain
from tutor.mathematics.trees.rewrite import core


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "measure"
    fields: Mapping[str, Field] = {
        "key": Field("the measure, in any form: law(relu(Z)), Z ~ N(0,1)"),
        "limit_of": Field("instead of a key: a sequence of laws, whose weak limit is asked"),
        "index": Field("the index of the sequence; n if absent"),
        "variables": Field("each parameter with where it runs: real > 0, integer >= 1; none if absent"),
    }

    def ask(self, question: Question) -> "OneMeasure | _Limit":
        """Read the key, or the sequence."""
        if ("key" in question.fields) == ("limit_of" in question.fields):
            raise QuestionFault("key", "'measure' needs just one of the fields 'key' and 'limit_of'")
        names, parameters = parameters_of(question)
        if "key" in question.fields:
            return OneMeasure(names, measure_field(question, "key", names), parameters)
        if names.sorts:
            raise QuestionFault("variables", "a weak limit with parameters cannot be asked")
        index = text_of(question, "index", "n").strip()
        return _Limit(measure_field(question, "limit_of", names_with(names, index, "index", "integer")), index)


@dataclass(frozen=True, slots=True)
class _Limit:
    sequence: Tree
    index: str

    def state(self, answer: str) -> Stated:
        reading = read_measure(answer, Names())
        return Stated(reading.read_as, (("", WeakLimit(core(reading.tree), self.sequence, self.index)),))

    def same_as(self, when: str) -> OneMeasure:
        return OneMeasure(Names(), core(read_measure(when, Names()).tree), Domain())
