"""Switches: the expressions whose sign, or integer part, decides which formula holds, or whether there is a value.

On a branch where every switch has a constant sign other than 0 both sides are continuous. A branch may be accepted
by samples only then: a switch that was not located may hide a branch that holds no sample.
"""

from collections.abc import Iterator, Sequence

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.algebra import Field, TooLarge, UndefinedHere, Unsupported
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import ONE, add, call, mul, num, sign_of_infinity, sub

INTEGER_PARTS = frozenset(("floor", "ceil", "frac"))
_OF_ARGUMENT = frozenset(
    ("abs", "sign", "relu", "heaviside", "positive_part", "negative_part", "log", "log2", "log10", "cbrt")
)


def switches(node: Tree) -> list[Tree]:
    """The switches of this node alone, its arguments left out."""
    args = node.args
    match node.head:
        case "lt" | "le" | "eq" | "ne" if not any(sign_of_infinity(a) for a in args):
            return [sub(args[0], args[1])]
        case "in":
            return _of_membership(args[0], args[1])
        case "pow" if args[1].head != "num" or args[1].value < 0 or args[1].value.denom() != 1:
            return [args[0]]
        case "call":
            return _of_call(node.value, args)
    return []


def _of_membership(element: Tree, set_: Tree) -> list[Tree]:
    """The ends of intervals and the points of finite sets, inside a set that is made of them; conditions of {x : P}."""
    match set_.head:
        case "interval":
            return [sub(element, end) for end in set_.args if not sign_of_infinity(end)]
        case "finite":
            return [sub(element, item) for item in set_.args]
        case "builder":
            return list(all_switches((substitute(set_.args[0], {set_.value: element}),)))
        case "big_union" | "big_intersection":
            return [s for each in _members(set_) or () for s in _of_membership(element, each)]
        case "union" | "intersection" | "minus" | "complement":
            return [s for part in set_.args for s in _of_membership(element, part)]
    return []


def _members(family: Tree) -> list[Tree] | None:
    """The sets of a family between two whole numbers; None for any other family."""
    body, low, high = family.args
    ends = [int(end.value.numer()) for end in (low, high) if end.head == "num" and end.value.denom() == 1]
    if len(ends) < 2 or ends[1] - ends[0] >= _MOST_MEMBERS:
        return None
    return [substitute(body, {family.value: num(k)}) for k in range(ends[0], ends[1] + 1)]


def _of_call(name: str, args: Sequence[Tree]) -> list[Tree]:
    if name in _OF_ARGUMENT or name == "root":
        return [args[0]]
    if name in ("max", "min"):
        return [sub(a, b) for i, a in enumerate(args) for b in args[:i]]
    if name == "norminf":
        return [*args, *(sub(mul(a, a), mul(b, b)) for i, a in enumerate(args) for b in args[:i])]
    if name in ("norm1", "norm2"):
        return list(args)
    if name in ("asin", "acos", "atanh"):
        return [sub(ONE, args[0]), add(ONE, args[0])]
    if name == "acosh":
        return [sub(args[0], ONE)]
    if name in ("tan", "sec"):
        return [call("cos", args[0])]
    if name in ("cot", "csc"):
        return [call("sin", args[0])]
    return []


def all_switches(trees: Sequence[Tree]) -> Iterator[Tree]:
    """Every switch of the trees, each once, those of inner nodes before those around them."""
    seen: set[Tree] = set()
    for tree in trees:
        for node in reversed(list(walk(tree))):
            for switch in switches(node):
                if switch not in seen:
                    seen.add(switch)
                    yield switch


def unknown(trees: Sequence[Tree]) -> str:
    """What has switches that are not known here; "" where every part is known to be smooth between its switches."""
    for node in (n for tree in trees for n in walk(tree)):
        if node.head not in _HEADS:
            return f"switches of the head {node.head} are not known"
        if node.head == "call" and node.value not in _SMOOTH | _WITH_SWITCHES:
            return f"switches of {node.value} are not known"
        if node.head in ("big_union", "big_intersection") and _members(node) is None:
            return "a family of sets whose ends were not located"
    return ""


def unresolved(field: Field, trees: Sequence[Tree], names: frozenset[str]) -> str:
    """Why some switch has no known sign on the field's branch; "" where all have. Raises Need and Split to cut further.

    `names` are the coordinates. A switch of bound names only does not depend on the point.
    """
    silent = unknown(trees)
    if silent:
        return silent
    for switch in all_switches(trees):
        free = free_names(switch)
        if free.isdisjoint(names):
            continue
        if not free <= names:
            return "a switch under a bound name"
        try:
            field.sign(field.normal(switch))
        except UndefinedHere:
            continue
        except (Unsupported, TooLarge) as silence:
            return f"a switch that could not be located: {silence.reason}"
    return _hidden_steps(field, trees)


def _hidden_steps(field: Field, trees: Sequence[Tree]) -> str:
    """What has jumps or poles without a switch: integer parts, gamma functions, sets with empty interior."""
    for node in (n for tree in trees for n in walk(tree)):
        try:
            if node.head == "call" and node.value in INTEGER_PARTS:
                floor = field.as_tree(field.normal(call("floor", node.args[0])))
                if any(n.head == "call" and n.value in INTEGER_PARTS for n in walk(floor)):
                    return "an integer part that takes many values"
            elif node.head == "call" and node.value in _SHIFTED:
                if field.sign(field.normal(add(node.args[0], num(_SHIFTED[node.value])))) <= 0:
                    return "a gamma function across its poles"
            elif node.head == "call" and node.value == "cantor" and free_names(node):
                return "the Cantor function"
            elif node.head in ("set", "image") and node.value != "R":
                return "membership in a set with empty interior"
        except UndefinedHere:
            continue
        except (Unsupported, TooLarge) as silence:
            return f"a jump that could not be located: {silence.reason}"
    return ""


_SHIFTED = {"gamma": 0, "factorial": 1}
_SMOOTH = frozenset(
    ("sin", "cos", "exp", "sinh", "cosh", "tanh", "asinh", "atan", "erf", "erfc", "Phi", "phi", "sigmoid", "softplus")
)
"""Functions that are analytic on the whole line."""
_WITH_SWITCHES = (
    _OF_ARGUMENT
    | INTEGER_PARTS
    | frozenset(_SHIFTED)
    | frozenset(("root", "max", "min", "norm1", "norm2", "norminf", "asin", "acos", "atanh", "acosh"))
    | frozenset(("tan", "sec", "cot", "csc", "cantor"))
)
"""Functions whose switches, jumps and poles are told above."""
_HEADS = frozenset(
    (
        *("num", "var", "const", "add", "mul", "pow", "call", "indicator", "piecewise", "sum", "prod"),
        *("true", "false", "and", "or", "not", "in", "lt", "le", "eq", "ne"),
        *("set", "interval", "finite", "builder", "image", "union", "intersection", "minus", "complement"),
        *("big_union", "big_intersection"),
    )
)
_MOST_MEMBERS = 60
