"""`ae author` as an instructor meets it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tutor.app.author import command
from tutor.content import shipped_root
from tutor.kinds import kinds
from tutor.worker.handle import Worker
from tutor.worker.process import CannotStart

SKILLS = "schema: 1\nunits: {U01: Beginnings}\nskills: {halving: {unit: U01, name: halving}}\n"
HALF = """\
schema: 1
id: half
skills: [halving]
difficulty: 1
title: {en: One half, zh: 一半}
ask: What is $2/4$, in lowest terms?
answer: {kind: number, key: 1/2}
solution: Divide both by 2.
examples:
  correct: [1/2, 2/4, "0.5"]
  incorrect: [1, 2, 3]
  unreadable: [""]
"""


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bank of one problem, in the current folder."""
    folder = tmp_path / "problem_bank"
    folder.mkdir()
    (folder / "skills.yaml").write_text(SKILLS)
    (folder / "half.yaml").write_text(HALF, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


def test_lint_gives_advice_and_status_0(bank: Path) -> None:
    """Advice does not count."""
    run = _run("lint", str(bank))
    assert run.exit_code == 0
    assert run.output.endswith("0 errors, 2 pieces of advice.\n")
    assert "advice: problem_bank/half.yaml:1: in `why` of 'One half'" in run.output
    assert _run("lint", "--no-advice").output == "0 errors, 0 pieces of advice.\n"


def test_lint_gives_status_1_for_an_error(bank: Path) -> None:
    """An error is told, and counted."""
    (bank / "half.yaml").write_text(HALF.replace("halving", "halvign"), encoding="utf-8")
    run = _run("lint", str(bank / "half.yaml"))
    assert run.exit_code == 1
    assert "found 'halvign'; did you mean 'halving'?" in run.output
    assert run.output.endswith("1 error, 0 pieces of advice.\n")


def test_lint_of_one_file_says_nothing_of_others(bank: Path) -> None:
    """The rest of the bank is read, but only PATH is talked about."""
    (bank / "other.yaml").write_text("schema: 1\n")
    assert _run("lint", "--no-advice", str(bank / "half.yaml")).output == "0 errors, 0 pieces of advice.\n"


def test_a_path_outside_of_any_bank_has_status_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line is wrong then, not a file."""
    monkeypatch.chdir(tmp_path)
    run = _run("lint")
    assert run.exit_code == 2
    assert "there is no folder problem_bank in it or above it" in run.output


def test_test_judges_every_answer(bank: Path) -> None:
    """Key, three correct, three incorrect and one unreadable answer make eight."""
    run = _run("test", str(bank))
    assert (run.exit_code, run.output) == (0, "8 answers to 1 problem judged, all as expected.\n")


def test_test_reports_what_the_judge_refuses(bank: Path) -> None:
    """A wrong example among the right ones is found."""
    (bank / "half.yaml").write_text(HALF.replace('"0.5"', '"0.6"'), encoding="utf-8")
    run = _run("test", str(bank))
    assert run.exit_code == 1
    assert "problem_bank/half.yaml:10: in `examples`, `correct`, item 3 of 'One half'" in run.output
    assert "expected an answer that is judged correct" in run.output
    assert run.output.endswith("8 answers to 1 problem judged: 1 error.\n")


def test_a_judge_that_cannot_start_is_said(bank: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken installation is no fault of a problem."""

    def cannot(worker: Worker) -> None:
        raise CannotStart("no processes here")

    monkeypatch.setattr(Worker, "start", cannot)
    assert _run("test", str(bank)).output == "Error: the judge cannot start\nno processes here\n"


@pytest.mark.parametrize("kind", ["number", "function", "set", "choice", "table", "order", "tuple"])
def test_a_new_problem_lacks_only_what_is_to_be_filled_in(bank: Path, kind: str) -> None:
    """Lint finds nothing in a skeleton but empty fields."""
    run = _run("new", "third", "--kind", kind, "--folder", str(bank / "new"))
    assert (run.exit_code, kind in kinds()) == (0, True)
    found = _run("lint", "--no-advice", str(bank / "new" / "third.yaml")).output
    assert {line for line in found.splitlines() if line.startswith("  found ")} == {
        "  found nothing",
        "  found an empty list",
    }


def test_a_new_problem_overwrites_nothing(bank: Path) -> None:
    """A file that is there stays as it is."""
    run = _run("new", "half", "--folder", str(bank))
    assert run.exit_code == 2
    assert (bank / "half.yaml").read_text(encoding="utf-8") == HALF


@pytest.mark.parametrize("name", ["../half", "Half", "a_b", "", "a/b"])
def test_a_new_problem_has_a_plain_id(bank: Path, name: str) -> None:
    """An id is a file name too, so it must not lead anywhere."""
    assert _run("new", name).exit_code == 2


def test_a_kind_that_is_not_there_is_a_direction(bank: Path) -> None:
    """The nearest kind is named."""
    assert "did you mean 'number'?" in _run("new", "third", "--kind", "numbr").output


def test_preview_shows_what_a_learner_sees(bank: Path) -> None:
    """Without --whole neither key nor solution is shown."""
    run = _run("preview", "half", "--lang", "zh")
    assert run.output == "一半  [half, difficulty 1]\n\nWhat is 2/4, in lowest terms?\n"
    whole = _run("preview", str(bank / "half.yaml"), "--whole").output
    assert "right: 1/2" in whole
    assert "Solution\nDivide both by 2." in whole


def test_preview_marks_options_as_learners_do(bank: Path) -> None:
    """Options have letters, reasons numbers."""
    answer = "{kind: choice, key: B1, options: [one, two], reasons: [so, thus]}"
    text = HALF[: HALF.index("answer:")].replace("id: half", "id: choice")
    (bank / "choice.yaml").write_text(f"{text}answer: {answer}\nsolution: Think.\n", encoding="utf-8")
    shown = _run("preview", str(bank / "choice.yaml")).output
    assert "options:\n    A. one\n    B. two\n  reasons:\n    1. so\n    2. thus" in shown


def test_preview_of_a_stranger_is_a_direction(bank: Path) -> None:
    """The nearest id is named; too high a variant is refused."""
    assert "did you mean 'half'?" in _run("preview", "hafl").output
    assert _run("preview", "half", "--variant", "2").exit_code == 2


@pytest.mark.parametrize("name", ["problem", "skills", "set", "lesson"])
def test_every_schema_is_json(name: str) -> None:
    """Editors can read it."""
    schema = json.loads(_run("schema", name).output)
    assert schema["additionalProperties"] is False


def test_the_schema_of_problems_knows_the_fields_of_every_kind() -> None:
    """Each kind is an alternative of its own, with its fields."""
    schema = json.loads(_run("schema").output)
    kinds_there = {one["title"]: one for one in schema["$defs"]["PartBlock"]["properties"]["answer"]["oneOf"]}
    assert set(kinds_there) == set(kinds())
    assert kinds_there["number"]["required"] == ["kind", "key"]


def test_the_shipped_bank_passes_lint() -> None:
    """The content that is shipped has no error, and takes the advice."""
    run = _run("lint", str(shipped_root() / "problem_bank"))
    assert (run.exit_code, run.output) == (0, "0 errors, 0 pieces of advice.\n")
