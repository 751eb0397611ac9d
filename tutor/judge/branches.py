"""The domain cut into branches on which both sides have a normal form: cells of the line, and signs of polynomials.

The normal form asks for what it needs: `Split` cuts a cell at exact points, `Need` asks for the sign of a polynomial
and opens one branch per sign. A branch on which a polynomial is 0 is null when the polynomial is known to vanish only
on a null set; it is then put off until the branches of positive measure agree.
"""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cmp_to_key
from itertools import pairwise

from flint import fmpq

from tutor.judge.ellipsoids import bounds
from tutor.judge.feasibility import Constraint, TooMany, equation, tightened, witness
from tutor.judge.pair import Pair
from tutor.judge.space import Centre
from tutor.judge.switches import unresolved
from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import (
    Cell,
    Excluded,
    Field,
    Need,
    Point,
    Quotient,
    Split,
    TooLarge,
    UndefinedHere,
    Unsupported,
    compare,
)
from tutor.mathematics.algebra.linear import linear
from tutor.mathematics.analysis.cells import sign_chart
from tutor.mathematics.analysis.constants import SILENT, Undecided
from tutor.mathematics.analysis.isolated import Isolated
from tutor.mathematics.analysis.rolle import line
from tutor.mathematics.trees import Budget, OutOfSteps
from tutor.mathematics.trees.calculus import NotSmooth, derivative

MAX_LEAVES = 150
MAX_DEPTH = 12
_LEAF_STEPS = 60
_ZERO_STEPS = 8_000


@dataclass(frozen=True, slots=True)
class Sign:
    """The assumed sign of a polynomial; `form` are its coefficients where it is affine with rational coefficients."""

    tree: Tree
    form: Mapping[str, fmpq] | None
    sign: int


@dataclass(frozen=True, slots=True)
class Branch:
    """A cell (None: the whole box) and the signs assumed on it, by the name that the field gave them.

    `null`: the branch has measure 0. `witness` is a point of it where elimination found one.
    """

    cell: Cell | None = None
    signs: Mapping[str, Sign] = dataclasses.field(default_factory=dict)
    null: bool = False
    witness: Centre | None = None

    def with_sign(self, name: str, sign: Sign, null: bool = False) -> "Branch":
        """The branch cut once more."""
        return Branch(self.cell, {**self.signs, name: sign}, self.null or null)

    def on(self, cell: Cell, null: bool = False) -> "Branch":
        """The same signs on another cell."""
        return Branch(cell, self.signs, self.null or null)

    @property
    def zeros(self) -> list[Sign]:
        """The polynomials assumed to be 0."""
        return [s for s in self.signs.values() if s.sign == 0]


class State(Enum):
    """What the normal forms say on a branch."""

    EQUAL = auto()
    BOTH_UNDEFINED = auto()
    ONE_UNDEFINED = auto()
    DIFFERENT = auto()
    OPEN = auto()
    OUTSIDE = auto()


SETTLED = frozenset((State.EQUAL, State.BOTH_UNDEFINED, State.OUTSIDE))


@dataclass(slots=True)
class Leaf:
    """A branch with its state. `difference` is the normal form of left - right where both are defined.

    `excluded` are the zero sets on which this leaf says nothing. `unresolved` says why samples cannot speak for the
    leaf: something in it may switch at a place that was not located.
    """

    branch: Branch
    state: State
    field: Field | None = None
    difference: Quotient | None = None
    excluded: Mapping[str, Excluded] = dataclasses.field(default_factory=dict)
    reason: str = ""
    unresolved: str = ""


@dataclass(slots=True)
class Survey:
    """What came up on the way: the points at which cells were cut, and the null branches put off, or dropped.

    `candidates` are some points of null branches that may have infinitely many.
    """

    points: list[Point] = dataclasses.field(default_factory=list)
    candidates: list[tuple[Point, Branch]] = dataclasses.field(default_factory=list)
    null: list[Branch] = dataclasses.field(default_factory=list)
    dropped: int = 0
    leaves: int = 0


