"""Where an expression is certainly defined and continuous, read off its structure.

The rules of proof that move along a variable (monotone, critical point, limits, scale, faces by continuity) hold only
where the function is continuous on the whole open box: 1/(x - 1/2) decreases wherever it is defined and is not below
its value at 0. A node passes when its arguments pass and avoid its singularities on the whole box.
"""

from tutor.language.tree import Tree
from tutor.mathematics.analysis.elementary import elementary
from tutor.mathematics.analysis.forall.goals import Goal, bounds
from tutor.mathematics.analysis.forall.procedure import Search

ENTIRE = (
    frozenset(["exp", "sin", "cos", "atan", "tanh", "sinh", "cosh", "asinh", "erf", "erfc", "Phi", "phi", "sigmoid"])
    | frozenset(["softplus", "cbrt", "abs", "max", "min", "relu", "positive_part", "negative_part"])
    | frozenset(["norm1", "norm2", "norminf"])
)
"""Functions that are continuous on the whole line (or space)."""


def continuous(function: Tree, goal: Goal, search: Search, closed: bool = False) -> bool:
    """Whether the function is certainly defined and continuous on the open box, or with `closed` on its closure."""
    done: dict[Tree, bool] = {}

    def passes(node: Tree) -> bool:
        known = done.get(node)
        if known is None:
            done[node] = known = all(passes(a) for a in node.args) and _passes(node, goal, search, closed)
        return known

    return passes(function)


def _passes(node: Tree, goal: Goal, search: Search, closed: bool) -> bool:
    match node.head:
        case "num" | "var" | "add" | "mul":
            return True
        case "const":
            return bool(node.value != "oo")
        case "pow":
            return _power(node.args[0], node.args[1], goal, search, closed)
        case "call" if node.value in ENTIRE:
            return True
        case "call" if node.value in ("log", "log2", "log10"):
            return _sign(node.args[0], goal, search, closed) == 1
        case "call" if node.value == "gamma":
            return bounds(node.args[0], goal.box)[0] > 0
        case "call" if node.value in ("asin", "acos"):
            low, high = bounds(node.args[0], goal.box)
            return low >= -1 and high <= 1
        case "call":
            simpler = elementary(node)
            return simpler is not None and continuous(simpler, goal, search, closed)
    return False


def _power(base: Tree, exponent: Tree, goal: Goal, search: Search, closed: bool) -> bool:
    if exponent.head == "num" and exponent.value.denom() == 1:
        return bool(exponent.value >= 0) or _sign(base, goal, search, closed) in (1, -1)
    # b^p is continuous for b > 0, and also at b = 0 as long as p > 0; 0^0 = 1 is not the limit of 0^p.
    if bounds(base, goal.box)[0] >= 0 and _sign(exponent, goal, search, closed) == 1:
        return True
    return _sign(base, goal, search, closed) == 1


def _sign(function: Tree, goal: Goal, search: Search, closed: bool) -> int | None:
    low, high = bounds(function, goal.box)
    if low > 0 or high < 0:
        return 1 if low > 0 else -1
    return None if closed else search.sign(function, goal)
