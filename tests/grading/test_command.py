"""`ae grade` with real workers."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tutor.app.grade import command
from tutor.content.bank import Bank
from tutor.worker.handle import Worker
from tutor.worker.process import CannotStart


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def week(tmp_path: Path, bank: Bank) -> Path:
    """The file of the set."""
    return tmp_path / "bank" / "problem_bank" / "sets" / "week.yaml"


def test_a_class_is_graded_and_graded_again(tmp_path: Path, week: Path, submissions: Path) -> None:
    """Every file has its row and its report, and a second run writes the same bytes."""
    out = tmp_path / "out"
    run = _run(week, submissions, "--out", out)
    assert run.exit_code == 0
    assert run.output.startswith("27 files: 6 graded, 21 refused; ")
    assert "Ada,ada.yaml,2,1,1.5,4.5,0,4.5,," in (out / "gradebook.csv").read_text(encoding="utf-8").splitlines()
    assert len(list((out / "reports").iterdir())) == 27
    before = {path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert _run(week, submissions, "--out", out, "--workers", 1).output == run.output
    assert {path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_results_inside_the_submissions_are_refused(week: Path, submissions: Path) -> None:
    """They would be graded next time."""
    assert _run(week, submissions, "--out", submissions / "out").exit_code == 2


def test_a_broken_set_has_status_1(tmp_path: Path, week: Path, submissions: Path) -> None:
    """Its faults are told, and nothing is written."""
    week.write_text(week.read_text().replace("half", "hafl"))
    run = _run(week, submissions, "--out", tmp_path / "out")
    assert run.exit_code == 1
    assert "did you mean 'half'?" in run.output
    assert not (tmp_path / "out").exists()


def test_a_judge_that_cannot_start_is_said(
    tmp_path: Path, week: Path, submissions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken installation is no verdict on anybody."""

    def cannot(worker: Worker) -> None:
        raise CannotStart("no processes here")

    monkeypatch.setattr(Worker, "start", cannot)
    run = _run(week, submissions, "--out", tmp_path / "out")
    assert (run.exit_code, run.output) == (1, "Error: the judge cannot start\nno processes here\n")


def test_a_set_that_is_not_there_has_status_2(tmp_path: Path, submissions: Path) -> None:
    """The nearest id of the shipped sets is named."""
    run = _run("first-stepz", submissions, "--out", tmp_path / "out")
    assert run.exit_code == 2
    assert "did you mean 'first-steps'?" in run.output
