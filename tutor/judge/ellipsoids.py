"""Affine constraints that follow from one inequality: inside an ellipsoid every coordinate lies between two bounds.

Where the sum of a_i (x_i - m_i)^2, all a_i > 0, is below R, every |x_i - m_i| is below the root of R/a_i. The root is
replaced by a rational upper bound. A sum of squares below 0 or at 0 leaves no room, or one point.
"""

from collections.abc import Mapping

from flint import arb, fmpq

from tutor.judge.feasibility import Constraint
from tutor.language.tree import Tree
from tutor.mathematics.balls import precision
from tutor.mathematics.balls.values import exact_root

_SCALE = 2**40


def bounds(polynomial: Tree, sign: int) -> list[Constraint]:
    """Constraints on single coordinates where the polynomial has this sign, -1 or 1; none for another shape."""
    found = _squares(polynomial)
    if found is None:
        return []
    squares, lines, constant = found
    if sign > 0:
        squares, lines, constant = _negated(squares), _negated(lines), -constant
    if not squares or any(a <= 0 for a in squares.values()) or not lines.keys() <= squares.keys():
        return []
    centres = {n: -lines.get(n, fmpq(0)) / (2 * a) for n, a in squares.items()}
    room = sum((a * centres[n] ** 2 for n, a in squares.items()), fmpq(0)) - constant
    if room <= 0:
        return [Constraint({"": fmpq(-1)})]
    constraints = []
    for n, a in squares.items():
        reach = _root_above(room / a)
        constraints.append(Constraint({n: fmpq(1), "": reach - centres[n]}))
        constraints.append(Constraint({n: fmpq(-1), "": reach + centres[n]}))
    return constraints


def _negated(form: Mapping[str, fmpq]) -> dict[str, fmpq]:
    return {n: -c for n, c in form.items()}


def _squares(node: Tree) -> tuple[dict[str, fmpq], dict[str, fmpq], fmpq] | None:
    """(coefficients of x^2, of x, the constant) of a polynomial without mixed or higher terms."""
    squares: dict[str, fmpq] = {}
    lines: dict[str, fmpq] = {}
    constant = fmpq(0)
    for term in node.args if node.head == "add" else (node,):
        scale, rest = fmpq(1), term
        if term.head == "mul" and len(term.args) == 2 and term.args[0].head == "num":
            scale, rest = term.args[0].value, term.args[1]
        if rest.head == "num":
            constant += scale * rest.value
        elif rest.head == "var":
            lines[rest.value] = lines.get(rest.value, fmpq(0)) + scale
        elif (
            rest.head == "pow" and rest.args[0].head == "var" and rest.args[1].head == "num" and rest.args[1].value == 2
        ):
            name = rest.args[0].value
            squares[name] = squares.get(name, fmpq(0)) + scale
        else:
            return None
    return squares, lines, constant


def _root_above(q: fmpq) -> fmpq:
    """A rational that is at least the root of q > 0, and is the root where that is rational."""
    exact = exact_root(q, 2)
    if exact is not None:
        return fmpq(exact)
    with precision(128):
        whole = (arb(q).sqrt() * _SCALE).upper().ceil().unique_fmpz()
    assert whole is not None
    return fmpq(whole, _SCALE)
