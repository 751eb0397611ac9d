"""A >= c r^(1/q) follows from A >= 0 and A^q >= c^q r.

Hypotheses: c > 0 and A >= 0 on the whole box; -1 >= r^(1/2) does not follow from 1 >= r.
"""

from tutor.language.tree import Tree
from tutor.mathematics.analysis.forall.goals import Goal
from tutor.mathematics.analysis.forall.outcomes import Open, Proved
from tutor.mathematics.analysis.forall.procedure import Search
from tutor.mathematics.trees.build import add, mul, neg, num, power, sub


def by_powers(goal: Goal, search: Search, depth: int) -> Proved | Open:
    """One root with a negative factor is moved to the other side and both sides raised to its degree."""
    terms = goal.function.args if goal.function.head == "add" else ()
    for i, term in enumerate(terms):
        degree = _degree(neg(term), goal, search)
        if degree is None:
            continue
        rest = add(*terms[:i], *terms[i + 1 :])
        if not search.holds(goal.of(rest).weakly(), depth + 1):
            continue
        k = num(degree)
        outcome = search.prove(goal.of(sub(power(rest, k), _raised(neg(term), degree))), depth + 1)
        if isinstance(outcome, Proved):
            return Proved("both sides squared" if degree == 2 else "both sides raised to a power", (outcome.by,))
    return Open("no single root")


def _degree(term: Tree, goal: Goal, search: Search) -> int | None:
    """The degree of the roots in a term that is certainly >= 0; None where there is none."""
    factors = term.args if term.head == "mul" else (term,)
    degrees = {int(f.args[1].value.denom()) for f in factors if f.head == "pow" and f.args[1].head == "num"} - {1}
    if len(degrees) != 1 or search.sign(term, goal) != 1:
        return None
    return degrees.pop()


def _raised(term: Tree, degree: int) -> Tree:
    factors = term.args if term.head == "mul" else (term,)
    k = num(degree)
    return mul(*(power(f.args[0], mul(f.args[1], k)) if _is_root(f) else power(f, k) for f in factors))


def _is_root(factor: Tree) -> bool:
    return factor.head == "pow" and factor.args[1].head == "num" and bool(factor.args[1].value.denom() != 1)
