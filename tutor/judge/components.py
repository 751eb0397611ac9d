"""Equality up to a constant on each component: two antiderivatives of one function.

The components are those of the set on which the key is defined. On each of them a constant is read off at one plain
point; then answer = key + constants is a claim like any other, and a jump inside a component comes out as a
difference. An end at which the key is defined belongs to its component, and a point at which it is defined between two
gaps is a component of its own. Where the components could not be told, only a correct verdict is kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from flint import fmpq

from tutor.judge.branches import Leaf, State, Survey, explore
from tutor.judge.cells import starting_branches
from tutor.judge.evidence import gave_up
from tutor.judge.meeting import Outcome
from tutor.judge.memberships import generic
from tutor.judge.pair import Pair
from tutor.judge.samples import inside_cell, nice_in
from tutor.judge.verdicts import Ruling, Verdict
from tutor.language.tree import Tree, tree
from tutor.mathematics.algebra import (
    Bound,
    Cell,
    Field,
    Need,
    Point,
    Split,
    TooLarge,
    UndefinedHere,
    Unsupported,
    as_tree,
    at,
)
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown, precision
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import ZERO, add, at_most, num, sub, var

_BITS = 256


class Untold(Exception):  # noqa: N818  (an outcome)
    """The components of the domain, or a constant on one of them, could not be told."""


@dataclass(slots=True)
class Component:
    """A run of cells on which the key is defined without a gap, or a single point, with the constant there.

    It goes up to the point `end`, which is in it or in no component at all.
    """

    constant: Tree
    end: Point | None


def decide_up_to_constant(pair: Pair, climb: Callable[[Pair], Ruling]) -> Ruling:
    """The ruling on equality up to a constant on each component; `climb` decides plain equality."""
    apart = generic(pair)
    starts, _ = starting_branches(apart)
    leaves = list(explore(apart, starts, Survey()))
    try:
        shifted = add(pair.right, _constants(pair, leaves))
    except (Untold, Unsupported) as silence:
        pair.note(f"up to a constant: {silence}")
        return gave_up(pair)
    ruling = climb(pair.over(pair.left, shifted))
    told = all(_is_told(apart, leaf) for leaf in leaves)
    if ruling.verdict is Verdict.INCORRECT and not told:
        pair.note("up to a constant: the components of the domain are not known")
        return gave_up(pair)
    return ruling


def _is_told(pair: Pair, leaf: Leaf) -> bool:
    """Whether the key is known to be defined on all of the leaf's cell, or on nothing of it."""
    if leaf.state in (State.OUTSIDE, State.BOTH_UNDEFINED):
        return True
    if leaf.branch.signs or leaf.state is State.OPEN or leaf.field is None:
        return False
    return not leaf.field.excluded_of(pair.right)


def _constants(pair: Pair, leaves: Sequence[Leaf]) -> Tree:
    """The constants as a function: one value, or cases by the gaps between the components."""
    if len(pair.space.reals) != 1:
        return _on_a_box(pair, leaves)
    components = _components(pair, leaves)
    if not components:
        raise Untold("no cell on which both sides are defined")
    if len(components) == 1:
        return components[0].constant
    if pair.space.integers:
        raise Untold("components that may depend on an integer")
    (name,) = pair.space.reals
    cases: list[Tree] = []
    for component in components[:-1]:
        if component.end is None:
            raise Untold("a component without an end")
        cases += [component.constant, at_most(var(name), as_tree(component.end))]
    return tree("piecewise", True, (*cases, components[-1].constant))


def _on_a_box(pair: Pair, leaves: Sequence[Leaf]) -> Tree:
    """A box is connected; one constant serves where the key is defined on all of it."""
    inside = all(leaf.state in (State.EQUAL, State.DIFFERENT) and not leaf.excluded for leaf in leaves)
    if not inside or pair.space.condition is not None:
        raise Untold("components of a domain in several dimensions")
    for centre in ({n: fmpq(k) for n in pair.space.reals} for k in (0, 1, 2)):
        whole = {**centre, **pair.space.integer_places()[0]}
        if pair.space.contains(whole) and pair.meet(whole, _BITS).outcome is not Outcome.UNKNOWN:
            return _difference(pair, centre)
    raise Untold("no plain point of the domain")


