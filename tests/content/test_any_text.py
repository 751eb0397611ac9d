"""Whatever stands in a file, reading it gives faults or a value, never a traceback."""

import json
from pathlib import Path
from string import printable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutor.content.bank import Known
from tutor.content.lesson_files import read_lesson
from tutor.content.problem_files import read_problem
from tutor.content.set_files import read_set
from tutor.content.skill_files import read_skills
from tutor.content.source import Source
from tutor.kinds import kinds

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
WORDS = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").split()
FIELDS = sorted({name for kind in kinds().values() for name in kind.fields})
PROBLEM: dict[str, Any] = {
    "schema": "1",
    "id": "one",
    "skills": ["null_sets"],
    "difficulty": "1",
    "title": "One",
    "why": "It counts.",
    "vary": {"s": ["1", "2"]},
    "given": {"c": "<<s>>"},
    "ask": "What is <<s>>?",
    "mistakes": [{"id": "zero", "when": "0", "say": "No."}],
    "hints": ["Look."],
    "solution": "It is <<s>>.",
    "examples": {"correct": ["<<s>>"], "incorrect": ["3"], "unreadable": [""]},
    "source": {},
}
LEAVES = st.one_of(st.sampled_from([*WORDS, "", "1 +", "<<t>>", "(0,1)", "A", "Y N"]), st.text(max_size=5), st.none())
DATA = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3)
)
PIECES = st.sampled_from([*WORDS, ": ", ":\n  ", "\n", "\n  ", "- ", ", ", "\t", "\0", "\ud800", "```\n", "---\n"])
TEXTS = st.one_of(st.text(), st.text(printable), st.lists(PIECES, max_size=40).map("".join))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(TEXTS)
def test_any_text_gives_faults_or_a_value(text: str) -> None:
    """Each reader answers any text at all."""
    known = Known()
    for reader in (read_problem, read_set, read_lesson):
        source = Source("f", text)
        assert reader(source, known) is not None or source.faults
    read_skills(Source("f", text))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(BROKEN), st.integers(0, 40), st.data())
def test_any_edit_of_a_file_gives_faults_or_a_problem(file: Path, line: int, data: st.DataObject) -> None:
    """A line replaced by anything leaves a file that is answered, and every fault can be printed."""
    lines = file.read_text(encoding="utf-8").split("\n")
    place = line % len(lines)
    edited = data.draw(st.lists(PIECES, max_size=6).map("".join))
    source = Source("f", "\n".join([*lines[:place], edited, *lines[place + 1 :]]))
    assert read_problem(source, Known(skills=["null_sets"])) is not None or source.faults
    assert all(str(fault).startswith("f:") and "a bug of" not in fault.found for fault in source.faults)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(sorted(kinds())), st.dictionaries(st.sampled_from(FIELDS), DATA, max_size=3), DATA, st.data())
def test_any_data_in_a_field_gives_faults_or_a_problem(
    kind: str, answer: dict[str, Any], other: Any, data: st.DataObject
) -> None:
    """Fields of any shape and of any kind are answered; JSON is YAML, so the text is well formed."""
    field = data.draw(st.sampled_from([*PROBLEM, "parts", "claims", "unknown"]))
    problem = {**PROBLEM, "answer": {"kind": kind, "key": "1", **answer}, field: other}
    source = Source("f", json.dumps(problem))
    read = read_problem(source, Known(skills=["null_sets"]))
    assert (read is None) == bool(source.faults)
    assert all(str(fault).startswith("f:") and "a bug of" not in fault.found for fault in source.faults)


@pytest.mark.parametrize("text", [sign * 20_000 for sign in ("[", "{", "- ", "? ", "a: ", "\n", "# ", "xxxx")])
def test_hostile_texts_are_refused_at_once(text: str) -> None:
    """Nesting and length are cut off before they cost anything."""
    source = Source("f", text)
    assert read_problem(source, Known()) is None
    assert source.faults