def explore(pair: Pair, starts: Sequence[Branch], survey: Survey, resolve: bool = False) -> Iterator[Leaf]:
    """The leaves of all branches, from left to right. What the budget or the limits cut off comes as open leaves.

    With `resolve`, branches that are not settled are cut at every switch, needed or not.
    """
    waiting = list(reversed(starts))
    while waiting:
        branch = waiting.pop()
        if survey.leaves >= MAX_LEAVES or len(branch.signs) > MAX_DEPTH:
            yield cut_off(branch, "too many branches")
            continue
        try:
            leaf = examine(pair, branch, resolve)
        except Split as split:
            waiting.extend(reversed(_cut(pair, branch, split.points, survey)))
        except Need as need:
            waiting.extend(reversed(_located(pair, branch, need, survey) or _signed(pair, branch, need, survey)))
        except OutOfSteps:
            yield from (cut_off(b, "out of steps") for b in (branch, *reversed(waiting)))
            return
        else:
            survey.leaves += 1
            waiting.extend(_zero_sets(pair, leaf, survey))
            yield leaf


def cut_off(branch: Branch, reason: str) -> Leaf:
    """A branch that was not looked into."""
    return Leaf(branch, State.OPEN, reason=reason, unresolved=reason)


def examine(pair: Pair, branch: Branch, resolve: bool = False) -> Leaf:
    """The normal forms on one branch. Raises Need, Split, OutOfSteps."""
    pair.budget.spend(_LEAF_STEPS)
    signs = {name: s.sign for name, s in branch.signs.items()}
    field = Field(pair.space.box, pair.budget, branch.cell, signs, units=pair.units)
    try:
        if pair.space.condition is not None and not _condition(field, pair.space.condition):
            return Leaf(branch, State.OUTSIDE)
        leaf = _compared(pair, branch, field)
    except (Unsupported, TooLarge) as silence:
        leaf = Leaf(branch, State.OPEN, field, reason=silence.reason)
    if resolve and leaf.state not in SETTLED:
        names = frozenset(v.name for v in pair.space.variables)
        leaf.unresolved = unresolved(field, (pair.left, pair.right), names)
    return leaf


def _compared(pair: Pair, branch: Branch, field: Field) -> Leaf:
    left, right = field.normals(pair.left, pair.right)
    excluded = {**field.excluded_of(pair.left), **field.excluded_of(pair.right)}
    if left is None or right is None:
        both = left is None and right is None
        return Leaf(branch, State.BOTH_UNDEFINED if both else State.ONE_UNDEFINED, field, None, excluded)
    difference = field.add(left, field.negate(right))
    equal = field.is_zero(difference) or _vanishes(field, difference, branch)
    return Leaf(branch, State.EQUAL if equal else State.DIFFERENT, field, difference, excluded)


def _condition(field: Field, condition: Tree) -> bool:
    """A condition that is undefined on the branch leaves its points out of the domain."""
    try:
        return field.truth(condition)
    except UndefinedHere:
        return False


def _vanishes(field: Field, difference: Quotient, branch: Branch) -> bool:
    """Whether a factor of the difference is one of the polynomials that are 0 on this branch."""
    zeros = {s.tree for s in branch.zeros}
    return bool(zeros) and any(factor in zeros for factor, _ in field.factors(difference)[1])


def _cut(pair: Pair, branch: Branch, points: Sequence[Point], survey: Survey) -> list[Branch]:
    assert branch.cell is not None
    survey.points.extend(points)
    return [branch.on(cell) for cell in cut(branch.cell, points)]


def cut(cell: Cell, points: Sequence[Point]) -> list[Cell]:
    """The cells between the given points, which lie strictly inside the cell, none twice."""
    ends = [cell.low, *sorted(points, key=cmp_to_key(compare)), cell.high]
    return [Cell(low, high) for low, high in pairwise(ends)]


def _located(pair: Pair, branch: Branch, need: Need, survey: Survey) -> list[Branch] | None:
    """The cells between the zeros of the function, with its sign on each; None where these are not looked for or found.

    Hypothesis: every zero and every pole in the cell is among the points, each with a closed form, so that it is
    examined as a point.
    """
    cell = branch.cell
    if not pair.located or cell is None or cell.point is not None or pair.space.integers:
        return None
    (name,) = pair.space.reals
    share = Budget(min(_ZERO_STEPS, pair.budget.left))
    granted = share.left
    try:
        chart = sign_chart(need.tree, line(name, share), cell.low, cell.high)
    except (Undecided, OutOfSteps, *SILENT):
        return None
    finally:
        pair.budget.left -= granted - max(0, share.left)
    cells = cut(cell, chart.points)
    if any(isinstance(p, Isolated) for p in chart.points) or len(cells) != len(chart.signs) or None in chart.signs:
        return None
    survey.points.extend(chart.points)
    signs = (Sign(need.tree, need.linear, sign) for sign in chart.signs if sign is not None)
    return [branch.on(part).with_sign(need.name, sign) for part, sign in zip(cells, signs, strict=True)]


