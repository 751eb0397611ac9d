"""Finite products: few explicit factors, factors free of the bound variable, powers, exponentials and k + b."""

from flint import fmpq, fmpz_mpoly

from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra.gamma import gamma
from tutor.mathematics.algebra.kernels import EXP, Quotient
from tutor.mathematics.algebra.opaque import opaque_tree
from tutor.mathematics.algebra.outcomes import Need
from tutor.mathematics.algebra.polynomials import univariate
from tutor.mathematics.algebra.positivity import definite_sign
from tutor.mathematics.algebra.powers import exponential, integral_power
from tutor.mathematics.algebra.sums import Ends, bound_body, bound_kernel, explicit_terms, length_of, sum_of_terms
from tutor.mathematics.algebra.tower import Tower
from tutor.mathematics.trees.build import sign_of_infinity


def finite_product(tower: Tower, node: Tree) -> Quotient:
    """The normal form of a `prod`; opaque where a factor has no rule. Raises Unsupported as sums do."""
    factors = explicit_terms(node)
    if factors is not None:
        product = tower.one
        for factor in factors:
            product = tower.multiply(product, tower.of(factor))
        return product
    try:
        return _symbolic_product(tower, node) or opaque_tree(tower, node)
    except Need as need:
        if any(name.startswith("#") for name in free_names(need.tree)):
            return opaque_tree(tower, node)
        raise


def _symbolic_product(tower: Tower, node: Tree) -> Quotient | None:
    body, low, high = node.args
    if sign_of_infinity(high):
        return None
    first, last = tower.of(low), tower.of(high)
    length = length_of(tower, first, last)
    if length is None:
        return None
    if length <= 0:
        return tower.one
    bound, value = bound_body(tower, node.value, body, low)
    ends = Ends(tower, bound, bound_kernel(tower, bound), first, last)
    product = tower.one
    for part, direction in ((value[0], 1), (value[1], -1)):
        if part is not None:
            of_part = _of_polynomial(tower, ends, part)
            if of_part is None:
                return None
            product = tower.multiply(product, of_part if direction > 0 else tower.invert(of_part))
    return product


def _of_polynomial(tower: Tower, ends: Ends, polynomial: fmpz_mpoly) -> Quotient | None:
    constant, factors = tower.factor(polynomial)
    length = tower.subtract(ends.above, ends.low)
    product = integral_power(tower, tower.constant(constant), length)
    for factor, multiplicity in factors:
        value = _of_factor(tower, ends, factor, length)
        if value is None:
            return None
        product = tower.multiply(product, tower.integer_power(value, multiplicity))
    return product


def _of_factor(tower: Tower, ends: Ends, factor: fmpz_mpoly, length: Quotient) -> Quotient | None:
    if ends.name not in tower.names_in(factor):
        return integral_power(tower, (factor, None), length)
    single = tower.single(factor)
    if single is not None and single.kind == EXP:
        return exponential(tower, sum_of_terms(tower, ends, single.data))
    if tower.kernels_in(factor) == [ends.kernel] and factor.total_degree() == 1:
        return _of_linear(tower, ends, factor, length)
    return None


def _of_linear(tower: Tower, ends: Ends, factor: fmpz_mpoly, length: Quotient) -> Quotient | None:
    """prod (a·k + b) = a^length · gamma(above + b/a)/gamma(low + b/a), for low + b/a > 0 proved by coefficients."""
    offset, slope = univariate(factor, ends.kernel.place).coeffs()
    start = tower.add(ends.low, tower.constant(fmpq(offset, slope)))
    if definite_sign(tower, start[0]) <= 0:
        return None
    stop = tower.add(start, length)
    ratio = tower.divide(gamma(tower, stop), gamma(tower, start))
    return tower.multiply(integral_power(tower, tower.constant(slope), length), ratio)
