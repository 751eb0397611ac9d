"""Families of sequences whose modes are known by hand for every exponent: n^a times a block, a bump, a decay, …"""

from collections.abc import Callable
from fractions import Fraction
from itertools import product

import pytest

from tests.mathematics.analysis.sequences.test_modes import LETTERS, MODES, sequence
from tutor.mathematics.analysis.sequences import convergence

EXPONENTS = [Fraction(k, 2) for k in (-3, -2, -1, 0, 1, 2, 3, 4)]
POSITIVE = [b for b in EXPONENTS if b > 0]
Row = tuple[bool | None, ...]


def row(uniform: bool, almost: bool, measure: bool, integral: Callable[[int], Fraction]) -> Row:
    """The modes of a sequence that tends to 0 everywhere; the integral of |f_n|^p is of the order n^integral(p)."""
    return True, True, uniform, almost, measure, integral(1) < 0, integral(2) < 0, integral(2) <= 0


def shrinking_block(a: Fraction, b: Fraction) -> tuple[str, str, Row]:
    """Height n^a on (0, n^-b), in the unit interval."""
    return f"n^({a})*1_(0,n^({-b}))", "[0,1]", row(a < 0, True, True, lambda p: a * p - b)


def moving_block(a: Fraction, b: Fraction) -> tuple[str, str, Row]:
    """Height n^a on [n, n + n^b]: the tails are summable for b < -1, disjoint for b in [-1, 0)."""
    almost, measure = a < 0 or b < -1, a < 0 or b < 0
    return f"n^({a})*1_[n,n+n^({b})]", "[0,oo)", row(a < 0, almost, measure, lambda p: a * p + b)


def bump(a: Fraction, b: Fraction) -> tuple[str, str, Row]:
    """Height n^a at n^-b, as wide as twice that: it touches 0."""
    text = f"n^({a})*max(0,1-|n^({b})*x-1|)"
    return text, "[0,1]", row(a < 0, True, True, lambda p: a * p - b)


def decay(a: Fraction, b: Fraction) -> tuple[str, str, Row]:
    """n^a exp(-n^b x) on the open half line."""
    return f"n^({a})*exp(-n^({b})*x)", "(0,oo)", row(a < 0, True, True, lambda p: a * p - b)


def power(a: Fraction, _: Fraction) -> tuple[str, str, Row]:
    """n^a x^n below 1: the integral of its p-th power is n^(a p) / (n p + 1)."""
    return f"n^({a})*x^n", "[0,1)", row(a < 0, True, True, lambda p: a * p - 1)


def tamed_power(a: Fraction, _: Fraction) -> tuple[str, str, Row]:
    """n^a x^n (1 - x): the supremum is of the order n^(a-1), the integral of the p-th power n^(a p - p - 1)."""
    return f"n^({a})*x^n*(1-x)", "[0,1]", row(a < 1, True, True, lambda p: a * p - p - 1)


CASES = [
    family(a, b)
    for family, widths in (
        (shrinking_block, POSITIVE),
        (moving_block, EXPONENTS),
        (bump, POSITIVE),
        (decay, POSITIVE),
        (power, POSITIVE[:1]),
        (tamed_power, POSITIVE[:1]),
    )
    for a, b in product(EXPONENTS, widths)
]


@pytest.mark.parametrize("part", range(8))
def test_every_exponent_is_decided_as_by_hand(part: int) -> None:
    """No mode of any member is decided wrongly, and none is left open."""
    for text, on, known in CASES[part::8]:
        found = convergence(sequence(text, on))
        answers = "".join(LETTERS[found(mode).holds] for mode in MODES)
        assert answers == "".join(LETTERS[entry] for entry in known), (text, on)
