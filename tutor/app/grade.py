"""`ae grade`: a folder of submissions to a set, judged, with results for the instructor and a report a student."""

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from tutor.content.bank import Bank
    from tutor.content.faults import ContentFault
    from tutor.content.problems import ProblemSet
    from tutor.grading import Asked, Outcome


@click.command("grade", short_help="Grade the submissions to a set.")
@click.argument("set_name", metavar="SET")
@click.argument("submissions", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the results.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Judging processes.")
def command(set_name: str, submissions: Path, out: Path, workers: int) -> None:
    """Grade the answer files in SUBMISSIONS to SET, the file or the id of a set.

    Writes results.jsonl and gradebook.csv for you, and reports/ with a text for each student. Exit status 0 when every
    file has its row, whatever the marks; 1 when the set has faults; 2 when the command line is wrong.
    """
    from tutor.grading import grade, questions, read_submissions
    from tutor.worker.handle import Worker
    from tutor.worker.process import CannotStart

    if out.resolve().is_relative_to(submissions.resolve()):
        raise click.UsageError("--out must lie outside of SUBMISSIONS, or the results would be graded next time")
    items, bank = _set(set_name)
    asked = questions(items, bank.problems)
    files = list(read_submissions(submissions, items.id))
    try:
        with ExitStack() as stack:
            judges = [stack.enter_context(Worker()).judge for _ in range(workers)]
            outcomes = grade(asked, files, judges)
    except CannotStart as reason:
        raise click.ClickException(f"the judge cannot start\n{reason}") from None
    _write(out, items, outcomes, asked)
    click.echo(_summary(outcomes))


def _set(name: str) -> "tuple[ProblemSet, Bank]":
    """The set in the file of that name, or with that id, and the bank that it is about."""
    from tutor.content import load_library, shipped_root
    from tutor.content.bank import Known, root_around
    from tutor.content.faults import nearest_of
    from tutor.content.reading_bank import open_source
    from tutor.content.set_files import read_set

    path = Path(name)
    around = root_around(path.resolve()) if path.is_file() else None
    library = load_library(list(dict.fromkeys([shipped_root(), *([around] if around else [])])))
    bank = library.bank
    if path.is_file():
        source = open_source(path, name)
        files = {problem.id: problem.file for problem in bank.problems.values()}
        items = read_set(source, Known(problems=bank.problems, problem_files=files))
        if items is None:
            _fail([*library.faults, *source.faults])
        return items, bank
    if name not in bank.sets:
        nearest = nearest_of(name, bank.sets)
        hint = f"; did you mean '{nearest}'?" if nearest else ""
        raise click.UsageError(f"there is no set '{name}', neither a file nor the id of one{hint}")
    return bank.sets[name], bank


def _fail(faults: "list[ContentFault]") -> NoReturn:
    for fault in sorted(faults):
        click.echo(f"{fault}\n", err=True)
    sys.exit(1)


def _write(out: Path, items: "ProblemSet", outcomes: "list[Outcome]", asked: "list[Asked]") -> None:
    from tutor.grading import gradebook_csv, report, report_name, result_lines

    reports = out / "reports"
    reports.mkdir(parents=True, exist_ok=True)
    with (out / "results.jsonl").open("w", encoding="ascii", newline="\n") as stream:
        stream.writelines(result_lines(outcomes))
    (out / "gradebook.csv").write_text(gradebook_csv(asked, outcomes), encoding="utf-8", newline="\n")
    for outcome in outcomes:
        (reports / report_name(outcome)).write_text(report(items, outcome), encoding="utf-8", newline="\n")


def _summary(outcomes: "list[Outcome]") -> str:
    refused = sum(1 for outcome in outcomes if outcome.refused)
    waiting = sum(1 for outcome in outcomes for mark in outcome.marks if mark.review)
    return f"{len(outcomes)} files: {len(outcomes) - refused} graded, {refused} refused; {waiting} answers need review."
