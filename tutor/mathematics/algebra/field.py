"""The normal form of expressions on one cell and one branch of signs.

Soundness invariant: every rewriting is a pointwise identity on the set where the original expression is defined,
within the cell and branch. So if the normal form of f - g is zero, f = g wherever both are defined there. Where an
expression is defined is tracked apart: what is undefined on the whole branch raises UndefinedHere, and sets that were
cancelled or not examined are kept as `excluded`. A normal form that is not zero proves nothing.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from math import prod
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

from flint import fmpq, fmpz_mpoly

from tutor.language.tree import Tree
from tutor.mathematics.algebra import conditions, signs
from tutor.mathematics.algebra.cells import Cell, Split
from tutor.mathematics.algebra.excluded import Excluded
from tutor.mathematics.algebra.expressions import tree_of, tree_of_polynomial
from tutor.mathematics.algebra.functions import function
from tutor.mathematics.algebra.gamma import pi
from tutor.mathematics.algebra.kernels import Quotient
from tutor.mathematics.algebra.opaque import opaque_tree
from tutor.mathematics.algebra.outcomes import Need, Refined, TooLarge, UndefinedHere, Unsupported
from tutor.mathematics.algebra.points import Bound, Point, as_tree, closed, compare_apart, roots
from tutor.mathematics.algebra.powers import exponential, power
from tutor.mathematics.algebra.products import finite_product
from tutor.mathematics.algebra.ranges import Range
from tutor.mathematics.algebra.rootbound import algebraic_zero
from tutor.mathematics.algebra.sums import finite_sum
from tutor.mathematics.algebra.tower import Tower
from tutor.mathematics.algebra.units import Units
from tutor.mathematics.algebra.variables import variable
from tutor.mathematics.trees import Budget, Domain
from tutor.mathematics.trees.build import add, mul, num, sub
from tutor.mathematics.trees.build import power as raised

MAX_HEIGHT = 20_000
MAX_REFINEMENTS = 24
NOTHING: Mapping[str, Any] = MappingProxyType({})
NOWHERE = Domain()

Result = TypeVar("Result")
Recorded: TypeAlias = dict[str, fmpz_mpoly | None] | None
"""What was excluded on the way: a polynomial by its name, or a set by name only."""


class Field(Tower):
    """Normal forms over the variables of a domain.

    `cell`: the cell of the only real variable; without one the statements hold on the whole box, taken open.
    `signs`: the signs assumed for irreducible polynomials, by the names that Need gives them; the strict inequalities
    of the domain's condition are assumed besides. `atoms`: the truth of membership of a variable in "Q", "Z", "N" and
    "Cantor", for a pass over a null set; None for statements at almost every point. `units` is shared by the fields of
    one problem. Every method may raise Need, Split, UndefinedHere, Unsupported, TooLarge and OutOfSteps.
    """

    def __init__(
        self,
        domain: Domain,
        budget: Budget,
        cell: Cell | None = None,
        signs: Mapping[str, int] = NOTHING,
        *,
        units: Units | None = None,
        atoms: Mapping[str, bool] | None = None,
    ) -> None:
        self.domain = domain
        super().__init__(budget, units or Units(), dict(ranges_of(domain)), cell, dict(signs), atoms)
        if domain.condition is not None:
            self._assume(domain.condition)

    def start_again(self) -> None:
        """Forget every normal form: FLINT refuses the quotients of before from now on."""
        super().start_again()
        self._values: dict[Tree, tuple[Quotient, Recorded]] = {}
        self._truths: dict[Tree, tuple[bool, Recorded]] = {}
        self._signs: dict[str, tuple[int, Recorded]] = {}
        self._asked: dict[Tree, dict[str, fmpz_mpoly | None]] = {}

    # Public part; see also the arithmetic of `Tower`.

    def normal(self, node: Tree) -> Quotient:
        """The normal form of the tree; see `normals` for several that are to be combined."""
        (value,) = self.normals(node)
        if value is None:
            raise UndefinedHere
        return value

    def normals(self, *nodes: Tree) -> tuple[Quotient | None, ...]:
        """The normal forms of trees in one and the same tower; None for a tree that is undefined on the whole branch.

        A later call with other trees may build the tower again, and what this call returned cannot be used then.
        """
        return self._settled(lambda: tuple(self._value_or_none(node) for node in nodes))

    def sign(self, value: Quotient) -> int:
        """The sign on the whole cell and branch: 0 only where the normal form is zero."""
        node = tree_of(self, value)
        first = [value]
        return self._settled(lambda: self.sign_of(first.pop() if first else self.of(node)))

    def truth(self, condition: Tree) -> bool:
        """Whether the condition holds on the whole cell and branch."""
        return self._settled(lambda: self.holds(condition))

    def as_tree(self, value: Quotient) -> Tree:
        """The normal form as an expression."""
        return tree_of(self, value)

    def factors(self, value: Quotient) -> tuple[fmpq, list[tuple[Tree, int]]]:
        """(c, [(f, e), …]) with value = c·product of f^e, the f irreducible polynomials in kernels, e not 0.

        A factor is the same tree as the `tree` of the Need that asks for its sign.
        """
        constant, found = self.factor(self.reduce(value[0]))
        below, under = (1, []) if value[1] is None else self.factor(value[1])
        powers = found + [(factor, -exponent) for factor, exponent in under]
        turned = [(self.oriented(factor)[1], factor, exponent) for factor, exponent in powers]
        sign = prod(direction for direction, _, exponent in turned if exponent % 2)
        trees = [(tree_of_polynomial(self, factor * direction), exponent) for direction, factor, exponent in turned]
        return sign * fmpq(constant, below), trees

    @property
    def excluded(self) -> dict[str, Excluded]:
        """Everything that was excluded by what this field was asked, by name."""
        return {name: Excluded(self, name, polynomial) for name, polynomial in self.unexamined.items()}

    def excluded_of(self, node: Tree) -> dict[str, Excluded]:
        """What was excluded for this tree, of which the normal form was asked before."""
        return {name: Excluded(self, name, polynomial) for name, polynomial in self._asked[node].items()}

    def compare(self, left: Bound, right: Bound) -> int:
        """-1, 0 or 1, certified. Raises Unsupported where two constants can neither be told apart nor proved equal."""
        return compare_points(left, right, self.budget)

    # What the rules ask.

    def of(self, node: Tree) -> Quotient:
        """The normal form in this epoch, once per tree."""
        known = self._values.get(node)
        if known is None:
            self.budget.spend(5)
            leaf = _LEAVES.get(node.head)
            known = (leaf(self, node), None) if leaf is not None else self._recorded(_convert, node)
            self._values[node] = known
        elif known[1]:
            self.unexamined.update(known[1])
        return known[0]

    def holds(self, condition: Tree) -> bool:
        """The truth in this epoch, once per condition."""
        known = self._truths.get(condition)
        if known is None:
            self.budget.spend(3)
            known = self._truths[condition] = self._recorded(conditions.decide, condition)
        elif known[1]:
            self.unexamined.update(known[1])
        return known[0]

    def sign_of(self, quotient: Quotient) -> int:
        """The product of the signs of numerator and denominator."""
        above, below = quotient
        sign = self.sign_of_polynomial(above)
        return sign if below is None or sign == 0 else sign * self.sign_of_polynomial(below)

    def sign_of_polynomial(self, polynomial: fmpz_mpoly) -> int:
        """The sign, once per polynomial."""
        reduced = self.reduce(polynomial)
        key = str(reduced)
        known = self._signs.get(key)
        if known is None:
            known = self._signs[key] = self._recorded(signs.sign_of_polynomial, reduced)
        elif known[1]:
            self.unexamined.update(known[1])
        return known[0]

    def sign_of_irreducible(self, polynomial: fmpz_mpoly) -> int:
        """The sign of a polynomial that is not factored any further."""
        return signs.sign_of_irreducible(self, polynomial)

    def require_nonzero(self, polynomial: fmpz_mpoly) -> None:
        """Prove that the polynomial has no zero here, or exclude its zeros."""
        signs.require_nonzero(self, polynomial)

    # Private part.

    def _settled(self, work: Callable[[], Result]) -> Result:
        """The work, again whenever a unit was refined meanwhile."""
        for _ in range(MAX_REFINEMENTS):
            try:
                return work()
            except Refined:
                self.start_again()
        raise TooLarge("refinements of units")

    def _value_or_none(self, node: Tree) -> Quotient | None:
        outer = self.unexamined
        inner: dict[str, fmpz_mpoly | None] = {}
        self.unexamined = self._asked[node] = inner
        try:
            return self.of(node)
        except UndefinedHere:
            return None
        finally:
            self.unexamined = outer
            outer.update(inner)

    def _recorded(self, rule: Callable[[Any, Any], Result], subject: object) -> tuple[Result, Recorded]:
        """The result of the rule with what it excluded, which is also recorded for whoever asked."""
        outer = self.unexamined
        inner: dict[str, fmpz_mpoly | None] = {}
        self.unexamined = inner
        try:
            return rule(self, subject), inner or None
        finally:
            self.unexamined = outer
            if inner:
                outer.update(inner)

    def _assume(self, condition: Tree) -> None:
        """Take the inequalities of the domain's condition as signs, as far as each is one irreducible polynomial."""
        for part in condition.args if condition.head == "and" else (condition,):
            if part.head in ("lt", "le"):
                try:
                    self._assume_positive(sub(part.args[1], part.args[0]), part.head == "lt")
                except (Need, Split, Refined, UndefinedHere, Unsupported, TooLarge):
                    continue

    def _assume_positive(self, node: Tree, strictly: bool) -> None:
        above, below = self.of(node)
        constant, factors = self.factor(above)
        if below is not None or len(factors) != 1 or factors[0][1] != 1:
            return
        polynomial = factors[0][0]
        name, direction = self.oriented(polynomial)
        sign = direction if constant > 0 else -direction
        if strictly or self.names_in(polynomial) <= set(self.reals):
            self.signs.setdefault(name, sign)
        else:
            self.weak_signs[name] = sign


