"""Claims about sequences, covers, exponents and sigma-algebras: evidence and the sentences of refutations."""

from typing import Any

import pytest

from tutor.judge.verdicts import Ruling, Verdict
from tutor.kinds import Question
from tutor.mathematics.trees.budget import Budget
from tutor.worker.judging import STEPS, judge_answer

SPACE = {"on": "[0,1]"}


def rulings(kind: str, fields: dict[str, Any], answer: str) -> dict[str, Ruling]:
    """The ruling on each claim of an answer, by its label."""
    return dict(judge_answer(Question(kind, fields), answer, Budget(STEPS)).rulings)


def diagnosis(kind: str, fields: dict[str, Any], answer: str) -> str:
    """The sentence of the first refuted claim."""
    found = rulings(kind, fields, answer).values()
    return next(r.diagnosis or "" for r in found if r.verdict is Verdict.INCORRECT)


@pytest.mark.parametrize(
    ("sequence", "on", "rows", "answer", "said"),
    [
        ("x^n", "[0,1]", ["pointwise", "uniformly"], "Y Y", "|f_n - f| tends to 1 as x tends to 1"),
        ("n 1_(0,1/n)(x)", "[0,1]", ["a.e.", "in L^1"], "Y Y", "is 1 and tends to 1"),
        ("1_[n,n+1](x)", "[0,oo)", ["a.e.", "in measure"], "Y Y", "for every small eps"),
        ("sin(n x)/n", "[0,1]", ["pointwise", "uniformly"], "N Y", "implies convergence pointwise"),
        ("x^n", "[0,1]", ["a.e.", "almost uniformly"], "Y N", "on a space of finite measure"),
        ("x/n", "[0,1]", ["in L^2", "in L^1"], "Y N", "Convergence in L^2 implies convergence in L^1"),
    ],
)
def test_a_wrong_row_is_told_why(sequence: str, on: str, rows: list[str], answer: str, said: str) -> None:
    """A wrong entry names x_n, the set, the limit of the norm, or the implication that the row breaks."""
    assert said in diagnosis("modes", {"sequence": sequence, "on": on, "rows": rows}, answer)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("I_n = (q_n - eps/2^n, q_n + eps/2^n)", "the lengths add up to 2*eps, and at most eps is allowed"),
        ("I_n = (q_n - eps/(2n), q_n + eps/(2n))", "infinite"),
        ("I_n = (q_n, q_n + eps/2^n)", "lies in none of your intervals"),
        ("I_n = [q_n - eps/2^(n+1), q_n + eps/2^(n+1)]", "is not an open interval"),
        ("I_n = (q_n + eps/2^n, q_n - eps/2^n)", "is empty at"),
    ],
)
def test_a_wrong_cover_is_told_why(answer: str, said: str) -> None:
    """The total as a multiple of eps, a point that is missed, an interval that is closed or empty."""
    assert said in diagnosis("cover", {"target": "q_n"}, answer)


def test_a_point_in_another_interval_is_not_missed() -> None:
    """1/2 lies in the first interval, though not in its own: no refutation on that ground."""
    found = rulings("cover", {"target": "1/n"}, "I_n = (1/n - eps, 1/n) for n >= 1")
    assert found["every point is covered"].verdict is not Verdict.CORRECT
    wide = rulings("cover", {"target": "1/n", "eps": "(0,1)"}, "I_n = (1/n, 2 + 1/n)")
    assert wide["every point is covered"].verdict is not Verdict.INCORRECT


def test_an_upper_bound_of_the_total_refutes_nothing() -> None:
    """ceil(1/eps) intervals of length eps^2/4: the bound ceil(u) < u + 1 is too coarse, and refutes nothing."""
    fields = {"target": "1/n", "eps": "(0,2)"}
    answer = "I_0 = (-1, 2); I_n = (1/n - eps^2/8, 1/n + eps^2/8), n = 1..ceil(1/eps)"
    assert rulings("cover", fields, answer)["the total length is <= eps"].verdict is Verdict.INCORRECT
    alone = "I_n = (1/n - eps^2/8, 1/n + eps^2/8), n = 1..ceil(1/eps)"
    assert rulings("cover", fields, alone)["the total length is <= eps"].verdict is not Verdict.INCORRECT


@pytest.mark.parametrize(
    ("function", "on", "answer", "verdict"),
    [
        ("1/(x*log(x)^2)", "(0,1/2)", "{1}", "correct"),
        ("1/(x*log(x))", "(0,1/2)", "none", "correct"),
        ("1/x^1.001", "[1,oo)", "[1,oo]", "correct"),
        ("1/(x*log(x)^2)", "[2,oo)", "[1,oo]", "correct"),
        ("1/(x*log(x))", "[2,oo)", "(1,oo]", "correct"),
        ("1/(x*log(x))", "[2,oo)", "[1,oo]", "incorrect"),
        ("sin(x)/x", "[1,oo)", "(1,oo]", "correct"),
        ("sin(x^2)/x", "[1,oo)", "(1,oo]", "undecided"),
        ("(sin(x)-1)/x", "[1,oo)", "(1,oo]", "undecided"),
    ],
)
def test_borderline_exponents(function: str, on: str, answer: str, verdict: str) -> None:
    """Logarithms decide at the borderline; a wave is left out only where its period is constant."""
    found = judge_answer(Question("exponents", {"function": function, "on": on}), answer, Budget(STEPS))
    assert found.verdict == verdict


def test_a_missing_set_is_named_with_its_reason() -> None:
    """A sigma-algebra that lacks a complement or a union is told which."""
    fields = {"ground": "{1,2,3}", "generators": "{1}, {2}"}
    assert "complement" in diagnosis("sigma_algebra", fields, "{}, {1}, {2}, {1,2,3}, {1,2}, {3}, {1,3}")
    one = {"ground": "{1,2,3}", "generators": "{1}"}
    assert "is not in the sigma-algebra" in diagnosis("sigma_algebra", one, "{}, {1}, {2}, {2,3}, {1,2,3}")


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [("1/(n-7) 1_(0,1/n)", "incorrect"), ("log(n-1/2) 1_(0,1/n)", "correct"), ("sqrt(x - 1/n)", "incorrect")],
)
def test_a_sequence_must_be_defined_for_every_index(answer: str, verdict: str) -> None:
    """An index at which f_n has no value, or has none on an interval, is a refutation of its own."""
    found = rulings("sequence", {"converges": ["a.e."], **SPACE}, answer)
    assert found["f_n is defined for every n"].verdict == verdict
