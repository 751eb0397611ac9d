"""Skills and sets."""

from collections.abc import Callable

import pytest

from tutor.content.problems import SetItem
from tutor.content.reading_bank import BankReading

Reader = Callable[[dict[str, str]], BankReading]

STEPS = """\
schema: 1
id: steps
skills: [null_sets]
difficulty: 1
title: Two steps
vary: {s: [1, 2]}
parts:
  - {id: first, ask: What is <<s>>?, answer: {kind: number, key: <<s>>}}
  - {id: second, ask: What is 2?, answer: {kind: number, key: 2}}
solution: See above.
"""
SET = "schema: 1\nset: week\ntitle: Week\nproblems:\n"
SKILLS = "schema: 1\nunits: {U01: Beginnings, U02: Measure}\nskills:\n"


def test_points_go_to_each_part(bank: Reader) -> None:
    """One number is for each part; a mapping names the parts; the variant counts from 1 in the file."""
    files = {
        "problem_bank/steps.yaml": STEPS,
        "problem_bank/sets/a.yaml": SET + "  - {problem: steps, points: 1.5, variant: 2}\n",
        "problem_bank/sets/b.yaml": SET.replace("week", "last")
        + "  - {problem: steps, points: {second: 2, first: 1}}\n",
    }
    reading = bank(files)
    assert reading.faults == ()
    assert reading.bank.sets["week"].items == (SetItem("steps", 1, (("first", "1.5"), ("second", "1.5"))),)
    assert reading.bank.sets["last"].items == (SetItem("steps", 0, (("first", "1"), ("second", "2"))),)


@pytest.mark.parametrize(
    ("item", "expected", "found"),
    [
        ("{problem: stesp, points: 1}", "the id of a problem", "'stesp'"),
        ("{problem: steps, points: many}", "a number of points, with at most two decimals", "'many'"),
        ("{problem: steps, points: -1}", "a number of points, with at most two decimals", "'-1'"),
        ("{problem: steps, points: [1]}", "a number of points, or points by part", "a list of 1"),
        ("{problem: steps, points: {first: 1}}", "points for the part 'second'", "none"),
        ("{problem: steps, points: {first: 1, second: 1, third: 1}}", "a part of 'steps': first, second", "'third'"),
        ("{problem: steps, points: 1, variant: 3}", "a variant of 'steps', from 1 to 2", "3"),
        ("{problem: steps, points: 1, variant: 0}", "a whole number from 1 to 32", "'0'"),
        ("{problem: steps}", "a field `points`: a number of points, or points by part: {value: 2, reason: 1}", "none"),
    ],
)
def test_a_broken_set_is_answered_with_directions(bank: Reader, item: str, expected: str, found: str) -> None:
    """Each slip in a line of a set is one fault in that line."""
    (fault,) = bank({"problem_bank/steps.yaml": STEPS, "problem_bank/sets/a.yaml": f"{SET}  - {item}\n"}).faults
    assert (fault.file, fault.line, fault.expected, fault.found) == ("problem_bank/sets/a.yaml", 5, expected, found)


def test_a_problem_comes_once_in_a_set(bank: Reader) -> None:
    """Asking twice for the same problem would count it twice."""
    line = "  - {problem: steps, points: 1}\n"
    (fault,) = bank({"problem_bank/steps.yaml": STEPS, "problem_bank/sets/a.yaml": SET + line + line}).faults
    assert (fault.line, fault.expected) == (6, "every problem once")


@pytest.mark.parametrize(
    ("lines", "expected", "found"),
    [
        ("  a: {unit: U01, name: A, needs: [c]}\n  b: {unit: U01, name: B, needs: [a]}\n"
         "  c: {unit: U01, name: C, needs: [b]}\n", "prerequisites that make no circle", "a -> c -> b -> a"),
        ("  a: {unit: U01, name: A, needs: [a]}\n", "prerequisites that make no circle", "a -> a"),
        ("  a: {unit: U03, name: A}\n", "a unit of this file: U01, U02", "'U03'"),
        ("  a_b: {unit: U01, name: A}\n  c: {unit: U01, name: C, needs: [ab]}\n", "a skill of this file", "'ab'"),
        ("  A: {unit: U01, name: A}\n", "a skill, written with small letters and _", "'A'"),
    ],
)  # fmt: skip
def test_broken_skills_are_answered_with_directions(bank: Reader, lines: str, expected: str, found: str) -> None:
    """Circles, strangers and bad names in skills.yaml are one fault each."""
    (fault,) = bank({"problem_bank/skills.yaml": SKILLS + lines}).faults
    assert (fault.expected, fault.found) == (expected, found)


def test_broken_skills_make_no_fault_elsewhere(bank: Reader) -> None:
    """A problem is not blamed for a skill whose definition is broken."""
    broken = SKILLS + "  null_sets: {unit: U01, nam: null sets}\n"
    reading = bank({"problem_bank/skills.yaml": broken, "problem_bank/steps.yaml": STEPS})
    assert {fault.file for fault in reading.faults} == {"problem_bank/skills.yaml"}
