"""Finite answers: a choice, a row of a table, an order."""

from tutor.judge.claims import Matches
from tutor.judge.verdicts import Enumerated, Proof, Ruling, Verdict


def decide_matches(claim: Matches) -> Ruling:
    """Whether the answer is one of those accepted, by going through them."""
    if claim.answer in claim.accepted:
        return Ruling(Verdict.CORRECT, Proof("comparison"), Enumerated(len(claim.accepted)))
    step = f"{claim.what}: {claim.answer} is not {' or '.join(claim.accepted)}"
    return Ruling(Verdict.INCORRECT, Proof("comparison", (step,)), Enumerated(len(claim.accepted)))
