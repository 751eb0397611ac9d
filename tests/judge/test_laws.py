"""The laws of the judge: what must not change a verdict, what must, and what every verdict owes."""

import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.judge.rulings import STEPS, function_claim, function_ruling, number_claim, ruling
from tutor.judge import branches
from tutor.judge.claims import Equal, Notion
from tutor.judge.ladder import decide, forget
from tutor.judge.verdicts import Agreement, Counterexample, GaveUp, NotNumerical, Proof, Sampled, Verdict
from tutor.mathematics.trees import Budget
from tutor.mathematics.trees.build import ZERO, mul, num, sub, tree

EXPRESSIONS = [
    "x^2",
    "sin(x)",
    "exp(-x^2/2)",
    "|x|",
    "max(x, 1-x)",
    "relu(x-1)",
    "1_{x > 1/2}",
    "1_{x in [0,1]}",
    "{x if x < 0; x^2 otherwise}",
    "1/(1+x^2)",
    "sigmoid(x)",
    "floor(x)",
    "x 1_{x in Q}",
    "log(1+x^2)",
    "sqrt(x^2+1)",
    "tanh(x)",
]
NEUTRAL = [
    "({f}) + 0",
    "0 + ({f})",
    "1*({f})",
    "({f}) + x - x",
    "2*({f}) - ({f})",
    "-(-({f}))",
    "({f})*1_{{x >= 0}} + ({f})*1_{{x < 0}}",
    "{{({f}) if x < 1/3; ({f}) otherwise}}",
    "({f})(sin(x)^2 + cos(x)^2)",
]
SMALL = [
    "({f}) + 10^-9",
    "({f}) + 10^-9 1_{{x > 1}}",
    "({f})(1 + 10^-9) + 10^-9",
    "({f}) + 10^-9 1_{{x in (1/3, 1/3 + 10^-6)}}",
    "({f}) + exp(-30) x^2",
]
NULL = [
    "({f}) + 1_{{x = 1/3}}",
    "({f}) + 1_{{x in {{0, 1}}}}",
    "({f}) + 1_{{x in Z}}",
    "({f}) + 1_{{x in Cantor}}",
    "{{5 + ({f}) if x = 2; ({f}) otherwise}}",
]
expressions = st.sampled_from(EXPRESSIONS)


@settings(max_examples=60, deadline=None)
@given(f=expressions, change=st.sampled_from(NEUTRAL), turned=st.booleans())
def test_a_neutral_change_is_never_wrong(f: str, change: str, turned: bool) -> None:
    """Adding 0, splitting a cell, reordering and exchanging the sides never make an equal pair incorrect."""
    sides = (change.format(f=f), f)
    answer, key = sides[::-1] if turned else sides
    assert function_ruling(answer, key).verdict is Verdict.CORRECT


@settings(max_examples=60, deadline=None)
@given(
    f=expressions, change=st.sampled_from(SMALL), turned=st.booleans(), equal=st.sampled_from(("everywhere", "a.e."))
)
def test_a_small_change_on_a_set_of_positive_measure_is_never_correct(
    f: str, change: str, turned: bool, equal: str
) -> None:
    """A change by 10^-9, or on an interval of length 10^-6, does not stay correct in any sense."""
    sides = (change.format(f=f), f)
    answer, key = sides[::-1] if turned else sides
    found = function_ruling(answer, key, equal=equal)
    assert found.verdict is Verdict.INCORRECT
    assert found.almost is None


@settings(max_examples=60, deadline=None)
@given(f=expressions, change=st.sampled_from(NULL))
def test_a_change_on_a_null_set_matters_everywhere_and_not_almost_everywhere(f: str, change: str) -> None:
    """The same finding is incorrect with the null set named, or correct, by the notion of the question."""
    everywhere = function_ruling(change.format(f=f), f)
    assert everywhere.verdict is Verdict.INCORRECT
    assert everywhere.almost
    assert function_ruling(change.format(f=f), f, equal="a.e.").verdict is Verdict.CORRECT


@pytest.mark.parametrize(
    ("answer", "key", "variables"),
    [
        ("sum(k^2, k=1..n)", "sum(j^2, j=1..n)", "n: integer >= 1"),
        ("1_{x in {t : t > 0}}", "1_{x in {s : s > 0}}", "x: real"),
        ("int(exp(-t^2), t=0..x)", "int(exp(-s^2), s=0..x)", "x: real"),
    ],
)
def test_the_name_of_a_bound_variable_does_not_matter(answer: str, key: str, variables: str) -> None:
    """Renaming a bound variable never makes an answer wrong."""
    assert function_ruling(answer, key, variables).verdict in (Verdict.CORRECT, Verdict.UNDECIDED)


@pytest.mark.parametrize("f", EXPRESSIONS)
def test_the_key_against_itself_is_correct(f: str) -> None:
    """Whatever has a value somewhere equals itself, in every sense."""
    for equal in ("everywhere", "a.e.", "up to a constant"):
        assert function_ruling(f, f, equal=equal).verdict is Verdict.CORRECT


