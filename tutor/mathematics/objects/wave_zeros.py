"""Where sin u or cos u takes one of the values 0, 1, -1, as countable images: for u = a x + b and for u = c/x.

sin u = 0 at u = k pi, cos u = 0 at u = pi/2 + k pi, and so on, over the integers k. For u = c/x the integer k = 0 with
u = 0 gives no x; then the positive and the negative k are two images of N.
"""

from tutor.language.tree import Tree, free_names, tree
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.analysis.exponential import affine
from tutor.mathematics.analysis.isolated import whole_line
from tutor.mathematics.trees import Budget
from tutor.mathematics.trees.build import (
    HALF,
    MINUS_ONE,
    ONE,
    PI,
    TWO,
    ZERO,
    add,
    div,
    member,
    mul,
    neg,
    power,
    sub,
    var,
)

INDEX = "n"
NATURALS, INTEGERS = tree("set", "N"), tree("set", "Z")

_ANGLES = {
    ("sin", ZERO): (ONE, ZERO),
    ("cos", ZERO): (ONE, HALF),
    ("sin", ONE): (TWO, HALF),
    ("sin", MINUS_ONE): (TWO, neg(HALF)),
    ("cos", ONE): (TWO, ZERO),
    ("cos", MINUS_ONE): (TWO, ONE),
}
"""The angles over pi: the second number plus the whole multiples of the first."""


def located_waves(condition: Tree, x: str, budget: Budget) -> Tree:
    """The condition with equations about waves as memberships of x, where they are not below a negation.

    Where the wave has no value the membership is false, so that {x : P} stays the same set.
    """
    if condition.head in ("and", "or"):
        return tree(condition.head, None, tuple(located_waves(c, x, budget) for c in condition.args))
    if condition.head != "eq":
        return condition
    left, right = condition.args
    wave, level = (left, right) if right.head == "num" else (right, left)
    if wave.head != "call" or (wave.value, level) not in _ANGLES or x not in free_names(wave):
        return condition
    if free_names(wave) != {x}:
        return condition
    period, first = _ANGLES[wave.value, level]
    places = _places(wave.args[0], x, period, first, Constants(budget))
    return condition if places is None else member(var(x), places)


def _places(u: Tree, x: str, period: Tree, first: Tree, constants: Constants) -> Tree | None:
    """The x at which u is pi times (first + period k) for a whole k; None where u has another shape.

    Hypothesis: u is written as a x + b or as c/x, so that it is undefined at x = 0 at most; (x-1)/(x(x-1))
    has no value at 1 either.
    """
    if not (_is_polynomial(u, x) or _is_reciprocal(u, x)):
        return None
    try:
        line = affine(u, x, constants)
        if line is not None and constants.sign(line[0]) != 0:
            return _image(div(sub(_angle(period, first, var(INDEX)), line[1]), line[0]), INTEGERS)
        if line is not None:
            return None
        numerator = Constants(constants.budget, whole_line(x)).simplified(mul(u, var(x)))
        if free_names(numerator) or constants.sign(numerator) == 0:
            return None
    except Undecided:
        return None
    if first is not ZERO and period is not ONE:
        return _image(div(numerator, _angle(period, first, var(INDEX))), INTEGERS)
    if first is ZERO:
        ups, downs = (_angle(period, ZERO, k) for k in (var(INDEX), neg(var(INDEX))))
    else:
        ups, downs = _angle(period, first, sub(var(INDEX), ONE)), _angle(period, first, neg(var(INDEX)))
    return tree("union", None, tuple(_image(div(numerator, angle), NATURALS) for angle in (ups, downs)))


def _is_polynomial(u: Tree, x: str) -> bool:
    return x not in free_names(u) or (u.head in ("var", "add", "mul") and all(_is_polynomial(a, x) for a in u.args))


def _is_reciprocal(u: Tree, x: str) -> bool:
    moving = [f for f in (u.args if u.head == "mul" else (u,)) if x in free_names(f)]
    return moving == [power(var(x), MINUS_ONE)]


def _angle(period: Tree, first: Tree, k: Tree) -> Tree:
    return mul(PI, add(first, mul(period, k)))


def _image(body: Tree, over: Tree) -> Tree:
    return tree("image", INDEX, (body, over))
