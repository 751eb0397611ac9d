"""A bank: skills, problems, sets and lessons below one root, used as a whole or not at all."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tutor.content.lessons import Lesson
from tutor.content.problems import Problem, ProblemSet, Skill
from tutor.content.texts import Text

PROBLEMS = "problem_bank"
LESSONS = "lessons"
SKILLS = "skills.yaml"
SETS = "sets"

_TRANSLATED = re.compile(r"(.+)\.([a-z]{2,3})\.md")


@dataclass(frozen=True, slots=True)
class Bank:
    """Everything below one root, or below several. Lessons are in the order of their units, then of their files."""

    units: Mapping[str, Text] = field(default_factory=dict)
    skills: Mapping[str, Skill] = field(default_factory=dict)
    problems: Mapping[str, Problem] = field(default_factory=dict)
    lessons: Mapping[str, Lesson] = field(default_factory=dict)
    sets: Mapping[str, ProblemSet] = field(default_factory=dict)

    def joined(self, other: "Bank") -> "Bank":
        """Both banks as one; where both use an id, the other one wins."""
        return Bank(
            {**self.units, **other.units},
            {**self.skills, **other.skills},
            {**self.problems, **other.problems},
            {**self.lessons, **other.lessons},
            {**self.sets, **other.sets},
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What a file may refer to, and which ids are taken by which file.

    `problems` are those that could be read; the ids of the others are still in `problem_files`, so that a fault in
    one file makes no second one elsewhere.
    """

    units: Collection[str] = ()
    skills: Collection[str] = ()
    problems: Mapping[str, Problem] = field(default_factory=dict)
    problem_files: Mapping[str, str] = field(default_factory=dict)
    lesson_files: Mapping[str, str] = field(default_factory=dict)
    set_files: Mapping[str, str] = field(default_factory=dict)


def shipped_root() -> Path:
    """Where the content of this distribution is: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_shipped"
    return inside if inside.is_dir() else package.parent


def root_around(path: Path) -> Path | None:
    """The nearest folder, from this path upwards, that holds a bank."""
    return next((folder for folder in (path, *path.parents) if (folder / PROBLEMS).is_dir()), None)


def files_of(root: Path) -> list[Path]:
    """Every content file below the root, in a fixed order. Links that lead out of the root are left out."""
    home = root.resolve()
    found = [*(root / PROBLEMS).rglob("*.yaml"), *(root / LESSONS).rglob("*.md")]
    return sorted(p for p in found if p.is_file() and p.resolve().is_relative_to(home))


def translation_of(file: str) -> tuple[str, str] | None:
    """The main file and the language of a translated lesson: null-sets.zh.md gives (null-sets.md, zh)."""
    match = _TRANSLATED.fullmatch(file)
    return (f"{match[1]}.md", match[2]) if match else None
