"""Densities and Lebesgue decompositions of formal sums, for all values of the parameters."""

from collections.abc import Sequence

from tutor.judge.formal_equality import (
    MOST_SINGLE,
    Sides,
    cantor_mass,
    density,
    equal_everywhere,
    equal_on_line,
    masses_of,
    off_places,
    rows_of,
    same_measures,
    spans_of,
    tabulated,
    with_index,
)
from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.objects.measures.formal import Parameters
from tutor.mathematics.objects.measures.formal_sets import atom_of, holds_index
from tutor.mathematics.objects.measures.formal_sums import cut
from tutor.mathematics.objects.measures.measure import INDEX, VARIABLE, X
from tutor.mathematics.objects.measures.parts import Cantor, Mass, Part, Row, Span, scaled
from tutor.mathematics.objects.measures.signs import Open, Signs
from tutor.mathematics.trees import Domain, Variable, substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    ONE,
    ZERO,
    add,
    conjunction,
    disjunction,
    div,
    equal,
    less,
    mul,
    negation,
    num,
    sign_of_infinity,
    sub,
)


def quotient(answer: Tree, of: Sequence[Part], against: Sequence[Part], parameters: Parameters) -> bool:
    """f q = p on the spans of the reference measure, f(a) = the quotient of masses at its atoms, nothing elsewhere."""
    if cantor_mass(of) is not ZERO or cantor_mass(against) is not ZERO:
        raise Undecided("a density against Cantor's measure with parameters")
    return _on_spans(answer, of, against, parameters) and _at_atoms(answer, of, against, parameters)


def _on_spans(answer: Tree, of: Sequence[Part], against: Sequence[Part], parameters: Parameters) -> bool:
    own, reference = spans_of(of), spans_of(against)
    outside = mul(density(own), _off(reference))
    off = off_places([*own, *reference], (answer,), parameters, _places(against))
    if own and not equal_on_line(outside, ZERO, parameters, off):
        return False
    if not reference:
        return True
    return equal_on_line(mul(answer, density(reference)), density(own), parameters, [*off, *_within(reference)])


def _places(parts: Sequence[Part]) -> list[Tree]:
    return [mass.place for mass in masses_of(parts)]


def _off(spans: Sequence[Span]) -> Tree:
    """The indicator of the complement of the spans."""
    return mul(ONE, *(sub(ONE, cut(Span(s.low, s.high, ONE))) for s in spans))


def _within(spans: Sequence[Span]) -> list[Tree]:
    """The condition that x lies in one of the spans; none where one of them is the line."""
    conditions = []
    for span in spans:
        sides = []
        if not sign_of_infinity(span.low):
            sides.append(less(span.low, VARIABLE))
        if not sign_of_infinity(span.high):
            sides.append(less(VARIABLE, span.high))
        if not sides:
            return []
        conditions.append(conjunction(*sides))
    return [disjunction(*conditions)]


# Atoms --------------------------------------------------------------------------------------------------------------


def _at_atoms(answer: Tree, of: Sequence[Part], against: Sequence[Part], parameters: Parameters) -> bool:
    """At every atom of the reference measure f is the quotient of both masses; the first has no other atoms.

    Where the reference measure has the mass 0, the first has it, too.
    """
    (own, own_row), (reference, row) = (_one_row(parts, parameters) for parts in (of, against))
    if own_row is not None and row is None:
        return False
    if own_row is not None and row is not None:
        if not _same_place(own_row, row, parameters):
            raise Undecided("two rows of atoms at different places")
        own += _before(own_row, row.start)
        reference += _before(row, own_row.start)
    places = tabulated((own, reference), parameters)
    taken: list[Tree] = []
    for place, masses in places:
        above, below = (add(ZERO, *side) for side in masses)
        if row is not None and holds_index(row, place, parameters):
            taken.append(place)
            below = add(below, atom_of(row, place).mass)
            above = add(above, atom_of(own_row, place).mass) if own_row is not None else above
        if not _is_quotient(answer, place, (above, below), parameters):
            return False
    return row is None or _on_row(answer, own_row, row, taken, parameters)


