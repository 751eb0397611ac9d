"""Mathematics in prose: one line of Unicode that means the same, and words that can be read out."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.feedback.typeset import maths, typeset, unknown_macros

CASES = [
    line.split("\t") for line in (Path(__file__).parent / "typeset_cases.tsv").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("latex", "shown", "spoken"), CASES, ids=[case[0] for case in CASES])
def test_formulas(latex: str, shown: str, spoken: str) -> None:
    """Bars, brackets and scripts keep their meaning, to the eye and to the ear."""
    assert (maths(latex), maths(latex, aloud=True)) == (shown, spoken)


@pytest.mark.parametrize("latex", [case[0] for case in CASES])
def test_what_is_spoken_is_ascii(latex: str) -> None:
    """Words need no signs."""
    assert maths(latex, aloud=True).isascii()


def test_only_what_stands_between_dollars_is_set() -> None:
    """Prose around formulas stays as it is."""
    assert typeset(r"Let $f_n \to f$; _then_ 2^n.") == "Let fₙ → f; _then_ 2^n."


@pytest.mark.parametrize(
    ("prose", "spoken"),
    [
        ("let $eps>0$ be given", "let epsilon greater than 0 be given"),
        ("For every $x \\ge 0$ there is one.", "For every x at least 0 there is one."),
        ("Where $x > 0$ it rises.", "Where x is greater than 0 it rises."),
    ],
)
def test_a_formula_that_a_word_introduces_has_no_verb(prose: str, spoken: str) -> None:
    """Let epsilon be greater than 0 is said without a second verb; a formula that is a clause keeps its own."""
    assert typeset(prose, aloud=True) == spoken


def test_unknown_macros_are_named() -> None:
    """A macro that is not on the list is found, once, and left as it is typed."""
    assert unknown_macros(r"$\foo + \foo + \alpha$ and \bar outside") == ("foo",)
    assert r"\foo" in maths(r"\foo + 1")


PIECES = [*"\\{}^_&$()[]| abxn01+-=,'", "\\frac", "\\int", "\\begin{cases}", "\\left", "sqrt"]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_nothing_makes_it_fall(latex: str) -> None:
    """Any text is set somehow, in both ways."""
    assert isinstance(maths(latex), str)
    assert isinstance(maths(latex, aloud=True), str)
