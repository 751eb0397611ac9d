"""`gradebook.csv`: one row a file, one column a question, for a spreadsheet.

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula and runs it, so a text that does is
written with an apostrophe before it.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from tutor.grading.marking import SEVERAL, Asked, Mark, Outcome
from tutor.grading.results import number

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def gradebook_csv(asked: Sequence[Asked], outcomes: Iterable[Outcome]) -> str:
    """The whole file.

    `points` counts what has been decided, `open` is what the answers under `needs_review` may still earn: nothing
    there is lost before somebody has looked. A question with an open answer has an empty cell.
    """
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["student", "file", *map(column, asked), "points", "open", "of", "needs_review", "remarks"])
    for outcome in outcomes:
        rows.writerow([*_row(asked, outcome)])
    return text.getvalue()


def column(asked: Asked) -> str:
    """The name of a question in tables: its problem, and its part where there are several."""
    return f"{asked.problem.id}/{asked.part.id}" if asked.part.id else asked.problem.id


def safe(cell: str) -> str:
    """The text as a spreadsheet shows it and doesn't run it."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def _row(asked: Sequence[Asked], outcome: Outcome) -> Iterator[str]:
    yield safe(outcome.student)
    yield safe(outcome.file)
    yield from (_points(mark) for mark in outcome.marks) if outcome.marks else ("" for _ in asked)
    yield number(decided(outcome.marks))
    yield number(opened(outcome.marks)) if not outcome.refused else number(sum((a.worth for a in asked), Decimal(0)))
    yield number(sum((one.worth for one in asked), Decimal(0)))
    yield safe("; ".join(_reasons(outcome)))
    yield safe("; ".join(outcome.remarks))


def decided(marks: Iterable[Mark]) -> Decimal:
    """The points that are certain."""
    return sum((mark.points for mark in marks if mark.points is not None), Decimal(0))


def opened(marks: Iterable[Mark]) -> Decimal:
    """The points that wait for somebody to look."""
    return sum((mark.asked.worth for mark in marks if mark.points is None), Decimal(0))


def _points(mark: Mark) -> str:
    return "" if mark.points is None else number(mark.points)


def _reasons(outcome: Outcome) -> Iterator[str]:
    if outcome.refused:
        yield f"the file cannot be used: {outcome.refused}"
    for mark in outcome.marks:
        if mark.review:
            yield f"{column(mark.asked)} {mark.review}"
    if any(remark.startswith(SEVERAL) for remark in outcome.remarks):
        yield "which file counts"
