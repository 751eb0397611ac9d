"""`ae` and `ae learn`: go on where you stopped, or begin at a place."""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def session_options(command: Command) -> Command:
    """The options that every command with a session has."""
    for option in (
        click.option("--log", type=click.Path(dir_okay=False, path_type=Path), help="Add a transcript to this file."),
        click.option("--lang", "language", help="Language of the texts: en, zh or both."),
        click.option("--profile", help="Whose progress; any name."),
        click.option("--plain", is_flag=True, help="No colour, no toolbar, mathematics in words."),
    ):
        command = option(command)
    return command


@click.command("learn", short_help="Go on learning, or begin at a place you name.")
@click.argument("place", required=False, default="", metavar="[PLACE]")
@session_options
def command(place: str, plain: bool, profile: str | None, language: str | None, log: Path | None) -> None:
    """Go on where you stopped, or begin at PLACE: a lesson (2, or its id), one of its problems (2.3, or its id)."""
    begin(place, plain, profile, language, log)


def begin(place: str, plain: bool, profile: str | None, language: str | None, log: Path | None) -> None:
    """Start a session. The collector rests until its first prompt: nothing on the way there is garbage."""
    gc.disable()
    from tutor.app.sitting import Wishes, sit

    sit(place, Wishes(plain, profile, language, log))
