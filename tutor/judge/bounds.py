"""Bounds: inequalities for all points and indices, integrability of a bound, independence of an index."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tutor.judge.behaviours import divergence
from tutor.judge.claims import ForAll, Independent, Integrable
from tutor.judge.sentences import of_inequality, place_of
from tutor.judge.spelling import pair_text, tree_text
from tutor.judge.verdicts import (
    Confirmation,
    Counterexample,
    GaveUp,
    NotNumerical,
    Proof,
    Ruling,
    Sampled,
    Verdict,
)
from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import Field
from tutor.mathematics.analysis import NoValue, Oscillates, Undecided, integrable
from tutor.mathematics.analysis.forall import Open, Outcome, Proved, Refuted, checked, prove
from tutor.mathematics.analysis.forall.procedure import SILENCE
from tutor.mathematics.objects.measures import Density, Improper, Measure, end_tree, measure_of
from tutor.mathematics.trees import Budget, Domain, Variable, substitute
from tutor.mathematics.trees.build import ZERO, at_most, indicator, mul, sub, var

DIGITS = 15
MOST_STEPS = 6
MEASURE_VARIABLE = "x"
"""The variable of densities, see `objects.measures`."""


def decide_forall(claim: ForAll, budget: Budget) -> Ruling:
    """The ruling on an inequality on a whole domain."""
    if claim.against is None:
        return ruling_of(claim, prove(claim.relation, claim.domain, budget, claim.almost_everywhere), budget)
    try:
        parts = list(_against(claim, measure_of(claim.against, budget)))
    except (Undecided, NoValue, Improper) as silence:
        return undecided(str(silence))
    rulings = [decide_forall(part, budget) for part in parts]
    wrong = next((r for r in rulings if r.verdict is not Verdict.CORRECT), None)
    return wrong or next(iter(rulings), Ruling(Verdict.CORRECT, Proof("the measure is 0"), NotNumerical("no points")))


def ruling_of(claim: ForAll, outcome: Outcome, budget: Budget, diagnosis: str | None = None) -> Ruling:
    """The ruling that an outcome of the search for a proof amounts to, with its check by numbers."""
    match outcome:
        case Proved(by, steps):
            points = checked(claim.relation, claim.domain, budget, claim.almost_everywhere)
            return Ruling(Verdict.CORRECT, Proof(by, tuple(dict.fromkeys(steps))[:MOST_STEPS]), _sampled(points))
        case Refuted():
            sentence = diagnosis or of_inequality(claim, outcome)
            return Ruling(Verdict.INCORRECT, counterexample(outcome), diagnosis=sentence)
        case Open(reason):
            return undecided(reason)


def undecided(*reasons: str) -> Ruling:
    """Undecided, for these reasons."""
    return Ruling(Verdict.UNDECIDED, GaveUp(reasons))


def counterexample(refuted: Refuted) -> Counterexample:
    """The point and the values of both sides there."""
    left, right = pair_text(refuted.left, refuted.right)
    return Counterexample(place_of(refuted), left, right, None, refuted.positive)


def _sampled(points: int) -> Confirmation:
    return Sampled(points, DIGITS) if points else NotNumerical("no plain point of the domain could be evaluated")


def _against(claim: ForAll, measure: Measure) -> Iterator[ForAll]:
    """The same claim on each cell of the density of the measure, and at each of its atoms.

    Raises Undecided for measures with infinitely many atoms or a Cantor part.
    """
    (name,) = claim.almost_everywhere
    if measure.families or measure.cylinders or measure.images:
        raise Undecided("a bound with respect to a measure with infinitely many atoms or a Cantor part")
    variable = next(v for v in claim.domain.variables if v.name == name)
    for density in measure.densities:
        yield from _on_density(claim, variable, density)
    for atom in measure.atoms:
        at = {name: atom.place}
        condition = claim.domain.condition
        rest = Domain(
            tuple(v for v in claim.domain.variables if v is not variable),
            None if condition is None else substitute(condition, at),
        )
        sides = _at_atom(claim.sides, f"{name} = {tree_text(atom.place)}")
        yield ForAll(substitute(claim.relation, at), rest, sides=sides)


def _at_atom(sides: tuple[str, str], place: str) -> tuple[str, str]:
    return (f"{sides[0]} at the atom {place}", f"{sides[1]} there") if all(sides) else sides


def _on_density(claim: ForAll, variable: Variable, density: Density) -> Iterator[ForAll]:
    low, high = (end_tree(end) for end in (density.low, density.high))
    cell = replace(variable, low=low, high=high, low_closed=False, high_closed=False)
    variables = tuple(cell if v is variable else v for v in claim.domain.variables)
    yield replace(claim, domain=replace(claim.domain, variables=variables), against=None)


DIVERGENT = "leading term at an end"
"""The name of the proof that an integral of |f| is infinite."""


# Integrability ------------------------------------------------------------------------------------------------------


def decide_integrability(claim: Integrable, budget: Budget) -> Ruling:
    """Whether the integral of |f| is finite, end by end."""
    (variable,) = claim.domain.variables
    function = claim.function
    if claim.domain.condition is not None:
        function = mul(indicator(claim.domain.condition), function)
    try:
        reasons: list[str] = []
        for integrand, name, low, high in _integrands(claim, function, variable, budget):
            found = integrable(integrand, name, low, high, budget)
            if not found.finite:
                return _divergent(claim, found.reasons[-1], divergence(integrand, name, low, high, budget))
            reasons += found.reasons
    except NoValue as reason:
        sentence = f"{claim.name} is {reason.reason}"
        return Ruling(Verdict.INCORRECT, Proof("domain", (reason.reason,)), diagnosis=sentence)
    except (Undecided, Oscillates, Improper) as silence:
        return undecided(str(silence))
    return Ruling(
        Verdict.CORRECT, Proof("leading term at each end", tuple(dict.fromkeys(reasons))), NotNumerical("a comparison")
    )


def _integrands(
    claim: Integrable, function: Tree, variable: Variable, budget: Budget
) -> Iterable[tuple[Tree, str, Tree, Tree]]:
    if claim.against is None:
        return [(function, variable.name, variable.low, variable.high)]
    measure = measure_of(claim.against, budget)
    if measure.families or measure.cylinders or measure.images:
        raise Undecided("integrals against a measure with infinitely many atoms or a Cantor part")
    moved = substitute(function, {variable.name: var(MEASURE_VARIABLE)})
    return [(mul(moved, d.function), MEASURE_VARIABLE, end_tree(d.low), end_tree(d.high)) for d in measure.densities]


def _divergent(claim: Integrable, reason: str, behaviour: str | None) -> Ruling:
    step = f"the integral diverges {reason}"
    behaviour = behaviour or f"it diverges {reason.split(' by ')[0]}"
    density = "" if claim.against is None else "times the density of the measure "
    sentence = f"the integral of {claim.name} is infinite: {density}{behaviour}"
    return Ruling(Verdict.INCORRECT, Proof(DIVERGENT, (step,)), diagnosis=sentence)


# Independence -------------------------------------------------------------------------------------------------------


def decide_independence(claim: Independent, budget: Budget) -> Ruling:
    """Whether a function is free of some of its variables."""
    names = sorted(claim.of & free_names(claim.function))
    if not names:
        return Ruling(Verdict.CORRECT, Proof("it does not occur"), NotNumerical("nothing to compute"))
    field = Field(claim.domain, budget)
    try:
        simpler = field.as_tree(field.normal(claim.function))
    except SILENCE:
        simpler = claim.function
    names = sorted(claim.of & free_names(simpler))
    if not names:
        return Ruling(Verdict.CORRECT, Proof("it cancels"), NotNumerical("nothing to compute"))
    return _two_values(claim, names[0], budget)


def _two_values(claim: Independent, name: str, budget: Budget) -> Ruling:
    """A refutation by two values of the variable at which the function differs."""
    twin = f"{name}'"
    variable = next(v for v in claim.domain.variables if v.name == name)
    other = substitute(claim.function, {name: var(twin)})
    domain = replace(claim.domain, variables=(*claim.domain.variables, replace(variable, name=twin)), condition=None)
    for relation in (sub(claim.function, other), sub(other, claim.function)):
        outcome = prove(at_most(relation, ZERO), domain, budget)
        if isinstance(outcome, Refuted):
            return Ruling(Verdict.INCORRECT, counterexample(outcome), diagnosis=_depends(name))
    return undecided(f"whether it depends on {name}")


def _depends(name: str) -> str:
    return f"yours depends on {name}: one is asked that serves every {name}"
