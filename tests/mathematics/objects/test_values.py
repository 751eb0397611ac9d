"""Constants defined by sets, integrals, sums, limits and extrema, reduced to values."""

from pathlib import Path
from typing import Any

import pytest
from flint import arb

from tests.mathematics.objects.texts import STEPS, agrees, cases, number, set_
from tutor.language.tree import Tree
from tutor.mathematics.algebra import Unsupported
from tutor.mathematics.analysis import Constants, NoValue, Result, Undecided
from tutor.mathematics.objects import subdifferential, value_of
from tutor.mathematics.trees import Budget


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + measure([0,1] U (2,3])", "3"),
        ("measure(Q ∩ [0,1]) * measure(R \\ Q)", "0"),
        ("measure(R) + 1", "oo"),
        ("1/measure(R)", "0"),
        ("exp(-measure(R))", "0"),
        ("max(2, measure([0,1]))", "2"),
        ("norm(x, 2, x in [0,1])", "1/sqrt(3)"),
        ("norm(x*exp(-x), oo, x in [0,oo))", "1/e"),
        ("norm(1/x, 2, x in (0,1))", "oo"),
        ("norm(1[x in Q], oo, x in [0,1])", "0"),
        ("lim((1+1/n)^n, n -> oo)", "e"),
        ("sup(x*(1-x), x in [0,1])", "1/4"),
        ("sup(x, x in (0,1))", "1"),
        ("infimum(x^2-x, x in [0,2])", "-1/4"),
        ("sup(n/2^n, n in N)", "1/2"),
        ("infimum(1/n, n in N)", "0"),
        ("sup(x, x in {1-1/n : n in N})", "1"),
        ("ess_sup(1[x in Q]+x, x in [0,1])", "1"),
        ("integral(x^2, x in ([0,1] U [2,3]))", "20/3"),
        ("integral(1/x, x in Q)", "0"),
        ("integral(1, x in [0,1] \\ Q)", "1"),
        ("sum(1/n^2, n=1..oo)", "pi^2/6"),
        ("sum(1/2^n, n=1..oo) + int(x, x=0..1)", "3/2"),
        ("int(x, x=0..measure([0,3]))", "9/2"),
        ("sum(2^n, n=-oo..0)", "2"),
        ("2 + 3", "5"),
    ],
)
def test_value(text: str, value: str) -> None:
    """Every part with a value is replaced by it, and infinite parts are used up."""
    assert agrees(Result(value_of(number(text), Budget(STEPS)), ""), number(value))


@pytest.mark.parametrize(
    "text",
    [
        "measure(R) - measure([0,oo))",
        "int(1/x, x=-1..1)",
        "lim(sin(x), x -> oo)",
        "lim(1/x, x -> 0)",
        "sum((-1)^n, n=1..oo)",
        "sup(1[x in Q], x in [0,1])",
        "norm(x, -1, x in [0,1])",
        "measure(R)^0",
        "log(-measure(R))",
    ],
)
def test_no_value(text: str) -> None:
    """oo - oo, divergent and oscillating constants are refused with a reason."""
    with pytest.raises(Unsupported) as refusal:
        value_of(number(text), Budget(STEPS))
    assert refusal.value.reason


def test_an_enclosure_is_certified() -> None:
    """Twice zeta(3) is enclosed, not guessed."""
    found = value_of(number("2*sum(1/n^3, n=1..oo)"), Budget(STEPS))
    assert isinstance(found, arb)
    assert abs(found - 2 * arb(3).zeta()) < 1e-12
    assert found.rad() < 1e-12


def test_a_tree_without_such_parts_stays() -> None:
    """sqrt(2) + pi is handed back as it is."""
    node = number("sqrt(2) + pi")
    assert value_of(node, Budget(STEPS)) is node


def clarke_id(case: dict[str, Any]) -> str:
    """A readable id."""
    return f"{case['clarke']} {'is' if case['equal'] else 'is not'} [{case['low']}, {case['high']}]"


@pytest.mark.parametrize("case", cases(Path(__file__).with_name("clarke.jsonl")), ids=clarke_id)
def test_clarke(case: dict[str, Any]) -> None:
    """A subdifferential has the ends of the table."""
    node = set_(case["clarke"])
    found = subdifferential(node.args[0], node.value, node.args[1], Budget(STEPS))
    ends = found.args * 2 if found.head == "finite" else found.args
    assert (same(ends[0], number(case["low"])) and same(ends[1], number(case["high"]))) is case["equal"]


def same(left: Tree, right: Tree) -> bool:
    """Whether two constants are equal."""
    return Constants(Budget(STEPS)).compare(left, right) == 0


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("clarke(sign(x), x=0)", NoValue),  # a jump
        ("clarke(sqrt(abs(x)), x=0)", NoValue),  # slopes without bound
        ("clarke(sqrt(x)^2, x=0)", Undecided),  # undefined on one side
        ("clarke((x^(1/2))^4 + x, x=0)", Undecided),
        ("clarke(log(x), x=0)", Undecided),  # no value at the point
        ("clarke({x^2*sin(1/x) if x != 0; 0 otherwise}, x=0)", Undecided),  # slopes that oscillate: it would be [-1, 1]
        ("clarke({x if x in Q; -x otherwise}, x=0)", Undecided),  # almost everywhere -x only
        ("clarke(x^2 1_Q(x), x=0)", Undecided),  # not continuous near the point
        ("clarke(x^2 1_Cantor(x), x=0)", Undecided),
        ("clarke(x + x^2 1[x in {1/n : n in N}], x=0)", Undecided),
        ("clarke(x + x^2 1[1/x in Z], x=0)", Undecided),
        ("clarke({x sin(1/x)/sin(1/x) if x != 0; 0 otherwise}, x=0)", Undecided),  # undefined at 1/(k pi)
    ],
)
def test_hypotheses_of_the_subdifferential(text: str, outcome: type[Exception]) -> None:
    """The function must be continuous with one-sided limits of its slopes; each hypothesis is needed."""
    node = set_(text)
    with pytest.raises(outcome):
        subdifferential(node.args[0], node.value, node.args[1], Budget(STEPS))
