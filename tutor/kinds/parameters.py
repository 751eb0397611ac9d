"""Parameters of a question about measures, and the measures that its fields and its answers name."""

import re

from tutor.kinds import Misfit, Question, QuestionFault
from tutor.kinds.domains import declared
from tutor.kinds.fields import NAMELESS, key_of, read_answer, text_of
from tutor.language.faults import Fault
from tutor.language.mass_tables import sum_of_masses
from tutor.language.names import Names
from tutor.language.parser import A_SORT
from tutor.language.reading import Reading, read
from tutor.language.sorts import Sort, sort_of
from tutor.language.tree import Tree
from tutor.mathematics.trees.build import ZERO, var
from tutor.mathematics.trees.domain import Domain
from tutor.mathematics.trees.rewrite import core, substitute


def parameters_of(question: Question) -> tuple[Names, Domain]:
    """The names of the field `variables`, which are parameters here, and where they run; none where it is absent."""
    if "variables" in question.fields:
        return declared(question)
    return NAMELESS, Domain()


def measure_field(question: Question, name: str, names: Names, default: str | None = None) -> Tree:
    """The measure that a field names; 0 is one. Raises QuestionFault."""
    if default is not None and name not in question.fields:
        return core(read(default, names, Sort.MEASURE).tree)
    found = key_of(question, name, names, Sort.MEASURE, Sort.NUMBER)
    if found is not ZERO and sort_of(found) is not Sort.MEASURE:
        raise QuestionFault(name, "this is a number; a measure is asked")
    return found


def read_measure(answer: str, names: Names, expected: str = "a measure") -> Reading:
    """The reading of an answer that is a measure, or 0. Raises Fault, Misfit."""
    reading = _table(answer, names) or read(right_side(answer, names)[0], names, Sort.MEASURE)
    if reading.sort is not Sort.MEASURE and core(reading.tree) is not ZERO:
        raise Misfit(expected, A_SORT[reading.sort], reading.read_as)
    return reading


_LEFT_SIDE = re.compile(
    r"\s*(?:d\w+\s*/\s*d\w+|[^\W\d]\w*(?:_\{[^{}]*\})?)?\s*(?:\(\s*(?P<argument>[^\W\d]\w*)\s*\))?\s*=(?!=)"
)
"""`F(x) =`, `f =`, `mu =`, `dmu/dnu =`: what people write before the object that is asked."""


def right_side(answer: str, names: Names) -> tuple[str, str | None]:
    """The answer with blanks in place of a left side, and the name of the argument there, if it has one.

    A left side is no name of the question.
    """
    found = _LEFT_SIDE.match(answer)
    if found is None or found[0].rstrip("= ").strip() in names.sorts:
        return answer, None
    return " " * found.end() + answer[found.end() :], found["argument"]


def read_function(answer: str, names: Names, variable: str) -> tuple[Reading, Tree]:
    """The reading of an answer that is a function of the variable, and its core form. Raises Fault, Misfit.

    `F(t) = …` names its argument itself.
    """
    text, argument = right_side(answer, names)
    here = variable if argument is None or argument in names.sorts else argument
    try:
        names = Names({(here if name == variable else name): str(sort) for name, sort in names.sorts.items()})
    except ValueError:
        text, here = answer, variable  # a word of the language is no argument
    reading = read_answer(text, names, f"a function of {variable}", Sort.FUNCTION, Sort.NUMBER)
    return reading, substitute(core(reading.tree), {here: var(variable)})


def _table(answer: str, names: Names) -> Reading | None:
    """The reading of a table of masses as a sum of point masses; None where it is none, or has a fault of its own."""
    table = sum_of_masses(answer)
    try:
        return None if table is None else read(table, names, Sort.MEASURE)
    except Fault:
        return None


def variable_of(question: Question) -> str:
    """The variable of a density or a distribution function; x where the field is absent."""
    return text_of(question, "variable", "x").strip()


def names_with(names: Names, variable: str, field: str = "variable", sort: str = "real") -> Names:
    """The parameters and the variable. Raises QuestionFault."""
    if variable in names.sorts:
        raise QuestionFault(field, f"'{variable}' is a parameter of the question")
    try:
        return Names({variable: sort, **names.sorts})
    except ValueError as error:
        raise QuestionFault(field, str(error)) from None
