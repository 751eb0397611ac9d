"""What lint says to mistakes that cannot do their work, in every kind of answer."""

from pathlib import Path

import pytest

from tutor.authoring import Findings, lint
from tutor.content.reading_bank import read_bank

SKILLS = "schema: 1\nunits: {U01: Beginnings}\nskills: {null_sets: {unit: U01, name: null sets}}\n"
PROBLEM = """\
schema: 1
id: one
skills: [null_sets]
difficulty: 1
title: One
why: A line.
ask: What is asked?
answer: {answer}
mistakes:
  - {{id: first, when: {first}, say: A sentence.}}
  - {{id: second, when: {second}, say: Another sentence.}}
solution: Think.
examples:
  correct: [{right}, {right}, {right}]
  incorrect: [{first}, {second}, {first}]
  unreadable: [""]
"""
DENSITY = '{kind: density, of: "1/2 delta(0) + 1/2 U(0,1)", against: "1/3 delta(0) + 2/3 U(0,2)"}'
RELATION = '{kind: relation, of: "U(0,1)", against: "N(0,1)", relation: "<<"}'
BOUND = '{kind: dominating, sequence: "x^n", on: "(0,1)"}'
COVER = "{kind: cover, target: q_n}"
MODES = '{kind: modes, sequence: "n 1_(0,1/n)(x)", rows: [a.e., in L^1], on: "(0,1)"}'
LIMIT = '{kind: measure, limit_of: "law(Z/n), Z ~ N(0,1)"}'

KINDS = {
    "density": (DENSITY, '"3/2 1_[0,1](x)"', '"2/3 1_[0,1](x)"', '"2/3 on [0,1]; 0 elsewhere"'),
    "relation": (RELATION, '"yes"', '"no"', '"no, {0}"'),
    "dominating": (BOUND, '"1"', '"x^2"', '"x x"'),
    "cover": (
        COVER,
        '"I_n = (q_n - eps/3^n, q_n + eps/3^n)"',
        '"I_n = (q_n - eps, q_n + eps)"',
        '"I_k = (-eps + q_k, q_k + eps)"',
    ),
    "modes": (MODES, "Y N", "Y Y", "yes yes"),
    "measure": (LIMIT, "delta(0)", '"N(0,1)"', '"law(Z), Z ~ N(0,1)"'),
    "number": ("{kind: number, key: 1/2}", "1/2", "2/3", "4/6"),
}


def _lint(folder: Path, text: str) -> Findings:
    bank = folder / "problem_bank"
    bank.mkdir(exist_ok=True)
    (bank / "skills.yaml").write_text(SKILLS)
    (bank / "one.yaml").write_text(text)
    return lint(read_bank(folder))


def _told(findings: Findings) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.expected, fault.found) for fault in findings.errors]


@pytest.mark.parametrize("kind", KINDS)
def test_a_mistake_that_is_right_is_an_error(tmp_path: Path, kind: str) -> None:
    """The judge accepts it, so nobody would ever read what is said to it."""
    answer, right, first, _ = KINDS[kind]
    text = PROBLEM.format(answer=answer, right=right, first=first, second=right)
    found = right.strip('"')
    assert _told(_lint(tmp_path, text)) == [(11, "a wrong answer", f"'{found}', which is judged correct")]


@pytest.mark.parametrize("kind", KINDS)
def test_two_mistakes_that_are_the_same_answer_are_an_error(tmp_path: Path, kind: str) -> None:
    """Only the first of them would ever be named, however the second one is spelled."""
    answer, right, first, second = KINDS[kind]
    text = PROBLEM.format(answer=answer, right=right, first=first, second=second)
    (told,) = _told(_lint(tmp_path, text))
    assert told[:2] == (11, "an answer that no other mistake catches")
    assert "which says the same as" in told[2]
    assert "of the mistake 'first'" in told[2]


def test_a_mistake_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    """Of another shape than the kind asks, in the place where it stands."""
    text = PROBLEM.format(answer=DENSITY, right='"3/2 1_[0,1](x)"', first='"[0,1]"', second='"2/3"')
    errors = _lint(tmp_path, text).errors
    assert (errors[0].line, errors[0].expected) == (10, "an answer of the kind 'density': a function of x")


def test_variants_in_which_mistakes_meet_are_named(tmp_path: Path) -> None:
    """Two mistakes may be different answers in one variant and the same in another."""
    text = PROBLEM.format(
        answer="{kind: number, key: 1/<<n>>}", right="1/<<n>>", first="2/<<n>> + 1", second="<<n>>"
    ).replace("why:", "vary: {n: [3, 2]}\nwhy:")
    (told,) = _told(_lint(tmp_path, text))
    assert told[2].endswith("(with n = 2)")
