"""The shipped content as a course: every lesson and every variant can be put before a learner."""

import pytest

from tutor.content.bank import shipped_root
from tutor.content.library import load_library
from tutor.feedback.lines import prose
from tutor.session.catalogue import Catalogue
from tutor.session.course import Problem
from tutor.terminal.paint import Look, paint

LIBRARY = load_library((shipped_root(),))
COURSE = Catalogue(LIBRARY.bank)
LOOKS = (Look(80), Look(40, colour=False), Look(80, colour=False, plain=True))


def test_the_first_run_has_three_items() -> None:
    """The warm-up has at most three problems, all of them there."""
    assert 1 <= len(COURSE.warm_up) <= 3
    assert set(COURSE.warm_up) <= set(COURSE.heads("en"))


@pytest.mark.parametrize("language", ["en", "zh", "both"])
def test_every_lesson_is_a_list_of_stops(language: str) -> None:
    """Lessons are numbered from 1, and only the last block of a stop asks something."""
    lessons = COURSE.lessons(language)
    assert [lesson.number for lesson in lessons] == list(range(1, len(lessons) + 1))
    for lesson in lessons:
        assert lesson.stops
        for stop in lesson.stops:
            assert not any(isinstance(block, Problem) for block in stop.blocks[:-1])


@pytest.mark.parametrize("problem", sorted(COURSE.heads("en")))
def test_every_variant_can_be_shown(problem: str) -> None:
    """Each variant in each language has its texts, without a hole left open, and can be painted in every look."""
    for variant in range(COURSE.heads("en")[problem].variants):
        for language in ("en", "zh", "both"):
            item = COURSE.item(problem, variant, language)
            texts = [item.title, item.ask, item.solution, item.why]
            texts += [text for part in item.parts for text in (part.ask, *part.hints, *part.mistakes.values())]
            assert not any("<<" in text for text in texts)
            for look in LOOKS:
                assert paint([line for text in texts for line in prose(text)], look)
            assert all(part.question.kind and part.skills for part in item.parts)


def test_the_fingerprint_follows_the_problem() -> None:
    """The same problem has the same fingerprint in every language, another problem another one."""
    names = sorted(COURSE.heads("en"))[:6]
    found = [COURSE.item(name, 0, "en").content for name in names]
    assert found == [COURSE.item(name, 0, "zh").content for name in names]
    assert len(set(found)) == len(names)
