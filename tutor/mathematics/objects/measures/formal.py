"""Measures with parameters as formal sums: point masses at expressions, densities between expressions.

A formal sum is a measure for each value of the parameters. What is decided on the way (the sign of a slope, the order
of two ends) holds on the whole domain of the parameters, or the work stops and says which sign is open.
"""

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.exponential import affine
from tutor.mathematics.analysis.germs import limit_from
from tutor.mathematics.objects.measures.building import is_measure
from tutor.mathematics.objects.measures.formal_sets import aligned, counting, restricted
from tutor.mathematics.objects.measures.formal_sums import closed_law, extreme, sum_on_half_lines
from tutor.mathematics.objects.measures.inverses import inverse
from tutor.mathematics.objects.measures.laws import named_law
from tutor.mathematics.objects.measures.measure import INDEX, VARIABLE, X, end_tree
from tutor.mathematics.objects.measures.parameter_work import ParameterWork
from tutor.mathematics.objects.measures.parts import Cantor, Mass, Part, Row, Span, scaled
from tutor.mathematics.trees import rebuild, replaced, substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    ONE,
    ZERO,
    E,
    call,
    div,
    mul,
    neg,
    num,
    power,
    sign_of_infinity,
    sub,
)
from tutor.mathematics.trees.calculus import NotSmooth, derivative

MAX_PARTS = 40


