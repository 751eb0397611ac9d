"""Formal sums on sets: which atoms lie in a set, for all values of the parameters; spans between ends."""

from collections.abc import Sequence

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import linear
from tutor.mathematics.analysis.constants import NO_VALUE, Undecided
from tutor.mathematics.balls import Evaluator
from tutor.mathematics.objects.measures.measure import INDEX, VARIABLE, N
from tutor.mathematics.objects.measures.parameter_work import ParameterWork
from tutor.mathematics.objects.measures.parts import Mass, Part, Row, Span
from tutor.mathematics.objects.measures.signs import is_whole
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import ONE, indicator, member, mul, neg, num, sign_of_infinity, sub

MOST_ATOMS = 60
"""A row of atoms on a bounded set is taken apart into no more single ones than this."""


def restricted(parts: Sequence[Part], set_: Tree, parameters: ParameterWork) -> list[Part]:
    """The measure on the set. Raises Undecided, Open."""
    if set_.head == "set" and set_.value == "R":
        return list(parts)
    return [piece for part in parts for piece in _piece(part, set_, parameters)]


def _piece(part: Part, set_: Tree, parameters: ParameterWork) -> list[Part]:
    match part:
        case Mass():
            return [part] if is_inside(part.place, set_, parameters) else []
        case Span():
            return _span_on(part, set_, parameters)
        case Row():
            return _row_on(part, set_, parameters)
    raise Undecided("Cantor's measure with parameters on a set")


def _span_on(part: Span, set_: Tree, parameters: ParameterWork) -> list[Part]:
    """Between the ends of an interval; a countable set is null; of any other set the density has the indicator."""
    if set_.head == "interval":
        low, high = parameters.larger(part.low, set_.args[0]), parameters.smaller(part.high, set_.args[1])
        return [Span(low, high, part.function)] if parameters.order(low, high) < 0 else []
    if set_.head == "finite" or (set_.head == "set" and set_.value in ("Q", "Z", "N")):
        return []
    return [Span(part.low, part.high, mul(indicator(member(VARIABLE, set_)), part.function))]


def is_inside(place: Tree, set_: Tree, parameters: ParameterWork) -> bool:
    """Whether the place lies in the set for all parameters, or for none. Raises Undecided, Open."""
    match set_.head:
        case "interval":
            low, high = set_.args
            sides = ((place, low, set_.value[0]), (high, place, set_.value[1]))
            return all((order := parameters.order(a, b)) > 0 or (order == 0 and taken) for a, b, taken in sides)
        case "finite":
            return any(parameters.order(place, element) == 0 for element in set_.args)
        case "union":
            return any(is_inside(place, part, parameters) for part in set_.args)
        case "intersection":
            return all(is_inside(place, part, parameters) for part in set_.args)
        case "minus":
            return is_inside(place, set_.args[0], parameters) and not is_inside(place, set_.args[1], parameters)
        case "complement":
            return not is_inside(place, set_.args[0], parameters)
        case "set":
            return set_.value == "R" or _is_number_of(place, set_, parameters)
    raise Undecided("an atom with parameters against a set")


def _is_number_of(place: Tree, set_: Tree, parameters: ParameterWork) -> bool:
    """Whether the place is rational, whole, or a natural number, by its affine form in integer parameters."""
    if not free_names(place):
        try:
            return Evaluator({}, almost_everywhere=False).condition(member(place, set_))
        except NO_VALUE as silence:
            raise Undecided("an atom against a set of numbers") from silence
    form = linear(parameters.constants.simplified(place))
    whole = {v.name for v in parameters.domain.integers} | {""}
    if form is None or not form.keys() <= whole or set_.value not in ("Q", "Z", "N"):
        raise Undecided("an atom with parameters against a set of numbers")
    if set_.value == "Q":
        return True
    if any(q.denom() != 1 for name, q in form.items() if name):
        raise Undecided("an atom with parameters against a set of numbers")
    return form.get("", ONE.value).denom() == 1 and (set_.value == "Z" or parameters.constants.sign(place) > 0)


# Rows ---------------------------------------------------------------------------------------------------------------


def atom_of(row: Row, index: Tree) -> Mass:
    """The atom of this index."""
    return Mass(substitute(row.place, {N: index}), substitute(row.mass, {N: index}))


def holds_index(row: Row, place: Tree, parameters: ParameterWork) -> bool:
    """Whether a row that stands at the whole numbers from its start has an atom at the place."""
    if row.place is not INDEX:
        raise Undecided("a row of atoms that are not at the whole numbers")
    if free_names(place) and not is_whole(place, parameters.domain):
        raise Undecided("an atom with parameters against a row of atoms")
    if not free_names(place) and (place.head != "num" or place.value.denom() != 1):
        if place.head != "num":
            raise Undecided("whether a place is a whole number")
        return False
    return parameters.order(place, num(row.start)) >= 0


def _row_on(row: Row, set_: Tree, parameters: ParameterWork) -> list[Part]:
    if row.place is not INDEX:
        raise Undecided("a row of atoms with parameters on a set")
    if set_.head == "finite" and (len(set_.args) == 1 or all(e.head == "num" for e in set_.args)):
        return [atom_of(row, element) for element in set_.args if holds_index(row, element, parameters)]
    if set_.head == "set" and set_.value in ("Q", "Z", "N"):
        return [Row(row.place, row.mass, max(row.start, 1) if set_.value == "N" else row.start)]
    if set_.head != "interval" or not all(e.head == "num" or sign_of_infinity(e) for e in set_.args):
        raise Undecided("a row of atoms with parameters on a set")
    low, high = set_.args
    first = row.start
    if low.head == "num":
        edge = -int((-low.value.numer()) // low.value.denom())
        first = max(first, edge + (low.value.denom() == 1 and not set_.value[0]))
    if high.head != "num":
        return [Row(row.place, row.mass, first)] if sign_of_infinity(high) > 0 else []
    last = int(high.value.numer() // high.value.denom()) - (high.value.denom() == 1 and not set_.value[1])
    if last - first >= MOST_ATOMS:
        raise Undecided("a row of atoms on a long interval")
    return [atom_of(row, num(k)) for k in range(first, last + 1)]


def counting(set_: Tree, factor: Tree, parameters: ParameterWork) -> list[Part]:
    """Counting measure on a finite set, of which equal elements count once, or on N or Z."""
    if set_.head == "set" and set_.value in ("N", "Z"):
        rows: list[Part] = [Row(INDEX, factor, 1)]
        return rows if set_.value == "N" else [*rows, Row(neg(INDEX), factor, 0)]
    if set_.head != "finite":
        raise Undecided("counting measure with parameters")
    places: list[Tree] = []
    for element in set_.args:
        if all(parameters.order(element, place) != 0 for place in places):
            places.append(element)
    return [Mass(place, factor) for place in places]


def aligned(row: Row, parameters: ParameterWork) -> Row:
    """The same row with its index moved so that the place is a multiple of it, where it is affine in the index."""
    line = parameters.line_in_index(row.place)
    if line is None:
        return row
    slope, intercept = line
    shift = parameters.quotient(intercept, slope)
    if shift is None:
        return row
    back = sub(INDEX, num(shift))
    return Row(mul(slope, INDEX), substitute(row.mass, {N: back}), row.start + shift)
