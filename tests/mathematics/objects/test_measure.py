"""The measure of a set: a table of right and wrong values, random sets against Monte Carlo, hypotheses violated."""

import random
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from flint import arb

from tests.mathematics.objects.texts import STEPS, agrees, cases, contains, number, set_
from tutor.mathematics.analysis import Undecided
from tutor.mathematics.objects import measure
from tutor.mathematics.objects.families import Facts, as_interval, family, for_all
from tutor.mathematics.objects.sets import almost, is_countable
from tutor.mathematics.trees import Budget
from tutor.mathematics.trees.build import EMPTY, INFINITY


def row_id(case: dict[str, Any]) -> str:
    """A readable id."""
    return f"m {case['set']} {'is' if case['equal'] else 'is not'} {case['value']}"


@pytest.mark.parametrize("case", cases(Path(__file__).with_name("measures.jsonl")), ids=row_id)
def test_measure(case: dict[str, Any]) -> None:
    """A set has the measure of the table and no other one."""
    assert agrees(measure(set_(case["set"]), Budget(STEPS)), number(case["value"])) is case["equal"]


PARTS = (
    "{x in [-3,3] : x^2 < 2}",
    "{x in [-3,3] : x^3 - x > 1/5}",
    "{x in [-3,3] : sin(2x) > 1/3}",
    "{x in [-3,3] : abs(x-1) < abs(x)/2}",
    "{x in [-3,3] : log(x) < 1/2}",
    "{x in [-3,3] : exp(x) > 1 + 2x}",
    "{x in [-3,3] : x - floor(x) < 1/3}",
    "{x in [-3,3] : 1/x > x}",
    "[-1,1/2)",
    "(0,2)",
    "Q",
    "[-2,-1] U [1,2]",
)


def test_random_sets_agree_with_counting_points() -> None:
    """The measure of 60 random unions, intersections and differences is near the share of 4,000 points inside."""
    for seed in range(60):
        draw = random.Random(seed)
        first, second, third = draw.sample(PARTS, 3)
        text = f"(({first}) {draw.choice(['U', '∩'])} ({second})) {draw.choice(['U', '∩'])} ([-3,3] \\ ({third}))"
        node = set_(text)
        found = measure(node, Budget(STEPS)).value
        ball = found if isinstance(found, arb) else number_ball(found)
        points = [-3 + 6 * (k + draw.random()) / 4000 for k in range(4000)]
        share = 6 * sum(contains(node, x) for x in points) / 4000
        assert abs(float(ball.mid()) - share) < 0.03, (text, found, share)


def number_ball(node: object) -> arb:
    """The value of a constant as a ball."""
    from tutor.mathematics.analysis import enclosure

    return enclosure(node)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("{x in [0,1] : sin(1/x) > 1/2}", 0.5, 0.7),
        ("{x in [0,1] : sin(1/x) > x}", 0.6, 0.76),
        ("{x in [0,1] : cos(pi/x) < 1/3}", 0.4, 0.7),
    ],
)
def test_wild_sets_are_enclosed(text: str, low: float, high: float) -> None:
    """Sets of infinitely many intervals are enclosed, and the share of 100,000 points agrees."""
    node = set_(text)
    found = measure(node, Budget(STEPS)).value
    share = sum(contains(node, (k + 0.5) / 100_000) for k in range(100_000)) / 100_000
    assert isinstance(found, arb)
    assert low < float(found.lower()) <= share + 1e-3
    assert share - 1e-3 <= float(found.upper()) < high


def test_an_undefined_condition_leaves_the_point_out() -> None:
    """{log x < 0} is (0, 1): the points where log is undefined do not count, nor does their complement."""
    assert agrees(measure(set_("{x : log(x)<0} ∩ [-1,2]"), Budget(STEPS)), number("1"))
    assert agrees(measure(set_("{x : log(x)>=0} ∩ [-1,2]"), Budget(STEPS)), number("1"))
    assert agrees(measure(set_("[-1,2] \\ {x : log(x)<0}"), Budget(STEPS)), number("2"))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("union([0,1-1/n], n=1..oo)", "increasing union"),
        ("union([0,1/n], n=1..oo)", "the first set contains all others"),
        ("union([n,n+1], n=1..oo)", "chain of overlapping intervals"),
        ("intersection([0,1+1/n], n=1..oo)", "decreasing intersection"),
        ("intersection([0,n], n=1..oo)", "the first set lies in all others"),
    ],
)
def test_families_that_are_one_interval(text: str, rule: str) -> None:
    """The rule that makes a family an interval is named."""
    found = as_interval(set_(text), Budget(STEPS))
    assert found is not None
    assert found[1] == rule


@pytest.mark.parametrize(
    "text",
    [
        "union((n,n+1), n=1..oo)",  # touching at points that belong to no set
        "union([n,n+1/2], n=1..oo)",  # gaps
        "union([(-2)^n, (-2)^n+1], n=1..oo)",  # ends that are not monotone
        "intersection([n,n+1], n=1..oo)",  # a moving interval is not a decreasing one
    ],
)
def test_families_that_are_no_interval(text: str) -> None:
    """Each hypothesis of the rules for families is needed."""
    with suppress(Undecided):
        assert as_interval(set_(text), Budget(STEPS)) is None


def test_facts_hold_for_all_indices() -> None:
    """n^2 - 10 n changes its sign late, and is caught by looking at every whole number before."""
    gap = set_("union([0, n^2-10n], n=1..oo)").args[0].args[1]
    assert for_all(gap, "n", 10, Budget(STEPS)) == 1
    assert for_all(gap, "n", 1, Budget(STEPS)) is None


def test_disjointness_is_proved_not_sampled() -> None:
    """[n, n + 1/n] are disjoint up to ends, [n, n + 2/n] are not from the start."""
    assert Facts(family(set_("union([n,n+1/n], n=1..oo)")), Budget(STEPS)).disjoint()
    assert not Facts(family(set_("union([n,n+2/n], n=1..oo)")), Budget(STEPS)).disjoint()


@pytest.mark.parametrize("text", ["Q", "Z ∩ [0,1]", "{1/n : n in N}", "{1,2}", "union({1/n}, n=1..oo)", "Q \\ Z"])
def test_countable_sets_are_null(text: str) -> None:
    """Countable sets vanish almost everywhere."""
    assert is_countable(set_(text))
    assert almost(set_(text)) is EMPTY


def test_infinity_is_a_value() -> None:
    """The line minus a null set has measure oo."""
    assert measure(set_("R \\ Q"), Budget(STEPS)).value is INFINITY
