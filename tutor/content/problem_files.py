"""One problem file to one problem: the schema, then everything a schema cannot say."""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from tutor.content.bank import Known
from tutor.content.faults import listed, nearest_of, quoted
from tutor.content.field_types import MOST_HINTS, SHOWN
from tutor.content.problems import Examples, Part, Problem, Variant
from tutor.content.readable import check_formulas
from tutor.content.reading import Path, check_id, check_listing, head_spot, read_model, trail
from tutor.content.schema import ExamplesBlock, PartBlock, ProblemFile
from tutor.content.source import Fields, Items, Node, Scalar, Source, at, scalars
from tutor.content.texts import FALLBACK, SLOT, Text
from tutor.kinds import Kind, kinds


def read_problem(source: Source, known: Known) -> Problem | None:
    """The problem in this file; None where it has faults, which are noted in the source."""
    model, node = read_model(source, ProblemFile)
    if isinstance(node, Fields):
        check_id(source, node, "id", known.problem_files)
        _check_parts(source, node)
        check_listing(source, node, "skills", known.skills, "a skill of skills.yaml")
        for path, part in part_nodes(node):
            _check_kind(source, part, path)
            _check_hints(source, part, path)
            _check_mistakes(source, part, path)
    if model is None or not isinstance(node, Fields):
        return None
    _check_slots(source, node, model)
    if source.faults:
        return None
    problem = _problem(source, model)
    check_formulas(source, node, problem)
    return None if source.faults else problem


def part_nodes(node: Fields) -> list[tuple[Path, Fields]]:
    """The parts of a problem file with their paths: the file itself where it has no `parts:`."""
    parts = node.get("parts")
    if not isinstance(parts, Items):
        return [((), node)]
    return [(("parts", k), part) for k, part in enumerate(parts.items) if isinstance(part, Fields)]


def _check_parts(source: Source, node: Fields) -> None:
    """Either one question in the file, or `parts:` with a question each; then `ask` is said once before them."""
    if node.get("parts") is None:
        for name in ("ask", "answer"):
            if node.get(name) is None:
                meaning = ProblemFile.model_fields[name].description
                source.fault(head_spot(node), "", f"a field `{name}`: {meaning}", "none")
        return
    for name in ("answer", "claims", "mistakes", "hints", "examples"):
        key = node.key(name)
        if key is not None:
            source.fault(key.spot, "", f"`{name}` inside each of the `parts`", f"`{name}` beside `parts`")
    _check_distinct(source, node.get("parts"), ("parts",), "part")


def _check_kind(source: Source, part: Fields, path: Path) -> None:
    answer = part.get("answer")
    name = answer.get("kind") if isinstance(answer, Fields) else None
    if not isinstance(answer, Fields) or not isinstance(name, Scalar):
        return
    here = (*path, "answer")
    kind = kinds().get(name.text)
    if kind is None:
        expected = f"a kind of answer: {listed(kinds(), 20)}"
        source.fault(name.spot, trail(here), expected, quoted(name.text), nearest_of(name.text, kinds()))
        return
    _check_fields(source, answer, here, kind)
    _check_claims(source, part, path, kind)


def _check_fields(source: Source, answer: Fields, path: Path, kind: Kind) -> None:
    legal = [name for name in kind.fields if name != "claims"]
    for key, _ in answer.entries:
        if key.text != "kind" and key.text not in legal:
            expected = f"one of the fields of the kind '{kind.name}': {listed(legal, 20)}"
            source.fault(key.spot, trail(path), expected, quoted(key.text), nearest_of(key.text, legal))
    for name in legal:
        if kind.fields[name].required and answer.get(name) is None:
            expected = f"a field `{name}`: {kind.fields[name].meaning}"
            source.fault(head_spot(answer), trail(path), expected, "none")


def _check_claims(source: Source, part: Fields, path: Path, kind: Kind) -> None:
    """`claims` stand beside the answer block, where there is room for what is said when one fails."""
    key, taken = part.key("claims"), kind.fields.get("claims")
    if key and not taken:
        source.fault(key.spot, trail(path), "a kind that takes claims", f"the kind '{kind.name}', which takes none")
    elif taken and taken.required and not key:
        source.fault(head_spot(part), trail(path), f"a field `claims`: {taken.meaning}", "none")


def _check_hints(source: Source, part: Fields, path: Path) -> None:
    hints = part.get("hints")
    if isinstance(hints, Items) and len(hints.items) > MOST_HINTS:
        spot = head_spot(hints.items[MOST_HINTS])
        source.fault(spot, trail((*path, "hints")), f"at most {MOST_HINTS} hints", f"{len(hints.items)} hints")


def _check_mistakes(source: Source, part: Fields, path: Path) -> None:
    known = _check_distinct(source, part.get("mistakes"), (*path, "mistakes"), "mistake")
    examples = part.get("examples")
    wrong = examples.get("incorrect") if isinstance(examples, Fields) else None
    for k, item in enumerate(wrong.items if isinstance(wrong, Items) else ()):
        named = item.get("mistake") if isinstance(item, Fields) else None
        if isinstance(named, Scalar) and named.text not in known:
            here = trail((*path, "examples", "incorrect", k))
            nearest = nearest_of(named.text, known)
            source.fault(named.spot, here, "the id of one of the mistakes", quoted(named.text), nearest)


