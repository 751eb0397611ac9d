"""Rows of yes and no about modes of convergence, with the modes named: `a.e. yes, uniform no`, in any order."""

import re
from collections.abc import Iterator, Sequence

from tutor.kinds import QuestionFault
from tutor.kinds.sequences import mode_of
from tutor.language.faults import Fault, FaultKind
from tutor.language.small import read_row
from tutor.mathematics.trees.modes import AnyMode

_ENTRY = re.compile(
    r"\s*(?P<name>\S.*?)\s*[:=→-]?\s*(?P<word>(?<![A-Za-z])(?:yes|no|true|false|y|n)|[✓✔✗✘是否对错])\s*\.?\s*",
    re.IGNORECASE,
)
_SHORT = {
    "uniform convergence": "uniformly",
    "almost uniform": "almost uniformly",
    "measure": "in measure",
    "convergence in measure": "in measure",
    "almost everywhere": "a.e.",
    "pointwise a.e.": "a.e.",
    "pointwise everywhere": "pointwise",
    "weak": "weakly",
}
_BARE = re.compile(r"(?:yes|no|true|false|y|n|t|f|[✓✔✗✘☑☒√×是否对错真假有无不01x,;|/、，；\s-])+\.?", re.IGNORECASE)


def read_named_row(answer: str, modes: Sequence[AnyMode], rows: Sequence[str]) -> tuple[bool, ...]:
    """Yes or no for each of the modes, in their order; without names the answer has that order already.

    Raises Fault for a name that is not asked, one that is missing, and one with two answers.
    """
    if _BARE.fullmatch(answer) or not answer.strip():
        return read_row(answer, len(modes))
    found: dict[AnyMode, bool] = {}
    for (start, end), name, yes in _entries(answer, modes):
        mode = _mode(name)
        if mode is None or mode not in modes:
            message = f"'{name}' is not asked here; the rows are {', '.join(rows)}"
            raise Fault(FaultKind.UNKNOWN_NAME, (start, end), message)
        if found.setdefault(mode, yes) != yes:
            raise Fault(FaultKind.AMBIGUOUS, (start, end), f"'{name}' has two answers")
    missing = [row for row, mode in zip(rows, modes, strict=True) if mode not in found]
    if missing:
        raise Fault(FaultKind.ARITY, (0, len(answer)), f"say yes or no for each of them; {missing[0]} is missing")
    return tuple(found[mode] for mode in modes)


def _entries(answer: str, modes: Sequence[AnyMode]) -> Iterator[tuple[tuple[int, int], str, bool]]:
    """The place, the name and the answer of each piece between commas."""
    for piece in re.finditer(r"[^,;\n，；、]+", answer):
        if not piece[0].strip():
            continue
        entry = _ENTRY.fullmatch(piece[0])
        if entry is None:
            raise Fault(FaultKind.UNKNOWN_NAME, piece.span(), "write Y or N for each entry, such as Y N Y")
        span = (piece.start() + entry.start("name"), piece.start() + entry.end("name"))
        yield span, entry["name"], read_row(entry["word"], 1)[0]


def _mode(name: str) -> AnyMode | None:
    plain = " ".join(name.split())
    try:
        return mode_of(_SHORT.get(plain.lower(), plain), "rows")
    except QuestionFault:
        return None
