"""Sentences of the judge: formulas are set, words stay words."""

import json
from pathlib import Path

import pytest

from tutor.feedback.judged import in_signs, in_words

ROWS = [
    json.loads(line) for line in (Path(__file__).parent / "refutations.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(
    ("told", "signs", "words"),
    [
        (
            "at n = 2, x = 1/2 and all around it, |f| is 3/2, but your g only 5/4",
            "at n = 2, x = 1/2 and all around it, |f| is 3/2, but your g only 5/4",
            "at n equals 2, x equals 1 over 2 and all around it, |f| is 3 over 2, but your g only 5 over 4",
        ),
        (
            "for eps = 1/2 it is oo, not below eps",
            "for ε = 1/2 it is ∞, not below ε",
            "for epsilon equals 1 over 2 it is infinity, not below epsilon",
        ),
        (
            "{2, 3} is in the sigma-algebra, too: it is a union (in the last part)",
            "{2, 3} is in the sigma-algebra, too: it is a union (in the last part)",
            "{2, 3} is in the sigma-algebra, too: it is a union (in the last part)",
        ),
        ("f_n converges a.e. on (-1, 0)", "fₙ converges a.e. on (-1, 0)", "f sub n converges a.e. on (minus 1, 0)"),
        ("`f_n` has marks of its own", "`f_n` has marks of its own", "`f_n` has marks of its own"),
    ],
)
def test_only_formulas_are_set(told: str, signs: str, words: str) -> None:
    """Names such as eps are letters, words such as `in` and `union` are not signs."""
    assert (in_signs(told), in_words(told)) == (signs, words)


@pytest.mark.parametrize("row", ROWS, ids=[row["about"] for row in ROWS])
def test_every_sentence_keeps_its_words(row: dict[str, list[str]]) -> None:
    """Setting a sentence once more changes nothing that is a word."""
    for line in row["lines"]:
        if line.startswith(("Holds:", "Fails:", "Right:")):
            continue  # labels are texts of the question
        words = [word for word in line.split() if word.isalpha() and word.isascii() and len(word) > 1]
        assert [word for word in in_signs(line).split() if word in words] == words