class Parameters(ParameterWork):
    """Measures as formal sums."""

    def parts(self, node: Tree, factor: Tree = ONE) -> list[Part]:
        """The formal sum of a measure times a factor. Raises Undecided, Improper."""
        self.budget.spend(100)
        match node.head:
            case "num" if node is ZERO:
                return []
            case "add":
                return [part for term in node.args for part in self.parts(term, factor)]
            case "mul":
                measures = [part for part in node.args if is_measure(part)]
                if len(measures) == 1:
                    return self.parts(measures[0], mul(factor, *(p for p in node.args if p is not measures[0])))
            case "atom":
                return [Mass(node.args[0], factor)]
            case "law":
                return self._law(node, factor)
            case "density":
                function = mul(factor, substitute(node.args[0], {node.value: VARIABLE}))
                return restricted([Span(MINUS_INFINITY, INFINITY, function)], node.args[1], self)
            case "restrict":
                return self._restricted(node, factor)
            case "pushforward":
                return self._image(node, factor)
            case "sum":
                return self._series(node, factor)
        raise Undecided(f"'{node.head}' with parameters")

    def _law(self, node: Tree, factor: Tree) -> list[Part]:
        if node.value == "cantor":
            return [Cantor(factor)]
        law = named_law(node.value, node.args, self.work)
        found: list[Part] = [Mass(a.place, mul(factor, a.mass)) for a in law.atoms]
        found += (Span(end_tree(d.low), end_tree(d.high), mul(factor, d.function)) for d in law.densities)
        return [*found, *(Row(f.place, mul(factor, f.mass), f.start) for f in law.families)]

    def _restricted(self, node: Tree, factor: Tree) -> list[Part]:
        source, set_ = node.args
        if source.head == "law" and source.value == "counting":
            return counting(set_, factor, self)
        return restricted(self.parts(source, factor), set_, self)

    def _series(self, node: Tree, factor: Tree) -> list[Part]:
        """A series of point masses. Its total may be infinite: equal terms are equal measures all the same."""
        body, low, high = node.args
        if low.head != "num" or low.value.denom() != 1 or high is not INFINITY:
            raise Undecided("a sum of measures with parameters between other ends")
        terms = self.parts(substitute(body, {node.value: INDEX}))
        if not all(isinstance(term, Mass) for term in terms):
            raise Undecided("a series with parameters of measures that are no point masses")
        start = int(low.value.numer())
        return [aligned(Row(t.place, mul(factor, t.mass), start), self) for t in terms if isinstance(t, Mass)]

    # Images

    def _image(self, node: Tree, factor: Tree) -> list[Part]:
        law = closed_law(node, self.constants)
        if law is not None:
            return self._law(law, factor)
        body, source = node.args
        parts = self.parts(source, factor)
        if len(parts) > MAX_PARTS:
            raise Undecided("too many parts")
        if body.head == "pushforward" or is_measure(body):
            return self._mixture(node, parts)
        map_ = substitute(body, {node.value: VARIABLE})
        return [image for part in parts for image in self._mapped(map_, part)]

    def _mapped(self, map_: Tree, part: Part) -> list[Part]:
        match part:
            case Mass():
                return [Mass(substitute(map_, {X: part.place}), part.mass)]
            case Row():
                return [aligned(Row(substitute(map_, {X: part.place}), part.mass, part.start), self)]
            case Span():
                pieces = self.pieces(self._by_exp(folded(map_)), part)
                return [image for piece in pieces for image in self._moved(*piece)]
        raise Undecided("an image of Cantor's measure with parameters")

    def _by_exp(self, map_: Tree) -> Tree:
        """The map with exp(u log b) for powers b^u of a positive constant b, and |u|^2 for u^2.

        Raises Undecided, Open.
        """
        if not map_.args or X not in free_names(map_):
            return map_
        map_ = rebuild(map_, tuple(self._by_exp(a) for a in map_.args))
        if map_.head != "pow":
            return map_
        base, exponent = map_.args
        if X in free_names(base):
            even = exponent.head == "num" and exponent.value.denom() == 1 and exponent.value.numer() % 2 == 0
            return power(call("abs", base), exponent) if even else map_
        if self.constants.sign(base) <= 0:
            raise Undecided("a power of a base that is not positive")
        return call("exp", exponent if base is E else mul(exponent, call("log", base)))

    def _mixture(self, node: Tree, parts: list[Part]) -> list[Part]:
        """A mixture over atoms; the extreme of two variables with densities; else the variables in the other order."""
        body, source = node.args
        if all(isinstance(part, Mass) for part in parts):
            atoms = [part for part in parts if isinstance(part, Mass)]
            return [p for a in atoms for p in self.parts(substitute(body, {node.value: a.place}), a.mass)]
        if body.head != "pushforward" or node.value in free_names(body.args[1]):
            raise Undecided("a mixture with parameters")
        others = self.parts(body.args[1])
        if body.args[0].head == "pushforward" or is_measure(body.args[0]):
            raise Undecided("a law of three variables with parameters")
        pair = (node.value, parts), (body.value, others)
        found = extreme(body.args[0], *pair, self) or sum_on_half_lines(body.args[0], *pair, self)
        if found is not None:
            return found
        if not all(isinstance(part, Mass) for part in others) or body.value in free_names(source):
            raise Undecided("a law of two variables with parameters")
        return self._swapped(node, parts, [part for part in others if isinstance(part, Mass)])

    def _swapped(self, node: Tree, parts: list[Part], others: list[Mass]) -> list[Part]:
        """The second variable has finitely many values: the first is mapped for each of them (Fubini)."""
        body = node.args[0]
        found: list[Part] = []
        for value in others:
            map_ = substitute(substitute(body.args[0], {body.value: value.place}), {node.value: VARIABLE})
            found += [scaled(p, value.mass) for part in parts for p in self._mapped(map_, part)]
        return found

    def pieces(self, map_: Tree, span: Span) -> list[tuple[Tree, Span]]:
        """The map without switches on the pieces between the zeros of their affine arguments."""
        map_ = self._off_points(map_)
        switch = next((n for n in walk(map_) if _is_switch(n) and not any(_is_switch(a) for a in _below(n))), None)
        if switch is None:
            return [(map_, span)]
        gap = _gap(switch)
        line = affine(gap, X, self.constants)
        if line is None:
            raise Undecided("a switch of a function with parameters that is not affine")
        slope = self.constants.sign(line[0])
        if slope == 0:
            raise Undecided("a switch that does not depend on the variable")
        root = div(neg(line[1]), line[0])
        sides = []
        if self.order(span.low, root) < 0:
            sides.append((Span(span.low, self.smaller(root, span.high), span.function), -slope))
        if self.order(root, span.high) < 0:
            sides.append((Span(self.larger(root, span.low), span.high, span.function), slope))
        return [p for part, sign in sides for p in self.pieces(replaced(map_, switch, _branch(switch, sign)), part)]

    def _off_points(self, map_: Tree) -> Tree:
        """The map with 0 for the indicators of single points, which no density charges."""
        if map_.head == "indicator" and map_.args[0].head == "eq" and X in free_names(map_):
            line = affine(sub(*map_.args[0].args), X, self.constants)
            if line is not None and self.constants.sign(line[0]) != 0:
                return ZERO
        return rebuild(map_, tuple(map(self._off_points, map_.args))) if map_.args else map_

    def _moved(self, map_: Tree, span: Span) -> list[Part]:
        if X not in free_names(map_):
            return [Mass(map_, self.primitive(span.function, span.low, span.high)[1])]
        sign = self._direction(map_, span)
        back = inverse(map_, None, self.work)
        if back is None:
            raise Undecided("a map with parameters without a closed inverse")
        try:
            function = mul(num(sign), substitute(span.function, {X: back}), derivative(back, X))
        except NotSmooth as refused:
            raise Undecided("a map with parameters without a derivative") from refused
        low, high = self._end(map_, span.low, 1), self._end(map_, span.high, -1)
        return [Span(low, high, function) if sign > 0 else Span(high, low, function)]

    def _end(self, map_: Tree, end: Tree, side: int) -> Tree:
        if sign_of_infinity(end) or any(n.head == "call" and n.value == "log" for n in walk(map_)):
            return limit_from(map_, X, end, side, self.constants)
        return self.constants.simplified(substitute(map_, {X: end}))

    def _direction(self, map_: Tree, span: Span) -> int:
        """Whether the map increases (1) or decreases (-1), by its outermost operation and what is inside.

        Hypothesis, proved: a power has a base that is affine and positive on the span, or the positive variable.
        """
        if map_ is VARIABLE:
            return 1
        moving = [part for part in map_.args if X in free_names(part)]
        if map_.head == "pow" and moving == [map_.args[0]] and self._is_positive(moving[0], span):
            sign = self.constants.sign(map_.args[1])
            if sign:
                return sign * self._direction(moving[0], span)
        if len(moving) == 1 and map_.head != "pow":
            if map_.head == "add" or (map_.head == "call" and map_.value in _INCREASING):
                return self._direction(moving[0], span)
            if map_.head == "mul":
                front = mul(ONE, *(part for part in map_.args if part is not moving[0]))
                sign = self.constants.sign(front)
                if sign:
                    return sign * self._direction(moving[0], span)
        raise Undecided("a map with parameters that is not a composition of increasing functions")

    def _is_positive(self, base: Tree, span: Span) -> bool:
        """Whether an affine base is positive between the ends, by its values there."""
        line = affine(base, X, self.constants)
        if line is None:
            return False
        end = span.low if self.constants.sign(line[0]) > 0 else span.high
        return not sign_of_infinity(end) and self.order(substitute(base, {X: end}), ZERO) >= 0


