"""What an answer earns, in words: nothing that the evidence does not carry, and no number given away."""

import pytest

from tutor.feedback.compose import Known, compose
from tutor.feedback.explain import explain
from tutor.feedback.lines import Role
from tutor.feedback.reading import read_as
from tutor.judge.verdicts import (
    Agreement,
    Counterexample,
    Enumerated,
    GaveUp,
    NotNumerical,
    Proof,
    Ruling,
    Sampled,
    Verdict,
)
from tutor.kinds import FaultReport, Judgement, Question

PROVED = Ruling(Verdict.CORRECT, Proof("the normal form", ("one", "two")), Sampled(24, 30))
GAVE_UP = Ruling(Verdict.UNDECIDED, GaveUp(("the balls meet",)))


def at(left: str, right: str, x: str = "-1", on: str | None = None, positive: bool = True) -> Ruling:
    """A refutation at a point of the line."""
    return Ruling(Verdict.INCORRECT, Counterexample((("x", x),), left, right, on, positive))


def number(left: str, right: str) -> Ruling:
    """A refutation of a number."""
    return Ruling(Verdict.INCORRECT, Counterexample((), left, right))


def judged(*rulings: Ruling, labels: tuple[str, ...] = ("",)) -> Judgement:
    """The judgement with these rulings; the worst decides."""
    verdicts = [ruling.verdict for ruling in rulings]
    worst = next((v for v in (Verdict.INCORRECT, Verdict.UNDECIDED) if v in verdicts), Verdict.CORRECT)
    return Judgement(worst, "…", tuple(zip(labels, rulings, strict=True)))


def words(judgement: Judgement, **known: object) -> list[str]:
    """What is said."""
    return [line.text for line in compose(judgement, "answer", Known(**known))]  # type: ignore[arg-type]


