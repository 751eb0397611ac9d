"""Measures with parameters as formal sums: point masses at expressions, densities between expressions.

A formal sum is a measure for each value of the parameters. What is decided on the way (the sign of a slope, the order
of two ends) holds on the whole domain of the parameters, or the work stops.
"""

from dataclasses import dataclass

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.algebra import Field
from tutor.mathematics.analysis.antiderivatives import antiderivative
from tutor.mathematics.analysis.constants import SILENT, Constants, Undecided
from tutor.mathematics.analysis.exponential import affine
from tutor.mathematics.analysis.germs import limit_from
from tutor.mathematics.objects.measures.building import is_measure
from tutor.mathematics.objects.measures.inverses import inverse
from tutor.mathematics.objects.measures.laws import named_law
from tutor.mathematics.objects.measures.measure import VARIABLE, Work, X, end_tree
from tutor.mathematics.trees import Budget, Domain, Variable, rebuild, substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    ONE,
    ZERO,
    conjunction,
    div,
    less,
    mul,
    neg,
    num,
    sign_of_infinity,
    sub,
    var,
)
from tutor.mathematics.trees.calculus import NotSmooth, derivative

MAX_PARTS = 40


@dataclass(frozen=True, slots=True)
class Mass:
    """A point mass; place and mass are expressions in the parameters."""

    place: Tree
    mass: Tree


@dataclass(frozen=True, slots=True)
class Span:
    """A density in `x` and the parameters between two ends in the parameters."""

    low: Tree
    high: Tree
    function: Tree


Part = Mass | Span


def with_open_ends(domain: Domain) -> Domain:
    """The same domain with its open ends said in the condition, too, where signs are looked for."""
    ends = [less(v.low, var(v.name)) for v in domain.variables if not v.low_closed and not sign_of_infinity(v.low)]
    ends += [less(var(v.name), v.high) for v in domain.variables if not v.high_closed and not sign_of_infinity(v.high)]
    conditions = [*ends, *([domain.condition] if domain.condition is not None else [])]
    return Domain(domain.variables, conjunction(*conditions)) if conditions else domain


