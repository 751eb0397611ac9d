"""From trees of measures to measures."""

from tutor.language.tree import Tree, free_names, tree, walk
from tutor.mathematics.algebra import Bound
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.integrals import parts
from tutor.mathematics.analysis.results import NoValue
from tutor.mathematics.analysis.series import series
from tutor.mathematics.objects.measures.laws import Improper, named_law
from tutor.mathematics.objects.measures.measure import (
    INDEX,
    NOTHING,
    Atom,
    Density,
    Family,
    Measure,
    N,
    Work,
    X,
    collected,
    disjoint,
    scaled,
    total,
)
from tutor.mathematics.objects.measures.pushforward import finite_mass, pushed
from tutor.mathematics.objects.measures.restriction import restricted, spans_of
from tutor.mathematics.objects.measures.sums import law_of_two
from tutor.mathematics.objects.sets import elements, is_countable
from tutor.mathematics.trees import Budget, substitute
from tutor.mathematics.trees.build import ONE, REALS, ZERO, add, conjunction, mul, num, sign_of_infinity, sqrt, var

MOST_TERMS = 400

MEASURES = frozenset(["atom", "density", "law", "restrict", "pushforward", "product"])
"""Heads of measures that are no sums."""


def is_measure(node: Tree) -> bool:
    """Whether the tree stands for a measure; 0 does not tell."""
    if node.head in MEASURES:
        return True
    if node.head == "sum":
        return is_measure(node.args[0])
    return node.head in ("add", "mul") and any(is_measure(part) for part in node.args)


def measure_of(node: Tree, budget: Budget) -> Measure:
    """The measure on the line that a closed core tree stands for.

    Raises Improper where it certainly stands for none, Undecided with the reason where there is no rule, OutOfSteps.
    """
    unknown = free_names(node)
    if unknown:
        raise Undecided("not a parameter of the question: " + ", ".join(sorted(unknown)))
    return built(node, Work(budget))


def built(node: Tree, work: Work) -> Measure:
    """See `measure_of`."""
    work.budget.spend(50)
    match node.head:
        case "num" if node is ZERO:
            return NOTHING
        case "atom":
            return Measure(atoms=(Atom(_finite(work.simple(node.args[0]), work), ONE),))
        case "law":
            return named_law(node.value, tuple(work.simple(a) for a in node.args), work)
        case "density":
            return _density(node, work)
        case "restrict":
            return _restricted(node, work)
        case "pushforward":
            return _pushforward(node, work)
        case "add":
            return total([built(part, work) for part in node.args], work)
        case "mul":
            return _multiple(node, work)
        case "sum":
            return _sum(node, work)
    raise Undecided(f"'{node.head}' as a measure on the line")


def _finite(place: Tree, work: Work) -> Tree:
    if sign_of_infinity(place):
        raise Improper("a point mass at infinity is no measure on the line")
    work.constants.sign(place)
    return place


def _density(node: Tree, work: Work) -> Measure:
    """The smooth parts of the function on the cells of the set, those where it is 0 left out."""
    function, set_ = node.args
    function = substitute(function, {node.value: var(X)})
    return Measure(disjoint([d for low, high in spans_of(set_, work) for d in refined(function, low, high, work)]))


def refined(function: Tree, low: Bound, high: Bound, work: Work) -> list[Density]:
    """The density on its smooth cells. Raises Improper where it is undefined on an interval."""
    if any(part.head == "call" and part.value == "cantor" for part in walk(function)):
        raise Undecided("a density with Cantor's function")
    try:
        found = parts(function, work.line, low, high)
    except NoValue as silence:
        raise Improper("the density is undefined on an interval") from silence
    return [Density(part.cell.low, part.cell.high, part.function) for part in found]


def _restricted(node: Tree, work: Work) -> Measure:
    source, set_ = node.args
    if source.head == "law" and source.value == "counting":
        return _counting(set_, work)
    if source.head in ("mul", "add") and any(part.head == "law" and part.value == "counting" for part in walk(source)):
        # Counting measure is one only on a countable set: the restriction comes first.
        inner = (tree("restrict", None, (p, set_)) if is_measure(p) else p for p in source.args)
        return built(tree(source.head, None, tuple(inner)), work)
    return restricted(built(source, work), set_, work)


def _counting(set_: Tree, work: Work) -> Measure:
    """Counting measure on a countable set. Raises Improper on a set with an interval inside, Undecided beyond."""
    match set_.head:
        case "finite":
            atoms = collected([Atom(work.simple(place), ONE) for place in set_.args], work)
            return Measure(atoms=tuple(Atom(atom.place, ONE) for atom in atoms))
        case "set" if set_.value == "N":
            return Measure(families=(Family(INDEX, ONE, 1),))
        case "set" if set_.value == "Z":
            return Measure(families=(Family(INDEX, ONE, 0), Family(mul(num(-1), INDEX), ONE, 1)))
        case "image" if set_.args[1] is tree("set", "N"):
            return Measure(families=(Family(substitute(set_.args[0], {set_.value: INDEX}), ONE, 1),))
        case "image" if set_.args[1].head == "finite":
            return _counting(tree("finite", None, tuple(elements(set_))), work)
        case "union":
            first, rest = set_.args[0], set_.args[1:]
            others = _counting(rest[0] if len(rest) == 1 else tree("union", None, rest), work)
            return total([_counting(first, work), restricted(others, tree("complement", None, (first,)), work)], work)
        case "minus" if is_countable(set_.args[0]):
            outside = tree("complement", None, (set_.args[1],))
            return restricted(_counting(set_.args[0], work), outside, work)
        case "intersection" | "builder":
            found = _base(set_)
            if found is not None:
                return restricted(_counting(found[0], work), found[1], work)
    if spans_of(set_, work):
        raise Improper("counting measure is not sigma-finite here: say on which countable set, counting on N")
    raise Undecided("counting measure on this set")


