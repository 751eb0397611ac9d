"""Faults of problem files, word for word: each file in `broken/` has its golden text beside it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tutor.content.reading_bank import BankReading

FILES = sorted((Path(__file__).parent / "broken").glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_a_broken_file_is_answered_with_directions(bank: Callable[[dict[str, str]], BankReading], file: Path) -> None:
    """Every fault of the file is told, with its place, and nothing of the file is loaded."""
    reading = bank({f"problem_bank/{file.name}": file.read_text(encoding="utf-8")})
    told = re.sub("(a kind of answer: ).*", r"\1{kinds}", "\n\n".join(map(str, reading.faults)) + "\n")
    assert told == file.with_suffix(".txt").read_text(encoding="utf-8")
    assert not reading.bank.problems
