"""Batches: one JSON object a line in, one a line out, in order, in constant memory.

A line names a `kind`, an `answer` and the fields of that kind, flat, with `given` where they refer to objects and an
`id` that is passed through as it is; lines with the same id are each answered. Blank lines are passed over. A line
that cannot be judged yields an `error` object and the run goes on.
"""

import json
from collections.abc import Iterator, Mapping
from time import perf_counter
from typing import Any, BinaryIO

from tutor.kinds import Question, QuestionFault
from tutor.worker.handle import Worker
from tutor.worker.lines import result_line

LONGEST_LINE = 4 * 2**20
"""Bytes. A longer line is an error; it is skipped without being held in memory."""

_NOT_FIELDS = {"id", "kind", "answer", "given"}


def judged_lines(stream: BinaryIO, worker: Worker) -> Iterator[dict[str, Any]]:
    """The line out for each line in."""
    for number, raw in enumerate(_lines(stream), 1):
        if raw.strip():
            yield _answered(raw, number, worker)


def _answered(raw: bytes, number: int, worker: Worker) -> dict[str, Any]:
    line: dict[str, Any] = {}
    try:
        line = _object(raw)
        question, answer = _question(line)
        start = perf_counter()
        judgement = worker.judge(question, answer)
        return result_line(line.get("id"), judgement, 1000 * (perf_counter() - start))
    except QuestionFault as fault:
        error = {"line": number, "field": fault.field or None, "message": fault.message}
        return {"id": line.get("id"), "error": error}


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of the stream, each cut off soon after `LONGEST_LINE` bytes; the rest of a cut line is skipped."""
    while raw := stream.readline(LONGEST_LINE + 1):
        rest = raw
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE + 1)
        yield raw


def _object(raw: bytes) -> dict[str, Any]:
    if len(raw) > LONGEST_LINE:
        raise QuestionFault("", f"the line is longer than {LONGEST_LINE} bytes")
    try:
        line = json.loads(raw.decode("utf-8-sig"), parse_float=str)
    except UnicodeDecodeError as error:
        raise QuestionFault("", f"the line is not UTF-8: byte {error.start} is wrong") from None
    except json.JSONDecodeError as error:
        raise QuestionFault("", f"the line is not JSON: {error.msg} at column {error.colno}") from None
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, thousands of brackets
        raise QuestionFault("", f"the line is not JSON that can be read: {error}") from None
    if not isinstance(line, dict):
        raise QuestionFault("", "the line is not a JSON object")
    return line


def _question(line: Mapping[str, Any]) -> tuple[Question, str]:
    given = line.get("given", {})
    if not isinstance(given, dict) or not all(isinstance(text, str) for text in given.values()):
        raise QuestionFault("given", "`given` must map names to texts")
    fields = {name: value for name, value in line.items() if name not in _NOT_FIELDS}
    return Question(_text(line, "kind"), fields, given), _text(line, "answer")


def _text(line: Mapping[str, Any], name: str) -> str:
    """The text under this name; a whole number counts as the text that writes it."""
    value = line.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise QuestionFault(name, f"`{name}` must be there, as a text")
    return value
