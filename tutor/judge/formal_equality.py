"""Equality of formal sums: of the atoms place by place, of the densities almost everywhere for every parameter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tutor.judge.claims import Equal, Notion
from tutor.judge.functions import decide_functions
from tutor.judge.gathering import gathered
from tutor.judge.verdicts import Proof, Verdict
from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.objects.measures.formal import Parameters
from tutor.mathematics.objects.measures.formal_sets import atom_of
from tutor.mathematics.objects.measures.formal_sums import cut
from tutor.mathematics.objects.measures.measure import VARIABLE, N, X
from tutor.mathematics.objects.measures.parts import Cantor, Mass, Part, Row, Span
from tutor.mathematics.trees import Budget, Domain, Variable
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    ZERO,
    add,
    conjunction,
    equal,
    negation,
    num,
    sign_of_infinity,
    sub,
)

MOST_SINGLE = 40


@dataclass(frozen=True, slots=True)
class Sides:
    """Two formal sums."""

    left: Sequence[Part]
    right: Sequence[Part]


def equal_everywhere(left: Tree, right: Tree, domain: Domain, budget: Budget) -> bool:
    """Whether two expressions are proved equal, and defined, on the whole domain."""
    if left is right:
        return True
    ruling = decide_functions(Equal(left, right, domain, Notion.EVERYWHERE), budget)
    return ruling.verdict is Verdict.CORRECT and isinstance(ruling.evidence, Proof)


def equal_on_line(left: Tree, right: Tree, parameters: Parameters, conditions: Iterable[Tree]) -> bool:
    """Whether two functions of `x` are proved equal under the conditions for all parameters, at x = 0 perhaps not."""
    domain = with_line(parameters.domain, negation(equal(VARIABLE, ZERO)), *conditions)
    if equal_everywhere(left, right, domain, parameters.budget):
        return True
    sides = [gathered(side, domain, parameters.budget) for side in (left, right)]
    changed = sides[0] is not left or sides[1] is not right
    return changed and equal_everywhere(sides[0], sides[1], domain, parameters.budget)


def with_line(domain: Domain, *conditions: Tree) -> Domain:
    """The parameters together with `x` on the line."""
    known = () if domain.condition is None else (domain.condition,)
    both = (*known, *conditions)
    return Domain((Variable(X, MINUS_INFINITY, INFINITY), *domain.variables), conjunction(*both) if both else None)


def with_index(domain: Domain, start: int) -> Domain:
    """The parameters together with the index `n` from its start."""
    index = Variable(N, num(start), INFINITY, low_closed=True, integer=True)
    return Domain((index, *domain.variables), domain.condition)


def same_measures(sides: Sides, parameters: Parameters) -> bool:
    """Whether both are proved to be the same measure for all parameters. Raises Undecided, Open."""
    rows = _same_rows(rows_of(sides.left), rows_of(sides.right), parameters)
    if rows is None:
        return False
    singles = [[*masses_of(side), *more] for side, more in zip((sides.left, sides.right), rows, strict=True)]
    return (
        _same_spans(spans_of(sides.left), spans_of(sides.right), parameters)
        and _same_cantor(sides, parameters)
        and _same_masses(singles[0], singles[1], parameters)
    )


def spans_of(parts: Iterable[Part]) -> list[Span]:
    """The densities."""
    return [part for part in parts if isinstance(part, Span)]


def masses_of(parts: Iterable[Part]) -> list[Mass]:
    """The single atoms."""
    return [part for part in parts if isinstance(part, Mass)]


def rows_of(parts: Iterable[Part]) -> list[Row]:
    """The rows of atoms."""
    return [part for part in parts if isinstance(part, Row)]


def cantor_mass(parts: Iterable[Part]) -> Tree:
    """By what Cantor's measure is multiplied."""
    return add(ZERO, *(part.mass for part in parts if isinstance(part, Cantor)))


def _same_cantor(sides: Sides, parameters: Parameters) -> bool:
    left, right = cantor_mass(sides.left), cantor_mass(sides.right)
    return equal_everywhere(left, right, parameters.domain, parameters.budget)


# Densities ----------------------------------------------------------------------------------------------------------


def _same_spans(left: list[Span], right: list[Span], parameters: Parameters) -> bool:
    """Equal at every x off finitely many places for each value of the parameters.

    Almost everywhere in x and the parameters together would say nothing about single values of the parameters.
    """
    if not left and not right:
        return True
    sides = density(left), density(right)
    return equal_on_line(*sides, parameters, off_places([*left, *right], sides, parameters))


