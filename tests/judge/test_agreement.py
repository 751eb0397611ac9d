"""The last rungs: agreement where every open branch is sampled, switches located first, and the oracle's port."""

from collections.abc import Iterator

import pytest
from flint import arb, fmpq

from tests.judge.rulings import function_claim, function_ruling, ruling
from tutor.judge import port
from tutor.judge.agreement import is_near
from tutor.judge.branches import Branch, explore
from tutor.judge.claims import Equal
from tutor.judge.meeting import Meeting, Outcome, compare_values
from tutor.judge.numbers import decide_numbers
from tutor.judge.pair import Pair
from tutor.judge.space import space_of
from tutor.judge.switches import switches, unresolved
from tutor.judge.verdicts import Agreement, GaveUp, Proof, Verdict
from tutor.language import read
from tutor.language.names import Names
from tutor.language.tree import Tree
from tutor.mathematics.algebra import Field
from tutor.mathematics.balls import precision
from tutor.mathematics.trees import Budget, Domain, Variable, core
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, num

REFLECTION = ("gamma(x) gamma(1-x)", "pi/sin(pi x)", "x: real in (0,1)")


def test_an_identity_without_a_rule_is_accepted_by_agreement() -> None:
    """The reflection formula has no rule; it agrees to 30 digits at certified points, and says that it is no proof."""
    found = function_ruling(*REFLECTION)
    assert found.verdict is Verdict.CORRECT
    assert isinstance(found.evidence, Agreement)
    assert found.evidence.points >= 4
    assert found.evidence.digits >= 25


@pytest.mark.parametrize(
    ("answer", "key", "variables"),
    [
        ("floor(exp(x))", "floor(exp(x)) + 1[floor(exp(x)) = 20000]", "x: real"),
        ("floor(x^2)/2", "floor(x^2)/2 + 0 floor(x^3)", "x: real"),
        ("cantor(1-x)", "1 - cantor(x)", "x: real in [0,1]"),
        ("gamma(x) gamma(1-x)", "pi/sin(pi x) + 1_{x in Q}", "x: real in (0,1)"),
        ("gamma(x) gamma(1-x) + exp(-10^6)", "pi/sin(pi x)", "x: real in (0,1)"),
        ("relu(x-y-100-e^y)", "0", "x: real; y: real"),
    ],
)
def test_samples_do_not_speak_for_what_was_not_located(answer: str, key: str, variables: str) -> None:
    """Integer parts with many values, sets with empty interior, and hidden scales are never accepted by samples."""
    found = function_ruling(answer, key, variables)
    assert not isinstance(found.evidence, Agreement), found
    if found.verdict is Verdict.UNDECIDED:
        assert isinstance(found.evidence, GaveUp)


@pytest.mark.parametrize(
    ("left", "right", "near"),
    [
        (arb(1), arb(1, fmpq(1, 2**150)), True),
        (arb(1), arb(1, fmpq(1, 2**90)), False),
        (fmpq(1, 3), fmpq(1, 3), True),
        (arb(0, 10**6), arb(0, 10**6), False),
        (1, 1, True),
        (None, None, False),
    ],
)
def test_only_a_tight_ball_is_evidence_of_equality(left, right, near: bool) -> None:
    """Wide balls "contain 0" and prove nothing; both sides undefined is no agreement."""
    with precision(200):
        assert is_near(compare_values(left, right)) is near


def test_a_meeting_that_is_not_finite_is_unknown() -> None:
    """nan contains everything, so it is caught before any comparison."""
    assert compare_values(arb.nan(), arb(1)).outcome is Outcome.UNKNOWN
    assert Meeting(Outcome.UNKNOWN).gap is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("|x-1|", ["x - 1"]),
        ("max(x, y)", ["y - x"]),
        ("sqrt(x)", ["x"]),
        ("1/x", ["x"]),
        ("log(x)", ["x"]),
        ("tan(x)", ["cos(x)"]),
        ("asin(x)", ["1 - x", "1 + x"]),
        ("x^2", []),
        ("sin(x)", []),
        ("1_{x < y}", ["x - y"]),
        ("1_{x in (0,oo)}", ["x"]),
    ],
)
def test_the_switches_of_an_expression(text: str, found: list[str]) -> None:
    """What has to have a sign before a sample can speak for a branch."""
    names = Names({"x": "real", "y": "real"})
    node = core(read(text, names).tree)
    inner = node.args[0] if node.head == "indicator" else node
    expected = [core(read(t, names).tree) for t in found]
    assert switches(inner) == expected


