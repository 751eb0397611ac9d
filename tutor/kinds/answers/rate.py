"""A rate of convergence: N(eps), or N(eps, x), such that |f_n - f| < eps for every n from there on.

The convention is part of the question: n >= N or n > N, < eps or <= eps, which eps; with `uniform` N must not depend on
the point.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tutor.judge.claims import Claim, Equal, Independent, Rate
from tutor.kinds import Field, Question, QuestionFault, Stated, Stating
from tutor.kinds.fields import NAMELESS, as_set, choice_of, key_of, read_answer
from tutor.kinds.indexed import index_of, sequence_variables, unnamed
from tutor.kinds.sameness import same_as
from tutor.language.names import Names
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.trees.build import INFINITY, ONE, ZERO
from tutor.mathematics.trees.domain import Domain, Variable
from tutor.mathematics.trees.rewrite import core

EPS = "eps"
YES_OR_NO = {"yes": True, "no": False}


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "rate"
    fields: Mapping[str, Field] = {
        "sequence": Field(
            "f_n(x), or a sequence of numbers, as an expression in the index and the point", required=True
        ),
        "limit": Field("the limit; 0 if absent"),
        "variables": Field("each variable with where it runs; x real and n integer >= 1 if absent"),
        "on": Field("a condition on the variables, or the set where the only real variable runs"),
        "eps": Field("the interval of eps; (0,1) if absent"),
        "strict": Field("yes (if absent): the distance is < eps; no: <= eps"),
        "after": Field(">= (if absent): for every n >= N; >: for every n > N"),
        "uniform": Field("yes: N must not depend on the point; no (if absent)"),
    }

    def ask(self, question: Question) -> "_Rate":
        """Read the sequence, its limit and the convention."""
        names, domain = sequence_variables(question)
        index = index_of(domain)
        sequence, limit = (
            key_of(question, name, names, Sort.FUNCTION, Sort.NUMBER) if name in question.fields else ZERO
            for name in ("sequence", "limit")
        )
        strict, uniform = (
            choice_of(question, "strict", YES_OR_NO, "yes"),
            choice_of(question, "uniform", YES_OR_NO, "no"),
        )
        after = choice_of(question, "after", {">=": False, ">": True}, ">=")
        domain = Domain((_eps(question, names), *domain.variables), domain.condition)
        return _Rate(_with_eps(names), sequence, limit, domain, index, strict, after, uniform)


def _eps(question: Question, names: Names) -> Variable:
    if EPS in names.sorts:
        raise QuestionFault("variables", "'eps' is declared by the question already")
    if "eps" not in question.fields:
        return Variable(EPS, ZERO, ONE)
    range_ = as_set(key_of(question, "eps", NAMELESS, Sort.PAIR, Sort.SET))
    if range_.head != "interval":
        raise QuestionFault("eps", "expected an interval such as (0,1/2]")
    (low, high), (low_closed, high_closed) = range_.args, range_.value
    return Variable(EPS, low, high, low_closed, high_closed and high is not INFINITY)


def _with_eps(names: Names) -> Names:
    return Names({EPS: "real", **names.sorts})


@dataclass(frozen=True, slots=True)
class _Rate:
    names: Names
    sequence: Tree
    limit: Tree
    domain: Domain
    index: str
    strict: bool
    after: bool
    uniform: bool

    def state(self, answer: str) -> Stated:
        threshold, read_as = self._read(answer)
        forbidden = {self.index} | ({v.name for v in self.domain.reals} - {EPS} if self.uniform else set())
        free = Independent(threshold, self.domain, frozenset(forbidden))
        rate = Rate(self.sequence, self.limit, threshold, self.domain, self.index, EPS, self.strict, self.after)
        sign = "<" if self.strict else "<="
        labels = (f"N depends on none of {', '.join(sorted(forbidden))}", f"the distance is {sign} eps from N on")
        claims: tuple[tuple[str, Claim], ...] = ((labels[0], free), (labels[1], rate))
        return Stated(read_as, claims)

    def same_as(self, when: str) -> Stating:
        return same_as(when, self._read, lambda typed, other: [Equal(typed, other, self.domain)])

    def _read(self, answer: str) -> tuple[Tree, str]:
        reading = read_answer(unnamed(answer, "N"), self.names, "a bound N(eps)", Sort.FUNCTION, Sort.NUMBER)
        return core(reading.tree), reading.read_as
