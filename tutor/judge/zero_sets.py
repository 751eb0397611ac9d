"""The zero sets of polynomials in kernels: null branches that were put off, and the closed faces of a box."""

from collections.abc import Mapping, Sequence

from flint import fmpq

from tutor.judge.branches import SETTLED, Branch, Leaf, Sign, Survey, cut_off, explore
from tutor.judge.everywhere import closed_faces, equal_everywhere, solved
from tutor.judge.exceptions import Exceptions, zero_set_name
from tutor.judge.meeting import REFUTING
from tutor.judge.pair import Pair
from tutor.judge.periodic import INDEX, first_members, members_inside, periodic_zeros
from tutor.judge.samples import exact_points
from tutor.judge.space import space_of
from tutor.judge.special_points import examine_point
from tutor.language.tree import Tree
from tutor.mathematics.algebra import Cell, Point, Unsupported, compare, linear
from tutor.mathematics.trees import Domain, Variable, substitute
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, ZERO, add, mul, num, sub, var

_MOST_ZERO_SETS = 60


def examine_zero_sets(pair: Pair, generic: Pair, survey: Survey, exceptions: Exceptions) -> None:
    """The branches on which some polynomial is 0: proved equal, or a point of theirs where the sides differ."""
    if len(pair.space.reals) > 1:
        _examine_faces(pair, exceptions)
    waiting = list(reversed(survey.null))
    for _ in range(_MOST_ZERO_SETS):
        if not waiting:
            return
        branch = waiting.pop()
        if equal_after_solving(pair, branch):
            continue
        if pair.trees != generic.trees:
            # The zero set may lie inside the special sets: its generic points do not speak for the others.
            together = cut_off(branch, "a zero set and memberships together")
            if not _differ_on_zero_set(pair, together, exceptions):
                exceptions.open.append(together)
            continue
        inner = Survey()
        for leaf in explore(generic, [branch], inner, resolve=True):
            if leaf.state not in SETTLED and not _differ_on_zero_set(pair, leaf, exceptions):
                exceptions.open.append(leaf)
        waiting.extend(reversed(inner.null))
        for point in inner.points:
            if examine_point(pair, pair.space.reals[0], point, exceptions):
                exceptions.points.append(point)
    for branch in waiting:
        exceptions.leave_open(branch, "too many zero sets")


def _examine_faces(pair: Pair, exceptions: Exceptions) -> None:
    """The closed faces of a box in several dimensions: normal forms speak of its interior only."""
    for face in closed_faces(pair.space):
        if equal_everywhere(solved(pair, face), undefined_too=True):
            continue
        ((name, end),) = face.items()
        node = sub(var(name), end)
        leaf = cut_off(Branch(signs={"face": Sign(node, linear(node), 0)}, null=True), "a face of the box")
        if not _differ_on_zero_set(pair, leaf, exceptions):
            exceptions.open.append(leaf)


def _differ_on_zero_set(pair: Pair, leaf: Leaf, exceptions: Exceptions) -> bool:
    if _differ_at_periodic_zero(pair, leaf.branch, exceptions):
        exceptions.names.append(zero_set_name(pair, leaf.branch))
        return True
    for centre in exact_points(pair, leaf.branch, 6):
        meeting = pair.meet(centre, almost_everywhere=False)
        if meeting.outcome in REFUTING:
            exceptions.differ(centre, meeting)
            exceptions.names.append(zero_set_name(pair, leaf.branch))
            return True
    return False


def _differ_at_periodic_zero(pair: Pair, branch: Branch, exceptions: Exceptions) -> bool:
    """Whether the sides are certified to differ at one of the first zeros of sin u or cos u, u affine."""
    cell = branch.cell
    if len(pair.space.reals) != 1 or cell is None or cell.point is not None:
        return False
    (name,) = pair.space.reals
    for zero in branch.zeros:
        family = periodic_zeros(zero.tree, name)
        for point in () if family is None else first_members(family):
            apart = Exceptions()
            if _lies_inside(cell, point) and examine_point(pair, name, point, apart) and apart.witness is not None:
                exceptions.differ(*apart.witness)
                return True
    return False


