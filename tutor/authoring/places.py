"""Where in a problem file the things stand that the tools for authors talk about."""

from tutor.content.faults import ContentFault
from tutor.content.problems import Example, Part, Problem
from tutor.content.reading import Path, head_spot, trail
from tutor.content.source import Scalar, Source, at


def placed(source: Source, path: Path, expected: str, found: str) -> ContentFault:
    """What there is to say about the field at this path, or about the nearest field around it that is there."""
    if source.root is None:
        raise ValueError(f"{source.file} has not been read")
    copy = Source(source.file, source.text, title=source.title)
    copy.fault(head_spot(at(source.root, path)), trail(path), expected, found)
    return copy.faults[0]


def parts_of(problem: Problem) -> list[tuple[Path, Part]]:
    """The parts with their paths in the file."""
    return [(("parts", k) if part.id else (), part) for k, part in enumerate(problem.parts)]


def example_path(path: Path, sort: str, number: int, example: Example) -> Path:
    """The path of the answer of one example."""
    here = (*path, "examples", sort, number)
    return (*here, "answer") if example.mistake else here


def spelling_path(source: Source, path: Path, mistake: int, spelling: int) -> Path:
    """The path of one `when` of a mistake, which may be one text or a list."""
    here = (*path, "mistakes", mistake, "when")
    alone = source.root is not None and isinstance(at(source.root, here), Scalar)
    return here if alone else (*here, spelling)
