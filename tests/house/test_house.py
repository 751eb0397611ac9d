"""The house keeps its own rules: contracts between rooms, style, types, and budgets of size."""

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "tutor").rglob("*.py"))
MODULE = [sys.executable, "-m"]

LONG_FILES = {
    "tutor/judge/claims.py": "every claim that there is, one class each, is one list to read",
    "tutor/language/binders.py": "all binders share one way of reading a bound name and its range",
    "tutor/language/printers/plain.py": "one rule a head, beside the table that decides on brackets",
    "tutor/mathematics/analysis/antiderivatives.py": "a table of antiderivatives and the substitutions that lead to it",
    "tutor/mathematics/balls/evaluator.py": "values, conditions and membership of one evaluator call each other",
}
"""Files of more than 400 lines, each with its reason: at most five, none over 800."""

LONG_FUNCTIONS: dict[str, str] = {}
"""Functions of more than 40 lines, each with its reason: at most five."""


@pytest.mark.parametrize(
    "command",
    [
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        [*MODULE, "ruff", "check", "."],
        [*MODULE, "ruff", "format", "--check", "."],
        [*MODULE, "mypy"],
    ],
    ids=["contracts between rooms", "lint", "format", "types"],
)
def test_a_checker_finds_nothing(command: list[str]) -> None:
    """Every arrow goes down, every line is formatted, every name is typed."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _functions() -> Iterator[tuple[str, int]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                start = node.body[1].lineno if ast.get_docstring(node) and len(node.body) > 1 else node.lineno
                yield f"{path.relative_to(ROOT)}:{node.name}", (node.end_lineno or start) - start + 1


def test_files_are_short() -> None:
    """No file passes 400 lines but the named exceptions."""
    lengths = {str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines()) for p in SOURCES}
    assert {name for name, length in lengths.items() if length > 400} <= set(LONG_FILES)
    assert len(LONG_FILES) <= 5
    assert max(lengths.values()) <= 800


def test_functions_are_short() -> None:
    """The median function has at most ten lines, none but the named exceptions more than forty."""
    lengths = dict(_functions())
    assert {name for name, length in lengths.items() if length > 40} <= set(LONG_FUNCTIONS)
    assert len(LONG_FUNCTIONS) <= 5
    assert statistics.median(lengths.values()) <= 10


def test_content_carries_no_code() -> None:
    """Nothing in the source evaluates typed text: no eval, exec, sympify or parse_expr."""
    forbidden = {"eval", "exec", "sympify", "parse_expr"}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
                assert name not in forbidden, f"{path}:{node.lineno} calls {name}"
