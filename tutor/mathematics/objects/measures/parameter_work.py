"""Work with parameters: signs, orders, normal forms and antiderivatives that hold on their whole domain."""

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.algebra import Field, Need
from tutor.mathematics.analysis.antiderivatives import antiderivative
from tutor.mathematics.analysis.constants import SILENT, Undecided
from tutor.mathematics.analysis.exponential import affine
from tutor.mathematics.analysis.germs import limit_from
from tutor.mathematics.objects.measures.limits_in_parts import limit_in_index
from tutor.mathematics.objects.measures.measure import VARIABLE, N, Work, X
from tutor.mathematics.objects.measures.signs import Open, Signs
from tutor.mathematics.trees import Budget, Domain, Variable, substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    ZERO,
    conjunction,
    div,
    less,
    neg,
    sign_of_infinity,
    sub,
    var,
)


def with_open_ends(domain: Domain) -> Domain:
    """The same domain with its open ends said in the condition, too, where signs are looked for."""
    variables = tuple(_tightened(v, domain) for v in domain.variables)
    ends = [less(v.low, var(v.name)) for v in variables if not v.low_closed and not sign_of_infinity(v.low)]
    ends += [less(var(v.name), v.high) for v in variables if not v.high_closed and not sign_of_infinity(v.high)]
    conditions = [*ends, *([domain.condition] if domain.condition is not None else [])]
    return Domain(variables, conjunction(*conditions)) if conditions else domain


def _tightened(v: Variable, domain: Domain) -> Variable:
    """The real parameter between ends of others that a condition puts below or above it: 0 < a < b makes b > 0."""
    condition = domain.condition
    ranges = {other.name: other for other in domain.reals}
    if condition is None or v.name not in ranges:
        return v
    for part in condition.args if condition.head == "and" else (condition,):
        if part.head == "lt" and part.args[0].head == part.args[1].head == "var":
            below, above = (ranges.get(side.value) for side in part.args)
            if above is v and below is not None and sign_of_infinity(v.low):
                v = Variable(v.name, below.low, v.high, False, v.high_closed)
            if below is v and above is not None and sign_of_infinity(v.high):
                v = Variable(v.name, v.low, above.high, v.low_closed, False)
    return v


class ParameterWork:
    """Work with parameters: signs and normal forms that hold on their whole domain."""

    def __init__(self, domain: Domain, budget: Budget) -> None:
        self.domain = domain = with_open_ends(domain)
        self.budget = budget
        self.constants = Signs(budget, domain)
        self.work = Work(budget)
        self.work.constants = self.constants

    # Masses between ends

    def primitive(self, function: Tree, low: Tree, high: Tree) -> tuple[Tree, Tree]:
        """The antiderivative that is 0 at the low end, and its value at the high end. Raises Undecided."""
        line = Variable(X, MINUS_INFINITY if free_names(low) else low, INFINITY if free_names(high) else high)
        field = Field(Domain((line, *self.domain.variables), self.domain.condition), self.budget)
        try:
            found = antiderivative(function, X, field, self.constants)
            singular = _singular(function, field)
        except Need as need:
            raise (Undecided("a density with parameters") if X in free_names(need.tree) else Open(need.tree)) from need
        except SILENT as silence:
            raise Undecided("a density with parameters") from silence
        if singular:
            raise Undecided("a density with parameters that may be infinite inside")
        if found is None:
            raise Undecided("a density with parameters and without a closed antiderivative")
        start, stop = self.at(found, low, 1), self.at(found, high, -1)
        return sub(found, start), sub(stop, start)

    def between(self, function: Tree, name: str, ends: tuple[Tree, Tree], condition: Tree) -> Tree:
        """The integral over a further variable between ends in `x` and the parameters, where the condition holds.

        Hypothesis, proved: the integrand has no singularity for any value of it. Raises Undecided, Open.
        """
        variables = (Variable(X, MINUS_INFINITY, INFINITY), *self.domain.variables)
        known = () if self.domain.condition is None else (self.domain.condition,)
        domain = Domain(variables, conjunction(*known, condition))
        field = Field(Domain((Variable(name, MINUS_INFINITY, INFINITY), *variables), domain.condition), self.budget)
        try:
            found = antiderivative(function, name, field, Signs(self.budget, domain))
            singular = _singular(function, field)
        except Open as open_:
            raise (Undecided("a density of a sum") if X in free_names(open_.tree) else open_) from open_
        except SILENT as silence:
            raise Undecided("a density of a sum with parameters") from silence
        if singular or found is None:
            raise Undecided("a density of a sum with parameters and without a closed form")
        return sub(substitute(found, {name: ends[1]}), substitute(found, {name: ends[0]}))

    def at(self, function: Tree, end: Tree, side: int) -> Tree:
        """The value of a function at an end, or its limit there. Raises Undecided where it is infinite."""
        value = substitute(function, {X: end})
        if not sign_of_infinity(end) and not any(_is_limit(node) for node in walk(value)):
            return value
        if sign_of_infinity(end):
            outward = function if end is INFINITY else substitute(function, {X: neg(VARIABLE)})
            value = limit_in_index(outward, X, self.constants)
        else:
            value = limit_from(function, X, end, side, self.constants)
        if sign_of_infinity(value):
            raise Undecided("an infinite value at an end")
        return value

    def order(self, left: Tree, right: Tree) -> int:
        """The sign of left - right on the whole domain; infinite ends too. Raises Undecided."""
        ends = sign_of_infinity(left), sign_of_infinity(right)
        if any(ends):
            return (ends[0] > ends[1]) - (ends[0] < ends[1])
        return self.constants.compare(left, right)

    def larger(self, left: Tree, right: Tree) -> Tree:
        """The larger one of two ends."""
        return left if self.order(left, right) >= 0 else right

    def smaller(self, left: Tree, right: Tree) -> Tree:
        """The smaller one of two ends."""
        return left if self.order(left, right) <= 0 else right

    # Rows

    def line_in_index(self, node: Tree) -> tuple[Tree, Tree] | None:
        """(a, b) with node = a n + b and a proved nonzero; None for other expressions in the index."""
        line = affine(node, N, self.constants)
        if line is None or N in free_names(line[0]) | free_names(line[1]) or self.constants.sign(line[0]) == 0:
            return None
        return line

    def quotient(self, above: Tree, below: Tree) -> int | None:
        """The whole number that the quotient identically is; None where it is none."""
        found = self.constants.simplified(div(above, below))
        return int(found.value.numer()) if found.head == "num" and found.value.denom() == 1 else None


def _singular(function: Tree, field: Field) -> bool:
    """Whether the function may be infinite somewhere on the field: its normal form leaves points out."""
    field.normal(function)
    return bool(field.excluded)


def _is_limit(node: Tree) -> bool:
    """Whether the value is a limit: a power or the logarithm of 0."""
    return (node.head == "pow" or (node.head == "call" and node.value == "log")) and node.args[0] is ZERO
