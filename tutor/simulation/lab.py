"""What every simulation works with: dice, an allowance of computing, and what may be shown; and what it hands back.

An error beside a value is two standard errors of a sample, or the estimated error of a quadrature. Numbers "agree"
within two and a half times as much, five standard errors, so that chance alone calls next to nothing a disagreement.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from flint import arb, fmpq

from tutor.language.tree import Tree, walk
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.balls import Convention, Evaluator, Infinite, Undefined, Unknown, precision
from tutor.mathematics.objects import value_of
from tutor.mathematics.trees import Budget, Domain, OutOfSteps, Variable, substitute
from tutor.mathematics.trees.build import MINUS_INFINITY, call, interval, num, sign_of_infinity
from tutor.simulation.arrays import Array, Arrays, Effort, NoNumbers, Truths
from tutor.simulation.laws import Sampler, sampler
from tutor.simulation.values import Drawing, Row, Table

DRAWS = 40_000
COLUMNS = 60
STEPS, TOGETHER = 40_000, 120_000
"""Steps of the exact engine for one value, and for all masses of one simulation together."""
SERIES = (1, 2, 4, 8, 16, 32, 64)
"""Indices at which a sequence is looked at."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What one claim gave: a sentence on what was done, tables, whether the numbers agree with it (None: no saying)."""

    title: str
    tables: tuple[Table, ...]
    agrees: bool | None = None
    drawing: Drawing | None = None
    samples: int = 0


class Lab:
    """One simulation's dice and allowance; `reveal` lets keys in."""

    __slots__ = ("budget", "dice", "effort", "reveal")

    def __init__(self, seed: int, reveal: bool) -> None:
        self.dice = np.random.Generator(np.random.PCG64(seed))
        self.effort = Effort()
        self.budget = Budget(TOGETHER)
        self.reveal = reveal

    def sampler(self, measure: Tree) -> Sampler:
        """A source of draws. Raises NoNumbers."""
        return sampler(measure, self.dice, self.effort)

    def draws(self, measure: Tree, count: int = DRAWS) -> tuple[float, Array]:
        """The mass, and draws without those that have no value. Raises NoNumbers."""
        source = self.sampler(measure)
        drawn = source.draw(count)
        drawn = drawn[np.isfinite(drawn)]
        if len(drawn) < count // 2:
            raise NoNumbers("most draws have no value")
        return source.mass, drawn

    def at(self, env: Mapping[str, Array | float]) -> Arrays:
        """Evaluation in this environment."""
        return Arrays(env, self.effort)


# Exact values ---------------------------------------------------------------------------------------------------------


def exact(node: Tree, budget: Budget | None = None) -> float | None:
    """The value of a closed tree by the exact engine, as a float; None for none, a rough or an infinite one."""
    try:
        found = value_of(node, Budget(STEPS) if budget is None else budget)
        with precision(64):
            value = found if isinstance(found, arb) else Evaluator({})(found)
    except (Unsupported, TooLarge, Undecided, OutOfSteps, Undefined, Unknown, Convention, Infinite):
        return None
    number, radius = float(arb(value).mid()), float(arb(value).rad())
    return number if math.isfinite(number) and radius <= 1e-6 * max(1.0, abs(number)) else None


def exact_mass(lab: Lab, measure: Tree, set_: Tree | None = None) -> float | None:
    """The mass of a set, or of everything."""
    return exact(call("mass", measure) if set_ is None else call("mass", measure, set_), lab.budget)


def up_to(place: fmpq) -> Tree:
    """The half line up to a point, which belongs to it."""
    return interval(MINUS_INFINITY, num(place), False, True)


# Rows -----------------------------------------------------------------------------------------------------------------


def finite(value: float | None) -> float | None:
    """The value where it is a number."""
    return value if value is not None and math.isfinite(value) else None


def mean_row(at: str, drawn: Array, expected: float | None, scale: float = 1.0) -> Row:
    """The mean of draws, times a mass, with two standard errors."""
    mean, spread = float(drawn.mean()), float(drawn.std())
    error = 2 * spread / math.sqrt(len(drawn))
    return Row(at, finite(scale * mean), finite(scale * error), expected)


def share_row(at: str, inside: Truths, expected: float | None, scale: float = 1.0) -> Row:
    """The share of draws inside; for a share of 0 or 1 the error is that of three draws."""
    count = len(inside)
    share = float(np.mean(inside))
    error = max(2 * math.sqrt(share * (1 - share) / count), 3 / count)
    return Row(at, scale * share, scale * error, expected)


def agrees(rows: Iterable[Row]) -> bool | None:
    """Whether every observed value is near the expected one; None where none is expected."""
    known = tuple(row for row in rows if row.gap is not None)
    table = Table("", "", known)
    return not any(table.parts(row) for row in known) if known else None


def joined(verdicts: Iterable[bool | None]) -> bool | None:
    """Whether all agree that say anything."""
    said = [v for v in verdicts if v is not None]
    return all(said) if said else None


# Places ---------------------------------------------------------------------------------------------------------------