def _signed(pair: Pair, branch: Branch, need: Need, survey: Survey) -> list[Branch]:
    """One branch per sign that is possible."""
    null = _is_null(pair, need.tree, need.null)
    children = [branch.with_sign(need.name, Sign(need.tree, need.linear, s)) for s in (1, -1)]
    zero = branch.with_sign(need.name, Sign(need.tree, need.linear, 0), null)
    if null:
        _put_off(pair, zero, survey)
    else:
        children.append(zero)
    return [possible for child in children if (possible := feasible(pair, child)) is not None]


def _unexamined(name: str) -> str:
    """The reason in words; the name of a kernel without a rule is not for readers."""
    return "where a part may be undefined is not examined" if "opaque:" in name else f"not examined: {name}"


def _zero_sets(pair: Pair, leaf: Leaf, survey: Survey) -> list[Branch]:
    """The branches on which an excluded polynomial is 0; those of positive measure are examined at once."""
    found = []
    for name, excluded in leaf.excluded.items():
        node = excluded.tree
        if node is None or name in leaf.branch.signs:
            leaf.state, leaf.reason = State.OPEN, _unexamined(name)
            continue
        null = _is_null(pair, node, excluded.null)
        zero = leaf.branch.with_sign(name, Sign(node, linear(node), 0), null)
        if null:
            _put_off(pair, zero, survey)
            survey.candidates.extend((point, zero) for point in excluded.zeros())
        else:
            found.append(zero)
    return [possible for branch in found if (possible := feasible(pair, branch)) is not None]


def _put_off(pair: Pair, zero: Branch, survey: Survey) -> None:
    """Keep a null branch for later; almost everywhere it does not count."""
    if not pair.everywhere:
        survey.dropped += 1
    elif (possible := feasible(pair, zero)) is not None:
        survey.null.append(possible)


def _is_null(pair: Pair, polynomial: Tree, known: bool) -> bool:
    """Whether the zero set has measure 0 for every value of the integer coordinates; single integers count.

    `known` is what the field knows. Besides, a function that is strictly monotone in one real coordinate, the others
    fixed, has a graph for its zero set.
    """
    reals = free_names(polynomial) & set(pair.space.reals)
    return bool(reals) and (known or any(_is_monotone(pair, polynomial, name) for name in sorted(reals)))


def _is_monotone(pair: Pair, node: Tree, name: str) -> bool:
    field = Field(pair.space.box, pair.budget)
    try:
        slope = field.normal(derivative(node, name))
        return field.sign(slope) != 0 and not field.excluded
    except (NotSmooth, Need, Split, UndefinedHere, Unsupported, TooLarge):
        return False


def feasible(pair: Pair, branch: Branch) -> Branch | None:
    """The branch, with a witness where elimination finds one; None where its affine signs exclude each other."""
    constraints = _affine(pair, branch)
    if not constraints:
        return branch
    names = [*pair.space.reals, *pair.space.integers]
    constraints = [*pair.space.constraints(), *_ends(pair, branch), *constraints]
    # Elimination pairs the bounds below a variable with those above.
    pair.budget.spend(len(constraints) ** 2)
    try:
        point = witness(constraints, names)
    except TooMany:
        return branch
    if point is None:
        return None
    return Branch(branch.cell, branch.signs, branch.null, {n: point[n] for n in names})


def _affine(pair: Pair, branch: Branch) -> list[Constraint]:
    found: list[Constraint] = []
    for s in branch.signs.values():
        if s.form is None:
            found.extend(bounds(s.tree, s.sign) if s.sign else ())
            continue
        if s.sign:
            found.append(tightened({n: s.sign * c for n, c in s.form.items()}, pair.space.integers))
        else:
            found.extend(equation(s.form))
    return found


def _ends(pair: Pair, branch: Branch) -> list[Constraint]:
    cell = branch.cell
    if cell is None or cell.point is not None:
        return []
    (name,) = pair.space.reals
    found = []
    if isinstance(cell.low, Point) and cell.low.rational is not None:
        found.append(Constraint({name: fmpq(1), "": -cell.low.rational}))
    if isinstance(cell.high, Point) and cell.high.rational is not None:
        found.append(Constraint({name: fmpq(-1), "": cell.high.rational}))
    return found
