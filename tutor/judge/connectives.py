"""Rulings on several claims together, and on the negation of a claim, from the rulings on the claims themselves."""

from collections.abc import Sequence

from tutor.judge.bounds import DIVERGENT, undecided
from tutor.judge.verdicts import Agreement, Counterexample, GaveUp, NotNumerical, Proof, Ruling, Sampled, Verdict

UNDEFINED = "undefined"


def all_hold(rulings: Sequence[Ruling]) -> Ruling:
    """The ruling on the conjunction: the first that fails, else the first that is not decided, else all the proofs."""
    for verdict in (Verdict.INCORRECT, Verdict.UNDECIDED):
        for ruling in rulings:
            if ruling.verdict is verdict:
                return ruling
    agreed = next((ruling for ruling in rulings if isinstance(ruling.evidence, Agreement)), None)
    if agreed is not None:
        return agreed
    proofs = [ruling.evidence for ruling in rulings if isinstance(ruling.evidence, Proof)]
    sampled = (ruling.confirmation for ruling in rulings if isinstance(ruling.confirmation, Sampled))
    confirmation = next(sampled, None) or NotNumerical("nothing to compute")
    by = "; ".join(dict.fromkeys(proof.by for proof in proofs)) or "nothing is asked"
    steps = tuple(dict.fromkeys(step for proof in proofs for step in proof.steps))
    return Ruling(Verdict.CORRECT, Proof(by, steps), confirmation)


def fails(ruling: Ruling, contrary: str = "the contrary is true") -> Ruling:
    """The ruling on the negation of the claim that this ruling is on; `contrary` says that the claim is true.

    Hypotheses: what refutes the claim is a certified point at which both sides have values, or the proof that an
    integral is infinite; what establishes it is a proof. A claim that fails because a side is undefined says nothing of
    its negation.
    """
    match ruling.evidence:
        case Proof(by=by, steps=steps) if ruling.verdict is Verdict.CORRECT:
            return Ruling(Verdict.INCORRECT, Proof(by, steps), diagnosis=contrary)
        case Proof(by=by, steps=steps) if by == DIVERGENT:
            return Ruling(Verdict.CORRECT, Proof(by, steps), NotNumerical("an integral that is infinite"))
        case Counterexample() as found if UNDEFINED not in (found.left, found.right):
            where = ", ".join(f"{name} = {value}" for name, value in found.at)
            step = f"{found.left} against {found.right}" + (f" at {where}" if where else "")
            return Ruling(Verdict.CORRECT, Proof("a certified point", (step,)), Sampled(1, 15))
        case Counterexample():
            return undecided("the claim that must fail does so only where a side of it is undefined")
        case GaveUp():
            return ruling
    return undecided("the claim that must fail has neither been proved nor been refuted at a point")
