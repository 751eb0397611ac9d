"""YAML text to nodes that know where they stand. Every scalar is a string; the schema says what else it may be.

What a content file doesn't need is refused, each with a sentence of its own: anchors and aliases (a file of 1 KB can
stand for gigabytes), tags (they ask for code), several documents, keys that are not words, a key written twice,
nesting deeper than `DEEPEST`, files longer than `LONGEST`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.scanner import Scanner

from tutor.content.faults import ContentFault, quoted

DEEPEST = 12
LONGEST = 50_000
"""Characters of one file: what takes ruamel longest at this length takes it under two seconds."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of one line of the file: line and column count from 0."""

    line: int
    column: int
    length: int = 1


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text. `style` is the quote it stands in, `|` or `>` for a block, None where it is plain."""

    text: str
    start: int
    end: int
    spot: Spot
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple["Node", ...]
    spot: Spot


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping, in the order of the file."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    spot: Spot

    def get(self, name: str) -> "Node | None":
        """The value of that key."""
        return next((node for key, node in self.entries if key.text == name), None)

    def key(self, name: str) -> Scalar | None:
        """The key itself, for its place."""
        return next((key for key, _ in self.entries if key.text == name), None)


Node = Scalar | Items | Fields


@dataclass(slots=True)
class Source:
    """One file as read: its name for messages, its text, and the faults found so far.

    `first_line` is where the text begins in the file, for a block inside a lesson. `root` is there once it is read.
    """

    file: str
    text: str
    first_line: int = 0
    faults: list[ContentFault] = field(default_factory=list)
    title: str = ""
    root: Node | None = None
    lines: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = self.text.split("\n")

    def fault(self, spot: Spot, trail: str, expected: str, found: str, nearest: str | None = None) -> None:
        """Note one fault at that spot; `trail` names the field, the title is added."""
        line = self.lines[spot.line] if spot.line < len(self.lines) else ""
        title = quoted(self.title) if self.title else ""
        self.faults.append(
            ContentFault(
                file=self.file,
                line=self.first_line + spot.line + 1,
                column=min(spot.column, len(line)),
                length=spot.length,
                text=line,
                where=f"in {trail} of {title}" if trail and title else f"in {trail or title}".removesuffix("in "),
                expected=expected,
                found=found,
                nearest=nearest,
            )
        )

    def spot_within(self, scalar: Scalar, span: tuple[int, int]) -> Spot:
        """Where a slice of the scalar's text stands in the file; the slice is cut at the end of its line."""
        places = _places(self, scalar)
        start = min(span[0], len(scalar.text))
        if places is None or start >= len(places):
            return scalar.spot
        line, column = places[start]
        last = start
        while last + 1 < min(span[1], len(places)) and places[last + 1][0] == line:
            last += 1
        return Spot(line, column, places[last][1] - column + 1)


def has_control(source: Source) -> bool:
    """Whether the text holds a character that could act on a terminal or on the order of reading; it is noted."""
    found = _CONTROL.search(source.text)
    if found is None:
        return False
    before = source.text[: found.start()]
    spot = Spot(before.count("\n"), found.start() - before.rfind("\n") - 1)
    source.fault(spot, "", *_no_control(found[0]))
    return True


def read_node(source: Source) -> Node | None:
    """The one document of the source; None, with a fault noted, where there is none."""
    if len(source.text) > LONGEST:
        source.fault(Spot(0, 0), "", f"a file of at most {LONGEST} characters", f"{len(source.text)}")
        return None
    if has_control(source):
        return None
    try:
        source.root = _Builder(source).document()
    except MarkedYAMLError as error:
        _note_syntax(source, error)
    except YAMLError as error:
        _note_unreadable(source, error)
    except _TooDeep as error:
        source.fault(error.spot, "", f"lists and mappings nested at most {DEEPEST} deep", "deeper nesting")
    return source.root