def _base(set_: Tree) -> tuple[Tree, Tree] | None:
    """A countable set and a second one whose intersection the set is, by its shape."""
    if set_.head == "intersection":
        base = next((part for part in set_.args if is_countable(part)), None)
        rest = tuple(part for part in set_.args if part is not base)
        return None if base is None else (base, rest[0] if len(rest) == 1 else tree("intersection", None, rest))
    conditions = set_.args[0].args if set_.args[0].head == "and" else (set_.args[0],)
    member = next((c for c in conditions if c.head == "in" and c.args[0] is var(set_.value)), None)
    if member is None or not is_countable(member.args[1]):
        return None
    rest = tuple(c for c in conditions if c is not member)
    return member.args[1], tree("builder", set_.value, (conjunction(*rest),)) if rest else REALS


def _multiple(node: Tree, work: Work) -> Measure:
    measures = [part for part in node.args if is_measure(part)]
    if len(measures) != 1:
        raise Undecided("a product of measures" if measures else "a number as a measure")
    factor = mul(ONE, *(part for part in node.args if part is not measures[0]))
    if sign_of_infinity(factor):
        raise Improper("an infinite factor makes no sigma-finite measure")
    return scaled(factor, built(measures[0], work), work)


# Sums over an index ------------------------------------------------------------------------------------------------


def _sum(node: Tree, work: Work) -> Measure:
    body, low, high = node.args
    start = _whole(low)
    if not sign_of_infinity(high):
        stop = _whole(high)
        if stop - start > MOST_TERMS:
            raise Undecided(f"a sum of more than {MOST_TERMS} measures")
        terms = [substitute(body, {node.value: num(k)}) for k in range(start, stop + 1)]
        return total([built(term, work) for term in terms], work) if terms else NOTHING
    families = _families(substitute(body, {node.value: INDEX}), ONE, start)
    atoms = [Atom(f.place, _total(f, work)) for f in families if N not in free_names(f.place)]
    moving = tuple(family for family in families if N in free_names(family.place))
    return Measure(atoms=collected(atoms, work), families=moving)


def _total(family: Family, work: Work) -> Tree:
    """The mass of infinitely many point masses at one place. Raises Improper where it is infinite, Undecided."""
    return finite_mass(series(family.mass, N, family.start, work.budget).value)


def _whole(end: Tree) -> int:
    if end.head != "num" or end.value.denom() != 1:
        raise Undecided("a sum of measures between ends that are not whole numbers")
    return int(end.value.numer())


def _families(body: Tree, factor: Tree, start: int) -> list[Family]:
    """A sum of point masses with the index in places and masses."""
    if body.head == "atom":
        return [Family(body.args[0], factor, start)]
    if body.head == "add":
        return [family for part in body.args for family in _families(part, factor, start)]
    if body.head == "mul":
        measures = [part for part in body.args if is_measure(part)]
        rest = [part for part in body.args if not is_measure(part)]
        if len(measures) == 1:
            return _families(measures[0], mul(factor, *rest), start)
    raise Undecided("an infinite sum of measures that are not point masses")


# Laws of random variables ------------------------------------------------------------------------------------------


def _pushforward(node: Tree, work: Work) -> Measure:
    """The image of a measure under a map; a map to measures makes a mixture, as of several random variables."""
    body, source = node.args
    if body.head == "pushforward" or is_measure(body):
        return _mixture(node, work)
    if body.head in ("pair", "tuple"):
        raise Undecided("a law of several coordinates as a measure on the line")
    return pushed(substitute(body, {node.value: var(X)}), built(source, work), work)


_NOISE = "standard normal"
"""A name that nobody can type."""


def _mixture(node: Tree, work: Work) -> Measure:
    body, outer = node.args
    source = built(outer, work)
    if source.atoms and not (source.densities or source.families or source.cylinders or source.images):
        terms = [
            scaled(atom.mass, built(substitute(body, {node.value: atom.place}), work), work) for atom in source.atoms
        ]
        return total(terms, work)
    if body.head == "law" and body.value == "normal" and node.value not in free_names(body.args[1]):
        # N(f(x), v) is the law of f(x) + sqrt(v) Z.
        map_ = add(body.args[0], mul(work.simple(sqrt(body.args[1])), var(_NOISE)))
        return law_of_two(map_, (node.value, source), (_NOISE, named_law("normal", (ZERO, ONE), work)), work)
    if body.head != "pushforward" or node.value in free_names(body.args[1]):
        raise Undecided("a mixture over more than finitely many values")
    return law_of_two(body.args[0], (node.value, source), (body.value, built(body.args[1], work)), work)
