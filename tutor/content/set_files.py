"""One set file to one set: problems with points, part by part."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tutor.content.bank import Known
from tutor.content.faults import listed, nearest_of, quoted
from tutor.content.field_types import described
from tutor.content.problems import Problem, ProblemSet, SetItem
from tutor.content.reading import check_id, head_spot, read_model, trail
from tutor.content.schema import SetFile, SetItemBlock
from tutor.content.source import Fields, Items, Scalar, Source, at

_POINTS = re.compile(r"\d{1,4}(\.\d{1,2})?")


def read_set(source: Source, known: Known) -> ProblemSet | None:
    """The set in this file; None where it has faults, which are noted in the source."""
    model, node = read_model(source, SetFile)
    if isinstance(node, Fields):
        check_id(source, node, "set", known.set_files)
        _check_problems(source, node, known.problem_files)
    if model is None or not isinstance(node, Fields) or source.faults:
        return None
    items = [
        _item(source, node, k, block, known.problems[block.problem])
        for k, block in enumerate(model.problems)
        if block.problem in known.problems
    ]
    return None if source.faults else ProblemSet(model.set, model.title, tuple(items))


def total(item: SetItem) -> Decimal:
    """All the points of one problem of a set."""
    return sum((Decimal(points) for _, points in item.points), Decimal(0))


def _check_problems(source: Source, node: Fields, problems: Mapping[str, str]) -> None:
    listing = node.get("problems")
    seen: set[str] = set()
    for k, item in enumerate(listing.items if isinstance(listing, Items) else ()):
        name = item.get("problem") if isinstance(item, Fields) else None
        if not isinstance(name, Scalar):
            continue
        here = trail(("problems", k, "problem"))
        if name.text not in problems:
            nearest = nearest_of(name.text, problems)
            source.fault(name.spot, here, "the id of a problem", quoted(name.text), nearest)
        elif name.text in seen:
            source.fault(name.spot, here, "every problem once", f"{quoted(name.text)} again")
        seen.add(name.text)


def _item(source: Source, node: Fields, k: int, block: SetItemBlock, problem: Problem) -> SetItem:
    path = ("problems", k)
    if block.variant > len(problem.variants):
        expected = f"a variant of '{problem.id}', from 1 to {len(problem.variants)}"
        spot = at(node, (*path, "variant")).spot
        source.fault(spot, trail((*path, "variant")), expected, str(block.variant))
    return SetItem(problem.id, block.variant - 1, _points(source, node, path, block.points, problem))


def _points(
    source: Source, node: Fields, path: tuple[str | int, ...], points: Any, problem: Problem
) -> tuple[tuple[str, str], ...]:
    """Points by part; one number stands for the only part, or for each part of several."""
    here = (*path, "points")
    parts = [part.id for part in problem.parts]
    if isinstance(points, str):
        _check_number(source, node, here, points)
        return tuple((part, points) for part in parts)
    if not isinstance(points, dict):
        source.fault(at(node, here).spot, trail(here), "a number of points, or points by part", described(points))
        return ()
    for part in parts:
        if part not in points:
            source.fault(head_spot(at(node, here)), trail(here), f"points for the part '{part}'", "none")
    for part, number in points.items():
        if part not in parts:
            expected = f"a part of '{problem.id}': {listed(parts)}"
            source.fault(at(node, (*here, part)).spot, trail(here), expected, quoted(part), nearest_of(part, parts))
        _check_number(source, node, (*here, part), number)
    return tuple((part, points.get(part, "0")) for part in parts)


def _check_number(source: Source, node: Fields, path: tuple[str | int, ...], points: Any) -> None:
    if not isinstance(points, str) or not _POINTS.fullmatch(points):
        expected = "a number of points, with at most two decimals"
        source.fault(at(node, path).spot, trail(path), expected, described(points))