def _is_quotient(answer: Tree, place: Tree, masses: tuple[Tree, Tree], parameters: Parameters) -> bool:
    above, below = masses
    domain, budget = parameters.domain, parameters.budget
    if parameters.constants.sign(below) == 0:
        return equal_everywhere(above, ZERO, domain, budget)
    return equal_everywhere(substitute(answer, {X: place}), div(above, below), domain, budget)


def _on_row(answer: Tree, own: Row | None, row: Row, taken: list[Tree], parameters: Parameters) -> bool:
    """The same at all atoms of a row but those looked at before. Hypothesis: its atoms stand at different places."""
    start = max(row.start, own.start if own is not None else row.start)
    domain = with_index(parameters.domain, start)
    off = [negation(equal(INDEX, place)) for place in taken]
    known = [] if domain.condition is None else [domain.condition]
    domain = Domain(domain.variables, conjunction(*known, *off) if known or off else None)
    value = div(own.mass if own is not None else ZERO, row.mass)
    return equal_everywhere(substitute(answer, {X: row.place}), value, domain, parameters.budget)


def _one_row(parts: Sequence[Part], parameters: Parameters) -> tuple[list[Mass], Row | None]:
    """The single atoms, and all rows as one. Raises Undecided where they stand at different places."""
    rows = rows_of(parts)
    if not rows:
        return masses_of(parts), None
    if parameters.line_in_index(rows[0].place) is None:
        raise Undecided("a row of atoms whose places may coincide")
    if not all(_same_place(rows[0], row, parameters) for row in rows):
        raise Undecided("two rows of atoms at different places")
    start = max(row.start for row in rows)
    singles = [mass for row in rows for mass in _before(row, start)]
    return [*masses_of(parts), *singles], Row(rows[0].place, add(ZERO, *(row.mass for row in rows)), start)


def _same_place(left: Row, right: Row, parameters: Parameters) -> bool:
    start = max(left.start, right.start)
    return equal_everywhere(left.place, right.place, with_index(parameters.domain, start), parameters.budget)


def _before(row: Row, start: int) -> list[Mass]:
    """The atoms before an index."""
    if start - row.start > MOST_SINGLE:
        raise Undecided("too many single atoms")
    return [atom_of(row, num(k)) for k in range(row.start, start)]


# Equality almost everywhere -----------------------------------------------------------------------------------------


def same_versions(left: Tree, right: Tree, against: Sequence[Part], parameters: Parameters) -> bool:
    """Whether two functions are equal almost everywhere for the measure, for all parameters."""
    if cantor_mass(against) is not ZERO:
        raise Undecided("a function against Cantor's measure with parameters")
    spans, (masses, row) = spans_of(against), _one_row(against, parameters)
    off = off_places(spans, (left, right), parameters, [mass.place for mass in masses])
    if spans and not equal_on_line(left, right, parameters, [*off, *_within(spans)]):
        return False
    for place, (_, found) in tabulated(((), masses), parameters):
        ours, theirs = (substitute(side, {X: place}) for side in (left, right))
        if parameters.constants.sign(add(ZERO, *found)) == 0:
            continue
        if not equal_everywhere(ours, theirs, parameters.domain, parameters.budget):
            return False
    if row is None:
        return True
    ours, theirs = (substitute(side, {X: row.place}) for side in (left, right))
    return equal_everywhere(ours, theirs, with_index(parameters.domain, row.start), parameters.budget)


# Decompositions -----------------------------------------------------------------------------------------------------


