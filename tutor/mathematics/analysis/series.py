"""Sums over all n >= n0: convergence decided from the leading monomial, then a closed form or an enclosure."""

from collections.abc import Collection, Iterator

from flint import arb, fmpq

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.analysis.closed_series import BITS, closed_form
from tutor.mathematics.analysis.constants import NO_VALUE, Constants, Undecided, enclosure
from tutor.mathematics.analysis.exponential import alternating, flattened
from tutor.mathematics.analysis.germs import expanded_terms, germ, limit_from, summable
from tutor.mathematics.analysis.integrals import integral
from tutor.mathematics.analysis.isolated import sign_at_rational
from tutor.mathematics.analysis.results import NoValue, Result
from tutor.mathematics.analysis.rolle import signs
from tutor.mathematics.analysis.switched_series import head_and_tail, switched
from tutor.mathematics.balls import Evaluator, ball, precision
from tutor.mathematics.trees import Budget, Domain, OutOfSteps, Variable, substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    MINUS_ONE,
    ONE,
    ZERO,
    add,
    mul,
    neg,
    num,
    power,
    sign_of_infinity,
    sub,
    var,
)
from tutor.mathematics.trees.calculus import NotSmooth, derivative

MAX_TERMS = 400


def series(term: Tree, n: str, start: int, budget: Budget, parameters: Domain | None = None) -> Result:
    """The sum of term(n) over whole n >= start, as a limit of partial sums; oo and -oo are values.

    Raises NoValue where the partial sums certainly have no limit, Undecided, OutOfSteps.
    """
    constants = Constants(budget, parameters)
    typed, term = term, flattened(term)
    settled = _after_switches(term, n, start, constants)
    if settled is not None:
        return settled
    _check_defined(typed, n, start, INFINITY, budget, closed=True)
    closed = closed_form(term, n, start, constants) or _of_normal_form(term, n, start, constants)
    if closed is not None:
        return closed
    _check_defined(term, n, start, INFINITY, budget)
    size, odd = alternating(term, n)
    found = germ(size, n, INFINITY, 1, constants)
    if summable(found):
        return _convergent(term, n, start, constants)
    assert found is not None
    if not odd:
        return Result(INFINITY if found.sign > 0 else MINUS_INFINITY, "the terms are not summable")
    if found.trend() >= 0:
        raise NoValue("the terms do not tend to 0")
    return _alternating(size, n, start, constants)


def sum_of_signs(term: Tree, n: str, start: int, budget: Budget) -> int:
    """0 where the sum over whole n >= start is finite, else the sign of its infinity; the value may stay unknown.

    Raises NoValue where the partial sums certainly have no limit, Undecided, OutOfSteps.
    """
    constants = Constants(budget)
    term = flattened(term)
    _check_defined(term, n, start, INFINITY, budget)
    size, odd = alternating(term, n)
    found = germ(size, n, INFINITY, 1, constants)
    if found is None or summable(found):
        return 0
    if not odd:
        return found.sign
    raise Undecided("a sum of terms with changing signs")


def _after_switches(term: Tree, n: str, start: int, constants: Constants) -> Result | None:
    """The head term by term and the settled rest; None where the term does not switch, or never settles."""
    if not switched(term, n):
        return None
    try:
        parts, rest, first = head_and_tail(term, n, start, constants.budget)
        for part in (p for p in parts if p.head == "sum"):
            inner, low, high = part.args
            _check_defined(inner, n, int(low.value.numer()), high, constants.budget, closed=True)
        head = constants.simplified(add(ZERO, *parts))
    except Undecided:
        return None
    if switched(rest, n):
        return None
    found = series(rest, n, first, constants.budget)
    if not isinstance(found.value, Tree):
        return Result(enclosure(head, BITS) + found.value, found.by)
    total = found.value if sign_of_infinity(found.value) else constants.simplified(add(head, found.value))
    return Result(total, f"{found.by}, after the last switch")


def _of_normal_form(term: Tree, n: str, start: int, constants: Constants) -> Result | None:
    """The closed form of the term in normal form, where factors have cancelled."""
    whole = Variable(n, num(start), INFINITY, low_closed=True, integer=True)
    known = constants.domain.variables if constants.domain else ()
    simpler = Constants(constants.budget, Domain((*known, whole))).simplified(term)
    return None if simpler is term else closed_form(flattened(simpler), n, start, constants)


