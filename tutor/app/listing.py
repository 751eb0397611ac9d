"""`ae list`: the lessons and problems there are."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tutor.content import Bank, Lesson, Problem


@click.command("list", short_help="List lessons and problems.")
@click.argument("words", nargs=-1, metavar="[FILTER]")
@click.option("--lang", "language", default="en", show_default=True, help="The language of the titles.")
def command(words: tuple[str, ...], language: str) -> None:
    """List lessons with their problems, then the problems of no lesson.

    FILTER is any number of words; a problem is listed if each of them is in its id, title, skills, kind of answer,
    unit or lesson. `difficulty:3` keeps one difficulty.
    """
    from tutor.app.places import cache_folder
    from tutor.content import load_library, shipped_root

    library = load_library([shipped_root()], cache_folder())
    for fault in library.faults:
        click.echo(f"{fault}\n", err=True)
    lines = list(listed(library.bank, words, language))
    click.echo("\n".join(lines) if lines else f"nothing matches {' '.join(words)}" if words else "there is no content")


def listed(bank: "Bank", words: tuple[str, ...], language: str) -> Iterator[str]:
    """One line a lesson and one a problem, those only that match every word."""
    shown: set[str] = set()
    for lesson in bank.lessons.values():
        problems = [bank.problems[name] for name in lesson.problems if name in bank.problems]
        kept = [problem for problem in problems if _matches(bank, problem, lesson, words, language)]
        shown |= {problem.id for problem in problems}
        if kept or not words:
            yield f"{lesson.unit} {lesson.title.say(language)} [{lesson.id}]"
            yield from (_line(problem, language) for problem in kept)
    rest = [problem for problem in bank.problems.values() if problem.id not in shown]
    kept = [problem for problem in rest if _matches(bank, problem, None, words, language)]
    if kept:
        yield "More problems"
        yield from (_line(problem, language) for problem in sorted(kept, key=lambda problem: problem.id))


def _line(problem: "Problem", language: str) -> str:
    return f"  {problem.id}  {problem.title.say(language)}  (difficulty {problem.difficulty})"


def _matches(bank: "Bank", problem: "Problem", lesson: "Lesson | None", words: tuple[str, ...], language: str) -> bool:
    """Whether every word occurs in what there is to say about the problem."""
    units = {bank.skills[skill].unit for skill in problem.skills if skill in bank.skills}
    about = [problem.id, problem.title.say(language), *problem.skills, *(part.kind for part in problem.parts), *units]
    if lesson:
        about += [lesson.id, lesson.title.say(language)]
    text = " ".join([*about, f"difficulty:{problem.difficulty}"]).casefold()
    return all(word.casefold() in text for word in words)
