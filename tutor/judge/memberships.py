"""Q, Z, N, the Cantor set and images of N and Z: the sides on every region that they cut out.

Membership of a variable in one of these is false at almost every point. Everywhere it may hold, so space falls into
combinations of regions and lattices (see `regions`, `statuses`) on each of which most memberships are constant. They
are replaced by their truth values, those about which nothing is known by both, and the two sides compared as ordinary
functions: that may prove them equal. A difference is certified apart, at a point or on a ball where the memberships
themselves are evaluated.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain, islice, product

from flint import fmpq

from tutor.judge.branches import SETTLED, Branch, Survey, explore
from tutor.judge.cells import affine_roots, starting_branches
from tutor.judge.everywhere import equal_everywhere, solved
from tutor.judge.exceptions import Exceptions
from tutor.judge.meeting import REFUTING, Meeting
from tutor.judge.pair import Pair
from tutor.judge.rational_flats import examined_as_flats
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
    settled,
    witnesses,
)
from tutor.judge.space import RADIUS, Centre, Space, space_of
from tutor.judge.special_points import examine_point, same
from tutor.judge.spelling import tree_text
from tutor.judge.statuses import (
    Chosen,
    Progression,
    Single,
    Status,
    TooManyResidues,
    has_rationals,
    is_rational,
    memberships_of,
)
from tutor.judge.zero_sets import equal_after_solving
from tutor.language.tree import Tree, tree
from tutor.mathematics.algebra import Cell, Point, linear, rational
from tutor.mathematics.algebra.points import dyadic
from tutor.mathematics.analysis.constants import NO_VALUE, Undecided
from tutor.mathematics.balls import Value
from tutor.mathematics.objects.images import index_of
from tutor.mathematics.trees import Domain, Variable, substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    at_most,
    conjunction,
    less,
    member,
    num,
)

_MOST_COMBINATIONS = 81
_MOST_SILENT = 3
_MOST_WITNESSES = 12
_MOST_PLACES = 120
_SOME_INTEGERS = (1, 2, 3, 5, 10, 100)


def generic(pair: Pair) -> Pair:
    """The pair at generic points, where no affine expression is in Q, Z, N, the Cantor set, or the image of N or Z."""
    truths = _false_at_generic_points(pair)
    return with_truths(pair, truths) if truths else pair


def _false_at_generic_points(pair: Pair) -> dict[Tree, bool | Tree]:
    reals = pair.space.reals
    forms = ((a, linear(a.args[0]) or {}) for a in atoms(*pair.trees))
    return {a: False for a, form in forms if any(form.get(n, 0) != 0 for n in reals)}


def with_truths(pair: Pair, truths: Truths) -> Pair:
    """The pair, and the condition of its domain, with these memberships."""
    space, condition = pair.space, pair.space.condition
    if condition is not None:
        space = space_of(Domain(space.variables, settled(condition, truths)))
    return pair.over(settled(pair.left, truths), settled(pair.right, truths), space)


def examine_regions(pair: Pair, exceptions: Exceptions) -> None:
    """Both sides on every null region that the memberships of their variables cut out."""
    work = _Regions(pair, exceptions)
    if not work.found.special:
        return
    if examined_as_flats(pair, work.found.special, exceptions, with_truths):
        return
    for atom in work.found.special:
        if _is_strange(atom):
            _refute_strange(pair, atom, exceptions)
    try:
        work.examine()
    except TooManyResidues:
        exceptions.leave_open(Branch(null=True), "a lattice with many residues")


def _is_strange(atom: Tree) -> bool:
    """Whether the atom asks about another expression than a coordinate, or a lattice."""
    lattice = atom.args[1].value in ("Z", "N") and affine(atom.args[0]) is not None
    return atom.args[0].head != "var" and not lattice


def _refute_strange(pair: Pair, atom: Tree, exceptions: Exceptions) -> None:
    """An atom about another expression: exact points where it may hold, one of which may refute."""
    single = affine(atom.args[0])
    if len(pair.space.reals) != 1 or pair.space.integers:
        return
    (name,) = pair.space.reals
    points = (*CANTOR_POINTS, fmpq(0), fmpq(1), fmpq(1, 3), fmpq(2, 3), fmpq(37, 101), fmpq(2))
    for q in points:
        at_q = q if single is None or atom.args[1].value != "Cantor" else (q - single[2]) / single[1]
        if pair.space.contains({name: at_q}) and _differs_at(pair, {name: at_q}, exceptions):
            exceptions.names.append(f"{{{name} : {tree_text(atom)}}}")
            return


def _differs_at(pair: Pair, centre: Centre, exceptions: Exceptions) -> bool:
    meeting = pair.meet(centre, almost_everywhere=False)
    if meeting.outcome in REFUTING:
        exceptions.differ(centre, meeting)
        return True
    return False


class _Regions:
    """The combinations of statuses of a claim, examined one by one."""

    def __init__(self, pair: Pair, exceptions: Exceptions) -> None:
        self.pair, self.exceptions = pair, exceptions
        self.found = memberships_of(pair.trees, pair.space.reals)
        self.images = [a for a in atoms(*pair.trees) if a.args[1].head == "image"]
        self._open_cells: list[Cell | None] = []

    def examine(self) -> None:
        """All combinations of statuses, those of fewest coordinates first; beyond the cap they are left open."""
        names = self.found.names
        choices = product(*([None, *self.found.statuses(n)] for n in names))
        combinations = [
            {n: status for n, status in zip(names, choice, strict=True) if status is not None}
            for choice in islice(choices, _MOST_COMBINATIONS + 1)
        ]
        if len(combinations) > _MOST_COMBINATIONS:
            self.leave_open("too many combinations of memberships")
        for chosen in sorted(combinations[:_MOST_COMBINATIONS], key=len):
            self._examine(chosen)

    def leave_open(self, reason: str) -> None:
        """Remember that something is not examined."""
        self.exceptions.leave_open(Branch(null=True), reason)

    def _examine(self, chosen: Chosen) -> None:
        truths, silent = self.found.truths(chosen)
        truths.update(dict.fromkeys(self.images, False))  # their points are examined apart
        if len(silent) > _MOST_SILENT:
            self.leave_open("too many memberships that may hold or not")
            return
        if len(self.pair.space.reals) == 1 and any(isinstance(s, Single) for s in chosen.values()):
            self._examine_single(chosen)
            return
        self._open_cells = []
        reasons = [self._unsettled(chosen, truths, silent, c) for c in product((False, True), repeat=len(silent))]
        reason = next(filter(None, reasons), "")
        if reason and not self._differs(chosen, truths, silent):
            self.leave_open(reason)

    def _unsettled(self, chosen: Chosen, truths: Truths, silent: Sequence[Tree], choice: Sequence[bool]) -> str:
        """Nothing where the sides are proved equal with these truth values, or else what is open."""
        if not chosen and not any(choice):
            return ""  # generic points
        there = with_truths(self.pair, {**truths, **dict(zip(silent, choice, strict=True))})
        if all(isinstance(s, Region) for s in chosen.values()):
            return self._unsettled_on(there, chosen)
        return self._unsettled_along(there, chosen)

    def _examine_single(self, chosen: Chosen) -> None:
        ((name, status),) = chosen.items()
        assert isinstance(status, Single)
        point, integers = rational(status.point), self.pair.space.integer_places()[0]
        inside = self.pair.space.contains({name: status.point, **integers})
        known = any(same(point, p) for p in self.exceptions.points)
        if inside and not known and examine_point(self.pair, name, point, self.exceptions):
            self.exceptions.points.append(point)

    # Equality

    def _unsettled_along(self, there: Pair, chosen: Chosen) -> str:
        """The same along all progressions at once."""
        self._open_cells = [None]
        for name, status in chosen.items():
            match status:
                case Progression():
                    there = at_integers(there, name, status.value, status.index, status.ends)
                case Single():
                    there = solved(there, {name: num(status.point)})
        return "" if equal_everywhere(there, undefined_too=True) else "a lattice is not settled"

    def _unsettled_on(self, there: Pair, chosen: Chosen) -> str:
        """The same on dense regions; the points at which cells were cut for these truth values are examined too."""
        survey = Survey()
        starts, points = starting_branches(there)
        regions = [s for s in chosen.values() if isinstance(s, Region)]
        for leaf in explore(there, starts, survey):
            if leaf.state not in SETTLED and not any(is_empty_on(r, leaf.branch.cell) for r in regions):
                self._open_cells.append(leaf.branch.cell)
        for point in (*points, *survey.points):
            self._examine_cut(point, chosen)
        if self._open_cells:
            return "a null set is not settled"
        if not all(equal_after_solving(there, branch) for branch in survey.null):
            return "a zero set inside a null set is not settled"
        return ""

    def _examine_cut(self, point: Point, chosen: Chosen) -> None:
        """A point between two cells of a line, unless it lies outside the region for being irrational."""
        (name,) = self.pair.space.reals
        status = chosen.get(name)
        irrational = point.polynomial is not None
        known = any(same(point, p) for p in self.exceptions.points)
        if (irrational and status is not None and is_rational(status)) or known:
            return
        if examine_point(self.pair, name, point, self.exceptions):
            self.exceptions.points.append(point)

    # Differences

    def _differs(self, chosen: Chosen, truths: Truths, silent: Sequence[Tree]) -> bool:
        """Whether the sides are certified to differ at points with these statuses; the points are then named."""
        found = self._witness(chosen, truths, silent)
        if found is None:
            return False
        self.exceptions.differ(*found)
        self._name(chosen)
        return True

    def _witness(
        self, chosen: Chosen, truths: Truths, silent: Sequence[Tree]
    ) -> tuple[Mapping[str, object], Meeting] | None:
        """A place at which both sides are certified to differ, with the values there.

        Rational coordinates are exact, and evaluation decides every membership about them. Irrational Cantor points
        are dense in the Cantor set: near one of its rational points a ball on which the sides differ, with the truth
        values of the region, holds a difference. Hypothesis: every atom has its truth value there.
        """
        space = self.pair.space
        certain = {a: False for a in silent if self.found.generically_false(a, chosen)}
        if all(has_rationals(s) for s in chosen.values()):
            generic_atoms = {a: t for a, t in truths.items() if self.found.generically_false(a, chosen)}
            sure = with_truths(self.pair, {**generic_atoms, **certain})
        elif len(certain) == len(silent):
            sure = with_truths(self.pair, {**truths, **certain})
        else:
            return None
        for point in islice(self._places(chosen), _MOST_PLACES):
            exact = {n: point[n] for n, s in chosen.items() if has_rationals(s)}
            env = {**space.thick(point), **exact}
            if _in_box(space, env) and sure.space.holds(env):
                meeting = with_truths(sure, self._in_images(exact)).meet(env)
                if meeting.outcome in REFUTING:
                    return self._shown(chosen, point, meeting)
        return None

    def _in_images(self, exact: Centre) -> dict[Tree, bool | Tree]:
        """Which exact coordinates lie in images of N or Z, as far as that is decided."""
        found: dict[Tree, bool | Tree] = {}
        for atom in self.images:
            element, image = atom.args
            if element.head == "var" and element.value in exact:
                with suppress(*NO_VALUE, Undecided):
                    found[atom] = index_of(rational(exact[element.value]), image, self.pair.budget) is not None
        return found

    def _places(self, chosen: Chosen) -> Iterator[Centre]:
        """Rational points with these statuses, or near which there are points with them, in the cells left open."""
        space = self.pair.space
        for cell in dict.fromkeys(self._open_cells or [None]):
            options = [
                list(islice(chain(self._beside_switches(n, s, cell), _points_of(s, cell)), _MOST_WITNESSES))
                for n, s in chosen.items()
            ]
            for centre, values in product(space.places(4) or _nowhere(space), product(*options)):
                yield {**centre, **dict(zip(chosen, values, strict=True))}

    def _beside_switches(self, name: str, status: Status, cell: Cell | None) -> Iterator[fmpq]:
        """Points of a progression on both sides of the places where a formula changes."""
        space = self.pair.space
        if not isinstance(status, Progression) or len(space.reals) != 1:
            return
        for root in affine_roots(self.pair, name, cell or Cell(space.low[name], space.high[name])):
            assert root.rational is not None
            below = ((root.rational - status.start) / status.step).ceil() - 1
            for m in (below, below + 1, below + 2):
                if (m >= 1) is status.positive:
                    yield status.step * m + status.start

    def _shown(self, chosen: Chosen, point: Centre, meeting: Meeting) -> tuple[Mapping[str, object], Meeting]:
        """The exact point if the sides differ there as well, or else irrational coordinates near it."""
        if self.pair.space.contains(point):
            exact = self.pair.meet(point, almost_everywhere=False)
            if exact.outcome in REFUTING:
                return point, exact
        asked = {n for a in self.found.special for n in self.found.coordinates(a)}
        generic_ones = {n for n in asked if n not in chosen or not has_rationals(chosen[n])}
        return {n: f"an irrational near {q}" if n in generic_ones else q for n, q in point.items()}, meeting

    def _name(self, chosen: Chosen) -> None:
        """Name the points with these statuses."""
        dense = {n: s.kinds for n, s in chosen.items() if isinstance(s, Region)}
        if len(self.pair.space.reals) == 1 and dense:
            self.exceptions.kinds |= set[int]().union(*dense.values())
            return
        names = (
            [] if not dense else [f"points with {', '.join(dense)} in {name_of(frozenset().union(*dense.values()))}"]
        )
        for name, status in chosen.items():
            match status:
                case Progression() if len(self.pair.space.reals) == 1 and status.step == 1 and status.start == 0:
                    self.exceptions.kinds.add(NATURAL if status.positive else WHOLE)
                case Progression():
                    element = min(status.whole, key=tree_text).args[0]
                    names.append(f"{{{name} : {tree_text(member(element, tree('set', 'Z')))}}}")
                case Single():
                    names.append(f"{{{name} : {name} = {status.point}}}")
        if names:
            self.exceptions.names.append(" & ".join(names))


def _points_of(status: Status, cell: Cell | None) -> Iterator[fmpq]:
    match status:
        case Region():
            return witnesses(status, cell)
        case Progression():
            wholes = _SOME_INTEGERS if status.positive else (0, *(-k for k in _SOME_INTEGERS))
            points = (status.step * m + status.start for m in wholes)
            return (q for q in points if cell is None or cell.holds(q))
    return iter((status.point,))


def _in_box(space: Space, env: Mapping[str, Value]) -> bool:
    """Whether the place, balls included, lies between the ends of all coordinates."""
    ends = [{n: v if isinstance(v, fmpq) else dyadic(v.mid()) + r for n, v in env.items()} for r in (-RADIUS, RADIUS)]
    box = space_of(space.box)
    return all(box.contains(end) for end in ends)


def _nowhere(space: Space) -> list[Centre]:
    """A place to start from in a domain that generic places miss."""
    return [{n: fmpq(0) for n in (*space.reals, *space.integers)}]


def at_integers(pair: Pair, name: str, value: Tree, index: str, ends: tuple[int | None, int | None]) -> Pair:
    """The pair with a coordinate given as a function of an integer, which runs between these ends."""
    low, high = ends
    whole = Variable(
        index,
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
    where = space_of(Domain((*others, whole), conjunction(*bounds) if bounds else None))
    return pair.over(substitute(pair.left, there), substitute(pair.right, there), where)
