"""Marks, results, gradebook and reports of a small class."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tutor.content.bank import Bank
from tutor.grading import (
    Asked,
    Outcome,
    Submission,
    grade,
    gradebook_csv,
    questions,
    read_submissions,
    report,
    report_name,
    result_lines,
)
from tutor.judge.verdicts import Verdict
from tutor.kinds import FaultReport, Judgement, Question, QuestionFault

Judge = Callable[[Question, str], Judgement]


@pytest.fixture
def asked(bank: Bank) -> list[Asked]:
    """The questions of the set."""
    return questions(bank.sets["week"], bank.problems)


@pytest.fixture
def outcomes(asked: list[Asked], submissions: Path, judge: Judge) -> list[Outcome]:
    """The whole class, graded."""
    return grade(asked, read_submissions(submissions, "week"), [judge])


def _rows(asked: list[Asked], outcomes: list[Outcome]) -> dict[str, dict[str, str]]:
    rows = csv.DictReader(io.StringIO(gradebook_csv(asked, outcomes)))
    return {row["file"]: row for row in rows}


def _of(outcomes: list[Outcome], file: str) -> Outcome:
    return next(outcome for outcome in outcomes if outcome.file == file)


def test_a_set_asks_for_each_part(asked: list[Asked]) -> None:
    """Three questions, with their points."""
    assert [(one.problem.id, one.part.id, one.worth) for one in asked] == [
        ("half", "", Decimal(2)),
        ("steps", "one", Decimal(1)),
        ("steps", "two", Decimal("1.5")),
    ]


def test_right_answers_earn_their_points(asked: list[Asked], outcomes: list[Outcome]) -> None:
    """Everything right is everything earned, and nothing to look at."""
    row = _rows(asked, outcomes)["ada.yaml"]
    assert row == {
        "student": "Ada", "file": "ada.yaml", "half": "2", "steps/one": "1", "steps/two": "1.5",
        "points": "4.5", "open": "0", "of": "4.5", "needs_review": "", "remarks": "",
    }  # fmt: skip


def test_what_is_undecided_costs_nothing_before_somebody_looks(asked: list[Asked], outcomes: list[Outcome]) -> None:
    """Its cell is empty, its points are open, and the instructor is told why."""
    row = _rows(asked, outcomes)["bob.json"]
    assert (row["half"], row["steps/one"], row["steps/two"]) == ("0", "1", "")
    assert (row["points"], row["open"], row["of"]) == ("1", "1.5", "4.5")
    assert row["needs_review"] == "steps/two could not be decided; which file counts"


def test_what_cannot_be_read_is_looked_at_and_what_is_missing_is_not(
    asked: list[Asked], outcomes: list[Outcome]
) -> None:
    """An unreadable answer and one of another sort wait for the instructor; no answer is no points."""
    row = _rows(asked, outcomes)["cyd.yml"]
    assert row["needs_review"] == "half could not be read; steps/one is of another sort than asked"
    assert (row["half"], row["steps/one"], row["steps/two"], row["open"]) == ("", "", "0", "3")


def test_a_refused_file_is_one_row_and_loses_nothing(asked: list[Asked], outcomes: list[Outcome]) -> None:
    """All of its points are open."""
    row = _rows(asked, outcomes)["link.yaml"]
    assert (row["student"], row["points"], row["open"]) == ("link", "0", "4.5")
    assert row["needs_review"] == "the file cannot be used: it is a link"


def test_every_entry_of_the_folder_has_its_row(asked: list[Asked], outcomes: list[Outcome], submissions: Path) -> None:
    """Hidden files apart, nothing is passed over in silence."""
    assert set(_rows(asked, outcomes)) == {p.name for p in submissions.iterdir() if not p.name.startswith(".")}


def test_two_files_of_one_student_are_both_there_and_flagged(asked: list[Asked], outcomes: list[Outcome]) -> None:
    """Nobody can void another's work by using the name."""
    rows = _rows(asked, outcomes)
    assert rows["bob.json"]["remarks"] == rows["twice.yaml"]["remarks"]
    assert rows["bob.json"]["remarks"] == "several files name this student: bob.json, twice.yaml"


def test_answers_to_what_is_not_asked_are_remarked(asked: list[Asked], outcomes: list[Outcome]) -> None:
    """A misspelt problem or part may be worth a look."""
    assert _rows(asked, outcomes)["dot.JSON"]["remarks"] == (
        "an answer to 'quarter', which the set does not ask; an answer to 'steps, three', which the set does not ask"
    )


def test_a_spreadsheet_runs_nothing(asked: list[Asked], outcomes: list[Outcome]) -> None:
    """No cell of the gradebook begins like a formula."""
    cells = [cell for row in csv.reader(io.StringIO(gradebook_csv(asked, outcomes))) for cell in row]
    assert not [cell for cell in cells if cell.lstrip().startswith(tuple("=+-@＝\t"))]
    assert '\'=HYPERLINK("http://x")' in cells


def test_each_distinct_answer_is_judged_once(asked: list[Asked], judge: Judge) -> None:
    """A class that agrees costs as much as one student."""
    calls: Counter[tuple[str, str]] = Counter()

    def counting(question: Question, answer: str) -> Judgement:
        calls[question.fields["key"], answer] += 1
        return judge(question, answer)

    answers = {("half", ""): "1/2", ("steps", "one"): "1", ("steps", "two"): "1"}
    grade(asked, [Submission(f"{k}.yaml", str(k), answers) for k in range(50)], [counting, counting])
    assert calls == {("1/2", "1/2"): 1, ("1", "1"): 1, ("2", "1"): 1}


