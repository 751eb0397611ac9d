"""Good problem files, read to problems."""

from collections.abc import Callable

import pytest

from tutor.content.problems import Example, Mistake, Variant
from tutor.content.reading_bank import BankReading
from tutor.content.texts import Text, plain_text
from tutor.kinds import Asked, Question

Reader = Callable[[dict[str, str]], BankReading]

GOOD = """\
schema: 1
id: scaled-slope
skills: [null_sets, measure_rules]
difficulty: 2
title: {en: A slope, zh: 斜率}
why: Slopes are what backpropagation multiplies.
vary: {a: [1/10, -1], n: [1, 2]}
given: {c: <<a>>^2}
ask: What is the slope of $<<a>> x^<<n>>$?
answer: {kind: function, key: "<<n>> <<a>> x^(<<n>> - 1)", variables: {x: "real in (0,1)"}}
mistakes:
  - {id: power-kept, when: ["<<n>> <<a>> x^<<n>>", "<<a>> x"], say: The power falls by one.}
hints: [Use the rule for powers.]
solution: The slope is <<n>> times $<<a>>$ times a power of x.
examples:
  correct: ["<<n>> x^(<<n>> - 1) <<a>>"]
  incorrect: ["5", {answer: "x <<a>>", mistake: power-kept}]
  unreadable: ["", no]
source: {book: none, year: 2024}
"""

STEPS = """\
schema: 1
id: steps
skills: [null_sets]
difficulty: 1
title: Two steps
ask: Let $x = 1$.
parts:
  - {id: first, ask: What is $x$?, answer: {kind: number, key: 1}}
  - id: second
    ask: Which holds?
    answer: {kind: choice, key: B, options: [{en: x is 2, zh: x 是 2}, x is 1]}
    hints: [Look again.]
solution: x is 1.
"""


def test_every_field_arrives(bank: Reader) -> None:
    """What stands in a file stands in the problem, typed."""
    reading = bank({"problem_bank/calculus/slope.yaml": GOOD})
    assert reading.faults == ()
    problem = reading.bank.problems["scaled-slope"]
    assert problem.title == Text((("en", "A slope"), ("zh", "斜率")))
    assert (problem.difficulty, problem.skills) == (2, ("null_sets", "measure_rules"))
    assert (problem.license, problem.source["year"]) == ("CC-BY-4.0", "2024")
    assert problem.file == "problem_bank/calculus/slope.yaml"
    (part,) = problem.parts
    assert part.mistakes == (
        Mistake("power-kept", ("<<n>> <<a>> x^<<n>>", "<<a>> x"), plain_text("The power falls by one.")),
    )
    assert part.examples.incorrect == (Example("5"), Example("x <<a>>", "power-kept"))
    assert part.examples.unreadable == (Example(""), Example("no"))


def test_words_that_yaml_once_took_for_values_stay_words(bank: Reader) -> None:
    """`no`, 2024 and 1e-3 are the texts that were typed."""
    problem = bank({"problem_bank/a.yaml": GOOD.replace("book: none", "book: no, day: 12:30, eps: 1e-3")}).bank.problems
    assert dict(problem["scaled-slope"].source) == {"book": "no", "day": "12:30", "eps": "1e-3", "year": "2024"}


def test_a_mapping_of_lists_varies_in_every_combination(bank: Reader) -> None:
    """Two values of a and two of n make four variants, the last name changing fastest."""
    problem = bank({"problem_bank/a.yaml": GOOD}).bank.problems["scaled-slope"]
    assert [variant.label for variant in problem.variants] == [
        "a = 1/10, n = 1",
        "a = 1/10, n = 2",
        "a = -1, n = 1",
        "a = -1, n = 2",
    ]


def test_a_list_of_rows_varies_in_these_rows_only(bank: Reader) -> None:
    """Rows keep values together that belong together."""
    rows = GOOD.replace("{a: [1/10, -1], n: [1, 2]}", "[{a: 1/10, n: 1}, {a: -1, n: 2}]")
    problem = bank({"problem_bank/a.yaml": rows}).bank.problems["scaled-slope"]
    assert [variant.label for variant in problem.variants] == ["a = 1/10, n = 1", "a = -1, n = 2"]


def test_a_question_holds_the_values_as_operands(bank: Reader) -> None:
    """In formulas a value is put into parentheses; where it is the whole formula it stands alone."""
    problem = bank({"problem_bank/a.yaml": GOOD}).bank.problems["scaled-slope"]
    assert problem.question(problem.variants[3], problem.parts[0]) == Question(
        kind="function",
        fields={"key": "(2) (-1) x^((2) - 1)", "variables": {"x": "real in (0,1)"}},
        given={"c": "(-1)^2"},
        mistakes=(("power-kept", "(2) (-1) x^(2)"), ("power-kept", "(-1) x")),
    )


def test_a_problem_in_steps_has_a_part_for_each(bank: Reader) -> None:
    """Parts have their own questions; what learners read is kept in every language beside the answer's fields."""
    problem = bank({"problem_bank/a.yaml": STEPS}).bank.problems["steps"]
    assert problem.ask == plain_text("Let $x = 1$.")
    assert [part.id for part in problem.parts] == ["first", "second"]
    second = problem.part("second")
    assert second.shown == {"options": (Text((("en", "x is 2"), ("zh", "x 是 2"))), plain_text("x is 1"))}
    assert problem.question(Variant(), second).fields == {"key": "B", "options": ["x is 2", "x is 1"]}
    assert problem.right_answer(Variant(), second) == "B"


def test_two_files_may_not_share_an_id(bank: Reader) -> None:
    """The second file with an id is told which file has it."""
    reading = bank({"problem_bank/a.yaml": STEPS, "problem_bank/b.yaml": STEPS})
    (fault,) = reading.faults
    assert (fault.file, fault.line) == ("problem_bank/b.yaml", 2)
    assert fault.found == "'steps', which is the id of problem_bank/a.yaml already"


def test_one_broken_problem_makes_no_fault_elsewhere(bank: Reader) -> None:
    """A set that asks for a problem with faults is not blamed for them."""
    broken = STEPS.replace("key: 1}", "key: 1 +}")
    asking = "schema: 1\nset: week\ntitle: Week\nproblems:\n  - {problem: steps, points: 1}\n"
    reading = bank({"problem_bank/a.yaml": broken, "problem_bank/sets/week.yaml": asking})
    assert {fault.file for fault in reading.faults} == {"problem_bank/a.yaml"}


def test_the_fingerprint_changes_with_the_file(bank: Reader) -> None:
    """An edit, however small, makes another fingerprint."""
    before = bank({"problem_bank/a.yaml": STEPS}).bank.problems["steps"].fingerprint
    after = bank({"problem_bank/a.yaml": STEPS.replace("Look again.", "Look once more.")}).bank.problems["steps"]
    assert after.fingerprint != before


def test_a_bug_in_a_kind_is_told_like_a_fault(bank: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """It keeps its bank out, with its place, and no other."""

    def broken(question: Question) -> Asked:
        raise KeyError("indicator")

    monkeypatch.setattr("tutor.content.readable.ask", broken)
    (fault,) = bank({"problem_bank/a.yaml": GOOD}).faults
    assert fault.found.startswith("a bug of this program, worth a report: KeyError: 'indicator'")
