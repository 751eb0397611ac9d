"""Proofs for all values of parameters, on formal sums: atoms at expressions, densities between expressions.

Equal formal sums are equal measures for all values of the parameters; formal sums that differ prove nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tutor.judge.claims import Distributes, Equal, Notion, SameDensity, SameMeasure
from tutor.judge.functions import decide_functions
from tutor.judge.verdicts import Proof, Ruling, Verdict
from tutor.language.tree import Tree
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.analysis.constants import NO_VALUE, Undecided
from tutor.mathematics.objects.measures import Improper
from tutor.mathematics.objects.measures.formal import Mass, Parameters, Part, Span
from tutor.mathematics.objects.measures.measure import VARIABLE, X
from tutor.mathematics.trees import Budget, Domain, OutOfSteps, Variable, substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    ONE,
    ZERO,
    add,
    at_most,
    conjunction,
    div,
    indicator,
    less,
    mul,
    sign_of_infinity,
    sub,
)

STEPS = 120_000
"""No proof with parameters is given more steps than this."""


def formally(claim: object, budget: Budget) -> Proof | None:
    """A proof of the claim for all parameters, or None."""
    rule = _RULES.get(type(claim))
    if rule is None:
        return None
    share = Budget(min(STEPS, budget.left))
    granted = share.left
    try:
        return rule(claim, share)
    except (Undecided, Improper, Unsupported, TooLarge, OutOfSteps, *NO_VALUE):
        return None
    finally:
        budget.left -= granted - max(0, share.left)


def _same(claim: SameMeasure, budget: Budget) -> Proof | None:
    parameters = Parameters(claim.parameters, budget)
    sides = [parameters.parts(node) for node in (claim.answer, claim.key)]
    masses = [[p for p in side if isinstance(p, Mass)] for side in sides]
    if not _same_masses(masses[0], masses[1], claim.parameters, budget):
        return None
    if not _same_spans(_spans(sides[0]), _spans(sides[1]), claim.parameters, budget):
        return None
    return Proof("equal formal sums, for all values of the parameters")


def _spans(parts: Sequence[Part]) -> list[Span]:
    return [part for part in parts if isinstance(part, Span)]


def _equal(left: Tree, right: Tree, domain: Domain, budget: Budget) -> bool:
    """Whether two expressions are proved equal, and defined, on the whole domain."""
    if left is right:
        return True
    return _is_proved(decide_functions(Equal(left, right, domain, Notion.EVERYWHERE), budget))


def _is_proved(ruling: Ruling) -> bool:
    return ruling.verdict is Verdict.CORRECT and isinstance(ruling.evidence, Proof)


def _same_masses(left: list[Mass], right: list[Mass], domain: Domain, budget: Budget) -> bool:
    """Whether the masses agree after those at equal places have been put together."""
    table: list[tuple[Tree, tuple[list[Tree], list[Tree]]]] = []
    for side, masses in enumerate((left, right)):
        for part in masses:
            row = next((r for r in table if _equal(r[0], part.place, domain, budget)), None)
            if row is None:
                row = (part.place, ([], []))
                table.append(row)
            row[1][side].append(part.mass)
    return all(_equal(add(ZERO, *ours), add(ZERO, *theirs), domain, budget) for _, (ours, theirs) in table)


def _same_spans(left: list[Span], right: list[Span], domain: Domain, budget: Budget) -> bool:
    if not left and not right:
        return True
    return _equal(_density(left), _density(right), _with_line(domain), budget)


def _density(spans: list[Span]) -> Tree:
    """The sum of the densities as one function of `x` and the parameters."""
    return add(ZERO, *(_cut(span) for span in spans))


def _cut(span: Span) -> Tree:
    conditions = []
    if not sign_of_infinity(span.low):
        conditions.append(less(span.low, VARIABLE))
    if not sign_of_infinity(span.high):
        conditions.append(less(VARIABLE, span.high))
    return mul(indicator(conjunction(*conditions)), span.function) if conditions else span.function


# Distribution functions and densities ------------------------------------------------------------------------------


def _distribution(claim: Distributes, budget: Budget) -> Proof | None:
    """F as a sum of steps and of rises between two ends, compared everywhere."""
    parameters = Parameters(claim.parameters, budget)
    terms = [_rising(part, parameters) for part in parameters.parts(claim.of)]
    answer = substitute(claim.answer, {claim.variable: VARIABLE})
    if not _equal(answer, add(ZERO, *terms), _with_line(claim.parameters), budget):
        return None
    return Proof("distribution function of a formal sum, for all values of the parameters")


def _rising(part: Part, parameters: Parameters) -> Tree:
    if isinstance(part, Mass):
        return mul(indicator(at_most(part.place, VARIABLE)), part.mass)
    inside, total = parameters.primitive(part.function, part.low, part.high)
    if sign_of_infinity(part.high):
        return _between(part.low, INFINITY, inside)
    above = mul(indicator(at_most(part.high, VARIABLE)), total)
    return add(_between(part.low, part.high, inside), above)


def _between(low: Tree, high: Tree, function: Tree) -> Tree:
    conditions = []
    if not sign_of_infinity(low):
        conditions.append(at_most(low, VARIABLE))
    if not sign_of_infinity(high):
        conditions.append(less(VARIABLE, high))
    return mul(indicator(conjunction(*conditions)), function) if conditions else function


def _quotient(claim: SameDensity, budget: Budget) -> Proof | None:
    """f q = p on the spans of the reference measure, f(a) = the quotient of masses at its atoms, nothing elsewhere."""
    parameters = Parameters(claim.parameters, budget)
    of, against = parameters.parts(claim.of), parameters.parts(claim.against)
    answer = substitute(claim.answer, {claim.variable: VARIABLE})
    whole = _with_line(claim.parameters)
    weights = add(ZERO, *(_cut(Span(s.low, s.high, ONE)) for s in _spans(against)))
    outside = mul(_density(_spans(of)), sub(ONE, weights))
    product = mul(answer, _density(_spans(against)))
    if _spans(of) and not _equal(outside, ZERO, whole, budget):
        return None
    if _spans(against) and not _equal_almost(product, _density(_spans(of)), whole, budget):
        return None
    if not _same_quotients(answer, of, against, claim.parameters, budget):
        return None
    return Proof("densities and quotients of masses of formal sums, for all values of the parameters")


def _equal_almost(left: Tree, right: Tree, domain: Domain, budget: Budget) -> bool:
    return _is_proved(decide_functions(Equal(left, right, domain, Notion.ALMOST_EVERYWHERE), budget))


def _same_quotients(answer: Tree, of: list[Part], against: list[Part], domain: Domain, budget: Budget) -> bool:
    """Every atom of the first measure stands at one of the second, where the density is the quotient."""
    rest = [part for part in of if isinstance(part, Mass)]
    for part in against:
        if not isinstance(part, Mass):
            continue
        here = [p for p in rest if _equal(p.place, part.place, domain, budget)]
        rest = [p for p in rest if p not in here]
        quotient = div(add(ZERO, *(p.mass for p in here)), part.mass)
        if not _equal(substitute(answer, {X: part.place}), quotient, domain, budget):
            return False
    return not rest


def _with_line(domain: Domain) -> Domain:
    return Domain((Variable(X, MINUS_INFINITY, INFINITY), *domain.variables), domain.condition)


_RULES: Mapping[type, Callable[[Any, Budget], Proof | None]] = {
    SameMeasure: _same,
    Distributes: _distribution,
    SameDensity: _quotient,
}
