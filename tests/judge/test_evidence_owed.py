"""A ruling cannot be built without the evidence that its verdict owes."""

import pytest

from tutor.judge.verdicts import Agreement, Counterexample, Evidence, GaveUp, NotNumerical, Proof, Ruling, Verdict

PROOF, AGREEMENT, GIVEN_UP = Proof("normal form"), Agreement(60, 30), GaveUp(("nothing",))
COUNTEREXAMPLE = Counterexample((("x", "1"),), "0", "1")
CONFIRMED = NotNumerical("a test")


@pytest.mark.parametrize(
    ("verdict", "evidence"),
    [
        (Verdict.CORRECT, COUNTEREXAMPLE),
        (Verdict.CORRECT, GIVEN_UP),
        (Verdict.INCORRECT, AGREEMENT),
        (Verdict.INCORRECT, GIVEN_UP),
        (Verdict.UNDECIDED, PROOF),
        (Verdict.UNDECIDED, COUNTEREXAMPLE),
        (Verdict.MISFIT, GIVEN_UP),
    ],
)
def test_the_wrong_evidence_is_refused(verdict: Verdict, evidence: Evidence) -> None:
    """Agreement refutes nothing, a counterexample proves nothing, and giving up decides nothing."""
    with pytest.raises(ValueError, match="cannot rest on"):
        Ruling(verdict, evidence, CONFIRMED)


def test_a_proof_of_correctness_owes_a_confirmation() -> None:
    """A proof without its numerical confirmation, or the reason why there is none, is refused."""
    with pytest.raises(ValueError, match="confirmation"):
        Ruling(Verdict.CORRECT, PROOF)


@pytest.mark.parametrize(
    ("verdict", "evidence"),
    [
        (Verdict.CORRECT, PROOF),
        (Verdict.CORRECT, AGREEMENT),
        (Verdict.INCORRECT, COUNTEREXAMPLE),
        (Verdict.UNDECIDED, GIVEN_UP),
    ],
)
def test_the_right_evidence_is_accepted(verdict: Verdict, evidence: Evidence) -> None:
    """Each verdict can be built from what it owes."""
    assert Ruling(verdict, evidence, CONFIRMED).verdict is verdict
