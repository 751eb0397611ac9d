"""Finite answers: a choice, a row of a table, an order."""

from tutor.judge.claims import Matches
from tutor.judge.verdicts import Enumerated, Proof, Ruling, Verdict


def decide_matches(claim: Matches) -> Ruling:
    """Whether the answer is one of those accepted, by going through them."""
    if claim.answer in claim.accepted:
        return Ruling(Verdict.CORRECT, Proof("comparison"), Enumerated(len(claim.accepted)))
    # What would have been right is the key: evidence travels to learners, so it must not stand here.
    step = f"{claim.what}: {claim.answer} is not among the accepted answers"
    return Ruling(Verdict.INCORRECT, Proof("comparison", (step,)), Enumerated(len(claim.accepted)))
