"""The weak limit of a sequence of laws as a measure, from the limits of its parameters, maps and weights.

Weak limits are unique, so that a limit that is found decides on every answer. The rules, each with its hypothesis:

* parameters: a named law is weakly continuous in its parameters where they tend to admissible ones; at the ends it
  tends to a point mass, or its mass escapes;
* binomial laws with size -> oo and size p -> m tend to Poisson's law (law of rare events);
* X of mean -> m and variance -> 0 tends to the point mass at m (Chebyshev); standardised sums of independent bounded
  variables with a variance -> oo tend to a normal law (Lindeberg), and so do Poisson laws;
* g_n(X) -> g(X) weakly if g_n -> g almost everywhere for the law of X, which does not depend on n; and g(X_n) -> g(X)
  for a continuous g;
* densities of laws that tend almost everywhere to the density of a law do so in L^1 (Scheffe).
"""

from collections.abc import Iterator
from itertools import pairwise

from tutor.language.tree import Tree, free_names, tree, walk
from tutor.mathematics.algebra import Bound, rational
from tutor.mathematics.analysis.cells import order, sorted_points
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.analysis.exponential import affine
from tutor.mathematics.objects.measures.building import built, is_measure
from tutor.mathematics.objects.measures.limits_in_parts import is_continuous_operation, limit_in_index
from tutor.mathematics.objects.measures.limits_of_laws import MOMENTS, RULES, Escapes, Limits
from tutor.mathematics.objects.measures.measure import (
    NOTHING,
    Atom,
    Density,
    Measure,
    Work,
    X,
    end_tree,
    scaled,
    total,
)
from tutor.mathematics.objects.measures.parts import Span
from tutor.mathematics.objects.measures.pushforward import pushed
from tutor.mathematics.objects.measures.values import mass
from tutor.mathematics.objects.measures.weak import eventually
from tutor.mathematics.trees import Domain, Variable, rebuild, substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    ONE,
    TWO,
    ZERO,
    add,
    div,
    mul,
    num,
    power,
    sign_of_infinity,
    var,
)


def weak_limit(sequence: Tree, index: str, work: Work) -> Measure:
    """The weak limit. Raises Escapes, Undecided, Improper.

    Hypothesis: mu_n is a law from some n on.
    """
    return _Weak(index, work).whole(sequence)


def along_parities(sequence: Tree, index: str) -> tuple[Tree, ...]:
    """The sequence for even and for odd n where (-1)^n occurs, else the sequence alone."""
    both = tuple(_signed(sequence, index, sign) for sign in (1, -1))
    return both if both[0] is not sequence else (sequence,)


def _signed(node: Tree, index: str, sign: int) -> Tree:
    """The expression with (-c)^(n + j) as +-c^(n + j), for n even (sign 1) or odd (-1)."""
    if node.head == "pow" and node.args[0].head == "num" and node.args[0].value < 0:
        shift = _shift(node.args[1], index)
        if shift is not None:
            front = sign if shift % 2 == 0 else -sign
            base = num(-node.args[0].value)
            return num(front) if base is ONE else mul(num(front), power(base, node.args[1]))
    if index not in free_names(node):
        return node
    parts = tuple(_signed(part, index, sign) for part in node.args)
    return node if parts == node.args else rebuild(node, parts)


def _shift(exponent: Tree, index: str) -> int | None:
    """j where the exponent is n + j with a whole number j."""
    if exponent is var(index):
        return 0
    rest = [term for term in exponent.args if term is not var(index)] if exponent.head == "add" else []
    whole = len(rest) == 1 == len(exponent.args) - 1 and rest[0].head == "num" and rest[0].value.denom() == 1
    return int(rest[0].value.numer()) if whole else None


