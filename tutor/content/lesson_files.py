"""One Markdown file to one lesson: front matter between two lines `---`, prose, and fenced blocks.

A fence with one of the names in `BLOCKS` holds YAML; any other fence is prose like the rest.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from tutor.content.bank import Known, translation_of
from tutor.content.faults import listed, nearest_of, quoted
from tutor.content.lessons import Asks, Block, Experiment, Lesson, Plot, Predict, Prose, Theorem
from tutor.content.reading import check_id, check_listing, read_model
from tutor.content.schema import ExperimentBlock, FrontMatter, PictureBlock, PredictBlock, TheoremBlock
from tutor.content.source import Fields, Scalar, Source, Spot, has_control, read_node

_FENCE = re.compile(r"(`{3,}|~{3,})\s*([^`\s]*)\s*")


def read_lesson(source: Source, known: Known) -> Lesson | None:
    """The lesson in this file; None where it has faults, which are noted in the source."""
    cut = None if has_control(source) else _front_matter(source)
    if cut is None:
        return None
    front, body_line = cut
    model, node = read_model(front, FrontMatter)
    if isinstance(node, Fields):
        _check_front(front, node, known)
    source.faults += front.faults
    source.title = front.title
    blocks = tuple(_blocks(source, body_line, known))
    if model is None or source.faults:
        return None
    return Lesson(
        id=model.id,
        unit=model.unit,
        title=model.title,
        skills=tuple(model.skills),
        after=tuple(model.after),
        blocks=blocks,
        file=source.file,
    )


def _front_matter(source: Source) -> tuple[Source, int] | None:
    """The YAML between the first two lines `---`, and the line after it."""
    ends = [k for k, line in enumerate(source.lines) if line.rstrip() == "---"]
    if len(ends) < 2 or ends[0] != 0:
        source.fault(Spot(0, 0), "", "front matter between two lines ---", quoted(source.lines[0]))
        return None
    text = "\n".join(source.lines[1 : ends[1]])
    return Source(source.file, text, first_line=1), ends[1] + 1


def _check_front(source: Source, node: Fields, known: Known) -> None:
    translated = translation_of(source.file)
    files = {name: source.file for name, file in known.lesson_files.items() if translated and file == translated[0]}
    check_id(source, node, "id", files or known.lesson_files)
    check_listing(source, node, "skills", known.skills, "a skill of skills.yaml")
    check_listing(source, node, "after", known.lesson_files, "the id of a lesson")
    unit = node.get("unit")
    if isinstance(unit, Scalar) and unit.text not in known.units:
        expected = f"a unit of skills.yaml: {listed(known.units, 20)}"
        source.fault(unit.spot, "`unit`", expected, quoted(unit.text), nearest_of(unit.text, known.units))


def _blocks(source: Source, start: int, known: Known) -> Iterator[Block]:
    prose: list[str] = []
    number = start
    while number < len(source.lines):
        fence = _FENCE.fullmatch(source.lines[number].rstrip())
        if fence is None:
            prose.append(source.lines[number])
            number += 1
            continue
        end = _closing(source, number, fence[1])
        if fence[2] in BLOCKS:
            yield from _prose(prose)
            prose = []
            yield from _block(source, fence[2], number, end, known)
        else:
            _check_fence_name(source, number, fence)
            prose += source.lines[number : end + 1]
        number = end + 1
    yield from _prose(prose)


def _prose(lines: list[str]) -> Iterator[Prose]:
    text = "\n".join(lines).strip("\n")
    if text.strip():
        yield Prose(text)


def _closing(source: Source, number: int, fence: str) -> int:
    for k in range(number + 1, len(source.lines)):
        if source.lines[k].strip() == fence:
            return k
    source.fault(Spot(number, 0, len(fence)), "", f"a closing line {fence}", "the end of the file")
    return len(source.lines)


def _check_fence_name(source: Source, number: int, fence: re.Match[str]) -> None:
    """A name that is nearly one of ours is a slip; a foreign one (text, python) is just code in prose."""
    nearest = nearest_of(fence[2], BLOCKS) if fence[2] else None
    if nearest:
        spot = Spot(number, fence.start(2), len(fence[2]))
        source.fault(spot, "a fence", f"a block: {listed(BLOCKS)}", quoted(fence[2]), nearest)


def _block(source: Source, name: str, number: int, end: int, known: Known) -> Iterator[Block]:
    text = "\n".join(source.lines[number + 1 : end])
    inner = Source(source.file, text, first_line=number + 1, title=source.title)
    block = BLOCKS[name](inner, known)
    source.faults += inner.faults
    if block is not None:
        yield block


def _problem(source: Source, known: Known) -> Asks | None:
    node = read_node(source)
    if node is None:
        return None
    if not isinstance(node, Scalar):
        source.fault(node.spot, "`problem`", "the id of one problem", "a list or a mapping")
        return None
    if node.text not in known.problem_files:
        nearest = nearest_of(node.text, known.problem_files)
        source.fault(node.spot, "`problem`", "the id of a problem", quoted(node.text), nearest)
    return Asks(node.text)


def _predict(source: Source, known: Known) -> Predict | None:
    model, _ = read_model(source, PredictBlock)
    return Predict(model.ask, model.say) if model else None


def _plot(source: Source, known: Known) -> Plot | None:
    model, _ = read_model(source, PictureBlock)
    return Plot(model.show, model.words) if model else None


def _experiment(source: Source, known: Known) -> Experiment | None:
    model, _ = read_model(source, ExperimentBlock)
    return Experiment(model.run, model.words) if model else None


def _theorem(source: Source, known: Known) -> Theorem | None:
    model, _ = read_model(source, TheoremBlock)
    if model is None:
        return None
    return Theorem(model.id, model.name, model.says, model.fails, model.reference or "")


BLOCKS: Mapping[str, Callable[[Source, Known], Block | None]] = {
    "problem": _problem,
    "predict": _predict,
    "plot": _plot,
    "experiment": _experiment,
    "theorem": _theorem,
}
"""The fences that mean something, and how each is read."""
