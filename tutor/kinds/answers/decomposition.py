"""Lebesgue's decomposition of a measure with respect to another: `ac: 1/4 dx on (0,2); sing: 1/2 delta(1)`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tutor.judge.claims import Claim, Decomposes, SameMeasure
from tutor.kinds import Field, Question, QuestionFault, Stated
from tutor.kinds.fields import key_of, read_answer
from tutor.kinds.parameters import measure_field, parameters_of
from tutor.language.names import Names
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.trees.domain import Domain
from tutor.mathematics.trees.rewrite import core

EXPECTED = "a decomposition, ac: …; sing: …"


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "decomposition"
    fields: Mapping[str, Field] = {
        "of": Field("the measure that is decomposed"),
        "against": Field("the reference measure; Lebesgue measure if absent"),
        "key": Field("instead of a measure: both parts, ac: …; sing: …"),
        "variables": Field("each parameter with where it runs: real > 0, integer >= 1; none if absent"),
    }

    def ask(self, question: Question) -> "_Decomposition | _Parts":
        """Read the measures, or the key."""
        if ("key" in question.fields) == ("of" in question.fields):
            raise QuestionFault("of", "'decomposition' needs just one of the fields 'of' and 'key'")
        names, parameters = parameters_of(question)
        if "key" in question.fields:
            return _Parts(names, key_of(question, "key", names, Sort.DECOMPOSITION), parameters)
        against = measure_field(question, "against", names, "lebesgue")
        return _Decomposition(names, measure_field(question, "of", names), against, parameters)


@dataclass(frozen=True, slots=True)
class _Decomposition:
    names: Names
    of: Tree
    against: Tree
    parameters: Domain

    def state(self, answer: str) -> Stated:
        reading = read_answer(answer, self.names, EXPECTED, Sort.DECOMPOSITION)
        ac, sing = core(reading.tree).args
        claim = Decomposes(self.of, self.against, ac, sing, self.parameters)
        return Stated(reading.read_as, (("", claim),))

    def same_as(self, when: str) -> "_Parts":
        parts = core(read_answer(when, self.names, EXPECTED, Sort.DECOMPOSITION).tree)
        return _Parts(self.names, parts, self.parameters)


@dataclass(frozen=True, slots=True)
class _Parts:
    names: Names
    key: Tree
    parameters: Domain

    def state(self, answer: str) -> Stated:
        reading = read_answer(answer, self.names, EXPECTED, Sort.DECOMPOSITION)
        pairs = zip(core(reading.tree).args, self.key.args, strict=True)
        claims: list[Claim] = [SameMeasure(*pair, self.parameters) for pair in pairs]
        labels = ("absolutely continuous part", "singular part")
        return Stated(reading.read_as, tuple(zip(labels, claims, strict=True)))

    def same_as(self, when: str) -> "_Parts":
        return replace(self, key=core(read_answer(when, self.names, EXPECTED, Sort.DECOMPOSITION).tree))
