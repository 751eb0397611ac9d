"""Proofs for all values of parameters, on formal sums: atoms at expressions, densities between expressions.

Equal formal sums are equal measures for all values of the parameters; formal sums that differ prove nothing. Where the
order of two places or the sign of a mass is open, the rules raise Open, and the caller distinguishes cases.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tutor.judge.claims import Decomposes, Distributes, SameDensity, SameMeasure, SameVersion
from tutor.judge.formal_densities import decomposed, quotient, same_versions
from tutor.judge.formal_equality import Sides, equal_everywhere, same_measures, with_line
from tutor.judge.parameter_cases import opened, other_names, renamed
from tutor.judge.verdicts import Proof
from tutor.language.tree import Tree
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.analysis.constants import NO_VALUE, Undecided
from tutor.mathematics.objects.measures import Improper
from tutor.mathematics.objects.measures.formal import Parameters
from tutor.mathematics.objects.measures.formal_sums import rising
from tutor.mathematics.objects.measures.measure import VARIABLE
from tutor.mathematics.objects.measures.signs import Open, check_defined
from tutor.mathematics.trees import Budget, Domain, OutOfSteps, substitute
from tutor.mathematics.trees.build import ZERO, add, var

STEPS = 120_000
"""No proof with parameters is given more steps than this."""


def formally(claim: object, budget: Budget) -> Proof | None:
    """A proof of the claim for all parameters, or None. Raises Open where a distinction of cases may help.

    Hypothesis: real parameters run through open intervals. Conditions that are not strict are dropped, since signs are
    proved on the inside of a domain; a proof on the larger domain is one on the smaller.
    """
    rule = _RULES.get(type(claim))
    if rule is None:
        return None
    share = Budget(min(STEPS, budget.left))
    granted = share.left
    domain: Domain = claim.parameters  # type: ignore[attr-defined]  # every claim that has a rule has the field
    names = other_names(domain)
    try:
        return rule(renamed(claim, opened(domain), names), share)
    except Open as open_:
        raise Open(substitute(open_.tree, {new: var(old) for old, new in names.items()})) from open_
    except (Undecided, Improper, Unsupported, TooLarge, OutOfSteps, *NO_VALUE):
        return None
    finally:
        budget.left -= granted - max(0, share.left)


def _work(domain: Domain, trees: Sequence[Tree], budget: Budget) -> Parameters:
    """Work on trees in which every expression in the parameters is proved to be defined. Raises Undecided, Open."""
    parameters = Parameters(domain, budget)
    for node in trees:
        check_defined(node, parameters.constants)
    return parameters


def _same(claim: SameMeasure, budget: Budget) -> Proof | None:
    parameters = _work(claim.parameters, (claim.answer, claim.key), budget)
    answer, key = parameters.parts(claim.answer), parameters.parts(claim.key)
    if not same_measures(Sides(answer, key), parameters):
        return None
    return Proof("equal formal sums, for all values of the parameters")


def _distribution(claim: Distributes, budget: Budget) -> Proof | None:
    """F as a sum of steps and of rises between two ends, compared everywhere."""
    parameters = _work(claim.parameters, (claim.of,), budget)
    terms = [rising(part, parameters) for part in parameters.parts(claim.of)]
    answer = substitute(claim.answer, {claim.variable: VARIABLE})
    if not equal_everywhere(answer, add(ZERO, *terms), with_line(claim.parameters), budget):
        return None
    return Proof("distribution function of a formal sum, for all values of the parameters")


def _quotient(claim: SameDensity, budget: Budget) -> Proof | None:
    parameters = _work(claim.parameters, (claim.of, claim.against), budget)
    answer = substitute(claim.answer, {claim.variable: VARIABLE})
    if not quotient(answer, parameters.parts(claim.of), parameters.parts(claim.against), parameters):
        return None
    return Proof("densities and quotients of masses of formal sums, for all values of the parameters")


def _version(claim: SameVersion, budget: Budget) -> Proof | None:
    parameters = _work(claim.parameters, (claim.against,), budget)
    sides = [substitute(side, {claim.variable: VARIABLE}) for side in (claim.answer, claim.key)]
    if not same_versions(sides[0], sides[1], parameters.parts(claim.against), parameters):
        return None
    return Proof("equal on the spans and at the atoms of a formal sum, for all values of the parameters")


def _decomposed(claim: Decomposes, budget: Budget) -> Proof | None:
    parameters = _work(claim.parameters, (claim.of, claim.against, claim.ac, claim.sing), budget)
    of, against, ac, sing = (parameters.parts(n) for n in (claim.of, claim.against, claim.ac, claim.sing))
    if not decomposed(of, against, (ac, sing), parameters):
        return None
    return Proof("densities and atoms of formal sums, for all values of the parameters")


_RULES: Mapping[type, Callable[[Any, Budget], Proof | None]] = {
    SameMeasure: _same,
    Distributes: _distribution,
    SameDensity: _quotient,
    SameVersion: _version,
    Decomposes: _decomposed,
}
