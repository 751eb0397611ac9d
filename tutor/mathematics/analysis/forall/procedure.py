"""What all attempts at a goal share: the budget, the goals decided before, and the whole procedure itself."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tutor.language.tree import Tree, size
from tutor.mathematics.algebra import Field, Need, Split, TooLarge, UndefinedHere, Unsupported
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.analysis.expansions import Oscillates
from tutor.mathematics.analysis.forall.goals import Goal, bounds
from tutor.mathematics.analysis.forall.outcomes import Open, Proved
from tutor.mathematics.analysis.forall.samples import fails_somewhere
from tutor.mathematics.analysis.results import NoValue
from tutor.mathematics.analysis.rolle import signs
from tutor.mathematics.trees import Budget, OutOfSteps, Variable
from tutor.mathematics.trees.calculus import NotSmooth

MAX_DEPTH = 6
LEAST_STEPS = 3000
MAX_SIZE = 150

SILENCE = (Need, Split, UndefinedHere, Unsupported, TooLarge, Undecided, Oscillates, NotSmooth, NoValue)
"""What analysis and normal form raise where they do not decide."""

Attempt = Callable[[Goal, "Search", int], Proved | Open]


def _side(variable: Variable) -> int | None:
    """The sign of all values of a variable between rational ends."""
    if variable.low.head == "num" and variable.low.value >= 0:
        return 1
    return -1 if variable.high.head == "num" and variable.high.value <= 0 else None


@dataclass(slots=True)
class Search:
    """The budget, what is known already, and the whole procedure, for rules that need goals of their own."""

    budget: Budget
    attempt: Attempt
    known: dict[Goal, tuple[int, Proved | Open]] = field(default_factory=dict)
    signs: dict[Goal, tuple[int | None]] = field(default_factory=dict)
    bounded: str = ""
    """The variable for which conditions are solved first; see `regions`."""

    def prove(self, goal: Goal, depth: int) -> Proved | Open:
        """A proof of the goal, or why there is none. `depth` counts the reductions so far."""
        goal = goal.trimmed()
        before = self.known.get(goal)
        if before is not None and (isinstance(before[1], Proved) or before[0] <= depth):
            return before[1]
        if depth > MAX_DEPTH or (depth and size(goal.function) > MAX_SIZE):
            return Open("more reductions than the depth allows")
        self.budget.spend(50)
        if depth and fails_somewhere(goal):
            return Open("a reduction that asks too much")
        self.known[goal] = (0, Open("a circle"))
        outcome = self._within_share(goal, depth)
        self.known[goal] = (depth, outcome)
        return outcome

    def _within_share(self, goal: Goal, depth: int) -> Proved | Open:
        """The attempt with half of the steps that are left, so that no branch of the search starves the others."""
        before = self.budget.left
        share = max(LEAST_STEPS, before // 2) if depth else before
        self.budget.left = min(share, before)
        granted = self.budget.left
        try:
            return self.attempt(goal, self, depth)
        except SILENCE as silence:
            return Open(str(silence) or type(silence).__name__)
        except OutOfSteps:
            if granted == before:
                raise
            return Open("no proof within its share of the steps")
        finally:
            self.budget.left = before - granted + self.budget.left

    def holds(self, goal: Goal, depth: int) -> bool:
        """Whether there is a proof of the goal."""
        return isinstance(self.prove(goal, depth), Proved)

    def sign(self, function: Tree, goal: Goal) -> int | None:
        """The sign on the whole open box, 0 included only for the zero function; None where it is not known.

        Nothing is excluded from the statement: signs that hold almost everywhere are not signs here.
        """
        if function.head == "num":
            return int(function.value > 0) - int(function.value < 0)
        low, high = bounds(function, goal.box)
        if low > 0 or high < 0:
            return 1 if low > 0 else -1
        if function.head in ("mul", "pow", "var", "call"):
            known = self._read_off(function, goal)
            if known:
                return known
        part = goal.of(function).trimmed()
        found = self.signs.get(part)
        if found is None:
            self.signs[part] = (None,)  # a sign that asks for itself is not known
            found = self.signs[part] = (self._sign(part),)
        return found[0]

    def _read_off(self, function: Tree, goal: Goal) -> int | None:
        """The sign from those of the factors or of the base; None where that does not tell it."""
        match function.head:
            case "var":
                return next((_side(v) for v in goal.box if v.name == function.value), None)
            case "call":
                return 1 if function.value == "exp" else None
            case "mul":
                sign = 1
                for factor in function.args:
                    sign *= self.sign(factor, goal) or 0
                    if not sign:
                        return None
                return sign
        base, exponent = function.args
        if exponent.head != "num":
            return 1 if self.sign(base, goal) == 1 else None
        known = self.sign(base, goal) or 0
        if exponent.value.denom() != 1:
            return 1 if known == 1 else None
        return known if exponent.value.numer() % 2 else known * known

    def _sign(self, part: Goal) -> int | None:
        try:
            if not part.box:
                return Constants(self.budget).sign(part.function)
            if len(part.box) == 1:
                (v,) = part.box
                chart = signs(part.function, v.name, v.low, v.high, self.budget)
                return None if chart.points else chart.constant()
            return self._sign_of_product(part)
        except SILENCE:
            return self._sign_of_sum(part)

    def _sign_of_sum(self, part: Goal) -> int | None:
        """The sign that all terms have."""
        terms = part.function.args if part.function.head == "add" and len(part.box) > 1 else ()
        found = {self.sign(term, part) for term in terms}
        return found.pop() if len(found) == 1 else None

    def _sign_of_product(self, part: Goal) -> int | None:
        """The product of the signs of the factors of the normal form, else the sign of an irreducible one."""
        field = Field(part.domain, self.budget)
        normal = field.normal(part.function)
        if field.is_zero(normal):
            return 0
        constant, factors = field.factors(normal)
        if len(factors) == 1 and factors[0][1] == 1:
            return self._sign_of_irreducible(part, field)
        sign = 1 if constant > 0 else -1
        for factor, exponent in factors:
            known = self.sign(factor, part)
            if not known:
                return None
            sign *= known if exponent % 2 else 1
        return sign if all(self._has_no_zero(e.tree, part) for e in field.excluded.values()) else None

    def _sign_of_irreducible(self, part: Goal, field: Field) -> int | None:
        try:
            sign = field.sign(field.normal(part.function))
        except Need:
            return self._sign_of_sum(part)
        return int(sign) if all(self._has_no_zero(e.tree, part) for e in field.excluded.values()) else None

    def _has_no_zero(self, excluded: Tree | None, part: Goal) -> bool:
        return excluded is not None and excluded is not part.function and self.sign(excluded, part) in (1, -1)