def _check_distinct(source: Source, listing: Node | None, path: Path, what: str) -> set[str]:
    """The ids in a list of mappings; one that comes twice is a fault."""
    seen: set[str] = set()
    for k, item in enumerate(listing.items if isinstance(listing, Items) else ()):
        name = item.get("id") if isinstance(item, Fields) else None
        if isinstance(name, Scalar):
            if name.text in seen:
                here = trail((*path, k))
                source.fault(name.spot, here, f"an id that no other {what} has", f"{quoted(name.text)} again")
            seen.add(name.text)
    return seen


_FIXED = ("schema", "id", "skills", "difficulty", "title", "why", "vary", "source", "license")
"""Fields that are the same for every variant: they are read before one is chosen."""


_PROSE = ("ask", "say", "else", "solution", "hints")
"""Texts for people, in one language; what stands there is not read as a formula."""
_EXPONENT = re.compile(r"\d[eE][-+]?$")
"""What a decimal exponent begins with: with a value in parentheses behind it, it is a product with Euler's number."""


def _check_slots(source: Source, node: Fields, model: ProblemFile) -> None:
    """Every `<<name>>` is varied and stands where variants differ, and every varied name is used."""
    varied = {name for row in model.vary for name, _ in row}
    used: set[str] = set()
    for path, scalar in scalars(node):
        for slot in SLOT.finditer(scalar.text):
            used.add(slot[1])
            spot = source.spot_within(scalar, slot.span())
            if path[0] in _FIXED:
                source.fault(spot, trail(path), f"the same `{path[0]}` for every variant", f"'{slot[0]}'")
            elif slot[1] not in varied:
                known = f"one of the names under `vary`: {listed(sorted(varied))}" if varied else "a `vary:`"
                source.fault(spot, trail(path), known, f"'{slot[0]}'", nearest_of(slot[1], varied))
            elif path[-1] not in _PROSE and _EXPONENT.search(scalar.text[: slot.start()]):
                meant = f"10^<<{slot[1]}>> for a power of ten, or e * <<{slot[1]}>> for a product with e"
                source.fault(spot, trail(path), meant, f"'{slot[0]}' behind a digit and e, which is no exponent")
    for name in sorted(varied - used):
        spot = head_spot(at(node, ("vary",)))
        source.fault(spot, "`vary`", f"<<{name}>> in a text or a formula", f"'{name}', which is never used")


def _problem(source: Source, model: ProblemFile) -> Problem:
    return Problem(
        id=model.id,
        title=model.title,
        skills=tuple(model.skills),
        difficulty=model.difficulty,
        why=model.why or Text(((FALLBACK, ""),)),
        variants=tuple(Variant(row) for row in model.vary),
        given=dict(model.given),
        ask=model.ask if model.parts else None,
        parts=tuple(_part(block) for block in model.parts) or (_only_part(model),),
        solution=model.solution,
        source=dict(model.source),
        license=model.license,
        file=source.file,
        fingerprint=sha256(source.text.encode()).hexdigest()[:16],
    )


def _only_part(model: ProblemFile) -> Part:
    ask, answer = model.ask, model.answer
    if ask is None or answer is None:  # `_check_parts` has noted it already
        raise AssertionError("a problem without parts asks a question of its own")
    return _part_from("", ask, answer, model)


def _part(block: PartBlock) -> Part:
    return _part_from(block.id, block.ask, block.answer, block)


def _part_from(id: str, ask: Text, answer: Mapping[str, Any], block: PartBlock | ProblemFile) -> Part:  # noqa: A002
    fields = {name: _language_free(value) for name, value in answer.items() if name != "kind"}
    return Part(
        id=id,
        ask=ask,
        kind=answer["kind"],
        fields=fields,
        shown=_shown(answer),
        conditions=tuple(condition.value() for condition in block.claims),
        mistakes=tuple(mistake.value() for mistake in block.mistakes),
        hints=tuple(block.hints),
        examples=_examples(block.examples),
    )


def _shown(answer: Mapping[str, Any]) -> dict[str, tuple[Text, ...]]:
    return {
        name: tuple(_as_text(item) for item in answer[name]) for name in SHOWN if isinstance(answer.get(name), list)
    }


def _as_text(item: str | Mapping[str, str]) -> Text:
    return Text(((FALLBACK, item),)) if isinstance(item, str) else Text(tuple(item.items()))


def _language_free(value: Any) -> Any:
    """A shown text in its first choice of language, everything else as it is: answers know no language."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(_as_text(item).say() if isinstance(item, Mapping) else _language_free(item) for item in value)
    return value


def _examples(block: ExamplesBlock) -> Examples:
    return Examples(tuple(block.correct), tuple(block.incorrect), tuple(block.unreadable))
