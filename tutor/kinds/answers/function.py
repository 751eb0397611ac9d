"""A function of declared variables, equal to the key everywhere, almost everywhere, or up to a constant."""

from collections.abc import Mapping
from dataclasses import dataclass

from tutor.judge.claims import Equal, Notion
from tutor.kinds import Field, Question, Stated
from tutor.kinds.domains import declared
from tutor.kinds.fields import choice_of, key_of, read_answer
from tutor.language.names import Names
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.trees.domain import Domain
from tutor.mathematics.trees.rewrite import core


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "function"
    fields: Mapping[str, Field] = {
        "key": Field("the function, as an expression in the variables", required=True),
        "variables": Field("each variable with where it runs: real in (0,1), integer >= 1; one real x if absent"),
        "on": Field("a condition on the variables, or the set where the only variable runs"),
        "equal": Field("everywhere (if absent), a.e., or up to a constant"),
    }

    def ask(self, question: Question) -> "_Function":
        """Read the key, the variables and where they run."""
        names, domain = declared(question)
        notion = choice_of(question, "equal", {n.value: n for n in Notion}, Notion.EVERYWHERE.value)
        key = key_of(question, "key", names, Sort.FUNCTION, Sort.NUMBER)
        return _Function(names, key, domain, notion)


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
