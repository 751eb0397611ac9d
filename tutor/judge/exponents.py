"""Sets of exponents {p in [1, oo] : f in L^p}, with their ends and with oo."""

from dataclasses import replace

from tutor.judge.bounds import undecided
from tutor.judge.claims import ExponentSet, SameSet
from tutor.judge.sets import IN, decide_sets
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
        return _refuted(ruling)
    if claim.infinite != found.infinite:
        sentence = f"f is {_BOUNDED[found.infinite]}"
        return Ruling(Verdict.INCORRECT, Proof(BY, (sentence,)), diagnosis=sentence)
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


_BOUNDED = {
    True: "essentially bounded, so p = oo belongs to the set",
    False: "not essentially bounded, so p = oo does not belong to the set",
}


def _refuted(ruling: Ruling) -> Ruling:
    """An exponent that one of the two sets has and the other has not; the whole set would be the answer."""
    evidence = ruling.evidence
    if not isinstance(evidence, Counterexample) or not evidence.at:
        return Ruling(Verdict.INCORRECT, Proof(BY, ("the exponents are others",)))
    p = evidence.at[0][1]
    evidence = replace(evidence, at=(("p", p),))
    if evidence.left == IN:
        sentence = f"your set contains p = {p}, but f is not in L^p for this p"
    else:
        sentence = f"your set leaves out p = {p}, but f is in L^p for this p"
    return Ruling(Verdict.INCORRECT, evidence, diagnosis=sentence)
