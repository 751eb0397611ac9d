"""Limits such as those of difference quotients: cancel, then put in the point.

Hypotheses. The normal form g of the body f, on the whole space, is built from functions that are continuous and have
open domains (OPEN, sums, products, whole powers); f has no conditions, and f = g except at zeros of polynomials that
were cancelled, each of them known. At a parameter value where g is defined at the point, and every cancelled polynomial
is not 0 there or has but one zero, f is defined beside the point and equals g; so its limit is the value of g.
"""

from collections.abc import Iterator

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.algebra import Field, Need, Split, UndefinedHere
from tutor.mathematics.algebra.linear import linear
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.trees import Budget, Domain, Variable, substitute
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, mul, sub, var
from tutor.mathematics.trees.calculus import NotSmooth, derivative

CONDITIONAL = frozenset(("indicator", "piecewise", "in"))
OPEN = frozenset(("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "atan", "erf", "sigmoid", "softplus"))
"""Functions that are continuous and defined on an open set."""


def limit_by_continuity(f: Tree, x: str, point: Tree, names: frozenset[str], budget: Budget) -> tuple[Tree, list[Tree]]:
    """The limit of f as x tends to a finite point, and the expressions that must not vanish for it to be this one.

    `names` are those of the parameters; the point may depend on them. Where f is g/(x - point) with a smooth g that is
    0 at the point, the limit is g'(point), by the definition of the derivative. Raises Undecided where a hypothesis
    fails, and what `Field` raises.
    """
    field = Field(Domain(tuple(Variable(name, MINUS_INFINITY, INFINITY) for name in (x, *sorted(names)))), budget)
    try:
        formula, conditions = _formula(f, x, point, field)
        if not any(_is_zero(condition, field) for condition in conditions):
            return substitute(formula, {x: point}), conditions
        numerator, conditions = _formula(mul(f, sub(var(x), point)), x, point, field)
        if any(_is_zero(thing, field) for thing in conditions) or not _is_zero(
            substitute(numerator, {x: point}), field
        ):
            raise Undecided("a quotient that is indeterminate at the point")
        return substitute(derivative(numerator, x), {x: point}), conditions
    except (Need, Split, UndefinedHere, NotSmooth):
        raise Undecided("a normal form that depends on a sign") from None


def _formula(f: Tree, x: str, point: Tree, field: Field) -> tuple[Tree, list[Tree]]:
    """The normal form, and what must not vanish at the point: what was cancelled, and what divides."""
    if any(node.head in CONDITIONAL for node in walk(f)):
        raise Undecided("a condition, which the normal form may settle almost everywhere only")
    formula = field.as_tree(field.normal(f))
    if not _is_open(formula):
        raise Undecided("a function that may be undefined beside the point")
    cancelled = _known([excluded.tree for excluded in field.excluded_of(f).values()])
    suspects = [polynomial for polynomial in cancelled if not _vanishes_once(polynomial, x)]
    suspects += [part.args[0] for part in walk(formula) if _divides(part, x)]
    return formula, list(dict.fromkeys(substitute(suspect, {x: point}) for suspect in suspects))


def _is_zero(node: Tree, field: Field) -> bool:
    return field.is_zero(field.normal(node))


def _known(cancelled: list[Tree | None]) -> Iterator[Tree]:
    for tree in cancelled:
        if tree is None or not _is_open(tree):
            raise Undecided("a set that was not examined")
        yield tree


def _vanishes_once(polynomial: Tree, x: str) -> bool:
    """Whether, for every parameter, there is just one zero: beside any point then there is none."""
    form = linear(polynomial)
    return form is not None and form.get(x, 0) != 0


def _divides(part: Tree, x: str) -> bool:
    return part.head == "pow" and part.args[1].head == "num" and part.args[1].value < 0 and x in free_names(part)


def _is_open(node: Tree) -> bool:
    if node.head == "pow":
        return node.args[1].head == "num" and node.args[1].value.denom() == 1 and _is_open(node.args[0])
    known = node.head in ("num", "var", "const", "add", "mul") or (node.head == "call" and node.value in OPEN)
    return known and all(map(_is_open, node.args))
