"""Batches: every line is answered in order, whatever the lines hold."""

import io
import json
import random
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from tutor.app import batch
from tutor.app.batch import judged_lines
from tutor.worker.handle import Worker


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """One process for all the batches."""
    with Worker() as started:
        yield started


def run(worker: Worker, *lines: bytes | dict[str, Any]) -> list[dict[str, Any]]:
    """The lines out for these lines in."""
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    return list(judged_lines(io.BytesIO(b"\n".join(raw)), worker))


RIGHT = {"id": "a", "kind": "number", "key": "1/2", "answer": "2/4"}

BROKEN: dict[str, tuple[bytes | dict[str, Any], str | None, str]] = {
    "no JSON": (b"{", None, "not JSON"),
    "no object": (b"[1]", None, "not a JSON object"),
    "no UTF-8": (b'{"id": "\xff"}', None, "not UTF-8: byte 8"),
    "NUL": (b"\x00", None, "not JSON"),
    "a number too long": (b'{"id": ' + b"9" * 5000 + b"}", None, "not JSON that can be read"),
    "brackets too deep": (b"[" * 100_000, None, "not JSON that can be read"),
    "no kind": ({"id": 1, "answer": "1"}, "kind", "must be there, as a text"),
    "no answer": ({"kind": "number", "key": "1"}, "answer", "must be there, as a text"),
    "an answer that is a list": ({**RIGHT, "answer": []}, "answer", "must be there, as a text"),
    "an unknown kind": ({**RIGHT, "kind": "numbr"}, "kind", "did you mean 'number'?"),
    "an unknown field": ({**RIGHT, "decimal": "3"}, "decimal", "did you mean 'decimals'?"),
    "a key that cannot be read": ({**RIGHT, "key": "1 +"}, "key", "something more is expected"),
    "given that is no mapping": ({**RIGHT, "given": ["a"]}, "given", "must map names to texts"),
    "given with a number": ({**RIGHT, "given": {"a": 1}}, "given", "must map names to texts"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_line_is_an_error_and_the_run_goes_on(worker: Worker, case: str) -> None:
    """The error names the line and the field, and the lines around it are judged."""
    line, field, message = BROKEN[case]
    before, error, after = run(worker, RIGHT, line, RIGHT)
    assert before["verdict"] == after["verdict"] == "correct"
    assert set(error) == {"id", "error"}
    assert error["error"]["line"] == 2
    assert error["error"]["field"] == field
    assert message in error["error"]["message"]


def test_ids_are_passed_through(worker: Worker) -> None:
    """An id may be any JSON value, may be absent, and may come twice: each line is answered."""
    ids: list[Any] = ["a", "a", 7, None, [1, {"b": 2}], "ünï"]
    lines = [{**RIGHT, "id": identifier} for identifier in ids]
    assert [line["id"] for line in run(worker, *lines)] == ids
    (line,) = run(worker, {"kind": "number", "key": "1", "answer": "1"})
    assert line["id"] is None


def test_an_error_keeps_its_id(worker: Worker) -> None:
    """Whoever wrote the line can find it."""
    assert run(worker, {**RIGHT, "kind": "numbr"})[0]["id"] == "a"


def test_numbers_are_read_as_they_are_typed(worker: Worker) -> None:
    """A decimal in JSON is the exact rational that was typed, not the nearest double."""
    (line,) = run(worker, b'{"kind": "number", "key": 0.1, "answer": "1/10"}')
    assert line["verdict"] == "correct"
    (line,) = run(worker, b'{"kind": "number", "key": 5, "answer": 5.0}')
    assert line["verdict"] == "correct"


def test_blank_lines_are_passed_over_and_counted(worker: Worker) -> None:
    """Line numbers are those of an editor; a byte order mark is no fault."""
    first, error = run(worker, b"\xef\xbb\xbf" + json.dumps(RIGHT).encode(), b"", b"   ", b"{")
    assert first["verdict"] == "correct"
    assert error["error"]["line"] == 4


def test_a_line_that_is_too_long_is_skipped(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an error, nothing of it is taken for another line, and the next line is judged."""
    monkeypatch.setattr(batch, "LONGEST_LINE", 1000)
    long = b'{"id": "' + b"a" * 5000 + b'"}'
    error, after = run(worker, long, RIGHT)
    assert "longer than 1000 bytes" in error["error"]["message"]
    assert after["verdict"] == "correct"


def test_lines_are_answered_as_they_come(worker: Worker) -> None:
    """The first line out does not wait for the last line in."""

    class Slowly(io.BytesIO):
        """A stream that counts how many lines were taken."""

        taken = 0

        def readline(self, size: int | None = -1) -> bytes:
            self.taken += 1
            return super().readline(size)

    stream = Slowly(b"\n".join([json.dumps(RIGHT).encode()] * 5))
    next(judged_lines(stream, worker))
    assert stream.taken == 1


def mixed(count: int) -> Iterator[tuple[bytes, str]]:
    """Lines, some of them broken, each with what must come of it; always the same."""
    chosen = random.Random(2)
    for number in range(count):
        top, bottom = chosen.randint(1, 99), chosen.randint(1, 99)
        whole = {"id": number, "kind": "number", "key": f"{top}/{bottom}"}
        lines: list[tuple[bytes | dict[str, Any], str]] = [
            ({**whole, "answer": f"{2 * top}/{2 * bottom}"}, "correct"),
            ({**whole, "answer": f"{top + 1}/{bottom}"}, "incorrect"),
            ({**whole, "answer": "[0,1]"}, "misfit"),
            ({**whole, "answer": "(1"}, "unreadable"),
            ({**whole, "answer": "1", "kind": "numbr"}, "error"),
            (b'{"id": ' + str(number).encode() + b', "kind": "number", ', "error"),
            ({**whole, "kind": "function", "key": f"{top} x", "answer": f"x*{top}"}, "correct"),
            ({**whole, "kind": "function", "key": f"{top} x", "answer": f"x*{top + 1}"}, "incorrect"),
        ]
        line, outcome = chosen.choice(lines)
        yield (line if isinstance(line, bytes) else json.dumps(line).encode()), outcome


def outcomes(lines: Iterable[dict[str, Any]]) -> list[str]:
    """The verdict of each line, or `error`."""
    return [line.get("verdict", "error") for line in lines]


def test_a_thousand_lines_are_answered_in_order(worker: Worker) -> None:
    """Broken lines among them cost no other line its answer, and one process judges all."""
    lines, expected = zip(*mixed(1000), strict=True)
    worker.start()
    process = worker.pid
    assert outcomes(run(worker, *lines)) == list(expected)
    assert worker.pid == process
