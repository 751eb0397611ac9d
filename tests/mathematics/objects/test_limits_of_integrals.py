"""Constants with a limit outside or inside an integral."""

import pytest
from mpmath import mp, quad

from tutor.language.reading import read
from tutor.language.tree import Tree
from tutor.mathematics.algebra import Unsupported
from tutor.mathematics.analysis import Constants, enclosure
from tutor.mathematics.objects import value_of
from tutor.mathematics.trees import Budget, core

STEPS = 1_000_000


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("lim(integral(n*1_(0,1/n)(x), x in [0,1]), n->oo)", "1"),
        ("integral(lim(n*1_(0,1/n)(x), n->oo), x in [0,1])", "0"),
        ("lim(int((1+x/n)^n, x=0..1), n->oo)", "e - 1"),
        ("integral(lim((1+x/n)^n, n->oo), x in [0,1])", "e - 1"),
        ("lim(n*int(x^n, x=0..1), n->oo)", "1"),
        ("lim(int(x^n (1-x), x in (0,1)), n->oo)", "0"),
        ("lim(integral(1_[0,n](x), x in [0,oo)), n->oo)", "oo"),
        ("lim(norm(sqrt(n)*1_(0,1/n)(x), 2, x in [0,1]), n->oo)", "1"),
        ("lim(int((1+x/n)^n e^(-2x), x in (0,n)), n->oo)", "1"),
        ("integral(lim(x^n, n->oo) + 1, x in [0,1])", "1"),
    ],
)
def test_the_value_is_exact(text: str, value: str) -> None:
    """The constant reduces to the number that was computed by hand."""
    found, known = (value_of(core(read(t).tree), Budget(STEPS)) for t in (text, value))
    assert isinstance(found, Tree)
    assert isinstance(known, Tree)
    assert found is known or Constants(Budget(STEPS)).compare(found, known) == 0


FUNCTIONS = {
    "n^2 x e^(-n x)": lambda n, x: n**2 * x * mp.exp(-n * x),
    "n x (1-x)^n": lambda n, x: n * x * (1 - x) ** n,
    "n/(1+n^2 x^2)": lambda n, x: n / (1 + n**2 * x**2),
}
LARGE = 2000


@pytest.mark.parametrize("text", FUNCTIONS)
def test_the_limit_agrees_with_quadrature(text: str) -> None:
    """The limit of the integrals is near the integral for a large index, computed by another library."""
    found = value_of(core(read(f"lim(integral({text}, x in [0,1]), n->oo)").tree), Budget(STEPS))
    places = [mp.mpf(0), *(mp.mpf(k) / LARGE for k in (1, 10, 100)), mp.mpf(1)]
    value = quad(lambda x: FUNCTIONS[text](LARGE, x), places)
    assert isinstance(found, Tree)
    assert abs(float(enclosure(found)) - float(value)) < 5e-3


@pytest.mark.parametrize(
    "text",
    ["lim(integral(sin(n) 1_[0,1](x), x in [0,1]), n->oo)", "integral(lim((-1)^n, n->oo), x in [0,1])"],
)
def test_what_has_no_limit_has_no_value(text: str) -> None:
    """An oscillation that stays is refused, not given a value."""
    with pytest.raises(Unsupported):
        value_of(core(read(text).tree), Budget(STEPS))
