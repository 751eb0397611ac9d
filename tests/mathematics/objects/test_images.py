"""Countable images: the index of a point, and images that differ by a shift."""

import pytest
from flint import fmpq

from tests.mathematics.objects.texts import STEPS, number, set_
from tutor.mathematics.algebra import closed, rational
from tutor.mathematics.analysis import Undecided
from tutor.mathematics.objects.images import by_shift, index_of
from tutor.mathematics.trees import Budget


@pytest.mark.parametrize(
    ("image", "point", "index"),
    [
        ("{1/n : n in N}", "1/7", 7),
        ("{1/n : n in N}", "2/7", None),
        ("{1/n : n in N}", "1", 1),
        ("{1/n : n in N}", "0", None),
        ("{sqrt(n) : n in N}", "sqrt(5)", 5),
        ("{n^2 - 6n : n in N}", "-8", 2),
        ("{n/2 : n in Z}", "-3/2", -3),
        ("{2^-n : n in N}", "1/1024", 10),
    ],
)
def test_index_of_a_point(image: str, point: str, index: int | None) -> None:
    """Every index is found among the real solutions, and only whole ones count."""
    place = closed(number(point))
    found = index_of(place, set_(image), Budget(STEPS))  # type: ignore[arg-type]
    assert found == index


def test_images_of_other_sets_are_undecided() -> None:
    """The image of the rationals is not enumerated."""
    with pytest.raises(Undecided):
        index_of(rational(fmpq(1)), set_("{x^2 : x in Q}"), Budget(STEPS))


def test_a_shift_of_the_index() -> None:
    """{1/n} is {1/(n+2)} with two more elements; {1/(2n)} is no shift of it."""
    wide, narrow, other = (set_(t) for t in ("{1/n : n in N}", "{1/(n+2) : n in N}", "{1/(2n) : n in N}"))
    found = by_shift([wide, narrow, other], Budget(STEPS))
    assert list(found) == [wide]
    assert found[wide].args[0] is narrow
    assert len(found[wide].args[1].args) == 2
