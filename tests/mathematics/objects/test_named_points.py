"""Points in Q, Z, N and the Cantor set, and intervals that meet the Cantor set."""

import random

import pytest
from flint import fmpq

from tests.mathematics.objects.texts import STEPS, number
from tutor.mathematics.algebra import MINUS_END, PLUS_END, Cell, closed, rational
from tutor.mathematics.analysis import Undecided
from tutor.mathematics.balls import cantor_function
from tutor.mathematics.objects.named_points import in_named, meets_cantor
from tutor.mathematics.trees import Budget


@pytest.mark.parametrize(
    ("point", "inside"),
    [
        ("1/4", "Q Cantor"),
        ("1/2", "Q"),
        ("1", "Q Z N Cantor"),
        ("-3", "Q Z"),
        ("sqrt(2)", ""),
        ("sqrt(2)/2", ""),
        ("1/2 + sqrt(3)/6", ""),
        ("sqrt(4/9)", "Q Cantor"),
        ("pi", ""),
        ("pi/12", ""),
        ("1 - e/7", ""),
        ("log(3/2)", ""),
        ("exp(1/2)/4", ""),
        ("asin(1/3)/2", ""),
        ("log(4)/log(2)", "Q Z N"),
        ("cos(pi/3)", "Q"),
    ],
)
def test_membership(point: str, inside: str) -> None:
    """An exact point lies in just the named sets of the table."""
    place = closed(number(point))
    found = [name for name in ("Q", "Z", "N", "Cantor") if in_named(place, name, Budget(STEPS))]  # type: ignore[arg-type]
    assert found == inside.split()


@pytest.mark.parametrize("point", ["pi + e", "pi^2", "log(2)*log(3)", "exp(pi)", "sin(1)*cos(2)"])
def test_no_theorem_no_answer(point: str) -> None:
    """Where no theorem of the list applies nothing is claimed."""
    with pytest.raises(Undecided):
        in_named(closed(number(point)), "Q", Budget(STEPS))  # type: ignore[arg-type]


def test_an_interval_meets_the_cantor_set_just_where_the_cantor_function_grows() -> None:
    """200 random rational intervals agree with the exact Cantor function at their ends."""
    for seed in range(200):
        draw = random.Random(seed)
        low, high = sorted(fmpq(draw.randint(-3, 30), draw.choice([9, 27, 7, 10])) for _ in range(2))
        if low < high:
            grows = cantor_function(high) > cantor_function(low)
            assert meets_cantor(Cell(rational(low), rational(high))) is grows, (low, high)


def test_unbounded_and_irrational_ends() -> None:
    """The first Cantor point beyond an irrational end is the end of its gap."""
    half = closed(number("sqrt(2)/4"))  # 0.3535 in the gap (1/3, 2/3)
    assert not meets_cantor(Cell(half, rational(fmpq(2, 3))))
    assert meets_cantor(Cell(half, rational(fmpq(3, 4))))
    assert meets_cantor(Cell(MINUS_END, rational(fmpq(1, 100))))
    assert not meets_cantor(Cell(MINUS_END, rational(0)))
    assert not meets_cantor(Cell(rational(1), PLUS_END))