class _Weak(Limits):
    def whole(self, node: Tree) -> Measure:
        """The limit of a sequence of laws."""
        if node.head == "density":
            return self._scheffe(substitute(node.args[0], {node.value: var(X)}), *_interval(node.args[1]))
        if node.head == "pushforward" and node.args[1].head == "density":
            spans = eventually(self.index, self.work.budget).parts(node)
            if len(spans) == 1 and isinstance(spans[0], Span):
                return self._scheffe(spans[0].function, spans[0].low, spans[0].high)
        return self.part(node)

    # Parts

    def part(self, node: Tree) -> Measure:
        """The limit of one part, a law or zero times one."""
        self.work.budget.spend(100)
        if self.index not in free_names(node):
            return built(node, self.work)
        match node.head:
            case "add":
                if any(self._is_negative(term) for term in node.args):
                    raise Undecided("a difference of laws in a sequence")
                return total([self.part(term) for term in node.args], self.work)
            case "mul":
                return self._multiple(node)
            case "atom":
                return _point(self.finite(node.args[0], "a point mass runs away to infinity"))
            case "law":
                return self._law(node.value, node.args)
            case "pushforward":
                return self._image(node)
            case "sum":
                return self._grid(node, ONE)
        raise Undecided(f"'{node.head}' in a sequence of measures")

    def _is_negative(self, term: Tree) -> bool:
        factors = [part for part in term.args if not is_measure(part)] if term.head == "mul" else []
        return bool(factors) and self.sign(self.at_infinity(mul(ONE, *factors))) < 0

    def _multiple(self, node: Tree) -> Measure:
        measures = [term for term in node.args if is_measure(term)]
        if len(measures) != 1:
            raise Undecided("a product of measures")
        factor = mul(ONE, *(term for term in node.args if term is not measures[0]))
        if measures[0].head == "sum":
            return self._grid(measures[0], factor)
        if not _is_law(measures[0]):
            raise Undecided("a multiple of what may be no law")
        weight = self.at_infinity(factor)
        sign = self.sign(weight)
        if sign < 0 or sign_of_infinity(weight):
            raise Undecided("a difference of laws in a sequence")
        # A part whose weight tends to 0 does not count, wherever its mass goes.
        return scaled(weight, self.part(measures[0]), self.work) if sign else NOTHING

    def _law(self, name: str, parameters: tuple[Tree, ...]) -> Measure:
        rule = RULES.get(name)
        if rule is None:
            raise Undecided(f"a sequence of {name} laws")
        return built(rule(self, parameters), self.work)

    # Images

    def _image(self, node: Tree) -> Measure:
        body, source = node.args
        if is_measure(body) and body.head != "pushforward":
            raise Undecided("a sequence of mixtures")
        names, map_, sources = _nested(node)
        if not any(self.index in free_names(law) for law in sources):
            return self._of_fixed(names, map_, sources)
        if len(names) > 1:
            raise Undecided("a sequence of laws of several variables that change")
        map_ = substitute(map_, {names[0]: var(X)})
        line = affine(map_, X, self.indices)
        if line is not None and source.head == "law":
            return self._affine(source, *line)
        if self.index in free_names(map_) or not _is_continuous(map_):
            raise Undecided("a sequence of images of laws that change")
        return pushed(map_, self.part(source), self.work)

    def _of_fixed(self, names: list[str], map_: Tree, sources: list[Tree]) -> Measure:
        """The law of the limit of the map, almost everywhere.

        Of several variables the limit is known off a null set of the space only, so none of them may charge points:
        with X, Y on {0, 1} exp(-n (X-Y)^2) is 1 with probability 1/2.
        """
        if len(names) == 1:
            source = built(sources[0], self.work)
            return self._pointwise(substitute(map_, {names[0]: var(X)}), source)
        if self.index in free_names(map_) and not all(self._has_density(law) for law in sources):
            raise Undecided("a sequence of images of laws that charge points")
        domain = Domain(tuple(Variable(name, MINUS_INFINITY, INFINITY) for name in names))
        limit = self._limit_of_map(map_, domain)
        for name, law in zip(reversed(names), reversed(sources), strict=True):
            limit = tree("pushforward", name, (limit, law))
        return built(limit, self.work)

    def _has_density(self, law: Tree) -> bool:
        if free_names(law):
            return False
        source = built(law, self.work)
        return not (source.atoms or source.families or source.cylinders or source.images)

    def _pointwise(self, map_: Tree, source: Measure) -> Measure:
        if source.images:
            raise Undecided("a sequence of images of an image")
        found = [
            scaled(atom.mass, _point(self.finite(substitute(map_, {X: atom.place}), _RUNS)), self.work)
            for atom in source.atoms
        ]
        for density in source.densities:
            for low, high in _cut(density.low, density.high):
                domain = Domain((Variable(X, end_tree(low), end_tree(high)),))
                limit = self._limit_of_map(map_, domain)
                part = Measure((Density(low, high, density.function),))
                found.append(pushed(limit, part, self.work))
        if source.families or source.cylinders:
            if affine(map_, X, self.indices) is None:
                raise Undecided("a sequence of images of a law on countably many points, or a singular one")
            limit = self._limit_of_map(map_, Domain((Variable(X, MINUS_INFINITY, INFINITY),)))
            rest = Measure((), (), source.families, source.cylinders)
            found.append(pushed(limit, rest, self.work))
        return total(found, self.work)

    def _limit_of_map(self, map_: Tree, domain: Domain) -> Tree:
        """The pointwise limit of a map on a set of positive mass. Raises Escapes where it is infinite there."""
        if self.index not in free_names(map_):
            return map_
        value = limit_in_index(map_, self.index, Constants(self.work.budget, domain))
        if sign_of_infinity(value):
            raise Escapes(_RUNS)
        return value

    def _affine(self, source: Tree, slope: Tree, shift: Tree) -> Measure:
        """The law of a X + b, for a law of X that depends on the index."""
        if source.value in MOMENTS:
            mean, variance = MOMENTS[source.value](source.args)
            if source.value in _AT_ZERO and self.at_infinity(mean) is ZERO:
                # P(X = 0) -> 1, whatever the slope does.
                return _point(self.finite(shift, _RUNS))
            moved = add(mul(slope, mean), shift), mul(power(slope, TWO), variance)
            if source.value == "normal":
                return self._law("normal", moved)
            found = self._continuously(source, slope, shift)
            return found if found is not None else self._by_moments(source, slope, shift, moved)
        if source.value == "uniform":
            ends = [add(mul(slope, end), shift) for end in source.args]
            limits = [self.finite(end, _RUNS) for end in ends]
            if self.work.constants.compare(*limits) > 0:
                ends.reverse()
            return self._law("uniform", tuple(ends))
        raise Undecided(f"a sequence of images of {source.value} laws")

    def _continuously(self, source: Tree, slope: Tree, shift: Tree) -> Measure | None:
        """a_n X_n + b_n -> a X + b where all three have limits (Slutsky); None where one has none."""
        line = [self.at_infinity(part) for part in (slope, shift)]
        if any(map(sign_of_infinity, line)):
            return None
        try:
            return pushed(add(mul(line[0], var(X)), line[1]), self._law(source.value, source.args), self.work)
        except (Escapes, Undecided):
            return None

    def _by_moments(self, source: Tree, slope: Tree, shift: Tree, moved: tuple[Tree, Tree]) -> Measure:
        mean, variance = (self.at_infinity(moment) for moment in moved)
        if variance is INFINITY or sign_of_infinity(mean):
            if not sign_of_infinity(variance):
                raise Escapes("the means run away to infinity, and the variances stay bounded")
            if variance is INFINITY and self._is_normal_at_last(source):
                raise Escapes("the variances tend to infinity, and no interval keeps its mass")
            raise Undecided("moments that tend to infinity")
        if self.sign(variance) == 0:
            return _point(mean)
        own = self.at_infinity(MOMENTS[source.value](source.args)[1])
        if self._is_normal_at_last(source):
            return built(tree("law", "normal", (mean, variance)), self.work)
        if source.value in ("exponential", "laplace") or (source.value == "geometric" and own is INFINITY):
            # r X has the law of rate 1; and p X tends to the exponential law of rate 1 when p -> 0.
            size, start = self.at_infinity(div(slope, source.args[0])), self.at_infinity(shift)
            name = "laplace" if source.value == "laplace" else "exponential"
            if not sign_of_infinity(size) and not sign_of_infinity(start):
                image = add(mul(size, var(X)), start)
                return pushed(image, built(tree("law", name, (ONE,)), self.work), self.work)
        raise Undecided(f"a sequence of images of {source.value} laws")

    def _is_normal_at_last(self, source: Tree) -> bool:
        """Whether the standardised variable tends to the standard normal law (Lindeberg)."""
        own = self.at_infinity(MOMENTS[source.value](source.args)[1])
        return own is INFINITY and source.value in ("Bin", "poisson")

    # Sums and densities

    def _grid(self, node: Tree, factor: Tree) -> Measure:
        """w sum over k of point masses at g(k/n), k from 0 or 1 to n or n - 1, w n -> 1: the law of g(U).

        Hypothesis: g is continuous on [0, 1]; the sums over k/n tend to the uniform law.
        """
        body, low, high = node.args
        n = var(self.index)
        if body.head == "mul":
            factor = mul(factor, *(part for part in body.args if not is_measure(part)))
            body = next(part for part in body.args if is_measure(part))
        if body.head != "atom" or node.value in free_names(factor):
            raise Undecided("a sum of measures in a sequence")
        ends = low in (ZERO, ONE) and high in (n, add(n, num(-1)))
        unit = Variable(X, ZERO, ONE)
        constants = Constants(self.work.budget, Domain((*self.indices.domain.variables, unit)))
        place = constants.simplified(substitute(body.args[0], {node.value: mul(n, var(X))}))
        if not ends or self.index in free_names(place) or not _is_continuous(place):
            raise Undecided("a sum of measures that is no sum over k/n")
        if not self.work.same(self.finite(mul(n, factor), "the total mass tends to infinity"), ONE):
            raise Undecided("a sum of masses that do not tend to 1/n")
        return pushed(place, built(tree("law", "uniform", (ZERO, ONE)), self.work), self.work)

    def _scheffe(self, function: Tree, low: Tree, high: Tree) -> Measure:
        """The density that densities tend to. Raises Undecided where it is not the density of a law."""
        low, high = (end if sign_of_infinity(end) else self.at_infinity(end) for end in (low, high))
        domain = Domain((Variable(X, low, high),))
        # Where densities tend to infinity nothing runs away: mass may gather at a point.
        limit = limit_in_index(function, self.index, Constants(self.work.budget, domain))
        if sign_of_infinity(limit):
            raise Undecided("densities that tend to infinity")
        over = tree("interval", (False, False), (low, high))
        found = built(tree("density", X, (limit, over)), self.work)
        size = mass(found, self.work).value
        if not isinstance(size, Tree) or sign_of_infinity(size) or not self.work.same(size, ONE):
            raise Undecided("densities whose limit is not the density of a law")
        return found


