"""What exactly is wrong, proved by the real judge on the mended answer."""

import pytest

from tutor.feedback.diagnose import suspicions
from tutor.judge.verdicts import Verdict
from tutor.kinds import Question
from tutor.mathematics.trees.budget import Budget
from tutor.worker.judging import judge_answer

FUNCTION = Question("function", {"key": "x^2 + 1"})
CASES = [
    ("function", {"key": "x^2 + 1"}, "-x^2 - 1", "sign"),
    ("function", {"key": "x^2 + 1"}, "x^2 + 3", "constant"),
    ("function", {"key": "x^2 + 1"}, "2x^2 + 2", "factor"),
    ("function", {"key": "x^2 + 1"}, "1/(x^2+1)", "reciprocal"),
    ("function", {"key": "x^2 + 1"}, "x^3", ""),
    ("number", {"key": "2/3"}, "-2/3", "sign"),
    ("number", {"key": "2/3"}, "3/2", "reciprocal"),
    ("number", {"key": "2/3"}, "1/3", "factor"),
    ("set", {"key": "[0,1)"}, "[0,1]", "ends"),
    ("set", {"key": "[0,1)"}, "(-oo,0) U [1,oo)", "complement"),
    ("set", {"key": "[0,1)"}, "[0,2)", ""),
]


def diagnosis(question: Question, answer: str) -> str:
    """The first suspicion that the judge proves."""
    judgement = judge_answer(question, answer, Budget(2_000_000))
    assert judgement.verdict is Verdict.INCORRECT
    for name, mended_question, mended in suspicions(question, answer, judgement):
        if judge_answer(mended_question, mended, Budget(2_000_000)).verdict is Verdict.CORRECT:
            return name
    return ""


@pytest.mark.parametrize(
    ("kind", "fields", "answer", "found"), CASES, ids=[f"{c[2]}: {c[3] or 'nothing'}" for c in CASES]
)
def test_diagnosis(kind: str, fields: dict[str, str], answer: str, found: str) -> None:
    """Sign, constant, factor, reciprocal, ends and complement are found, and nothing where nothing simple is wrong."""
    assert diagnosis(Question(kind, fields), answer) == found


def test_nothing_is_suspected_of_a_right_answer() -> None:
    """Only a wrong answer is mended."""
    judgement = judge_answer(FUNCTION, "1 + x^2", Budget(2_000_000))
    assert suspicions(FUNCTION, "1 + x^2", judgement) == ()


def test_nothing_is_suspected_where_the_author_has_spoken() -> None:
    """A matched mistake needs no diagnosis."""
    question = Question("function", {"key": "x^2 + 1"}, mistakes=(("forgot", "x^2"),))
    judgement = judge_answer(question, "x*x", Budget(2_000_000))
    assert judgement.mistake == "forgot"
    assert suspicions(question, "x*x", judgement) == ()
