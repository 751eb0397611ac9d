"""Declared names, the vocabulary, and what starts up with the language."""

import subprocess
import sys

import pytest

from tutor.language import Names, NameSort, read
from tutor.language.vocabulary import BY_SPELLING, REDECLARABLE, WORDS, completions
from tutor.language.words import nearest


@pytest.mark.parametrize("name", ["sin", "pi", "oo", "forall", "delta", "Q", "Cantor", "if", "gamma"])
def test_a_word_of_the_vocabulary_cannot_be_declared(name: str) -> None:
    """The vocabulary keeps its words."""
    with pytest.raises(ValueError, match="cannot be declared"):
        Names({name: "real"})


@pytest.mark.parametrize("name", sorted(REDECLARABLE))
def test_six_letters_can_be_redeclared(name: str) -> None:
    """R U B C e N are the question's where it declares them, also in print."""
    names = Names({name: "real"})
    reading = read(f"2{name} + 1", names)
    assert reading.tree.args[0].args[1].head == "var"
    assert read(reading.read_as, names).tree is reading.tree


@pytest.mark.parametrize("name", ["", "1x", "x y", "x-1", "x.y", "_x", "x_"])
def test_what_is_no_name_cannot_be_declared(name: str) -> None:
    """A name is a letter or a word, with a subscript where wanted."""
    with pytest.raises(ValueError, match="cannot be a name"):
        Names({name: "real"})


def test_an_unknown_sort_is_refused() -> None:
    """The sorts of names are a closed list."""
    with pytest.raises(ValueError, match="complex"):
        Names({"z": "complex"})


@pytest.mark.parametrize(
    ("declared", "typed"),
    [
        ("eps", "ε"), ("eps", "epsilon"), ("epsilon", "eps"), ("ε", "\\varepsilon"), ("lambda", "λ"), ("λ", "lambda"),
        ("x_1", "x1"),
        ("x_1", "x_{1}"), ("x_1", "x₁"), ("x1", "x_1"), ("sigma_max", "σ_max"), ("w_ij", "w_{ij}"), ("mu", "µ"),
    ],
)  # fmt: skip
def test_a_name_is_found_in_each_of_its_spellings(declared: str, typed: str) -> None:
    """Greek letters and subscripts have several spellings; the tree holds the declared one."""
    assert read(typed, Names({declared: "real"})).tree.value == declared


def test_names_are_values() -> None:
    """Names with the same sorts are equal and hash alike."""
    assert Names({"x": "real"}) == Names({"x": NameSort.REAL})
    assert len({Names({"x": "real"}), Names({"x": "real"}), Names({"x": "integer"})}) == 2


def test_every_spelling_belongs_to_one_word() -> None:
    """No two words share a spelling."""
    assert len(BY_SPELLING) == sum(1 + len(word.aliases) for word in WORDS)


def test_completion_offers_canonical_words_with_meanings() -> None:
    """What completion offers begins as typed and has a meaning."""
    offered = completions("si")
    assert [word for word, _ in offered] == ["sin", "sinh", "sign", "sigmoid"]
    assert all(meaning for _, meaning in offered)


@pytest.mark.parametrize(
    ("word", "suggestion"),
    [
        ("sgin", "sign"),
        ("relue", "relu"),
        ("sofplus", "softplus"),
        ("Canto", "Cantor"),
        ("epz", "eps"),
        ("X", "x"),
        ("qqqqq", None),
    ],
)
def test_a_misspelt_word_suggests_the_nearest(word: str, suggestion: str | None) -> None:
    """A swap, a slip or a wrong case away from a known name."""
    assert nearest(word, Names({"x": "real", "eps": "real", "n": "integer"})) == suggestion


def test_the_language_starts_without_the_heavy_libraries() -> None:
    """Reading needs neither SymPy nor NumPy nor pydantic."""
    code = "import sys, tutor.language; print([m for m in ('sympy', 'numpy', 'pydantic') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
