"""The command `ae`: a group whose subcommands are imported only when one of them is called.

So `ae --version` and `ae judge` pay for nothing they don't use, and a command whose module is not there takes no other
with it. To add a command, write a click command in a file of its own in this folder and add its line to `COMMANDS`.
"""

import importlib
import importlib.util
from pathlib import Path
from typing import Any

import click

from tutor import __version__
from tutor.app.learn import begin, session_options

COMMANDS: dict[str, tuple[str, str]] = {
    "learn": ("tutor.app.learn:command", "Go on learning, or begin at a place you name."),
    "review": ("tutor.app.review:command", "Review what is due."),
    "list": ("tutor.app.listing:command", "List lessons and problems."),
    "progress": ("tutor.app.progress:command", "What you know; export, import or erase it."),
    "check": ("tutor.app.check:command", "Judge one answer to one problem."),
    "judge": ("tutor.app.judge:command", "Judge one answer, or a batch, without a problem file."),
    "grade": ("tutor.app.grade:command", "Grade the submissions to a set."),
    "author": ("tutor.app.author:command", "Write, lint, test and preview problems."),
    "doctor": ("tutor.app.doctor:command", "Look at the installation and say what is wrong with it."),
    "config": ("tutor.app.config:command", "Show or change the settings."),
}
"""Name of the command, where its click command is (`module:attribute`), and its line in the help."""


class LazyGroup(click.Group):
    """A click group that knows its commands by name and imports each when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands whose modules are there, in the order of the table."""
        return [name for name in COMMANDS if _is_there(name)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None where there is no such command."""
        if cmd_name not in COMMANDS or not _is_there(cmd_name):
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest name where there is no such command."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            ctx.fail(_no_such_command(name, self.list_commands(ctx)))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands, without importing any of them."""
        lines = [(name, COMMANDS[name][1]) for name in self.list_commands(ctx)]
        if lines:
            with formatter.section("Commands"):
                formatter.write_dl(lines)


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="ae")
@session_options
@click.pass_context
def main(ctx: click.Context, plain: bool, profile: str | None, language: str | None, log: Path | None) -> Any:
    """Almost Everywhere: measure theory for deep learning, one answer at a time.

    Without a command it goes on where you stopped; the options are those of `ae learn`.
    """
    if ctx.invoked_subcommand is None:
        begin("", plain, profile, language, log)
    elif plain or profile or language or log:
        raise click.UsageError(f"put these options behind the command: ae {ctx.invoked_subcommand} --plain …")


def _is_there(name: str) -> bool:
    return importlib.util.find_spec(COMMANDS[name][0].partition(":")[0]) is not None


def _no_such_command(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    nearest = get_close_matches(name, known, n=1)
    return f"there is no command '{name}'" + (f"; did you mean '{nearest[0]}'?" if nearest else "")
