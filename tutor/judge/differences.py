"""The difference of two constants with its cancellations done: it excludes 0 where the two values cannot be told apart.

Near its limit a function that saturates is written as that limit and a small complement, which balls know to full
relative accuracy: erf(100) = 1 - erfc(100). Then the normal form of the difference cancels what is common.
"""

from collections.abc import Callable

from flint import arb

from tutor.language.tree import Tree
from tutor.mathematics.algebra import Field, Need, Split, TooLarge, UndefinedHere, Unsupported
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown, Value, precision
from tutor.mathematics.trees import Budget, Domain, OutOfSteps, Variable, rebuild
from tutor.mathematics.trees.build import HALF, INFINITY, ONE, PI, TWO, ZERO, add, call, div, mul, neg, num, sub, var

_BITS = 256
_STEPS = 5_000


def certain_difference(left: Tree, right: Tree, budget: Budget) -> arb | None:
    """An enclosure of left - right that excludes 0, or None. Both are constants in core form.

    Hypothesis of each rewriting: the sign of the argument is certified, and the identity holds for that sign.
    """
    with precision(_BITS):
        complements = _Complements(budget)
        node = sub(complements.written(left), complements.written(right))
        for difference in (_normal(node, complements.domain, budget), node):
            value = None if difference is None else _evaluated(difference, complements.values, budget)
            if value is not None and (value > 0 or value < 0):
                return arb(value)
    return None


def _evaluated(node: Tree, env: dict[str, Value], budget: Budget) -> Value | None:
    try:
        return Evaluator(env, False, budget)(node)
    except (Undefined, Unknown, Convention, Infinite):
        return None


def _normal(node: Tree, domain: Domain, budget: Budget) -> Tree | None:
    share = Budget(min(_STEPS, budget.left))
    field = Field(domain, share)
    try:
        return field.as_tree(field.normal(node))
    except (Need, Split, TooLarge, UndefinedHere, Unsupported, OutOfSteps):
        return None


class _Complements:
    """Names for the complements that came up, with their values."""

    def __init__(self, budget: Budget) -> None:
        self.values: dict[str, Value] = {}
        self._names: dict[Tree, Tree] = {}
        self._budget = budget

    @property
    def domain(self) -> Domain:
        """The complements as positive real variables."""
        return Domain(tuple(Variable(name, ZERO, INFINITY, False, False) for name in self.values))

    def written(self, node: Tree) -> Tree:
        """The same constant by complements, where their arguments are certified to be above 1 in size."""
        if not node.args:
            return node
        args = tuple(self.written(a) for a in node.args) if node.head in ("add", "mul", "pow", "call") else node.args
        changed = rebuild(node, args)
        return (self._complemented(changed) or changed) if changed.head == "call" else changed

    def _complemented(self, node: Tree) -> Tree | None:
        rule = _RULES.get(node.value)
        size = None if rule is None else _evaluated(node.args[0], self.values, self._budget)
        if rule is None or size is None or not (size > 1 or size < -1):
            return None
        return rule(self, node.args[0], size > 0)

    def named(self, complement: Tree) -> Tree | None:
        """A variable for the complement, if its value is known."""
        if complement not in self._names:
            value = _evaluated(complement, self.values, self._budget)
            if value is None or not value > 0:
                return None
            name = f"complement {len(self._names)}"
            self._names[complement], self.values[name] = var(name), value
        return self._names[complement]


def _erf(self: _Complements, u: Tree, positive: bool) -> Tree | None:
    return _odd(self.named(call("erfc", u if positive else neg(u))), ONE, positive)


def _erfc(self: _Complements, u: Tree, positive: bool) -> Tree | None:
    small = self.named(call("erfc", u if positive else neg(u)))
    return small if small is None or positive else sub(TWO, small)


def _normal_cdf(self: _Complements, u: Tree, positive: bool) -> Tree | None:
    small = self.named(call("Phi", neg(u) if positive else u))
    return sub(ONE, small) if small is not None and positive else small


def _sigmoid(self: _Complements, u: Tree, positive: bool) -> Tree | None:
    small = self.named(call("sigmoid", neg(u) if positive else u))
    return sub(ONE, small) if small is not None and positive else small


def _tanh(self: _Complements, u: Tree, positive: bool) -> Tree | None:
    small = self.named(call("sigmoid", mul(num(-2 if positive else 2), u)))
    return _odd(None if small is None else mul(TWO, small), ONE, positive)


def _atan(self: _Complements, u: Tree, positive: bool) -> Tree | None:
    return _odd(self.named(call("atan", div(ONE, u if positive else neg(u)))), mul(HALF, PI), positive)


def _softplus(self: _Complements, u: Tree, positive: bool) -> Tree | None:
    small = self.named(call("softplus", neg(u) if positive else u))
    return add(u, small) if small is not None and positive else small


def _odd(small: Tree | None, limit: Tree, positive: bool) -> Tree | None:
    """±(limit - small), for a function that is odd."""
    if small is None:
        return None
    return sub(limit, small) if positive else sub(small, limit)


_RULES: dict[str, Callable[[_Complements, Tree, bool], Tree | None]] = {
    "erf": _erf,
    "erfc": _erfc,
    "Phi": _normal_cdf,
    "sigmoid": _sigmoid,
    "tanh": _tanh,
    "atan": _atan,
    "softplus": _softplus,
}
"""The function of u, |u| > 1, by its limit and the complement; the last argument says whether u > 0."""
