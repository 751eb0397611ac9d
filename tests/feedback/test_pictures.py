"""Pictures of characters: what they show, what they say in words, and what they never show."""

import re
from pathlib import Path

import pytest

from tutor.feedback import plots
from tutor.feedback.calculator import calculate
from tutor.feedback.lines import Role
from tutor.feedback.plots import Picture, of_answer, of_source
from tutor.feedback.samples import sample
from tutor.kinds import Question

STEP = Question("function", {"key": "1 if x > 0 else 1/10", "variables": {"x": "real in (-2,2)"}})


def told(picture: Picture | None, *, plain: bool = False) -> str:
    """The picture and its words."""
    assert picture is not None
    return "\n".join(line.text for line in picture.drawn(plain=plain))


def test_the_answer_alone() -> None:
    """Before success the picture shows the answer and has no key in it."""
    said = told(of_answer(STEP, "1 if x > 0 else 0", "", 20))
    assert "the model" not in said
    assert "In words: yours rises from 0 to 1, with a jump near 0." in said


def test_the_key_after_success() -> None:
    """Once it is solved the key is drawn as well, and the words say where the two differ."""
    said = told(of_answer(STEP, "1 if x > 0 else 0", "1 if x > 0 else 1/10", 20))
    assert "yours and the model differ from -2 to 0 and are the same elsewhere" in said


def test_two_curves_have_two_signs() -> None:
    """Curves are told apart by their signs, in blocks and in ASCII."""
    picture = of_answer(STEP, "x", "1 if x > 0 else 1/10", 20)
    assert {"█", "░"} <= set(told(picture))
    plain = told(picture, plain=True)
    assert plain.isascii()
    assert {"#", "."} <= set(plain)


def test_in_plain_mode_the_words_come_first() -> None:
    """A listener hears the words before the drawing."""
    picture = of_answer(STEP, "x", "", 20)
    assert picture is not None
    assert picture.drawn(plain=True)[0].text.startswith("In words:")
    assert picture.drawn()[-1].text.startswith("In words:")


def test_public_data_and_sequences() -> None:
    """A sequence that the question shows is drawn for several n, beside the answer."""
    question = Question(
        "dominating",
        {"sequence": "n sin(x/n) e^-x", "variables": {"x": "real in (0,oo)", "n": "integer >= 1"}},
        given={"h": "e^-x"},
    )
    said = told(of_answer(question, "x e^-x", "", 20))
    for name in ("yours", "sequence, n = 1", "sequence, n = 8", "h"):
        assert name in said


def test_sets_are_drawn_on_the_line() -> None:
    """A set is a strip, and its words are its pieces."""
    question = Question("set", {"key": "[0,1]"})
    said = told(of_answer(question, "[0,1] U (2,oo)", "", 60))
    assert "yours covers what lies from 0 to 1, from 2 to 3" in said


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (Question("number", {"key": "1"}), "1"),
        (Question("choice", {"key": "A", "options": ["a", "b"]}), "A"),
        (STEP, "1 if"),
        (Question("function", {"key": "1", "variables": {"sin": "real"}}), "1"),
    ],
)
def test_what_cannot_be_drawn(question: Question, answer: str) -> None:
    """A number, a choice and what cannot be read have no picture."""
    assert of_answer(question, answer, "", 20) is None


def test_a_curve_without_values() -> None:
    """Where there is nothing to draw, that is said in words."""
    assert "has no value on this stretch" in told(of_answer(STEP, "sqrt(-1 - x^2)", "", 20))


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("plot x^n for n in 1,2,4 on [0,1]", ["n = 1", "n = 2", "n = 4"]),
        ("plot 1_(0,1/2)(x) on [0, 1]", ["1_(0,1/2)(x)"]),
        ("plot 1/2^n for n in 1,2 on [0,1]", ["n = 1", "n = 2"]),
    ],
)
def test_pictures_of_lessons(source: str, names: list[str]) -> None:
    """A lesson names its picture in the language of answers."""
    picture = of_source(source, 20)
    assert picture is not None
    assert [curve.name for curve in picture.curves] == names


