"""The tables of cases: `readings.tsv` says what is read and as what, `faults.tsv` what is refused, where and how."""

import csv
from pathlib import Path

import pytest

from tutor.language import Fault, FaultKind, Names, Sort, read, sort_of


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of this folder."""
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def names_of(text: str) -> Names:
    """The names that a cell declares: `x:real n:integer`."""
    return Names(dict(part.split(":") for part in text.split()))


READINGS = rows("readings.tsv")
FAULTS = rows("faults.tsv")
DESCRIBED = frozenset(["+-1", "5!!", "Basin(1)", "f^2(x)"])
"""Texts of which a reading is described in words, or is only a sign or the name of a function."""


@pytest.mark.parametrize("row", READINGS, ids=lambda row: f"{row['asked']}: {row['typed']}")
def test_a_text_reads_as_the_table_says(row: dict[str, str]) -> None:
    """A text is read as the table says, whatever way of typing it was chosen."""
    reading = read(row["typed"], names_of(row["names"]), Sort(row["asked"]))
    assert (reading.sort, reading.read_as) == (row["found"], row["read as"])


@pytest.mark.parametrize("row", READINGS, ids=lambda row: f"{row['asked']}: {row['typed']}")
def test_what_was_read_as_reads_back(row: dict[str, str]) -> None:
    """The plain print of a reading reads back to the same tree."""
    names, asked = names_of(row["names"]), Sort(row["asked"])
    first = read(row["typed"], names, asked)
    assert read(first.read_as, names, asked).tree is first.tree


@pytest.mark.parametrize("row", READINGS, ids=lambda row: f"{row['asked']}: {row['typed']}")
def test_the_sort_is_known_from_the_tree(row: dict[str, str]) -> None:
    """The sort that the reader found is the sort of the tree."""
    names = names_of(row["names"])
    reading = read(row["typed"], names, Sort(row["asked"]))
    assert sort_of(reading.tree, names) is reading.sort


@pytest.mark.parametrize("row", READINGS, ids=lambda row: f"{row['asked']}: {row['typed']}")
def test_every_span_lies_in_its_parent(row: dict[str, str]) -> None:
    """Spans are parallel to the tree and nested: each stands within the text, arguments within their node."""
    reading = read(row["typed"], names_of(row["names"]), Sort(row["asked"]))
    waiting = [(reading.tree, reading.spans)]
    while waiting:
        node, spans = waiting.pop()
        assert spans.tree is node
        assert 0 <= spans.start < spans.end <= len(reading.text)
        assert [child.tree for child in spans.children] == list(node.args)
        waiting.extend(zip(node.args, spans.children, strict=True))


def test_an_open_interval_of_two_signs_reads_back_as_the_neutral_pair() -> None:
    """`]0,1[` is an interval; alone it prints as (0, 1), the one print that reads back to another head."""
    reading = read("]0,1[", sort=Sort.SET)
    assert (reading.tree.head, reading.read_as) == ("interval", "(0, 1)")
    assert read(reading.read_as, sort=Sort.SET).tree.head == "pair"


def test_one_node_at_two_places_has_two_spans() -> None:
    """An interned node that stands twice in the text has both of its places."""
    spans = read("x + x", names_of("x:real")).spans
    assert [(child.start, child.end) for child in spans.children] == [(0, 1), (4, 5)]
    assert spans.at((1,)).start == 4


def test_a_relation_is_a_condition_where_a_set_is_asked() -> None:
    """A relation is handed over as a condition: the kind makes the set of it."""
    assert read("0 < x <= 1", names_of("x:real"), Sort.SET).sort is Sort.CONDITION


@pytest.mark.parametrize("row", FAULTS, ids=lambda row: f"{row['asked']}: {row['typed']}")
def test_a_text_is_refused_as_the_table_says(row: dict[str, str]) -> None:
    """A fault has a kind, a place, and advice, as the table says."""
    with pytest.raises(Fault) as caught:
        read(row["typed"], names_of(row["names"]), Sort(row["asked"]))
    fault = caught.value
    found = (fault.kind, row["typed"][slice(*fault.span)], fault.suggestion or "", " | ".join(fault.readings))
    assert found == (row["kind"], row["under the caret"], row["suggestion"], row["readings"])
    assert fault.message


@pytest.mark.parametrize(
    "row",
    [row for row in FAULTS if row["readings"] and row["typed"] not in DESCRIBED],
    ids=lambda row: f"{row['asked']}: {row['typed']}",
)
def test_both_readings_of_an_ambiguous_text_can_be_read(row: dict[str, str]) -> None:
    """The readings that are offered are readings: each reads, and they differ."""
    names = names_of(row["names"])
    trees = [read(reading, names, Sort(row["asked"])).tree for reading in row["readings"].split(" | ")]
    assert trees[0] is not trees[1]


def test_every_kind_of_fault_has_a_row() -> None:
    """Each kind in the closed list is raised by some text of the tables."""
    elsewhere = {FaultKind.TOO_LONG, FaultKind.TOO_DEEP, FaultKind.TOO_MANY_DIGITS}
    assert {row["kind"] for row in FAULTS} | elsewhere == set(FaultKind)
