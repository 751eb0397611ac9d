"""`ae progress`: what you know; export it, import it, erase it."""

import os
import sys
from datetime import datetime
from pathlib import Path

import click

from tutor.app import places
from tutor.feedback.lines import Line, Lines, Role
from tutor.feedback.words import count, say
from tutor.progress import Event, Record, Store, Unusable, mastery, schedule, transfer
from tutor.progress.store import rescue
from tutor.session.walking import skill_name
from tutor.terminal.paint import aloud

PROFILE = click.option("--profile", default=None, help="Whose progress; any name.")


@click.group("progress", short_help="What you know; export, import or erase it.", invoke_without_command=True)
@click.option("--plain", is_flag=True, help="No colour, no drawn signs.")
@PROFILE
@click.pass_context
def command(ctx: click.Context, plain: bool, profile: str | None) -> None:
    """Show each skill that was seen, how well it is known, and what is due."""
    ctx.obj = profile
    if ctx.invoked_subcommand is None:
        from tutor.app.sitting import now

        _show(_page(_record(_file(profile)), now(), _file(profile)), plain)


@command.command("export", short_help="Write everything as JSON lines.")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@PROFILE
@click.pass_obj
def export(outer: str | None, target: Path, profile: str | None) -> None:
    """Write every event to TARGET, one JSON object a line. Of a damaged file, what can still be read."""
    path = _file(profile or outer)
    try:
        store = Store.open(path)
        events = store.events()
        store.close()
    except Unusable as problem:
        if problem.why != "damaged":
            raise click.ClickException(_trouble(problem)) from None
        events = tuple(rescue(path))
        click.echo(say("progress.rescued", path=places.shown(path), count=len(events)))
    _write(target, events)
    click.echo(say("progress.exported", count=len(events), path=target))


@command.command("import", short_help="Take in an export.")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@PROFILE
@click.pass_obj
def import_(outer: str | None, source: Path, profile: str | None) -> None:
    """Add the events of SOURCE that are not there yet. Nothing is lost, and nothing counts twice."""
    try:
        events = transfer.from_lines(source.read_text(encoding="utf-8").splitlines())
    except transfer.BadExport as fault:
        sentence = say("progress.bad-export", path=source, line=fault.line, reason=fault.reason)
        raise click.ClickException(sentence) from None
    except UnicodeDecodeError as fault:
        sentence = say("progress.bad-export", path=source, line=1, reason=fault.reason)
        raise click.ClickException(sentence) from None
    try:
        store = Store.open(_file(profile or outer))
        before = len(store.events())
        store.append(*events)
        fresh = len(store.events()) - before
        store.close()
    except Unusable as problem:
        raise click.ClickException(_trouble(problem)) from None
    click.echo(say("progress.imported", count=len(events), path=source, fresh=fresh))


@command.command("erase", short_help="Delete everything, after an export.")
@click.option("--yes", is_flag=True, help="Don't ask, and don't export.")
@PROFILE
@click.pass_obj
def erase(outer: str | None, yes: bool, profile: str | None) -> None:
    """Delete the progress and the history of a profile; an export is offered first."""
    path = _file(profile or outer)
    if not yes:
        _offer_export(path)
        if not click.confirm(say("progress.erase.ask", profile=profile or outer or "default", path=places.shown(path))):
            click.echo(say("progress.kept"))
            return
    for file in (path, path.with_suffix(".history"), Path(f"{path}-journal")):
        file.unlink(missing_ok=True)
    click.echo(say("progress.erased"))


def _offer_export(path: Path) -> None:
    if not path.exists():
        return
    target = Path.cwd() / f"{path.stem}-progress.jsonl"
    if click.confirm(say("progress.erase.export", path=target), default=True):
        try:
            store = Store.open(path)
            events = store.events()
            store.close()
        except Unusable:
            events = tuple(rescue(path))
        _write(target, events)
        click.echo(say("progress.exported", count=len(events), path=target))


def _write(target: Path, events: tuple[Event, ...]) -> None:
    text = "".join(f"{line}\n" for line in transfer.to_lines(events))
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise click.ClickException(f"{target}: {problem.strerror}") from None


def _file(profile: str | None) -> Path:
    from tutor.app.settings import read_settings

    return places.progress_file(profile or read_settings(places.settings_file())[0].profile)


def _record(path: Path) -> Record:
    if not path.exists():
        return Record()
    try:
        store = Store.open(path)
        record = Record.of(store.events())
        store.close()
    except Unusable as problem:
        raise click.ClickException(_trouble(problem)) from None
    return record


def _trouble(problem: Unusable) -> str:
    return aloud(say(f"store.{problem.why}", path=places.shown(problem.path), detail=problem.detail))


def _page(record: Record, now: datetime, path: Path) -> Lines:
    """Every skill that was seen, the best known first."""
    where = Line(say("progress.place", path=places.shown(path)), Role.QUIET, indent=0)
    if not record.mastery:
        return (Line(say("progress.nothing"), indent=0), where)
    due = set(schedule.due(record.cards, now))
    solved = count(len({problem for problem, _ in record.solved()}), "problem")
    skills = count(len(record.mastery), "skill")
    head = Line(say("progress.head", solved=solved, skills=skills, due=len(due)), Role.TITLE, indent=0)
    ordered = sorted(record.mastery.items(), key=lambda pair: (-pair[1], pair[0]))
    return (head, *(_skill(name, known, name in due) for name, known in ordered), where)


def _skill(name: str, known: float, is_due: bool) -> Line:
    filled = mastery.dots(known)
    fill = {"name": skill_name(name), "filled": filled, "due": say("progress.due") if is_due else ""}
    return Line(
        say("progress.skill", dots="●" * filled + "○" * (5 - filled), **fill),
        aloud=say("progress.skill.aloud", **fill),
    )


def _show(lines: Lines, plain: bool) -> None:
    from tutor.app.sitting import Screen

    Screen(plain or not sys.stdout.isatty(), colour=not os.environ.get("NO_COLOR")).show(lines)
