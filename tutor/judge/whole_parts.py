"""Integer parts on unbounded domains: x = d·m + r, with m whole and 0 <= r < d, makes finitely many cells of them."""

from math import lcm

from flint import fmpq

from tutor.judge.counterexamples import refuted_at
from tutor.judge.meeting import REFUTING
from tutor.judge.pair import Pair
from tutor.judge.regions import affine, atoms, settled
from tutor.judge.space import space_of
from tutor.judge.spelling import coordinate
from tutor.judge.switches import INTEGER_PARTS
from tutor.judge.verdicts import Counterexample, Ruling
from tutor.language.tree import Tree, walk
from tutor.mathematics.algebra import MINUS_END, End, linear
from tutor.mathematics.trees import Domain, Variable, rebuild, substitute
from tutor.mathematics.trees.build import INFINITY, ZERO, add, member, mul, num, var

_MAX_PERIOD = 12


def whole_and_rest(pair: Pair) -> tuple[Pair, int] | None:
    """x = d·m + r with m whole and 0 <= r < d, where floors of affine functions repeat: the pair in (m, r), and d.

    Hypotheses: one real coordinate that runs over the line, or from 0 upwards, with no condition. Then (m, r) runs
    exactly once through Z x [0, d), or N_0 x [0, d), as x runs through the domain, whatever d is.
    """
    space = pair.space
    if len(space.reals) != 1 or space.condition is not None:
        return None
    (name,) = space.reals
    variable = space.domain.reals[0]
    low, high = space.low[name], space.high[name]
    from_zero = not isinstance(low, End) and low.rational == 0 and variable.low_closed
    if not isinstance(high, End) or not (low is MINUS_END or from_zero):
        return None
    period = _period(pair)
    if period is None:
        return None
    whole, rest = f"whole part of {name}", f"rest of {name}"
    others = tuple(v for v in space.variables if v.name != name)
    counted = Variable(whole, variable.low, INFINITY, from_zero, False, integer=True)
    remaining = Variable(rest, ZERO, num(period), True, False)
    form = {name: add(mul(num(period), var(whole)), var(rest))}
    where = space_of(Domain((remaining, *others, counted)))
    left, right = (substitute(settled(side, _truths(pair, rest, period)), form) for side in (pair.left, pair.right))
    # The reasons that come up in there speak of m and r, so they are kept apart.
    return Pair(left, right, where, pair.everywhere, pair.budget), period


def _truths(pair: Pair, rest: str, period: int) -> dict[Tree, bool | Tree]:
    """a·x + b is in Z exactly when a·r + b is, if a·d is whole; x is rational exactly when r is."""
    found: dict[Tree, bool | Tree] = {}
    for atom in atoms(pair.left, pair.right):
        single = affine(atom.args[0])
        if single is None or atom.args[1].value not in ("Z", "Q"):
            continue
        if atom.args[1].value == "Q" or (single[1] * period).denom() == 1:
            element = add(mul(num(single[1]), var(rest)), num(single[2]))
            found[atom] = member(element, atom.args[1])
    return found


def _period(pair: Pair) -> int | None:
    """A common denominator of the coefficients inside integer parts, those of nested ones included; None without any.

    Only a proposal: the substitution is right for every period.
    """
    arguments = [
        t.args[0]
        for side in (pair.left, pair.right)
        for t in walk(side)
        if t.head == "call" and t.value in INTEGER_PARTS
    ]
    period = 1
    for argument in arguments:
        form = linear(_without_integer_parts(argument))
        if form is None:
            return None
        period = lcm(period, *(int(c.denom()) for n, c in form.items() if n))
    return period if arguments and period <= _MAX_PERIOD else None


def _without_integer_parts(node: Tree) -> Tree:
    if node.head == "call" and node.value in INTEGER_PARTS:
        return _without_integer_parts(node.args[0])
    return rebuild(node, tuple(_without_integer_parts(a) for a in node.args)) if node.args else node


def unfolded(pair: Pair, inner: Pair, ruling: Ruling, period: int) -> Ruling | None:
    """A counterexample found at x = d·m + r, told as one at x; the null set repeats with the period d."""
    assert isinstance(ruling.evidence, Counterexample)
    (name,) = pair.space.reals
    where = dict(ruling.evidence.at)
    whole, rest = inner.space.integers[-1], inner.space.reals[0]
    point = {n: q for n, text in where.items() if (q := coordinate(text)) is not None}
    if len(point) < len(where) or rest not in point:
        return None
    centre = {n: point[n] for n in (*pair.space.reals, *pair.space.integers) if n in point}
    # Where the whole part is not told, any will do: the point is certified anew.
    centre[name] = period * point.get(whole, fmpq(0)) + point[rest]
    positive = ruling.evidence.positive
    meeting = pair.meet_around(centre) if positive else pair.meet(centre, almost_everywhere=False)
    if meeting.outcome not in REFUTING:
        return None
    almost = (
        None
        if ruling.almost is None
        else f"{period} Z + {ruling.almost}"
        if (period, ruling.almost) != (1, "{0}")
        else "Z"
    )
    return refuted_at(centre, meeting, almost, positive, almost)


def repeated(almost: str | None, period: int) -> str | None:
    """The null set of r, moved by all multiples of the period."""
    if almost is None or (period, almost) == (1, "{0}"):
        return None if almost is None else "Z"
    return f"{period} Z + {almost}" if period > 1 else f"Z + {almost}"
