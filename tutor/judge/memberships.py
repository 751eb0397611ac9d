"""Q, Z, N, the Cantor set and images of N and Z: the sides on every region that they cut out.

Membership of a variable in one of these is false at almost every point. Everywhere it may hold, so the line falls into
regions (see `regions`) on each of which every membership is constant; on a region the memberships are replaced by
their truth values and the two sides compared as ordinary functions. Q and the rational points of the Cantor set have
explicit witnesses, and near every Cantor point lie others of both sorts.
"""

from collections.abc import Mapping, Sequence
from itertools import islice, product
from math import lcm

from flint import fmpq

from tutor.judge.branches import SETTLED, Branch, Leaf, Survey, explore
from tutor.judge.cells import starting_branches
from tutor.judge.everywhere import equal_everywhere
from tutor.judge.exceptions import Exceptions
from tutor.judge.meeting import REFUTING, Meeting
from tutor.judge.pair import BITS, Pair
from tutor.judge.periodic import INDEX
from tutor.judge.regions import (
    CANTOR_POINTS,
    NATURAL,
    WHOLE,
    Region,
    Truths,
    affine,
    atoms,
    is_empty_on,
    name_of,
    regions,
    settled,
    witnesses,
)
from tutor.judge.samples import has_signs, integer_points
from tutor.judge.space import Centre, Space, space_of
from tutor.judge.special_points import examine_point, same
from tutor.judge.spelling import tree_text, value_text
from tutor.judge.zero_sets import equal_after_solving
from tutor.language.tree import Tree, free_names, tree
from tutor.mathematics.algebra import Point, linear, rational
from tutor.mathematics.balls import Evaluator, precision
from tutor.mathematics.trees import Domain, Variable, substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    ONE,
    add,
    at_most,
    conjunction,
    less,
    member,
    mul,
    num,
    var,
)

_MOST_CHOICES = 16
_MOST_RESIDUES = 24
_SOME_INTEGERS = (1, 2, 3, 5, 10, 100)


def generic(pair: Pair) -> Pair:
    """The pair at generic points, where no affine expression is in Q, Z, N, the Cantor set, or the image of N or Z."""
    truths = _false_at_generic_points(pair)
    return _on(pair, truths) if truths else pair


def _false_at_generic_points(pair: Pair) -> dict[Tree, bool | Tree]:
    reals = pair.space.reals
    forms = ((a, linear(a.args[0]) or {}) for a in atoms(*pair.trees))
    return {a: False for a, form in forms if any(form.get(n, 0) != 0 for n in reals)}


def _on(pair: Pair, truths: Truths) -> Pair:
    """The pair, and the condition of its domain, with these memberships."""
    space, condition = pair.space, pair.space.condition
    if condition is not None:
        space = space_of(Domain(space.variables, settled(condition, truths)))
    return pair.over(settled(pair.left, truths), settled(pair.right, truths), space)


def examine_regions(pair: Pair, exceptions: Exceptions) -> None:
    """Both sides on every null region that the memberships of their variables cut out."""
    found = [a for a in atoms(*pair.trees) if a.args[1].head == "set"]
    reals = set(pair.space.reals)
    found = [a for a in found if not free_names(a.args[0]).isdisjoint(reals)]
    if not found:
        return
    plain = [a for a in found if a.args[0].head == "var"]
    lattices = [a for a in found if a.args[1].value in ("Z", "N") and affine(a.args[0]) is not None]
    for atom in found:
        if atom not in plain and atom not in lattices:
            _examine_strange(pair, atom, exceptions)
    _examine_dense(pair, plain, exceptions)
    for name in sorted({n for a in lattices for n in free_names(a.args[0])} & reals):
        _examine_lattice(pair, name, [a for a in lattices if name in free_names(a.args[0])], exceptions)
    if len(reals) == 1 and any(a.args[1].value == "Cantor" for a in plain):
        _examine_points_of_both(pair, exceptions, range(2), 1)


def _examine_strange(pair: Pair, atom: Tree, exceptions: Exceptions) -> None:
    """An atom about another expression: refuted at exact points where it may hold, else left open."""
    single = affine(atom.args[0])
    if len(pair.space.reals) == 1 and not pair.space.integers:
        (name,) = pair.space.reals
        points = (*CANTOR_POINTS, fmpq(0), fmpq(1), fmpq(1, 3), fmpq(2, 3), fmpq(37, 101), fmpq(2))
        for q in points:
            at_q = q if single is None or atom.args[1].value != "Cantor" else (q - single[2]) / single[1]
            if pair.space.contains({name: at_q}) and _differs_at(pair, {name: at_q}, exceptions):
                exceptions.names.append(f"{{{name} : {tree_text(atom)}}}")
                return
    exceptions.leave_open(Branch(null=True), f"not examined: {tree_text(atom)}")


def _differs_at(pair: Pair, centre: Centre, exceptions: Exceptions) -> bool:
    meeting = pair.meet(centre, almost_everywhere=False)
    if meeting.outcome in REFUTING:
        exceptions.differ(centre, meeting)
        return True
    return False


