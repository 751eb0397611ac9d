"""The tables of words: every sentence is reachable, complete and plain."""

import re
from pathlib import Path

import pytest

from tutor.feedback import words

TUTOR = Path(words.__file__).resolve().parent.parent
SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for room in ("feedback", "session", "terminal", "app", "progress")
    for path in (TUTOR / room).glob("*.py")
    if path.name != "words.py"
)
FAMILIES = re.compile(
    r"^(diagnosis\.|store\.|session\.(state|choice|status|finished)\.|verdict\.incorrect\.|picture\.|doctor\.|session\.("
    r"warm-up|review|practice|lesson)$)"
)
"""Keys that are put together where they are said."""


@pytest.mark.parametrize("key", sorted(words._ALL))
def test_every_sentence_is_said_somewhere(key: str) -> None:
    """A key stands in the sources, whole or as the end of one that is put together."""
    table, _, rest = key.partition(".")
    assert f'"{key}' in SOURCES or f'"{rest}"' in SOURCES or FAMILIES.match(key), table


@pytest.mark.parametrize("key", sorted(words._ALL))
def test_sentences_are_plain(key: str) -> None:
    """No exclamation marks, no double spaces after a stop, no stray braces."""
    text = words._ALL[key]
    assert "!" not in text.replace("Lines with ! need", "")
    assert text.strip("… ·") or key == "session.status.left" or key == "session.unfinished"
    assert text.count("{") == text.count("}")


def test_counting() -> None:
    """One lesson, two lessons."""
    assert (words.count(1, "lesson"), words.count(2, "lesson")) == ("1 lesson", "2 lessons")


def test_every_diagnosis_has_a_suspicion() -> None:
    """Diagnoses and the suspicions that lead to them are the same list."""
    source = (TUTOR / "feedback" / "diagnose.py").read_text(encoding="utf-8")
    assert all(f'"{name}"' in source for name in words.DIAGNOSES)


def test_every_reason_of_the_store_has_words() -> None:
    """Whatever keeps the progress file from being used is said in words."""
    from tutor.progress.store import WHY

    assert set(WHY) <= set(words.STORE)
