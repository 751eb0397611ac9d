"""The answer language: text to the only tree, and back; faults that say where and what to do."""

from tutor.language.faults import Fault, FaultKind, caret
from tutor.language.limits import LIMITS, Limits
from tutor.language.names import Names, NameSort
from tutor.language.reading import Reading, read
from tutor.language.sorts import Sort, sort_of

__all__ = [
    "LIMITS",
    "Fault",
    "FaultKind",
    "Limits",
    "NameSort",
    "Names",
    "Reading",
    "Sort",
    "caret",
    "read",
    "sort_of",
]
