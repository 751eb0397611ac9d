"""Formulas in two dimensions: fractions, integrals, sums, limits and cases stacked as they are written on paper.

A box is a block of text with a baseline. Whatever needs no second dimension is one line of Unicode, so simple formulas
stay simple; `needs_layout` says which ones gain by it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tutor.language.names import Names
from tutor.language.printers.unicode import unicode
from tutor.language.tree import Tree, walk


@dataclass(frozen=True, slots=True)
class Box:
    """Rows of equal width; `base` is the row that stands on the line."""

    rows: tuple[str, ...]
    base: int = 0

    @property
    def width(self) -> int:
        """Columns."""
        return len(self.rows[0])


_SIGNS = {"sum": "∑", "prod": "∏"}
_CALM = frozenset(("num", "var", "const", "apply", "call"))
WIDEST = 72
HIGHEST = 9


def needs_layout(node: Tree) -> bool:
    """Whether a formula holds what is easier to read in two dimensions."""
    return any(_stacked(inner) for inner in walk(node))


def laid_out(node: Tree, names: Names | None = None) -> Box | None:
    """The formula as a box; None where it is too large for a terminal."""
    box = _Layout(names or Names()).box(node)
    return box if box.width <= WIDEST and len(box.rows) <= HIGHEST else None


def _stacked(node: Tree) -> bool:
    if node.head == "div":
        return not all(side.head in _CALM for side in node.args)
    if node.head == "piecewise":
        return len(node.args) > 1
    return node.head in ("sum", "prod", "integral", "limit")


class _Layout:
    """One formula on its way to a box."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.rules: dict[str, Callable[[Tree], Box]] = {
            "div": self.fraction,
            "piecewise": self.cases,
            "sum": self.with_limits,
            "prod": self.with_limits,
            "integral": self.integral,
            "limit": self.limit,
            "add": lambda node: self.joined(node, " + "),
            "sub": lambda node: self.joined(node, " - "),
            "mul": lambda node: self.joined(node, "·", tight=True),
            "neg": lambda node: beside(text("-"), self.tight(node.args[0])),
            "call": self.call,
        }

    def box(self, node: Tree) -> Box:
        rule = self.rules.get(node.head)
        if rule is None or not needs_layout(node):
            return text(unicode(node, self.names))
        return rule(node)

    def tight(self, node: Tree) -> Box:
        """The box, in brackets where it binds less than a product."""
        box = self.box(node)
        return bracketed(box) if node.head in ("add", "sub", "neg", "piecewise") else box

    def joined(self, node: Tree, sign: str, *, tight: bool = False) -> Box:
        boxes = [self.tight(part) if tight or (place and node.head == "sub") else self.box(part)
                 for place, part in enumerate(node.args)]  # fmt: skip
        whole = boxes[0]
        for box in boxes[1:]:
            whole = beside(whole, text(sign), box)
        return whole

    def fraction(self, node: Tree) -> Box:
        above, below = (self.box(side) for side in node.args)
        width = max(above.width, below.width) + 2
        rows = (*centred(above, width), "─" * width, *centred(below, width))
        return Box(rows, len(above.rows))

    def cases(self, node: Tree) -> Box:
        """Values in a column, conditions in another, under one brace."""
        pairs = node.args[:-1] if node.value else node.args
        rows = [
            (self.box(value), f"if {unicode(when, self.names)}")
            for value, when in zip(pairs[::2], pairs[1::2], strict=True)
        ]
        if node.value:
            rows.append((self.box(node.args[-1]), "otherwise"))
        width = max(value.width for value, _ in rows)
        lines = [
            row.ljust(width) + ("   " + when if number == value.base else "")
            for value, when in rows
            for number, row in enumerate(value.rows)
        ]
        longest = max(map(len, lines))
        lines = [line.ljust(longest) for line in lines]
        return beside(brace(len(lines)), text(" "), Box(tuple(lines), (len(lines) - 1) // 2))

    def with_limits(self, node: Tree) -> Box:
        body, low, high = node.args
        return self.operator(
            _SIGNS[node.head], f"{node.value}={unicode(low, self.names)}", unicode(high, self.names), body
        )

    def integral(self, node: Tree) -> Box:
        """∫ with its limits to the right, and the differential at the end."""
        body, low, high = node.args
        limits = (unicode(high, self.names), "", unicode(low, self.names))
        width = max(map(len, limits))
        sign = Box(tuple(mark + limit.ljust(width) for mark, limit in zip("⌠⎮⌡", limits, strict=True)), 1)
        return beside(sign, text(" "), self.tight(body), text(f" d{node.value}"))

    def limit(self, node: Tree) -> Box:
        body, point = node.args[:2]
        return self.operator("lim", f"{node.value}→{unicode(point, self.names)}", "", body)

    def operator(self, sign: str, below: str, above: str, body: Tree) -> Box:
        width = max(len(sign), len(below), len(above))
        rows = tuple(row.center(width) for row in ([above] if above else []) + [sign, below])
        return beside(Box(rows, 1 if above else 0), text(" "), self.tight(body))

    def call(self, node: Tree) -> Box:
        inside = self.box(node.args[0])
        for argument in node.args[1:]:
            inside = beside(inside, text(", "), self.box(argument))
        return beside(text(node.value), bracketed(inside))


def text(line: str) -> Box:
    """A box of one row."""
    return Box((line,))


def beside(*boxes: Box) -> Box:
    """Boxes side by side on one baseline."""
    above = max(box.base for box in boxes)
    below = max(len(box.rows) - box.base - 1 for box in boxes)
    columns = [_padded(box, above, below) for box in boxes]
    return Box(tuple("".join(parts) for parts in zip(*columns, strict=True)), above)


def centred(box: Box, width: int) -> tuple[str, ...]:
    """Its rows in the middle of a width."""
    return tuple(row.center(width) for row in box.rows)


def bracketed(box: Box) -> Box:
    """The box in round brackets of its height."""
    height = len(box.rows)
    if height == 1:
        return Box((f"({box.rows[0]})",))
    left = ["⎛", *["⎜"] * (height - 2), "⎝"]
    right = ["⎞", *["⎟"] * (height - 2), "⎠"]
    return Box(tuple(a + row + b for a, row, b in zip(left, box.rows, right, strict=True)), box.base)


def brace(height: int) -> Box:
    """A brace of this height, with its point on the baseline of the rows beside it."""
    if height < 3:
        return Box(("{",) if height == 1 else ("⎰", "⎱"), (height - 1) // 2)
    middle = (height - 1) // 2
    rows = ["⎪"] * height
    rows[0], rows[middle], rows[-1] = "⎧", "⎨", "⎩"
    return Box(tuple(rows), middle)


def _padded(box: Box, above: int, below: int) -> list[str]:
    blank = " " * box.width
    missing = below - (len(box.rows) - box.base - 1)
    return [blank] * (above - box.base) + list(box.rows) + [blank] * missing
