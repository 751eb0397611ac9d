"""What lint says to problems that load."""

from pathlib import Path

import pytest

from tutor.authoring import Findings, lint
from tutor.authoring.lint import says, suggests
from tutor.content.reading_bank import read_bank

SKILLS = "schema: 1\nunits: {U01: Beginnings}\nskills: {null_sets: {unit: U01, name: null sets}}\n"
GOOD = """\
schema: 1
id: half
skills: [null_sets]
difficulty: 1
title: One half
why: Halves are everywhere.
ask: What is $2/4$, in lowest terms?
answer: {kind: number, key: 1/2}
mistakes:
  - {id: doubled, when: 1, say: That is twice as much.}
hints: [Divide both by the same number.]
solution: Divide both by 2.
examples:
  correct: [1/2, 2/4, "0.50"]
  incorrect: [1, 2, {answer: 2/2, mistake: doubled}]
  unreadable: [""]
"""
MISTAKES = "mistakes:\n  - {id: doubled, when: 1, say: That is twice as much.}\n"
WRONG = GOOD[GOOD.index("  incorrect") :]


def _lint(folder: Path, text: str) -> Findings:
    bank = folder / "problem_bank"
    bank.mkdir(exist_ok=True)
    (bank / "skills.yaml").write_text(SKILLS)
    (bank / "half.yaml").write_text(text)
    return lint(read_bank(folder))


def test_a_good_problem_is_left_alone(tmp_path: Path) -> None:
    """No error and no advice."""
    assert _lint(tmp_path, GOOD) == Findings((), ())


@pytest.mark.parametrize(
    ("before", "after", "line", "expected", "found"),
    [
        (
            "[Divide both by the same number.]",
            "[Divide., One may write 0.50 for it.]",
            11,
            "a hint that leaves the answer to the learner",
            "the answer '0.50' in 'One may write 0.50 for it.'",
        ),
        ("[1/2, 2/4, ", "[1/2, ", 14, "at least 3 correct answers, in spellings that learners use", "2"),
        ("[1, 2, {answer", "[2, {answer", 15, "at least 3 incorrect answers, in spellings that learners use", "2"),
        (
            GOOD[GOOD.index("  incorrect") :],
            "",
            14,
            "at least 3 incorrect answers, in spellings that learners use",
            "none",
        ),
    ],
    ids=["key in a hint", "few correct examples", "few incorrect examples", "no incorrect examples"],
)
def test_errors(tmp_path: Path, before: str, after: str, line: int, expected: str, found: str) -> None:
    """Each of these keeps a bank from being shipped."""
    (error,) = _lint(tmp_path, GOOD.replace(before, after)).errors
    assert (error.line, error.expected, error.found) == (line, expected, found)


@pytest.mark.parametrize(
    ("edits", "line", "expected"),
    [
        ({"why: Halves are everywhere.\n": ""}, 1, "a line that says why it matters to somebody who trains networks"),
        (
            {MISTAKES: "", "{answer: 2/2, mistake: doubled}": "2/2"},
            1,
            "the mistakes that learners make here, and what to say to them",
        ),
        (
            {"[1, 2, {answer: 2/2, mistake: doubled}]": "[3, 2, 4]"},
            15,
            "a wrong example that a mistake explains: {answer: ..., mistake: id}",
        ),
        ({"same number.]": "same number., It is 1/2.]"}, 11, "a hint that leaves the answer to the learner"),
        ({'  unreadable: [""]\n': ""}, 14, "answers that must not be read, such as a half typed one"),
    ],
    ids=["no why", "no mistakes", "no example of a mistake", "short key in a hint", "nothing unreadable"],
)
def test_advice(tmp_path: Path, edits: dict[str, str], line: int, expected: str) -> None:
    """Each of these may be refused."""
    text = GOOD
    for before, after in edits.items():
        text = text.replace(before, after)
    findings = _lint(tmp_path, text)
    assert findings.errors == ()
    (advice,) = findings.advice
    assert (advice.line, advice.expected) == (line, expected)


