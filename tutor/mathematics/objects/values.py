"""Constants that are defined by sets, integrals, sums, limits and extrema, reduced to a value.

`value_of` is what the judge calls before it compares two numbers. The result is an exact core tree (oo is a value), or
a ball that is certified to contain the value.
"""

from collections.abc import Callable, Mapping

from flint import arb

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.algebra import Bound, Point, TooLarge, Unsupported
from tutor.mathematics.analysis.constants import NO_VALUE, Constants, Undecided
from tutor.mathematics.analysis.extrema import essential_supremum, negated, supremum, supremum_of_sequence
from tutor.mathematics.analysis.integrals import end_tree, infinite_by_size, integral, integral_over, parts
from tutor.mathematics.analysis.limits import NoLimit, limit
from tutor.mathematics.analysis.results import NoValue, Result
from tutor.mathematics.analysis.rolle import line
from tutor.mathematics.analysis.series import series
from tutor.mathematics.balls import Evaluator, ball, precision
from tutor.mathematics.objects.extended import settled
from tutor.mathematics.objects.interval_images import image_of_intervals, is_continuous_image
from tutor.mathematics.objects.lengths import measure
from tutor.mathematics.objects.limits_of_integrals import limit_inside, limit_outside
from tutor.mathematics.objects.measures.building import is_measure
from tutor.mathematics.objects.measures.functionals import FUNCTIONALS, functional, integral_against
from tutor.mathematics.objects.sets import FAMILIES, almost, atoms, cells, ends, holds_at
from tutor.mathematics.trees import Budget, rebuild, substitute
from tutor.mathematics.trees.build import (
    EMPTY,
    INFINITY,
    MINUS_ONE,
    REALS,
    ZERO,
    call,
    interval,
    neg,
    power,
    sign_of_infinity,
    var,
)

BITS = 128


def value_of(node: Tree, budget: Budget) -> Tree | arb:
    """The closed core tree with every measure, integral, infinite sum, norm, limit and extremum replaced by its value.

    A tree without such parts is handed back as it is. Raises Unsupported with the reason where a part has no value, or
    none that could be found; OutOfSteps.
    """
    try:
        found = reduction(node, budget)
    except (Undecided, TooLarge) as silence:
        raise Unsupported(silence.reason) from silence
    except NoValue as silence:
        raise Unsupported(f"no value: {silence.reason}") from silence
    except NoLimit as silence:
        raise Unsupported(f"no value: {silence}") from silence
    return found.value


def reduction(node: Tree, budget: Budget) -> Result:
    """The value with the rules that found it. Raises Undecided, NoValue, NoLimit, OutOfSteps."""
    work = _Reduction(budget)
    reduced = work(node)
    if not work.rules:
        return Result(node, "as it stands")
    by = "; ".join(dict.fromkeys(work.rules))
    if reduced.head == "var" and reduced.value in work.balls:
        return Result(work.balls[reduced.value], by)
    finished = settled(reduced, Constants(budget))
    if not free_names(finished) & set(work.balls):
        return Result(finished, by)
    with precision(BITS):
        try:
            return Result(ball(Evaluator(work.balls, budget=budget)(finished)), by)
        except NO_VALUE as silence:
            raise Undecided("an expression of enclosures without a value") from silence