@pytest.mark.parametrize(
    "source", ["sample 10 of N(0,1) as histogram", "plot x on [1,0]", "plot esle on [0,1]", "plot x on R"]
)
def test_what_is_no_plot(source: str) -> None:
    """Anything else is no picture."""
    assert of_source(source, 20) is None


def test_saving(tmp_path: Path) -> None:
    """The same picture is written as PNG or SVG; an ending that is none is said."""
    picture = of_answer(STEP, "x", "", 20)
    assert picture is not None
    for name in ("p.png", "p.svg"):
        (line,) = plots.save(picture, tmp_path / name)
        assert "Written to" in line.text
        assert (tmp_path / name).stat().st_size > 500
    (line,) = plots.save(picture, tmp_path / "p.xyz")
    assert (line.role, "could not write" in line.text) == (Role.PUZZLED, True)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("2^10/3", "= 1024/3 ≈ 341.3333333333333"),
        ("6/3", "= 2"),
        ("sqrt(2)", "≈ 1.414213562373095"),
        ("sum(1/k, k=1..3)", "= 11/6 ≈ 1.833333333333333"),
        ("oo", "= oo"),
        ("0.1 + 0.2", "= 3/10 ≈ 0.3000000000000000"),
    ],
)
def test_calculator(expression: str, value: str) -> None:
    """Rationals are exact, everything else has sixteen digits."""
    (line,) = calculate(expression)
    assert line.text == value


@pytest.mark.parametrize(
    ("expression", "reason"),
    [("1/0", "undefined"), ("[0,1]", "set"), ("2 +", "more"), ("x", "no name"), ("9^9^9^9", "digits"), ("", "")],
)
def test_the_calculator_says_why_not(expression: str, reason: str) -> None:
    """What cannot be computed is said with its reason, and a fault with its place."""
    assert reason in calculate(expression)[-1].text
    assert calculate(expression)[-1].role is Role.PUZZLED


def test_an_experiment_shows_its_atom() -> None:
    """Half of the draws of a ReLU unit are exactly 0, and the words say so; the same seed gives the same draws."""
    found = sample("sample 10^5 of law(relu(Z)), Z ~ N(0,1) as histogram")
    assert found is not None
    words = found.drawn(40)[-1].text
    assert re.search(r"100,000 draws, with mean 0\.(39|40)", words)
    assert re.search(r"(49|50)\.\d % of them are exactly 0", words)
    again = sample("sample 10^5 of law(relu(Z)), Z ~ N(0,1) as histogram")
    assert again is not None
    assert again.drawn(40) == found.drawn(40)


@pytest.mark.parametrize(
    ("law", "mean"),
    [
        ("N(3, 4)", 3.0),
        ("U(0,2)", 1.0),
        ("exponential(2)", 0.5),
        ("poisson(3)", 3.0),
        ("bernoulli(1/4)", 0.25),
        ("geometric(1/2)", 2.0),
        ("1/2 delta(0) + 1/2 U(0,1)", 0.25),
        ("law(X^2), X ~ U(0,1)", 1 / 3),
        ("law(1 if X > 1/2 else -1), X ~ U(0,1)", 0.0),
    ],
)
def test_laws_are_drawn_from(law: str, mean: float) -> None:
    """The mean of the draws is that of the law, to five standard errors of a variance of at most 9."""
    found = sample(f"sample 40000 of {law} as histogram")
    assert found is not None
    assert abs(found.draws.mean() - mean) < 5 * 3 / 200


@pytest.mark.parametrize(
    "source", ["plot x on [0,1]", "sample 10 of esle as histogram", "sample 10^9 of N(0,1) as histogram"]
)
def test_what_is_no_experiment(source: str) -> None:
    """Anything else is none, and nothing huge is drawn."""
    assert sample(source) is None
