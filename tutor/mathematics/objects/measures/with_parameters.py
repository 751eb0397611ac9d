"""Expectations, masses and distances of measures with parameters, as expressions in the parameters.

Each formula holds at every point of an open domain of the parameters on which the laws are laws: that their parameters
are admissible is proved first, or the work stops.
"""

from tutor.language.tree import Tree, free_names, tree, walk
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.exponential import affine
from tutor.mathematics.objects.measures.distances_of_atoms import between_atoms
from tutor.mathematics.objects.measures.divergences_of_families import FORMULAS
from tutor.mathematics.objects.measures.expectations_of_counts import counts, expectation_of_counts
from tutor.mathematics.objects.measures.formal import Parameters
from tutor.mathematics.objects.measures.formal_sums import closed_law
from tutor.mathematics.objects.measures.laws import Improper
from tutor.mathematics.objects.measures.measure import VARIABLE, X
from tutor.mathematics.objects.measures.parts import Mass, Part, Span
from tutor.mathematics.objects.measures.signs import check_defined
from tutor.mathematics.trees import Budget, Domain, substitute
from tutor.mathematics.trees.build import (
    HALF,
    ONE,
    REALS,
    ZERO,
    E,
    add,
    call,
    mul,
    num,
    power,
    sign_of_infinity,
    sqrt,
    sub,
)


def value_with_parameters(node: Tree, domain: Domain, budget: Budget) -> Tree:
    """The value of an `integral_on` or of a call of measures, for all parameters in the open domain.

    Raises Undecided, OutOfSteps.
    """
    parameters = Parameters(domain, budget)
    for part in node.args:
        check_defined(part, parameters.constants)
    try:
        if node.head == "integral_on":
            return _expectation(node, parameters)
        if node.value == "mass":
            return _mass(node.args, parameters)
        return _distance(node, parameters)
    except Improper as reason:
        raise Undecided(reason.reason) from reason


def _expectation(node: Tree, parameters: Parameters) -> Tree:
    function, set_, source = node.args
    function = substitute(function, {node.value: VARIABLE})
    return _integral(function, source, set_, parameters)


def _integral(function: Tree, source: Tree, set_: Tree, parameters: Parameters) -> Tree:
    if counts(source) and set_ is REALS:
        return expectation_of_counts(function, source, parameters)
    law = closed_law(source, parameters.constants)
    if law is not None and law.value == "normal" and set_ is REALS:
        return _against_normal(function, law, parameters)
    if set_ is not REALS:
        source = tree("restrict", None, (source, set_))
    return add(ZERO, *(_against(function, part, parameters) for part in parameters.parts(source)))


def _against_normal(function: Tree, law: Tree, parameters: Parameters) -> Tree:
    """By X = m + s Z for a standard normal Z. Hypothesis: the variance is positive."""
    mean, variance = law.args
    if parameters.constants.sign(variance) <= 0:
        raise Undecided("a variance that may be inadmissible")
    deviation = parameters.constants.simplified(sqrt(variance))
    function = substitute(function, {X: add(mean, mul(deviation, VARIABLE))})
    terms = function.args if function.head == "add" else (function,)
    return add(ZERO, *(_tilted(term, parameters) for term in terms))


def _tilted(function: Tree, parameters: Parameters) -> Tree:
    """E(e^(a Z + b) g(Z)) = e^(b + a^2 / 2) E g(Z + a) for a standard normal Z, by completing the square.

    Hypothesis: the exponents of all exponentials that are taken out are affine in Z.
    """
    taken: list[Tree] = []
    slope, offset = ZERO, ZERO
    factors = function.args if function.head == "mul" else (function,)
    for factor in factors:
        exponent = _exponent(factor)
        line = None if exponent is None else affine(exponent, X, parameters.constants)
        if line is not None:
            taken, slope, offset = [*taken, factor], add(slope, line[0]), add(offset, line[1])
    rest = substitute(mul(ONE, *(f for f in factors if f not in taken)), {X: add(VARIABLE, slope)})
    standard = parameters.parts(tree("law", "normal", (ZERO, ONE)))
    value = add(ZERO, *(_against(rest, part, parameters) for part in standard))
    return mul(call("exp", add(offset, mul(HALF, power(slope, num(2))))), value) if taken else value


def _exponent(factor: Tree) -> Tree | None:
    """The exponent of a power of e in the variable."""
    if X not in free_names(factor):
        return None
    if factor.head == "call" and factor.value == "exp":
        return factor.args[0]
    return factor.args[1] if factor.head == "pow" and factor.args[0] is E else None


