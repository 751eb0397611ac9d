"""One judgement on standard output, in words or as JSON, for commands that show one answer and are gone."""

import json

import click

from tutor.judge.verdicts import Verdict
from tutor.kinds import Judgement


def show(
    judgement: Judgement,
    answer: str,
    as_json: bool,
    milliseconds: float,
    identifier: str | None = None,
    said: str = "",
) -> None:
    """Write the judgement: one JSON object, or a few lines with the evidence.

    `said` is what the author says to the known mistake that was made.
    """
    if as_json:
        _show_json(judgement, identifier, milliseconds)
    else:
        _show_words(judgement, answer, said)


def _show_json(judgement: Judgement, identifier: str | None, milliseconds: float) -> None:
    from tutor.worker.lines import result_line

    click.echo(json.dumps(result_line(identifier, judgement, milliseconds)))


def _show_words(judgement: Judgement, answer: str, said: str) -> None:
    from tutor.feedback.compose import Known, compose, read_as
    from tutor.feedback.explain import explain
    from tutor.feedback.lines import Role
    from tutor.feedback.typeset import typeset

    evidence = explain(judgement, answer)[1:] if judgement.verdict is Verdict.UNDECIDED else ()
    for line in (*read_as(judgement), *compose(judgement, answer, Known(mistake=said)), *evidence):
        text = line.text if line.role is Role.FIXED else typeset(line.text).replace("`", "")
        click.echo(" " * line.indent + _printable(text))


def _printable(text: str) -> str:
    """The text without what a terminal could take for an order, or could not encode."""
    return "".join(character if character.isprintable() else "�" for character in text)
