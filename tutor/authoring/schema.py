"""The JSON Schema of content files, with the fields of every answer kind."""

from collections.abc import Mapping
from typing import Any

from tutor.content.field_types import SHOWN
from tutor.content.schema import SchemaName, json_schema
from tutor.kinds import Kind, kinds

_DATA = {"type": ["string", "number", "array", "object"]}
_SHOWN = {"type": ["array", "string", "number"]}


def schema_of(name: SchemaName) -> dict[str, Any]:
    """The JSON Schema of that sort of file, draft 2020-12."""
    schema = json_schema(name)
    answers = [_answer(kind) for kind in kinds().values()]
    return {key: _with_answers(value, answers) for key, value in schema.items()}


def _with_answers(value: Any, answers: list[dict[str, Any]]) -> Any:
    """The schema with every free answer block replaced by one alternative for each kind."""
    if isinstance(value, list):
        return [_with_answers(inner, answers) for inner in value]
    if not isinstance(value, Mapping):
        return value
    if value.get("required") == ["kind"]:
        return {"oneOf": answers, **{key: value[key] for key in ("description", "default") if key in value}}
    return {key: _with_answers(inner, answers) for key, inner in value.items()}


def _answer(kind: Kind) -> dict[str, Any]:
    fields = {name: field for name, field in kind.fields.items() if name != "claims"}
    return {
        "type": "object",
        "title": kind.name,
        "properties": {
            "kind": {"const": kind.name},
            **{n: {"description": f.meaning, **(_SHOWN if n in SHOWN else _DATA)} for n, f in fields.items()},
        },
        "required": ["kind", *(name for name, field in fields.items() if field.required)],
        "additionalProperties": False,
    }
