"""What may stand in one field of a content file: checks that say in one phrase what they expected.

Each takes strings, lists and dictionaries, as `source.plain` gives them, and knows what an editor should allow there.
"""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from tutor.content.faults import quoted
from tutor.content.problems import Example
from tutor.content.texts import FALLBACK, Text

SHOWN = ("options", "reasons", "rows", "columns", "steps")
"""Fields of an answer block that a learner reads: lists of texts, in one language or several."""

MOST_HINTS = 3
MOST_VARIANTS = 32


def mismatch(expected: str, found: Any, *inside: str | int) -> PydanticCustomError:
    """The error that carries both halves of a direction, and the way to the culprit inside the value checked."""
    return PydanticCustomError(
        "direction", "{found}", {"expected": expected, "found": described(found), "inside": inside}
    )


def described(value: Any) -> str:
    """What a value is, in the author's words."""
    if value == "":
        return "nothing"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Mapping):
        return f"a mapping with {quoted(', '.join(value))}" if value else "an empty mapping"
    return f"a list of {len(value)}" if value else "an empty list"


def _word(pattern: str, expected: str) -> Callable[[Any], str]:
    legal = re.compile(pattern)

    def check(value: Any) -> str:
        if not isinstance(value, str) or not legal.fullmatch(value):
            raise mismatch(expected, value)
        return value

    return check