_AT_ZERO = frozenset(["bernoulli", "Bin", "poisson"])
"""Laws on whole numbers from 0 on, whose mass at 0 tends to 1 when their mean tends to 0."""

_RUNS = "values run away to infinity with a probability that does not tend to 0"


def _point(place: Tree) -> Measure:
    return Measure(atoms=(Atom(place, ONE),))


def _interval(set_: Tree) -> tuple[Tree, Tree]:
    if set_.head == "interval":
        return set_.args[0], set_.args[1]
    if set_.head == "set" and set_.value == "R":
        return MINUS_INFINITY, INFINITY
    raise Undecided("a sequence of densities on a set that is no interval")


def _cut(low: Bound, high: Bound) -> Iterator[tuple[Bound, Bound]]:
    """The interval between its ends and -1, 0, 1, where powers change their limits."""
    inner = [p for p in _CUTS if order(low, p) < 0 < order(high, p)]
    yield from pairwise([low, *sorted_points(inner), high])


_CUTS = (rational(-1), rational(0), rational(1))


def _is_law(node: Tree) -> bool:
    """Whether the node is a law by its shape, whatever the parameters are."""
    if node.head == "pushforward":
        return all(_is_law(law) for law in _nested(node)[2])
    return node.head == "atom" or (node.head == "law" and node.value not in ("lebesgue", "counting"))


def _nested(node: Tree) -> tuple[list[str], Tree, list[Tree]]:
    """The variables, the map, and the laws of an image of several independent variables."""
    names, sources = [], []
    while node.head == "pushforward":
        names.append(node.value)
        sources.append(node.args[1])
        node = node.args[0]
    if is_measure(node):
        raise Undecided("a sequence of mixtures")
    return names, node, sources


def _is_continuous(map_: Tree) -> bool:
    """Whether the map is continuous on the line, by its shape."""
    return all(node.head == "var" or X not in free_names(node) or is_continuous_operation(node) for node in walk(map_))
