"""Terminals for the tests, each with a new home."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.terminals import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[object]:
    """Starts programs in terminals, all with the same new home, and ends them."""
    started: list[Terminal] = []

    def start(columns: int = 80, rows: int = 40, *words: str, **environment: str) -> Terminal:
        started.append(Terminal(tmp_path, columns, rows, *words, **environment))
        return started[-1]

    yield start
    for one in started:
        one.close()
