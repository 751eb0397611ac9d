"""What can be put to SymPy, and how it travels.

A tree travels as a table of nodes, `[head, value, [places of the arguments]]`, so that a shared node travels once. A
node comes after its arguments, the root last. Rationals travel as `p/q`.
"""

from typing import Any

from tutor.language.tree import Tree, walk

Table = list[list[Any]]

_NAMES = (
    "exp log log2 log10 sin cos tan cot sec csc asin acos atan sinh cosh tanh asinh acosh atanh "
    "abs erf erfc Phi phi sigmoid softplus gamma zeta"
)

FUNCTIONS = frozenset(_NAMES.split())
"""Functions on which SymPy and the language agree, for real arguments, wherever the language defines them."""

LARGEST = 300
"""SymPy multiplies powers and factorials out and adds terms up, at any size; steps are not counted there."""


def is_question(root: Tree) -> bool:
    """Whether SymPy can be asked about the tree at all; if not, its process need not be started."""
    return all(_is_known(node) for node in walk(root))


def _is_known(node: Tree) -> bool:
    match node.head:
        case "const":
            return node.value in ("pi", "e")
        case "call":
            return node.value in FUNCTIONS
        case "pow":
            exponent = node.args[1]
            return exponent.head != "num" or abs(exponent.value) <= LARGEST
    return node.head in ("num", "var", "add", "mul", "sum")


def table(root: Tree) -> Table:
    """The table of a tree in core form."""
    places: dict[Tree, int] = {}
    rows: Table = []

    def place(node: Tree) -> int:
        known = places.get(node)
        if known is None:
            arguments = [place(argument) for argument in node.args]
            known = places[node] = len(rows)
            rows.append([node.head, str(node.value) if node.head == "num" else node.value, arguments])
        return known

    place(root)
    return rows
