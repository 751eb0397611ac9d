"""The schema of content files, by pydantic: what may stand where, in one phrase each.

A field's description finishes the sentence "expected …" in faults, and is the help that editors show from the
exported JSON Schema.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema

from tutor.content.field_types import (
    MOST_HINTS,
    MOST_VARIANTS,
    AnswerBlock,
    Difficulty,
    Line,
    Sample,
    SkillName,
    Slug,
    Spellings,
    Vary,
    Version,
    Words,
    WrongSample,
    one_variant,
    whole,
)
from tutor.content.problems import Condition, Mistake


class Strict(BaseModel):
    """Nothing but the fields named here, and no guessing of types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=False)


class MistakeBlock(Strict):
    """A wrong answer worth a sentence of its own."""

    id: Slug = Field(description="a short id for statistics, such as atom-forgotten")
    when: Spellings = Field(description="the wrong answer, or a list of spellings that differ in meaning")
    say: Words = Field(description="what the learner reads: what this answer gets wrong")

    def value(self) -> Mistake:
        """The mistake as the course uses it."""
        return Mistake(self.id, self.when, self.say)


class ConditionBlock(Strict):
    """A claim about the learner's witness."""

    that: Line = Field(description="the claim, in the answer language")
    otherwise: Words = Field(alias="else", description="what the learner reads where the claim fails")

    def value(self) -> Condition:
        """The condition as the course uses it."""
        return Condition(self.that, self.otherwise)


class ExamplesBlock(Strict):
    """Answers whose judgement the author knows; `ae author test` judges them on every variant."""

    correct: list[Sample] = Field(default=[], description="answers that must be accepted")
    incorrect: list[WrongSample] = Field(default=[], description="answers that must be refused")
    unreadable: list[Sample] = Field(default=[], description="texts that must not be read as an answer")


class PartBlock(Strict):
    """One step of a problem with several."""

    id: Slug = Field(description="the id of this part, unique in the problem")
    ask: Words = Field(description="the question")
    answer: AnswerBlock = Field(description="a mapping with a `kind` and the fields of that kind")
    claims: list[ConditionBlock] = Field(default=[], description="claims about a witness: {that: ..., else: ...}")
    mistakes: list[MistakeBlock] = Field(default=[], description="mistakes: {id: ..., when: ..., say: ...}")
    hints: list[Words] = Field(default=[], description=f"at most {MOST_HINTS} hints")
    examples: ExamplesBlock = Field(
        default=ExamplesBlock(), description="examples: {correct: [...], incorrect: [...], unreadable: [...]}"
    )


class ProblemFile(Strict):
    """A problem of Almost Everywhere."""

    version: Version = Field(alias="schema", description="the version of the format, which is 1")
    id: Slug = Field(description="the id that never changes: small letters, digits and hyphens; no order in it")
    skills: list[SkillName] = Field(min_length=1, description="a list of skills from skills.yaml, at least one")
    difficulty: Difficulty = Field(description="a whole number from 1 (one definition) to 5 (two ideas and a trap)")
    title: Words = Field(description="a title")
    why: Words | None = Field(default=None, description="one line: why it matters to somebody who trains networks")
    vary: Vary = Field(
        default_factory=one_variant, description="the values that vary: {s: [1, 2, 1/2]}, or a list of rows"
    )
    given: dict[str, Line] = Field(default={}, description="names with objects that the answer may refer to")
    ask: Words | None = Field(default=None, description="the question; above `parts`, what is said before them")
    answer: AnswerBlock | None = Field(default=None, description="a mapping with a `kind` and its fields")
    claims: list[ConditionBlock] = Field(default=[], description="claims about a witness: {that: ..., else: ...}")
    mistakes: list[MistakeBlock] = Field(default=[], description="mistakes: {id: ..., when: ..., say: ...}")
    hints: list[Words] = Field(default=[], description=f"at most {MOST_HINTS} hints")
    parts: list[PartBlock] = Field(default=[], description="the steps of the problem, each with `ask` and `answer`")
    solution: Words = Field(description="a worked solution; every problem has one")
    examples: ExamplesBlock = Field(
        default=ExamplesBlock(), description="examples: {correct: [...], incorrect: [...], unreadable: [...]}"
    )
    source: dict[str, Line] = Field(default={}, description="where it comes from: {book: ..., section: ...}")
    license: Line = Field(default="CC-BY-4.0", description="an SPDX licence")


class SkillBlock(Strict):
    """One skill."""

    unit: Line = Field(description="the id of the unit that teaches it")
    name: Words = Field(description="what it is, in a phrase")
    needs: list[SkillName] = Field(default=[], description="a list of skills that come first")


class SkillsFile(Strict):
    """The skills of a bank and the units that teach them."""

    version: Version = Field(alias="schema", description="the version of the format, which is 1")
    units: dict[str, Words] = Field(description="units by id, each with its title")
    skills: dict[SkillName, SkillBlock] = Field(description="skills by id: {unit: ..., name: ..., needs: [...]}")


class SetItemBlock(Strict):
    """One problem of a set."""

    problem: Slug = Field(description="the id of a problem")
    points: Any = Field(description="a number of points, or points by part: {value: 2, reason: 1}")
    variant: Annotated[
        int, PlainValidator(whole(1, MOST_VARIANTS)), WithJsonSchema({"type": "integer", "minimum": 1})
    ] = Field(default=1, description="the number of the variant, from 1")


class SetFile(Strict):
    """A set of problems that is handed in and graded."""

    version: Version = Field(alias="schema", description="the version of the format, which is 1")
    set: Slug = Field(description="the id of the set")
    title: Words = Field(description="a title")
    problems: list[SetItemBlock] = Field(min_length=1, description="the problems: {problem: id, points: 2}")


class FrontMatter(Strict):
    """What stands above a lesson, between two lines `---`."""

    id: Slug = Field(description="the id of the lesson")
    unit: Line = Field(description="the id of a unit of skills.yaml")
    title: Words = Field(description="a title")
    skills: list[SkillName] = Field(min_length=1, description="a list of skills from skills.yaml, at least one")
    after: list[Slug] = Field(default=[], description="a list of lessons that come first")


class PredictBlock(Strict):
    """A guess before the experiment below it is run."""

    ask: Words = Field(description="the question; the guess is not judged")
    say: Words = Field(description="what the learner reads after the guess, right or wrong")


class PictureBlock(Strict):
    """A plot."""

    show: Line = Field(description="what to plot: `plot x^n for n in 1,2,4,8 on [0,1]`")
    words: Words = Field(description="what is to be seen, for those who cannot see it")


class ExperimentBlock(Strict):
    """A simulation."""

    run: Line = Field(description="what to run: `sample 10^6 of N(0,1) as histogram`")
    words: Words = Field(description="what is to be seen, for those who cannot see it")


class TheoremBlock(Strict):
    """A card of the toolbox."""

    id: Slug = Field(description="the id of the theorem")
    name: Words = Field(description="its name")
    says: Words = Field(description="the statement, with every hypothesis")
    fails: Words | None = Field(default=None, description="an example that fails where a hypothesis is dropped")
    reference: Line | None = Field(default=None, description="where it is proved")


SchemaName = Literal["problem", "skills", "set", "lesson"]

FILES: Mapping[SchemaName, type[Strict]] = {
    "problem": ProblemFile,
    "skills": SkillsFile,
    "set": SetFile,
    "lesson": FrontMatter,
}


def json_schema(name: SchemaName) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of that sort of file, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **FILES[name].model_json_schema(by_alias=True),
    }
