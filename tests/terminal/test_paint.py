"""Lines on a screen: wrapped, set, coloured, or plain."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth

from tutor.feedback.lines import Line, Role, prose
from tutor.feedback.words import _ALL
from tutor.terminal.paint import Look, aloud, paint

WIDE, GREY, PLAIN = Look(80), Look(80, colour=False), Look(80, colour=False, plain=True)


def test_formulas_are_set_and_marks_dropped() -> None:
    """LaTeX becomes Unicode; backticks and stars are marks, not text."""
    line = Line(r"At `x = -1`, **not** $\lambda(\mathbb{Q})$.")
    assert paint([line], GREY) == "  At x = -1, not λ(ℚ).\n"


def test_colours_only_repeat_the_words() -> None:
    """Without colour the same words stand there, to the letter."""
    lines = [
        Line("Correct.", Role.RIGHT),
        Line("No: `x`.", Role.WRONG),
        Line("Hm.", Role.PUZZLED),
        Line("T", Role.TITLE),
    ]
    bare = re.sub(r"\x1b\[[0-9;]*m", "", paint(lines, WIDE))
    assert bare == paint(lines, GREY)
    assert "\x1b" not in paint(lines, GREY)


def test_every_row_ends_its_colour() -> None:
    """A coloured line that is wrapped leaves no colour open at the end of a row."""
    painted = paint([Line("word " * 60, Role.WRONG)], WIDE)
    assert all(row.endswith("\x1b[0m") for row in painted.strip().split("\n"))


@pytest.mark.parametrize(
    ("typed", "spoken"),
    [
        ("At `x = -1` yours gives `1/10`.", "At x equals minus 1 yours gives 1 over 10."),
        ("Write `1 if x >= 0`.", "Write 1 if x is at least 0."),
        (r"They differ on `R \ {0}`.", "They differ on R without {0}."),
        (r"`[0,1] \ Q`", "[0, 1] without Q"),
        ("`(-oo, 0)`", "(minus infinity, 0)"),
        (r"$\mu \ll \nu$", "mu is absolutely continuous with respect to nu"),
        ("**list** · x² ≤ ½ …", "list, x^2 is at most 1/2 ..."),
        ("几乎处处", "几乎处处"),
    ],
)
def test_aloud(typed: str, spoken: str) -> None:
    """What is read out has words for signs; another writing than ours is left as it is."""
    assert aloud(typed) == spoken


@pytest.mark.parametrize("key", sorted(_ALL))
def test_plain_sentences_are_ascii(key: str) -> None:
    """Every sentence of the tutor is pure ASCII in plain mode."""
    assert aloud(_ALL[key]).isascii()


def test_plain_leaves_out_what_is_only_drawn() -> None:
    """A drawn line with nothing to say is not there; one with words of its own says them."""
    lines = [
        Line("   ^^^", Role.FIXED, aloud="At esle:"),
        Line("1 esle", Role.FIXED, aloud=""),
        Line("●○", aloud="1 of 5"),
    ]
    assert paint(lines, PLAIN) == "At esle:\n1 of 5\n"


def test_a_fixed_line_is_never_touched() -> None:
    """A row of a picture keeps its columns, whatever stands in it."""
    assert paint([Line("a  `b`  $c$" + " x" * 60, Role.FIXED)], GREY) == "  a  `b`  $c$" + " x" * 60 + "\n"


@given(
    st.lists(st.sampled_from(["word", "几乎处处", "x²", "a-long-word-" * 4, "`code here`", "。"]), max_size=40),
    st.integers(20, 120),
)
def test_rows_fit(words: list[str], width: int) -> None:
    """No row is wider than the screen, wide characters counted as two; and no letter is lost."""
    text = " ".join(words)
    painted = paint([Line(text)], Look(width, colour=False))
    assert all(get_cwidth(row) < max(width, 21) for row in painted.split("\n"))
    assert "".join(painted.split()) == "".join(text.replace("`", "").split())


@given(st.text(max_size=60), st.booleans())
def test_any_text_can_be_painted(text: str, plain: bool) -> None:
    """Whatever a problem says, it can be shown, and no control sequence of its own reaches the terminal."""
    painted = paint([Line(text)], Look(60, colour=False, plain=plain))
    assert "\x1b" not in painted
    assert all(character == "\n" or character.isprintable() for character in painted)


def test_prose_keeps_paragraphs_lists_and_headings() -> None:
    """Markdown becomes lines: paragraphs joined, items apart, headings as titles."""
    text = "# Head\n\nOne\nparagraph.\n\n- first\n  goes on\n- second\n\n1. one\n2. two"
    assert [(line.text, line.role is Role.TITLE) for line in prose(text)] == [
        ("Head", True),
        ("", False),
        ("One paragraph.", False),
        ("", False),
        ("- first goes on", False),
        ("- second", False),
        ("", False),
        ("1. one", False),
        ("2. two", False),
    ]