def nice(value: float) -> fmpq:
    """A short rational near the value."""
    found = Fraction(f"{value:.2g}")
    return fmpq(found.numerator, found.denominator)


def near(place: fmpq) -> float:
    """The rational as a float."""
    return int(place.numer()) / int(place.denom())


def brief(value: float | fmpq) -> str:
    """A number for people: four digits at most, or a fraction that has no short decimal."""
    if isinstance(value, fmpq):
        if Fraction(f"{near(value):.4g}") != Fraction(int(value.numer()), int(value.denom())):
            return str(value)
        value = near(value)
    text = f"{value:.4g}"
    return "0" if text == "-0" else text


def places(drawn: Array, levels: Sequence[float] = (0.1, 0.3, 0.5, 0.7, 0.9)) -> list[fmpq]:
    """Short rationals near quantiles, in order, none twice and none close to an atom."""
    found = {nice(float(np.quantile(drawn, level))) for level in levels}
    spread = float(np.quantile(drawn, 0.98) - np.quantile(drawn, 0.02))
    atoms = [near(atom) for atom in heavy(drawn)]
    return sorted(p for p in found if all(near(p) == a or abs(near(p) - a) > 0.02 * spread for a in atoms))


def heavy(drawn: Array) -> list[fmpq]:
    """The rationals that make more than one draw in a hundred each: atoms, the eight largest of them in order."""
    values, counts = np.unique(drawn, return_counts=True)
    often = np.flatnonzero(counts > len(drawn) / 100)
    largest = often[np.argsort(-counts[often], kind="stable")][:8]
    rationals = (Fraction(v).limit_denominator(1_000) for v in sorted(values[largest].tolist()))
    return [fmpq(q.numerator, q.denominator) for q in rationals if float(q) in values]


def a_point(domain: Domain) -> dict[str, Tree]:
    """Values for the parameters, near the middle of where they run. Raises NoNumbers where the condition fails."""
    found = {v.name: num(_inside(v)) for v in domain.variables}
    if domain.condition is not None:
        try:
            good = Evaluator({name: value.value for name, value in found.items()}).condition(domain.condition)
        except (Undefined, Unknown, Convention, Infinite):
            good = False
        if not good:
            raise NoNumbers("no values of the parameters were found")
    return found


def _inside(variable: Variable) -> fmpq:
    low, high = stretch(variable)
    if variable.integer:
        return fmpq(math.ceil(low) + 2 if low + 2 <= high else math.ceil(low)) if math.isfinite(low) else fmpq(2)
    if math.isinf(low) and math.isinf(high):
        return fmpq(1, 2)
    if math.isinf(high):
        return nice(low) + 1
    return nice(high) - 1 if math.isinf(low) else nice((low + high) / 2)


def stretch(variable: Variable) -> tuple[float, float]:
    """The ends between which a variable runs, as floats."""
    return end(variable.low), end(variable.high)


def end(node: Tree) -> float:
    """A closed end as a float, infinite ones too. Raises NoNumbers."""
    side = sign_of_infinity(node)
    if side:
        return side * math.inf
    value = exact(node)
    if value is None:
        raise NoNumbers("an end without a value")
    return value


def grid(variable: Variable, count: int = 2_000) -> Array:
    """Points of an interval: evenly inside, crowded towards its ends, far out where it has none."""
    low, high = stretch(variable)
    if math.isfinite(low) and math.isfinite(high):
        even = (np.arange(count) + 0.5) / count
        edges = 10.0 ** -np.linspace(2, 9, 40)
        share = np.concatenate([even, edges, 1 - edges, [0.0, 1.0]])
        points = low + (high - low) * share
    else:
        powers = np.concatenate([np.linspace(0, 8, count // 2), 10.0 ** np.linspace(-8, 3, count // 2)])
        start = low if math.isfinite(low) else high if math.isfinite(high) else 0.0
        sides = ([1.0] if math.isinf(high) else []) + ([-1.0] if math.isinf(low) else [])
        points = np.concatenate([[start], *(start + side * powers for side in sides)])
    points = np.unique(points)
    inside_low = points >= low if variable.low_closed else points > low
    inside_high = points <= high if variable.high_closed else points < high
    return points[inside_low & inside_high]


def window(variable: Variable) -> tuple[float, float]:
    """The stretch to draw: all of an interval, five units of a half line, six around 0 of the line."""
    low, high = stretch(variable)
    if math.isinf(low) and math.isinf(high):
        return -3.0, 3.0
    if math.isinf(high):
        return low, low + 5
    return (high - 5, high) if math.isinf(low) else (low, high)


def is_blind(set_: Tree) -> bool:
    """Whether floats cannot tell the points of the set from those around it: rationals, Cantor's set, a sequence."""
    return any(node.head == "image" or (node.head == "set" and node.value in ("Q", "Cantor")) for node in walk(set_))


def put_in(node: Tree, values: Mapping[str, Tree]) -> Tree:
    """The tree with parameters set."""
    return substitute(node, values) if values else node
