"""Plain text in the answer language: what is shown as "read as", and what reads back to the same tree.

Brackets are the fewest that the table of binding powers allows, products are written out. One neutral case: an
open interval that stands alone prints as `(a, b)`, which reads as the pair that a kind takes for an interval.
"""

from collections.abc import Sequence

from flint import fmpq

from tutor.language import powers
from tutor.language.names import Names, NameSort
from tutor.language.sorts import Sort, inner_sort
from tutor.language.tree import Tree, free_names, tree

_RELATIONS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "=", "ne": "!="}
_INCREASING, _DECREASING = frozenset(["lt", "le"]), frozenset(["gt", "ge"])
_LONGEST_DECIMAL = 24


def plain(node: Tree, names: Names | None = None) -> str:
    """The tree in the answer language.

    With the declared names, families are written with subscripts and letters that were redeclared are avoided.
    """
    if node.head == "pushforward":
        return _law(node, names)
    return PlainWriter(names or _NO_NAMES).write(node, powers.OPEN)


def _law(node: Tree, names: Names | None) -> str:
    """`law(image), X ~ mu, Y ~ nu`: a map whose values are laws in turn has more than one variable."""
    variables: dict[str, str] = {}
    image = node
    while image.head == "pushforward" and not (free_names(image.args[1]) | {image.value}) & set(variables):
        variables[image.value] = plain(image.args[1], names)
        image = image.args[0]
    if inner_sort(image, names or _NO_NAMES) is Sort.MEASURE:
        return PlainWriter(names or _NO_NAMES).write(node, powers.OPEN)
    inside = plain(image, names)
    return f"law({inside}), " + ", ".join(f"{name} ~ {source}" for name, source in variables.items())


def plain_factor(node: Tree) -> str:
    """The tree as it is written as a factor of a product."""
    return PlainWriter(_NO_NAMES).write(node, powers.PRODUCT)


_NO_NAMES = Names()