def density(spans: Iterable[Span]) -> Tree:
    """The sum of the densities as one function of `x` and the parameters."""
    return add(ZERO, *(cut(span) for span in spans))


def off_places(
    spans: Iterable[Span], functions: Iterable[Tree], parameters: Parameters, places: Iterable[Tree] = ()
) -> list[Tree]:
    """x is no end of a span, none of the places, and no place where a comparison in a function changes.

    For each value of the parameters these are finitely many places.
    """
    ends = {end for span in spans for end in (span.low, span.high) if not sign_of_infinity(end)} | set(places)
    for function in functions:
        for node in walk(function):
            if node.head in ("lt", "le", "eq") and X in free_names(node):
                ends |= _switch_of(node, parameters)
    return [negation(equal(VARIABLE, end)) for end in sorted(ends, key=str)]


def _switch_of(comparison: Tree, parameters: Parameters) -> set[Tree]:
    """Where one side is `x` and the other does not depend on it, the other one."""
    left, right = comparison.args
    for side, other in ((left, right), (right, left)):
        known = {v.name for v in parameters.domain.variables}
        if side is VARIABLE and free_names(other) <= known and not sign_of_infinity(other):
            return {other}
    return set()


# Atoms --------------------------------------------------------------------------------------------------------------


def _same_rows(left: list[Row], right: list[Row], parameters: Parameters) -> tuple[list[Mass], list[Mass]] | None:
    """Whether the rows agree from some index on; the atoms before it, of each side. None where they do not.

    Equal sums of masses, index by index, are equal measures even where places coincide.
    """
    singles: tuple[list[Mass], list[Mass]] = ([], [])
    rest = [(0, row) for row in left] + [(1, row) for row in right]
    while rest:
        place = rest[0][1].place
        start = max(row.start for _, row in rest)
        group = [pair for pair in rest if _same_place(pair[1].place, place, start, parameters)]
        rest = [pair for pair in rest if pair not in group]
        start = max(row.start for _, row in group)
        if sum(start - row.start for _, row in group) > MOST_SINGLE:
            return None
        totals = [add(ZERO, *(row.mass for side, row in group if side == which)) for which in (0, 1)]
        found = _agreeing_from(totals, start, parameters)
        if found is None:
            return None
        start = found
        for side, row in group:
            singles[side].extend(atom_of(row, num(k)) for k in range(row.start, start))
    return singles


def _agreeing_from(totals: list[Tree], start: int, parameters: Parameters) -> int | None:
    """The first index from which the masses agree, the start or one of the next two; None where there is none."""
    for first in range(start, start + 3):
        if equal_everywhere(totals[0], totals[1], with_index(parameters.domain, first), parameters.budget):
            return first
    return None


def _same_place(left: Tree, right: Tree, start: int, parameters: Parameters) -> bool:
    return equal_everywhere(left, right, with_index(parameters.domain, start), parameters.budget)


Table = list[tuple[Tree, tuple[list[Tree], list[Tree]]]]


def _same_masses(left: list[Mass], right: list[Mass], parameters: Parameters) -> bool:
    """Whether the masses agree: first with places together that are identical, then with their order decided."""
    for decided in (False, True):
        table = tabulated((left, right), parameters, decided=decided)
        pairs = ((add(ZERO, *ours), add(ZERO, *theirs)) for _, (ours, theirs) in table)
        if all(equal_everywhere(*pair, parameters.domain, parameters.budget) for pair in pairs):
            return True
    return False


def tabulated(sides: tuple[Iterable[Mass], Iterable[Mass]], parameters: Parameters, *, decided: bool = True) -> Table:
    """The masses of both sides by place. With `decided`, places in different rows are apart for all parameters.

    Raises Undecided, Open where that is not so.
    """
    table: Table = []
    for side, masses in enumerate(sides):
        for part in masses:
            row = next((r for r in table if _together(r[0], part.place, parameters, decided)), None)
            if row is None:
                row = (part.place, ([], []))
                table.append(row)
            row[1][side].append(part.mass)
    return table


def _together(left: Tree, right: Tree, parameters: Parameters, decided: bool) -> bool:
    if left is right:
        return True
    if decided:
        return parameters.order(left, right) == 0
    return parameters.constants.simplified(sub(left, right)) is ZERO
