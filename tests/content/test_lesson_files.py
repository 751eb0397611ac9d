"""Lessons: front matter, prose and fenced blocks."""

from collections.abc import Callable

import pytest

from tutor.content.lessons import Asks, Experiment, Plot, Predict, Prose, Theorem
from tutor.content.reading_bank import BankReading
from tutor.content.texts import plain_text

Reader = Callable[[dict[str, str]], BankReading]

PROBLEM = """\
schema: 1
id: one
skills: [null_sets]
difficulty: 1
title: One
ask: What is 1?
answer: {kind: number, key: 1}
solution: It is 1.
"""

FRONT = """\
---
id: null-sets
unit: U02
title: Null sets
skills: [null_sets]
---
"""

BODY = """\
Some prose.

```python
x = 1
```

```theorem
id: countable
name: Countable sets
says: They are null.
```

~~~~plot
show: plot x on [0,1]
words: A line.
~~~~
```predict
ask: How long?
say: Not long.
```
```experiment
run: sample 10 of N(0,1) as histogram
words: A bell.
```
More prose.
```problem
one
```
"""


def test_a_lesson_is_prose_and_blocks_in_order(bank: Reader) -> None:
    """Foreign fences stay in the prose; ours become blocks."""
    reading = bank({"problem_bank/one.yaml": PROBLEM, "lessons/null.md": FRONT + BODY})
    assert reading.faults == ()
    lesson = reading.bank.lessons["null-sets"]
    assert lesson.blocks == (
        Prose("Some prose.\n\n```python\nx = 1\n```"),
        Theorem("countable", plain_text("Countable sets"), plain_text("They are null."), None, ""),
        Plot("plot x on [0,1]", plain_text("A line.")),
        Predict(plain_text("How long?"), plain_text("Not long.")),
        Experiment("sample 10 of N(0,1) as histogram", plain_text("A bell.")),
        Prose("More prose."),
        Asks("one"),
    )
    assert lesson.problems == ("one",)


def test_a_translation_is_a_file_beside_the_lesson(bank: Reader) -> None:
    """It shares the id, and its blocks are shown in its language."""
    reading = bank({"lessons/null.md": FRONT + "Prose.\n", "lessons/null.zh.md": FRONT + "文字。\n"})
    assert reading.faults == ()
    lesson = reading.bank.lessons["null-sets"]
    assert lesson.in_language("zh") == (Prose("文字。"),)
    assert lesson.in_language("fr") == lesson.blocks == (Prose("Prose."),)


def test_lessons_go_in_the_order_of_units(bank: Reader) -> None:
    """The unit counts first, then the name of the file."""
    later = FRONT.replace("null-sets", "later").replace("title", "after: [null-sets]\ntitle")
    first = FRONT.replace("null-sets", "first").replace("U02", "U01")
    reading = bank({"lessons/b.md": FRONT, "lessons/c.md": later, "lessons/z.md": first})
    assert list(reading.bank.lessons) == ["first", "null-sets", "later"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Just prose.\n",
            "lessons/a.md:1:\n    Just prose.\n    ^\n"
            "  expected front matter between two lines ---\n  found 'Just prose.'",
        ),
        (
            FRONT + "A \x1b[31mred\u202e word.\n",
            "lessons/a.md:7:\n    A \ufffd[31mred\ufffd word.\n      ^\n"
            "  expected text without control characters\n  found U+001B",
        ),
        (
            FRONT.replace("U02", "U2"),
            "lessons/a.md:3: in `unit` of 'Null sets'\n    unit: U2\n          ^^\n"
            "  expected a unit of skills.yaml: U01, U02\n  found 'U2'; did you mean 'U02'?",
        ),
        (
            FRONT.replace("[null_sets]", "[nul_sets]"),
            "lessons/a.md:5: in `skills`, item 1 of 'Null sets'\n    skills: [nul_sets]\n             ^^^^^^^^\n"
            "  expected a skill of skills.yaml\n  found 'nul_sets'; did you mean 'null_sets'?",
        ),
        (
            FRONT + "```problem\noen\n```\n",
            "lessons/a.md:8: in `problem` of 'Null sets'\n    oen\n    ^^^\n"
            "  expected the id of a problem\n  found 'oen'; did you mean 'one'?",
        ),
        (
            FRONT + "Prose.\n```plot\nshow: plot x on [0,1]\nword: A line.\n```\n",
            "lessons/a.md:9: in 'Null sets'\n    show: plot x on [0,1]\n    ^^^^\n"
            "  expected a field `words`: what is to be seen, for those who cannot see it\n  found none\n\n"
            "lessons/a.md:10: in 'Null sets'\n    word: A line.\n    ^^^^\n"
            "  expected one of the fields show, words\n  found 'word'; did you mean 'words'?",
        ),
        (
            FRONT + "```porblem\none\n```\n",
            "lessons/a.md:7: in a fence of 'Null sets'\n    ```porblem\n       ^^^^^^^\n"
            "  expected a block: problem, predict, plot, experiment, theorem\n"
            "  found 'porblem'; did you mean 'problem'?",
        ),
        (
            FRONT + "```problem\none\n",
            "lessons/a.md:7: in 'Null sets'\n    ```problem\n    ^^^\n"
            "  expected a closing line ```\n  found the end of the file",
        ),
        (
            FRONT.replace("title", "after: [nul-sets]\ntitle"),
            "lessons/a.md:4: in `after`, item 1 of 'Null sets'\n    after: [nul-sets]\n            ^^^^^^^^\n"
            "  expected the id of a lesson\n  found 'nul-sets'; did you mean 'null-sets'?",
        ),
        (
            FRONT.replace("title", "after: [null-sets]\ntitle"),
            "lessons/a.md:4: in `after` of 'Null sets'\n    after: [null-sets]\n    ^^^^^\n"
            "  expected lessons that make no circle\n  found null-sets -> null-sets",
        ),
    ],
    ids=[
        "no front matter",
        "control character",
        "unknown unit",
        "unknown skill",
        "unknown problem",
        "unknown field of a block",
        "misspelt block",
        "unclosed fence",
        "unknown lesson before",
        "circle of lessons",
    ],
)
def test_a_broken_lesson_is_answered_with_directions(bank: Reader, text: str, said: str) -> None:
    """The fault stands at its line of the Markdown file, also inside a block."""
    reading = bank({"problem_bank/one.yaml": PROBLEM, "lessons/a.md": text})
    assert "\n\n".join(map(str, reading.faults)) == said
