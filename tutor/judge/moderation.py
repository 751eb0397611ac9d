"""What agreement can see: whether every part of an expression has a moderate size where it is evaluated.

Agreement compares two values to some hundreds of digits. A difference as small as exp(-10^6), as that of erf(10^30)
and 1, or as that of x and sin(x) at 10^-2000, would be invisible there; it cannot come from parts of moderate size.
"""

from collections.abc import Iterator, Mapping

from flint import arb, fmpq

from tutor.language.tree import Tree, free_names
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown, Value, ball, precision
from tutor.mathematics.balls.values import absolute
from tutor.mathematics.trees import Budget

_BITS = 128
_HUGE, _TINY = arb(2) ** 300, arb(2) ** -128
_LONGEST_NUMBER = 300
"""A rational of more bits may differ from a plain one by as little as a tiny part does."""
_MOST_TERMS = 200
_SATURATED = {
    **dict.fromkeys(("exp", "sinh", "cosh", "tanh", "sigmoid", "softplus"), 150),
    **dict.fromkeys(("erf", "erfc", "Phi", "phi"), 12),
}
"""Beyond this size of the argument what such a function still tells of it is below 2^-200."""
_VALUES = frozenset(("num", "var", "add", "mul", "pow", "call", "sum", "prod"))
_REPEATED = frozenset(("sum", "prod"))


def are_moderate(sides: tuple[Tree, ...], env: Mapping[str, Value], budget: Budget) -> bool:
    """Whether no part of the sides is extremely small or large in this environment, nor a function saturated.

    The terms of finite sums and products are looked at one by one; a part whose size is not known is not moderate.
    Parts that are undefined here, in cases that don't apply, have no size. Raises OutOfSteps.
    """
    with precision(_BITS):
        evaluate = Evaluator(env, budget=budget)
        return all(_is_moderate(evaluate, node) for side in sides for node in _parts(side))


def _parts(node: Tree) -> Iterator[Tree]:
    """The node and all below it, except what is below a sum or a product over an index."""
    yield node
    for child in node.args[1:] if node.head in _REPEATED else node.args:
        yield from _parts(child)


def _is_moderate(evaluate: Evaluator, node: Tree) -> bool:
    if node.head not in _VALUES or not free_names(node) <= evaluate.env.keys():
        return True
    try:
        size = ball(absolute(evaluate(node)))
        moderate = _has_moderate_size(node, size) and not _is_saturated(evaluate, node)
        return moderate and _has_moderate_terms(evaluate, node)
    except (Undefined, Infinite):
        return True
    except (Unknown, Convention):
        return False


def _has_moderate_size(node: Tree, size: arb) -> bool:
    if node.head == "num" and node.value.height_bits() > _LONGEST_NUMBER:
        return False
    return bool(size < _HUGE) and not (size > 0 and size < _TINY)


def _is_saturated(evaluate: Evaluator, node: Tree) -> bool:
    limit = _SATURATED.get(node.value) if node.head == "call" else None
    return limit is not None and not absolute(evaluate(node.args[0])) < limit


def _has_moderate_terms(evaluate: Evaluator, node: Tree) -> bool:
    if node.head not in _REPEATED:
        return True
    low, high = (evaluate(end) for end in node.args[1:])
    if not isinstance(low, fmpq) or not isinstance(high, fmpq) or high - low > _MOST_TERMS:
        return False
    inside = (evaluate.bound(node.value, low + k) for k in range(int((high - low).numer()) + 1))
    return all(_is_moderate(within, part) for within in inside for part in _parts(node.args[0]))
