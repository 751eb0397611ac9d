"""Claims of witness problems that ask nothing, ask what the right answer does not have, or that no example tries.

A claim that does not mention the witness is found when the problem is read. What needs the judge is found here.
"""

from collections.abc import Iterator
from typing import Protocol, cast

from tutor.authoring.places import parts_of, placed
from tutor.authoring.trials import Judge
from tutor.content.faults import ContentFault, quoted
from tutor.content.problems import Part, Problem, Variant
from tutor.content.reading import Path
from tutor.content.source import Source
from tutor.judge.claims import Claim
from tutor.judge.ladder import decide
from tutor.judge.verdicts import Ruling, Verdict
from tutor.kinds import Question, QuestionFault, ask
from tutor.mathematics.trees.budget import Budget

WITNESS = "witness"
STEPS = 200_000
"""For the question whether a claim holds of every answer."""


class _Asked(Protocol):
    def vacuous(self, number: int) -> Claim | None: ...


def vacuous_claims(problem: Problem, source: Source) -> Iterator[ContentFault]:
    """Claims that are proved for arbitrary values of the answer: every answer meets them."""
    for path, part, variant in _witnesses(problem):
        asked = cast(_Asked, ask(problem.question(variant, part)))
        for number, condition in enumerate(part.conditions):
            claim = asked.vacuous(number)
            if claim is not None and decide(claim, Budget(STEPS)).verdict is Verdict.CORRECT:
                text = quoted(variant.formula(condition.that))
                found = f"{text}, which is true whatever the answer is"
                yield placed(source, _place(path, number), "a claim that some answers do not meet", found)


def untried_claims(problem: Problem, source: Source, judge: Judge) -> Iterator[ContentFault]:
    """Claims that the right answer is not judged to meet, and claims that no incorrect example is judged to break."""
    for path, part, variant in _witnesses(problem):
        question = problem.question(variant, part)
        try:
            yield from _unmet(problem, question, (path, part, variant), source, judge)
            yield from _unbroken(question, (path, part, variant), source, judge)
        except QuestionFault:
            return  # the trials tell it


_Here = tuple[Path, Part, Variant]


def _witnesses(problem: Problem) -> Iterator[_Here]:
    """The parts that ask for a witness, in the first variant: the claims of the others differ in numbers alone."""
    for path, part in parts_of(problem):
        if part.kind == WITNESS and part.conditions:
            yield path, part, problem.variants[0]


def _place(path: Path, number: int) -> Path:
    return (*path, "claims", number, "that")


def _unmet(problem: Problem, question: Question, here: _Here, source: Source, judge: Judge) -> Iterator[ContentFault]:
    path, part, variant = here
    answer = problem.right_answer(variant, part)
    if answer is None:
        expected = "a right answer, as `key` in the answer block or as a correct example"
        yield placed(source, (*path, "answer"), expected, "none: nobody knows whether the claims can be met together")
        return
    for number, ruling in enumerate(_rulings(question, answer, part, judge)):
        if ruling is not None and ruling.verdict is not Verdict.CORRECT:
            found = f"{quoted(answer)} is judged {ruling.verdict}"
            yield placed(source, _place(path, number), "a claim that the right answer meets", found)


def _unbroken(question: Question, here: _Here, source: Source, judge: Judge) -> Iterator[ContentFault]:
    path, part, variant = here
    wrong = [variant.formula(example.answer) for example in part.examples.incorrect]
    broken = set()
    for answer in wrong:
        for number, ruling in enumerate(_rulings(question, answer, part, judge)):
            if ruling is not None and ruling.verdict is Verdict.INCORRECT:
                broken.add(number)
    for number in range(len(part.conditions)):
        if number not in broken:
            expected = "an incorrect example that this claim refuses"
            yield placed(source, _place(path, number), expected, f"none among the {len(wrong)} incorrect examples")


def _rulings(question: Question, answer: str, part: Part, judge: Judge) -> list[Ruling | None]:
    """The ruling on each claim; None where the answer was not read."""
    rulings = judge(question, answer).rulings
    # Claims that the sort makes of itself stand in front of those of the problem.
    own = [ruling for _, ruling in rulings][max(0, len(rulings) - len(part.conditions)) :]
    return [*own, *[None] * (len(part.conditions) - len(own))]
