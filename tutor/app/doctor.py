"""`ae doctor`: what a bug report needs, and what is wrong, each with its remedy. It changes nothing."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import click

from tutor import __version__
from tutor.app import places
from tutor.feedback.words import say
from tutor.terminal.paint import aloud

PACKAGES = ("prompt_toolkit", "python-flint", "sympy", "numpy", "fsrs", "pydantic", "ruamel.yaml", "matplotlib")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what it is, whether it is well, and what to do where it is not."""

    what: str
    found: str
    remedy: str = ""


@click.command("doctor", short_help="Look at the installation and say what is wrong with it.")
def command() -> None:
    """Look at versions, terminal, files and judge; the exit status is 1 where something needs a remedy."""
    findings = tuple(_all())
    for finding in findings:
        click.echo(f"{'!' if finding.remedy else ' '} {finding.what:<14} {finding.found}")
        if finding.remedy:
            click.echo(f"    {aloud(finding.remedy)}")
    click.echo(say("doctor.ill" if any(finding.remedy for finding in findings) else "doctor.well"))
    sys.exit(1 if any(finding.remedy for finding in findings) else 0)


def _all() -> Iterator[Finding]:
    yield Finding("ae", __version__)
    yield Finding("Python", f"{platform.python_version()} at {sys.executable}")
    yield Finding("system", platform.platform())
    yield from (_package(name) for name in PACKAGES)
    yield from _terminal()
    yield _folder("progress", places.progress_file("default").parent)
    yield _folder("settings", places.settings_file().parent)
    yield _folder("parsed banks", places.cache_folder())
    yield _settings()
    yield _progress()
    yield _content()
    yield _judge()


def _package(name: str) -> Finding:
    try:
        return Finding(name, metadata.version(name))
    except metadata.PackageNotFoundError:
        if name == "matplotlib":
            return Finding(name, say("doctor.optional"))
        return Finding(name, say("doctor.missing"), say("doctor.install"))


def _terminal() -> Iterator[Finding]:
    size = shutil.get_terminal_size()
    is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    yield Finding("terminal", f"TERM={os.environ.get('TERM', '')} {size.columns}x{size.lines}")
    yield Finding("input, output", say("doctor.terminal" if is_terminal else "doctor.no-terminal"))
    colours = "NO_COLOR" if os.environ.get("NO_COLOR") else os.environ.get("COLORTERM") or say("doctor.sixteen")
    yield Finding("colours", colours)
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    remedy = "" if encoding == "utf8" else say("doctor.utf8")
    sample = "" if remedy else ": λ ∫ ≤ ∞ ℝ ● █ 几乎处处"
    yield Finding("Unicode", f"{sys.stdout.encoding}{sample}", remedy)


def _folder(what: str, folder: Path) -> Finding:
    """Whether files can be made there, judged by the nearest folder that exists."""
    standing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if os.access(standing, os.W_OK) and standing.is_dir():
        return Finding(what, places.shown(folder))
    return Finding(what, places.shown(folder), say("doctor.no-write", path=standing))


def _settings() -> Finding:
    from tutor.app.settings import read_settings

    path = places.settings_file()
    _, faults = read_settings(path)
    return Finding("settings file", places.shown(path) if path.exists() else say("doctor.defaults"), "; ".join(faults))


def _progress() -> Finding:
    from tutor.progress import Store, Unusable

    path = places.progress_file("default")
    if not path.exists():
        return Finding("progress file", say("doctor.none-yet"))
    try:
        store = Store.open(path)
        found = len(store.events())
        store.close()
    except Unusable as problem:
        return Finding("progress file", problem.why, say(f"store.{problem.why}", path=path, detail=problem.detail))
    return Finding("progress file", say("doctor.events", count=found))


def _content() -> Finding:
    from tutor.content.bank import shipped_root
    from tutor.content.library import load_library

    library = load_library((shipped_root(),), places.cache_folder())
    found = f"{len(library.bank.lessons)} lessons, {len(library.bank.problems)} problems"
    return Finding("content", found, "\n    ".join(str(fault) for fault in library.faults[:3]))


def _judge() -> Finding:
    """Whether the judge can be started and decides something easy."""
    from tutor.judge.verdicts import Verdict
    from tutor.kinds import Question
    from tutor.worker.handle import Worker
    from tutor.worker.process import CannotStart

    worker = Worker()
    try:
        judgement = worker.judge(Question("number", {"key": "1/2"}), "2/4")
    except CannotStart as reason:
        return Finding("judge", say("doctor.missing"), str(reason))
    finally:
        worker.close()
    if judgement.verdict is Verdict.CORRECT:
        return Finding("judge", say("doctor.judges"))
    return Finding("judge", judgement.verdict.value, say("doctor.misjudges"))
