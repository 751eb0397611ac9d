"""Sorts: what manner of thing a text stands for, whatever was asked."""

from enum import StrEnum

from tutor.language.names import Names, NameSort
from tutor.language.tree import Tree, free_names


class Sort(StrEnum):
    """What is asked of a text, or what was found in it.

    A pair `(a, b)` is neutral: a kind that asks for a set takes it as an open interval, one that asks for a tuple
    as a tuple.
    """

    NUMBER = "number"
    FUNCTION = "function"
    SET = "set"
    PAIR = "pair"
    TUPLE = "tuple"
    MATRIX = "matrix"
    CONDITION = "condition"
    CLAIM = "claim"
    DEFINITION = "definition"
    MEASURE = "measure"
    DECOMPOSITION = "decomposition"


OF_HEAD: dict[str, Sort] = {
    **dict.fromkeys(
        [
            "set",
            "interval",
            "finite",
            "builder",
            "image",
            "union",
            "intersection",
            "minus",
            "complement",
            "big_union",
            "big_intersection",
            "clarke",
        ],
        Sort.SET,
    ),
    **dict.fromkeys(["lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not", "true", "false", "in"], Sort.CONDITION),
    **dict.fromkeys(["forall", "exists", "almost_every"], Sort.CLAIM),
    **dict.fromkeys(["atom", "density", "law", "restrict", "pushforward", "product"], Sort.MEASURE),
    "pair": Sort.PAIR,
    "tuple": Sort.TUPLE,
    "matrix": Sort.MATRIX,
    "define": Sort.DEFINITION,
    "decomposition": Sort.DECOMPOSITION,
}

_FROM_ARGUMENTS = frozenset(["add", "sub", "neg", "mul", "div", "sum", "piecewise"])


def sort_of(node: Tree, declared: Names | None = None) -> Sort:
    """The sort of a tree. Which names stand for sets, measures or sequences is known from `declared` alone.

    An expression without free variables is a number, with free variables a function.
    """
    sort = inner_sort(node, declared or Names())
    return Sort.FUNCTION if sort is Sort.NUMBER and free_names(node) else sort


def inner_sort(node: Tree, declared: Names) -> Sort:
    """The sort as the grammar sees it: functions count as numbers."""
    found = OF_HEAD.get(node.head)
    if found is not None:
        return found
    if node.head in ("var", "apply"):
        named = declared.sort(node.value)
        if named is NameSort.SET:
            return Sort.SET
        return Sort.MEASURE if named is NameSort.MEASURE and node.head == "var" else Sort.NUMBER
    if node.head in _FROM_ARGUMENTS:
        sorts = [inner_sort(argument, declared) for argument in node.args]
        return Sort.MEASURE if Sort.MEASURE in sorts else Sort.NUMBER
    return Sort.NUMBER