def _check_defined(term: Tree, n: str, start: int, end: Tree, budget: Budget, closed: bool = False) -> None:
    """Raises Undecided unless every term from `start` to `end` is certainly defined.

    Only negative and broken powers, logarithms and gamma values can be undefined in what is admitted: their bases must
    have no zero at a whole number, or be positive at all of them. A closed form knows its powers with n above, and
    its binomial coefficients, but not what was cancelled before it was found.
    """
    for node in walk(term):
        if n not in free_names(node) or node.head not in ("pow", "call"):
            continue
        if closed and (node.value == "binomial" or (node.head == "pow" and node.args[1].head != "num")):
            continue
        if not _total(node, n):
            for base in _bases(node, n):
                _check_signs(base, n, (start, end), _allowed(node), budget)


def _bases(node: Tree, n: str) -> list[Tree]:
    """The expressions whose sign decides whether the node has a value: the factors, for a whole power."""
    base = node.args[0]
    if node.head == "call":
        return [add(base, ONE)] if node.value == "factorial" else [base]
    exponent = node.args[1]
    if exponent.head != "num" or exponent.value.denom() != 1:
        return [base]
    return [f for f in _factors(base) if n in free_names(f)]


def _factors(base: Tree) -> Iterator[Tree]:
    """What must not be 0 for the product not to be; values of exp, gamma and the factorial never are."""
    if base.head == "mul":
        for factor in base.args:
            yield from _factors(factor)
    elif base.head == "pow" and base.args[0].head == "num" and base.args[0].value != 0:
        return
    elif base.head == "pow" and base.args[1].head == "num":
        yield from _factors(base.args[0])
    elif base.head != "call" or base.value not in ("exp", "gamma", "factorial"):
        yield base


def _check_signs(base: Tree, n: str, ends: tuple[int, Tree], allowed: Collection[int | None], budget: Budget) -> None:
    start, end = ends
    last = None if sign_of_infinity(end) else int(end.value.numer())
    wholes = {start} if last is None else {start, last}
    found: set[int | None] = set()
    if start != last:
        chart = signs(base, n, num(start), end, budget)
        wholes |= {k for p in chart.points for k in _wholes_near(p.ball(64))}
        found |= set(chart.signs)
    inside = (k for k in wholes if start <= k and (last is None or k <= last))
    found |= {sign_at_rational(base, n, fmpq(k), budget) for k in inside}
    if not found <= set(allowed):
        raise Undecided("a term of the series that may be undefined")


def _allowed(node: Tree) -> set[int | None]:
    """The signs of its first argument for which a logarithm, a gamma value or a rational power is defined."""
    if node.head == "call":
        return {1}
    if node.args[1].head != "num":
        # A power with n above: 0 to it is 0 where the exponent is n itself, and so positive.
        return {0, 1} if node.args[1].head == "var" else {1}
    exponent = node.args[1].value
    if exponent.denom() != 1:
        return {0, 1} if exponent > 0 else {1}
    return {1, -1}


def _total(node: Tree, n: str) -> bool:
    """Whether the node is defined wherever its arguments are. Raises Undecided for what has no rule here."""
    if node.head == "call":
        if node.value not in _TOTAL and node.value not in _OF_POSITIVE:
            raise Undecided(f"the terms use {node.value}")
        return node.value in _TOTAL
    base, exponent = node.args
    if n in free_names(exponent):
        if n in free_names(base):
            return False
        return base.head != "num" or bool(base.value != 0)
    if exponent.head != "num":
        raise Undecided("a symbolic power")
    return bool(exponent.value.denom() == 1 and exponent.value >= 0)


_TOTAL = frozenset(
    (
        *(
            "exp",
            "sin",
            "cos",
            "atan",
            "erf",
            "erfc",
            "tanh",
            "sinh",
            "cosh",
            "abs",
            "floor",
            "ceil",
            "sign",
            "max",
            "min",
        ),
        *("asinh", "sigmoid", "softplus", "Phi", "phi", "relu", "positive_part", "negative_part", "frac", "cbrt"),
    )
)
_OF_POSITIVE = frozenset(("log", "log2", "log10", "gamma", "factorial"))


