"""Trials: what the judge finds is held against what the author says."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tutor.authoring import run_trials, trials_of
from tutor.content import shipped_root
from tutor.content.faults import ContentFault
from tutor.content.reading_bank import read_bank
from tutor.judge.verdicts import Counterexample, GaveUp, NotNumerical, Proof, Ruling, Verdict
from tutor.kinds import FaultReport, Judgement, Question, QuestionFault
from tutor.worker.handle import Worker

SKILLS = "schema: 1\nunits: {U01: Beginnings}\nskills: {null_sets: {unit: U01, name: null sets}}\n"
PROBLEM = """\
schema: 1
id: half
skills: [null_sets]
difficulty: 1
title: One half
vary: {s: [1, 2]}
ask: What is <<s>>/2?
answer: {kind: number, key: <<s>>/2}
mistakes:
  - {id: kept, when: <<s>>, say: Halve it.}
solution: Halve it.
examples:
  correct: [2<<s>>/4]
  incorrect: [7, {answer: 2<<s>>/2, mistake: kept}]
  unreadable: [""]
"""
RIGHT = Judgement(Verdict.CORRECT, "", (("", Ruling(Verdict.CORRECT, Proof("p"), NotNumerical("-"))),))
WRONG = Judgement(Verdict.INCORRECT, "", (("", Ruling(Verdict.INCORRECT, Counterexample((("x", "0"),), "1", "2"))),))
KEPT = Judgement(Verdict.INCORRECT, "", WRONG.rulings, mistake="kept")
OPEN = Judgement(Verdict.UNDECIDED, "", (("", Ruling(Verdict.UNDECIDED, GaveUp(("no rule applies",)))),))
NOTHING = Judgement(Verdict.UNREADABLE, fault=FaultReport((0, 0), "empty", "there is nothing here"))
OTHER = Judgement(Verdict.MISFIT, expected="a number", found="a set")

AS_EXPECTED = {
    "(1)/2": RIGHT, "(2)/2": RIGHT, "2(1)/4": RIGHT, "2(2)/4": RIGHT, "7": WRONG, "2(1)/2": KEPT, "2(2)/2": KEPT,
    "1": KEPT, "2": KEPT, "": NOTHING,
}  # fmt: skip


def _complaints(folder: Path, judgements: Mapping[str, Judgement], text: str = PROBLEM) -> list[ContentFault]:
    bank = folder / "problem_bank"
    bank.mkdir(exist_ok=True)
    (bank / "skills.yaml").write_text(SKILLS)
    (bank / "half.yaml").write_text(text)
    reading = read_bank(folder)
    assert reading.faults == ()
    trials = trials_of(reading.bank.problems["half"], reading.sources["problem_bank/half.yaml"])
    return list(run_trials(trials, lambda question, answer: judgements[answer]))


def test_a_key_with_a_given_name_is_no_answer(tmp_path: Path) -> None:
    """A learner cannot use the name, so the key is not tried as an answer; the examples are."""
    text = PROBLEM.replace("vary: {s: [1, 2]}", "given: {c: 1/2}").replace("key: <<s>>/2", "key: c")
    text = text.replace("2<<s>>/4", "2/4").replace("2<<s>>/2", "2/2").replace("<<s>>", "1")
    judgements = {"2/4": RIGHT, "7": WRONG, "2/2": KEPT, "1": KEPT, "": NOTHING}
    assert _complaints(tmp_path, judgements, text) == []


def test_a_judge_who_agrees_leaves_nothing_to_say(tmp_path: Path) -> None:
    """Key, examples and mistakes on both variants are judged, and all as expected."""
    assert _complaints(tmp_path, AS_EXPECTED) == []


@pytest.mark.parametrize(
    ("answer", "judgement", "line", "expected", "found"),
    [
        ("(2)/2", OPEN, 8, "an answer that is judged correct", "'(2)/2' with s = 2: undecided, no rule applies"),
        ("2(1)/4", WRONG, 13, "an answer that is judged correct",
         "'2(1)/4' with s = 1: incorrect, 1 against 2 at x = 0"),
        ("7", RIGHT, 14, "an answer that is judged incorrect", "'7' with s = 1: correct, by p"),
        ("7", OTHER, 14, "an answer that is judged incorrect",
         "'7' with s = 1: another sort, a set where a number is asked"),
        ("2(1)/2", WRONG, 14, "the mistake 'kept'", "'2(1)/2' with s = 1: no known mistake"),
        ("1", RIGHT, 10, "an answer that is judged incorrect", "'1' with s = 1: correct, by p"),
        ("2", WRONG, 10, "the mistake 'kept'", "'2' with s = 2: no known mistake"),
        ("", RIGHT, 15, "an answer that cannot be read", "'' with s = 1: correct, by p"),
    ],
    ids=[
        "undecided key", "refused example", "accepted wrong example", "wrong example of another sort",
        "undiagnosed example", "mistake that is right", "mistake diagnosed as none", "readable after all",
    ],
)  # fmt: skip
def test_a_judge_who_disagrees_is_reported_at_the_line(
    tmp_path: Path, answer: str, judgement: Judgement, line: int, expected: str, found: str
) -> None:
    """The complaint stands where the answer does, in the first variant in which it fails."""
    (complaint,) = _complaints(tmp_path, {**AS_EXPECTED, answer: judgement})
    assert (complaint.line, complaint.expected, complaint.found) == (line, expected, found)


def test_all_complaints_come_at_once(tmp_path: Path) -> None:
    """A judge who accepts everything is contradicted by every line that should not be accepted."""
    complaints = _complaints(tmp_path, dict.fromkeys(AS_EXPECTED, RIGHT))
    assert [complaint.line for complaint in complaints] == [14, 14, 15, 10]


def test_a_question_that_cannot_be_asked_is_a_complaint(tmp_path: Path) -> None:
    """It does not end the run."""

    def judge(question: Question, answer: str) -> Judgement:
        raise QuestionFault("mistakes", "no key here")

    _complaints(tmp_path, AS_EXPECTED)
    reading = read_bank(tmp_path)
    trials = trials_of(reading.bank.problems["half"], reading.sources["problem_bank/half.yaml"])
    complaints = list(run_trials(trials, judge))
    assert {complaint.found.partition(": ")[2] for complaint in complaints} == {"no key here (in `mistakes`)"}


def test_the_judge_agrees_with_the_model_problem() -> None:
    """The problem that the documentation points to passes its own trials."""
    reading = read_bank(shipped_root())
    problem = reading.bank.problems["rationals"]
    with Worker() as worker:
        assert list(run_trials(trials_of(problem, reading.sources[problem.file]), worker.judge)) == []