def _examine_points_of_both(pair: Pair, exceptions: Exceptions, numerators: range, denominator: int) -> None:
    """Points of a lattice in [0, 1]: they may be Cantor points as well, and are examined one by one."""
    (name,) = pair.space.reals
    for point, q in ((rational(fmpq(k, denominator)), fmpq(k, denominator)) for k in numerators):
        inside = pair.space.contains({name: q, **pair.space.integer_places()[0]})
        known = any(same(point, p) for p in exceptions.points)
        if inside and not known and examine_point(pair, name, point, exceptions):
            exceptions.points.append(point)


# Dense regions ------------------------------------------------------------------------------------------------------


def _examine_dense(pair: Pair, plain: Sequence[Tree], exceptions: Exceptions) -> None:
    sets: dict[str, set[str]] = {}
    for atom in plain:
        sets.setdefault(atom.args[0].value, set()).add(atom.args[1].value)
    names = sorted(sets)
    for choice in islice(product(*([None, *regions(sets[n])] for n in names)), 1, _MOST_CHOICES):
        chosen = {n: region for n, region in zip(names, choice, strict=True) if region is not None}
        if _differ_on_region(pair, plain, chosen, exceptions):
            kinds = set[int]().union(*(r.kinds for r in chosen.values()))
            if len(pair.space.reals) == 1:
                exceptions.kinds |= kinds
            else:
                exceptions.names.append(f"points with {', '.join(chosen)} in {name_of(frozenset(kinds))}")


def _differ_on_region(pair: Pair, plain: Sequence[Tree], chosen: Mapping[str, Region], exceptions: Exceptions) -> bool:
    """Whether the sides are certified to differ on this region; what stays undecided is left open."""
    truths = _false_at_generic_points(pair)
    for atom in plain:
        region = chosen.get(atom.args[0].value)
        if region is not None:
            truths[atom] = region.truths[atom.args[1].value]
    there, survey = _on(pair, truths), Survey()
    for leaf in explore(there, starting_branches(there)[0], survey):
        if leaf.state in SETTLED or any(is_empty_on(r, leaf.branch.cell) for r in chosen.values()):
            continue
        found = _witness(pair, there, leaf, chosen)
        if found is None:
            exceptions.leave_open(Branch(null=True), "a null set is not settled")
        else:
            exceptions.differ(*found)
            return True
    if not all(equal_after_solving(pair, branch) for branch in survey.null):
        exceptions.leave_open(Branch(null=True), "a zero set inside a null set is not settled")
    return False


def _witness(pair: Pair, there: Pair, leaf: Leaf, chosen: Mapping[str, Region]) -> tuple[Centre, Meeting] | None:
    """A point at which both sides are certified to differ on the region.

    The region is dense near the point, so a ball on which the settled sides differ holds a difference.
    """
    space = pair.space
    options = [list(islice(witnesses(region, leaf.branch.cell), 4)) for region in chosen.values()]
    for centre, values in product(space.places(4) or _nowhere(space), product(*options)):
        point = {**centre, **dict(zip(chosen, values, strict=True))}
        env = space.thick(point)
        in_cell = leaf.branch.cell is None or leaf.branch.cell.holds(point[space.reals[0]])
        if not in_cell or not has_signs(leaf.branch.signs, env) or not there.space.holds(env):
            continue
        meeting = there.meet(env)
        if meeting.outcome in REFUTING:
            exact = pair.meet(point, almost_everywhere=False)
            return point, exact if exact.outcome in REFUTING else meeting
    return None


def _nowhere(space: Space) -> list[Centre]:
    """A place to start from in a domain that generic places miss."""
    return [{n: fmpq(0) for n in (*space.reals, *space.integers)}]


# Lattices -----------------------------------------------------------------------------------------------------------


def _examine_lattice(pair: Pair, name: str, lattice: Sequence[Tree], exceptions: Exceptions) -> None:
    """The points x with a·x + b an integer for some atom: x = (P·m + r)/D over the integers m, one residue r at a time.

    D and P are chosen so that every such point has this form and every a·x + b is an integer for all m or for none.
    """
    forms = {atom: affine(atom.args[0]) for atom in lattice}
    pairs = [(f[1], f[2]) for f in forms.values() if f is not None]
    d = lcm(*(abs(int(a.numer())) * int(b.denom()) for a, b in pairs))
    period = lcm(*(int((a / d).denom()) for a, _ in pairs))
    if period > _MOST_RESIDUES:
        exceptions.leave_open(Branch(null=True), "a lattice with many residues")
        return
    for residue in range(period):
        at_zero = fmpq(residue, d)
        whole = [x for x, f in forms.items() if f is not None and (f[1] * at_zero + f[2]).denom() == 1]
        for positive in (True, False) if whole else ():
            _examine_residue(pair, name, lattice, whole, (fmpq(period, d), at_zero, positive), exceptions)
    if len(pair.space.reals) == 1 and any(a.args[1].value == "Cantor" for a in atoms(*pair.trees)):
        _examine_points_of_both(pair, exceptions, range(d + 1), d)


