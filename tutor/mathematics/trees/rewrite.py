"""From what was typed to core form, and substitution that never captures a name."""

from collections.abc import Callable, Mapping
from itertools import count

from flint import fmpq

from tutor.language.tree import BINDERS, UNBOUND_ARGUMENTS, Tree, free_names, tree
from tutor.mathematics.trees import build


def _surface(node: Tree, args: tuple[Tree, ...]) -> Tree | None:
    match node.head:
        case "neg":
            return build.neg(*args)
        case "sub":
            return build.sub(*args)
        case "div":
            return build.div(*args)
        case "percent":
            return build.mul(build.num(fmpq(1, 100)), *args)
        case "gt":
            return build.less(args[1], args[0])
        case "ge":
            return build.at_most(args[1], args[0])
        case "call" if node.value == "sqrt":
            return build.sqrt(*args)
    return None


_CORE: dict[str, Callable[..., Tree]] = {"add": build.add, "mul": build.mul, "pow": build.power}


def rebuild(node: Tree, args: tuple[Tree, ...]) -> Tree:
    """The node with other arguments, through the core constructors. The node itself is in core form."""
    make = _CORE.get(node.head)
    return make(*args) if make else tree(node.head, node.value, args)


def core(node: Tree) -> Tree:
    """The same object by core heads only: no neg, sub, div, percent, gt, ge, sqrt; sums and products flat."""
    done: dict[Tree, Tree] = {}

    def convert(current: Tree) -> Tree:
        known = done.get(current)
        if known is None:
            args = tuple(convert(a) for a in current.args)
            known = done[current] = _surface(current, args) or rebuild(current, args)
        return known

    return convert(node)


def replaced(node: Tree, old: Tree, new: Tree) -> Tree:
    """The tree with every occurrence of one subtree replaced, under bound names too; `new` must hold none of these."""
    if node is old:
        return new
    return rebuild(node, tuple(replaced(a, old, new) for a in node.args)) if node.args else node


def substitute(node: Tree, values: Mapping[str, Tree]) -> Tree:
    """The tree with the free variables named in `values` replaced; bound names are renamed where they would capture."""
    done: dict[Tree, Tree] = {}

    def replace(current: Tree) -> Tree:
        if free_names(current).isdisjoint(values):
            return current
        known = done.get(current)
        if known is None:
            known = done[current] = _replaced(current, values, replace)
        return known

    return replace(node)


def _replaced(node: Tree, values: Mapping[str, Tree], replace: Callable[[Tree], Tree]) -> Tree:
    if node.head == "var":
        return values.get(node.value, node)
    if node.head in BINDERS:
        return _under_binder(node, values, replace)
    return rebuild(node, tuple(replace(a) for a in node.args))


def _under_binder(node: Tree, values: Mapping[str, Tree], replace: Callable[[Tree], Tree]) -> Tree:
    outside = UNBOUND_ARGUMENTS[node.head]
    name = node.value
    inner = {k: v for k, v in values.items() if k != name}
    if any(name in free_names(v) for v in inner.values()):
        name = _fresh(name, node, values)
        inner[node.value] = build.var(name)
    args = tuple(replace(a) if i in outside else substitute(a, inner) for i, a in enumerate(node.args))
    return tree(node.head, name, args)


def _fresh(name: str, node: Tree, values: Mapping[str, Tree]) -> str:
    taken = set().union(*(free_names(a) for a in node.args), *(free_names(v) for v in values.values()))
    return next(f"{name}_{i}" for i in count(1) if f"{name}_{i}" not in taken)
