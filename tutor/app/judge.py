"""`ae judge`: one answer without a problem file, or a batch of them."""

import json
import sys
from time import perf_counter
from typing import Any

import click

from tutor.app.showing import show
from tutor.judge.verdicts import Verdict
from tutor.kinds import Question, QuestionFault


@click.command("judge", short_help="Judge one answer, or a batch, without a problem file.")
@click.argument("kind", required=False)
@click.option("--key", help="The right answer.")
@click.option("--answer", help="The answer to judge.")
@click.option("--var", "variables", multiple=True, metavar="'x: real in (0,1)'", help="A variable and its set.")
@click.option("--on", help="The set or condition on which a function is asked.")
@click.option("--equal", help="everywhere, a.e., up to a constant; for sets: set, up to null sets.")
@click.option("--decimals", help="Accept a decimal rounded correctly to at least this many digits.")
@click.option("--field", "others", multiple=True, metavar="'rows: 3'", help="Any other field of the kind.")
@click.option("--given", multiple=True, metavar="'A: [0,1]'", help="An object that the fields name.")
@click.option("--simulate", is_flag=True, help="After the verdict, samples, integrals and tables about the answer.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of words.")
@click.option(
    "--batch",
    type=click.File("rb"),
    metavar="FILE.jsonl",
    help="Judge one JSON object a line (- for standard input): id, kind, answer, fields.",
)
def command(
    kind: str | None,
    answer: str | None,
    variables: tuple[str, ...],
    others: tuple[str, ...],
    given: tuple[str, ...],
    simulate: bool,
    as_json: bool,
    batch: Any,
    **fields: str | None,
) -> None:
    """Judge one answer of one KIND (number, function, set, ...), or a batch of them.

    \b
    ae judge number --key 1/3 --answer 2/6
    ae judge function --key 'x^2 e^-x' --answer 'xe^-x x' --var 'x: real'
    ae judge choice --key C1 --answer C2 --field 'options: 4' --field 'reasons: 2'
    ae judge --batch answers.jsonl > judged.jsonl
    """
    if batch is not None:
        return _judge_batch(batch)
    if kind is None or answer is None:
        raise click.UsageError("give a KIND and an --answer, or a --batch")
    named: dict[str, Any] = {name: text for name, text in fields.items() if text is not None}
    named |= _pairs("--field", others)
    if variables:
        named["variables"] = _pairs("--var", variables)
    return _judge_one(Question(kind, named, _pairs("--given", given)), answer, simulate, as_json)


def _judge_batch(stream: Any) -> None:
    from tutor.app.batch import judged_lines
    from tutor.worker.handle import Worker
    from tutor.worker.process import CannotStart

    try:
        with Worker() as worker:
            for line in judged_lines(stream, worker):
                sys.stdout.write(json.dumps(line) + "\n")
                sys.stdout.flush()
    except CannotStart as reason:
        raise click.ClickException(f"the judge cannot start\n{reason}") from None


def _judge_one(question: Question, answer: str, simulate: bool, as_json: bool) -> None:
    from tutor.worker.alone import judge_alone, simulate_alone

    start = perf_counter()
    try:
        judgement = judge_alone(question, answer)
    except QuestionFault as fault:
        raise click.UsageError(f"{fault.field}: {fault.message}") from None
    milliseconds = 1000 * (perf_counter() - start)
    reveal = judgement.verdict is Verdict.CORRECT
    found = simulate_alone(question, answer, judgement.verdict, reveal=reveal) if simulate else None
    show(judgement, question, answer, as_json, milliseconds, simulation=found)


def _pairs(option: str, texts: tuple[str, ...]) -> dict[str, str]:
    """Each `name: text` of the option."""
    pairs = {}
    for text in texts:
        name, colon, value = text.partition(":")
        if not colon:
            raise click.UsageError(f"{option} '{text}': expected a name, a colon and a text, as in 'x: real'")
        pairs[name.strip()] = value.strip()
    return pairs
