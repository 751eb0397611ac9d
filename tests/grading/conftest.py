"""A small class with every sort of bad file, and a judge that needs no process."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tutor.content.bank import Bank
from tutor.content.reading_bank import read_bank
from tutor.judge.verdicts import Counterexample, GaveUp, NotNumerical, Proof, Ruling, Verdict
from tutor.kinds import FaultReport, Judgement, Question

SKILLS = "schema: 1\nunits: {U01: Beginnings}\nskills: {halving: {unit: U01, name: halving}}\n"
HALF = """\
schema: 1
id: half
skills: [halving]
difficulty: 1
title: One half
ask: What is 2/4?
answer: {kind: number, key: 1/2}
solution: Divide both by 2.
"""
STEPS = """\
schema: 1
id: steps
skills: [halving]
difficulty: 1
title: Two steps
parts:
  - {id: one, ask: What is 1?, answer: {kind: number, key: 1}}
  - {id: two, ask: What is 2?, answer: {kind: number, key: 2}}
solution: They are 1 and 2.
"""
WEEK = """\
schema: 1
set: week
title: First week
problems:
  - {problem: half, points: 2}
  - {problem: steps, points: {one: 1, two: 1.5}}
"""


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    """Two problems, one of them in two parts, and the set that asks for them."""
    folder = tmp_path / "bank" / "problem_bank"
    (folder / "sets").mkdir(parents=True)
    for name, text in {"skills": SKILLS, "half": HALF, "steps": STEPS, "sets/week": WEEK}.items():
        (folder / f"{name}.yaml").write_text(text)
    reading = read_bank(tmp_path / "bank")
    assert reading.faults == ()
    return reading.bank


@pytest.fixture
def judge() -> Callable[[Question, str], Judgement]:
    """A judge who knows a few answers: ? cannot be decided, ! not read, {} is a set."""

    def judgement(question: Question, answer: str) -> Judgement:
        if answer == "!":
            return Judgement(Verdict.UNREADABLE, fault=FaultReport((0, 1), "unexpected", "! makes no sense here"))
        if answer == "{}":
            return Judgement(Verdict.MISFIT, "{}", expected="a number", found="a set")
        return Judgement(_verdict(question, answer), answer, (("", _ruling(question, answer)),))

    return judgement


def _verdict(question: Question, answer: str) -> Verdict:
    if answer == "?":
        return Verdict.UNDECIDED
    return Verdict.CORRECT if answer == question.fields["key"] else Verdict.INCORRECT


def _ruling(question: Question, answer: str) -> Ruling:
    verdict = _verdict(question, answer)
    if verdict is Verdict.UNDECIDED:
        return Ruling(verdict, GaveUp(("no rule applies",)))
    if verdict is Verdict.CORRECT:
        return Ruling(verdict, Proof("same tree"), NotNumerical("one point"))
    return Ruling(verdict, Counterexample((), answer, question.fields["key"]))


@pytest.fixture
def submissions(tmp_path: Path) -> Path:
    """A folder of submissions, good and bad."""
    folder = tmp_path / "submissions"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "bytes.yaml").write_bytes(b"answers: {half: \xff}")
    (folder / "folder.yaml").mkdir()
    (folder / "link.yaml").symlink_to("/etc/passwd")
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    os.mkfifo(folder / "pipe.yaml")
    return folder


BOMB = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
TEXTS = {
    "ada.yaml": 'student: Ada\nset: week\nanswers:\n  half: 1/2\n  steps: {one: "1", two: 2}\n',
    "bob.json": '{"answers": {"half": 1, "steps": {"one": 1, "two": "?"}}}',
    "cyd.yml": 'answers: {half: "!", steps: {one: "{}"}}',
    "dot.JSON": '{"answers": {"half": "1/2", "quarter": "1/4", "steps": {"three": "3"}}}',
    "formula.yaml": "student: =HYPERLINK(\"http://x\")\nanswers: {half: '@x'}\n",
    "twice.yaml": "student: bob\nanswers: {}\n",
    ".hidden": "nothing",
    "bomb.yaml": BOMB,
    "deep.json": "[" * 50_000,
    "deep.yaml": "[" * 50_000,
    "empty.yaml": "",
    "huge.yaml": "answers: {half: '" + "1" * 70_000 + "'}",
    "keys.json": '{"answers": {"half": "1", "half": "1/2"}}',
    "keys.yaml": 'answers: {half: "1", half: 1/2}',
    "list.json": '{"answers": {"half": ["1/2"]}}',
    "long.yaml": "answers: {half: '" + "1" * 20_000 + "'}",
    "name.yaml": 'student: "a\\nb"\nanswers: {}\n',
    "no-answers.yaml": "student: eve\n",
    "not.json": '{"answers": {',
    "notes.txt": "hello",
    "other-set.yaml": "set: month\nanswers: {}\n",
    "python.yaml": "!!python/object/apply:os.system [echo]\n",
    "text.yaml": "just text\n",
}
