"""Spoken words, for the plain mode and for screen readers: "the integral from 0 to 1 of x squared".

Every operation is said in words. Where a sum or a product stands inside another operation it is opened by "the
quantity" and closed by "end", so that the ear can tell what belongs together.
"""

from tutor.language import powers
from tutor.language.names import Names
from tutor.language.printers.plain import decimal, is_chain
from tutor.language.tree import Tree

_RELATIONS = {
    "lt": "is less than",
    "le": "is at most",
    "gt": "is greater than",
    "ge": "is at least",
    "eq": "equals",
    "ne": "is not equal to",
}
_CONSTANTS = {"pi": "pi", "e": "e", "oo": "infinity"}
_SETS = {
    "R": "the real numbers",
    "Q": "the rational numbers",
    "Z": "the integers",
    "N": "the natural numbers",
    "Cantor": "the Cantor set",
}
_FUNCTIONS = {
    "sin": "sine",
    "cos": "cosine",
    "tan": "tangent",
    "exp": "the exponential",
    "log": "the logarithm",
    "log2": "the binary logarithm",
    "log10": "the decimal logarithm",
    "sqrt": "the square root",
    "cbrt": "the cube root",
    "abs": "the absolute value",
    "sign": "the sign",
    "floor": "the floor",
    "ceil": "the ceiling",
    "max": "the maximum",
    "min": "the minimum",
    "measure": "the measure",
    "factorial": "the factorial",
    "Phi": "capital phi",
    "gamma": "the gamma function",
    "cantor": "the Cantor function",
}
_LAWS = {"lebesgue": "Lebesgue measure", "counting": "counting measure", "cantor": "the Cantor measure"}
_RANGED = {
    "sum": "the sum",
    "prod": "the product",
    "integral": "the integral",
    "big_union": "the union",
    "big_intersection": "the intersection",
}
_OVER = {
    "integral_on": "the integral",
    "sup": "the supremum",
    "inf": "the infimum",
    "ess_sup": "the essential supremum",
}


def spoken(node: Tree, names: Names | None = None) -> str:
    """The tree in English words."""
    return _Speaker(names or Names()).say(node, powers.OPEN)


