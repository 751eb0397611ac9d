"""Our trees as LaTeX, the way a textbook writes them; what Math-Verify is given to read."""

from collections.abc import Callable

from tutor.language.tree import Tree

_NAMED = frozenset(["sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "exp", "log"])
_RENAMED = {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "ln": "ln", "max": "max", "min": "min"}
_RELATIONS = {"lt": "<", "le": r"\le", "gt": ">", "ge": r"\ge", "eq": "=", "ne": r"\ne"}
_SETS = {"R": r"\mathbb{R}", "Q": r"\mathbb{Q}", "Z": r"\mathbb{Z}", "N": r"\mathbb{N}"}


class NoLatex(Exception):  # noqa: N818  (an outcome: no common notation)
    """There is no common LaTeX notation for the tree."""


def latex(node: Tree) -> str:
    """LaTeX for a number, a function or a set. Raises NoLatex."""
    rule = _RULES.get(node.head)
    if rule is None:
        raise NoLatex(node.head)
    return rule(node)


def _within(node: Tree) -> str:
    return latex(node) if node.head in ("num", "var", "const", "call") else rf"\left({latex(node)}\right)"


def _call(node: Tree) -> str:
    inner = ", ".join(map(latex, node.args))
    special = {
        "sqrt": rf"\sqrt{{{inner}}}", "cbrt": rf"\sqrt[3]{{{inner}}}", "abs": rf"\left|{inner}\right|",
        "floor": rf"\left\lfloor {inner}\right\rfloor", "ceil": rf"\left\lceil {inner}\right\rceil",
        "relu": rf"\max\left(0, {inner}\right)", "sigmoid": rf"\frac{{1}}{{1+e^{{-\left({inner}\right)}}}}",
        "softplus": rf"\log\left(1+e^{{{inner}}}\right)", "gamma": rf"\Gamma\left({inner}\right)",
        "factorial": rf"\left({inner}\right)!",
    }  # fmt: skip
    if node.value in special:
        return special[node.value]
    if node.value not in _NAMED and node.value not in _RENAMED:
        raise NoLatex(node.value)
    return rf"\{_RENAMED.get(node.value, node.value)}\left({inner}\right)"


def _number(node: Tree) -> str:
    value = node.value
    return str(value.p) if value.q == 1 else rf"\frac{{{value.p}}}{{{value.q}}}"


def _power(node: Tree) -> str:
    base = (
        latex(node.args[0]) if node.args[0].head in ("num", "var", "const") else rf"\left({latex(node.args[0])}\right)"
    )
    return rf"{base}^{{{latex(node.args[1])}}}"


def _interval(node: Tree) -> str:
    left, right = node.value if node.head == "interval" else (False, False)
    low, high = map(latex, node.args)
    return f"{'[' if left else '('}{low}, {high}{']' if right else ')'}"


def _sum(node: Tree) -> str:
    body, low, high = map(latex, node.args)
    return rf"\sum_{{{node.value}={low}}}^{{{high}}} \left({body}\right)"


def _related(sign: str) -> Callable[[Tree], str]:
    return lambda node: f"{latex(node.args[0])} {sign} {latex(node.args[1])}"


_RULES: dict[str, Callable[[Tree], str]] = {
    "num": _number,
    "const": lambda node: {"pi": r"\pi", "e": "e", "oo": r"\infty"}[node.value],
    "var": lambda node: str(node.value),
    "add": lambda node: " + ".join(_within(a) if a.head == "neg" else latex(a) for a in node.args),
    "sub": lambda node: f"{latex(node.args[0])} - {_within(node.args[1])}",
    "neg": lambda node: f"-{_within(node.args[0])}",
    "mul": lambda node: r" \cdot ".join(map(_within, node.args)),
    "div": lambda node: rf"\frac{{{latex(node.args[0])}}}{{{latex(node.args[1])}}}",
    "percent": lambda node: rf"{latex(node.args[0])}\%",
    "pow": _power,
    "call": _call,
    "sum": _sum,
    "interval": _interval,
    "pair": _interval,
    "finite": lambda node: r"\{" + ", ".join(map(latex, node.args)) + r"\}",
    "union": lambda node: r" \cup ".join(map(latex, node.args)),
    "set": lambda node: _SETS.get(node.value, r"\mathcal{C}"),
    **{head: _related(sign) for head, sign in _RELATIONS.items()},
}  # fmt: skip
