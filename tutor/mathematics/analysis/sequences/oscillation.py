"""Oscillations of fixed amplitude, the only ones from which divergence follows.

The shape is g + A w with g convergent and w = sin(u), cos(u) or (-1)^n, where A tends to a limit a and the phase u is
affine in n: u = n phi + psi. Anything else that oscillates is undecided: sin(n x)/n oscillates and converges.

| w | hypothesis | what follows on a cell |
|---|---|---|
| a wave | phi depends on x | f_n - g -> 0 weakly (Riemann-Lebesgue), and not in measure |
| a wave | phi is a rational number, not 0 | n phi is dense mod 2 pi: f_n converges at no x with a(x) not 0 |
| (-1)^n | | f_n - g has the limits a and -a along even and odd n |
"""

from dataclasses import dataclass
from enum import Enum, auto

from flint import fmpq

from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.analysis.expansions import Oscillates
from tutor.mathematics.analysis.germs import expanded_terms, limit_from
from tutor.mathematics.analysis.integrals import integrable
from tutor.mathematics.analysis.sequences.sequence import MovingCell, Work, length
from tutor.mathematics.trees import rebuild
from tutor.mathematics.trees.build import (
    HALF,
    INFINITY,
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    add,
    call,
    mul,
    num,
    power,
    sign_of_infinity,
)
from tutor.mathematics.trees.calculus import NotSmooth, derivative


class Phase(Enum):
    """What the phase of an oscillation does."""

    IN_X = auto()
    FIXED = auto()
    ALTERNATING = auto()


@dataclass(frozen=True, slots=True)
class Oscillation:
    """f_n = steady + amplitude * wave + o(1), pointwise; the amplitude is the limit of A and not zero."""

    steady: Tree
    amplitude: Tree
    phase: Phase


def oscillation(h: Tree, index: str, x: str, constants: Constants) -> Oscillation | Tree:
    """The oscillation of h as the index grows, or its limit where the waves are squeezed to 0.

    Raises Undecided for any other shape.
    """
    steady: list[Tree] = []
    found: Oscillation | None = None
    for term in expanded_terms(_linear(h, index)):
        try:
            value = limit_from(term, index, INFINITY, 1, constants)
        except Oscillates:
            wave = _wave(term, index, x, constants)
            if found is not None:
                raise Undecided("two oscillating terms") from None
            found = wave
            continue
        if sign_of_infinity(value):
            raise Undecided("an oscillation beside an infinite limit")
        steady.append(value)
    limit = constants.simplified(add(ZERO, *steady))
    return limit if found is None else Oscillation(limit, found.amplitude, found.phase)


def _wave(term: Tree, index: str, x: str, constants: Constants) -> Oscillation:
    amplitude, waves = [], []
    for factor in term.args if term.head == "mul" else (term,):
        if _is_wave(factor, index) or _alternates(factor, index):
            waves.append(factor)
        else:
            amplitude.append(factor)
    if len(waves) != 1:
        raise Undecided("an oscillation of unknown shape")
    limit = limit_from(mul(ONE, *amplitude), index, INFINITY, 1, constants)
    if sign_of_infinity(limit) or constants.sign(limit) == 0:
        raise Undecided("an oscillation whose amplitude has no finite limit")
    return Oscillation(ZERO, limit, _phase(waves[0], index, x, constants))


def _linear(h: Tree, index: str) -> Tree:
    """h with sin(u)^2 = 1/2 - cos(2u)/2 and cos(u)^2 = 1/2 + cos(2u)/2 in sums and products."""
    if h.head in ("add", "mul"):
        return rebuild(h, tuple(_linear(a, index) for a in h.args))
    if h.head == "pow" and h.args[1] is TWO and _is_wave(h.args[0], index):
        (u,) = h.args[0].args
        side = num(fmpq(-1 if h.args[0].value == "sin" else 1, 2))
        return add(mul(side, call("cos", mul(TWO, u))), HALF)
    return h


def is_square_integrable_wave(cell: MovingCell, work: Work) -> bool:
    """Whether the cell does not move and holds only functions a(x) w(n, x) and a(x) with a in L^2, and c(n).

    Here w is a wave with a phase in x, as the Riemann-Lebesgue lemma needs it; c(n) has a finite limit, and its cell is
    bounded.
    """
    if any(work.n in free_names(end) for end in (cell.low, cell.high)):
        return False
    if cell.function is ZERO:
        return True
    return all(_is_tame(term, cell, work) for term in expanded_terms(_linear(cell.function, work.n)))


def _is_tame(term: Tree, cell: MovingCell, work: Work) -> bool:
    if work.x not in free_names(term):
        return not sign_of_infinity(length(cell.low, cell.high)) and not sign_of_infinity(work.eventually.limit(term))
    factors = term.args if term.head == "mul" else (term,)
    waves = [f for f in factors if _is_wave(f, work.n)]
    amplitude = mul(ONE, *(f for f in factors if f not in waves))
    if len(waves) > 1 or work.n in free_names(amplitude):
        return False
    if waves and _phase(waves[0], work.n, work.x, work.eventually.small) is not Phase.IN_X:
        return False
    return integrable(power(amplitude, TWO), work.x, cell.low, cell.high, work.budget).finite


def _is_wave(factor: Tree, index: str) -> bool:
    return factor.head == "call" and factor.value in ("sin", "cos") and index in free_names(factor)


def _alternates(factor: Tree, index: str) -> bool:
    return factor.head == "pow" and factor.args[0] is MINUS_ONE and index in free_names(factor.args[1])


def _phase(wave: Tree, index: str, x: str, constants: Constants) -> Phase:
    if wave.head == "pow":
        return _parity(wave.args[1], index, constants)
    try:
        rate = constants.simplified(derivative(wave.args[0], index))
    except NotSmooth as refused:
        raise Undecided("a phase without a derivative") from refused
    if index in free_names(rate):
        raise Undecided("a phase that is not affine in the index")
    if x in free_names(rate):
        return Phase.IN_X
    if x in free_names(wave):
        raise Undecided("a phase that mixes the index and x")
    if rate.head == "num" and rate.value != 0:
        return Phase.FIXED
    raise Undecided("an oscillation of unknown period")


def _parity(exponent: Tree, index: str, constants: Constants) -> Phase:
    """(-1)^(k n + m) alternates for odd k."""
    rate = constants.simplified(derivative(exponent, index))
    if rate.head == "num" and rate.value.denom() == 1 and rate.value.numer() % 2:
        return Phase.ALTERNATING
    raise Undecided("a power of -1 of unknown parity")
