"""Expressions that are affine in one kernel that is strictly monotone in a variable, and the inverse of the kernel.

A kernel is a chain of affine maps, exp, log and powers. Hypothesis: every power in the chain has a base > 0 on the box,
or a constant base > 0 other than 1, and a target > 0: 1/v > -1 holds for every v > 0. Then each step is strictly
monotone on an interval, its natural domain, so the kernel is so on the whole set where it is defined, and a point where
the inverse is defined is mapped to the target: it does not matter whether that point lies in the box. With v^-2 on
v < 0 the inverse would find the mirror image instead.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tutor.language.tree import Tree, free_names
from tutor.mathematics.trees.build import MINUS_ONE, ONE, ZERO, add, call, div, mul, num, power, sub


@dataclass(frozen=True, slots=True)
class Affine:
    """slope·kernel + rest, the slope and the rest free of the variable."""

    slope: Tree
    kernel: Tree
    rest: Tree


def affine_in_kernel(function: Tree, name: str) -> Affine | None:
    """The function as A·w + B with a single kernel w that depends on the variable."""
    kernel: Tree | None = None
    slopes, rests = [], []
    for term in function.args if function.head == "add" else (function,):
        factors = term.args if term.head == "mul" else (term,)
        moving = [f for f in factors if name in free_names(f)]
        if not moving:
            rests.append(term)
        elif len(moving) == 1 and kernel in (None, moving[0]):
            kernel = moving[0]
            slopes.append(mul(ONE, *(f for f in factors if f is not kernel)))
        else:
            return None
    return None if kernel is None else Affine(add(*slopes), kernel, add(ZERO, *rests))


def _root(target: Tree, exponent: Tree) -> Tree:
    """target^(1/exponent); a power of rational exponents becomes one power."""
    if target.head == "pow" and target.args[1].head == "num" and exponent.head == "num":
        return power(target.args[0], num(target.args[1].value / exponent.value))
    return power(target, power(exponent, MINUS_ONE))


def inverse(kernel: Tree, name: str, target: Tree, is_positive: Callable[[Tree], bool]) -> Tree | None:
    """The solution of kernel = target, wherever it is defined; None where a step of the chain cannot be undone."""
    while kernel.head != "var":
        moving = [a for a in kernel.args if name in free_names(a)]
        if len(moving) != 1:
            return None
        others = [a for a in kernel.args if name not in free_names(a)]
        match kernel.head:
            case "add":
                target = sub(target, add(*others))
            case "mul":
                target = div(target, mul(*others))
            case "pow" if moving[0] is kernel.args[0] and is_positive(moving[0]) and is_positive(target):
                target = _root(target, kernel.args[1])
            case "pow" if moving[0] is kernel.args[1] and is_positive(kernel.args[0]):
                target = div(call("log", target), call("log", kernel.args[0]))
            case "call" if kernel.value in ("exp", "log"):
                target = call("log" if kernel.value == "exp" else "exp", target)
            case _:
                return None
        kernel = moving[0]
    return target if kernel.value == name else None
