"""Charts of signs: a table, random functions against their values, and the hypotheses of the rules."""

import random
from pathlib import Path
from typing import Any

import mpmath
import pytest
from flint import fmpq

from tests.mathematics.analysis.oracle import cases, closed, midpoint, number, random_smooth, value
from tutor.mathematics.algebra import Cell, rational
from tutor.mathematics.analysis import Isolated, Undecided, signs
from tutor.mathematics.analysis.cells import order, partition, sorted_points
from tutor.mathematics.analysis.isolated import same_root, simplest
from tutor.mathematics.analysis.rolle import line
from tutor.mathematics.analysis.smooth import smooth
from tutor.mathematics.analysis.waves import wave_points
from tutor.mathematics.trees import Budget, OutOfSteps
from tutor.mathematics.trees.build import HALF, add, num

STEPS = 10**6


@pytest.mark.parametrize("case", cases(Path(__file__).with_name("signs.jsonl")), ids=lambda case: case["f"])
def test_chart(case: dict[str, Any]) -> None:
    """A chart changes its sign at the zeros of the table and nowhere else."""
    node = closed(case["f"])
    chart = signs(node.args[0], node.value, node.args[1], node.args[2], Budget(STEPS))
    changes = [p for p, a, b in zip(chart.points, chart.signs, chart.signs[1:], strict=False) if a != b]
    assert [float(midpoint(p.ball(80))) for p in changes] == pytest.approx(case["zeros"], abs=1e-8)
    assert [s for i, s in enumerate(chart.signs) if i == 0 or s != chart.signs[i - 1]] == case["signs"]


ENDS = [("0", "oo"), ("0", "1"), ("1", "5"), ("1/2", "oo")]


def test_random_charts_agree_with_values() -> None:
    """Of 80 random functions none has another sign anywhere than its chart says."""
    decided = 0
    for seed in range(80):
        draw = random.Random(seed)
        f, (low, high) = random_smooth(draw, 2 + seed % 2), draw.choice(ENDS)
        try:
            chart = signs(f, "x", number(low), number(high), Budget(STEPS))
        except (Undecided, OutOfSteps):
            continue
        decided += 1
        with mpmath.workdps(60):
            zeros = [midpoint(p.ball(100)) for p in chart.points]
            a, b = value(number(low), {}), mpmath.mpf(60) if high == "oo" else value(number(high), {})
            for _ in range(60):
                x = a + (b - a) * mpmath.mpf(draw.random() ** draw.choice([1, 4, 10]))
                if all(abs(x - zero) > 1e-15 for zero in zeros) and x > a:
                    assert _sign(value(f, {"x": x})) in (0, chart.signs[sum(zero < x for zero in zeros)])
    assert decided >= 70


def _sign(number_: mpmath.mpf) -> int:
    """The sign; 0 where 60 digits are not enough to tell."""
    return 0 if abs(number_) < mpmath.mpf("1e-45") else int(mpmath.sign(number_))


def test_poles_that_the_normal_form_leaves_out_are_cut() -> None:
    """exp(tan x) jumps at the zeros of cos, which the normal form excludes without looking."""
    node = closed("int(exp(tan(x)), x=0..5)")
    pieces = partition(
        lambda field: field.as_tree(field.normal(node.args[0])), line("x", Budget(STEPS)), rational(0), rational(5)
    )
    assert [float(midpoint(p.cell.low.ball(80))) for p in pieces[1:]] == pytest.approx([1.5707963, 4.7123890])


def test_waves_on_an_unbounded_interval_are_undecided() -> None:
    """sin has no finite chart on (0, oo)."""
    node = closed("int(sin(x), x=0..oo)")
    with pytest.raises(Undecided):
        signs(node.args[0], "x", node.args[1], node.args[2], Budget(STEPS))


def test_wave_points_are_complete() -> None:
    """Every zero of cos(2x) - 1/2 in (0, 7) is among the candidates."""
    node = closed("int(cos(2x)-1/2, x=0..7)")
    points = wave_points(node.args[0], line("x", Budget(STEPS)), Cell(rational(0), rational(7)))
    assert points is not None
    places = [float(midpoint(p.ball(80))) for p in points]
    expected = [abs(sign) * (mpmath.pi * k + sign * mpmath.pi / 6) for k in range(3) for sign in (-1, 1)]
    assert all(any(abs(e - p) < 1e-12 for p in places) for e in expected if 0 < e < 7)


def test_switches_are_resolved_only_on_their_cell() -> None:
    """|x - 1/2| becomes 1/2 - x on one side and x - 1/2 on the other: never a function without a kink."""
    node = closed("int(abs(x-1/2), x=0..1)")
    pieces = partition(lambda field: smooth(node.args[0], field), line("x", Budget(STEPS)), rational(0), rational(1))
    assert len(pieces) == 2
    assert pieces[0].answer is not pieces[1].answer
    assert pieces[0].cell.high.rational == HALF.value


def test_a_zero_without_a_closed_form_is_isolated_to_any_precision() -> None:
    """The zero of x + exp(x) is refined by bisection, and simple rationals are recognised."""
    node = closed("int(x+exp(x), x=-oo..oo)")
    points = signs(node.args[0], "x", node.args[1], node.args[2], Budget(STEPS)).points
    (zero,) = (p for p in points if isinstance(p, Isolated))
    with mpmath.workdps(60):
        assert abs(midpoint(zero.ball(150)) + mpmath.lambertw(1)) < mpmath.mpf("1e-38")
    assert order(zero, rational(0)) == -1


def test_points_are_sorted_and_distinct() -> None:
    """A point that is given twice, in two forms, is kept once."""
    root = signs(closed("int(x^2-2, x=0..2)").args[0], "x", number("0"), number("2"), Budget(STEPS)).points
    again = signs(closed("int(x^4-4, x=0..2)").args[0], "x", number("0"), number("2"), Budget(STEPS)).points
    assert len(sorted_points([*root, *again, rational(1)])) == 2


def test_the_same_zero_found_twice_is_one_point() -> None:
    """Two isolated zeros are equal where one bracket lies in the other, and not by closeness."""
    f = closed("int(x+exp(x), x=-oo..oo)").args[0]
    first = Isolated(f, "x", fmpq(-1), fmpq(0), -1, Budget(STEPS))
    again = Isolated(f, "x", fmpq(-3, 4), fmpq(-1, 4), -1, Budget(STEPS))
    other = Isolated(add(f, num(fmpq(1, 10**9))), "x", fmpq(-3, 4), fmpq(-1, 4), -1, Budget(STEPS))
    assert same_root(first, again)
    assert order(first, again) == 0
    assert not same_root(first, other)
    assert order(other, first) == -1


def test_simplest_rational() -> None:
    """The simplest rational of an interval has the smallest denominator."""
    assert str(simplest(rational(3).rational / 10, rational(4).rational / 10)) == "1/3"
    assert str(simplest(-rational(4).rational / 10, -rational(3).rational / 10)) == "-1/3"
