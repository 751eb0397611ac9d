"""Answers that are no formula: a choice with a reason, a row of yes and no, an order of steps."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tutor.language.faults import Fault, FaultKind


class Choice(NamedTuple):
    """One option, as a capital letter, and the number of the reason where one was given."""

    option: str
    reason: int | None = None

    def __str__(self) -> str:
        return self.option + ("" if self.reason is None else str(self.reason))


_CHOICE = re.compile(
    r"\s*[\[(]?\s*([A-Za-z])\s*[\])]?\s*(?:[.,:;)/+-]|because|since|reason)?\s*[\[(]?\s*([0-9]{1,3})?\s*[\])]?\s*\.?\s*"
)


def read_choice(text: str, options: Sequence[str] = (), reasons: int | None = None) -> Choice:
    """`B3`, `(C) 1`, `b`, `B, 3`, `B because 3`.

    `options` are the letters that may be chosen (any where empty), `reasons` how many reasons there are (None for no
    limit, 0 for none). Raises Fault for anything else.
    """
    found = _CHOICE.fullmatch(_folded(text))
    if found is None:
        raise _fault(
            text, FaultKind.EMPTY if not text.strip() else FaultKind.UNEXPECTED, _choice_form(options, reasons)
        )
    choice = Choice(found[1].upper(), int(found[2]) if found[2] else None)
    if options and choice.option not in options:
        listed = ", ".join(options)
        raise Fault(FaultKind.UNKNOWN_NAME, found.span(1), f"there is no option {choice.option}; choose among {listed}")
    if choice.reason is not None and reasons is not None and not 1 <= choice.reason <= reasons:
        message = (
            f"there is no reason {choice.reason}; the reasons are 1 to {reasons}"
            if reasons
            else "only a letter is asked"
        )
        raise Fault(FaultKind.UNKNOWN_NAME, found.span(2), message)
    return choice


def _choice_form(options: Sequence[str], reasons: int | None) -> str:
    letter = options[0] if options else "B"
    return f"write a letter, such as {letter}" if reasons == 0 else f"write a letter and a number, such as {letter}1"


_YES_WORDS = ("yes", "yep", "yeah", "yup", "y", "true", "✓", "✔", "☑", "是的", "是", "对", "真")
_NO_WORDS = ("nope", "nah", "no", "n", "false", "✗", "✘", "☒", "不是", "不对", "不", "否", "错", "假")
_YES = frozenset([*_YES_WORDS, "t", "√", "1", "有"])
_NO = frozenset([*_NO_WORDS, "f", "×", "x", "0", "无"])
_CELL = re.compile(r"[^\W\d_]+|[✓✔☑√✗✘☒×]|[0-9]+|[^\s]")
_BETWEEN = frozenset(",;|/、，；-")


def read_row(text: str, count: int | None = None) -> tuple[bool, ...]:
    """`Y N Y`, `yes, no, yes`, `YNY`, `是 否 是`, `✓ ✗ ✓`: yes is True.

    Raises Fault for another word, or where there are not `count` entries.
    """
    row: list[bool] = []
    for word, span in _cells(text):
        if word in _YES or word in _NO:
            row.append(word in _YES)
        elif all(letter in _YES or letter in _NO for letter in word):
            row.extend(letter in _YES for letter in word)
        else:
            raise Fault(FaultKind.UNKNOWN_NAME, span, "write Y or N for each entry, such as Y N Y")
    if not row:
        raise _fault(text, FaultKind.EMPTY, "write Y or N for each entry, such as Y N Y")
    if count is not None and len(row) != count:
        raise _fault(text, FaultKind.ARITY, f"{count} entries are asked, and there are {len(row)}")
    return tuple(row)


def _cells(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """The words of a row in lower case, each with its place, without what stands between them."""
    for found in _CELL.finditer(text):
        word = unicodedata.normalize("NFKC", found[0]).lower()
        if word not in _BETWEEN:
            yield word, found.span()


_YES_OR_NO = re.compile(
    rf"\s*(?:(?P<yes>{'|'.join(_YES_WORDS)})|{'|'.join(_NO_WORDS)})(?![^\W_])\ufe0f?", re.IGNORECASE
)


def read_yes_or_no(text: str) -> tuple[bool, int] | None:
    """`yes`, `nope`, `✗`, `不是` at the beginning: whether it is yes, and where it ends; None where nothing is said."""
    found = _YES_OR_NO.match(text)
    return (found["yes"] is not None, found.end()) if found else None


_STEP = re.compile(r"\s*([0-9]+)\s*")
_ARROW = re.compile(r"\s*(?:->|=>|[→⇒>,;、–—−-])?\s*")


def read_order(text: str, steps: int | None = None) -> tuple[int, ...]:
    """`2 1 3`, `2, 1, 3`, `1 → 2 → 3`; also `213` where there are at most nine steps.

    `steps` is the largest number a step may have. Raises Fault for a step that does not exist or comes twice.
    """
    folded = _folded(text)
    order: list[int] = []
    place = len(folded) - len(folded.lstrip())
    while place < len(folded.rstrip()):
        found = _STEP.match(folded, place)
        if found is None:
            raise Fault(
                FaultKind.UNEXPECTED, (place, place + 1), "write the numbers of the steps in order, such as 2 1 3"
            )
        digits = found[1]
        packed = len(digits) > 1 and steps is not None and steps <= 9
        for offset, number in enumerate(digits) if packed else ((None, digits),):
            start, end = found.span(1) if offset is None else (found.start(1) + offset, found.start(1) + offset + 1)
            order.append(_step(number, (start, end), order, steps))
        arrow = _ARROW.match(folded, found.end())
        place = arrow.end() if arrow else found.end()
    if not order:
        raise _fault(text, FaultKind.EMPTY, "write the numbers of the steps in order, such as 2 1 3")
    return tuple(order)


def _step(digits: str, span: tuple[int, int], before: list[int], steps: int | None) -> int:
    number = int(digits) if len(digits) <= 4 else -1
    if number < 1 or (steps is not None and number > steps):
        last = f" 1 to {steps}" if steps is not None else " numbered from 1"
        raise Fault(FaultKind.UNKNOWN_NAME, span, f"there is no step {digits[:6]}; the steps are{last}")
    if number in before:
        raise Fault(FaultKind.UNEXPECTED, span, f"step {number} comes twice")
    return number


def _folded(text: str) -> str:
    """Full-width forms as ASCII, one character for each, so that places stay."""
    return "".join(f if len(f := unicodedata.normalize("NFKC", c)) == 1 else c for c in text[:2000])


def _fault(text: str, kind: FaultKind, message: str) -> Fault:
    return Fault(kind, (0, len(text)), message)
