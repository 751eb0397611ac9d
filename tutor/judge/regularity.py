"""What can be read off an expression: continuous wherever it is defined, and defined at every real point.

For two functions that are both continuous and total on a box, equality on a dense set of points is equality
everywhere: their null sets need no examination. Both conditions are needed: sqrt(-s^2) is continuous where it is
defined, which is where s = 0 and nowhere else.
"""

from tutor.judge.pair import Pair
from tutor.language.tree import Tree, walk

_CONTINUOUS_HEADS = frozenset(("num", "var", "const", "add", "mul", "pow", "call", "sum"))
_CONTINUOUS_AND_TOTAL = frozenset(
    (
        *("sin", "cos", "atan", "sinh", "cosh", "tanh", "asinh", "exp", "erf", "erfc", "Phi", "phi", "sigmoid"),
        *("softplus", "abs", "max", "min", "relu", "positive_part", "negative_part", "norm1", "norm2", "norminf"),
        *("cbrt", "cantor"),
    )
)


def closes_up(pair: Pair) -> bool:
    """Whether equality almost everywhere is equality everywhere: a box without condition, continuous total sides."""
    return pair.space.condition is None and all(
        _is_continuous_and_total(node) for side in (pair.left, pair.right) for node in walk(side)
    )


def _is_continuous_and_total(node: Tree) -> bool:
    if node.head not in _CONTINUOUS_HEADS or (node.head == "const" and node.value == "oo"):
        return False
    if node.head == "pow":
        base, exponent = node.args
        whole = exponent.head == "num" and exponent.value.denom() == 1 and exponent.value >= 0
        return whole or base.head == "const" or (base.head == "num" and bool(base.value > 0))
    return node.head != "call" or node.value in _CONTINUOUS_AND_TOTAL
