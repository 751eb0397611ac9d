"""In which modes a sequence of functions converges: a row of yes and no, one claim for each mode.

The limit is the pointwise limit almost everywhere, or the one that the question gives. A wrong row whose answers break
an implication (uniform implies pointwise, …) is told which.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tutor.judge.claims import Converges
from tutor.kinds import Field, Question, QuestionFault, Stated, Stating
from tutor.kinds.fields import key_of, texts_of
from tutor.kinds.indexed import index_of, sequence_variables
from tutor.kinds.mode_rows import read_named_row
from tutor.kinds.sameness import matches, same_as
from tutor.kinds.sequences import mode_of, sequence_field
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.trees.domain import Domain
from tutor.mathematics.trees.modes import AnyMode


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "modes"
    fields: Mapping[str, Field] = {
        "sequence": Field("f_n(x), as an expression in the index and the point", required=True),
        "rows": Field("the modes that are asked: pointwise, a.e., uniformly, in measure, in L^2, …", required=True),
        "limit": Field("the limit; the pointwise limit almost everywhere if absent"),
        "variables": Field("each variable with where it runs; x real and n integer >= 1 if absent"),
        "on": Field("the set where the only real variable runs; R if absent"),
    }

    def ask(self, question: Question) -> "_Modes":
        """Read the sequence, the space and the modes."""
        names, domain = sequence_variables(question)
        index = index_of(domain)
        if len(domain.reals) != 1:
            raise QuestionFault("variables", "the functions have one real variable: declare one")
        rows = texts_of(question, "rows")
        if not rows:
            raise QuestionFault("rows", "at least one mode of convergence is expected")
        modes = tuple(mode_of(row, "rows") for row in rows)
        limit = key_of(question, "limit", names, Sort.FUNCTION, Sort.NUMBER) if "limit" in question.fields else None
        sequence = sequence_field(question, "sequence", names, index)
        return _Modes(rows, modes, sequence, index, domain, limit)


@dataclass(frozen=True, slots=True)
class _Modes:
    rows: tuple[str, ...]
    modes: tuple[AnyMode, ...]
    sequence: Tree
    index: str
    domain: Domain
    limit: Tree | None

    def state(self, answer: str) -> Stated:
        typed = read_named_row(answer, self.modes, self.rows)
        beside = tuple(zip(self.modes, typed, strict=True))
        claims = [
            (row, Converges(self.sequence, self.index, self.domain, mode, self.limit, yes, beside))
            for row, (mode, yes) in zip(self.rows, beside, strict=True)
        ]
        return Stated(_shown(typed), (("", claims[0][1]),) if len(claims) == 1 else tuple(claims))

    def same_as(self, when: str) -> Stating:
        return same_as(when, self._row, lambda typed, row: [matches(typed, row, "the row")])

    def _row(self, answer: str) -> tuple[str, str]:
        shown = _shown(read_named_row(answer, self.modes, self.rows))
        return shown, shown


def _shown(row: tuple[bool, ...]) -> str:
    return " ".join("Y" if yes else "N" for yes in row)
