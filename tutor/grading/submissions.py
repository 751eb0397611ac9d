"""A folder of answer files, read as what it is: texts by strangers.

One file is one submission, in YAML or JSON:

    student: ada                    # else the name of the file
    set: week-3                     # may be left out; another set is refused
    answers:
      rationals: "0"
      half-atom: {atom: 1/2, mean: 1/4}

A file that cannot be used is refused with a reason and a place, and the others go on. Links, folders, pipes, files
over `LARGEST` bytes, text that is not UTF-8, YAML with anchors, aliases or tags, deep nesting and wrong types are all
such reasons; see `tutor.content.source` for what is refused in YAML. Numbers in JSON are taken as they were typed.
"""

import json
import os
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tutor.content.faults import quoted
from tutor.content.source import Source, plain, read_node

LARGEST = 50_000
"""Bytes of one file."""

LONGEST_ANSWER = 10_000
LONGEST_NAME = 100
"""Characters."""

ENDINGS = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Submission:
    """The answers of one file by problem and part; the only part of a problem without parts is ""."""

    file: str
    student: str
    answers: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that could not be used, whose it seems to be by its name, and why."""

    file: str
    student: str
    reason: str


def read_submissions(folder: Path, set_id: str) -> Iterator[Submission | Refused]:
    """Every entry of the folder in the order of names, hidden ones left out. Raises OSError for the folder itself."""
    for name in sorted(os.listdir(folder)):
        if not name.startswith("."):
            yield _read(folder / name, set_id)


class _Unusable(Exception):  # noqa: N818  (an outcome: one row of the gradebook)
    """Why a file cannot be used, in a sentence."""


def _read(path: Path, set_id: str) -> Submission | Refused:
    file = _shown(path.name)
    try:
        return _submission(file, _named(path), _content(path, file), set_id)
    except _Unusable as unusable:
        return Refused(file, _named(path), str(unusable))


def _content(path: Path, file: str) -> Any:
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise _Unusable(f"the name of an answer file ends in {', '.join(ENDINGS)}")
    text = _text(path)
    return _json(text) if ending == ".json" else _yaml(text, file)


def _shown(name: str) -> str:
    """A file name that can be printed: names need be neither UTF-8 nor printable."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)[:LONGEST_NAME]


def _named(path: Path) -> str:
    return unicodedata.normalize("NFC", _shown(path.stem))


def _text(path: Path) -> str:
    """The text of a plain file, without following a link and without waiting for a pipe."""
    data = _bytes(path)
    if len(data) > LARGEST:
        raise _Unusable(f"it is longer than {LARGEST} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _Unusable(f"it is not text in UTF-8: byte {error.start + 1} is 0x{data[error.start]:02x}") from None


def _bytes(path: Path) -> bytes:
    """At most one byte more than `LARGEST`."""
    if path.is_symlink():
        raise _Unusable("it is a link")
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise _Unusable(f"it cannot be opened: {error.strerror}") from None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise _Unusable("it is not a plain file")
        with os.fdopen(handle, "rb", closefd=False) as stream:
            return stream.read(LARGEST + 1)
    finally:
        os.close(handle)


def _json(text: str) -> Any:
    try:
        return json.loads(
            text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_without_repetition
        )
    except json.JSONDecodeError as error:
        raise _Unusable(f"line {error.lineno}: this is not JSON: {error.msg}") from None
    except RecursionError:
        raise _Unusable("it is nested too deep") from None


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, value in pairs:
        if name in read:
            raise _Unusable(f"{quoted(name)} is there twice")
        read[name] = value
    return read


def _yaml(text: str, file: str) -> Any:
    source = Source(file, text.replace("\r\n", "\n"))
    node = read_node(source)
    if source.faults or node is None:
        fault = source.faults[0]
        raise _Unusable(f"line {fault.line}: expected {fault.expected}, found {fault.found}")
    return plain(node)


def _submission(file: str, named: str, content: Any, set_id: str) -> Submission:
    if not isinstance(content, dict):
        raise _Unusable("expected `student` and `answers`, found no mapping")
    student = _name(content.get("student", named), "student")
    if _name(content.get("set", set_id), "set") != set_id:
        raise _Unusable(f"it answers the set {quoted(content['set'])}, not '{set_id}'")
    answers = content.get("answers")
    if not isinstance(answers, dict):
        raise _Unusable("expected `answers`, a mapping from problems to answers, found none")
    return Submission(file, student, dict(_answers(answers)))


def _name(value: Any, field: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_NAME or not value.isprintable():
        raise _Unusable(f"expected a name of at most {LONGEST_NAME} printable characters in `{field}`")
    return unicodedata.normalize("NFC", value.strip())


def _answers(answers: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], str]]:
    for problem, value in answers.items():
        parts = value if isinstance(value, dict) else {"": value}
        for part, answer in parts.items():
            if not isinstance(answer, str):
                where = f"{problem}, {part}" if part else problem
                raise _Unusable(f"expected a text as the answer to {quoted(where)}; put it in quotes")
            if len(answer) > LONGEST_ANSWER:
                raise _Unusable(f"the answer to {quoted(problem)} is longer than {LONGEST_ANSWER} characters")
            yield (problem, part), answer
