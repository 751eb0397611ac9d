"""Distinctions of cases on the parameters of a claim: together the cases cover every value of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, TypeVar

from flint import fmpq

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import closed, linear
from tutor.mathematics.algebra.points import compare_apart
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.balls import Convention, Evaluator, Undefined, Unknown
from tutor.mathematics.objects.measures.measure import N, X
from tutor.mathematics.trees import Domain, Variable, substitute
from tutor.mathematics.trees.build import (
    MINUS_ONE,
    ONE,
    ZERO,
    add,
    at_most,
    conjunction,
    equal,
    less,
    mul,
    num,
    sign_of_infinity,
    sub,
    var,
)

C = TypeVar("C")
MOST_VALUES = 40
"""An integer parameter with no more values than this is looked at value by value."""


@dataclass(frozen=True, slots=True)
class Case(Generic[C]):
    """A claim in which some parameters are replaced; `domain` is where the others run, `fixed` what replaced them."""

    claim: C
    domain: Domain
    fixed: tuple[tuple[str, Tree], ...] = ()

    def with_values(self, values: dict[str, Tree]) -> "Case[C] | None":
        """The case with parameters replaced by expressions in the others; None where its condition fails then.

        The ranges of the replaced parameters must have been turned into conditions before.
        """
        kept = tuple(v for v in self.domain.variables if v.name not in values)
        conditions = [substitute(part, values) for part in _conjuncts(self.domain)]
        known = [_holds(part) for part in conditions]
        if False in known:
            return None
        rest = [part for part, truth in zip(conditions, known, strict=True) if truth is None]
        fixed = [(name, substitute(value, values)) for name, value in self.fixed]
        domain = Domain(kept, conjunction(*rest) if rest else None)
        return Case(substituted(self.claim, values, domain), domain, (*fixed, *values.items()))

    def within(self, *conditions: Tree) -> "Case[C]":
        """The case under further conditions."""
        return self.conditioned([*_conjuncts(self.domain), *conditions])

    def conditioned(self, conditions: Sequence[Tree]) -> "Case[C]":
        """The case under these conditions instead of its own."""
        domain = Domain(self.domain.variables, conjunction(*conditions) if conditions else None)
        return Case(_on(self.claim, domain), domain, self.fixed)

    def ranged(self, variable: Variable) -> "Case[C]":
        """The case with another range of one parameter."""
        changed = tuple(variable if v.name == variable.name else v for v in self.domain.variables)
        domain = Domain(changed, self.domain.condition)
        return Case(_on(self.claim, domain), domain, self.fixed)


def substituted(claim: C, values: dict[str, Tree], domain: Domain) -> C:
    """The claim with parameters replaced; the others run through the domain."""
    changed: dict[str, Any] = {"parameters": domain}
    for field in fields(claim):  # type: ignore[arg-type]  # every claim is a dataclass
        value = getattr(claim, field.name)
        if isinstance(value, Tree):
            changed[field.name] = substitute(value, values)
    return replace(claim, **changed)  # type: ignore[type-var]


TAKEN = (X, N, "t", "k", "s", "z", "u")
"""Names that work on measures uses itself: a parameter of that name would be taken for it."""


def other_names(domain: Domain) -> dict[str, str]:
    """New names for the parameters whose names are taken."""
    return {v.name: f"{v.name}_parameter" for v in domain.variables if v.name in TAKEN}


def renamed(claim: C, domain: Domain, names: dict[str, str]) -> C:
    """The claim on the domain, its parameters under other names."""
    return substituted(claim, {old: var(new) for old, new in names.items()}, under_other_names(domain, names))


def under_other_names(domain: Domain, names: dict[str, str]) -> Domain:
    """The domain with its variables renamed."""
    values = {old: var(new) for old, new in names.items()}
    variables = tuple(replace(v, name=names.get(v.name, v.name)) for v in domain.variables)
    return Domain(variables, None if domain.condition is None else substitute(domain.condition, values))


def _on(claim: C, domain: Domain) -> C:
    return replace(claim, parameters=domain)  # type: ignore[type-var]


def _conjuncts(domain: Domain) -> tuple[Tree, ...]:
    condition = domain.condition
    if condition is None:
        return ()
    return condition.args if condition.head == "and" else (condition,)


def _holds(condition: Tree) -> bool | None:
    """Whether a condition without parameters holds; None where it has some, or where that is open."""
    if free_names(condition):
        return None
    try:
        return Evaluator({}, almost_everywhere=False).condition(condition)
    except (Undefined, Unknown, Convention):
        return None


# Ends and values ----------------------------------------------------------------------------------------------------


def at_the_ends(case: Case[C]) -> Iterator[Case[C]]:
    """One case for each end that a real parameter takes on, and the case of all that is inside.

    A condition with <= has an end, too, where both of its sides are equal.
    """
    inside = case
    for v in case.domain.reals:
        ends = ((v.low, v.low_closed), (v.high, v.high_closed))
        for end in (end for end, taken in ends if taken and not sign_of_infinity(end)):
            found = inside.with_values({v.name: end})
            if found is not None:
                yield from at_the_ends(found)
        inside = inside.ranged(Variable(v.name, v.low, v.high))
    closed_ = next((part for part in _conjuncts(inside.domain) if _has_an_end(part, inside.domain)), None)
    if closed_ is None:
        yield inside
        return
    gap = sub(closed_.args[1], closed_.args[0])
    others = [part for part in _conjuncts(inside.domain) if part is not closed_]
    edge = on_the_zeros(inside.conditioned(others), gap, linear(gap) or {})
    inside = inside.conditioned([*others, less(*closed_.args)])
    for part in (edge, inside):
        if part is not None:
            yield from at_the_ends(part)


def _has_an_end(condition: Tree, domain: Domain) -> bool:
    """Whether it is an affine one with <= in which a real parameter occurs."""
    if condition.head != "le" or linear(sub(condition.args[1], condition.args[0])) is None:
        return False
    return not free_names(condition) <= {v.name for v in domain.integers}


def opened(domain: Domain) -> Domain:
    """The domain with strict conditions only, which contains it; with <= those in integer parameters."""
    whole = {v.name for v in domain.integers}
    kept = [c for c in _conjuncts(domain) if c.head == "lt" or (c.head == "le" and free_names(c) <= whole)]
    return Domain(domain.variables, conjunction(*kept) if kept else None)


def one_by_one(case: Case[C]) -> list[Case[C]] | None:
    """The cases of the single values of an integer parameter that has only a few; None where there is none."""
    for v in case.domain.integers:
        if v.low.head == v.high.head == "num" and v.high.value - v.low.value < MOST_VALUES:
            first, last = _ceiling(v.low.value), _floor(v.high.value)
            cases = (case.with_values({v.name: num(k)}) for k in range(first, last + 1))
            return [found for found in cases if found is not None]
    return None


def _ceiling(q: fmpq) -> int:
    return -int((-q.numer()) // q.denom())


def _floor(q: fmpq) -> int:
    return int(q.numer() // q.denom())


# Signs --------------------------------------------------------------------------------------------------------------


def by_sign(case: Case[C], node: Tree) -> list[Case[C]]:
    """The cases node < 0, node = 0 and node > 0, those that are certainly empty left out."""
    if node.head == "pow" and node.args[0] is MINUS_ONE and node.args[1].head == "var":
        return _by_parity(case, node.args[1].value)
    form = linear(node)
    slopes = {name: q for name, q in (form or {}).items() if name and q != 0}
    if form is not None and len(slopes) == 1:
        ((name, slope),) = slopes.items()
        return _by_place(case, name, -form.get("", fmpq(0)) / slope)
    sides = less(node, ZERO), less(ZERO, node)
    if form is None:
        peeled = _without_least(case, node)
        if peeled is not None:
            return peeled
        if equal(node, ZERO) in _conjuncts(case.domain) or any(side in _conjuncts(case.domain) for side in sides):
            raise Undecided("a sign that its own condition does not tell")
    middle = on_the_zeros(case, node, form) if form is not None else case.within(equal(node, ZERO))
    return [*([middle] if middle is not None else []), *(case.within(side) for side in sides)]


def _without_least(case: Case[C], node: Tree) -> list[Case[C]] | None:
    """The least value of an integer parameter, on which alone the expression depends, and all larger ones."""
    (v, *others) = [v for v in case.domain.variables if v.name in free_names(node)]
    if others or not v.integer or v.low.head != "num":
        return None
    first = _ceiling(v.low.value)
    least = case.with_values({v.name: num(first)})
    larger = case.ranged(Variable(v.name, num(first + 1), v.high, True, v.high_closed, integer=True))
    return [larger] if least is None else [least, larger]


def _by_place(case: Case[C], name: str, place: fmpq) -> list[Case[C]]:
    """One parameter below, at and above a rational number. Raises Undecided where an end cannot be compared with it."""
    (v,) = (v for v in case.domain.variables if v.name == name)
    low, high = _order(v.low, num(place)), _order(v.high, num(place))
    found: list[Case[C] | None] = []
    below, above = (place, place) if not v.integer else (fmpq(_ceiling(place) - 1), fmpq(_floor(place) + 1))
    if low < 0:
        found.append(case.ranged(Variable(name, v.low, num(below), v.low_closed, v.integer, v.integer)))
    if high > 0:
        found.append(case.ranged(Variable(name, num(above), v.high, v.integer, v.high_closed, v.integer)))
    taken = (low < 0 or (low == 0 and (v.low_closed or v.integer))) and (
        high > 0 or (high == 0 and (v.high_closed or v.integer))
    )
    if taken and (place.denom() == 1 or not v.integer):
        found.insert(0, case.with_values({name: num(place)}))
    return [c for c in found if c is not None]


def _order(end: Tree, place: Tree) -> int:
    """The sign of end - place. Raises Undecided."""
    order = sign_of_infinity(end) or compare_apart(closed(end), closed(place))
    if order is None:
        raise Undecided("an end of the range of a parameter")
    return order


def on_the_zeros(case: Case[C], node: Tree, form: dict[str, fmpq]) -> Case[C] | None:
    """One parameter replaced by what it is where an affine expression is 0; its range becomes a condition."""
    chosen = _replaceable(case.domain, form)
    if chosen is None:
        return case.within(equal(node, ZERO))
    value = add(*(mul(num(-q / form[chosen.name]), var(n) if n else ONE) for n, q in form.items() if n != chosen.name))
    conditions = []
    if not sign_of_infinity(chosen.low):
        conditions.append((at_most if chosen.low_closed or chosen.integer else less)(chosen.low, value))
    if not sign_of_infinity(chosen.high):
        conditions.append((at_most if chosen.high_closed or chosen.integer else less)(value, chosen.high))
    return (case.within(*conditions) if conditions else case).with_values({chosen.name: value})


def _replaceable(domain: Domain, form: dict[str, fmpq]) -> Variable | None:
    """A real parameter, or an integer one of which the others make an integer."""
    whole = {v.name for v in domain.integers} | {""}
    for v in domain.variables:
        if form.get(v.name, fmpq(0)) == 0:
            continue
        others = {name: q / form[v.name] for name, q in form.items() if name != v.name}
        if not v.integer or all(name in whole and q.denom() == 1 for name, q in others.items()):
            return v
    return None


def _by_parity(case: Case[C], name: str) -> list[Case[C]]:
    """An integer parameter that is even, and odd: 2 k and 2 k + 1."""
    (v,) = (v for v in case.domain.variables if v.name == name)
    found = []
    for rest in (0, 1):
        low = v.low if sign_of_infinity(v.low) else _halved(v.low, rest, up=True)
        high = v.high if sign_of_infinity(v.high) else _halved(v.high, rest, up=False)
        if low is None or high is None:
            raise Undecided("an end of the range of a parameter")
        half = Variable(f"{name}_half", low, high, v.low_closed, v.high_closed, integer=True)
        domain = Domain((*case.domain.variables, half), case.domain.condition)
        wider = Case(case.claim, domain, case.fixed)
        value = add(mul(num(2), var(half.name)), num(rest))
        part = wider.with_values({name: value})
        found += [] if part is None else [part]
    return found


def _halved(end: Tree, rest: int, *, up: bool) -> Tree | None:
    if end.head != "num":
        return None
    half = (end.value - rest) / 2
    return num(_ceiling(half) if up else _floor(half))
