"""What a careful colleague would say to a problem file: errors, and advice that may be refused."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tutor.authoring.claims import vacuous_claims
from tutor.authoring.mistakes import faulty_mistakes
from tutor.authoring.places import parts_of, placed
from tutor.authoring.shown import unshowable
from tutor.content.faults import ContentFault, quoted
from tutor.content.problems import Part, Problem, Variant
from tutor.content.reading import Path
from tutor.content.reading_bank import BankReading
from tutor.content.texts import Text

FEWEST = 3
"""Correct examples, and incorrect ones as well."""

Remark = tuple[Path, str, str]
"""The field, what was expected, what was found."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Errors keep a bank from being shipped; advice does not."""

    errors: tuple[ContentFault, ...]
    advice: tuple[ContentFault, ...]


def lint(reading: BankReading) -> Findings:
    """The faults of every file of the bank, and what else there is to say about the problems that could be read."""
    errors: list[ContentFault] = [*reading.faults, *unshowable(reading)]
    advice: list[ContentFault] = []
    for problem in reading.bank.problems.values():
        source = reading.sources[problem.file]
        errors += [placed(source, *remark) for remark in _errors(problem)]
        errors += vacuous_claims(problem, source)
        errors += faulty_mistakes(problem, source)
        advice += [placed(source, *remark) for remark in _advice(problem)]
    return Findings(tuple(sorted(errors)), tuple(sorted(advice)))


def says(text: str, answer: str) -> bool:
    """Whether the text has the answer in it, one long enough not to be there by chance."""
    key = _bare(answer)
    return len(key) >= _LONG and re.search(_spelled(key), text) is not None


def suggests(text: str, answer: str) -> bool:
    """Whether a short answer stands where answers are told: at the end, after "is" or "=", or alone."""
    key = re.escape(_bare(answer))
    return bool(key) and re.search(rf"(?:(?:\bis|=)\s*|^\s*)\$?{key}\$?[.!]?\s*$", text) is not None


_LONG = 4
"""Characters, without blanks."""


def _bare(text: str) -> str:
    return re.sub(r"[\s$*]", "", text)


def _spelled(key: str) -> str:
    """A pattern for the key with blanks and signs of products anywhere, as a whole word."""
    return r"(?<![\w.])" + r"[\s*]*".join(map(re.escape, key)) + r"(?!\w|\.\d)"


def _errors(problem: Problem) -> Iterator[Remark]:
    for path, part in parts_of(problem):
        yield from _leaking_hints(problem, part, path, says)
        yield from _few_examples(part, path)


Leak = Callable[[str, str], bool]


def _leaking_hints(problem: Problem, part: Part, path: Path, leak: Leak) -> Iterator[Remark]:
    for k, hint in enumerate(part.hints):
        told = next((key for variant in problem.variants for key in _told(problem, variant, part, hint, leak)), None)
        if told:
            expected = "a hint that leaves the answer to the learner"
            yield (*path, "hints", k), expected, f"the answer {quoted(told)} in {quoted(str(hint))}"


def _told(problem: Problem, variant: Variant, part: Part, hint: Text, leak: Leak) -> Iterator[str]:
    """The right answers that this hint tells, in any of its languages."""
    right = [problem.right_answer(variant, part)]
    right += [variant.formula(example.answer) for example in part.examples.correct]
    for answer in filter(None, right):
        if any(leak(variant.text(wording), answer) for _, wording in hint.versions):
            yield answer


def _few_examples(part: Part, path: Path) -> Iterator[Remark]:
    for sort, examples in (("correct", part.examples.correct), ("incorrect", part.examples.incorrect)):
        if len(examples) < FEWEST:
            expected = f"at least {FEWEST} {sort} answers, in spellings that learners use"
            yield (*path, "examples", sort), expected, str(len(examples) or "none")


def _advice(problem: Problem) -> Iterator[Remark]:
    if not problem.why.say():
        yield ("why",), "a line that says why it matters to somebody who trains networks", "none"
    for path, part in parts_of(problem):
        yield from _leaking_hints(problem, part, path, suggests)
        if not part.mistakes:
            yield (*path, "mistakes"), "the mistakes that learners make here, and what to say to them", "none"
        elif part.mistakes and not _is_tied(part):
            expected = "a wrong example that a mistake explains: {answer: ..., mistake: id}"
            yield (*path, "examples", "incorrect"), expected, "none"
        if not part.examples.unreadable:
            yield (*path, "examples", "unreadable"), "answers that must not be read, such as a half typed one", "none"


def _is_tied(part: Part) -> bool:
    """Whether some wrong example names a mistake, or is one word for word."""
    spelled = {when for mistake in part.mistakes for when in mistake.when}
    return any(example.mistake or example.answer in spelled for example in part.examples.incorrect)