def _wholes_near(place: arb) -> set[int]:
    edges = place.lower().floor().unique_fmpz(), place.upper().ceil().unique_fmpz()
    if edges[0] is None or edges[1] is None:
        raise Undecided("a zero far out")
    return {int(edges[0]), int(edges[1])}


def _convergent(term: Tree, n: str, start: int, constants: Constants) -> Result:
    found = _termwise(term, n, start, constants)
    if found is not None:
        return found
    if alternating(term, n)[1]:
        return _alternating(alternating(term, n)[0], n, start, constants)
    return Result(_enclosed(term, n, start, constants.budget), "partial sums and a bound for the rest")


def _termwise(term: Tree, n: str, start: int, constants: Constants) -> Result | None:
    """A sum of terms each of which is summable on its own and has a closed form."""
    parts = expanded_terms(term)
    if len(parts) == 1:
        return None
    values = []
    for part in parts:
        if n in free_names(part) and not summable(germ(alternating(part, n)[0], n, INFINITY, 1, constants)):
            return None
        found = closed_form(part, n, start, constants)
        if found is None or not isinstance(found.value, Tree):
            return None
        values.append(found.value)
    return Result(constants.simplified(add(*values)), "closed forms term by term")


def _alternating(size: Tree, n: str, start: int, constants: Constants) -> Result:
    """sum of (-1)^n a(n) with a -> 0, by pairs: the partial sums of pairs have the same limit."""
    even = substitute(size, {n: add(mul(num(2), var(n)), num(start))})
    odd = substitute(size, {n: add(mul(num(2), var(n)), num(start + 1))})
    pairs = sub(even, odd)
    if not summable(germ(pairs, n, INFINITY, 1, constants)):
        raise Undecided("an alternating series whose pairs are not summable")
    found = closed_form(pairs, n, 0, constants) or _convergent(pairs, n, 0, constants)
    sign = MINUS_ONE if start % 2 else ONE
    value = found.value
    if isinstance(value, Tree):
        return Result(constants.simplified(mul(sign, value)), f"pairs of terms: {found.by}")
    return Result(-value if start % 2 else value, f"pairs of terms: {found.by}")


# Enclosures ----------------------------------------------------------------------------------------------------------


def _enclosed(term: Tree, n: str, start: int, budget: Budget) -> arb:
    """First terms by balls, then the ratio test with a monotone ratio, or comparison with an integral."""
    try:
        return _by_ratio(term, n, start, budget)
    except (Undecided, NotSmooth):
        pass
    try:
        return _by_integral(term, n, start, budget)
    except NotSmooth as refused:
        raise Undecided("terms without a derivative by rule") from refused


def _term(term: Tree, n: str, k: int, budget: Budget) -> arb:
    budget.spend(20)
    try:
        return ball(Evaluator({n: fmpq(k)})(term))
    except NO_VALUE as silence:
        raise Undecided("a term of the series without a value") from silence


def _by_ratio(term: Tree, n: str, start: int, budget: Budget) -> arb:
    """Hypothesis: a(n+1)/a(n) is monotone from N on with a limit q in (-1, 1).

    So from N on it lies between its value at N and q.
    """
    step = substitute(term, {n: add(var(n), ONE)})
    ratio = Constants(budget).simplified(mul(step, power(term, MINUS_ONE)))
    last = limit_from(ratio, n, INFINITY, 1, Constants(budget))
    if sign_of_infinity(last) or not abs(enclosure(last)) < arb("0.9"):
        raise Undecided("a ratio near 1")
    chart = signs(derivative(ratio, n), n, num(max(start, 1)), INFINITY, budget)
    settled = max(start, _whole_above(chart.points) if chart.points else start)
    with precision(BITS):
        total, k = arb(0), start
        while k < settled or not abs(_term(term, n, k, budget)) < arb(2) ** -100:
            total += _term(term, n, k, budget)
            k += 1
            if k - start > MAX_TERMS:
                raise Undecided("a slow series")
        bound = enclosure(last, BITS).union(_term(ratio, n, k, budget))
        if not abs(bound) < 1:
            raise Undecided("a ratio that is not below 1")
        first = _term(term, n, k, budget)
        reach = abs(first) * abs(bound) / (1 - abs(bound))
        return total + first + reach.union(-reach)


