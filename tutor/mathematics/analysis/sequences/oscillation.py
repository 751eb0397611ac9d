"""Oscillations of fixed amplitude, the only ones from which divergence follows.

The shape is g + A w with g convergent and w = sin(u), cos(u) or (-1)^n, where A tends to a limit a and the phase u is
affine in n: u = n phi + psi. Anything else that oscillates is undecided: sin(n x)/n oscillates and converges.

| w | hypothesis | what follows on a cell |
|---|---|---|
| a wave | phi depends on x | f_n - g -> 0 weakly (Riemann-Lebesgue), and not in measure |
| a wave | phi is a rational number, not 0 | phi/pi is irrational: n phi is dense mod 2 pi, f_n converges nowhere where a is not 0 |
| (-1)^n | | f_n - g has the limits a and -a along even and odd n |
"""

from dataclasses import dataclass
from enum import Enum, auto

from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.expansions import Oscillates
from tutor.mathematics.analysis.germs import expanded_terms, limit_from
from tutor.mathematics.analysis.sequences.eventually import SmallParameter
from tutor.mathematics.trees.build import INFINITY, MINUS_ONE, ONE, ZERO, add, mul, sign_of_infinity
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


def oscillation(h: Tree, index: str, x: str, constants: "SmallParameter") -> Oscillation | Tree:
    """The oscillation of h as the index grows, or its limit where the waves are squeezed to 0.

    Raises Undecided for any other shape.
    """
    steady: list[Tree] = []
    found: Oscillation | None = None
    for term in expanded_terms(h):
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


def _wave(term: Tree, index: str, x: str, constants: "SmallParameter") -> Oscillation:
    amplitude, waves = [], []
    for factor in term.args if term.head == "mul" else (term,):
        if _is_wave(factor, index) or _alternates(factor, index):
            waves.append(factor)
        else:
            amplitude.append(factor)
    if len(waves) != 1:
        raise Undecided("an oscillation of unknown shape")
    limit = limit_from(mul(ONE, *amplitude), index, INFINITY, 1, constants)
    if sign_of_infinity(limit) or constants.is_zero(limit):
        raise Undecided("an oscillation whose amplitude has no finite limit")
    return Oscillation(ZERO, limit, _phase(waves[0], index, x, constants))


def _is_wave(factor: Tree, index: str) -> bool:
    return factor.head == "call" and factor.value in ("sin", "cos") and index in free_names(factor)


def _alternates(factor: Tree, index: str) -> bool:
    return factor.head == "pow" and factor.args[0] is MINUS_ONE and index in free_names(factor.args[1])


def _phase(wave: Tree, index: str, x: str, constants: "SmallParameter") -> Phase:
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


def _parity(exponent: Tree, index: str, constants: "SmallParameter") -> Phase:
    """(-1)^(k n + m) alternates for odd k."""
    rate = constants.simplified(derivative(exponent, index))
    if rate.head == "num" and rate.value.denom() == 1 and rate.value.numer() % 2:
        return Phase.ALTERNATING
    raise Undecided("a power of -1 of unknown parity")
