"""`results.jsonl`: one line an answer, with the evidence, for the instructor.

The same submissions give the same bytes: no times, no order of arrival, nothing of this machine.
"""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from tutor.grading.marking import Mark, Outcome
from tutor.worker.messages import plain


def result_lines(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """The lines, each ended; a refused file has one line with an error, an unanswered question one with no verdict."""
    for outcome in outcomes:
        who = {"student": outcome.student, "file": outcome.file}
        if outcome.refused:
            yield _line({**who, "error": outcome.refused, "needs_review": True})
        for mark in outcome.marks:
            yield _line({**who, **_mark(mark)})


def number(points: Decimal) -> str:
    """Points without needless zeros: 2, 1.5."""
    return f"{points.normalize():f}"


def _mark(mark: Mark) -> dict[str, Any]:
    judged = plain(mark.judgement) if mark.judgement else {"verdict": None, "by": None, "evidence": {}, "read_as": None}
    return {
        **judged,
        "problem": mark.asked.problem.id,
        "part": mark.asked.part.id,
        "answer": mark.answer,
        "points": None if mark.points is None else float(mark.points),
        "of": float(mark.asked.worth),
        "needs_review": bool(mark.review),
    }


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=True, sort_keys=True) + "\n"