def test_the_number_of_workers_changes_no_byte(asked: list[Asked], submissions: Path, judge: Judge) -> None:
    """Results are byte for byte the same for one worker and for five."""
    texts = set()
    for judges in ([judge], [judge] * 5):
        outcomes = grade(asked, read_submissions(submissions, "week"), judges)
        texts.add(("".join(result_lines(outcomes)), gradebook_csv(asked, outcomes)))
    assert len(texts) == 1


def test_a_line_of_the_results_says_everything(outcomes: list[Outcome]) -> None:
    """One line an answer, with its evidence, for the instructor."""
    lines = [json.loads(line) for line in result_lines([_of(outcomes, "bob.json")])]
    assert lines[0] == {
        "student": "bob", "file": "bob.json", "problem": "half", "part": "", "answer": "1", "read_as": "1",
        "verdict": "incorrect", "by": "counterexample", "mistake": None, "almost": None, "fault": None,
        "expected": None, "found": None, "points": 0.0, "of": 2.0, "needs_review": False,
        "evidence": {"at": {}, "left": "1", "right": "1/2", "on": None, "positive": True},
    }  # fmt: skip
    assert (lines[2]["verdict"], lines[2]["points"], lines[2]["needs_review"]) == ("undecided", None, True)


def test_a_refused_file_is_one_line_with_an_error(outcomes: list[Outcome]) -> None:
    """It names the file and the reason."""
    (line,) = result_lines([_of(outcomes, "link.yaml")])
    assert json.loads(line) == {"student": "link", "file": "link.yaml", "error": "it is a link", "needs_review": True}


def test_a_report_gives_nothing_of_the_key_away(bank: Bank, outcomes: list[Outcome]) -> None:
    """The value that refutes the answer is in the results, and not in what the student reads."""
    outcome = _of(outcomes, "bob.json")
    assert '"right": "1/2"' in "".join(result_lines([outcome]))
    assert report(bank.sets["week"], outcome) == (
        "First week (week)\nbob, bob.json\n\n"
        "half: not correct, 0 of 2\n    read as 1\n"
        "steps/one: correct, 1 of 1\n    read as 1\n"
        "steps/two: could not be decided; your instructor will look at it, up to 1.5 points\n    read as ?\n"
        "\n1 of 4.5 points, 1.5 more open until somebody has looked\n"
    )


def test_a_report_says_what_could_not_be_read(bank: Bank, outcomes: list[Outcome]) -> None:
    """A fault is about the student's own text."""
    text = report(bank.sets["week"], _of(outcomes, "cyd.yml"))
    assert "up to 2 points (! makes no sense here)\n" in text
    assert "(this is a set; a number is asked)" in text
    assert "steps/two: no answer, 0 of 1.5" in text


def test_a_report_on_a_refused_file_says_why(bank: Bank, outcomes: list[Outcome]) -> None:
    """The student learns what to hand in again."""
    assert "This file could not be used: it is a link." in report(bank.sets["week"], _of(outcomes, "link.yaml"))


def test_a_report_acts_on_no_terminal(bank: Bank, asked: list[Asked]) -> None:
    """A control character in an answer comes out as a replacement, wherever it is repeated."""
    fault = FaultReport((0, 1), "bad-character", "\x1b[2J makes no sense here")
    submission = Submission("a.yaml", "a", {("half", ""): "\x1b[2J"})
    (outcome,) = grade(asked, [submission], [lambda question, answer: Judgement(Verdict.UNREADABLE, fault=fault)])
    assert "(\ufffd[2J makes no sense here)" in report(bank.sets["week"], outcome)


@pytest.mark.parametrize("file", ["../x.yaml", "a/b.yaml", "..", "con\n.yaml", "é.yaml", "=x.yaml"])
def test_the_name_of_a_report_leads_nowhere(file: str) -> None:
    """Whatever a file is called, its report lies in the folder of reports, under a name of its own."""
    name = report_name(Outcome(file, "x", ()))
    assert "/" not in name
    assert not name.startswith(".")
    assert name.isascii()
    assert name != report_name(Outcome(f"{file}_", "x", ()))


def test_a_question_that_cannot_be_asked_waits_for_the_instructor(asked: list[Asked]) -> None:
    """A broken question costs nobody points."""

    def judge(question: Question, answer: str) -> Judgement:
        raise QuestionFault("key", "no key here")

    (outcome,) = grade(asked, [Submission("a.yaml", "a", {("half", ""): "1"})], [judge])
    assert (outcome.marks[0].points, outcome.marks[0].review) == (None, "the question cannot be asked: no key here")


def test_an_owner_without_workers_is_told(asked: list[Asked]) -> None:
    """A failure of the machinery ends the run; it is no verdict."""

    def judge(question: Question, answer: str) -> Judgement:
        raise OSError("no process can be had")

    with pytest.raises(OSError, match="no process"):
        grade(asked, [Submission("a.yaml", "a", {("half", ""): "1"})], [judge, judge])
