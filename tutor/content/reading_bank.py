"""Every file below a root to a bank, with all the faults of all the files at once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from tutor.content.bank import PROBLEMS, SETS, SKILLS, Bank, Known, files_of, translation_of
from tutor.content.faults import ContentFault
from tutor.content.lesson_files import read_lesson
from tutor.content.lessons import Block, Lesson
from tutor.content.problem_files import read_problem
from tutor.content.reading import way_back
from tutor.content.set_files import read_set
from tutor.content.skill_files import read_skills
from tutor.content.source import LONGEST, Source, Spot

MOST_BYTES = 4 * LONGEST
"""Of one file, a lesson as well."""

_DECLARED = re.compile(r"""^(?:id|set):[ \t]*["']?([a-z0-9-]+)["']?[ \t]*(?:#.*)?$""", re.MULTILINE)


class BankReading(NamedTuple):
    """A bank as read: with faults it holds what could be read, for tools; it is not to be used in lessons then.

    `sources` are the files by their paths below the root, each with its nodes.
    """

    bank: Bank
    faults: tuple[ContentFault, ...]
    sources: Mapping[str, Source]


def read_bank(root: Path, below: Bank | None = None) -> BankReading:
    """The bank below this root, on top of the banks that it may refer to. Raises OSError for an unreadable file."""
    below = below or Bank()
    files = _Files(open_source(path, path.relative_to(root).as_posix()) for path in files_of(root))
    units, skills = read_skills(files.skills) if files.skills else ({}, {})
    known = _known(files, below.joined(Bank(units=units, skills=skills)))
    problems = [problem for source in files.problems if (problem := read_problem(source, known))]
    known = replace(known, problems={**below.problems, **{problem.id: problem for problem in problems}})
    bank = Bank(
        units=units,
        skills=skills,
        problems={problem.id: problem for problem in problems},
        lessons=_lessons(files.lessons, known),
        sets={read.id: read for source in files.sets if (read := read_set(source, known))},
    )
    faults = tuple(sorted({fault for source in files.all for fault in source.faults}))
    return BankReading(bank, faults, {source.file: source for source in files.all})


class _Files:
    """The sources of a bank by what they are."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self.all = list(sources)
        self.skills = next((source for source in self.all if source.file == f"{PROBLEMS}/{SKILLS}"), None)
        self.lessons = [source for source in self.all if source.file.endswith(".md")]
        self.sets = [source for source in self.all if source.file.startswith(f"{PROBLEMS}/{SETS}/")]
        others = [self.skills, *self.lessons, *self.sets]
        self.problems = [source for source in self.all if not any(source is other for other in others)]


def _known(files: _Files, below: Bank) -> Known:
    main_files = [source for source in files.lessons if translation_of(source.file) is None]
    return Known(
        units=below.units,
        skills=below.skills,
        problem_files=_declared(files.problems, below.problems),
        lesson_files=_declared(main_files, below.lessons),
        set_files=_declared(files.sets, below.sets),
    )


def open_source(path: Path, shown: str) -> Source:
    """The file as text. What is not UTF-8, or too long, is a fault noted in the source."""
    with path.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        source = Source(shown, "")
        source.fault(Spot(0, 0), "", f"a file of at most {MOST_BYTES} bytes", "a longer one")
        return source
    try:
        return Source(shown, data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        source = Source(shown, data.decode("utf-8", errors="replace"))
        before = data[: error.start].decode("utf-8")
        spot = Spot(before.count("\n"), len(before) - before.rfind("\n") - 1)
        source.fault(spot, "", "text in UTF-8", f"the byte 0x{data[error.start]:02x}")
        return source


def _declared(sources: Iterable[Source], below: Iterable[str]) -> dict[str, str]:
    """Which file has which id first, as far as a glance at the text tells; the banks below come first."""
    files = dict.fromkeys(below, "another bank")
    for source in sources:
        match = _DECLARED.search(source.text)
        if match:
            files.setdefault(match[1], source.file)
    return files


def _lessons(sources: list[Source], known: Known) -> dict[str, Lesson]:
    """Lessons in the order of units and files, each with its translations."""
    read = {source.file: read_lesson(source, known) for source in sources}
    translated: dict[str, dict[str, tuple[Block, ...]]] = {}
    for file, lesson in read.items():
        main = translation_of(file)
        if main and lesson:
            translated.setdefault(main[0], {})[main[1]] = lesson.blocks
    lessons = [
        replace(lesson, translations=tuple(translated.get(file, {}).items()))
        for file, lesson in read.items()
        if lesson and translation_of(file) is None
    ]
    _check_order(sources, {lesson.id: lesson for lesson in lessons})
    return {lesson.id: lesson for lesson in sorted(lessons, key=lambda lesson: (lesson.unit, lesson.file))}


def _check_order(sources: list[Source], lessons: Mapping[str, Lesson]) -> None:
    """Lessons that come after one another make no circle."""
    by_file = {source.file: source for source in sources}
    for lesson in lessons.values():
        circle = way_back(lesson.id, {name: other.after for name, other in lessons.items()})
        if circle:
            source = by_file[lesson.file]
            line = next((k for k, text in enumerate(source.lines) if text.startswith("after:")), 0)
            source.fault(Spot(line, 0, 5), "`after`", "lessons that make no circle", " -> ".join(circle))
            return
