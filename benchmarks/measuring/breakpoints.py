"""The numbers at which a set or a function may break, read off its tree."""

import math

import numpy as np

from benchmarks.measuring.floats import Blind, Env, value
from tutor.language.tree import Tree, free_names, walk


def ends_of(node: Tree, env: Env) -> list[float]:
    """The numbers that a set or a function names as ends and breakpoints, as far as they are closed."""
    found = set()
    for inner in walk(node):
        for argument in inner.args:
            if inner.head in ("interval", "pair", "finite", "lt", "le", "gt", "ge", "eq", "max", "min", "call"):
                try:
                    end = value(argument, env) if not free_names(argument) - set(env) else math.nan
                    if np.ndim(end) == 0 and not math.isnan(float(end)):
                        found.add(float(end))
                except (Blind, TypeError, OverflowError, ZeroDivisionError):
                    continue
            if inner.head in ("sub", "add"):
                found |= _roots(inner, env)
    return sorted(found)


def _roots(node: Tree, env: Env) -> set[float]:
    """Where a difference x - c vanishes: kinks of bars and steps."""
    try:
        numbers = [float(value(a, env)) for a in node.args if not free_names(a) - set(env)]
    except (Blind, TypeError):
        return set()
    return {number * sign for number in numbers for sign in (1, -1)}
