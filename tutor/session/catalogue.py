"""The content as a session sees it: a `Course` over a bank, in the language that is asked for, made when asked for."""

from collections.abc import Mapping
from functools import lru_cache

from tutor.content import lessons as content
from tutor.content.bank import Bank
from tutor.content.problems import Part as ContentPart
from tutor.content.problems import Problem as ContentProblem
from tutor.content.texts import Text
from tutor.feedback.glossary import glossary
from tutor.session.course import (
    Block,
    GradedSet,
    Head,
    Item,
    Lesson,
    Part,
    Predict,
    Problem,
    Prose,
    Show,
    Theorem,
    stops,
)

WARM_UP = "warm-up"
"""The id of the set that a first run starts with."""
AT_FIRST = 3


class Catalogue:
    """The course that a bank holds. Nothing is made before it is asked for, and everything only once."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank
        self.lessons = lru_cache(maxsize=4)(self._lessons)
        self.heads = lru_cache(maxsize=4)(self._heads)
        self.item = lru_cache(maxsize=32)(self._item)

    @property
    def warm_up(self) -> tuple[str, ...]:
        """The problems of the set `warm-up`, else the easiest three."""
        chosen = self._bank.sets.get(WARM_UP)
        if chosen:
            return tuple(item.problem for item in chosen.items)[:AT_FIRST]
        easy = sorted(self._bank.problems.values(), key=lambda problem: problem.difficulty)
        return tuple(problem.id for problem in easy)[:AT_FIRST]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which titles are given, English first."""
        found = {language for problem in self._bank.problems.values() for language, _ in problem.title.versions}
        return ("en", *sorted(found - {"en"}))

    def sets(self, language: str) -> Mapping[str, GradedSet]:
        """Every set, but the one that the first run takes its warm-up from."""
        return {
            one.id: GradedSet(
                _said(one.title, language), tuple(Problem(item.problem, item.variant) for item in one.items)
            )
            for one in self._bank.sets.values()
            if one.id != WARM_UP
        }

    def terms(self, language: str) -> Mapping[str, str]:
        """The glossary."""
        return glossary()

    def skill_names(self, language: str) -> Mapping[str, str]:
        """What each skill is called."""
        return {skill.id: _said(skill.name, language) for skill in self._bank.skills.values()}

    def _lessons(self, language: str) -> tuple[Lesson, ...]:
        return tuple(
            Lesson(
                lesson.id,
                number,
                _said(lesson.title, language),
                stops(tuple(_block(block, language) for block in lesson.in_language(language))),
                lesson.after,
            )
            for number, lesson in enumerate(self._bank.lessons.values(), start=1)
        )

    def _heads(self, language: str) -> Mapping[str, Head]:
        return {
            problem.id: Head(
                problem.id,
                _said(problem.title, language),
                problem.skills,
                problem.difficulty,
                len(problem.variants),
                tuple(part.id for part in problem.parts),
            )
            for problem in self._bank.problems.values()
        }

    def _item(self, problem: str, variant: int, language: str) -> Item:
        found = self._bank.problems[problem]
        chosen = found.variants[min(variant, len(found.variants) - 1)]
        return Item(
            problem,
            variant,
            chosen.text(_said(found.title, language)),
            tuple(_part(found, part, variant, language) for part in found.parts),
            ask=chosen.text(_said(found.ask, language)) if found.ask else "",
            why=chosen.text(_said(found.why, language)),
            solution=chosen.text(_said(found.solution, language)),
            difficulty=found.difficulty,
            source=", ".join(found.source.values()),
            content=found.fingerprint,
        )


def _part(problem: ContentProblem, part: ContentPart, variant: int, language: str) -> Part:
    values = problem.variants[min(variant, len(problem.variants) - 1)]
    question = problem.question(values, part)
    return Part(
        part.id,
        values.text(_said(part.ask, language)),
        question,
        problem.skills,
        {mistake.id: values.text(_said(mistake.say, language)) for mistake in part.mistakes},
        tuple(values.text(_said(hint, language)) for hint in part.hints),
        problem.right_answer(values, part) or "",
        {name: tuple(values.text(_said(text, language)) for text in texts) for name, texts in part.shown.items()},
        {values.formula(c.that): values.text(_said(c.otherwise, language)) for c in part.conditions},
    )


def _block(block: content.Block, language: str) -> Block:
    match block:
        case content.Prose(text):
            return Prose(text)
        case content.Asks(problem):
            return Problem(problem)
        case content.Predict(ask, then):
            return Predict(_said(ask, language), _said(then, language))
        case content.Plot(source, words) | content.Experiment(source, words):
            return Show(source, _said(words, language))
        case content.Theorem(_, name, says, fails, _):
            return Theorem(_said(name, language), "\n\n".join(_said(text, language) for text in (says, fails) if text))


def _said(text: Text, language: str) -> str:
    """The wording in that language; in both, English with the other language after it."""
    if language != "both":
        return text.say(language)
    others = [wording for code, wording in text.versions if code != "en"]
    return "\n\n".join((text.say("en"), *others))
