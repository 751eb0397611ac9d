"""Values of variants in texts and formulas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.content.texts import Text, fill_formula, fill_text, origin, show_formula, slots
from tutor.language.names import Names
from tutor.language.reading import read
from tutor.language.tree import Tree, tree

VALUES = ["2", "-1", "1/2", "-3/4", "sqrt(2)", "1 + pi", "-2^2", "oo"]
TEMPLATES = [
    "<<s>>^2",
    "2^<<s>>",
    "-<<s>>",
    "1/<<s>>",
    "<<s>>/2",
    "x - <<s>>",
    "3 * <<s>> * x",
    "exp(-x^2/(2 * <<s>>^2))",
    "x^<<s>>^2",
    "1 if x > <<s>> else <<s>>",
]


def _with_value(node: Tree, value: Tree) -> Tree:
    """The tree with the value at every place of the name s."""
    if node.head == "var" and node.value == "s":
        return value
    return tree(node.head, node.value, tuple(_with_value(argument, value) for argument in node.args))


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("value", VALUES)
def test_a_value_is_put_in_as_a_tree(template: str, value: str) -> None:
    """Filling the text and reading it gives the tree in which the value takes the place of a name."""
    named = read(template.replace("<<s>>", "s"), Names({"x": "real", "s": "real"})).tree
    filled = read(fill_formula(template, {"s": value}), Names({"x": "real"})).tree
    assert filled is _with_value(named, read(value).tree)


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("value", VALUES)
def test_a_value_is_shown_in_a_formula_with_the_same_tree(template: str, value: str) -> None:
    """Parentheses are left out only where nothing changes by it."""
    names = Names({"x": "real"})
    shown = read(show_formula(template, {"s": value}), names).tree
    assert shown is read(fill_formula(template, {"s": value}), names).tree


@pytest.mark.parametrize(
    ("template", "value", "shown"),
    [
        ("(<<s>>, 0)", "2", "(2, 0)"),
        ("(<<s>>, 0)", "-1/2", "(-1/2, 0)"),
        ("x^<<s>>", "2", "x^2"),
        ("<<s>>^2", "-1", "(-1)^2"),
        ("<<s>> x", "2", "2 x"),
        ("<<s>>x", "2", "(2)x"),
        ("x <<s>>", "2", "x (2)"),
        ("3<<s>>", "2", "3(2)"),
        ("2/<<s>>", "1/2", "2/(1/2)"),
        ("<<s>>", "1/2", "1/2"),
    ],
)
def test_a_formula_is_shown_with_few_parentheses(template: str, value: str, shown: str) -> None:
    """A tuple shows its numbers bare; what would run together keeps its parentheses."""
    assert show_formula(template, {"s": value}) == shown


def test_a_formula_that_is_one_slot_is_the_bare_value() -> None:
    """`key: <<n>>` is the value as it was typed, so that it may be a count."""
    assert fill_formula("<<n>>", {"n": "3"}) == "3"
    assert fill_formula(" << n >> ", {"n": "3"}) == "3"


def test_a_text_gets_the_value_as_typed() -> None:
    """People read 1/2, not (1/2)."""
    assert fill_text("Let s = <<s>>.", {"s": "1/2"}) == "Let s = 1/2."


def test_a_slot_without_a_value_is_an_error() -> None:
    """Nobody ever sees a bare slot."""
    with pytest.raises(KeyError):
        fill_text("<<t>>", {"s": "1"})


def test_slots_are_found() -> None:
    """The names between `<<` and `>>`, each once."""
    assert slots("<<a>> + <<b1>> + << a >> + <<1>> + < <c>>") == {"a", "b1"}


@given(st.lists(st.sampled_from(["<<s>>", "<<long>>", "x", "+", "(", " ", "数"]), max_size=8).map("".join), st.data())
def test_a_slice_of_a_filled_formula_comes_from_a_slice_of_the_template(template: str, data: st.DataObject) -> None:
    """The origin lies in the template, and holds every character that was copied from it."""
    values = {"s": "-1/2", "long": "7"}
    filled = fill_formula(template, values)
    start = data.draw(st.integers(0, len(filled)))
    end = data.draw(st.integers(start, len(filled)))
    first, last = origin(template, values, (start, end))
    assert 0 <= first <= last <= len(template)
    if not slots(template):
        assert (first, last) == (start, end)


def test_a_text_falls_back_on_english_then_on_what_there_is() -> None:
    """A missing language never shows an empty text."""
    assert Text((("zh", "集"), ("en", "set"))).say("fr") == "set"
    assert Text((("zh", "集"),)).say("fr") == "集"
    assert Text((("zh", "集"), ("en", "set"))).say("zh") == "集"
