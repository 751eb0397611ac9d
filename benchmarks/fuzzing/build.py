"""Short constructors of trees as the grammar has them, and their text with every parenthesis written.

The text is written here and not by the language's printers, so that a misreading would show as a wrong verdict.
"""

from collections.abc import Callable
from fractions import Fraction

from flint import fmpq

from tutor.language.tree import Tree, tree


def num(value: int | Fraction) -> Tree:
    """A number; a negative one is a negation, as typed."""
    value = Fraction(value)
    whole = tree("num", fmpq(abs(value.numerator), value.denominator))
    return whole if value >= 0 else neg(whole)


def var(name: str) -> Tree:
    """A variable."""
    return tree("var", name)


def add(*terms: Tree) -> Tree:
    """A sum."""
    return tree("add", None, terms)


def sub(left: Tree, right: Tree) -> Tree:
    """A difference."""
    return tree("sub", None, (left, right))


def neg(term: Tree) -> Tree:
    """A negation."""
    return tree("neg", None, (term,))


def mul(*factors: Tree) -> Tree:
    """A product."""
    return tree("mul", None, factors)


def div(above: Tree, below: Tree) -> Tree:
    """A quotient."""
    return tree("div", None, (above, below))


def power(base: Tree, exponent: Tree) -> Tree:
    """A power."""
    return tree("pow", None, (base, exponent))


def call(name: str, *arguments: Tree) -> Tree:
    """A named function applied."""
    return tree("call", name, arguments)


def indicator(condition: Tree) -> Tree:
    """An Iverson bracket."""
    return tree("indicator", None, (condition,))


def piecewise(*parts: Tree) -> Tree:
    """Value, condition, value, condition, ..., and a last value for all other cases."""
    return tree("piecewise", True, parts)


def relation(head: str, left: Tree, right: Tree) -> Tree:
    """A comparison: lt, le, gt, ge, eq or ne."""
    return tree(head, None, (left, right))


def both(*conditions: Tree) -> Tree:
    """A conjunction."""
    return tree("and", None, conditions)


def either(*conditions: Tree) -> Tree:
    """A disjunction."""
    return tree("or", None, conditions)


def negation(condition: Tree) -> Tree:
    """The contrary of a condition."""
    return tree("not", None, (condition,))


def member(element: Tree, set_: Tree) -> Tree:
    """Membership in a set."""
    return tree("in", None, (element, set_))


def named_set(name: str) -> Tree:
    """R, Q, Z, N or Cantor."""
    return tree("set", name)


def interval(low: Tree, high: Tree, low_closed: bool, high_closed: bool) -> Tree:
    """An interval."""
    return tree("interval", (low_closed, high_closed), (low, high))


def total(index: str, body: Tree, low: Tree, high: Tree) -> Tree:
    """A sum over an index."""
    return tree("sum", index, (body, low, high))


ZERO, ONE, TWO, HALF = num(0), num(1), num(2), num(Fraction(1, 2))
PI, E, INFINITY = tree("const", "pi"), tree("const", "e"), tree("const", "oo")

_SIGNS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "=", "ne": "!="}
_JOINED = {"add": " + ", "mul": "*", "and": " and ", "or": " or ", "union": " U ", "intersection": " ∩ "}
_INFIX = {"sub": " - ", "div": "/", "pow": "^", "in": " in ", "minus": " \\ ", **_SIGNS}


def written(node: Tree) -> str:
    """The tree as text that can be read in one way only."""
    if node.head in _WRITERS:
        return _WRITERS[node.head](node)
    inner = [written(a) for a in node.args]
    if node.head in _JOINED:
        return "(" + _JOINED[node.head].join(inner) + ")"
    if node.head in _INFIX:
        return "(" + _INFIX[node.head].join(inner) + ")"
    raise ValueError(node.head)


def _number(node: Tree) -> str:
    value = node.value
    return str(value.p) if value.q == 1 else f"({value.p}/{value.q})"


def _piecewise(node: Tree) -> str:
    pairs = zip(node.args[:-1:2], node.args[1::2], strict=False)
    pieces = [f"{written(value)} if {written(condition)}" for value, condition in pairs]
    return "{" + "; ".join([*pieces, written(node.args[-1]) + " otherwise"]) + "}"


def _interval(node: Tree) -> str:
    left, right = "[" if node.value[0] else "(", "]" if node.value[1] else ")"
    return f"{left}{written(node.args[0])}, {written(node.args[1])}{right}"


def _with_bound(word: str) -> Callable[[Tree], str]:
    def write(node: Tree) -> str:
        body, low, high = map(written, node.args)
        return f"{word}({body}, {node.value}={low}..{high})"

    return write


_WRITERS: dict[str, Callable[[Tree], str]] = {
    "num": _number,
    "const": lambda node: str(node.value),
    "var": lambda node: str(node.value),
    "set": lambda node: str(node.value),
    "neg": lambda node: f"(-{written(node.args[0])})",
    "not": lambda node: f"(not {written(node.args[0])})",
    "call": lambda node: f"{node.value}({', '.join(map(written, node.args))})",
    "indicator": lambda node: f"1[{written(node.args[0])}]",
    "piecewise": _piecewise,
    "interval": _interval,
    "finite": lambda node: "{" + ", ".join(map(written, node.args)) + "}",
    "builder": lambda node: "{" + f"{node.value} : {written(node.args[0])}" + "}",
    "sum": _with_bound("sum"),
    "integral": _with_bound("int"),
    "big_union": _with_bound("union"),
    "big_intersection": _with_bound("intersection"),
}
