"""Claims of witness problems: what is in no class, and what cannot be asked, is told to the author at its place."""

from typing import Any

import pytest

from tutor.judge.ladder import decide
from tutor.judge.verdicts import Verdict
from tutor.kinds import Question, QuestionFault, ask
from tutor.kinds.answers.witness import AnswerKind
from tutor.mathematics.trees import Budget

FUNCTION = "function of x on (0,oo)"

CLAIMS = {
    "g": "write its argument",
    "g(1)": "no class of claims. The classes: forall",
    "g(x) > 0": "say for which x this holds: forall x in S",
    "1 < 2": "does not say anything of g",
    "forall x in R: exists y in R: g(x) < y": "'exists' behind 'forall'",
    "forall x in R: forall x in R: g(x) > 0": "x is bound twice",
    "a.e. x in R: forall y in R: g(x) = g(y)": "over all of its real variables",
    "forall x in R: g(x, x) > 0": "takes as many arguments",
    "forall x in R: h(x) <= g(x)": "no name that is known here",
    "forall x in R: g(x)": "a condition",
    "g(1) = 0 up to null sets": "belongs to an equality of sets",
    "continuous(g)": "write continuous(g, S)",
    "continuous(g, [0,1)": "never closed",
    "continuous(g, 3)": "a set without names is expected",
    "Lipschitz(g, [0,1])": "write Lipschitz(g, L, S)",
    "increasing(g, 2)": "the variable of the answer",
    "g(1) << lebesgue": "a measure is expected on both sides",
    "g(x) -> 0": "say how it converges",
    "n g(x) -> 0 slowly": "known here",
    "n g(x) -> 0 in L^(1,2)": "",
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_outside_the_classes_is_told(claim: str) -> None:
    """With the number of the claim, so that the file can be pointed at."""
    with pytest.raises(QuestionFault) as raised:
        ask(Question("witness", {"sort": FUNCTION, "claims": ["g(1) > 0", claim]}))
    assert CLAIMS[claim] in raised.value.message
    assert (raised.value.field, raised.value.item) == ("claims", 1)


FIELDS: dict[str, tuple[dict[str, Any], str, str]] = {
    "no such sort": ({"sort": "matrix"}, "sort", "expected one of function of x"),
    "a set that is a number": ({"sort": "function of x on 3"}, "sort", "expected a set"),
    "a set that cannot be read": ({"sort": "function of x on (0,"}, "sort", "never closed"),
    "a set for two variables": ({"sort": "function of x, y on [0,1]"}, "sort", "one variable"),
    "a word of the language": ({"name": "sin"}, "name", "word of the answer language"),
    "an argument as the name": ({"name": "x"}, "name", "argument of the answer"),
    "no claims": ({"claims": []}, "claims", "a list of claims"),
    "a claim that is a number": ({"claims": [3]}, "claims", "every claim is a text"),
    "a claim twice": ({"claims": ["g(1) > 0", "g(1) > 0"]}, "claims", "twice"),
}


@pytest.mark.parametrize("case", FIELDS)
def test_a_question_that_cannot_be_asked_is_told(case: str) -> None:
    """The sort, the name and the list of claims are read before any answer."""
    fields, field, message = FIELDS[case]
    with pytest.raises(QuestionFault) as raised:
        ask(Question("witness", {"sort": FUNCTION, "claims": ["g(1) > 0"], **fields}))
    assert raised.value.field == field
    assert message in raised.value.message


@pytest.mark.parametrize(
    ("given", "message"),
    [({"f": "x +"}, "something more"), ({"x": "1"}, "another meaning"), ({"exp": "1"}, "word of the answer")],
)
def test_a_given_object_that_cannot_be_read_is_told(given: dict[str, str], message: str) -> None:
    """Given objects are read before the claims that name them."""
    with pytest.raises(QuestionFault, match=message) as raised:
        ask(Question("witness", {"sort": FUNCTION, "claims": ["g(1) > 0"]}, given))
    assert raised.value.field == "given"


def test_claims_of_a_batch_may_have_their_sentences_with_them() -> None:
    """`that` and `else`, as in a problem file; the label is the claim."""
    claims = [{"that": "g(1) > 0", "else": "Too small."}, {"that": "g(2) > 0", "else": "Too small."}]
    stated = ask(Question("witness", {"sort": FUNCTION, "claims": claims})).state("x")
    assert [label for label, _ in stated.claims] == ["g(1) > 0", "g(2) > 0"]


VACUOUS = {
    "function of x": {
        "forall x in R: g(x)^2 >= 0": True,
        "forall x in R: |g(x) + 1| <= |g(x)| + 1": True,
        "forall x in R: g(x) >= 0": False,
        "forall x in R: g(x) <= g(x) + x^2": True,
        "forall x in R: g(x) <= g(2x)": False,
        "int(g, x in R) < oo": False,
    },
    "number": {"c^2 >= 0": True, "c >= 0": False},
    "measure": {"mu(R) >= 0": True, "mu({0}) <= mu(R)": False},
}


@pytest.mark.parametrize(("sort", "claim"), [(sort, claim) for sort in VACUOUS for claim in VACUOUS[sort]])
def test_a_claim_that_every_answer_meets_is_found(sort: str, claim: str) -> None:
    """By putting arbitrary numbers for the values of the answer; an integral of the answer is no such value."""
    found = AnswerKind().ask(Question("witness", {"sort": sort, "claims": [claim]})).vacuous(0)
    holds = found is not None and decide(found, Budget(200_000)).verdict is Verdict.CORRECT
    assert holds is VACUOUS[sort][claim]