def plain(node: Node) -> Any:
    """The node as strings, lists and dictionaries."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}


def at(node: Node, path: tuple[str | int, ...]) -> Node:
    """The node at that path, or the last one on the way that is there."""
    for step in path:
        inner: Node | None = None
        if isinstance(node, Fields):
            inner = node.get(str(step))
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            inner = node.items[step]
        if inner is None:
            return node
        node = inner
    return node


def scalars(node: Node, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Scalar]]:
    """Every text below the node with its path, keys not included."""
    if isinstance(node, Scalar):
        yield path, node
    elif isinstance(node, Items):
        for k, item in enumerate(node.items):
            yield from scalars(item, (*path, k))
    else:
        for key, value in node.entries:
            yield from scalars(value, (*path, key.text))


class _TooDeep(Exception):  # noqa: N818  (a fault of the file)
    def __init__(self, spot: Spot) -> None:
        super().__init__("nested too deep")
        self.spot = spot


class _ShallowScanner(Scanner):
    """ruamel's scanner takes quadratic time on `[[[[…`, so the depth is cut here, before any event comes out."""

    def fetch_flow_collection_start(self, token: Any, to_push: str) -> None:
        if len(self.flow_context) >= DEEPEST:
            mark = self.reader.get_mark()
            raise _TooDeep(Spot(mark.line, mark.column))
        super().fetch_flow_collection_start(token, to_push)


class _Builder:
    """Nodes from ruamel's events, with a depth that is bounded and every surprise noted."""

    def __init__(self, source: Source) -> None:
        self.source = source
        reader = YAML(typ="safe", pure=True)
        reader.Scanner = _ShallowScanner
        self.events: Iterator[Event] = reader.parse(source.text)

    def document(self) -> Node | None:
        node: Node | None = None
        documents = 0
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._note(_spot(event), "one document a file", "a second one after ---")
                    break
                node = self.node(next(self.events), 0)
        if node is None or (isinstance(node, Scalar) and not node.text):
            self._note(Spot(0, 0), "a mapping of fields", "an empty file")
            return None
        return node

    def node(self, event: Event, depth: int) -> Node:
        if depth > DEEPEST:
            raise _TooDeep(_spot(event))
        self._refuse_extras(event)
        if isinstance(event, SequenceStartEvent):
            return Items(tuple(self._items(depth)), _spot(event))
        if isinstance(event, MappingStartEvent):
            return Fields(tuple(self._entries(depth)), _spot(event))
        return self._scalar(event)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self.events), SequenceEndEvent):
            yield self.node(event, depth + 1)

    def _entries(self, depth: int) -> Iterator[tuple[Scalar, Node]]:
        seen: dict[str, int] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, Scalar) or not key.text:
                self._note(key.spot, "a word as the name of a field", "none")
            elif key.text in seen:
                first = self.source.first_line + seen[key.text] + 1
                self._note(key.spot, "every field once", f"'{key.text}' again; it stands in line {first} already")
            else:
                seen[key.text] = key.spot.line
                empty = isinstance(value, Scalar) and not value.text and value.style is None
                yield key, replace(value, spot=key.spot) if empty else value

    def _scalar(self, event: Event) -> Scalar:
        text = event.value if isinstance(event, ScalarEvent) else f"*{getattr(event, 'anchor', '')}"
        style = event.style if isinstance(event, ScalarEvent) else None
        escaped = _CONTROL.search(text)
        if escaped:
            self._note(_spot(event), *_no_control(escaped[0]))
        return Scalar(text, event.start_mark.index, event.end_mark.index, _spot(event), style)

    def _refuse_extras(self, event: Event) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, AliasEvent):
            self._note(_spot(event), "the text itself", f"the alias *{anchor}; a content file has none")
        elif anchor:
            self._note(_spot(event), "no anchors", f"the anchor &{anchor}; a content file has none")
        elif tag:
            self._note(_spot(event), "no tags", f"the tag {quoted(str(tag))}; a content file has none")

    def _note(self, spot: Spot, expected: str, found: str) -> None:
        self.source.fault(spot, "", expected, found)


def _spot(event: Event) -> Spot:
    start, end = event.start_mark, event.end_mark
    if isinstance(event, SequenceStartEvent | MappingStartEvent):
        return Spot(start.line, start.column)
    return Spot(start.line, start.column, end.column - start.column if end.line == start.line else 1)


