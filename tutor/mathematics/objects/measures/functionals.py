"""Numbers that are written as calls of measures: KL(mu, nu), mass(mu, A), W1(mu, nu), integrals against a measure."""

from collections.abc import Callable, Mapping

from tutor.language.tree import Tree, tree
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.results import NoValue, Result
from tutor.mathematics.balls import Evaluator, ball, precision
from tutor.mathematics.objects.lengths import measure as length
from tutor.mathematics.objects.measures import divergences, plane, transport
from tutor.mathematics.objects.measures.building import is_measure
from tutor.mathematics.objects.measures.divergences_of_families import FORMULAS
from tutor.mathematics.objects.measures.laws import Improper
from tutor.mathematics.objects.measures.measure import Measure, Work, X
from tutor.mathematics.objects.measures.properness import proper
from tutor.mathematics.objects.measures.restriction import restricted
from tutor.mathematics.objects.measures.values import BITS, expectation, mass, mass_of
from tutor.mathematics.trees import Budget, substitute
from tutor.mathematics.trees.build import REALS, member, sign_of_infinity, sqrt, var

Pair = Callable[[Measure, Measure, Work], Result]


def functional(node: Tree, budget: Budget) -> Result:
    """The value of a call of measures. Raises NoValue, Undecided, OutOfSteps."""
    work = Work(budget)
    try:
        if node.value == "mass":
            return _mass(node.args, work)
        known = _by_formula(node, work)
        if known is not None:
            return known
        left, right = (proper(part, work) for part in node.args)
        return _PAIRS[node.value](left, right, work)
    except Improper as reason:
        raise NoValue(reason.reason) from reason


def _by_formula(node: Tree, work: Work) -> Result | None:
    """The distance of two laws of one family, where there is a formula; None where there is none."""
    left, right = node.args
    if not left.head == right.head == "law" or left.value != right.value:
        return None
    formula = FORMULAS.get((node.value, left.value))
    if formula is None:
        return None
    try:
        first, second = (tuple(map(work.simple, law.args)) for law in (left, right))
        return Result(work.simple(formula(first, second, work.constants)), "a formula for two laws of one family")
    except Undecided:
        return None


def integral_against(node: Tree, budget: Budget) -> Result:
    """The integral of a function over a set against a measure. Raises NoValue, Undecided, OutOfSteps."""
    function, set_, source = node.args
    if _is_image(source) and set_ is REALS:
        # The integral against an image is that of the composition: no inverse and no density is needed.
        map_, inner = source.args
        composed = substitute(function, {node.value: map_})
        try:
            return integral_against(tree("integral_on", source.value, (composed, REALS, inner)), budget)
        except Undecided:
            pass
    work = Work(budget)
    try:
        measure = proper(source, work)
        if set_ is not REALS:
            measure = restricted(measure, set_, work)
        return expectation(measure, substitute(function, {node.value: var(X)}), work)
    except Improper as reason:
        raise NoValue(reason.reason) from reason


def _mass(args: tuple[Tree, ...], work: Work) -> Result:
    if plane.is_plane(args[0]):
        return plane.mass_of_rectangle(plane.built(args[0], work), args[1:], work)
    if len(args) == 2 and args[0].head == "law" and args[0].value == "counting":
        args = (tree("restrict", None, args),)
    try:
        if len(args) == 2 and args[0].head == "law" and args[0].value == "lebesgue":
            return length(args[1], work.budget)
        measure = proper(args[0], work)
        return mass(measure, work) if len(args) == 1 else mass_of(measure, args[1], work)
    except Undecided:
        if not _is_image(args[0]):
            raise
        return _mass(_preimage(args), work)


def _is_image(node: Tree) -> bool:
    """Whether the tree is the image of a measure under one map to numbers."""
    return node.head == "pushforward" and not is_measure(node.args[0]) and node.args[0].head not in ("pair", "tuple")


def _preimage(args: tuple[Tree, ...]) -> tuple[Tree, ...]:
    """T(mu)(A) = mu({x : T(x) in A})."""
    image = args[0]
    map_, source = image.args
    sets = (tree("builder", image.value, (member(map_, set_),)) for set_ in args[1:])
    return (source, *sets)


def _root(square: Pair) -> Pair:
    def root(left: Measure, right: Measure, work: Work) -> Result:
        found = square(left, right, work)
        if isinstance(found.value, Tree):
            return found if sign_of_infinity(found.value) else Result(work.simple(sqrt(found.value)), found.by)
        with precision(BITS):
            return Result(ball(Evaluator({"s": found.value})(sqrt(var("s")))), found.by)

    return root


_PAIRS: Mapping[str, Pair] = {
    "KL": divergences.kullback_leibler,
    "TV": divergences.total_variation,
    "JS": divergences.jensen_shannon,
    "H2": divergences.hellinger_square,
    "Hellinger": _root(divergences.hellinger_square),
    "W1": transport.wasserstein_one,
    "W2": _root(transport.wasserstein_two_square),
}

FUNCTIONALS = frozenset(_PAIRS) | {"mass"}
"""Names of the calls that `functional` takes."""
