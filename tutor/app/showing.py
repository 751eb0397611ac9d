"""One judgement on standard output, in words or as JSON, for commands that show one answer and are gone."""

import json
from typing import TYPE_CHECKING

import click

from tutor.judge.verdicts import Verdict
from tutor.kinds import Judgement, Question

if TYPE_CHECKING:
    from tutor.simulation import Nothing, Simulation


def show(
    judgement: Judgement,
    question: Question,
    answer: str,
    as_json: bool,
    milliseconds: float,
    identifier: str | None = None,
    said: str = "",
    simulation: "Simulation | Nothing | None" = None,
) -> None:
    """Write the judgement: one JSON object, or a few lines with the evidence.

    `said` is what the author says to the known mistake that was made.
    """
    if as_json:
        _show_json(judgement, identifier, milliseconds, simulation)
    else:
        _show_words(judgement, question, answer, said)
        if simulation is not None:
            _show_simulation(simulation)


def _show_json(
    judgement: Judgement, identifier: str | None, milliseconds: float, simulation: "Simulation | Nothing | None"
) -> None:
    from tutor.worker.lines import result_line

    line = result_line(identifier, judgement, milliseconds)
    if simulation is not None:
        from tutor.simulation.values import plain

        line["simulation"] = plain(simulation)
    click.echo(json.dumps(line))


def _show_simulation(found: "Simulation | Nothing") -> None:
    """Below the verdict, with an empty line between the two."""
    from tutor.feedback.simulations import tell

    click.echo()
    for line in tell(found, 60):
        click.echo(" " * line.indent + _printable(line.text.replace("**", "")))


def _show_words(judgement: Judgement, question: Question, answer: str, said: str) -> None:
    from tutor.feedback.compose import Known, compose
    from tutor.feedback.explain import explain
    from tutor.feedback.lines import Role
    from tutor.feedback.reading import read_as
    from tutor.feedback.typeset import typeset

    evidence = explain(judgement, answer)[1:] if judgement.verdict is Verdict.UNDECIDED else ()
    known = Known(mistake=said, kind=question.kind)
    for line in (*read_as(question, judgement.read_as), *compose(judgement, answer, known), *evidence):
        text = line.text if line.role is Role.FIXED else typeset(line.text).replace("`", "")
        click.echo(" " * line.indent + _printable(text))


def _printable(text: str) -> str:
    """The text without what a terminal could take for an order, or could not encode."""
    return "".join(character if character.isprintable() else "�" for character in text)
