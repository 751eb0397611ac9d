"""The only tree: interned, immutable, without spans.

Two trees that are alive at the same time are equal exactly when they are identical, so `is` compares structure and
dictionaries keyed by trees are fast. Where in the text a node stands is kept beside the tree, in `Reading.spans`,
because one interned node may stand at many places.

| head | value | args |
|---|---|---|
| `num` | exact rational, `fmpq` | |
| `const` | `"pi"`, `"e"` or `"oo"` | |
| `var` | name | |
| `add`, `mul` | | two or more terms or factors |
| `pow` | | base, exponent |
| `neg`, `sub`, `div`, `percent` | | as typed; `mathematics.trees.core` rewrites them by add, mul, pow |
| `call` | name of a function of the vocabulary | its arguments |
| `apply` | name of a declared function | subscripts first, then arguments |
| `piecewise` | whether a last "otherwise" value stands at the end | value, condition, value, condition, …, [value] |
| `indicator` | | a condition: `1_S(x)` is indicator(in(x, S)) |
| `sum`, `prod` | bound name | body, low, high |
| `integral` | bound name | body, low, high |
| `integral_on` | bound name | body, set, [measure] |
| `norm` | bound name | function, exponent, [set] |
| `limit`, `sup`, `inf`, `ess_sup` | bound name | body, then the point (limit) or the set |
| `lt`, `le`, `gt`, `ge`, `eq`, `ne` | | left, right; a chain is an `and` of these |
| `and`, `or`, `not` | | conditions |
| `true`, `false` | | |
| `in` | | element, set |
| `set` | `"R"`, `"Q"`, `"Z"`, `"N"`, `"Cantor"` | |
| `interval` | (left end closed, right end closed) | low, high |
| `finite` | | elements; none for the empty set |
| `builder` | bound name | condition; `{x in S : P}` is intersection(S, builder(P)) |
| `image` | bound name | element, set it runs over: `{1/n : n in N}` |
| `union`, `intersection` | | two or more sets |
| `minus` | | set, set |
| `complement` | | set |
| `big_union`, `big_intersection` | bound name | set, low, high |
| `clarke` | bound name | function, the point: Clarke's subdifferential, a set |
| `pair` | | two numbers as typed `(a, b)`: the kind says whether interval or tuple |
| `tuple` | | components |
| `matrix` | | rows, each a `tuple` |
| `forall`, `exists`, `almost_every` | bound name | set, claim |
| `define` | (name, parameters) | body: `f_n(x) = …` |

| `atom` | | the place of a unit mass, a number or a `pair` |
| `law` | name: `"lebesgue"`, `"counting"`, `"cantor"`, `"normal"`, … | parameters; normal(mean, variance) |
| `density` | bound name | function, set: `exp(-x) dx on (0,oo)` |
| `restrict` | | measure, set |
| `pushforward` | bound name | map, measure: `law(relu(Z)), Z ~ N(0,1)`; a map to measures makes their mixture |
| `product` | | measures |
| `decomposition` | `("ac", "sing")` | the absolutely continuous part, the singular part |

N is {1, 2, 3, …}. Measures are added and scaled by `add`, `sub`, `neg`, `mul`, `div` and `sum`; 0 is a measure, too.
"""

import atexit
from collections.abc import Iterator
from typing import Any
from weakref import WeakValueDictionary


class Tree:
    """One node. Build it with `tree(...)` only: that is what keeps equal trees identical."""

    __slots__ = ("__weakref__", "_free", "args", "head", "value")

    head: str
    value: Any
    args: tuple["Tree", ...]
    _free: frozenset[str] | None

    def __repr__(self) -> str:
        inside = ", ".join(([] if self.value is None else [repr(self.value)]) + [repr(a) for a in self.args])
        return f"{self.head}({inside})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (tree, (self.head, self.value, self.args))


_alive: "WeakValueDictionary[tuple[str, Any, tuple[Tree, ...]], Tree]" = WeakValueDictionary()
# Trees that live as long as their module die after flint has been torn down, when the keys can no longer be hashed.
atexit.register(_alive.clear)


def tree(head: str, value: Any = None, args: tuple[Tree, ...] = ()) -> Tree:
    """The node with this head, value and arguments; the same object as long as one is alive."""
    # The hash of an fmpq costs as much as a small proof; that of two integers costs nothing.
    key = (head, (int(value.p), int(value.q)) if head == "num" else value, args)
    node = _alive.get(key)
    if node is None:
        node = object.__new__(Tree)
        node.head, node.value, node.args, node._free = head, value, args, None
        _alive[key] = node
    return node


UNBOUND_ARGUMENTS = {
    "sum": (1, 2),
    "prod": (1, 2),
    "integral": (1, 2),
    "integral_on": (1, 2),
    "norm": (1, 2),
    "limit": (1,),
    "sup": (1,),
    "inf": (1,),
    "ess_sup": (1,),
    "builder": (),
    "image": (1,),
    "big_union": (1, 2),
    "big_intersection": (1, 2),
    "clarke": (1,),
    "forall": (0,),
    "exists": (0,),
    "almost_every": (0,),
    "density": (1,),
    "pushforward": (1,),
}
"""Which arguments of a binder stand outside the scope of the name it binds."""

BINDERS = frozenset(UNBOUND_ARGUMENTS)
"""Heads whose value is the name they bind."""


def free_names(node: Tree) -> frozenset[str]:
    """The names that occur free in the tree."""
    if node._free is None:
        node._free = _free_names(node)
    return node._free


def _free_names(node: Tree) -> frozenset[str]:
    if node.head == "var":
        return frozenset((node.value,))
    if node.head == "define":
        return free_names(node.args[0]) - frozenset(node.value[1])
    names: frozenset[str] = frozenset()
    outside = UNBOUND_ARGUMENTS.get(node.head)
    for place, argument in enumerate(node.args):
        found = free_names(argument)
        names |= found if outside is None or place in outside else found - {node.value}
    return names


def walk(node: Tree) -> Iterator[Tree]:
    """Every distinct node of the tree, each once, the root first."""
    seen = {node}
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        for argument in reversed(current.args):
            if argument not in seen:
                seen.add(argument)
                waiting.append(argument)


def size(node: Tree) -> int:
    """How many distinct nodes the tree has."""
    return sum(1 for _ in walk(node))
