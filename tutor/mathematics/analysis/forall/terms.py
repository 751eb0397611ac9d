"""A term that is not negative may be left out: f + g >= 0 follows from f >= 0 and g >= 0, and > 0 if one is > 0.

Hypothesis: the term has its sign on the whole box. Where equality is attained this asks too much, and is not tried.
"""

from tutor.mathematics.analysis.forall.goals import Goal
from tutor.mathematics.analysis.forall.outcomes import Open, Proved
from tutor.mathematics.analysis.forall.procedure import Search
from tutor.mathematics.trees.build import add

MOST_TERMS = 6


def by_leaving_out(goal: Goal, search: Search, depth: int) -> Proved | Open:
    """The first positive term without which the goal still holds."""
    terms = goal.function.args if goal.function.head == "add" else ()
    for i, term in enumerate(terms if 2 < len(terms) <= MOST_TERMS else ()):
        if search.sign(term, goal) != 1:
            continue
        # The term is > 0, so the rest need only be >= 0.
        outcome = search.prove(goal.of(add(*terms[:i], *terms[i + 1 :])).weakly(), depth + 1)
        if isinstance(outcome, Proved):
            return Proved("a positive term left out", (outcome.by, *outcome.steps))
    return Open("no term can be left out")