class _Reduction:
    """One walk over a tree, innermost parts first; balls get names of their own."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.balls: dict[str, arb] = {}
        self.rules: list[str] = []
        self._known: dict[Tree, Tree] = {}

    def __call__(self, node: Tree) -> Tree:
        known = self._known.get(node)
        if known is None:
            known = self._known[node] = self._reduced(node)
        return known

    def _reduced(self, node: Tree) -> Tree:
        if not any(_is_reducible(part) for part in walk(node)):
            return node
        node = rebuild(node, tuple(self(a) for a in node.args))
        if not _is_reducible(node) or free_names(node):
            if free_names(node) & set(self.balls) and _is_reducible(node):
                raise Undecided("an enclosure inside a set, an integral, a sum or a limit")
            return node
        found = _RULES[_name(node)](node, self.budget)
        self.rules.append(found.by)
        if isinstance(found.value, Tree):
            return found.value
        name = f"#{len(self.balls)}"
        self.balls[name] = found.value
        return var(name)


def _name(node: Tree) -> str:
    return str(node.value) if node.head == "call" else node.head


def _is_reducible(node: Tree) -> bool:
    if node.head == "sum":
        return any(sign_of_infinity(end) for end in node.args[1:]) and not is_measure(node)
    return _name(node) in _RULES and (node.head != "call" or node.value in _CALLS)


def _measure(node: Tree, budget: Budget) -> Result:
    (set_,) = node.args
    return measure(image_of_intervals(set_, budget) if is_continuous_image(set_) else set_, budget)


def _integral(node: Tree, budget: Budget) -> Result:
    f, low, high = node.args
    return integral(limit_inside(f, node.value, interval(low, high)), node.value, low, high, budget)


def _integral_on(node: Tree, budget: Budget) -> Result:
    """Over the cells of the set; over a null set it is 0 whatever the integrand."""
    if len(node.args) == 3:
        return integral_against(node, budget)
    f, set_ = node.args
    return _over(f, node.value, set_, budget)


def _over(f: Tree, x: str, set_: Tree, budget: Budget) -> Result:
    if almost(set_) is EMPTY:
        return Result(ZERO, "over a null set")
    f = limit_inside(f, x, set_)
    spans = _spans(set_, x, budget)
    try:
        return integral_over([part for span in spans for part in parts(f, line(x, budget), *span)], x, budget)
    except Undecided:
        low, high = (end_tree(end) for end in spans[0])
        if len(spans) == 1 and infinite_by_size(f, x, low, high, budget):
            return Result(INFINITY, "not negative and not integrable")
        raise


def _spans(set_: Tree, x: str, budget: Budget) -> list[tuple[Bound, Bound]]:
    """The open cells that make up the set, up to a null set."""
    if any(part.head in FAMILIES for part in walk(set_)):
        raise Undecided("an infinite family of sets as a domain")
    return [(piece.cell.low, piece.cell.high) for piece in cells(almost(set_), line(x, budget)) if piece.answer]


def _sum(node: Tree, budget: Budget) -> Result:
    """Over n >= n0; a sum over n <= n0 is turned around."""
    term, low, high = node.args
    n = node.value
    if sign_of_infinity(low) < 0 < sign_of_infinity(high):
        raise Undecided("a sum over all whole numbers")
    if sign_of_infinity(low) < 0:
        term, low = substitute(term, {n: neg(var(n))}), neg(high)
    if low.head != "num" or low.value.denom() != 1:
        raise Undecided("a sum that does not start at a whole number")
    return series(term, n, int(low.value.numer()), budget)


def _norm(node: Tree, budget: Budget) -> Result:
    """(integral of |f|^p)^(1/p), or the essential supremum of |f| for p = oo; over R where no set is given."""
    f, p = node.args[:2]
    set_ = node.args[2] if len(node.args) > 2 else REALS
    size = call("abs", f)
    if sign_of_infinity(p) > 0:
        return essential_supremum(size, node.value, _spans(set_, node.value, budget), budget)
    constants = Constants(budget)
    if constants.sign(p) <= 0:
        raise Undecided("a norm with p <= 0")
    found = _over(power(size, p), node.value, set_, budget)
    if isinstance(found.value, Tree) and not sign_of_infinity(found.value):
        return Result(constants.simplified(power(found.value, power(p, MINUS_ONE))), found.by)
    if isinstance(found.value, Tree):
        return found
    with precision(BITS):
        root = Evaluator({"I": found.value}, budget=budget)(power(var("I"), power(p, MINUS_ONE)))
        return Result(ball(root), found.by)


def _limit(node: Tree, budget: Budget) -> Result:
    found = limit_outside(node)
    if isinstance(found, Result):
        return found
    f, point = found.args
    return Result(limit(f, node.value, point, 0, budget), "leading term")


def _supremum(node: Tree, budget: Budget) -> Result:
    f, set_ = node.args
    return _extremum(f, node.value, set_, budget)


def _infimum(node: Tree, budget: Budget) -> Result:
    f, set_ = node.args
    return negated(_extremum(neg(f), node.value, set_, budget), budget)


def _essential(node: Tree, budget: Budget) -> Result:
    f, set_ = node.args
    return essential_supremum(f, node.value, _spans(set_, node.value, budget), budget)


def _extremum(f: Tree, x: str, set_: Tree, budget: Budget) -> Result:
    if set_.head == "set" and set_.value == "N":
        return supremum_of_sequence(f, x, 1, budget)
    if set_.head == "image" and set_.args[1].head == "set" and set_.args[1].value == "N":
        return supremum_of_sequence(substitute(f, {x: set_.args[0]}), set_.value, 1, budget)
    if atoms(set_) or any(atoms(part) for part in walk(f)):
        raise Undecided("a supremum that null sets may change")
    on = line(x, budget)
    pieces = cells(set_, on)
    places = ends(set_)
    places += [end for piece in pieces for end in (piece.cell.low, piece.cell.high) if isinstance(end, Point)]
    inside = [p for p in dict.fromkeys(places) if holds_at(p, set_, on)]
    return supremum(f, x, [(p.cell.low, p.cell.high) for p in pieces if p.answer], inside, budget)


_RULES: Mapping[str, Callable[[Tree, Budget], Result]] = {
    "measure": _measure,
    "integral": _integral,
    "integral_on": _integral_on,
    "sum": _sum,
    "norm": _norm,
    "limit": _limit,
    "sup": _supremum,
    "inf": _infimum,
    "ess_sup": _essential,
    **dict.fromkeys(FUNCTIONALS, functional),
}
"""Heads (and the functions of sets and measures) that are reduced, each with its rule."""

_CALLS = FUNCTIONALS | {"measure"}