def test_a_budget_cuts_the_branches_off_and_leaves_them_open() -> None:
    """What was not looked into is an open leaf that samples cannot close."""
    claim = function_claim({"answer": "|x|+|x-1|+|x-2|", "key": "1"})
    pair = Pair(claim.answer, claim.key, space_of(claim.domain), True, Budget(100))
    leaves = list(explore(pair, [Branch()], _survey()))
    assert leaves[-1].unresolved == "out of steps"


def _survey():
    from tutor.judge.branches import Survey

    return Survey()


# The oracle ---------------------------------------------------------------------------------------------------------


class Saying:
    """An oracle that always says the same, and remembers what it was asked."""

    def __init__(self, steps: tuple[str, ...] | None) -> None:
        self.steps = steps
        self.asked: list[tuple[Tree, Domain]] = []

    def is_zero(self, tree: Tree, domain: Domain) -> tuple[str, ...] | None:
        """The fixed answer."""
        self.asked.append((tree, domain))
        return self.steps


@pytest.fixture(autouse=True)
def _unplugged() -> Iterator[None]:
    yield
    port.use(None)


def test_the_oracle_is_asked_only_about_open_branches() -> None:
    """What the normal form proves, and what balls refute, never reaches the oracle."""
    oracle = Saying(("rewritten",))
    port.use(oracle)
    assert function_ruling("sin(x)^2", "1-cos(x)^2").verdict is Verdict.CORRECT
    assert function_ruling("sin(x)", "cos(x)").verdict is Verdict.INCORRECT
    assert not oracle.asked


def test_a_proof_of_the_oracle_counts_when_balls_confirm_it() -> None:
    """The steps of the oracle become the steps of the proof."""
    port.use(Saying(("the reflection formula",)))
    found = function_ruling(*REFLECTION)
    assert found.verdict is Verdict.CORRECT
    assert isinstance(found.evidence, Proof)
    assert "computer algebra" in found.evidence.by
    assert "the reflection formula" in found.evidence.steps


def test_a_wrong_proof_of_the_oracle_does_not_count() -> None:
    """Where balls do not confirm it, the oracle's word is nothing."""
    port.use(Saying(("nonsense",)))
    found = function_ruling("gamma(x)^2 gamma(1-x)", "gamma(x) pi/sin(pi x) + 10^-90 gamma(x)", "x: real in (0,1)")
    assert found.verdict is not Verdict.CORRECT


def test_a_silent_oracle_leaves_the_claim_to_agreement() -> None:
    """None is an answer as well."""
    port.use(Saying(None))
    assert isinstance(function_ruling(*REFLECTION).evidence, Agreement)


def test_the_oracle_is_not_asked_without_budget() -> None:
    """Asking costs steps that must be there."""
    oracle = Saying(("proof",))
    port.use(oracle)
    answer, key, variables = REFLECTION
    ruling(function_claim({"answer": answer, "key": key, "variables": variables}), port.COST // 2)
    assert not oracle.asked


def test_a_switch_under_a_bound_name_is_not_located() -> None:
    """Where an indicator turns inside a sum depends on the index, so samples of x cannot speak for a branch."""
    line = Domain((Variable("x", MINUS_INFINITY, INFINITY),))
    node = core(read("sum(1[k < x], k=1..5)", Names({"x": "real"})).tree)
    assert unresolved(Field(line, Budget(100_000)), [node], frozenset(("x",))) == "a switch under a bound name"


def test_a_wide_ball_is_no_evidence_of_equal_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two numbers of which no more is known than that they differ by less than 2^-500 do not agree."""
    claim = Equal(core(read("gamma(1/3)").tree), core(read("gamma(1/4)").tree), Domain())
    wide = Meeting(Outcome.CLOSE, arb(1), arb(1), gap=arb(0, arb(2) ** -500))
    monkeypatch.setattr(Pair, "meet", lambda *_, **__: wide)
    assert decide_numbers(claim, Budget(100_000)).verdict is not Verdict.CORRECT


def test_an_empty_box_has_no_places() -> None:
    """Between 2 and 1 there is nothing to sample."""
    empty = Domain((Variable("x", num(2), num(1)),))
    assert list(space_of(empty).places(4)) == []