def test_equality_is_always_named() -> None:
    """One pair, three notions, three different answers."""
    claim = function_claim({"answer": "x + 1_{x > 0}", "key": "x + 1_{x >= 0}"})
    verdicts = {
        notion: ruling(Equal(claim.answer, claim.key, claim.domain, notion)).verdict
        for notion in (Notion.EVERYWHERE, Notion.ALMOST_EVERYWHERE)
    }
    assert verdicts == {Notion.EVERYWHERE: Verdict.INCORRECT, Notion.ALMOST_EVERYWHERE: Verdict.CORRECT}
    assert function_ruling("x^2 + 1", "x^2", equal="up to a constant").verdict is Verdict.CORRECT
    assert function_ruling("x^2 + 1", "x^2").verdict is Verdict.INCORRECT


def test_the_same_claim_gets_the_same_ruling_whatever_was_asked_before() -> None:
    """Nothing that is kept between decisions changes a ruling or the steps it takes."""
    claims = [function_claim({"answer": f"({f}) + x", "key": f"x + ({f})"}) for f in EXPRESSIONS]
    forget()
    first = [_with_steps(claim) for claim in claims]
    second = [_with_steps(claim) for claim in reversed(claims)][::-1]
    forget()
    third = [_with_steps(claim) for claim in claims]
    assert first == third
    assert [r for r, _ in first] == [r for r, _ in second]


def _with_steps(claim: Equal):
    budget = Budget(STEPS)
    return decide(claim, budget), STEPS - budget.left


@pytest.mark.parametrize("steps", [0, 1, 10, 100, 1_000, 10_000])
@pytest.mark.parametrize("f", ["|x| + relu(x-1) + max(x, 2)", "x + 1_{x in Q}", "gamma(x^2+1)"])
def test_a_small_budget_leaves_a_claim_open_and_never_wrong(f: str, steps: int) -> None:
    """With too few steps the ruling is undecided; it is never against the truth."""
    claim = function_claim({"answer": f"({f}) + x", "key": f"x + ({f})"})
    found = ruling(claim, steps)
    assert found.verdict in (Verdict.CORRECT, Verdict.UNDECIDED)
    if found.verdict is Verdict.UNDECIDED:
        assert isinstance(found.evidence, GaveUp)
        assert found.evidence.tried


def test_a_proof_against_a_certified_point_is_an_engine_fault(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """When a proof and a ball contradict each other the claim stays open, and the fault is logged."""
    claim = function_claim({"answer": "x", "key": "x + 1_{x > 3} 1_{x < 3 + 10^-3}"})
    assert ruling(claim).verdict is Verdict.INCORRECT
    wrong = function_claim({"answer": "sin(x)", "key": "cos(x)"})
    monkeypatch.setattr("tutor.judge.functions.first_balls", lambda pair: None)
    monkeypatch.setattr(branches, "_compared", lambda pair, branch, field: branches.Leaf(branch, branches.State.EQUAL))
    with caplog.at_level(logging.ERROR, "tutor.judge"):
        found = ruling(wrong)
    assert found.verdict is Verdict.UNDECIDED
    assert caplog.records


def test_decimals_are_read_exactly() -> None:
    """0.333 is not 1/3, whatever the number of threes."""
    assert ruling(number_claim("0." + "3" * 40, "1/3")).verdict is Verdict.INCORRECT
    assert ruling(number_claim("0.5", "1/2")).verdict is Verdict.CORRECT
    assert function_ruling("0.3333333333 x", "x/3").verdict is Verdict.INCORRECT


@pytest.mark.parametrize(
    ("answer", "key", "equal"),
    [
        ("|x|", "max(x,-x)", "everywhere"),
        ("x", "x+1", "everywhere"),
        ("1_{x in Q}", "0", "a.e."),
        ("x^2/x", "x", "everywhere"),
        ("x^(2/3)", "cbrt(x)^2", "everywhere"),
    ],
)
def test_every_verdict_carries_the_evidence_it_owes(answer: str, key: str, equal: str) -> None:
    """A proof owes its confirmation, a refutation a point or a proof, and giving up its reasons."""
    found = function_ruling(answer, key, equal=equal)
    match found.verdict:
        case Verdict.CORRECT:
            assert isinstance(found.evidence, Agreement) or isinstance(found.confirmation, Sampled | NotNumerical)
        case Verdict.INCORRECT:
            assert isinstance(found.evidence, Counterexample | Proof)
        case _:
            assert isinstance(found.evidence, GaveUp)
            assert found.evidence.tried


def test_deep_trees_are_left_open() -> None:
    """An expression too deep for the stack ends as undecided, not as an error."""
    node = claim = function_claim({"answer": "x", "key": "x"})
    node = claim.answer
    for k in range(3_000):
        node = tree("call", "sin", (sub(mul(num(2), node), num(k)),))
    assert ruling(Equal(node, ZERO, claim.domain)).verdict is Verdict.UNDECIDED
