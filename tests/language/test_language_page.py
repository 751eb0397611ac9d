"""The page `docs/language.md`: every example row of it is true."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tutor.language import LIMITS, Fault, Names, Sort, read
from tutor.language.vocabulary import WORDS

PAGE = (Path(__file__).parents[2] / "docs" / "language.md").read_text(encoding="utf-8")


def examples() -> Iterator[tuple[str, Names, str, str, list[str]]]:
    """Each row as (asked, names, typed, what is found, in words or as code; more code behind it)."""
    asked, names = "", Names()
    for line in PAGE.splitlines():
        head = re.match(r"Asked: (\w+)\. Names: (.*)\.$", line)
        if head:
            asked = head[1]
            names = Names(dict(re.findall(r"`(\w+): (\w+)`", head[2])))
        elif line.startswith("## "):
            asked = ""
        elif asked and line.startswith("| ") and not line.startswith("| typed"):
            typed, found, *more = (cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1])
            yield (
                asked,
                names,
                uncoded(typed),
                found,
                [uncoded(part) for cell in more for part in cell.split(" · ") if part],
            )


def uncoded(cell: str) -> str:
    """The text between the backticks of a cell."""
    return cell.strip("`").strip().replace("\\|", "|") if cell.startswith("``") else cell.strip("`").replace("\\|", "|")


@pytest.mark.parametrize(
    ("asked", "names", "typed", "found", "more"), list(examples()), ids=lambda part: str(part)[:40]
)
def test_an_example_of_the_page_is_true(asked: str, names: Names, typed: str, found: str, more: list[str]) -> None:
    """A row of the page reads as it says, or is refused as it says."""
    if found.startswith("`"):
        assert read(typed, names, Sort(asked)).read_as == uncoded(found)
        return
    with pytest.raises(Fault) as caught:
        read(typed, names, Sort(asked))
    fault = caught.value
    assert (fault.kind, list(fault.readings or filter(None, [fault.suggestion]))) == (found, more)


def test_the_page_has_examples_of_every_sort() -> None:
    """Numbers, functions, sets, families, claims, measures, tuples and matrices all have their rows."""
    asked = {row[0] for row in examples()}
    assert asked >= {"number", "function", "set", "definition", "claim", "measure", "decomposition", "tuple", "matrix"}


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.name)
def test_the_page_lists_the_whole_vocabulary(word: object) -> None:
    """Each word of the vocabulary, with its other spellings, stands on the page."""
    spellings = [word.name, *word.aliases]  # type: ignore[attr-defined]  # a Word
    rows = [line for line in PAGE.splitlines() if line.startswith(f"| `{spellings[0]}` |")]
    assert any(all(f"`{spelling}`" in row for spelling in spellings) for row in rows)


def test_the_page_states_the_limits() -> None:
    """The limits on the page are those that hold."""
    for limit in (LIMITS.length, LIMITS.depth, LIMITS.digits, LIMITS.exponent, LIMITS.nodes, LIMITS.bars):
        assert f" {limit}" in PAGE