def _whole_above(points: tuple[object, ...]) -> int:
    edge = points[-1].ball(64).upper().ceil().unique_fmpz()  # type: ignore[attr-defined]  # a Point
    if edge is None or edge > 10 * MAX_TERMS:
        raise Undecided("a ratio that settles late")
    return int(edge) + 1


def _by_integral(term: Tree, n: str, start: int, budget: Budget) -> arb:
    """First terms one by one, the rest by comparison with the integral."""
    found = germ(term, n, INFINITY, 1, Constants(budget))
    if found is None:
        raise Undecided("terms that vanish far out, or do not show their size")
    positive = term if found.sign > 0 else neg(term)
    part = Budget(min(budget.left, EULER_MACLAURIN_STEPS))
    granted = part.left
    try:
        total = _by_euler_maclaurin(positive, n, start, part)
    except (Undecided, NotSmooth, OutOfSteps):
        total = _by_convexity(positive, n, start, budget)
    budget.spend(granted - max(part.left, 0))
    return total if found.sign > 0 else -total


def _by_convexity(positive: Tree, n: str, start: int, budget: Budget) -> arb:
    """Hypothesis: from N on a(n) > 0 falls; convex a gives the tighter bound.

    int_N^oo a <= sum from N on <= int_N^oo a + a(N); for convex a the sum lies between int_N^oo a + a(N)/2 and
    int_(N - 1/2)^oo a.
    """
    slope = signs(derivative(positive, n), n, num(max(start, 1)), INFINITY, budget)
    bend = signs(derivative(derivative(positive, n), n), n, num(max(start, 1)), INFINITY, budget)
    if slope.signs[-1] not in (-1, 0):
        raise Undecided("terms that do not fall")
    first = max([start + MAX_TERMS // 2, *(_whole_above(c.points) for c in (slope, bend) if c.points)]) + 1
    with precision(BITS):
        low = _ball(integral(positive, n, num(first), INFINITY, budget).value)
        if bend.signs[-1] == 1:
            low += _term(positive, n, first, budget) / 2
            high = _ball(integral(positive, n, num(fmpq(2 * first - 1, 2)), INFINITY, budget).value)
        else:
            high = low + _term(positive, n, first, budget)
        return _head(positive, n, start, first, budget) + low.union(high)


EULER_MACLAURIN_STEPS = 20_000
"""What the tighter bound may cost before the plain one is taken."""

EULER_MACLAURIN = ((1, fmpq(-1, 12)), (3, fmpq(1, 720)), (5, fmpq(-1, 30240)))
"""(order of the derivative, coefficient): -B_2/2!, -B_4/4!, -B_6/6!."""


def _by_euler_maclaurin(positive: Tree, n: str, start: int, budget: Budget) -> arb:
    """sum from N on = int_N^oo a + a(N)/2 - a'(N)/12 + a^(3)(N)/720 + rest.

    Hypothesis: the 6th and the 8th derivative have one and the same sign from N on, and a with its derivatives tends to
    0. Then the rest lies between 0 and the next term, -a^(5)(N)/30240.
    """
    slopes = [positive]
    for _ in range(8):
        slopes.append(Constants(budget).simplified(derivative(slopes[-1], n)))
    charts = [signs(slopes[k], n, num(max(start, 1)), INFINITY, budget) for k in (6, 8)]
    if charts[0].signs[-1] != charts[1].signs[-1] or charts[0].signs[-1] is None:
        raise Undecided("derivatives of different signs")
    for order, _ in EULER_MACLAURIN:
        if limit_from(slopes[order], n, INFINITY, 1, Constants(budget)) is not ZERO:
            raise Undecided("a derivative that does not tend to 0")
    first = max([start + MAX_TERMS // 8, *(_whole_above(c.points) for c in charts if c.points)]) + 1
    with precision(BITS):
        total = _head(positive, n, start, first, budget) + _term(positive, n, first, budget) / 2
        total += _ball(integral(positive, n, num(first), INFINITY, budget).value)
        *kept, last = [arb(c) * _term(slopes[order], n, first, budget) for order, c in EULER_MACLAURIN]
        return total + sum(kept, arb(0)) + arb(0).union(last)


def _head(term: Tree, n: str, start: int, first: int, budget: Budget) -> arb:
    return sum((_term(term, n, k, budget) for k in range(start, first)), arb(0))


def _ball(value: Tree | arb) -> arb:
    return enclosure(value, BITS) if isinstance(value, Tree) else value
