"""Exponential polynomials: sums of n^j * r^n with constant coefficients, and rational functions, read off a tree in n.

These are the terms whose series have closed forms. Reading is exact: every tree that is read equals what was read at
every whole n >= 0 where it is defined.
"""

from flint import fmpq_poly

from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis.constants import Constants
from tutor.mathematics.trees import rebuild
from tutor.mathematics.trees.build import MINUS_ONE, ONE, ZERO, add, call, mul, power

Coefficients = list[Tree]
"""Coefficients of a polynomial in n, the constant one first."""

ExponentialPolynomial = dict[Tree, Coefficients]
"""Ratio r to the polynomial in front of r^n."""

MAX_DEGREE = 12
MAX_TERMS = 40


def polynomial(node: Tree, n: str) -> fmpq_poly | None:
    """The tree as a polynomial in n with rational coefficients, None where it is not written as one."""
    fraction = rational(node, n)
    if fraction is None or fraction[1].degree() > 0:
        return None
    return fraction[0] / fraction[1][0]


def rational(node: Tree, n: str) -> tuple[fmpq_poly, fmpq_poly] | None:
    """(p, q) with node = p(n)/q(n), not reduced; None where it is not written as a rational function."""
    match node.head:
        case "num":
            return fmpq_poly([node.value]), fmpq_poly([1])
        case "var" if node.value == n:
            return fmpq_poly([0, 1]), fmpq_poly([1])
        case "add" | "mul":
            return _joined(node, n)
        case "pow" if node.args[1].head == "num" and node.args[1].value.denom() == 1:
            return _rational_power(node.args[0], int(node.args[1].value.numer()), n)
    return None


def _joined(node: Tree, n: str) -> tuple[fmpq_poly, fmpq_poly] | None:
    parts = [rational(a, n) for a in node.args]
    top, bottom = fmpq_poly([0 if node.head == "add" else 1]), fmpq_poly([1])
    for part in parts:
        if part is None or bottom.degree() + part[1].degree() > 4 * MAX_DEGREE:
            return None
        top = top * part[1] + part[0] * bottom if node.head == "add" else top * part[0]
        bottom = bottom * part[1]
    return top, bottom


def _rational_power(base: Tree, exponent: int, n: str) -> tuple[fmpq_poly, fmpq_poly] | None:
    fraction = rational(base, n)
    if fraction is None or abs(exponent) * max(f.degree() for f in fraction) > 4 * MAX_DEGREE:
        return None
    top, bottom = fraction if exponent >= 0 else fraction[::-1]
    if bottom.degree() < 0:
        return None
    return top ** abs(exponent), bottom ** abs(exponent)


def affine(node: Tree, n: str, constants: Constants) -> tuple[Tree, Tree] | None:
    """(a, b) with node = a*n + b, the constants simplified; None where it is not written so."""
    read = exponential_polynomial(node, n, constants)
    if read is None or set(read) - {ONE} or len(read.get(ONE, [])) > 2:
        return None
    coefficients = [*read.get(ONE, []), ZERO, ZERO]
    return coefficients[1], coefficients[0]


def exponential_polynomial(node: Tree, n: str, constants: Constants) -> ExponentialPolynomial | None:
    """The tree as an exponential polynomial in n, None where it is not written as one."""
    if n not in free_names(node):
        return {ONE: [constants.simplified(node)]}
    match node.head:
        case "var":
            return {ONE: [ZERO, ONE]}
        case "add":
            return _sum(node.args, n, constants)
        case "mul":
            return _product(node.args, n, constants)
        case "pow":
            return _power(node.args[0], node.args[1], n, constants)
        case "call" if node.value == "exp":
            slope = affine(node.args[0], n, constants)
            return None if slope is None else _geometric(call("exp", slope[0]), call("exp", slope[1]), constants)
    return None


def _geometric(ratio: Tree, factor: Tree, constants: Constants) -> ExponentialPolynomial:
    return {constants.simplified(ratio): [constants.simplified(factor)]}


def _sum(parts: tuple[Tree, ...], n: str, constants: Constants) -> ExponentialPolynomial | None:
    total: ExponentialPolynomial = {}
    for part in parts:
        read = exponential_polynomial(part, n, constants)
        if read is None:
            return None
        for ratio, coefficients in read.items():
            total[ratio] = _plus(total.get(ratio, []), coefficients, constants)
    return total if len(total) <= MAX_TERMS else None


def _product(parts: tuple[Tree, ...], n: str, constants: Constants) -> ExponentialPolynomial | None:
    total: ExponentialPolynomial = {ONE: [ONE]}
    for part in parts:
        read = exponential_polynomial(part, n, constants)
        if read is None:
            return None
        product: ExponentialPolynomial = {}
        for r, p in total.items():
            for s, q in read.items():
                ratio = constants.simplified(mul(r, s))
                product[ratio] = _plus(product.get(ratio, []), _times(p, q, constants), constants)
        total = product
        if len(total) > MAX_TERMS or any(len(p) > MAX_DEGREE + 1 for p in total.values()):
            return None
    return total


