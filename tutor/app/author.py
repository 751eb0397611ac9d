"""`ae author`: write a problem, have it read, judged and shown before any learner sees it."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tutor.content.faults import ContentFault
    from tutor.content.problems import Problem
    from tutor.content.reading_bank import BankReading


@click.group("author", short_help="Write, lint, test and preview problems.")
def command() -> None:
    """Write a problem, have it read, judged and shown.

    Exit status of lint and test: 0 when all is well (advice does not count), 1 when something is wrong with a file,
    2 when the command line is.
    """


@command.command()
@click.argument("problem", metavar="ID")
@click.option("--kind", default="number", show_default=True, help="The kind of answer.")
@click.option("--folder", type=click.Path(path_type=Path), default=Path("problem_bank/new"), show_default=True)
def new(problem: str, kind: str, folder: Path) -> None:
    """Write a skeleton for a new problem. An existing file is never overwritten."""
    from tutor.authoring import skeleton
    from tutor.kinds import kinds

    _check_id(problem)
    if kind not in kinds():
        raise click.UsageError(_no_such("kind of answer", kind, kinds()))
    path = folder / f"{problem}.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as stream:
            stream.write(skeleton(problem, kinds()[kind]))
    except FileExistsError:
        raise click.UsageError(f"{path} is there already") from None
    except OSError as error:
        raise click.UsageError(f"{path} cannot be written: {error.strerror}") from None
    click.echo(f"{path} is written. Fill it in, then: ae author lint {path}")


@command.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path), default=Path())
@click.option("--no-advice", is_flag=True, help="Errors only.")
def lint(path: Path, no_advice: bool) -> None:
    """Say what is wrong with the files at PATH, a file or a folder of a bank, all at once."""
    from tutor.authoring import lint as linted

    root, reading = _bank_around(path)
    findings = linted(reading)
    errors = _below(path, root, findings.errors)
    advice = [] if no_advice else _below(path, root, findings.advice)
    _say("", errors)
    _say("advice: ", advice)
    click.echo(f"{_count(len(errors), 'error')}, {_count(len(advice), 'piece of advice', 'pieces of advice')}.")
    sys.exit(1 if errors else 0)


@command.command("test")
@click.argument("path", type=click.Path(exists=True, path_type=Path), default=Path())
def test_command(path: Path) -> None:
    """Have the judge try every key, example and mistake at PATH, on every variant."""
    from tutor.authoring import run_trials, trials_of, untried_claims
    from tutor.worker.handle import Worker
    from tutor.worker.process import CannotStart

    root, reading = _bank_around(path)
    errors = _below(path, root, reading.faults)
    problems = [p for p in reading.bank.problems.values() if _is_below(path, root, p.file)]
    trials = [trial for problem in problems for trial in trials_of(problem, reading.sources[problem.file])]
    try:
        with Worker() as worker:
            errors += run_trials(trials, worker.judge)
            for problem in problems:
                errors += untried_claims(problem, reading.sources[problem.file], worker.judge)
    except CannotStart as reason:
        raise click.ClickException(f"the judge cannot start\n{reason}") from None
    _say("", errors)
    said = f"{_count(len(trials), 'answer')} to {_count(len(problems), 'problem')} judged"
    click.echo(f"{said}: {_count(len(errors), 'error')}." if errors else f"{said}, all as expected.")
    sys.exit(1 if errors else 0)


@command.command()
@click.argument("problem", metavar="ID|FILE")
@click.option("--variant", type=click.IntRange(min=1), help="One variant, counted from 1; all if absent.")
@click.option("--lang", "language", default="en", show_default=True)
@click.option("--whole", is_flag=True, help="With hints, mistakes, key and solution.")
def preview(problem: str, variant: int | None, language: str, whole: bool) -> None:
    """Show a problem as a learner meets it."""
    from tutor.authoring import preview as previewed

    found = _problem(problem)
    if variant and variant > len(found.variants):
        raise click.UsageError(f"'{found.id}' has {_count(len(found.variants), 'variant')}")
    chosen = [found.variants[variant - 1]] if variant else found.variants
    click.echo("\n".join(previewed(found, one, language, whole) for one in chosen), nl=False)


@command.command()
@click.argument("name", type=click.Choice(["problem", "skills", "set", "lesson"]), default="problem")
def schema(name: str) -> None:
    """Print the JSON Schema of a sort of file, for completion in editors."""
    from tutor.authoring import schema_of

    click.echo(json.dumps(schema_of(name), indent=2))  # type: ignore[arg-type]  # click has checked the name


def _check_id(problem: str) -> None:
    import re

    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", problem):
        raise click.UsageError(f"an id has small letters, digits and hyphens, as in relu-slope; found '{problem}'")


def _bank_around(path: Path) -> "tuple[Path, BankReading]":
    """The root of the bank that the path is in, and the bank as read, on top of the one that is shipped."""
    from tutor.content import Bank, load_library, shipped_root
    from tutor.content.bank import root_around
    from tutor.content.reading_bank import read_bank

    root = root_around(path.resolve())
    if root is None:
        raise click.UsageError(f"{path} is in no bank: there is no folder problem_bank in it or above it")
    below = Bank() if root == shipped_root() else load_library([shipped_root()]).bank
    return root, read_bank(root, below)


def _problem(name: str) -> "Problem":
    """The problem in the file of that name, or with that id."""
    path = Path(name)
    root, reading = _bank_around(path if path.exists() else Path())
    by_file = {(root / problem.file).resolve(): problem for problem in reading.bank.problems.values()}
    problems = reading.bank.problems
    found = by_file.get(path.resolve()) or problems.get(name)
    if found is None:
        _say("", _below(path, root, reading.faults) if path.exists() else [])
        raise click.UsageError(_no_such("problem", name, problems))
    return found


def _no_such(what: str, name: str, known: Iterable[str]) -> str:
    from tutor.content.faults import nearest_of

    nearest = nearest_of(name, known)
    return f"there is no {what} '{name}'" + (f"; did you mean '{nearest}'?" if nearest else "")


def _below(path: Path, root: Path, faults: "Iterable[ContentFault]") -> "list[ContentFault]":
    return [fault for fault in faults if _is_below(path, root, fault.file)]


def _is_below(path: Path, root: Path, file: str) -> bool:
    return (root / file).resolve().is_relative_to(path.resolve())


def _say(prefix: str, faults: "Iterable[ContentFault]") -> None:
    for fault in sorted(faults):
        click.echo(f"{prefix}{fault}\n")


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