_CONTROL = re.compile(r"[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters but tab and line feed, other line ends, marks that turn the order of reading, surrogates."""


def _no_control(character: str) -> tuple[str, str]:
    return "text without control characters", f"U+{ord(character):04X}"


_OPENED_BEFORE = ("expected ',' or ']'", "expected ',' or '}'", "unexpected end of stream")
"""Where ruamel notices these is far from where the author slipped, so the place that was opened is shown."""

_DIRECTIONS = (
    ("'\\t'", "blanks to indent with", "a tab"),
    ("mapping values are not allowed", "quotes around a text that holds ': '", "a second ': ' on the line"),
    ("unknown escape character", "a backslash written twice in double quotes, or single quotes", "one backslash"),
    ("could not find expected ':'", "a ':' after the name of a field", "none"),
    ("'@'", "quotes around a text that begins with @", "@ without quotes"),
    ("'`'", "quotes around a text that begins with `", "` without quotes"),
    ("'%'", "quotes around a text that begins with %", "% without quotes"),
    ("expected ',' or ']'", "a ',' or a ']'; quotes around a text with brackets, such as \"[0,1)\"", "neither"),
    ("expected ',' or '}'", "a ',' or a '}'; quotes around a text with braces, such as \"{0, 1}\"", "neither"),
    ("unexpected end of stream", "the closing quote", "the end of the file"),
    ("sequence entries are not allowed", "quotes around a text that begins with '- '", "a list on the same line"),
    ("expected <block end>", "a line indented like the line above it", "another indentation"),
    ("expected '<document start>'", "a line indented like the line above it", "another indentation"),
)
"""Part of what ruamel says, and what we say instead: expected, found."""


def _note_syntax(source: Source, error: MarkedYAMLError) -> None:
    problem = error.problem or "unreadable YAML"
    opened = any(part in problem for part in _OPENED_BEFORE)
    mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
    spot = Spot(mark.line, mark.column) if mark else Spot(0, 0)
    for part, expected, found in _DIRECTIONS:
        if part in problem:
            source.fault(spot, "", expected, found)
            return
    source.fault(spot, "", "YAML", f"a line that is none: {problem}")


def _note_unreadable(source: Source, error: YAMLError) -> None:
    place = getattr(error, "position", 0)
    before = source.text[:place]
    line = before.count("\n")
    character = getattr(error, "character", 0)
    spot = Spot(line, place - before.rfind("\n") - 1)
    source.fault(spot, "", "printable characters", f"the control character U+{character:04X}")


def _places(source: Source, scalar: Scalar) -> list[tuple[int, int]] | None:
    """Line and column of every character of the scalar's text; None where it was folded."""
    if scalar.style == "|":
        return _block_places(source, scalar)
    raw = source.text[scalar.start : scalar.end]
    if "\n" in raw or scalar.style == ">":
        return None
    line, column = scalar.spot.line, scalar.spot.column
    if scalar.style is None:
        return [(line, column + k) for k in range(len(scalar.text))]
    return [(line, column + k) for k in _quoted_places(raw, scalar.style)]


def _quoted_places(raw: str, quote: str) -> list[int]:
    """Where the characters of a quoted scalar stand: an escape is one character of the text."""
    places, k, stop = [], 1, len(raw) - 1
    widths = {"x": 4, "u": 6, "U": 10}
    while k < stop:
        places.append(k)
        if quote == '"' and raw[k] == "\\":
            k += widths.get(raw[k + 1], 2)
        elif quote == "'" and raw[k] == "'":
            k += 2
        else:
            k += 1
    return places


def _block_places(source: Source, scalar: Scalar) -> list[tuple[int, int]]:
    """A literal block: line after line below the bar, each behind the indentation."""
    places = []
    number = scalar.spot.line + 1
    for line in scalar.text.split("\n"):
        written = source.lines[number] if number < len(source.lines) else ""
        indent = max(0, len(written) - len(line))
        places += [(number, indent + k) for k in range(len(line) + 1)]
        number += 1
    return places
