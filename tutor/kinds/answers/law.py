"""The law of a finite random variable or vector, a dropout mask say: a measure of mass 1, or a table of masses.

Another name of the kind `measure`, which says in a question what is asked for.
"""

from collections.abc import Mapping

from tutor.kinds import Field, Question
from tutor.kinds.one_measure import OneMeasure
from tutor.kinds.parameters import measure_field, parameters_of


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "law"
    fields: Mapping[str, Field] = {
        "key": Field("the law: law(w B/p), B ~ bernoulli(p); of a vector law((A, B)), A, B ~ Ber(1/2)", required=True),
        "variables": Field("each parameter with where it runs: real > 0, integer >= 1; none if absent"),
    }

    def ask(self, question: Question) -> OneMeasure:
        """Read the key."""
        names, parameters = parameters_of(question)
        return OneMeasure(names, measure_field(question, "key", names), parameters)
