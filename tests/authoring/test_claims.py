"""Claims that ask nothing, ask too much, or are tried by no example are errors, with file, line and caret."""

from pathlib import Path

from tests.authoring.test_trials import SKILLS
from tutor.authoring import lint, untried_claims
from tutor.content.reading_bank import BankReading, read_bank
from tutor.mathematics.trees import Budget
from tutor.worker.judging import STEPS, judge_answer

PROBLEM = """\
schema: 1
id: dominating
skills: [null_sets]
difficulty: 3
title: A function above all of them
why: It lets the limit into the integral.
given: {f: n sin(x/n) e^-x}
ask: Which g dominates all the f_n?
answer: {kind: witness, sort: "function of x on (0,oo)", key: x e^-x}
claims:
  - {that: "forall n in N: a.e. x in (0,oo): |f_n(x)| <= g(x)", else: Some f_n rises above your g.}
  - {that: "int(g, x in (0,oo)) < oo", else: "Your g is not integrable, so it dominates nothing."}
solution: sin t <= t.
examples:
  correct: [x e^-x, 2x e^-x, x exp(-x)]
  incorrect: [x, 1/(1+x^2), 0]
  unreadable: [""]
"""
SECOND = '"int(g, x in (0,oo)) < oo"'


def _bank(folder: Path, text: str = PROBLEM) -> BankReading:
    bank = folder / "problem_bank"
    bank.mkdir()
    (bank / "skills.yaml").write_text(SKILLS)
    (bank / "dominating.yaml").write_text(text)
    return read_bank(folder)


def _untried(reading: BankReading) -> list[str]:
    (problem,) = reading.bank.problems.values()
    source = reading.sources[problem.file]
    found = untried_claims(problem, source, lambda question, answer: judge_answer(question, answer, Budget(STEPS)))
    return [str(fault) for fault in found]


def test_good_claims_leave_nothing_to_say(tmp_path: Path) -> None:
    """The key meets each of them, and each refuses an example."""
    reading = _bank(tmp_path)
    assert reading.faults == lint(reading).errors == ()
    assert _untried(reading) == []


def test_a_claim_that_is_always_true_is_an_error(tmp_path: Path) -> None:
    """It is proved for arbitrary values of g."""
    (error,) = lint(_bank(tmp_path, PROBLEM.replace(SECOND, '"forall x in (0,oo): g(x)^2 >= 0"'))).errors
    assert "dominating.yaml:12: in `claims`, item 2, `that`" in str(error)
    assert "^^^^" in str(error)
    assert "true whatever the answer is" in str(error)


def test_a_claim_about_something_else_is_an_error(tmp_path: Path) -> None:
    """It does not mention the answer, so that no answer makes a difference."""
    (fault,) = _bank(tmp_path, PROBLEM.replace(SECOND, '"int(e^-x, x in (0,oo)) < oo"')).faults
    assert "dominating.yaml:12: in `claims`, item 2, `that`" in str(fault)
    assert "does not say anything of g" in str(fault)


def test_a_claim_that_cannot_be_read_is_pointed_at(tmp_path: Path) -> None:
    """The caret stands under the name that is not known."""
    (fault,) = _bank(tmp_path, PROBLEM.replace(SECOND, '"int(h, x in (0,oo)) < oo"')).faults
    _, line, caret, *_ = str(fault).splitlines()
    assert line[caret.index("^")] == "h"


def test_a_claim_that_the_right_answer_does_not_meet_is_an_error(tmp_path: Path) -> None:
    """The key is held against each claim."""
    (error,) = _untried(_bank(tmp_path, PROBLEM.replace(SECOND, '"int(g, x in (0,oo)) < 1"')))
    assert "item 2, `that`" in error
    assert "'x e^-x' is judged incorrect" in error


def test_a_claim_that_no_example_breaks_is_an_error(tmp_path: Path) -> None:
    """Without such an example nobody has seen it refuse anything."""
    (error,) = _untried(_bank(tmp_path, PROBLEM.replace("[x, 1/(1+x^2), 0]", "[1/(1+x^2), 0, e^(-2x)]")))
    assert "item 2, `that`" in error
    assert "none among the 3 incorrect examples" in error


def test_a_problem_without_a_right_answer_is_an_error(tmp_path: Path) -> None:
    """Nobody would know whether its claims can be met together."""
    text = PROBLEM.replace(", key: x e^-x", "").replace("[x e^-x, 2x e^-x, x exp(-x)]", "[]")
    errors = _untried(_bank(tmp_path, text))
    assert len(errors) == 1
    assert "a right answer" in errors[0]
