"""Sets of exponents {p in [1, oo] : f in L^p}, with their ends and with oo."""

from tutor.judge.bounds import undecided
from tutor.judge.claims import ExponentSet, SameSet
from tutor.judge.sets import decide_sets
from tutor.judge.spelling import tree_text
from tutor.judge.verdicts import Counterexample, NotNumerical, Proof, Ruling, Verdict
from tutor.language.tree import Tree, tree
from tutor.mathematics.analysis import NoValue, Undecided
from tutor.mathematics.analysis.exponents import Exponents, exponents
from tutor.mathematics.trees import Budget
from tutor.mathematics.trees.build import EMPTY, INFINITY, ONE, interval

BY = "leading terms at the singular ends"
WHOLE = interval(ONE, INFINITY, True, False)


def decide_exponents(claim: ExponentSet, budget: Budget) -> Ruling:
    """The ruling on a set of exponents: the finite ones as a set, then p = oo."""
    if len(claim.domain.reals) != 1 or claim.domain.condition is not None:
        return undecided("functions on something else than an interval")
    place = claim.domain.reals[0]
    try:
        found = exponents(claim.function, place.name, place.low, place.high, budget)
    except (Undecided, NoValue) as silence:
        return undecided(silence.reason)
    ruling = decide_sets(SameSet(tree("intersection", None, (claim.finite, WHOLE)), finite_set(found)), budget)
    proof = Proof(BY, (f"f is in L^p exactly for {exponents_text(found)}",))
    if ruling.verdict is Verdict.UNDECIDED:
        return ruling
    if ruling.verdict is Verdict.INCORRECT:
        return Ruling(Verdict.INCORRECT, _evidence(ruling, proof), diagnosis=_diagnosis(ruling, found))
    if claim.infinite != found.infinite:
        diagnosis = f"p = oo: f is {'' if found.infinite else 'not '}essentially bounded"
        return Ruling(Verdict.INCORRECT, proof, diagnosis=diagnosis)
    return Ruling(Verdict.CORRECT, proof, NotNumerical("decided by leading terms"))


def finite_set(found: Exponents) -> Tree:
    """The exponents below oo."""
    if found.empty:
        return EMPTY
    if found.low is found.high:
        return tree("finite", None, (found.low,))
    return interval(found.low, found.high, *found.closed)


def exponents_text(found: Exponents) -> str:
    """The set in words."""
    finite = "no p < oo" if found.empty else f"p in {tree_text(finite_set(found))}"
    return f"{finite} and p = oo" if found.infinite else finite


def _evidence(ruling: Ruling, proof: Proof) -> Proof | Counterexample:
    return ruling.evidence if isinstance(ruling.evidence, Counterexample) else proof


def _diagnosis(ruling: Ruling, found: Exponents) -> str:
    if isinstance(ruling.evidence, Counterexample) and ruling.evidence.at:
        _, p = ruling.evidence.at[0]
        belongs = "is not" if ruling.evidence.left.startswith(("in", "inside", "yes", "true")) else "is"
        return f"at p = {p}: f {belongs} in L^{p}"
    return f"f is in L^p exactly for {exponents_text(found)}"