CASES = {
    "proved": (judged(PROVED), ["Correct.", "Proved by the normal form; confirmed at 24 points to 30 digits."]),
    "proved by enumeration": (
        judged(Ruling(Verdict.CORRECT, Proof("all cases"), Enumerated(6))),
        ["Correct.", "Proved by all cases; confirmed by going through 6 cases."],
    ),
    "proved without numbers": (
        judged(Ruling(Verdict.CORRECT, Proof("the choice"), NotNumerical("it is a word"))),
        ["Correct.", "Proved by the choice."],
    ),
    "agreed": (
        judged(Ruling(Verdict.CORRECT, Agreement(60, 30))),
        ["Correct: yours agrees with the model to 30 digits at 60 points. Not proved."],
    ),
    "almost everywhere": (
        judged(Ruling(Verdict.CORRECT, Proof("cells"), Sampled(8, 30), almost="{0}")),
        [
            "Correct almost everywhere: you differ from the model only on `{0}`, a null set.",
            "Proved by cells; confirmed at 8 points to 30 digits.",
        ],
    ),
    "wrong at a point": (
        judged(at("0", "1/10")),
        ["Not equal: at `x = -1` yours gives `0`, it should be `1/10`."],
    ),
    "wrong on a set of positive measure": (
        judged(at("0", "1/10", on="(-oo, 0)")),
        [
            "Not equal: at `x = -1` yours gives `0`, it should be `1/10`.",
            "They differ on `(-oo, 0)`, which has positive measure.",
        ],
    ),
    "wrong on a null set only": (
        judged(at("1", "0", x="0", on="{0}", positive=False)),
        [
            "Not equal: at `x = 0` yours gives `1`, it should be `0`.",
            "They differ only on `{0}`, a null set; here every point counts.",
        ],
    ),
    "equal almost everywhere where every point counts": (
        judged(Ruling(Verdict.INCORRECT, Counterexample((("x", "0"),), "1", "0"), almost="{0}")),
        [
            "Equal almost everywhere, but every point counts here, and on `{0}`, a null set, they differ.",
            "Not equal: at `x = 0` yours gives `1`, it should be `0`.",
        ],
    ),
    "undefined": (
        judged(at("undefined", "1")),
        ["Not equal: at `x = -1` yours is undefined, it should be `1`."],
    ),
    "defined where nothing is": (
        judged(at("1", "undefined")),
        ["Not equal: at `x = -1` yours gives `1`, but nothing is defined there."],
    ),
    "a point too many": (
        judged(at("in the set", "not in the set", x="0")),
        ["Not equal: yours contains `0`, which does not belong to the set."],
    ),
    "a point missing": (
        judged(at("not in the set", "in the set", x="1/2")),
        ["Not equal: `1/2` belongs to the set, and yours leaves it out."],
    ),
    "a wrong choice": (
        judged(Ruling(Verdict.INCORRECT, Proof("comparison", ("the choice: B is not C",)), Enumerated(1))),
        ["No, that is not right."],
    ),
    "refuted by a proof": (
        judged(Ruling(Verdict.INCORRECT, Proof("the integral diverges"))),
        ["Not right: refuted by the integral diverges."],
    ),
    "undecided": (
        judged(GAVE_UP),
        ["I could not decide this one. It costs you nothing and is kept for the author."],
    ),
    "another sort": (
        Judgement(Verdict.MISFIT, "[0, 1]", expected="a number", found="a set"),
        ["This is a set; a number is asked. Not counted."],
    ),
    "one claim of two fails": (
        judged(PROVED, at("2", "1"), labels=("it dominates", "it is integrable")),
        ["Holds: it dominates", "Fails: it is integrable", "At `x = -1` yours gives `2`, it should be `1`."],
    ),
    "all claims hold": (
        judged(PROVED, PROVED, labels=("it dominates", "it is integrable")),
        ["Correct.", "Holds: it dominates", "Holds: it is integrable"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_sentences(name: str) -> None:
    """Each outcome has its sentences."""
    judgement, expected = CASES[name]
    assert words(judgement) == expected


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        ("2", "1", "yours is too large"),
        ("1/3", "1/2", "yours is too small"),
        ("1", "0", "yours is too large"),
        ("0", "1", "yours is 0, the value asked for is not"),
        ("-1/2", "1/2", "the sign is the wrong way round"),
        ("oo", "1", "yours is infinite, the value asked for is finite"),
        ("1", "oo", "yours is finite, the value asked for is infinite"),
        ("[0.33333 +/- 1e-6]", "0.5", "yours is too small"),
        ("0.33333333333333333334", "1/3", "yours is close, but another number"),
        ("3.141592654", "3.141592650", "yours is close, but another number"),
        ("undefined", "1/2", "yours has no value"),
        ("3.14159", "3.141592650", "yours is too small"),
        ("1.000000000e-5000", "2", "yours is too small"),
        ("1.000000000e-5000", "-1", "the sign is the wrong way round"),
        ("2.000000000e+1656520", "1.000000000e+1656520", "yours is too large"),
        ("something", "0.5", "Not equal."),
    ],
)
def test_a_number_is_compared_but_never_given_away(left: str, right: str, said: str) -> None:
    """Of a number only sign and size are said; the right value appears neither in the verdict nor in `why`."""
    judgement = judged(number(left, right))
    (sentence,) = words(judgement)
    assert said in sentence
    shown = " ".join((sentence, *(line.text for line in explain(judgement, "typed"))))
    assert right not in shown.replace("value asked for is 0", "") or right in ("0", "1", "oo")
    assert f"`{right}`" not in shown


@pytest.mark.parametrize("judgement", [judgement for judgement, _ in CASES.values()], ids=list(CASES))
def test_a_graded_set_gives_nothing_away(judgement: Judgement) -> None:
    """In a graded set an answer that was read is recorded, whatever the verdict, and nothing else is said."""
    said = words(judgement, graded=True, mistake="secret", diagnosis="sign")
    assert said == ["Recorded."] or judgement.verdict is Verdict.MISFIT


def test_the_authors_words_come_right_after_the_verdict() -> None:
    """A matched mistake is said before the evidence, and no diagnosis is added to it."""
    said = words(judged(at("0", "1/10", on="(-oo, 0)")), mistake="That is plain ReLU.", diagnosis="sign")
    assert said[1] == "That is plain ReLU."
    assert not any("sign" in sentence for sentence in said)


def test_the_parts_of_a_tuple_are_not_given_away() -> None:
    """A wrong component is compared by sign and size, like any number."""
    said = words(judged(PROVED, number("1", "7"), labels=("component 1", "component 2")))
    assert said[1:] == ["Fails: component 2", "Not equal: yours is too small."]


def test_the_authors_words_come_after_a_list_of_claims() -> None:
    """Where several claims are listed, what the author says does not cut the list in two."""
    said = words(judged(at("2", "1"), PROVED, labels=("one", "two")), mistake="Look again.")
    assert said[-1] == "Look again."


def test_a_diagnosis_is_added() -> None:
    """What was proved by mending the answer is said last."""
    assert words(judged(at("-1", "1")), diagnosis="sign")[-1] == "It is the opposite: only the sign is wrong."


FAULT = FaultReport((11, 15), "unknown-name", "I don't know the name esle.", "else")


def test_an_unreadable_answer_has_its_place_marked() -> None:
    """The typed line stands there once more, with carets under the fault, and what to write instead."""
    lines = compose(Judgement(Verdict.UNREADABLE, fault=FAULT), "1 if x > 0 esle 0")
    assert [line.text for line in lines] == [
        "1 if x > 0 esle 0",
        "           ^^^^",
        "I cannot read this: I don't know the name esle. Not counted.",
        "Did you mean `else`?",
    ]
    assert [line.aloud for line in lines[:2]] == ["", "At esle, character 12:"]


def test_two_readings_are_offered() -> None:
    """An ambiguous answer is followed by its readings."""
    fault = FaultReport((0, 4), "ambiguous", "1/2x has two readings", readings=("(1/2)*x", "1/(2*x)"))
    said = [line.text for line in compose(Judgement(Verdict.UNREADABLE, fault=fault), "1/2x")]
    assert said[-1] == "It could mean `(1/2)*x` / `1/(2*x)`. Write the one you mean."


def test_the_reading_is_echoed() -> None:
    """How an answer was understood is one quiet line, with its signs and in words."""
    (line,) = read_as(Question("function", {"key": "x"}), "x*2")
    assert (line.text, line.role, line.aloud) == ("read as  `x·2`", Role.QUIET, "read as  x times 2")
    assert read_as(Question("function", {"key": "x"}), "") == ()


@pytest.mark.parametrize(
    ("ruling", "expected"),
    [
        (PROVED, ["Proved by the normal form.", "1. one", "2. two", "at 24 points to 30 digits"]),
        (at("0", "1/10", on="(-oo, 0)"), ["at `x = -1`", "yours      `0`", "the model  `1/10`", "`(-oo, 0)`"]),
        (Ruling(Verdict.CORRECT, Agreement(60, 30)), ["No proof was found", "60 points"]),
        (GAVE_UP, ["could decide", "- the balls meet"]),
        (Ruling(Verdict.INCORRECT, Proof("it diverges", ("at oo",))), ["Refuted by it diverges.", "1. at oo"]),
    ],
)
def test_why_shows_the_evidence_in_full(ruling: Ruling, expected: list[str]) -> None:
    """A proof rule by rule, a counterexample with its enclosures, what was tried where nothing was decided."""
    said = "\n".join(line.text for line in explain(judged(ruling), "typed"))
    assert all(piece in said for piece in expected)


def test_why_never_names_the_right_choice() -> None:
    """The list of accepted answers stays hidden while the answer is wrong."""
    judgement, _ = CASES["a wrong choice"]
    assert "C" not in "".join(line.text for line in explain(judgement, "B"))


def test_no_praise_is_random() -> None:
    """The same judgement is always answered with the same words."""
    assert len({tuple(words(judged(PROVED))) for _ in range(20)}) == 1
