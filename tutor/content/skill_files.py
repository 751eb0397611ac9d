"""`skills.yaml` to units and skills; the arrows between skills must make no circle."""

from collections.abc import Mapping

from tutor.content.faults import listed, nearest_of, quoted
from tutor.content.problems import Skill
from tutor.content.reading import check_known, read_model, trail, way_back
from tutor.content.schema import SkillsFile
from tutor.content.source import Fields, Items, Source, at
from tutor.content.texts import Text, plain_text


def read_skills(source: Source) -> tuple[dict[str, Text], dict[str, Skill]]:
    """Units and skills by id. Of a file with faults, which are noted in the source, at least the names come back."""
    model, node = read_model(source, SkillsFile)
    if not isinstance(node, Fields):
        return {}, {}
    if model is None:
        return _names_only(node)
    skills = {name: Skill(name, block.unit, block.name, tuple(block.needs)) for name, block in model.skills.items()}
    for skill in skills.values():
        _check_references(source, node, skill, model.units, skills)
    _check_circle(source, node, skills)
    return dict(model.units), skills


def _names_only(node: Fields) -> tuple[dict[str, Text], dict[str, Skill]]:
    """Enough for other files to refer to, so that a fault here makes no second one there."""
    units, skills = node.get("units"), node.get("skills")
    unit_names = [key.text for key, _ in units.entries] if isinstance(units, Fields) else []
    skill_names = [key.text for key, _ in skills.entries] if isinstance(skills, Fields) else []
    return (
        {name: plain_text(name) for name in unit_names},
        {name: Skill(name, "", plain_text(name), ()) for name in skill_names},
    )


def _check_references(
    source: Source, node: Fields, skill: Skill, units: Mapping[str, Text], skills: Mapping[str, Skill]
) -> None:
    path = ("skills", skill.id)
    needs = at(node, (*path, "needs"))
    if isinstance(needs, Items):
        check_known(source, needs, (*path, "needs"), skills, "a skill of this file")
    if skill.unit not in units:
        expected = f"a unit of this file: {listed(units, 20)}"
        spot = at(node, (*path, "unit")).spot
        source.fault(spot, trail((*path, "unit")), expected, quoted(skill.unit), nearest_of(skill.unit, units))


def _check_circle(source: Source, node: Fields, skills: Mapping[str, Skill]) -> None:
    arrows = {name: skill.needs for name, skill in skills.items()}
    for name in skills:
        circle = way_back(name, arrows)
        listing = node.get("skills")
        key = listing.key(name) if isinstance(listing, Fields) else None
        if circle and key:
            source.fault(key.spot, "`skills`", "prerequisites that make no circle", " -> ".join(circle))
            return
