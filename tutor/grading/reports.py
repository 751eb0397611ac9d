"""What a student gets to read about a graded set: verdicts and points, and how each answer was read.

No evidence stands here: a counterexample gives away a value of the key.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256

from tutor.content.problems import ProblemSet
from tutor.grading.gradebook import column, decided, opened
from tutor.grading.marking import Mark, Outcome
from tutor.grading.results import number
from tutor.judge.verdicts import Verdict


def report(items: ProblemSet, outcome: Outcome, language: str = "en") -> str:
    """The report on one file, as plain text; what cannot be printed in it is replaced."""
    text = "\n".join(_lines(items, outcome, language)) + "\n"
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)


def report_name(outcome: Outcome) -> str:
    """A file name for the report, safe on every system; what the student wrote decides no path."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", outcome.file).lstrip(".")
    if plain == outcome.file:
        return f"{plain}.txt"
    return f"{plain}-{sha256(outcome.file.encode('utf-8', 'replace')).hexdigest()[:8]}.txt"


def _lines(items: ProblemSet, outcome: Outcome, language: str) -> Iterator[str]:
    yield f"{items.title.say(language)} ({items.id})"
    yield f"{outcome.student}, {outcome.file}"
    yield ""
    if outcome.refused:
        yield f"This file could not be used: {outcome.refused}. Your instructor has been told."
        return
    for mark in outcome.marks:
        yield f"{column(mark.asked)}: {_said(mark)}"
        if mark.judgement and mark.judgement.read_as:
            yield f"    read as {mark.judgement.read_as}"
    yield ""
    yield f"{number(decided(outcome.marks))} of {number(_worth(outcome))} points" + _still_open(outcome)


def _said(mark: Mark) -> str:
    worth = number(mark.asked.worth)
    if mark.judgement is None and mark.points is not None:
        return f"no answer, 0 of {worth}"
    if mark.points is None:
        return f"{mark.review or 'open'}; your instructor will look at it, up to {worth} points" + _fault(mark)
    verdict = "correct" if mark.judgement and mark.judgement.verdict is Verdict.CORRECT else "not correct"
    return f"{verdict}, {number(mark.points)} of {worth}"


def _fault(mark: Mark) -> str:
    """What is wrong with the text of an answer; it tells nothing of the key."""
    if mark.judgement and mark.judgement.fault:
        return f" ({mark.judgement.fault.message})"
    if mark.judgement and mark.judgement.verdict is Verdict.MISFIT:
        return f" (this is {mark.judgement.found}; {mark.judgement.expected} is asked)"
    return ""


def _worth(outcome: Outcome) -> Decimal:
    return sum((mark.asked.worth for mark in outcome.marks), Decimal(0))


def _still_open(outcome: Outcome) -> str:
    waiting = opened(outcome.marks)
    return f", {number(waiting)} more open until somebody has looked" if waiting else ""