def _lies_inside(cell: Cell, point: Point) -> bool:
    try:
        return compare(cell.low, point) < 0 < compare(cell.high, point)
    except Unsupported:
        return False


def equal_after_solving(pair: Pair, branch: Branch) -> bool:
    """Whether the sides are proved equal on a zero set of the branch that can be solved for some variables."""
    for zero in branch.zeros:
        found = solutions(zero.tree, zero.form, pair.space.reals)
        if found and all(equal_everywhere(solved(pair, values), undefined_too=True) for values in found):
            return True
        if not found and _equal_at_periodic_zeros(pair, branch, zero.tree):
            return True
    return False


def _equal_at_periodic_zeros(pair: Pair, branch: Branch, node: Tree) -> bool:
    """Whether the sides are proved equal at all zeros of sin u or cos u, u affine, at once or one by one."""
    cell = branch.cell
    if len(pair.space.reals) != 1 or cell is None or cell.point is not None:
        return False
    (name,) = pair.space.reals
    family = periodic_zeros(node, name)
    if family is None:
        return False
    if not cell.bounded:
        return _equal_on_family(pair, name, family)
    points = members_inside(family, cell)
    if points is None:
        return False
    nothing = Exceptions()
    return not any(examine_point(pair, name, p, nothing) for p in points) and not nothing.open


def _equal_on_family(pair: Pair, name: str, family: Tree) -> bool:
    index = Variable(INDEX, MINUS_INFINITY, INFINITY, integer=True)
    others = tuple(v for v in pair.space.variables if v.name != name)
    if pair.space.condition is not None:
        return False
    value = {name: family}
    there = pair.over(substitute(pair.left, value), substitute(pair.right, value), space_of(Domain((*others, index))))
    return equal_everywhere(there, undefined_too=True)


def solutions(node: Tree, form: Mapping[str, fmpq] | None, reals: Sequence[str]) -> list[dict[str, Tree]]:
    """Values of some variables in terms of the others that cover the whole zero set, or nothing.

    An affine form is solved for one variable. A product of powers of variables is 0 where one of them is. A sum of
    even powers of single variables with positive coefficients is 0 only where each of them is.
    """
    if form is not None:
        name = next((n for n in reals if form.get(n, 0) != 0), None)
        if name is None:
            return []
        rest = [mul(num(-c / form[name]), var(n)) if n else num(-c / form[name]) for n, c in form.items() if n != name]
        return [{name: add(*rest) if rest else ZERO}]
    if node.head in ("mul", "pow"):
        names = [_base_of(f) for f in (node.args if node.head == "mul" else (node,)) if f.head != "num"]
        return [] if None in names else [{n: ZERO} for n in names if n is not None]
    squares = [_even_power_of(t) for t in (node.args if node.head == "add" else ())]
    return [{n: ZERO for n in squares if n is not None}] if squares and set(squares) <= set(reals) else []


def _base_of(factor: Tree) -> str | None:
    """x for a power of the variable x with a positive exponent."""
    if factor.head == "pow" and factor.args[1].head == "num" and factor.args[1].value > 0:
        factor = factor.args[0]
    return str(factor.value) if factor.head == "var" else None


def _even_power_of(term: Tree) -> str | None:
    if term.head == "mul" and len(term.args) == 2 and term.args[0].head == "num" and term.args[0].value > 0:
        return _even_power_of(term.args[1])
    if term.head != "pow" or term.args[0].head != "var" or term.args[1].head != "num":
        return None
    exponent = term.args[1].value
    return str(term.args[0].value) if exponent > 0 and exponent.denom() == 1 and exponent.numer() % 2 == 0 else None