@lru_cache(maxsize=256)
def ranges_of(domain: Domain) -> dict[str, Range]:
    """The ranges of the variables of a domain, by name."""
    return {v.name: Range(v.integer, closed(v.low), closed(v.high)) for v in domain.variables}


def compare_points(left: Bound, right: Bound, budget: Budget) -> int:
    """-1, 0 or 1, certified: by balls, else equality by normal form or root bound. Raises Unsupported."""
    apart = compare_apart(left, right)
    if apart is not None:
        return apart
    assert isinstance(left, Point)
    assert isinstance(right, Point)
    if _proved_equal(left, right, budget):
        return 0
    raise Unsupported("two constants that cannot be ordered")


def _proved_equal(left: Point, right: Point, budget: Budget) -> bool:
    """Whether two points that balls don't tell apart are proved equal."""
    for point, other in ((left, right), (right, left)):
        if point.polynomial is not None and point.polynomial.degree() > 2:
            return other.tree is not None and _is_root(point, other, budget)
    return _proved_zero(sub(as_tree(left), as_tree(right)), budget)


def _is_root(point: Point, other: Point, budget: Budget) -> bool:
    """Whether the closed constant is a root of the point's polynomial, and is apart from all the other roots."""
    assert point.polynomial is not None
    siblings = [root for root in roots(point.polynomial) if root.index != point.index]
    if any(compare_apart(root, other) is None for root in siblings):
        return False
    terms = [mul(num(fmpq(c)), raised(as_tree(other), num(k))) for k, c in enumerate(point.polynomial.coeffs())]
    return _proved_zero(add(*terms), budget)


