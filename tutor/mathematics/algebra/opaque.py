"""Opaque kernels: functions, sums, integrals and limits that have no rules of their own, one kernel for one tree.

Two of them are the same kernel when their arguments have the same normal form, or their trees agree up to the names
of bound variables and the order of terms and factors. Their domain of definition is not known, so they are excluded
by name: an identity that cancels one of them holds where it is defined.
"""

from tutor.language.tree import BINDERS, UNBOUND_ARGUMENTS, Tree, free_names
from tutor.mathematics.algebra.expressions import tree_of
from tutor.mathematics.algebra.kernels import OPAQUE, Kernel, Quotient
from tutor.mathematics.algebra.outcomes import Unsupported
from tutor.mathematics.algebra.points import as_tree
from tutor.mathematics.algebra.tower import Tower
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import call

ANALYTIC = frozenset(("erf", "gamma"))
"""Opaque functions that are one single-valued analytic function of their argument."""

COMMUTATIVE = frozenset(("add", "mul", "and", "or", "union", "intersection", "eq", "ne"))


def opaque_call(tower: Tower, name: str, arguments: list[Quotient]) -> Kernel:
    """The kernel for a named function of arguments in normal form."""
    key = f"{name}({';'.join(tower.name_of(argument) for argument in arguments)})"
    known = tower.find(OPAQUE, key)
    if known is not None:
        return known
    node = call(name, *(tree_of(tower, argument) for argument in arguments))
    names = frozenset[str]().union(*(tower.names_of(argument) for argument in arguments[1:]))
    analytic = name in ANALYTIC and len(arguments) == 1
    return tower.adjoin(OPAQUE, key, node, over=arguments[0], names=names, analytic=analytic)


def opaque_tree(tower: Tower, node: Tree) -> Quotient:
    """The kernel for a whole tree, excluded where it may be undefined."""
    placed = _at_the_point(tower, node)
    unknown = [name for name in free_names(placed) if name not in tower.ranges]
    if unknown:
        raise Unsupported(f"an undeclared name: {unknown[0]}")
    key = canonical_text(placed)
    kernel = tower.find(OPAQUE, key) or tower.adjoin(OPAQUE, key, placed, names=free_names(placed), analytic=False)
    tower.exclude_by_name(f"undefined {kernel.name}")
    return (kernel.symbol, None)


def _at_the_point(tower: Tower, node: Tree) -> Tree:
    """On a cell of one point, the point itself in place of the variable where it can be written down."""
    point = tower.cell.point if tower.cell is not None else None
    if point is None or not tower.reals or tower.reals[0] not in free_names(node):
        return node
    try:
        return substitute(node, {tower.reals[0]: as_tree(point)})
    except Unsupported:
        return node


def canonical_text(node: Tree, bound: tuple[str, ...] = ()) -> str:
    """A text that two trees share only if they are equal up to bound names and the order of commuting parts."""
    if node.head == "num":
        return str(node.value)
    if node.head == "var":
        # The innermost binder of the name counts; bound variables are named by their distance to it.
        return f"#{bound[::-1].index(node.value)}" if node.value in bound else f"'{node.value}'"
    parts = [canonical_text(a, _scope(node, place, bound)) for place, a in enumerate(node.args)]
    if node.head in COMMUTATIVE:
        parts.sort()
    value = "" if node.value is None or node.head in BINDERS else f":{node.value!r}"
    return f"{node.head}{value}({','.join(parts)})"


def _scope(node: Tree, place: int, bound: tuple[str, ...]) -> tuple[str, ...]:
    outside = UNBOUND_ARGUMENTS.get(node.head)
    return bound if outside is None or place in outside else (*bound, node.value)