def test_a_macro_that_cannot_be_set_is_an_error(tmp_path: Path) -> None:
    """It stands at its place, also where the backslash is written twice."""
    text = GOOD.replace("Divide both by 2.", '"Divide $\\\\wurzel{4}$ and $\\\\mu$ by 2."')
    (error,) = _lint(tmp_path, text).errors
    assert (error.line, error.column, error.found) == (12, 19, "\\wurzel")


def test_lessons_are_looked_at_too(tmp_path: Path) -> None:
    """A macro in prose and a picture that cannot be drawn are errors."""
    lessons = tmp_path / "lessons"
    lessons.mkdir()
    front = "---\nid: halves\nunit: U01\ntitle: Halves\nskills: [null_sets]\n---\n"
    plots = "```plot\nshow: plot x/2 on [0,1]\nwords: A line.\n```\n```plot\nshow: draw x/2\nwords: A line.\n```\n"
    (lessons / "halves.md").write_text(front + "Half of $\\pie$.\n" + plots)
    errors = _lint(tmp_path, GOOD).errors
    assert [(error.line, error.found) for error in errors] == [(7, "\\pie"), (13, "draw x/2")]


def test_a_translation_asks_the_same_problems(tmp_path: Path) -> None:
    """It may not leave one out, and its prose is looked at as well."""
    lessons = tmp_path / "lessons"
    lessons.mkdir()
    front = "---\nid: halves\nunit: U01\ntitle: Halves\nskills: [null_sets]\n---\n"
    (lessons / "halves.md").write_text(front + "Half.\n```problem\nhalf\n```\n")
    (lessons / "halves.zh.md").write_text(front + "一半 $\\banfen$。\n", encoding="utf-8")
    errors = _lint(tmp_path, GOOD).errors
    assert [(error.file, error.line, error.found) for error in errors] == [
        ("lessons/halves.zh.md", 1, "none"),
        ("lessons/halves.zh.md", 7, "\\banfen"),
    ]


def test_a_faulty_file_is_an_error_too(tmp_path: Path) -> None:
    """Lint tells what loading tells."""
    assert [error.found for error in _lint(tmp_path, GOOD.replace("number", "numbr")).errors] == ["'numbr'"]


@pytest.mark.parametrize(
    ("hint", "key"),
    [("Try x^2*exp(-x) and see.", "x^2 exp(-x)"), ("It lies in [0, 1), of course.", "[0,1)"), ("Is it 3/16?", "3/16")],
)
def test_a_hint_says_a_long_key(hint: str, key: str) -> None:
    """However it is spaced and wherever it stands."""
    assert says(hint, key)


@pytest.mark.parametrize(
    ("hint", "key"),
    [("Compare x^2 with x^3.", "x^2 exp(-x)"), ("Think of 13/16 first.", "3/16"), ("It is 1/2.", "1/2")],
)
def test_a_hint_says_no_key(hint: str, key: str) -> None:
    """Another formula, a longer number, or a key too short to tell."""
    assert not says(hint, key)


@pytest.mark.parametrize(
    ("hint", "key"), [("The answer is 1/2.", "1/2"), ("So it is $1/2$", "1/2"), ("Hence f(x) = 0", "0"), ("$0$", "0")]
)
def test_a_hint_suggests_a_short_key(hint: str, key: str) -> None:
    """It stands where answers are told."""
    assert suggests(hint, key)


@pytest.mark.parametrize(
    ("hint", "key"),
    [
        ("Look at the values near 0 first.", "0"),
        ("Is $f(0)$ defined?", "0"),
        ("What happens at $0$?", "0"),
        ("There are 12 of them; how many are even?", "2"),
        ("This is 11/2.", "1/2"),
    ],
)
def test_a_hint_suggests_nothing(hint: str, key: str) -> None:
    """A short key that occurs in passing is no leak."""
    assert not suggests(hint, key)
