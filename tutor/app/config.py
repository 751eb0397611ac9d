"""`ae config`: the one file of settings."""

import click

from tutor.app import places
from tutor.app.settings import TEMPLATE, Settings, read_settings
from tutor.feedback.words import say
from tutor.terminal.paint import aloud


@click.command("config", short_help="Show or change the settings.")
@click.option("--edit", is_flag=True, help="Open the file in your editor; it is written first where it is not there.")
def command(edit: bool) -> None:
    """Show the settings and their file; with --edit, change them."""
    path = places.settings_file()
    if edit:
        _write_template()
        click.edit(filename=str(path))
    settings, faults = read_settings(path)
    click.echo(aloud(say("config.file" if path.exists() else "config.no-file", path=places.shown(path))))
    for name in Settings.__slots__:
        click.echo(f"  {name} = {_written(getattr(settings, name))}")
    for fault in faults:
        click.echo(fault, err=True)


def _write_template() -> None:
    path = places.settings_file()
    if path.exists():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEMPLATE, encoding="utf-8")
    except OSError as problem:
        raise click.ClickException(f"{path}: {problem.strerror}") from None


def _written(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'
