"""Progress as JSON lines: to keep, to read, to carry to another machine.

The first line names the format; each further line is one event. Importing adds what is not there yet, so importing
twice, or merging two machines, loses nothing and counts nothing twice.
"""

import json
from collections.abc import Iterable, Iterator

from tutor.progress.events import Event, from_row, to_row

FORMAT = "ae-progress/1"


class BadExport(Exception):  # noqa: N818  (an outcome that the learner is told of)
    """A line that is not what an export holds: its number, from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line, self.reason = line, reason


def to_lines(events: Iterable[Event]) -> Iterator[str]:
    """The lines of an export, without line ends."""
    yield json.dumps({"format": FORMAT})
    for event in events:
        yield json.dumps(
            {key: value for key, value in to_row(event).items() if value not in ("", 0)}, ensure_ascii=False
        )


def from_lines(lines: Iterable[str]) -> tuple[Event, ...]:
    """The events of an export. Raises BadExport at the first line that is not one, so nothing is half imported."""
    numbered = enumerate((line for line in lines if line.strip()), start=1)
    _, head = next(numbered, (1, "{}"))
    if _object(1, head).get("format") != FORMAT:
        raise BadExport(1, f"this is not an export of ae (its first line names the format {FORMAT})")
    return tuple(_event(number, line) for number, line in numbered)


def _event(number: int, line: str) -> Event:
    try:
        return from_row(_object(number, line))
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise BadExport(number, str(problem)) from problem


def _object(number: int, line: str) -> dict[str, object]:
    try:
        found = json.loads(line)
    except ValueError as problem:
        raise BadExport(number, str(problem)) from problem
    if not isinstance(found, dict):
        raise BadExport(number, "not an object")
    return found
