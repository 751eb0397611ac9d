"""`ae list`: lessons and problems, and words to filter them."""

from collections.abc import Callable

import pytest

from tutor.app.listing import listed
from tutor.content.bank import Bank
from tutor.content.reading_bank import BankReading

PROBLEM = """\
schema: 1
id: {id}
skills: [{skill}]
difficulty: {difficulty}
title: {{en: {title}, zh: 题}}
ask: What is 1?
answer: {{kind: number, key: 1}}
solution: It is 1.
"""
LESSON = (
    "---\nid: null-sets\nunit: U02\ntitle: Sets of measure 0\nskills: [null_sets]\n---\n```problem\nrationals\n```\n"
)


@pytest.fixture
def small(bank: Callable[[dict[str, str]], BankReading]) -> Bank:
    """One lesson with one problem, and one problem in no lesson."""
    first = PROBLEM.format(id="rationals", skill="null_sets", difficulty=1, title="The rationals")
    second = PROBLEM.format(id="sums", skill="measure_rules", difficulty=3, title="Sums")
    files = {"problem_bank/a.yaml": first, "problem_bank/b.yaml": second, "lessons/null.md": LESSON}
    return bank(files).bank


def test_everything_is_listed_by_lesson(small: Bank) -> None:
    """Lessons with their problems first, then the rest."""
    assert list(listed(small, (), "en")) == [
        "U02 Sets of measure 0 [null-sets]",
        "  rationals  The rationals  (difficulty 1)",
        "More problems",
        "  sums  Sums  (difficulty 3)",
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["null_sets"], ["rationals"]),
        (["difficulty:3"], ["sums"]),
        (["number", "SUMS"], ["sums"]),
        (["u02"], ["rationals", "sums"]),
        (["measure 0"], ["rationals"]),
        (["rationals", "sums"], []),
    ],
)
def test_every_word_must_match(small: Bank, words: list[str], found: list[str]) -> None:
    """Words are looked for in ids, titles, skills, kinds, units and lessons, whatever their case."""
    lines = [line for line in listed(small, tuple(words), "en") if line.startswith("  ")]
    assert [line.split()[0] for line in lines] == found


def test_titles_come_in_the_language_asked_for(small: Bank) -> None:
    """A title in Chinese where there is one."""
    assert "  sums  题  (difficulty 3)" in list(listed(small, (), "zh"))