def _power(base: Tree, exponent: Tree, n: str, constants: Constants) -> ExponentialPolynomial | None:
    if n not in free_names(base):
        slope = affine(exponent, n, constants)
        sign = constants.sign(base)
        if slope is None or sign == 0 or (sign < 0 and not _whole(slope)):
            return None
        return _geometric(power(base, slope[0]), power(base, slope[1]), constants)
    if exponent.head != "num" or exponent.value.denom() != 1:
        return None
    k = int(exponent.value.numer())
    if 0 < k <= MAX_DEGREE:
        return _product((base,) * k, n, constants)
    read = exponential_polynomial(base, n, constants)
    if k < 0 and read is not None and len(read) == 1:
        ((ratio, coefficients),) = read.items()
        if len(coefficients) == 1 and constants.sign(coefficients[0]) and constants.sign(ratio):
            return _geometric(power(ratio, exponent), power(coefficients[0], exponent), constants)
    return None


def _whole(numbers: tuple[Tree, Tree]) -> bool:
    return all(c.head == "num" and c.value.denom() == 1 for c in numbers)


def _plus(p: Coefficients, q: Coefficients, constants: Constants) -> Coefficients:
    longer, shorter = (p, q) if len(p) >= len(q) else (q, p)
    return [constants.simplified(add(c, shorter[i])) if i < len(shorter) else c for i, c in enumerate(longer)]


def _times(p: Coefficients, q: Coefficients, constants: Constants) -> Coefficients:
    total = [ZERO] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            if a is not ZERO and b is not ZERO:
                total[i + j] = constants.simplified(add(total[i + j], mul(a, b)))
    return total


def alternating(node: Tree, n: str) -> tuple[Tree, bool]:
    """(a, odd) with node = a * (-1)^n for odd, and node = a otherwise; reads factors (-1)^(k n + m) only."""
    factors, odd, sign = [], False, 1
    for factor in node.args if node.head == "mul" else (node,):
        slope = None
        if factor.head == "pow" and factor.args[0] is MINUS_ONE:
            slope = polynomial(factor.args[1], n)
        if slope is None or slope.degree() > 1 or slope.denom() != 1:
            factors.append(factor)
            continue
        odd ^= bool(slope[1].numer() % 2)
        sign = -sign if slope[0].numer() % 2 else sign
    return mul(*factors) if sign > 0 else mul(MINUS_ONE, *factors), odd


def flattened(node: Tree, positive: frozenset[str] = frozenset()) -> Tree:
    """Whole powers of products, powers and exponentials taken apart, exponentials of a product gathered, log exp u = u.

    (u v)^k = u^k v^k, (u^p)^k = u^(p k), exp(u)^q = exp(q u), exp(u) exp(v) = exp(u + v) for whole k, rational p and q.
    Nothing becomes defined that was not: (u^p)^k is left alone where that could happen, unless u is a variable that is
    known to be `positive`.
    """
    if node.head not in ("add", "mul", "pow", "call"):
        return node
    args = tuple(flattened(a, positive) for a in node.args)
    if node.head == "call" and node.value == "log" and _is_exponential(args[0]):
        return args[0].args[0]
    if node.head == "pow" and args[1].head == "num" and (args[1].value.denom() == 1 or _is_exponential(args[0])):
        return _power_apart(args[0], args[1], positive)
    if node.head == "mul":
        exponents = [a.args[0] for a in args if _is_exponential(a)]
        if len(exponents) > 1:
            rest = [a for a in args if not _is_exponential(a)]
            return mul(*rest, call("exp", add(*exponents)))
    return rebuild(node, args)


def _power_apart(base: Tree, k: Tree, positive: frozenset[str]) -> Tree:
    if base.head == "mul":
        return flattened(mul(*(_power_apart(factor, k, positive) for factor in base.args)), positive)
    if base.head == "pow" and base.args[1].head == "num" and _keeps_domain(base, k, positive):
        return power(base.args[0], mul(base.args[1], k))
    if _is_exponential(base):
        return call("exp", mul(k, base.args[0]))
    return power(base, k)


def _keeps_domain(base: Tree, k: Tree, positive: frozenset[str]) -> bool:
    """Whether (u^p)^k and u^(p k) are defined for the same u."""
    u, p = base.args
    if u.head == "var" and u.value in positive:
        return True
    if p.value < 0 and k.value < 0:
        return False
    return bool(p.value.denom() == 1 or (p.value * k.value).denom() > 1)


def _is_exponential(node: Tree) -> bool:
    return node.head == "call" and node.value == "exp"
