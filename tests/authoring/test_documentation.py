"""What `docs/authoring.md` shows is what loads, passes lint, and is judged as it says."""

import re
from pathlib import Path

import pytest

from tutor.authoring import lint, run_trials, trials_of, untried_claims
from tutor.content import shipped_root
from tutor.content.reading_bank import BankReading, read_bank
from tutor.content.schema import ProblemFile
from tutor.feedback.typeset import unknown_macros
from tutor.judge.verdicts import Verdict
from tutor.kinds import Question, kinds
from tutor.mathematics.trees import Budget
from tutor.worker.handle import Worker
from tutor.worker.judging import STEPS, judge_answer

TEXT = (Path(__file__).parent.parent.parent / "docs" / "authoring.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
WITNESS = re.findall(r"```yaml witness\n(.*?)```", TEXT, re.DOTALL)
CLASSES = re.findall(
    r"^\| ([^|`]*) \| `((?:[^`|]|\\\|)*)` \| ([^|`]*) \| `((?:[^`|]|\\\|)*)` \| `((?:[^`|]|\\\|)*)` \|$",
    TEXT,
    re.MULTILINE,
)
HALF_ATOM = """\
schema: 1
id: half-atom
skills: [null_sets]
difficulty: 1
title: Half an atom
why: It counts.
solution: See above.
"""


@pytest.fixture
def reading(tmp_path: Path) -> BankReading:
    """The three examples of the documentation as a bank: a problem, one in parts, and a set."""
    problem, parts, week = BLOCKS
    bank = tmp_path / "problem_bank"
    (bank / "sets").mkdir(parents=True)
    (bank / "problem.yaml").write_text(problem)
    (bank / "parts.yaml").write_text(HALF_ATOM + parts)
    (bank / "sets" / "week-3.yaml").write_text(week)
    return read_bank(tmp_path, read_bank(shipped_root()).bank)


def test_the_examples_load_and_pass_lint(reading: BankReading) -> None:
    """They have no fault, and what advice there is concerns mistakes, which the parts leave out to be short."""
    findings = lint(reading)
    assert findings.errors == ()
    assert {advice.file for advice in findings.advice} == {"problem_bank/parts.yaml"}
    assert [item.points for item in reading.bank.sets["week-3"].items][2] == (("atom", "1"), ("mean", "2"))


def test_the_examples_are_judged_as_they_say(reading: BankReading) -> None:
    """Keys, examples and mistakes pass their trials."""
    problems = reading.bank.problems.values()
    trials = [trial for problem in problems for trial in trials_of(problem, reading.sources[problem.file])]
    with Worker() as worker:
        assert [str(complaint) for complaint in run_trials(trials, worker.judge)] == []


def test_every_field_of_a_problem_is_explained() -> None:
    """The table names each of them."""
    rows = set(re.findall(r"^\| (`.*?`)(?:, (`.*?`))? \|", TEXT, re.MULTILINE))
    explained = {name.strip("`") for row in rows for name in row}
    assert {field.alias or name for name, field in ProblemFile.model_fields.items()} <= explained


def test_every_macro_that_is_listed_can_be_set() -> None:
    """The paragraph on maths in texts promises none that lint refuses."""
    (paragraph,) = re.findall(r"closed list.*?and the like", TEXT, re.DOTALL)
    macros = re.findall(r"\\[A-Za-z]+|\\,", paragraph)
    assert len(macros) > 50
    assert unknown_macros(f"${' '.join(macros)}$") == ()


def test_every_kind_in_the_table_is_there() -> None:
    """Its fields are those of the kind."""
    rows = re.findall(r"^\| `(\w+)` \| ((?:`\w+`(?:, )?)+) \| `\{kind", TEXT, re.MULTILINE)
    assert len(rows) >= 7
    for name, fields in rows:
        assert set(re.findall(r"`(\w+)`", fields)) <= set(kinds()[name].fields)


def test_the_witness_loads_and_its_claims_are_tried(tmp_path: Path) -> None:
    """Neither lint nor the judge has anything to say."""
    (text,) = WITNESS
    bank = tmp_path / "problem_bank"
    bank.mkdir()
    (bank / "witness.yaml").write_text(text)
    reading = read_bank(tmp_path, read_bank(shipped_root()).bank)
    assert lint(reading).errors == ()
    (problem,) = (p for p in reading.bank.problems.values() if p.id == "above-all-of-them")
    source = reading.sources[problem.file]
    with Worker() as worker:
        assert [str(fault) for fault in run_trials(trials_of(problem, source), worker.judge)] == []
        assert [str(fault) for fault in untried_claims(problem, source, worker.judge)] == []


@pytest.mark.parametrize("row", CLASSES, ids=[row[0] for row in CLASSES])
def test_every_class_of_claims_is_decided_as_shown(row: tuple[str, ...]) -> None:
    """The one answer meets the claim, the other does not."""
    _, claim, sort, right, wrong = (cell.replace("\\|", "|") for cell in row)
    question = Question("witness", {"sort": sort, "claims": [claim]})
    assert judge_answer(question, right, Budget(STEPS)).verdict is Verdict.CORRECT
    assert judge_answer(question, wrong, Budget(STEPS)).verdict is Verdict.INCORRECT


def test_all_classes_are_tried() -> None:
    """The table was read to its end."""
    assert len(CLASSES) == 36