_INCREASING = frozenset(["exp", "log", "sigmoid", "tanh", "atan", "softplus", "sinh"])


def folded(map_: Tree) -> Tree:
    """The map with 0 in place of products with a factor 0, where the others are polynomials and so have values."""
    if map_.head == "mul" and ZERO in map_.args and all(n.head in ("num", "var", "add", "mul") for n in walk(map_)):
        return ZERO
    return rebuild(map_, tuple(folded(a) for a in map_.args)) if map_.args else map_


# Switches -----------------------------------------------------------------------------------------------------------


def _is_switch(node: Tree) -> bool:
    if node.head == "indicator" and node.args[0].head in ("lt", "le"):
        return X in free_names(node)
    if node.head in ("indicator", "piecewise") or (node.head == "call" and node.value in ("floor", "ceil", "frac")):
        raise Undecided("a map with parameters in pieces")
    many = node.head == "call" and node.value in ("max", "min") and len(node.args) == 2
    return X in free_names(node) and (many or (node.head == "call" and node.value in ("relu", "abs", "sign")))


def _below(node: Tree) -> list[Tree]:
    return [inner for argument in node.args for inner in walk(argument)]


def _gap(switch: Tree) -> Tree:
    if switch.head == "indicator":
        low, high = switch.args[0].args
        return sub(high, low)
    return sub(*switch.args) if switch.value in ("max", "min") else switch.args[0]


def _branch(switch: Tree, sign: int) -> Tree:
    """What the switch is where its gap has this sign."""
    first = switch.args[0]
    if switch.head == "indicator":
        return ONE if sign > 0 else ZERO
    match switch.value:
        case "relu":
            return first if sign > 0 else ZERO
        case "abs":
            return first if sign > 0 else neg(first)
        case "sign":
            return num(sign)
        case "max":
            return switch.args[0 if sign > 0 else 1]
    return switch.args[1 if sign > 0 else 0]
