"""A function of declared variables, equal to the key everywhere, almost everywhere, or up to a constant.

`a.e. [mu]` means almost everywhere for a measure mu on the line: values at its atoms count, elsewhere they count up to
null sets of its continuous part, and where it has no mass nothing counts.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tutor.judge.claims import Claim, Equal, Notion, SameVersion
from tutor.kinds import Field, Question, QuestionFault, Stated, Stating
from tutor.kinds.domains import declared
from tutor.kinds.fields import choice_of, key_of, read_answer
from tutor.kinds.parameters import measure_field
from tutor.kinds.sameness import same_as
from tutor.language.names import Names
from tutor.language.sorts import Sort
from tutor.language.tree import Tree, tree
from tutor.mathematics.trees.build import ZERO, conjunction, interval, member, sign_of_infinity, var
from tutor.mathematics.trees.domain import Domain
from tutor.mathematics.trees.rewrite import core


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "function"
    fields: Mapping[str, Field] = {
        "key": Field("the function, as an expression in the variables", required=True),
        "variables": Field("each variable with where it runs: real in (0,1), integer >= 1; one real x if absent"),
        "on": Field("a condition on the variables, or the set where the only variable runs"),
        "equal": Field("everywhere (if absent), a.e., a.e. [a measure], or up to a constant"),
    }

    def ask(self, question: Question) -> "_Function | _Version":
        """Read the key, the variables and where they run."""
        names, domain = declared(question)
        measure = _MEASURE.fullmatch(str(question.fields.get("equal", "")))
        if measure is not None:
            return self._for_measure(question, names, domain, measure[1])
        notion = choice_of(question, "equal", {n.value: n for n in Notion}, Notion.EVERYWHERE.value)
        key = key_of(question, "key", names, Sort.FUNCTION, Sort.NUMBER)
        return _Function(names, key, domain, notion)

    def _for_measure(self, question: Question, names: Names, domain: Domain, measure: str) -> "_Version":
        """Equality for a measure: the first real variable runs on the line, all others are parameters."""
        if not domain.reals:
            raise QuestionFault("equal", "a measure on the line asks for a real variable")
        variable = domain.reals[0].name
        parameters = Domain(tuple(v for v in domain.variables if v.name != variable))
        others = Names({n: str(s) for n, s in names.sorts.items() if n != variable})
        fields = {**question.fields, "equal": measure}
        against = measure_field(Question(question.kind, fields, question.given), "equal", others)
        key = key_of(question, "key", names, Sort.FUNCTION, Sort.NUMBER)
        return _Version(names, variable, key, _where(domain, variable), against, parameters)


_MEASURE = re.compile(r"\s*a\.?\s*e\.?\s*\[(.*)\]\s*", re.DOTALL)


def _where(domain: Domain, name: str) -> Tree | None:
    """The condition that a point lies in the domain; None where there is none."""
    variable = next(v for v in domain.reals if v.name == name)
    ends = interval(variable.low, variable.high, variable.low_closed, variable.high_closed)
    bounded = not (sign_of_infinity(variable.low) and sign_of_infinity(variable.high))
    conditions = [member(var(name), ends)] if bounded else []
    if domain.condition is not None:
        conditions.append(domain.condition)
    return conjunction(*conditions) if conditions else None


@dataclass(frozen=True, slots=True)
class _Version:
    names: Names
    variable: str
    key: Tree
    where: Tree | None
    against: Tree
    parameters: Domain

    def state(self, answer: str) -> Stated:
        tree_, read_as = self._read(answer)
        return Stated(read_as, tuple(("", claim) for claim in self._same(tree_, self.key)))

    def same_as(self, when: str) -> Stating:
        return same_as(when, self._read, self._same)

    def _same(self, typed: Tree, when: Tree) -> list[Claim]:
        sides = (self._inside(typed), self._inside(when))
        return [SameVersion(*sides, self.variable, self.against, self.parameters)]

    def _read(self, answer: str) -> tuple[Tree, str]:
        expected = f"a function of {', '.join(self.names)}"
        reading = read_answer(answer, self.names, expected, Sort.FUNCTION, Sort.NUMBER)
        return core(reading.tree), reading.read_as

    def _inside(self, side: Tree) -> Tree:
        """The function on the domain of the question, and 0 off it, where nothing counts."""
        return side if self.where is None else tree("piecewise", True, (side, self.where, ZERO))


@dataclass(frozen=True, slots=True)
class _Function:
    names: Names
    key: Tree
    domain: Domain
    notion: Notion

    def state(self, answer: str) -> Stated:
        expected = f"a function of {', '.join(self.names)}"
        reading = read_answer(answer, self.names, expected, Sort.FUNCTION, Sort.NUMBER)
        claim = Equal(core(reading.tree), self.key, self.domain, self.notion)
        return Stated(reading.read_as, (("", claim),))

    def same_as(self, when: str) -> "_Function":
        expected = f"a function of {', '.join(self.names)}"
        return replace(self, key=core(read_answer(when, self.names, expected, Sort.FUNCTION, Sort.NUMBER).tree))