class PlainWriter:
    """Writes trees; the other notations are subclasses that write some heads differently."""

    times = "*"
    cup, cap, backslash, member_sign, non_member = "U", "&", "\\", "in", "not in"
    quantifiers = {"forall": "forall", "exists": "exists", "almost_every": "a.e."}  # noqa: RUF012  (a table)

    def __init__(self, names: Names) -> None:
        self.names = names

    def write(self, node: Tree, power: int) -> str:
        """The node, in brackets unless it binds more strongly than `power`."""
        writer = _WRITERS.get(node.head)
        text = getattr(self, writer)(node) if writer else self.listed(node.head, node.args)
        return text if self.strength(node, text) > power else self.bracketed(text)

    def bracketed(self, text: str) -> str:
        return f"({text})"

    def strength(self, node: Tree, text: str) -> int:
        """How strongly what was written binds."""
        if node.head == "num":
            return powers.SUM if text[0] == "-" else powers.PRODUCT if "/" in text else powers.ATOM
        if node.head == "call":
            return powers.POSTFIX if node.value == "factorial" else powers.ATOM
        if node.head == "tuple" and len(node.args) == 2:
            return powers.OPEN + 1
        if node.head == "not" and node.args[0].head == "in":
            return powers.RELATION
        if _builds(node):
            return powers.ATOM
        return powers.OF_HEAD.get(node.head, powers.ATOM)

    def listed(self, name: str, arguments: Sequence[Tree]) -> str:
        return f"{name}({self.commas(arguments)})"

    def commas(self, arguments: Sequence[Tree]) -> str:
        return ", ".join(self.write(argument, powers.OPEN) for argument in arguments)

    # Numbers and arithmetic.

    def num(self, node: Tree) -> str:
        return decimal(node.value, scientific=self.names.find("e") is None)

    def const(self, node: Tree) -> str:
        return str(node.value)

    def var(self, node: Tree) -> str:
        return self.name(node.value)

    def name(self, name: str) -> str:
        """A name, as declared."""
        return name

    def sign(self, head: str) -> str:
        """The sign of a relation."""
        return _RELATIONS[head]

    def arrow(self) -> str:
        return "->"

    def add(self, node: Tree) -> str:
        first, *rest = node.args
        left = self.write(first, powers.SUM - (first.head in ("sub", "neg")))
        return " + ".join([left, *(self.write(term, powers.SUM) for term in rest)])

    def sub(self, node: Tree) -> str:
        left, right = node.args
        first = self.write(left, powers.SUM - (left.head in ("add", "sub", "neg")))
        return f"{first} - {self.write(right, powers.SUM)}"

    def neg(self, node: Tree) -> str:
        return "-" + self.write(node.args[0], powers.SUM)

    def mul(self, node: Tree) -> str:
        first, *rest = node.args
        left = self.write(first, powers.PRODUCT - (first.head == "div"))
        return self.times.join([left, *(self.write(factor, powers.PRODUCT) for factor in rest)])

    def div(self, node: Tree) -> str:
        left, right = node.args
        above = self.write(left, powers.PRODUCT - (left.head in ("mul", "div")))
        return f"{above}/{self.write(right, powers.PRODUCT)}"

    def pow(self, node: Tree) -> str:
        base, exponent = node.args
        written = self.write(exponent, powers.POWER - 1)
        if written == "1":
            written = "(1)"
        return f"{self.write(base, powers.POWER)}^{written}"

    def percent(self, node: Tree) -> str:
        return self.write(node.args[0], powers.POSTFIX) + "%"

    # Functions.

    def call(self, node: Tree) -> str:
        if node.value == "factorial":
            return self.write(node.args[0], powers.POSTFIX) + "!"
        inside = self.commas(node.args)
        if node.value == "abs" and "|" not in inside:
            return f"|{inside}|"
        return f"{node.value}({inside})"

    def apply(self, node: Tree) -> str:
        sort = self.names.sort(node.value)
        indices = 0
        if sort in (NameSort.SEQUENCE, NameSort.SET):
            indices = len(node.args)
        elif len(node.args) > 1 and self.is_integer(node.args[0]):
            indices = 1
        text = self.name(node.value) + self.subscript(node.args[:indices])
        return text + (f"({self.commas(node.args[indices:])})" if indices < len(node.args) else "")

    def is_integer(self, node: Tree) -> bool:
        """Whether this is an index: integers joined by + - *."""
        if node.head == "var":
            return self.names.sort(node.value) is NameSort.INTEGER
        if node.head == "num":
            return bool(node.value.q == 1)
        return node.head in ("add", "sub", "mul", "neg") and all(self.is_integer(a) for a in node.args)

    def subscript(self, indices: Sequence[Tree]) -> str:
        if not indices:
            return ""
        inside = self.commas(indices)
        simple = len(indices) == 1 and indices[0].head in ("var", "num") and inside.isalnum()
        return f"_{inside}" if simple else f"_{{{inside}}}"

    def piecewise(self, node: Tree) -> str:
        pairs = zip(node.args[::2], node.args[1::2], strict=False)
        rows = [f"{self.write(v, powers.OPEN)} if {self.write(c, powers.OPEN)}" for v, c in pairs]
        if node.value:
            rows.append(f"{self.write(node.args[-1], powers.OPEN)} otherwise")
        return "{" + "; ".join(rows) + "}"

    def indicator(self, node: Tree) -> str:
        (condition,) = node.args
        if condition.head != "in":
            return f"1[{self.write(condition, powers.OPEN)}]"
        element, inside = condition.args
        place = self.write(element, powers.OPEN)
        set_ = self.write(inside, powers.ATOM - 1)
        if (inside.head in ("builder", "image", "intersection") and set_[0] == "{") or inside.head in (
            "apply",
            "big_union",
            "big_intersection",
            "clarke",
            "complement",
        ):
            set_ = f"({set_})"
        return f"1_{set_}{place if element.head in ('pair', 'tuple') else f'({place})'}"

    # Binders.

    def ranged(self, node: Tree) -> str:
        name = {"big_union": "union", "big_intersection": "intersection", "integral": "int"}.get(node.head, node.head)
        body, low, high = node.args
        ends = f"{self.write(low, powers.RELATION)}..{self.write(high, powers.RELATION)}"
        return f"{name}({self.write(body, powers.OPEN)}, {self.name(node.value)}={ends})"

    def over_set(self, node: Tree) -> str:
        name = "int" if node.head == "integral_on" else node.head
        body, inside = node.args[:2]
        against = "".join(f", {self.write(measure, powers.OPEN)}" for measure in node.args[2:])
        return f"{name}({self.write(body, powers.OPEN)}, {self.running(node, inside)}{against})"

    def running(self, node: Tree, over: Tree) -> str:
        """The bound name and the set it runs in."""
        return f"{self.name(node.value)} {self.member_sign} {self.write(over, powers.RELATION)}"

    def limit(self, node: Tree) -> str:
        body, point = node.args
        place = f"{self.name(node.value)} {self.arrow()} {self.write(point, powers.RELATION)}"
        return f"lim({self.write(body, powers.OPEN)}, {place})"

    def clarke(self, node: Tree) -> str:
        body, point = node.args
        return f"clarke({self.write(body, powers.OPEN)}, {self.name(node.value)}={self.write(point, powers.RELATION)})"

    def norm(self, node: Tree) -> str:
        body, exponent = (self.write(part, powers.OPEN) for part in node.args[:2])
        if len(node.args) == 3:
            return f"norm({body}, {exponent}, {self.running(node, node.args[2])})"
        if "|" in body or not exponent.isalnum():
            return f"norm({body}, {exponent})"
        return f"||{body}||_{exponent}"

    # Conditions and claims.

    def relation(self, node: Tree) -> str:
        left, right = node.args
        return f"{self.write(left, powers.RELATION)} {self.sign(node.head)} {self.write(right, powers.RELATION)}"

    def member(self, node: Tree) -> str:
        element, inside = node.args
        return f"{self.write(element, powers.RELATION)} {self.member_sign} {self.write(inside, powers.RELATION)}"

    def conjunction(self, node: Tree) -> str:
        if is_chain(node):
            first = self.write(node.args[0].args[0], powers.RELATION)
            links = (f"{self.sign(a.head)} {self.write(a.args[1], powers.RELATION)}" for a in node.args)
            return " ".join([first, *links])
        return " and ".join(self.write(a, powers.AND - is_chain(a)) for a in node.args)

    def disjunction(self, node: Tree) -> str:
        return " or ".join(self.write(a, powers.OR) for a in node.args)

    def negation(self, node: Tree) -> str:
        (inner,) = node.args
        if inner.head == "in":
            element, inside = inner.args
            return f"{self.write(element, powers.RELATION)} {self.non_member} {self.write(inside, powers.RELATION)}"
        return "not " + self.write(inner, powers.NOT - (inner.head == "not"))

    def truth(self, node: Tree) -> str:
        return node.head

    def quantified(self, node: Tree) -> str:
        over, claim = node.args
        bound = f"{self.quantifiers[node.head]} {self.name(node.value)}"
        return f"{bound} {self.member_sign} {self.write(over, powers.RELATION)}: {self.write(claim, powers.OPEN)}"

    def define(self, node: Tree) -> str:
        name, parameters = node.value
        indices = [n for n in parameters if self.names.sort(n) is NameSort.INTEGER]
        indices = indices if list(parameters[: len(indices)]) == indices else []
        rest = parameters[len(indices) :]
        arguments = f"({', '.join(map(self.name, rest))})" if rest else ""
        left = self.name(name) + self.subscript([tree("var", n) for n in indices]) + arguments
        return f"{left} = {self.write(node.args[0], powers.OPEN)}"

    # Sets.

    def set(self, node: Tree) -> str:
        declared = self.names.find(node.value) is not None
        return _LONG_NAMES.get(node.value, node.value) if declared else str(node.value)

    def interval(self, node: Tree) -> str:
        low, high = node.value
        return f"{'[' if low else '('}{self.commas(node.args)}{']' if high else ')'}"

    def finite(self, node: Tree) -> str:
        return "{" + self.commas(node.args) + "}"

    def builder(self, node: Tree) -> str:
        return f"{{{self.name(node.value)} : {self.write(node.args[0], powers.OPEN)}}}"

    def image(self, node: Tree) -> str:
        element, over = node.args
        # In brackets a name stands for itself: `{x : …}` would be all x with a property.
        text = self.write(element, powers.ATOM if element.head == "var" else powers.OPEN)
        return f"{{{text} : {self.name(node.value)} {self.member_sign} {self.write(over, powers.RELATION)}}}"

    def union(self, node: Tree) -> str:
        sign = self.cup if self.names.find("U") is None else "union"
        return f" {sign} ".join(self.write(a, powers.UNION) for a in node.args)

    def intersection(self, node: Tree) -> str:
        if _builds(node):
            within, builder = node.args
            condition = self.write(builder.args[0], powers.OPEN)
            return (
                f"{{{self.name(builder.value)} {self.member_sign} {self.write(within, powers.RELATION)} : {condition}}}"
            )
        return f" {self.cap} ".join(self.write(a, powers.INTERSECTION) for a in node.args)

    def minus(self, node: Tree) -> str:
        left, right = node.args
        first = self.write(left, powers.UNION - (left.head == "minus"))
        return f"{first} {self.backslash} {self.write(right, powers.INTERSECTION)}"

    # Measures.

    def atom(self, node: Tree) -> str:
        return self.listed("delta", node.args)

    def law(self, node: Tree) -> str:
        return self.listed(node.value, node.args) if node.args else str(node.value)

    def density(self, node: Tree) -> str:
        function, over = node.args
        text = f"{self.write(function, powers.ON)} d{self.name(node.value)}"
        return text if over is _LINE else f"{text} on {self.write(over, powers.SUM)}"

    def restrict(self, node: Tree) -> str:
        measure, over = node.args
        left = self.write(measure, powers.ON - (measure.head == "restrict"))
        return f"{left} on {self.write(over, powers.SUM)}"

    def pushforward(self, node: Tree) -> str:
        image, source = (self.write(part, powers.OPEN) for part in node.args)
        return f"push({self.name(node.value)} -> {image}, {source})"

    def product(self, node: Tree) -> str:
        return f"product({self.commas(node.args)})"

    def decomposition(self, node: Tree) -> str:
        return "; ".join(f"{n}: {self.write(a, powers.OPEN)}" for n, a in zip(node.value, node.args, strict=True))

    # Tuples and matrices.

    def pair(self, node: Tree) -> str:
        return f"({self.commas(node.args)})"

    def tuple(self, node: Tree) -> str:
        inside = self.commas(node.args)
        return inside if len(node.args) == 2 else f"({inside})"

    def matrix(self, node: Tree) -> str:
        return "[" + ", ".join(f"[{self.commas(row.args)}]" for row in node.args) + "]"