class _Speaker:
    def __init__(self, names: Names) -> None:
        self.names = names

    def say(self, node: Tree, power: int) -> str:
        """The node, opened and closed in words unless it binds more strongly than `power`."""
        method = _METHODS.get(node.head)
        text = getattr(self, method)(node) if method else f"{node.head} of {self.listed(node.args)}"
        strength = powers.SIGN if node.head == "call" else powers.OF_HEAD.get(node.head, powers.ATOM)
        return text if strength > power else f"the quantity {text} end"

    def listed(self, nodes: tuple[Tree, ...]) -> str:
        said = [self.say(node, powers.OPEN) for node in nodes]
        return said[0] if len(said) == 1 else ", ".join(said[:-1]) + " and " + said[-1]

    def num(self, node: Tree) -> str:
        return decimal(node.value, scientific=False).replace("/", " over ")

    def const(self, node: Tree) -> str:
        return _CONSTANTS[node.value]

    def var(self, node: Tree) -> str:
        return self.name(node.value)

    def name(self, name: str) -> str:
        said = {"eps": "epsilon"}.get(name, name)
        return said.replace("_", " sub ")

    def joined(self, node: Tree) -> str:
        word = {"add": "plus", "sub": "minus", "mul": "times", "and": "and", "or": "or", "union": "union"}.get(
            node.head, "intersected with"
        )
        strength = powers.OF_HEAD[node.head]
        first, *rest = node.args
        said = [self.say(first, strength - 1), *(self.say(part, strength) for part in rest)]
        return f" {word} ".join(said)

    def neg(self, node: Tree) -> str:
        return f"minus {self.say(node.args[0], powers.SUM)}"

    def div(self, node: Tree) -> str:
        above, below = node.args
        return f"{self.say(above, powers.PRODUCT - 1)} over {self.say(below, powers.PRODUCT)}"

    def pow(self, node: Tree) -> str:
        base, exponent = node.args
        said = self.say(base, powers.POWER)
        raised = self.say(exponent, powers.OPEN)
        if raised in ("2", "3"):
            return f"{said} {'squared' if raised == '2' else 'cubed'}"
        closed = " end" if exponent.args else ""
        return f"{said} to the power {raised}{closed}"

    def percent(self, node: Tree) -> str:
        return f"{self.say(node.args[0], powers.POSTFIX)} percent"

    def call(self, node: Tree) -> str:
        name = _FUNCTIONS.get(node.value, node.value)
        inside = self.listed(node.args)
        simple = all(not a.args for a in node.args)
        return f"{name} of {inside}" if simple else f"{name} of {inside} end"

    def apply(self, node: Tree) -> str:
        return f"{self.name(node.value)} of {self.listed(node.args)}"

    def piecewise(self, node: Tree) -> str:
        pairs = zip(node.args[::2], node.args[1::2], strict=False)
        said = [f"{self.say(v, powers.OPEN)} if {self.say(c, powers.OPEN)}" for v, c in pairs]
        if node.value:
            said.append(f"{self.say(node.args[-1], powers.OPEN)} otherwise")
        return "by cases: " + "; ".join(said) + "; end of cases"

    def indicator(self, node: Tree) -> str:
        (condition,) = node.args
        if condition.head != "in":
            return f"the indicator that {self.say(condition, powers.OPEN)} end"
        element, inside = condition.args
        return f"the indicator of {self.say(inside, powers.OPEN)} at {self.say(element, powers.OPEN)}"

    def ranged(self, node: Tree) -> str:
        body, low, high = (self.say(part, powers.OPEN) for part in node.args)
        return f"{_RANGED[node.head]} from {self.name(node.value)} equal to {low} to {high} of {body} end"

    def integral(self, node: Tree) -> str:
        body, low, high = (self.say(part, powers.OPEN) for part in node.args)
        return f"the integral from {low} to {high} of {body} with respect to {self.name(node.value)}"

    def over_set(self, node: Tree) -> str:
        body, inside, *measures = (self.say(part, powers.OPEN) for part in node.args)
        against = "".join(f" against {measure}" for measure in measures)
        return f"{_OVER[node.head]} over {self.name(node.value)} in {inside} of {body}{against} end"

    def limit(self, node: Tree) -> str:
        body, point = (self.say(part, powers.OPEN) for part in node.args)
        return f"the limit as {self.name(node.value)} tends to {point} of {body} end"

    def clarke(self, node: Tree) -> str:
        body, point = (self.say(part, powers.OPEN) for part in node.args)
        return f"the Clarke subdifferential of {body} at {self.name(node.value)} equal to {point}"

    def norm(self, node: Tree) -> str:
        body, exponent = (self.say(part, powers.OPEN) for part in node.args[:2])
        over = f" over {self.say(node.args[2], powers.OPEN)}" if len(node.args) == 3 else ""
        return f"the L {exponent} norm{over} of {body} end"

    def relation(self, node: Tree) -> str:
        left, right = (self.say(part, powers.RELATION) for part in node.args)
        return f"{left} {_RELATIONS[node.head]} {right}"

    def conjunction(self, node: Tree) -> str:
        if not is_chain(node):
            return self.joined(node)
        first = self.say(node.args[0].args[0], powers.RELATION)
        links = (f"{_RELATIONS[a.head]} {self.say(a.args[1], powers.RELATION)}" for a in node.args)
        return f"{first} " + " which ".join(links)

    def negation(self, node: Tree) -> str:
        (inner,) = node.args
        if inner.head == "in":
            element, inside = inner.args
            return f"{self.say(element, powers.RELATION)} is not in {self.say(inside, powers.RELATION)}"
        return f"not {self.say(inner, powers.NOT)}"

    def truth(self, node: Tree) -> str:
        return "always" if node.head == "true" else "never"

    def member(self, node: Tree) -> str:
        element, inside = (self.say(part, powers.RELATION) for part in node.args)
        return f"{element} is in {inside}"

    def quantified(self, node: Tree) -> str:
        over, claim = (self.say(part, powers.OPEN) for part in node.args)
        word = {"forall": "for all", "exists": "there is", "almost_every": "for almost every"}[node.head]
        link = "such that" if node.head == "exists" else "we have"
        return f"{word} {self.name(node.value)} in {over}, {link} {claim}"

    def define(self, node: Tree) -> str:
        name, parameters = node.value
        of = f" of {' and '.join(map(self.name, parameters))}" if parameters else ""
        return f"{self.name(name)}{of} is {self.say(node.args[0], powers.OPEN)}"

    def set(self, node: Tree) -> str:
        return _SETS[node.value]

    def interval(self, node: Tree) -> str:
        low, high = (self.say(part, powers.OPEN) for part in node.args)
        words = {True: "included", False: "excluded"}
        if node.value[0] == node.value[1]:
            return f"the {'closed' if node.value[0] else 'open'} interval from {low} to {high}"
        return f"the interval from {low} {words[node.value[0]]} to {high} {words[node.value[1]]}"

    def finite(self, node: Tree) -> str:
        return f"the set of {self.listed(node.args)}" if node.args else "the empty set"

    def builder(self, node: Tree) -> str:
        return f"the set of all {self.name(node.value)} such that {self.say(node.args[0], powers.OPEN)}"

    def image(self, node: Tree) -> str:
        element, over = (self.say(part, powers.OPEN) for part in node.args)
        return f"the set of all {element} for {self.name(node.value)} in {over}"

    def intersection(self, node: Tree) -> str:
        within, last = node.args[0], node.args[-1]
        if len(node.args) > 2 or last.head != "builder":
            return self.joined(node)
        condition = self.say(last.args[0], powers.OPEN)
        return f"the set of all {self.name(last.value)} in {self.say(within, powers.OPEN)} such that {condition}"

    def minus(self, node: Tree) -> str:
        left, right = node.args
        return f"{self.say(left, powers.UNION - 1)} without {self.say(right, powers.INTERSECTION)}"

    def complement(self, node: Tree) -> str:
        return f"the complement of {self.say(node.args[0], powers.ATOM - 1)}"

    def pair(self, node: Tree) -> str:
        return f"the pair {self.listed(node.args)}"

    def tuple(self, node: Tree) -> str:
        return f"the tuple {self.listed(node.args)}"

    def matrix(self, node: Tree) -> str:
        rows = (f"row {place}: {self.listed(row.args)}" for place, row in enumerate(node.args, 1))
        return "the matrix with " + "; ".join(rows)

    # Measures.

    def atom(self, node: Tree) -> str:
        return f"unit mass at {self.say(node.args[0], powers.OPEN)}"

    def law(self, node: Tree) -> str:
        name = _LAWS.get(node.value, f"the {node.value} law")
        return f"{name} with {self.listed(node.args)}" if node.args else name

    def density(self, node: Tree) -> str:
        function, over = (self.say(part, powers.OPEN) for part in node.args)
        return f"the measure with density {function} in {self.name(node.value)} on {over}"

    def restrict(self, node: Tree) -> str:
        measure, over = node.args
        return f"{self.say(measure, powers.ON)} on {self.say(over, powers.SUM)}"

    def pushforward(self, node: Tree) -> str:
        image, source = (self.say(part, powers.OPEN) for part in node.args)
        return f"the law of {image} where {self.name(node.value)} has the law {source}"

    def product(self, node: Tree) -> str:
        return f"the product measure of {self.listed(node.args)}"

    def decomposition(self, node: Tree) -> str:
        continuous, singular = (self.say(part, powers.OPEN) for part in node.args)
        return f"absolutely continuous part: {continuous}; singular part: {singular}"


_METHODS = {
    **{head: head for head in (
        "num", "const", "var", "neg", "div", "pow", "percent", "call", "apply", "piecewise", "indicator", "integral",
        "limit",
        "clarke", "norm", "define", "set", "interval", "finite", "builder", "image", "intersection", "minus",
        "complement",
        "pair", "tuple", "matrix", "atom", "law", "density", "restrict", "pushforward", "product",
        "decomposition",
    )},
    **dict.fromkeys(["add", "sub", "mul", "or", "union"], "joined"),
    **dict.fromkeys(["sum", "prod", "big_union", "big_intersection"], "ranged"),
    **dict.fromkeys(_OVER, "over_set"),
    **dict.fromkeys(_RELATIONS, "relation"),
    **dict.fromkeys(["forall", "exists", "almost_every"], "quantified"),
    "in": "member",
    "and": "conjunction",
    "not": "negation",
    "true": "truth",
    "false": "truth",
}  # fmt: skip
