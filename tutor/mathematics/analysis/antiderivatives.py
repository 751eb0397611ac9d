"""Antiderivatives by a small table. A hit is only a proposal: `antiderivative` verifies it by differentiation.

Terms of the table: powers of affine forms, 1/quadratic, exp, sin, cos, log, erf, atan of affine forms, Gaussians, and
polynomials times exp, sin, cos (by parts), times log, times powers of an affine form. Rational functions are taken
apart by partial fractions first.
"""

from collections.abc import Callable, Iterator, Sequence
from math import lcm

from flint import fmpq

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.algebra import Field
from tutor.mathematics.analysis.constants import SILENT, Constants, Undecided
from tutor.mathematics.analysis.exponential import exponential_polynomial, flattened
from tutor.mathematics.analysis.partial_fractions import decomposed
from tutor.mathematics.analysis.smooth import smooth
from tutor.mathematics.trees import rebuild, substitute
from tutor.mathematics.trees.build import (
    HALF,
    MINUS_ONE,
    ONE,
    PI,
    TWO,
    ZERO,
    add,
    call,
    div,
    mul,
    neg,
    num,
    power,
    sqrt,
    sub,
    var,
)
from tutor.mathematics.trees.calculus import NotSmooth, derivative

MAX_PARTS = 12


def antiderivative(f: Tree, x: str, field: Field, constants: Constants, guess: Sequence[Tree] = ()) -> Tree | None:
    """F with F' = f on the cell of the field, F continuous there; None where no proposal passes the test.

    Proposals come from the table, then from `guess`.

    The test: F' - f is zero in normal form, and the normal form of F needs neither a cut nor an excluded point.
    """
    try:
        normal = field.as_tree(field.normal(f))
    except SILENT:
        return None
    for form in dict.fromkeys((flattened(normal), flattened(f), decomposed(normal, x))):
        if form is None:
            continue
        proposal = _Table(x, constants).of(form)
        verified = _verified(proposal, f, x, field) if proposal is not None else None
        if verified is not None:
            return verified
    guess = (*guess, *substituted(f, x, field, constants))
    return next((found for proposal in guess if (found := _verified(proposal, f, x, field)) is not None), None)


def _verified(proposal: Tree, f: Tree, x: str, field: Field) -> Tree | None:
    """The proposal with log|u| resolved on the cell, if it passes the test."""
    try:
        excluded = set(field.excluded)
        resolved = smooth(proposal, field)
        gap = sub(derivative(resolved, x), f)
        _, zero = field.normals(resolved, gap)
        continuous = set(field.excluded_of(resolved)) <= excluded
    except (*SILENT, NotSmooth):
        return None
    return resolved if continuous and zero is not None and field.is_zero(zero) else None


def substituted(f: Tree, x: str, field: Field, constants: Constants) -> Iterator[Tree]:
    """Proposals by substitution: f = h(u) u' for u = exp, sin, cos or a square of what is in f, and x = u^q."""
    try:
        f = field.as_tree(field.normal(f))
    except SILENT:
        return
    inner = {
        node.args[0] for node in walk(f) if node.head == "call" and node.value in _WITHIN and x in free_names(node)
    }
    candidates = [call(name, u) for u in sorted(inner, key=str) for name in ("exp", "cos", "sin", "log")]
    for u in (*candidates, power(var(x), TWO)):
        found = _integrated_over(f, u, x, field, constants)
        if found is not None:
            yield found
    degree = lcm(*(int(n.args[1].value.denom()) for n in walk(f) if n.head == "pow" and n.args[1].head == "num"))
    if 1 < degree <= MAX_ROOT:
        raised = mul(_raised(f, x, num(degree)), num(degree), power(var(x), num(degree - 1)))
        found = _Table(x, constants).of(flattened(raised, frozenset((x,))))
        if found is not None:
            yield substitute(found, {x: power(var(x), num(fmpq(1, degree)))})


def _integrated_over(f: Tree, u: Tree, x: str, field: Field, constants: Constants) -> Tree | None:
    """The table's integral of h over u, where f / u' is h(u) in normal form."""
    new = f"{x} under"
    try:
        shown = field.as_tree(field.normal(div(f, derivative(u, x))))
        known = field.as_tree(field.normal(u))
    except (*SILENT, NotSmooth):
        return None
    h = replaced(shown, known, var(new))
    if x in free_names(h) or new not in free_names(h):
        return None
    table = _Table(new, constants)
    for form in dict.fromkeys((decomposed(h, new), flattened(h))):
        found = table.of(form) if form is not None else None
        if found is not None:
            return substitute(found, {new: u})
    return None


