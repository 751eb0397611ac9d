"""One event is one thing that a learner did. Events are only ever added; everything else is derived from them.

Undoing is an event too: it names the attempt it takes back. So the file tells what happened, and a mistyped answer
counts for nothing all the same.
"""

from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any


class Act(StrEnum):
    """What was done."""

    STARTED = "started"
    """Something was put before the learner. In a lesson `lesson` and `step` say where, and resuming goes to the last
    of these; in a review there is no lesson, and `problem` and `variant` are asked afresh."""
    ATTEMPTED = "attempted"
    """An answer was judged; unreadable, misfit and undecided ones are kept as well and cost nothing."""
    HINTED = "hinted"
    SHOWN = "shown"
    """The solution was shown before the part was solved."""
    SKIPPED = "skipped"
    UNDONE = "undone"
    """The event whose `uid` stands in `note` counts for nothing."""


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the file. `at` is UTC; `uid` is unique in the world, so that importing twice adds nothing.

    `note` is the id of the mistake that an attempt matched, what the judge tried on one it could not decide, or the
    uid that an `undone` takes back. `content` is the fingerprint of the problem's text at that time.
    """

    uid: str
    at: datetime
    act: Act
    lesson: str = ""
    step: int = 0
    problem: str = ""
    variant: int = 0
    part: str = ""
    skills: tuple[str, ...] = ()
    content: str = ""
    answer: str = ""
    verdict: str = ""
    note: str = ""


COLUMNS = tuple(field.name for field in fields(Event))


def to_row(event: Event) -> dict[str, Any]:
    """The event as texts and integers: a row of the table, or one line of an export."""
    row = asdict(event)
    row["at"] = event.at.astimezone(UTC).isoformat(timespec="milliseconds")
    row["act"] = event.act.value
    row["skills"] = " ".join(event.skills)
    return row


def from_row(row: dict[str, Any]) -> Event:
    """The event of a row. Raises ValueError, TypeError or KeyError where the row is not one of ours."""
    known = {name: row[name] for name in COLUMNS if name in row}
    known["at"] = datetime.fromisoformat(known["at"])
    known["act"] = Act(known["act"])
    known["skills"] = tuple(known.get("skills", "").split())
    return Event(**known)
