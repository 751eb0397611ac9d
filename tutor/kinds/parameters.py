"""Parameters of a question about measures, and the measures that its fields and its answers name."""

from tutor.kinds import Misfit, Question, QuestionFault
from tutor.kinds.domains import declared
from tutor.kinds.fields import NAMELESS, key_of, text_of
from tutor.language.names import Names
from tutor.language.parser import A_SORT
from tutor.language.reading import Reading, read
from tutor.language.sorts import Sort, sort_of
from tutor.language.tree import Tree
from tutor.mathematics.trees.build import ZERO
from tutor.mathematics.trees.domain import Domain
from tutor.mathematics.trees.rewrite import core


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
    reading = read(answer, names, Sort.MEASURE)
    if reading.sort is not Sort.MEASURE and core(reading.tree) is not ZERO:
        raise Misfit(expected, A_SORT[reading.sort], reading.read_as)
    return reading


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
