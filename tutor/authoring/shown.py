"""What can be shown of problems and lessons: macros that nobody can set, pictures that nobody can draw."""

import re
from collections.abc import Iterator

from tutor.content.faults import ContentFault, listed
from tutor.content.lessons import Asks, Block, Experiment, Lesson, Plot, Predict, Prose, Theorem
from tutor.content.reading_bank import BankReading
from tutor.content.source import Source, Spot, scalars
from tutor.content.texts import Text
from tutor.feedback.plots import of_source
from tutor.feedback.typeset import unknown_macros


def unshowable(reading: BankReading) -> Iterator[ContentFault]:
    """Every such macro and picture of the bank, at its place."""
    for problem in reading.bank.problems.values():
        source = reading.sources[problem.file]
        texts = [scalar.text for _, scalar in scalars(source.root)] if source.root else []
        yield from _unknown_macros(source, texts)
    for lesson in reading.bank.lessons.values():
        for source, blocks in _versions(reading, lesson):
            yield from _unknown_macros(source, [*_wordings(lesson.title), *_texts(blocks)])
            yield from _undrawable(source, blocks)
            yield from _other_problems(source, lesson, blocks)


def _versions(reading: BankReading, lesson: Lesson) -> Iterator[tuple[Source, tuple[Block, ...]]]:
    """The lesson in every language, with the file it is from."""
    yield reading.sources[lesson.file], lesson.blocks
    for language, blocks in lesson.translations:
        yield reading.sources[f"{lesson.file.removesuffix('.md')}.{language}.md"], blocks


def _unknown_macros(source: Source, texts: list[str]) -> Iterator[ContentFault]:
    for name in dict.fromkeys(name for text in texts for name in unknown_macros(text)):
        expected = "a macro that can be set in a terminal (docs/authoring.md lists them)"
        yield _placed(source, rf"\\+{re.escape(name)}(?![A-Za-z])", expected, f"\\{name}")


def _undrawable(source: Source, blocks: tuple[Block, ...]) -> Iterator[ContentFault]:
    for block in blocks:
        if isinstance(block, Plot) and of_source(block.show) is None:
            expected = "a picture such as `plot x^n for n in 1,2,4,8 on [0,1]`"
            yield _placed(source, re.escape(block.show), expected, block.show)


def _other_problems(source: Source, lesson: Lesson, blocks: tuple[Block, ...]) -> Iterator[ContentFault]:
    """A translation that asks other problems than the lesson does, or in another order."""
    asked = tuple(block.problem for block in blocks if isinstance(block, Asks))
    if asked != lesson.problems:
        expected = f"the problems of {lesson.file} in their order: {listed(lesson.problems, 20)}"
        yield _placed(source, "```problem", expected, listed(asked, 20) or "none")


def _placed(source: Source, pattern: str, expected: str, found: str) -> ContentFault:
    """The fault at the first place in the file that looks like it."""
    places = ((k, re.search(pattern, line)) for k, line in enumerate(source.lines))
    spots = (Spot(k, match.start(), match.end() - match.start()) for k, match in places if match)
    copy = Source(source.file, source.text, title=source.title)
    copy.fault(next(spots, Spot(0, 0)), "", expected, found)
    return copy.faults[0]


def _texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Everything in the blocks of a lesson that is read by people."""
    for block in blocks:
        match block:
            case Prose(text):
                yield text
            case Predict(first, second):
                yield from _wordings(first, second)
            case Plot(_, words) | Experiment(_, words):
                yield from _wordings(words)
            case Theorem(_, name, says, fails, _):
                yield from _wordings(name, says, *([fails] if fails else []))


def _wordings(*texts: Text) -> Iterator[str]:
    for text in texts:
        yield from (wording for _, wording in text.versions)
