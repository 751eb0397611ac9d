"""`ae review`: what is due, most overdue first, ten at a time."""

from pathlib import Path

import click

from tutor.app.learn import begin, session_options


@click.command("review", short_help="Review what is due.")
@click.option("--all", "everything", is_flag=True, help="Everything that is due, not only ten.")
@session_options
def command(everything: bool, plain: bool, profile: str | None, language: str | None, log: Path | None) -> None:
    """Review the skills that are due, each with a fresh variant; where nothing is, practise."""
    begin("review all" if everything else "review", plain, profile, language, log)