def _proved_zero(difference: Tree, budget: Budget) -> bool:
    return zero_by_normal_form(difference, budget) or algebraic_zero(difference, budget) is True


def zero_by_normal_form(node: Tree, budget: Budget) -> bool:
    """Whether the normal form proves the constant zero."""
    try:
        field = Field(NOWHERE, budget)
        return field.is_zero(field.normal(node))
    except (Need, Split, UndefinedHere, Unsupported, TooLarge):
        return False


# The heads of trees.


def _convert(field: Field, node: Tree) -> Quotient:
    rule = _RULES.get(node.head)
    return rule(field, node) if rule is not None else opaque_tree(field, node)


def _number(field: Field, node: Tree) -> Quotient:
    if node.value.height_bits() > MAX_HEIGHT:
        raise TooLarge("a number")
    return field.constant(node.value)


def _constant(field: Field, node: Tree) -> Quotient:
    if node.value == "pi":
        return pi(field)
    if node.value == "e":
        return exponential(field, field.one)
    raise Unsupported("an infinite value")


def _product(field: Field, node: Tree) -> Quotient:
    """Indicators first: 1_A·g is 0 off A, even where g is undefined."""
    indicators = [factor.args[0] for factor in node.args if factor.head == "indicator"]
    if indicators and conditions.any_of(field.holds, indicators, False):
        return field.zero
    product = field.one
    for factor in node.args:
        if factor.head != "indicator":
            product = field.multiply(product, field.of(factor))
    return product


def _piecewise(field: Field, node: Tree) -> Quotient:
    for place in range(0, len(node.args) - 1, 2):
        if field.holds(node.args[place + 1]):
            return field.of(node.args[place])
    if node.value:
        return field.of(node.args[-1])
    raise UndefinedHere


_LEAVES: dict[str, Callable[[Field, Tree], Quotient]] = {
    "num": _number,
    "var": lambda field, node: variable(field, node.value),
    "const": _constant,
}
"""Heads without arguments: they exclude nothing."""

_RULES: dict[str, Callable[[Field, Tree], Quotient]] = {
    "add": lambda field, node: field.sum_of([field.of(term) for term in node.args]),
    "mul": _product,
    "pow": lambda field, node: power(field, node.args[0], node.args[1]),
    "call": function,
    "indicator": lambda field, node: field.one if field.holds(node.args[0]) else field.zero,
    "piecewise": _piecewise,
    "sum": finite_sum,
    "prod": finite_product,
}
