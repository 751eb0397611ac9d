"""The line that every command writes for one judged answer."""

from typing import Any

from tutor.kinds import Judgement
from tutor.worker.engine import engine
from tutor.worker.messages import Plain, plain


def result_line(identifier: Any, judgement: Judgement, milliseconds: float | None = None) -> Plain:
    """The judgement in plain form, with the id it answers, the engine that judged, and the time it took.

    Without a time the line is the same, byte for byte, whenever the same engine judges the same answer.
    """
    line = {"id": identifier, **plain(judgement), "engine": engine()}
    return line if milliseconds is None else {**line, "ms": round(milliseconds, 3)}
