"""A small prover for the tests: reads texts, walks through cells and branches, and says what it found on each."""

import itertools
from collections import Counter
from functools import cmp_to_key

from tutor.language.names import Names
from tutor.language.reading import read
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.algebra import (
    Cell,
    Excluded,
    Field,
    Need,
    Split,
    TooLarge,
    Units,
    Unsupported,
    closed,
    compare,
)
from tutor.mathematics.trees import Budget, Domain, Variable, core
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY

STEPS = 1_000_000
MAX_LEAVES = 60

EQUAL, DIFFERENT, ONE_UNDEFINED, UNDEFINED, OPEN = "equal", "different", "one undefined", "undefined", "open"


def tree(text: str, names: dict[str, str] | None = None) -> Tree:
    """The text in core form; x, y, z are real and k, m, n are integers unless other names are given."""
    sorts = names or dict.fromkeys("xyz", "real") | dict.fromkeys("kmn", "integer")
    return core(read(text, Names(sorts), Sort.FUNCTION).tree)


def domain(text: str) -> Domain:
    """From `x in (0,oo); n >= 1; with x < y`; a bare name is a real variable on the whole line."""
    variables, condition = [], None
    for part in filter(None, (p.strip() for p in text.split(";"))):
        if part.startswith("with "):
            condition = tree(part.removeprefix("with "))
        elif " in " in part:
            name, interval = part.split(" in ")
            low, high = (tree(end) for end in interval[1:-1].split(","))
            variables.append(Variable(name, low, high, interval[0] == "[", interval[-1] == "]"))
        elif ">=" in part:
            name, low = (p.strip() for p in part.split(">="))
            variables.append(Variable(name, tree(low), INFINITY, True, False, integer=True))
        else:
            variables.append(Variable(part, MINUS_INFINITY, INFINITY))
    return Domain(tuple(variables), condition)


def field(on: str = "", cell: Cell | None = None, signs: dict[str, int] | None = None, **more: object) -> Field:
    """A field over the domain; one real variable gets its whole range as the cell."""
    box = domain(on)
    if cell is None and len(box.reals) == 1:
        cell = Cell(closed(box.reals[0].low), closed(box.reals[0].high))
    return Field(box, Budget(STEPS), cell, signs or {}, **more)  # type: ignore[arg-type]


class Findings:
    """What was found on the leaves, and everything that was excluded on either side."""

    def __init__(self) -> None:
        self.leaves: Counter[str] = Counter()
        self.left: dict[str, Excluded] = {}
        self.right: dict[str, Excluded] = {}
        self.cuts: list[object] = []
        self.reasons: list[str] = []

    @property
    def proved(self) -> bool:
        """Whether the two sides are equal wherever both are defined, on every leaf."""
        return bool(self.leaves) and self.leaves.keys() <= {EQUAL, UNDEFINED}

    def __repr__(self) -> str:
        return f"{dict(self.leaves)} {self.reasons}"


def findings(left: str, right: str, on: str, atoms: dict[str, bool] | None = None) -> Findings:
    """The normal forms of both sides on every cell and branch."""
    box, found, units = domain(on), Findings(), Units()
    start = Cell(closed(box.reals[0].low), closed(box.reals[0].high)) if len(box.reals) == 1 else None
    waiting: list[tuple[Cell | None, dict[str, int]]] = [(start, {})]
    sides = tree(left), tree(right)
    while waiting and found.leaves.total() < MAX_LEAVES:
        cell, signs = waiting.pop()
        here = Field(box, Budget(STEPS), cell, signs, units=units, atoms=atoms)
        try:
            found.leaves[_compared(here, sides, found)] += 1
        except Split as split:
            assert cell is not None
            found.cuts.extend(split.points)
            ends = [cell.low, *sorted(split.points, key=cmp_to_key(compare)), cell.high]
            waiting += [(Cell(low, high), signs) for low, high in itertools.pairwise(ends)]
        except Need as need:
            signs_left = (1, -1) if need.null else (1, -1, 0)
            waiting += [(cell, {**signs, need.name: sign}) for sign in signs_left if need.name not in signs]
        except (Unsupported, TooLarge) as silence:
            found.leaves[OPEN] += 1
            found.reasons.append(silence.reason)
    return found


def _compared(here: Field, sides: tuple[Tree, Tree], found: Findings) -> str:
    left, right = here.normals(*sides)
    found.left.update(here.excluded_of(sides[0]))
    found.right.update(here.excluded_of(sides[1]))
    if left is None or right is None:
        return UNDEFINED if left is None and right is None else ONE_UNDEFINED
    return EQUAL if here.is_zero(here.subtract(left, right)) else DIFFERENT


def proved(left: str, right: str, on: str = "x") -> bool:
    """Whether normal forms alone prove left = right wherever both are defined, almost everywhere."""
    return findings(left, right, on).proved