def replaced(node: Tree, old: Tree, new: Tree) -> Tree:
    """The tree with every occurrence of one subtree replaced; a whole power of a power is one of its base."""
    if node is old:
        return new
    if node.head == "pow" and old.head == "pow" and node.args[0] is old.args[0]:
        ratio = (
            node.args[1].value / old.args[1].value if node.args[1].head == "num" and old.args[1].head == "num" else None
        )
        if ratio is not None and ratio.denom() == 1:
            return power(new, num(ratio))
    return rebuild(node, tuple(replaced(a, old, new) for a in node.args)) if node.args else node


def _raised(f: Tree, x: str, degree: Tree) -> Tree:
    """f with x = t^degree for t > 0, under the same name."""
    if f.head == "var" and f.value == x:
        return power(f, degree)
    if f.head == "pow" and f.args[0] is var(x) and f.args[1].head == "num":
        return power(var(x), mul(f.args[1], degree))
    return rebuild(f, tuple(_raised(a, x, degree) for a in f.args)) if f.args else f


_WITHIN = frozenset(
    ("exp", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "sigmoid", "softplus", "log")
)
"""Functions whose argument is tried in a substitution."""

MAX_ROOT = 4


class _Table:
    """The rules, with the variable and the constants they need."""

    def __init__(self, x: str, constants: Constants, depth: int = 0) -> None:
        self.x = x
        self.variable = var(x)
        self.constants = constants
        self.depth = depth

    def of(self, f: Tree) -> Tree | None:
        """A proposal for the antiderivative of f."""
        if self.depth > MAX_PARTS:
            return None
        if self._constant(f):
            return mul(f, self.variable)
        if f.head == "add":
            return self._sum(f.args)
        factors = f.args if f.head == "mul" else (f,)
        front = [g for g in factors if self._constant(g)]
        rest = [g for g in factors if not self._constant(g)]
        spread = self._spread(rest)
        if spread is not None:
            found = self._deeper().of(spread)
        else:
            found = self._single(rest[0]) if len(rest) == 1 else self._product(rest)
        return found if found is None or not front else mul(*front, found)

    def _constant(self, f: Tree) -> bool:
        return self.x not in free_names(f)

    def _deeper(self) -> "_Table":
        return _Table(self.x, self.constants, self.depth + 1)

    def _x_to(self, k: Tree) -> Tree:
        return ONE if k is ZERO else power(self.variable, k)

    def _sum(self, terms: tuple[Tree, ...]) -> Tree | None:
        found = [self._deeper().of(t) for t in terms]
        return None if None in found else add(*(f for f in found if f is not None))

    def _spread(self, factors: list[Tree]) -> Tree | None:
        """The product multiplied out over one factor that is a sum."""
        for i, factor in enumerate(factors):
            if factor.head == "add" and len(factors) > 1:
                return add(*(flattened(mul(*factors[:i], term, *factors[i + 1 :])) for term in factor.args))
        return None

    def affine(self, u: Tree) -> tuple[Tree, Tree] | None:
        """(a, b) with u = a x + b and a not 0."""
        form = self._taylor(u, 1)
        return None if form is None or form[1] is ZERO else (form[1], form[0])

    def quadratic(self, u: Tree) -> tuple[Tree, Tree, Tree] | None:
        """(q, b, c) with u = q x^2 + b x + c and q not 0."""
        form = self._taylor(u, 2)
        return None if form is None or form[2] is ZERO else (form[2], form[1], form[0])

    def _taylor(self, u: Tree, degree: int) -> list[Tree] | None:
        """Coefficients of a polynomial of at most this degree."""
        read = exponential_polynomial(u, self.x, self.constants)
        if read is None or set(read) - {ONE} or len(read.get(ONE, [])) > degree + 1:
            return None
        return read.get(ONE, []) + [ZERO] * (degree + 1 - len(read.get(ONE, [])))

    # One factor

    def _single(self, g: Tree) -> Tree | None:
        if g is self.variable:
            return mul(HALF, power(g, TWO))
        if g.head == "add":
            return self._sum(g.args)
        if g.head == "pow":
            return self._power(g, *g.args)
        if g.head == "call":
            return self._call(g, g.value, g.args[0])
        return None

    def _power(self, g: Tree, base: Tree, exponent: Tree) -> Tree | None:
        if base.head == "call" and exponent.head == "num" and exponent.value.denom() == 1 and exponent.value >= 2:
            return self._power_of_call(base, exponent)
        if self._constant(exponent):
            line = self.affine(base)
            if line is not None:
                return self._power_of_line(base, exponent, line[0])
            return self._power_of_quadratic(base, exponent)
        line = self.affine(exponent)
        if not self._constant(base) or line is None:
            return None
        return div(g, mul(line[0], call("log", base)))

    def _power_of_call(self, base: Tree, exponent: Tree) -> Tree | None:
        """log(x)^k by parts; sin^2 = (1 - cos 2u)/2 and cos^2 = (1 + cos 2u)/2 of an affine u."""
        u = base.args[0]
        if base.value == "log" and u is self.variable:
            lower = self._deeper().of(power(base, sub(exponent, ONE)))
            return None if lower is None else sub(mul(self.variable, power(base, exponent)), mul(exponent, lower))
        line = self.affine(u)
        if line is None or base.value not in ("sin", "cos"):
            return None
        if exponent is not TWO:
            return self._power_of_wave(base, exponent, line[0])
        wave = div(call("sin", mul(TWO, u)), mul(num(4), line[0]))
        half = mul(HALF, self.variable)
        return sub(half, wave) if base.value == "sin" else add(half, wave)

    def _power_of_wave(self, base: Tree, exponent: Tree, slope: Tree) -> Tree | None:
        """n int sin^n u = -sin^(n-1) u cos u + (n-1) int sin^(n-2) u over u; for cos with + sin u."""
        lower = self._deeper().of(power(base, sub(exponent, TWO)))
        other = call("cos", base.args[0]) if base.value == "sin" else call("sin", base.args[0])
        edge = div(mul(power(base, sub(exponent, ONE)), other), slope)
        total = None if lower is None else mul(sub(exponent, ONE), lower)
        return None if total is None else div(add(total, neg(edge) if base.value == "sin" else edge), exponent)

    def _power_of_line(self, base: Tree, exponent: Tree, slope: Tree) -> Tree:
        if exponent is MINUS_ONE:
            return div(call("log", call("abs", base)), slope)
        raised = add(exponent, ONE)
        return div(power(base, raised), mul(slope, raised))

    def _power_of_quadratic(self, base: Tree, exponent: Tree) -> Tree | None:
        form = self.quadratic(base)
        if form is None:
            return None
        if exponent is MINUS_ONE:
            return self._over_quadratic(*form)
        if exponent.head == "num" and exponent.value.denom() == 1 and exponent.value < 0:
            return self._over_quadratic_power(base, exponent, *form)
        if exponent.head != "num" or abs(exponent.value) != HALF.value:
            return None
        q, b, c = form
        inverse = self._over_root(base, q, b, c)
        if inverse is None or exponent.value < 0:
            return inverse
        # (2 q x + b) sqrt(Q) / (4 q) + (4 q c - b^2) / (8 q) * int 1/sqrt(Q).
        line = mul(add(mul(TWO, q, self.variable), b), sqrt(base))
        gap = sub(mul(num(4), q, c), power(b, TWO))
        return add(div(line, mul(num(4), q)), mul(div(gap, mul(num(8), q)), inverse))

    def _over_quadratic_power(self, base: Tree, exponent: Tree, q: Tree, b: Tree, c: Tree) -> Tree | None:
        """(n-1) D int Q^-n = (2 q x + b) Q^(1-n) + 2 q (2 n - 3) int Q^(1-n), D = 4 q c - b^2, n = -exponent."""
        n = -exponent.value
        lower = self._deeper().of(power(base, num(1 - n)))
        gap = self.constants.simplified(sub(mul(num(4), q, c), power(b, TWO)))
        if lower is None or gap is ZERO:
            return None
        inner = add(mul(TWO, q, self.variable), b)
        return div(add(mul(inner, power(base, num(1 - n))), mul(num(2 * (2 * n - 3)), q, lower)), mul(num(n - 1), gap))

    def _over_root(self, base: Tree, q: Tree, b: Tree, c: Tree) -> Tree | None:
        """1/sqrt(q x^2 + b x + c)."""
        inner = add(mul(TWO, q, self.variable), b)
        if self._negative(neg(q)):
            return div(call("log", call("abs", add(mul(TWO, sqrt(q), sqrt(base)), inner))), sqrt(q))
        if self._negative(q):
            gap = sub(power(b, TWO), mul(num(4), q, c))
            return neg(div(call("asin", div(inner, sqrt(gap))), sqrt(neg(q))))
        return None

    def _over_quadratic(self, q: Tree, b: Tree, c: Tree) -> Tree | None:
        gap = self.constants.simplified(sub(mul(num(4), q, c), power(b, TWO)))
        try:
            sign = self.constants.sign(gap)
        except Undecided:
            return None
        inner = add(mul(TWO, q, self.variable), b)
        if sign > 0:
            return div(mul(TWO, call("atan", div(inner, sqrt(gap)))), sqrt(gap))
        if sign < 0:
            root = sqrt(neg(gap))
            ratio = div(sub(inner, root), add(inner, root))
            return div(call("log", call("abs", ratio)), root)
        return None

    def _call(self, g: Tree, name: str, u: Tree) -> Tree | None:
        line = self.affine(u)
        if line is not None and name in _BY_LINE:
            return div(_BY_LINE[name](u, g), line[0])
        return self._gaussian(u) if name == "exp" else None

    def _gaussian(self, u: Tree) -> Tree | None:
        """exp(q x^2 + b x + c) with q < 0."""
        form = self.quadratic(u)
        if form is None or not self._negative(form[0]):
            return None
        q, b, c = form
        root = sqrt(neg(q))
        shifted = sub(self.variable, div(b, mul(num(-2), q)))
        height = call("exp", sub(c, div(power(b, TWO), mul(num(4), q))))
        return mul(height, sqrt(PI), power(mul(TWO, root), MINUS_ONE), call("erf", mul(root, shifted)))

    def _negative(self, constant: Tree) -> bool:
        try:
            return self.constants.sign(constant) < 0
        except Undecided:
            return False

    # Products

    def _product(self, factors: list[Tree]) -> Tree | None:
        powers = [g for g in factors if _power_of(g, self.variable) is not None]
        others = [g for g in factors if g not in powers]
        if len(others) == 2 and not powers:
            return self._pair(*others) or self._pair(*others[::-1])
        if len(others) > 1 or not powers:
            return None
        exponent = add(*(e for g in powers if (e := _power_of(g, self.variable)) is not None))
        if not others:
            return self._power_of_line(self.variable, exponent, ONE)
        return self._times_power(exponent, others[0])

    def _pair(self, g: Tree, h: Tree) -> Tree | None:
        """exp(line) sin(line) or cos(line), and log(u)^e / u for an affine u."""
        if g.head == "call" and g.value == "exp" and h.head == "call" and h.value in ("sin", "cos"):
            return self._damped_wave(g, h)
        base, exponent = h.args if h.head == "pow" and self._constant(h.args[1]) else (h, ONE)
        if base.head != "call" or base.value != "log" or g is not power(base.args[0], MINUS_ONE):
            return None
        line = self.affine(base.args[0])
        return None if line is None else self._power_of_line(base, exponent, line[0])

    def _damped_wave(self, g: Tree, h: Tree) -> Tree | None:
        rate, frequency = self.affine(g.args[0]), self.affine(h.args[0])
        if rate is None or frequency is None:
            return None
        a, c = rate[0], frequency[0]
        sine, cosine = call("sin", h.args[0]), call("cos", h.args[0])
        wave = sub(mul(a, sine), mul(c, cosine)) if h.value == "sin" else add(mul(a, cosine), mul(c, sine))
        return div(mul(g, wave), add(power(a, TWO), power(c, TWO)))

    def _times_power(self, k: Tree, h: Tree) -> Tree | None:
        """x^k h(x)."""
        if h.head == "call" and h.value == "log":
            return self._times_log(k, h)
        if k is not MINUS_ONE and h.head == "pow" and h.args[0] is call("log", self.variable):
            return self._times_power_of_log(k, h.args[1])
        if k is MINUS_ONE and h.head == "pow":
            return self._pair(power(self.variable, MINUS_ONE), h)
        whole = k.head == "num" and k.value.denom() == 1 and k.value > 0
        if not whole:
            return None
        if h.head == "call" and h.value in ("exp", "sin", "cos", "sinh", "cosh") and self.affine(h.args[0]) is not None:
            return self._by_parts(k, h)
        if h.head == "call" and h.value == "exp":
            return self._times_gaussian(k, h)
        if h.head == "pow" and self._constant(h.args[1]):
            return self._times_line(k, h)
        return None

    def _times_log(self, k: Tree, h: Tree) -> Tree | None:
        if h.args[0] is not self.variable:
            return None
        if k is MINUS_ONE:
            return mul(HALF, power(h, TWO))
        raised = add(k, ONE)
        return mul(power(self.variable, raised), sub(div(h, raised), power(raised, num(-2))))

    def _times_power_of_log(self, k: Tree, exponent: Tree) -> Tree | None:
        """(k+1) int x^k L^n = x^(k+1) L^n - n int x^k L^(n-1) for whole n >= 1 and L = log x."""
        if exponent.head != "num" or exponent.value.denom() != 1 or exponent.value < 1:
            return None
        log = call("log", self.variable)
        lower = self._deeper().of(
            mul(self._x_to(k), power(log, sub(exponent, ONE))) if exponent is not ONE else self._x_to(k)
        )
        raised = add(k, ONE)
        edge = mul(power(self.variable, raised), power(log, exponent))
        return None if lower is None else div(sub(edge, mul(exponent, lower)), raised)

    def _by_parts(self, k: Tree, h: Tree) -> Tree | None:
        inner = self._single(h)
        if inner is None:
            return None
        rest = self._deeper().of(mul(k, self._x_to(sub(k, ONE)), inner))
        return None if rest is None else sub(mul(power(self.variable, k), inner), rest)

    def _times_gaussian(self, k: Tree, h: Tree) -> Tree | None:
        """(x^(k-1) E)' = ((k-1) x^(k-2) + x^(k-1) (2 q x + b)) E for E = exp(q x^2 + b x + c)."""
        form = self.quadratic(h.args[0])
        if form is None:
            return None
        q, b, _ = form
        double = mul(TWO, q)
        total = div(mul(self._x_to(sub(k, ONE)), h), double)
        if k is not ONE:
            lower = self._deeper().of(mul(self._x_to(sub(k, TWO)), h))
            if lower is None:
                return None
            total = sub(total, mul(div(sub(k, ONE), double), lower))
        if b is ZERO:
            return total
        side = self._deeper().of(mul(self._x_to(sub(k, ONE)), h))
        return None if side is None else sub(total, mul(div(b, double), side))

    def _times_line(self, k: Tree, h: Tree) -> Tree | None:
        """x^k (a x + b)^e by the binomial theorem in powers of the affine form; x^k/(quadratic) by division."""
        base, exponent = h.args
        line = self.affine(base)
        if line is None:
            if k is ONE and exponent is not MINUS_ONE:
                return self._slope_of_quadratic(base, exponent)
            return self._over(k, base) if exponent is MINUS_ONE else None
        a, b = line
        size = int(k.value.numer())
        terms = []
        for j in range(size + 1):
            weight = mul(
                num(_binomial(size, j)), power(neg(b), num(size - j)) if size > j else ONE, power(a, num(-size))
            )
            terms.append(mul(weight, self._power_of_line(base, add(exponent, num(j)), a)))
        return add(*terms)

    def _slope_of_quadratic(self, base: Tree, exponent: Tree) -> Tree | None:
        """x Q^e = ((Q^(e+1))'/(e+1) - b Q^e) / (2 q)."""
        form = self.quadratic(base)
        rest = None if form is None else ZERO if form[1] is ZERO else self._power_of_quadratic(base, exponent)
        if form is None or rest is None:
            return None
        raised = add(exponent, ONE)
        return div(sub(div(power(base, raised), raised), mul(form[1], rest)), mul(TWO, form[0]))

    def _over(self, k: Tree, base: Tree) -> Tree | None:
        """x^k / (q x^2 + b x + c) by dividing: x^k = x^(k-2)/q * (quadratic - b x - c)."""
        form = self.quadratic(base)
        if form is None:
            return None
        q, b, c = form
        inverse = power(base, MINUS_ONE)
        if k is ONE:
            log = div(call("log", call("abs", base)), mul(TWO, q))
            rest = self._over_quadratic(q, b, c)
            return None if rest is None and b is not ZERO else sub(log, mul(div(b, mul(TWO, q)), rest or ZERO))
        lower = self._x_to(sub(k, TWO))
        rest = add(mul(neg(b), self.variable), neg(c))
        return self._deeper().of(div(add(lower, mul(lower, rest, inverse)), q))


def _power_of(g: Tree, variable: Tree) -> Tree | None:
    """The exponent of a power of the variable."""
    if g is variable:
        return ONE
    if g.head == "pow" and g.args[0] is variable and variable.value not in free_names(g.args[1]):
        return g.args[1]
    return None


def _binomial(n: int, k: int) -> int:
    return 1 if k == 0 else _binomial(n, k - 1) * (n - k + 1) // k


_BY_LINE: dict[str, Callable[[Tree, Tree], Tree]] = {
    "exp": lambda u, g: g,
    "sin": lambda u, g: neg(call("cos", u)),
    "cos": lambda u, g: call("sin", u),
    "sinh": lambda u, g: call("cosh", u),
    "cosh": lambda u, g: call("sinh", u),
    "log": lambda u, g: sub(mul(u, g), u),
    "erf": lambda u, g: add(mul(u, g), div(call("exp", neg(power(u, TWO))), sqrt(PI))),
    "atan": lambda u, g: sub(mul(u, g), mul(HALF, call("log", add(ONE, power(u, TWO))))),
}
"""Antiderivatives in u."""
