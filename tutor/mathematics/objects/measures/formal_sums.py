"""Laws of two independent random variables with parameters: closed families, and the smaller or larger of the two."""

from collections.abc import Sequence

from tutor.language.tree import Tree, free_names, tree
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.exponential import affine
from tutor.mathematics.objects.measures.building import is_measure
from tutor.mathematics.objects.measures.measure import VARIABLE, X
from tutor.mathematics.objects.measures.parameter_work import ParameterWork
from tutor.mathematics.objects.measures.parts import Mass, Part, Span
from tutor.mathematics.objects.measures.signs import Signs
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    TWO,
    ZERO,
    add,
    at_most,
    conjunction,
    indicator,
    less,
    mul,
    power,
    sign_of_infinity,
    sub,
    var,
)

T = "t"
"""The variable of integration."""


def closed_law(node: Tree, signs: Signs) -> Tree | None:
    """The named law that an image or a mixture of normal or Poisson laws is; None where no rule applies."""
    if node.head == "law":
        return node if node.value in ("normal", "poisson") else None
    if node.head != "pushforward":
        return None
    outer = closed_law(node.args[1], signs)
    if outer is None:
        return None
    if outer.value == "poisson":
        return _sum_of_poisson(node, outer, signs)
    body = node.args[0]
    if body.head == "pushforward" or is_measure(body):
        return _mixture_of_normal(node, outer, signs)
    line = _line(body, node.value, signs)
    if line is None:
        return None
    mean, variance = outer.args
    return _normal(add(mul(line[0], mean), line[1]), mul(power(line[0], TWO), variance))


def _normal(mean: Tree, variance: Tree) -> Tree:
    return tree("law", "normal", (mean, variance))


def _line(body: Tree, name: str, signs: Signs) -> tuple[Tree, Tree] | None:
    """(a, b) with the map a x + b, where a contains parameters only."""
    line = affine(substitute(body, {name: VARIABLE}), X, signs)
    known = {v.name for v in signs.domain.variables}
    return line if line is not None and free_names(line[0]) <= known else None


def _mixture_of_normal(node: Tree, outer: Tree, signs: Signs) -> Tree | None:
    """N(a X + b, v) for a normal X. Hypothesis: the mean is affine in X, and the variance does not depend on X."""
    inner = closed_law(node.args[0], signs)
    if inner is None or inner.value != "normal" or node.value in free_names(inner.args[1]):
        return None
    line = _line(inner.args[0], node.value, signs)
    if line is None:
        return None
    mean, variance = outer.args
    return _normal(add(mul(line[0], mean), line[1]), add(inner.args[1], mul(power(line[0], TWO), variance)))


def _sum_of_poisson(node: Tree, outer: Tree, signs: Signs) -> Tree | None:
    """X + Y for independent Poisson variables, of which neither has the other in its mean."""
    body = node.args[0]
    if body.head != "pushforward" or set(body.args[0].args) != {var(node.value), var(body.value)}:
        return None
    if body.args[0].head != "add" or len(body.args[0].args) != 2:
        return None
    inner = closed_law(body.args[1], signs)
    if inner is None or inner.value != "poisson" or node.value in free_names(inner):
        return None
    return tree("law", "poisson", (add(outer.args[0], inner.args[0]),))


# The smaller and the larger of two --------------------------------------------------------------------------------


def extreme(
    map_: Tree, left: tuple[str, Sequence[Part]], right: tuple[str, Sequence[Part]], parameters: ParameterWork
) -> list[Part] | None:
    """max(X, Y) has the density f G + g F, min(X, Y) the density f (|nu| - G) + g (|mu| - F).

    Hypothesis: both have densities and are independent; None for other maps and other measures.
    """
    if map_.head != "call" or map_.value not in ("max", "min") or len(map_.args) != 2:
        return None
    if {part.value for part in map_.args if part.head == "var"} != {left[0], right[0]}:
        return None
    sides = [[part for part in parts if isinstance(part, Span)] for _, parts in (left, right)]
    if any(len(spans) < len(parts) for spans, (_, parts) in zip(sides, (left, right), strict=True)):
        return None
    found = []
    for own, other in (sides, sides[::-1]):
        below = add(ZERO, *(rising(span, parameters) for span in other))
        if map_.value == "min":
            total = add(ZERO, *(parameters.primitive(s.function, s.low, s.high)[1] for s in other))
            below = sub(total, below)
        found += [Span(MINUS_INFINITY, INFINITY, mul(cut(span), below)) for span in own]
    return list(found)


def sum_on_half_lines(
    map_: Tree, left: tuple[str, Sequence[Part]], right: tuple[str, Sequence[Part]], parameters: ParameterWork
) -> list[Part] | None:
    """The density of X + Y is the integral of f(t) g(x - t) over t, here between the two low ends.

    Hypothesis: each variable has one density, on a half line to the right; None for other maps and other measures.
    """
    if map_.head != "add" or set(map_.args) != {var(left[0]), var(right[0])} or len(map_.args) != 2:
        return None
    (f, *more), (g, *others) = left[1], right[1]
    if more or others or not isinstance(f, Span) or not isinstance(g, Span):
        return None
    if not f.high is g.high is INFINITY or sign_of_infinity(f.low) or sign_of_infinity(g.low):
        return None
    product = mul(substitute(f.function, {X: var(T)}), substitute(g.function, {X: sub(VARIABLE, var(T))}))
    low = add(f.low, g.low)
    function = parameters.between(product, T, (f.low, sub(VARIABLE, g.low)), less(low, VARIABLE))
    return [Span(low, INFINITY, function)]


def rising(part: Part, parameters: ParameterWork) -> Tree:
    """The distribution function of one part, in `x`. Raises Undecided."""
    if isinstance(part, Mass):
        return mul(indicator(at_most(part.place, VARIABLE)), part.mass)
    if not isinstance(part, Span):
        raise Undecided("the distribution function of infinitely many atoms with parameters")
    inside, total = parameters.primitive(part.function, part.low, part.high)
    if sign_of_infinity(part.high):
        return _between(part.low, INFINITY, inside)
    above = mul(indicator(at_most(part.high, VARIABLE)), total)
    return add(_between(part.low, part.high, inside), above)


def _between(low: Tree, high: Tree, function: Tree) -> Tree:
    conditions = []
    if not sign_of_infinity(low):
        conditions.append(at_most(low, VARIABLE))
    if not sign_of_infinity(high):
        conditions.append(less(VARIABLE, high))
    return mul(indicator(conjunction(*conditions)), function) if conditions else function


def cut(span: Span) -> Tree:
    """The density of a span on the whole line."""
    conditions = []
    if not sign_of_infinity(span.low):
        conditions.append(less(span.low, VARIABLE))
    if not sign_of_infinity(span.high):
        conditions.append(less(VARIABLE, span.high))
    return mul(indicator(conjunction(*conditions)), span.function) if conditions else span.function
