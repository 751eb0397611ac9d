"""Numbers beside proofs about sequences: they are near the exact values, and none is shown where it would mislead."""

import pytest

from tutor.feedback.tabulations import told
from tutor.judge.verdicts import NotNumerical, Tabulated, Verdict
from tutor.kinds import Question
from tutor.mathematics.trees.budget import Budget
from tutor.worker.judging import STEPS, judge_answer


def confirmation(sequence: str, mode: str, answer: str, on: str = "[0,1]") -> object:
    """The confirmation of a right answer about one mode."""
    question = Question("modes", {"sequence": sequence, "rows": [mode], "on": on})
    judgement = judge_answer(question, answer, Budget(STEPS))
    assert judgement.verdict is Verdict.CORRECT
    return judgement.rulings[0][1].confirmation


@pytest.mark.parametrize(
    ("sequence", "mode", "answer", "on", "values"),
    [
        ("x^n", "in L^1", "Y", "[0,1]", (1 / 2, 1 / 9, 1 / 65)),
        ("x^n", "in L^2", "Y", "[0,1]", (1 / 3, 1 / 17, 1 / 129)),
        ("x^n", "in measure", "Y", "[0,1]", (0.9, 1 - 0.1 ** (1 / 8), 1 - 0.1 ** (1 / 64))),
        ("n 1_(0,1/n)(x)", "in L^1", "N", "[0,1]", (1, 1, 1)),
        ("n 1_(0,1/n)(x)", "uniformly", "N", "[0,1]", (1, 8, 64)),
        ("1_[n,n+1](x)", "in measure", "N", "R", (1, 1, 1)),
        ("x/(1+n x^2)", "uniformly", "Y", "R", (1 / 2, 1 / 2 / 8**0.5, 1 / 16)),
        ("x^n/(1 + x^n)", "in L^1", "Y", "[0,2]", None),
    ],
)
def test_values(sequence: str, mode: str, answer: str, on: str, values: tuple[float, ...] | None) -> None:
    """Sums over the grid are near the integrals, whatever moves with n."""
    found = confirmation(sequence, mode, answer, on)
    assert isinstance(found, Tabulated)
    shown = [float(value) for _, value in found.rows]
    assert [at for at, _ in found.rows] == ["n = 1", "n = 8", "n = 64"]
    if values is None:
        assert shown[0] > shown[1] > shown[2]
    else:
        assert shown == pytest.approx(values, abs=0.02)


@pytest.mark.parametrize(
    ("sequence", "mode", "answer", "on"),
    [
        ("x^n", "pointwise", "Y", "[0,1]"),  # one number for each n does not tell
        ("x/(1+n x^2)", "in L^1", "N", "R"),  # an infinite integral would look finite
        ("1_[n,n+1](x)", "almost uniformly", "N", "R"),
    ],
)
def test_no_numbers_that_mislead(sequence: str, mode: str, answer: str, on: str) -> None:
    """Then it says that there are none."""
    assert isinstance(confirmation(sequence, mode, answer, on), NotNumerical)


def test_without_a_limit_the_terms_are_compared() -> None:
    """f_n - f_2n stays away from 0 where f_n does not converge."""
    found = confirmation("sin(n x)", "in measure", "N")
    assert isinstance(found, Tabulated)
    assert "f_n - f_2n" in found.quantity
    assert told(found).startswith("In numbers, on a coarse grid, the measure of {|f_n - f_2n| > 0.1}: ")
