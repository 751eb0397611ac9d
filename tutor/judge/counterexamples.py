"""Counterexamples that can be checked by hand: plain points, exact values, certified on a ball around them."""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain, islice, product

from flint import arb, fmpq

from tutor.judge.meeting import REFUTING, Extended, Meeting
from tutor.judge.pair import BITS, Pair
from tutor.judge.regions import atoms
from tutor.judge.samples import NICE
from tutor.judge.space import Centre, Space, rational_near
from tutor.judge.spelling import coordinate_text, pair_text, value_text
from tutor.judge.verdicts import Counterexample, Proof, Ruling, Verdict
from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.algebra import Cell, End, linear, rational
from tutor.mathematics.algebra.cells import beyond
from tutor.mathematics.algebra.points import compare_apart, dyadic
from tutor.mathematics.balls import Evaluator, Value, ball, precision
from tutor.mathematics.trees.build import HALF, TWO, mul, neg, num, sqrt

Where = Mapping[str, object]
"""The coordinates of a point, exact or as they are written."""

_QUARTERS = (fmpq(3, 8), fmpq(1, 8), fmpq(5, 8))
_ROOT = sqrt(TWO)
_IRRATIONALS = (
    ("sqrt(2)/2", mul(HALF, _ROOT)),
    ("sqrt(2)", _ROOT),
    ("-sqrt(2)", neg(_ROOT)),
    ("sqrt(2)/4", mul(num(fmpq(1, 4)), _ROOT)),
)
"""Plain irrationals outside the Cantor set: those in [0, 1] have the ternary digit 1 before the last place of 0.201…"""
_LARGE = fmpq(10**15)
_MOST_BITS = 10**7
_MOST_MORE_BITS = 3_000
_MOST_VALUES = {1: 14, 2: 5, 3: 3}


def refuted(pair: Pair, centre: Centre, meeting: Meeting, on: str | None = None) -> Ruling:
    """Incorrect, by a ball around the centre on which both sides are certified to differ."""
    return refuted_at(*prettier(pair, centre, meeting), on, positive=True)


def refuted_at(where: Where, meeting: Meeting, on: str | None, positive: bool, almost: str | None = None) -> Ruling:
    """Incorrect, by just this point; where sixty digits don't tell the values apart, by their certified difference."""
    left, right = pair_text(meeting.left, meeting.right)
    at = tuple((name, coordinate_text(q) if isinstance(q, fmpq) else str(q)) for name, q in where.items())
    if left != right:
        return Ruling(Verdict.INCORRECT, Counterexample(at, left, right, on, positive), almost=almost)
    place = ", ".join(f"{name} = {text}" for name, text in at)
    step = f"the difference is {value_text(meeting.gap)}"
    if place:
        step += f" near {place}" if positive else f" at {place}"
    return Ruling(Verdict.INCORRECT, Proof("certified difference", (step,)), almost=almost)


def prettier(pair: Pair, centre: Centre, meeting: Meeting, cell: Cell | None = None) -> tuple[Where, Meeting]:
    """A nicer place at which the difference is certified as well, with the exact values there where they differ.

    Where membership in Q or the like is asked, a rational point is special and an irrational one is shown.
    """
    special = {n for a in atoms(*pair.trees) for n in free_names(a.args[0]) if n in pair.space.reals}
    if special:
        return _generic_place(pair, centre, meeting, special)
    for nice in chain(_nice_centres(pair, cell), _rounded(pair, centre, cell)):
        around = pair.meet_around(nice, BITS + _bits_below_one(pair, nice))
        if around.outcome in REFUTING:
            exact = pair.meet(nice, almost_everywhere=False)
            if exact.outcome in REFUTING and (pair.everywhere or _is_typical(exact, around)):
                return nice, exact
    exact = pair.meet(centre, almost_everywhere=False)
    return centre, exact if exact.outcome in REFUTING else meeting


def _bits_below_one(pair: Pair, centre: Centre) -> int:
    """How many more bits a ball around a tiny coordinate needs in order to be small against it."""
    sizes = (abs(centre[n]) for n in pair.space.reals)
    tiny = [q for q in sizes if 0 < q < 1 / _LARGE]
    return min(_MOST_MORE_BITS, max((int((1 / q).ceil()).bit_length() for q in tiny), default=0))


def _is_typical(exact: Meeting, around: Meeting) -> bool:
    """Whether the values at the point are those around it: a ball around a special point is not the point."""
    return all(_meets(a, b) for a, b in ((exact.left, around.left), (exact.right, around.right)))


def _meets(value: Extended, near: Extended) -> bool:
    if value is None or near is None or isinstance(value, int) or isinstance(near, int):
        return value == near
    return arb(value).overlaps(arb(near))


# Generic places -----------------------------------------------------------------------------------------------------


def _generic_place(pair: Pair, centre: Centre, meeting: Meeting, special: Collection[str]) -> tuple[Where, Meeting]:
    """An irrational for the special coordinates, the others as they are; or else near what point it is.

    The same irrational stands for all of them. Hypothesis: every membership is about it and false there.
    """
    plain = all(_is_false_at_roots(atom, special) for atom in atoms(*pair.trees))
    typed = {part for side in pair.trees for part in walk(side)}
    for text, node in _IRRATIONALS if plain else ():
        with precision(BITS):
            value = ball(Evaluator({})(node))
            env: dict[str, Value] = {n: value if n in special else q for n, q in centre.items()}
            inside = all(_is_inside(pair.space, n, value) for n in special) and pair.space.holds(env)
        found = pair.meet(env) if inside and _ROOT not in typed else meeting
        if found is not meeting and found.outcome in REFUTING:
            return {n: text if n in special else q for n, q in centre.items()}, found
    return {n: _near(pair.space, n, q, special) for n, q in centre.items()}, meeting


