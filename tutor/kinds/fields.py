"""The fields of a question, read: an unreadable one is a fault of the author, told with the name of the field."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from tutor.kinds import Misfit, Question, QuestionFault
from tutor.kinds.given import Given, put_in
from tutor.language.faults import Fault
from tutor.language.names import Names
from tutor.language.parser import A_SORT
from tutor.language.reading import Reading, read
from tutor.language.sorts import Sort, sort_of
from tutor.language.tree import Tree
from tutor.mathematics.trees.build import interval
from tutor.mathematics.trees.rewrite import core

R = TypeVar("R")

NAMELESS = Names()
"""For a question that declares no name."""


def text_of(question: Question, name: str, default: str = "") -> str:
    """The field as a text; a whole number counts as the text that writes it."""
    value = question.fields.get(name, default)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise QuestionFault(name, f"a text is expected, not {value!r}")
    return value


def count_of(question: Question, name: str, default: int | None = None) -> int | None:
    """The field as a positive whole number, or the default where it is absent."""
    if name not in question.fields:
        return default
    value = text_of(question, name).strip()
    if not value.isdecimal() or not 0 < int(value[:6]) < 1000:
        raise QuestionFault(name, f"a whole number from 1 to 999 is expected, not '{value}'")
    return int(value)


def texts_of(question: Question, name: str) -> tuple[str, ...]:
    """The field as a list of texts; a whole number n stands for the texts 1 to n. Empty where the field is absent."""
    value = question.fields.get(name, ())
    if isinstance(value, list | tuple):
        return tuple(str(element) for element in value)
    count = count_of(question, name) or 0
    return tuple(str(number) for number in range(1, count + 1))


def choice_of(question: Question, name: str, choices: Mapping[str, Any], default: str) -> Any:
    """What the text of the field stands for, out of a few texts."""
    value = text_of(question, name, default).strip()
    if value not in choices:
        raise QuestionFault(name, f"expected one of {', '.join(choices)}; found '{value}'")
    return choices[value]


def key_of(question: Question, name: str, names: Names, *sorts: Sort) -> Tree:
    """The tree of a field of one of these sorts, in core form, with the objects that are `given` put in by name.

    Raises QuestionFault.
    """
    given: dict[str, Given] = {}
    for other, text in question.given.items():
        if other in names.sorts:
            raise QuestionFault("given", f"'{other}' is a variable of the question")
        given[other] = _given(text, names, given)
    reading = read_field(name, text_of(question, name), _with(names, given), sorts[0], *Sort)
    key = put_in(core(reading.tree), given, name)
    _check_sort(name, sort_of(key, names), sorts)
    return key


def read_field(name: str, text: str, names: Names, *sorts: Sort, shift: int = 0) -> Reading:
    """The reading of an author's text of one of these sorts, the first of them asked; spans count from `shift`.

    Raises QuestionFault.
    """
    reading = author_reads(name, lambda: read(text, names, sorts[0]), shift)
    _check_sort(name, reading.sort, sorts)
    return reading


def author_reads(name: str, reader: Callable[[], R], shift: int = 0) -> R:
    """What the reader reads of this field. Raises QuestionFault where it finds a fault; spans count from `shift`."""
    try:
        return reader()
    except Fault as fault:
        start, end = fault.span
        span = (max(0, start - shift), max(0, end - shift))
        raise QuestionFault(name, fault.message, span) from None


def read_answer(answer: str, names: Names, expected: str, *sorts: Sort) -> Reading:
    """The reading of an answer of one of these sorts. Raises Fault, or Misfit in the words of `expected`."""
    reading = read(answer, names, sorts[0])
    if reading.sort not in sorts:
        raise Misfit(expected, A_SORT[reading.sort], reading.read_as)
    return reading


def as_set(node: Tree) -> Tree:
    """The set that a set or a neutral pair stands for: a pair is an open interval."""
    if node.head != "pair":
        return node
    low, high = node.args
    return interval(low, high, low_closed=False, high_closed=False)


def is_decimal(typed: Tree) -> bool:
    """Whether the number was typed as a decimal, with a sign or a percent sign perhaps: `-0.33`, `12`, `70%`."""
    while typed.head in ("neg", "percent"):
        typed = typed.args[0]
    return typed.head == "num"


def _given(text: str, names: Names, before: Mapping[str, Given]) -> Given:
    """One given object; it may refer to those before it."""
    variables = names if names.sorts else Names({"x": "real"})
    tree = core(read_field("given", text, _with(variables, before), *Sort).tree)
    body = put_in(as_set(tree), before, "given")
    is_function = sort_of(body) is Sort.FUNCTION
    return Given(body, tuple(variables) if is_function else ())


def _with(names: Names, given: Mapping[str, Given]) -> Names:
    try:
        return Names({**names.sorts, **{name: thing.sort for name, thing in given.items()}})
    except ValueError as error:
        raise QuestionFault("given", str(error)) from None


def _check_sort(name: str, found: Sort, sorts: Sequence[Sort]) -> None:
    if found not in sorts:
        raise QuestionFault(name, f"this is {A_SORT[found]}; {A_SORT[sorts[0]]} is asked")
