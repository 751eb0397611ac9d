"""A small bank to put files into."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tutor.content.reading_bank import BankReading, read_bank

SKILLS = """\
schema: 1
units: {U01: Beginnings, U02: Measure}
skills:
  measure_rules: {unit: U02, name: rules of measures}
  null_sets: {unit: U02, name: null sets, needs: [measure_rules]}
"""


@pytest.fixture
def bank(tmp_path: Path) -> Callable[[dict[str, str]], BankReading]:
    """Reads a bank with these files; skills.yaml is there already."""

    def read(files: dict[str, str]) -> BankReading:
        for name, text in {"problem_bank/skills.yaml": SKILLS, **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return read_bank(tmp_path)

    return read