def _difference(pair: Pair, centre: dict[str, fmpq]) -> Tree:
    values = {n: num(q) for n, q in centre.items()}
    return sub(substitute(pair.left, values), substitute(pair.right, values))


def _components(pair: Pair, leaves: Sequence[Leaf]) -> list[Component]:
    """From left to right; a cell that several leaves share is defined where one of them is."""
    found: list[Component] = []
    last: tuple[Cell, bool] | None = None
    for cell, group in groupby((leaf for leaf in leaves if leaf.branch.cell is not None), key=lambda f: f.branch.cell):
        assert cell is not None
        inside = [leaf for leaf in group if leaf.state not in (State.BOTH_UNDEFINED, State.OUTSIDE)]
        joined = last is not None and _between(pair, cell.low, found, last[1], bool(inside))
        if inside and not joined:
            found.append(Component(_constant_on(pair, inside[0]), None))
        if inside:
            found[-1].end = cell.high if isinstance(cell.high, Point) else None
        last = cell, bool(inside)
    return found


def _between(pair: Pair, point: Bound, found: list[Component], before: bool, after: bool) -> bool:
    """Whether a point between two cells joins them. Between two gaps it may be a component itself."""
    assert isinstance(point, Point)
    if not before and not after and _is_defined_at(pair, point):
        found.append(Component(_constant_at(pair, point), point))
    return before and after and _is_defined_at(pair, point)


def _constant_at(pair: Pair, point: Point) -> Tree:
    """left - right at an isolated point of the key's domain; 0 where the answer is undefined, which is then wrong."""
    (name,) = pair.space.reals
    value = point.ball(_BITS) if point.rational is None else point.rational
    meeting = pair.meet({name: value, **pair.space.integer_places()[0]}, _BITS, almost_everywhere=False)
    if meeting.outcome is Outcome.ONE_UNDEFINED:
        return ZERO
    if meeting.outcome not in (Outcome.EQUAL, Outcome.CLOSE, Outcome.DIFFERENT):
        raise Untold("the value at an isolated point")
    at_point = {name: as_tree(point)}
    return sub(substitute(pair.left, at_point), substitute(pair.right, at_point))


def _constant_on(pair: Pair, leaf: Leaf) -> Tree:
    """left - right at a plain point of the leaf's cell at which both are certified to have a value."""
    cell = leaf.branch.cell
    assert cell is not None
    (name,) = pair.space.reals
    integers = pair.space.integer_places()[0]
    for q in (*nice_in(cell), *inside_cell(cell, 3)):
        meeting = pair.meet({name: q, **integers}, _BITS)
        if meeting.outcome in (Outcome.EQUAL, Outcome.CLOSE, Outcome.DIFFERENT):
            return _difference(pair, {name: q})
    raise Untold("no plain point with a value on some cell")


def _is_defined_at(pair: Pair, point: Point) -> bool:
    """Whether the point is in the domain and the key defined there."""
    (name,) = pair.space.reals
    value = point.ball(_BITS) if point.rational is None else point.rational
    env = {name: value, **pair.space.integer_places()[0]}
    with precision(_BITS):
        try:
            evaluate = Evaluator(env, False, pair.budget)
            if pair.space.condition is not None and not evaluate.condition(pair.space.condition):
                return False
            evaluate(pair.right)
        except Undefined:
            return False
        except (Unknown, Convention, Infinite):
            return _defined_in_normal_form(pair, point)
    return True


def _defined_in_normal_form(pair: Pair, point: Point) -> bool:
    field = Field(pair.space.box, pair.budget, at(point), units=pair.units)
    try:
        if pair.space.condition is not None and not field.truth(pair.space.condition):
            return False
        field.normal(pair.right)
    except UndefinedHere:
        return False
    except (Need, Split, Unsupported, TooLarge) as silence:
        raise Untold("whether the key is defined at some point") from silence
    if field.excluded_of(pair.right):
        raise Untold("whether the key is defined at some point")
    return True
