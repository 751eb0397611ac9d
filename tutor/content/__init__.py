"""Problems, lessons and sets from files; faults with file, line and caret.

What is exported here is light: pydantic and YAML are imported only when files have changed since they were last read.
"""

from tutor.content.bank import Bank, shipped_root
from tutor.content.lessons import Lesson
from tutor.content.library import Library, load_library
from tutor.content.problems import Example, Examples, Mistake, Part, Problem, ProblemSet, SetItem, Skill, Variant
from tutor.content.texts import Text

__all__ = [
    "Bank",
    "Example",
    "Examples",
    "Lesson",
    "Library",
    "Mistake",
    "Part",
    "Problem",
    "ProblemSet",
    "SetItem",
    "Skill",
    "Text",
    "Variant",
    "load_library",
    "shipped_root",
]
