"""Goals: an expression is >= 0, or > 0, at every point of an open box.

All boxes here are open, whatever the flags of their variables say: closed ends are faces, and faces are goals of their
own (see `faces`). Integers are relaxed to the reals between their ends, which can only make a goal harder.
"""

from dataclasses import dataclass, replace

from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis.constants import Constants, Undecided, enclosure
from tutor.mathematics.analysis.forall.intervals import WHOLE, Interval, Unbounded, around, enclosure_on
from tutor.mathematics.trees import Budget, Domain, Variable
from tutor.mathematics.trees.build import ZERO, conjunction, less, neg, sign_of_infinity, var

Box = tuple[Variable, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """function >= 0 (> 0 if `strict`) on the open box; `null` names the variables of which null sets don't count."""

    function: Tree
    box: Box
    strict: bool = False
    null: frozenset[str] = frozenset()

    def of(self, function: Tree) -> "Goal":
        """The same for another function."""
        return replace(self, function=function)

    def on(self, box: Box) -> "Goal":
        """The same on another box."""
        return replace(self, box=box)

    def weakly(self) -> "Goal":
        """The same with >=."""
        return replace(self, strict=False)

    def strictly(self) -> "Goal":
        """The same with >."""
        return replace(self, strict=True)

    def trimmed(self) -> "Goal":
        """The same without variables that do not occur."""
        names = free_names(self.function)
        return self.on(tuple(v for v in self.box if v.name in names))

    def named(self, name: str) -> Variable:
        """The variable of this name."""
        return next(v for v in self.box if v.name == name)

    @property
    def domain(self) -> Domain:
        """The box for the normal form, which takes it open, with integers relaxed to reals.

        Its finite ends are told once more as inequalities: the normal form takes only those for known signs.
        """
        inside = [less(v.low, var(v.name)) for v in self.box if not is_infinite(v.low) and v.low is not ZERO]
        inside += [less(var(v.name), v.high) for v in self.box if not is_infinite(v.high)]
        return Domain(tuple(replace(v, integer=False) for v in self.box), conjunction(*inside) if inside else None)


def bounds(function: Tree, box: Box, lenient: bool = False) -> Interval:
    """An interval that holds all values on the closed box; the whole line where nothing better is known.

    It says that the function is defined there if it is not the whole line, unless it is `lenient`.
    """
    try:
        return enclosure_on(function, intervals(box), lenient)
    except Unbounded:
        return WHOLE


def intervals(box: Box) -> dict[str, Interval]:
    """The closed box in floats, rounded outward."""
    return {v.name: (_end(v.low)[0], _end(v.high)[1]) for v in box}


def _end(end: Tree) -> Interval:
    infinite = sign_of_infinity(end)
    if infinite:
        return WHOLE
    try:
        return around(end.value if end.head == "num" else enclosure(end))
    except Undecided:
        return WHOLE


def is_infinite(end: Tree) -> bool:
    """Whether this end of a variable is oo or -oo."""
    return bool(sign_of_infinity(end))


def with_variable(box: Box, variable: Variable) -> Box:
    """The box with this variable in the place of the one of the same name."""
    return tuple(variable if v.name == variable.name else v for v in box)


def without(box: Box, name: str) -> Box:
    """The box without the variable of this name."""
    return tuple(v for v in box if v.name != name)


def compared(left: Tree, right: Tree, budget: Budget) -> int:
    """The order of two ends, infinite ones included. Raises Undecided."""
    a, b = sign_of_infinity(left), sign_of_infinity(right)
    return (a > b) - (a < b) if a or b else Constants(budget).compare(left, right)


def negative(goal: Goal) -> Goal:
    """The goal for -f."""
    return goal.of(neg(goal.function))
