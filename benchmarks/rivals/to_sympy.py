"""Our trees as SymPy expressions, with the assumptions that the domain gives; for measuring SymPy, not for judging."""

from collections.abc import Callable, Mapping
from typing import Any

import sympy

from tutor.language.tree import Tree


class NoTranslation(Exception):  # noqa: N818  (an outcome: SymPy has no such object)
    """The tree has no counterpart in SymPy that `simplify` or `equals` could work on."""


def symbols(variables: Mapping[str, str]) -> dict[str, sympy.Symbol]:
    """A symbol for each variable: real or integer, positive or nonnegative where the domain says so."""
    return {name: sympy.Symbol(name, **_assumptions(text)) for name, text in variables.items()}


def _assumptions(text: str) -> dict[str, bool]:
    sort, _, rest = text.partition(" ")
    found = {"integer" if sort == "integer" else "real": True}
    low = rest.removeprefix("in ").lstrip("([").split(",")[0].strip()
    if rest.startswith(("> 0", ">= 1", "in (0")):
        found["positive"] = True
    elif rest.startswith(">= 0") or (rest.startswith("in [") and low == "0"):
        found["nonnegative"] = True
    elif rest.startswith("in ") and low.isdecimal() and int(low) > 0:
        found["positive"] = True
    return found


def translated(node: Tree, names: Mapping[str, Any]) -> Any:
    """The SymPy expression or condition. Raises NoTranslation."""
    rule = _RULES.get(node.head)
    if rule is None:
        raise NoTranslation(node.head)
    return rule(node, names)


def _all(node: Tree, names: Mapping[str, Any]) -> list[Any]:
    return [translated(a, names) for a in node.args]


def _called(node: Tree, names: Mapping[str, Any]) -> Any:
    function = _FUNCTIONS.get(node.value)
    if function is None:
        raise NoTranslation(node.value)
    return function(*_all(node, names))


def _pieces(node: Tree, names: Mapping[str, Any]) -> Any:
    parts = _all(node, names)
    pairs = (
        list(zip(parts[:-1:2], parts[1::2], strict=False))
        if node.value
        else list(zip(parts[::2], parts[1::2], strict=True))
    )
    return sympy.Piecewise(*pairs, *([(parts[-1], True)] if node.value else []))


def _bound(function: Callable[..., Any]) -> Callable[[Tree, Mapping[str, Any]], Any]:
    def rule(node: Tree, names: Mapping[str, Any]) -> Any:
        index = (
            sympy.Symbol(node.value, integer=True)
            if node.head in ("sum", "prod")
            else sympy.Symbol(node.value, real=True)
        )
        body = translated(node.args[0], {**names, node.value: index})
        low, high = (translated(a, names) for a in node.args[1:])
        return function(body, (index, low, high))

    return rule


def _set(node: Tree, names: Mapping[str, Any]) -> Any:
    if node.value not in _SETS:
        raise NoTranslation(node.value)
    return _SETS[node.value]


def _interval(node: Tree, names: Mapping[str, Any]) -> Any:
    low, high = _all(node, names)
    left, right = node.value if node.head == "interval" else (False, False)
    return sympy.Interval(low, high, not left, not right)


_SETS = {"R": sympy.S.Reals, "Q": sympy.S.Rationals, "Z": sympy.S.Integers, "N": sympy.S.Naturals}

_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{
        name: getattr(sympy, name)
        for name in ["sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan", "sinh", "cosh", "tanh"]
    },
    **{
        name: getattr(sympy, name)
        for name in ["asinh", "acosh", "atanh", "exp", "log", "sign", "floor", "gamma", "erf", "erfc", "factorial"]
    },
    "ln": sympy.log,
    "sqrt": sympy.sqrt,
    "cbrt": lambda u: sympy.real_root(u, 3),
    "abs": sympy.Abs,
    "ceil": sympy.ceiling,
    "frac": sympy.frac,
    "max": sympy.Max,
    "min": sympy.Min,
    "relu": lambda u: sympy.Max(0, u),
    "sigmoid": lambda u: 1 / (1 + sympy.exp(-u)),
    "softplus": lambda u: sympy.log(1 + sympy.exp(u)),
    "Phi": lambda u: (1 + sympy.erf(u / sympy.sqrt(2))) / 2,
    "phi": lambda u: sympy.exp(-(u**2) / 2) / sympy.sqrt(2 * sympy.pi),
}

_RELATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "lt": sympy.Lt, "le": sympy.Le, "gt": sympy.Gt, "ge": sympy.Ge, "eq": sympy.Eq, "ne": sympy.Ne,
}  # fmt: skip


def _related(relate: Callable[[Any, Any], Any]) -> Callable[[Tree, Mapping[str, Any]], Any]:
    return lambda node, names: relate(*_all(node, names))


_RULES: dict[str, Callable[[Tree, Mapping[str, Any]], Any]] = {
    "num": lambda node, names: sympy.Rational(int(node.value.p), int(node.value.q)),
    "const": lambda node, names: {"pi": sympy.pi, "e": sympy.E, "oo": sympy.oo}[node.value],
    "var": lambda node, names: names[node.value],
    "add": lambda node, names: sympy.Add(*_all(node, names)),
    "mul": lambda node, names: sympy.Mul(*_all(node, names)),
    "pow": lambda node, names: sympy.Pow(*_all(node, names)),
    "neg": lambda node, names: -translated(node.args[0], names),
    "sub": lambda node, names: translated(node.args[0], names) - translated(node.args[1], names),
    "div": lambda node, names: translated(node.args[0], names) / translated(node.args[1], names),
    "percent": lambda node, names: translated(node.args[0], names) / 100,
    "call": _called,
    "piecewise": _pieces,
    "indicator": lambda node, names: sympy.Piecewise((1, translated(node.args[0], names)), (0, True)),
    "sum": _bound(lambda body, limits: sympy.Sum(body, limits).doit()),
    "prod": _bound(lambda body, limits: sympy.Product(body, limits).doit()),
    "integral": _bound(sympy.integrate),
    "and": lambda node, names: sympy.And(*_all(node, names)),
    "or": lambda node, names: sympy.Or(*_all(node, names)),
    "not": lambda node, names: sympy.Not(translated(node.args[0], names)),
    "in": lambda node, names: sympy.Contains(translated(node.args[0], names), translated(node.args[1], names)),
    "set": _set,
    "interval": _interval,
    "pair": _interval,
    "finite": lambda node, names: sympy.FiniteSet(*_all(node, names)),
    "union": lambda node, names: sympy.Union(*_all(node, names)),
    "intersection": lambda node, names: sympy.Intersection(*_all(node, names)),
    "minus": lambda node, names: sympy.Complement(*_all(node, names)),
    **{head: _related(relate) for head, relate in _RELATIONS.items()},
}  # fmt: skip