def _examine_residue(
    pair: Pair,
    name: str,
    lattice: Sequence[Tree],
    whole: Sequence[Tree],
    place: tuple[fmpq, fmpq, bool],
    exceptions: Exceptions,
) -> None:
    """The points step·m + start, for m >= 1 or for m <= 0."""
    step, start, positive = place
    value = add(mul(num(step), var(INDEX)), num(start))
    truths = _false_at_generic_points(pair)
    for atom in lattice:
        natural = at_most(ONE, atom.args[0]) if atom.args[1].value == "N" else True
        truths[atom] = natural if atom in whole else False
    truths.update({a: True for a in atoms(*pair.trees) if a.args[1].value == "Q" and a.args[0] is var(name)})
    there = _at_integers(_on(pair, truths), name, value, (1, None) if positive else (None, 0))
    for m in _SOME_INTEGERS if positive else (0, *(-k for k in _SOME_INTEGERS)):
        for centre in pair.space.places(2) or _nowhere(pair.space):
            point = {**centre, name: step * m + start}
            if not pair.space.contains(point):
                continue
            env = {**pair.space.thick(point), name: point[name]}
            meeting = pair.meet(env)
            if meeting.outcome in REFUTING:
                exceptions.differ(point, meeting)
                _name_lattice(pair, name, whole, (step, start), positive, exceptions)
                return
    if _has_atoms_left(there) or not equal_everywhere(there, undefined_too=True):
        exceptions.leave_open(Branch(null=True), "a lattice is not settled")


def _name_lattice(
    pair: Pair, name: str, whole: Sequence[Tree], place: tuple[fmpq, fmpq], positive: bool, exceptions: Exceptions
) -> None:
    if len(pair.space.reals) == 1 and place[0] == 1 and place[1] == 0:
        exceptions.kinds.add(NATURAL if positive else WHOLE)
    else:
        exceptions.names.append(f"{{{name} : {tree_text(member(whole[0].args[0], tree('set', 'Z')))}}}")


def _has_atoms_left(there: Pair) -> bool:
    return any(not free_names(a.args[0]).isdisjoint(there.space.reals) for a in atoms(*there.trees))


def _at_integers(pair: Pair, name: str, value: Tree, ends: tuple[int | None, int | None]) -> Pair:
    """The pair with a coordinate given as a function of the integer INDEX, which runs between these ends."""
    low, high = ends
    index = Variable(
        INDEX,
        MINUS_INFINITY if low is None else num(low),
        INFINITY if high is None else num(high),
        low is not None,
        high is not None,
        integer=True,
    )
    variable = next(v for v in pair.space.variables if v.name == name)
    bounds = [
        (at_most if closed else less)(*sides)
        for sides, closed, end in (
            ((variable.low, value), variable.low_closed, pair.space.low[name]),
            ((value, variable.high), variable.high_closed, pair.space.high[name]),
        )
        if isinstance(end, Point)
    ]
    there = {name: value}
    if pair.space.condition is not None:
        bounds.append(substitute(pair.space.condition, there))
    others = tuple(v for v in pair.space.variables if v.name != name)
    where = space_of(Domain((*others, index), conjunction(*bounds) if bounds else None))
    return pair.over(substitute(pair.left, there), substitute(pair.right, there), where)


# Images of N and Z --------------------------------------------------------------------------------------------------


def examine_images(pair: Pair, exceptions: Exceptions) -> None:
    """x in {u(k) : k in N} holds just at x = u(k): both sides there, as functions of the integer k."""
    found = atoms(*pair.trees)
    for atom in (a for a in found if a.args[1].head == "image"):
        element, set_ = atom.args
        if element.head != "var" or element.value not in pair.space.reals:
            exceptions.leave_open(Branch(null=True), f"not examined: {tree_text(atom)}")
            continue
        place = substitute(set_.args[0], {set_.value: var(INDEX)})
        ends = (1, None) if set_.args[1].value == "N" else (None, None)
        there = _at_integers(_on(pair, {atom: True}), element.value, place, ends)
        witness = _integer_witness(there, 30)
        if witness is not None:
            where, meeting = witness
            with precision(BITS):
                shown = value_text(Evaluator(where)(place))
            exceptions.differ({**{n: q for n, q in where.items() if n != INDEX}, element.value: shown}, meeting)
            exceptions.names.append(tree_text(set_))
        elif len(found) > 1 or not equal_everywhere(there, undefined_too=True):
            exceptions.leave_open(Branch(null=True), f"not examined: {tree_text(set_)}")


def _integer_witness(pair: Pair, count: int) -> tuple[Centre, Meeting] | None:
    """An exact point with small integers at which the sides differ."""
    if pair.space.reals:
        return None
    for centre in islice(integer_points(pair.space, tuple(range(count))), count):
        meeting = pair.meet(centre, almost_everywhere=False)
        if meeting.outcome in REFUTING:
            return centre, meeting
    return None
