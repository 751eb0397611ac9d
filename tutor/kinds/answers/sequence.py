"""A sequence of functions with asked properties: "f_n -> 0 a.e., but the integrals don't tend to 0".

The answer is an expression in the index and the point, `f_n(x) = n 1_(0,1/n)(x)`. Properties are modes of convergence,
or `integrals` (they tend to the integral of the limit), `nonnegative`, `increasing` and `decreasing` (in the index).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from tutor.judge.claims import Claim, Converges, DefinedSequence, Equal, ForAll, IntegralsConverge, Notion
from tutor.kinds import Field, Question, QuestionFault, Stated, Stating
from tutor.kinds.fields import key_of, texts_of
from tutor.kinds.indexed import index_of, sequence_variables
from tutor.kinds.sameness import same_as
from tutor.kinds.sequences import mode_of, read_sequence
from tutor.language.names import Names
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.trees.build import ONE, ZERO, add, at_most, var
from tutor.mathematics.trees.domain import Domain
from tutor.mathematics.trees.modes import AnyMode
from tutor.mathematics.trees.rewrite import substitute


class Asked(Enum):
    """Properties beside the modes of convergence."""

    INTEGRALS = "integrals"
    NONNEGATIVE = "nonnegative"
    INCREASING = "increasing"
    DECREASING = "decreasing"


Property = AnyMode | Asked


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "sequence"
    fields: Mapping[str, Field] = {
        "converges": Field("what must hold: modes of convergence, integrals, nonnegative, increasing, decreasing"),
        "fails": Field("what must fail: modes of convergence, integrals"),
        "limit": Field("the limit of the modes; the pointwise limit almost everywhere if absent"),
        "variables": Field("each variable with where it runs; x real and n integer >= 1 if absent"),
        "on": Field("the set where the only real variable runs; R if absent"),
    }

    def ask(self, question: Question) -> "_Sequence":
        """Read the space and the properties."""
        names, domain = sequence_variables(question)
        index = index_of(domain)
        if len(domain.reals) != 1:
            raise QuestionFault("variables", "the functions have one real variable: declare one")
        limit = key_of(question, "limit", names, Sort.FUNCTION, Sort.NUMBER) if "limit" in question.fields else None
        holding = tuple((text, _property(text, "converges")) for text in texts_of(question, "converges"))
        failing = tuple((text, _property(text, "fails")) for text in texts_of(question, "fails"))
        if not holding and not failing:
            raise QuestionFault("converges", "at least one property is expected")
        if any(isinstance(p, Asked) and p is not Asked.INTEGRALS for _, p in failing):
            raise QuestionFault("fails", "only modes of convergence and integrals can be asked to fail")
        return _Sequence(names, domain, index, limit, holding, failing)


def _property(text: str, field: str) -> Property:
    named = next((asked for asked in Asked if asked.value == text.strip()), None)
    return mode_of(text, field) if named is None else named


@dataclass(frozen=True, slots=True)
class _Sequence:
    names: Names
    domain: Domain
    index: str
    limit: Tree | None
    holding: tuple[tuple[str, Property], ...]
    failing: tuple[tuple[str, Property], ...]

    def same_as(self, when: str) -> Stating:
        return same_as(when, lambda text: read_sequence(text, self.names, self.index), self._same)

    def _same(self, typed: Tree, when: Tree) -> list[Claim]:
        return [Equal(typed, when, self.domain, Notion.ALMOST_EVERYWHERE)]

    def state(self, answer: str) -> Stated:
        typed = read_sequence(answer, self.names, self.index)
        claims = [(f"f_{self.index} is defined for every {self.index}", self._defined(typed.tree))]
        claims += [(text, self._claim(typed.tree, name, True)) for text, name in self.holding]
        claims += [(f"not {text}", self._claim(typed.tree, name, False)) for text, name in self.failing]
        return Stated(typed.read_as, tuple(claims))

    def _defined(self, sequence: Tree) -> Claim:
        return DefinedSequence(sequence, self.index, self.domain)

    def _claim(self, sequence: Tree, name: Property, expected: bool) -> Claim:
        if isinstance(name, Asked):
            if name is Asked.INTEGRALS:
                return IntegralsConverge(sequence, self.index, self.domain, expected)
            return self._sign(sequence, name)
        return Converges(sequence, self.index, self.domain, name, self.limit, expected)

    def _sign(self, sequence: Tree, name: Asked) -> Claim:
        """An inequality for every index and almost every point."""
        following = substitute(sequence, {self.index: add(var(self.index), ONE)})
        here, next_ = (sequence, f"f_{self.index}"), (following, f"f_({self.index}+1)")
        sides = {Asked.NONNEGATIVE: ((ZERO, "0"), here), Asked.INCREASING: (here, next_)}
        (low, first), (high, second) = sides.get(name, (next_, here))
        null = frozenset(v.name for v in self.domain.reals)
        return ForAll(at_most(low, high), self.domain, null, sides=(first, second))
