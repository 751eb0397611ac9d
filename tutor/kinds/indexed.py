"""Sequences of functions in a question: an index, the points, where they run; answers of the form `g(x) = …`."""

import re
from collections.abc import Mapping
from dataclasses import replace

from tutor.kinds import Question, QuestionFault
from tutor.kinds.domains import declared
from tutor.kinds.fields import read_field, text_of
from tutor.language.names import Names, NameSort
from tutor.language.sorts import Sort
from tutor.mathematics.trees.domain import Domain

DEFAULT = {"n": "integer >= 1", "x": "real"}


def sequence_variables(question: Question, default: Mapping[str, str] = DEFAULT) -> tuple[Names, Domain]:
    """The variables of a sequence of functions; a set in the field `on` is where the only real variable runs.

    Raises QuestionFault.
    """
    fields = dict(question.fields)
    fields.setdefault("variables", dict(default))
    asked = replace(question, fields=fields)
    names, domain = declared(replace(asked, fields={k: v for k, v in fields.items() if k != "on"}))
    if "on" not in fields:
        return names, domain
    text = text_of(question, "on")
    if read_field("on", text, names, Sort.SET, Sort.PAIR, Sort.CONDITION).sort is Sort.CONDITION:
        return declared(asked)
    points = [name for name, sort in names.sorts.items() if sort is NameSort.REAL]
    if len(points) != 1:
        raise QuestionFault("on", "a set tells where one variable runs; for several, write a condition")
    return declared(replace(asked, fields={**fields, "on": f"{points[0]} in {text}"}))


def index_of(domain: Domain) -> str:
    """The only integer variable. Raises QuestionFault."""
    if len(domain.integers) != 1:
        raise QuestionFault("variables", "a sequence has one index: declare one integer variable")
    return domain.integers[0].name


def unnamed(answer: str, name: str) -> str:
    """The answer with blanks in the place of `g(x) =`, `g =`, `f_n :=`, so that the spans of faults stay right."""
    found = re.match(rf"\s*(?:{name})\s*(?:_\w+|_\{{\w+\}}|[nₙ](?=\s*[(:=]))?\s*(?:\([^()]*\))?\s*:?=(?!=)", answer)
    return answer if found is None else " " * found.end() + answer[found.end() :]
