"""LaTeX, for exported sheets and for terminals that can show it."""

from tutor.language import powers
from tutor.language.names import Names
from tutor.language.printers.plain import PlainWriter
from tutor.language.tree import Tree
from tutor.language.vocabulary import GREEK

_COMMANDS = frozenset(
    ["sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "exp", "log", "max", "min"],
)
"""Functions that LaTeX has a command for."""

_RENAMED = {
    "asin": r"\arcsin",
    "acos": r"\arccos",
    "atan": r"\arctan",
    "log2": r"\log_{2}",
    "log10": r"\log_{10}",
    "Phi": r"\Phi",
    "phi": r"\varphi",
    "gamma": r"\Gamma",
}
_BARS = {"floor": (r"\lfloor ", r" \rfloor"), "ceil": (r"\lceil ", r" \rceil"), "abs": (r"\left|", r"\right|")}
_SIGNS = {"le": r"\le", "ge": r"\ge", "ne": r"\ne"}
_LAWS = {"normal": r"\mathcal{N}", "uniform": r"\mathcal{U}", "lebesgue": r"\lambda", "counting": r"\#"}
_BIG = {
    "sum": r"\sum",
    "prod": r"\prod",
    "integral": r"\int",
    "big_union": r"\bigcup",
    "big_intersection": r"\bigcap",
    "sup": r"\sup",
    "inf": r"\inf",
    "ess_sup": r"\operatorname*{ess\,sup}",
}


def latex(node: Tree, names: Names | None = None) -> str:
    """The tree in LaTeX, for use between dollar signs."""
    return LatexWriter(names or Names()).write(node, powers.OPEN)


class LatexWriter(PlainWriter):
    """Writes trees in LaTeX; fractions and roots carry their own brackets."""

    times = r"\,"
    cup, cap, backslash, member_sign, non_member = r"\cup", r"\cap", r"\setminus", r"\in", r"\notin"
    quantifiers = {  # noqa: RUF012  (a table, never written to)
        "forall": r"\forall",
        "exists": r"\exists",
        "almost_every": r"\text{for almost every }",
    }

    def strength(self, node: Tree, text: str) -> int:
        """Fractions stand as atoms; a sum or an integral reaches as far as a product does."""
        if node.head == "div":
            return powers.POWER
        if node.head in _BIG or node.head in ("integral_on", "limit"):
            return powers.SUM
        return super().strength(node, text)

    def bracketed(self, text: str) -> str:
        return rf"\left({text}\right)"

    def const(self, node: Tree) -> str:
        return {"pi": r"\pi", "oo": r"\infty"}.get(node.value, str(node.value))

    def name(self, name: str) -> str:
        base, _, subscript = name.partition("_")
        letter = "varepsilon" if base == "eps" else base
        written = f"\\{letter}" if base in GREEK else base if len(base) == 1 else rf"\mathit{{{base}}}"
        return written + (f"_{{{subscript}}}" if subscript else "")

    def mul(self, node: Tree) -> str:
        """Products by juxtaposition, with a dot between numbers."""
        first, *rest = node.args
        text = self.write(first, powers.PRODUCT - (first.head == "div"))
        for factor in rest:
            written = self.write(factor, powers.PRODUCT)
            text += (r" \cdot " if written[0].isdigit() or factor.head == "div" else r"\,") + written
        return text

    def div(self, node: Tree) -> str:
        above, below = (self.write(part, powers.OPEN) for part in node.args)
        return rf"\frac{{{above}}}{{{below}}}"

    def pow(self, node: Tree) -> str:
        base, exponent = node.args
        return f"{{{self.write(base, powers.POWER)}}}^{{{self.write(exponent, powers.OPEN)}}}"

    def percent(self, node: Tree) -> str:
        return self.write(node.args[0], powers.POSTFIX) + r"\%"

    def call(self, node: Tree) -> str:
        inside = self.commas(node.args)
        if node.value == "factorial":
            return super().call(node)
        if node.value in ("sqrt", "cbrt"):
            return rf"\sqrt{{{inside}}}" if node.value == "sqrt" else rf"\sqrt[3]{{{inside}}}"
        if node.value == "root":
            radicand, degree = (self.write(part, powers.OPEN) for part in node.args)
            return rf"\sqrt[{degree}]{{{radicand}}}"
        if node.value == "binomial":
            return rf"\binom{{{self.write(node.args[0], 0)}}}{{{self.write(node.args[1], 0)}}}"
        if node.value in _BARS:
            before, after = _BARS[node.value]
            return f"{before}{inside}{after}"
        return rf"{self.function(node.value)}\left({inside}\right)"

    def function(self, name: str) -> str:
        """The name of a function, upright."""
        if name in _RENAMED:
            return _RENAMED[name]
        return f"\\{name}" if name in _COMMANDS else rf"\operatorname{{{name}}}"

    def piecewise(self, node: Tree) -> str:
        pairs = zip(node.args[::2], node.args[1::2], strict=False)
        rows = [rf"{self.write(v, powers.OPEN)} & \text{{if }} {self.write(c, powers.OPEN)}" for v, c in pairs]
        if node.value:
            rows.append(rf"{self.write(node.args[-1], powers.OPEN)} & \text{{otherwise}}")
        return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"

    def indicator(self, node: Tree) -> str:
        (condition,) = node.args
        if condition.head != "in":
            return rf"\mathbf{{1}}_{{\{{{self.write(condition, powers.OPEN)}\}}}}"
        element, inside = condition.args
        place = self.write(element, powers.OPEN)
        place = place if element.head in ("pair", "tuple") else f"({place})"
        return rf"\mathbf{{1}}_{{{self.write(inside, powers.OPEN)}}}{place}"

    def ranged(self, node: Tree) -> str:
        body, low, high = (self.write(part, powers.SUM) for part in node.args)
        bound = self.name(node.value)
        if node.head == "integral":
            return rf"\int_{{{low}}}^{{{high}}} {body} \,\mathrm{{d}}{bound}"
        return rf"{_BIG[node.head]}_{{{bound}={low}}}^{{{high}}} {body}"

    def over_set(self, node: Tree) -> str:
        body, inside = self.write(node.args[0], powers.SUM), self.write(node.args[1], powers.OPEN)
        bound = self.name(node.value)
        if node.head == "integral_on" and len(node.args) == 3:
            return rf"\int_{{{inside}}} {body} \,{self.write(node.args[2], powers.SUM)}(\mathrm{{d}}{bound})"
        if node.head == "integral_on":
            return rf"\int_{{{inside}}} {body} \,\mathrm{{d}}{bound}"
        return rf"{_BIG[node.head]}_{{{bound} \in {inside}}} {body}"

    def limit(self, node: Tree) -> str:
        body, point = (self.write(part, powers.SUM) for part in node.args)
        return rf"\lim_{{{self.name(node.value)} \to {point}}} {body}"

    def clarke(self, node: Tree) -> str:
        body, point = (self.write(part, powers.OPEN) for part in node.args)
        return rf"\partial\left({body}\right)\Big|_{{{self.name(node.value)}={point}}}"

    def norm(self, node: Tree) -> str:
        body, exponent = (self.write(part, powers.OPEN) for part in node.args[:2])
        space = f"({self.write(node.args[2], powers.OPEN)})" if len(node.args) == 3 else ""
        return rf"\left\|{body}\right\|_{{L^{{{exponent}}}{space}}}"

    def sign(self, head: str) -> str:
        return _SIGNS.get(head) or super().sign(head)

    def conjunction(self, node: Tree) -> str:
        return super().conjunction(node).replace(" and ", r" \text{ and } ")

    def disjunction(self, node: Tree) -> str:
        return super().disjunction(node).replace(" or ", r" \text{ or } ")

    def negation(self, node: Tree) -> str:
        text = super().negation(node)
        return rf"\neg {text[4:]}" if text.startswith("not ") else text

    def set(self, node: Tree) -> str:
        return rf"\mathbb{{{node.value}}}" if len(node.value) == 1 else rf"\mathrm{{{node.value}}}"

    def finite(self, node: Tree) -> str:
        return rf"\{{{self.commas(node.args)}\}}" if node.args else r"\emptyset"

    def builder(self, node: Tree) -> str:
        return self.braced(self.name(node.value), node.args[0])

    def image(self, node: Tree) -> str:
        element, over = (self.write(part, powers.OPEN) for part in node.args)
        return rf"\{{{element} : {self.name(node.value)} \in {over}\}}"

    def intersection(self, node: Tree) -> str:
        if len(node.args) == 2 and node.args[1].head == "builder":
            within, builder = node.args
            return self.braced(
                rf"{self.name(builder.value)} \in {self.write(within, powers.RELATION)}", builder.args[0]
            )
        return super().intersection(node)

    def braced(self, left: str, condition: Tree) -> str:
        return rf"\{{{left} : {self.write(condition, powers.OPEN)}\}}"

    def matrix(self, node: Tree) -> str:
        rows = (" & ".join(self.write(cell, powers.OPEN) for cell in row.args) for row in node.args)
        return r"\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}"

    def atom(self, node: Tree) -> str:
        return rf"\delta_{{{self.write(node.args[0], powers.OPEN)}}}"

    def law(self, node: Tree) -> str:
        name = _LAWS.get(node.value, rf"\mathrm{{{node.value.capitalize()}}}")
        return rf"{name}\left({self.commas(node.args)}\right)" if node.args else name

    def density(self, node: Tree) -> str:
        function, over = node.args
        text = rf"{self.write(function, powers.ON)}\,\mathrm{{d}}{self.name(node.value)}"
        return rf"{text} \text{{ on }} {self.write(over, powers.SUM)}"

    def restrict(self, node: Tree) -> str:
        measure, over = node.args
        return rf"{self.write(measure, powers.ON)}\big|_{{{self.write(over, powers.OPEN)}}}"

    def pushforward(self, node: Tree) -> str:
        image, source = (self.write(part, powers.OPEN) for part in node.args)
        return rf"\mathrm{{law}}\left({image}\right),\ {self.name(node.value)} \sim {source}"

    def product(self, node: Tree) -> str:
        return r" \otimes ".join(self.write(part, powers.PRODUCT) for part in node.args)

    def arrow(self) -> str:
        return r"\to"
