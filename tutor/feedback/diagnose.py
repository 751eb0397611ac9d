"""What exactly is wrong, found by mending the answer and judging it again.

If -(answer) is judged correct, then only the sign was wrong: the diagnosis is proved by the same judge, never guessed
from one point. Each suspicion is a pair of an id, worded in `words.DIAGNOSES`, and a question with a mended answer.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from tutor.judge.verdicts import Counterexample, Verdict
from tutor.kinds import Judgement, Question

Suspicion = tuple[str, Question, str]

_VALUES = frozenset(("number", "function", "density", "cdf"))
_FACTORS = tuple(Fraction(n) for n in ("2", "1/2", "3", "1/3", "4", "1/4", "6", "1/6", "8", "1/8"))
_NAMED = (("pi", 3.141592653589793), ("sqrt(2)", 1.4142135623730951), ("sqrt(2 pi)", 2.5066282746310002))


def suspicions(question: Question, answer: str, judgement: Judgement) -> tuple[Suspicion, ...]:
    """What is worth trying for a wrong answer, the likeliest first.

    Nothing where a mistake of the author matched, or the judge has a diagnosis of its own.
    """
    if judgement.verdict is not Verdict.INCORRECT or judgement.mistake or "\n" in answer:
        return ()
    if any(ruling.diagnosis for _, ruling in judgement.rulings):
        return ()
    if question.kind in _VALUES:
        return tuple(_of_a_value(question, answer, judgement))
    if question.kind == "set":
        return tuple(_of_a_set(question, answer))
    return ()


def _of_a_value(question: Question, answer: str, judgement: Judgement) -> Iterator[Suspicion]:
    yield "sign", question, f"-({answer})"
    if question.kind == "function" and question.fields.get("equal") != "up to a constant":
        yield "constant", _asking(question, "up to a constant"), answer
    for factor in _factors(judgement):
        yield "factor", question, f"({factor})*({answer})"
    yield "reciprocal", question, f"1/({answer})"


def _of_a_set(question: Question, answer: str) -> Iterator[Suspicion]:
    if question.fields.get("equal") != "up to null sets":
        yield "ends", _asking(question, "up to null sets"), answer
    yield "complement", question, f"R \\ ({answer})"


def _asking(question: Question, notion: str) -> Question:
    return replace(question, fields={**question.fields, "equal": notion})


def _factors(judgement: Judgement) -> Iterator[str]:
    """Simple factors that the values at the counterexample suggest, to be proved or dropped by the judge."""
    for _, ruling in judgement.rulings:
        if isinstance(ruling.evidence, Counterexample):
            ratio = _ratio(ruling.evidence)
            if ratio is not None:
                yield from (str(factor) for factor in _FACTORS if abs(float(factor) - ratio) < 1e-3 * ratio)
                yield from (name for name, value in _NAMED if abs(value - ratio) < 1e-3 * ratio)
                yield from (f"1/({name})" for name, value in _NAMED if abs(1 / value - ratio) < 1e-3 * ratio)


def _ratio(evidence: Counterexample) -> float | None:
    from tutor.feedback.compose import number

    left, right = number(evidence.left), number(evidence.right)
    if not left or not right or right / left <= 0:
        return None
    return right / left
