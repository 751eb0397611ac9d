"""An oracle that is not the engine: trees evaluated by mpmath, and random trees to evaluate."""

import json
import random
from pathlib import Path
from typing import Any

import mpmath
from flint import fmpq

from tutor.language.reading import read
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.analysis import Constants, Result, enclosure
from tutor.mathematics.balls import precision
from tutor.mathematics.trees import Budget, core
from tutor.mathematics.trees.build import (
    HALF,
    MINUS_ONE,
    ONE,
    TWO,
    add,
    call,
    div,
    mul,
    neg,
    num,
    power,
    sign_of_infinity,
    sub,
    var,
)

FUNCTIONS = {
    "exp": mpmath.exp,
    "log": mpmath.log,
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "tan": mpmath.tan,
    "atan": mpmath.atan,
    "asin": mpmath.asin,
    "acos": mpmath.acos,
    "tanh": mpmath.tanh,
    "sinh": mpmath.sinh,
    "cosh": mpmath.cosh,
    "erf": mpmath.erf,
    "abs": abs,
    "sign": mpmath.sign,
    "floor": mpmath.floor,
    "max": max,
    "min": min,
    "relu": lambda u: max(u, mpmath.mpf(0)),
    "gamma": mpmath.gamma,
}


def closed(text: str) -> Tree:
    """A closed text, such as an integral or a limit, as a core tree; its arguments are what it is about."""
    return core(read(text, sort=Sort.NUMBER).tree)


def number(text: str) -> Tree:
    """A constant, `oo` and `-oo` among them."""
    return closed(text)


def cases(file: Path) -> list[dict[str, Any]]:
    """The rows of a table of cases."""
    return [json.loads(row) for row in file.read_text(encoding="utf-8").splitlines() if row.strip()]


def agrees(found: Result, key: Tree) -> bool | None:
    """Whether a value is the key: exactly, or by an enclosure of relative radius 10^-12 that holds it; None: open."""
    budget = Budget(10**6)
    if isinstance(found.value, Tree):
        if sign_of_infinity(found.value) or sign_of_infinity(key):
            return sign_of_infinity(found.value) == sign_of_infinity(key)
        return Constants(budget).compare(found.value, key) == 0
    if sign_of_infinity(key):
        return False
    with precision(200):
        gap = found.value - enclosure(key, 200)
        if gap > 0 or gap < 0:
            return False
        return True if found.value.rad() < (1 + abs(found.value.mid())) * 1e-12 else None


def value(node: Tree, env: dict[str, mpmath.mpf]) -> mpmath.mpf:
    """The value by mpmath at its working precision; complex numbers mean undefined and raise ValueError."""
    match node.head:
        case "num":
            return mpmath.mpf(int(node.value.numer())) / int(node.value.denom())
        case "const":
            return {"pi": +mpmath.pi, "e": +mpmath.e, "oo": mpmath.inf}[node.value]
        case "var":
            return env[node.value]
        case "add":
            return mpmath.fsum(value(a, env) for a in node.args)
        case "mul":
            return mpmath.fprod(value(a, env) for a in node.args)
        case "pow":
            base, exponent = (value(a, env) for a in node.args)
            return real(mpmath.power(base, exponent))
        case "call":
            return real(FUNCTIONS[node.value](*(value(a, env) for a in node.args)))
    raise ValueError(node.head)


def real(number_: mpmath.mpf) -> mpmath.mpf:
    """The number, if it is real."""
    if isinstance(number_, mpmath.mpc):
        if number_.imag != 0:
            raise ValueError("undefined")
        return number_.real
    return number_


def midpoint(ball: object) -> mpmath.mpf:
    """The midpoint of a ball with many digits."""
    return mpmath.mpf(ball.mid().str(40, radius=False))  # type: ignore[attr-defined]


X = var("x")


def rational(draw: random.Random, positive: bool = False) -> Tree:
    """A small rational."""
    return num(fmpq(draw.randint(1 if positive else -4, 4), draw.choice([1, 1, 2, 3])))


def random_smooth(draw: random.Random, depth: int = 2) -> Tree:
    """A smooth function of x > 0."""
    kind = draw.random()
    if depth == 0 or kind < 0.15:
        return draw.choice([X, rational(draw), power(X, num(draw.randint(2, 3))), add(X, rational(draw))])
    if kind < 0.45:
        return add(*(mul(rational(draw), random_smooth(draw, depth - 1)) for _ in range(draw.randint(2, 3))))
    if kind < 0.62:
        return mul(random_smooth(draw, depth - 1), random_smooth(draw, depth - 1))
    if kind < 0.74:
        return call("exp", mul(rational(draw), X))
    if kind < 0.80:
        return call("exp", neg(mul(rational(draw, True), power(X, TWO))))
    if kind < 0.88:
        return call("log", add(mul(rational(draw, True), X), rational(draw, True)))
    if kind < 0.92:
        return call("atan", mul(rational(draw, True), X))
    if kind < 0.96:
        return power(add(X, rational(draw, True)), draw.choice([HALF, num(fmpq(1, 3)), MINUS_ONE, num(-2)]))
    return draw.choice([call("log", X), power(X, HALF), call("tanh", X), call("erf", X)])


def random_growth(draw: random.Random, depth: int) -> Tree:
    """A function with a limit at oo, most of the time."""
    kind = draw.random()
    if depth == 0:
        return draw.choice([X, add(X, rational(draw)), power(X, MINUS_ONE), power(X, HALF), call("log", add(X, ONE))])
    inner = [random_growth(draw, depth - 1) for _ in range(2)]
    if kind < 0.3:
        return add(inner[0], mul(rational(draw), inner[1]))
    if kind < 0.5:
        return mul(*inner)
    if kind < 0.65:
        return div(inner[0], add(inner[1], rational(draw, True)))
    if kind < 0.75:
        return power(add(ONE, div(rational(draw), X)), X)
    if kind < 0.85:
        speed = draw.choice([X, power(X, MINUS_ONE), power(X, HALF), call("log", X)])
        return call("exp", mul(rational(draw), speed))
    if kind < 0.92:
        return call("log", add(ONE, power(inner[0], TWO)))
    return draw.choice([call("sin", div(ONE, X)), call("atan", X), sub(ONE, call("cos", div(ONE, X))), call("tanh", X)])
