"""A witness: any object with the asked properties, each of which is a claim with a verdict of its own.

The sort says what manner of object is asked (`function of x on (0,oo)`), the claims are written in the answer language
with the name of the object in them. `tutor.kinds.statements` has the classes of claims.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tutor.judge.claims import Claim, DefinedSequence, Equal, IsMeasure, Notion, SameMeasure, SameSet
from tutor.kinds import Field, Question, QuestionFault, Stated, Stating
from tutor.kinds.domains import declared
from tutor.kinds.fields import as_set, read_field, text_of
from tutor.kinds.given import Given, put_in
from tutor.kinds.sameness import same_as
from tutor.kinds.statements import FIELD, Statement, read_statement
from tutor.kinds.witnesses import SORTS, Witness, example_of, read_witness, witness_of
from tutor.language.names import Names
from tutor.language.sorts import Sort
from tutor.language.tree import free_names
from tutor.mathematics.trees.rewrite import core


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "witness"
    fields: Mapping[str, Field] = {
        "sort": Field(f"what is asked: {SORTS}", required=True),
        "name": Field("the name of the answer in the claims; g, f, a, c, S or mu, by its sort, if absent"),
        "claims": Field("what must hold, as a list of claims with that name in them", required=True),
        "key": Field("one right answer, for the learner to see in the end"),
        "variables": Field("the variables of functions that are given; those of the answer, and n and x, if absent"),
    }

    def ask(self, question: Question) -> "_Witness":
        """Read the sort, what is given, and the claims."""
        witness = witness_of(question, text_of(question, "sort"), text_of(question, "name").strip())
        given = _given(question, witness)
        texts = _claims(question)
        statements = tuple(_statement(text, k, witness, given) for k, text in enumerate(texts))
        return _Witness(witness, given, statements)


def _claims(question: Question) -> tuple[str, ...]:
    """The texts of the claims; one may be a mapping with `that` and `else`, as in a problem file."""
    entries = question.fields[FIELD]
    if not isinstance(entries, list | tuple) or not entries:
        raise QuestionFault(FIELD, "a list of claims is expected")
    texts = tuple(entry.get("that") if isinstance(entry, Mapping) else entry for entry in entries)
    if not all(isinstance(text, str) for text in texts):
        raise QuestionFault(FIELD, "every claim is a text, or has a text under `that`")
    if len(set(texts)) < len(texts):
        raise QuestionFault(FIELD, "the same claim stands there twice")
    return tuple(map(str, texts))


def _statement(text: str, number: int, witness: Witness, given: Mapping[str, Given]) -> Statement:
    """One claim, tried on some object of the sort. Raises QuestionFault with the number of the claim."""
    try:
        statement = read_statement(text, witness, given)
        statement.about({**given, witness.name: example_of(witness)})
    except QuestionFault as fault:
        raise QuestionFault(FIELD, fault.message, fault.span, number) from None
    if not statement.mentions(witness.name):
        message = f"this claim does not say anything of {witness.name}: every answer meets it, or none does"
        raise QuestionFault(FIELD, message, (0, len(text)), number)
    return statement


def _given(question: Question, witness: Witness) -> dict[str, Given]:
    """The given objects; a function has those variables as its arguments that occur in it."""
    names = _variables(question, witness)
    found: dict[str, Given] = {}
    for name, text in question.given.items():
        if name in names.sorts or name == witness.name:
            raise QuestionFault("given", f"'{name}' has another meaning in this question")
        try:
            known = Names({**names.sorts, **{other: thing.sort for other, thing in found.items()}})
            Names({name: "real"})
        except ValueError as error:
            raise QuestionFault("given", str(error)) from None
        body = put_in(core(as_set(read_field("given", text, known, *Sort).tree)), found, "given")
        found[name] = Given(body, tuple(v for v in names if v in free_names(body)))
    return found


def _variables(question: Question, witness: Witness) -> Names:
    if "variables" in question.fields:
        return declared(question)[0]
    names = {v.name: "integer" if v.integer else "real" for v in witness.domain.variables}
    return Names({"n": "integer", **names} if names else {"n": "integer", "x": "real"})


@dataclass(frozen=True, slots=True)
class _Witness:
    witness: Witness
    given: Mapping[str, Given]
    statements: tuple[Statement, ...]

    def state(self, answer: str) -> Stated:
        found, read_as = read_witness(answer, self.witness)
        objects = {**self.given, self.witness.name: found}
        claims = [(statement.text, statement.about(objects)) for statement in self.statements]
        claims = [*self._is_of_the_sort(found), *claims]
        return Stated(read_as, (("", claims[0][1]),) if len(claims) == 1 else tuple(claims))

    def same_as(self, when: str) -> Stating:
        return same_as(when, lambda answer: read_witness(answer, self.witness), self._same)

    def _same(self, typed: Given, when: Given) -> list[Claim]:
        """The same object of the sort; functions of a sequence up to a null set, a single function everywhere."""
        match self.witness.sort:
            case "set":
                return [SameSet(typed.body, when.body)]
            case "measure":
                return [SameMeasure(typed.body, when.body)]
            case "sequence":
                return [Equal(typed.body, when.body, self.witness.domain, Notion.ALMOST_EVERYWHERE)]
        return [Equal(typed.body, when.body, self.witness.domain)]

    def _is_of_the_sort(self, found: Given) -> Iterable[tuple[str, Claim]]:
        """Functions of a sequence must be there for every index, and no set may have a negative mass."""
        if self.witness.sort == "measure":
            yield f"{self.witness.name} is a measure", IsMeasure(found.body)
        if self.witness.sort == "sequence":
            name = self.witness.name
            yield f"{name}_n is defined for every n", DefinedSequence(found.body, "n", self.witness.domain)

    def vacuous(self, number: int) -> Claim | None:
        """The claim of this number for arbitrary values of the answer; where it holds, every answer meets it."""
        return self.statements[number].of_anything(self.witness)