def _is_false_at_roots(atom: Tree, special: Collection[str]) -> bool:
    """Whether the atom is false where all special coordinates are one of the irrationals, the others rational.

    An affine expression with rational coefficients is then irrational unless the special coordinates cancel in it. Of
    the Cantor set only the irrationals themselves are known; an image of N may hold any of them.
    """
    element, set_ = atom.args
    if set_.head != "set" or set_.value == "Cantor":
        return set_.value == "Cantor" and element.head == "var" and element.value in special
    form = linear(element)
    return form is not None and sum((form.get(n, fmpq(0)) for n in special), fmpq(0)) != 0


def _near(space: Space, name: str, q: fmpq, special: Collection[str]) -> object:
    if name in space.integers:
        return q
    return f"{'an irrational' if name in special else 'a number'} near {coordinate_text(q)}"


def _is_inside(space: Space, name: str, value: arb) -> bool:
    low, high = space.low[name], space.high[name]
    above = isinstance(low, End) or bool(value > low.ball(BITS))
    return above and (isinstance(high, End) or bool(value < high.ball(BITS)))


# Plain places -------------------------------------------------------------------------------------------------------


def _nice_centres(pair: Pair, cell: Cell | None) -> Iterator[Centre]:
    space = pair.space
    names = (*space.reals, *space.integers)
    choices = [list(islice(_nice_values(space, n, cell), _MOST_VALUES.get(len(names), 2))) for n in names]
    candidates = (dict(zip(names, values, strict=True)) for values in product(*choices))
    return (c for c in candidates if _is_interior(space, c))


def _nice_values(space: Space, name: str, cell: Cell | None) -> Iterator[fmpq]:
    if name in space.integers:
        return (fmpq(space.least(name) + k) for k in range(5))
    low, high = (space.low[name], space.high[name]) if cell is None else (cell.low, cell.high)
    plain = (q for q in NICE if compare_apart(low, rational(q)) == -1 and compare_apart(rational(q), high) == -1)
    if isinstance(low, End) and isinstance(high, End):
        return plain
    if isinstance(low, End):
        return chain(plain, _beyond(beyond(high, -1), -1))
    if isinstance(high, End):
        return chain(plain, _beyond(beyond(low, 1), 1))
    a, b = rational_near(low, 1), rational_near(high, -1)
    if a >= b:  # the ends are irrational and closer than they are known
        return plain
    return chain(plain, (simplest_between(a + (b - a) * t, a + (b - a) * (t + fmpq(1, 4))) for t in _QUARTERS))


def _beyond(edge: fmpq, direction: int) -> Iterator[fmpq]:
    """Numbers beyond the edge; far away a power of ten comes first."""
    power = _power_of_ten(edge + direction)
    return chain([power] if power != edge + direction else [], (edge + direction * k for k in (1, 2, 10)))


def _rounded(pair: Pair, centre: Centre, cell: Cell | None) -> Iterator[Centre]:
    """Simpler points nearby: every real coordinate rounded to one bit, to three, …"""
    powers = {n: q if n in pair.space.integers or q == 0 else _power_of_ten(q) for n, q in centre.items()}
    rounded = (
        {n: q if n in pair.space.integers or q == 0 else _simpler(q, bits) for n, q in centre.items()}
        for bits in (1, 3, 6, 12, 20, 30)
    )
    for near in chain([powers] if powers != centre else [], rounded):
        in_cell = cell is None or cell.holds(near[pair.space.reals[0]])
        if in_cell and _is_interior(pair.space, near):
            yield near


def _power_of_ten(q: fmpq) -> fmpq:
    """Beyond 10^15 in size the next power of ten, below 10^-15 the last one: more digits are of no interest."""
    size = abs(q)
    if size == 0 or 1 / _LARGE <= size <= _LARGE or size.height_bits() > _MOST_BITS:
        return q
    with precision(64):
        exponent = int(dyadic((arb(size).log() / arb(10).log()).mid()).floor()) + int(size > 1)
    return fmpq(10) ** exponent * (1 if q > 0 else -1)


def _simpler(q: fmpq, bits: int) -> fmpq:
    width = abs(q) / 2**bits
    return simplest_between(q - width, q + width)


def simplest_between(low: fmpq, high: fmpq) -> fmpq:
    """The rational with the least denominator in [low, high], by continued fractions; low < high."""
    if low <= 0 <= high:
        return fmpq(0)
    if high < 0:
        return -simplest_between(-high, -low)
    whole = fmpq(-((-low.numer()) // low.denom()))
    if whole <= high:
        return whole
    below = whole - 1
    return below + 1 / simplest_between(1 / (high - below), 1 / (low - below))


def _is_interior(space: Space, centre: Centre) -> bool:
    """Whether a ball around the centre lies in the domain."""
    if not space.contains(centre):
        return False
    ends = ((centre[n], end) for n in space.reals for end in (space.low[n], space.high[n]))
    return all(compare_apart(rational(q), end) != 0 for q, end in ends) and space.holds(space.thick(centre))