def _line(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise mismatch("a text", value)
    return value.strip()


def _text(value: Any) -> Text:
    if isinstance(value, str) and value.strip():
        return Text(((FALLBACK, value.strip()),))
    if isinstance(value, Mapping) and value:
        for language, wording in value.items():
            if not _LANGUAGE.fullmatch(language):
                raise mismatch("a text, or texts by language such as {en: ..., zh: ...}", value)
            if not isinstance(wording, str) or not wording.strip():
                raise mismatch(f"a text for the language {language}", wording, language)
        return Text(tuple((language, wording.strip()) for language, wording in value.items()))
    raise mismatch("a text, or texts by language such as {en: ..., zh: ...}", value)


def whole(low: int, high: int) -> Callable[[Any], int]:
    def check(value: Any) -> int:
        if not isinstance(value, str) or not value.isascii() or not value.isdigit() or len(value) > 9:
            raise mismatch(f"a whole number from {low} to {high}", value)
        if not low <= int(value) <= high:
            raise mismatch(f"a whole number from {low} to {high}", value)
        return int(value)

    return check


def _spellings(value: Any) -> tuple[str, ...]:
    if isinstance(value, str) and value.strip():
        return (value.strip(),)
    if isinstance(value, list) and value and all(isinstance(v, str) and v.strip() for v in value):
        return tuple(v.strip() for v in value)
    raise mismatch("an answer, or a list of answers", value)


def _example(value: Any) -> Example:
    if not isinstance(value, str):
        raise mismatch("an answer; only incorrect ones may name a mistake", value)
    return Example(value)


def _wrong_example(value: Any) -> Example:
    if isinstance(value, str):
        return Example(value)
    if isinstance(value, Mapping) and set(value) == {"answer", "mistake"} and _plain_data(value):
        return Example(_line(value["answer"]), _line(value["mistake"]))
    raise mismatch("an answer, or {answer: ..., mistake: id}", value)


def _answer(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not isinstance(value.get("kind"), str):
        raise mismatch("a mapping with a `kind` and the fields of that kind", value)
    for name, inner in value.items():
        if name in SHOWN and isinstance(inner, list):
            _shown_texts(name, inner)
        elif not _plain_data(inner):
            raise mismatch("a text or a list of texts", inner, name)
    return value


def _shown_texts(name: str, texts: list[Any]) -> None:
    for k, text in enumerate(texts):
        try:
            _text(text)
        except PydanticCustomError:
            raise mismatch("a text, or texts by language such as {en: ..., zh: ...}", text, name, k) from None


def _plain_data(value: Any) -> bool:
    if isinstance(value, str):
        return value != ""
    inside = value.values() if isinstance(value, Mapping) else value
    return bool(value) and all(_plain_data(inner) for inner in inside)


def _values(name: str, value: Any) -> list[str]:
    if isinstance(value, list) and value and all(isinstance(v, str) and v.strip() for v in value):
        return [v.strip() for v in value]
    raise mismatch("a list of exact values such as [1, 2, 1/2]", value, name)


Row = tuple[tuple[str, str], ...]
"""The values of one variant by name."""


def one_variant() -> list[Row]:
    """What a problem has that varies nothing."""
    return [()]


def _vary(value: Any) -> list[Row]:
    """The variants: every combination of a mapping of lists, or exactly the rows of a list of mappings."""
    if isinstance(value, Mapping) and value:
        rows = _combinations(value)
    elif isinstance(value, list) and value and all(isinstance(row, dict) and row for row in value):
        rows = _rows(value)
    else:
        raise mismatch("names with lists of values, or a list of rows such as [{a: 0, b: 1}, {a: 1, b: 3}]", value)
    repeated = next((row for k, row in enumerate(rows) if row in rows[:k]), None)
    if repeated:
        raise mismatch("every variant once", ", ".join(f"{name} = {inner}" for name, inner in repeated))
    return rows


def _combinations(value: Mapping[str, Any]) -> list[Row]:
    rows: list[Row] = [()]
    for name, values in value.items():
        _VARIED(name)
        rows = [(*row, (name, inner)) for row in rows for inner in _values(name, values)]
        if len(rows) > MOST_VARIANTS:
            raise mismatch(f"at most {MOST_VARIANTS} variants", len(rows))
    return rows


def _rows(value: list[dict[str, Any]]) -> list[Row]:
    if len(value) > MOST_VARIANTS:
        raise mismatch(f"at most {MOST_VARIANTS} variants", len(value))
    for k, row in enumerate(value):
        if set(row) != set(value[0]):
            raise mismatch(f"the names {', '.join(value[0])} in every row", row, k)
        for name, inner in row.items():
            _VARIED(name)
            if not isinstance(inner, str) or not inner.strip():
                raise mismatch("an exact value", inner, k, name)
    return [tuple((name, row[name].strip()) for name in value[0]) for row in value]


_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?")
_VARIED = _word(r"[A-Za-z][A-Za-z0-9_]*", "a name such as s or n1")

_TEXT_SCHEMA = {
    "oneOf": [
        {"type": "string", "minLength": 1},
        {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1},
    ]
}
_STRINGS = {"type": "array", "items": {"type": ["string", "number"]}, "minItems": 1}

Words = Annotated[Text, PlainValidator(_text), WithJsonSchema(_TEXT_SCHEMA)]
Line = Annotated[str, PlainValidator(_line), WithJsonSchema({"type": ["string", "number"]})]
Slug = Annotated[
    str,
    PlainValidator(_word(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "an id of small letters, digits and hyphens")),
    WithJsonSchema({"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"}),
]
SkillName = Annotated[
    str,
    PlainValidator(_word(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", "a skill, written with small letters and _")),
    WithJsonSchema({"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}),
]
Difficulty = Annotated[
    int, PlainValidator(whole(1, 5)), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 5})
]
Version = Annotated[str, PlainValidator(_word("1", "1, the only version of the format")), WithJsonSchema({"const": 1})]
Spellings = Annotated[
    tuple[str, ...], PlainValidator(_spellings), WithJsonSchema({"anyOf": [{"type": ["string", "number"]}, _STRINGS]})
]
Sample = Annotated[Example, PlainValidator(_example), WithJsonSchema({"type": ["string", "number"]})]
WrongSample = Annotated[
    Example,
    PlainValidator(_wrong_example),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "number"]},
                {
                    "type": "object",
                    "properties": {"answer": {"type": "string"}, "mistake": {"type": "string"}},
                    "required": ["answer", "mistake"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
AnswerBlock = Annotated[
    dict[str, Any],
    PlainValidator(_answer),
    WithJsonSchema({"type": "object", "properties": {"kind": {"type": "string"}}, "required": ["kind"]}),
]
Vary = Annotated[
    list[Row],
    PlainValidator(_vary),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "object", "additionalProperties": _STRINGS, "minProperties": 1},
                {"type": "array", "items": {"type": "object"}, "minItems": 1},
            ]
        }
    ),
]
