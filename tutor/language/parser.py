"""The engine of the reader: a Pratt parser over tables of prefixes and infixes.

Each entry of a table is a function from the parser (and what stands to the left) to a node. What a node is, and how
sorts are checked, is here; the tables are in the modules beside it and are put together in `grammar`.

Method: V. R. Pratt, "Top down operator precedence", POPL 1973.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tutor.language.bars import STARTS_OPERAND
from tutor.language.faults import Fault, FaultKind
from tutor.language.limits import Limits
from tutor.language.names import Names, NameSort
from tutor.language.sorts import Sort
from tutor.language.tokens import Token
from tutor.language.tree import Tree, tree


class Spans:
    """Where a node of the tree stands in the text, and its arguments, in the order of the tree's.

    A node that was not typed as such (the x in a bare `1_[0,1]`) has the place of what it was read from.
    """

    __slots__ = ("children", "depth", "end", "sort", "start", "tree")

    def __init__(self, node: Tree, start: int, end: int, children: tuple["Spans", ...], sort: Sort, depth: int) -> None:
        self.tree, self.start, self.end, self.children = node, start, end, children
        self.sort, self.depth = sort, depth

    def __repr__(self) -> str:
        return f"Spans({self.start}, {self.end}, {self.children})"

    def at(self, path: tuple[int, ...]) -> "Spans":
        """The place of the node that this path of argument numbers leads to."""
        here = self
        for step in path:
            here = here.children[step]
        return here


_BY_LEFT_SIDE = frozenset(["U", "on", "diff"])

_LAWS = {("call", "binomial"): "Bin", ("call", "exp"): "exponential", ("set", "Cantor"): "cantor"}

Prefix = Callable[["Parser", int], Spans]
Infix = Callable[["Parser", Spans], Spans]

A_SORT = {
    Sort.NUMBER: "a number",
    Sort.FUNCTION: "a function",
    Sort.SET: "a set",
    Sort.PAIR: "a pair",
    Sort.TUPLE: "a tuple",
    Sort.MATRIX: "a matrix",
    Sort.CONDITION: "a condition",
    Sort.CLAIM: "a claim",
    Sort.DEFINITION: "a definition",
    Sort.MEASURE: "a measure",
    Sort.DECOMPOSITION: "a decomposition",
}


class Parser:
    """One reading of one text. `prefixes` and `infixes` are the tables of the grammar."""

    def __init__(
        self,
        text: str,
        tokens: list[Token],
        names: Names,
        limits: Limits,
        prefixes: dict[str, Prefix],
        infixes: dict[str, tuple[int, Infix]],
    ) -> None:
        self.text, self.tokens, self.names, self.limits = text, tokens, names, limits
        self.prefixes, self.infixes = prefixes, infixes
        self.place = 0
        self.token = tokens[0]
        self.depth = 0
        self.nodes = 0
        self.fresh = False
        self.scope: dict[str, NameSort] = {}
        self.points: list[str] = []
        self.integrands = 0
        self.asked: Sort | None = None
        self.random: list[tuple[str, Spans]] = []
        self.line: str | None = None
        """The name of a point of the line, where a measure is asked and x is not declared: `1_{x>0} mu`."""
        self.diffuse = False
        """Whether the set that is read belongs to a measure without point masses."""

    # Moving over tokens.

    def take(self) -> Token:
        """The current token; move on."""
        token = self.token
        self.place += 1
        self.token = self.tokens[self.place]
        return token

    def peek(self, ahead: int = 1) -> Token:
        """A token further on."""
        return self.tokens[min(self.place + ahead, len(self.tokens) - 1)]

    def before(self) -> Token:
        """The last token that was taken."""
        return self.tokens[self.place - 1]

    def move(self, place: int) -> None:
        """Go to another token."""
        self.place = place
        self.token = self.tokens[place]

    def ended(self) -> None:
        """Raises Fault where something is left over."""
        if self.token.type != "end":
            raise self.unexpected(f"{self.shown(self.token)} cannot stand here")

    def expect(self, type_: str, what: str) -> Token:
        """Take a token of this type, or raise a fault that names what is missing."""
        if self.token.type != type_:
            raise self.unexpected(f"{what} is missing here")
        return self.take()

    # Faults.

    def fault(self, kind: FaultKind, span: tuple[int, int], message: str, **more: Any) -> Fault:
        return Fault(kind, span, message, **more)

    def at_token(self, kind: FaultKind, token: Token, message: str, **more: Any) -> Fault:
        return Fault(kind, (token.start, token.end), message, **more)

    def unexpected(self, message: str, **more: Any) -> Fault:
        """The current token cannot stand where it stands."""
        kind = FaultKind.MISSING_OPERAND if self.token.type == "end" else FaultKind.UNEXPECTED
        return self.at_token(kind, self.token, message, **more)

    # Expressions.

    def expression(self, power: int) -> Spans:
        """Read as much as binds more strongly than `power`; afterwards `fresh` says whether an infix was applied."""
        prefix = self.prefixes.get(self.token.type)
        if prefix is None:
            raise self.no_operand()
        self.depth += 1
        if self.depth > self.limits.depth:
            raise self.at_token(FaultKind.TOO_DEEP, self.token, "too many levels inside one another")
        left = prefix(self, power)
        fresh = False
        infixes = self.infixes
        while True:
            type_ = self.token.type
            entry = infixes.get(type_)
            if entry is None:
                break
            if type_ in _BY_LEFT_SIDE:
                entry = self.by_left_side(type_, left, entry)
            if entry is None or entry[0] <= power:
                break
            self.fresh = fresh
            left = entry[1](self, left)
            fresh = True
        self.fresh = fresh
        self.depth -= 1
        return left

    def by_left_side(self, type_: str, left: Spans, entry: tuple[int, Infix]) -> tuple[int, Infix] | None:
        """What an infix does that depends on the left side, or None where it is none there.

        `U` joins sets and is a law behind a number; `on` restricts a measure and gives a piece behind a number; a
        differential ends the integrand of a printed integral and makes a density elsewhere.
        """
        if type_ == "U":
            return entry if left.sort in (Sort.SET, Sort.PAIR) else self.infixes["law"]
        if type_ == "on":
            return entry if left.sort is Sort.MEASURE else None
        return None if self.integrands else entry

    def no_operand(self) -> Fault:
        token = self.token
        if token.type == "end":
            message = "the text ends where something more is expected" if self.place else "nothing was typed"
            kind = FaultKind.MISSING_OPERAND if self.place else FaultKind.EMPTY
            return self.at_token(kind, token, message)
        message = f"something is missing before {self.shown(token)}"
        return self.at_token(FaultKind.MISSING_OPERAND, token, message)

    def shown(self, token: Token) -> str:
        """The token as it was typed, for a message."""
        return self.text[token.start : token.end] or "the end"

    # Nodes.

    def node(
        self, head: str, value: Any, children: tuple[Spans, ...], start: int, end: int, sort: Sort = Sort.NUMBER
    ) -> Spans:
        """A new node. Raises Fault where the tree grows too deep or too large."""
        depth = 1
        for child in children:
            if child.depth >= depth:
                depth = child.depth + 1
        self.nodes += 1
        if depth > self.limits.depth or self.nodes > self.limits.nodes:
            raise self.fault(FaultKind.TOO_DEEP, (start, end), "this is too large to be read")
        return Spans(tree(head, value, tuple([c.tree for c in children])), start, end, children, sort, depth)

    def over(self, head: str, value: Any, children: tuple[Spans, ...], sort: Sort = Sort.NUMBER) -> Spans:
        """A new node that reaches from its first argument to its last."""
        return self.node(head, value, children, children[0].start, children[-1].end, sort)

    def widened(self, inner: Spans, start: int, end: int) -> Spans:
        """The same node with its brackets."""
        return Spans(inner.tree, start, end, inner.children, inner.sort, inner.depth)

    # Sorts.

    def number(self, found: Spans) -> Spans:
        """The node, which must be a number. Raises Fault (wrong-sort)."""
        if found.sort is not Sort.NUMBER:
            raise self.wrong_sort(found, "a number")
        return found

    def set(self, found: Spans) -> Spans:
        """The node as a set: a pair is an open interval here. Raises Fault (wrong-sort)."""
        if found.sort is Sort.SET:
            return found
        if found.sort is Sort.PAIR:
            node = tree("interval", (False, False), found.tree.args)
            return Spans(node, found.start, found.end, found.children, Sort.SET, found.depth)
        raise self.wrong_sort(found, "a set")

    def measure(self, found: Spans) -> Spans:
        """The node, which must be a measure. Raises Fault (wrong-sort)."""
        law = self.as_law(found)
        if law.sort is not Sort.MEASURE:
            raise self.wrong_sort(found, "a measure")
        return law

    def as_law(self, found: Spans) -> Spans:
        """Where a measure is expected, the law that shares its name: `binomial(n, p)`, `exp(1)`, `Cantor`."""
        name = _LAWS.get((found.tree.head, found.tree.value))
        if name is None or (name == "exponential" and found.tree.args[0].head not in ("num", "div", "var")):
            return found
        return self.node("law", name, found.children, found.start, found.end, Sort.MEASURE)

    def condition(self, found: Spans) -> Spans:
        """The node, which must be a condition. Raises Fault (wrong-sort)."""
        if found.sort is not Sort.CONDITION and found.sort is not Sort.CLAIM:
            raise self.wrong_sort(found, "a condition, such as x > 0,")
        return found

    def wrong_sort(self, found: Spans, wanted: str) -> Fault:
        what = A_SORT[found.sort]
        message = f"{wanted} is expected here, and this is {what}".replace(",,", ",")
        suggestion = None
        typed = self.text[found.start : found.end]
        if found.sort is Sort.CONDITION and wanted == "a number":
            suggestion = f"1[{typed.strip('()')}]"
        return self.fault(FaultKind.WRONG_SORT, (found.start, found.end), message, suggestion=suggestion)

    # Scopes.

    @contextmanager
    def binding(self, name: str, sort: NameSort, point: bool = False) -> Iterator[None]:
        """While this lasts the name is bound; a `point` is what a bare function or indicator is applied to."""
        outer = self.scope.get(name)
        self.scope[name] = sort
        if point:
            self.points.append(name)
        try:
            yield
        finally:
            if point:
                self.points.pop()
            if outer is None:
                del self.scope[name]
            else:
                self.scope[name] = outer

    def point(self) -> str | None:
        """The one real variable that is meant where a function stands without its argument, or None."""
        if self.points:
            return self.points[-1]
        declared = self.names.points()
        return declared[0] if len(declared) == 1 else None

    def operand_follows(self) -> bool:
        """Whether the current token begins an operand, so that a product is implied."""
        return self.token.type in STARTS_OPERAND or self.token.type == "|("