class Parameters:
    """Work with parameters: signs and normal forms that hold on their whole domain."""

    def __init__(self, domain: Domain, budget: Budget) -> None:
        self.domain = domain = with_open_ends(domain)
        self.budget = budget
        self.constants = Constants(budget, domain)
        self.work = Work(budget)
        self.work.constants = self.constants

    # Masses between ends

    def primitive(self, function: Tree, low: Tree, high: Tree) -> tuple[Tree, Tree]:
        """The antiderivative that is 0 at the low end, and its value at the high end. Raises Undecided."""
        line = Variable(X, MINUS_INFINITY, INFINITY)
        field = Field(Domain((line, *self.domain.variables), self.domain.condition), self.budget)
        try:
            found = antiderivative(function, X, field, self.constants)
        except SILENT as silence:
            raise Undecided("a density with parameters") from silence
        if found is None:
            raise Undecided("a density with parameters and without a closed antiderivative")
        start, stop = self.at(found, low, 1), self.at(found, high, -1)
        return sub(found, start), sub(stop, start)

    def at(self, function: Tree, end: Tree, side: int) -> Tree:
        """The value of a function at an end, or its limit there. Raises Undecided where it is infinite."""
        if not sign_of_infinity(end):
            return substitute(function, {X: end})
        value = limit_from(function, X, end, side, self.constants)
        if sign_of_infinity(value):
            raise Undecided("an infinite value at an end")
        return value

    # Measures

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
                return [Span(*_ends(node.args[1]), function)]
            case "restrict":
                return self._restricted(node, factor)
            case "pushforward":
                return self._image(node, factor)
        raise Undecided(f"'{node.head}' with parameters")

    def _law(self, node: Tree, factor: Tree) -> list[Part]:
        law = named_law(node.value, node.args, self.work)
        if law.families or law.cylinders:
            raise Undecided("a law with parameters and infinitely many atoms")
        masses: list[Part] = [Mass(a.place, mul(factor, a.mass)) for a in law.atoms]
        return [*masses, *(Span(end_tree(d.low), end_tree(d.high), mul(factor, d.function)) for d in law.densities)]

    def _restricted(self, node: Tree, factor: Tree) -> list[Part]:
        low, high = _ends(node.args[1])
        found: list[Part] = []
        for part in self.parts(node.args[0], factor):
            if isinstance(part, Mass):
                raise Undecided("an atom with parameters against a set")
            found.append(Span(self._larger(part.low, low), self._smaller(part.high, high), part.function))
        return found

    def order(self, left: Tree, right: Tree) -> int:
        """The sign of left - right on the whole domain; infinite ends too. Raises Undecided."""
        ends = sign_of_infinity(left), sign_of_infinity(right)
        if any(ends):
            return (ends[0] > ends[1]) - (ends[0] < ends[1])
        return self.constants.compare(left, right)

    def _larger(self, left: Tree, right: Tree) -> Tree:
        return left if self.order(left, right) >= 0 else right

    def _smaller(self, left: Tree, right: Tree) -> Tree:
        return left if self.order(left, right) <= 0 else right

    # Images

    def _image(self, node: Tree, factor: Tree) -> list[Part]:
        body, source = node.args
        parts = self.parts(source, factor)
        if len(parts) > MAX_PARTS:
            raise Undecided("too many parts")
        if body.head == "pushforward" or is_measure(body):
            if any(isinstance(part, Span) for part in parts):
                raise Undecided("a mixture with parameters")
            atoms = [part for part in parts if isinstance(part, Mass)]
            return [p for a in atoms for p in self.parts(substitute(body, {node.value: a.place}), a.mass)]
        map_ = substitute(body, {node.value: VARIABLE})
        found: list[Part] = []
        for part in parts:
            if isinstance(part, Mass):
                found.append(Mass(substitute(map_, {X: part.place}), part.mass))
            else:
                found += [image for piece in self._pieces(map_, part) for image in self._moved(*piece)]
        return found

    def _pieces(self, map_: Tree, span: Span) -> list[tuple[Tree, Span]]:
        """The map without switches on the pieces between the zeros of their affine arguments."""
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
            sides.append((Span(span.low, self._smaller(root, span.high), span.function), -slope))
        if self.order(root, span.high) < 0:
            sides.append((Span(self._larger(root, span.low), span.high, span.function), slope))
        return [p for part, sign in sides for p in self._pieces(_replaced(map_, switch, _branch(switch, sign)), part)]

    def _moved(self, map_: Tree, span: Span) -> list[Part]:
        if X not in free_names(map_):
            return [Mass(map_, self.primitive(span.function, span.low, span.high)[1])]
        sign = self._direction(map_, self.order(span.low, ZERO) >= 0)
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

    def _direction(self, map_: Tree, positive: bool) -> int:
        """Whether the map increases (1) or decreases (-1), by its outermost operation and what is inside.

        Powers of the variable count on the positive axis only.
        """
        if map_ is VARIABLE:
            return 1
        if map_.head == "pow" and map_.args[0] is VARIABLE and X not in free_names(map_.args[1]) and positive:
            sign = self.constants.sign(map_.args[1])
            if sign:
                return sign
        moving = [part for part in map_.args if X in free_names(part)]
        if len(moving) == 1 and map_.head != "pow":
            if map_.head == "add" or (map_.head == "call" and map_.value in _INCREASING):
                return self._direction(moving[0], positive)
            if map_.head == "mul":
                front = mul(ONE, *(part for part in map_.args if part is not moving[0]))
                sign = self.constants.sign(front)
                if sign:
                    return sign * self._direction(moving[0], positive)
        raise Undecided("a map with parameters that is not a composition of increasing functions")


_INCREASING = frozenset(["exp", "log", "sigmoid", "tanh", "atan", "softplus", "sinh"])


def _ends(set_: Tree) -> tuple[Tree, Tree]:
    if set_.head == "interval":
        return set_.args[0], set_.args[1]
    if set_.head == "set" and set_.value == "R":
        return MINUS_INFINITY, INFINITY
    raise Undecided("a set with parameters that is not an interval")


# Switches -----------------------------------------------------------------------------------------------------------


def _is_switch(node: Tree) -> bool:
    if node.head in ("indicator", "piecewise") or (node.head == "call" and node.value in ("floor", "ceil", "frac")):
        raise Undecided("a map with parameters in pieces")
    many = node.head == "call" and node.value in ("max", "min") and len(node.args) == 2
    return X in free_names(node) and (many or (node.head == "call" and node.value in ("relu", "abs", "sign")))


def _below(node: Tree) -> list[Tree]:
    return [inner for argument in node.args for inner in walk(argument)]


def _gap(switch: Tree) -> Tree:
    return sub(*switch.args) if switch.value in ("max", "min") else switch.args[0]


def _branch(switch: Tree, sign: int) -> Tree:
    """What the switch is where its gap has this sign."""
    first = switch.args[0]
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


def _replaced(node: Tree, old: Tree, new: Tree) -> Tree:
    if node is old:
        return new
    return rebuild(node, tuple(_replaced(a, old, new) for a in node.args)) if node.args else node
