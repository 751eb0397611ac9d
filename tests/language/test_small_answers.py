"""Choices, rows of yes and no, orders of steps."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.language import Fault, FaultKind
from tutor.language.set_lists import read_sets
from tutor.language.small import Choice, read_choice, read_order, read_row, read_yes_or_no


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("B3", Choice("B", 3)),
        ("b3", Choice("B", 3)),
        ("(C) 1", Choice("C", 1)),
        ("B, 3", Choice("B", 3)),
        ("B) 3", Choice("B", 3)),
        ("(b)(2)", Choice("B", 2)),
        ("B because 3", Choice("B", 3)),
        ("Ｂ３", Choice("B", 3)),
        (" d ", Choice("D")),
    ],
)
def test_a_choice_is_read_in_every_form(text: str, choice: Choice) -> None:
    """A letter with a number, however they are set apart."""
    assert read_choice(text, "ABCD", 4) == choice


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("", FaultKind.EMPTY, ""),
        ("BB", FaultKind.UNEXPECTED, "BB"),
        ("3", FaultKind.UNEXPECTED, "3"),
        ("E1", FaultKind.UNKNOWN_NAME, "E"),
        ("B9", FaultKind.UNKNOWN_NAME, "9"),
        ("B0", FaultKind.UNKNOWN_NAME, "0"),
        ("B1 2", FaultKind.UNEXPECTED, "B1 2"),
    ],
)
def test_no_choice_is_a_fault(text: str, kind: FaultKind, part: str) -> None:
    """An option or a reason that does not exist is a fault at its place."""
    with pytest.raises(Fault) as caught:
        read_choice(text, "ABCD", 4)
    assert (caught.value.kind, text[slice(*caught.value.span)]) == (kind, part)


def test_where_no_reason_is_asked_none_may_be_given() -> None:
    """With no reasons to choose from, a number is a fault."""
    with pytest.raises(Fault, match="only a letter"):
        read_choice("B1", "AB", 0)


@pytest.mark.parametrize(
    "text",
    [
        "Y N Y",
        "y n y",
        "YNY",
        "yes, no, yes",
        "Y/N/Y",
        "是 否 是",
        "是否是",
        "对 错 对",
        "✓ ✗ ✓",
        "✔✘✔",
        "true false true",
        "Ｙ Ｎ Ｙ",
        "1 0 1",
    ],
)
def test_a_row_is_read_in_every_form(text: str) -> None:
    """Yes and no, in letters, words, Chinese or signs."""
    assert read_row(text, 3) == (True, False, True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", FaultKind.EMPTY),
        ("Y M Y", FaultKind.UNKNOWN_NAME),
        ("Y N", FaultKind.ARITY),
        ("1 2 1", FaultKind.UNKNOWN_NAME),
    ],
)
def test_no_row_is_a_fault(text: str, kind: FaultKind) -> None:
    """Another word, or another number of entries, is a fault."""
    with pytest.raises(Fault) as caught:
        read_row(text, 3)
    assert caught.value.kind is kind


@pytest.mark.parametrize(
    "text", ["2 1 3", "2,1,3", "2 → 1 → 3", "2->1->3", "2 > 1 > 3", "213", " 2; 1; 3 ", "２ １ ３", "2-1-3"]
)
def test_an_order_is_read_in_every_form(text: str) -> None:
    """The numbers of the steps, with spaces, commas or arrows, or packed where there are at most nine."""
    assert read_order(text, 6) == (2, 1, 3)


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("", FaultKind.EMPTY, ""),
        ("1 2 2", FaultKind.UNEXPECTED, "2"),
        ("1 7", FaultKind.UNKNOWN_NAME, "7"),
        ("1 0", FaultKind.UNKNOWN_NAME, "0"),
        ("1 x", FaultKind.UNEXPECTED, "x"),
        ("-1", FaultKind.UNEXPECTED, "-"),
    ],
)
def test_no_order_is_a_fault(text: str, kind: FaultKind, part: str) -> None:
    """A step that does not exist or comes twice is a fault at its place."""
    with pytest.raises(Fault) as caught:
        read_order(text, 6)
    assert (caught.value.kind, text[slice(*caught.value.span)]) == (kind, part)


def test_steps_above_nine_are_not_packed() -> None:
    """With ten steps and more, `12` is step twelve."""
    assert read_order("12 1", 12) == (12, 1)


@pytest.mark.parametrize("text", ["yes", "Y, {0}", "yep", "✓", "✔️ {0}", "是", "是的，{0}", " true"])
def test_yes_is_read_in_every_form(text: str) -> None:
    """A word or a sign for yes at the beginning, whatever stands behind it."""
    found = read_yes_or_no(text)
    assert found is not None
    assert found[0]


@pytest.mark.parametrize("text", ["no", "N", "nope", "✗", "不是", "不", "否，{0}", "No, x = 0"])
def test_no_is_read_in_every_form(text: str) -> None:
    """A word or a sign for no at the beginning, whatever stands behind it."""
    found = read_yes_or_no(text)
    assert found is not None
    assert not found[0]


@pytest.mark.parametrize("text", ["", "maybe", "nothing", "yesterday", "{0}", "0"])
def test_another_word_is_neither_yes_nor_no(text: str) -> None:
    """A longer word that begins like yes or no is not read."""
    assert read_yes_or_no(text) is None


GROUND = frozenset("123")


@pytest.mark.parametrize(
    "text",
    [
        "{}, {1}, {2,3}, {1,2,3}",
        "∅ {1} {2,3} Ω",
        "[], [1], [2, 3], [1, 2, 3]",
        "\\emptyset, \\{1\\}, \\{2,3\\}, \\Omega",
        "{}, {1}, {1}^c and X",
        "σ({1}) = {∅, {1}, {2,3}, {1,2,3}}",
    ],
)
def test_a_list_of_sets_is_read_in_every_form(text: str) -> None:
    """Braces, square brackets and LaTeX; names of the empty set and of the whole one; complements; a left side."""
    assert read_sets(text, GROUND) == {frozenset(), frozenset("1"), frozenset("23"), GROUND}


@pytest.mark.parametrize("text", ["{1}, {1}", "{1}^c^c", "{4}^c", "(1), (2)", "[1], {2}", "{1} and", "^c"])
def test_no_list_of_sets_is_a_fault(text: str) -> None:
    """A set that comes twice, a point that does not exist, other brackets."""
    with pytest.raises(Fault):
        read_sets(text, GROUND)


@pytest.mark.parametrize(
    "text", [" " * 50_000 + "and", "{1}" + "^c" * 50_000, "{1}" + " " * 50_000 + "{2}", "{" * 50_000]
)
def test_a_long_list_of_sets_is_read_or_refused(text: str) -> None:
    """Length costs no more than it must: no pattern looks at a run of blanks from each of its places."""
    with suppress(Fault):
        assert read_sets(text, GROUND)


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text makes a small reader fail in another way."""
    for reader in (read_choice, read_row, read_order):
        try:
            reader(text)
        except Fault as fault:
            span = fault.span
        else:
            span = (0, 0)
        assert 0 <= span[0] <= span[1] <= max(len(text), span[0])
