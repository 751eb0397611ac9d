"""A coupling of two measures: a measure on the plane with these marginals, or a table of masses between their atoms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tutor.judge.claims import Claim, Couples, Equal, SameMeasure
from tutor.kinds import Field, Misfit, Question, QuestionFault, Stated, Stating
from tutor.kinds.fields import NAMELESS, key_of
from tutor.kinds.parameters import measure_field
from tutor.kinds.sameness import matches, same_as
from tutor.language.names import Names
from tutor.language.parser import A_SORT
from tutor.language.reading import read
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.trees.rewrite import core


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "coupling"
    fields: Mapping[str, Field] = {
        "of": Field("the first marginal", required=True),
        "against": Field("the second marginal", required=True),
        "cost": Field("a function of x and y, whose integral against the plan is bounded"),
        "bound": Field("the largest cost that is accepted, such as W1(mu, nu)"),
    }

    def ask(self, question: Question) -> "_Coupling":
        """Read the marginals, the cost and its bound."""
        if ("cost" in question.fields) != ("bound" in question.fields):
            raise QuestionFault("bound", "a cost needs a bound, and a bound a cost")
        cost = bound = None
        if "cost" in question.fields:
            cost = key_of(question, "cost", Names({"x": "real", "y": "real"}), Sort.FUNCTION, Sort.NUMBER)
            bound = key_of(question, "bound", NAMELESS, Sort.NUMBER)
        first, second = (measure_field(question, name, NAMELESS) for name in ("of", "against"))
        return _Coupling(first, second, cost, bound)


@dataclass(frozen=True, slots=True)
class _Coupling:
    first: Tree
    second: Tree
    cost: Tree | None
    bound: Tree | None

    def state(self, answer: str) -> Stated:
        plan, read_as = _read(answer)
        return Stated(read_as, (("", Couples(plan, self.first, self.second, self.cost, self.bound)),))

    def same_as(self, when: str) -> Stating:
        """A table is compared with tables, a measure with measures."""
        return same_as(when, _read, _same)


def _read(answer: str) -> tuple[Tree, str]:
    reading = read(answer, NAMELESS, Sort.MATRIX)
    if reading.sort not in (Sort.MATRIX, Sort.MEASURE):
        raise Misfit("a measure on the plane, or a matrix of masses", A_SORT[reading.sort], reading.read_as)
    return core(reading.tree), reading.read_as


def _same(typed: Tree, when: Tree) -> Iterator[Claim]:
    ours, theirs = _shape(typed), _shape(when)
    yield matches(ours, theirs, "the shape of the plan")
    if ours == theirs == "a measure":
        yield SameMeasure(typed, when)
    elif ours == theirs:
        rows = zip(typed.args, when.args, strict=True)
        yield from (Equal(*masses) for pair in rows for masses in zip(pair[0].args, pair[1].args, strict=True))


def _shape(plan: Tree) -> str:
    return f"{[len(row.args) for row in plan.args]}" if plan.head == "matrix" else "a measure"
