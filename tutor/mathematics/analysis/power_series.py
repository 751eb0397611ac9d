"""Power series with variables in them, in closed form where they converge, and the binomial theorem.

A term is taken apart into c · r^m · g(m) with m = n - start, g free of variables. Each rule states for which r the
series converges; where it does not, the terms don't tend to 0 or add up to an infinity, or the series stays as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import factorial

from flint import fmpq, fmpq_poly, fmpz

from tutor.language.tree import Tree, free_names, tree
from tutor.mathematics.analysis.closed_series import moment
from tutor.mathematics.analysis.exponential import flattened, polynomial
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    add,
    at_most,
    call,
    conjunction,
    div,
    equal,
    less,
    mul,
    neg,
    num,
    power,
    sqrt,
    sub,
    var,
)

MAX_SHIFT = 20


@dataclass(frozen=True, slots=True)
class Term:
    """c · r^m · g(m): `own` says that c is a number times powers of the bases that make up r."""

    coefficient: Tree
    ratio: Tree
    factors: tuple[Tree, ...]
    own: bool


def power_series(node: Tree) -> Tree | None:
    """The sum of a series from a whole number on, as a case distinction in its variables; None where no rule fits."""
    body, low, high = node.args
    if high is not INFINITY or low.head != "num" or low.value.denom() != 1:
        return None
    m, start = node.value, int(low.value.numer())
    entire = _poisson(_taken_apart(flattened(body), m), m) if start >= 0 else None
    if entire is not None:
        return (
            sub(entire, add(ZERO, *(substitute(body, {m: num(k)}) for k in range(start))))
            if start <= MAX_SHIFT
            else None
        )
    term = _taken_apart(flattened(substitute(body, {m: add(var(m), low)})), m)
    if term is None:
        return None
    rules = (_polynomial, _reciprocal, _over_factorial, _over_double_factorial)
    return next((found for rule in rules if (found := rule(term, m, node)) is not None), None)


def constant_factors(node: Tree) -> tuple[Tree, Tree] | None:
    """(c, s) where the series is c times a series s without variables; None where it is not written so."""
    body, low, high = node.args
    body = flattened(body)
    factors = body.args if body.head == "mul" else (body,)
    front = [f for f in factors if node.value not in free_names(f)]
    rest = tree("sum", node.value, (mul(ONE, *(f for f in factors if f not in front)), low, high))
    return None if free_names(rest) else (mul(ONE, *front), rest)


def _taken_apart(body: Tree, m: str) -> Term | None:
    """The factors sorted. Powers base^(a m + b) are taken apart for whole a >= 0 and b >= 0 only, also at base 0."""
    coefficients: list[Tree] = []
    ratios: list[Tree] = []
    factors: list[Tree] = []
    bases: set[Tree] = set()
    for factor in body.args if body.head == "mul" else (body,):
        if m not in free_names(factor):
            coefficients.append(factor)
        elif (read := _exponential(factor, m)) is not None:
            base, line = read
            whole = line.degree() == 1 and line.denom() == 1
            safe = (base.head == "num" and base.value != 0) or (line[1] >= 0 and line[0] >= 0)
            if not whole or not safe:
                return None
            bases.add(base)
            ratios.append(power(base, num(line[1])))
            if line[0] != 0:
                coefficients.append(power(base, num(line[0])))
        elif free_names(factor) == {m}:
            factors.append(factor)
        else:
            return None
    if any(c.head == "num" and c.value == 0 for c in coefficients) or not free_names(mul(ONE, *ratios)):
        return None
    own = all(c.head == "num" or c in bases or (c.head == "pow" and c.args[0] in bases) for c in coefficients)
    return Term(mul(ONE, *coefficients), mul(ONE, *ratios), tuple(factors), own)


def _exponential(factor: Tree, m: str) -> tuple[Tree, fmpq_poly] | None:
    """(b, l) where the factor is b^l(m) or 1/b^l(m), l a polynomial and b without m."""
    if factor.head != "pow":
        return None
    base, exponent = factor.args
    if exponent is MINUS_ONE and base.head == "pow" and m not in free_names(base.args[0]):
        line = polynomial(base.args[1], m)
        return None if line is None else (base.args[0], -line)
    line = polynomial(exponent, m) if m not in free_names(base) else None
    return None if line is None else (base, line)


def _where_it_converges(
    term: Term, value: Tree, node: Tree, at_minus_one: bool, positive: bool, origin: Tree | None
) -> Tree:
    """The value for |r| < 1 (and r = -1 where that is said); beyond, what is known of the series.

    Hypotheses for what is beyond: g(m) > 0 eventually (`positive`) and |g| does not fall faster than 1/m, so for r >= 1
    the terms are not summable, and for r below the range they don't tend to 0.
    """
    r, c = term.ratio, term.coefficient
    inside = conjunction(at_most(MINUS_ONE, r) if at_minus_one else less(MINUS_ONE, r), less(r, ONE))
    cases: list[Tree] = []
    if origin is not None:
        cases += [mul(c, origin), equal(r, ZERO)]
    cases += [mul(c, value), inside]
    if not term.own:
        return tree("piecewise", True, (*cases, node))
    if c.head == "num" and c.value != 0 and positive:
        return tree("piecewise", False, (*cases, INFINITY if c.value > 0 else neg(INFINITY), at_most(ONE, r)))
    return tree("piecewise", False, (*cases, node, at_most(ONE, r)))


def _polynomial(term: Term, m: str, node: Tree) -> Tree | None:
    """g a polynomial: sum of m^j r^m for |r| < 1."""
    g = polynomial(mul(ONE, *term.factors), m)
    if g is None or g.degree() < 0:
        return None
    value = add(*(mul(num(g[j]), moment(j, term.ratio)) for j in range(g.degree() + 1) if g[j] != 0))
    return _where_it_converges(term, value, node, False, g[g.degree()] > 0, None)


def _reciprocal(term: Term, m: str, node: Tree) -> Tree | None:
    """g = 1/(m + a) with a = 1, 2, … or a = 1/2: logarithm and inverse tangent, for -1 <= r < 1 (Abel, Leibniz)."""
    if len(term.factors) != 1 or term.factors[0].head != "pow" or term.factors[0].args[1] is not MINUS_ONE:
        return None
    line = polynomial(term.factors[0].args[0], m)
    if line is None or line.degree() != 1 or line[1] <= 0:
        return None
    shift, r = line[0] / line[1], term.ratio
    if shift.denom() == 1 and 1 <= shift <= MAX_SHIFT:
        a = int(shift.numer())
        head = [mul(num(fmpq(1, k)), power(r, num(k))) for k in range(1, a)]
        whole = mul(power(r, num(-a)), sub(neg(call("log", sub(ONE, r))), add(ZERO, *head)))
    elif shift == fmpq(1, 2):
        whole = mul(TWO, _even(r, "atan", _inverse_hyperbolic, divided=True))
    else:
        return None
    return _where_it_converges(term, mul(num(1 / line[1]), whole), node, True, True, num(1 / line[0]))


def _inverse_hyperbolic(u: Tree) -> Tree:
    return call("atanh", u)


def _poisson(term: Term | None, m: str) -> Tree | None:
    """g = p(m)/m! with a polynomial p: e^r times the sum over j, k of p_j S(j, k) r^k, for every r."""
    if term is None:
        return None
    inverse = power(call("factorial", var(m)), MINUS_ONE)
    if inverse not in term.factors:
        return None
    g = polynomial(mul(ONE, *(f for f in term.factors if f is not inverse)), m)
    if g is None:
        return None
    weights = [
        sum((g[j] * fmpz.stirling_s2(j, k) for j in range(k, g.degree() + 1)), fmpq(0)) for k in range(g.degree() + 1)
    ]
    parts = [mul(num(w), power(term.ratio, num(k)) if k else ONE) for k, w in enumerate(weights)]
    return mul(term.coefficient, call("exp", term.ratio), add(ZERO, *parts))


def _over_factorial(term: Term, m: str, node: Tree) -> Tree | None:
    """1/(m + a)!, for every r."""
    shift = _factorial_shift(term, m, fmpq(1))
    if shift is None or not 0 <= shift <= MAX_SHIFT:
        return None
    r = term.ratio
    if shift == 0:
        return mul(term.coefficient, call("exp", r))
    head = [mul(num(fmpq(1, factorial(k))), power(r, num(k)) if k else ONE) for k in range(shift)]
    value = mul(power(r, num(-shift)), sub(call("exp", r), add(*head)))
    cases = (mul(term.coefficient, num(fmpq(1, factorial(shift)))), equal(r, ZERO), mul(term.coefficient, value))
    return tree("piecewise", True, cases)


def _over_double_factorial(term: Term, m: str, node: Tree) -> Tree | None:
    """1/(2m)! and 1/(2m + 1)!: cosine and sine of the root of -r, hyperbolic ones of the root of r, for every r."""
    shift = _factorial_shift(term, m, fmpq(2))
    if shift == 0:
        return mul(term.coefficient, _even(term.ratio, "cos", lambda u: call("cosh", u), divided=False))
    if shift == 1:
        value = _even(term.ratio, "sin", lambda u: call("sinh", u), divided=True)
        return tree("piecewise", True, (term.coefficient, equal(term.ratio, ZERO), mul(term.coefficient, value)))
    return None


def _factorial_shift(term: Term, m: str, slope: fmpq) -> int | None:
    """a, where the only factor is 1/(slope · m + a)!."""
    if len(term.factors) != 1 or term.factors[0].head != "pow" or term.factors[0].args[1] is not MINUS_ONE:
        return None
    inner = term.factors[0].args[0]
    if inner.head != "call" or inner.value != "factorial":
        return None
    line = polynomial(inner.args[0], m)
    if line is None or line.degree() != 1 or line[1] != slope or line[0].denom() != 1:
        return None
    return int(line[0].numer())


def _even(r: Tree, circular: str, hyperbolic: Callable[[Tree], Tree], divided: bool) -> Tree:
    """F(u) for r = -u^2, H(u) for r = u^2, over u where that is said; F and H over u are even in u."""

    def of(function: Callable[[Tree], Tree], u: Tree) -> Tree:
        return div(function(u), u) if divided else function(u)

    def plain(u: Tree) -> Tree:
        return call(circular, u)

    square = _square(r)
    if square is not None:
        sign, u = square
        return of(plain if sign < 0 else hyperbolic, u)
    below = of(plain, sqrt(neg(r)))
    return tree("piecewise", True, (below, less(r, ZERO), of(hyperbolic, sqrt(r))))


def _square(r: Tree) -> tuple[int, Tree] | None:
    """(sign, u) where r is written as sign · u^2."""
    constant, sign = fmpq(1), 1
    roots: list[Tree] = []
    for factor in r.args if r.head == "mul" else (r,):
        if factor.head == "num" and factor.value != 0:
            sign = 1 if factor.value > 0 else -1
            constant = abs(factor.value)
        elif factor.head == "pow" and factor.args[1].head == "num" and (factor.args[1].value / 2).denom() == 1:
            roots.append(power(factor.args[0], num(factor.args[1].value / 2)))
        else:
            return None
    return sign, mul(ONE if constant == 1 else sqrt(num(constant)), *roots)


# Finite sums --------------------------------------------------------------------------------------------------------


def binomial_sum(node: Tree, counts: frozenset[str]) -> Tree | None:
    """sum over k = 0..n of binomial(n, k) y^k z^(n-k) = (y + z)^n, also at y = 0 or z = 0, where 0^0 = 1.

    Hypothesis: n is one of `counts`, the variables that are whole and >= 0.
    """
    body, low, high = node.args
    k = node.value
    if low is not ZERO or high.head != "var" or high.value not in counts:
        return None
    coefficient = call("binomial", high, var(k))
    factors = list(body.args if body.head == "mul" else (body,))
    if coefficient not in factors:
        return None
    factors.remove(coefficient)
    rising: list[Tree] = []
    falling: list[Tree] = []
    front: list[Tree] = []
    for factor in factors:
        if k not in free_names(factor):
            front.append(factor)
            continue
        parts = _binomial_power(factor, k, high.value)
        if parts is None:
            return None
        (rising if parts[0] else falling).append(parts[1])
    return mul(*front, power(add(mul(ONE, *rising), mul(ONE, *falling)), high))


def geometric_sum(node: Tree, counts: frozenset[str]) -> Tree | None:
    """sum over k = a..n of c r^k = c (r^a - r^(n+1))/(1 - r) for r != 1, and c (n + 1 - a) for r = 1.

    Hypotheses: a is 0 or 1, so that n >= a - 1 for n among `counts`; no base has an exponent below 0.
    """
    body, low, high = node.args
    k = node.value
    if low not in (ZERO, ONE) or not _counts_up(high, counts):
        return None
    term = _taken_apart(flattened(body), k)
    if term is None or term.factors:
        return None
    r, above = term.ratio, add(high, ONE)
    ordinary = div(sub(power(r, low) if low is ONE else ONE, power(r, above)), sub(ONE, r))
    cases = (mul(term.coefficient, sub(above, low)), equal(r, ONE), mul(term.coefficient, ordinary))
    return tree("piecewise", True, cases)


def _counts_up(high: Tree, counts: frozenset[str]) -> bool:
    """Whether this is one of the names, or one plus a whole number >= 0: then it is whole and >= 0."""
    if high.head == "add" and len(high.args) == 2 and high.args[1].head == "num":
        step = high.args[1].value
        return high.args[0].head == "var" and high.args[0].value in counts and step.denom() == 1 and step >= 0
    return high.head == "var" and high.value in counts


def _binomial_power(factor: Tree, k: str, n: str) -> tuple[bool, Tree] | None:
    """(True, y^a) for y^(a k), (False, z^a) for z^(a (n - k)), whole a >= 1."""
    if factor.head != "pow" or {k, n} & free_names(factor.args[0]):
        return None
    base, exponent = factor.args
    for rising, index in ((True, exponent), (False, substitute(exponent, {k: sub(var(n), var(k))}))):
        slope = _multiple(index, k, n)
        if slope is not None:
            return rising, power(base, num(slope))
    return None


def _multiple(exponent: Tree, k: str, n: str) -> fmpq | None:
    """a, where the exponent is a·k with a whole a >= 1, whatever n is."""
    slopes = set()
    for value in (0, 1):
        line = polynomial(substitute(exponent, {n: num(value)}), k)
        if line is None or line.degree() != 1 or line[0] != 0 or line[1].denom() != 1 or line[1] < 1:
            return None
        slopes.add(int(line[1].numer()))
    return fmpq(slopes.pop()) if len(slopes) == 1 and _is_linear(exponent) else None


def _is_linear(node: Tree) -> bool:
    """Whether names are only added, and multiplied by numbers: then two values of n say all about it."""
    if node.head == "mul":
        return sum(a.head != "num" for a in node.args) <= 1 and all(map(_is_linear, node.args))
    return node.head in ("num", "var") or (node.head == "add" and all(map(_is_linear, node.args)))