_LINE = tree("set", "R")
_LONG_NAMES = {"R": "reals", "Q": "rationals", "Z": "integers", "N": "naturals"}


def _builds(node: Tree) -> bool:
    """Whether this intersection is written `{x in S : P}`."""
    return node.head == "intersection" and len(node.args) == 2 and node.args[1].head == "builder"


def is_chain(node: Tree) -> bool:
    """Whether this conjunction is written as a chain: `0 < x <= 1`."""
    if node.head != "and":
        return False
    heads = {a.head for a in node.args}
    if not (heads <= _INCREASING or heads <= _DECREASING):
        return False
    return all(a.args[1] is b.args[0] for a, b in zip(node.args, node.args[1:], strict=False))


def decimal(value: fmpq, scientific: bool = True) -> str:
    """An exact rational: a whole number or a terminating decimal where it is one, otherwise a fraction."""
    numerator, denominator = int(value.p), int(value.q)
    if denominator == 1:
        text = str(numerator)
        trimmed = text.rstrip("0")
        if scientific and len(text) > _LONGEST_DECIMAL > len(trimmed) and len(text) - len(trimmed) <= 250:
            return f"{trimmed}e{len(text) - len(trimmed)}"
        return text
    places = _decimal_places(denominator)
    if places is None:
        return f"{numerator}/{denominator}"
    digits = str(abs(numerator) * 10**places // denominator)
    sign = "-" if numerator < 0 else ""
    if scientific and places > _LONGEST_DECIMAL and places <= 250:
        return f"{sign}{digits}e-{places}"
    digits = digits.rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def _decimal_places(denominator: int) -> int | None:
    """How many decimals 1/denominator has, or None where they do not end."""
    twos = (denominator & -denominator).bit_length() - 1
    rest, fives = denominator >> twos, 0
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    return max(twos, fives) if rest == 1 else None


_WRITERS = {
    **{head: head for head in (
        "num", "const", "var", "add", "sub", "neg", "mul", "div", "pow", "percent", "call", "apply", "piecewise",
        "indicator", "limit", "clarke", "norm", "define", "set", "interval", "finite", "builder", "image",
        "union", "intersection",
        "minus", "pair", "tuple", "matrix", "atom", "law", "density", "restrict",
        "pushforward", "product", "decomposition",
    )},
    **dict.fromkeys(["sum", "prod", "integral", "big_union", "big_intersection"], "ranged"),
    **dict.fromkeys(["integral_on", "sup", "inf", "ess_sup"], "over_set"),
    **dict.fromkeys(_RELATIONS, "relation"),
    **dict.fromkeys(["forall", "exists", "almost_every"], "quantified"),
    "in": "member",
    "and": "conjunction",
    "or": "disjunction",
    "not": "negation",
    "true": "truth",
    "false": "truth",
}  # fmt: skip
"""The method that writes each head; any other head is written as a call."""
