"""Banks as JSON and back, so that a bank is parsed once and neither pydantic nor YAML is on the start path.

A dataclass becomes an object with its name under the empty key, which no content file can write, and its values in
order; tuples become lists.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from tutor.content import bank, lessons, problems, texts
from tutor.content.bank import Bank

_CLASSES = {
    kind.__name__: kind
    for room in (bank, lessons, problems, texts)
    for kind in vars(room).values()
    if isinstance(kind, type) and is_dataclass(kind)
}


class Damaged(Exception):  # noqa: N818  (an outcome: read the files instead)
    """This is no stored bank."""


def to_json(whole: Bank) -> str:
    """The bank as one line of ASCII, the same for the same bank."""
    return json.dumps(_plain(whole), separators=(",", ":"))


def from_json(text: str) -> Bank:
    """The bank that `to_json` wrote. Raises Damaged for anything else."""
    try:
        value = _value(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Damaged from error
    if not isinstance(value, Bank):
        raise Damaged
    return value


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        inner = [_plain(getattr(value, field.name)) for field in fields(value)]
        return {"": type(value).__name__, "values": inner}
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return value


def _value(value: Any) -> Any:
    """The value; most of them are texts, so those are passed over first."""
    kind = type(value)
    if kind is list:
        return tuple([inner if type(inner) is str else _value(inner) for inner in value])
    if kind is dict:
        name = value.get("")
        if name is None:
            return {key: inner if type(inner) is str else _value(inner) for key, inner in value.items()}
        return _CLASSES[name](*[inner if type(inner) is str else _value(inner) for inner in value["values"]])
    return value
