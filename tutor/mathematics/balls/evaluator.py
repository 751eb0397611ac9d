"""Evaluation of core trees at a point or on a ball, never with a wrong enclosure.

A variable is an exact rational, or a ball. On a ball the statement made is "for almost every point of this ball"
(`almost_everywhere`): a rational, an integer and a Cantor point are then never met by the variable itself, nor by a
non-constant affine image of it, since the preimage of a null set under such a map is null. An expression in general
has no such right: y - y lies in Q at every y, and max(y, 0) meets {0} on a half line.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from flint import arb, fmpq

from tutor.language.tree import Tree, free_names
from tutor.mathematics.balls.functions import named
from tutor.mathematics.balls.ternary import cantor_member
from tutor.mathematics.balls.values import (
    ONE,
    ZERO,
    Convention,
    Infinite,
    Undefined,
    Unknown,
    Value,
    power,
    sign,
)
from tutor.mathematics.trees.budget import Budget
from tutor.mathematics.trees.build import num, sign_of_infinity
from tutor.mathematics.trees.rewrite import substitute

_MAX_NODES = 20_000
_MAX_TERMS = 2_000
_FIRST_SETS = 30


class Evaluator:
    """The values of trees in one environment, each tree evaluated once.

    Calling it on a core tree gives its value, exact where the arguments are exact and the functions rational there.
    Raises Undefined, Unknown, Convention, Infinite (see `values`) and OutOfSteps of the budget.
    """

    __slots__ = ("_generic", "_truths", "_values", "almost_everywhere", "budget", "env")

    def __init__(
        self,
        env: Mapping[str, Value],
        almost_everywhere: bool = True,
        budget: Budget | None = None,
        generic: frozenset[str] | None = None,
    ) -> None:
        self.env = env
        self.almost_everywhere = almost_everywhere
        self.budget = budget if budget is not None else _LocalBudget(_MAX_NODES)
        # The names that run freely through a ball; a name bound to the value of an expression does not.
        self._generic = frozenset(n for n, v in env.items() if isinstance(v, arb)) if generic is None else generic
        self._values: dict[Tree, Value] = {}
        self._truths: dict[Tree, bool] = {}

    def __call__(self, node: Tree) -> Value:
        """The value of a numerical tree."""
        if node.head == "num":
            return node.value  # type: ignore[no-any-return]  # a `num` holds an fmpq
        value = self._values.get(node)
        if value is None:
            self.budget.spend()
            rule = _VALUE_RULES.get(node.head)
            if rule is None:
                raise Unknown
            value = self._values[node] = rule(self, node)
        return value

    def condition(self, node: Tree) -> bool:
        """Whether the condition holds; "and" and "or" are decided by any operand that decides them alone."""
        truth = self._truths.get(node)
        if truth is None:
            self.budget.spend()
            rule = _TRUTH_RULES.get(node.head)
            if rule is None:
                raise Unknown
            truth = self._truths[node] = rule(self, node)
        return truth

    def member(self, element: Tree, set_: Tree) -> bool:
        """Whether the value of `element` lies in the set."""
        self.budget.spend()
        rule = _MEMBER_RULES.get(set_.head)
        if rule is None:
            raise Unknown
        return rule(self, element, set_)

    def extended(self, node: Tree) -> Value | int:
        """The value of a tree, or +1 or -1 (an int) for oo and -oo."""
        try:
            return sign_of_infinity(node) or self(node)
        except Infinite as infinite:
            return infinite.sign

    def bound(self, name: str, value: Value, freely: bool = False) -> "Evaluator":
        """The same environment with one more name; `freely` says that it runs through its whole ball."""
        generic = self._generic | {name} if freely else self._generic - {name}
        return Evaluator({**self.env, name: value}, self.almost_everywhere, self.budget, generic)

    def runs_freely(self, node: Tree) -> bool:
        """Whether the tree is an affine, non-constant image of one variable that runs through a ball."""
        if node.head == "var":
            return node.value in self._generic
        if node.head in ("add", "mul"):
            parts = [a for a in node.args if a.head != "num" or (node.head == "mul" and a.value == 0)]
            return len(parts) == 1 and self.runs_freely(parts[0])
        return False


class _LocalBudget(Budget):
    """The cap of an evaluation without a budget: beyond it the value is Unknown."""

    __slots__ = ()

    def spend(self, steps: int = 1) -> None:
        self.left -= steps
        if self.left < 0:
            raise Unknown


# Values -------------------------------------------------------------------------------------------------------------


def _variable(self: Evaluator, node: Tree) -> Value:
    value = self.env.get(node.value)
    if value is None:
        raise Unknown
    return value


def _constant(self: Evaluator, node: Tree) -> Value:
    if node.value == "pi":
        return arb.pi()
    if node.value == "e":
        return arb.const_e()
    raise Infinite(1)


def _sum_of(self: Evaluator, node: Tree) -> Value:
    try:
        total = self(node.args[0])
        for term in node.args[1:]:
            total = total + self(term)
    except Infinite:
        return _infinite_sum([self.extended(term) for term in node.args])
    return total


def _infinite_sum(terms: list[Value | int]) -> Value:
    signs = {term for term in terms if isinstance(term, int)}
    if len(signs) > 1:
        raise Undefined
    raise Infinite(signs.pop())


def _product_of(self: Evaluator, node: Tree) -> Value:
    factors: Sequence[Tree] = node.args
    for factor in factors:
        if factor.head == "indicator":
            # 1_A g is 0 off A, even where g is undefined.
            if _some(self.condition, [a.args[0] for a in factors if a.head == "indicator"], False):
                return ZERO
            factors = [a for a in factors if a.head != "indicator"]
            break
    try:
        product: Value = ONE
        for factor in factors:
            product = product * self(factor)
    except Infinite:
        return _infinite_product([self.extended(factor) for factor in factors])
    return product


def _infinite_product(factors: list[Value | int]) -> Value:
    total = 1
    for factor in factors:
        total *= factor if isinstance(factor, int) else sign(factor)
    if total == 0:
        raise Convention("0 times oo")
    raise Infinite(total)


def _power_of(self: Evaluator, node: Tree) -> Value:
    base, exponent = node.args
    try:
        try:
            return power(self(base), self(exponent))
        except Unknown:
            # A negative number to an exponent that is irrational at almost every point.
            if self.almost_everywhere and self.runs_freely(exponent) and sign(self(base)) < 0:
                raise Undefined from None
            raise
    except Infinite:
        raise Unknown from None


def _named(self: Evaluator, node: Tree) -> Value:
    try:
        return named(node.value, [self(a) for a in node.args])
    except Infinite:
        raise Unknown from None


def _indicator(self: Evaluator, node: Tree) -> Value:
    return ONE if self.condition(node.args[0]) else ZERO


def _piecewise(self: Evaluator, node: Tree) -> Value:
    for i in range(0, len(node.args) - 1, 2):
        if self.condition(node.args[i + 1]):
            return self(node.args[i])
    if node.value:
        return self(node.args[-1])
    raise Undefined


def _terms(self: Evaluator, node: Tree) -> list[Value]:
    try:
        low, high = (_whole(self(end)) for end in node.args[1:])
        if high - low >= _MAX_TERMS:
            raise Unknown
        return [self.bound(node.value, fmpq(k))(node.args[0]) for k in range(low, high + 1)]
    except Infinite:
        # An endless sum is not infinite for having no last term; an infinite term is not its value either.
        raise Unknown from None


def _whole(value: Value) -> int:
    if isinstance(value, fmpq) and value.denom() == 1:
        return int(value.numer())
    raise Unknown


def _finite_sum(self: Evaluator, node: Tree) -> Value:
    return sum(_terms(self, node), ZERO)


def _finite_product(self: Evaluator, node: Tree) -> Value:
    product: Value = ONE
    for term in _terms(self, node):
        product = product * term
    return product


_VALUE_RULES: dict[str, Callable[[Evaluator, Tree], Value]] = {
    "var": _variable,
    "const": _constant,
    "add": _sum_of,
    "mul": _product_of,
    "pow": _power_of,
    "call": _named,
    "indicator": _indicator,
    "piecewise": _piecewise,
    "sum": _finite_sum,
    "prod": _finite_product,
}


# Conditions ---------------------------------------------------------------------------------------------------------

_Item = TypeVar("_Item")


def _some(test: Callable[[_Item], bool], items: Iterable[_Item], wanted: bool) -> bool:
    """Whether the test gives `wanted` for some item, in any order: one such item decides.

    Without one, the worst outcome of the others is raised: open questions before certified undefined ones.
    """
    outcome: Exception | None = None
    for item in items:
        try:
            if test(item) is wanted:
                return True
        except Undefined as undefined:
            outcome = outcome or undefined
        except (Unknown, Convention) as undecided:
            outcome = undecided
    if outcome is not None:
        raise outcome
    return False


def _in(self: Evaluator, node: Tree) -> bool:
    return self.member(node.args[0], node.args[1])


def _order(self: Evaluator, node: Tree) -> int:
    left, right = node.args
    return compare(self.extended(left), self.extended(right))


def compare(left: Value | int, right: Value | int) -> int:
    """The sign of left - right for extended values as `Evaluator.extended` gives them."""
    if isinstance(left, int):
        # The infinity +1 is not the number 1: fmpq(1) == 1 holds in Python.
        return 0 if isinstance(right, int) and left == right else left
    return -right if isinstance(right, int) else sign(left - right)


_TRUTH_RULES: dict[str, Callable[[Evaluator, Tree], bool]] = {
    "true": lambda self, node: True,
    "false": lambda self, node: False,
    "and": lambda self, node: not _some(self.condition, node.args, False),
    "or": lambda self, node: _some(self.condition, node.args, True),
    "not": lambda self, node: not self.condition(node.args[0]),
    "in": _in,
    "lt": lambda self, node: _order(self, node) < 0,
    "le": lambda self, node: _order(self, node) <= 0,
    "gt": lambda self, node: _order(self, node) > 0,
    "ge": lambda self, node: _order(self, node) >= 0,
    "eq": lambda self, node: _order(self, node) == 0,
    "ne": lambda self, node: _order(self, node) != 0,
}


# Membership ---------------------------------------------------------------------------------------------------------


def _in_interval(self: Evaluator, element: Tree, set_: Tree) -> bool:
    value = self(element)
    low, high = (self.extended(end) for end in set_.args)
    above, below = compare(value, low), compare(high, value)
    return (above > 0 or (above == 0 and set_.value[0])) and (below > 0 or (below == 0 and set_.value[1]))


def _in_union(self: Evaluator, element: Tree, set_: Tree) -> bool:
    return _some(lambda part: self.member(element, part), set_.args, True)


def _in_intersection(self: Evaluator, element: Tree, set_: Tree) -> bool:
    return not _some(lambda part: self.member(element, part), set_.args, False)


def _in_difference(self: Evaluator, element: Tree, set_: Tree) -> bool:
    sides = ((set_.args[0], True), (set_.args[1], False))
    return not _some(lambda side: self.member(element, side[0]) is side[1], sides, False)


def _in_complement(self: Evaluator, element: Tree, set_: Tree) -> bool:
    return not self.member(element, set_.args[0])


def _in_builder(self: Evaluator, element: Tree, set_: Tree) -> bool:
    inner = self.bound(set_.value, self(element), self.runs_freely(element))
    try:
        return inner.condition(set_.args[0])
    except Undefined:  # {x : P(x)} leaves out the points where P is undefined
        return False


def _in_finite(self: Evaluator, element: Tree, set_: Tree) -> bool:
    value = self(element)
    freely = self.almost_everywhere and self.runs_freely(element)

    def is_here(item: Tree) -> bool:
        constant = freely and not free_names(item)
        return not constant and sign(self(item) - value) == 0

    return _some(is_here, set_.args, True)


def _in_named(self: Evaluator, element: Tree, set_: Tree) -> bool:
    value = self(element)
    if set_.value == "R":
        return True
    if isinstance(value, fmpq):
        return _CONTAINS[set_.value](value)
    if self.almost_everywhere and self.runs_freely(element):
        return False
    if set_.value in ("Z", "N") and isinstance(value, arb) and not value.contains_integer():
        return False
    raise Unknown


_CONTAINS: dict[str, Callable[[fmpq], bool]] = {
    "Q": lambda q: True,
    "Z": lambda q: bool(q.denom() == 1),
    "N": lambda q: bool(q.denom() == 1 and q >= 1),
    "Cantor": cantor_member,
}


def _in_image(self: Evaluator, element: Tree, set_: Tree) -> bool:
    """Only: the image of a countable set is countable, so almost no point of a ball lies in it."""
    self(element)
    over = set_.args[1]
    countable = over.head == "finite" or (over.head == "set" and over.value in ("Q", "Z", "N"))
    constant = free_names(set_).isdisjoint(free_names(element))
    if countable and constant and self.almost_everywhere and self.runs_freely(element):
        return False
    raise Unknown


def _in_family(of_all: bool) -> Callable[[Evaluator, Tree, Tree], bool]:
    """Membership in the union, or the intersection, of finitely many sets.

    In an endless family one of the first sets may decide alone; without one, membership is unknown.
    """

    def rule(self: Evaluator, element: Tree, set_: Tree) -> bool:
        low, last = self.extended(set_.args[1]), self.extended(set_.args[2])
        endless = isinstance(last, int) and last > 0
        if isinstance(low, int) or (isinstance(last, int) and not endless):
            raise Unknown
        first = _whole(low)
        high = first + _FIRST_SETS - 1 if isinstance(last, int) else _whole(last)
        if high - first >= _MAX_TERMS:
            raise Unknown
        parts = (substitute(set_.args[0], {set_.value: num(k)}) for k in range(first, high + 1))
        decided = _some(lambda part: self.member(element, part), parts, not of_all)
        if endless and not decided:
            raise Unknown
        return decided is not of_all

    return rule


_MEMBER_RULES: dict[str, Callable[[Evaluator, Tree, Tree], bool]] = {
    "set": _in_named,
    "interval": _in_interval,
    "finite": _in_finite,
    "builder": _in_builder,
    "union": _in_union,
    "intersection": _in_intersection,
    "minus": _in_difference,
    "complement": _in_complement,
    "image": _in_image,
    "big_union": _in_family(of_all=False),
    "big_intersection": _in_family(of_all=True),
}
