"""Which numbers families of intervals serve, and which they leave out."""

import pytest

from tutor.judge.serving import FARTHEST, Gaps, Service, gaps
from tutor.mathematics.analysis import Undecided

CASES = [
    ("one family from the first number on", [Service(1)], Gaps((), False)),
    ("one family from the third number on", [Service(3)], Gaps((1, 2), False)),
    ("even and odd numbers", [Service(2, 2), Service(1, 2)], Gaps((), False)),
    ("even numbers, and odd ones from 3", [Service(2, 2), Service(3, 2)], Gaps((1,), False)),
    ("even numbers only", [Service(2, 2)], Gaps((1,), True)),
    ("a single number and the rest", [Service(1, last=1), Service(2)], Gaps((), False)),
    ("ten numbers", [Service(1, last=10)], Gaps((), True)),
    ("ten numbers, and those from twelve on", [Service(1, last=10), Service(12)], Gaps((11,), False)),
    ("residues modulo two and three", [Service(2, 2), Service(1, 3), Service(3, 6)], Gaps((), True)),
    ("all residues modulo six", [Service(2, 2), Service(1, 6), Service(3, 6), Service(5, 6)], Gaps((), False)),
]


@pytest.mark.parametrize(("services", "left_out"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_gaps(services: list[Service], left_out: Gaps) -> None:
    """What is left out is told number by number up to the last beginning, and from there on altogether."""
    assert gaps(services, 1) == left_out


@pytest.mark.parametrize("services", [[Service(1), Service(10**9)], [Service(2, 2), Service(1, 10**6 + 3)]])
def test_far_away_numbers_stay_open(services: list[Service]) -> None:
    """Families that begin late, or repeat late, are not counted through."""
    assert max(s.first + s.step for s in services) > FARTHEST
    with pytest.raises(Undecided):
        gaps(services, 1)
