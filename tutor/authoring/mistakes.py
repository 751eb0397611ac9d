"""Known mistakes that cannot do their work: a right answer, and one that an earlier mistake catches already."""

from collections.abc import Iterator

from tutor.authoring.places import parts_of, placed, spelling_path
from tutor.content.faults import ContentFault, quoted
from tutor.content.problems import Part, Problem, Variant
from tutor.content.reading import Path
from tutor.content.source import Source
from tutor.judge.verdicts import Verdict
from tutor.kinds import Asked, QuestionFault, Stating, ask
from tutor.language.faults import Fault
from tutor.mathematics.trees.budget import Budget
from tutor.worker.judging import verdict_on

STEPS = 200_000
"""For one comparison."""

_When = tuple[str, str, Path]
"""The id of a mistake, the wrong answer that gives it away in one variant, and its place in the file."""


def faulty_mistakes(problem: Problem, source: Source) -> Iterator[ContentFault]:
    """Wrong answers that are right, or that two mistakes claim; each place in the first variant that shows it."""
    for path, part in parts_of(problem):
        noted: set[Path] = set()
        for variant in problem.variants if part.mistakes else ():
            for place, expected, found in _remarks(problem, part, variant, source, path):
                if place not in noted:
                    noted.add(place)
                    told = f"{found} (with {variant.label})" if variant.values else found
                    yield placed(source, place, expected, told)


def _remarks(
    problem: Problem, part: Part, variant: Variant, source: Source, path: Path
) -> Iterator[tuple[Path, str, str]]:
    try:
        asked = ask(problem.question(variant, part))
        listed = list(_listed(part, variant, source, path))
        same = [asked.same_as(when) for _, when, _ in listed]
    except (QuestionFault, Fault):
        return  # noted when the file was read
    for number, (name, when, place) in enumerate(listed):
        if _agrees(asked, when):
            yield place, "a wrong answer", f"{quoted(when)}, which is judged correct"
            continue
        first = next((k for k in range(number) if listed[k][0] != name and _agrees(same[k], when)), None)
        if first is not None:
            other, earlier, _ = listed[first]
            found = f"{quoted(when)}, which says the same as {quoted(earlier)} of the mistake '{other}'"
            yield place, "an answer that no other mistake catches", found


def _listed(part: Part, variant: Variant, source: Source, path: Path) -> Iterator[_When]:
    for k, mistake in enumerate(part.mistakes):
        for n, when in enumerate(mistake.when):
            yield mistake.id, variant.formula(when), spelling_path(source, path, k, n)


def _agrees(asked: Asked | Stating, answer: str) -> bool:
    return verdict_on(asked, answer, Budget(STEPS)) is Verdict.CORRECT
