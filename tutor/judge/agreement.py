"""The last rung: no proof, but certified agreement on every open branch to 420 and then 1,500 bits.

A branch counts as sampled only by a point at which its cell and signs are certain and |f - g| < 2^-100. Switches are
looked for first, since a branch may be hidden between two of them: on the open cells of a line, and on lines through
the box in several dimensions.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise, product

from flint import arb, fmpq

from tutor.judge.branches import Branch, Leaf
from tutor.judge.counterexamples import refuted, refuted_at
from tutor.judge.evidence import Tally, gave_up
from tutor.judge.meeting import REFUTING, Meeting, Outcome, convention
from tutor.judge.moderation import are_moderate
from tutor.judge.pair import Pair
from tutor.judge.samples import ball_centres, exact_points, radius_bits
from tutor.judge.space import Centre, rational_near, space_of
from tutor.judge.switches import INTEGER_PARTS, all_switches
from tutor.judge.verdicts import Agreement, Ruling, Verdict
from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.algebra import Bound, Cell, End, Point, rational
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown, Value, precision
from tutor.mathematics.balls.values import absolute
from tutor.mathematics.trees import Budget, Domain, Variable, substitute
from tutor.mathematics.trees.build import add, call, mul, num, var

BITS_FIRST, BITS_LAST, BITS_TO_REFUTE = 420, 1500, 3400
_NEAR = arb(2) ** -100
_NEAR_LAST = arb(2) ** -1000
"""Agreement is evidence only where the difference is certainly smaller than this, and than that to 1,500 bits."""
_MANY_INTEGERS = (*range(65), 100, 257, 1009, 3001)
_SOME_INTEGERS = (0, 1, 2, 5, 20, 41, 100)
_FEW_INTEGERS = (0, 1, 3, 20)
_MOST_INTEGERS = 100
_SIGNS = (1, -1)
_FEWEST_POINTS = 4
_GRID = 48
_BISECTIONS = 36
_MAX_SWITCHES = 16
_REACH = 12
_LINES = 6


def agreed(pair: Pair, leaves: Sequence[Leaf]) -> Ruling:
    """Correct by agreement, incorrect by a certified point found on the way, or undecided.

    `leaves` are the open ones, cut at every switch that could be located. A null branch counts as sampled where it is
    a single point: a zero set has as a rule infinitely many points, and few of them are rational.
    """
    ruling = hidden_difference(pair, leaves) or among_integers(pair)
    if ruling is not None:
        return ruling
    tally, unsampled = Tally(), False
    for leaf in leaves:
        near = 0
        for centre, env, bits, meeting in _meetings(pair, leaf.branch):
            if meeting.outcome in REFUTING:
                if not leaf.branch.null:
                    return refuted(pair, centre, meeting)
                unsampled = True
            if meeting.outcome is Outcome.CONVENTION:
                pair.note(convention(meeting))
            if is_near(meeting) and are_moderate((pair.left, pair.right), env, pair.budget):
                near += bits == BITS_LAST and is_near(meeting, _NEAR_LAST)
                if bits == BITS_FIRST:
                    tally.count(meeting, centre)
        unsampled = unsampled or not near or (leaf.branch.null and not _is_point(leaf.branch))
        pair.note(leaf.unresolved)
    if unsampled:
        pair.note("a branch without a certified sample is left")
    if depends_on_integers(pair):
        pair.note("samples do not speak for every value of an integer variable")
        unsampled = True
    fewest = 1 if all(leaf.branch.null for leaf in leaves) else _FEWEST_POINTS
    if unsampled or tally.points < fewest or any(leaf.unresolved for leaf in leaves):
        return gave_up(pair)
    return Ruling(Verdict.CORRECT, Agreement(tally.points, tally.digits))


def _is_point(branch: Branch) -> bool:
    return branch.cell is not None and branch.cell.point is not None


def _meetings(pair: Pair, branch: Branch) -> Iterator[tuple[Centre, Mapping[str, Value], int, Meeting]]:
    """Both sides at samples of the branch, to 420 bits, the first few to 1,500 bits and one to 3,400.

    Each comes with the environment in which the size of the parts is to be told: a ball that is small against the cell.
    """
    point = branch.cell.point if branch.cell is not None else None
    if point is not None and point.rational is None:
        for bits in (BITS_FIRST, BITS_LAST):
            for integers in pair.space.integer_places():
                env: dict[str, Value] = {pair.space.reals[0]: point.ball(bits), **integers}
                yield {}, env, bits, pair.meet(env, bits, almost_everywhere=False)
        return
    centres = exact_points(pair, branch, 6) if branch.null else ball_centres(pair, branch, 12)
    radius = fmpq(1, 2 ** radius_bits(branch.cell))
    for bits, few in ((BITS_FIRST, centres), (BITS_LAST, centres[:3]), (BITS_TO_REFUTE, centres[:1])):
        for centre in few:
            if branch.null:
                yield centre, centre, bits, pair.meet(centre, bits, almost_everywhere=False)
            else:
                around = pair.space.thick(centre, radius)
                yield centre, around, bits, pair.meet_around(centre, bits, bits - 100)


def among_integers(pair: Pair) -> Ruling | None:
    """A certified difference at one of many values of the integer coordinates, small and large, if one is found."""
    names = pair.space.integers
    if not names:
        return None
    steps = {1: _MANY_INTEGERS, 2: _SOME_INTEGERS}.get(len(names), _FEW_INTEGERS)
    for centre in islice(_spread(pair, steps), _MOST_INTEGERS):
        exact = not pair.space.reals
        meeting = pair.meet(centre, almost_everywhere=False) if exact else pair.meet_around(centre, 160, 120)
        if meeting.outcome in REFUTING:
            return refuted_at(centre, meeting, None, positive=True) if exact else refuted(pair, centre, meeting)
    return None


def _spread(pair: Pair, steps: Sequence[int]) -> Iterator[Centre]:
    """Plain real coordinates, with every choice of the steps above, and below where there is no least value."""
    space = pair.space
    reals = [{n: q for n, q in c.items() if n in space.reals} for c in space.places(len(_SIGNS))] or [{}]
    for index, offsets in enumerate(product(steps, repeat=len(space.integers))):
        for side in _SIGNS if any(isinstance(space.low[n], End) for n in space.integers) else _SIGNS[:1]:
            whole = {n: fmpq(space.least(n) + side * k) for n, k in zip(space.integers, offsets, strict=True)}
            centre = {**reals[index % len(reals)], **whole}
            if space.contains(centre):
                yield centre


def depends_on_integers(pair: Pair) -> bool:
    """Whether an integer coordinate occurs in a side: then samples are no evidence.

    n (n-1) … (n-40) is 0 at each of the first values, and a sum over k = 2000, …, n is empty there.
    """
    return not (free_names(pair.left) | free_names(pair.right)).isdisjoint(pair.space.integers)


def is_near(meeting: Meeting, distance: arb = _NEAR) -> bool:
    """Whether both sides are certified to differ by less than the distance, or are exactly equal."""
    if meeting.outcome is Outcome.EQUAL:
        return True
    gap = meeting.gap if meeting.outcome is Outcome.CLOSE else None
    return isinstance(gap, arb | fmpq) and bool(absolute(gap) < distance)


# Looking for hidden branches ----------------------------------------------------------------------------------------


def hidden_difference(pair: Pair, open_leaves: Sequence[Leaf]) -> Ruling | None:
    """A certified difference between two switches of the open branches, if one is found."""
    if len(pair.space.reals) == 1:
        cells = {
            leaf.branch.cell for leaf in open_leaves if leaf.branch.cell is not None and leaf.branch.cell.point is None
        }
        for cell in sorted(cells, key=lambda c: c.sample)[:8]:
            for centre in between_switches(pair, cell):
                meeting = pair.meet_around(centre, 160, 120)
                if meeting.outcome in REFUTING:
                    return refuted(pair, centre, meeting)
    elif pair.space.reals:
        return _on_lines(pair)
    return None


def between_switches(pair: Pair, cell: Cell) -> Iterator[Centre]:
    """Centres on a grid of the cell, and between any two neighbouring sign changes of its switches."""
    (name,) = pair.space.reals
    integers = next(iter(pair.space.integer_places()), {})
    low, high = _window(cell)
    step = (high - low) / _GRID
    grid = [low + step * i + step * fmpq(3, 7) for i in range(_GRID)]
    changes: list[fmpq] = []
    for switch in _switches(pair, name):
        changes.extend(_sign_changes(switch, name, grid, integers, pair.budget))
    changes.sort()
    middles = [(a + b) / 2 for a, b in pairwise(changes) if b - a > fmpq(1, 10**10)]
    for q in (*grid, *middles):
        centre = {name: q, **integers}
        # The window may reach beyond irrational ends that are very close to each other.
        if cell.holds(q) and pair.space.holds(pair.space.thick(centre)):
            yield centre


def _window(cell: Cell) -> tuple[fmpq, fmpq]:
    """A bounded rational part of the cell to look at."""
    low, high = cell.low, cell.high
    if isinstance(low, End) and isinstance(high, End):
        return fmpq(-_REACH), fmpq(_REACH)
    if isinstance(low, End):
        edge = _edge(high, -1)
        return edge - 2 * _REACH, edge
    if isinstance(high, End):
        edge = _edge(low, 1)
        return edge, edge + 2 * _REACH
    return _edge(low, 1), _edge(high, -1)


def _edge(bound: Bound, direction: int) -> fmpq:
    assert isinstance(bound, Point)
    return rational_near(bound, direction)


def _switches(pair: Pair, name: str) -> list[Tree]:
    """The switches of both sides that move with the variable, and their integer parts."""
    trees = (pair.left, pair.right)
    parts = [n for t in trees for n in walk(t) if n.head == "call" and n.value in INTEGER_PARTS]
    found = [*(call("floor", n.args[0]) for n in parts), *all_switches(trees)]
    return [s for s in dict.fromkeys(found) if free_names(s) <= _coordinates(pair) and name in free_names(s)][
        :_MAX_SWITCHES
    ]


def _coordinates(pair: Pair) -> set[str]:
    return {v.name for v in pair.space.variables}


def _sign_changes(
    switch: Tree, name: str, grid: Sequence[fmpq], integers: Mapping[str, fmpq], budget: Budget
) -> Iterator[fmpq]:
    def side(q: fmpq) -> fmpq | int | None:
        return _side(switch, {name: q, **integers}, budget)

    sides = [side(q) for q in grid]
    for (a, left), (b, right) in pairwise(zip(grid, sides, strict=True)):
        if left is None or right is None or left == right:
            continue
        low, high = a, b
        for _ in range(_BISECTIONS):
            middle = (low + high) / 2
            found = side(middle)
            if found is None:
                break
            low, high = (middle, high) if found == left else (low, middle)
        yield (low + high) / 2


def _side(switch: Tree, env: Mapping[str, fmpq], budget: Budget) -> fmpq | int | None:
    """The certified sign of the switch (its value, for an integer part) or None. Only a proposal where to look."""
    with precision(64):
        balls = {n: arb(q) for n, q in env.items()}
        try:
            value = Evaluator(balls, budget=budget)(switch)
        except (Undefined, Unknown, Convention, Infinite):
            return None
        if isinstance(value, fmpq):
            return value if switch.head == "call" and switch.value == "floor" else int(value > 0) - int(value < 0)
        return 1 if value > 0 else -1 if value < 0 else None


def _on_lines(pair: Pair) -> Ruling | None:
    """Scans lines through the box for switches: they cross every slab that a cloud of points can miss."""
    chance = random.Random(54321)
    places = pair.space.places(48)
    if not places:
        return None
    for count in range(_LINES):
        centre = places[chance.randrange(len(places))]
        reals = pair.space.reals
        directions = {n: fmpq(chance.randint(-97, 97), 61) for n in reals}
        if count < len(reals):
            directions = {n: fmpq(int(i == count)) for i, n in enumerate(reals)}
        ruling = _on_line(pair, centre, directions)
        if ruling is not None:
            return ruling
    return None


def _on_line(pair: Pair, centre: Centre, directions: Mapping[str, fmpq]) -> Ruling | None:
    along = "along the line"
    place = {n: num(q) for n, q in centre.items()}
    for n, q in directions.items():
        if q:
            place[n] = add(place[n], mul(num(q), var(along)))
    low, high = _clipped(pair, centre, directions)
    if low >= high:
        return None
    line = Domain((Variable(along, num(low), num(high)),))
    narrowed = pair.over(substitute(pair.left, place), substitute(pair.right, place), space_of(line))
    for found in between_switches(narrowed, Cell(rational(low), rational(high))):
        point = {n: q + directions.get(n, 0) * found[along] for n, q in centre.items()}
        if not pair.space.contains(point):
            continue
        meeting = pair.meet_around(point, 160, 120)
        if meeting.outcome in REFUTING:
            return refuted(pair, point, meeting)
    return None


def _clipped(pair: Pair, centre: Centre, directions: Mapping[str, fmpq]) -> tuple[fmpq, fmpq]:
    """The part of the line, at most from -12 to 12, inside the box."""
    low, high = fmpq(-_REACH), fmpq(_REACH)
    for n, slope in directions.items():
        for bound, inward in ((pair.space.low[n], 1), (pair.space.high[n], -1)):
            if isinstance(bound, Point) and slope:
                t = (_edge(bound, inward) - centre[n]) / slope
                low, high = (low, min(high, t)) if t > 0 else (max(low, t), high)
    return low, high
