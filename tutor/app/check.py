"""`ae check`: one answer to one problem of the bank."""

from collections.abc import Iterable
from time import perf_counter
from typing import TYPE_CHECKING

import click

from tutor.app.showing import show
from tutor.kinds import QuestionFault

if TYPE_CHECKING:
    from tutor.content import Part, Problem


@click.command(
    "check",
    short_help="Judge one answer to one problem.",
    context_settings={"ignore_unknown_options": True},  # -1/2 and -oo are answers
)
@click.argument("problem")
@click.argument("answer")
@click.option("--variant", type=click.IntRange(min=1), default=1, help="Which variant, counted from 1.")
@click.option("--part", "part_id", default="", help="Which part, where a problem has several.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of words.")
def command(problem: str, answer: str, variant: int, part_id: str, as_json: bool) -> None:
    """Judge ANSWER to the problem whose id is PROBLEM."""
    from tutor.worker.alone import judge_alone

    found = _problem(problem)
    part = _part(found, part_id)
    if variant > len(found.variants):
        raise click.UsageError(f"'{problem}' has {len(found.variants)} variants")
    values = found.variants[variant - 1]
    question = found.question(values, part)
    start = perf_counter()
    try:
        judgement = judge_alone(question, answer)
    except QuestionFault as fault:
        raise click.ClickException(f"{found.file}: {fault.field}: {fault.message}") from None
    said = next((values.text(mistake.say.say()) for mistake in part.mistakes if mistake.id == judgement.mistake), "")
    show(judgement, question, answer, as_json, 1000 * (perf_counter() - start), problem, said)


def _problem(name: str) -> "Problem":
    from tutor.app.places import cache_folder
    from tutor.content import load_library, shipped_root

    library = load_library([shipped_root()], cache_folder())
    if name not in library.bank.problems:
        raise click.UsageError(_no_such(name, library.bank.problems) + "".join(f"\n{f}" for f in library.faults))
    return library.bank.problems[name]


def _part(problem: "Problem", name: str) -> "Part":
    """The part of that id; without a name the only one."""
    parts = {part.id: part for part in problem.parts}
    if name in parts:
        return parts[name]
    several = [part for part in parts if part]
    if name or not several:
        raise click.UsageError(f"'{problem.id}' has no part '{name}'")
    raise click.UsageError(f"'{problem.id}' has the parts {', '.join(several)}; name one with --part")


def _no_such(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    nearest = get_close_matches(name, known, n=1)
    return f"there is no problem '{name}'" + (f"; did you mean '{nearest[0]}'?" if nearest else "")