def _against(function: Tree, part: Part, parameters: Parameters) -> Tree:
    """The integral against one part.

    A primitive with finite limits at the ends is enough: without waves the integrand has one sign near each end.
    """
    if isinstance(part, Mass):
        return mul(part.mass, substitute(function, {X: part.place}))
    if not isinstance(part, Span):
        raise Undecided("the expectation of a function of infinitely many values")
    pieces = parameters.pieces(function, part)
    found = []
    for integrand, span in ((mul(f, s.function), s) for f, s in pieces if f is not ZERO):
        infinite = sign_of_infinity(span.low) or sign_of_infinity(span.high)
        if infinite and any(n.head == "call" and n.value in _WAVES and X in free_names(n) for n in walk(integrand)):
            raise Undecided("the integral of a wave over an unbounded interval")
        found.append(parameters.primitive(integrand, span.low, span.high)[1])
    return add(ZERO, *found)


_WAVES = frozenset(["sin", "cos", "tan", "cot", "sec", "csc"])


def _mass(args: tuple[Tree, ...], parameters: Parameters) -> Tree:
    source = args[0] if len(args) == 1 else tree("restrict", None, args)
    return add(ZERO, *(_against(ONE, part, parameters) for part in parameters.parts(source)))


def _distance(node: Tree, parameters: Parameters) -> Tree:
    """By the formula of the family that both laws belong to. Raises Undecided."""
    name = "H2" if node.value == "Hellinger" else node.value
    left, right = node.args
    both = left.value if left.head == right.head == "law" and left.value == right.value else None
    if left.head == right.head == "atom":
        both, left, right = "delta", tree("law", "delta", left.args), tree("law", "delta", right.args)
    rule = FORMULAS.get((name, both))
    if rule is None:
        found = _of_other_laws(name, node.args, parameters)
        return sqrt(found) if node.value == "Hellinger" else found
    found = rule(left.args, right.args, parameters.constants)
    return sqrt(found) if node.value == "Hellinger" else found


def _of_other_laws(name: str, laws: tuple[Tree, ...], parameters: Parameters) -> Tree:
    left, right = laws
    if name in ("W1", "W2") and "atom" in (left.head, right.head) and "law" in (left.head, right.head):
        return _from_a_point(name, *((left, right) if left.head == "atom" else (right, left)), parameters)
    parts = parameters.parts(left), parameters.parts(right)
    return _kl(laws, parts, parameters) if name == "KL" else between_atoms(name, *parts, parameters)


def _kl(laws: tuple[Tree, ...], parts: tuple[list[Part], list[Part]], parameters: Parameters) -> Tree:
    """The integral of log f - log g against f.

    Hypothesis: both are named laws with one density each, g is positive wherever f is, and f is a probability density.
    """
    (f, *others), (g, *more) = parts
    named = all(law.head == "law" and law.value != "lebesgue" for law in laws)
    if others or more or not named or not isinstance(f, Span) or not isinstance(g, Span):
        raise Undecided("a divergence of laws with parameters from different families")
    if parameters.order(f.low, g.low) < 0 or parameters.order(g.high, f.high) < 0:
        raise Undecided("a divergence that may be infinite")
    ratio = sub(_log(f.function, f, parameters), _log(g.function, f, parameters))
    return _integral(ratio, laws[0], REALS, parameters)


def _log(function: Tree, span: Span, parameters: Parameters) -> Tree:
    """The logarithm of a product of positive factors, term by term. Raises Undecided."""
    if function.head == "mul":
        return add(ZERO, *(_log(factor, span, parameters) for factor in function.args))
    exponent = _exponent(function)
    if exponent is not None:
        return exponent
    if function.head == "pow" and X not in free_names(function.args[0]):
        return mul(function.args[1], _log(function.args[0], span, parameters))
    if X in free_names(function) or parameters.constants.sign(function) <= 0:
        raise Undecided("the logarithm of a density with parameters")
    return call("log", function)


def _from_a_point(name: str, point: Tree, law: Tree, parameters: Parameters) -> Tree:
    """The only coupling with a point mass is the product: W1 = E |X - a| and W2^2 = E (X - a)^2.

    Hypothesis: the other measure is a named law. All are probability measures but Lebesgue and counting measure, for
    which no such integral is finite.
    """
    gap = sub(VARIABLE, point.args[0])
    cost = call("abs", gap) if name == "W1" else power(gap, num(2))
    found = _integral(cost, law, REALS, parameters)
    return found if name == "W1" else sqrt(found)