def decomposed(
    of: Sequence[Part], against: Sequence[Part], typed: tuple[Sequence[Part], Sequence[Part]], parameters: Parameters
) -> bool:
    """Whether both parts of the Lebesgue decomposition are proved to be the typed ones."""
    found: tuple[list[Part], list[Part]] = ([], [])
    for ac, sing in (
        _spans(of, against, parameters),
        _atoms(of, against, parameters),
        _cantor(of, against, parameters),
    ):
        found[0].extend(ac)
        found[1].extend(sing)
    return all(same_measures(Sides(*pair), parameters) for pair in zip(typed, found, strict=True))


def _spans(of: Sequence[Part], against: Sequence[Part], parameters: Parameters) -> tuple[list[Part], list[Part]]:
    """Densities on the spans of the reference measure and off them, where its densities are proved to be positive."""
    off = _off([span for span in spans_of(against) if _is_positive(span, parameters)])
    own = spans_of(of)
    return [Span(s.low, s.high, mul(s.function, sub(ONE, off))) for s in own], [scaled(s, off) for s in own]


def _is_positive(span: Span, parameters: Parameters) -> bool:
    """Whether the density is positive between the ends; False where it is 0. Raises Undecided, Open."""
    line = Variable(
        X,
        MINUS_INFINITY if free_names(span.low) else span.low,
        INFINITY if free_names(span.high) else span.high,
    )
    domain = parameters.domain
    conditions = [
        less(a, b) for a, b in ((span.low, VARIABLE), (VARIABLE, span.high)) if free_names(a) | free_names(b) != {X}
    ]
    known = [] if domain.condition is None else [domain.condition]
    both = conjunction(*known, *conditions) if known or conditions else None
    try:
        sign = Signs(parameters.budget, Domain((line, *domain.variables), both)).sign(span.function)
    except Open as open_:
        if X in free_names(open_.tree):
            raise Undecided("where a density with parameters is positive") from open_
        raise
    if sign < 0:
        raise Undecided("a negative density")
    return sign > 0


def _atoms(of: Sequence[Part], against: Sequence[Part], parameters: Parameters) -> tuple[list[Part], list[Part]]:
    """Atoms at atoms of the reference measure, and all others."""
    (own, own_row), (reference, row) = (_one_row(parts, parameters) for parts in (of, against))
    ac: list[Part] = []
    sing: list[Part] = []
    sign = parameters.constants.sign
    if own_row is not None and row is not None:
        _check_covered(own_row, row, parameters)
        own += _before(own_row, row.start)
        ac.append(Row(own_row.place, own_row.mass, max(own_row.start, row.start)))
    elif own_row is not None:
        sing.append(own_row)
        charged = [place for place, (_, found) in tabulated(((), reference), parameters) if sign(add(ZERO, *found)) > 0]
        atoms = [atom_of(own_row, place) for place in charged if holds_index(own_row, place, parameters)]
        ac += atoms
        sing += (scaled(atom, num(-1)) for atom in atoms)
    for place, (ours, theirs) in tabulated((own, reference), parameters):
        weight = add(ZERO, *theirs)
        if row is not None and holds_index(row, place, parameters):
            weight = add(weight, atom_of(row, place).mass)
        (ac if sign(weight) > 0 else sing).extend(Mass(place, mass) for mass in ours)
    return ac, sing


def _check_covered(own: Row, row: Row, parameters: Parameters) -> None:
    """The reference measure charges all atoms of the row from its own start on. Raises Undecided otherwise."""
    if not _same_place(own, row, parameters):
        raise Undecided("two rows of atoms at different places")
    if Signs(parameters.budget, with_index(parameters.domain, row.start)).sign(row.mass) <= 0:
        raise Undecided("a row of atoms that may vanish")


def _cantor(of: Sequence[Part], against: Sequence[Part], parameters: Parameters) -> tuple[list[Part], list[Part]]:
    """Cantor's measure is singular to densities and atoms."""
    mass, weight = cantor_mass(of), cantor_mass(against)
    charged = weight is not ZERO and parameters.constants.sign(weight) > 0
    own: list[Part] = [] if mass is ZERO else [Cantor(mass)]
    return (own, []) if charged else ([], own)
