"""Do the tests notice when a rule of soundness is dropped? `python -m benchmarks.mutations [ID ...]`.

The tables in `rules/` list the rules, one table a room: for each an `id`, the `rule` in a sentence, the `file`, a text
in it to `find` (it must stand there exactly once), what to `replace` it with, and the `tests` that ought to notice. One
rule at a time is disabled in a copy of the tree; a mutant is killed when its tests fail there, and survives when they
pass. Tests that already fail without any mutation are reported, because they would kill every mutant for nothing.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
RULES = Path(__file__).parent / "rules"
COPIED = ("tutor", "tests", "benchmarks", "lessons", "problem_bank", "pyproject.toml")
PATIENCE = 600
"""Seconds for the tests of one mutant; a mutant that makes the engine run for ever is killed too."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """One rule of soundness and how to disable it."""

    id: str
    rule: str
    file: str
    find: str
    replace: str
    tests: tuple[str, ...]


def table() -> list[Mutation]:
    """The mutations of all tables, table by table."""
    tables = (tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(RULES.glob("*.toml")))
    entries = [entry for each in tables for entry in each["mutation"]]
    return [Mutation(**{**entry, "tests": tuple(entry["tests"])}) for entry in entries]


def copy_of_the_tree(into: Path) -> None:
    """Copy what the tests need."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, into / name, ignore=shutil.ignore_patterns("__pycache__", "results"))
        elif source.exists():
            shutil.copy(source, into / name)


def passes(tree: Path, tests: tuple[str, ...]) -> bool:
    """Whether the tests pass in a copy. The copy comes first on the path, before any installed package."""
    options = ["-n", "0", "-x", "-q", "-p", "no:cacheprovider"]
    command = [sys.executable, "-B", "-m", "pytest", *options, *tests]
    try:
        done = subprocess.run(command, cwd=tree, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return False
    if done.returncode not in (0, 1):
        raise RuntimeError(f"the tests {' '.join(tests)} could not be run:\n{done.stdout.decode()[-2000:]}")
    return done.returncode == 0


def outcome(mutation: Mutation, tree: Path) -> str:
    """killed, survived, or why the mutation could not be applied. The copy is as before afterwards."""
    path = tree / mutation.file
    original = path.read_text(encoding="utf-8") if path.exists() else ""
    if original.count(mutation.find) != 1:
        return f"not applied: the text stands {original.count(mutation.find)} times in {mutation.file}"
    path.write_text(original.replace(mutation.find, mutation.replace), encoding="utf-8")
    try:
        return "survived" if passes(tree, mutation.tests) else "killed"
    finally:
        path.write_text(original, encoding="utf-8")


def main() -> None:
    """Run the mutations named, or all, and fail where one survives or does not apply."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ids", nargs="*", help="mutations to run; all if none is named")
    given = parser.parse_args()
    chosen = [m for m in table() if not given.ids or m.id in given.ids]
    results = {}
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name)
        copy_of_the_tree(tree)
        sound = {tests: passes(tree, tests) for tests in dict.fromkeys(m.tests for m in chosen)}
        for mutation in chosen:
            found = outcome(mutation, tree) if sound[mutation.tests] else "not run: its tests fail without it"
            results[mutation.id] = found
            print(f"{mutation.id}: {found} ({mutation.rule})", flush=True)
    killed = sum(found == "killed" for found in results.values())
    print(f"{killed} of {len(results)} mutants killed")
    sys.exit(0 if killed == len(results) else 1)


if __name__ == "__main__":
    main()
