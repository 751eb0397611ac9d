"""From a file to values, with every fault at its place: the schema first, then what the schema cannot know."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from tutor.content.faults import listed, nearest_of, quoted
from tutor.content.field_types import described
from tutor.content.schema import Strict
from tutor.content.source import Fields, Items, Node, Scalar, Source, Spot, at, plain, read_node
from tutor.content.texts import FALLBACK

Model = TypeVar("Model", bound=Strict)
Path = tuple[str | int, ...]
"""The way from the root of a file to a node: names of fields and places in lists."""


def read_model(source: Source, model: type[Model]) -> tuple[Model | None, Node | None]:
    """The file as that model, and its nodes; None for what could not be read, with the faults noted."""
    node = read_node(source)
    if node is None:
        return None, None
    if not isinstance(node, Fields):
        source.fault(node.spot, "", f"a mapping with the fields {listed(names(model))}", described(plain(node)))
        return None, node
    source.title = source.title or title_of(node)
    try:
        return model.model_validate(plain(node)), node
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            _note(source, node, model, dict(problem))
        return None, node


def names(model: type[Strict]) -> list[str]:
    """The fields of a model as they are written in a file."""
    return [field.alias or name for name, field in model.model_fields.items()]


def title_of(node: Fields) -> str:
    """The title of the file, else its id, for messages; empty where it has neither."""
    for name in ("title", "id", "set"):
        title = node.get(name)
        if isinstance(title, Fields):
            title = title.get(FALLBACK)
        if isinstance(title, Scalar) and title.text.strip():
            return title.text.strip()
    return ""


def trail(path: Path) -> str:
    """The way to a field in the author's words: `mistakes`, item 2, `when`."""
    return ", ".join(f"item {step + 1}" if isinstance(step, int) else f"`{step}`" for step in path)


def check_id(source: Source, node: Fields, name: str, files: Mapping[str, str]) -> None:
    """Note an id that another file has."""
    scalar = node.get(name)
    if isinstance(scalar, Scalar) and files.get(scalar.text, source.file) != source.file:
        found = f"'{scalar.text}', which is the id of {files[scalar.text]} already"
        source.fault(scalar.spot, f"`{name}`", "an id that no other file has", found)


def check_listing(source: Source, node: Fields, name: str, known: Iterable[str], expected: str) -> None:
    """Note what does not belong into the list that this field holds."""
    listing = node.get(name)
    if isinstance(listing, Items):
        check_known(source, listing, (name,), known, expected)


def check_known(source: Source, listing: Items, path: Path, known: Iterable[str], expected: str) -> None:
    """Note every item of the list that is not among the known words, and every one that comes twice."""
    known = list(known)
    seen: set[str] = set()
    for k, item in enumerate(listing.items):
        if not isinstance(item, Scalar):
            continue
        if item.text not in known:
            nearest = nearest_of(item.text, known)
            source.fault(item.spot, trail((*path, k)), expected, quoted(item.text), nearest)
        elif item.text in seen:
            source.fault(item.spot, trail((*path, k)), "every one once", f"{quoted(item.text)} again")
        seen.add(item.text)


def way_back(start: str, arrows: Mapping[str, Iterable[str]]) -> list[str] | None:
    """A way along the arrows from a place back to itself, if there is one."""
    waiting = [[start]]
    seen: set[str] = set()
    while waiting:
        way = waiting.pop()
        for following in arrows.get(way[-1], ()):
            if following == start:
                return [*way, following]
            if following not in seen:
                seen.add(following)
                waiting.append([*way, following])
    return None


def _note(source: Source, root: Fields, model: type[Strict], problem: dict[str, Any]) -> None:
    path = tuple(step for step in problem["loc"] if step != "[key]")
    if problem["type"] == "missing":
        _note_missing(source, root, model, path)
    elif problem["type"] == "extra_forbidden":
        _note_unknown(source, root, model, path)
    else:
        context = problem.get("ctx", {})
        path += tuple(context.get("inside", ()))
        spot = at(root, path).spot
        expected = context.get("expected") or _expected(model, path)
        source.fault(spot, trail(path), str(expected), context.get("found") or described(problem["input"]))


def _note_missing(source: Source, root: Fields, model: type[Strict], path: Path) -> None:
    holder = at(root, path[:-1])
    name = path[-1]
    description = _expected(model, path)
    source.fault(head_spot(holder), trail(path[:-1]), f"a field `{name}`: {description}", "none")


def _note_unknown(source: Source, root: Fields, model: type[Strict], path: Path) -> None:
    holder = at(root, path[:-1])
    name = str(path[-1])
    legal = names(_model_at(model, path[:-1]) or model)
    key = holder.key(name) if isinstance(holder, Fields) else None
    spot = key.spot if key else holder.spot
    free = [word for word in legal if isinstance(holder, Fields) and holder.get(word) is None]
    source.fault(
        spot,
        trail(path[:-1]),
        f"one of the fields {listed(legal, 20)}",
        f"'{name}'",
        nearest_of(name, free or legal),
    )


def head_spot(node: Node) -> Spot:
    """The first word of a node: the place to hang a fault on that is about what is not there."""
    if isinstance(node, Fields) and node.entries:
        return node.entries[0][0].spot
    if isinstance(node, Items) and node.items:
        return head_spot(node.items[0])
    return node.spot


def _field_at(model: type[Strict], path: Path) -> FieldInfo | None:
    """The field at the end of the path, or the last one on the way there."""
    found: FieldInfo | None = None
    current: type[Strict] | None = model
    for step in path:
        if isinstance(step, int) or current is None:
            continue
        for name, info in current.model_fields.items():
            if step == (info.alias or name):
                found, current = info, _inner_model(info.annotation)
                break
    return found


def _model_at(model: type[Strict], path: Path) -> type[Strict] | None:
    if not path:
        return model
    field = _field_at(model, path)
    return _inner_model(field.annotation) if field else None


def _inner_model(annotation: Any) -> type[Strict] | None:
    if isinstance(annotation, type):
        return annotation if issubclass(annotation, Strict) else None
    for inner in getattr(annotation, "__args__", ()):
        found = _inner_model(inner)
        if found:
            return found
    return None


def _expected(model: type[Strict], path: Path) -> str:
    field = _field_at(model, path)
    return (field.description if field else None) or "another sort of value"
