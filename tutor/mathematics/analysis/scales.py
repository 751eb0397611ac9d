"""The scale of growth at +oo and series on it.

A monomial is exp(sum c_i s_i) * s, where s and the s_i are products t^a log(t)^b loglog(t)^c; a series is finitely many
monomials with coefficients, in decreasing order, and a monomial that bounds what was left out. Everything below is the
arithmetic of such series: it keeps the error term honest, so the leading coefficient of a series is exact.
Exponents and coefficients are trees without t; their signs come from `Constants`.
Source: the multiseries of Geddes-Gonnet and Gruntz, kept to exponential height 1.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cmp_to_key

from flint import fmpq

from tutor.language.tree import Tree
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.trees.build import MINUS_ONE, ONE, ZERO, add, call, mul, num, power, sub

Scale = tuple[Tree, Tree, Tree]
"""Exponents of t, log t and loglog t."""

FLAT: Scale = (ZERO, ZERO, ZERO)
LOG: Scale = (ZERO, ONE, ZERO)
LOG_LOG: Scale = (ZERO, ZERO, ONE)

LEVELS = 4
"""t, log t, loglog t, and one more, at which the exponent 0 diverges."""


class TooShort(Exception):  # noqa: N818  (an outcome: expand again with more terms)
    """All kept terms cancelled; more terms are needed."""


@dataclass(frozen=True, slots=True)
class Monomial:
    """exp(sum of coefficient * scale over `growth`) * scale."""

    growth: frozenset[tuple[Scale, Tree]]
    scale: Scale


CONSTANT = Monomial(frozenset(), FLAT)
T = Monomial(frozenset(), (ONE, ZERO, ZERO))


@dataclass(frozen=True, slots=True)
class Series:
    """Terms in decreasing order and a bound O(error) for the rest; without an error the series is exact."""

    terms: tuple[tuple[Monomial, Tree], ...]
    error: Monomial | None = None

    @property
    def vanishes(self) -> bool:
        """Whether this is exactly zero."""
        return not self.terms and self.error is None

    def bound(self) -> Monomial:
        """The monomial that bounds the whole series, which must not vanish."""
        if self.terms:
            return self.terms[0][0]
        assert self.error is not None
        return self.error


NOTHING = Series(())


class Arithmetic:
    """Series with at most `length` terms."""

    __slots__ = ("constants", "length")

    def __init__(self, constants: Constants, length: int) -> None:
        self.constants = constants
        self.length = length

    # Monomials

    def times(self, left: Monomial, right: Monomial) -> Monomial:
        """left * right."""
        return self._combined(left, right, ONE)

    def over(self, left: Monomial, right: Monomial) -> Monomial:
        """left / right."""
        return self._combined(left, right, MINUS_ONE)

    def raised(self, monomial: Monomial, exponent: Tree) -> Monomial:
        """monomial ^ exponent."""
        simplified = self.constants.simplified
        growth = frozenset((s, simplified(mul(exponent, c))) for s, c in monomial.growth)
        a, b, c = (simplified(mul(exponent, e)) if e is not ZERO else ZERO for e in monomial.scale)
        return Monomial(growth, (a, b, c))

    def compare(self, left: Monomial, right: Monomial) -> int:
        """1 where left grows faster than right, -1 where slower, 0 where they are the same monomial."""
        quotient = self.over(left, right)
        leading = self.dominant(quotient)
        return self.constants.sign(quotient.scale[2] if leading is None else leading[1])

    def dominant(self, monomial: Monomial) -> tuple[Scale, Tree] | None:
        """The leading term of the logarithm: t^a has the logarithm a log t, and exp(-sqrt(log t)) t is still large.

        None where nothing but a power of loglog t is left.
        """
        best: tuple[Scale, Tree] | None = None
        for scale, coefficient in (*monomial.growth, (LOG, monomial.scale[0]), (LOG_LOG, monomial.scale[1])):
            if self.constants.is_zero(coefficient):
                continue
            if best is None or self._compare_scales(scale, best[0]) > 0:
                best = scale, coefficient
        return best

    def growth_sign(self, monomial: Monomial) -> int:
        """1 where the monomial beats every power of t, -1 where it falls faster than all of them, else 0."""
        leading = self.dominant(monomial)
        if leading is None or self._compare_scales(leading[0], LOG) <= 0:
            return 0
        return self.constants.sign(leading[1])

    def integrable(self, monomial: Monomial) -> bool:
        """Whether the monomial has a finite integral up to t = oo.

        With s = log t the integral of m dt is that of (m t) ds. If log(m t) is of the order of log t or more, its sign
        decides; otherwise the same question is asked in s, where log t has become s.
        """
        growth, (a, b, c) = monomial.growth, monomial.scale
        for _ in range(LEVELS):
            leading = self.dominant(Monomial(growth, (self._plus(a, ONE), ZERO, ZERO)))
            if leading is not None and self._compare_scales(leading[0], LOG) >= 0:
                return self.constants.sign(leading[1]) < 0
            growth = frozenset(((scale[1], scale[2], ZERO), k) for scale, k in growth)
            a, b, c = b, c, ZERO
        raise Undecided("a borderline beyond loglog")

    def _combined(self, left: Monomial, right: Monomial, factor: Tree) -> Monomial:
        self.constants.budget.spend(5)
        growth = left.growth
        if right.growth:
            joined = dict(growth)
            for scale, coefficient in right.growth:
                total = self._moved(joined.get(scale, ZERO), factor, coefficient)
                if self.constants.is_zero(total):
                    joined.pop(scale, None)
                else:
                    joined[scale] = total
            growth = frozenset(joined.items())
        a, b, c = (self._moved(x, factor, y) for x, y in zip(left.scale, right.scale, strict=True))
        return Monomial(growth, (a, b, c))

    def _moved(self, exponent: Tree, factor: Tree, by: Tree) -> Tree:
        """exponent + factor * by."""
        if by is ZERO:
            return exponent
        if factor is ONE and exponent is ZERO:
            return by
        return self._plus(exponent, mul(factor, by))

    def _plus(self, left: Tree, right: Tree) -> Tree:
        return self.constants.simplified(add(left, right))

    def _compare_scales(self, left: Scale, right: Scale) -> int:
        for x, y in zip(left, right, strict=True):
            sign = self.constants.compare(x, y)
            if sign:
                return sign
        return 0

    # Series

    def series(self, terms: Iterable[tuple[Monomial, Tree]], error: Monomial | None) -> Series:
        """The series of these terms: like ones collected, in order, cut to `length`."""
        collected: dict[Monomial, Tree] = {}
        for monomial, coefficient in terms:
            collected[monomial] = add(collected.get(monomial, ZERO), coefficient)
        kept = [(m, self.constants.simplified(c)) for m, c in collected.items()]
        kept = [(m, c) for m, c in kept if not self.constants.is_zero(c)]
        if error is not None:
            kept = [(m, c) for m, c in kept if self.compare(m, error) > 0]
        if len(kept) > 1:
            kept = self._merged(sorted(kept, key=cmp_to_key(self._later)))
        if len(kept) > self.length:
            error = kept[self.length][0]
        return Series(tuple(kept[: self.length]), error)

    def _later(self, left: tuple[Monomial, Tree], right: tuple[Monomial, Tree]) -> int:
        return self.compare(right[0], left[0])

    def _merged(self, terms: list[tuple[Monomial, Tree]]) -> list[tuple[Monomial, Tree]]:
        """Terms whose monomials are equal though written differently, added up."""
        merged: list[tuple[Monomial, Tree]] = []
        for monomial, coefficient in terms:
            if merged and self.compare(merged[-1][0], monomial) == 0:
                coefficient = self._plus(merged.pop()[1], coefficient)
            if not self.constants.is_zero(coefficient):
                merged.append((monomial, coefficient))
        return merged

    def larger(self, *errors: Monomial | None) -> Monomial | None:
        """The largest of the given bounds."""
        largest: Monomial | None = None
        for error in errors:
            if error is not None and (largest is None or self.compare(error, largest) > 0):
                largest = error
        return largest

    def constant(self, coefficient: Tree) -> Series:
        """The series of a coefficient alone."""
        coefficient = self.constants.simplified(coefficient)
        return NOTHING if self.constants.is_zero(coefficient) else Series(((CONSTANT, coefficient),))

    def leading(self, series: Series) -> tuple[Monomial, Tree] | None:
        """The leading term; None for a series that vanishes. Raises TooShort where all kept terms cancelled."""
        if series.terms:
            return series.terms[0]
        if series.error is None:
            return None
        raise TooShort

    def plus(self, *parts: Series) -> Series:
        """The sum."""
        return self.series([t for p in parts for t in p.terms], self.larger(*(p.error for p in parts)))

    def product(self, left: Series, right: Series) -> Series:
        """left * right."""
        if left.vanishes or right.vanishes:
            return NOTHING
        errors = []
        if right.error is not None:
            errors.append(self.times(left.bound(), right.error))
        if left.error is not None:
            errors.append(self.times(right.bound(), left.error))
        terms = [(self.times(m, n), mul(c, d)) for m, c in left.terms for n, d in right.terms]
        return self.series(terms, self.larger(*errors))

    def scaled(self, series: Series, coefficient: Tree, monomial: Monomial = CONSTANT) -> Series:
        """coefficient * monomial * series, the coefficient not zero."""
        plain = monomial is CONSTANT
        terms = tuple((m if plain else self.times(m, monomial), mul(coefficient, c)) for m, c in series.terms)
        error = None if series.error is None else series.error if plain else self.times(series.error, monomial)
        return Series(terms, error)

    def factored(self, series: Series) -> tuple[Tree, Monomial, Series]:
        """(c, m, d) with series = c * m * (1 + d) and d -> 0. Raises TooShort, Undecided for a series that vanishes."""
        leading = self.leading(series)
        if leading is None:
            raise Undecided("an eventually vanishing expression is inverted")
        monomial, coefficient = leading
        inverse = power(coefficient, MINUS_ONE)
        rest = [(self.over(m, monomial), mul(c, inverse)) for m, c in series.terms[1:]]
        return coefficient, monomial, self.series(rest, series.error and self.over(series.error, monomial))

    def composed(self, small: Series, coefficient: Callable[[int], Tree]) -> Series:
        """sum over j of coefficient(j) * small^j, where small -> 0, with the error of the first power left out.

        Hypothesis: the function with these Taylor coefficients is analytic at 0.
        """
        total = self.constant(coefficient(0))
        if small.vanishes:
            return total
        raised = Series(((CONSTANT, ONE),))
        for j in range(1, self.length + 1):
            raised = self.product(raised, small)
            c = coefficient(j)
            if not self.constants.is_zero(c):
                total = self.plus(total, self.scaled(raised, c))
        rest = self.raised(small.bound(), num(self.length + 1))
        return self.series(total.terms, self.larger(total.error, rest))

    def power(self, base: Series, exponent: Tree) -> Series:
        """base ^ exponent, the exponent free of t. Raises Undecided where the base is not eventually positive.

        A negative base is taken only to integer powers, 0 only to positive ones.
        """
        if base.vanishes:
            if self.constants.sign(exponent) > 0:
                return NOTHING
            raise Undecided("0 to a power that is not positive")
        if exponent.head == "num" and exponent.value.denom() == 1 and 0 < exponent.value <= 6 and base.error is None:
            return self._natural_power(base, int(exponent.value.numer()))
        coefficient, monomial, small = self.factored(base)
        integer = exponent.head == "num" and exponent.value.denom() == 1
        if self.constants.sign(coefficient) < 0 and not integer:
            raise Undecided("a power of something eventually negative")
        binomial = self.composed(small, lambda j: _binomial(exponent, j))
        lead = self.constants.simplified(power(coefficient, exponent))
        return self.scaled(binomial, lead, self.raised(monomial, exponent))

    def _natural_power(self, base: Series, exponent: int) -> Series:
        result = base
        for _ in range(exponent - 1):
            result = self.product(result, base)
        return result

    def log(self, series: Series) -> Series:
        """log of a series that is eventually positive. Raises Undecided otherwise."""
        coefficient, monomial, small = self.factored(series)
        if self.constants.sign(coefficient) <= 0:
            raise Undecided("log of something not eventually positive")
        a, b, c = monomial.scale
        if c is not ZERO:
            raise Undecided("an iterated logarithm beyond loglog")
        terms = [(Monomial(frozenset(), scale), k) for scale, k in monomial.growth]
        terms += [(Monomial(frozenset(), s), k) for s, k in ((LOG, a), (LOG_LOG, b))]
        rest = self.composed(small, lambda j: num(fmpq((-1) ** (j + 1), j)) if j else ZERO)
        return self.plus(self.series(terms, None), self.constant(call("log", coefficient)), rest)

    def exp(self, series: Series) -> Series:
        """exp of a series. Raises Undecided beyond exponential height 1, TooShort where the constant is not reached."""
        infinite, constant, small = self.parts(series)
        growth: dict[Scale, Tree] = {}
        a, b = ZERO, ZERO
        for monomial, coefficient in infinite:
            if monomial.growth:
                raise Undecided("exponentials of exponentials")
            if monomial.scale == LOG:
                a = coefficient
            elif monomial.scale == LOG_LOG:
                b = coefficient
            else:
                growth[monomial.scale] = coefficient
        taylor = self.composed(small, lambda j: num(fmpq(1, _factorial(j))))
        lead = self.constants.simplified(call("exp", self.constants.simplified(constant)))
        return self.scaled(taylor, lead, Monomial(frozenset(growth.items()), (a, b, ZERO)))

    def parts(self, series: Series) -> tuple[list[tuple[Monomial, Tree]], Tree, Series]:
        """The terms that tend to infinity, the constant term, and the rest, which tends to 0."""
        if series.error is not None and self.compare(series.error, CONSTANT) >= 0:
            raise TooShort
        infinite, small, constant = [], [], ZERO
        for monomial, coefficient in series.terms:
            order = self.compare(monomial, CONSTANT)
            if order > 0:
                infinite.append((monomial, coefficient))
            elif order == 0:
                constant = add(constant, coefficient)
            else:
                small.append((monomial, coefficient))
        return infinite, constant, Series(tuple(small), series.error)


def _binomial(exponent: Tree, j: int) -> Tree:
    result = ONE
    for i in range(j):
        result = mul(result, num(fmpq(1, i + 1)), sub(exponent, num(i)))
    return result


def _factorial(j: int) -> int:
    return 1 if j < 2 else j * _factorial(j - 1)
